"""Bytes to text frames that know the file's own line numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl

from validation import decoding, header
from validation.contract import Contract
from validation.fields import Kind
from validation.file_problems import (
    BROKEN_QUOTES,
    CELLS_WITHOUT_COLUMN,
    HEADER_AGAIN,
    LONG_LINE,
    NO_SUCH_TABLE,
    PERCENTAGES,
    RAGGED,
)
from validation.header import Header, Layout
from validation.problems import Problem, problem
from validation.records import (
    LINE_FEED,
    QUOTE,
    Chunk,
    Flags,
    Records,
    chunks,
    has_outer_blanks,
    kept_bytes,
    scanned,
)
from validation.sheets import BREAK_WITHIN, LINE_BREAK, Sheet, reference

LINE: Final = "line"
LONGEST_LINE: Final = 1_000_000
HUNDRED: Final = 100
_EXAMPLE: Final = 0.45
HEADER: Final = ""

# By column what its values are to become; under HEADER what its names are.
Pairs = Mapping[str, Mapping[str, str]]
NO_MENDS: Final[Pairs] = {}


@dataclass(frozen=True, eq=False)
class Source:
    """A file or sheet whose table and columns are known; `content` is UTF-8.

    `mends` has by column what values are to become, because a person asked for it.
    """

    contract: Contract
    content: bytes
    header: Header
    layout: Layout
    in_sheet: bool = False
    mends: Pairs = field(default_factory=dict[str, Mapping[str, str]])

    def chunks(self) -> Iterator[Chunk]:
        """Cut the records into chunks of bounded size."""
        return chunks(self.content, self.header.start, self.header.first_line)

    def cell(self, line: int | None, columns: Sequence[str]) -> str:
        """Return the sheet's name of the cell that a line and columns mean, where it is one."""
        if not self.in_sheet or line is None or len(columns) != 1:
            return ""
        targets = self.layout.targets
        return reference(targets.index(columns[0]) + 1, line) if columns[0] in targets else ""


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read of a file: a source, or None, and what is to be said about it."""

    source: Source | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class TextFrame:
    """The cells of a chunk as typed: one text column for each known column, and the line.

    `bare` says that no cell has outer blanks, `broken` that nothing after this chunk can be read.
    """

    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    bare: bool
    broken: bool


def read(
    content: bytes,
    contracts: Mapping[str, Contract],
    *,
    table: str | None = None,
    mends: Pairs = NO_MENDS,
) -> Reading:
    """Read a text up to and with its header.

    Args:
        content: the bytes as they came.
        contracts: the tables that are known.
        table: the table's name, where it is not to be recognised from the header.
        mends: what names of columns and values are to become.
    """
    text = decoding.decoded(content)
    if text.content is None:
        return Reading(None, text.problems)
    return _headed(text.content, contracts, table=table, notices=text.problems, mends=mends)


def read_sheet(
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    *,
    table: str | None = None,
    mends: Pairs = NO_MENDS,
) -> Reading:
    """Read a sheet of a workbook up to and with its header; percentages by their columns.

    Args:
        sheet: the sheet.
        contracts: the tables that are known.
        table: the table's name, where it is not to be recognised from the header.
        mends: what names of columns and values are to become.
    """
    if sheet.problems:
        return Reading(None, sheet.problems)
    found = _headed(sheet.text(), contracts, table=table, in_sheet=True, mends=mends)
    source = found.source
    if source is None:
        return found
    factors = dict(percent_factors(source))
    rewritten = replace(source, content=sheet.text(factors))
    return Reading(rewritten, (*found.problems, *_percentages(sheet, source, factors)))


def percent_factors(source: Source) -> Iterator[tuple[int, int]]:
    """Give what the percentages of a column are multiplied with to be numbers of its unit."""
    for place, target in enumerate(source.layout.targets):
        column = source.contract.by_name[target] if target else None
        if column and column.kind == Kind.NUMBER:
            yield place, HUNDRED if column.spec.maximum == HUNDRED else 1


def _percentages(sheet: Sheet, source: Source, factors: Mapping[int, int]) -> Iterator[Problem]:
    for place, factor in factors.items():
        if row := sheet.percentages(place, source.header.line):
            facts = {"example": f"{_EXAMPLE * factor:g}"}
            name = source.layout.targets[place] or ""
            yield problem(PERCENTAGES, line=row, columns=(name,), facts=facts)


def _headed(
    content: bytes,
    contracts: Mapping[str, Contract],
    *,
    table: str | None,
    notices: tuple[Problem, ...] = (),
    in_sheet: bool = False,
    mends: Pairs = NO_MENDS,
) -> Reading:
    if table is not None and table not in contracts:
        facts = {"tables": ", ".join(contracts)}
        return Reading(None, (problem(NO_SUCH_TABLE, values=(table,), facts=facts),))
    first = header.found_header(content, contracts)
    contract = contracts[table] if table else header.recognised(first, contracts)
    if contract is None:
        return Reading(None, (*notices, header.not_recognised(first, contracts)))
    renamed = mends.get(HEADER, {})
    first = replace(first, names=tuple(renamed.get(name, name) for name in first.names))
    columns = header.layout(first, contract)
    said = (*notices, *header.lines_above(first), *header.other_delimiter(first))
    source = Source(contract, content, first, columns, in_sheet, mends)
    return Reading(source, (*said, *columns.problems))


def text_frame(source: Source, chunk: Chunk) -> TextFrame:
    """Read a chunk as text, cell by cell as typed; rows that cannot be told apart are left out."""
    delimiter = source.header.delimiter.encode()
    records = scanned(chunk, delimiter)
    width = len(source.header.names)
    blank = _blank(chunk, records)
    long = records.sizes > LONGEST_LINE
    over = _filled_beyond(chunk, records, width, delimiter)
    ragged = ((records.cells < width) | over) & ~blank & ~long
    kept = ~(blank | long | ragged)
    frame, bare = _cells(source, chunk, records, kept)
    again = _named_again(frame, source)
    problems = (
        *_long_lines(records, long),
        *_ragged_rows(source, records, ragged),
        *_broken_quotes(records),
        *_headers_again(source, frame.filter(again)),
        *_without_column(source, frame.filter(~again)),
    )
    mended = [_mended(name, source.mends.get(name, {})) for name in source.layout.present]
    text = frame.filter(~again).select(LINE, *mended)
    return TextFrame(text, problems, bare, records.broken_line is not None)


def _mended(name: str, pairs: Mapping[str, str]) -> pl.Expr:
    """Put the mend of a value in its place, nothing where there is to be no value."""
    cell = pl.col(name)
    if not pairs:
        return cell
    bare = cell.str.strip_chars()
    to = [after or None for after in pairs.values()]
    mend = bare.replace_strict([*pairs], to, default=None, return_dtype=pl.String)
    return pl.when(bare.is_in([*pairs])).then(mend).otherwise(cell).alias(name)


def _cells(
    source: Source, chunk: Chunk, records: Records, kept: Flags
) -> tuple[pl.DataFrame, bool]:
    """Parse the kept records; tell also whether no cell of theirs has outer blanks."""
    delimiter = source.header.delimiter.encode()
    width = len(source.header.names)
    body = kept_bytes(chunk, records, kept)
    longer = kept & (records.cells > width)
    if longer.any():
        body = b"".join(_cut(chunk, records, kept, width, delimiter))
    frame = _parsed(source, body).with_columns(pl.Series(LINE, records.lines[kept]))
    if source.in_sheet:
        within = pl.col(pl.String).str.replace_all(BREAK_WITHIN, LINE_BREAK, literal=True)
        frame = frame.with_columns(within)
    bare = QUOTE not in body and body.isascii() and not has_outer_blanks(body, delimiter)
    return frame, bare


def _record(chunk: Chunk, records: Records, index: int) -> bytes:
    return chunk.body[records.starts[index] : records.ends[index]]


def _filled_beyond(chunk: Chunk, records: Records, width: int, delimiter: bytes) -> Flags:
    """Tell which records have more cells than the header, and more than blanks in them."""
    over: Flags = records.cells > width
    for index in np.flatnonzero(over):
        extra = int(records.cells[index]) - width
        beyond = _record(chunk, records, int(index)).rsplit(delimiter, extra)[1:]
        over[index] = any(cell.strip() for cell in beyond)
    return over


def _cut(
    chunk: Chunk, records: Records, kept: Flags, width: int, delimiter: bytes
) -> Iterator[bytes]:
    """Give the kept records without the blank cells beyond the header's width."""
    for index in np.flatnonzero(kept):
        extra = max(0, int(records.cells[index]) - width)
        yield _record(chunk, records, int(index)).rsplit(delimiter, extra)[0] + LINE_FEED


def _parsed(source: Source, body: bytes) -> pl.DataFrame:
    """Parse records that all have as many cells as the header; columns to be read, and beyond."""
    layout = source.layout
    width = len(layout.targets)
    names = {f"{place}": name for place, name in enumerate(layout.targets)}
    kept = {each: name for each, name in names.items() if name}
    kept |= {f"{place}": _beyond(place) for place in range(width - layout.beyond, width)}
    if not body:
        return pl.DataFrame(schema=dict.fromkeys(kept.values(), pl.String))
    frame = pl.read_csv(
        body,
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=source.header.delimiter,
    )
    return frame.select(pl.col(each).alias(name) for each, name in kept.items())


def _beyond(place: int) -> str:
    return f"beyond {place}"


def _named_again(frame: pl.DataFrame, source: Source) -> pl.Series:
    """Tell which rows hold the names of their columns: a header among the rows."""
    same = (
        pl.col(each).str.strip_chars().str.to_lowercase() == each for each in source.layout.present
    )
    return frame.select(again=pl.all_horizontal(pl.lit(value=True), *same).fill_null(value=False))[
        "again"
    ]


def _headers_again(source: Source, frame: pl.DataFrame) -> Iterator[Problem]:
    for line in frame[LINE]:
        yield problem(HEADER_AGAIN, line=line, facts={"header_line": source.header.line})


def _without_column(source: Source, frame: pl.DataFrame) -> Iterator[Problem]:
    width = len(source.layout.targets)
    for place in range(width - source.layout.beyond, width):
        cell = pl.col(_beyond(place))
        for line, value in (
            frame.filter(cell.str.strip_chars() != "").select(LINE, cell).iter_rows()
        ):
            yield problem(CELLS_WITHOUT_COLUMN, line=line, values=(value,))


def _blank(chunk: Chunk, records: Records) -> Flags:
    """Tell which records hold nothing: lines that are empty or only blanks."""
    blank: Flags = records.sizes == 0
    lone = np.flatnonzero((records.cells == 1) & ~blank)
    for index in lone:
        blank[index] = chunk.body[records.starts[index] : records.ends[index]].isspace()
    return blank


def _long_lines(records: Records, long: Flags) -> Iterator[Problem]:
    for index in np.flatnonzero(long):
        facts = {"size": int(records.sizes[index]), "limit": LONGEST_LINE}
        yield problem(LONG_LINE, line=int(records.lines[index]), facts=facts)


def _ragged_rows(source: Source, records: Records, ragged: Flags) -> Iterator[Problem]:
    for index in np.flatnonzero(ragged):
        facts = {
            "cells": int(records.cells[index]),
            "width": len(source.header.names),
            "delimiter": header.DELIMITERS[source.header.delimiter],
        }
        yield problem(RAGGED, line=int(records.lines[index]), facts=facts)


def _broken_quotes(records: Records) -> Iterator[Problem]:
    if records.broken_line is not None:
        yield problem(BROKEN_QUOTES, line=records.broken_line)
