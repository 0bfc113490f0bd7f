"""Moves of cells in a large block, looked for round each cell, where most of them are found.

A programme over thousands of cells takes a second for each question; one over the few hundred that
are nearest takes some thousandths, and a move that it finds is one of the whole block as well. Of
the moves that take a cell far enough it finds the cheapest, by what would have to be withheld for
it: one cell after another, as disclosure control of large tables is commonly done.
"""

from collections.abc import Iterator
from typing import Final

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, hstack

from metrics.methods.arrays import Flags, Floats, Ints
from metrics.methods.feasible import solver
from metrics.methods.lattice import NEARLY, Lattice
from metrics.methods.moves import Moves

_NEAREST: Final = 400
_WIDER: Final = 4
"""How many cells are looked at first, and how many times as many next."""

_WITHHELD, _PLAIN, _DEAR = 0.001, 1.0, 100.0
"""What a move costs by each person: of a cell withheld already, of another, of a dear one."""
_TO_FEW: Final = 10.0
"""How many times as much where few can be taken off: such a count needs others soon."""
_ASKED: Final = 1e6
"""What it is worth to move the cell that is asked about, by each person: more than any costs."""


class Nearby:
    """The cheapest moves of cells of a block; see the module."""

    def __init__(
        self, block: Lattice, dear: Flags, *, width: float, least: float, ceiling: float
    ) -> None:
        """Take a block and its dear cells, which cost more.

        Args:
            block: the counts and sums.
            dear: cells; see `disclosure.protected`.
            width: how far each cell is to go in all.
            least: as of `Programme`.
            ceiling: as of `Programme`.
        """
        self._rows, self._columns = csr_array(block.sums), csc_array(block.sums)
        self._length = np.diff(self._rows.indptr)
        self._down = block.values - np.minimum(least, block.values)
        self._up = np.maximum(ceiling - block.values, 0.0)
        self._price = np.where(dear, _DEAR, _PLAIN)
        self._few = self._down < width

    def move(
        self, cell: int, far: float, *, withheld: Flags, free: Flags | None
    ) -> tuple[Ints, Floats]:
        """Return the cells of the cheapest move that takes a cell so far, and how far each goes.

        It goes less far where it cannot: without `free`, as far as the nearest cells let it.

        Args:
            cell: its place.
            far: how far it is to go, below 0 for down.
            withheld: cells; those that move for next to nothing.
            free: cells; those that may be withheld for it.
        """
        may = withheld if free is None else withheld | free
        cells, way = np.array([cell]), np.zeros(1)
        for cells in self._around(cell, may):
            way = self._cheapest(cells, int(np.searchsorted(cells, cell)), far, withheld[cells])
            if free is None or abs(way[cells == cell].item()) >= abs(far) - NEARLY:
                break
        return cells[way != 0], way[way != 0]

    def _around(self, cell: int, may: Flags) -> Iterator[Ints]:
        """Yield ever more of the cells that may move, those first that fewest sums lie between."""
        most = _NEAREST
        while (cells := self._nearest(cell, may, most)).size == most:
            yield cells
            most *= _WIDER
        yield cells

    def _nearest(self, cell: int, may: Flags, most: int) -> Ints:
        inside, seen = np.zeros(len(may), dtype=np.bool_), np.zeros(len(self._length), np.bool_)
        inside[cell] = True
        front, left = np.array([cell]), most - 1
        while front.size and left:
            rows = np.unique(self._columns[:, front].indices)
            rows = rows[~seen[rows]]
            seen[rows] = True
            rows = rows[np.argsort(self._length[rows], kind="stable")]  # short sums tie closer
            beside = self._rows[rows].indices
            beside = beside[may[beside] & ~inside[beside]]
            front = beside[np.sort(np.unique(beside, return_index=True)[1])][:left]
            inside[front] = True
            left -= len(front)
        return np.flatnonzero(inside)

    def _cheapest(self, cells: Ints, place: int, far: float, withheld: Flags) -> Floats:
        """Return how far each of some cells goes in the cheapest move: what goes up, what down."""
        size = len(cells)
        up, down = self._up[cells], self._down[cells]
        cost = np.where(withheld, _WITHHELD, self._price[cells])
        costs = np.concatenate([cost, np.where(self._few[cells] & ~withheld, _TO_FEW, 1.0) * cost])
        asked, other = (place, place + size) if far > 0 else (place + size, place)
        most = np.concatenate([up, down])
        most[asked], most[other] = min(abs(far), most[asked]), 0.0
        costs[asked] = -_ASKED
        part = self._rows[np.unique(self._columns[:, cells].indices)][:, cells]
        sums = csr_array(hstack([part, -part]))
        sums.sort_indices()
        highs = solver(sums, np.zeros(2 * size), most)
        highs.changeColsCost(2 * size, np.arange(2 * size, dtype=np.int32), costs)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.zeros(size)
        found = np.array(highs.getSolution().col_value)
        way = found[:size] - found[size:]
        way[np.abs(way) < NEARLY] = 0.0
        return way


def proven(block: Lattice, withheld: Flags, asked: Flags, *, enough: float, least: float) -> Moves:
    """Return moves that prove of cells, asked one after another, that they go far enough.

    Args:
        block: the counts and sums.
        withheld: cells; those that may move.
        asked: cells; those that should.
        enough: how far each need go.
        least: as of `Programme`.
    """
    moves, none = Moves(len(asked), enough - NEARLY), np.zeros_like(asked)
    ceiling = float(block.values.max()) + enough * len(asked)
    near = Nearby(block, none, width=enough, least=least, ceiling=ceiling)
    for cell in np.flatnonzero(asked).tolist():
        for way in (0, 1):
            if moves.spread[cell] < enough - NEARLY:
                far = moves.missing(cell, enough)[way]
                moves.keep(*near.move(cell, far, withheld=withheld, free=None))
    return moves
