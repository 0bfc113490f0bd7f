"""Partnerships of one kind beside each other: what chance alone would give, and ranges of ranks."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import choices, compare_story, components, evaluating, figure_view, link, rows_behind
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.catalogue import INDICATORS
from metrics.compare import FEW_OF_A_KIND, FEWEST, WHY_NOT, Asked, Compared, compare, why_not
from metrics.indicator import Indicator
from metrics.ranks import RANKED
from metrics.series import series
from validation.codes import Direction, Level
from validation.text import mark

TITLE: Final = mark("Compare")

_PRINTED: Final = mark(
    "This workspace holds totals as organisations printed them, and what one counts another need "
    "not: there is nothing here that could be compared fairly."
)


def page(context: Context) -> None:
    """Hold like beside like: a funnel, ranges of ranks, and how each came there."""
    st.title(tr(TITLE))
    if not evaluating.possible(context, _PRINTED):
        return
    found = compare(context.source, _asked(context))
    if found.why:
        components.empty(tr(WHY_NOT[found.why]), tr(_then(found)))
        if found.why == FEW_OF_A_KIND:
            st.caption(compare_story.other_kinds(found))
        return
    _compared(context, found)


def _asked(context: Context) -> Asked:
    """Let the reader choose indicator and kind."""
    filters = context.filters
    slots = [st.container(), st.container()] if context.narrow else st.columns([2, 1])
    with slots[0]:
        indicator = link.one(choices.INDICATOR, _offered())
    asked = Asked(
        indicator=indicator,
        grain=filters.grain,
        partnerships=filters.partnerships,
        period=filters.period,
        crime_areas=filters.crime_areas,
        countries=filters.countries,
    )
    usual = compare(context.source, asked)
    named = {
        kind: f"{compare_story.kind_name(kind)} ({number})"
        for kind, number in usual.kinds.items()
        if number >= FEWEST
    }
    if not named:
        return asked
    with slots[1]:
        kind = link.one(choices.KIND, named, default=usual.asked.kind or next(iter(named)))
    return replace(asked, kind=kind)


def _offered() -> dict[str, str]:
    """List indicators: those that can be compared with a direction, then without, then others."""
    returned = [each for each in INDICATORS.values() if not each.published]

    def place(indicator: Indicator) -> tuple[bool, bool]:
        return bool(why_not(indicator)), indicator.direction is Direction.NEITHER

    return {
        each.id: tr(each.name)
        if not why_not(each)
        else tr(mark("{name} (not compared)"), name=tr(each.name))
        for each in sorted(returned, key=place)
    }


def _then(found: Compared) -> str:
    """Say what to do where there is no comparison."""
    if found.indicator.level is Level.CONTEXT:
        return mark("The page Communities shows it place by place.")
    if why_not(found.indicator):
        return mark("Choose another indicator: the first ones of the list can be compared.")
    return mark("Choose another indicator, period or grain, or clear the filters.")


def _compared(context: Context, found: Compared) -> None:
    st.markdown(tr(compare_story.EXPLAINED))
    key = (repr(found.asked), rows_behind.choices_made())
    figure_view.bare(
        context, ("funnel", *key), lambda: compare_story.funnel_figure(found, context.source)
    )
    told = (
        compare_story.expected(found),
        tr(compare_story.CAREFUL),
        compare_story.left_out(found),
        compare_story.other_kinds(found),
    )
    st.caption(" ".join(filter(None, told)))
    st.header(tr(mark("Ranks, each with its range")))
    _ranks(context, found, key)
    st.header(tr(mark("The same partnerships over time")))
    own = replace(found.series.query, from_period=context.filters.start)
    figure_view.over_time(context, series(context.source, own), wide=True, apart=True)


def _ranks(context: Context, found: Compared, key: tuple[str, ...]) -> None:
    if not found.directed:
        components.empty(
            tr(mark("Nobody is ranked by this: neither more nor less of it is better.")),
            tr(mark("The funnel shows how the partnerships differ, without a judgement.")),
        )
        return
    if not found.values[RANKED].any():
        components.empty(
            tr(mark("Fewer than three of them have an interval, so ranks would be guesses.")),
            tr(mark("Years hold more cases than quarters: choose another grain.")),
        )
        return
    st.markdown(tr(compare_story.RANKS_EXPLAINED))
    figure_view.bare(
        context, ("ranks", *key), lambda: compare_story.ranks_figure(found, context.source)
    )


VIEW: Final = View(address="compare", title=TITLE, menu=Menu.EVALUATE, place=10, page=page)
