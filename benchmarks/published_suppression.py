"""Published tables with withheld cells, attacked and protected as ours are."""

import json
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from benchmarks.published import PUBLISHED, Compared, agree, one
from metrics.methods.arrays import Flags, Ints
from metrics.methods.disclosure import attack, exposed, protected, small
from metrics.methods.lattice import Lattice

FILE: Final = "suppression.json"
ENDS: Final = ("least", "most")
WITHHELD: Final = "[c]"


def compared() -> Iterator[Compared]:
    """Compare every published figure of suppression with ours."""
    printed = json.loads((PUBLISHED / FILE).read_text(encoding="utf-8"))
    yield from _collapse(printed["collapse"])
    yield from _interval(printed["interval"])
    yield from _age_groups(printed["age_groups"])


def _collapse(printed: dict[str, Any]) -> Iterator[Compared]:
    source = printed["source"]
    places, lattice = _with_totals(np.array(printed["counts"]))
    withheld = _flags(places, printed["withheld"])
    more = withheld | _flags(places, [printed["added"]])
    cell = int(places[tuple(printed["cell"])])
    for when, hidden in (("before", withheld), ("after", more)):
        found = _ends(lattice, hidden, cell)
        for name, theirs, ours in zip(ENDS, printed[when], found, strict=True):
            figure = f"a cell given away by the others, {when} one more is withheld: {name}"
            yield one("disclosure.attack", figure, str(theirs), ours, source)
    pattern = protected(lattice, withheld, least=0)
    number, theirs = float((pattern & ~withheld).sum()), str(printed["number_added"])
    yield one("disclosure.protected", "cells added to make the table safe", theirs, number, source)


def _interval(printed: dict[str, Any]) -> Iterator[Compared]:
    left = printed["interval"][0]  # any table with these totals will do
    first = np.array([left, printed["row_totals"][0] - left])
    last = np.array(printed["last_row"][:2])
    counts = np.array([first, np.array(printed["totals"][:2]) - last - first, last])
    places, lattice = _with_totals(counts)
    withheld = _flags(places, [[row, column] for row in (0, 1) for column in (0, 1)])
    found = _ends(lattice, withheld, int(places[tuple(printed["cell"])]))
    for name, theirs, ours in zip(ENDS, printed["interval"], found, strict=True):
        figure = f"feasible interval: {name}"
        yield one("disclosure.attack", figure, str(theirs), ours, printed["source"])


def _age_groups(printed: dict[str, Any]) -> Iterator[Compared]:
    source = printed["source"]
    counts = np.array([*printed["counts"].values()])
    places = np.arange(counts.size).reshape(counts.shape)
    withheld = np.zeros(counts.shape, dtype=np.bool_)
    withheld[:, :-1] = np.array([*printed["published"].values()]) == WITHHELD
    primary = small(counts).ravel()
    columns, both = (_lattice(counts, lines) for lines in ([*places.T], [*places.T, *places]))
    same = (protected(columns, primary) == withheld.ravel()).tolist()
    yield agree("disclosure.protected", "cells withheld, and which", same, source)
    safe = not exposed(columns, withheld.ravel()).any()
    given = exposed(both, withheld.ravel()).tolist() == withheld.ravel().tolist()
    figure = "safe without row totals, given away with them"
    yield agree("disclosure.exposed", figure, [safe, given], source)


def _with_totals(inner: Ints) -> tuple[Ints, Lattice]:
    """Add row totals, column totals and the grand total."""
    rows = np.column_stack([inner, inner.sum(axis=1)])
    counts = np.vstack([rows, rows.sum(axis=0)])
    places = np.arange(counts.size).reshape(counts.shape)
    return places, _lattice(counts, [*places, *places.T])


def _lattice(counts: Ints, lines: list[Ints]) -> Lattice:
    """Tie the cells of each line to its last."""
    return Lattice.of(counts.ravel(), [(int(line[-1]), line[:-1].tolist()) for line in lines])


def _flags(places: Ints, cells: list[list[int]]) -> Flags:
    found = np.zeros(places.size, dtype=np.bool_)
    found[[places[row, column] for row, column in cells]] = True
    return found


def _ends(lattice: Lattice, withheld: Flags, cell: int) -> tuple[float, float]:
    found = attack(lattice, withheld, least=0)
    return float(found.lower[cell]), float(found.upper[cell])
