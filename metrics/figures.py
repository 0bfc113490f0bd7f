"""Cells → values: intervals, flags and every column that a value carries."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from metrics import intervals
from metrics.indicator import AcrossTime, Indicator, Interval
from metrics.values import (
    BOUND,
    BREAK_BEFORE,
    BY_RETURN,
    CHANGED_IN,
    CLUSTERS,
    DATA_VERSION,
    DENOMINATOR,
    DIFFERING,
    DISPERSION,
    FEW_PAIRS,
    FEW_PERSONS,
    FEW_RESPONDENTS,
    FLAG_SEPARATOR,
    FLAGS,
    GRAIN,
    HIGHEST,
    IMMATURE,
    INDICATOR,
    LEFT_OUT,
    LOWER,
    LOWEST,
    METHOD,
    NO_INTERVAL,
    NO_ROWS,
    NO_VALUE,
    NOT_ENDED,
    NOT_TOGETHER,
    NUMERATOR,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    QUARTERS,
    RANGE,
    READ_IN,
    REASON,
    REVISED,
    ROWS,
    SIMULATED,
    SOURCE,
    SOURCES_DIFFER,
    STATUS,
    SUPPRESSED,
    TARGET,
    UNIT,
    UPPER,
    VALUE,
    WHY_UNSURE,
    YEAR_NOT_OVER,
    schema,
)
from validation.periods import QUARTERS_IN_YEAR, YEAR, Grain, Period, between

ENDED: Final = "ended"
MATURE: Final = "mature"

_WILSON: Final = "wilson"
_DIVIDED: Final = ", n ÷ "
_FIRST: Final = "first"
_LAST: Final = "last"
_OPTIONAL: Final[dict[str, pl.DataType]] = {
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    CLUSTERS: pl.Int64(),
    DISPERSION: pl.Float64(),
    LEFT_OUT: pl.String(),
    QUARTERS: pl.Int64(),
    REASON: pl.String(),
    LOWEST: pl.Float64(),
    HIGHEST: pl.Float64(),
    PRECISION: pl.String(),
    BREAK_BEFORE: pl.String(),
    DIFFERING: pl.Int64(),
    CHANGED_IN: pl.Int64(),
    WHY_UNSURE: pl.String(),
    BY_RETURN: pl.Boolean(),
}
_WITHHELD_HERE: Final = (FEW_RESPONDENTS, FEW_PERSONS, NOT_TOGETHER, YEAR_NOT_OVER)
_BOUNDS: Final = ("at_least", "at_most", "approximate", SUPPRESSED)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What holds for every value of a frame.

    Attributes:
        indicator: what is measured.
        grain: quarter or year.
        dimensions: the columns that lines are cut by.
        version: number of the version the values are as of.
        today: the day of that version, which is today for every value.
        simulated: partnerships whose figures are invented.
    """

    indicator: Indicator
    grain: Grain
    dimensions: tuple[str, ...]
    version: int
    today: date
    simulated: frozenset[str]


def values(cells: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Turn cells into values: one row per period from a line's first to its last with data.

    Args:
        cells: partnership, period, the dimensions, value, rows, source; and as far as they apply
            numerator, denominator, clusters, dispersion, left_out, quarters, reason, lowest,
            highest, precision, break_before (why earlier values are not comparable), differing
            (number of sources that differ), zero_by_return (a return says that what is absent is
            zero), changed_in (version), unit (where it is not the
            indicator's), why_unsure (why there is no interval); lower, upper and method where
            the interval is not to be made from numerator and denominator.
        setting: what holds for all of them.

    Returns:
        The columns of `values.schema`, sorted by partnership, dimensions and period; status and
        target still empty.
    """
    lines = [PARTNERSHIP, *setting.dimensions]
    missing = [
        pl.lit(None, kind).alias(name)
        for name, kind in _OPTIONAL.items()
        if name not in cells.columns
    ]
    full = _without_gaps(cells.with_columns(missing), lines)
    full = full.join(_facts(full[PERIOD], setting), on=PERIOD, how="left").with_columns(
        pl.col(SOURCE, PRECISION, BREAK_BEFORE).fill_null(""), _why_unsure(full, setting.indicator)
    )
    columns = schema(setting.dimensions)
    return (
        full.with_columns(_limits(full, setting.indicator))
        .with_columns(
            pl.lit(setting.grain).alias(GRAIN),
            pl.lit(setting.indicator.id).alias(INDICATOR),
            _unit(full, setting.indicator),
            pl.lit("").alias(STATUS),
            pl.lit(None, pl.Float64).alias(TARGET),
            pl.lit(setting.version).alias(DATA_VERSION),
            pl.col(ROWS).fill_null(0),
            *_without_limits_of_bounds(),
        )
        .with_columns(_flags(setting).alias(FLAGS))
        .select(*columns)
        .cast(pl.Schema(columns))
        .sort(*lines, PERIOD)
    )


def _without_gaps(cells: pl.DataFrame, lines: list[str]) -> pl.DataFrame:
    """Add the periods that a line lacks between its first and its last with data."""
    spans = (
        cells.filter(
            (pl.col(ROWS) > 0) | pl.col(VALUE).is_not_null() | (pl.col(PRECISION) == SUPPRESSED)
        )
        .group_by(lines)
        .agg(pl.col(PERIOD).min().alias(_FIRST), pl.col(PERIOD).max().alias(_LAST))
    )
    runs = [
        [period.code for period in between(Period.parse(first), Period.parse(last))]
        for first, last in spans.select(_FIRST, _LAST).iter_rows()
    ]
    every = spans.with_columns(pl.Series(PERIOD, runs, dtype=pl.List(pl.String))).explode(PERIOD)
    return every.drop(_FIRST, _LAST).join(cells, on=[*lines, PERIOD], how="left")


def _facts(periods: pl.Series, setting: Setting) -> pl.DataFrame:
    """Say of each period whether it had ended, and whether its values are complete."""
    codes = periods.unique().to_list()
    parsed = [Period.parse(code) for code in codes]
    waits = setting.indicator.matures_after
    return pl.DataFrame(
        {
            PERIOD: pl.Series(codes, dtype=pl.String),
            ENDED: pl.Series([each.end < setting.today for each in parsed], dtype=pl.Boolean),
            MATURE: pl.Series(
                [_complete_on(each, waits) < setting.today for each in parsed], dtype=pl.Boolean
            ),
        }
    )


def _complete_on(period: Period, quarters: int) -> date:
    """Return the last day of the wait until a period's values are complete."""
    return Period(period.year, period.quarter or QUARTERS_IN_YEAR).shift(quarters).end


def _why_unsure(cells: pl.DataFrame, indicator: Indicator) -> pl.Expr:
    """Say why a value has no interval, where its indicator has intervals."""
    if indicator.interval == Interval.NONE:
        return pl.lit(None, pl.String).alias(WHY_UNSURE)
    unclear = pl.col(DISPERSION).is_null() & pl.lit(METHOD not in cells.columns)
    few_pairs = unclear & pl.lit(indicator.interval == Interval.WILSON)
    return (
        pl.when(pl.col(PRECISION).is_in(_BOUNDS))
        .then(pl.lit(BOUND))
        .when(few_pairs)
        .then(pl.col(WHY_UNSURE).fill_null(FEW_PAIRS))
        .otherwise(WHY_UNSURE)
        .alias(WHY_UNSURE)
    )


def _unit(cells: pl.DataFrame, indicator: Indicator) -> pl.Expr:
    known = pl.lit(indicator.unit)
    return (pl.col(UNIT).fill_null(known) if UNIT in cells.columns else known).alias(UNIT)


def _without_limits_of_bounds() -> list[pl.Expr]:
    """Take the interval from a value that is only a bound or approximate."""
    exact = ~pl.col(PRECISION).is_in(_BOUNDS)
    return [
        pl.when(exact).then(pl.col(LOWER, UPPER)),
        pl.when(exact).then(METHOD).otherwise(pl.lit("")).alias(METHOD),
    ]


def _limits(cells: pl.DataFrame, indicator: Indicator) -> list[pl.Series]:
    """Return lower, upper and the method that gave them."""
    if METHOD in cells.columns:
        return [cells[LOWER], cells[UPPER], cells[METHOD].fill_null("")]
    if indicator.interval != Interval.WILSON:
        return [
            pl.Series(LOWER, [None] * cells.height, dtype=pl.Float64),
            pl.Series(UPPER, [None] * cells.height, dtype=pl.Float64),
            pl.Series(METHOD, [""] * cells.height, dtype=pl.String),
        ]
    found = intervals.wilson(
        _numbers(cells, NUMERATOR),
        _numbers(cells, DENOMINATOR),
        dispersion=_numbers(cells, DISPERSION),
    )
    return [
        pl.Series(LOWER, found.lower).fill_nan(None),
        pl.Series(UPPER, found.upper).fill_nan(None),
        pl.Series(
            METHOD,
            [
                wilson_method(spread) if known else ""
                for spread, known in zip(
                    cells[DISPERSION], np.isfinite(found.lower).tolist(), strict=True
                )
            ],
            dtype=pl.String,
        ),
    ]


def wilson_method(spread: float) -> str:
    """Name the method of a proportion's interval, with what n was divided by."""
    return f"{_WILSON}{_DIVIDED}{spread:.1f}" if spread > 1 else _WILSON


def clustered(method: str) -> float:
    """Return what n was divided by because cases come in clusters; NaN where that is not known."""
    name, _, spread = method.partition(_DIVIDED)
    if name != _WILSON:
        return float("nan")
    return float(spread) if spread else 1.0


def _numbers(cells: pl.DataFrame, column: str) -> intervals.Floats:
    return cells[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _flags(setting: Setting) -> pl.Expr:
    """Write the flags of every value."""
    has_value = pl.col(VALUE).is_not_null()
    withheld = pl.col(PRECISION) == SUPPRESSED
    short_year = (
        has_value
        & pl.lit(setting.grain == YEAR)
        & pl.col(QUARTERS).is_between(1, QUARTERS_IN_YEAR - 1)
    )
    given = [
        pl.when(withheld & pl.col(REASON).is_in(_WITHHELD_HERE))
        .then(pl.format(f"{SUPPRESSED}:{{}}", REASON))
        .when(withheld)
        .then(pl.lit(SUPPRESSED)),
        pl.when(~has_value & ~withheld).then(
            pl.format(f"{NO_VALUE}:{{}}", pl.col(REASON).fill_null(NO_ROWS))
        ),
        pl.when(has_value & ~pl.col(ENDED)).then(pl.lit(f"{PARTIAL}:{NOT_ENDED}")),
        pl.when(short_year).then(_short_year(setting.indicator)),
        pl.when(has_value).then(pl.format(f"{PARTIAL}:{{}}", LEFT_OUT)),
        pl.when(has_value & ~pl.col(MATURE)).then(pl.lit(IMMATURE)),
        pl.format(f"{REVISED}:{{}}", CHANGED_IN),
        pl.when(pl.col(DIFFERING) > 0).then(pl.format(f"{SOURCES_DIFFER}:{{}}", DIFFERING)),
        pl.when(BY_RETURN).then(pl.lit(BY_RETURN)),
        pl.when(has_value).then(pl.format(f"{RANGE}:{{}}–{{}}", LOWEST, HIGHEST)),
        pl.when(has_value).then(pl.format(f"{NO_INTERVAL}:{{}}", WHY_UNSURE)),
        pl.when(pl.col(PARTNERSHIP).is_in(sorted(setting.simulated))).then(pl.lit(SIMULATED)),
    ]
    return pl.concat_list(given).list.drop_nulls().list.join(FLAG_SEPARATOR)


def _short_year(indicator: Indicator) -> pl.Expr:
    """Write that a year holds too few quarters; of a stock, in which one it was read."""
    if indicator.across_time == AcrossTime.LAST:
        return pl.format(f"{READ_IN}:Q{{}}", QUARTERS)
    return pl.format(f"{PARTIAL}:{{}}/{QUARTERS_IN_YEAR}", QUARTERS)
