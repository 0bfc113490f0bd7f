"""A backup made while others publish is one moment of the warehouse, and comes back whole."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data import queries, versions
from data.backup import backup, restore
from data.errors import (
    BackupDamaged,
    BackupInTheWay,
    BackupUnsound,
    WarehouseForeign,
    WarehouseMissing,
)
from data.ledger import Version
from data.warehouse import Warehouse, create

PUBLISH = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from data import loading
from data.warehouse import Warehouse
from validation.intake import Upload, check

warehouse = Warehouse(Path(sys.argv[1]), wait=60)
for number in range(int(sys.argv[2])):
    text = f"period,measure,scope,value,source\\n2020,messages,part {number},1,own_return\\n"
    files = check([Upload("a.csv", text.encode())], today=date(2026, 1, 1), known={})
    plan = loading.preview(warehouse, files)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    loading.publish(warehouse, plan, who="Ada", note="", when=when)
    print(number, flush=True)
"""
LOADS = 30
TOTALS = "period,measure,value,source\n"


def test_backups_made_while_loads_go_on_hold_whole_versions_with_the_same_hashes(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    patient = Warehouse(warehouse.path, wait=60)
    command = [sys.executable, "-c", PUBLISH, str(warehouse.path), str(LOADS)]
    made: list[Path] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) % 6 == 0:
                made.append(tmp_path / "backups" / f"{line.strip()}.duckdb")
                backup(patient, made[-1])
    assert process.returncode == 0
    ledger = versions.ledger(warehouse)
    assert len(ledger) == 1 + LOADS
    for number, path in enumerate(made):
        restored = Warehouse(tmp_path / f"restored-{number}" / "warehouse.duckdb")
        last = restore(path, restored)
        assert last is not None
        assert last.number >= 2 + 6 * number
        assert versions.ledger(restored) == ledger[: last.number]
        assert versions.verify(restored, last.hash) == ()
        with restored.read() as connection:
            held = queries.counts(connection, last.number)
        assert held["published_totals"] == last.number - 1
    assert len(made) == 5
    assert not list(tmp_path.rglob(".partnerships-*"))


def test_a_restored_warehouse_goes_on_where_it_was(
    warehouse: Warehouse, tmp_path: Path, publish: Callable[..., Version]
) -> None:
    first = backup(warehouse, tmp_path / "kept.duckdb")
    lost = publish(warehouse, f"{TOTALS}2023,messages,10,review-1\n")
    restored = Warehouse(tmp_path / "restored.duckdb")
    assert restore(tmp_path / "kept.duckdb", restored) == first
    again = publish(restored, f"{TOTALS}2023,messages,10,review-1\n")
    assert again == lost
    assert versions.verify(restored) == ()


def test_an_empty_warehouse_can_be_backed_up_and_restored(empty: Warehouse, tmp_path: Path) -> None:
    assert backup(empty, tmp_path / "kept.duckdb") is None
    assert restore(tmp_path / "kept.duckdb", Warehouse(tmp_path / "restored.duckdb")) is None
    assert versions.verify(Warehouse(tmp_path / "restored.duckdb")) == ()


def test_nothing_is_overwritten(warehouse: Warehouse, tmp_path: Path) -> None:
    kept = tmp_path / "kept.duckdb"
    backup(warehouse, kept)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(BackupInTheWay, match="kept"):
        backup(warehouse, kept)
    with pytest.raises(BackupInTheWay, match="warehouse"):
        restore(kept, warehouse)
    for left in ("x.duckdb.wal", "x.duckdb.head"):
        (tmp_path / left).write_bytes(b"left")
        with pytest.raises(BackupInTheWay, match=left):
            restore(kept, Warehouse(tmp_path / "x.duckdb"))
        (tmp_path / left).unlink()
    after = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert {path: after[path] for path in before if path.suffix != ".lock"} == {
        path: content for path, content in before.items() if path.suffix != ".lock"
    }


def test_what_was_tampered_with_is_neither_backed_up_nor_restored(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.duckdb"
    backup(warehouse, kept)
    for path in (kept, warehouse.path):
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE sources SET title = 'Another'")
    with pytest.raises(BackupUnsound, match="kept"):
        restore(kept, Warehouse(tmp_path / "restored.duckdb"))
    with pytest.raises(BackupUnsound, match="verify"):
        backup(warehouse, tmp_path / "other.duckdb")
    assert not (tmp_path / "restored.duckdb").exists()
    assert not (tmp_path / "other.duckdb").exists()


def test_what_is_no_backup_is_refused_by_its_own_name(warehouse: Warehouse, tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "restored.duckdb")
    with pytest.raises(WarehouseMissing, match="none"):
        restore(tmp_path / "none.duckdb", place)
    with pytest.raises(WarehouseMissing, match="none"):
        backup(Warehouse(tmp_path / "none.duckdb"), tmp_path / "kept.duckdb")
    (tmp_path / "text.duckdb").write_text("a letter to a friend", encoding="utf-8")
    with pytest.raises(WarehouseForeign, match="text"):
        restore(tmp_path / "text.duckdb", place)
    whole = warehouse.path.read_bytes()
    (tmp_path / "half.duckdb").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupDamaged, match="half"):
        restore(tmp_path / "half.duckdb", place)
    assert not place.exists()


def test_a_backup_without_its_file_of_hashes_gets_it_back(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.duckdb"
    backup(warehouse, kept)
    (tmp_path / "kept.duckdb.head").unlink()
    restored = Warehouse(tmp_path / "restored.duckdb")
    restore(kept, restored)
    assert versions.verify(restored) == ()
    assert create(restored.path).exists()
