"""Regression on a series of periods: lines with autocorrelated errors, and counts of events."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from metrics.methods.arrays import Floats, series

CORRELATIONS: Final = np.arange(96) / 100
"""The first-order autocorrelations among which the likeliest is looked for; none is below 0, since
an alternation read from a short series would make the intervals too narrow."""

_STEPS: Final = 100
_NEAR: Final = 1e-10
_FAR: Final = 200.0
_NOTHING: Final = 1e-300


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit:
    """Lines fitted to series that share their periods.

    Attributes:
        coefficients: series × terms.
        covariance: series × terms × terms; of the coefficients.
        variance: series; of the errors.
        correlation: series; first-order autocorrelation of the errors.
    """

    coefficients: Floats
    covariance: Floats
    variance: Floats
    correlation: Floats

    def along(self, contrast: ArrayLike) -> tuple[Floats, Floats]:
        """Return a sum of coefficients with these weights, and its standard error, by series."""
        weights = np.asarray(contrast, dtype=np.float64)
        spread = np.einsum("i,sij,j->s", weights, self.covariance, weights)
        return self.coefficients @ weights, np.sqrt(np.maximum(spread, 0.0))


@dataclass(frozen=True, eq=False, kw_only=True)
class Counts:
    """A log-linear model of counts.

    Attributes:
        coefficients: terms; natural logarithms.
        covariance: terms × terms; of a Poisson model, before it is multiplied by the dispersion.
        dispersion: Pearson's χ² by degrees of freedom; 1 where counts vary as chance alone makes
            them.
        expected: periods; the counts that the model gives.
    """

    coefficients: Floats
    covariance: Floats
    dispersion: float
    expected: Floats

    def error(self, contrast: ArrayLike, *, quasi: bool = True) -> float:
        """Return the standard error of a sum of coefficients.

        Args:
            contrast: the weight of each.
            quasi: whether it allows for a dispersion other than Poisson's.
        """
        weights = np.asarray(contrast, dtype=np.float64)
        spread = float(weights @ self.covariance @ weights)
        return float(np.sqrt(spread * (self.dispersion if quasi else 1.0)))


def autoregressive(
    values: ArrayLike,
    design: Floats,
    times: ArrayLike,
    *,
    correlations: ArrayLike = CORRELATIONS,
) -> Fit:
    """Fit lines whose errors resemble the one before, by restricted maximum likelihood.

    The autocorrelation is the likeliest of those given, once the coefficients are allowed for;
    periods that are left out lie as far apart as they are.

    Source: restricted maximum likelihood as in Patterson H D, Thompson R (1971), Recovery of
    inter-block information when block sizes are unequal, Biometrika 58: 545–554.

    Args:
        values: one series, or series × periods, without gaps.
        design: periods × terms.
        times: when each period is, in periods.
        correlations: those among which is chosen, from 0 to below 1; one alone holds it there.
    """
    found = series(values)
    tried = np.atleast_1d(np.asarray(correlations, dtype=np.float64))
    weights, size = _weights(tuple(np.asarray(times).tolist()), tuple(tried.tolist()))
    inverse = np.linalg.inv(design.T @ weights @ design)
    solving = inverse @ design.T @ weights
    residual = weights - weights @ design @ solving
    free = design.shape[0] - design.shape[1]
    squares = np.stack([((found @ each) * found).sum(axis=1) for each in residual], axis=1)
    squares = np.maximum(squares, _NOTHING)
    volume = size - np.linalg.slogdet(inverse)[1]
    best = (free * np.log(squares) + volume).argmin(axis=1)
    scale = squares[np.arange(len(found)), best] / free
    return Fit(
        coefficients=np.einsum("spn,sn->sp", solving[best], found),
        covariance=scale[:, np.newaxis, np.newaxis] * inverse[best],
        variance=scale,
        correlation=tried[best],
    )


def poisson(events: ArrayLike, design: Floats, exposure: ArrayLike) -> Counts:
    """Fit a log-linear model to counts, by iterated weighted least squares.

    Source: McCullagh P, Nelder J A (1989), Generalized Linear Models.

    Args:
        events: periods; counts.
        design: periods × terms, the first of them 1 throughout.
        exposure: periods; what the counts are in proportion to.

    Raises:
        ValueError: the model has no solution, as where one side holds no event.
    """
    counts, base = np.asarray(events, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    found = np.zeros(design.shape[1])
    found[0] = np.log(counts.sum() / base.sum())
    expected, inverse = _expected(found, design, base)
    for _ in range(_STEPS):
        step = inverse @ design.T @ (counts - expected)
        found = found + step
        try:
            expected, inverse = _expected(found, design, base)
        except np.linalg.LinAlgError:
            break
        if np.abs(step).max() < _NEAR:
            chi = ((counts - expected) ** 2 / expected).sum()
            return Counts(
                coefficients=found,
                covariance=inverse,
                dispersion=float(chi / (len(counts) - design.shape[1])),
                expected=expected,
            )
    raise ValueError("these counts have no log-linear model: is a side without events?")


def season(month: ArrayLike, *, pairs: int = 2, length: int = 12) -> Floats:
    """Return sines and cosines of the time of year: periods × (2 × pairs).

    Args:
        month: which of the year each period is.
        pairs: how many waves; the first goes once round the year, the second twice.
        length: periods in a year.
    """
    turns = np.asarray(month, dtype=np.float64)[:, np.newaxis] * np.arange(1, pairs + 1) / length
    return np.concatenate([np.sin(2 * np.pi * turns), np.cos(2 * np.pi * turns)], axis=1)


@lru_cache(maxsize=64)
def _weights(times: tuple[float, ...], tried: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Return how errors at these times are weighed under each autocorrelation, and how they vary.

    Returns:
        Autocorrelations × times × times: the inverse of the errors' correlation; and the logarithm
        of its determinant.
    """
    when = np.array(times)
    apart = np.abs(when[:, np.newaxis] - when)
    errors = np.array(tried)[:, np.newaxis, np.newaxis] ** apart
    weights: Floats = np.asarray(np.linalg.inv(errors), dtype=np.float64)
    weights.flags.writeable = False
    return weights, np.asarray(np.linalg.slogdet(errors)[1], dtype=np.float64)


def _expected(coefficients: Floats, design: Floats, base: Floats) -> tuple[Floats, Floats]:
    expected: Floats = base * np.exp(np.clip(design @ coefficients, -_FAR, _FAR))
    inverse = np.linalg.inv(design.T @ (expected[:, np.newaxis] * design))
    return expected, np.asarray(inverse, dtype=np.float64)
