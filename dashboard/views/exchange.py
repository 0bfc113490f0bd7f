"""How much is exchanged, how it is answered, by which channel, between whom."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import cached, components, figure_view, story
from dashboard.context import Context
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.flows import pairs
from metrics.series import Query, Series, series
from metrics.statistic import Published
from validation.codes import Pillar
from validation.contracts.information_exchange import InformationExchange
from validation.fields import name
from validation.text import mark

ADDRESS: Final = "information-exchange"
TITLE: Final = mark("Information exchange")

_OURS: Final = tuple(each for each in INDICATORS.values() if each.pillar == Pillar.EXCHANGE)
_RETURNED: Final = tuple(each for each in _OURS if not isinstance(each.statistic, Published))
_PRINTED: Final = tuple(each for each in _OURS if isinstance(each.statistic, Published))
_HEADLINE: Final = next(each.id for each in _RETURNED if each.headline)
_MESSAGES: Final = "messages"


def page(context: Context) -> None:
    """Show returns where there are any, and published totals where there are any."""
    st.title(tr(TITLE))
    headline = series(context.source, _query(context, _HEADLINE))
    returned = headline.frame.height > 0
    printed = _printed(context)
    if not returned and not printed:
        components.nothing()
        return
    if returned:
        _chosen_indicator(context)
        _mix(context)
        _matrix(context)
    if printed:
        _published(context, printed)


def _query(context: Context, indicator: str, *, by: str = "") -> Query:
    chosen = context.filters
    return Query(
        indicator=indicator,
        partnerships=chosen.chosen,
        grain=chosen.grain,
        from_period=chosen.start,
        to_period=chosen.period,
        by=by,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )


def _chosen_indicator(context: Context) -> None:
    """Draw the indicator a reader chooses, by default the pillar's headline."""
    ids = [each.id for each in _RETURNED]
    left, right = st.columns(2)
    indicator = left.selectbox(
        tr(mark("Indicator")),
        ids,
        index=ids.index(_HEADLINE),
        format_func=lambda each: tr(INDICATORS[each].name),
    )
    by = right.selectbox(
        tr(mark("Broken down by")),
        ["", *INDICATORS[indicator].cuts],
        format_func=lambda each: tr(story.DIMENSIONS[each]) if each else tr(mark("nothing")),
    )
    figure_view.over_time(context, series(context.source, _query(context, indicator, by=by)), wide=True)


def _mix(context: Context) -> None:
    """Draw by which channel messages went in the reference period."""
    period = context.filters.period
    if period is None:
        return
    found = series(
        context.source, _query(context, _MESSAGES, by=name(InformationExchange.channel))
    )
    here = found.frame.filter(pl.col(columns.PERIOD) == period.code)
    if here.is_empty():
        return
    st.header(tr(mark("By which channel")))
    figure_view.bars(context, found, period.code)


def _matrix(context: Context) -> None:
    """Draw who sent how much to whom, for one partnership and the reference period."""
    period = context.filters.period
    if period is None:
        return
    names = context.filters.offered.partnerships
    st.header(tr(mark("Who tells whom")))
    partnership = st.selectbox(
        tr(mark("Partnership")),
        list(context.filters.chosen),
        format_func=lambda each: names.get(each, each),
        key="matrix_partnership",
    )
    query = Query(
        indicator=_MESSAGES,
        partnerships=(partnership,),
        grain=context.filters.grain,
        from_period=period,
        to_period=period,
        crime_areas=context.filters.crime_areas,
        countries=context.filters.countries,
    )
    flows = pairs(context.source, query)
    if flows.is_empty():
        components.empty(
            tr(mark("No messages between members were returned for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
        return
    figure_view.flows(context, series(context.source, query), flows)


def _printed(context: Context) -> list[Series]:
    """Return the published totals of the partnerships chosen, one a partnership and measure."""
    chosen = context.filters
    found: list[Series] = []
    for partnership in chosen.chosen:
        for indicator in _PRINTED:
            query = Query(
                indicator=indicator.id,
                partnerships=(partnership,),
                grain=chosen.grain,
                from_period=chosen.start,
                to_period=chosen.period,
            )
            answer = series(context.source, query)
            if answer.frame.height:
                found.append(answer)
    return found


def _published(context: Context, printed: list[Series]) -> None:
    st.header(tr(mark("Published totals")))
    st.caption(
        tr(
            mark("As printed by the organisations or those who quote them. Figures of different systems or scopes are never added, and no line joins years without a figure.")
        )
    )
    by_name: dict[str, list[Series]] = {}
    for answer in printed:
        by_name.setdefault(answer.query.partnerships[0], []).append(answer)
    for partnership, answers in by_name.items():
        st.subheader(answers[0].names[partnership])
        slots = st.columns(2) if not context.narrow else [st.container()]
        for place, answer in enumerate(answers):
            with slots[place % len(slots)]:
                figure_view.over_time(context, answer)
