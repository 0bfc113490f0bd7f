"""Change against the same period a year earlier: the difference and its interval, no adjective."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics import intervals
from metrics.intervals import Floats, Limits
from metrics.series import Query, series, whole
from metrics.source import Source
from metrics.values import (
    ANOTHER_SOURCE,
    BREAK_BEFORE,
    CHANGE,
    CHANGE_LOWER,
    CHANGE_NOTE,
    CHANGE_UPPER,
    EARLIER,
    EARLIER_PERIOD,
    EARLIER_PRECISION,
    EARLIER_SOURCE,
    FLAGS,
    IMMATURE,
    LOWER,
    NOT_COMPARABLE,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    READ_IN,
    ROUGHLY,
    SHARE,
    SOURCE,
    UNIT,
    UPPER,
    VALUE,
    has_flag,
)
from validation.periods import YEAR_LENGTH

_EARLIER_LOWER: Final = "earlier_lower"
_EARLIER_UPPER: Final = "earlier_upper"
_EARLIER_WHOLE: Final = "earlier_whole"
_EARLIER_BREAKS: Final = "earlier_breaks"
_BREAKS: Final = "breaks"
_LAST_BREAK: Final = "last_break"
_WHOLE: Final = "whole"
_READ: Final = "read"
_EARLIER_READ: Final = "earlier_read"
_BOUNDS: Final = ("at_least", "at_most")
_ROUGH: Final = ("rounded", "approximate")


ADDED: Final[dict[str, pl.DataType]] = {
    EARLIER_PERIOD: pl.String(),
    EARLIER: pl.Float64(),
    EARLIER_PRECISION: pl.String(),
    EARLIER_SOURCE: pl.String(),
    CHANGE: pl.Float64(),
    CHANGE_LOWER: pl.Float64(),
    CHANGE_UPPER: pl.Float64(),
    CHANGE_NOTE: pl.String(),
    NOT_COMPARABLE: pl.String(),
}
"""The columns of a change and their types, in order."""


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

    There is no difference where either value is missing or only a bound, nor where either is an
    amount of which a part has not come in yet: that would read like a fall. Nor is there one
    across a break in the line, whichever period between the two it stands before, nor between
    figures of two sources, which may not have counted alike, nor between states of affairs that
    were read in different quarters. There is no interval where either value has none. Source of
    the interval: see `intervals.difference`.

    Args:
        frame: values, all periods of each line.
        lines: the columns that tell lines apart.

    Returns:
        The frame and the columns earlier_period, earlier, earlier_precision, earlier_source,
        change, change_lower, change_upper, change_note, not_comparable; changes are in the unit
        of the value. The note says that a change is `roughly` so, since either value is
        rounded, or that there is none, since the earlier value is from `another_source`. Where
        the line breaks between the two, `not_comparable` says why, in the words of the break.
    """
    broken = pl.col(BREAK_BEFORE) != ""
    year, quarter = pl.col(PERIOD).str.head(YEAR_LENGTH), pl.col(PERIOD).str.slice(YEAR_LENGTH)
    a_year_on = pl.concat_str((year.cast(pl.Int32) + 1).cast(pl.String), quarter)
    told = frame.with_columns(
        (pl.col(UNIT) == SHARE).or_(~(has_flag(PARTIAL) | has_flag(IMMATURE))).alias(_WHOLE),
        pl.col(FLAGS).str.extract(rf"{READ_IN}:(Q\d)").alias(_READ),
        broken.cum_sum().over(lines, order_by=PERIOD).alias(_BREAKS),
        pl.when(broken)
        .then(BREAK_BEFORE)
        .forward_fill()
        .over(lines, order_by=PERIOD)
        .alias(_LAST_BREAK),
    )
    earlier = told.filter(pl.col(VALUE).is_not_null()).select(
        *lines,
        a_year_on.alias(PERIOD),
        pl.col(PERIOD).alias(EARLIER_PERIOD),
        pl.col(VALUE).alias(EARLIER),
        pl.col(LOWER).alias(_EARLIER_LOWER),
        pl.col(UPPER).alias(_EARLIER_UPPER),
        pl.col(PRECISION).alias(EARLIER_PRECISION),
        pl.col(SOURCE).alias(EARLIER_SOURCE),
        pl.col(_WHOLE).alias(_EARLIER_WHOLE),
        pl.col(_READ).alias(_EARLIER_READ),
        pl.col(_BREAKS).alias(_EARLIER_BREAKS),
    )
    both = told.join(earlier, on=[*lines, PERIOD], how="left", maintain_order="left")
    limits = intervals.difference(
        _numbers(both, VALUE),
        Limits(_numbers(both, LOWER), _numbers(both, UPPER)),
        _numbers(both, EARLIER),
        Limits(_numbers(both, _EARLIER_LOWER), _numbers(both, _EARLIER_UPPER)),
    )
    unbroken = pl.col(_BREAKS) == pl.col(_EARLIER_BREAKS)
    one_source = pl.col(SOURCE) == pl.col(EARLIER_SOURCE)
    a_year_apart = pl.col(_READ).eq_missing(pl.col(_EARLIER_READ))
    whole_both = pl.all_horizontal(_WHOLE, _EARLIER_WHOLE, unbroken, a_year_apart)
    change = pl.when(whole_both, one_source, ~_either(_BOUNDS)).then(
        pl.col(VALUE) - pl.col(EARLIER)
    )
    both_known = pl.col(VALUE).is_not_null() & pl.col(EARLIER).is_not_null()
    return both.with_columns(
        change.alias(CHANGE),
        *(
            pl.when(unbroken, one_source).then(pl.Series(name, ends).fill_nan(None)).alias(name)
            for name, ends in ((CHANGE_LOWER, limits.lower), (CHANGE_UPPER, limits.upper))
        ),
        pl.when(change.is_not_null(), _either(_ROUGH))
        .then(pl.lit(ROUGHLY))
        .when(both_known, whole_both, ~one_source)
        .then(pl.lit(ANOTHER_SOURCE))
        .otherwise(pl.lit(""))
        .alias(CHANGE_NOTE),
        pl.when(both_known & ~unbroken)
        .then(_LAST_BREAK)
        .otherwise(pl.lit(""))
        .alias(NOT_COMPARABLE),
    ).select(*frame.columns, *ADDED)


def _either(precisions: Sequence[str]) -> pl.Expr:
    """Whether either value is of one of these precisions."""
    found = pl.col(PRECISION, EARLIER_PRECISION).is_in(precisions)
    return pl.any_horizontal(found.fill_null(value=False))


def _numbers(frame: pl.DataFrame, column: str) -> Floats:
    return frame[column].fill_null(float("nan")).to_numpy()
