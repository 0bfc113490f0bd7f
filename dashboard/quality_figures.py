"""Coverage, timeliness and mirror as grids: a row for what is looked at, a column a period."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.charts.figure import Figure, Grid, Heading, Sign, Square, Tone
from dashboard.i18n import tr
from dashboard.returning import office_name
from dashboard.squares import Words, squares_figure
from metrics import values as columns
from metrics.mirror import AGREE
from metrics.quality import mirror
from metrics.quality.behind import Behind
from metrics.quality.coverage import COVERAGE, STATES, State, behind
from metrics.quality.mirror import COMPARED, COUNTED, Grade
from metrics.returns import ARRIVED, DAYS, DUE, OVERDUE, REPORTER, TABLE, WHOSE
from metrics.series import names as partnership_names
from metrics.source import Source
from validation.contracts import CONTRACTS
from validation.periods import QUARTER, YEAR, Period
from validation.text import mark

LATE: Final = "late"
IN_TIME: Final = "in_time"
UNASKED: Final = "unasked"
LATE_SIGN: Final = mark("!")
ALL: Final = "all"
MOST: Final = "most"
FEW: Final = "few"

_COUNTS: Final = (columns.PARTNERSHIP, COUNTED)

_SIGNS: Final = {
    State.COMPLETE: (mark("C"), Tone.GOOD),
    State.NIL: (mark("0"), Tone.GOOD),
    State.SENT: (mark("S"), Tone.PLAIN),
    State.HELD: (mark("H"), Tone.PLAIN),
    State.PARTIAL: (mark("P"), Tone.FAIR),
    State.MISSING: (mark("M"), Tone.POOR),
    State.NOT_DUE: (mark("–"), Tone.EMPTY),
}
"""The sign and the shade of each state; what is not owed and did not come is left blank."""

Address = Callable[[Behind], str]


def coverage_figure(found: pl.DataFrame, source: Source, words: Words, address: Address) -> Figure:
    """Draw what came of what is owed.

    Args:
        found: rows of `coverage.coverage`, those to show.
        source: the version.
        words: title and subtitle.
        address: where the rows behind a square are shown.
    """
    signs = {
        code.value: Sign(text=tr(text), meaning=tr(STATES[code]), tone=tone)
        for code, (text, tone) in _SIGNS.items()
    }
    signs[LATE] = Sign(
        text=tr(LATE_SIGN), meaning=tr(mark("beside a sign: came after it was due")), tone=Tone.FAIR
    )
    shown = found.filter(pl.col(COVERAGE) != State.NOT_OWED.value)
    squares = [_covered(row, signs, address) for row in shown.iter_rows(named=True)]
    return _owed(found, source, words, squares, signs)


def _covered(row: Mapping[str, Any], signs: Mapping[str, Sign], address: Address) -> Square:
    text = signs[row[COVERAGE]].text
    return Square(
        row=_code(row),
        column=row[columns.PERIOD],
        sign=LATE if row[OVERDUE] else row[COVERAGE],
        text=f"{text}{tr(LATE_SIGN)}" if row[OVERDUE] else "",
        tip=_tip(row),
        address=address(behind(row)),
    )


def timeliness_figure(
    found: pl.DataFrame, source: Source, words: Words, address: Address
) -> Figure:
    """Draw how many days after its period's end each return came; arguments as above."""
    signs = {
        IN_TIME: Sign(text="", meaning=tr(mark("days, by the day it was due")), tone=Tone.GOOD),
        LATE: Sign(
            text=tr(LATE_SIGN),
            meaning=tr(mark("days, after it was due")),
            tone=Tone.POOR,
        ),
        UNASKED: Sign(text="( )", meaning=tr(mark("days; no day is set")), tone=Tone.PLAIN),
    }
    came = found.filter(pl.col(ARRIVED).is_not_null())
    squares = [
        Square(
            row=_code(row),
            column=row[columns.PERIOD],
            sign=_timely(row),
            text=_days(row),
            tip=_tip(row),
            address=address(behind(row)),
        )
        for row in came.iter_rows(named=True)
    ]
    return _owed(came, source, words, squares, signs)


def mirror_figure(found: pl.DataFrame, source: Source, words: Words, address: Address) -> Figure:
    """Draw how many pairs both sides count alike, a row for each partnership and thing counted.

    Args:
        found: rows of `mirror.grades` by period, of pairs that both sides count.
        source: the version.
        words: title and subtitle.
        address: where the rows behind a square are shown.
    """
    signs = {
        ALL: Sign(text="", meaning=tr(mark("all agree")), tone=Tone.GOOD),
        MOST: Sign(text="", meaning=tr(mark("half of them or more")), tone=Tone.FAIR),
        FEW: Sign(text="", meaning=tr(mark("less than half")), tone=Tone.POOR),
    }
    names = partnership_names(source)
    lines = found.select(_COUNTS).unique(maintain_order=True).to_dicts()
    rows = _Rows(
        names={_count(row): tr(COMPARED[row[COUNTED]].title) for row in lines},
        groups={_count(row): labels.short_name(names[row[columns.PARTNERSHIP]]) for row in lines},
        dimensions=_COUNTS,
    )
    squares = [
        Square(
            row=_count(row),
            column=row[columns.PERIOD],
            sign=_agreeing(row),
            text=f"{row[AGREE]}/{row[Grade.MIRRORED]}",
            tip={
                tr(mark("Counted")): tr(COMPARED[row[COUNTED]].title),
                tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
                tr(mark("Pairs that both sides count")): str(row[Grade.MIRRORED]),
                tr(mark("Of these agree")): str(row[AGREE]),
            },
            address=address(mirror.behind(row)),
        )
        for row in found.iter_rows(named=True)
    ]
    told = found.with_columns(
        pl.lit(columns.SHARE).alias(columns.UNIT),
        (pl.col(AGREE) / pl.col(Grade.MIRRORED)).alias(columns.VALUE),
        pl.lit("").alias(columns.STATUS),
        pl.col(AGREE).alias(columns.NUMERATOR),
        pl.col(Grade.MIRRORED).alias(columns.DENOMINATOR),
    )
    return _grid(told, source, words, rows, squares, signs)


def _count(row: Mapping[str, Any]) -> str:
    return ";".join(row[each] for each in _COUNTS)


def _agreeing(row: Mapping[str, Any]) -> str:
    if row[AGREE] == row[Grade.MIRRORED]:
        return ALL
    return MOST if 2 * row[AGREE] >= row[Grade.MIRRORED] else FEW


def _timely(row: Mapping[str, Any]) -> str:
    if row[OVERDUE]:
        return LATE
    return UNASKED if row[DUE] is None else IN_TIME


def _days(row: Mapping[str, Any]) -> str:
    """Write the days as their sign says, so that nothing depends on the shade."""
    if row[OVERDUE]:
        return f"{row[DAYS]}{tr(LATE_SIGN)}"
    return f"({row[DAYS]})" if row[DUE] is None else str(row[DAYS])


def _code(row: Mapping[str, Any]) -> str:
    return ";".join(row[each] for each in WHOSE)


def _tip(row: Mapping[str, Any]) -> dict[str, str]:
    told = {
        tr(mark("Who")): office_name(row[REPORTER]),
        tr(mark("Table")): tr(CONTRACTS[row[TABLE]].title),
        tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
        tr(mark("State")): tr(STATES[State(row[COVERAGE])]),
        tr(mark("Due")): _text(row[DUE]),
        tr(mark("Arrived")): _text(row[ARRIVED]),
        tr(mark("Days after its end")): _text(row[DAYS]),
    }
    return {head: text for head, text in told.items() if text}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def line_name(row: Mapping[str, Any]) -> str:
    """Name a table, and the office that sends it if it is not the secretariat."""
    table = tr(CONTRACTS[row[TABLE]].title)
    return f"{table} · {office_name(row[REPORTER])}" if row[REPORTER] else table


def _owed(
    found: pl.DataFrame,
    source: Source,
    words: Words,
    squares: Iterable[Square],
    signs: Mapping[str, Sign],
) -> Figure:
    """Draw a row for each office and table; the days are the value, the state the status."""
    names = partnership_names(source)
    lines = found.select(WHOSE).unique().sort(WHOSE).to_dicts()
    lines.sort(key=lambda row: names[row[columns.PARTNERSHIP]].casefold())
    rows = _Rows(
        names={_code(row): line_name(row) for row in lines},
        groups={_code(row): labels.short_name(names[row[columns.PARTNERSHIP]]) for row in lines},
        dimensions=WHOSE,
    )
    told = found.with_columns(
        pl.lit("days").alias(columns.UNIT),
        pl.col(DAYS).alias(columns.VALUE),
        pl.col(COVERAGE).alias(columns.STATUS),
        pl.lit(None, pl.Float64).alias(columns.NUMERATOR),
        pl.lit(None, pl.Float64).alias(columns.DENOMINATOR),
    )
    return _grid(told, source, words, rows, squares, signs)


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The rows of a grid: their names and groups by code, and the columns that tell them apart."""

    names: Mapping[str, str]
    groups: Mapping[str, str]
    dimensions: tuple[str, ...]


def _grid(
    found: pl.DataFrame,
    source: Source,
    words: Words,
    rows: _Rows,
    squares: Iterable[Square],
    signs: Mapping[str, Sign],
) -> Figure:
    codes = sorted(found[columns.PERIOD].unique())
    return squares_figure(
        source,
        words,
        Grid(squares=tuple(squares), signs=signs, groups=rows.groups),
        rows=rows.names,
        headings=_headings([Period.parse(code) for code in codes]),
        values=_values(found, source, rows.dimensions),
        dimensions=rows.dimensions,
    )


def _headings(periods: Sequence[Period]) -> tuple[Heading, ...]:
    """Name the columns; a year among quarters says that it is one."""
    among = any(period.grain == QUARTER for period in periods)
    notes = {
        period: tr(mark("Q{n}"), n=period.quarter)
        if period.grain == QUARTER
        else tr(mark("year"))
        if among
        else ""
        for period in periods
    }
    return tuple(
        Heading(id=period.code, title=str(period.year), note=note) for period, note in notes.items()
    )


def _values(found: pl.DataFrame, source: Source, dimensions: tuple[str, ...]) -> pl.DataFrame:
    """Give the rows the columns of values that they lack."""
    plain: dict[str, Any] = {
        columns.INDICATOR: "",
        columns.METHOD: "",
        columns.BREAK_BEFORE: "",
        columns.PRECISION: "",
        columns.SOURCE: "",
        columns.FLAGS: "",
        columns.LOWER: None,
        columns.UPPER: None,
        columns.TARGET: None,
        columns.ROWS: 1,
        columns.DATA_VERSION: source.number,
    }
    schema = columns.schema([each for each in dimensions if each != columns.PARTNERSHIP])
    quarterly = pl.col(columns.PERIOD).str.contains("Q")
    return (
        found.with_columns(
            *(pl.lit(value).alias(key) for key, value in plain.items()),
            pl.when(quarterly).then(pl.lit(QUARTER)).otherwise(pl.lit(YEAR)).alias(columns.GRAIN),
        )
        .select(*schema)
        .cast({**schema})
    )
