"""The cards of a profile: where each indicator of a partnership stands."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final, TypeAlias

import polars as pl
import streamlit as st

from dashboard import components, labels, units
from dashboard.charts.figure import Citation
from dashboard.charts.formats import SHARE
from dashboard.i18n import tr
from dashboard.line_words import SIGNS, assured, signed, trend
from dashboard.standing_words import change_text, standing
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.profile import Profile
from validation.codes import PILLARS
from validation.contracts.published_totals import PublishedTotals
from validation.fields import col
from validation.text import mark

CARDS_A_ROW: Final = 3
MOST_LINES: Final = 5
"""More lines of one indicator than these share a card."""
_SOURCES_A_CARD: Final = 2

Cited: TypeAlias = Mapping[str, Citation]
Wholes: TypeAlias = Mapping[tuple[str, str], Mapping[str, Any]]


def cards(found: Profile, cited: Cited) -> None:
    """Show a card for each line; a total broken down only where none is as a whole."""
    published = pl.col(columns.INDICATOR).is_in([e.id for e in INDICATORS.values() if e.published])
    whole = (col(PublishedTotals.area) == "") & (col(PublishedTotals.crime_area) == "")
    told = found.cells.filter(~published | whole | ~whole.any().over(columns.INDICATOR))
    for pillar in PILLARS.values:
        rows = told.filter(pl.col(columns.PILLAR) == pillar)
        if rows.is_empty():
            continue
        st.header(tr(PILLARS.label(pillar)))
        made = list(_cards_of(rows, cited))
        for start in range(0, len(made), CARDS_A_ROW):
            for slot, card in zip(
                st.columns(CARDS_A_ROW), made[start : start + CARDS_A_ROW], strict=False
            ):
                slot.html(card)


def _cards_of(rows: pl.DataFrame, cited: Cited) -> Iterator[str]:
    """Write a card for each line; many lines of one indicator share a card that lists them."""
    wholes = {(row[columns.INDICATOR], row[columns.PERIOD]): row for row in rows.to_dicts()}
    for _, lines in rows.group_by(columns.INDICATOR, maintain_order=True):
        cells = lines.to_dicts()
        if len(cells) > MOST_LINES and not INDICATORS[cells[0][columns.INDICATOR]].published:
            yield _listing(cells)
        else:
            yield from (_card(row, cited, wholes) for row in cells)


def _listing(cells: list[dict[str, Any]]) -> str:
    """Write a card that lists the lines of one indicator, the largest first, of one period each."""
    indicator = INDICATORS[cells[0][columns.INDICATOR]]
    ordered = sorted(cells, key=lambda row: -row[columns.VALUE])
    latest = max(row[columns.PERIOD] for row in cells)
    told = [
        f"{labels.line_of(row)} {labels.counted_text(row)}"
        + (
            ""
            if row[columns.PERIOD] == latest
            else f" ({labels.period_label(row[columns.PERIOD])})"
        )
        for row in ordered
    ]
    unit = "" if indicator.unit == SHARE else tr(indicator.unit)
    aside = " · ".join(part for part in (labels.period_label(latest), unit) if part)
    return (
        f'<div class="card"><div class="name">{escape(tr(indicator.name))}</div>'
        f"<div>{escape('; '.join(told))}</div>"
        f'<div class="aside">{escape(aside)}</div></div>'
    )


def _card(row: Mapping[str, Any], cited: Cited, wholes: Wholes) -> str:
    indicator = INDICATORS[row[columns.INDICATOR]]
    whole = wholes.get((indicator.out_of, row[columns.PERIOD]))
    heading = labels.with_line(tr(indicator.name), labels.line_of(row))
    unit = "" if indicator.unit == SHARE else units.named(indicator.unit, row[columns.VALUE])
    _, words = standing(row)
    stands = signed(row)
    marked = stands[:1] in SIGNS.values()
    told = {words: "status", stands: "status" if marked else "aside"}
    told |= {assured(row): "aside"} if words else {}
    interval = labels.interval_text(row)
    asides = [
        labels.period_label(row[columns.PERIOD]),
        tr(mark("interval {interval}"), interval=interval) if interval else "",
        change_text(row, cited),
        trend(row, indicator.unit),
        labels.flags_text(row[columns.FLAGS].replace(columns.SIMULATED, "").strip(";")),
    ]
    sources = [cited[each] for each in row[columns.SOURCE].split(";") if each in cited]
    read_in = "".join(f" {components.cite(each)}" for each in sources[:_SOURCES_A_CARD])
    return (
        f'<div class="card"><div class="name">{escape(heading)}</div>'
        f'<div class="figure">{escape(labels.counted_text(row))} '
        f'<span class="aside">{escape(labels.beside(unit, whole))}</span></div>'
        f'<div class="aside">{escape(" · ".join(part for part in asides if part))}{read_in}</div>'
        f"{''.join(_line(each, kind) for each, kind in told.items() if each)}</div>"
    )


def _line(text: str, kind: str) -> str:
    return f'<div class="{kind}">{escape(text)}</div>'
