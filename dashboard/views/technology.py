"""Technology and resources: what members can do with each other's systems, and what they give."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    pillar_page,
    rows_behind,
    technology_story,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics import values as columns
from metrics.capabilities import standing
from metrics.inputs import given
from metrics.series import series
from validation.codes import Pillar
from validation.contracts.capabilities import CAPABILITIES
from validation.contracts.information_exchange import INFORMATION_EXCHANGE, InformationExchange
from validation.contracts.inputs import INPUTS
from validation.fields import name
from validation.text import mark

TITLE: Final = mark("Technology & resources")
_CHANNEL: Final = name(InformationExchange.channel)
_PARTS: Final = (
    ("messages", _CHANNEL),
    ("automated_share", _CHANNEL),
    ("secure_channel_share", columns.COUNTRY),
)
"""What is shown of the period, and by what."""


def page(context: Context) -> None:
    """Show what is measured; of one partnership who can do what, by which channels, who gives."""
    st.title(tr(TITLE))
    if not pillar_page.measured(context, Pillar.TECHNOLOGY):
        pillar_page.unmeasured(context, (CAPABILITIES, INPUTS, INFORMATION_EXCHANGE))
        return
    pillar_page.over_time(context, Pillar.TECHNOLOGY)
    st.header(tr(mark("Within one partnership")))
    partnership = pillar_page.partnership(context, choices.WITHIN, context.filters.chosen)
    _capabilities(context, partnership)
    _channels(context, partnership)
    _inputs(context, partnership)


def _capabilities(context: Context, partnership: str) -> None:
    """Show which member can do what."""
    found = standing(context.source, partnership, context.filters.period)
    if found.is_empty():
        components.empty(
            tr(mark("What the members can do was not assessed here.")),
            tr(mark("The blank table of capabilities is on the page Upload.")),
        )
        return
    whose = context.filters.offered.partnerships[partnership]
    figure_view.bare(
        context,
        ("capabilities", partnership, str(found[columns.PERIOD][0])),
        lambda: technology_story.capabilities_figure(found, context.source, whose),
    )


def _channels(context: Context, partnership: str) -> None:
    """Show by which channels messages went in the period, how many by themselves or secured."""
    period = context.filters.period
    if period is None:
        return
    for indicator, by in _PARTS:
        asked = pillar_page.query(context, indicator, partnerships=(partnership,), by=by)
        found = series(context.source, replace(asked, from_period=period))
        if found.frame[columns.VALUE].is_not_null().any():
            figure_view.bars(context, found, period.code)


def _inputs(context: Context, partnership: str) -> None:
    """List what each partner gave."""
    found = given(context.source, partnership, context.filters.period)
    if found.is_empty():
        components.empty(
            tr(mark("What the partners give was not told here.")),
            tr(mark("The blank table of inputs is on the page Upload.")),
        )
        return
    period = labels.period_label(str(found[columns.PERIOD][0]))
    st.subheader(tr(mark("What the partners gave, {period}"), period=period))
    st.caption(
        tr(mark("Inputs do not say what came of them; an empty cell was not told, and is no zero."))
    )
    told, led = technology_story.given(found, partnership)
    components.plain_table(told, leads=rows_behind.led(led))


VIEW: Final = View(address="technology", title=TITLE, menu=Menu.UNDERSTAND, place=38, page=page)
