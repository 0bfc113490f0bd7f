"""Joint operations one by one, the editions of a series, and what is measured of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    link,
    operations_figures,
    operations_story,
    pillar_page,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import grouped, tr, trn
from metrics import explorer
from metrics.explorer import Wanted
from metrics.operations import OPERATION
from validation.codes import Pillar
from validation.contracts.joint_operations import JointOperations
from validation.fields import name
from validation.periods import Period
from validation.text import mark

TITLE: Final = mark("Operations")
ADDRESS: Final = choices.OPERATIONS

MOST_DRAWN: Final = 120
"""Operations beyond which a line of time would fill more than a few screens."""


def page(context: Context) -> None:
    """Show operations, or one of them; then what is measured and published of them all."""
    heading = st.empty()
    heading.title(tr(TITLE))
    every = explorer.operations(context.source, Wanted(partnerships=context.filters.chosen))
    some = every.height > 0
    if some and explorer.found_only(context.source, context.filters.chosen):
        st.info(tr(operations_story.FOUND_ONLY))
    measured = pillar_page.measured(context, Pillar.OPERATIONS)
    published = pillar_page.published_totals(context, Pillar.OPERATIONS)
    if not (some or measured or published):
        components.nothing(context.source.provenance)
    if some:
        found, one = _chosen(context, every)
        if one.height:
            heading.title(one[name(JointOperations.name)].item())
            _operation(context, one)
            return
        _explorer(context, found)
    if measured:
        st.header(tr(mark("What is measured")))
        pillar_page.over_time(context, Pillar.OPERATIONS)
    if published:
        pillar_page.published(context, published)


def _wanted(context: Context) -> Wanted:
    """Ask for what the filter row says: the period chosen, or from the first one on to it.

    The latest period stands for all, since operations go on.
    """
    chosen = context.filters
    period = _period(context)
    first = chosen.start or period
    return Wanted(
        partnerships=chosen.chosen,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
        since=first.start if first else None,
        until=period.end if period else None,
    )


def _period(context: Context) -> Period | None:
    """Return the period that a reader chose, if it is not the latest."""
    chosen = context.filters
    latest = chosen.offered.periods[chosen.grain][-1:]
    return chosen.period if chosen.period and chosen.period.code not in latest else None


def _chosen(context: Context, every: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Let a reader choose who led, and which; return what is left, and the one chosen.

    Who led is offered of every operation, so that a choice which leaves none can be taken back;
    and where a country is chosen it is said how many operations name none.
    """
    left, right = st.columns(2)
    with left:
        leads = {each: labels.party_name(each) for each in explorer.leads(every)}
        lead = link.one(choices.LEAD, _or(tr(mark("anybody")), leads))
    wanted = replace(_wanted(context), lead=lead)
    found = explorer.operations(context.source, wanted)
    named: dict[str, str] = dict(found.select(OPERATION, name(JointOperations.name)).iter_rows())
    with right:
        operation = link.one(choices.OPERATION, _or(tr(mark("all of these")), named))
    one = found.filter(pl.col(OPERATION) == operation)
    hidden = explorer.without_countries(context.source, wanted)
    if hidden and one.is_empty():
        st.info(_not_by_country(hidden))
    return found, one


def _not_by_country(number: int) -> str:
    return trn(
        mark("{n} operation gives at most a number of countries, names none, and is not listed."),
        mark("{n} operations give at most a number of countries, name none, and are not listed."),
        number,
    )


def _or(everything: str, options: Mapping[str, str]) -> dict[str, str]:
    """Put what stands for no choice before options in order of their names."""
    ordered = sorted(options.items(), key=lambda pair: pair[1].casefold())
    return {"": everything, **dict(ordered)}


def _explorer(context: Context, found: pl.DataFrame) -> None:
    """Show when they ran, the table of them, and the editions of a series."""
    if found.is_empty():
        components.empty(
            tr(mark("No operation matches: clear a filter.")),
            tr(mark("Country, crime area and first period are under More filters.")),
        )
        return
    if found.height > MOST_DRAWN:
        told = mark(
            "{n} operations are too many to draw along time, and are listed alone: choose "
            "partnerships above, or crime areas and a first period under More filters."
        )
        st.info(tr(told, n=grouped(found.height)))
    else:
        figure_view.bare(
            context,
            ("operations", *found[OPERATION]),
            lambda: operations_figures.operations_figure(found, context.source, _asked(context)),
        )
    st.caption(tr(mark("Tick a row to read what is known of an operation, and where.")))
    row = components.opened_row(
        operations_story.listed(found, context.source),
        links=(tr(mark("Address")),),
        key="operations",
    )
    if row is not None:
        link.choose(choices.OPERATION, found[OPERATION][row])
    _series(context, found)


def _asked(context: Context) -> str:
    """Say which operations are shown."""
    chosen = context.filters
    whose = [labels.short_name(chosen.offered.partnerships[each]) for each in chosen.partnerships]
    areas = [
        labels.code_label(name(JointOperations.crime_area), code) for code in chosen.crime_areas
    ]
    countries = [labels.party_name(code) for code in chosen.countries]
    period = _period(context)
    when = [labels.period_label(period.code)] if period and not chosen.start else []
    parts = [*(whose or [tr(mark("all partnerships"))]), *areas, *countries, *when]
    return " · ".join(parts)


def _series(context: Context, found: pl.DataFrame) -> None:
    """Draw one figure of the editions of a series, both the reader's choice."""
    told = explorer.serial(context.source, found)
    if not told:
        return
    st.header(tr(mark("A series, edition by edition")))
    left, right = st.columns(2)
    with left:
        named = sorted(told, key=str.casefold)
        most = next(iter(told))
        series = link.one(choices.SERIES, {each: each for each in named}, default=most)
    figures = {operations_story.figure_code(each): each for each in told[series]}
    with right:
        code = link.one(
            choices.FIGURE,
            {each: operations_story.figure_name(figure) for each, figure in figures.items()},
        )
    figure_view.bare(
        context,
        ("editions", series, code, *found[OPERATION]),
        lambda: operations_figures.editions_figure(found, context.source, series, figures[code]),
    )


def _operation(context: Context, one: pl.DataFrame) -> None:
    """Show one operation: what is known of it, what it came to, where each was read."""
    row = one.row(0, named=True)
    if st.button(tr(mark("All operations"))):
        link.choose(choices.OPERATION, "")
    components.facts(
        operations_story.facts(context.source, row, context.filters.offered.partnerships)
    )
    st.header(tr(mark("What came of it")))
    results = operations_story.results(context.source, row[OPERATION])
    if results.is_empty():
        st.markdown(
            tr(
                mark(
                    "No number was found published of what is recorded here: persons arrested, "
                    "identified or helped, investigations, networks, money, drugs and firearms "
                    "seized. The publications below may tell of these in words, as their notes "
                    "say, or of other things."
                )
            )
        )
    else:
        components.whole_table(results, links=(tr(mark("Address")),))
    st.header(tr(mark("Where it was read")))
    components.whole_table(
        operations_story.publications(context.source, row), links=(tr(mark("Address")),)
    )


VIEW: Final = View(address=ADDRESS, title=TITLE, menu=Menu.UNDERSTAND, place=25, page=page)
