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
    GRAIN,
    INDICATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    STATUS,
    STATUS_AFTER,
    UNIT,
    VALUE,
    schema,
)
from validation.periods import QUARTER, YEAR, Grain

_GRAINS: Final[tuple[Grain, ...]] = (QUARTER, YEAR)
_KEYS: Final = (INDICATOR, PARTNERSHIP, *PUBLISHED_LINES, GRAIN, PERIOD)
_SHOWN: Final = (*_KEYS, UNIT, PRECISION, VALUE, STATUS)
_SCHEMA: Final = {name: schema(PUBLISHED_LINES)[name] for name in _SHOWN} | {
    AFTER: pl.Float64(),
    STATUS_AFTER: pl.String(),
}


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
    return differences(before, Source(Staged(warehouse, plan, when)))


def differences(before: Source, after: Source) -> pl.DataFrame:
    """Compare the figures that stand for the pillars in two versions.

    Returns:
        One row per value or status that differs: indicator, partnership_id, the dimensions that
        tell published totals apart, grain, period, unit, precision; value and status before;
        after and status_after. What is null is no value.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    found = [
        _differing(_values(before, indicator, grain), _values(after, indicator, grain))
        for indicator in _foremost()
        for grain in _GRAINS
    ]
    return pl.concat(found).sort(_KEYS)


def _foremost() -> list[Indicator]:
    ids = [each for view in PILLARS.values() for each in (view.headline, *view.fallback)]
    return [INDICATORS[each] for each in dict.fromkeys(ids)]


def _values(source: Source, indicator: Indicator, grain: Grain) -> pl.DataFrame:
    frame = whole(source, Query(indicator=indicator.id, grain=grain), indicator)
    missing = [pl.lit("").alias(each) for each in PUBLISHED_LINES if each not in frame.columns]
    return frame.with_columns(missing).select(_SHOWN)


def _differing(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    later = after.select(
        *_KEYS,
        pl.col(VALUE).alias(AFTER),
        pl.col(STATUS).alias(STATUS_AFTER),
        pl.col(UNIT).alias("unit_after"),
        pl.col(PRECISION).alias("precision_after"),
    )
    both = before.join(later, on=_KEYS, how="full", coalesce=True, nulls_equal=True)
    return (
        both.with_columns(
            pl.coalesce("unit_after", UNIT).alias(UNIT),
            pl.coalesce("precision_after", PRECISION).alias(PRECISION),
            pl.col(STATUS, STATUS_AFTER).fill_null(""),
        )
        .filter(pl.col(VALUE).ne_missing(pl.col(AFTER)) | (pl.col(STATUS) != pl.col(STATUS_AFTER)))
        .select(*_SCHEMA)
    )
