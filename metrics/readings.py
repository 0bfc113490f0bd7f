"""Published totals → cells: one line each, the best source's figure, and whether others differ."""

import math
from decimal import Decimal
from typing import Final

import polars as pl

from metrics.statistic import PUBLISHED_LINES
from metrics.values import (
    AGREES,
    BREAK_BEFORE,
    DIFFERING,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    QUARTERS,
    ROWS,
    SHOWN,
    SOURCE,
    VALUE,
)
from validation.codes import OWN_RETURN, TIERS
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.sources import Sources
from validation.fields import col, name
from validation.periods import QUARTER, YEAR_LENGTH, Grain

LINE: Final = (PARTNERSHIP, *PUBLISHED_LINES)

_RANK: Final = "tier_rank"
_FROM: Final = "possible_from"
_TO: Final = "possible_to"
_SHOWN_FROM: Final = "shown_from"
_SHOWN_TO: Final = "shown_to"


def read(published: pl.DataFrame, sources: pl.DataFrame, measure: str) -> pl.DataFrame:
    """List every figure printed for a measure, the best source's first in each line and period.

    Best is the best tier, then the newest publication, then the newest reading, then the source's
    id. Two figures differ if no number could be meant by both: a rounded or approximate figure
    means half its last printed digit either way, a bound up to one of its last printed digit
    beyond it. "Over 48 million" is no way to print 148 million.

    Args:
        published: rows of published_totals.
        sources: rows of sources.
        measure: the measure's code.

    Returns:
        partnership_id, the dimensions, period (text; empty where not broken down), value,
        precision, break_before, source, shown (the best source's), agrees (with the one shown).
    """
    described = sources.select(
        col(Sources.source_id).alias(SOURCE),
        col(Sources.tier)
        .cast(pl.String)
        .replace_strict({tier: rank for rank, tier in enumerate(TIERS.values)}, default=None)
        .cast(pl.Int64)
        .alias(_RANK),
        col(Sources.published),
        col(Sources.accessed),
    )
    texts = [*LINE, PERIOD, PRECISION, BREAK_BEFORE, SOURCE]
    mine = (
        published.filter(col(PublishedTotals.measure).cast(pl.String) == measure)
        .select(pl.col(texts).cast(pl.String).fill_null(""), VALUE)
        .join(described, on=SOURCE, how="left")
        .with_columns(pl.when(pl.col(SOURCE) == OWN_RETURN).then(-1).otherwise(_RANK).alias(_RANK))
    )
    ranges = [
        meant(value, precision) for value, precision in mine.select(VALUE, PRECISION).iter_rows()
    ]
    cell = [*LINE, PERIOD]
    return (
        mine.with_columns(
            pl.Series(_FROM, [low for low, _ in ranges], dtype=pl.Float64),
            pl.Series(_TO, [high for _, high in ranges], dtype=pl.Float64),
        )
        .sort(
            *cell,
            _RANK,
            name(Sources.published),
            name(Sources.accessed),
            SOURCE,
            descending=[*[False] * len(cell), False, True, True, False],
            nulls_last=True,
        )
        .with_columns(
            pl.int_range(pl.len()).over(cell).eq(0).alias(SHOWN),
            pl.col(_FROM).first().over(cell).alias(_SHOWN_FROM),
            pl.col(_TO).first().over(cell).alias(_SHOWN_TO),
        )
        .with_columns(
            ((pl.col(_FROM) <= pl.col(_SHOWN_TO)) & (pl.col(_TO) >= pl.col(_SHOWN_FROM))).alias(
                AGREES
            )
        )
        .select(*cell, VALUE, PRECISION, BREAK_BEFORE, SOURCE, SHOWN, AGREES)
    )


def cells(readings: pl.DataFrame, grain: Grain, *, stock: bool) -> pl.DataFrame:
    """Return the figures shown at a grain: as printed, never summed.

    A stock's year without a yearly figure takes the last reading of the year's quarters, and
    every break before one of them.

    Args:
        readings: the frame of `read`.
        grain: quarter or year.
        stock: whether the measure is read on a day.

    Returns:
        partnership_id, the dimensions, period, value, precision, break_before, source, rows,
        differing, quarters (the quarter of a stock's reading, else null).
    """
    cell = [*LINE, PERIOD]
    shown = readings.group_by(cell, maintain_order=True).agg(
        pl.col(VALUE, PRECISION, BREAK_BEFORE, SOURCE).first(),
        pl.len().cast(pl.Int64).alias(ROWS),
        (~pl.col(AGREES)).sum().cast(pl.Int64).alias(DIFFERING),
        pl.lit(None, pl.Int64).alias(QUARTERS),
    )
    quarterly = pl.col(PERIOD).str.len_chars() > YEAR_LENGTH
    if grain == QUARTER:
        return shown.filter(quarterly)
    yearly = shown.filter(~quarterly)
    if not stock:
        return yearly
    last = (
        shown.filter(quarterly)
        .with_columns(
            pl.col(PERIOD).str.tail(1).cast(pl.Int64).alias(QUARTERS),
            pl.col(PERIOD).str.head(YEAR_LENGTH),
        )
        .sort(*cell, QUARTERS)
        .with_columns(_every_break().over(cell))
        .group_by(cell, maintain_order=True)
        .last()
        .join(yearly, on=cell, how="anti")
    )
    return pl.concat([yearly, last.select(yearly.columns)])


def _every_break() -> pl.Expr:
    """Join the breaks before the quarters of a year, each told once."""
    told = pl.col(BREAK_BEFORE)
    return told.filter(told != "").unique(maintain_order=True).str.join("; ").alias(BREAK_BEFORE)


def meant(value: float | None, precision: str) -> tuple[float, float]:
    """Return the lowest and the highest number that a printed figure may mean."""
    if value is None:
        return -math.inf, math.inf
    match precision:
        case "at_least":
            return value, value + _last_digit(value)
        case "at_most":
            return value - _last_digit(value), value
        case "rounded" | "approximate":
            half = _last_digit(value) / 2
            return value - half, value + half
        case _:
            return value, value


def _last_digit(value: float) -> float:
    """Return the place of the last digit that is not zero: 1 200 000 → 100 000; 12.5 → 0.1."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return 10.0 ** int(exponent) if value else 1.0
