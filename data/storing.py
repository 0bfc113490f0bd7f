"""Rows into the warehouse and out of the count: the only writer of the contracts' tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import duckdb
import polars as pl

from data import ddl
from data.digest import Digest, ids_digest
from data.frames import even, stream, whole_number
from validation.contract import Contract
from validation.rows import Rows

_INCOMING: Final = "incoming_rows"
_RETIRING: Final = "retiring_rows"


def hashed_columns(contract: Contract) -> tuple[str, ...]:
    """List what a version's hash covers: everything about a row that never changes later."""
    return (ddl.ROW_ID, ddl.FILE_ID, ddl.LINE, *contract.names)


def insert(
    connection: duckdb.DuckDBPyConnection, contract: Contract, rows: Rows, version: int
) -> str:
    """Store rows in their order under a version and return their hash.

    Args:
        connection: a warehouse open for writing.
        contract: the table.
        rows: the contract's columns as stored, with file id and line.
        version: the version that brings them.
    """
    columns = hashed_columns(contract)
    first = _next_row_id(connection, contract)
    found = Digest()
    blocks = _digesting(even(rows.blocks()), columns, first, found)
    like = next(rows.blocks()).clear().with_columns(_ids(first)).select(columns)
    connection.register(_INCOMING, stream(blocks, like))
    listed = ddl.named(*columns)
    connection.execute(
        f"INSERT INTO {contract.name} ({ddl.ADDED}, {listed}) "
        f"SELECT CAST(? AS INTEGER), {listed} FROM {_INCOMING}",
        [version],
    )
    connection.unregister(_INCOMING)
    return found.hexdigest()


def retire(
    connection: duckdb.DuckDBPyConnection, contract: Contract, ids: pl.Series, version: int
) -> str:
    """Mark live rows as retired by a version and return the hash of their ids."""
    if ids.is_empty():
        return ids_digest(ids)
    connection.register(_RETIRING, ids.alias(ddl.ROW_ID).to_frame().to_arrow())
    connection.execute(
        f"UPDATE {contract.name} SET {ddl.RETIRED} = ? "
        f"WHERE {ddl.RETIRED} IS NULL AND {ddl.ROW_ID} IN (SELECT {ddl.ROW_ID} FROM {_RETIRING})",
        [version],
    )
    connection.unregister(_RETIRING)
    return ids_digest(ids)


def _next_row_id(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    query = f"SELECT coalesce(max({ddl.ROW_ID}), 0) + 1 FROM {contract.name}"
    return whole_number(connection, query)


def _digesting(
    blocks: Iterable[pl.DataFrame], columns: Sequence[str], first: int, found: Digest
) -> Iterator[pl.DataFrame]:
    """Yield blocks with the ids of their rows, each hashed on its way."""
    for block in blocks:
        identified = block.with_columns(_ids(first)).select(columns)
        first += block.height
        found.update(identified)
        yield identified


def _ids(first: int) -> pl.Expr:
    return pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias(ddl.ROW_ID)
