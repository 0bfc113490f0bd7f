"""Where the records of a delimited text stand: their bytes, lines and number of cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from validation.file_text import Content

CHUNK: Final = 16 * 1024 * 1024
LINES: Final = 122_880
"""Lines of a chunk at most: as many rows as DuckDB stores, and a version hashes, at once."""
OPEN: Final = 16 * 1024 * 1024
"""Bytes after which a quotation mark that is still open is taken for one left open."""
_BLOCK: Final = 256 * 1024
QUOTE: Final = b'"'
LINE_FEED: Final = b"\n"

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chunk:
    """Whole records, with lone line feeds as line ends: how many, and the line they begin on."""

    body: bytes
    first_line: int
    feeds: int

    @property
    def lines(self) -> int:
        """How many lines there are; the last may lack its end."""
        return self.feeds + (not self.body.endswith(LINE_FEED))

    @cached_property
    def ends(self) -> Positions:
        """Where each line ends; the last may lack its line feed."""
        ends = positions(self.body, LINE_FEED)
        return ends if self.body.endswith(LINE_FEED) else np.append(ends, len(self.body))

    @property
    def longest_line(self) -> int:
        """The bytes of the longest line."""
        return int(np.diff(self.ends, prepend=-1).max()) - 1


@dataclass(frozen=True, eq=False)
class Records:
    """One entry a record; `broken_line` is where quotation marks stop making sense, if they do.

    Records from the broken one on are left out.
    """

    starts: Positions
    ends: Positions
    lines: Positions
    cells: Positions
    broken_line: int | None = None

    @property
    def sizes(self) -> Positions:
        """Bytes of each record without its line end."""
        return self.ends - self.starts


def chunks(content: Content, start: int, first_line: int, size: int = CHUNK) -> Iterator[Chunk]:
    """Cut text at ends of records (never within quotation marks) into pieces of about a size.

    Args:
        content: UTF-8 text.
        start: the byte to begin at, the start of a record.
        first_line: the file's line that byte stands on.
        size: bytes after which the next end of a record is cut at, if not after `LINES` lines.
    """
    while start < len(content):
        body, feeds = _records(content, start, size)
        start += len(body)
        plain = body.replace(b"\r\n", LINE_FEED) if b"\r" in body else body
        yield Chunk(plain, first_line, feeds)
        first_line += feeds


def _records(content: Content, start: int, size: int) -> tuple[bytes, int]:
    """Read up to the first end of a record after a size, or to the end; count the line feeds."""
    end = content.find(LINE_FEED, start + size) + 1
    body = content[start:end] if end else content[start:]
    if QUOTE in body:
        body = _closed(content, body, end)
        return body, count_of(body, LINE_FEED)
    feeds = 0
    for place, found in _counts(body, LINE_FEED):
        if feeds + found >= LINES:
            block = body[place : place + _BLOCK]
            last = int(positions(block, LINE_FEED)[LINES - feeds - 1])
            return body[: place + last + 1], LINES
        feeds += found
    return body, feeds


def _closed(content: Content, body: bytes, end: int) -> bytes:
    """Read on to the first end of a line at which no quotation mark is open.

    Where one stays open for too long, what follows is left out: what is given ends within
    quotation marks, which tells `scanned` that nothing from there on can be told apart.
    """
    parts = [body]
    quotes = body.count(QUOTE)
    most = end + OPEN
    while end and quotes % 2:
        closing = content.find(QUOTE, end)
        if (len(content) if closing == -1 else closing) > most:
            break
        until = content.find(LINE_FEED, closing) + 1 if closing != -1 else 0
        parts.append(content[end:until] if until else content[end:])
        quotes += parts[-1].count(QUOTE)
        end = until
    return b"".join(parts) if len(parts) > 1 else body


def scanned(chunk: Chunk, delimiter: bytes) -> Records:
    """Find every record of a chunk, exactly, whatever stands in quotation marks.

    Args:
        chunk: whole records.
        delimiter: the one byte between cells.
    """
    data = np.frombuffer(chunk.body, dtype=np.uint8)
    is_feed, is_delimiter = data == ord(LINE_FEED), data == ord(delimiter)
    feeds = np.flatnonzero(is_feed)
    broken = len(data)
    if QUOTE in chunk.body:
        is_quote = data == ord(QUOTE)
        inside: Flags = np.logical_xor.accumulate(is_quote)
        broken = _first_broken(is_quote, inside, is_feed | is_delimiter)
        is_feed, is_delimiter = is_feed & ~inside, is_delimiter & ~inside
    ends = np.flatnonzero(is_feed)
    none_within = len(ends) == len(feeds)
    if not len(ends) or ends[-1] != len(data) - 1:
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = chunk.first_line + (
        np.arange(len(starts)) if none_within else np.searchsorted(feeds, starts)
    )
    # No delimiter stands between the end of a record and the start of the next.
    before = np.searchsorted(np.flatnonzero(is_delimiter), ends)
    cells = np.diff(before, prepend=0) + 1
    kept = ends <= broken
    return Records(
        starts=starts[kept],
        ends=ends[kept],
        lines=lines[kept],
        cells=cells[kept],
        broken_line=(
            chunk.first_line + int(np.searchsorted(feeds, broken)) if broken < len(data) else None
        ),
    )


def even(chunk: Chunk, delimiter: bytes, width: int) -> bool:
    """Tell whether lines without quotation marks have as many delimiters as so wide a table takes.

    Where a parser then finds no row that is too long, none is too short either.
    """
    return QUOTE not in chunk.body and count_of(chunk.body, delimiter) == chunk.lines * (width - 1)


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of lines that all have as many of them, without quotation marks.

    `within` has a row a line: where its delimiters stand; `ends` tells where the lines end.
    """

    within: Positions
    ends: Positions

    def empty(self, place: int) -> Flags:
        """Tell for each line whether nothing stands in one of its cells, counted from 0."""
        last = self.within.shape[1]
        before = self.within[:, place - 1] if place else np.append(-1, self.ends[:-1])
        after = self.within[:, place] if place < last else self.ends
        apart: Flags = after - before == 1
        return apart


def grid(chunk: Chunk, delimiter: bytes, width: int) -> Grid | None:
    """Find the cells of a chunk, or give None where a line has more or fewer than the header."""
    if width == 1 or not even(chunk, delimiter, width):
        return None
    ends = chunk.ends
    within = positions(chunk.body, delimiter).reshape(len(ends), width - 1)
    inside = (within[:, -1] < ends).all() and (within[1:, 0] > ends[:-1]).all()
    return Grid(within, ends) if inside else None


def lines_of(chunk: Chunk, width: int, wanted: Flags) -> Records:
    """Give some lines of an even chunk, each of them a record."""
    starts = np.append(0, chunk.ends[:-1] + 1)
    return Records(
        starts=starts[wanted],
        ends=chunk.ends[wanted],
        lines=chunk.first_line + np.flatnonzero(wanted),
        cells=np.full(int(wanted.sum()), width),
    )


def positions(body: bytes, byte: bytes) -> Positions:
    """Return where a byte stands, in order."""
    return np.flatnonzero(np.frombuffer(body, dtype=np.uint8) == ord(byte))


def count_of(body: bytes, byte: bytes) -> int:
    """Count a byte; where it is frequent, this takes a third of the time of `bytes.count`."""
    return sum(found for _, found in _counts(body, byte))


def _counts(body: bytes, byte: bytes) -> Iterator[tuple[int, int]]:
    """Count a byte block by block, each small enough for the processor's cache, by its place."""
    data = np.frombuffer(body, dtype=np.uint8)
    for place in range(0, len(data), _BLOCK):
        yield place, int(np.count_nonzero(data[place : place + _BLOCK] == ord(byte)))


def has_outer_blanks(body: bytes, delimiter: bytes) -> bool:
    """Tell whether an ASCII blank stands at the start or end of any cell of unquoted text."""
    for blank in (b" ", b"\t", b"\v", b"\f", b"\r"):
        if blank == delimiter or blank not in body:
            continue
        edges = (blank + delimiter, delimiter + blank, blank + LINE_FEED, LINE_FEED + blank)
        if body.startswith(blank) or body.endswith(blank) or any(edge in body for edge in edges):
            return True
    return False


def _first_broken(is_quote: Flags, inside: Flags, is_edge: Flags) -> int:
    """Return where the first quotation mark stands that neither begins nor ends a cell.

    For one that ends in the middle of a cell, or never, that is where its cell began: the mark
    left open may stand many lines above the one that shows it. The length if all is well.
    """
    edge_before = np.concatenate(([True], is_edge[:-1]))
    edge_after = np.append(is_edge[1:], True)
    quote_before = np.concatenate(([False], is_quote[:-1]))
    quote_after = np.append(is_quote[1:], False)
    opens, closes = is_quote & inside, is_quote & ~inside
    stray = _first(opens & ~edge_before & ~quote_before)
    early = _first(closes & ~edge_after & ~quote_after)
    if stray < early or not (early < len(inside) or inside[-1]):
        return stray
    return int(np.flatnonzero(opens[:early] & edge_before[:early])[-1])


def _first(flags: Flags) -> int:
    return int(flags.argmax()) if flags.any() else len(flags)


def kept_bytes(chunk: Chunk, records: Records, kept: Flags) -> bytes:
    """Return the bytes of the chosen records, each with its line end."""
    if kept.all() and len(chunk.body) <= int((records.sizes + 1).sum()):
        return chunk.body
    bounds = zip(records.starts[kept].tolist(), records.ends[kept].tolist(), strict=True)
    return b"".join(chunk.body[start:end] + LINE_FEED for start, end in bounds)
