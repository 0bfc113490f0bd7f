"""Training: how many were trained, what they learnt, and whether they use it."""

from typing import Final

import streamlit as st

from dashboard import components, pillar_page
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from validation.codes import Pillar
from validation.text import mark

TITLE: Final = mark("Training")


def page(context: Context) -> None:
    """Show what is measured where anything is, and published totals where there are any."""
    st.title(tr(TITLE))
    measured = pillar_page.measured(context, Pillar.TRAINING)
    published = pillar_page.published_totals(context, Pillar.TRAINING)
    if not measured and not published:
        components.nothing(context.source.provenance)
    if measured:
        pillar_page.over_time(context, Pillar.TRAINING)
    if published:
        pillar_page.published(context, published)


VIEW: Final = View(address="training", title=TITLE, menu=Menu.UNDERSTAND, place=40, page=page)
