"""The fast path: a chunk that is wholly clean, parsed straight into the types it is stored in.

It may only ever be wrong in one direction: what it calls clean is what `validation.checking` would
find no fault with, and gives the same rows; whatever it is not sure of goes there. Both stand on
the same declaration, and a property test holds them to the same answers.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import polars as pl

from validation import cells
from validation.contract import Column, Contract
from validation.fields import Kind
from validation.reading import LINE, Source
from validation.records import Chunk, even, has_outer_blanks
from validation.sheets import BREAK_WITHIN

Known = Mapping[str, frozenset[str]]

_YES_NO: Final = pl.Enum(tuple(cells.YES_NO))


def typed(source: Source, chunk: Chunk, *, today: date, known: Known) -> pl.DataFrame | None:
    """Parse a chunk into the contract's stored types and the column `line`.

    Args:
        source: the file.
        chunk: whole records of it.
        today: the day against which "has not begun" and "in the future" are tested.
        known: ids that exist, by table; a table not named is not tested.

    Returns:
        None where the chunk is not proven to be free of errors, warnings and tolerated blanks.
    """
    frame = _parsed(source, chunk)
    if frame is None:
        return None
    contract = source.contract
    if not all(_all_hold(frame[column.name], column, today, known) for column in contract.columns):
        return None
    stored = frame.select(_stored(column) for column in contract.columns)
    if not all(stored.select(_conditions(contract, today, known)).row(0)):
        return None
    last = chunk.first_line + stored.height
    lines = pl.int_range(chunk.first_line, last, dtype=pl.Int64).alias(LINE)
    return contract.as_stored(stored).with_columns(lines)


def _parsed(source: Source, chunk: Chunk) -> pl.DataFrame | None:
    """Parse records, or give None where their shape is not proven.

    As many lines as rows, as many delimiters as cells less one a row, and no row that Polars finds
    too long: so none is too short either. Without quotation marks no cell holds a line end.
    """
    body, delimiter = chunk.body, source.header.delimiter.encode()
    width = len(source.header.names)
    # A line break within a cell of a sheet is put back by the exact path.
    if source.in_sheet and BREAK_WITHIN.encode() in body:
        return None
    # Polars reads counts with a leading blank or plus, which the contract does not.
    # So are cells beyond the last named column looked at elsewhere.
    if source.layout.beyond or b"+" in body or has_outer_blanks(body, delimiter):
        return None
    if not even(chunk, delimiter, width):
        return None
    columns = {f"{position}": name for position, name in enumerate(source.layout.targets)}
    by_name = source.contract.by_name
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            schema={
                each: _read_as(by_name[name]) if name else pl.String()
                for each, name in columns.items()
            },
            separator=source.header.delimiter,
            quote_char=None,
        )
    except pl.exceptions.PolarsError:
        return None
    present = [pl.col(each).alias(name) for each, name in columns.items() if name]
    absent = [
        pl.lit(None, dtype=_read_as(column)).alias(name)
        for name, column in by_name.items()
        if name not in source.layout.present
    ]
    return frame.select(*present, *absent) if frame.height == chunk.lines else None


def _read_as(column: Column) -> pl.DataType:
    """Return the type a cell is read as: numbers as text, since Polars takes `inf` and `3e1`."""
    match column.kind:
        case Kind.YES_NO:
            return _YES_NO
        case Kind.NUMBER:
            return pl.String()
        case _:
            return column.dtype


def _all_hold(cells_read: pl.Series, column: Column, today: date, known: Known) -> bool:
    """Tell whether all distinct texts of a column can be read and hold what is asked of them."""
    if column.kind in (Kind.COUNT, Kind.CODE, Kind.YES_NO):
        return True
    text = pl.col(column.name)
    value = cells.parsed(text, column.spec)
    conditions = [value.is_not_null(), text.str.strip_chars() == text, text != ""]
    if column.kind != Kind.NUMBER:
        conditions.append(value == text)
    holding = [check.holds(value) for check in cells.checks(column.spec, today=today, known=known)]
    distinct = cells_read.unique().drop_nulls().cast(pl.String).to_frame()
    proven = distinct.select(pl.all_horizontal(*conditions, *holding).fill_null(value=False).all())
    return bool(proven.item())


def _stored(column: Column) -> pl.Expr:
    match column.kind:
        case Kind.YES_NO:
            return pl.col(column.name) == next(iter(cells.YES_NO))
        case Kind.NUMBER:
            return cells.parsed(pl.col(column.name), column.spec)
        case _:
            return pl.col(column.name)


def _conditions(contract: Contract, today: date, known: Known) -> Iterator[pl.Expr]:
    """Give the conditions that take whole columns, each as one truth value."""
    for column in contract.columns:
        if column.required:
            yield pl.col(column.name).is_not_null().all().alias(f"{column.name} is filled")
        if column.kind == Kind.COUNT:
            for check in cells.checks(column.spec, today=today, known=known):
                holds = check.holds(pl.col(column.name)).fill_null(value=True)
                yield holds.all().alias(f"{column.name} {check.name}")
    for rule in contract.rules:
        yield rule.holds.fill_null(value=True).all().alias(rule.name)
