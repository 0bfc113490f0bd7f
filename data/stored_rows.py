"""Rows as publishing needs them: live ones, those of a version, those between two versions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import duckdb
import polars as pl

from data import ddl
from data.frames import blocks, select, whole_number
from data.queries import relation, stored_schema
from validation.contract import Contract
from validation.rows import Rows

_GROUPS: Final = "wanted_groups"
_LIVE: Final = f"{ddl.RETIRED} IS NULL"


def live_count(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """Count the live rows of a table."""
    query = f"SELECT count(*) FROM {contract.name} WHERE {_LIVE}"
    return whole_number(connection, query)


def live_counts(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str
) -> list[tuple[str, int]]:
    """Count the live rows of a table by the text of one column, empty cells left out."""
    cell = ddl.named(column)
    query = (
        f"SELECT {cell}::VARCHAR, count(*) FROM {contract.name} "
        f"WHERE {_LIVE} AND {cell} IS NOT NULL GROUP BY ALL"
    )
    return connection.execute(query).fetchall()


def live_values(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str
) -> pl.DataFrame:
    """Return row id and one column of the live rows of a table, empty cells left out."""
    cell = ddl.named(column)
    query = f"SELECT {ddl.ROW_ID}, {cell} FROM {contract.name} WHERE {_LIVE} AND {cell} IS NOT NULL"
    return select(connection, query, schema=stored_schema(contract, (ddl.ROW_ID, column)))


def live_rows(connection: duckdb.DuckDBPyConnection, contract: Contract) -> pl.DataFrame:
    """Return all live rows of a table, in stored order, with row id, file id and line."""
    schema = _whole_schema(contract)
    query = f"{_live_query(contract, schema)} ORDER BY {ddl.ROW_ID}"
    return select(connection, query, schema=schema)


def live_blocks(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> Iterator[pl.LazyFrame]:
    """Yield all live rows of a table in blocks, as `live_rows` has them, as they lie.

    That is mostly the stored order; to sort them would hold all of them in memory. Any thread may
    collect a block.
    """
    schema = _whole_schema(contract)
    return blocks(connection, _live_query(contract, schema), (), schema=schema)


def _live_query(contract: Contract, columns: Iterable[str]) -> str:
    return f"SELECT {ddl.named(*columns)} FROM {contract.name} WHERE {_LIVE}"


def live_rows_of_groups(
    connection: duckdb.DuckDBPyConnection, contract: Contract, incoming: Rows
) -> pl.DataFrame:
    """Return the live rows of the groups that incoming rows mention, in stored order.

    A table that is not replaced by group gives all its live rows. The columns are row id, file
    id, line and the contract's.
    """
    if not contract.replace_by:
        return live_rows(connection, contract)
    schema = _whole_schema(contract)
    groups = incoming.unique(*contract.replace_by)
    return _of_groups(connection, contract, groups, schema)


def live_ids_of_groups(
    connection: duckdb.DuckDBPyConnection, contract: Contract, groups: pl.DataFrame
) -> pl.DataFrame:
    """Return row id and the groups' columns of the live rows that are in some groups.

    Args:
        connection: the warehouse, open.
        contract: the table.
        groups: values of some of its columns, one row a group.
    """
    schema = stored_schema(contract, (ddl.ROW_ID, *groups.columns))
    return _of_groups(connection, contract, groups.unique(), schema)


def _of_groups(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    groups: pl.DataFrame,
    schema: dict[str, pl.DataType],
) -> pl.DataFrame:
    query = f"SELECT {ddl.named(*schema)} FROM {contract.name} WHERE {_LIVE}"
    connection.register(_GROUPS, groups.to_arrow())
    same = " AND ".join(
        f"{_GROUPS}.{ddl.named(column)}::{ddl.sql_type(contract.by_name[column])} "
        f"IS NOT DISTINCT FROM {contract.name}.{ddl.named(column)}"
        for column in groups.columns
    )
    found = select(
        connection,
        f"{query} AND EXISTS (FROM {_GROUPS} WHERE {same}) ORDER BY {ddl.ROW_ID}",
        schema=schema,
    )
    connection.unregister(_GROUPS)
    return found


def no_rows(contract: Contract) -> pl.DataFrame:
    """Return no rows, in the columns of `live_rows_of_groups`."""
    return pl.DataFrame(schema=_whole_schema(contract))


def _whole_schema(contract: Contract) -> dict[str, pl.DataType]:
    return stored_schema(contract, (ddl.ROW_ID, ddl.FILE_ID, ddl.LINE, *contract.names))


def rows_added(
    connection: duckdb.DuckDBPyConnection, contract: Contract, version: int, columns: Sequence[str]
) -> Iterator[pl.DataFrame]:
    """Yield the rows that a version brought, in stored order, in blocks."""
    query = (
        f"SELECT {ddl.named(*columns)} FROM {contract.name} "
        f"WHERE {ddl.ADDED} = ? ORDER BY {ddl.ROW_ID}"
    )
    found = blocks(connection, query, [version], schema=stored_schema(contract, columns))
    return (block.collect() for block in found)


def ids_retired(
    connection: duckdb.DuckDBPyConnection, contract: Contract, version: int
) -> pl.Series:
    """Return the ids of the rows that a version retired."""
    query = f"SELECT {ddl.ROW_ID} FROM {contract.name} WHERE {ddl.RETIRED} = ?"
    return select(connection, query, [version])[ddl.ROW_ID]


def rows_outside(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, versions: Sequence[int]
) -> int:
    """Count the rows that say to be added (or retired) by none of some versions."""
    empty = "" if column == ddl.ADDED else f"AND {column} IS NOT NULL"
    query = (
        f"SELECT count(*) FROM {contract.name} "
        f"WHERE NOT coalesce(list_contains(?::INTEGER[], {column}), false) {empty}"
    )
    return whole_number(connection, query, [list(versions)])


def rows_to_restore(
    connection: duckdb.DuckDBPyConnection, contract: Contract, as_of: int
) -> pl.DataFrame:
    """Return the rows that counted as of a version and have no live copy, in stored order.

    A row is known by the file and line it came from, which its copies keep. The columns are file
    id, line and the contract's.
    """
    wanted = (ddl.FILE_ID, ddl.LINE, *contract.names)
    then = relation(contract, as_of)
    query = (
        f"SELECT {ddl.named(*wanted)} FROM {then.sql} AS past "
        f"ANTI JOIN (FROM {contract.name} WHERE {_LIVE}) AS now "
        f"USING ({ddl.FILE_ID}, {ddl.LINE}) ORDER BY {ddl.ROW_ID}"
    )
    return select(connection, query, then.parameters, schema=stored_schema(contract, wanted))


def ids_to_retire(
    connection: duckdb.DuckDBPyConnection, contract: Contract, as_of: int
) -> pl.Series:
    """Return the ids of live rows of which no copy counted as of a version."""
    then = relation(contract, as_of)
    query = (
        f"SELECT {ddl.ROW_ID} FROM {contract.name} "
        f"ANTI JOIN {then.sql} AS past USING ({ddl.FILE_ID}, {ddl.LINE}) WHERE {_LIVE}"
    )
    return select(connection, query, then.parameters)[ddl.ROW_ID]
