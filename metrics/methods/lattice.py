"""Counts that add up: cells, and the sums that tie them together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from metrics.methods.arrays import Flags, Floats, Ints

NEARLY: Final = 1e-6
"""Counts that differ by less are the same."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Lattice:
    """Counts and the sums that tie them together.

    Attributes:
        values: cells; counts, 0 or more.
        sums: sums × cells; 1 at each part and −1 at the total, so that `sums @ values` is zero.

    Raises:
        ValueError: a count is missing or below 0, or the parts of a sum do not make its total.
    """

    values: Floats
    sums: csr_array

    def __post_init__(self) -> None:
        if not (self.values >= 0).all():
            place = int(np.flatnonzero(~(self.values >= 0))[0])
            raise ValueError(f"cell {place} is {self.values[place]:g}; hand in counts, 0 or more")
        missed = self.sums @ self.values
        if wrong := np.flatnonzero(np.abs(missed) > NEARLY).tolist():
            by = f"they differ by {missed[wrong[0]]:g}"
            raise ValueError(f"the parts of sum {wrong[0]} do not make its total: {by}")

    @classmethod
    def of(cls, values: ArrayLike, sums: Iterable[tuple[int, Sequence[int]]]) -> "Lattice":
        """Take counts, and for each sum the place of its total and those of its parts.

        Args:
            values: cells; counts, 0 or more.
            sums: the places in `values` of a total and of its parts, for each sum.

        Raises:
            ValueError: as `Lattice`.
        """
        counts = np.asarray(values, dtype=np.float64)
        listed = list(sums)
        rows = [row for row, (_, parts) in enumerate(listed) for _ in range(len(parts) + 1)]
        columns = [cell for total, parts in listed for cell in (*parts, total)]
        signs = [sign for _, parts in listed for sign in (*[1.0] * len(parts), -1.0)]
        shape = len(listed), len(counts)
        return cls(values=counts, sums=csr_array((signs, (rows, columns)), shape=shape))

    def blocks(self, among: Flags | None = None) -> Iterator[Ints]:
        """Yield the places of cells in groups that no sum ties to each other.

        Args:
            among: cells; only these are told apart, and only they tie; None for all.
        """
        places = np.arange(len(self.values)) if among is None else np.flatnonzero(among)
        if places.size:
            ties = coo_array(self.sums[:, places])
            # Cells and sums as the two sides of a graph: cells tied in pairs would be too many.
            size = len(places) + ties.shape[0]
            sides = ties.col, len(places) + ties.row
            graph = coo_array((np.ones(ties.nnz), sides), shape=(size, size))
            _, group = connected_components(graph, directed=False)
            group = group[: len(places)]
            order = np.argsort(group, kind="stable")
            yield from np.split(places[order], np.flatnonzero(np.diff(group[order])) + 1)

    def part(self, cells: Ints) -> "Lattice":
        """Return some cells and the sums that they stand in; whole blocks, or sums are cut."""
        own = self.sums[:, cells]
        return Lattice(values=self.values[cells], sums=own[np.diff(own.indptr) > 0])

    def around(self, cells: Ints) -> "Around":
        """Return the sums that cells stand in, whole, with all that stands in them."""
        rows = np.unique(self.sums[:, cells].tocoo().row)
        own = self.sums[rows]
        every = np.union1d(own.indices, cells).astype(np.int64)
        part = Lattice(values=self.values[every], sums=own[:, every])
        return Around(lattice=part, cells=every, place=np.searchsorted(every, cells))

    def beside(self, cells: Ints) -> Ints:
        """Return the places of the cells that stand in a sum with any of these, and their own."""
        rows = np.unique(self.sums[:, cells].tocoo().row)
        return np.unique(self.sums[rows].indices).astype(np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class Around:
    """Some cells of a lattice with those that tie them.

    Attributes:
        lattice: the sums that the cells stand in.
        cells: the places in the whole lattice of all that stands in them.
        place: where the cells asked for are among these.
    """

    lattice: Lattice
    cells: Ints
    place: Ints
