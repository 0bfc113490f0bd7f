"""Tables that what is shown allows, kept as moves away from the true one."""

from typing import Final, TypeAlias

import numpy as np

from metrics.methods.arrays import Floats, Ints

_Move: TypeAlias = tuple[Ints, Floats]


class Moves:
    """Moves of cells, and how far each cell is known to go; only those that go farther are kept."""

    def __init__(self, size: int, enough: float) -> None:
        """Begin with none.

        Args:
            size: number of cells.
            enough: how far a cell need go.
        """
        self._enough: Final = enough
        self._moves: list[_Move] = []
        self._lowest, self._highest = np.zeros(size), np.zeros(size)

    @property
    def lowest(self) -> Floats:
        """Cells; the farthest down, 0 or below."""
        return self._lowest

    @property
    def highest(self) -> Floats:
        """Cells; the farthest up, 0 or above."""
        return self._highest

    @property
    def spread(self) -> Floats:
        """Cells; from the farthest down to the farthest up."""
        return self._highest - self._lowest

    def missing(self, cell: int, width: float) -> tuple[float, float]:
        """Return how far a cell would have to go up, or down, to have gone a width in all."""
        return width + self._lowest[cell], self._highest[cell] - width

    def keep(self, cells: Ints, way: Floats) -> None:
        """Keep a move of some cells, if one of them goes farther by it that should.

        Args:
            cells: their places; no sum ties them to a cell that is withheld beside them.
            way: how far each goes.
        """
        low, high = self._lowest[cells], self._highest[cells]
        farther = (way < low) | (way > high)
        if (farther & (high - low < self._enough)).any():
            self._moves.append((cells, way))
            self._lowest[cells], self._highest[cells] = np.minimum(low, way), np.maximum(high, way)

    def without(self, cell: int) -> "Moves":
        """Return the moves in which a cell stays where it is."""
        found = Moves(len(self._lowest), self._enough)
        for cells, way in self._moves:
            if not way[cells == cell].any():
                found.keep(cells, way)
        return found
