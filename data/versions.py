"""Versions: what was published, going back to an earlier one, and proof that nothing changed."""

from collections.abc import Iterator
from datetime import datetime

import duckdb

from data import ledger as entries
from data import stored_rows, storing
from data.errors import NothingToRestore, NotTheLatest, UnknownVersion
from data.ledger import Act, TableChange, Version, VersionFile
from data.verification import Finding, verify
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS
from validation.rows import Rows

__all__ = [
    "Finding",
    "Version",
    "VersionFile",
    "latest",
    "ledger",
    "rollback",
    "undo",
    "verify",
]


def ledger(warehouse: Warehouse) -> tuple[Version, ...]:
    """List every version, oldest first.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    with warehouse.read() as connection:
        return entries.versions(connection)


def latest(warehouse: Warehouse) -> Version | None:
    """Return the latest version, or None where nothing was published yet.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    with warehouse.read() as connection:
        return entries.last(connection)


def rollback(warehouse: Warehouse, number: int, *, who: str, note: str, when: datetime) -> Version:
    """Publish a version whose live rows equal those as of an earlier one, in every table.

    Restored rows keep the file and line they came from.

    Args:
        warehouse: the warehouse.
        number: the version to go back to; 0 is the empty warehouse.
        who: who does it.
        note: what they say about it.
        when: the moment that the new version carries, with its time zone.

    Raises:
        UnknownVersion: there is no such version.
        NothingToRestore: the rows already equal those as of that version.
        WarehouseError: the warehouse cannot be written.
    """
    return _go_back(warehouse, number, who=who, note=note, when=when)


def undo(warehouse: Warehouse, number: int, *, who: str, note: str, when: datetime) -> Version:
    """Take the latest version back: a rollback to the one before it.

    Raises:
        NotTheLatest: others have published since, so this would undo their work too.
        WarehouseError: as `rollback` says.
    """
    return _go_back(warehouse, number - 1, who=who, note=note, when=when, undone=number)


def _go_back(
    warehouse: Warehouse,
    number: int,
    *,
    who: str,
    note: str,
    when: datetime,
    undone: int | None = None,
) -> Version:
    moment = entries.utc(when)
    with warehouse.write() as connection:
        before = entries.last(connection)
        if before is None or not 0 <= number <= before.number:
            raise UnknownVersion(number=number, latest=before.number if before else 0)
        if undone not in {None, before.number}:
            raise NotTheLatest(number=undone, latest=before.number)
        version = Version(
            number=before.number + 1,
            published_at=moment,
            who=who,
            note=note,
            kind=Act.ROLLBACK,
            restores=number,
            previous_hash=before.hash,
            files=(),
            tables=tuple(_restored(connection, number, before.number + 1)),
        )
        if not version.tables:
            raise NothingToRestore(number=number)
        return entries.append(connection, version)


def _restored(
    connection: duckdb.DuckDBPyConnection, number: int, publishing: int
) -> Iterator[TableChange]:
    """Bring each table back to a version; yield what that took, where it took anything."""
    for contract in CONTRACTS.values():
        back = stored_rows.rows_to_restore(connection, contract, number)
        gone = stored_rows.ids_to_retire(connection, contract, number)
        if back.height or gone.len():
            retired_digest = storing.retire(connection, contract, gone, publishing)
            yield TableChange(
                table=contract.name,
                added=back.height,
                added_digest=storing.insert(connection, contract, Rows.of(back), publishing),
                retired=gone.len(),
                retired_digest=retired_digest,
            )
