"""Secondary suppression: the search for what else to withhold in one block of a lattice."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from metrics.methods.arrays import Flags, Floats, Ints
from metrics.methods.feasible import LEAST, MOST, Programme
from metrics.methods.lattice import NEARLY, Lattice
from metrics.methods.moves import Moves
from metrics.methods.nearby import Nearby

LARGE: Final = 2_000
"""From so many cells on a block is large: what protects a cell is looked for round it."""

_FARTHER: Final = 10
"""How many times farther than it need be a programme looks."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Kinds:
    """Cells of a block that are not like the others; see `disclosure.protected`."""

    dear: Flags
    latent: Flags


class Search:
    """The search for a pattern in which no feasible interval is narrower than a width.

    Tables that what is shown allows are kept as moves away from the true one. Once found they tell
    of many cells how far they can go; and they stay allowed when more is withheld.
    """

    def __init__(
        self, block: Lattice, primary: Flags, kinds: Kinds, *, width: float, least: float
    ) -> None:
        """Take a block and its primary cells; see `disclosure.protected`."""
        self._block, self._primary, self._enough = block, primary, width - NEARLY
        self._width, self._least = width, least
        self._withheld, self._kinds = primary | kinds.latent, kinds
        self._amounts = abs(block.sums)
        self._farthest = _FARTHER * (float(block.values.max()) + width * len(primary))
        self._programme = Programme(block, least=least, ceiling=self._farthest)
        self._utmost = Programme(block, least=least, ceiling=self._farthest)
        self._saved: dict[int, bool] = {}
        self._moves = Moves(len(primary), self._enough)
        self._tied: list[Ints] = []
        self._exposed_by: dict[int, int] = {}

    def pattern(self, free: Flags) -> Flags:
        """Return which cells are withheld: the primary ones and what protects them.

        Args:
            free: cells; those that may be withheld for others.
        """
        self._utmost.withhold(self._withheld | free)
        is_large = len(free) > LARGE
        if is_large:
            self._protect_nearby(free)
        while (more := self._more(free & ~self._withheld)).size:
            self._withheld[more] = True
        if not is_large:
            self._show_needless()
        return self._withheld

    def _protect_nearby(self, free: Flags) -> None:
        """Withhold what the cheapest moves of each cell take, from the largest cell on."""
        while (more := self._beside_alone(free & ~self._withheld)).size:
            self._withheld[more] = True
        near = Nearby(
            self._block,
            self._kinds.dear,
            width=self._width,
            least=self._least,
            ceiling=self._farthest,
        )
        tried: set[int] = set()
        while left := [cell for cell in self._narrow() if cell not in tried]:
            cell = max(left, key=self._block.values.item)
            tried.add(cell)
            for may, way in product((None, free), (0, 1)):
                if self._moves.spread[cell] < self._enough:
                    far = self._moves.missing(cell, self._width)[way]
                    moved, by = near.move(cell, far, withheld=self._withheld, free=may)
                    self._withheld[moved] = True
                    self._moves.keep(moved, by)

    def _more(self, free: Flags) -> Ints:
        """Choose what to withhold next; beside cells that stand alone in a sum, without asking."""
        if (chosen := self._beside_alone(free)).size:
            return chosen
        self._begin()
        exposed = [cell for cell in self._narrow() if self._is_exposed(cell)]
        return self._cheapest(
            [self._around(cell, free) for cell in exposed if self._can_save(cell)], free
        )

    def _beside_alone(self, free: Flags) -> Ints:
        """Choose what to withhold beside cells that stand alone in a sum."""
        sums = self._block.sums
        alone = [sums[[row]].indices.astype(np.int64) for row in self._with_one()]
        return self._cheapest(alone, free)

    def _with_one(self) -> Ints:
        """Return the places of the sums in which one cell is withheld: it can be worked out."""
        alone = self._amounts @ self._withheld.astype(np.float64) == 1
        latent = self._amounts @ self._kinds.latent.astype(np.float64) > 0
        return np.flatnonzero(alone & ~latent)

    def _cheapest(self, groups: Sequence[Ints], free: Flags) -> Ints:
        """Choose a free cell of each group, unless one of the group is chosen already.

        Dear cells come last. It is the smallest of those that stand in the fewest sums without a
        withheld cell: each of these would need another.
        """
        untouched = self._amounts @ self._withheld.astype(np.float64) == 0
        opened = self._amounts.T @ untouched.astype(np.float64)
        rank = np.empty(len(opened), dtype=np.int64)
        rank[np.lexsort((self._block.values, opened, self._kinds.dear))] = np.arange(len(opened))
        chosen: set[int] = set()
        for group in groups:
            candidates = group[free[group]]
            if candidates.size and chosen.isdisjoint(group.tolist()):
                chosen.add(int(candidates[np.argmin(rank[candidates])]))
        return np.array(sorted(chosen), dtype=np.int64)

    def _around(self, cell: int, free: Flags) -> Ints:
        """Return the cells beside one; where none is free, those beside these too, and so on."""
        near = self._block.beside(np.array([cell]))
        while not free[near].any() and (wider := self._block.beside(near)).size > near.size:
            near = wider
        return near

    def _can_save(self, cell: int) -> bool:
        """Tell whether a cell would be safe if all were withheld that may be."""
        if cell not in self._saved:
            ends = [self._utmost.end(cell, aim) for aim in (MOST, LEAST)]
            self._saved[cell] = ends[0] - ends[1] >= self._enough
        return self._saved[cell]

    def _begin(self) -> None:
        """Ask about what is withheld now."""
        self._tied = list(self._block.blocks(self._withheld))
        self._programme.withhold(self._withheld)

    def _narrow(self) -> list[int]:
        """Return the withheld cells that no table known so far moves far enough."""
        guarded = self._withheld & ~self._kinds.latent
        return np.flatnonzero(guarded & (self._moves.spread < self._enough)).tolist()

    def _is_exposed(self, cell: int) -> bool:
        """Ask for tables that move a cell, until it is known to move far enough."""
        for aim in (MOST, LEAST):
            if self._moves.spread[cell] >= self._enough:
                return False
            self._learn(self._programme.table(cell, aim))
        return bool(self._moves.spread[cell] < self._enough)

    def _learn(self, table: Floats) -> None:
        """Keep a table, taken apart: cells that no sum ties to each other move alone."""
        way = table - self._block.values
        way[np.abs(way) < NEARLY] = 0.0
        for cells in self._tied:
            if way[cells].any():
                self._moves.keep(cells, way[cells])

    def _show_needless(self) -> None:
        """Show again what is withheld for others only and not needed: the dear, then the largest.

        What is shown may have been all that another was needed for, so it is gone through again;
        but with less withheld, what a cell would expose it still would, unless that is shown.
        """
        exposed_anyway = set(self._narrow())
        added = np.flatnonzero(self._withheld & ~self._primary & ~self._kinds.latent)
        order = np.lexsort((-self._block.values[added], ~self._kinds.dear[added]))
        left = added[order].tolist()
        while (needed := [cell for cell in left if not self._shown(cell, exposed_anyway)]) != left:
            left = needed

    def _shown(self, cell: int, exposed_anyway: set[int]) -> bool:
        """Show a cell, unless that exposes one that was not; tell whether it is shown."""
        if cell in self._exposed_by and self._withheld[self._exposed_by[cell]]:
            return False
        before, alone = self._moves, len(self._with_one())
        self._withheld[cell] = False
        if len(self._with_one()) <= alone:
            self._moves = before.without(cell)
            if not self._exposes(cell, exposed_anyway):
                return True
        self._withheld[cell], self._moves = True, before
        return False

    def _exposes(self, cell: int, exposed_anyway: set[int]) -> bool:
        """Tell whether showing a cell exposes one that was not; those beside it are asked first."""
        self._begin()
        beside = set(self._block.beside(np.array([cell])).tolist())
        ask = sorted(set(self._narrow()) - exposed_anyway, key=lambda other: other not in beside)
        found = next((other for other in ask if self._is_exposed(other)), None)
        if found is not None:
            self._exposed_by[cell] = found
        return found is not None
