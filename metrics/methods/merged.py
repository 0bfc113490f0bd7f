"""A lattice made smaller before it is searched: without zeros, and with equal cells as one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from metrics.methods.arrays import Flags, Floats, Ints
from metrics.methods.lattice import Lattice

_TIED_AS_EQUAL: Final = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class Merged:
    """A smaller lattice that allows the same tables.

    A zero that is shown bounds nothing. A total of which all parts but one are such zeros is that
    part: who knows one knows the other.

    Attributes:
        lattice: the counts that are left, equal ones once, and the sums that still say something.
        place: cells; where each is in the smaller lattice, −1 for zeros.
    """

    lattice: Lattice
    place: Ints

    def any_of(self, cells: Flags) -> Flags:
        """Tell of each cell of the smaller lattice whether it stands for any of these."""
        found = np.zeros(len(self.lattice.values), dtype=np.bool_)
        found[self.place[cells & (self.place >= 0)]] = True
        return found

    def each(self, cells: Flags) -> Flags:
        """Tell which cells these of the smaller lattice stand for."""
        return (self.place >= 0) & np.append(cells, [False])[self.place]

    def spread(self, numbers: Floats) -> Floats:
        """Return a number of each cell, those of the smaller lattice being given; 0 for zeros."""
        return np.append(numbers, [0.0])[self.place]


def merged(lattice: Lattice, withheld: Flags) -> Merged:
    """Leave the zeros that are shown out of a lattice and take equal cells for one.

    Args:
        lattice: the counts and sums.
        withheld: cells; zeros among these stay.
    """
    above = (lattice.values > 0) | withheld
    sums = csr_array(lattice.sums @ diags_array(above.astype(np.float64)))
    sums.eliminate_zeros()
    equal = sums[np.diff(sums.indptr) == _TIED_AS_EQUAL]
    count, group = connected_components(abs(equal).T @ abs(equal), directed=False)
    used = np.zeros(count, dtype=np.bool_)
    used[group[above]] = True
    number = np.cumsum(used) - 1
    place = np.where(above, number[group], -1).astype(np.int64)
    values = np.zeros(int(used.sum()))
    values[place[above]] = lattice.values[above]
    return Merged(lattice=Lattice(values=values, sums=_told_once(sums, place)), place=place)


def _told_once(sums: csr_array, place: Ints) -> csr_array:
    """Return the sums over the smaller lattice's cells, each once."""
    entries = coo_array(sums)
    shape = sums.shape[0], int(place.max(initial=-1)) + 1
    own = csr_array((entries.data, (entries.row, place[entries.col])), shape=shape)
    own.sum_duplicates()
    own.eliminate_zeros()
    own.sort_indices()
    seen: dict[bytes, int] = {}
    for row in np.flatnonzero(np.diff(own.indptr)).tolist():
        inside = slice(own.indptr[row], own.indptr[row + 1])
        seen.setdefault(own.indices[inside].tobytes() + own.data[inside].tobytes(), row)
    return own[np.array(sorted(seen.values()), dtype=np.int64)]
