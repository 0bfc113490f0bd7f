"""A workspace of the demonstration is built whole, or it is not there."""

from pathlib import Path

import pytest

from dashboard.commands import serving
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
