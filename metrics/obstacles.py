"""Obstacles: how often each is met and how long it delays, every obstacle a line of its own."""

from typing import Final, TypeAlias

import polars as pl

from metrics import rows
from metrics.cells import Parts, median
from metrics.offices import counting
from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    DISPERSION,
    LEFT_OUT,
    NOT_REPORTED,
    NUMERATOR,
    REASON,
    ROWS,
    VALUE,
    WEIGHT,
    ZERO_DENOMINATOR,
)
from validation.contracts.obstacles import OBSTACLES, Obstacles
from validation.fields import col, name
from validation.periods import Grain

T: TypeAlias = Obstacles
TABLE: Final = OBSTACLES.name
LINES: Final = (name(T.obstacle),)

_SERIES: Final = tuple(column for column in OBSTACLES.key if column != name(T.period))
_RATE: Final = (name(T.cases_affected), name(T.cases_total))
_DELAY: Final = (name(T.cases_affected), name(T.median_delay_days))


def rate() -> Custom:
    """Σ cases affected / Σ all cases, each obstacle a line."""
    affected, every = _RATE
    return Custom(
        table=TABLE, written=f"Σ {affected} / Σ {every}", make=_rate, lines=LINES, added=_RATE
    )


def delay() -> Custom:
    """Weighted median of the median delays reported, each obstacle a line."""
    affected, days = _DELAY
    return Custom(
        table=TABLE,
        written=f"median of {days}, weighted by {affected}",
        make=_delay,
        lines=LINES,
        told=_DELAY[1:],
    )


def _rate(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Divide the cases affected by all cases of those who tell both."""
    cells = (
        _rows(tables, grain, selection, told=T.cases_total)
        .summed(
            col(T.cases_affected).sum().cast(pl.Float64).alias(NUMERATOR),
            col(T.cases_total).sum().cast(pl.Float64).alias(DENOMINATOR),
        )
        .with_columns(
            pl.when(pl.col(DENOMINATOR) > 0)
            .then(pl.col(NUMERATOR) / pl.col(DENOMINATOR))
            .alias(VALUE),
            pl.lit(1.0).alias(DISPERSION),
            pl.when(pl.col(ROWS) == 0)
            .then(pl.lit(NOT_REPORTED))
            .when(pl.col(DENOMINATOR) == 0)
            .then(pl.lit(ZERO_DENOMINATOR))
            .alias(REASON),
        )
    )
    return rows.revised(tables, OBSTACLES, cells, grain=grain, columns=_RATE)


def _delay(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Take the median of the medians; a delay of no case has no say."""
    used = pl.col(rows.USED)
    frame = _rows(tables, grain, selection, told=T.median_delay_days).frame.with_columns(
        pl.when(used).then(T.median_delay_days).alias(VALUE),
        pl.when(used).then(T.cases_affected).otherwise(0).cast(pl.Float64).alias(WEIGHT),
        used.cast(pl.Int64).alias(ROWS),
        (~used).cast(pl.Int64).alias(LEFT_OUT),
    )
    by_obstacle = Selection(by=name(T.obstacle))
    cells = median(Parts(frame=frame, relation=RELATIONS[TABLE], selection=by_obstacle))
    return rows.revised(tables, OBSTACLES, cells, grain=grain, columns=_DELAY)


def _rows(tables: Tables, grain: Grain, selection: Selection, *, told: object) -> rows.Rows:
    """Take the rows that were selected; one in which nothing was affected has no delay to tell."""
    sure, possible = rows.selected(OBSTACLES, selection)
    filled = col(told).is_not_null()
    return rows.rows(
        counting(rows.texts(tables.rows(OBSTACLES)), RELATIONS[TABLE], grain),
        grain,
        lines=LINES,
        used=filled & sure,
        asked=(filled | (col(T.cases_affected) > 0)) & possible,
        series=_SERIES,
    )
