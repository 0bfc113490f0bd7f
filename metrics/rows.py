"""Rows of a small table → what was selected of them, by line and period of a grain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.tables import Tables
from metrics.values import (
    CHANGED_IN,
    LEFT_OUT,
    PARTNERSHIP,
    PERIOD,
    QUARTERS,
    ROWS,
    SOURCE,
)
from validation.contract import Contract
from validation.periods import QUARTER, QUARTERS_IN_YEAR, YEAR_LENGTH, Grain, Period

USED: Final = "row_is_used"

_DOUBLED: Final = "year_has_row"
_DISTINCT: Final = "periods_of_year"


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """Rows of a table with a period, at one grain.

    Attributes:
        frame: the rows, codes as text, with `quarters` (the quarter a row is of; null for a yearly
            row) and `row_is_used`.
        keys: the columns that tell lines and periods apart.
    """

    frame: pl.DataFrame
    keys: list[str]

    def summed(self, *entries: pl.Expr) -> pl.DataFrame:
        """Aggregate the rows used, by line and period, and say what was left out and whence.

        Args:
            entries: aggregates over the rows used.
        """
        used, every = pl.col(ROWS), pl.len().cast(pl.Int64)
        whole = self.frame.group_by(self.keys).agg(
            pl.col(USED).sum().cast(pl.Int64).alias(ROWS), every.alias(LEFT_OUT)
        )
        inner = (
            self.frame.filter(USED)
            .group_by(self.keys)
            .agg(
                pl.col(QUARTERS).drop_nulls().n_unique().cast(pl.Int64),
                pl.col(SOURCE).unique().sort().str.join(";"),
                *entries,
            )
        )
        return whole.join(inner, on=self.keys, how="left").with_columns(
            pl.when(used < pl.col(LEFT_OUT))
            .then(pl.format("rows {}/{}", ROWS, LEFT_OUT))
            .alias(LEFT_OUT)
        )


def rows(
    frame: pl.DataFrame,
    grain: Grain,
    *,
    lines: Sequence[str],
    used: pl.Expr,
    asked: pl.Expr,
    series: Sequence[str],
) -> Rows:
    """Take the rows that belong to a question, at a grain.

    In years a yearly row yields where its own key has all four quarters; where it does not yield,
    the quarters do.

    Args:
        frame: rows with partnership, period and source, codes as text.
        grain: quarter or year.
        lines: the columns that tell lines apart, beside the partnership.
        used: the row can be used.
        asked: the row belongs to the question; one that cannot be used is left out, and told.
        series: the table's key without period.
    """
    quarterly = pl.col(PERIOD).str.len_chars() > YEAR_LENGTH
    mine = frame.filter(asked).with_columns(
        used.fill_null(value=False).alias(USED), pl.when(quarterly).then(PERIOD).alias(QUARTERS)
    )
    if grain == QUARTER:
        mine = mine.filter(quarterly)
    else:
        cell = [*series, PERIOD]
        whole = pl.col(_DISTINCT) == QUARTERS_IN_YEAR
        mine = (
            mine.with_columns(pl.col(PERIOD).str.head(YEAR_LENGTH))
            .with_columns(
                pl.col(QUARTERS).drop_nulls().n_unique().over(cell).alias(_DISTINCT),
                pl.col(QUARTERS).is_null().any().over(cell).alias(_DOUBLED),
            )
            .filter(~pl.col(_DOUBLED) | (pl.col(QUARTERS).is_not_null() == whole))
            .drop(_DISTINCT, _DOUBLED)
        )
    return Rows(frame=mine, keys=[PARTNERSHIP, PERIOD, *lines])


def latest(frame: pl.DataFrame, until: Period | None) -> pl.DataFrame:
    """Keep the rows of the last period that ended with another one or before; of all if None.

    A year and its last quarter end on one day: the year is kept, as a quarter alone is no year.
    """
    ends = {code: Period.parse(code).end for code in frame[PERIOD].unique()}
    there = [code for code, end in ends.items() if until is None or end <= until.end]
    last = max(there, key=lambda code: (ends[code], -len(code)), default="")
    return frame.filter(pl.col(PERIOD) == last)


def texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn codes into texts, so that they can be compared and joined as such."""
    return frame.with_columns(pl.col(pl.Enum).cast(pl.String))


def selected(table: Contract, selection: Selection) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a row is among those selected, and whether it may be.

    A row that does not tell its crime area or country may be, and is left out.
    """
    relation = RELATIONS[table.name]
    sure, possible = pl.lit(value=True), pl.lit(value=True)
    for column, wanted in (
        (relation.crime_area, selection.crime_areas),
        ("".join(relation.ends[:1]), selection.countries),
    ):
        if wanted:
            told = pl.col(column) if column else pl.lit(None, pl.String)
            sure &= told.is_in(wanted).fill_null(value=False)
            possible &= told.is_in(wanted) | told.is_null()
    return sure, possible.fill_null(value=True)


def revised(
    tables: Tables, table: Contract, cells: pl.DataFrame, *, grain: Grain, columns: Sequence[str]
) -> pl.DataFrame:
    """Say in which version the figures behind a partnership's cells were last changed."""
    found = tables.revisions(table, (PARTNERSHIP, PERIOD)).select(
        PARTNERSHIP,
        pl.col(PERIOD) if grain == QUARTER else pl.col(PERIOD).str.head(YEAR_LENGTH),
        pl.max_horizontal(columns).cast(pl.Int64).alias(CHANGED_IN),
    )
    latest = (
        found.drop_nulls(CHANGED_IN).group_by(PARTNERSHIP, PERIOD).agg(pl.col(CHANGED_IN).max())
    )
    return cells.join(latest, on=[PARTNERSHIP, PERIOD], how="left")
