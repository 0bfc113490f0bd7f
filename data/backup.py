"""Backups: a consistent copy of a warehouse while others work on it, and the way back."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from data import ledger, versions
from data.errors import (
    BackupDamaged,
    BackupInTheWay,
    BackupUnsound,
    WarehouseDamaged,
    WarehouseError,
    WarehouseFull,
    WarehouseMissing,
)
from data.ledger import Version
from data.locking import FileLock
from data.warehouse import FULL_ERRORS, Warehouse


def backup(warehouse: Warehouse, path: Path) -> Version | None:
    """Copy a warehouse, and the file of its hashes, as it stands at one moment.

    Readers go on meanwhile and writers wait. The copy is verified before it gets its name.

    Args:
        warehouse: the warehouse.
        path: where the copy goes; nothing may be there.

    Returns:
        The latest version that the backup holds; None where nothing was published yet.

    Raises:
        WarehouseMissing: there is no warehouse.
        BackupInTheWay: there is a file already.
        BackupUnsound: the warehouse itself is not as it was published.
        WarehouseError: it cannot be read, or the copy not be written.
    """
    if not warehouse.exists():
        raise WarehouseMissing(path=warehouse.path)
    with _draft(path) as draft:
        with FileLock(warehouse.file).shared(warehouse.wait):
            _copy(warehouse.file, draft)
        return _made_sound(draft, warehouse.path)


def restore(path: Path, warehouse: Warehouse) -> Version | None:
    """Make a warehouse from a backup, with all its versions and their hashes.

    Args:
        path: what `backup` wrote.
        warehouse: where it goes; nothing may be there.

    Returns:
        The latest version; None where nothing was published yet.

    Raises:
        WarehouseMissing: there is no backup at the path.
        BackupInTheWay: there is a warehouse already, or what was left beside one.
        BackupUnsound: the backup is not what was published.
        BackupDamaged: what is stored in the backup cannot be read.
        WarehouseError: the backup cannot be read, or the warehouse not be written.
    """
    if not path.exists():
        raise WarehouseMissing(path=path)
    with _draft(warehouse.file) as draft:
        _copy(path.resolve(), draft)
        try:
            return _made_sound(draft, path)
        except WarehouseDamaged as error:
            raise BackupDamaged(path=path) from error


def _parts(path: Path) -> tuple[Path, Path, Path]:
    """Name the files a warehouse consists of; the log is there only after a kill."""
    return ledger.head_file(path), path.with_name(f"{path.name}.wal"), path


@contextmanager
def _draft(path: Path) -> Generator[Path]:
    """Give a place to write to; what was written gets its own name once all went well."""
    _must_be_free(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".partnerships-") as folder:
            draft = Path(folder) / path.name
            yield draft
            _must_be_free(path)
            for part, place in zip(_parts(draft), _parts(path), strict=True):
                if part.exists():
                    _settle(part)
                    part.rename(place)
    except OSError as error:
        if error.errno in FULL_ERRORS:
            raise WarehouseFull(path=path) from error
        raise WarehouseError(path=path, reason=error.strerror) from error


def _must_be_free(path: Path) -> None:
    for part in reversed(_parts(path)):
        if part.exists():
            raise BackupInTheWay(path=part)


def _copy(path: Path, draft: Path) -> None:
    for part, copied in zip(_parts(path), _parts(draft), strict=True):
        if part.exists():
            shutil.copyfile(part, copied)


def _settle(path: Path) -> None:
    """Have a file on the disk itself, so that a loss of power does not take it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _made_sound(draft: Path, named: Path) -> Version | None:
    """Fold the log of a killed process into a copy, verify it, and return its latest version."""
    copied = Warehouse(draft)
    try:
        with copied.write():
            pass
        findings = versions.verify(copied)
    except WarehouseError as error:
        raise type(error)(**{**error.facts, "path": named}) from error
    if findings:
        raise BackupUnsound(path=named)
    return versions.latest(copied)
