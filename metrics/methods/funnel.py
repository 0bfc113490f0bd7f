"""Funnel plots: how far units of one kind differ from their pooled value by chance."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from metrics.methods.arrays import Floats, Signs

WARNING: Final = 0.95
ACTION: Final = 0.998
LIMITS: Final = (WARNING, ACTION)
"""Two-sided: 2.5 % and 0.1 % beyond each side."""


@dataclass(frozen=True, eq=False)
class Band:
    """Lower and upper limit at each size, as shares."""

    lower: Floats
    upper: Floats


def pooled(numerator: ArrayLike, denominator: ArrayLike) -> float:
    """Return Σ numerator / Σ denominator over the units that have both; NaN without any.

    Args:
        numerator: cases of each unit, NaN where it has none to tell.
        denominator: cases at risk of each unit.
    """
    cases, size = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    known = np.isfinite(cases) & (size > 0)
    total = float(size[known].sum())
    return float(cases[known].sum()) / total if total else float("nan")


def dispersion(numerator: ArrayLike, denominator: ArrayLike) -> float:
    """Return how far units differ beyond chance: Pearson's χ² / (units − 1).

    Source: Spiegelhalter D J (2005), Funnel plots for comparing institutional performance, Stat Med
    24: 1185–1202, multiplicative over-dispersion.

    Args:
        numerator: cases of each unit, NaN where it has none to tell.
        denominator: cases at risk of each unit.

    Returns:
        1 where chance alone would do; NaN for fewer than two units or where all or none are cases.
    """
    cases, size = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    known = np.isfinite(cases) & (size > 0)
    average = pooled(cases, size)
    units = int(known.sum())
    variance = average * (1 - average)
    if units <= 1 or not variance > 0:
        return float("nan")
    distance = (cases[known] - size[known] * average) ** 2 / (size[known] * variance)
    return float(distance.sum()) / (units - 1)


def clustering(spread: ArrayLike, denominator: ArrayLike) -> float:
    """Return how much farther chance spreads units whose cases come in clusters.

    The share of unit i then varies dᵢ times as much as with cases that each go their own way, so
    that Pearson's χ² comes to Σ (1 − nᵢ/N) dᵢ on average, and not to units − 1.

    Source: Rao J N K, Scott A J (1992), A simple method for the analysis of clustered binary data,
    Biometrics 48: 577–585, as a first-order correction of χ².

    Args:
        spread: d of each unit; below 1 it counts as 1, NaN where it is not known.
        denominator: n, the cases at risk of each unit.

    Returns:
        1 or more; 1 where it is known of fewer than two units.
    """
    times, size = np.asarray(spread, dtype=float), np.asarray(denominator, dtype=float)
    known = np.isfinite(times) & (size > 0)
    units = int(known.sum())
    if units <= 1:
        return 1.0
    times, size = np.maximum(times[known], 1.0), size[known]
    return float(((1 - size / size.sum()) * times).sum()) / (units - 1)


def limits(average: float, size: ArrayLike, *, confidence: float, dispersion: float = 1.0) -> Band:
    """Return the shares that a unit of each size would keep within by chance.

    The limit at size n is the share of which Wilson's interval just reaches the average. Where
    units differ beyond chance, n is divided by the dispersion; below 1, or unknown, it counts as 1.

    Source: the inverse of Wilson's score interval, as UKHSA's PHEindicatormethods draws funnels of
    proportions; over-dispersion as Spiegelhalter (2005), see `dispersion`.

    Args:
        average: the pooled share, 0 to 1.
        size: denominators, above 0.
        confidence: two-sided, such as 0.95 or 0.998.
        dispersion: of the units, see `dispersion`.

    Returns:
        Limits between 0 and 1.
    """
    inflation = dispersion if dispersion > 1 else 1.0
    n = np.asarray(size, dtype=np.float64) / inflation
    q = float(ndtri((1 + confidence) / 2)) ** 2
    middle = average * (n / q + 1)
    scale = 1 / q + 1 / n
    under_root = middle**2 - scale * average * (n * (average * (n / q + 2) - 1) + q * (average - 1))
    reach = np.sqrt(np.maximum(under_root, 0.0))
    lower, upper = ((middle + sign * reach) / scale / n for sign in (-1, 1))
    return Band(np.clip(lower, 0.0, 1.0), np.clip(upper, 0.0, 1.0))


def beyond(share: ArrayLike, band: Band) -> Signs:
    """Return 1 for a share above its limit, −1 below, 0 within, on a limit or without a value."""
    value = np.asarray(share, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return (value > band.upper).astype(np.int8) - (value < band.lower)
