"""The warehouse: one DuckDB file, opened briefly under a lock, so that nobody shuts others out."""

import errno
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from data import ledger, schema
from data.errors import (
    WarehouseDamaged,
    WarehouseError,
    WarehouseForeign,
    WarehouseFull,
    WarehouseHeld,
    WarehouseMissing,
    WarehouseNewer,
)
from data.locking import WAIT_SECONDS, FileLock

_SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    # Texts reach Polars as the views it holds them in, and need not be copied.
    "produce_arrow_string_view": True,
    "arrow_output_version": "1.4",
    # From 1.3 on, DuckDB compresses short texts that recur in half the time.
    "storage_compatibility_version": "v1.3.0",
}
FULL_ERRORS: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_MAGIC: Final = b"DUCK"
_MAGIC_START: Final = 8
# What DuckDB says when it cannot write, and when it cannot make sense of what it reads.
_FULL: Final = ("No space left", "File too large", "Disk quota exceeded", "Could not write")
_DAMAGED: Final = ("orrupt", "checksum", "replaying WAL", "deserialize", "read enough bytes")


@dataclass(frozen=True)
class Warehouse:
    """A warehouse file and how long to wait for it, in seconds."""

    path: Path
    wait: float = WAIT_SECONDS

    @property
    def file(self) -> Path:
        """The file itself, whatever links lead to it: what is beside it lies beside the file."""
        return self.path.resolve()

    def exists(self) -> bool:
        """Tell whether the file is there."""
        return self.path.exists()

    @contextmanager
    def read(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Open for reading, beside other readers; temporary tables are allowed.

        Never inside another `read` or `write` of the same warehouse: a writer who waits between
        the two would wait for the outer one, and the inner one for the writer.

        Raises:
            WarehouseBusy: a writer held it for longer than `wait`.
            WarehouseDamaged: what is stored in it cannot be read.
            WarehouseMissing, WarehouseForeign, WarehouseNewer: there is nothing to read.
        """
        self._must_exist()
        for _ in range(2):
            with (
                FileLock(self.file).shared(self.wait),
                _opened(self.file, read_only=True) as connection,
            ):
                if schema.up_to_date(connection, self.path):
                    yield connection
                    return
            with self.write():  # brings it up to date
                pass

    @contextmanager
    def write(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Open alone, in one transaction: all that is done is kept, or nothing.

        Raises:
            WarehouseBusy: others held it for longer than `wait`.
            WarehouseFull, WarehouseDamaged: it cannot be written, or not be read.
            WarehouseMissing, WarehouseForeign, WarehouseNewer: there is nothing to write to.
        """
        self._must_exist()
        with (
            FileLock(self.file).exclusive(self.wait),
            _opened(self.file, read_only=False) as connection,
        ):
            connection.begin()
            if not schema.up_to_date(connection, self.path):
                schema.migrate(connection, self.path)
            yield connection
            connection.commit()
            with suppress(OSError):  # the version stands; the next one makes up for its hash
                ledger.write_heads(connection, self.file)

    def _must_exist(self) -> None:
        if not self.exists():
            raise WarehouseMissing(path=self.path)


def create(path: Path, *, wait: float = WAIT_SECONDS) -> Warehouse:
    """Return the warehouse at a path, made empty if there is none.

    Raises:
        WarehouseError: the folder cannot be written to, or its disk is full.
        WarehouseForeign, WarehouseNewer: there is a file, but not one of ours.
    """
    warehouse = Warehouse(path, wait)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(warehouse.file).exclusive(wait):
            if not warehouse.exists():
                _make(warehouse.file)
    except OSError as error:
        if error.errno in FULL_ERRORS:
            raise WarehouseFull(path=path) from error
        raise WarehouseError(path=path, reason=error.strerror) from error
    with warehouse.read():
        return warehouse


def _make(path: Path) -> None:
    """Make the file under another name first, so that a killed process leaves no half of one."""
    draft = path.with_name(f"{path.name}.new")
    log = path.with_name(f"{draft.name}.wal")
    for left_over in (draft, log):
        left_over.unlink(missing_ok=True)
    with _opened(draft, read_only=False, named=path) as connection:
        connection.begin()
        schema.create(connection)
        connection.commit()
    if log.exists():  # the tables had room in the log alone, which would stay behind
        raise WarehouseFull(path=path)
    ledger.head_file(path).touch()
    draft.replace(path)


@contextmanager
def _opened(
    path: Path, *, read_only: bool, named: Path | None = None
) -> Generator[duckdb.DuckDBPyConnection]:
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_SETTINGS)
    except duckdb.Error as error:
        raise _reason(named or path, error) from error
    try:
        connection.execute("SET enable_progress_bar = false")
        yield connection
    except duckdb.Error as error:
        told = _told(named or path, error)
        if told is None:
            raise
        raise told from error
    finally:
        connection.close()


def _told(path: Path, error: duckdb.Error) -> WarehouseError | None:
    """Say that a disk is full or a file damaged, where that is what DuckDB found."""
    text = str(error)
    if any(sign in text for sign in _FULL):
        return WarehouseFull(path=path)
    if any(sign in text for sign in _DAMAGED):
        return WarehouseDamaged(path=path)
    return None


def _reason(path: Path, error: duckdb.Error) -> WarehouseError:
    """Say why DuckDB could not open a file."""
    if any(sign in str(error) for sign in _FULL):
        return WarehouseFull(path=path)
    head = b""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(_MAGIC_START + len(_MAGIC))
    if not head.endswith(_MAGIC):
        return WarehouseForeign(path=path)
    if "Could not set lock" in str(error):
        return WarehouseHeld(path=path)
    if "version number" in str(error):
        return WarehouseNewer(path=path)
    first_line = str(error).partition("\n")[0].rstrip(".")
    return _told(path, error) or WarehouseError(path=path, reason=first_line)
