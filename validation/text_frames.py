"""A chunk of a file as a text frame: cells as typed, and what is wrong with the shape of rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from validation import header
from validation.file_problems import (
    BROKEN_QUOTES,
    CELLS_WITHOUT_COLUMN,
    HEADER_AGAIN,
    LONG_LINE,
    RAGGED,
)
from validation.file_text import LONGEST_LINE
from validation.problems import Problem, problem
from validation.reading import LINE, Source
from validation.records import (
    LINE_FEED,
    QUOTE,
    Chunk,
    Flags,
    Records,
    even,
    has_outer_blanks,
    kept_bytes,
    lines_of,
    scanned,
)
from validation.sheets import BREAK_WITHIN, LINE_BREAK


@dataclass(frozen=True, eq=False)
class TextFrame:
    """The cells of a chunk as typed: one text column for each known column, and the line.

    `bare` says that no cell has outer blanks, `broken` that nothing after this chunk can be read.
    """

    frame: pl.DataFrame
    problems: tuple[Problem, ...]
    bare: bool
    broken: bool


def text_frame(source: Source, chunk: Chunk) -> TextFrame:
    """Read a chunk as text, cell by cell as typed; rows that cannot be told apart are left out."""
    return _even_rows(source, chunk) or _any_rows(
        source, chunk, scanned(chunk, source.header.delimiter.encode())
    )


def text_rows(source: Source, chunk: Chunk, wanted: Flags) -> TextFrame:
    """Read some lines of a chunk of which each is known to be a row, as `text_frame` reads all."""
    return _any_rows(source, chunk, lines_of(chunk, len(source.header.names), wanted))


def _even_rows(source: Source, chunk: Chunk) -> TextFrame | None:
    """Read a chunk at once where all its rows are proven to have their cells; else give None."""
    delimiter = source.header.delimiter.encode()
    width = len(source.header.names)
    if width == 1 or source.in_sheet or not even(chunk, delimiter, width):
        return None
    try:
        frame = _parsed(source, chunk.body)
    except pl.exceptions.PolarsError:
        return None
    if frame.height != chunk.lines or chunk.longest_line > LONGEST_LINE:
        return None
    last = chunk.first_line + frame.height
    lines = pl.int_range(chunk.first_line, last, dtype=pl.Int64).alias(LINE)
    bare = _is_bare(chunk.body, delimiter)
    return _text(source, frame.with_columns(lines), (), bare=bare, broken=False)


def _any_rows(source: Source, chunk: Chunk, records: Records) -> TextFrame:
    """Read records row by row, whatever their shape."""
    delimiter = source.header.delimiter.encode()
    width = len(source.header.names)
    blank = _blank(chunk, records, width, delimiter)
    long = records.sizes > LONGEST_LINE
    over = _filled_beyond(chunk, records, width, delimiter)
    ragged = ((records.cells < width) | over) & ~blank & ~long
    frame, bare = _cells(source, chunk, records, ~(blank | long | ragged))
    problems = (
        *_long_lines(records, long),
        *_ragged_rows(source, records, ragged),
        *_broken_quotes(records),
    )
    return _text(source, frame, problems, bare=bare, broken=records.broken_line is not None)


def _text(
    source: Source, frame: pl.DataFrame, problems: Sequence[Problem], *, bare: bool, broken: bool
) -> TextFrame:
    """Take out of parsed rows what is no row of the table."""
    again = _named_again(frame, source)
    rows = frame.filter(~again) if again.any() else frame
    said = (
        *problems,
        *_headers_again(source, frame.filter(again)),
        *_without_column(source, rows),
    )
    mended = [_mended(name, source.mends.get(name, {})) for name in source.layout.present]
    return TextFrame(rows.select(LINE, *mended), said, bare, broken)


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
    return frame, _is_bare(body, delimiter)


def _is_bare(body: bytes, delimiter: bytes) -> bool:
    return QUOTE not in body and body.isascii() and not has_outer_blanks(body, delimiter)


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
        quote_char=QUOTE.decode() if QUOTE in body else None,
    )
    return frame.select(pl.col(each).alias(name) for each, name in kept.items())


def _beyond(place: int) -> str:
    return f"beyond {place}"


def _named_again(frame: pl.DataFrame, source: Source) -> pl.Series:
    """Tell which rows hold the names of their columns: a header among the rows."""
    again = pl.repeat(value=True, n=frame.height, eager=True, dtype=pl.Boolean)
    for name in source.layout.present:
        again &= (frame[name].str.strip_chars().str.to_lowercase() == name).fill_null(value=False)
        if not again.any():  # mostly told by the first column
            break
    return again


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


def _blank(chunk: Chunk, records: Records, width: int, delimiter: bytes) -> Flags:
    """Tell which records hold nothing: lines that are empty or only blanks and too few delimiters.

    Those with as many delimiters as the header are rows of empty cells, and passed over as such.
    """
    blank: Flags = records.sizes == 0
    short = np.flatnonzero(((records.cells == 1) | (records.cells < width)) & ~blank)
    for index in short:
        blank[index] = not _record(chunk, records, int(index)).replace(delimiter, b" ").strip()
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
