"""Figures of a pillar that are no series of one indicator: wholes in parts, and marked squares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from dashboard.charts.alt_text import described
from dashboard.charts.figure import Definition, Figure, Grid, Heading, Kind
from dashboard.i18n import tr
from dashboard.squares import Words, undescribed
from metrics import values as columns
from metrics.source import Source
from validation.codes import OWN_RETURN
from validation.periods import Period


@dataclass(frozen=True, kw_only=True)
class Told:
    """What stands above a figure, and what its words mean.

    Attributes:
        id: a slug; names the files.
        title: the finding, or the question.
        subtitle: whose figures, of when.
        lines: what its rows and its columns are, as a file names them.
        indicator: that of which its numbers are parts, where there is one.
        partnership: whose its numbers are, where they are one's.
        unit: what its numbers count, as values name it and in words.
        terms: name → what it means.
    """

    id: str
    title: str
    subtitle: str
    lines: tuple[str, str]
    indicator: str = ""
    partnership: str = ""
    unit: tuple[str, str] = ("", "")
    terms: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number of a figure: in which row and column it stands, out of how many, read where.

    `period` is of when, where that is not the figure's own.
    """

    row: str
    column: str
    value: float | None = None
    whole: float | None = None
    source: str = OWN_RETURN
    period: Period | None = None


def made(
    source: Source,
    told: Told,
    kind: Kind,
    numbers: Sequence[Number],
    *,
    period: Period,
    rows: Mapping[str, str],
    headings: Sequence[Heading],
    grid: Grid,
) -> Figure:
    """Make a figure of rows and columns of one period.

    Args:
        source: the version.
        told: what stands above it.
        kind: parts or grid.
        numbers: what stands in it.
        period: of when.
        rows: code → name of each row.
        headings: its columns, or the parts of each whole.
        grid: what a pointer reads, where a click leads, and what signs mean.
    """
    plain = undescribed(
        source,
        Words(id=told.id, title=told.title, subtitle=told.subtitle),
        grid,
        rows=rows,
        headings=headings,
        values=_values(source, numbers, period, told),
        dimensions=told.lines,
    )
    terms = tuple(Definition(term=each, text=text) for each, text in told.terms.items())
    unit, unit_label = told.unit
    metadata = replace(plain.metadata, definitions=terms)
    figure = replace(plain, kind=kind, unit=unit, unit_label=unit_label, metadata=metadata)
    return described(figure, tr)


def _values(source: Source, numbers: Sequence[Number], period: Period, told: Told) -> pl.DataFrame:
    """Give numbers the columns of values."""
    flags = columns.SIMULATED if source.provenance.simulated else ""
    plain: dict[str, Any] = {
        columns.PERIOD: period.code,
        columns.GRAIN: period.grain,
        columns.UNIT: told.unit[0],
        columns.FLAGS: flags,
        columns.ROWS: 1,
        columns.DATA_VERSION: source.number,
        columns.PARTNERSHIP: told.partnership,
        columns.INDICATOR: told.indicator,
        **dict.fromkeys((columns.METHOD, columns.STATUS), ""),
        **dict.fromkeys((columns.PRECISION, columns.BREAK_BEFORE), ""),
        **dict.fromkeys((columns.LOWER, columns.UPPER, columns.TARGET), None),
    }
    schema = columns.schema(told.lines)
    found = [
        plain
        | dict(zip(told.lines, (each.row, each.column), strict=True))
        | {
            columns.VALUE: each.value,
            columns.NUMERATOR: each.value,
            columns.DENOMINATOR: each.whole,
            columns.SOURCE: each.source,
            columns.PERIOD: (each.period or period).code,
        }
        for each in numbers
    ]
    return pl.DataFrame(found, schema=schema)
