"""The command that publishes files."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data import versions
from data.warehouse import Warehouse

Command = Callable[..., CompletedProcess[str]]
Load = Callable[..., CompletedProcess[str]]

VALID, INVALID, UNUSABLE = 0, 1, 2


@pytest.fixture
def load(partnerships: Command, warehouse: Warehouse) -> Load:
    """Loads files into the warehouse: `load(path, "--dry-run")`."""
    return lambda *words: partnerships("--warehouse", warehouse.path, "load", *words)


def _rows(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _written(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _ids(warehouse: Warehouse) -> list[int]:
    return [version.number for version in versions.ledger(warehouse)]


def test_a_quarter_becomes_a_version(load: Load, warehouse: Warehouse, quarter: Path) -> None:
    answer = load(quarter, "--note", "returns of the summer")
    rows = len(_rows(quarter)) - 1
    assert answer.returncode == VALID
    assert answer.stdout == (
        f"Information exchange: {rows} added, 0 changed, 0 unchanged, 0 no longer counted\n"
        "Published as version 7. To undo it: partnerships rollback 6\n"
    )
    last = versions.latest(warehouse)
    assert last is not None
    assert (last.number, last.note) == (7, "returns of the summer")
    assert [file.name for file in last.files] == [quarter.name]
    assert last.who


def test_the_first_load_makes_the_warehouse(
    partnerships: Command, tmp_path: Path, warehouse: Warehouse
) -> None:
    fresh = Warehouse(tmp_path / "new" / "fresh.duckdb")
    body = tmp_path / "body.csv"
    body.write_text(
        "partnership_id,name,kind,lead_organisation,record\n"
        "ports,Ports Task Force,task_force,EUROPOL,official\n",
        encoding="utf-8",
    )
    answer = partnerships("--warehouse", fresh.path, "load", body)
    assert answer.returncode == VALID
    assert "Published as version 1." in answer.stdout
    assert _ids(fresh) == [1]
    assert _ids(warehouse) == [1, 2, 3, 4, 5, 6]


def test_a_file_loaded_twice_says_so_and_changes_nothing(
    load: Load, warehouse: Warehouse, quarter: Path
) -> None:
    load(quarter)
    head = versions.latest(warehouse)
    answer = load(quarter)
    assert answer.returncode == VALID
    assert answer.stdout.endswith("Nothing to load: the warehouse already holds these rows.\n")
    assert versions.latest(warehouse) == head


def test_a_corrected_file_changes_only_what_it_corrects(
    load: Load, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    load(quarter)
    header, first, *rest = _rows(quarter)
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    cells |= {"messages": str(int(cells["messages"]) + 1000)}
    corrected = _written(tmp_path / "corrected.csv", [header, ",".join(cells.values()), *rest])
    answer = load(corrected, "--reason", "a batch was late")
    assert answer.stdout.startswith(
        f"Information exchange: 0 added, 1 changed, {len(rest)} unchanged, 0 no longer counted\n"
    )
    assert _ids(warehouse)[-1] == 8


def test_a_broken_file_publishes_nothing(
    load: Load, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    rows = _rows(quarter)
    broken = _written(tmp_path / "broken.csv", [rows[0], rows[1].replace("2020-Q3", "summer")])
    answer = load(broken)
    assert answer.returncode == INVALID
    assert "broken.csv:2 [period] “summer” is not a quarter or a year." in answer.stderr
    assert answer.stdout == "1 error in 1 of 1 row; nothing has been published.\n"
    assert _ids(warehouse)[-1] == 6


def test_a_file_of_no_known_table_publishes_nothing(
    load: Load, warehouse: Warehouse, tmp_path: Path
) -> None:
    answer = load(_written(tmp_path / "else.csv", ["colour,taste", "red,sweet"]))
    assert answer.returncode == UNUSABLE
    assert _ids(warehouse)[-1] == 6


def test_files_of_one_load_are_published_together_or_not_at_all(
    load: Load, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    header, *rows = _rows(quarter)
    good = _written(tmp_path / "good.csv", [header, *rows[:40]])
    bad = _written(tmp_path / "bad.csv", [header, rows[40].replace("2020-Q3", "summer")])
    assert load(good, bad).returncode == INVALID
    assert _ids(warehouse)[-1] == 6
    mended = _written(tmp_path / "mended.csv", [header, rows[40]])
    assert load(good, mended).returncode == VALID
    last = versions.latest(warehouse)
    assert last is not None
    assert (last.number, [file.name for file in last.files]) == (7, ["good.csv", "mended.csv"])


def test_a_dry_run_tells_and_publishes_nothing(
    load: Load, warehouse: Warehouse, quarter: Path
) -> None:
    answer = load(quarter, "--dry-run")
    assert answer.returncode == VALID
    assert " added, 0 changed" in answer.stdout
    assert "What it does to the headline indicators:\n" in answer.stdout
    assert "Jul–Sep 2020 (Q3): no value → " in answer.stdout
    assert re.search(
        r", 2020: .* \(.*–.*\), 2 of 4 quarters → .* \(.*–.*\), 3 of 4 quarters\n", answer.stdout
    )
    assert answer.stdout.endswith("Nothing was published (--dry-run).\n")
    assert _ids(warehouse)[-1] == 6


def test_what_was_done_can_be_read_by_a_machine(
    load: Load, warehouse: Warehouse, quarter: Path
) -> None:
    planned = json.loads(load(quarter, "--dry-run", "--format", "json").stdout)
    done = json.loads(load(quarter, "--format", "json").stdout)
    again = json.loads(load(quarter, "--format", "json").stdout)
    rows = len(_rows(quarter)) - 1
    counts = {"added": rows, "changed": 0, "unchanged": 0, "no longer counted": 0}
    assert planned["tables"] == done["tables"] == {"information_exchange": counts}
    last = versions.latest(warehouse)
    assert last is not None
    assert (done["published"], done["hash"]) == (last.number, last.hash)
    assert again == {"published": None}


def test_replace_takes_the_file_for_the_whole_record_of_its_quarter(
    load: Load, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    load(quarter)
    header, *rows = _rows(quarter)
    group = [row for row in rows if row.startswith("2020-Q3,northern-ports,")]
    others = {tuple(row.split(",")[:3]) for row in group}
    one_reporter = [row for row in group if tuple(row.split(",")[:3]) == min(others)]
    shorter = _written(tmp_path / "shorter.csv", [header, *one_reporter[:-1]])
    answer = load(shorter, "--mode", "replace")
    kept = len(one_reporter) - 1
    assert f"0 added, 0 changed, {kept} unchanged, 1 no longer counted\n" in answer.stdout
    assert _ids(warehouse)[-1] == 8


def test_withdrawing_more_than_a_tenth_asks_to_be_confirmed(
    load: Load, warehouse: Warehouse, quarter: Path
) -> None:
    load(quarter)
    refused = load(quarter, "--mode", "withdraw")
    assert refused.returncode == INVALID
    rows = len(_rows(quarter)) - 1
    assert f"Rows of information_exchange that would no longer be counted: {rows} of " in (
        refused.stderr
    )
    assert refused.stderr.endswith("Add --yes to confirm it.\n")
    assert _ids(warehouse)[-1] == 7
    done = load(quarter, "--mode", "withdraw", "--yes", "--reason", "sent by mistake")
    assert done.returncode == VALID
    assert f"{len(_rows(quarter)) - 1} no longer counted" in done.stdout
    assert _ids(warehouse)[-1] == 8


def test_one_row_can_be_withdrawn_by_its_key_alone(
    load: Load, quarter: Path, tmp_path: Path
) -> None:
    load(quarter)
    header, first, *_ = (row.split(",")[:9] for row in _rows(quarter))
    keys = _written(tmp_path / "keys.csv", [",".join(header), ",".join(first)])
    answer = load(keys, "--mode", "withdraw")
    assert answer.returncode == VALID
    assert "1 no longer counted" in answer.stdout


def test_what_others_still_refer_to_is_not_withdrawn(
    load: Load, warehouse: Warehouse, tmp_path: Path
) -> None:
    keys = _written(tmp_path / "keys.csv", ["partnership_id", "northern-ports"])
    answer = load(keys, "--table", "partnerships", "--mode", "withdraw", "--yes")
    assert answer.returncode == INVALID
    told = [line for line in answer.stderr.splitlines() if "northern-ports would be gone" in line]
    assert sum("Information exchange" in line for line in told) == 1
    assert len(told) == len(set(told))  # once for each table that refers to it
    assert answer.stderr.endswith(
        "Nothing was published: the files do not fit what the warehouse holds.\n"
    )
    assert _ids(warehouse)[-1] == 6


def test_a_dry_run_of_what_does_not_fit_is_invalid(
    load: Load, warehouse: Warehouse, tmp_path: Path
) -> None:
    keys = _written(tmp_path / "keys.csv", ["partnership_id", "northern-ports"])
    answer = load(keys, "--table", "partnerships", "--mode", "withdraw", "--dry-run")
    assert answer.returncode == INVALID
    assert "northern-ports would be gone, but" in answer.stderr
    assert "1 no longer counted" in answer.stdout
    assert "Nothing was published (--dry-run)." in answer.stdout
    assert _ids(warehouse)[-1] == 6


def test_a_dry_run_says_what_must_be_confirmed(load: Load, quarter: Path) -> None:
    load(quarter)
    answer = load(quarter, "--mode", "withdraw", "--dry-run")
    assert answer.returncode == INVALID
    assert "no longer counted" in answer.stdout
    assert "Add --yes to confirm it.\n" in answer.stderr
    assert answer.stderr.endswith("Add --reason TEXT to say it.\n")
    agreed = ("--yes", "--reason", "sent by mistake")
    assert load(quarter, "--mode", "withdraw", "--dry-run", *agreed).returncode == VALID


def test_a_dry_run_of_a_replacement_that_is_refused_prints_its_plan(
    load: Load, tmp_path: Path
) -> None:
    head = "partnership_id,name,kind,lead_organisation,record"
    body = _written(tmp_path / "body.csv", [head, "ports,Ports,task_force,EUROPOL,simulated"])
    answer = load(body, "--mode", "replace", "--dry-run")
    assert answer.returncode == INVALID
    assert "cannot replace those of a period" in answer.stderr
    assert answer.stdout.startswith("Partnerships: 1 added, ")


def test_nothing_to_do_is_said_and_is_no_failure(load: Load, quarter: Path) -> None:
    absent = load(quarter, "--mode", "withdraw")
    assert absent.returncode == VALID
    assert absent.stdout.endswith("Nothing to withdraw: the warehouse holds none of these rows.\n")
    assert load(quarter, "--mode", "withdraw", "--dry-run").returncode == VALID


def test_a_heading_names_the_column(load: Load, quarter: Path, tmp_path: Path) -> None:
    rows = _rows(quarter)
    broken = _written(tmp_path / "broken.csv", [rows[0], rows[1].replace("2020-Q3", "summer")])
    assert "Error: Not a quarter or a year [period] (1)\n" in load(broken).stderr


def test_a_notice_does_not_stop_a_load(
    load: Load, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    header, *rows = _rows(quarter)
    padded = _written(tmp_path / "padded.csv", [header, *(f" {row}" for row in rows)])
    answer = load(padded)
    assert answer.returncode == VALID
    assert "Notice: Blanks around cells [period] (1)" in answer.stderr
    assert _ids(warehouse)[-1] == 7


def test_a_big_revision_needs_its_reason(
    load: Load, partnerships: Command, warehouse: Warehouse, quarter: Path
) -> None:
    head, first, *rest = _rows(quarter)
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    load(_written(quarter, [head, ",".join({**cells, "messages": "900000"}.values()), *rest]))
    _written(quarter, [head, first, *rest])
    for held in (load(quarter), load(quarter, "--dry-run")):
        assert held.returncode == INVALID
        assert "Information exchange: counts that change by more than half" in held.stderr
        assert "Add --reason TEXT to say it." in held.stderr
    assert load(quarter, "--reason", "A digit too many").returncode == VALID
    listed = partnerships("--warehouse", warehouse.path, "versions")
    assert "Why figures changed: A digit too many" in listed.stdout
