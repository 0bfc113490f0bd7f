"""Text in a file that is read as it is asked for, where it is too long to be held."""

import codecs
import errno
import hashlib
import io
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

LARGE: Final = 64 * 1024 * 1024
"""Files of so many bytes are not read into memory as a whole."""
LONGEST_LINE: Final = 1_000_000
"""Bytes of the longest row that is read."""
LONGEST_HELD: Final = 16 * 1024 * 1024
"""A file with a longer line is not read at all: to be told apart, rows must be held."""
_BLOCK: Final = 4 * 1024 * 1024
_NEAR: Final = 256 * 1024


class FileChangedError(OSError):
    """A file is not what it was when it was first looked at."""

    def __init__(self, path: Path) -> None:
        says = "it was changed while it was read; run the command again"
        super().__init__(errno.ESTALE, says, str(path))


@dataclass
class Longest:
    """The longest line that goes beyond a block, as blocks are gone through, by where it begins."""

    end: bytes
    size: int = 0
    start: int = 0
    _begun: int = 0
    _passed: int = 0

    def add(self, block: bytes | bytearray) -> None:
        """Go through the next block; an empty one is the end of the text."""
        found = block.find(self.end) if block else 0
        if found != -1 and self._passed + found - self._begun > self.size:
            self.size, self.start = self._passed + found - self._begun, self._begun
        if found != -1:
            self._begun = self._passed + block.rfind(self.end) + 1
        self._passed += len(block)


class FileText:
    """What reading a table asks of `bytes`, of a file on disk."""

    def __init__(
        self, path: Path, start: int = 0, known: tuple[int, int, int] | None = None
    ) -> None:
        self._path = path
        self._start = start
        self._known = known or _identity(path.stat())
        self._size = self._known[1] - start
        self._near = (-1, b"")

    def __len__(self) -> int:
        """Return the number of bytes."""
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        """Read a part.

        Raises:
            FileChangedError: the file has been changed.
            OSError: the file cannot be read.
        """
        start, stop, _ = part.indices(self._size)
        size = max(0, stop - start)
        place, near = self._near
        if place <= start and start + size <= place + len(near):
            return near[start - place : start - place + size]
        with self._unchanged() as stream:
            stream.seek(self._start + start)
            return stream.read(size)

    def find(self, sought: bytes, start: int) -> int:
        """Return where one byte next stands, or -1.

        What was read on the way is kept until the next search goes beyond it.
        """
        while start < self._size:
            place, near = self._near
            if not place <= start < place + len(near):
                self._near = place, near = start, self[start : start + _NEAR]
            found = near.find(sought, start - place)
            if found != -1:
                return place + found
            start = place + len(near)
        return -1

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of all bytes, in hexadecimal."""
        digest = hashlib.sha256()
        for block in self._blocks():
            digest.update(block)
        return digest.hexdigest()

    @property
    def is_plain(self) -> bool:
        """Whether all of it is UTF-8 with line feeds and without NUL."""
        return self._seen[0]

    @property
    def too_long(self) -> tuple[int, int] | None:
        """The line that is too long to be held, by its number and bytes, where there is one."""
        longest = self._seen[1]
        if longest.size <= LONGEST_HELD:
            return None
        before, place = 0, 0
        for block in self._blocks():
            before += block.count(longest.end, 0, max(0, longest.start - place))
            place += len(block)
        return before + 1, longest.size

    def after(self, mark: bytes) -> "FileText":
        """Return the text without a mark that it may begin with."""
        begins = self[: len(mark)] == mark
        return FileText(self._path, self._start + len(mark), self._known) if begins else self

    @cached_property
    def _seen(self) -> tuple[bool, Longest]:
        """Read all of it once, for whether it is plain and for its longest line."""
        decode = codecs.getincrementaldecoder("utf-8")().decode
        plain, ascii_so_far, fed = True, True, False
        by_feeds, by_returns = Longest(b"\n"), Longest(b"\r")
        for block in self._blocks():
            ascii_so_far = ascii_so_far and block.isascii()
            fed = fed or b"\n" in block
            by_feeds.add(block)
            if not fed:
                by_returns.add(block)
            plain = plain and b"\x00" not in block
            if plain and not ascii_so_far:
                try:
                    decode(bytes(block))
                except UnicodeDecodeError:
                    plain = False
        try:
            decode(b"", final=True)
        except UnicodeDecodeError:
            plain = False
        longest = by_feeds if fed else by_returns
        longest.add(b"")
        return plain and fed, longest

    def _blocks(self) -> Iterator[bytearray]:
        """Yield the whole text in parts that are overwritten: memory is taken once."""
        held = bytearray(_BLOCK)
        with self._unchanged() as stream:
            stream.seek(self._start)
            while size := stream.readinto(held):
                yield held if size == _BLOCK else held[:size]

    @contextmanager
    def _unchanged(self) -> Generator[io.BufferedReader]:
        """Open the file, and find out in the end whether what was read is what was first there.

        The reader is a buffered one: of a bare one, Linux gives at most two gigabytes at once.
        """
        with self._path.open("rb") as stream:
            yield stream
            if _identity(os.fstat(stream.fileno())) != self._known:
                raise FileChangedError(self._path)


Content = bytes | FileText


def _identity(known: os.stat_result) -> tuple[int, int, int]:
    """Return what tells one state of a file from another; the second is its size."""
    return known.st_ino, known.st_size, known.st_mtime_ns
