"""What each operation brings to a figure, period by period: numerator, denominator, whence."""

from typing import Final

import polars as pl

from metrics.operations import (
    CURRENCY,
    OPERATION,
    J,
    R,
    at_grain,
    register,
    results,
    said_of,
)
from metrics.precision import AT_MOST, combined, divided_by
from metrics.tables import Tables
from metrics.values import (
    CHANGED_IN,
    DENOMINATOR,
    DIFFERING,
    NUMERATOR,
    PERIOD,
    PRECISION,
    QUARTERS,
    SOURCE,
    VALUE,
)
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.codes import AT_LEAST
from validation.fields import col, name
from validation.periods import YEAR, Grain, Period, between

USED: Final = "is_used"
MULTILATERAL_FROM: Final = 3

_BELOW: Final = "precision_below"
_FIRST: Final = "first_day"
_FIRST_BY: Final = "first_day_by"
_LAST: Final = "last_day"
_LAST_BY: Final = "last_day_by"
_EURO: Final = "EUR"
_COLUMNS: Final = (
    OPERATION,
    PERIOD,
    NUMERATOR,
    DENOMINATOR,
    USED,
    SOURCE,
    PRECISION,
    QUARTERS,
    DIFFERING,
    CHANGED_IN,
    CURRENCY,
)
_ABSENT: Final[dict[str, pl.DataType]] = {
    QUARTERS: pl.String(),
    DIFFERING: pl.Int64(),
    CHANGED_IN: pl.Int64(),
    CURRENCY: pl.String(),
}


def figures(tables: Tables, grain: Grain, *, column: str) -> pl.DataFrame:
    """Return one column's figures by operation and period; the denominator is one each."""
    found = at_grain(results(tables, column), grain)
    return found.select(
        OPERATION,
        PERIOD,
        pl.col(VALUE).alias(NUMERATOR),
        pl.lit(1.0).alias(DENOMINATOR),
        pl.lit(value=True).alias(USED),
        SOURCE,
        PRECISION,
        QUARTERS,
        DIFFERING,
        CHANGED_IN,
        CURRENCY,
    )


def recovered(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return value seized in euros and cost; rows that know one of the two are left out."""
    seized = at_grain(results(tables, name(R.seized_value)), grain)
    cost = at_grain(results(tables, name(R.cost_eur)), grain)
    both = seized.filter(pl.col(CURRENCY) == _EURO).join(
        cost.rename({VALUE: DENOMINATOR, PRECISION: _BELOW}).select(
            OPERATION, PERIOD, QUARTERS, DENOMINATOR, _BELOW
        ),
        on=[OPERATION, PERIOD, QUARTERS],
        how="full",
        coalesce=True,
        nulls_equal=True,
    )
    return _divided(both.rename({VALUE: NUMERATOR}))


def active(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return each operation once for every period in which it ran at some time."""
    return _counted(tables, _placed(tables, grain, _days_of_life(tables)))


def completed(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return each operation once, in the period in which it ended."""
    return _counted(tables, ends(tables, grain))


def multilateral(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return of each operation that ran whether three countries or more took part.

    Fewer countries named than three say nothing where they are not counted.
    """
    named = col(J.countries).str.count_matches(LIST_SEPARATOR) + 1
    count, said = col(J.countries_count), said_of(name(J.countries_count))
    many = count >= MULTILATERAL_FROM
    known = (
        pl.when((named >= MULTILATERAL_FROM) | (many & (said != AT_MOST)))
        .then(1.0)
        .when(~many & (said != AT_LEAST))
        .then(0.0)
    )
    return _of_register(tables, active(tables, grain), known, pl.lit(""))


def countries(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return of each operation that ran how many countries took part."""
    count = col(J.countries_count).cast(pl.Float64)
    return _of_register(tables, active(tables, grain), count, said_of(name(J.countries_count)))


def objectives(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return objectives met, over the life of each operation ended, and objectives set."""
    aims = register(tables).select(
        OPERATION,
        col(J.objectives_set).cast(pl.Float64).alias(DENOMINATOR),
        said_of(name(J.objectives_set)).alias(_BELOW),
    )
    ended = ends(tables, grain).join(aims.drop_nulls(DENOMINATOR), on=OPERATION, how="inner")
    met = _life(tables, name(R.objectives_met)).rename({VALUE: NUMERATOR})
    return _divided(ended.join(met, on=OPERATION, how="left"))


def convictions(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Return convicted and prosecuted over the life of the operations ended in a year.

    Operations that do not tell both are left out; there is nothing by quarter.
    """
    ended = ends(tables, YEAR)
    if grain != YEAR:
        ended = ended.clear()
    charged = _life(tables, name(R.suspects_prosecuted)).select(
        OPERATION, pl.col(VALUE).alias(DENOMINATOR), pl.col(PRECISION).alias(_BELOW)
    )
    convicted = _life(tables, name(R.suspects_convicted)).rename({VALUE: NUMERATOR})
    return _divided(
        ended.join(convicted, on=OPERATION, how="left").join(charged, on=OPERATION, how="left")
    )


def _life(tables: Tables, column: str) -> pl.DataFrame:
    """Sum a figure over each operation's life."""
    return (
        at_grain(results(tables, column), None)
        .group_by(OPERATION)
        .agg(
            pl.col(VALUE).sum(),
            pl.col(PRECISION).unique(),
            pl.col(SOURCE).unique().sort().str.join(";"),
            pl.col(DIFFERING).sum(),
            pl.col(CHANGED_IN).max(),
        )
        .with_columns(pl.col(PRECISION).map_elements(combined, return_dtype=pl.String))
    )


def _divided(frame: pl.DataFrame) -> pl.DataFrame:
    """Say which rows know both numerator and denominator, and how exact their quotient is."""
    said = [
        combined((above or "", divided_by(below or "")))
        for above, below in frame.select(PRECISION, _BELOW).iter_rows()
    ]
    known = pl.col(NUMERATOR).is_not_null() & pl.col(DENOMINATOR).is_not_null()
    placed = pl.col(USED) if USED in frame.columns else pl.lit(value=True)
    return _complete(
        frame.with_columns(
            (known & placed).alias(USED), pl.Series(PRECISION, said, dtype=pl.String)
        )
    )


def _of_register(
    tables: Tables, ran: pl.DataFrame, known: pl.Expr, precision: pl.Expr
) -> pl.DataFrame:
    """Give every operation that ran a figure of the register as its numerator."""
    told = register(tables).select(
        OPERATION, known.cast(pl.Float64).alias(NUMERATOR), precision.alias(PRECISION)
    )
    found = ran.drop(NUMERATOR, PRECISION).join(told, on=OPERATION, how="left")
    return _complete(found.with_columns(pl.col(USED) & pl.col(NUMERATOR).is_not_null()))


def _counted(tables: Tables, placed: pl.DataFrame) -> pl.DataFrame:
    sources = register(tables).select(OPERATION, SOURCE)
    return _complete(
        placed.join(sources, on=OPERATION, how="left").with_columns(
            pl.lit(1.0).alias(NUMERATOR),
            pl.lit(1.0).alias(DENOMINATOR),
            pl.lit("").alias(PRECISION),
        )
    )


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, kind).alias(each)
        for each, kind in _ABSENT.items()
        if each not in frame.columns
    ]
    return frame.with_columns(missing).select(_COLUMNS)


def _days_of_life(tables: Tables) -> pl.DataFrame:
    """Return between which days each operation began, and between which it ended.

    One that is not ended runs until today; one of which no beginning is told ran when it ended.
    """
    today = pl.lit(tables.today)
    began, ended = col(J.started), col(J.ended)
    return register(tables).select(
        OPERATION,
        pl.coalesce(earliest_day(began), earliest_day(ended)).alias(_FIRST),
        pl.coalesce(latest_day(began), latest_day(ended)).alias(_FIRST_BY),
        pl.coalesce(earliest_day(ended), today).alias(_LAST),
        pl.coalesce(latest_day(ended), today).alias(_LAST_BY),
    )


def ends(tables: Tables, grain: Grain) -> pl.DataFrame:
    """Place the operations that ended in the period of their end."""
    first, last = earliest_day(col(J.ended)), latest_day(col(J.ended))
    days = register(tables).select(
        OPERATION,
        first.alias(_FIRST),
        last.alias(_FIRST_BY),
        first.alias(_LAST),
        last.alias(_LAST_BY),
    )
    return _placed(tables, grain, days.drop_nulls(_FIRST))


def _placed(tables: Tables, grain: Grain, days: pl.DataFrame) -> pl.DataFrame:
    """List the periods of each operation: sure ones are used, merely possible ones left out."""
    rows = [
        (operation, period.code, first_by <= period.end and last >= period.start)
        for operation, first, first_by, last, last_by in days.iter_rows()
        for period in between(
            Period.containing(first, grain),
            Period.containing(min(last_by, tables.today), grain),
        )
    ]
    schema = {OPERATION: pl.String(), PERIOD: pl.String(), USED: pl.Boolean()}
    return pl.DataFrame(rows, schema=schema, orient="row")
