"""Cells of one version after another: whoever has all of them finds no withheld count.

A count stands in one version or in several; it is withheld in all or in none. Each value of a cell
is a count of its own, and the sums of every version tie the counts of all. So a lattice of all
versions asks what any of them, or two side by side, would give away. Where a cell changes by so few
that they would be withheld, those few are a count as well: it must not be worked out either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array, vstack

from metrics.methods.arrays import Flags, Floats, Ints
from metrics.methods.disclosure import SMALLEST_SHOWN, attack, protected, small
from metrics.methods.feasible import Intervals
from metrics.methods.lattice import Lattice
from metrics.methods.margins import KEYS, WITHHELD, Margins
from metrics.values import VALUE

SINCE: Final = "since"
PLACE: Final = "place"
PRIMARY: Final = "primary"
_LAST: Final = "last_place"


@dataclass(frozen=True, eq=False, kw_only=True)
class Releases:
    """All counts that versions released or withheld.

    Attributes:
        cells: `KEYS`, the value, since which version, and its place in the lattice.
        lattice: the counts of all versions, the small changes among them, and all sums.
        withheld: counts; those not shown in any version.
        primary: counts; those of them that are withheld for themselves.
        dear: counts; those that are figures by themselves.
        latent: counts; those of them that nobody is ever told, and that may be worked out.
    """

    cells: pl.DataFrame
    lattice: Lattice
    withheld: Flags
    primary: Flags
    dear: Flags
    latent: Flags

    def hidden(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return which cells of a version are withheld.

        Args:
            cells: of one of the versions, in the columns `KEYS` and the value.
        """
        there = self.cells.filter(pl.Series(WITHHELD, self.withheld[self.cells[PLACE].to_numpy()]))
        return cells.join(there, on=[*KEYS, VALUE], how="semi", nulls_equal=True).select(KEYS)

    def attacked(self, smallest_shown: int = SMALLEST_SHOWN) -> Intervals:
        """Work out what each withheld count could be that must not be worked out; see `attack`."""
        guarded = self.withheld & ~self.latent
        return attack(self.lattice, self.withheld, asked=guarded, enough=smallest_shown)

    def exposed(self, found: Intervals, smallest_shown: int = SMALLEST_SHOWN) -> Flags:
        """Tell which counts an attack finds, of those that must not be worked out."""
        return found.narrow(self.withheld & ~self.latent, smallest_shown)


def nothing() -> Releases:
    """Return what there is before the first version."""
    keys = dict.fromkeys(KEYS, pl.String())
    none = np.zeros(0, dtype=np.bool_)
    return Releases(
        cells=pl.DataFrame(
            schema={**keys, VALUE: pl.Float64(), SINCE: pl.Int64(), PLACE: pl.Int64()}
        ),
        lattice=Lattice(values=np.zeros(0), sums=csr_array((0, 0), dtype=np.float64)),
        withheld=none,
        primary=none,
        dear=none,
        latent=none,
    )


def releases(
    versions: Iterable[tuple[int, Margins]],
    *,
    before: Releases | None = None,
    smallest_shown: int = SMALLEST_SHOWN,
) -> Releases:
    """Decide version by version what is withheld; what was shown once stays known.

    Args:
        versions: number and cells of each, oldest first.
        before: what was decided about the versions before these.
        smallest_shown: the smallest count above 0 that is shown; so wide is each interval.
    """
    found = _Releasing(before or nothing(), smallest_shown)
    for number, table in versions:
        found.release(number, table)
    return found.so_far()


class _Releasing:
    """The counts of the versions so far, and what was decided about each."""

    def __init__(self, before: Releases, smallest_shown: int) -> None:
        self._smallest = smallest_shown
        self._cells = before.cells
        self._values: Floats = before.lattice.values
        self._sums = before.lattice.sums
        self._withheld, self._primary = before.withheld, before.primary
        self._dear, self._latent = before.dear, before.latent

    def so_far(self) -> Releases:
        lattice = Lattice(values=self._values, sums=self._sums)
        return Releases(
            cells=self._cells,
            lattice=lattice,
            withheld=self._withheld,
            primary=self._primary,
            dear=self._dear,
            latent=self._latent,
        )

    def release(self, number: int, table: Margins) -> None:
        """Add a version, and decide about what it shows for the first time."""
        known = len(self._values)
        places, last = self._places(number, table)
        own = places >= known
        self._values = np.append(self._values, table.lattice.values[own])
        self._dear = np.append(self._dear, table.dear[own])
        self._latent = np.append(self._latent, table.latent[own])
        changes = self._changes(places[own], last[own])
        self._tie(self._sums_of(table.lattice, places, known), changes)
        self._decide(known, places[own & table.primary(self._smallest)], changes)

    def _places(self, number: int, table: Margins) -> tuple[Ints, Ints]:
        """Return where each cell of a version stands, and where it stood with another value."""
        before = self._cells
        latest = (
            before.sort(SINCE).unique(KEYS, keep="last").select(*KEYS, pl.col(PLACE).alias(_LAST))
        )
        joined = (
            table.cells.select(*KEYS, VALUE)
            .join(
                before.select(*KEYS, VALUE, PLACE),
                on=[*KEYS, VALUE],
                how="left",
                nulls_equal=True,
                maintain_order="left",
            )
            .join(latest, on=KEYS, how="left", nulls_equal=True, maintain_order="left")
        )
        is_new = pl.col(PLACE).is_null()
        following = len(self._values) + is_new.cum_sum() - 1
        placed = joined.with_columns(
            pl.when(is_new).then(following).otherwise(PLACE).cast(pl.Int64).alias(PLACE)
        )
        added = placed.filter(joined[PLACE].is_null()).with_columns(
            pl.lit(number, pl.Int64).alias(SINCE)
        )
        self._cells = pl.concat([before, added.select(before.columns)])
        return placed[PLACE].to_numpy(), placed[_LAST].fill_null(-1).to_numpy()

    def _changes(self, new: Ints, last: Ints) -> Ints:
        """Return what changed by few: where the greater and the smaller value stand, in rows."""
        again = last >= 0
        old, now = last[again], new[again]
        few = small(np.abs(self._values[now] - self._values[old]), self._smallest)
        few &= ~self._latent[now]
        pairs = np.stack([old[few], now[few]], axis=1)
        order = np.argsort(-self._values[pairs], axis=1, kind="stable")
        return np.take_along_axis(pairs, order, axis=1)

    def _sums_of(self, lattice: Lattice, places: Ints, known: int) -> csr_array:
        """Return the sums of a version in which there is a count that was not there before."""
        entries = coo_array(lattice.sums)
        shape = lattice.sums.shape[0], len(self._values)
        sums = csr_array((entries.data, (entries.row, places[entries.col])), shape=shape)
        new = np.zeros(len(self._values))
        new[known:] = 1.0
        return sums[np.flatnonzero(abs(sums) @ new)]

    def _tie(self, sums: csr_array, changes: Ints) -> None:
        """Put the sums of a version, and the small changes in it, beside those of the others."""
        few, start = len(changes), len(self._values)
        self._dear = np.append(self._dear, np.zeros(few, dtype=np.bool_))
        self._latent = np.append(self._latent, np.zeros(few, dtype=np.bool_))
        self._values = np.append(
            self._values, self._values[changes[:, 0]] - self._values[changes[:, 1]]
        )
        rows = np.tile(np.arange(few), 3)
        columns = np.concatenate([changes[:, 0], changes[:, 1], start + np.arange(few)])
        signs = np.repeat([-1.0, 1.0, 1.0], few)
        width = len(self._values)
        differences = csr_array((signs, (rows, columns)), shape=(few, width))
        wider = [_as_wide(each, width) for each in (self._sums, sums)]
        self._sums = csr_array(vstack([*wider, differences]))

    def _decide(self, known: int, small_ones: Ints, changes: Ints) -> None:
        """Decide about the counts that are new, given what was shown and withheld before."""
        size = len(self._values)
        new = np.arange(size) >= known
        primary = np.append(self._primary, np.zeros(size - known, dtype=np.bool_))
        primary[small_ones] = True
        primary[size - len(changes) :] = True
        start = primary | np.append(self._withheld, np.zeros(size - known, dtype=np.bool_))
        start |= self._latent
        shown, guarded = ~new & ~start, start & ~self._latent
        lattice = Lattice(values=self._values, sums=self._sums)
        # A zero that nobody is told ties others like any count; what tells it must be seen.
        for block in lattice.blocks(~shown & ((self._values > 0) | self._latent)):
            if new[block].any() and guarded[block].any():
                near = lattice.around(block)
                found = protected(
                    near.lattice,
                    guarded[near.cells],
                    known=shown[near.cells],
                    dear=self._dear[near.cells],
                    latent=self._latent[near.cells],
                    width=self._smallest,
                )
                start[block] = found[near.place]
        self._withheld, self._primary = start, primary


def _as_wide(sums: csr_array, width: int) -> csr_array:
    """Return sums over more cells; the further ones stand in none."""
    return csr_array((sums.data, sums.indices, sums.indptr), shape=(sums.shape[0], width))
