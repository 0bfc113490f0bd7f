"""How much is exchanged, how it is answered, by which channel, between whom."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import choices, components, figure_view, labels, pillar_page
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics import values as columns
from metrics.flows import pairs
from metrics.series import series
from validation.codes import Pillar
from validation.contracts.information_exchange import InformationExchange
from validation.fields import name
from validation.text import mark

TITLE: Final = mark("Information exchange")

_MESSAGES: Final = "messages"


def page(context: Context) -> None:
    """Show returns where there are any, and published totals where there are any."""
    st.title(tr(TITLE))
    returned = pillar_page.measured(context, Pillar.EXCHANGE)
    published = pillar_page.published_totals(context, Pillar.EXCHANGE)
    if not returned and not published:
        components.nothing(context.source.provenance)
    if returned:
        pillar_page.over_time(context, Pillar.EXCHANGE)
        _one_period(context)
    if published:
        pillar_page.published(context, published)


def _one_period(context: Context) -> None:
    """Look into one partnership's reference period: by which channel, between whom."""
    period = context.filters.period
    if period is None:
        return
    st.header(tr(mark("Within {period}"), period=labels.period_label(period.code)))
    partnership = pillar_page.partnership(context, choices.WITHIN, context.filters.chosen)
    channels = pillar_page.query(
        context,
        _MESSAGES,
        partnerships=(partnership,),
        by=name(InformationExchange.channel),
    )
    mix = series(context.source, replace(channels, from_period=period))
    if mix.frame[columns.VALUE].is_null().all():
        components.empty(
            tr(mark("This partnership returned nothing for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
        return
    figure_view.bars(context, mix, period.code)
    between = replace(channels, by="", from_period=period)
    figure_view.flows(context, series(context.source, between), pairs(context.source, between))


VIEW: Final = View(
    address="information-exchange", title=TITLE, menu=Menu.UNDERSTAND, place=30, page=page
)
