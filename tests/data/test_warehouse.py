"""The warehouse opens briefly, refuses what is not its own, and grows with the contracts."""

import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest

from data import ddl
from data.errors import (
    WarehouseBusy,
    WarehouseDamaged,
    WarehouseError,
    WarehouseForeign,
    WarehouseHeld,
    WarehouseMissing,
    WarehouseNewer,
)
from data.warehouse import Warehouse, create
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import INFORMATION_EXCHANGE as EXCHANGE
from validation.contracts.information_exchange import InformationExchange
from validation.contracts.targets import TARGETS, Targets
from validation.fields import name

HITS = name(InformationExchange.hits)
KIND = name(InformationExchange.message_kind)
NOTE = name(Targets.note)
HOLD = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def changed(warehouse: Warehouse, *statements: str) -> None:
    """Change a warehouse behind its own back, and let it believe that its contracts differ."""
    with duckdb.connect(str(warehouse.path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("UPDATE warehouse_meta SET setting = '' WHERE fact = 'contracts'")


def test_a_new_warehouse_has_every_table_and_no_rows(empty: Warehouse) -> None:
    with empty.read() as connection:
        for contract in CONTRACTS.values():
            assert connection.execute(f"SELECT count(*) FROM {contract.name}").fetchall() == [(0,)]


def test_creating_what_is_there_changes_nothing(empty: Warehouse) -> None:
    before = empty.path.read_bytes()
    assert create(empty.path) == empty
    assert empty.path.read_bytes() == before


def test_what_a_killed_creator_left_is_no_obstacle(tmp_path: Path) -> None:
    for left_over in ("w.duckdb.new", "w.duckdb.new.wal"):
        (tmp_path / left_over).write_bytes(b"half a file")
    assert create(tmp_path / "w.duckdb").exists()
    assert not list(tmp_path.glob("*.new*"))


def test_a_link_leads_to_the_same_lock_and_the_same_file_of_hashes(
    empty: Warehouse, tmp_path: Path
) -> None:
    link = tmp_path / "link.duckdb"
    link.symlink_to(empty.path)
    with Warehouse(link).write(), pytest.raises(WarehouseBusy), Warehouse(empty.path, 0).read():
        pass
    assert not list(tmp_path.glob("link.duckdb.*"))


def test_a_place_that_cannot_hold_a_warehouse_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot be used"):
        create(tmp_path / "file" / "w.duckdb")


def test_nothing_is_open_once_it_is_read_or_written(empty: Warehouse) -> None:
    with empty.read() as connection:
        connection.execute("SELECT 1")
    with empty.write() as connection:
        connection.execute("SELECT 1")
    duckdb.connect(str(empty.path)).close()


def test_a_missing_warehouse_is_told_and_leaves_no_traces(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "none.duckdb")
    assert not warehouse.exists()
    for attempt in (warehouse.read, warehouse.write):
        with pytest.raises(WarehouseMissing, match=r"none\.duckdb"), attempt():
            pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"period,messages\n2024,3\n", bytes(20_000)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(content)
    for attempt in (Warehouse(path).read, Warehouse(path).write):
        with pytest.raises(WarehouseForeign), attempt():
            pass
    with pytest.raises(WarehouseForeign):
        create(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE own (a INTEGER)", "CREATE TABLE warehouse_meta (a INTEGER)"]
)
def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "own.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    for attempt in (Warehouse(path).read, Warehouse(path).write):
        with pytest.raises(WarehouseForeign), attempt():
            pass
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(empty: Warehouse) -> None:
    changed(empty, "UPDATE warehouse_meta SET setting = '2' WHERE fact = 'schema_version'")
    for attempt in (empty.read, empty.write):
        with pytest.raises(WarehouseNewer, match="newer release"), attempt():
            pass


def test_a_newer_storage_format_is_refused(empty: Warehouse) -> None:
    content = bytearray(empty.path.read_bytes())
    content[12:20] = (999).to_bytes(8, "little")
    words = np.frombuffer(content[8:4096], dtype=np.uint64)
    sums = np.bitwise_xor.reduce(words * np.uint64(0xBF58476D1CE4E5B9))  # DuckDB's own checksum
    content[:8] = int(sums ^ np.uint64(5381)).to_bytes(8, "little")
    empty.path.write_bytes(content)
    with pytest.raises(WarehouseNewer), empty.read():
        pass


def test_a_damaged_file_is_told_with_the_way_back(empty: Warehouse) -> None:
    content = bytearray(empty.path.read_bytes())
    content[100] ^= 1
    empty.path.write_bytes(content)
    with pytest.raises(WarehouseDamaged, match="partnerships restore"), empty.read():
        pass


def test_a_warehouse_that_another_program_holds_is_told(empty: Warehouse) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(empty.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(WarehouseHeld, match="another program"), empty.read():
            pass
        holder.kill()


def test_an_error_while_writing_leaves_everything_as_it_was(empty: Warehouse) -> None:
    def fail() -> None:
        with empty.write() as connection:
            connection.execute(f"INSERT INTO {TARGETS.name} ({ddl.ROW_ID}) VALUES (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with empty.read() as connection:
        assert connection.execute(f"SELECT count(*) FROM {TARGETS.name}").fetchall() == [(0,)]


def test_a_reader_cannot_write_but_may_keep_temporary_tables(empty: Warehouse) -> None:
    with empty.read() as connection:
        connection.execute("CREATE TEMP TABLE mine AS SELECT 1 AS a")
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute(f"DELETE FROM {TARGETS.name}")


def test_a_statement_can_reach_neither_other_files_nor_the_network(
    empty: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    with empty.read() as connection:
        for statement in (
            f"SELECT * FROM '{tmp_path / 'other.csv'}'",
            "INSTALL httpfs",
            f"ATTACH '{tmp_path / 'other.duckdb'}'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_a_table_that_the_contracts_gained_is_made(empty: Warehouse) -> None:
    changed(empty, f"DROP TABLE {TARGETS.name}")
    with empty.read() as connection:
        assert connection.execute(f"SELECT count(*) FROM {TARGETS.name}").fetchall() == [(0,)]


def test_a_column_that_a_contract_gained_is_added_empty_and_described(empty: Warehouse) -> None:
    changed(
        empty,
        f"INSERT INTO {TARGETS.name} ({ddl.ROW_ID}) VALUES (1)",
        f"ALTER TABLE {TARGETS.name} DROP COLUMN {NOTE}",
    )
    with empty.read() as connection:
        query = f"SELECT {ddl.ROW_ID}, {NOTE} FROM {TARGETS.name}"
        assert connection.execute(query).fetchall() == [(1, None)]
        query = "SELECT comment FROM duckdb_columns() WHERE (table_name, column_name) = (?, ?)"
        said = connection.execute(query, [TARGETS.name, NOTE]).fetchall()
        assert said == [(TARGETS.by_name[NOTE].description,)]


def test_a_list_that_gained_codes_grows_and_rows_keep_theirs(empty: Warehouse) -> None:
    changed(
        empty,
        "CREATE TYPE older AS ENUM ('ALL', 'request')",
        f"INSERT INTO {EXCHANGE.name} ({ddl.ROW_ID}, {KIND}) VALUES (1, 'request')",
        f"ALTER TABLE {EXCHANGE.name} ALTER {KIND} SET DATA TYPE older",
    )
    with empty.write() as connection:
        connection.execute(
            f"INSERT INTO {EXCHANGE.name} ({ddl.ROW_ID}, {KIND}) VALUES (2, 'alert')"
        )
        query = f"SELECT {KIND} FROM {EXCHANGE.name} ORDER BY {ddl.ROW_ID}"
        assert connection.execute(query).fetchall() == [("request",), ("alert",)]


@pytest.mark.parametrize(
    "statements",
    [
        (f"CREATE TABLE telepathy AS FROM {TARGETS.name}",),
        (f"ALTER TABLE {TARGETS.name} ADD COLUMN telepathy DOUBLE",),
        (
            "CREATE TYPE later AS ENUM ('request', 'telepathy')",
            f"ALTER TABLE {EXCHANGE.name} ALTER {KIND} SET DATA TYPE later",
        ),
    ],
    ids=["a table", "a column", "a code"],
)
def test_what_these_contracts_do_not_know_was_written_by_a_newer_release(
    empty: Warehouse, statements: tuple[str, ...]
) -> None:
    changed(empty, *statements)
    with pytest.raises(WarehouseNewer), empty.read():
        pass
