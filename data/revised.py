"""What later versions changed of the cells that earlier ones published."""

from collections.abc import Iterator, Mapping
from typing import Final

import duckdb
import polars as pl

from data import ddl
from data.frames import select
from validation.contract import Contract

VERSION: Final = "revised_in"
ROWS_GONE: Final = "rows_gone"
CELLS: Final = "cells"
BEFORE: Final = "before"
AFTER: Final = "after"


def part(column: str, what: str) -> str:
    """Return the name under which cells of a column are counted or summed."""
    return f"{column}: {what}"


def compared(contract: Contract) -> list[str]:
    """List the columns whose cells may change: those outside the key."""
    return [column for column in contract.names if column not in contract.key]


def changed_cells(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    as_of: int,
    lines: Mapping[str, str],
) -> pl.DataFrame:
    """Compare each row that was replaced or withdrawn with what came in its place, if anything.

    A cell that was empty before has not been changed.

    Args:
        connection: an open warehouse.
        contract: the table.
        as_of: the version.
        lines: columns that changes are told apart by: name in the answer → column of the table;
            empty text where the table has none.

    Returns:
        One row a version that changed something and line, or a frame without columns where
        nothing was ever replaced: revised_in, the lines as text, rows_gone (no longer counted,
        with nothing in their place), and for each column compared, named by `part`, how many cells
        were changed and, of numbers, their sums before and after.
    """
    gone = f"{contract.name} WHERE {ddl.RETIRED} <= $1"
    if select(connection, f"SELECT {ddl.ROW_ID} FROM {gone} LIMIT 1", [as_of]).is_empty():
        return pl.DataFrame()
    same = " AND ".join(
        f"new.{key} IS NOT DISTINCT FROM old.{key}" for key in map(ddl.named, contract.key)
    )
    told = ", ".join(
        f"CAST({f'old.{ddl.named(column)}' if column else 'NULL'} AS VARCHAR) AS {alias}"
        for alias, column in lines.items()
    )
    entries = ", ".join(
        entry for column in compared(contract) for entry in _entries(contract, column)
    )
    statement = (
        f"WITH old AS (SELECT * FROM {gone}),"
        f" new AS (SELECT * FROM {contract.name}"
        f" WHERE {ddl.ADDED} IN (SELECT {ddl.RETIRED} FROM old))"
        f" SELECT CAST(old.{ddl.RETIRED} AS BIGINT) AS {VERSION}, {told},"
        f" count(*) FILTER (new.{ddl.ROW_ID} IS NULL) AS {ROWS_GONE}, {entries}"
        f" FROM old LEFT JOIN new ON {same} AND new.{ddl.ADDED} = old.{ddl.RETIRED} GROUP BY ALL"
    )
    return select(connection, statement, [as_of])


def _entries(contract: Contract, column: str) -> Iterator[str]:
    """Yield what is counted and summed of the cells of a column that were changed."""
    cell = ddl.named(column)
    changed = (
        f"FILTER (new.{ddl.ROW_ID} IS NOT NULL AND old.{cell} IS NOT NULL"
        f" AND new.{cell} IS DISTINCT FROM old.{cell})"
    )
    yield f'count(*) {changed} AS "{part(column, CELLS)}"'
    if contract.stored_schema[column].is_numeric():
        yield f'CAST(sum(old.{cell}) {changed} AS DOUBLE) AS "{part(column, BEFORE)}"'
        yield f'CAST(sum(new.{cell}) {changed} AS DOUBLE) AS "{part(column, AFTER)}"'
