"""Assurance: whether a series that goes on as it is would meet its target."""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.methods.arrays import Flags, Signs
from metrics.methods.xmr import FIRM
from validation.codes import Direction

SIGN: Final = {Direction.UP: 1, Direction.DOWN: -1, Direction.NEITHER: 0}
"""Which way is better, as a sign."""


class Assurance(StrEnum):
    """What to expect of the next periods if nothing changes."""

    MEETS = "meets"
    MISSES = "misses"
    EITHER = "either"
    NOT_SAID = ""


def assurance(
    lower: ArrayLike, upper: ArrayLike, target: ArrayLike, direction: Direction
) -> NDArray[np.str_]:
    """Compare the limits of usual variation with a target.

    A target beyond the limits would be met, or missed, in nearly every period; one between them, or
    on one of them, now and then.

    Source: NHSRplotthedots (NHS-R community), after NHS England, Making data count.

    Args:
        lower: the lower limit of the latest stretch, in the unit of the target.
        upper: the upper limit, likewise.
        target: the target; NaN for none.
        direction: which way is better; with neither there is no assurance.

    Returns:
        Codes of `Assurance`, one for each series.
    """
    low, high, aim = (np.asarray(each, dtype=np.float64) for each in (lower, upper, target))
    sign = SIGN[direction]
    with np.errstate(invalid="ignore"):
        above, below = low > aim, high < aim
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(aim) & (sign != 0)
    meets, misses = (above, below) if sign > 0 else (below, above)
    said = [Assurance.MEETS.value, Assurance.MISSES.value, Assurance.EITHER.value]
    return np.select([known & meets, known & misses, known], said, default=Assurance.NOT_SAID.value)


def settled(points: ArrayLike, rule: Signs) -> Flags:
    """Tell the series of which assurance may be said: 12 points and no signal in the stretch.

    Args:
        points: points in the baseline of each series.
        rule: series × periods, 0 where a point is as usual; of one stretch only.
    """
    return (np.asarray(points) >= FIRM) & ~np.any(rule != 0, axis=1)
