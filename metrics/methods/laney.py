"""p′ charts: the range in which a share usually lies, where denominators differ."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.methods.arrays import Flags, Floats, column, first_points, series
from metrics.methods.xmr import (
    BASELINE,
    FEWEST,
    STEP,
    Limits,
    around,
    clipped,
    constant,
    moving_range,
)

SIGMAS: Final = 3.0
LEAST_EXPECTED: Final = 5.0
"""Cases and non-cases that every period must be expected to hold."""


def limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    k: float | None = None,
    baseline: ArrayLike = BASELINE,
    screened: bool = True,
    fewest: int = FEWEST,
) -> Limits:
    """Return limits of shares that grow with the spread between periods and shrink with size.

    p̄ ± σ × max(3, k × mean moving range of z), z = (p − p̄) / σ, σ = √(p̄ (1 − p̄) / n). With
    k = 3 / 1.128 this is Laney's p̄ ± 3 σ σz, σz never below 1. Without k, it is the constant for
    short runs, and 3 becomes 3 √(1 + 1 / points), for p̄ is unsure as well; what chance still puts
    outside, `recovery.share_alarms` tells. Limits are clipped to 0–1; a clipped side cannot
    signal. There are none unless n p̄ ≥ 5 and n (1 − p̄) ≥ 5 in every period.

    Source: Laney D B (2002), Improved control charts for attributes, Qual Eng 14: 531–537.

    Args:
        numerator: cases, series × periods; NaN where a point takes no part.
        denominator: cases at risk, likewise.
        k: multiple of the mean moving range; None for the constant for the baseline's length.
        baseline: how many points the range is made from, at most, of all or of each series.
        screened: whether very large moving ranges are left out.
        fewest: points below which there are no limits.

    Returns:
        Limits of the share, 0 to 1; lower and upper series × periods.

    Raises:
        ValueError: numerator and denominator differ in shape.
    """
    cases, size = _both(numerator, denominator)
    first = first_points(cases, baseline)
    pooled = column(_pooled(first, size))
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.sqrt(pooled * (1 - pooled) / size)
        z = (first / size - pooled) / sigma
    spread, steps = moving_range(np.where(np.isfinite(z), z, np.nan), screened=screened)
    points = np.isfinite(first).sum(axis=1)
    if k is None:
        least = SIGMAS * np.sqrt(1 + 1 / np.maximum(points, 1))
        multiple = np.maximum(least, constant(steps + 1) * spread)
    else:
        multiple = np.maximum(SIGMAS, k * spread)
    usable = (points >= fewest) & expected_enough(cases, size, pooled)
    reach = column(np.where(usable, multiple, np.nan)) * sigma
    return clipped(around(pooled, reach, points=points, spread=spread), floor=0.0, ceiling=1.0)


def dispersion(found: Limits) -> Floats:
    """Return σz of each series: how far shares differ beyond what chance alone would do."""
    return found.spread / STEP


def shares(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Return numerator / denominator, NaN where either is missing or nothing is at risk."""
    cases, size = _both(numerator, denominator)
    return cases / size


def expected_enough(cases: Floats, size: Floats, pooled: Floats) -> Flags:
    """Tell the series in which every period is expected to hold 5 cases and 5 others."""
    with np.errstate(invalid="ignore"):
        fewest = size * np.minimum(pooled, 1 - pooled) >= LEAST_EXPECTED
    return np.all(fewest | ~np.isfinite(cases), axis=1)


def _both(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    cases, size = series(numerator), series(denominator)
    if cases.shape != size.shape:
        raise ValueError(f"numerators are {cases.shape}, denominators {size.shape}")
    at_risk = np.where(size > 0, size, np.nan)
    return np.where(np.isfinite(at_risk), cases, np.nan), at_risk


def _pooled(first: Floats, size: Floats) -> Floats:
    known = np.isfinite(first)
    total = np.where(known, size, 0.0).sum(axis=1)
    cases = np.where(known, first, 0.0).sum(axis=1)
    return np.divide(cases, total, out=np.full(len(first), np.nan), where=total > 0)
