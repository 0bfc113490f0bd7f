"""Coverage and timeliness as grids: a row an office and table, a column a period."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.charts.figure import Figure, Grid, Heading, Sign, Square, Tone
from dashboard.i18n import tr
from dashboard.returning import office_name
from dashboard.squares import Words, squares_figure
from metrics import values as columns
from metrics.quality.behind import Behind
from metrics.quality.coverage import COVERAGE, STATES, State, behind
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
    return _grid(found, source, words, squares, signs)


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
        UNASKED: Sign(text="", meaning=tr(mark("days; no day is set")), tone=Tone.PLAIN),
    }
    came = found.filter(pl.col(ARRIVED).is_not_null())
    squares = [
        Square(
            row=_code(row),
            column=row[columns.PERIOD],
            sign=_timely(row),
            text=f"{row[DAYS]}{tr(LATE_SIGN)}" if row[OVERDUE] else str(row[DAYS]),
            tip=_tip(row),
            address=address(behind(row)),
        )
        for row in came.iter_rows(named=True)
    ]
    return _grid(came, source, words, squares, signs)


def _timely(row: Mapping[str, Any]) -> str:
    if row[OVERDUE]:
        return LATE
    return UNASKED if row[DUE] is None else IN_TIME


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


def _grid(
    found: pl.DataFrame,
    source: Source,
    words: Words,
    squares: Iterable[Square],
    signs: Mapping[str, Sign],
) -> Figure:
    names = partnership_names(source)
    lines = found.select(WHOSE).unique().sort(WHOSE).to_dicts()
    lines.sort(key=lambda row: names[row[columns.PARTNERSHIP]].casefold())
    codes = sorted(found[columns.PERIOD].unique())
    groups = {_code(row): labels.short_name(names[row[columns.PARTNERSHIP]]) for row in lines}
    return squares_figure(
        source,
        words,
        Grid(squares=tuple(squares), signs=signs, groups=groups),
        rows={_code(row): line_name(row) for row in lines},
        headings=[_heading(Period.parse(code)) for code in codes],
        values=_values(found, source),
        dimensions=WHOSE,
    )


def _heading(period: Period) -> Heading:
    quarter = tr(mark("Q{n}"), n=period.quarter) if period.grain == QUARTER else ""
    return Heading(id=period.code, title=str(period.year), note=quarter)


def _values(found: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Give the rows the columns of values: the days are the value, the state the status."""
    plain: dict[str, Any] = {
        columns.INDICATOR: "",
        columns.METHOD: "",
        columns.BREAK_BEFORE: "",
        columns.PRECISION: "",
        columns.SOURCE: "",
        columns.FLAGS: "",
        columns.UNIT: "days",
        columns.LOWER: None,
        columns.UPPER: None,
        columns.NUMERATOR: None,
        columns.DENOMINATOR: None,
        columns.TARGET: None,
        columns.ROWS: 1,
        columns.DATA_VERSION: source.number,
    }
    dimensions = [each for each in WHOSE if each != columns.PARTNERSHIP]
    schema = columns.schema(dimensions)
    quarterly = pl.col(columns.PERIOD).str.contains("Q")
    return (
        found.with_columns(
            *(pl.lit(value).alias(key) for key, value in plain.items()),
            pl.when(quarterly).then(pl.lit(QUARTER)).otherwise(pl.lit(YEAR)).alias(columns.GRAIN),
            pl.col(DAYS).alias(columns.VALUE),
            pl.col(COVERAGE).alias(columns.STATUS),
        )
        .select(*schema)
        .cast({**schema})
    )
