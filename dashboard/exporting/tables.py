"""The numbers behind a figure, safe to open in a spreadsheet."""

from typing import Final

import polars as pl

from dashboard.charts import spans
from dashboard.charts.figure import Figure, Kind
from dashboard.exporting.safety import safe_frame
from metrics import written
from metrics.methods.signal import Grade
from metrics.values import (
    CENTRE,
    DATA_VERSION,
    FLAGS,
    GRAIN,
    INDICATOR,
    LIMITS_GRADE,
    PARTNERSHIP,
    PERIOD,
    SIMULATED,
    UNIT,
    USUAL_LOWER,
    USUAL_UPPER,
)

_USUAL: Final = {
    "series": pl.String(),
    PERIOD: pl.String(),
    CENTRE: pl.Float64(),
    USUAL_LOWER: pl.Float64(),
    USUAL_UPPER: pl.Float64(),
    LIMITS_GRADE: pl.String(),
    "standing": pl.String(),
}
_WHOSE: Final = (GRAIN, INDICATOR, PARTNERSHIP, UNIT, DATA_VERSION)
"""What a period that has no value yet is of, as those before it are."""
_LINES: Final = ("line_fitted", "line_carried_on", "carried_on_lower", "carried_on_upper")
_YES_NO: Final = {True: "yes", False: "no"}


def csv(figure: Figure) -> bytes:
    """Write the figure's frame as CSV: the text that `partnerships series` prints, made safe."""
    return written.csv(safe_frame(frame(figure))).encode()


def usual(figure: Figure) -> pl.DataFrame:
    """Return the usual range that a figure draws, period by period, so that it can be redrawn."""
    rows = [
        (
            *key.rsplit(";", 1),
            each.centre,
            each.lower,
            each.upper,
            (Grade.TRIAL if each.trial else Grade.FIRM).value,
            each.standing.value,
        )
        for key, each in figure.usual.items()
    ]
    return pl.DataFrame(rows, schema=_USUAL, orient="row")


def frame(figure: Figure) -> pl.DataFrame:
    """Return what a file holds of a figure: its values; of a time line, when each thing ran.

    Beside values stand the lines fitted to them and carried on, which may reach beyond them.
    """
    if figure.kind is Kind.CARRIED:
        on = figure.values.join(_lines(figure), on=PERIOD, how="full", coalesce=True)
        told = on.sort(PERIOD).with_columns(pl.col(*_WHOSE).forward_fill())
        return told.with_columns(pl.col(FLAGS).fill_null(SIMULATED if figure.simulated else ""))
    if figure.kind is not Kind.SPANS:
        return figure.values
    told = figure.values.select(*spans.TOLD, *figure.dimensions, DATA_VERSION)
    return told.with_columns(pl.col(spans.VAGUE).replace_strict(_YES_NO, return_dtype=pl.String))


def _lines(figure: Figure) -> pl.DataFrame:
    """Return what the lines of a figure say, a row for each period."""
    fitted, carried, lower, upper = _LINES
    lines = figure.lines
    through = [(each.period.code, each.value) for run in lines.fitted for each in run]
    ahead = [(each.period.code, each.value, each.lower, each.upper) for each in lines.carried]
    number = pl.Float64()
    one = pl.DataFrame(through, schema={PERIOD: pl.String(), fitted: number}, orient="row")
    schema = {PERIOD: pl.String(), **dict.fromkeys((carried, lower, upper), number)}
    other = pl.DataFrame(ahead, schema=schema, orient="row")
    return one.join(other, on=PERIOD, how="full", coalesce=True)
