"""The Overview's matrix: cells into the words and figure a reader sees."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from dashboard import finding_words, labels, line_words, provenance
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Cell, Citation, Figure, Heading, Kind, Metadata
from dashboard.i18n import tr
from dashboard.standing_words import change_text, standing
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.findings import SIGNALS, signal_of
from metrics.indicator import Indicator
from metrics.overview import Overview
from metrics.source import Source
from validation.codes import PILLARS, Pillar
from validation.text import mark

SEVERAL: Final = 2


def matrix_figure(found: Overview, source: Source, *, title: str, subtitle: str) -> Figure:
    """Make the figure of partnerships × pillars."""
    cited = provenance.citations(found.points, source)
    by_id = {each.id: each for each in cited}
    sources = provenance.sources_of(found.points, cited)
    footer = (*sources, provenance.version_line(found.provenance))
    figure = Figure(
        id="overview",
        kind=Kind.MATRIX,
        values=found.points,
        dimensions=(columns.PARTNERSHIP, columns.PILLAR),
        series={key: labels.short_name(name) for key, name in found.partnerships.items()},
        title=title,
        subtitle=subtitle,
        footer=footer,
        unit="",
        unit_label="",
        headings=tuple(
            Heading(id=pillar.value, title=tr(PILLARS.label(pillar)), note=_below(found, pillar))
            for pillar in found.pillars
        ),
        cells=(
            *(_cell(found, row, by_id, source) for row in found.cells.iter_rows(named=True)),
            *_listed(found),
        ),
        description="",
        metadata=Metadata(
            author=provenance.AUTHOR,
            source=" ".join(sources),
            version=found.provenance.version,
            version_label=tr(mark("Version {number}"), number=found.provenance.version),
            version_date=provenance.version_day(found.provenance),
            head=found.provenance.head,
            note=_counted(found),
            definitions=provenance.definitions_of(_defined(found)),
            sources=cited,
        ),
        simulated=found.provenance.simulated,
        words=labels.published_words() if found.published else labels.words(),
    )
    return described(figure, tr)


def _counted(found: Overview) -> str:
    """Say for files, in which the marks stand alone, how many chance would have given."""
    if not found.checked.number:
        return ""
    last = found.period.code if found.period else found.checked.latest
    return finding_words.counts(found.checked, labels.period_label(last))


def _defined(found: Overview) -> list[Indicator]:
    """Return the columns' indicators, then the published totals that stand in cells."""
    shown = found.cells[columns.INDICATOR].unique(maintain_order=True)
    ids = dict.fromkeys([*(each.id for each in found.pillars.values()), *shown])
    return [INDICATORS[each] for each in ids]


def _below(found: Overview, pillar: Pillar) -> str:
    """Name the indicator of a column; published totals name themselves in each cell."""
    headline = found.pillars[pillar]
    shown = found.cells.filter(pl.col(columns.PILLAR) == pillar.value)[columns.INDICATOR]
    if shown.is_empty() or headline.id in shown:
        return tr(headline.name)
    return tr(mark("published totals"))


def _cell(
    found: Overview, row: Mapping[str, Any], cited: Mapping[str, Citation], source: Source
) -> Cell:
    status, status_text = standing(row, brief=True)
    signal = signal_of(row)
    return Cell(
        row=row[columns.PARTNERSHIP],
        column=row[columns.PILLAR],
        value=labels.value_text(row),
        interval=labels.interval_text(row),
        change=change_text(row, cited),
        status=status,
        status_text=_with_period(found, row, status_text),
        standing=signal,
        standing_text=line_words.stands(row) if signal in SIGNALS else "",
        note="; ".join(filter(None, (_one_of(row, source), _note(found, row)))),
    )


def _one_of(row: Mapping[str, Any], source: Source) -> str:
    """Say of a figure of one place that it is that of one member of several."""
    members = source.members.filter(pl.col(columns.PARTNERSHIP) == row[columns.PARTNERSHIP]).height
    if INDICATORS[row[columns.INDICATOR]].pillar != Pillar.COMMUNITIES or members < SEVERAL:
        return ""
    return tr(mark("one of {n} members"), n=members)


def _with_period(found: Overview, row: Mapping[str, Any], status: str) -> str:
    """Name the period of a status that is not of the one looked at."""
    if not status or found.is_current(row[columns.PERIOD]):
        return status
    return f"{labels.period_label(row[columns.PERIOD])}: {status}"


def _listed(found: Overview) -> Iterator[Cell]:
    """Say of operations without a figure for them all that they are listed one by one."""
    column = Pillar.OPERATIONS.value
    told = found.cells.filter(pl.col(columns.PILLAR) == column)[columns.PARTNERSHIP]
    for each in sorted(found.listed.difference(told)):
        yield Cell(row=each, column=column, value="", note=tr(mark("listed one by one")))


def _note(found: Overview, row: Mapping[str, Any]) -> str:
    """Name a published total that stands where returns are absent, and any other period."""
    indicator = INDICATORS[row[columns.INDICATOR]]
    period = labels.period_label(row[columns.PERIOD])
    line = labels.line_of(row)
    named = labels.with_line(tr(indicator.name), line)
    if indicator.published:
        return tr(mark("{name}, {period}"), name=named, period=period)
    if found.is_current(row[columns.PERIOD]) or found.period is None:
        return line
    chosen = labels.period_label(found.period.code)
    return tr(mark("{period}; no value yet for {chosen}"), period=period, chosen=chosen)
