"""The latest value of each line, with its change and standing: what a card or a cell shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import polars as pl

from metrics.catalogue import INDICATORS
from metrics.change import ADDED, with_change
from metrics.indicator import Indicator
from metrics.lines import ADDED as SUMMED_UP
from metrics.lines import of_lines
from metrics.measure import dimensions
from metrics.rebased import rebased
from metrics.series import Query, shown, whole
from metrics.source import Source
from metrics.standing import pooled_where_close, short_by
from metrics.statistic import lines_of
from metrics.values import (
    PARTNERSHIP,
    PERIOD,
    PILLAR,
    POOLED,
    POOLED_FROM,
    POOLED_LOWER,
    POOLED_STATUS,
    POOLED_TO,
    POOLED_UPPER,
    SHORTFALL,
    VALUE,
    schema,
)
from validation.codes import Pillar
from validation.contracts.published_totals import PublishedTotals
from validation.fields import name
from validation.periods import QUARTER

_BROKEN_DOWN_BY: Final = (name(PublishedTotals.area), name(PublishedTotals.crime_area))
_SCOPE: Final = name(PublishedTotals.scope)
_POINTS_HELD: Final = "points_held"
_POOLED: Final[dict[str, pl.DataType]] = {
    POOLED_FROM: pl.String(),
    POOLED_TO: pl.String(),
    POOLED: pl.Float64(),
    POOLED_LOWER: pl.Float64(),
    POOLED_UPPER: pl.Float64(),
    POOLED_STATUS: pl.String(),
}
_ADDED: Final[dict[str, pl.DataType]] = _POOLED | {SHORTFALL: pl.Int64()} | SUMMED_UP
LINES: Final = tuple(
    dict.fromkeys(column for each in INDICATORS.values() for column in lines_of(each.statistic))
)
"""The columns that may tell lines of one indicator apart."""

_VALUES: Final = schema(LINES)
_SCHEMA: Final = _VALUES | ADDED | _ADDED


@dataclass(frozen=True, eq=False)
class Cards:
    """Cards of one indicator.

    Attributes:
        latest: one row per line with a value: the columns of a value (cut by all of `LINES`;
            empty where its indicator has no such lines), those of a change
            (`change.with_change`), pooled_from, pooled_to, pooled, pooled_lower,
            pooled_upper, pooled_status, shortfall, and how the line stands as a
            whole (`lines.of_lines`).
        points: the values of those lines up to the latest, for the sparkline.
    """

    latest: pl.DataFrame
    points: pl.DataFrame


def cards(source: Source, indicator: Indicator, query: Query) -> Cards:
    """Return the latest value of each of an indicator's lines.

    Args:
        source: the version.
        indicator: what to show.
        query: partnerships, grain, filters and the last period to look at; not cut. What comes by
            the year alone comes so where quarters are asked for too.
    """
    if query.grain == QUARTER:
        query = replace(query, grain=None)
    every = whole(source, query, indicator)
    own = dimensions(indicator, query.selection)
    lines = [PARTNERSHIP, *own]
    seen = shown(with_change(every, lines), query, published=indicator.published)
    latest = seen.filter(pl.col(VALUE).is_not_null()).group_by(lines, maintain_order=True).last()
    last = dict(cast("list[tuple[str, str]]", latest.select(PARTNERSHIP, PERIOD).rows()))
    pooled = (
        pooled_where_close(every, source, indicator, last)
        .rename({PERIOD: POOLED_TO})
        .select(PARTNERSHIP, *_POOLED)
    )
    shortfalls = [short_by(row, indicator) for row in latest.iter_rows(named=True)]
    as_known = shown(every, replace(query, from_period=None), published=indicator.published)
    summed_up = of_lines(as_known, indicator, own, rebased=rebased(source, indicator.id))
    full = latest.join(pooled, on=PARTNERSHIP, how="left").join(summed_up, on=lines, how="left")
    full = full.with_columns(
        pl.Series(SHORTFALL, shortfalls, dtype=pl.Int64),
        *(pl.lit("").alias(each) for each in LINES if each not in lines),
    )
    upto = latest.select(*lines, pl.col(PERIOD).alias(_POINTS_HELD))
    points = seen.join(upto, on=lines, how="inner", maintain_order="left").filter(
        pl.col(PERIOD) <= pl.col(_POINTS_HELD)
    )
    return Cards(
        full.select(*_SCHEMA).cast(pl.Schema(_SCHEMA)),
        points.with_columns(pl.lit("").alias(each) for each in LINES if each not in lines).select(
            *_VALUES
        ),
    )


def foremost(found: Cards, indicator: Indicator) -> Cards:
    """Keep one line a partnership: of several the one that says most.

    That is a line not broken down by area or crime area, then one that covers no less and no more
    than its measure says, then the one read latest, then the one with most points, then in order
    of system and scope.
    """
    if not lines_of(indicator.statistic):
        return found
    lines = [PARTNERSHIP, *LINES]
    held = found.points.drop_nulls(VALUE).group_by(lines).agg(pl.len().alias(_POINTS_HELD))
    best = (
        found.latest.join(held, on=lines, how="left")
        .sort(
            pl.any_horizontal(pl.col(_BROKEN_DOWN_BY) != ""),
            pl.col(_SCOPE) != "",
            PERIOD,
            _POINTS_HELD,
            *LINES,
            descending=[False, False, True, True, *[False] * len(LINES)],
        )
        .unique(PARTNERSHIP, keep="first", maintain_order=True)
        .drop(_POINTS_HELD)
    )
    return Cards(best, found.points.join(best, on=lines, how="semi", maintain_order="left"))


def by_pillar(found: Sequence[tuple[Pillar, Cards]]) -> Cards:
    """Put cards of several pillars under each other, the pillar's code before their columns."""
    first: dict[str, pl.DataType] = {PILLAR: pl.String()}

    def stacked(frames: list[pl.DataFrame], columns: dict[str, pl.DataType]) -> pl.DataFrame:
        named = [
            frame.select(pl.lit(pillar.value).alias(PILLAR), pl.all())
            for (pillar, _), frame in zip(found, frames, strict=True)
        ]
        return pl.concat([pl.DataFrame(schema=first | columns), *named])

    return Cards(
        stacked([each.latest for _, each in found], _SCHEMA),
        stacked([each.points for _, each in found], _VALUES),
    )
