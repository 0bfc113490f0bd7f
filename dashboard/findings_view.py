"""Findings on a page: how many series were checked, the most important findings, then all."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from dashboard import choices, components, finding_words, link
from dashboard.i18n import tr, trn
from metrics.checked import Checked
from metrics.findings import Finding
from validation.text import mark

FEW: Final = 5
"""How many findings are shown before the rest is unfolded."""
_MEANING: Final = mark(
    "Usual is the range in which a series lay in its first 12 to 20 whole periods; a finding is "
    "confirmed when two periods behind the first say the same. A single period back within the "
    "range does not end it."
)
PLACE: Final = "over-time"
"""Where on the page of a partnership the chart of one indicator stands."""


def counted(found: Checked, period: str) -> None:
    """Say how many series were checked, and how many would stand out by chance.

    Args:
        found: the series checked.
        period: the last period looked at, as a reader sees it.
    """
    if not found.number:
        none = mark(
            "No series here has twelve whole periods and a value of the last year, so none is "
            "checked against its usual range."
        )
        st.caption(tr(none))
        return
    with st.spinner(tr(mark("Counting what chance alone would flag …"))):
        st.caption(f"{finding_words.counts(found, period)} {tr(_MEANING)}")


def nothing_to_judge() -> None:
    """Say of published totals why there is no finding, and where there are some."""
    why = mark(
        "Nothing here is checked for a change: every figure is a total as its publisher printed "
        "it, and what was counted may differ from year to year. The simulated example, under "
        "Workspace, shows how findings look where offices return their figures."
    )
    st.caption(tr(why))


def listed(found: Sequence[Finding], address: str, names: Mapping[str, str] | None = None) -> None:
    """List the first findings, then all of them folded, each a link to the chart that shows it.

    Changes that do not show at the digits written are left out.

    Args:
        found: the findings, the most important first.
        address: of the page of one partnership.
        names: the partnerships' names by id; None where all are of one.
    """
    told = [each for each in found if finding_words.tells(each)]
    components.entries(_entry(each, address, names) for each in told[:FEW])
    rest = told[FEW:]
    if rest:
        label = trn(mark("{n} more finding"), mark("{n} more findings"), len(rest))
        with st.expander(label):
            components.entries(_entry(each, address, names) for each in rest)


def evidence(found: Finding, address: str) -> str:
    """Return the address of the chart that a finding is read from, with this run's choices."""
    query = link.along(
        (choices.PARTNERSHIP, found.partnership), (choices.INDICATOR, found.indicator)
    )
    return f"{address}?{query}#{PLACE}"


def _entry(found: Finding, address: str, names: Mapping[str, str] | None) -> components.Entry:
    text = escape(finding_words.sentence(found, names))
    where = escape(evidence(found, address), quote=True)
    return components.Entry(
        above=finding_words.above(found),
        title=f'<a class="finding" href="{where}" target="_self">{text}</a>',
        aside=(),
    )
