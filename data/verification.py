"""Whether anything in the warehouse was changed other than by publishing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import duckdb

from data import ddl, ledger, stored_rows, storing
from data.digest import digest, form_of, ids_digest
from data.ledger import NO_HASH, TableChange, Version
from data.warehouse import Warehouse
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.text import mark

ENTRY_CHANGED: Final = mark("The ledger's entry of version {version} was changed.")
CHAIN_BROKEN: Final = mark("Version {version} does not follow from the version before it.")
NO_HEAD_FILE: Final = mark("The file of hashes beside the warehouse is missing.")
TAIL_REMOVED: Final = mark("Version {version} with the hash {hash} is no longer in the ledger.")
HEAD_UNKNOWN: Final = mark("No version has the hash {hash}.")
ROWS_CHANGED: Final = mark("Rows of {table} that version {version} brought were changed.")
RETIREMENT_CHANGED: Final = mark(
    "Which rows of {table} stopped counting with version {version} is not what the ledger says."
)
ROWS_UNKNOWN: Final = mark("{rows} rows of {table} belong to no version that the ledger knows.")
WARNINGS_CHANGED: Final = mark("The warnings kept with {file} of version {version} were changed.")

SHORTEST_HEAD: Final = 12


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was published: a marked sentence and the facts it names."""

    says: str
    facts: Mapping[str, str | int]

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.says.format(**self.facts)


def verify(warehouse: Warehouse, head: str | None = None) -> tuple[Finding, ...]:
    """Compare every row and every ledger entry with the hashes they were published under.

    Args:
        warehouse: the warehouse.
        head: a hash printed earlier, or its first 12 characters or more, that must be there.

    Returns:
        What is not as it was published; empty where all is intact.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    with warehouse.read() as connection:
        entries = ledger.entries(connection)
        versions = [found for entry in entries if (found := _read(entry))]
        return (
            *_chain(entries),
            *_heads([stored for _, _, stored in entries], warehouse, head),
            *_rows(connection, versions),
            *_warnings(connection, versions),
        )


def _read(entry: tuple[int, str, str]) -> Version | None:
    try:
        return ledger.version_of(*entry[1:])
    except (ValueError, KeyError, TypeError):
        return None


def _chain(entries: Sequence[tuple[int, str, str]]) -> Iterator[Finding]:
    previous = NO_HASH
    for place, (number, entry, stored) in enumerate(entries, start=1):
        version = _read((number, entry, stored))
        if version is None or ledger.hash_of(entry) != stored or version.number != number:
            yield Finding(ENTRY_CHANGED, {"version": number})
        elif version.previous_hash != previous or number != place:
            yield Finding(CHAIN_BROKEN, {"version": number})
        previous = stored


def _heads(hashes: Sequence[str], warehouse: Warehouse, head: str | None) -> Iterator[Finding]:
    listed = ledger.heads(warehouse.file)
    if listed is None:
        yield Finding(NO_HEAD_FILE, {})
    for number, stored in listed or ():
        if stored not in hashes:
            yield Finding(TAIL_REMOVED, {"version": number, "hash": stored})
    if head is not None and not _is_one_of(head.strip().lower(), hashes):
        yield Finding(HEAD_UNKNOWN, {"hash": head})


def _is_one_of(head: str, hashes: Sequence[str]) -> bool:
    return len(head) >= SHORTEST_HEAD and any(stored.startswith(head) for stored in hashes)


def _rows(connection: duckdb.DuckDBPyConnection, versions: Sequence[Version]) -> Iterator[Finding]:
    for contract in CONTRACTS.values():
        changes = {
            version.number: change
            for version in versions
            for change in version.tables
            if change.table == contract.name
        }
        for column in (ddl.ADDED, ddl.RETIRED):
            unknown = stored_rows.rows_outside(connection, contract, column, list(changes))
            if unknown:
                yield Finding(ROWS_UNKNOWN, {"rows": unknown, "table": contract.name})
        for number, change in changes.items():
            yield from _change(connection, contract, number, change)


def _change(
    connection: duckdb.DuckDBPyConnection, contract: Contract, number: int, change: TableChange
) -> Iterator[Finding]:
    finding = partial(Finding, facts={"version": number, "table": contract.name})
    columns = storing.hashed_columns(contract)
    blocks = stored_rows.rows_added(connection, contract, number, columns)
    added = digest(blocks, form_of(change.added_digest))
    if added != (change.added, change.added_digest):
        yield finding(ROWS_CHANGED)
    retired = stored_rows.ids_retired(connection, contract, number)
    if (retired.len(), ids_digest(retired)) != (change.retired, change.retired_digest):
        yield finding(RETIREMENT_CHANGED)


def _warnings(
    connection: duckdb.DuckDBPyConnection, versions: Sequence[Version]
) -> Iterator[Finding]:
    for version in versions:
        for file in version.files:
            kept = ledger.warnings(connection, file.file_id)
            if (len(kept), ledger.warnings_digest(kept)) != (file.warnings, file.warnings_digest):
                yield Finding(WARNINGS_CHANGED, {"version": version.number, "file": file.name})
