"""Suppression against sdcTable, the Handbook on Statistical Disclosure Control, and UKHSA."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from metrics.methods.disclosure import attack, exposed, protected, small
from metrics.methods.lattice import Lattice

PRINTED: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "suppression.json").read_text(encoding="utf-8")
)
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


def two_way(counts: list[list[int]]) -> tuple[Lattice, Places]:
    """Return a table with its row totals, column totals and grand total, and each cell's place."""
    inner = np.array(counts)
    rows = np.column_stack([inner, inner.sum(axis=1)])
    table = np.vstack([rows, rows.sum(axis=0)])
    places = np.arange(table.size).reshape(table.shape)
    lines = [*places, *places.T]
    return Lattice.of(table.ravel(), [(line[-1], line[:-1].tolist()) for line in lines]), places


def flags(places: Places, cells: list[list[int]]) -> Flags:
    found = np.zeros(places.size, dtype=np.bool_)
    for row, column in cells:
        found[places[row, column]] = True
    return found


@pytest.fixture
def collapse() -> tuple[Lattice, Places, Flags]:
    lattice, places = two_way(PRINTED["collapse"]["counts"])
    return lattice, places, flags(places, PRINTED["collapse"]["withheld"])


def interval(lattice: Lattice, withheld: Flags, cell: int) -> list[float]:
    found = attack(lattice, withheld, least=0)
    return [found.lower[cell], found.upper[cell]]


def test_two_withheld_in_every_line_still_give_one_of_them_away(
    collapse: tuple[Lattice, Places, Flags],
) -> None:
    lattice, places, withheld = collapse
    cell = int(places[tuple(PRINTED["collapse"]["cell"])])
    lines = [line[:-1] for line in (*places, *places.T)]
    assert {int(withheld[line].sum()) for line in lines} == {0, 2, 3}
    assert interval(lattice, withheld, cell) == pytest.approx(PRINTED["collapse"]["before"])
    assert np.flatnonzero(exposed(lattice, withheld, least=0)).tolist() == [cell]


def test_the_cell_added_in_print_opens_the_interval_as_far_as_printed(
    collapse: tuple[Lattice, Places, Flags],
) -> None:
    lattice, places, withheld = collapse
    cell = int(places[tuple(PRINTED["collapse"]["cell"])])
    withheld |= flags(places, [PRINTED["collapse"]["added"]])
    assert interval(lattice, withheld, cell) == pytest.approx(PRINTED["collapse"]["after"])


def test_as_many_cells_as_in_print_make_the_table_safe(
    collapse: tuple[Lattice, Places, Flags],
) -> None:
    lattice, _, withheld = collapse
    found = protected(lattice, withheld, least=0)
    assert int((found & ~withheld).sum()) == PRINTED["collapse"]["number_added"]
    assert not exposed(lattice, found, least=0).any()


def test_a_feasible_interval_is_as_wide_as_printed() -> None:
    printed = PRINTED["interval"]
    totals, last = printed["totals"], printed["last_row"]
    left = printed["interval"][0]  # any table with these totals will do
    first = [left, printed["row_totals"][0] - left]
    second = [totals[at] - last[at] - first[at] for at in (0, 1)]
    lattice, places = two_way([first, second, last[:2]])
    assert lattice.values[places[:, 2]].tolist() == [*printed["row_totals"], last[2], totals[2]]
    assert lattice.values[places[3]].tolist() == totals
    withheld = flags(places, [[row, column] for row in (0, 1) for column in (0, 1)])
    cell = int(places[tuple(printed["cell"])])
    assert interval(lattice, withheld, cell) == pytest.approx(printed["interval"])


class AgeGroups:
    """The table as it was counted, and which of its cells were withheld in print."""

    def __init__(self) -> None:
        printed = PRINTED["age_groups"]
        self.counts = np.array([*printed["counts"].values()])
        self.places = np.arange(self.counts.size).reshape(self.counts.shape)
        self.withheld = np.zeros(self.counts.shape, dtype=np.bool_)
        self.withheld[:, :-1] = [
            [cell == "[c]" for cell in row] for row in printed["published"].values()
        ]

    def lattice(self, *, row_totals: bool) -> Lattice:
        """Tie the columns; and the rows, where their totals are published."""
        lines = [*self.places.T, *(self.places if row_totals else ())]
        sums = [(line[-1], line[:-1].tolist()) for line in lines]
        return Lattice.of(self.counts.ravel(), sums)


def test_the_cell_that_is_small_in_print_is_the_primary_one() -> None:
    table = AgeGroups()
    assert np.argwhere(small(table.counts)).tolist() == [[0, 1]]


def test_the_pattern_in_print_is_ours_where_row_totals_are_not_published() -> None:
    table = AgeGroups()
    lattice = table.lattice(row_totals=False)
    found = protected(lattice, small(table.counts).ravel())
    assert found.tolist() == table.withheld.ravel().tolist()
    assert not exposed(lattice, found).any()


def test_row_totals_would_give_the_pattern_in_print_away() -> None:
    table = AgeGroups()
    lattice = table.lattice(row_totals=True)
    withheld = table.withheld.ravel()
    assert exposed(lattice, withheld).tolist() == withheld.tolist()
    assert not exposed(lattice, protected(lattice, small(table.counts).ravel())).any()
