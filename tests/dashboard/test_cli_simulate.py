"""The command that writes invented data."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data.simulate import Release

Command = Callable[..., CompletedProcess[str]]

VALID, UNUSABLE = 0, 2
ROWS = 1200
OF_TWO = 480
"""So few rows are of two partnerships: what is withheld is decided, and attacked, soon."""


@pytest.fixture
def folder(partnerships: Command, tmp_path: Path) -> Path:
    """A folder with simulated files."""
    out = tmp_path / "out"
    answer = partnerships("simulate", "--rows", ROWS, "--seed", "7", "--out", out)
    assert answer.returncode == VALID
    assert answer.stdout == (
        f"Simulated 1\u00a0200 rows into {out}; truth.json tells what was planted.\n"
    )
    return out


def test_as_many_rows_are_written_as_were_asked_for(folder: Path) -> None:
    lines = (folder / "information_exchange.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == ROWS + 1
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8"))["effects"]


def test_what_is_simulated_can_be_published(partnerships: Command, tmp_path: Path) -> None:
    partnerships("simulate", "--rows", OF_TWO, "--seed", "7", "--out", tmp_path / "out")
    files = sorted((tmp_path / "out").glob("*.csv"))
    assert files
    store = ("--warehouse", tmp_path / "simulated.duckdb")
    assert partnerships(*store, "check", *files).returncode == VALID
    assert partnerships(*store, "load", *files).stdout.count("Published as version 1.") == 1


def test_the_same_seed_gives_the_same_files(
    folder: Path, partnerships: Command, tmp_path: Path
) -> None:
    partnerships("simulate", "--rows", ROWS, "--seed", "7", "--out", tmp_path / "again")
    partnerships("simulate", "--rows", ROWS, "--seed", "8", "--out", tmp_path / "other")
    name = "information_exchange.csv"
    assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()
    assert (tmp_path / "other" / name).read_bytes() != (folder / name).read_bytes()


def test_the_example_that_the_demo_shows_is_written_with_its_own_truth(
    partnerships: Command, tmp_path: Path, releases: tuple[Release, ...]
) -> None:
    out = tmp_path / "example"
    answer = partnerships("simulate", "--example", "--out", out)
    assert answer.returncode == VALID
    assert f"the {len(releases)} releases of the simulated example" in answer.stdout
    folders = sorted(each for each in out.iterdir() if each.is_dir())
    written = [{path.name: path.read_bytes() for path in each.iterdir()} for each in folders]
    assert written == [{one.name: one.content for one in each.uploads} for each in releases]
    planted = json.loads((out / "truth.json").read_text(encoding="utf-8"))["effects"]
    shown = releases[0].uploads
    named = next(one.content[:] for one in shown if one.name.startswith("partnerships"))
    assert planted
    assert all(effect["partnership_id"].encode() in named for effect in planted)


@pytest.mark.parametrize("words", [(), ("--rows", "5", "--example")])
def test_either_a_size_or_the_example_is_asked_for(
    words: tuple[str, ...], partnerships: Command, tmp_path: Path
) -> None:
    answer = partnerships("simulate", *words, "--out", tmp_path / "out")
    assert answer.returncode == UNUSABLE
    assert "--rows" in answer.stderr
    assert "--example" in answer.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [("--rows", "0"), ("--rows", "5", "--seed", "-1")])
def test_what_cannot_be_simulated_is_refused(
    words: tuple[str, ...], partnerships: Command, tmp_path: Path
) -> None:
    answer = partnerships("simulate", *words, "--out", tmp_path / "out")
    assert answer.returncode == UNUSABLE
    assert "Invalid value for" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_named(partnerships: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    answer = partnerships("simulate", "--rows", "10", "--out", tmp_path / "file")
    assert answer.returncode == UNUSABLE
    assert answer.stderr.startswith(f"{tmp_path / 'file'} cannot be used: ")
