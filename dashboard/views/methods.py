"""How every figure is made: the catalogue, with its worked examples."""

from itertools import groupby
from typing import Final

import streamlit as st

from dashboard import components
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from validation.codes import PILLARS
from validation.text import mark

TITLE: Final = mark("Methods")

_RULES: Final = (
    mark("A blank is a gap, never a zero: without a return there is no value."),
    mark(
        "A share is the sum of its numerators over the sum of its denominators, never a mean of "
        "shares; a row counts only if both are known, and what is left out is told."
    ),
    mark(
        "An interval is the range that chance alone would give at the same underlying rate "
        "(Wilson score, 95 %). Messages come in clusters, so the number behind it is divided by "
        "how much pairs of partners differ among themselves."
    ),
    mark("A year is whole with four quarters. Its shares are divided anew, never averaged."),
    mark(
        "A target is met when the whole interval lies on its good side, not met when it lies on "
        "the bad side, and too close to call in between; then the last four whole quarters "
        "together are judged."
    ),
    mark(
        "A change is measured against the same period a year earlier, with its interval, and "
        "called neither large nor small: only the usual range says whether anything changed."
    ),
    mark(
        "The usual range of a series is where its values lie as long as nothing changes: round the "
        "mean of its first 12 to 20 whole periods, as wide as its own steps from one to the next "
        "say. A value outside it is not as usual, nor are seven in a row on one side of the middle "
        "or in one direction, or two of three near one end. From 8 to 11 periods the range is on "
        "trial; with fewer nothing is judged, nor is a value that is partial or may still change. "
        "What is not as usual is marked as better or worse, or only as different where neither way "
        "is better."
    ),
    mark(
        "Chance flags, too: of ten series in which nothing changes, about one is called not as "
        "usual at some time in two years, and more where each value hangs on the one before. A "
        "real step of three times the usual variation is found within two years nearly always, "
        "within one year in most series of twelve periods or more."
    ),
    mark(
        "When both sides of an exchange report it, the sender's own count stands for messages and "
        "the receiver's own for replies; they are never added."
    ),
    mark(
        "Counts of persons that a partnership returned itself are protected: 1 to 4 are withheld, "
        "and as many others as it takes that none can be worked out from totals, breakdowns, "
        "filters, years or earlier versions. A filter adds what is released and says how many "
        "figures it missed; two breakdowns at once are not told. Nobody is protected from what is "
        "known from elsewhere."
    ),
    mark(
        "Published totals are shown as printed, with their bound and their source; they are never "
        "added up, and where sources differ, the best is shown and the others are told."
    ),
)


def page(context: Context) -> None:
    """Explain the rules that decide a number, then every indicator."""
    del context
    st.title(tr(TITLE))
    st.caption(tr(mark("Made from the same declarations that make the figures.")))
    st.header(tr(mark("Rules that decide a number")))
    st.markdown("\n".join(f"- {tr(rule)}" for rule in _RULES))
    returned = (each for each in INDICATORS.values() if not each.published)
    for pillar, group in groupby(returned, key=lambda each: each.pillar):
        st.header(tr(PILLARS.label(pillar)))
        for indicator in group:
            _indicator(indicator)
    st.header(tr(mark("Published totals")))
    st.markdown(
        tr(
            mark(
                "Figures as organisations printed them. Each system, area, crime area and scope is "
                "a line of its own: lines are never added, and quarters never become a year."
            )
        )
    )
    components.facts(
        {
            tr(indicator.name): tr(indicator.question)
            for indicator in INDICATORS.values()
            if indicator.published
        }
    )


def _indicator(indicator: Indicator) -> None:
    with st.expander(tr(indicator.name)):
        st.markdown(f"**{tr(indicator.question)}**")
        components.definition(indicator)
        st.markdown(tr(mark("**Worked example**")))
        for table, text in indicator.example.tables.items():
            st.caption(table)
            st.code(text.strip(), language=None)
        st.markdown(tr(indicator.example.working))


VIEW: Final = View(address="methods", title=TITLE, menu=Menu.ABOUT, place=10, page=page)
