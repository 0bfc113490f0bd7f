"""From DuckDB to Polars and back: the one place that knows how either holds a closed list.

Results come from `execute`, as Arrow: a relation made by `sql` with bound parameters is kept as
Python values and takes forty times as long for a million rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import duckdb
import polars as pl
import pyarrow as pa

BLOCK_ROWS: Final = 122_880

Parameters = Sequence[object]
Connection: TypeAlias = duckdb.DuckDBPyConnection


def select(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: Parameters = (),
    *,
    schema: Mapping[str, pl.DataType] | None = None,
) -> pl.DataFrame:
    """Run a query and return its whole result.

    Args:
        connection: an open warehouse.
        statement: SQL with `?` for every value.
        parameters: the values, in order.
        schema: types the result's columns are brought to, where they are not DuckDB's own.
    """
    frame = pl.DataFrame(
        connection.execute(statement, list(parameters)).to_arrow_reader(BLOCK_ROWS)
    )
    return frame.cast(pl.Schema(schema)) if schema else frame


def whole_number(
    connection: duckdb.DuckDBPyConnection, statement: str, parameters: Parameters = ()
) -> int:
    """Run a query whose answer is one whole number."""
    return int(connection.execute(statement, list(parameters)).fetchall()[0][0])


def blocks(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: Parameters,
    *,
    schema: Mapping[str, pl.DataType],
) -> Iterator[pl.DataFrame]:
    """Run a query and yield its result in blocks of `BLOCK_ROWS` rows, the last one shorter."""
    held: list[pl.DataFrame] = []
    for batch in connection.execute(statement, list(parameters)).to_arrow_reader(BLOCK_ROWS):
        held.append(pl.DataFrame(batch).cast(pl.Schema(schema)))
        if sum(part.height for part in held) >= BLOCK_ROWS:
            joined = pl.concat(held)
            yield joined.head(BLOCK_ROWS)
            held = [joined.slice(BLOCK_ROWS)]
    rest = pl.concat(held) if held else pl.DataFrame()
    if rest.height:
        yield rest


def reader(pieces: Iterator[pl.DataFrame], like: pl.DataFrame) -> pa.RecordBatchReader:
    """Hand blocks of rows to DuckDB, which pulls them one by one."""
    batches = (batch for piece in pieces for batch in piece.to_arrow().to_batches())
    return pa.RecordBatchReader.from_batches(like.clear().to_arrow().schema, batches)
