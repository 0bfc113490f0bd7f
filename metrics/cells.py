"""Parts → cells: the sums of a quarter or a year for one line, before they become a value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

import polars as pl

from metrics import intervals
from metrics.relation import Relation
from metrics.selection import Selection
from metrics.statistic import Counted, Share, Sides, Summed, Total
from metrics.sums import part
from metrics.values import (
    CLUSTERS,
    COUNTRY,
    DENOMINATOR,
    DISPERSION,
    HIGHEST,
    IN_YEAR,
    LEFT_OUT,
    LOWEST,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    QUARTERS,
    REASON,
    ROWS,
    SOURCE,
    VALUE,
    WEIGHT,
    ZERO_DENOMINATOR,
)
from validation.codes import ALL
from validation.parties import COUNTRIES
from validation.periods import QUARTER, YEAR_LENGTH, Grain

_SQUARES: Final = "squares"
_RUNNING: Final = "running"
_WHOLE: Final = "whole"
_NEXT: Final = "next"


@dataclass(frozen=True, eq=False, kw_only=True)
class Parts:
    """Parts of one table with what is needed to read them.

    Attributes:
        frame: as `parts.pairs` or `parts.reported` returns it.
        relation: the table.
        selection: what was counted, and the dimension cut by.
    """

    frame: pl.DataFrame
    relation: Relation
    selection: Selection

    @property
    def keys(self) -> list[str]:
        """The columns that tell lines and periods apart."""
        by = self.selection.by
        return [PARTNERSHIP, PERIOD, *([by] if by else [])]

    @property
    def pair_keys(self) -> list[str]:
        """The same with both ends; an end that is cut by stands there once."""
        return [*dict.fromkeys((*self.keys, *self.relation.ends))]


def at_grain(parts: Parts, grain: Grain) -> Parts:
    """Return the parts that count at a grain, with the period of that grain.

    In years the quarters that count stand beside the yearly rows that count; the column of
    quarters keeps which quarter a row is of (null for a yearly row).
    """
    is_quarter = pl.col(PERIOD).str.len_chars() > YEAR_LENGTH
    if grain == QUARTER:
        frame = parts.frame.filter(is_quarter).with_columns(pl.col(PERIOD).alias(QUARTERS))
    else:
        frame = parts.frame.filter(IN_YEAR).with_columns(
            pl.when(is_quarter).then(PERIOD).alias(QUARTERS),
            pl.col(PERIOD).str.head(YEAR_LENGTH),
        )
    return _by_country(replace(parts, frame=frame))


def pooled(parts: Parts, periods: Sequence[str], label: str) -> Parts:
    """Return the quarters named under one label, as if they were one period."""
    frame = parts.frame.filter(pl.col(PERIOD).is_in(list(periods))).with_columns(
        pl.col(PERIOD).alias(QUARTERS), pl.lit(label).alias(PERIOD)
    )
    return _by_country(replace(parts, frame=frame))


def counted(parts: Parts, statistic: Counted) -> pl.DataFrame:
    """Sum a total or a share by line and period, with the dispersion among its pairs.

    Pairs of which an end is not told (`ALL`) are in the sums and are no cluster.

    Args:
        parts: parts of the pairs at one grain.
        statistic: what is summed.

    Returns:
        The keys, then value, numerator, denominator (null for a total), rows, left_out (as told:
        `rows 5/6`), clusters and dispersion (null for a total, and below two clusters), quarters
        (how many are in it), source, reason (why there is no value).
    """
    frame = told(parts, statistic)
    cells = summed(frame, parts.keys)
    match statistic:
        case Total():
            return cells.with_columns(
                pl.when(pl.col(ROWS) > 0).then(NUMERATOR).alias(VALUE),
                pl.when(pl.col(ROWS) > 0).then(NUMERATOR),
                pl.lit(None, pl.Float64).alias(DENOMINATOR),
                pl.when(pl.col(ROWS) == 0).then(pl.lit(NOT_REPORTED)).alias(REASON),
            )
        case Share():
            return _divided(cells).join(_spread(frame, parts), on=parts.keys, how="left")
        case _:
            assert_never(statistic)


def median(parts: Parts) -> pl.DataFrame:
    """Take the weighted median of reported values by line and period.

    The smallest value at which the running weight reaches half; at exactly half, the mean of it
    and the next. Values of no weight have no say.

    Args:
        parts: reported values at one grain.

    Returns:
        As `counted`, denominator being the weight, with the lowest and highest value reported.
    """
    keys = parts.keys
    frame = parts.frame.with_columns(pl.col(WEIGHT).alias(DENOMINATOR))
    cells = summed(frame.with_columns(pl.lit(0.0).alias(NUMERATOR)), keys)
    weighed = (
        frame.filter(pl.col(WEIGHT) > 0)
        .group_by(*keys, VALUE)
        .agg(pl.col(WEIGHT).sum())
        .sort(*keys, VALUE)
        .with_columns(
            pl.col(WEIGHT).cum_sum().over(keys).alias(_RUNNING),
            pl.col(WEIGHT).sum().over(keys).alias(_WHOLE),
        )
    )
    reached = pl.col(_RUNNING) * 2 >= pl.col(_WHOLE)
    middle = weighed.group_by(keys).agg(
        pl.col(VALUE).min().alias(LOWEST),
        pl.col(VALUE).max().alias(HIGHEST),
        pl.col(_RUNNING, _WHOLE).filter(reached).first(),
        pl.col(VALUE).filter(reached).get(1, null_on_oob=True).alias(_NEXT),
        pl.col(VALUE).filter(reached).first(),
    )
    exactly_half = pl.col(_RUNNING) * 2 == pl.col(_WHOLE)
    return (
        cells.join(middle, on=keys, how="left")
        .with_columns(
            pl.when(exactly_half)
            .then((pl.col(VALUE) + pl.col(_NEXT)) / 2)
            .otherwise(VALUE)
            .alias(VALUE),
            pl.lit(None, pl.Float64).alias(NUMERATOR),
            _reason(),
        )
        .drop(_RUNNING, _WHOLE, _NEXT)
    )


def told(parts: Parts, statistic: Summed) -> pl.DataFrame:
    """Return a statistic's own columns of the parts, of the rows that say anything about it."""
    denominator = (
        pl.col(part(statistic, DENOMINATOR))
        if isinstance(statistic, Share | Sides)
        else pl.lit(None, pl.Float64)
    )
    return parts.frame.select(
        *parts.pair_keys,
        SOURCE,
        QUARTERS,
        pl.col(part(statistic, NUMERATOR)).alias(NUMERATOR),
        denominator.alias(DENOMINATOR),
        pl.col(part(statistic, ROWS)).alias(ROWS),
        pl.col(part(statistic, LEFT_OUT)).alias(LEFT_OUT),
    ).filter(pl.col(ROWS) + pl.col(LEFT_OUT) > 0)


def summed(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Sum numerators, denominators and rows, and say what was left out and where it came from."""
    used = pl.col(ROWS) > 0
    every = pl.col(ROWS) + pl.col(LEFT_OUT)
    return (
        frame.group_by(keys)
        .agg(
            pl.col(NUMERATOR, DENOMINATOR, ROWS, LEFT_OUT).sum(),
            pl.col(QUARTERS).filter(used).drop_nulls().n_unique(),
            pl.col(SOURCE).filter(used).unique().sort().str.join(";"),
        )
        .with_columns(
            pl.when(pl.col(LEFT_OUT) > 0).then(pl.format("rows {}/{}", ROWS, every)).alias(LEFT_OUT)
        )
    )


def _divided(cells: pl.DataFrame) -> pl.DataFrame:
    known = pl.col(ROWS) > 0
    return cells.with_columns(pl.when(known).then(pl.col(NUMERATOR, DENOMINATOR))).with_columns(
        pl.when(pl.col(DENOMINATOR) > 0).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
        _reason(),
    )


def _reason() -> pl.Expr:
    return (
        pl.when(pl.col(ROWS) == 0)
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col(DENOMINATOR) == 0)
        .then(pl.lit(ZERO_DENOMINATOR))
        .alias(REASON)
    )


def _spread(frame: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Measure how much a share varies among pairs beyond chance, by line and period.

    The squares are the only sums of fractions: they are added in the order of the pairs, so that
    the same version gives the same last digit.
    """
    if not parts.relation.has_pairs:
        return _as_it_is(frame, parts)
    one_end_untold = pl.any_horizontal(pl.col(end) == ALL for end in parts.relation.ends)
    clusters = (
        frame.filter(~one_end_untold)
        .group_by(parts.pair_keys)
        .agg(pl.col(NUMERATOR, DENOMINATOR).sum())
        .filter(pl.col(DENOMINATOR) > 0)
        .sort(parts.pair_keys)
        .group_by(parts.keys, maintain_order=True)
        .agg(
            (pl.col(NUMERATOR) ** 2 / pl.col(DENOMINATOR)).sum().alias(_SQUARES),
            pl.col(NUMERATOR, DENOMINATOR).sum(),
            pl.len().cast(pl.Int64).alias(CLUSTERS),
        )
    )
    found = intervals.dispersion(
        clusters[_SQUARES].to_numpy(),
        clusters[NUMERATOR].to_numpy(),
        clusters[DENOMINATOR].to_numpy(),
        clusters[CLUSTERS].to_numpy(),
    )
    spread = pl.Series(DISPERSION, found, dtype=pl.Float64).fill_nan(None)
    return clusters.select(*parts.keys, CLUSTERS, spread)


def _as_it_is(frame: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Say that nothing is known to be clustered, where rows do not pass between two ends."""
    return (
        frame.select(parts.keys)
        .unique()
        .with_columns(
            pl.lit(None, pl.Int64).alias(CLUSTERS), pl.lit(1.0, pl.Float64).alias(DISPERSION)
        )
    )


def _by_country(parts: Parts) -> Parts:
    """Count each row once for the country at either end, where the cut is by country."""
    if parts.selection.by != COUNTRY:
        return parts
    shown = parts.selection.countries or COUNTRIES.values
    ends = [parts.frame.with_columns(pl.col(end).alias(COUNTRY)) for end in parts.relation.ends]
    return replace(parts, frame=pl.concat(ends).filter(pl.col(COUNTRY).is_in(shown)))
