"""Language, culture and politics: where requests are lost, and which training answers it."""

from dataclasses import replace
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    language_figures,
    pillar_page,
    rows_behind,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.series import Series, series
from metrics.values import PERIOD, VALUE
from validation.codes import Pillar
from validation.contracts.obstacles import Obstacles
from validation.fields import name
from validation.periods import Period
from validation.text import mark

TITLE: Final = mark("Language, culture & politics")

_TRAINING: Final = "language_culture_completed"


def page(context: Context) -> None:
    """Show what is measured, what hinders cases, and the training beside it."""
    st.title(tr(TITLE))
    if not pillar_page.measured(context, Pillar.LANGUAGE):
        _nothing(context)
        return
    pillar_page.over_time(context, Pillar.LANGUAGE)
    period = context.filters.period
    if period:
        _one_partnership(context, period)


def _nothing(context: Context) -> None:
    """Say that there is nothing, and what would fill the page."""
    published = context.source.provenance.published
    if not published:
        components.nothing(context.source.provenance)
    components.empty(
        tr(mark("No figure was found published on what hinders requests, or why they are refused."))
        if published
        else tr(mark("No office has returned here what hinders its requests.")),
        tr(
            mark(
                "An office can return its own: the template obstacles, and the columns on refusals "
                "and translation of information_exchange, are on the page Upload."
            )
        ),
    )


def _one_partnership(context: Context, period: Period) -> None:
    """Look into one partnership up to its reference period."""
    st.header(tr(mark("Within {period}"), period=labels.period_label(period.code)))
    partnership = pillar_page.partnership(context, choices.WITHIN, context.filters.chosen)
    _obstacles(context, partnership, period)
    _refusals(context, partnership, period)
    st.header(tr(mark("Training in language and other cultures")))
    st.caption(
        tr(
            mark(
                "It stands beside the obstacles because it is meant to lower them. Whether it "
                "does, these figures cannot say."
            )
        )
    )
    figure_view.over_time(context, _asked(context, _TRAINING, partnership), wide=True)


def _asked(context: Context, indicator: str, partnership: str, by: str = "") -> Series:
    query = pillar_page.query(context, indicator, partnerships=(partnership,), by=by)
    return series(context.source, query)


def _obstacles(context: Context, partnership: str, period: Period) -> None:
    """Show how often each obstacle is met, whether it is overcome, and what it costs in time."""
    st.subheader(tr(mark("Where requests are lost")))
    rate = _asked(context, "obstacle_rate", partnership)
    if rate.frame.filter(pl.col(PERIOD) == period.code)[VALUE].is_null().all():
        components.empty(
            tr(mark("This partnership returned no obstacles for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
        return
    figure_view.bars(context, rate, period.code)
    table = language_figures.obstacles_table(
        rate,
        _asked(context, "obstacle_resolution", partnership, by=name(Obstacles.obstacle)),
        _asked(context, "obstacle_delay_days", partnership),
        period,
    )
    components.plain_table(
        table, leads=rows_behind.led(language_figures.met(rate, context.source, period))
    )
    st.caption(
        tr(
            mark(
                "A case that several obstacles hindered counts under each, so the lines need not "
                "add up."
            )
        )
    )


def _refusals(context: Context, partnership: str, period: Period) -> None:
    """Show want of will apart from what the law forbids or protects."""
    found = {each: _asked(context, each, partnership) for each in language_figures.REFUSALS}
    told = {
        each: replace(answer, frame=answer.frame.filter(pl.col(VALUE).is_not_null()))
        for each, answer in found.items()
    }
    held = {each: answer for each, answer in told.items() if answer.frame.height}
    st.subheader(tr(mark("Unwilling apart from lawful")))
    if not held:
        components.empty(
            tr(mark("This partnership does not tell why replies are refused.")),
            tr(mark("The columns are refused_legal, refused_safeguard and refused_unwilling.")),
        )
        return
    st.caption(
        tr(
            mark(
                "Refusing by law or as a safeguard can be right, and has no good direction. Only "
                "refusals for want of will should become fewer."
            )
        )
    )
    whose = labels.short_name(context.filters.offered.partnerships[partnership])
    pillar_page.marked(
        context,
        ("language", "refusals", partnership),
        partial(language_figures.refusals_figure, held, context.source, partnership, period, whose),
    )


VIEW: Final = View(address="language", title=TITLE, menu=Menu.UNDERSTAND, place=36, page=page)
