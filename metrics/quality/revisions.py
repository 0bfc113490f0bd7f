"""Published cells that were changed later: where, in which version, by how much, and why."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import polars as pl

from data import revised
from data.frames import Connection
from data.revised import AFTER, BEFORE, CELLS, part
from metrics.quality.behind import Behind, never_by_row
from metrics.relation import Relation
from metrics.returns import TABLE
from metrics.source import Source
from metrics.values import DATA_VERSION, PARTNERSHIP, PERIOD
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.recommendations import RECOMMENDATIONS, Recommendations
from validation.contracts.sources import SOURCES
from validation.fields import name

COLUMN: Final = "column"
SIZE: Final = "size"
WHEN: Final = "published"
NOTE: Final = "note"
WHY: Final = "why"

_SCHEMA: Final[dict[str, pl.DataType]] = {
    DATA_VERSION: pl.Int64(),
    TABLE: pl.String(),
    PARTNERSHIP: pl.String(),
    PERIOD: pl.String(),
    COLUMN: pl.String(),
    CELLS: pl.Int64(),
    BEFORE: pl.Float64(),
    AFTER: pl.Float64(),
}
_TOLD_ANEW: Final = {RECOMMENDATIONS.name: (name(Recommendations.status),)}
"""Columns that say how something stands at the time: told anew, they were not wrong before."""
_ORDER: Final = (DATA_VERSION, TABLE, PARTNERSHIP, PERIOD, COLUMN)
CITED: Final = tuple(
    contract
    for contract in CONTRACTS.values()
    if any(column.spec.references == SOURCES.name for column in contract.columns)
)
"""The tables of figures and facts: every one whose rows name where they come from."""


def revisions(source: Source) -> pl.DataFrame:
    """List the changes of figures and facts after they were first published.

    A cell that was empty and is filled later is no revision, and neither is a row that is new, nor
    how a recommendation stands.

    Args:
        source: the version.

    Returns:
        One row for each version, table, partnership, period (null where the table has none) and
        column with a change, the newest version first: version, table, partnership, period,
        column (empty text: whole rows no longer counted), cells (how many; of whole rows, rows),
        before and after (sums of the cells changed; null where they are no numbers), size (the
        change as a part of the sum before), published (day), note and why (figures were revised in
        a big way) of the version.
    """
    return source.remember("cells revised", lambda: _revisions(source))


def _revisions(source: Source) -> pl.DataFrame:
    every = [pl.DataFrame(schema=_SCHEMA)]
    for contract in CITED:
        found = source.ask(partial(_changed, contract=contract, as_of=source.number))
        every += _by_column(contract, found, never_by_row(source, contract.name))
    size = (pl.col(AFTER) - pl.col(BEFORE)) / pl.col(BEFORE)
    return (
        pl.concat(every)
        .with_columns(pl.when(pl.col(BEFORE) != 0).then(size).alias(SIZE))
        .join(_versions(source), on=DATA_VERSION, how="left")
        .sort(_ORDER, descending=[column == DATA_VERSION for column in _ORDER])
    )


def _changed(connection: Connection, contract: Contract, as_of: int) -> pl.DataFrame:
    relation = Relation(contract)
    lines = {PARTNERSHIP: relation.partnership, PERIOD: relation.period}
    return revised.changed_cells(connection, contract, as_of, lines)


def _by_column(
    contract: Contract, found: pl.DataFrame, hidden: tuple[str, ...]
) -> Iterator[pl.DataFrame]:
    """Yield the changes of each column, and the rows no longer counted, in one form."""
    if found.is_empty():
        return
    aside = _TOLD_ANEW.get(contract.name, ())
    for column in ("", *(each for each in revised.compared(contract) if each not in aside)):
        number = pl.col(part(column, CELLS) if column else revised.ROWS_GONE)
        known = part(column, BEFORE) in found.columns and column not in hidden
        sums = (pl.col(part(column, each)) if known else pl.lit(None) for each in (BEFORE, AFTER))
        before, after = sums
        yield (
            found.select(
                pl.col(revised.VERSION).alias(DATA_VERSION),
                pl.lit(contract.name).alias(TABLE),
                PARTNERSHIP,
                PERIOD,
                pl.lit(column).alias(COLUMN),
                number.alias(CELLS),
                before.alias(BEFORE),
                after.alias(AFTER),
            )
            .filter(pl.col(CELLS) > 0)
            .cast({**_SCHEMA})
        )


def _versions(source: Source) -> pl.DataFrame:
    told = [
        (each.number, each.published_at.date(), each.note, each.reason) for each in source.versions
    ]
    schema = {DATA_VERSION: pl.Int64(), WHEN: pl.Date(), NOTE: pl.String(), WHY: pl.String()}
    return pl.DataFrame(told, schema=schema, orient="row")


def behind(row: Mapping[str, Any]) -> Behind | None:
    """Name the rows that now stand where a revision took place; None where no cell tells them."""
    found = Behind.of(row[TABLE], {each: row[each] for each in (PARTNERSHIP, PERIOD) if row[each]})
    return found if found.cells else None
