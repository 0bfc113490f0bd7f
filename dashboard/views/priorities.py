"""What to look at first: targets missed again and again, and recommendations that wait."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import (
    advice_view,
    choices,
    components,
    labels,
    link,
    priorities_story,
    quality_view,
    rows_behind,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from dashboard.views import partnership
from metrics import values as columns
from metrics.priorities import TOGETHER, Priorities, priorities
from metrics.recommendations import OVERDUE
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.contracts.targets import TARGETS
from validation.text import mark

TITLE: Final = mark("Priorities")
_FIGURE: Final = mark("show the figure")
_AS_PRINTED: Final = mark(
    "They are for totals as printed, of which nothing here says which way is better; the page "
    "Partnership draws them beside the figures."
)
_OWN_AFFAIR: Final = mark(
    "It is what partners agree among themselves: the simulated example, under Workspace, shows "
    "how the page looks when they return it."
)


def page(context: Context) -> None:
    """List targets missed two periods running, then recommendations: overdue, then open."""
    st.title(tr(TITLE))
    chosen = context.filters
    if not chosen.offered.partnerships:
        components.no_data()
        return
    found = priorities(
        context.source,
        partnerships=chosen.partnerships,
        period=chosen.period,
        grain=chosen.grain,
    )
    st.header(tr(mark("Targets not met two periods running, or over four quarters together")))
    if chosen.crime_areas or chosen.countries:
        components.empty(
            tr(mark("A target is set for a partnership as a whole.")),
            tr(mark("Take crime areas and countries away under More filters.")),
        )
    elif found.missed.is_empty():
        components.empty(*_no_target(context, found))
    else:
        _missed(context, found)
    st.caption(tr(priorities_story.NOT_LISTED))
    st.header(tr(mark("Recommendations overdue, then open")))
    _advice(context, found.advice)


def _missed(context: Context, found: Priorities) -> None:
    """Show a list for each indicator, each line with its figure and its rows."""
    st.caption(
        tr(
            mark(
                "{missed} of {judged} with a target. Listed is what missed it in its last two "
                "whole periods; and where the last quarter alone is too close to call, what misses "
                "it over the last four whole ones together. What may still change is passed over "
                "here, while the Overview tells the latest value. The largest shortfall comes "
                "first within an indicator; those of two indicators are not compared. A missed "
                "target says where to look, not why it was missed."
            ),
            missed=found.missed.height,
            judged=trn(mark("{n} value"), mark("{n} values"), found.judged.height),
        )
    )
    for indicator, lines in priorities_story.by_indicator(found):
        st.subheader(tr(indicator.name))
        rows = list(lines.iter_rows(named=True))
        components.plain_table(
            priorities_story.missed(lines, context.filters.offered.partnerships),
            leads={
                tr(_FIGURE): [_figure(context, row) for row in rows],
                tr(mark("rows behind the value")): [
                    rows_behind.leading_to(priorities_story.behind(row, context.source))
                    for row in rows
                ],
            },
        )
    quality_view.csv(found.missed.drop(TOGETHER), TARGETS.name, page=VIEW.address)


def _no_target(context: Context, found: Priorities) -> tuple[str, str]:
    """Say why no target is listed, and what to do."""
    published = context.source.provenance.published
    number, recorded = found.judged.height, len(found.goals)
    if number:
        judged = trn(mark("{n} value"), mark("{n} values"), number)
        what = mark("Of {judged} with a target, none misses it two periods running.")
        then = mark("The Overview shows how each stands in the period chosen.")
        return tr(what, judged=judged), tr(then)
    if recorded:
        one, many = mark("{n} target is recorded"), mark("{n} targets are recorded")
        what = mark("{recorded}, and none of them judges a value here.")
        then = mark("Choose another period or grain, or upload the returns that they are for.")
        then = _AS_PRINTED if published else then
        return tr(what, recorded=trn(one, many, recorded)), tr(then)
    if published:
        return tr(mark("No target was found published.")), tr(_OWN_AFFAIR)
    return (
        tr(mark("No target is recorded here.")),
        tr(mark("The blank table of targets is on the page Upload.")),
    )


def _advice(context: Context, found: pl.DataFrame) -> None:
    """List the recommendations that are not closed, each with what it should move."""
    if found.is_empty():
        components.empty(*_no_advice(context))
        return
    overdue = int(found[OVERDUE].sum())
    st.caption(
        tr(
            mark(
                "{overdue} overdue and {open} open, as of {day}. What a value did is not what a "
                "recommendation did."
            ),
            overdue=overdue,
            open=found.height - overdue,
            day=labels.day_label(context.source.today.isoformat()),
        )
    )
    rows = found.iter_rows(named=True)
    told = [_figure(context, row) if row[columns.VALUE] is not None else "" for row in rows]
    advice_view.waiting(context, found, {tr(_FIGURE): told})


def _no_advice(context: Context) -> tuple[str, str]:
    """Say why no recommendation is listed, and what to do."""
    if context.source.provenance.published:
        return tr(mark("No recommendation was found published.")), tr(_OWN_AFFAIR)
    if context.source.rows(RECOMMENDATIONS).is_empty():
        return (
            tr(mark("No recommendation is recorded here.")),
            tr(mark("The blank table of recommendations is on the page Upload.")),
        )
    return (
        tr(mark("No recommendation to these partnerships is waiting.")),
        tr(mark("Those that are closed are on the page Partnership.")),
    )


def _figure(context: Context, row: Mapping[str, Any]) -> str:
    """Return where the figure of a partnership's indicator is drawn."""
    query = link.afresh(
        (choices.PARTNERSHIP, row[columns.PARTNERSHIP]),
        (choices.INDICATOR, row[columns.INDICATOR]),
        (choices.GRAIN, context.filters.grain),
    )
    return f"{partnership.ADDRESS}?{query}"


VIEW: Final = View(address="priorities", title=TITLE, menu=Menu.EVALUATE, place=50, page=page)
