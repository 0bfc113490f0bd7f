"""A catalogue is a folder: what its files declare is found, once and in order."""

import importlib
import sys
from pathlib import Path

import pytest

from validation.declared import declared


def test_entries_are_found_in_order_of_files_alone_or_in_tuples_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "a_catalogue"
    catalogue.mkdir()
    (catalogue / "__init__.py").write_text("", encoding="utf-8")
    (catalogue / "second.py").write_text(
        "from a_catalogue.first import ONE\nTHREE, NOTE = 3.5, 'three'\n", encoding="utf-8"
    )
    (catalogue / "first.py").write_text("ONE = 1.5\nMORE = (2.5, 'two')\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.import_module("a_catalogue")
    assert [*declared(float, "a_catalogue")] == [1.5, 2.5, 3.5]
