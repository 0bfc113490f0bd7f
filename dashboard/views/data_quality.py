"""How good the data are: what lacks, what came late, what was revised, what looks odd."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    link,
    pillar_page,
    quality_lists,
    quality_view,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from dashboard.quality_figures import coverage_figure, timeliness_figure
from dashboard.squares import Words
from dashboard.views import versions
from metrics.quality import mirror
from metrics.quality.behind import Behind
from metrics.quality.contradictions import BEHIND, contradictions
from metrics.quality.coverage import OWED, behind, coverage
from metrics.quality.mirror import mirrored
from metrics.quality.outliers import Looked, outliers
from metrics.quality.outliers import behind as outlying_rows
from metrics.quality.revisions import behind as revised_rows
from metrics.quality.revisions import revisions
from metrics.returns import ARRIVED
from metrics.series import series
from metrics.values import DATA_VERSION, PERIOD
from validation.text import mark

TITLE: Final = mark("Data quality")


@dataclass(frozen=True)
class Part:
    """One way of looking at the data: its name, and what shows it."""

    name: str
    show: Callable[[Context], None]


def page(context: Context) -> None:
    """Show one part of the page, or the rows behind something it found."""
    st.title(tr(TITLE))
    if not context.source.number:
        components.no_data()
        return
    asked = quality_view.asked()
    if asked:
        quality_view.rows(context, asked)
        return
    names = {code: tr(part.name) for code, part in _PARTS.items()}
    _PARTS[link.segments(choices.PART, names, default=next(iter(names)))].show(context)


def _chosen(context: Context) -> pl.DataFrame:
    """Return the coverage of the partnerships and periods chosen."""
    return quality_view.chosen(context, coverage(context.source))


def _coverage(context: Context) -> None:
    found = _chosen(context)
    _no_schedule(context)
    if found.is_empty():
        components.nothing(context.source.provenance)
        return
    words = Words(
        id="coverage",
        title=quality_lists.coverage_verdict(found),
        subtitle=tr(
            mark("What came of each office and table, by period; as of {day}"),
            day=context.source.today,
        ),
    )
    quality_view.grid(context, words, found, coverage_figure)
    lacking = quality_lists.lacking(found)
    if lacking.height:
        st.subheader(tr(mark("Missing, partial or late")))
        quality_view.listed(
            quality_lists.states(lacking, context.source),
            quality_view.leads(map(behind, lacking.iter_rows(named=True))),
        )
    quality_view.csv(found, "coverage")


def _no_schedule(context: Context) -> None:
    """Say it where nobody told what is owed: nothing can be late or missing then."""
    if not coverage(context.source)[OWED].any():
        components.empty(
            tr(mark("Nobody has told us what is owed: there is no reporting schedule.")),
            tr(
                mark(
                    "So nothing here is late or missing. Its template is on the page Upload; what "
                    "is held is shown all the same."
                )
            ),
        )


def _timeliness(context: Context) -> None:
    found = _chosen(context).filter(pl.col(ARRIVED).is_not_null())
    _no_schedule(context)
    if found.is_empty():
        components.empty(
            tr(mark("No office has sent a return here.")),
            tr(mark("Published figures are held since they were entered, which says nothing.")),
        )
        return
    words = Words(
        id="timeliness",
        title=quality_lists.timeliness_verdict(found),
        subtitle=tr(
            mark("Days after the period's end at which each return was first published here")
        ),
    )
    quality_view.grid(context, words, found, timeliness_figure)
    quality_view.csv(found, "timeliness")


def _revisions(context: Context) -> None:
    found = quality_view.chosen(context, revisions(context.source))
    if found.is_empty():
        components.empty(
            tr(mark("Nothing was changed after it was first published.")),
            tr(mark("Of the partnerships and periods chosen, up to this version.")),
        )
        return
    st.subheader(quality_lists.revisions_verdict(found))
    st.caption(
        tr(
            mark(
                "Cells of figures and facts that a later version changed. A cell that was empty "
                "and is filled later is not counted."
            )
        )
    )
    led = map(revised_rows, found.iter_rows(named=True))
    quality_view.listed(
        quality_lists.revised(found, context.source),
        {
            tr(mark("show the version")): [
                f"{versions.ADDRESS}?{link.to(choices.ENTRY, str(number))}"
                for number in found[DATA_VERSION]
            ],
            **quality_view.leads(led),
        },
    )
    quality_view.csv(found, "revisions")


def _outliers(context: Context) -> None:
    every = outliers(context.source)
    looked = Looked(
        found=quality_view.chosen(context, every.found),
        judged=quality_view.chosen(context, every.judged),
    )
    if looked.judged.is_empty():
        components.empty(
            tr(mark("No series is long enough to say what is usual.")),
            tr(mark("It takes eight whole quarters of the partnership's own returns before one.")),
        )
        return
    st.subheader(quality_lists.outliers_verdict(looked))
    st.caption(quality_lists.outliers_rule())
    if looked.found.height:
        quality_view.listed(
            quality_lists.outlying(looked.found, context.source),
            quality_view.leads(map(outlying_rows, looked.found.iter_rows(named=True))),
        )
    quality_view.csv(looked.found, "outliers")


def _contradictions(context: Context) -> None:
    found = quality_view.chosen(context, contradictions(context.source))
    st.subheader(quality_lists.contradictions_verdict(found))
    st.caption(
        tr(mark("Tables are compared with each other. Which of the two is right, we cannot know."))
    )
    if found.height:
        led = map(Behind.parse, found[BEHIND])
        quality_view.listed(
            quality_lists.contradicting(found, context.source), quality_view.leads(led)
        )
    with st.expander(tr(mark("What was looked for"))):
        components.plain_table(quality_lists.rules(found))
    quality_view.csv(found, "contradictions")


def _mirror(context: Context) -> None:
    found = quality_view.chosen(context, mirrored(context.source, context.filters.grain))
    if found.is_empty():
        components.empty(
            tr(mark("No office has returned its exchange here, so nothing can be compared.")),
            tr(mark("Published totals are told by one side alone.")),
        )
        return
    agreement = pillar_page.query(context, mirror.INDICATOR)
    figure_view.over_time(context, series(context.source, agreement), wide=True)
    st.subheader(tr(mark("How well each flow is known")))
    st.caption(quality_lists.grades_told())
    components.plain_table(quality_lists.graded(mirror.grades(found), context.source))
    period = context.filters.period
    latest = found.filter(
        pl.col(PERIOD) == (period.code if period else ""),
        pl.col(mirror.GRADE) == mirror.Grade.MIRRORED.value,
    )
    if period and latest.height:
        st.subheader(tr(mark("Flow by flow, {period}"), period=labels.period_label(period.code)))
        quality_view.listed(
            quality_lists.flows(latest, context.source),
            quality_view.leads(map(mirror.behind, latest.iter_rows(named=True))),
        )
    quality_view.csv(found, "mirror")


_PARTS: Final = {
    "coverage": Part(mark("Coverage"), _coverage),
    "timeliness": Part(mark("Timeliness"), _timeliness),
    "revisions": Part(mark("Revisions"), _revisions),
    "outliers": Part(mark("Worth a look"), _outliers),
    "contradictions": Part(mark("Contradictions"), _contradictions),
    "mirror": Part(mark("Mirror"), _mirror),
}

VIEW: Final = View(address="data-quality", title=TITLE, menu=Menu.DATA, place=30, page=page)
