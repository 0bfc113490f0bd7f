"""A workspace of the demonstration is built whole, or it is not there."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.commands import serving
from data.samples import public_record
from data.versions import ledger, rollback
from data.warehouse import Warehouse
from data.workspaces import Workspace


def test_an_interrupted_build_leaves_nothing_that_counts_as_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace("public-record", "Public record", tmp_path / "public-record.duckdb")

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "public_record", interrupted)
    with pytest.raises(KeyboardInterrupt):
        serving.build_public_record(workspace)
    assert list(tmp_path.iterdir()) == []


def test_a_finished_build_stands_in_its_place(tmp_path: Path) -> None:
    workspace = Workspace("public-record", "Public record", tmp_path / "public-record.duckdb")
    serving.build_public_record(workspace)
    assert workspace.warehouse.exists()
    assert not list(tmp_path.glob(".building-*"))


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A public record that another release built: one of its files was another then."""
    workspace = Workspace("record", "Record", tmp_path / "record.duckdb")
    first, *others = public_record()
    with monkeypatch.context() as patch:
        before = (replace(first, content=first.content[:] + b"\n"), *others)
        patch.setattr(serving, "public_record", lambda: before)
        serving.build_public_record(workspace)
    return workspace


def test_a_public_record_of_another_release_makes_way_and_is_kept(
    older: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (before,) = ledger(older.warehouse)
    serving.make_way(older)
    assert not older.path.exists()
    aside = older.path.with_name(f"record-{before.hash[:12]}.duckdb")
    assert ledger(Warehouse(aside)) == (before,)
    assert capsys.readouterr().out.splitlines() == [
        f"The public record here is of another release; it was moved to {aside}."
    ]
    serving.build_public_record(older)
    built = ledger(older.warehouse)
    serving.make_way(older)
    assert ledger(older.warehouse) == built
    assert capsys.readouterr().out == ""


def test_a_public_record_with_versions_of_ones_own_stays_and_says_so_in_one_line(
    older: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    rollback(older.warehouse, 0, who="somebody", note="", when=datetime(2027, 1, 4, tzinfo=UTC))
    held = ledger(older.warehouse)
    serving.make_way(older)
    assert ledger(older.warehouse) == held
    (line,) = capsys.readouterr().out.splitlines()
    assert str(older.path) in line
    assert "move that file elsewhere and start again" in line
