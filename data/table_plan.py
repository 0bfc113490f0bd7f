"""What a load would do to one table: rows added, changed, unchanged and no longer counted."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from data import ddl
from data.digest import ids_digest
from data.frames import even
from data.ledger import Mode
from validation.ahead import ahead
from validation.contract import Contract
from validation.rows import Rows

FILE: Final = "file_position"
LARGE_RETIREMENT: Final = 0.1

_PLACE: Final = "held_place"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many rows a file moves."""

    added: int
    changed: int
    unchanged: int
    retired: int


@dataclass(frozen=True, eq=False, kw_only=True)
class TablePlan:
    """What a load would do to one table.

    Attributes:
        contract: the table.
        mode: what the files say about rows already held.
        added: new rows: the contract's columns as stored, `line` and the file's position.
        changed: new values of held keys, with the same columns.
        replaced: what `changed` takes the place of, row by row, with row id, file id and line.
        unchanged: row id and file position of rows that are held as they stand in the file.
        retired: held rows no longer counted, as `replaced`, with the file's position.
        beside: held rows that stay in the files' groups, where some of them are in no file; empty
            where the files say everything there is.
        absent: rows to be withdrawn that are not held, as `added`.
        live: rows that counted before.
    """

    contract: Contract
    mode: Mode
    added: Rows
    changed: pl.DataFrame
    replaced: pl.DataFrame
    unchanged: pl.DataFrame
    retired: pl.DataFrame
    beside: pl.DataFrame
    absent: Rows
    live: int

    @property
    def empty(self) -> bool:
        """Whether nothing would move."""
        return not (self.added.height or self.changed.height or self.retired.height)

    @property
    def large(self) -> bool:
        """Whether so many rows would no longer be counted that a person must confirm it."""
        return self.retired.height > LARGE_RETIREMENT * self.live

    @property
    def new(self) -> Rows:
        """The rows to be stored, in the order of the files."""
        if self.changed.is_empty():
            return self.added
        both = pl.concat([*self.added.blocks(), self.changed])
        return Rows.of(both.sort(FILE, ddl.LINE, maintain_order=True))

    @property
    def retiring(self) -> pl.Series:
        """The ids of the rows that would stop counting: those replaced and those retired."""
        return pl.concat([self.replaced[ddl.ROW_ID], self.retired[ddl.ROW_ID]])

    def counts(self, position: int) -> Counts:
        """Count the rows that one file of the load moves."""
        parts = (self.added.select(FILE), self.changed, self.unchanged, self.retired)
        added, changed, unchanged, retired = (int((part[FILE] == position).sum()) for part in parts)
        return Counts(added=added, changed=changed, unchanged=unchanged, retired=retired)

    @property
    def fingerprint(self) -> str:
        """A hash of every planned key's standing: which are held, by which row, and to what end."""
        parts = (
            self.contract.name,
            self.mode,
            str(self.added.height),
            ids_digest(self.replaced[ddl.ROW_ID]),
            ids_digest(self.unchanged[ddl.ROW_ID]),
            ids_digest(self.retired[ddl.ROW_ID]),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def compare(
    contract: Contract,
    mode: Mode,
    incoming: Rows,
    *,
    held: pl.DataFrame,
    present: Sequence[Sequence[str]],
    live: int,
) -> TablePlan:
    """Compare the rows of files with the rows held.

    Args:
        contract: the table.
        mode: what the files say about rows already held.
        incoming: the files' rows: stored columns, `line` and the file's position.
        held: at least the live rows of every key and group in the files: row id, file id, line
            and the stored columns.
        present: for each file the columns that stood in it.
        live: how many rows of the table are live.
    """
    nothing = _nothing(contract, mode, incoming, held, live)
    if held.is_empty():
        if mode == Mode.WITHDRAW:
            return replace(nothing, absent=incoming)
        return replace(nothing, added=incoming)
    rows = incoming.frame
    places = _held_places(rows, held, contract.key)
    fresh, known = _where(rows, places.is_null()), _where(rows, places.is_not_null())
    found = held if _as_held(rows, held, contract.key) else held[places.drop_nulls()]
    if mode == Mode.WITHDRAW:
        return replace(nothing, retired=_of_files(found, known), absent=Rows.of(fresh))
    known = _filled(contract, known, found, present)
    moved = _differs(contract, known, found)
    replaces = mode == Mode.REPLACE and contract.replace_by
    gone = _left_out(contract, rows, held, places) if replaces else nothing.retired
    replaced = found.filter(moved)
    return replace(
        nothing,
        added=Rows.of(fresh),
        changed=known.filter(moved),
        replaced=replaced,
        unchanged=_of_files(found.select(ddl.ROW_ID), known).filter(~moved),
        retired=gone,
        beside=_beside(held, replaced, gone) if held.height > found.height else nothing.beside,
    )


def in_stored_order(
    contract: Contract,
    mode: Mode,
    incoming: Rows,
    *,
    held: Iterator[pl.LazyFrame],
    present: Sequence[Sequence[str]],
) -> TablePlan | None:
    """Compare files that name all rows held, in their stored order, with them block by block.

    A file that is sent again mostly does: then no search is needed, and little memory.

    Args:
        contract: the table.
        mode: merge or replace.
        incoming: as many rows as are held, as `compare` takes them.
        held: all live rows, as `compare` takes them, in blocks that any thread may collect.
        present: for each file the columns that stood in it.

    Returns:
        None where the files name other rows, or in another order.
    """
    compared = ahead(
        lambda pair: _in_order(contract, *pair, present),
        zip(even(incoming.blocks()), held, strict=True),
    )
    parts = list[_Compared]()
    for _, part in compared:
        if part is None or (parts and part.ids[0] <= parts[-1].ids[1]):
            return None
        parts.append(part)
    if not parts:
        return None
    replaced = pl.concat(part.replaced for part in parts)
    return replace(
        _nothing(contract, mode, incoming, replaced, incoming.height),
        changed=pl.concat(part.changed for part in parts),
        replaced=replaced,
        unchanged=pl.concat(part.unchanged for part in parts),
    )


@dataclass(frozen=True, eq=False)
class _Compared:
    """Rows of a block that change, what they take the place of, and row id and file of the others.

    `ids` are the first and the last row id of the block.
    """

    changed: pl.DataFrame
    replaced: pl.DataFrame
    unchanged: pl.DataFrame
    ids: tuple[int, int]


def _in_order(
    contract: Contract, rows: pl.DataFrame, held: pl.LazyFrame, present: Sequence[Sequence[str]]
) -> _Compared | None:
    """Compare a block of rows with one that is held; None where their keys differ."""
    found = held.collect()
    ids = found[ddl.ROW_ID]
    if not (ids.is_sorted() and _as_held(rows, found, contract.key)):
        return None
    known = _filled(contract, rows, found, present)
    differs = _differs(contract, known, found)
    return _Compared(
        changed=known.filter(differs),
        replaced=found.filter(differs),
        unchanged=_of_files(found.select(ddl.ROW_ID), known).filter(~differs),
        ids=(ids[0], ids[-1]),
    )


def _nothing(
    contract: Contract, mode: Mode, incoming: Rows, held: pl.DataFrame, live: int
) -> TablePlan:
    """Return the plan of a load that does nothing."""
    row = next(incoming.blocks()).clear()
    none = _of_files(held.clear(), row)
    return TablePlan(
        contract=contract,
        mode=mode,
        added=Rows.of(row),
        changed=row,
        replaced=held.clear(),
        unchanged=none.select(ddl.ROW_ID, FILE),
        retired=none,
        beside=held.clear(),
        absent=Rows.of(row),
        live=live,
    )


def _where(frame: pl.DataFrame, mask: pl.Series) -> pl.DataFrame:
    return frame if mask.all() else frame.filter(mask)


def _of_files(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Give held rows the position of the file that names each."""
    return found.with_columns(known[FILE])


def _beside(held: pl.DataFrame, *leaving: pl.DataFrame) -> pl.DataFrame:
    ids = pl.concat(part.select(ddl.ROW_ID) for part in leaving)
    return held.join(ids, on=ddl.ROW_ID, how="anti", maintain_order="left")


def _held_places(incoming: pl.DataFrame, held: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """Return for each incoming row the place of the held row of its key, or null.

    A file that is sent again mostly has its rows in the order in which they are held: then no
    search is needed.
    """
    if held.is_empty():
        return pl.repeat(None, incoming.height, eager=True, dtype=pl.UInt32)
    if _as_held(incoming, held, key):
        return pl.Series(_PLACE, range(held.height), dtype=pl.UInt32)
    places = held.select(*key).with_row_index(_PLACE)
    found = incoming.select(*key).join(
        places, on=list(key), how="left", nulls_equal=True, maintain_order="left"
    )
    return found[_PLACE]


def _as_held(incoming: pl.DataFrame, held: pl.DataFrame, key: Sequence[str]) -> bool:
    """Tell whether the files name all held rows in the order in which they are held."""
    return incoming.height == held.height and all(
        incoming[column].eq_missing(held[column]).all() for column in key
    )


def _filled(
    contract: Contract, known: pl.DataFrame, found: pl.DataFrame, present: Sequence[Sequence[str]]
) -> pl.DataFrame:
    """Keep held values where a file has no such column."""
    for position, columns in enumerate(present):
        missing = [name for name in contract.names if name not in columns]
        if missing:
            own = pl.col(FILE) == position
            kept = [pl.when(own).then(found[name]).otherwise(name).alias(name) for name in missing]
            known = known.with_columns(kept)
    return known


def _differs(contract: Contract, known: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    moved = pl.repeat(value=False, n=known.height, eager=True, dtype=pl.Boolean)
    for name in contract.names:
        if name not in contract.key:
            moved |= known[name].ne_missing(found[name])
    return moved


def _left_out(
    contract: Contract, incoming: pl.DataFrame, held: pl.DataFrame, places: pl.Series
) -> pl.DataFrame:
    """Return the held rows of the groups that the files mention whose keys they do not name."""
    group = list(contract.replace_by)
    mentioned = incoming.select(*group, FILE).unique(subset=group, keep="first")
    named = pl.DataFrame({_PLACE: places.drop_nulls()})
    return (
        held.with_row_index(_PLACE)
        .join(named, on=_PLACE, how="anti", maintain_order="left")
        .drop(_PLACE)
        .join(mentioned, on=group, how="inner", nulls_equal=True, maintain_order="left")
    )
