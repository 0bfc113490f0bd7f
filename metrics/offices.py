"""Which rows count where offices, each for itself, and the secretariat return the same.

The offices' own rows go before the secretariat's, which is kept beside them and never added.
"""

from typing import Final

import polars as pl

from metrics.relation import Relation
from metrics.statistic import Condition
from validation.periods import QUARTERS_IN_YEAR, YEAR, YEAR_LENGTH, Grain
from validation.text import mark

OWN_FIRST: Final = mark(
    "Where offices and the partnership's secretariat both count the same, the offices' counts are "
    "taken and the secretariat's is not added; the page Data quality says where the two differ."
)

MIRROR: Final = "row_is_mirror"
NOT_IN_YEAR: Final = "row_is_not_in_year"

_YEAR: Final = "year_of_row"
_IS_YEAR: Final = pl.col("row_is_of_a_year")
_OFFICE: Final = pl.col("row_is_of_an_office")
_COUNTS: Final = pl.col("row_counts_so_far")


def counting(frame: pl.DataFrame, relation: Relation, grain: Grain) -> pl.DataFrame:
    """Keep the rows that count at a grain; see `placed`."""
    lost = pl.col(MIRROR, NOT_IN_YEAR) if grain == YEAR else pl.col(MIRROR)
    return placed(frame, relation).filter(~pl.any_horizontal(lost)).select(frame.columns)


def placed(frame: pl.DataFrame, relation: Relation) -> pl.DataFrame:
    """Tell of rows whether they are mirrors of others, and whether they yield to others in years.

    A row of the secretariat (an empty reporter) is a mirror where an office returns the same for
    its period. In years, a yearly row yields to four quarters of its reporter, and fewer quarters
    yield to it; so do the secretariat's year and the offices' quarters; the secretariat's quarters
    yield to an office's year.

    Args:
        frame: rows of a table in which each office tells of itself, periods and codes as text.
        relation: the table.

    Returns:
        The rows in their order, with `row_is_mirror` and `row_is_not_in_year`.
    """
    period = pl.col(relation.period)
    office = pl.col(relation.reporter).is_not_null()
    same_year = [*relation.series_key, _YEAR]
    marked = frame.with_columns(
        period.str.head(YEAR_LENGTH).alias(_YEAR),
        (period.str.len_chars() == YEAR_LENGTH).alias(_IS_YEAR.meta.output_name()),
        office.alias(_OFFICE.meta.output_name()),
        (~office & office.any().over(*relation.series_key, period)).alias(MIRROR),
    ).with_columns(_within_reporter(relation, [*same_year, relation.reporter]).alias(NOT_IN_YEAR))
    counts = ~pl.any_horizontal(MIRROR, NOT_IN_YEAR)
    beside = pl.col(NOT_IN_YEAR) | _beside_others(relation, same_year)
    return (
        marked.with_columns(counts.alias(_COUNTS.meta.output_name()))
        .with_columns(beside.alias(NOT_IN_YEAR))
        .select(*frame.columns, MIRROR, NOT_IN_YEAR)
    )


def telling(frame: pl.DataFrame, relation: Relation, both: Condition) -> pl.Series:
    """Tell which rows are of counts that their reporter tells all of for the row's period.

    Args:
        frame: as of `placed`.
        relation: the table.
        both: the column of what is counted, and the counts that must all be told.
    """
    column, counts = both
    whose = [*(key for key in relation.series_key if key != column), relation.period]
    one = pl.col(column).is_in(counts)
    told = pl.when(one).then(pl.col(column)).drop_nulls().n_unique()
    every = told.over([*whose, relation.reporter]) == len(counts)
    return frame.select((one & every).fill_null(value=False)).to_series()


def _within_reporter(relation: Relation, whose: list[str]) -> pl.Expr:
    """The row yields to a row of its own reporter: the year to four quarters, fewer to the year."""
    full = _all_quarters(relation, pl.lit(value=True), whose)
    return _IS_YEAR.any().over(whose) & (full == _IS_YEAR)


def _beside_others(relation: Relation, same_year: list[str]) -> pl.Expr:
    """The row yields to one of other length, of the offices or else of the secretariat."""
    full = _all_quarters(relation, _OFFICE & _COUNTS, same_year)
    of_all = (_COUNTS & _IS_YEAR & ~_OFFICE).any().over(same_year)
    of_an_office = (_COUNTS & _IS_YEAR & _OFFICE).any().over(same_year)
    return (
        pl.when(_OFFICE)
        .then(~_IS_YEAR & of_all & ~full)
        .when(_IS_YEAR)
        .then(full)
        .otherwise(of_an_office)
    )


def _all_quarters(relation: Relation, of: pl.Expr, whose: list[str]) -> pl.Expr:
    quarters = pl.when(of & ~_IS_YEAR).then(pl.col(relation.period))
    return quarters.drop_nulls().n_unique().over(whose) == QUARTERS_IN_YEAR
