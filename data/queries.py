"""Every question asked of the warehouse: named functions, bound parameters, frames for answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import polars as pl

from data import ddl
from data.frames import select
from validation.contract import Contract

_GROUPS: Final = "wanted_groups"
_LIVE: Final = f"{ddl.RETIRED} IS NULL"


@dataclass(frozen=True)
class Relation:
    """A table as of a version: what stands after FROM, and the parameters it takes."""

    sql: str
    parameters: tuple[int, ...]


def relation(contract: Contract, as_of: int) -> Relation:
    """Return a table as of a version as a sub-query, for statements that sum its rows.

    Its columns are the contract's and the bookkeeping ones.
    """
    sql = (
        f"(SELECT * FROM {contract.name} "
        f"WHERE {ddl.ADDED} <= ? AND ({ddl.RETIRED} IS NULL OR {ddl.RETIRED} > ?))"
    )
    return Relation(sql, (as_of, as_of))


def rows(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    as_of: int,
    *,
    columns: Sequence[str] = (),
) -> pl.DataFrame:
    """Return the rows of a table as of a version, in stored order.

    Args:
        connection: an open warehouse.
        contract: the table.
        as_of: the version's number; 0 is the empty warehouse.
        columns: what to return, bookkeeping columns allowed; all the contract's by default.
    """
    wanted = tuple(columns) or contract.names
    found = relation(contract, as_of)
    statement = f"SELECT {', '.join(wanted)} FROM {found.sql} ORDER BY {ddl.ROW_ID}"
    return select(connection, statement, found.parameters, schema=stored_schema(contract, wanted))


def stored_schema(contract: Contract, columns: Sequence[str]) -> dict[str, pl.DataType]:
    """Return the Polars types of columns of a table, bookkeeping ones among them."""
    known = {**ddl.STORED_BOOKKEEPING, **contract.stored_schema}
    return {name: known[name] for name in columns}


def live_count(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """Count the live rows of a table."""
    query = f"SELECT count(*) FROM {contract.name} WHERE {_LIVE}"
    return int(connection.sql(query).fetchall()[0][0])


def live_values(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str
) -> pl.DataFrame:
    """Return row id and one column of the live rows of a table, empty cells left out."""
    query = (
        f"SELECT {ddl.ROW_ID}, {column} FROM {contract.name} WHERE {_LIVE} AND {column} IS NOT NULL"
    )
    return select(connection, query, schema=stored_schema(contract, (ddl.ROW_ID, column)))


def live_rows_of_groups(
    connection: duckdb.DuckDBPyConnection, contract: Contract, incoming: pl.DataFrame
) -> pl.DataFrame:
    """Return the live rows of the groups that incoming rows mention, in stored order.

    A table that is not replaced by group gives all its live rows. The columns are row id, file
    id, line and the contract's.
    """
    wanted = (ddl.ROW_ID, ddl.FILE_ID, ddl.LINE, *contract.names)
    schema = stored_schema(contract, wanted)
    query = f"SELECT {', '.join(wanted)} FROM {contract.name} WHERE {_LIVE}"
    if not contract.replace_by:
        return select(connection, f"{query} ORDER BY {ddl.ROW_ID}", schema=schema)
    groups = incoming.select(contract.replace_by).unique()
    connection.register(_GROUPS, groups.to_arrow())
    same = " AND ".join(
        f"{_GROUPS}.{column}::{ddl.sql_type(contract.by_name[column])} "
        f"IS NOT DISTINCT FROM {contract.name}.{column}"
        for column in contract.replace_by
    )
    found = select(
        connection,
        f"{query} AND EXISTS (FROM {_GROUPS} WHERE {same}) ORDER BY {ddl.ROW_ID}",
        schema=schema,
    )
    connection.unregister(_GROUPS)
    return found
