"""The commands about versions: versions, rollback, verify; and which warehouse is meant."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data import versions as history
from data.warehouse import Warehouse, create

Command = Callable[..., CompletedProcess[str]]

VALID, INVALID, UNUSABLE = 0, 1, 2


@pytest.fixture
def command(partnerships: Command, warehouse: Warehouse) -> Command:
    """Runs a command on the warehouse: `command("verify")`."""
    return lambda *words: partnerships("--warehouse", warehouse.path, *words)


def test_versions_are_listed_newest_first(command: Command, warehouse: Warehouse) -> None:
    lines = command("versions").stdout.splitlines()
    ledger = history.ledger(warehouse)
    assert [int(line.split()[0]) for line in lines] == [6, 5, 4, 3, 2, 1]
    for line, version in zip(lines, ledger[::-1], strict=True):
        assert f"{version.published_at:%Y-%m-%d %H:%M}" in line
        assert version.who in line
        assert version.files[0].name in line
        assert line.endswith(version.note)


def test_versions_can_be_read_by_a_machine(command: Command, warehouse: Warehouse) -> None:
    records = json.loads(command("versions", "--format", "json").stdout)
    ledger = history.ledger(warehouse)
    assert [(each["number"], each["hash"]) for each in records] == [
        (version.number, version.hash) for version in ledger[::-1]
    ]
    assert records[0]["previous_hash"] == records[1]["hash"]
    assert records[0]["published_at"] == ledger[-1].published_at.isoformat()


def test_going_back_is_a_version_of_its_own(command: Command, warehouse: Warehouse) -> None:
    before = command("series", "messages", "--as-of", "3").stdout
    answer = command("rollback", "3", "--note", "a wrong quarter")
    assert answer.stdout == "Published version 7: every table as of version 3.\n"
    last = history.latest(warehouse)
    assert last is not None
    assert (last.number, last.restores, last.note) == (7, 3, "a wrong quarter")
    after = command("series", "messages").stdout
    assert [line.rpartition(",")[0] for line in after.splitlines()] == [
        line.rpartition(",")[0] for line in before.splitlines()
    ]
    first = command("versions").stdout.splitlines()[0]
    assert "back to version 3" in first


def test_going_back_to_what_already_stands_is_nothing_to_do(
    command: Command, warehouse: Warehouse
) -> None:
    answer = command("rollback", "6")
    assert answer.returncode == VALID
    assert answer.stdout == "Nothing to roll back: the rows are already those of version 6.\n"
    assert len(history.ledger(warehouse)) == 6


def test_an_unknown_version_is_named_with_the_latest(command: Command) -> None:
    for words in (("rollback", "99"), ("series", "messages", "--as-of", "99")):
        answer = command(*words)
        assert answer.returncode == UNUSABLE
        assert answer.stderr == "There is no version 99; the latest is 6.\n"


def test_what_was_not_touched_is_verified(command: Command, warehouse: Warehouse) -> None:
    last = history.latest(warehouse)
    assert last is not None
    for words in ((), ("--head", last.hash)):
        answer = command("verify", *words)
        assert answer.returncode == VALID
        assert answer.stdout == "Rows and ledger are as they were published.\n"


def test_a_head_that_is_not_of_this_ledger_is_found(command: Command) -> None:
    answer = command("verify", "--head", "0123456789abcdef")
    assert answer.returncode == INVALID
    assert answer.stdout == ""
    assert answer.stderr


def test_a_row_that_was_tampered_with_is_found(command: Command, warehouse: Warehouse) -> None:
    with warehouse.write() as connection:
        connection.execute("UPDATE information_exchange SET messages = 1000000 WHERE line = 2")
    answer = command("verify")
    assert answer.returncode == INVALID
    assert "information_exchange" in answer.stderr or "Information exchange" in answer.stderr
    assert answer.stdout == ""


def test_a_backup_comes_back_with_the_same_hash(
    command: Command, warehouse: Warehouse, partnerships: Command, tmp_path: Path
) -> None:
    last = history.latest(warehouse)
    assert last is not None
    kept, again = tmp_path / "kept.duckdb", tmp_path / "again.duckdb"
    held = f"version 6, hash {last.hash}."
    assert command("backup", kept).stdout == f"Copied to {kept}: {held}\n"
    answer = partnerships("--warehouse", again, "restore", kept)
    assert answer.stdout == f"Restored to {again}: {held}\n"
    assert partnerships("--warehouse", again, "verify", "--head", last.hash).returncode == VALID
    for words in (("backup", kept), ("restore", kept)):
        answer = command(*words)
        assert answer.returncode == UNUSABLE
        assert answer.stderr.startswith("There is a file ")
        assert answer.stderr.count("\n") == 1


def test_a_backup_of_what_was_never_published_says_so(
    partnerships: Command, tmp_path: Path
) -> None:
    create(tmp_path / "empty.duckdb")
    answer = partnerships("--warehouse", tmp_path / "empty.duckdb", "backup", tmp_path / "kept")
    assert answer.stdout == f"Copied to {tmp_path / 'kept'}: nothing was published yet.\n"


@pytest.mark.parametrize("words", [("versions",), ("verify",), ("rollback", "1"), ("backup", "x")])
def test_a_warehouse_that_is_not_there_is_named(
    words: tuple[str, ...], partnerships: Command, tmp_path: Path
) -> None:
    answer = partnerships("--warehouse", tmp_path / "none.duckdb", *words)
    assert answer.returncode == UNUSABLE
    assert answer.stderr.startswith(f"There is no warehouse at {tmp_path / 'none.duckdb'} yet.")
    assert not (tmp_path / "none.duckdb").exists()


def test_a_file_that_is_no_warehouse_is_left_alone(
    partnerships: Command, tmp_path: Path, quarter: Path
) -> None:
    foreign = tmp_path / "foreign.duckdb"
    foreign.write_text("somebody else's\n", encoding="utf-8")
    for words in (("versions",), ("load", quarter)):
        answer = partnerships("--warehouse", foreign, *words)
        assert answer.returncode == UNUSABLE
        assert answer.stderr == (
            f"{foreign} is not a warehouse of this product. Nothing in it was changed.\n"
        )
    assert foreign.read_text(encoding="utf-8") == "somebody else's\n"


def test_a_command_works_on_one_warehouse(partnerships: Command, tmp_path: Path) -> None:
    two = ("--warehouse", f"one={tmp_path / '1'}", "--warehouse", f"two={tmp_path / '2'}")
    answer = partnerships(*two, "versions")
    assert answer.returncode == UNUSABLE
    assert answer.stderr == "This command works on one warehouse; name only one.\n"


def test_the_environment_names_the_warehouse(
    partnerships: Command, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERSHIPS_WAREHOUSE", str(warehouse.path))
    assert len(partnerships("versions").stdout.splitlines()) == 6


def test_without_a_name_the_users_own_warehouse_is_meant(partnerships: Command, home: Path) -> None:
    answer = partnerships("versions")
    assert answer.returncode == UNUSABLE
    assert f"There is no warehouse at {home}" in answer.stderr
