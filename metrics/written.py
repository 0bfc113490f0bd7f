"""Values as CSV: what a command prints and what a figure's file holds, from one place."""

from typing import Final

import polars as pl

from metrics.values import DENOMINATOR, LOWER, NUMERATOR, TARGET, UNIT, UPPER, VALUE

_MEASURED: Final = ("share", "days", "hours")
"""Units that may have a fraction: their numbers stay decimal numbers even where they are whole."""

_IN_UNIT: Final = (VALUE, LOWER, UPPER, TARGET)
_COUNTED: Final = (NUMERATOR, DENOMINATOR)
_WHOLE: Final = 2.0**53
"""Up to here every whole number has a float of its own."""


def csv(frame: pl.DataFrame) -> str:
    """Write a frame of values as CSV: every number to its last digit, an empty cell for none.

    Counts are whole numbers: what is measured in a counted unit, and what a share is divided from.

    Args:
        frame: a frame of values; columns of numbers that it lacks are not missed.
    """
    in_unit = ~pl.col(UNIT).is_in(_MEASURED) if UNIT in frame.columns else pl.lit(value=True)
    held = [
        *((column, in_unit) for column in _IN_UNIT if column in frame.columns),
        *((column, pl.lit(value=True)) for column in _COUNTED if column in frame.columns),
    ]
    return frame.with_columns(_written(column, counted) for column, counted in held).write_csv()


def _written(column: str, counted: pl.Expr) -> pl.Expr:
    number = pl.col(column)
    whole = counted & (number == number.round()) & (number.abs() <= _WHOLE)
    return (
        pl.when(whole)
        .then(number.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(number.cast(pl.String))
        .alias(column)
    )
