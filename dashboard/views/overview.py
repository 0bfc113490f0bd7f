"""How each partnership is doing, pillar by pillar."""

from typing import Final

import streamlit as st

from dashboard import cached, components, figure_view, labels
from dashboard.charts.figure import Figure
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from dashboard.matrix_story import matrix_figure
from metrics import values as columns
from metrics.overview import Overview, overview
from validation.text import mark

TITLE: Final = mark("Overview")


def page(context: Context) -> None:
    """Show the matrix of partnerships and pillars, each cell one declared indicator."""
    chosen = context.filters
    found = overview(
        context.source,
        partnerships=chosen.partnerships,
        period=chosen.period,
        grain=chosen.grain,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )
    st.title(title(found))
    st.caption(_caption(context))
    if found.cells.is_empty():
        components.nothing()
        return
    drawn = cached.drawn(
        ("overview", chosen.key),
        lambda: _figure(found, context),
        context.palette,
        context.chart_width(wide=True),
    )
    st.header(tr(mark("How each partnership is doing")))
    figure_view.picture(drawn)
    figure_view.overview_details(drawn.figure)


def title(found: Overview) -> str:
    """State what the matrix holds, in plain counts."""
    judged = [each for each in found.cells[columns.STATUS].to_list() if each]
    if not judged:
        return trn(
            mark("What is known of {n} partnership"),
            mark("What is known of {n} partnerships"),
            len(found.partnerships),
        )
    met, missed = judged.count(columns.MET), judged.count(columns.NOT_MET)
    return tr(
        mark("{met} of {all} headline targets met, {missed} not met, {close} too close to call"),
        met=met,
        all=len(judged),
        missed=missed,
        close=len(judged) - met - missed,
    )


def _caption(context: Context) -> str:
    period = context.filters.period
    return tr(
        mark(
            "The last value up to {period}, each with its own earlier values; "
            "bands and brackets are 95 % intervals."
        ),
        period=labels.period_label(period.code) if period else tr(mark("today")),
    )


def _figure(found: Overview, context: Context) -> Figure:
    return matrix_figure(found, context.source, subtitle=_caption(context))


VIEW: Final = View(address="", title=TITLE, menu=Menu.UNDERSTAND, place=10, page=page)
