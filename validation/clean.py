"""The fast path: rows that are clean, parsed straight into the types they are stored in.

It may only ever be wrong in one direction: what it calls clean is what `validation.checking` would
find no fault with, and gives the same rows; whatever it is not sure of goes there. Both stand on
the same declaration, and a property test holds them to the same answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from validation import cells
from validation.contract import Column, Contract
from validation.fields import Kind
from validation.reading import HEADER, LINE, Source
from validation.records import Chunk, Flags, even, grid, has_outer_blanks
from validation.sheets import BREAK_WITHIN

Known = Mapping[str, frozenset[str]]
Types = Mapping[str, pl.DataType]

_YES_NO: Final = pl.Enum(tuple(cells.YES_NO))


@dataclass(frozen=True, eq=False)
class Proven:
    """The rows of a chunk that are proven to be free of errors, warnings and tolerated blanks.

    `rows` are typed as stored and have the column `line`; `doubtful` tells of each line of the
    chunk whether its row is left out, and is None where none is.
    """

    rows: pl.DataFrame
    doubtful: Flags | None


def typed(source: Source, chunk: Chunk, *, today: date, known: Known) -> Proven | None:
    """Parse a chunk into the contract's stored types and the column `line`.

    Args:
        source: the file.
        chunk: whole records of it.
        today: the day against which "has not begun" and "in the future" are tested.
        known: ids that exist, by table; a table not named is not tested.

    Returns:
        None where it is not proven which bytes are whose cells.
    """
    if not _plain(source, chunk):
        return None
    types = {column.name: _read_as(column) for column in source.contract.columns}
    read = _strictly(source, chunk, types) or _leniently(source, chunk, types)
    if read is None:
        return None
    frame, contract = read.frame, source.contract
    stored = frame.select(_stored(column) for column in contract.columns)
    doubts = [
        *read.unread,
        *_unproven(frame, contract, today, known),
        *_failing(stored, contract, today, known),
    ]
    last = chunk.first_line + stored.height
    lines = pl.int_range(chunk.first_line, last, dtype=pl.Int64).alias(LINE)
    rows = contract.as_stored(stored).with_columns(lines)
    if not doubts:
        return Proven(rows, None)
    doubtful: Flags = np.logical_or.reduce([each.to_numpy() for each in doubts])
    return Proven(rows.filter(~pl.Series(doubtful)), doubtful)


def _plain(source: Source, chunk: Chunk) -> bool:
    """Tell whether a parser that knows no quotation marks, blanks or mends reads cells right."""
    body, delimiter = chunk.body, source.header.delimiter.encode()
    if source.mends.keys() - {HEADER}:  # a value to be mended may be a good one as it stands
        return False
    # A line break within a cell of a sheet is put back by the exact path.
    if source.in_sheet and BREAK_WITHIN.encode() in body:
        return False
    # Polars reads counts with a leading blank or plus, which the contract does not.
    # So are cells beyond the last named column looked at elsewhere.
    if source.layout.beyond or b"+" in body or has_outer_blanks(body, delimiter):
        return False
    return even(chunk, delimiter, len(source.header.names))


@dataclass(frozen=True, eq=False)
class _Read:
    """Cells in the types of `_read_as`; `unread` tells for columns where text became nothing."""

    frame: pl.DataFrame
    unread: tuple[pl.Series, ...] = ()


def _strictly(source: Source, chunk: Chunk, types: Types) -> _Read | None:
    """Parse records, or give None where a cell is not of its type or a row too long.

    As many lines as rows, as many delimiters as cells less one a row, and no row that Polars finds
    too long: so none is too short either. Without quotation marks no cell holds a line end.
    """
    try:
        frame = _parsed(source, chunk, types)
    except pl.exceptions.PolarsError:
        return None
    return _Read(frame) if frame.height == chunk.lines else None


def _leniently(source: Source, chunk: Chunk, types: Types) -> _Read | None:
    """Parse records whose cells need not be of their types, or give None where rows are uneven."""
    cells_of = grid(chunk, source.header.delimiter.encode(), len(source.header.names))
    if cells_of is None:
        return None
    codes = {each: kind for each, kind in types.items() if isinstance(kind, pl.Enum)}
    try:
        frame = _parsed(source, chunk, {**types, **dict.fromkeys(codes, pl.String())}, strict=False)
    except pl.exceptions.PolarsError:
        return None
    if frame.height != chunk.lines:
        return None
    known = frame.with_columns(
        pl.col(each).cast(kind, strict=False) for each, kind in codes.items()
    )
    unread = tuple(
        known[column].is_null() & ~pl.Series(cells_of.empty(place))
        for place, column in enumerate(source.layout.targets)
        if column and known[column].null_count()
    )
    return _Read(known, unread)


def _parsed(source: Source, chunk: Chunk, types: Types, *, strict: bool = True) -> pl.DataFrame:
    """Parse records into the contract's columns; what is not in the file is null."""
    columns = {f"{place}": name for place, name in enumerate(source.layout.targets)}
    frame = pl.read_csv(
        chunk.body,
        has_header=False,
        schema={each: types[name] if name else pl.String() for each, name in columns.items()},
        separator=source.header.delimiter,
        quote_char=None,
        ignore_errors=not strict,
    )
    present = [pl.col(each).alias(name) for each, name in columns.items() if name]
    absent = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in types.items()
        if name not in source.layout.present
    ]
    return frame.select(*present, *absent)


def _read_as(column: Column) -> pl.DataType:
    """Return the type a cell is read as: numbers as text, since Polars takes `inf` and `3e1`."""
    match column.kind:
        case Kind.YES_NO:
            return _YES_NO
        case Kind.NUMBER:
            return pl.String()
        case _:
            return column.dtype


def _unproven(
    frame: pl.DataFrame, contract: Contract, today: date, known: Known
) -> Iterator[pl.Series]:
    """Tell for columns of text in which rows they hold what is not proven to be right."""
    for column in contract.columns:
        if column.kind not in (Kind.COUNT, Kind.CODE, Kind.YES_NO):
            cells_read = frame[column.name]
            bad = _bad_values(cells_read, column, today, known)
            if not bad.is_empty():
                yield cells_read.cast(pl.String).is_in(bad.implode()).fill_null(value=False)


def _bad_values(cells_read: pl.Series, column: Column, today: date, known: Known) -> pl.Series:
    """List the distinct texts of a column that cannot be read or fail what is asked of them."""
    text = pl.col(column.name)
    value = cells.parsed(text, column.spec)
    conditions = [value.is_not_null(), text.str.strip_chars() == text, text != ""]
    if column.kind != Kind.NUMBER:
        conditions.append(value == text)
    holding = [check.holds(value) for check in cells.checks(column.spec, today=today, known=known)]
    distinct = cells_read.unique().drop_nulls().cast(pl.String).to_frame()
    proven = pl.all_horizontal(*conditions, *holding).fill_null(value=False)
    return distinct.filter(~proven).to_series()


def _stored(column: Column) -> pl.Expr:
    match column.kind:
        case Kind.YES_NO:
            return pl.col(column.name) == next(iter(cells.YES_NO))
        case Kind.NUMBER:
            return pl.col(column.name).cast(column.dtype, strict=False)  # its form is proven
        case _:
            return pl.col(column.name)


def _failing(
    stored: pl.DataFrame, contract: Contract, today: date, known: Known
) -> Iterator[pl.Series]:
    """Tell for the conditions that do not hold in all rows in which they do not."""
    conditions = list(_conditions(contract, today, known))
    holding = stored.select(each.all().alias(f"{i}") for i, each in enumerate(conditions)).row(0)
    for condition, holds in zip(conditions, holding, strict=True):
        if not holds:
            yield stored.select(~condition).to_series()


def _conditions(contract: Contract, today: date, known: Known) -> Iterator[pl.Expr]:
    """Give the conditions that are asked of rows as they are stored."""
    for column in contract.columns:
        cell = pl.col(column.name)
        if column.required:
            yield cell.is_not_null()
        if column.kind == Kind.COUNT:
            for check in cells.checks(column.spec, today=today, known=known):
                yield check.holds(cell).fill_null(value=True)
    for rule in contract.rules:
        yield rule.holds.fill_null(value=True)
