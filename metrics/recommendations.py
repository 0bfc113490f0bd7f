"""Recommendations: how many of those that were due by a day had been carried out by then."""

from typing import Final, TypeAlias

import polars as pl

from metrics import rows
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    ROWS,
    SOURCE,
    VALUE,
)
from validation.cells import latest_day
from validation.contracts.recommendations import CLOSED, RECOMMENDATIONS, Recommendations
from validation.fields import col, name
from validation.partner_codes import DONE
from validation.periods import Grain, Period

T: TypeAlias = Recommendations
TABLE: Final = RECOMMENDATIONS.name

DEADLINE: Final = "last_day_in_time"
IN_TIME: Final = "was_done_in_time"
OVERDUE: Final = "is_overdue"
_ENDS: Final = "last_day_it_may_have_been_closed"


def done() -> Custom:
    """Recommendations due in the period and done in time / due in the period."""
    return Custom(
        table=TABLE,
        written=(
            f"recommendations with {name(T.status)} = {DONE}, {name(T.closed)} ≤ {name(T.due)}"
            f" / recommendations with {name(T.due)} in the period"
        ),
        make=_done,
        narrow=_due,
    )


def register(tables: Tables) -> pl.DataFrame:
    """Return the recommendations, codes as text, the one due soonest first.

    Returns:
        The columns of the table, and last_day_in_time (a day known by its month or year alone is
        over when that is), was_done_in_time and is_overdue (due, and neither done nor rejected).
    """
    closed = pl.col(_ENDS) <= pl.col(DEADLINE)
    done_in_time = ((col(T.status) == DONE) & closed).fill_null(value=False)
    over = (pl.col(DEADLINE) < pl.lit(tables.today)).fill_null(value=False)
    return (
        rows.texts(tables.rows(RECOMMENDATIONS))
        .with_columns(
            latest_day(col(T.due)).alias(DEADLINE), latest_day(col(T.closed)).alias(_ENDS)
        )
        .with_columns(
            done_in_time.alias(IN_TIME), (over & ~col(T.status).is_in(CLOSED)).alias(OVERDUE)
        )
        .drop(_ENDS)
        .sort(DEADLINE, name(T.recommendation_id), nulls_last=True)
    )


def waiting(tables: Tables) -> pl.DataFrame:
    """Return the recommendations of `register` that are not closed, those overdue first."""
    found = register(tables).filter(~col(T.status).is_in(CLOSED))
    return found.sort(~pl.col(OVERDUE), maintain_order=True)


def _were_due(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Return what was due by a day that is over; none of it tells a country or a crime area."""
    frame = register(tables).filter(pl.col(DEADLINE) < pl.lit(tables.today))
    if selection.countries or selection.crime_areas:
        frame = frame.clear()
    codes = [Period.containing(day, grain).code for day in frame[DEADLINE]]
    return frame.with_columns(pl.Series(PERIOD, codes, dtype=pl.String))


def _due(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Name what was due, by partnership and period."""
    found = _were_due(tables, grain, selection)
    return found.group_by(PARTNERSHIP, PERIOD).agg(col(T.recommendation_id))


def _done(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    return (
        _were_due(tables, grain, selection)
        .group_by(PARTNERSHIP, PERIOD)
        .agg(
            pl.col(IN_TIME).sum().cast(pl.Float64).alias(NUMERATOR),
            pl.len().cast(pl.Float64).alias(DENOMINATOR),
            pl.len().cast(pl.Int64).alias(ROWS),
            pl.col(SOURCE).unique().sort().str.join(";"),
        )
        .with_columns((pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE))
    )
