"""One exchange as its two ends count it: side by side, and how often they agree."""

from typing import Final

import polars as pl

from metrics.cells import Parts, summed, told
from metrics.statistic import PairMirror, Sides
from metrics.values import (
    DENOMINATOR,
    LEFT_OUT,
    NO_PAIR,
    NUMERATOR,
    QUARTERS,
    REASON,
    ROWS,
    VALUE,
)

BY_SENDER: Final = "by_sender"
BY_RECEIVER: Final = "by_receiver"
AGREE: Final = "agree"

_TINY: Final = 1e-9


def sides(parts: Parts, statistic: Sides) -> pl.DataFrame:
    """Set the two ends' own counts of each pair beside each other, by line and period.

    Where a period has several quarters, those that only one of the ends reports are left out of
    pairs that have one which both report: unlike stretches of time are not compared.

    Args:
        parts: parts of the pairs at one grain.
        statistic: what each end counts.

    Returns:
        The keys, the two ends, by_sender and by_receiver; null where that end reports nothing.
    """
    pair = [*parts.keys, *parts.relation.ends]
    counts = [pl.col(NUMERATOR), pl.col(DENOMINATOR)]
    both = pl.all_horizontal(each.is_not_null() for each in counts)
    by_quarter = (
        told(parts, statistic)
        .group_by(*pair, QUARTERS)
        .agg(pl.when(each.is_not_null().any()).then(each.sum()) for each in counts)
    )
    kept = by_quarter.filter(both | ~both.any().over(pair))
    by_sender, by_receiver = (
        pl.when(each.is_not_null().any()).then(each.sum()).alias(name)
        for each, name in zip(counts, (BY_SENDER, BY_RECEIVER), strict=True)
    )
    return kept.group_by(pair).agg(by_sender, by_receiver).sort(pair)


def agree(within: float) -> pl.Expr:
    """Tell whether two counts agree; null where one of them is not told."""
    larger = pl.max_horizontal(BY_SENDER, BY_RECEIVER)
    apart = (pl.col(BY_SENDER) - pl.col(BY_RECEIVER)).abs()
    both = pl.col(BY_SENDER).is_not_null() & pl.col(BY_RECEIVER).is_not_null()
    return pl.when(both).then(apart <= within * larger + _TINY)


def agreement(parts: Parts, statistic: PairMirror) -> pl.DataFrame:
    """Count the pairs whose two counts agree, of those that both ends report.

    Args:
        parts: parts of the pairs at one grain.
        statistic: what is counted, and how far apart two counts still agree.

    Returns:
        As `cells.counted`, without dispersion.
    """
    each_end = Sides(statistic.measure, statistic.table)
    rows = summed(told(parts, each_end), parts.keys).drop(NUMERATOR, DENOMINATOR, LEFT_OUT)
    pairs = (
        sides(parts, each_end)
        .with_columns(agree(statistic.within).alias(AGREE))
        .group_by(parts.keys)
        .agg(
            pl.col(AGREE).sum().cast(pl.Float64).alias(NUMERATOR),
            pl.col(AGREE).count().cast(pl.Float64).alias(DENOMINATOR),
        )
    )
    some = pl.col(DENOMINATOR) > 0
    return (
        rows.join(pairs, on=parts.keys, how="left")
        .with_columns(
            pl.when(some).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
            pl.when(~some).then(pl.lit(NO_PAIR)).alias(REASON),
            pl.lit(None, pl.String).alias(LEFT_OUT),
        )
        .with_columns(pl.when(pl.col(ROWS) > 0).then(pl.col(NUMERATOR, DENOMINATOR)))
    )
