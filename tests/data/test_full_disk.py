"""A disk that is full at any point of a load: one line is told, and nothing is half there."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from data import queries, versions
from data.warehouse import Warehouse
from validation.contracts.published_totals import PUBLISHED_TOTALS

# The limit on the size of files stands in for a full disk: it is a write that fails in earnest,
# and needs no right to mount anything. It starts from what can be written, in bytes.
LOADS = """
import contextlib, io, json, resource, signal, sys
from dashboard.cli import main

path, file, *limits = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for limit in map(int, limits):
    said = io.StringIO()
    sys.argv = ["partnerships", "--warehouse", path, "load", file]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            main()
        except SystemExit as end:
            code = end.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(json.dumps([code, said.getvalue()]), flush=True)
"""
ROWS = 3_000
FULL = (0, 1, 600, 20_000, 70_000, 150_000, 300_000)
UNUSABLE = 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose load writes about a megabyte."""
    names = PUBLISHED_TOTALS.names
    filled = {"period": "2020", "measure": "messages", "value": "1", "source": "review-1"}
    path = tmp_path / "totals.csv"
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, names, restval="")
        writer.writeheader()
        writer.writerows(
            {**filled, "scope": f"part {row} {'of-many-' * 12}"} for row in range(ROWS)
        )
    return path


def load(warehouse: Path, file: Path, *limits: int) -> list[tuple[int, str]]:
    """Load a file under each limit in turn; return exit code and what was told."""
    command = [sys.executable, "-c", LOADS, warehouse, file, *limits]
    done = subprocess.run(
        [str(word) for word in command], check=True, capture_output=True, text=True
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def is_told_in_one_line(code: int, told: str, path: Path) -> bool:
    wanted = f"The disk of {path} has no room left, so nothing was changed. "
    return code == UNUSABLE and told.startswith(wanted) and told.count("\n") == 1


def test_a_full_disk_changes_nothing_and_says_so(warehouse: Warehouse, file: Path) -> None:
    for code, told in load(warehouse.path, file, *FULL):
        assert is_told_in_one_line(code, told, warehouse.path), told
    assert len(versions.ledger(warehouse)) == 1
    assert versions.verify(warehouse) == ()
    room = warehouse.path.stat().st_size
    assert load(warehouse.path, file, room * 4) == [(0, "")]
    assert versions.verify(warehouse) == ()
    with warehouse.read() as connection:
        assert queries.counts(connection, 2)["published_totals"] == ROWS


def test_a_version_that_only_just_had_room_in_the_log_is_kept(
    warehouse: Warehouse, file: Path
) -> None:
    """The file itself cannot grow any more: the log holds the version until it can."""
    ((code, _),) = load(warehouse.path, file, warehouse.path.stat().st_size)
    assert code == 0
    assert len(versions.ledger(warehouse)) == 2
    assert versions.verify(warehouse) == ()
    assert load(warehouse.path, file, warehouse.path.stat().st_size * 4) == [(0, "")]
    assert versions.verify(warehouse) == ()


def test_a_disk_too_full_for_a_new_warehouse_leaves_none(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "new" / "warehouse.duckdb"
    for code, told in load(path, file, *FULL):
        assert is_told_in_one_line(code, told, path), told
        assert not path.exists()
