"""Every question asked of the warehouse: named functions, bound parameters, frames for answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from data import ddl
from data.frames import select
from validation.contract import Contract


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
