"""From DuckDB to Polars and back: the one place that knows how either holds a closed list.

Results come from `execute`, as Arrow: a relation made by `sql` with bound parameters is kept as
Python values and takes forty times as long for a million rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

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
) -> Iterator[pl.LazyFrame]:
    """Run a query and yield its result in blocks of `BLOCK_ROWS` rows, the last one shorter.

    Who collects a block brings it to its types; any thread may.
    """
    batches = connection.execute(statement, list(parameters)).to_arrow_reader(BLOCK_ROWS)
    for block in even(pl.DataFrame(batch) for batch in batches):
        yield block.lazy().cast(pl.Schema(schema))


def even(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Cut frames that follow each other into blocks of `BLOCK_ROWS` rows, the last one shorter."""
    held: list[pl.DataFrame] = []
    for frame in frames:
        held.append(frame)
        if sum(part.height for part in held) >= BLOCK_ROWS:
            joined = pl.concat(held)
            whole = joined.height // BLOCK_ROWS * BLOCK_ROWS
            yield from joined.head(whole).iter_slices(BLOCK_ROWS)
            held = [joined.slice(whole)]
    rest = pl.concat(held) if held else pl.DataFrame()
    if rest.height:
        yield rest


def stream(pieces: Iterator[pl.DataFrame], like: pl.DataFrame) -> object:
    """Hand blocks of rows to DuckDB, which pulls them one by one.

    It is the bare stream: of a reader, PyArrow would read sixteen blocks ahead.
    """
    level = pl.CompatLevel.newest()  # texts as views, which need not be copied
    arrow = (piece.to_arrow(compat_level=level) for piece in pieces)
    batches = (batch for table in arrow for batch in table.to_batches())
    schema = like.clear().to_arrow(compat_level=level).schema
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    return cast("Any", reader).__arrow_c_stream__()
