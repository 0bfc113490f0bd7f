"""Runs the benchmarks named, or all: `python -m benchmarks [NAME …] [--scale S] [--repeats N]`."""

import argparse
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from benchmarks.measure import HEAD, Benchmark, Comparison, Note, Size

NAMES: Final = ("intake", "overview", "first_chart", "reruns", "signals", "disclosure", "index")
APART: Final = ("peers",)
"""Run when named only: other libraries are installed for it."""
LEAST_ROWS: Final = 1_000
"""At whatever scale, so that rows of each kind of fault are among them."""
LEAST_FEW: Final = 10


def main() -> None:
    """Print a table row for each ratio, then what else was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*NAMES, *APART)))
    parser.add_argument("--scale", type=float, default=1.0, help="of all numbers of rows")
    parser.add_argument("--repeats", type=int, default=5, help="how often each pair is measured")
    parser.add_argument(
        "--demo", metavar="FOLDER", help="with the workspaces of the demo; built anew if not given"
    )
    asked = parser.parse_args()
    names = cast("list[str]", asked.names) or list(NAMES)
    if unknown := set(names).difference(NAMES + APART):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    scale = cast("float", asked.scale)
    size = Size(
        rows=max(LEAST_ROWS, round(1_000_000 * scale)),
        facts=max(1, round(10_000_000 * scale)),
        few=max(LEAST_FEW, round(10_000 * scale)),
        repeats=cast("int", asked.repeats),
    )
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        if built := cast("str | None", asked.demo):
            shutil.copytree(built, folder, dirs_exist_ok=True)
        notes = [note for name in names for note in _run(name, size, Path(folder))]
    for note in notes:
        print(f"\n{note.text}")


def _run(name: str, size: Size, folder: Path) -> list[Note]:
    """Run one benchmark, printing its ratios at once; return its notes."""
    run = cast("Benchmark", import_module(f"benchmarks.{name}").run)
    notes: list[Note] = []
    for found in run(size, folder):
        match found:
            case Comparison():
                print(found.line(name), flush=True)
            case Note():
                notes.append(found)
    return notes


if __name__ == "__main__":
    sys.exit(main())
