"""Change against the same period a year earlier: the difference and its interval, no adjective."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics import intervals
from metrics.intervals import Floats, Limits
from metrics.series import Query, series, whole
from metrics.source import Source
from metrics.values import (
    CHANGE,
    CHANGE_LOWER,
    CHANGE_UPPER,
    EARLIER,
    EARLIER_PERIOD,
    LOWER,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    UPPER,
    VALUE,
)

_YEAR_LENGTH: Final = 4
_EARLIER_LOWER: Final = "earlier_lower"
_EARLIER_UPPER: Final = "earlier_upper"
_EARLIER_PRECISION: Final = "earlier_precision"
_BOUNDS: Final = ("at_least", "at_most")


def compare(source: Source, query: Query) -> pl.DataFrame:
    """Return the values a query asks for, each with its change against a year earlier.

    Args:
        source: the version.
        query: the question.

    Returns:
        The frame of `series`, then the columns of `with_change`.

    Raises:
        QueryError, WarehouseError: as `series` says.
    """
    answer = series(source, query)
    lines = [PARTNERSHIP, *answer.dimensions]
    every = with_change(whole(source, query, answer.indicator), lines)
    kept = answer.frame.select(*lines, PERIOD)
    return every.join(kept, on=[*lines, PERIOD], how="semi")


def with_change(frame: pl.DataFrame, lines: Sequence[str]) -> pl.DataFrame:
    """Add what each value was a year earlier, and the difference with its interval.

    There is no difference where either value is missing or only a bound, and no interval where
    either has none. Source of the interval: see `intervals.difference`.

    Args:
        frame: values, all periods of each line.
        lines: the columns that tell lines apart.

    Returns:
        The frame and the columns earlier_period, earlier, change, change_lower, change_upper;
        changes are in the unit of the value.
    """
    year, quarter = pl.col(PERIOD).str.head(_YEAR_LENGTH), pl.col(PERIOD).str.slice(_YEAR_LENGTH)
    a_year_on = pl.concat_str((year.cast(pl.Int32) + 1).cast(pl.String), quarter)
    earlier = frame.filter(pl.col(VALUE).is_not_null()).select(
        *lines,
        a_year_on.alias(PERIOD),
        pl.col(PERIOD).alias(EARLIER_PERIOD),
        pl.col(VALUE).alias(EARLIER),
        pl.col(LOWER).alias(_EARLIER_LOWER),
        pl.col(UPPER).alias(_EARLIER_UPPER),
        pl.col(PRECISION).alias(_EARLIER_PRECISION),
    )
    both = frame.join(earlier, on=[*lines, PERIOD], how="left", maintain_order="left")
    limits = intervals.difference(
        _numbers(both, VALUE),
        Limits(_numbers(both, LOWER), _numbers(both, UPPER)),
        _numbers(both, EARLIER),
        Limits(_numbers(both, _EARLIER_LOWER), _numbers(both, _EARLIER_UPPER)),
    )
    settled = ~pl.any_horizontal(
        pl.col(PRECISION, _EARLIER_PRECISION).is_in(_BOUNDS).fill_null(value=False)
    )
    return both.with_columns(
        pl.when(settled).then(pl.col(VALUE) - pl.col(EARLIER)).alias(CHANGE),
        pl.Series(CHANGE_LOWER, limits.lower).fill_nan(None),
        pl.Series(CHANGE_UPPER, limits.upper).fill_nan(None),
    ).drop(_EARLIER_LOWER, _EARLIER_UPPER, _EARLIER_PRECISION)


def _numbers(frame: pl.DataFrame, column: str) -> Floats:
    return frame[column].fill_null(float("nan")).to_numpy()
