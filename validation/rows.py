"""Typed rows of any number, in pieces: few are held in memory, many wait in a folder of their own.

A file of ten million rows takes two gigabytes once it is typed. Who goes through it piece by piece
needs one of them at a time.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
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

_FOLDER: Final = "partnerships-rows-"

# Frames here fit into memory; for each, Polars' streaming engine would take fresh memory and clear
# it, which costs more than the work itself.
pl.Config.set_engine_affinity("in-memory")


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
            tuple(dict.fromkeys(folder for part in found for folder in part.folders)),
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


class Keeper:
    """Keeps pieces of rows until they are needed: few in memory, many on disk.

    Pieces may be handed over by several threads at once.
    """

    def __init__(self, *, many: bool) -> None:
        """Make a place on disk for many rows; where none can be made, they stay in memory."""
        self._folder: Folder | None = None
        self._places = count()
        if many:
            with suppress(OSError):
                self._folder = Folder()

    def keep(self, frame: pl.DataFrame) -> Rows:
        """Take over a piece; where the disk has no room for it, it stays in memory."""
        if self._folder is None or frame.is_empty():
            return Rows.of(frame)
        path = self._folder.path / f"{next(self._places)}.arrow"
        try:
            _write(frame, path)
        except OSError:
            path.unlink(missing_ok=True)
            return Rows.of(frame)
        return Rows((_on_disk(path, frame.schema),), (frame.height,), (self._folder,))


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write one batch: PyArrow takes half the time of `write_ipc`."""
    table = frame.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    with pa.OSFile(str(path), "wb") as file, ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


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
