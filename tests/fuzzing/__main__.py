"""Hands intake files, valid and broken: `python -m tests.fuzzing [--files N] [--seed S]`."""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final, cast

from tests.fuzzing import faults, tables, writing
from tests.fuzzing.faults import Planted
from tests.fuzzing.loading import Loader
from tests.fuzzing.tables import TODAY, Table, Tables
from tests.fuzzing.writing import File
from validation.contracts import CONTRACTS
from validation.file_problems import LONG_LINE
from validation.intake import Checked, Upload, check
from validation.mending import offered
from validation.problems import errors, grouped, report
from validation.reading import LINE

LONGEST: Final = 20
BOOK_SHARE: Final = 0.02
VALID_SHARE: Final = 0.25
LOADED: Final = 40
SHOWN: Final = 20


@dataclass
class Tally:
    """What was handed in, what was planted, what of it was found, and what went wrong."""

    files: Counter[str] = field(default_factory=Counter[str])
    planted: Counter[str] = field(default_factory=Counter[str])
    found: Counter[str] = field(default_factory=Counter[str])
    misses: list[str] = field(default_factory=list[str])
    slowest: float = 0.0
    loads: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True)
class Case:
    """One file of a run: bytes, and either the table they must give or what is planted."""

    number: int
    content: bytes
    file: File
    lines: tuple[int, ...]
    planted: Planted | None

    @property
    def name(self) -> str:
        """What was done to the file."""
        return self.planted.fault if self.planted else "valid"


def case(number: int, seed: int, drawn: Tables) -> Case:
    """Make a file of a run: the same number and seed give the same bytes."""
    chance = Random(f"{seed} {number}")
    contract = CONTRACTS[chance.choice(sorted(CONTRACTS))]
    table = drawn.draw(contract, chance)
    style = writing.drawn(chance)
    while not writing.fits(table, style):
        style = writing.drawn(chance)
    file = writing.file(table, style, chance)
    if chance.random() < BOOK_SHARE:
        places = tuple(range(2, len(file.records) + 1))
        return Case(number, writing.workbook(file.table), file, places, None)
    if chance.random() < VALID_SHARE:
        lines = tuple(file.line(place) for place in range(1, len(file.records)))
        return Case(number, file.content(), file, lines, None)
    planted = chance.choice(faults.FAULTS)(file, chance)
    return Case(number, planted.content, file, (), planted)


def misses(made: Case, verdict: Checked) -> Iterator[str]:
    """Say what is wrong with a verdict."""
    if not verdict.ok and verdict.rows.height:
        yield "rows are given of a file that has errors"
    if verdict.ok and verdict.rows.height != verdict.count:
        yield "the rows given are not as many as are counted"
    # What is missing after a last line that states the delimiter is missing on the next.
    last_line = max(made.content.count(end) for end in (b"\n", b"\r")) + 2
    for found in verdict.problems:
        if not found.message.strip() or not found.mend.strip():
            yield f"{found.kind} says nothing"
        if (found.line or 0) > last_line:
            yield f"{found.kind} on line {found.line}, which the file has not"
    report(verdict.problems)
    if made.planted is None:
        yield from _not_exact(made.file.table, made.lines, verdict)


def _not_exact(table: Table, lines: tuple[int, ...], verdict: Checked) -> Iterator[str]:
    if not verdict.ok:
        told = [found for found in verdict.problems if found.severity == "error"]
        yield f"a valid file is refused: {told[0].kind} on line {told[0].line}: {told[0].message}"
        return
    if verdict.rows[LINE].to_list() != list(lines):
        yield f"rows on lines {lines} were read from lines {verdict.rows[LINE].to_list()}"
    for name in table.contract.names:
        wanted = [row[name] for row in table.rows]
        if verdict.rows[name].to_list() != wanted:
            yield f"{name} was {wanted} and was read as {verdict.rows[name].to_list()}"


def found(verdict: Checked, expected: faults.Expected) -> bool:
    """Tell whether a planted fault is among the problems, at its line."""
    return any(
        problem.line == expected.line
        and expected.kind in {"", problem.kind}
        and (expected.column in {"", *problem.columns} or problem.kind == LONG_LINE.name)
        for problem in verdict.problems
    )


def mended(verdict: Checked) -> None:
    """Ask for every group of errors how it is mended at once: whatever is raised is a miss."""
    if verdict.source:
        for group in grouped(errors(verdict.problems)):
            offered(verdict.source, verdict.name, group, tables.known())


def judged(made: Case, tally: Tally, loader: Loader) -> None:
    """Check one file and add to the tally; whatever is raised is a miss."""
    tally.files[made.name] += 1
    label = f"file {made.number} ({made.name}, {made.file.table.contract.name})"
    began = time.perf_counter()
    signal.alarm(LONGEST)
    try:
        chance = Random(f"packed {made.number}")
        upload = Upload(*writing.packed(f"{made.number}.csv", made.content, chance))
        (verdict,) = check([upload], today=TODAY, known=tables.known())
        tally.misses.extend(f"{label}: {miss}" for miss in misses(made, verdict))
        mended(verdict)
        if verdict.ok and made.number % LOADED == 0:
            outcome, miss = loader.load(verdict)
            tally.loads[outcome] += 1
            tally.misses.extend([f"{label}: {miss}"] if miss else [])
    except Exception as error:
        tally.misses.append(f"{label}: {type(error).__name__}: {str(error)[:300]}")
        return
    finally:
        signal.alarm(0)
        tally.slowest = max(tally.slowest, time.perf_counter() - began)
    for expected in made.planted.expected if made.planted else ():
        tally.planted[made.name] += 1
        if found(verdict, expected):
            tally.found[made.name] += 1
        else:
            told = [(each.line, each.kind, each.column) for each in verdict.problems][:5]
            tally.misses.append(f"{label}: {expected} is not among {told}")


def _too_long(_number: int, _frame: FrameType | None) -> None:
    message = f"no verdict after {LONGEST} seconds"
    raise TimeoutError(message)


def told(tally: Tally, seed: int) -> Iterator[str]:
    """Say line by line what a run came to."""
    yield f"files: {tally.files.total()}, seed: {seed}"
    for name, count in sorted(tally.files.items()):
        if tally.planted[name]:
            ends = f", planted {tally.planted[name]}, found {tally.found[name]}"
        else:
            ends = ", read exactly" if name == "valid" else ", nothing to find"
        yield f"  {name}: {count}{ends}"
    loads = ", ".join(f"{name} {count}" for name, count in sorted(tally.loads.items()))
    yield f"loads: {loads or 'none'}"
    yield f"slowest file: {tally.slowest:.2f} s"
    yield f"misses: {len(tally.misses)}"
    yield from (f"  {miss}" for miss in tally.misses[:SHOWN])


def main() -> int:
    """Run, print what was planted and found, and return 1 if anything was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="how many files are made")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files")
    parser.add_argument("--only", type=int, help="one file of the run, which is also written out")
    asked = parser.parse_args()
    seed, only = cast("int", asked.seed), cast("int | None", asked.only)
    numbers = range(cast("int", asked.files)) if only is None else (only,)
    drawn, tally = Tables(seed), Tally()
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as folder:
        loader = Loader(Path(folder), drawn)
        for number in numbers:
            made = case(number, seed, drawn)
            judged(made, tally, loader)
            if number == only:
                Path(f"fuzzed-{only}.csv").write_bytes(made.content)
        tally.misses.extend(loader.last())
    print("\n".join(told(tally, seed)))
    return 1 if tally.misses else 0


if __name__ == "__main__":
    sys.exit(main())
