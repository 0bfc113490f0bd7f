"""How every figure is made: rules, methods and the catalogue, with its worked examples."""

from itertools import groupby
from typing import Final

import streamlit as st

from dashboard import components, evaluation_words
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.references import METHODS
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
        "(Wilson score, 95\u00a0%). Messages come in clusters, so the number behind it is divided "
        "by how much pairs of partners differ among themselves."
    ),
    mark("A year is whole with four quarters. Its shares are divided anew, never averaged."),
    mark(
        "A target is met when the whole interval lies on its good side, not met when it lies on "
        "the bad side, and too close to call in between; then the four latest whole quarters are "
        "judged together, and what they say is its status. A quarter that is partial or may still "
        "change is none of the four."
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
        "So the Overview looks at headline figures only, each at its last whole period, and says "
        "how many would be flagged if nothing had changed: simulated for as many periods as each "
        "series has, and for how far each of its values hangs on the one before. A finding is "
        "first seen in the period at whose end it could be known, and confirmed when two periods "
        "behind it say the same. A single whole period back within its range does not end a "
        "finding; two in a row do, and so does one on the other side. A chart drawn now may mark "
        "earlier periods, too: a run is known only once it is seven long. A range from 8 to 11 "
        "periods is never among them."
    ),
    mark(
        "Where nothing has left its usual range for twelve periods or more, it is said whether the "
        "target would be met if nothing changes: nearly always, hardly ever, or now and then. A "
        "trend is told from sixteen quarters on, equal quarters being compared with each other, "
        "and only where chance would give one as clear in less than one of twenty series."
    ),
    mark(
        "A usual range begins anew where earlier figures are not comparable, and where somebody "
        "says with a reason that it does (table rebasings); the ledger keeps who and when, and it "
        "can be undone."
    ),
    mark(
        "Before and after a milestone, a straight line through the whole values before it is "
        "carried on; the period that holds it is on neither side. From twelve whole periods on "
        "each side the step has an interval that allows for neighbouring quarters resembling each "
        "other; from eight the lines are drawn alone; with fewer nothing is compared."
    ),
    mark(
        "An outlook carries a workload on by four quarters, from twenty whole ones: by the mean of "
        "three methods, or by one that foretold the past clearly better. How wrong it was is told "
        "from quarters that took no part in that choice."
    ),
    mark(
        "When both sides of an exchange report it, the sender's own count stands for messages and "
        "the receiver's own for replies; they are never added."
    ),
    mark(
        "Partnerships are compared within one kind, by shares of cases alone: beside the range "
        "that chance would give one of that size round the value of all together (for 95\u00a0% "
        "and 99.8\u00a0%), wider where cases come in clusters, and wider still where partnerships "
        "differ by more than that. Ranks are ranges, from drawing each share within its interval."
    ),
    mark(
        "An index scores figures between goalposts that are declared below and stand still over "
        "time and selection; volumes, places and what has no good direction never enter, and "
        "nothing missing is filled in. Its total is always shown with its range from sampling, "
        "and its rank with that from making the index otherwise."
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
    told = [*map(tr, _RULES), evaluation_words.wrong()]
    st.markdown("\n".join(f"- {rule}" for rule in told))
    _methods()
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


def _methods() -> None:
    """List the statistical methods, each with what it is for and where it comes from."""
    st.header(tr(mark("Statistical methods and where they come from")))
    for method in METHODS:
        sources = "\n".join(f"- {source}" for source in method.sources())
        with st.expander(tr(method.name)):
            st.markdown(f"{tr(method.says)}\n\n{sources}")


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
