"""Disclosure control: which counts are withheld, so that none of them can be worked out.

A small count is withheld (primary suppression), and of the others as many as it takes (secondary
suppression) that no withheld count can be worked out from what is shown and from the sums. Whether
it can is asked of a linear programme: the least and the most that each withheld count could be (its
feasible interval). Two withheld counts in every sum are not enough.

Sources: UK Health Security Agency, Statistics Production Knowledge Hub, Disclosure control for
aggregate data (small counts, secondary suppression); Handbook on Statistical Disclosure Control,
chapter 4 (feasible intervals, Geurts 1992); that the smallest count is withheld next and the table
then attacked again is the simple heuristic of sdcTable.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.methods.arrays import Flags
from metrics.methods.feasible import Intervals, intervals
from metrics.methods.lattice import NEARLY, Lattice
from metrics.methods.merged import merged
from metrics.methods.nearby import proven
from metrics.methods.secondary import Kinds, Search

SMALLEST_SHOWN: Final = 5
"""Counts from 1 to below it are withheld; no feasible interval may be narrower than it."""


def small(counts: ArrayLike, smallest_shown: int = SMALLEST_SHOWN) -> Flags:
    """Tell which counts are withheld for themselves: from 1 to below the smallest shown.

    Args:
        counts: persons, in any shape; NaN where there is no count.
        smallest_shown: the smallest count above 0 that is shown.
    """
    found = np.asarray(counts, dtype=np.float64)
    return (found > 0) & (found < smallest_shown)


def small_share(
    numerator: ArrayLike, denominator: ArrayLike, smallest_shown: int = SMALLEST_SHOWN
) -> Flags:
    """Tell which proportions are withheld: those of which few are counted, or few are not.

    Withheld are then the share, its numerator and the rest, that is how the denominator splits; the
    denominator itself only where it is small.

    Args:
        numerator: persons counted, in any shape.
        denominator: persons among whom they are counted, in the same shape.
        smallest_shown: as of `small`.

    Raises:
        ValueError: a numerator is greater than its denominator.
    """
    counted = np.asarray(numerator, dtype=np.float64)
    rest = np.asarray(denominator, dtype=np.float64) - counted
    if (rest < 0).any():
        raise ValueError("a numerator is greater than its denominator; hand in parts of a whole")
    return small(counted, smallest_shown) | small(rest, smallest_shown)


def attack(
    lattice: Lattice,
    withheld: Flags,
    *,
    known: Flags | None = None,
    asked: Flags | None = None,
    enough: float = np.inf,
    least: float = 1,
) -> Intervals:
    """Work out what each withheld cell could be, from all that is shown and the sums.

    It does not ask for whole numbers. Where cuts share totals that are themselves withheld, one who
    does could find a narrower interval.

    Args:
        lattice: the counts and sums.
        withheld: cells; those not shown.
        known: cells; those known whatever is withheld, since they were shown before.
        asked: cells; those asked about; None for all that are withheld.
        enough: how wide an interval need be: one that proves to be as wide may be wider still.
        least: what a withheld count is known to be at least: 1 where zeros are always shown.

    Returns:
        For each cell asked about the least and the most it could be, in persons; equal where it is
        known, and infinite where nothing bounds it.
    """
    small_one = merged(lattice, withheld)
    own, shown = small_one.lattice, small_one.any_of(~withheld)
    hidden = small_one.any_of(withheld) & ~shown
    if known is not None:
        hidden &= ~small_one.any_of(known)
    wanted = hidden if asked is None else hidden & small_one.any_of(asked)
    lower, upper = own.values.copy(), own.values.copy()
    for cells in own.blocks(hidden):
        if wanted[cells].any():
            near = own.around(cells)
            block = hidden[near.cells], wanted[near.cells]
            found = _attacked(near.lattice, *block, enough=enough, least=least)
            lower[cells], upper[cells] = found.lower[near.place], found.upper[near.place]
    return Intervals(lower=small_one.spread(lower), upper=small_one.spread(upper))


def _attacked(
    block: Lattice, hidden: Flags, asked: Flags, *, enough: float, least: float
) -> Intervals:
    """Attack one block; of cells that move far enough by what is near them no more is asked."""
    if not np.isfinite(enough):
        return intervals(block, hidden, asked, least=least)
    moves = proven(block, hidden, asked, enough=enough, least=least)
    found = intervals(block, hidden, asked & (moves.spread < enough - NEARLY), least=least)
    return Intervals(
        lower=np.minimum(found.lower, block.values + moves.lowest),
        upper=np.maximum(found.upper, block.values + moves.highest),
    )


def exposed(
    lattice: Lattice,
    withheld: Flags,
    *,
    known: Flags | None = None,
    width: float = SMALLEST_SHOWN,
    least: float = 1,
) -> Flags:
    """Tell which withheld cells an attack finds within less than a width; see `attack`."""
    found = attack(lattice, withheld, known=known, enough=width, least=least)
    return found.narrow(withheld, width)


def protected(
    lattice: Lattice,
    primary: Flags,
    *,
    known: Flags | None = None,
    dear: Flags | None = None,
    latent: Flags | None = None,
    width: float = SMALLEST_SHOWN,
    least: float = 1,
) -> Flags:
    """Return which cells are withheld so that no feasible interval is narrower than a width.

    To the cells withheld for themselves the smallest are added that stand in a sum with one that is
    exposed, until none is; then each that proves not to be needed is shown again, the largest
    first. It is a good pattern, not proven to be the least.

    Args:
        lattice: the counts and sums.
        primary: cells; those withheld for themselves, and those withheld before.
        known: cells; those known whatever is withheld, since they were shown before: they are not
            withheld for others. Where they give a cell away it stays exposed, and `exposed` tells.
        dear: cells; those that are withheld for others only where nothing else serves.
        latent: cells; those never told, which may be worked out.
        width: how wide each feasible interval must be, in persons.
        least: as of `attack`.

    Returns:
        Cells; the primary ones and those that protect them. Counts below `least` (zeros) are shown.
    """
    none = np.zeros(len(primary), dtype=np.bool_)
    told = none if known is None else known
    untold = none if latent is None else latent & ~told
    small_one = merged(lattice, primary | untold)
    own, own_told = small_one.lattice, small_one.any_of(told)
    own_primary, own_dear = (
        small_one.any_of(primary),
        small_one.any_of(none if dear is None else dear),
    )
    own_latent = small_one.any_of(untold) & ~small_one.any_of(~untold)
    withheld = own_primary.copy()
    for cells in own.blocks(~own_told):
        if own_primary[cells].any():
            near = own.around(cells)
            free = ~own_told[near.cells] & (near.lattice.values >= max(least, 1))
            start = own_primary[near.cells] & ~own_told[near.cells]
            kinds = Kinds(dear=own_dear[near.cells], latent=own_latent[near.cells])
            search = Search(near.lattice, start, kinds, width=width, least=least)
            withheld[cells] |= search.pattern(free)[near.place]
    return primary | untold | (small_one.each(withheld) & ~told)
