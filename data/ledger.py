"""The ledger: one entry a version, each holding the hash of the entry before it.

An entry is kept as the canonical JSON text that was hashed, so that nothing about it can change
unseen. The hashes are also appended to `PATH.head`, beside the warehouse, so that versions cut off
its end are missed.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

import duckdb
import polars as pl

from data import ddl
from data.frames import whole_number

LEDGER: Final = "ledger"
NUMBER: Final = "version_number"
ENTRY: Final = "entry"
HASH: Final = "entry_hash"
LOAD_WARNINGS: Final = "load_warnings"
WARNING: Final = "warning"
NO_HASH: Final = "0" * 64

_KEPT: Final = "kept_warnings"

DECLARATIONS: Final = (
    f"CREATE TABLE {LEDGER} ({NUMBER} INTEGER, {ENTRY} VARCHAR, {HASH} VARCHAR)",
    f"CREATE TABLE {LOAD_WARNINGS} ({ddl.FILE_ID} INTEGER, {WARNING} VARCHAR)",
)


class Mode(StrEnum):
    """What a file says about the rows already held."""

    MERGE = "merge"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


class Act(StrEnum):
    """How a version came about."""

    LOAD = "load"
    ROLLBACK = "rollback"


@dataclass(frozen=True, kw_only=True)
class FileMend:
    """What was mended in a file on its way in: a column's cells alike, with a few before → after.

    `rule` is the kind of problem that the cells had, `form` how they were written; for names of
    columns `column` is empty.
    """

    rule: str
    form: str
    column: str
    cells: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class VersionFile:
    """One file of a load: what it was, as handed in, and how many rows it moved."""

    file_id: int
    name: str
    sha256: str
    table: str
    mode: Mode
    added: int
    changed: int
    unchanged: int
    retired: int
    warnings: int
    warnings_digest: str
    mends: tuple[FileMend, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """What a version did to one table: rows brought and rows retired, each with their hash."""

    table: str
    added: int
    added_digest: str
    retired: int
    retired_digest: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of the warehouse.

    `published_at` is in UTC. `restores` is the version whose rows a rollback brought back.
    `reason` says why figures were revised in a big way, where they were.
    """

    number: int
    published_at: datetime
    who: str
    note: str
    kind: Act
    restores: int | None
    previous_hash: str
    files: tuple[VersionFile, ...]
    tables: tuple[TableChange, ...]
    reason: str = ""
    hash: str = ""


def entry_of(version: Version) -> str:
    """Return the canonical text of an entry: everything but its own hash."""
    facts = asdict(version)
    del facts["hash"]
    facts["published_at"] = version.published_at.isoformat()
    return canonical(facts)


def canonical(facts: dict[str, Any]) -> str:
    """Return facts as the one JSON text that is hashed."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(entry: str) -> str:
    """Return the hash of an entry's text."""
    return hashlib.sha256(entry.encode()).hexdigest()


def version_of(entry: str, stored_hash: str) -> Version:
    """Read an entry's text back.

    Raises:
        ValueError, KeyError or TypeError: the text is not an entry.
    """
    facts = cast("dict[str, Any]", json.loads(entry))
    files = [_file(each) for each in facts.pop("files")]
    tables = [TableChange(**each) for each in facts.pop("tables")]
    published = datetime.fromisoformat(facts.pop("published_at"))
    kind = Act(facts.pop("kind"))
    return Version(
        **facts,
        published_at=published,
        kind=kind,
        files=tuple(files),
        tables=tuple(tables),
        hash=stored_hash,
    )


def _file(facts: dict[str, Any]) -> VersionFile:
    facts["mode"] = Mode(facts["mode"])
    facts["mends"] = tuple(_mend(each) for each in facts.get("mends", ()))
    return VersionFile(**facts)


def _mend(facts: dict[str, Any]) -> FileMend:
    facts["examples"] = tuple((before, after) for before, after in facts["examples"])
    return FileMend(**facts)


def entries(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str]]:
    """List number, text and stored hash of every entry, oldest first."""
    query = f"SELECT {NUMBER}, {ENTRY}, {HASH} FROM {LEDGER} ORDER BY {NUMBER}"
    return cast("list[tuple[int, str, str]]", connection.execute(query).fetchall())


def versions(connection: duckdb.DuckDBPyConnection) -> tuple[Version, ...]:
    """List every version, oldest first."""
    return tuple(version_of(entry, stored) for _, entry, stored in entries(connection))


def last(connection: duckdb.DuckDBPyConnection) -> Version | None:
    """Return the latest version, or None where nothing was published yet."""
    query = f"SELECT {ENTRY}, {HASH} FROM {LEDGER} ORDER BY {NUMBER} DESC LIMIT 1"
    found = cast("list[tuple[str, str]]", connection.execute(query).fetchall())
    return version_of(*found[0]) if found else None


def last_number(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the latest version; 0 where nothing was published yet."""
    return whole_number(connection, f"SELECT coalesce(max({NUMBER}), 0) FROM {LEDGER}")


def append(connection: duckdb.DuckDBPyConnection, version: Version) -> Version:
    """Write a version's entry and return the version with its hash."""
    entry = entry_of(version)
    stored = hash_of(entry)
    connection.execute(f"INSERT INTO {LEDGER} VALUES (?, ?, ?)", [version.number, entry, stored])
    return version_of(entry, stored)


def next_file_id(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the id of the next file: files are counted through all versions."""
    query = f"SELECT coalesce(sum(json_array_length({ENTRY}, '$.files')), 0) + 1 FROM {LEDGER}"
    return whole_number(connection, query)


def keep_warnings(
    connection: duckdb.DuckDBPyConnection, file_id: int, warnings: Sequence[str]
) -> None:
    """Keep the warnings that a file was published with, in their order."""
    frame = pl.DataFrame({WARNING: warnings}, schema={WARNING: pl.String})
    connection.register(_KEPT, frame.to_arrow())
    connection.execute(
        f"INSERT INTO {LOAD_WARNINGS} SELECT ?::INTEGER, {WARNING} FROM {_KEPT}", [file_id]
    )
    connection.unregister(_KEPT)


def warnings(connection: duckdb.DuckDBPyConnection, file_id: int) -> list[str]:
    """List the warnings that a file was published with, as canonical JSON texts."""
    query = f"SELECT {WARNING} FROM {LOAD_WARNINGS} WHERE {ddl.FILE_ID} = ?"
    return [text for (text,) in connection.execute(query, [file_id]).fetchall()]


def warnings_digest(texts: Sequence[str]) -> str:
    """Return the hash of a file's warnings."""
    return hash_of("\n".join(texts))


def utc(when: datetime) -> datetime:
    """Return a moment in UTC.

    Raises:
        ValueError: the moment does not say its time zone.
    """
    if when.tzinfo is None:
        message = "the moment of a version needs its time zone"
        raise ValueError(message)
    return when.astimezone(UTC)


def head_file(path: Path) -> Path:
    """Return the file beside a warehouse that lists the hashes of its versions."""
    return path.with_name(path.name + ".head")


def heads(path: Path) -> list[tuple[int, str]] | None:
    """List number and hash as the head file has them; None where there is no such file.

    A line without its end was being written when the process was killed or the disk was full.
    """
    try:
        lines = _whole_lines(path).decode("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    parts = [line.partition(" ") for line in lines if line]
    return [(int(number) if number.isdigit() else 0, found) for number, _, found in parts]


def write_heads(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Append to the head file the hashes it lacks: the new one, and those of a killed process."""
    known = {stored for _, stored in heads(path) or ()}
    query = f"SELECT {NUMBER}, {HASH} FROM {LEDGER} ORDER BY {NUMBER}"
    with head_file(path).open("ab") as file:
        file.truncate(len(_whole_lines(path)))
        for number, stored in connection.execute(query).fetchall():
            if stored not in known:
                file.write(f"{number} {stored}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def _whole_lines(path: Path) -> bytes:
    content = head_file(path).read_bytes()
    return content[: content.rfind(b"\n") + 1]
