"""Which rows count where several speak of the same cell: mirrors, and years beside quarters."""

from typing import Final

import polars as pl

from data import ddl
from data.frames import Connection, select
from metrics.offices import MIRROR, placed, telling
from metrics.offices import NOT_IN_YEAR as OUT_OF_YEAR
from metrics.relation import Relation
from metrics.statistic import Condition
from metrics.sums import all_of

LOST_FIRST: Final = "lost_first"
LOST_SECOND: Final = "lost_second"
NOT_IN_YEAR: Final = "not_in_year"

_YEAR: Final = "year_of_row"
_FIRST: Final = "place_as_first"
_SECOND: Final = "place_as_second"
_PLACES_BEFORE_IDS: Final = 56
_LOST: Final = {ddl.ROW_ID: pl.Int64(), LOST_FIRST: pl.Boolean(), LOST_SECOND: pl.Boolean()}


def resolve(
    connection: Connection, relation: Relation, as_of: int, both: Condition | None = None
) -> pl.DataFrame:
    """Find the rows that do not count, because another row of the same cell does.

    Where several report a cell, the first end's own row counts (the second's for the columns kept
    by it), then the secretariat's, then the other end's, then that of others first recorded; a row
    that fills none of the columns in question yields to one that does. In years, a yearly row
    yields where its cell has all four quarters; where it does not yield, the quarters do. Where
    offices tell of themselves, see `offices.placed`.

    Args:
        connection: an open warehouse.
        relation: the table.
        as_of: the version.
        both: where offices tell of themselves, counts that count only where one reporter tells
            them all, see `offices.telling`; of no others it is said which count.

    Returns:
        Columns row_id, lost_first, lost_second, not_in_year; only rows of which one is true.
    """
    if relation.each_for_itself:
        return _of_offices(connection, relation, as_of, both)
    mirrors = _lost(connection, relation, as_of)
    if select(connection, _yearly(relation), [as_of]).is_empty():
        lost = mirrors.with_columns(pl.lit(value=False).alias(NOT_IN_YEAR))
    else:
        years = select(connection, _years(relation), [as_of])
        lost = mirrors.join(years, on=ddl.ROW_ID, how="full", coalesce=True)
    flags = pl.col(LOST_FIRST, LOST_SECOND, NOT_IN_YEAR)
    return lost.with_columns(flags.fill_null(value=False)).sort(ddl.ROW_ID)


def live() -> str:
    """The row stands in the version bound first."""
    return f"{ddl.ADDED} <= $1 AND ({ddl.RETIRED} IS NULL OR {ddl.RETIRED} > $1)"


def _of_offices(
    connection: Connection, relation: Relation, as_of: int, both: Condition | None
) -> pl.DataFrame:
    """Find the rows that yield where each office tells of itself."""
    keys = (*relation.series_key, relation.period, relation.reporter)
    texts = ", ".join(f"CAST({key} AS VARCHAR) AS {key}" for key in keys)
    statement = f"SELECT {ddl.ROW_ID}, {texts} FROM {relation.contract.name} WHERE {live()}"
    every = select(connection, statement, [as_of])
    told = (
        telling(every, relation, both)
        if both
        else pl.repeat(value=True, n=every.height, eager=True)
    )
    alone = every.filter(~told).with_columns(
        pl.lit(value=True).alias(MIRROR), pl.lit(value=False).alias(OUT_OF_YEAR)
    )
    lost = pl.concat([placed(every.filter(told), relation), alone])
    return (
        lost.filter(pl.any_horizontal(MIRROR, OUT_OF_YEAR))
        .select(
            ddl.ROW_ID,
            pl.col(MIRROR).alias(LOST_FIRST),
            pl.col(MIRROR).alias(LOST_SECOND),
            pl.col(OUT_OF_YEAR).alias(NOT_IN_YEAR),
        )
        .sort(ddl.ROW_ID)
    )


def _lost(connection: Connection, relation: Relation, as_of: int) -> pl.DataFrame:
    """Find the rows that yield to another report; there is none where one side reports."""
    if relation.reporter and relation.has_pairs:
        return select(connection, _mirrors(relation), [as_of])
    return pl.DataFrame(schema=_LOST)


def _mirrors(relation: Relation) -> str:
    """Rank the rows of cells that several report; cells are looked for among crowded pairs only."""
    crowd = ", ".join([relation.partnership, relation.period, *relation.ends])
    cell = ", ".join([relation.period, *relation.series_key])
    by = relation.reporter
    first, second = (f"{by} = {end}" for end in relation.ends)
    others = all_of(*(f"{by} <> {end}" for end in relation.ends))
    kinds = " + ".join(
        f"CAST(bool_or({each}) AS INTEGER)" for each in (f"{by} IS NULL", first, second)
    )
    several = f"coalesce({kinds}, 0) + 2 * CAST(coalesce(bool_or({others}), FALSE) AS INTEGER) > 1"
    says_nothing = all_of(*(f"{column} IS NULL" for column in relation.kept_by_second))

    def place(own: str, other: str, silent: str) -> str:
        rank = f"CASE WHEN {by} IS NULL THEN 1 WHEN {own} THEN 0 WHEN {other} THEN 2 ELSE 3 END"
        late = f"({rank} + 4 * CAST({silent} AS INTEGER))"
        return f"(CAST({late} AS BIGINT) << {_PLACES_BEFORE_IDS}) + {ddl.ROW_ID}"

    return (
        f"WITH crowded AS (SELECT {crowd} FROM {relation.contract.name} WHERE {live()}"
        f" GROUP BY ALL HAVING {several}),"
        f" placed AS (SELECT {ddl.ROW_ID}, {cell}, {place(first, second, 'FALSE')} AS {_FIRST},"
        f" {place(second, first, says_nothing)} AS {_SECOND}"
        f" FROM {relation.contract.name} SEMI JOIN crowded USING ({crowd}) WHERE {live()}),"
        f" compared AS (SELECT {ddl.ROW_ID}, {_FIRST} > min({_FIRST}) OVER cell AS {LOST_FIRST},"
        f" {_SECOND} > min({_SECOND}) OVER cell AS {LOST_SECOND}"
        f" FROM placed WINDOW cell AS (PARTITION BY {cell}))"
        f" SELECT * FROM compared WHERE {LOST_FIRST} OR {LOST_SECOND}"
    )


def _yearly(relation: Relation) -> str:
    """Look for one yearly row: most warehouses have none, and need not ask further."""
    return (
        f"SELECT {ddl.ROW_ID} FROM {relation.contract.name}"
        f" WHERE length(CAST({relation.period} AS VARCHAR)) = 4 AND {live()} LIMIT 1"
    )


def _years(relation: Relation) -> str:
    """Decide, for every cell with a yearly row, between that row and the cell's quarters."""
    year, period = f"left(CAST({relation.period} AS VARCHAR), 4)", relation.period
    same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in relation.series_key)
    cells = ", ".join(relation.series_key)
    return (
        f"WITH rows_now AS (SELECT {ddl.ROW_ID}, {cells}, CAST({period} AS VARCHAR) AS {period},"
        f" {year} AS {_YEAR} FROM {relation.contract.name} WHERE {live()}),"
        f" yearly AS (SELECT DISTINCT {cells}, {_YEAR} FROM rows_now WHERE {period} = {_YEAR}),"
        f" doubled AS (SELECT a.* FROM rows_now AS a SEMI JOIN yearly AS b"
        f" ON a.{_YEAR} = b.{_YEAR} AND {same}),"
        f" told AS (SELECT {ddl.ROW_ID}, {period} = {_YEAR} AS is_year,"
        f" count(DISTINCT {period}) OVER (PARTITION BY {cells}, {_YEAR}) = 5 AS whole FROM doubled)"
        f" SELECT {ddl.ROW_ID}, TRUE AS {NOT_IN_YEAR} FROM told WHERE is_year = whole"
    )
