"""What operations bring → cells of partnerships: sums, quotients, medians."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

import numpy as np
import polars as pl

from metrics.operations import CURRENCY, FOUND_ONLY, OPERATION, SURE, R, asked
from metrics.operations_facts import USED, figures
from metrics.precision import combined
from metrics.selection import Selection
from metrics.statistic import Custom, Persons
from metrics.tables import Tables
from metrics.values import (
    CHANGED_IN,
    DENOMINATOR,
    DIFFERING,
    DISPERSION,
    FEW_OPERATIONS,
    LEFT_OUT,
    LOWER,
    METHOD,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    QUARTERS,
    REASON,
    ROWS,
    SELECTION,
    SOURCE,
    UNIT,
    UPPER,
    VALUE,
    WHY_UNSURE,
    ZERO_DENOMINATOR,
)
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.fields import name
from validation.periods import Grain

FEWEST: Final = 10
DRAWS: Final = 2_000
SEED: Final = 20_240_101
TAILS: Final = (0.025, 0.975)

_ended = partial(Persons, used=pl.lit(value=True))
CHARGED: Final = _ended(column=name(R.suspects_prosecuted), written="both are known")
CONVICTED: Final = _ended(column=name(R.suspects_convicted), written="both are known")
NOT_CONVICTED: Final = _ended(column=name(R.suspects_prosecuted), written="not convicted")
"""Of operations that tell both; what a conviction rate rests on."""

_EACH: Final = "each_operation"
_TYPICAL: Final = "typical"

Facts: TypeAlias = Callable[[Tables, Grain], pl.DataFrame]
Aggregate: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]


def total(column: object, *, by_currency: bool = False) -> Custom:
    """Declare the sum of a column of results; of money one line a currency."""
    lines = (CURRENCY,) if by_currency else ()
    return Custom(
        table=OPERATION_RESULTS.name,
        written=f"Σ {name(column)}",
        make=partial(
            _cells,
            facts=partial(figures, column=name(column)),
            aggregate=_in_currency if by_currency else _summed,
            lines=lines,
        ),
        lines=lines,
        adds=True,
        persons=(results_of(column),),
    )


def median(column: object) -> Custom:
    """Declare the median of a column of results over operations."""
    return Custom(
        table=OPERATION_RESULTS.name,
        written=f"median of {name(column)} over operations",
        make=partial(_cells, facts=partial(figures, column=name(column)), aggregate=_middle),
    )


def per_operation(column: object) -> Custom:
    """Declare the mean of a column of results over the operations that tell it."""
    return Custom(
        table=OPERATION_RESULTS.name,
        written=f"Σ {name(column)} / operations with {name(column)}",
        make=partial(_cells, facts=partial(figures, column=name(column)), aggregate=_resampled),
        persons=(results_of(column),),
    )


def results_of(column: object) -> Persons:
    """Say that a figure rests on the persons that results count in a column."""
    return Persons(column=name(column), used=pl.lit(value=True), written="results tell them")


def quotient(
    facts: Facts, written: str, *, of_results: bool = True, persons: tuple[Persons, ...] = ()
) -> Custom:
    """Declare a quotient of sums over operations, and the persons that it rests on."""
    table = OPERATION_RESULTS if of_results else JOINT_OPERATIONS
    make = partial(_cells, facts=facts, aggregate=_quotient)
    return Custom(table=table.name, written=written, make=make, persons=persons)


def number(facts: Facts, written: str, *, adds: bool) -> Custom:
    """Declare a number of operations."""
    make = partial(_cells, facts=facts, aggregate=_summed)
    return Custom(table=JOINT_OPERATIONS.name, written=written, make=make, adds=adds)


def _cells(
    tables: Tables,
    grain: Grain,
    selection: Selection,
    *,
    facts: Facts,
    aggregate: Aggregate,
    lines: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Aggregate what operations bring to each partnership they count in."""
    cut = (selection.by,) if selection.by and selection.by not in lines else ()
    keys = [PARTNERSHIP, PERIOD, *lines, *cut]
    rows = (
        facts(tables, grain)
        .join(asked(tables, selection), on=OPERATION, how="inner")
        .with_columns(pl.col(USED) & pl.col(SURE))
        .sort(*keys, OPERATION, nulls_last=True)
    )
    if lines:
        rows = rows.drop_nulls(lines)
    used = pl.col(USED)
    every = rows.group_by(keys, maintain_order=True).agg(
        used.sum().cast(pl.Int64).alias(ROWS),
        pl.len().cast(pl.Int64).alias(LEFT_OUT),
        pl.col(FOUND_ONLY).any(),
        pl.col(NUMERATOR, DENOMINATOR).filter(used).sum(),
        pl.col(NUMERATOR).filter(used).alias(_EACH),
        pl.col(NUMERATOR).filter(used).median().alias(_TYPICAL),
        pl.col(PRECISION).filter(used).fill_null("").unique(),
        pl.col(SOURCE)
        .filter(used)
        .drop_nulls()
        .str.split(";")
        .explode()
        .unique()
        .sort()
        .alias(SOURCE),
        pl.col(QUARTERS).filter(used).drop_nulls().n_unique().cast(pl.Int64),
        pl.col(DIFFERING).filter(used).sum().cast(pl.Int64),
        pl.col(CHANGED_IN).max(),
    )
    said = [combined(each) for each in every[PRECISION].to_list()]
    told = every.with_columns(
        pl.Series(PRECISION, said, dtype=pl.String),
        pl.col(SOURCE).list.join(";"),
        pl.when(pl.col(ROWS) < pl.col(LEFT_OUT))
        .then(pl.format("rows {}/{}", ROWS, LEFT_OUT))
        .alias(LEFT_OUT),
    )
    made = aggregate(told).drop(_EACH, _TYPICAL)
    return _withheld(made).drop(FOUND_ONLY)


def _withheld(cells: pl.DataFrame) -> pl.DataFrame:
    """Give no value over operations that are only those found, nor where nothing is reported."""
    numbers = [
        each for each in (VALUE, NUMERATOR, DENOMINATOR, LOWER, UPPER) if each in cells.columns
    ]
    gone = pl.col(FOUND_ONLY)
    known = ~gone & (pl.col(ROWS) > 0)
    return cells.with_columns(
        pl.when(gone)
        .then(pl.lit(SELECTION))
        .when(pl.col(ROWS) == 0)
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col(VALUE).is_null())
        .then(pl.lit(ZERO_DENOMINATOR))
        .alias(REASON),
        *(pl.when(known).then(each).alias(each) for each in numbers),
        pl.when(known).then(PRECISION).otherwise(pl.lit("")).alias(PRECISION),
        pl.when(~gone).then(DIFFERING).alias(DIFFERING),
        pl.when(~gone).then(CHANGED_IN).alias(CHANGED_IN),
    )


def _summed(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(
        pl.col(NUMERATOR).alias(VALUE), pl.lit(None, pl.Float64).alias(DENOMINATOR)
    )


def _in_currency(cells: pl.DataFrame) -> pl.DataFrame:
    return _summed(cells).with_columns(pl.col(CURRENCY).alias(UNIT))


def _quotient(cells: pl.DataFrame) -> pl.DataFrame:
    above, below = pl.col(NUMERATOR), pl.col(DENOMINATOR)
    return cells.with_columns(
        pl.when(below > 0).then(above / below).alias(VALUE), pl.lit(1.0).alias(DISPERSION)
    )


def _middle(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(
        pl.col(_TYPICAL).alias(VALUE),
        pl.lit(None, pl.Float64).alias(NUMERATOR),
        pl.lit(None, pl.Float64).alias(DENOMINATOR),
    )


def _resampled(cells: pl.DataFrame) -> pl.DataFrame:
    """Divide, with an interval by drawing operations again, from ten on."""
    limits = [bootstrap(each) for each in cells[_EACH].to_list()]
    known = pl.Series(METHOD, ["bootstrap" if each else "" for each in limits], dtype=pl.String)
    return _quotient(cells).with_columns(
        pl.Series(LOWER, [each[0] if each else None for each in limits], dtype=pl.Float64),
        pl.Series(UPPER, [each[1] if each else None for each in limits], dtype=pl.Float64),
        known,
        pl.Series(
            WHY_UNSURE, [None if each else FEW_OPERATIONS for each in limits], dtype=pl.String
        ),
    )


def bootstrap(each: list[float]) -> tuple[float, float] | None:
    """Draw operations with replacement and take the middle 95 % of their means.

    Source: Efron B, Tibshirani R J (1993), An introduction to the bootstrap, chapter 13. The draws
    are the same for the same figures.

    Args:
        each: a figure for each operation.

    Returns:
        The lowest and the highest, in the unit of the figures; None for fewer than `FEWEST`.
    """
    if len(each) < FEWEST:
        return None
    numbers = np.asarray(each, dtype=np.float64)
    draws = np.random.default_rng(SEED).integers(0, len(each), size=(DRAWS, len(each)))
    lower, upper = np.quantile(numbers[draws].mean(axis=1), TAILS).tolist()
    return lower, upper
