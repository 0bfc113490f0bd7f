"""Simulated data with a known truth: files of any size, and the example that the demo shows."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.simulation import drawn
from data.simulation.generator import write_csv
from data.simulation.operations import told_otherwise
from data.simulation.releases import Example, Release, example
from data.simulation.tables import GENERATORS

__all__ = ["TRUTH", "Example", "Release", "example", "simulate"]

TRUTH: Final = "truth.json"


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
    truth = json.dumps(world.truth() | told_otherwise(world), indent=1, ensure_ascii=False)
    (out / TRUTH).write_text(f"{truth}\n", encoding="utf-8", newline="\n")
