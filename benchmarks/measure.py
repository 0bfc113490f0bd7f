"""Pairs of measurements, taken in turns so that noise hits both sides, and how they are told."""

import gc
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final, TypeAlias

TINY: Final = 0.1
"""Ratios below are written with two digits that count."""

HEAD: Final = (
    "| name | what | against | n | ours | other | ratio | of single pairs | goal | |\n"
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |"
)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured.

    Attributes:
        rows: rows of the file that is checked and published.
        facts: rows of the large warehouse whose overview is drawn.
        few: rows of the small one, and series that are judged.
        repeats: how often each pair is measured.
    """

    rows: int
    facts: int
    few: int
    repeats: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One ratio.

    Attributes:
        what: what was measured.
        against: what it is measured against.
        ours: our measurements.
        other: the other side's, measured in turns with ours.
        unit: of both: seconds, or events a second.
        goal: what the ratio should be; None where nothing is asked.
        at_least: whether the goal is the least that will do, not the most.
    """

    what: str
    against: str
    ours: Sequence[float]
    other: Sequence[float]
    unit: str = "s"
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """The ratio of the medians."""
        return statistics.median(self.ours) / statistics.median(self.other)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def line(self, name: str) -> str:
        """Write the comparison as a row of the table, after the benchmark's name."""
        pairs = sorted(own / other for own, other in zip(self.ours, self.other, strict=True))
        goal = "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.goal:g}"
        verdict = {None: "", True: "ok", False: "not met"}[self.met]
        cells = (
            f"`{name}`",
            self.what,
            self.against,
            str(len(self.ours)),
            f"{statistics.median(self.ours):.3g} {self.unit}",
            f"{statistics.median(self.other):.3g} {self.unit}",
            f"**{self.ratio:.2f}**" if self.ratio >= TINY else f"**{self.ratio:.2g}**",
            f"{pairs[0]:.2f}–{pairs[-1]:.2f}",
            goal,
            verdict,
        )
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Note:
    """What else was seen on the way, such as memory used."""

    text: str


Found: TypeAlias = Comparison | Note
Benchmark: TypeAlias = Callable[[Size, Path], Iterator[Found]]


def seconds(act: Callable[[], object]) -> float:
    """Time one act; what earlier ones left in memory, or still to be written, is cleared before."""
    gc.collect()
    os.sync()
    start = perf_counter()
    act()
    return perf_counter() - start


def in_turns(
    repeats: int, ours: Callable[[int], float], other: Callable[[int], float]
) -> tuple[list[float], list[float]]:
    """Measure both sides in turns, the one that goes first changing each time.

    Args:
        repeats: how many pairs; one more is measured before and thrown away.
        ours: measures our side; is given the number of the turn, from 0.
        other: measures the other side.

    Returns:
        The measurements of both sides, pair by pair.
    """
    pairs: list[tuple[float, float]] = []
    for turn in range(repeats + 1):
        if turn % 2:
            second = other(turn)
            pairs.append((ours(turn), second))
        else:
            pairs.append((ours(turn), other(turn)))
    kept = pairs[1:]
    return [own for own, _ in kept], [second for _, second in kept]
