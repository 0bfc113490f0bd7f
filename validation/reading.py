"""Bytes to text frames that know the file's own line numbers."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from validation import decoding, header
from validation.contract import Contract
from validation.file_problems import (
    BROKEN_QUOTES,
    LONG_LINE,
    NO_SUCH_TABLE,
    RAGGED,
)
from validation.header import Header, Layout
from validation.problems import Problem, problem
from validation.records import (
    QUOTE,
    Chunk,
    Flags,
    Records,
    chunks,
    has_outer_blanks,
    kept_bytes,
    scanned,
)

LINE: Final = "line"
LONGEST_LINE: Final = 1_000_000


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, eq=False)
class Source:
    """A file whose table and columns are known; `content` is UTF-8."""

    contract: Contract
    content: bytes
    header: Header
    layout: Layout

    def chunks(self) -> Iterator[Chunk]:
        """Cut the records into chunks of bounded size."""
        return chunks(self.content, self.header.start, self.header.first_line)


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
    limit: int = decoding.LARGEST_FILE,
) -> Reading:
    """Read a file up to and with its header.

    Args:
        content: the file's bytes.
        contracts: the tables that are known.
        table: the table's name, where it is not to be recognised from the header.
        limit: the largest file that is read, in bytes.
    """
    if table is not None and table not in contracts:
        facts = {"tables": ", ".join(contracts)}
        return Reading(None, (problem(NO_SUCH_TABLE, values=(table,), facts=facts),))
    text = decoding.decoded(content, limit)
    if text.content is None:
        return Reading(None, text.problems)
    first = header.found_header(text.content, contracts)
    contract = contracts[table] if table else header.recognised(first, contracts)
    if contract is None:
        return Reading(None, (*text.problems, header.not_recognised(first, contracts)))
    columns = header.layout(first, contract)
    notices = (*text.problems, *header.other_delimiter(first), *columns.problems)
    return Reading(Source(contract, text.content, first, columns), notices)


def text_frame(source: Source, chunk: Chunk) -> TextFrame:
    """Read a chunk as text, cell by cell as typed; rows that cannot be told apart are left out."""
    delimiter = source.header.delimiter.encode()
    records = scanned(chunk, delimiter)
    width = len(source.header.names)
    blank = _blank(chunk, records)
    long = records.sizes > LONGEST_LINE
    ragged = (records.cells != width) & ~blank & ~long
    kept = ~(blank | long | ragged)
    body = kept_bytes(chunk, records, kept)
    problems = (
        *_long_lines(records, long),
        *_ragged_rows(source, records, ragged),
        *_broken_quotes(records),
    )
    frame = _parsed(source, body).with_columns(pl.Series(LINE, records.lines[kept]))
    bare = QUOTE not in body and body.isascii() and not has_outer_blanks(body, delimiter)
    return TextFrame(frame, problems, bare, records.broken_line is not None)


def _parsed(source: Source, body: bytes) -> pl.DataFrame:
    """Parse records that all have as many cells as the header."""
    if not body:
        return pl.DataFrame(schema=dict.fromkeys(source.layout.present, pl.String))
    names = {f"{position}": name for position, name in enumerate(source.layout.targets)}
    frame = pl.read_csv(
        body,
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=source.header.delimiter,
    )
    return frame.select(pl.col(each).alias(name) for each, name in names.items() if name)


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
