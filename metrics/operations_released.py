"""Counts of persons in joint operations, and all the ways in which they are told, as one lattice.

What an operation brought in a period, and in all, is told by itself, but for what courts made of
it: that is too few persons in a case that is known. Partnerships tell sums over operations, by
crime area, kind and country: once for every country that took part. Figures with a scope cover
something else; where they are an own return they are told nowhere.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import polars as pl

from metrics.catalogue import INDICATORS
from metrics.methods.grouped import NUMBER, grouped
from metrics.methods.margins import CODE, COUNTED, CUT, KEYS, Margins
from metrics.operations import OPERATION, SURE, J, R, asked, at_grain, register, results
from metrics.operations_cells import CHARGED, CONVICTED, NOT_CONVICTED, results_of
from metrics.operations_facts import USED, ends
from metrics.persons import named
from metrics.selection import Selection
from metrics.tables import Tables
from metrics.values import COUNTRY, GRAIN, PARTNERSHIP, PERIOD, QUARTERS, SOURCE, VALUE
from validation.codes import OWN_RETURN
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.fields import name
from validation.periods import QUARTER, YEAR, YEAR_LENGTH, Grain

LIFE: Final = "life"
"""The grain of what an operation brought in all."""
NO_PERIOD: Final = ""
OF_ITSELF: Final = ""
"""The partnership of what an operation brought: it is the same in all that it counts in."""

PERSONS: Final = tuple(each.name for each in OPERATION_RESULTS.columns if each.spec.persons)
"""The columns that count persons."""

DECIDED: Final = INDICATORS["conviction_rate"].matures_after
"""Quarters after which courts have decided; until then no partnership tells convictions."""

Years: TypeAlias = Callable[[pl.Series, int], list[str]]

OF_COURTS: Final = (name(R.suspects_prosecuted), name(R.suspects_convicted))
"""Columns that an own return tells of no single operation."""

_OF_COURTS: Final = [
    *(results_of(column).named for column in OF_COURTS),
    *(each.named for each in (CHARGED, CONVICTED, NOT_CONVICTED)),
]
_COLUMN: Final = "column"
_ROW: Final = "period_of_row"
_CUTS: Final = ("", name(J.crime_area), name(J.kind), COUNTRY)


def cells(tables: Tables, unpublished: frozenset[str], years: Years) -> Margins | None:
    """Return the cells of operations' own returns; None where there are none.

    Args:
        tables: the version.
        unpublished: partnerships whose own figures are not published already.
        years: tells which of the years of periods have been over for so many quarters.
    """
    told = _told(tables, unpublished)
    if told.is_empty():
        return None
    charged = _charged(tables, told)
    lost = _not_convicted(charged, told.height)
    counts = pl.concat([_as_counts(told), lost.select(*KEYS, NUMBER, VALUE)])
    lives = pl.concat([_in_life(tables, told), charged.select(OPERATION, COUNTED, NUMBER)])
    ended = ends(tables, YEAR).filter(USED).select(OPERATION, PERIOD, pl.lit(YEAR).alias(GRAIN))
    of_courts = pl.concat([charged, lost], how="diagonal").select(OPERATION, COUNTED, NUMBER)
    placed = pl.concat(
        [
            _placed(tables, told, QUARTER),
            _placed(tables, told, YEAR),
            of_courts.join(ended, on=OPERATION).select(OPERATION, GRAIN, PERIOD, COUNTED, NUMBER),
        ]
    )
    summed = pl.col(COUNTED).is_in(
        {each for indicator in INDICATORS.values() for each in named(indicator)}
    )
    courts = pl.col(COUNTED).is_in(_OF_COURTS)
    over, decided = (pl.col(PERIOD).is_in(years(placed[PERIOD], wait)) for wait in (0, DECIDED))
    told_of = (pl.col(GRAIN) != YEAR) | pl.when(courts).then(decided).otherwise(over)
    return grouped(
        counts,
        pl.concat([_of_itself(lives), *_of_partnerships(tables, placed.filter(told_of, summed))]),
        wholes=[(CHARGED.named, (CONVICTED.named, NOT_CONVICTED.named))],
        dear=pl.col(PARTNERSHIP) != OF_ITSELF,
        latent=(pl.col(PARTNERSHIP) == OF_ITSELF) & pl.col(COUNTED).is_in(_OF_COURTS),
    )


def _told(tables: Tables, unpublished: frozenset[str]) -> pl.DataFrame:
    """Return what own returns tell: operation, period of the row, column, value, number."""
    mine = register(tables).filter(pl.col(PARTNERSHIP).is_in(unpublished)).select(OPERATION)
    every = [
        results(tables, column)
        .filter(pl.col(SOURCE) == OWN_RETURN)
        .join(mine, on=OPERATION, how="semi", maintain_order="left")
        .select(OPERATION, pl.col(PERIOD).alias(_ROW), pl.lit(column).alias(_COLUMN), VALUE)
        for column in PERSONS
    ]
    return pl.concat(every).with_row_index(NUMBER)


def _as_counts(told: pl.DataFrame) -> pl.DataFrame:
    quarterly = pl.col(_ROW).str.len_chars() > YEAR_LENGTH
    return told.select(
        pl.lit(OF_ITSELF).alias(PARTNERSHIP),
        pl.when(quarterly).then(pl.lit(QUARTER)).otherwise(pl.lit(YEAR)).alias(GRAIN),
        pl.col(_ROW).alias(PERIOD),
        pl.lit(OPERATION).alias(CUT),
        pl.col(OPERATION).alias(CODE),
        _counted(),
        NUMBER,
        VALUE,
    ).select(*KEYS, NUMBER, VALUE)


def _counted() -> pl.Expr:
    names = {column: results_of(column).named for column in PERSONS}
    return pl.col(_COLUMN).replace_strict(names).alias(COUNTED)


def _placed(tables: Tables, told: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Return which rows count in which period of a grain."""
    rows = pl.concat(
        at_grain(results(tables, column), grain).select(
            OPERATION,
            PERIOD,
            pl.coalesce(QUARTERS, PERIOD).alias(_ROW),
            pl.lit(column).alias(_COLUMN),
        )
        for column in PERSONS
    )
    found = told.join(rows, on=[OPERATION, _ROW, _COLUMN])
    return found.select(OPERATION, pl.lit(grain).alias(GRAIN), PERIOD, _counted(), NUMBER)


def _in_life(tables: Tables, told: pl.DataFrame) -> pl.DataFrame:
    """Return which rows count in what an operation brought in all."""
    return told.join(_rows_of_lives(tables), on=[OPERATION, _ROW, _COLUMN], how="semi").select(
        OPERATION, _counted(), NUMBER
    )


def _rows_of_lives(tables: Tables) -> pl.DataFrame:
    return pl.concat(
        at_grain(results(tables, column), None).select(
            OPERATION, pl.col(PERIOD).alias(_ROW), pl.lit(column).alias(_COLUMN)
        )
        for column in PERSONS
    )


def _charged(tables: Tables, told: pl.DataFrame) -> pl.DataFrame:
    """Return the rows on suspects charged and convicted of operations that tell both."""
    names = {each.column: each.named for each in (CHARGED, CONVICTED)}
    rows = _rows_of_lives(tables).filter(pl.col(_COLUMN).is_in(list(names)))
    both = (
        rows.group_by(OPERATION)
        .agg(pl.col(_COLUMN).n_unique())
        .filter(pl.col(_COLUMN) == len(names))
    )
    return (
        told.join(rows, on=[OPERATION, _ROW, _COLUMN], how="semi")
        .join(both, on=OPERATION, how="semi")
        .with_columns(pl.col(_COLUMN).replace_strict(names).alias(COUNTED))
    )


def _not_convicted(charged: pl.DataFrame, known: int) -> pl.DataFrame:
    """Return how many of those charged in an operation were not convicted, as counts."""
    amount = pl.when(pl.col(COUNTED) == CHARGED.named).then(VALUE).otherwise(-pl.col(VALUE))
    return (
        charged.group_by(OPERATION, maintain_order=True)
        .agg(amount.sum().alias(VALUE))
        .filter(pl.col(VALUE) >= 0)
        .with_row_index(NUMBER, offset=known)
        .with_columns(
            **{
                PARTNERSHIP: pl.lit(OF_ITSELF),
                GRAIN: pl.lit(LIFE),
                PERIOD: pl.lit(NO_PERIOD),
                CUT: pl.lit(OPERATION),
                CODE: pl.col(OPERATION),
                COUNTED: pl.lit(NOT_CONVICTED.named),
            }
        )
    )


def _of_itself(lives: pl.DataFrame) -> pl.DataFrame:
    """Return what an operation brought in all as groups of its rows."""
    return lives.select(
        pl.lit(OF_ITSELF).alias(PARTNERSHIP),
        pl.lit(LIFE).alias(GRAIN),
        pl.lit(NO_PERIOD).alias(PERIOD),
        pl.lit(OPERATION).alias(CUT),
        pl.col(OPERATION).alias(CODE),
        COUNTED,
        NUMBER,
    )


def _of_partnerships(tables: Tables, placed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the sums that partnerships tell as groups of rows, for each breakdown."""
    for cut in _CUTS:
        whose = asked(tables, Selection(by=cut)).filter(SURE)
        yield placed.join(whose, on=OPERATION).select(
            PARTNERSHIP,
            GRAIN,
            PERIOD,
            pl.lit(cut or None, pl.String).alias(CUT),
            pl.col(cut).alias(CODE) if cut else pl.lit(None, pl.String).alias(CODE),
            COUNTED,
            NUMBER,
        )
