"""Communication and trust: whether requests are understood, and what partners say of each other."""

from typing import Final

import streamlit as st

from dashboard import (
    advice_view,
    choices,
    components,
    figure_view,
    link,
    pillar_page,
    rows_behind,
    trust_story,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from dashboard.views import partnership
from metrics import values as columns
from metrics.assessments import answers
from validation.codes import Pillar
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.text import mark

TITLE: Final = mark("Communication & trust")


def page(context: Context) -> None:
    """Show what is measured, what partners say, what they adopted, and what is to be mended."""
    st.title(tr(TITLE))
    procedures, led = trust_story.procedures(context)
    advice = advice_view.chosen(context, context.filters.chosen)
    measured = pillar_page.measured(context, Pillar.TRUST)
    if not measured and not led and advice.is_empty():
        pillar_page.unmeasured(
            context, (PARTNER_ASSESSMENTS, INFORMATION_EXCHANGE, RECOMMENDATIONS)
        )
        components.doors(
            tr(mark("Agreements, with their parties:")),
            {tr(partnership.TITLE): f"{partnership.ADDRESS}?{link.afresh()}"},
        )
        return
    if measured:
        pillar_page.over_time(context, Pillar.TRUST)
        _characteristics(context)
    if led:
        st.header(tr(mark("Common procedures")))
        st.caption(tr(mark("To have adopted a procedure is not to follow it.")))
        components.plain_table(procedures, leads=rows_behind.led(led))
    _unasked(context)
    if advice.height:
        advice_view.listed(context, advice, page=VIEW.address)


def _characteristics(context: Context) -> None:
    """Show how the partners score one partnership, and who answered."""
    st.header(tr(mark("What partners say")))
    whose = pillar_page.partnership(context, choices.WITHIN, context.filters.chosen)
    found = trust_story.scores(context, whose)
    period = trust_story.last_told(found)
    if not period:
        components.empty(
            tr(mark("The partners of this partnership have not been asked.")),
            tr(mark("Choose another partnership or period.")),
        )
        return
    figure_view.bare(
        context,
        ("characteristics", *map(str, (whose, period, *context.filters.key))),
        lambda: trust_story.scores_figure(found, context.source, period),
    )
    st.subheader(tr(mark("Who answered")))
    st.caption(
        tr(
            mark(
                "A score is told only where five people and three partners at least answered and "
                "none gave more than 85 % of the answers; never by who answered."
            )
        )
    )
    told, led = trust_story.answers(answers(context.source, whose, context.filters.period), whose)
    components.plain_table(told, leads=rows_behind.led(led))


def _unasked(context: Context) -> None:
    """Show how much is shared without having been asked for."""
    found = trust_story.spontaneous(context)
    if found.frame[columns.VALUE].is_not_null().any():
        st.header(tr(mark("Shared without having been asked")))
        figure_view.over_time(context, found, wide=True)


VIEW: Final = View(
    address="communication-trust", title=TITLE, menu=Menu.UNDERSTAND, place=32, page=page
)
