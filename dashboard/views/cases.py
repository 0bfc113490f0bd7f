"""Case studies of the source text, each on one screen: what was done, what its figures can say."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    link,
    operations_figures,
    provenance,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from dashboard.views import operations
from metrics import cases
from metrics import values as columns
from metrics.cases import CASES, Case, Told, told
from metrics.operations import OPERATION
from metrics.series import Series
from validation.contracts.joint_operations import JointOperations
from validation.contracts.milestones import Milestones
from validation.crime_areas import CRIME_AREAS
from validation.fields import name
from validation.text import mark

TITLE: Final = mark("Case studies")
CLOSE: Final = "xxsmall"
"""How far apart things stand on a page that is to be one screen."""


def page(context: Context) -> None:
    """Show the case a reader chooses: what it is, what was done, what the figures can say."""
    left, right = st.columns([2, 1])
    with right:
        by_id = {each.id: each for each in CASES}
        case = by_id[link.one(choices.CASE, {each.id: tr(each.title) for each in CASES})]
    left.title(tr(case.title))
    found = told(context.source, case)
    if found.empty:
        components.empty(
            tr(mark("This workspace holds nothing on this case.")),
            tr(mark("Choose the public record as workspace.")),
        )
        return
    left.markdown(tr(case.about))
    with st.container(key="one-screen", gap=CLOSE):
        done, shown = st.columns(2, gap="medium")
        with done.container(gap=CLOSE):
            st.subheader(tr(mark("What was done")))
            _done(context, case, found)
        with shown.container(gap=CLOSE):
            st.subheader(tr(mark("What the figures show")))
            _shown(context, case, found)
        with st.container(gap=CLOSE):
            st.subheader(tr(mark("What they cannot show")))
            components.bullets(map(tr, case.hides), across=True)


def _done(context: Context, case: Case, found: Told) -> None:
    """Tell what was done, oldest first, and lead to the page of each operation."""
    if case.edition_figure:
        hosted = cases.by_host(found.operations)
        figure_view.bare(
            context,
            (case.id, "hosted", *hosted[OPERATION]),
            lambda: operations_figures.hosted_figure(hosted, context.source),
            wide=False,
        )
    components.dated(sorted([*_milestones(context, found), *_record(context, found)], key=_end))
    if found.operations.height:
        components.doors(
            tr(mark("Found published, each with a page of its own:")),
            {
                _called(case, row): _address(row[OPERATION])
                for row in found.operations.reverse().iter_rows(named=True)
            },
            folded=case.edition_figure is not None,
        )


def _called(case: Case, row: Mapping[str, Any]) -> str:
    """Name an operation; where all are of one series, by its edition."""
    edition = row[name(JointOperations.edition)] if case.edition_figure else ""
    return str(edition or row[name(JointOperations.name)])


def _address(operation: str) -> str:
    return f"{operations.ADDRESS}?{link.to(choices.OPERATION, operation)}"


def _shown(context: Context, case: Case, found: Told) -> None:
    """Draw what was found in figures, and say of whom none was."""
    if case.edition_figure:
        series, figure = case.edition_figure
        known = cases.with_figure(context.source, found.operations, series, figure)
        figure_view.bare(
            context,
            (case.id, *known[OPERATION]),
            lambda: operations_figures.editions_figure(known, context.source, series, figure),
            wide=False,
        )
    for each in found.printed:
        figure_view.over_time(context, each)
    components.bullets([*_not_found(context, case, found), *map(tr, case.shows)])


def _not_found(context: Context, case: Case, found: Told) -> Iterator[str]:
    """Say of whom, or of which missions, no figure was found."""
    areas = ", ".join(tr(CRIME_AREAS.label(each)) for each in case.wanted.crime_areas)
    names = context.filters.offered.partnerships
    for each in found.silent:
        yield tr(
            mark("{name}: no figure on this was found published ({areas})."),
            name=labels.short_name(names[each]),
            areas=areas,
        )
    if case.edition_figure:
        known = cases.with_figure(context.source, found.operations, *case.edition_figure)
        if known.is_empty():
            yield tr(mark("Of no mission a number was found."))
        elif known.height < found.operations.height:
            yield tr(mark("Of the other missions no number was found."))


def _milestones(context: Context, found: Told) -> Iterator[tuple[str, str]]:
    cited = provenance.publications(context.source)
    for row in found.milestones.iter_rows(named=True):
        source = row[name(Milestones.source)]
        text = escape(row[name(Milestones.label)])
        told_in = f" {components.cite(cited[source])}" if source in cited else ""
        yield str(row[name(Milestones.date)]), f"{text}{told_in}"


def _end(told: tuple[str, str]) -> tuple[str, str]:
    """Sort by the end of what is dated: a year alone stands after the days of that year."""
    dated, text = told
    year, sign, quarter = dated.partition("-Q")
    return f"{year}-{int(quarter) * 3:02}~" if sign else f"{dated}~", text


def _record(context: Context, found: Told) -> Iterator[tuple[str, str]]:
    for each in found.record:
        yield from _figures(context, each)


def _figures(context: Context, series: Series) -> Iterator[tuple[str, str]]:
    """Write each figure of a published total with its period and where it was read."""
    cited = provenance.publications(context.source)
    for row in series.frame.drop_nulls(columns.VALUE).iter_rows(named=True):
        cut = any(row[each] for each in series.dimensions)
        line = f" ({labels.line_label(series, row, several=False)})" if cut else ""
        called = f"{tr(series.indicator.name)}{line}"
        read = [cited[each] for each in row[columns.SOURCE].split(";") if each in cited]
        told_in = "".join(f" {components.cite(publication)}" for publication in read)
        yield row[columns.PERIOD], f"{escape(f'{called}: {labels.value_text(row)}')}{told_in}"


VIEW: Final = View(
    address="cases", title=TITLE, menu=Menu.RECORD, place=5, page=page, filtered=False
)
