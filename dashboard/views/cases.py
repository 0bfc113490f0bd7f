"""Case studies of the source text: what was done, and what its figures can and cannot show."""

from collections.abc import Iterable
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    link,
    operations_figures,
    operations_story,
    provenance,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.cases import CASES, Case, told
from metrics.operations import OPERATION
from validation.contracts.milestones import Milestones
from validation.fields import col
from validation.text import mark

TITLE: Final = mark("Case studies")


def page(context: Context) -> None:
    """Show the case a reader chooses: what it is, what was done, what the figures can say."""
    heading = st.empty()
    heading.title(tr(TITLE))
    by_id = {each.id: each for each in CASES}
    case = by_id[link.one(choices.CASE, {each.id: tr(each.title) for each in CASES})]
    found = told(context.source, case)
    if found.empty:
        components.empty(
            tr(mark("This workspace holds nothing on this case.")),
            tr(mark("Choose the public record as workspace.")),
        )
        return
    heading.title(tr(case.title))
    st.markdown(tr(case.about))
    _limits(case)
    if case.edition_figure:
        _editions(context, case, found.operations)
    if found.printed:
        slots = [st.container()] if context.narrow else st.columns(len(found.printed))
        for place, each in enumerate(found.printed):
            with slots[place % len(slots)]:
                figure_view.over_time(context, each)
    if found.operations.height:
        st.header(tr(mark("Operations found published")))
        st.caption(tr(operations_story.FOUND_ONLY))
        shown = operations_story.listed(found.operations, context.source)
        components.whole_table(shown, links=(tr(mark("Address")),))
    if found.milestones.height:
        st.header(tr(mark("Milestones")))
        components.whole_table(_milestones(context, found.milestones), links=(tr(mark("Read in")),))


def _limits(case: Case) -> None:
    left, right = st.columns(2)
    with left:
        st.subheader(tr(mark("What the figures can show")))
        _listed(case.shows)
    with right:
        st.subheader(tr(mark("What they cannot show")))
        _listed(case.hides)


def _listed(texts: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {tr(each)}" for each in texts))


def _editions(context: Context, case: Case, found: pl.DataFrame) -> None:
    if case.edition_figure is None:
        return
    series, figure = case.edition_figure
    figure_view.bare(
        context,
        (case.id, *found[OPERATION]),
        lambda: operations_figures.editions_figure(found, context.source, series, figure),
    )


def _milestones(context: Context, found: pl.DataFrame) -> pl.DataFrame:
    cited = provenance.publications(context.source)
    addresses = {key: each.address for key, each in cited.items()}
    return found.select(
        col(Milestones.date).cast(pl.String).alias(tr(mark("Date"))),
        col(Milestones.label).alias(tr(mark("Milestone"))),
        col(Milestones.source).replace_strict(addresses, default="").alias(tr(mark("Read in"))),
    )


VIEW: Final = View(address="cases", title=TITLE, menu=Menu.RECORD, place=5, page=page)
