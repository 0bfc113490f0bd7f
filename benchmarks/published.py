"""Published figures, and how one is set beside ours."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PUBLISHED: Final = ROOT / "tests" / "published"
EQUAL: Final = 1e-9
MOST_DECIMALS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One figure.

    Attributes:
        method: the function asked.
        figure: what of it, and how many where it is the worst of several.
        published: as it was printed, or how many there are.
        ours: ours with as many decimals, or how many agree.
        difference: ours less theirs; the largest of several.
        source: where it was printed.
    """

    method: str
    figure: str
    published: str
    ours: str
    difference: float
    source: str

    @property
    def line(self) -> str:
        """The row of the table."""
        difference = "0" if self.difference == 0 else f"{self.difference:.1e}"
        cells = (f"`{self.method}`", self.figure, self.published, self.ours, difference)
        return f"| {' | '.join((*cells, self.source))} |"


def one(method: str, figure: str, published: str, ours: float, source: str) -> Compared:
    """Set one figure beside ours, with as many digits."""
    theirs = float(published)
    decimals = len(published.partition(".")[2])
    exact = "e" in published or decimals > MOST_DECIMALS
    difference = ours - theirs
    return Compared(
        method=method,
        figure=figure,
        published=f"{theirs:.10g}" if exact else published,
        ours=f"{ours:.10g}" if exact else f"{ours:.{decimals}f}",
        difference=0.0 if abs(difference) < EQUAL * (abs(theirs) or 1.0) else difference,
        source=source,
    )


def many(method: str, figure: str, differences: list[float], source: str) -> Compared:
    """Tell the worst of several figures."""
    worst = max(differences, key=abs)
    return Compared(
        method=method,
        figure=figure,
        published=f"figures: {len(differences)}",
        ours="the largest difference",
        difference=worst if abs(worst) >= EQUAL else 0.0,
        source=source,
    )


def agree(method: str, figure: str, agreeing: list[bool], source: str) -> Compared:
    """Tell how many cases come out as published."""
    return Compared(
        method=method,
        figure=figure,
        published=f"cases: {len(agreeing)}",
        ours=f"as published: {sum(agreeing)}",
        difference=float(len(agreeing) - sum(agreeing)),
        source=source,
    )


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of published figures."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(lines: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Write a table in Markdown; the first line is its head."""
    head, *body = lines
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    yield from (f"| {' | '.join(each)} |" for each in body)
