"""What those who know say of a figure, beside the figure."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboard import components, labels
from dashboard.i18n import tr
from metrics.comments import REVISED_AFTER, ROLE, TEXT, comments
from metrics.series import Series
from metrics.source import Source
from metrics.values import PARTNERSHIP, PERIOD
from validation.text import mark

SHOWN: Final = 3


def beside(series: Series, source: Source) -> None:
    """Show the newest comments on the values of a series; nothing where there are none.

    Args:
        series: the values shown.
        source: the version.
    """
    found = comments(source, series.frame)
    if found.is_empty():
        return
    st.markdown(tr(mark("**What those who know say of it**")))
    rows = found.head(SHOWN).iter_rows(named=True)
    components.entries(_entry(row, series.names) for row in rows)


def _entry(row: Mapping[str, Any], names: Mapping[str, str]) -> components.Entry:
    revised = tr(mark("the figure was revised after this comment")) if row[REVISED_AFTER] else ""
    return components.Entry(
        above=labels.period_label(row[PERIOD]),
        title=escape(row[TEXT]),
        aside=(names.get(row[PARTNERSHIP], row[PARTNERSHIP]), row[ROLE] or "", revised),
    )
