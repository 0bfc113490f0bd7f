"""How much is exchanged, how it is answered, by which channel, between whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import choices, components, figure_view, labels, link
from dashboard.choices import Choice
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS, PILLARS
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
_HEADLINE: Final = PILLARS[Pillar.EXCHANGE].headline
_MESSAGES: Final = "messages"


def page(context: Context) -> None:
    """Show returns where there are any, and published totals where there are any."""
    st.title(tr(TITLE))
    returned = series(context.source, _query(context, _HEADLINE)).frame.height > 0
    published = _printed(context)
    if not returned and not published:
        components.nothing()
    if returned:
        _chosen_indicator(context)
        _one_period(context)
    if published:
        _published(context, published)


def _printed(context: Context) -> dict[str, tuple[str, ...]]:
    """Return which totals of this pillar are published, by partnership."""
    found = {
        each: tuple(
            total
            for total in printed(context.source, each)
            if INDICATORS[total].pillar == Pillar.EXCHANGE
        )
        for each in context.filters.chosen
    }
    return {each: totals for each, totals in found.items() if totals}


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
    names = {each.id: tr(each.name) for each in _RETURNED}
    left, right = st.columns(2)
    with left:
        indicator = link.one(choices.INDICATOR, names, default=_HEADLINE)
    cuts = {each: labels.dimension_name(each) for each in INDICATORS[indicator].cuts}
    with right:
        by = link.one(choices.BY, {"": tr(mark("nothing")), **cuts})
    found = series(context.source, _query(context, indicator, by=by))
    figure_view.over_time(context, found, wide=True)


def _one_period(context: Context) -> None:
    """Look into one partnership's reference period: by which channel, between whom."""
    period = context.filters.period
    if period is None:
        return
    st.header(tr(mark("Within {period}"), period=labels.period_label(period.code)))
    partnership = _partnership(context, choices.WITHIN, context.filters.chosen)
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


def _partnership(context: Context, choice: Choice, options: Iterable[str]) -> str:
    names = context.filters.offered.partnerships
    return link.one(choice, {each: names[each] for each in options})


def _published(context: Context, figures: Mapping[str, tuple[str, ...]]) -> None:
    """Draw what stands for each partnership, then whatever else is published on one of them."""
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
    more = {each: ids[1:] for each, ids in figures.items() if len(ids) > 1}
    if not more:
        return
    st.header(tr(mark("More that is published on one partnership")))
    chosen = _partnership(context, choices.PRINTED, more)
    _in_columns(context, [(chosen, each) for each in more[chosen]])


def _in_columns(context: Context, shown: Sequence[tuple[str, str]]) -> None:
    slots = [st.container()] if context.narrow else st.columns(2)
    for place, (partnership, indicator) in enumerate(shown):
        query = Query(
            indicator=indicator,
            partnerships=(partnership,),
            from_period=context.filters.start,
            to_period=context.filters.period,
        )
        with slots[place % len(slots)]:
            figure_view.over_time(context, series(context.source, query))


VIEW: Final = View(
    address="information-exchange", title=TITLE, menu=Menu.UNDERSTAND, place=30, page=page
)
