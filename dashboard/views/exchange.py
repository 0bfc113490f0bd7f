"""How much is exchanged, how it is answered, by which channel, between whom."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import components, figure_view, labels
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.flows import pairs
from metrics.offered import printed
from metrics.series import Query, series
from validation.codes import Pillar
from validation.contracts.information_exchange import InformationExchange
from validation.fields import name
from validation.text import mark

TITLE: Final = mark("Information exchange")

_RETURNED: Final = tuple(
    each for each in INDICATORS.values() if each.pillar == Pillar.EXCHANGE and not each.published
)
_HEADLINE: Final = next(each.id for each in _RETURNED if each.headline)
_MESSAGES: Final = "messages"


def page(context: Context) -> None:
    """Show returns where there are any, and published totals where there are any."""
    st.title(tr(TITLE))
    returned = series(context.source, _query(context, _HEADLINE)).frame.height > 0
    figures = {each: printed(context.source, each) for each in context.filters.chosen}
    published = {each: ids for each, ids in figures.items() if ids}
    if not returned and not published:
        components.nothing()
    if returned:
        _chosen_indicator(context)
        _one_period(context)
    if published:
        _published(context, published)


def _query(
    context: Context, indicator: str, *, partnerships: tuple[str, ...] = (), by: str = ""
) -> Query:
    chosen = context.filters
    return Query(
        indicator=indicator,
        partnerships=partnerships or chosen.chosen,
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
        format_func=lambda each: labels.dimension_name(each) if each else tr(mark("nothing")),
    )
    found = series(context.source, _query(context, indicator, by=by))
    figure_view.over_time(context, found, wide=True)


def _one_period(context: Context) -> None:
    """Look into one partnership's reference period: by which channel, between whom."""
    period = context.filters.period
    if period is None:
        return
    st.header(tr(mark("Within {period}"), period=labels.period_label(period.code)))
    partnership = _partnership(context, context.filters.chosen, key="within")
    channels = _query(
        context,
        _MESSAGES,
        partnerships=(partnership,),
        by=name(InformationExchange.channel),
    )
    mix = series(context.source, replace(channels, from_period=period))
    if mix.frame[columns.VALUE].is_null().all():
        components.empty(
            tr(mark("This partnership returned nothing for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
        return
    figure_view.bars(context, mix, period.code)
    between = replace(channels, by="", from_period=period)
    figure_view.flows(context, series(context.source, between), pairs(context.source, between))


def _partnership(context: Context, options: Sequence[str], *, key: str) -> str:
    names = context.filters.offered.partnerships
    return st.selectbox(
        tr(mark("Partnership")),
        list(options),
        format_func=names.__getitem__,
        key=f"exchange-{key}",
    )


def _published(context: Context, figures: Mapping[str, tuple[str, ...]]) -> None:
    """Draw what stands for each partnership, then everything published on one of them."""
    st.header(tr(mark("Published totals")))
    st.caption(
        tr(
            mark(
                "As printed by the organisations or by those who quote them. Figures of different "
                "systems or scopes are never added, and no line joins years without a figure."
            )
        )
    )
    _in_columns(context, [(each, ids[0]) for each, ids in figures.items()])
    st.header(tr(mark("Everything published on one partnership")))
    chosen = _partnership(context, list(figures), key="published")
    _in_columns(context, [(chosen, each) for each in figures[chosen]], key=chosen)


def _in_columns(context: Context, shown: Sequence[tuple[str, str]], *, key: str = "") -> None:
    slots = [st.container()] if context.narrow else st.columns(2)
    for place, (partnership, indicator) in enumerate(shown):
        query = Query(
            indicator=indicator,
            partnerships=(partnership,),
            from_period=context.filters.start,
            to_period=context.filters.period,
        )
        with slots[place % len(slots)]:
            figure_view.over_time(context, series(context.source, query), place=key)


VIEW: Final = View(
    address="information-exchange", title=TITLE, menu=Menu.UNDERSTAND, place=30, page=page
)
