"""What the pages of all pillars share: an indicator over time, and published totals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import choices, components, figure_view, labels, link, rows_behind
from dashboard.charts.figure import Figure
from dashboard.choices import Choice
from dashboard.context import Context
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS, PILLARS
from metrics.indicator import Indicator
from metrics.offered import printed
from metrics.series import Query, Series, series
from metrics.statistic import lines_of
from validation.codes import ALL, Pillar
from validation.contract import Contract
from validation.periods import QUARTER
from validation.text import mark


def query(
    context: Context, indicator: str, *, partnerships: tuple[str, ...] = (), by: str = ""
) -> Query:
    """Ask for an indicator as the filter row says.

    Args:
        context: the page's.
        indicator: its id.
        partnerships: only these; those of the filter row if empty.
        by: what to cut by.
    """
    chosen = context.filters
    # What comes by the year alone would seem not to exist where quarters alone are asked for.
    on_places = INDICATORS[indicator].pillar == Pillar.COMMUNITIES
    own_grain = on_places or chosen.grain == QUARTER
    return Query(
        indicator=indicator,
        partnerships=partnerships or chosen.chosen,
        grain=None if own_grain else chosen.grain,
        from_period=chosen.start,
        to_period=chosen.period,
        by=by,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )


def measured(context: Context, pillar: Pillar) -> bool:
    """Tell whether any indicator of a pillar, published totals apart, has a value to show."""
    ids = (PILLARS[pillar].headline, *(each.id for each in _own(pillar)))
    return any(
        series(context.source, query(context, each)).frame[columns.VALUE].is_not_null().any()
        for each in dict.fromkeys(ids)
    )


def unmeasured(context: Context, tables: Iterable[Contract]) -> None:
    """Say that nothing is measured on a page, why, and what would fill it.

    Args:
        context: the page's.
        tables: those that the page is made of.
    """
    named = ", ".join(tr(each.title) for each in tables)
    if context.source.provenance.published:
        what = mark("Nothing of this was found published.")
        then = mark(
            "It is what partners tell each other ({named}): the simulated example, under "
            "Workspace, shows how the page looks when they do."
        )
    else:
        what = mark("There is nothing to show for this choice.")
        then = mark("Clear the filters, or upload one of these tables: {named}.")
    components.empty(tr(what), tr(then, named=named))


def _own(pillar: Pillar) -> list[Indicator]:
    return [each for each in INDICATORS.values() if each.pillar == pillar and not each.published]


def over_time(context: Context, pillar: Pillar) -> None:
    """Draw the indicator a reader chooses, by default the pillar's headline.

    Args:
        context: the page's.
        pillar: whose indicators are on offer, published totals apart.
    """
    left, right = st.columns(2)
    with left:
        indicator = link.one(
            choices.INDICATOR,
            {each.id: tr(each.name) for each in _own(pillar)},
            default=PILLARS[pillar].headline,
        )
    always = lines_of(INDICATORS[indicator].statistic)
    cuts = {
        each: labels.dimension_name(each)
        for each in INDICATORS[indicator].cuts
        if each not in always
    }
    with right:
        by = link.one(choices.BY, {"": tr(mark("nothing")), **cuts})
    asked = query(context, indicator, by=by)
    figure_view.over_time(context, series(context.source, asked), wide=True)


def marked(context: Context, form: tuple[str, ...], make: Callable[[], Figure]) -> None:
    """Draw a figure that is no series of one indicator, of which each mark leads to its rows.

    Args:
        context: the page's.
        form: tells it apart from other figures of the same choices.
        make: makes it, if it is not known yet.
    """
    figure_view.bare(
        context,
        (*form, str(context.filters.key), rows_behind.choices_made()),
        make,
        leads_to=tr(figure_view.TO_ROWS),
    )


def published_totals(context: Context, pillar: Pillar) -> dict[str, tuple[str, ...]]:
    """Return which totals of a pillar are published, by partnership."""
    found = {
        each: tuple(
            total for total in printed(context.source, each) if INDICATORS[total].pillar == pillar
        )
        for each in context.filters.chosen
    }
    return {each: totals for each, totals in found.items() if totals}


def published(context: Context, figures: Mapping[str, tuple[str, ...]]) -> None:
    """Draw what stands for each partnership, then whatever else is published on one of them.

    Args:
        context: the page's.
        figures: ids of published totals by partnership, as `published_totals` returns them.
    """
    st.header(tr(mark("Published totals")))
    as_printed()
    _in_columns(context, [(each, ids[0]) for each, ids in figures.items()])
    more = {each: ids[1:] for each, ids in figures.items() if len(ids) > 1}
    if not more:
        return
    st.header(tr(mark("More that is published on one partnership")))
    chosen = partnership(context, choices.PRINTED, more)
    _in_columns(context, [(chosen, each) for each in more[chosen]])


def as_printed() -> None:
    """Say what published totals are."""
    st.caption(
        tr(
            mark(
                "As printed by the organisations or by those who quote them. Figures of different "
                "systems or scopes are never added, and no line joins years without a figure. "
                "More filters holds the countries on which some of them have figures."
            )
        )
    )


def partnership(context: Context, choice: Choice, options: Iterable[str]) -> str:
    """Let a reader choose one of some partnerships."""
    names = context.filters.offered.partnerships
    return link.one(choice, {each: names[each] for each in options})


def _in_columns(context: Context, shown: Sequence[tuple[str, str]]) -> None:
    figure_view.side_by_side(
        context, (as_a_whole(context, whose, indicator) for whose, indicator in shown)
    )


def as_a_whole(context: Context, partnership: str, indicator: str) -> Series:
    """Ask for a published total as a whole, or in the countries chosen; else for all there is."""
    chosen = context.filters
    asked = Query(
        indicator=indicator,
        partnerships=(partnership,),
        from_period=chosen.start,
        to_period=chosen.period,
    )
    found = series(context.source, replace(asked, countries=chosen.countries or (ALL,)))
    return found if found.frame.height else series(context.source, asked)
