"""Simulated data with a known truth: files of any size, and the example that the demo shows."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.simulation import drawn
from data.simulation.generator import write_csv
from data.simulation.operations import told_otherwise
from data.simulation.releases import Example, Release, example
from data.simulation.tables import GENERATORS
from data.simulation.world import Json

__all__ = ["SEED", "TRUTH", "Example", "Release", "example", "simulate", "write_example"]

TRUTH: Final = "truth.json"
SEED: Final = 2024
"""That of the example that the demo shows."""


def simulate(rows: int, seed: int, out: Path, *, indicators: frozenset[str] = frozenset()) -> None:
    """Write one CSV file a table, with effects planted, and `truth.json`, which lists them.

    A table of which nothing is drawn has no file: a header alone cannot be loaded.

    The same rows and seed give the same bytes. Memory is bounded whatever the size. Source of
    what is planted: methods.md, *Simulator with a known truth*.

    Args:
        rows: rows of information_exchange, at least 1; the other tables follow from it.
        seed: decides everything that is drawn; not negative.
        out: the folder to write to; made where it is missing.
        indicators: ids of the catalogue; a milestone names no other.

    Raises:
        ValueError: no row is asked for, or the seed is negative.
        OSError: the folder cannot be written to.
    """
    world = replace(drawn.world(rows, seed), indicators=indicators)
    out.mkdir(parents=True, exist_ok=True)
    for table, generator in GENERATORS.items():
        path = out / f"{table}.csv"
        with path.open("wb") as file:
            written = write_csv(generator.rows(world, rows), file)
        if not written:
            path.unlink()
    _tell(world.truth() | told_otherwise(world), out)


def write_example(seed: int, out: Path, *, indicators: frozenset[str] = frozenset()) -> int:
    """Write the example's files, a folder for each release in order of time, and `truth.json`.

    Args:
        seed: decides everything that is drawn; not negative.
        out: the folder to write to; made where it is missing.
        indicators: ids of the catalogue; a milestone names no other.

    Returns:
        How many releases there are.

    Raises:
        ValueError: the seed is negative.
        OSError: the folder cannot be written to.
    """
    whole = example(seed, indicators=indicators)
    for number, release in enumerate(whole.releases, start=1):
        folder = out / f"{number:02}_{release.when.date()}"
        folder.mkdir(parents=True, exist_ok=True)
        for upload in release.uploads:
            (folder / upload.name).write_bytes(upload.content[:])
    _tell(whole.truth, out)
    return len(whole.releases)


def _tell(truth: Mapping[str, Json], out: Path) -> None:
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (out / TRUTH).write_text(f"{text}\n", encoding="utf-8", newline="\n")
