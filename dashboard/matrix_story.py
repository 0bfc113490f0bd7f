"""The Overview's matrix: cells into the words and figure a reader sees."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard import labels, provenance
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Cell, Figure, Heading, Kind, Metadata
from dashboard.charts.formats import show
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.overview import Overview
from metrics.source import Source
from validation.codes import PILLARS, Direction, Pillar
from validation.text import mark


def matrix_figure(found: Overview, source: Source, *, subtitle: str) -> Figure:
    """Make the figure of partnerships × pillars."""
    sources = provenance.sources_of(found.cells, source)
    footer = (*sources, provenance.version_line(found.provenance))
    figure = Figure(
        id="overview",
        kind=Kind.MATRIX,
        values=found.points,
        dimensions=(columns.PARTNERSHIP, columns.PILLAR),
        series={key: labels.short_name(name) for key, name in found.partnerships.items()},
        title="",
        subtitle=subtitle,
        footer=footer,
        unit="",
        unit_label="",
        headings=tuple(
            Heading(id=pillar.value, title=tr(PILLARS.label(pillar)), note=_below(found, pillar))
            for pillar in found.pillars
        ),
        cells=tuple(_cell(row) for row in found.cells.iter_rows(named=True)),
        description="",
        metadata=Metadata(
            author=provenance.AUTHOR,
            source=" ".join(sources),
            version=found.provenance.version,
            version_label=tr(mark("Version {number}"), number=found.provenance.version),
            version_date=provenance.version_day(found.provenance),
            head=found.provenance.head,
            definitions=provenance.definitions_of(found.pillars.values()),
        ),
        simulated=found.provenance.simulated,
        words=labels.words(),
    )
    return described(figure, tr)


def _below(found: Overview, pillar: Pillar) -> str:
    """Name the indicator of a column; published totals name themselves in each cell."""
    headline = found.pillars[pillar]
    shown = found.cells.filter(pl.col(columns.PILLAR) == pillar.value)[columns.INDICATOR]
    if shown.is_empty() or headline.id in shown:
        return tr(headline.name)
    return tr(mark("published totals"))


def _cell(row: Mapping[str, Any]) -> Cell:
    indicator = INDICATORS[row[columns.INDICATOR]]
    published = indicator.published
    status, status_text = standing(row)
    return Cell(
        row=row[columns.PARTNERSHIP],
        column=row[columns.PILLAR],
        value=labels.value_text(row),
        interval=labels.interval_text(row),
        change=change_text(row),
        status=status,
        status_text=status_text,
        note=_note(row) if published else "",
    )


def _note(row: Mapping[str, Any]) -> str:
    """Name the published total that stands where returns are absent, with its period."""
    return tr(
        mark("{name}, {period}"),
        name=tr(INDICATORS[row[columns.INDICATOR]].name),
        period=labels.period_label(row[columns.PERIOD]),
    )


def change_text(row: Mapping[str, Any]) -> str:
    """Write the change against a year earlier: "+4 points (0 to 9)"."""
    change = row[columns.CHANGE]
    if change is None:
        return ""
    unit = row[columns.UNIT]
    text = labels.difference(change, unit)
    low, high = row[columns.CHANGE_LOWER], row[columns.CHANGE_UPPER]
    if low is None or high is None:
        return tr(mark("{change} on a year earlier"), change=text)
    return tr(
        mark("{change} on a year earlier ({low} to {high})"),
        change=text,
        low=labels.difference(low, unit, bare=True),
        high=labels.difference(high, unit, bare=True),
    )


def standing(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return a value's status and its words, those of the pooled last four quarters if close."""
    status = row[columns.STATUS] or ""
    if not status:
        return "", ""
    indicator = INDICATORS[row[columns.INDICATOR]]
    sign = "≤ " if indicator.direction is Direction.DOWN else ""
    target = sign.replace(" ", "\u00a0") + show(
        row[columns.TARGET], row[columns.UNIT], labels.words()
    )
    words = tr(columns.STATUSES[status])
    text = tr(mark("{status}, target {target}"), status=words, target=target)
    if row[columns.POOLED_STATUS]:
        text = tr(
            mark("{text}; last four quarters together: {pooled}"),
            text=text,
            pooled=tr(columns.STATUSES[row[columns.POOLED_STATUS]]),
        )
    return status, text
