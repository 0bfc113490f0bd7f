"""Individuals charts (XmR): the range in which a series usually lies, from its own steps."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.methods.arrays import Floats, Ints, column, first_points, mean, series

CLASSIC: Final = 2.66
"""Multiple of the mean moving range that textbooks print: 3 / 1.128, rounded."""
STEP: Final = 1.128
"""Mean moving range of independent normal values, in standard deviations (d2 of two)."""
LARGE_RANGE: Final = 3.267
"""Moving ranges above this multiple of their mean are left out once (D4 of two)."""
BY_CHANCE: Final = 0.0027
"""The share of points that chance alone puts outside the limits."""
FEWEST: Final = 8
FIRM: Final = 12
BASELINE: Final = 20
NEAR: Final = 2 / 3
"""Where a point is near a limit, as a part of the way from the centre."""

CONSTANTS: Final = {
    8: 5.25,
    9: 4.86,
    10: 4.57,
    11: 4.34,
    12: 4.15,
    13: 4.03,
    14: 3.91,
    15: 3.81,
    16: 3.73,
    17: 3.66,
    18: 3.60,
    19: 3.54,
    20: 3.50,
}
"""Multiples of the mean moving range that keep `BY_CHANCE`, by the length of the baseline."""
_TABLE: Final = np.array([*CONSTANTS.values()])


@dataclass(frozen=True, eq=False, kw_only=True)
class Limits:
    """The range in which each series usually lies; NaN where nothing can be said.

    Attributes:
        centre: series × 1, in the unit of the values.
        lower, upper: series × 1, or series × periods where each period has its own.
        near_lower, near_upper: beyond these a point is near a limit; infinite on a side that was
            clipped, which cannot signal.
        points: series; how many points the baseline holds.
        spread: series; mean moving range after screening, in the unit of the values (of p′ charts
            in standard deviations of the single proportion).
    """

    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    points: Ints
    spread: Floats


def limits(
    values: ArrayLike,
    *,
    k: float | None = None,
    baseline: ArrayLike = BASELINE,
    screened: bool = True,
    fewest: int = FEWEST,
) -> Limits:
    """Return mean ± k × mean moving range of the first points of each series.

    A gap breaks the moving range. Ranges above 3.267 × their mean are left out, once. There are
    no limits under `fewest` points, nor where no step was ever made: nothing tells what is usual.

    Source: Shewhart's individuals chart as in NIST/SEMATECH, e-Handbook of statistical methods,
    6.3.2.2; screening as in NHSRplotthedots (NHS-R community). The default for k is the constant
    for short runs, see `constant`.

    Args:
        values: one series, or series × periods, in any unit; NaN where a point takes no part.
        k: multiple of the mean moving range; None for the constant for the baseline's length.
        baseline: how many points the range is made from, at most, of all or of each series; later
            ones do not move it.
        screened: whether very large moving ranges are left out.
        fewest: points below which there are no limits.

    Raises:
        ValueError: the values have more than two axes.
    """
    first = first_points(series(values), baseline)
    spread, steps = moving_range(first, screened=screened)
    points = np.isfinite(first).sum(axis=1)
    multiple = constant(steps + 1) if k is None else np.full(len(first), k)
    usable = (points >= fewest) & (spread > 0)
    reach = column(np.where(usable, multiple * spread, np.nan))
    centre = column(mean(first))
    return around(centre, reach, points=points, spread=spread)


def around(centre: Floats, reach: Floats, *, points: Ints, spread: Floats) -> Limits:
    """Return limits as far as `reach` on both sides of the centre."""
    return Limits(
        centre=centre,
        lower=centre - reach,
        upper=centre + reach,
        near_lower=centre - NEAR * reach,
        near_upper=centre + NEAR * reach,
        points=points,
        spread=spread,
    )


def moving_range(first: Floats, *, screened: bool = True) -> tuple[Floats, Ints]:
    """Return the mean moving range of each series, and how many ranges there were.

    Args:
        first: series × periods, NaN where a gap breaks the range.
        screened: whether ranges above 3.267 × their mean are left out, once.
    """
    ranges = np.abs(np.diff(first, axis=1))
    steps = np.isfinite(ranges).sum(axis=1)
    found = mean(ranges)
    if screened:
        found = mean(np.where(ranges <= LARGE_RANGE * column(found), ranges, np.nan))
    return found, steps


def clipped(found: Limits, *, floor: float = -np.inf, ceiling: float = np.inf) -> Limits:
    """Hold limits within what values can be; a side that was clipped cannot signal.

    Args:
        found: the limits.
        floor: the least value there can be, such as 0 of shares.
        ceiling: the greatest value there can be, such as 1.
    """
    return replace(
        found,
        lower=np.maximum(found.lower, floor),
        upper=np.minimum(found.upper, ceiling),
        near_lower=np.where(found.lower < floor, -np.inf, found.near_lower),
        near_upper=np.where(found.upper > ceiling, np.inf, found.near_upper),
    )


def constant(length: ArrayLike) -> Floats:
    """Return the multiple of the mean moving range that keeps the false alarms of a short baseline.

    Limits from few points are themselves unsure: with 2.66, 3.5 % of the points after a baseline of
    8 would lie outside by chance, not 0.27 %. `recovery.derived` finds `CONSTANTS` again.

    Args:
        length: moving ranges in the baseline + 1; NaN is returned below 8, where the table ends,
            and the last constant above 20.
    """
    lengths = np.atleast_1d(np.asarray(length, dtype=np.int64))
    shortest, longest = min(CONSTANTS), max(CONSTANTS)
    found = _TABLE[np.clip(lengths, shortest, longest) - shortest]
    return np.where(lengths < shortest, np.nan, found)
