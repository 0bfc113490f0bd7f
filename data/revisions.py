"""Big revisions: what "big" means, and where a planned load makes one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb
import polars as pl

from data import stored_rows
from data.table_plan import TablePlan
from validation.contract import Contract
from validation.contracts.partnerships import PARTNERSHIPS
from validation.fields import Kind
from validation.text import mark

# A count that changes by more than this share of what it was, and by at least so many.
BIG_SHARE: Final = 0.5
BIG_CHANGE: Final = 10
# Rows of one partnership in a table that change or no longer count: this share, and so many.
MOST_ROWS: Final = 0.1
SEVERAL_ROWS: Final = 10

CELLS_SAY: Final = mark(
    "{table}: counts that change by more than half and by {change} or more: {cells}"
)
ROWS_SAY: Final = mark(
    "{table}, {partnership}: rows already published that change or no longer count: {rows} of "
    "{live}"
)

_ROWS: Final = "rows"
_LIVE: Final = "live"


@dataclass(frozen=True, kw_only=True)
class BigRevision:
    """One thing about a planned load for which a word of why is asked: a marked sentence."""

    says: str
    table: str
    facts: Mapping[str, str | int]


def big_revisions(connection: duckdb.DuckDBPyConnection, table: TablePlan) -> Iterator[BigRevision]:
    """Say what a load would revise in a big way in one table.

    Args:
        connection: the warehouse, open.
        table: what the load would do to the table.
    """
    cells = sum(int(moved.sum()) for moved in _moved(table))
    if cells:
        facts = {"cells": cells, "change": BIG_CHANGE}
        yield BigRevision(says=CELLS_SAY, table=table.contract.name, facts=facts)
    yield from _rows(connection, table)


def _moved(table: TablePlan) -> Iterator[pl.Series]:
    """Tell for each column of counts in which changed rows it moves far."""
    for column in table.contract.columns:
        if column.kind is Kind.COUNT and table.changed.height:
            old, new = table.replaced[column.name], table.changed[column.name]
            by = (new - old).abs()
            yield ((by >= BIG_CHANGE) & (by > old * BIG_SHARE)).fill_null(value=False)


def _rows(connection: duckdb.DuckDBPyConnection, table: TablePlan) -> Iterator[BigRevision]:
    whose = _partnership(table.contract)
    gone = table.replaced.height + table.retired.height
    if not whose or gone < SEVERAL_ROWS:
        return
    parts = (part.select(pl.col(whose).cast(pl.String)) for part in (table.replaced, table.retired))
    touched = pl.concat(parts).drop_nulls().group_by(whose).agg(pl.len().alias(_ROWS))
    counts = stored_rows.live_counts(connection, table.contract, whose)
    live = pl.DataFrame(counts, schema={whose: pl.String, _LIVE: pl.Int64}, orient="row")
    big = touched.join(live, on=whose).filter(
        (pl.col(_ROWS) >= SEVERAL_ROWS) & (pl.col(_ROWS) > MOST_ROWS * pl.col(_LIVE))
    )
    for row in big.sort(whose).iter_rows(named=True):
        facts = {"partnership": row[whose], "rows": row[_ROWS], "live": row[_LIVE]}
        yield BigRevision(says=ROWS_SAY, table=table.contract.name, facts=facts)


def _partnership(contract: Contract) -> str:
    """Return the column that says whose a row is, or the empty text."""
    found = (
        column.name for column in contract.columns if column.spec.references == PARTNERSHIPS.name
    )
    return next(found, "")
