"""Intervals: how far chance alone could move a value. Pure functions of numbers and arrays.

Quantiles come from scipy.special; scipy.stats has the same, and takes a second to import.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

CONFIDENCE: Final = 0.95
BYAR_FROM: Final = 10
FEWEST: Final = 2

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Limits:
    """Lower and upper limits, NaN where there is none."""

    lower: Floats
    upper: Floats


def wilson(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    dispersion: ArrayLike = 1.0,
    confidence: float = CONFIDENCE,
) -> Limits:
    """Wilson score interval of a proportion, on n / max(1, dispersion) where cases are clustered.

    Source: Wilson E B (1927), Probable inference, the law of succession, and statistical inference,
    J Am Stat Assoc 22: 209–212; as used by UKHSA (PHEindicatormethods). Dividing n by the variance
    inflation of clusters is the effective-sample-size approach: Rao J N K, Scott A J (1992), A
    simple method for the analysis of clustered binary data, Biometrics 48: 577–585.

    Args:
        numerator: cases, 0 to denominator.
        denominator: cases at risk; no limits where it is 0 or NaN.
        dispersion: Pearson χ² of the clusters / (clusters − 1); below 1 it counts as 1; no limits
            where it is NaN.
        confidence: two-sided, 0 to 1.

    Returns:
        Limits between 0 and 1.
    """
    inflation = np.maximum(1.0, _floats(dispersion))
    size = _floats(denominator) / inflation
    cases = _floats(numerator) / inflation
    z = float(special.ndtri((1 + confidence) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = 2 * cases + z**2
        spread = z * np.sqrt(z**2 + 4 * cases * (1 - cases / size))
        lower = (middle - spread) / (2 * (size + z**2))
        upper = (middle + spread) / (2 * (size + z**2))
    return Limits(np.clip(lower, 0.0, 1.0), np.clip(upper, 0.0, 1.0))


def count(events: ArrayLike, *, confidence: float = CONFIDENCE) -> Limits:
    """Interval of a count of independent events: Byar from 10 on, exact Poisson below.

    Source: Breslow N E, Day N E (1987), Statistical methods in cancer research II, IARC, p. 69
    (Byar); Garwood F (1936), Biometrika 28: 437–442 (exact); as used by UKHSA.

    Args:
        events: counts, ≥ 0.
        confidence: two-sided, 0 to 1.

    Returns:
        Limits in events.
    """
    observed = _floats(events)
    approximate, exact = byar(observed, confidence=confidence), poisson(observed, confidence)
    many = observed >= BYAR_FROM
    return Limits(
        np.where(many, approximate.lower, exact.lower),
        np.where(many, approximate.upper, exact.upper),
    )


def byar(events: ArrayLike, *, confidence: float = CONFIDENCE) -> Limits:
    """Byar's approximation to the Poisson limits of a count; see `count`.

    No lower limit (NaN) where the approximation falls below zero.
    """
    observed = _floats(events)
    z = float(special.ndtri((1 + confidence) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = observed * (1 - 1 / (9 * observed) - z / (3 * np.sqrt(observed))) ** 3
        above = observed + 1
        upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Limits(np.where(lower < 0, np.nan, lower), upper)


def poisson(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Exact Poisson limits of a count, by the χ² distribution; see `count`."""
    observed = _floats(events)
    tail = (1 - confidence) / 2
    lower = np.where(observed > 0, special.gammaincinv(np.maximum(observed, 0.5), tail), 0.0)
    upper = special.gammaincinv(observed + 1, 1 - tail)
    return Limits(lower, np.asarray(upper, dtype=np.float64))


def mean(
    value: ArrayLike, *, spread: ArrayLike, number: ArrayLike, confidence: float = CONFIDENCE
) -> Limits:
    """Student's t interval of a mean whose standard deviation is known from the same cases.

    Source: Student (1908), The probable error of a mean, Biometrika 6: 1–25.

    Args:
        value: the means.
        spread: sample standard deviations; no limits where NaN.
        number: cases behind each mean; no limits below 2.
        confidence: two-sided, 0 to 1.

    Returns:
        Limits in the unit of the mean.
    """
    cases = _floats(number)
    usable = np.where(cases >= FEWEST, cases, np.nan)
    half = special.stdtrit(usable - 1, (1 + confidence) / 2) * _floats(spread) / np.sqrt(usable)
    centre = _floats(value)
    return Limits(centre - half, centre + half)


def difference(
    later: ArrayLike, later_limits: Limits, earlier: ArrayLike, earlier_limits: Limits
) -> Limits:
    """Interval of a difference of two proportions from the Wilson interval of each.

    Source: Newcombe R G (1998), Interval estimation for the difference between independent
    proportions: comparison of eleven methods, Stat Med 17: 873–890, method 10.

    Args:
        later: the value whose change is told.
        later_limits: its limits.
        earlier: the value it is compared with.
        earlier_limits: its limits.

    Returns:
        Limits of later − earlier; NaN where either has none.
    """
    now, then = _floats(later), _floats(earlier)
    change = now - then
    lower = np.hypot(now - later_limits.lower, earlier_limits.upper - then)
    upper = np.hypot(later_limits.upper - now, then - earlier_limits.lower)
    return Limits(change - lower, change + upper)


def dispersion(
    squares: ArrayLike, numerator: ArrayLike, denominator: ArrayLike, clusters: ArrayLike
) -> Floats:
    """Pearson's χ² of proportions among clusters / (clusters − 1), from sufficient statistics.

    χ² = (Σ xᵢ²/nᵢ − X²/N) / (p(1 − p)), p = X/N. Where nobody or everybody is a case the clusters
    cannot differ, and the dispersion is 1.

    Source: McCullagh P, Nelder J A (1989), Generalized linear models, 2nd ed., section 4.5.

    Args:
        squares: Σ xᵢ²/nᵢ over the clusters.
        numerator: X, the cases of all clusters.
        denominator: N, the cases at risk of all clusters.
        clusters: their number; NaN below 2, where nothing can be said.
    """
    cases, size, number = _floats(numerator), _floats(denominator), _floats(clusters)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = cases / size
        chi_squared = (_floats(squares) - cases * share) / (share * (1 - share))
        found = np.where((cases == 0) | (cases == size), 1.0, chi_squared / (number - 1))
    return np.where(number > 1, found, np.nan)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
