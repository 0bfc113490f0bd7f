"""What differs between two states of a warehouse in the figures that stand for the pillars."""

from datetime import datetime
from typing import Final

import polars as pl

from data.planning import Plan
from data.staging import Staged
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS, PILLARS
from metrics.indicator import Indicator
from metrics.series import Query, whole
from metrics.source import Source
from metrics.statistic import PUBLISHED_LINES
from metrics.values import (
    AFTER,
    FLAGS,
    GRAIN,
    INDICATOR,
    LOWER,
    NOT_ENDED,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    STATUS,
    STATUS_AFTER,
    UNIT,
    UPPER,
    VALUE,
    schema,
)
from validation.periods import QUARTER, YEAR, Grain

_GRAINS: Final[tuple[Grain, ...]] = (QUARTER, YEAR)
_KEYS: Final = (INDICATOR, PARTNERSHIP, *PUBLISHED_LINES, GRAIN, PERIOD)
_SHOWN: Final = (*_KEYS, UNIT, PRECISION, VALUE, LOWER, UPPER, STATUS, FLAGS)
LOWER_AFTER: Final = "lower_after"
UPPER_AFTER: Final = "upper_after"
FLAGS_AFTER: Final = "flags_after"
LATER: Final = {
    VALUE: AFTER,
    LOWER: LOWER_AFTER,
    UPPER: UPPER_AFTER,
    STATUS: STATUS_AFTER,
    FLAGS: FLAGS_AFTER,
}
"""What a column of a value is called after the change."""

_SCHEMA: Final = {name: schema(PUBLISHED_LINES)[name] for name in _SHOWN} | {
    later: schema(PUBLISHED_LINES)[name] for name, later in LATER.items()
}
_INCOMPLETE: Final = rf"(?:^|;){PARTIAL}:(?:{NOT_ENDED}|\d)"
"""Flags of a period that has not ended, or a year of which quarters are still to come."""


def effects(before: Source, warehouse: Warehouse, plan: Plan, *, when: datetime) -> pl.DataFrame:
    """Compare the figures that stand for the pillars before and after a plan.

    The same statements run over the warehouse and over the warehouse with the plan's rows in it.
    The frame is that of `differences`.

    Args:
        before: the latest version, as it stands.
        warehouse: where the plan would go.
        plan: what would be published.
        when: the moment its version would carry.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    if plan.empty:
        return pl.DataFrame(schema=_SCHEMA)
    earlier = _figures(before)
    return _differing(earlier, _figures(Source(Staged(warehouse, plan, when))))


def differences(before: Source, after: Source) -> pl.DataFrame:
    """Compare the figures that stand for the pillars in two versions.

    Returns:
        One row per value or status that differs: indicator, partnership_id, the dimensions that
        tell published totals apart, grain, period, unit, precision; value, lower, upper, status
        and flags before; after, lower_after, upper_after, status_after and flags_after. What is
        null is no value; a period that is not complete has no status.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    return _differing(_figures(before), _figures(after))


def _figures(source: Source) -> pl.DataFrame:
    """Return every value of the figures that stand for the pillars."""
    with source.together():
        return pl.concat(
            _values(source, indicator, grain) for indicator in _foremost() for grain in _GRAINS
        )


def _foremost() -> list[Indicator]:
    ids = [each for view in PILLARS.values() for each in (view.headline, *view.fallback)]
    return [INDICATORS[each] for each in dict.fromkeys(ids)]


def _values(source: Source, indicator: Indicator, grain: Grain) -> pl.DataFrame:
    frame = whole(source, Query(indicator=indicator.id, grain=grain), indicator)
    missing = [pl.lit("").alias(each) for each in PUBLISHED_LINES if each not in frame.columns]
    incomplete = pl.col(FLAGS).str.contains(_INCOMPLETE)
    frame = frame.with_columns(pl.when(incomplete).then(pl.lit("")).otherwise(STATUS).alias(STATUS))
    return frame.with_columns(missing).select(_SHOWN)


def _differing(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    later = after.select(
        *_KEYS,
        *(pl.col(name).alias(later) for name, later in LATER.items()),
        pl.col(UNIT).alias("unit_after"),
        pl.col(PRECISION).alias("precision_after"),
    )
    both = before.join(later, on=_KEYS, how="full", coalesce=True, nulls_equal=True)
    return (
        both.with_columns(
            pl.coalesce("unit_after", UNIT).alias(UNIT),
            pl.coalesce("precision_after", PRECISION).alias(PRECISION),
            pl.col(STATUS, STATUS_AFTER, FLAGS, FLAGS_AFTER).fill_null(""),
        )
        .filter(pl.col(VALUE).ne_missing(pl.col(AFTER)) | (pl.col(STATUS) != pl.col(STATUS_AFTER)))
        .select(*_SCHEMA)
        .sort(_KEYS)
    )
