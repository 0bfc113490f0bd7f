"""Typed rows of any number, in pieces: few are held in memory, many wait in a folder of their own.

A file of ten million rows takes two gigabytes once it is typed. Who goes through it piece by piece
needs one of them at a time.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp
from typing import Final, TypeVar
from weakref import finalize

import polars as pl
import pyarrow as pa
from polars.io.plugins import register_io_source
from pyarrow import ipc

from validation.ahead import ahead

PIECE: Final = 122_880
"""Rows of a piece: as many as DuckDB stores, and a version hashes, at once."""
HELD: Final = 10
"""Pieces that are held in memory; where there are more, all are put aside."""
_FOLDER: Final = "partnerships-rows-"


class Folder:
    """A folder that only its owner can read, and that goes when it is let go.

    Its name tells the process that made it, which holds a lock on it for as long as it lasts.
    """

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        held = os.open(self.path, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)
        finalize(self, _let_go, self.path, held)


def sweep() -> None:
    """Remove folders of rows whose process was killed before it could let them go."""
    for path in _put_aside():
        owner = path.name.removeprefix(_FOLDER).partition("-")[0]
        with suppress(OSError):
            if owner.isdecimal() and not _runs(int(owner)):
                held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
                try:
                    # A process of another container has a number of its own; its lock is known.
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    rmtree(path, ignore_errors=True)
                finally:
                    os.close(held)


def _put_aside() -> list[Path]:
    """List the folders of rows; none where the disk has no room for any, or no such place."""
    try:
        return list(Path(gettempdir()).glob(f"{_FOLDER}*-*"))
    except OSError:
        return []


def _let_go(path: Path, held: int) -> None:
    rmtree(path, ignore_errors=True)
    os.close(held)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows in their order, cut into pieces of which one at a time need be in memory.

    `heights` tells how many rows each piece has; `folders` must last as long as the pieces do.
    """

    pieces: tuple[pl.LazyFrame, ...]
    heights: tuple[int, ...]
    folders: tuple[Folder, ...] = ()

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Rows":
        """Take rows that are in memory."""
        return cls((frame.lazy(),), (frame.height,))

    @classmethod
    def joined(cls, parts: Iterable["Rows"]) -> "Rows":
        """Put rows of the same columns one after the other."""
        found = tuple(parts)
        return cls(
            tuple(piece for part in found for piece in part.pieces),
            tuple(height for part in found for height in part.heights),
            tuple(folder for part in found for folder in part.folders),
        )

    @property
    def height(self) -> int:
        """How many rows there are."""
        return sum(self.heights)

    @property
    def frame(self) -> pl.DataFrame:
        """All rows at once, in memory."""
        return pl.concat(self.blocks(), rechunk=False)

    def blocks(self, *columns: str) -> Iterator[pl.DataFrame]:
        """Yield the pieces: all columns, or those named."""
        for piece in self.pieces:
            yield (piece.select(columns) if columns else piece).collect()

    def select(self, *columns: str) -> pl.DataFrame:
        """Return some columns of all rows."""
        return self._each(lambda piece: piece.select(columns))

    def unique(self, *columns: str) -> pl.DataFrame:
        """Return what differs in some columns, each once, in the order of its first row."""
        return _first(self._each(lambda piece: _first(piece.select(columns))))

    def filter(self, wanted: pl.Expr, *columns: str) -> pl.DataFrame:
        """Return some columns of the rows for which something holds."""
        return self._each(lambda piece: piece.filter(wanted).select(columns))

    def _each(self, work: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.DataFrame:
        """Put together what is made of each piece; the next ones are worked on meanwhile."""
        made = ahead(lambda piece: work(piece).collect(), self.pieces)
        return pl.concat(frame for _, frame in made)

    def with_columns(self, *columns: pl.Expr) -> "Rows":
        """Return the rows with further columns, computed as each piece is read."""
        pieces = tuple(piece.with_columns(columns) for piece in self.pieces)
        return Rows(pieces, self.heights, self.folders)


class Gathering:
    """Rows as they come, cut into pieces; where there are many, put aside on disk."""

    def __init__(self, schema: dict[str, pl.DataType]) -> None:
        self._loose = [pl.DataFrame(schema=schema)]
        self._pieces: list[pl.LazyFrame] = []
        self._heights: list[int] = []
        self._folder: Folder | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Add rows after those that are there."""
        self._loose.append(frame)
        while sum(each.height for each in self._loose) >= PIECE:
            loose = pl.concat(self._loose)
            self._loose = [loose.slice(PIECE)]
            self._keep(loose.head(PIECE))

    def rows(self) -> Rows:
        """Return what has been gathered."""
        loose = pl.concat(self._loose)
        if not loose.is_empty() or not self._pieces:
            self._keep(loose)
        return Rows(
            tuple(self._pieces), tuple(self._heights), (self._folder,) if self._folder else ()
        )

    def _keep(self, frame: pl.DataFrame) -> None:
        self._pieces.append(frame.lazy())
        self._heights.append(frame.height)
        if self._folder:
            self._pieces[-1:] = self._aside(self._folder, len(self._pieces) - 1)
        elif len(self._pieces) > HELD:
            with suppress(OSError):  # where no folder can be made, the rows stay in memory
                self._folder = Folder()
                self._pieces = [
                    piece
                    for place in range(len(self._pieces))
                    for piece in self._aside(self._folder, place)
                ]

    def _aside(self, folder: Folder, place: int) -> list[pl.LazyFrame]:
        """Write a piece to disk; where there is no room for it, it stays in memory."""
        piece = self._pieces[place]
        path = folder.path / f"{place}.arrow"
        try:
            piece.collect().write_ipc(path, compression="uncompressed")
        except (OSError, pl.exceptions.PolarsError):
            path.unlink(missing_ok=True)
            return [piece]
        return [_on_disk(path, piece.collect_schema())]


def _on_disk(path: Path, schema: pl.Schema) -> pl.LazyFrame:
    """Read a piece where it lies: mapped, which takes a third of the time of `scan_ipc`."""

    def parts(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        wanted = None if columns is None else [schema.names().index(name) for name in columns]
        with pa.memory_map(str(path)) as held:
            table = ipc.open_file(
                held, options=ipc.IpcReadOptions(included_fields=wanted)
            ).read_all()
        frame = pl.DataFrame(table)
        frame = frame if columns is None else frame.select(columns)
        frame = frame if predicate is None else frame.filter(predicate)
        yield frame if rows is None else frame.head(rows)

    return register_io_source(parts, schema=schema)


_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


def _first(frame: _Frame) -> _Frame:
    return frame.unique(keep="first", maintain_order=True)
