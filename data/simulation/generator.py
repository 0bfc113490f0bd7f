"""What draws the rows of one simulated table, and how rows become a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TypeAlias

import polars as pl

from data.simulation.world import World
from validation import cells
from validation.contract import Contract
from validation.periods import Period

Row: TypeAlias = dict[str, str | float | None]


def nothing(_world: World, _period: Period) -> Iterator[pl.DataFrame]:
    """Release nothing: the table is not part of the example."""
    yield from ()


@dataclass(frozen=True, eq=False)
class Generator:
    """How one table is drawn.

    Attributes:
        contract: the table.
        rows: world and number of rows of information_exchange asked for → the whole table.
        released: world and period → what the example publishes with the period's release.
    """

    contract: Contract
    rows: Callable[[World, int], Iterator[pl.DataFrame]]
    released: Callable[[World, Period], Iterator[pl.DataFrame]] = nothing


def typed(contract: Contract, rows: Sequence[Row]) -> pl.DataFrame:
    """Make a frame in the columns of a table; a column that no row names is empty."""
    return pl.DataFrame(rows, schema=contract.checked_schema)


def completed(contract: Contract, rows: pl.DataFrame) -> pl.DataFrame:
    """Bring rows to the columns of a table; one that is not drawn is empty."""
    empty = [
        pl.lit(None, dtype).alias(column)
        for column, dtype in contract.checked_schema.items()
        if column not in rows.columns
    ]
    return rows.with_columns(empty).select(contract.names)


def write_csv(frames: Iterable[pl.DataFrame], file: IO[bytes]) -> int:
    """Write typed frames of one table as one CSV file; an empty frame leaves no trace.

    Args:
        frames: frames in the contract's columns, as `cells.checked_type` types them.
        file: an open binary file.

    Returns:
        The number of rows written.
    """
    written = 0
    for frame in frames:
        if frame.is_empty():
            continue
        frame.with_columns(_yes_no(frame)).write_csv(file, include_header=not written)
        written += frame.height
    return written


def _yes_no(frame: pl.DataFrame) -> list[pl.Expr]:
    texts = {truth: text for text, truth in cells.YES_NO.items()}
    return [
        pl.col(column).replace_strict(texts, return_dtype=pl.String)
        for column, dtype in frame.schema.items()
        if dtype == pl.Boolean()
    ]
