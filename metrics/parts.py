"""Rows of a table as of a version → small frames of sums: the only statements over many rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import duckdb
import polars as pl

from data import ddl
from data.frames import select
from data.queries import stored_schema
from metrics.relation import Relation
from metrics.statistic import Counted, MedianOf
from metrics.sums import aggregates, inputs, rows_of_median
from metrics.values import COUNTRY, IN_YEAR, LEFT_OUT, ROWS, VALUE, WEIGHT
from validation.codes import ALL
from validation.contract import Contract

LOST_FIRST: Final = "lost_first"
LOST_SECOND: Final = "lost_second"
NOT_IN_YEAR: Final = "not_in_year"
_RESOLVED: Final = "resolved_rows"
_YEAR: Final = "year_of_row"
_RANK: Final = "rank_of_row"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which rows are counted, and by which dimension they are told apart.

    Attributes:
        by: a column of the table or `country`; empty for no cut.
        crime_areas: only these; rows not broken down by crime area are left out, and told so.
        countries: only rows with one of these at either end; likewise.
    """

    by: str = ""
    crime_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column of the table that is cut by; empty for none and for `country`."""
        return "" if self.by == COUNTRY else self.by


@dataclass
class _Bound:
    """Values bound to a statement, each given its placeholder."""

    values: list[object] = field(default_factory=list[object])

    def put(self, value: object) -> str:
        self.values.append(value)
        return f"${len(self.values)}"


def resolution(
    connection: duckdb.DuckDBPyConnection, relation: Relation, as_of: int
) -> pl.DataFrame:
    """Find the rows that do not count, because another row of the same cell does.

    Where several report a cell, the first end's own row counts (the second's for the columns kept
    by it), then the secretariat's, then the other end's, then others' in order of their code; a
    row that fills none of the columns in question yields to one that does. In years, a yearly row
    yields where its cell has all four quarters; where it does not yield, the quarters do.

    Args:
        connection: an open warehouse.
        relation: the table.
        as_of: the version.

    Returns:
        Columns row_id, lost_first, lost_second, not_in_year; only rows of which one is true.
    """
    mirrors = select(connection, _mirrors(relation), [as_of])
    years = select(connection, _years(relation), [as_of])
    lost = mirrors.join(years, on=ddl.ROW_ID, how="full", coalesce=True)
    return lost.with_columns(
        pl.col(LOST_FIRST, LOST_SECOND, NOT_IN_YEAR).fill_null(value=False)
    ).sort(ddl.ROW_ID)


def pairs(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    as_of: int,
    *,
    statistics: Iterable[Counted],
    selection: Selection,
    resolved: pl.DataFrame,
) -> pl.DataFrame:
    """Sum the rows of a table by partnership, period and pair of ends.

    Args:
        connection: an open warehouse.
        relation: the table.
        as_of: the version.
        statistics: totals and shares; their parts are the columns named by `sums.part`.
        selection: filters and cut; a cut by country is made later, from the ends.
        resolved: the frame of `resolution`.

    Returns:
        One row per partnership, period, pair of ends, source, whether it counts in years, and cut.
    """
    bound = _Bound()
    rows, known = _selected(relation, as_of, selection, bound)
    keys = [*_line_keys(relation, selection), *relation.ends]
    entries = [
        entry
        for statistic in dict.fromkeys(statistics)
        for entry in aggregates(
            statistic, known=known, counts=_counts(relation, inputs(statistic), resolved)
        )
    ]
    statement = _grouped(relation, keys, entries, rows, resolved)
    return _with_resolved(connection, statement, bound, resolved)


def reported(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    as_of: int,
    *,
    statistic: MedianOf,
    selection: Selection,
    resolved: pl.DataFrame,
) -> pl.DataFrame:
    """List the values that a weighted median is taken of, with the weight of each.

    Arguments as for `pairs`.

    Returns:
        One row per partnership, period, source, cut and value (and pair of ends, if cut by
        country): value (null for rows left out), weight, rows, left_out.
    """
    bound = _Bound()
    rows, known = _selected(relation, as_of, selection, bound)
    counts = _counts(relation, inputs(statistic), resolved)
    wanted = rows_of_median(statistic)
    used = f"{known} AND {wanted.used}"
    left_out = f"({wanted.left_out}) OR (({wanted.used}) AND NOT {known})"
    keys = [*_line_keys(relation, selection), *(relation.ends if selection.by == COUNTRY else ())]
    entries = [
        f"CASE WHEN {used} THEN {statistic.value} END AS {VALUE}",
        f"CAST(coalesce(sum({statistic.weight}) FILTER ({used}), 0) AS DOUBLE) AS {WEIGHT}",
        f"count(*) FILTER ({used}) AS {ROWS}",
        f"count(*) FILTER ({left_out}) AS {LEFT_OUT}",
    ]
    rows = f"{rows} AND {counts} AND (({used}) OR ({left_out}))"
    statement = _grouped(relation, keys, entries, rows, resolved)
    return _with_resolved(connection, statement, bound, resolved)


def revisions(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    as_of: int,
    *,
    lines: tuple[str, ...],
    columns: tuple[str, ...],
) -> pl.DataFrame:
    """Find where published figures were changed later: replaced by other ones, or withdrawn.

    Args:
        connection: an open warehouse.
        contract: the table.
        as_of: the version.
        lines: the columns that tell values apart (partnership, period …).
        columns: the columns whose change matters.

    Returns:
        One row per line with a change: the line's columns as text, and for each column the last
        version that changed it (null where none did), named by the column.
    """
    same = " AND ".join(f"new.{key} IS NOT DISTINCT FROM old.{key}" for key in contract.key)
    entries = ", ".join(
        f"max(old.{ddl.RETIRED}) FILTER (new.{column} IS DISTINCT FROM old.{column}) AS {column}"
        for column in columns
    )
    keys = ", ".join(f"CAST(old.{line} AS VARCHAR) AS {line}" for line in lines)
    statement = (
        f"SELECT {keys}, {entries} FROM {contract.name} AS old LEFT JOIN {contract.name} AS new"
        f" ON {same} AND new.{ddl.ADDED} = old.{ddl.RETIRED}"
        f" WHERE old.{ddl.RETIRED} <= $1 GROUP BY ALL ORDER BY ALL"
    )
    return select(connection, statement, [as_of])


def history(connection: duckdb.DuckDBPyConnection, contract: Contract, as_of: int) -> pl.DataFrame:
    """Return every row that a small table held up to a version, with the versions it lived in."""
    names = ", ".join([ddl.ADDED, ddl.RETIRED, *contract.names])
    statement = (
        f"SELECT {names} FROM {contract.name} WHERE {ddl.ADDED} <= $1"
        f" ORDER BY {', '.join(contract.key)}, {ddl.ADDED}"
    )
    return select(
        connection,
        statement,
        [as_of],
        schema=stored_schema(contract, (ddl.ADDED, ddl.RETIRED, *contract.names)),
    )


def _live() -> str:
    return f"{ddl.ADDED} <= $1 AND ({ddl.RETIRED} IS NULL OR {ddl.RETIRED} > $1)"


def _line_keys(relation: Relation, selection: Selection) -> list[str]:
    cut = [selection.column] if selection.column else []
    return [relation.partnership, relation.period, relation.source, *cut]


def _counts(relation: Relation, columns: tuple[str, ...], resolved: pl.DataFrame) -> str:
    if resolved.is_empty():
        return "TRUE"
    lost = LOST_SECOND if relation.counts_by_second(columns) else LOST_FIRST
    return f"({lost} IS NOT TRUE)"


def _selected(
    relation: Relation, as_of: int, selection: Selection, bound: _Bound
) -> tuple[str, str]:
    """Return the condition on rows to look at, and that on rows known to be selected."""
    bound.put(as_of)
    looked_at, known = [_live()], ["TRUE"]
    if selection.crime_areas:
        wanted = _among(relation.crime_area, selection.crime_areas, bound)
        looked_at.append(f"({wanted} OR {_is_total(relation.crime_area)})")
        known.append(wanted)
    if selection.countries:
        wanted = " OR ".join(_among(end, selection.countries, bound) for end in relation.ends)
        unknown = " OR ".join(map(_is_total, relation.ends))
        looked_at.append(f"({wanted} OR {unknown})")
        known.append(f"({wanted})")
    return " AND ".join(looked_at), f"({' AND '.join(known)})"


def _among(column: str, values: tuple[str, ...], bound: _Bound) -> str:
    return f"CAST({column} AS VARCHAR) IN ({', '.join(map(bound.put, values))})"


def _is_total(column: str) -> str:
    return f"CAST({column} AS VARCHAR) = {ddl.quoted(ALL)}"


def _grouped(
    relation: Relation, keys: list[str], entries: list[str], rows: str, resolved: pl.DataFrame
) -> str:
    named = [f"CAST({key} AS VARCHAR) AS {key}" for key in keys]
    if resolved.is_empty():
        table, in_year = relation.contract.name, "TRUE"
    else:
        table = f"{relation.contract.name} LEFT JOIN {_RESOLVED} USING ({ddl.ROW_ID})"
        in_year = f"({NOT_IN_YEAR} IS NOT TRUE)"
    wanted = ", ".join([*named, f"{in_year} AS {IN_YEAR}", *entries])
    return f"SELECT {wanted} FROM {table} WHERE {rows} GROUP BY ALL"


def _with_resolved(
    connection: duckdb.DuckDBPyConnection, statement: str, bound: _Bound, resolved: pl.DataFrame
) -> pl.DataFrame:
    if resolved.is_empty():
        return select(connection, statement, bound.values)
    connection.register(_RESOLVED, resolved.to_arrow())
    try:
        return select(connection, statement, bound.values)
    finally:
        connection.unregister(_RESOLVED)


def _mirrors(relation: Relation) -> str:
    """Rank the rows of cells that several report; cells are looked for among crowded pairs only."""
    crowd = ", ".join([relation.partnership, relation.period, *relation.ends])
    cell = ", ".join([relation.period, *relation.series_key])
    reporter = f"coalesce({relation.reporter}, '')"
    says_second = " OR ".join(f"{column} IS NOT NULL" for column in relation.kept_by_second)

    def rank(own: str, other: str, says: str) -> str:
        return (
            f"row_number() OVER (PARTITION BY {cell} ORDER BY {says} DESC,"
            f" CASE {reporter} WHEN {own} THEN 0 WHEN '' THEN 1 WHEN {other} THEN 2 ELSE 3 END,"
            f" {reporter}) > 1"
        )

    first = rank(relation.first, relation.second, "TRUE")
    second = rank(relation.second, relation.first, f"({says_second})")
    return (
        f"WITH crowded AS (SELECT {crowd} FROM {relation.contract.name} WHERE {_live()}"
        f" GROUP BY ALL HAVING min({reporter}) <> max({reporter})),"
        f" ranked AS (SELECT {ddl.ROW_ID}, {first} AS {LOST_FIRST}, {second} AS {LOST_SECOND}"
        f" FROM {relation.contract.name} SEMI JOIN crowded USING ({crowd}) WHERE {_live()})"
        f" SELECT * FROM ranked WHERE {LOST_FIRST} OR {LOST_SECOND}"
    )


def _years(relation: Relation) -> str:
    """Decide, for every cell with a yearly row, between that row and the cell's quarters."""
    year, period = f"left(CAST({relation.period} AS VARCHAR), 4)", relation.period
    same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in relation.series_key)
    cells = ", ".join(relation.series_key)
    return (
        f"WITH rows_now AS (SELECT {ddl.ROW_ID}, {cells}, CAST({period} AS VARCHAR) AS {period},"
        f" {year} AS {_YEAR} FROM {relation.contract.name} WHERE {_live()}),"
        f" yearly AS (SELECT DISTINCT {cells}, {_YEAR} FROM rows_now WHERE {period} = {_YEAR}),"
        f" doubled AS (SELECT a.* FROM rows_now AS a SEMI JOIN yearly AS b"
        f" ON a.{_YEAR} = b.{_YEAR} AND {same}),"
        f" told AS (SELECT {ddl.ROW_ID}, {period} = {_YEAR} AS is_year,"
        f" count(DISTINCT {period}) OVER (PARTITION BY {cells}, {_YEAR}) = 5 AS whole FROM doubled)"
        f" SELECT {ddl.ROW_ID}, TRUE AS {NOT_IN_YEAR} FROM told WHERE is_year = whole"
    )
