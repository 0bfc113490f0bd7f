"""Before and after a milestone, of counts: in proportion, not by addition.

Level and slope are ratios: a log-linear model of events by exposure. Short series are judged by a
parametric bootstrap; long monthly ones as their literature does it, by quasi-Poisson regression
with the time of year.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import nbinom
from scipy.stats import poisson as chance_poisson

from metrics.methods.arrays import Floats
from metrics.methods.before_after import (
    ALPHA,
    LEVEL,
    SLOPE,
    Estimate,
    Evaluation,
    Reason,
    Sides,
    carried,
    design,
    fitted,
    placebo,
    sides,
    untested,
)
from metrics.methods.recovery import simulated
from metrics.methods.regression import Fit, autoregressive, poisson

LEAST_MEAN: Final = 4.0
"""Events a period, on average on either side, from which counts are judged."""
MONTHS: Final = (24, 12)
"""Known months before and after that a season needs."""
DRAWS: Final = 2_000
SEED: Final = 20_050_110

_ROUNDS: Final = 20
_NEAR: Final = 1e-8
_BEFORE: Final = np.array([1.0, 1.0, 0.0, 0.0])


def evaluated(
    events: ArrayLike,
    milestone: int,
    *,
    exposure: ArrayLike | None = None,
    comparison: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Evaluation:
    """Compare counts after a milestone with the line before it, carried on.

    Restricted maximum likelihood with first-order autocorrelation on the scale of the log-linear
    model; intervals from counts drawn anew from that model (negative binomial where they vary more
    than Poisson's, autocorrelated alike), each judged as the counts themselves were.

    Args:
        events: counts of consecutive periods; NaN where one takes no part.
        milestone: the place of the period that holds it, from 0.
        exposure: what the counts are in proportion to, such as population or days; 1 if left out.
        comparison: counts of a series that the milestone did not touch; ours are judged in
            proportion to them (difference in differences on the scale of ratios).
        draws: how many series are drawn.
        seed: of the random numbers.
    """
    counts, base = _bases(events, exposure, comparison)
    both = sides(counts * base, milestone)
    before, after = both.numbers
    lacking = both.lacking() or _small(counts, both)
    if lacking is not None:
        return Evaluation(before=before, after=after, reason=lacking, ratios=True)
    known, bases, terms = counts[both.known], base[both.known], design(both.times)
    try:
        fit, expected = _converged(known, terms, both.times, bases)
    except ValueError:
        return Evaluation(before=before, after=after, reason=Reason.TOO_SMALL, ratios=True)
    reason = untested(both, steady=False)
    again = None if reason else _drawn(fit, expected, both, draws=draws, seed=seed)
    first = fit.coefficients[0]
    gradient = _gradient(first, both.times, bases)
    level, slope, total = (
        _judged(fit, again, contrast, value)
        for contrast, value in (
            (LEVEL, first @ LEVEL),
            (SLOPE, first @ SLOPE),
            (gradient, _beyond(first, both.times, bases)),
        )
    )
    line = np.exp(both.everywhere @ first) * base
    before_line = np.exp(both.everywhere @ (first * _BEFORE)) * base
    lower, upper = _range(fit, again, both)
    return Evaluation(
        before=before,
        after=after,
        reason=reason,
        ratios=True,
        level=_ratio(level),
        slope=_ratio(slope),
        total=total,
        fitted=fitted(both, line),
        counterfactual=carried(both, before_line),
        carried_lower=carried(both, before_line * lower),
        carried_upper=carried(both, before_line * upper),
        correlation=float(fit.correlation[0]),
        placebo=placebo(both, lambda at: _jump(counts, base, at)),
    )


def _bases(
    events: ArrayLike, exposure: ArrayLike | None, comparison: ArrayLike | None
) -> tuple[Floats, Floats]:
    """Return counts, and what they are in proportion to; NaN where that is not above 0."""
    counts = np.asarray(events, dtype=np.float64)
    base = np.ones(len(counts))
    for each in (exposure, comparison):
        if each is not None:
            base = base * np.asarray(each, dtype=np.float64)
    return counts, np.where(base > 0, base, np.nan)


def _small(counts: Floats, both: Sides) -> Reason | None:
    known = counts[both.known]
    means = known[both.times < 0].mean(), known[both.times > 0].mean()
    return Reason.TOO_SMALL if min(means) < LEAST_MEAN else None


def _converged(counts: Floats, terms: Floats, times: Floats, bases: Floats) -> tuple[Fit, Floats]:
    """Fit the log-linear model with autocorrelated errors, beginning without them."""
    start = poisson(counts, terms, bases)
    found, expected = start.coefficients, start.expected
    for _ in range(_ROUNDS):
        step = _scaled(counts[np.newaxis], expected, terms, times)
        found = found + step.coefficients[0]
        expected = bases * np.exp(terms @ found)
        if np.abs(step.coefficients).max() < _NEAR:
            break
    step = _scaled(counts[np.newaxis], expected, terms, times)
    fit = Fit(
        coefficients=found[np.newaxis],
        covariance=step.covariance,
        variance=step.variance,
        correlation=step.correlation,
    )
    return fit, expected


def _scaled(counts: Floats, expected: Floats, terms: Floats, times: Floats) -> Fit:
    """Fit what counts have beyond the expected, each in its standard deviations by chance."""
    root = np.sqrt(expected)
    return autoregressive((counts - expected) / root, root[:, np.newaxis] * terms, times)


def _drawn(fit: Fit, expected: Floats, both: Sides, *, draws: int, seed: int) -> Fit:
    """Draw counts from the model, and fit each series as one step from the model's own."""
    terms = design(both.times)
    dispersion = float(fit.variance[0])
    latent = simulated(draws, both.length, float(fit.correlation[0]), seed=seed)
    places = ndtr(latent[:, both.known])
    if dispersion > 1:
        size = expected / (dispersion - 1)
        again = nbinom.ppf(places, size, 1 / dispersion)
    else:
        again = chance_poisson.ppf(places, expected)
    return _scaled(np.asarray(again, dtype=np.float64), expected, terms, both.times)


def _judged(fit: Fit, again: Fit | None, contrast: Floats, value: float) -> Estimate:
    """Return an interval as wide as the drawn series need it, in their standard errors.

    Args:
        fit: to the counts.
        again: to the counts drawn anew; None where nothing is tested.
        contrast: how the figure moves with each coefficient.
        value: the figure.
    """
    if again is None:
        return Estimate(value=value)
    error = fit.along(contrast)[1].item()
    moved, errors = again.along(contrast)
    usual = np.abs(moved / errors)
    reach = float(np.quantile(usual, 1 - ALPHA)) * error
    p = (1 + (usual >= abs(value / error)).sum()) / (1 + len(usual))
    return Estimate(value=value, lower=value - reach, upper=value + reach, p=float(p))


def _range(fit: Fit, again: Fit | None, both: Sides) -> tuple[Floats, Floats]:
    """Return what to multiply the line before by, period by period, for the ends of its range."""
    reach = np.full(both.length, np.nan)
    if again is not None:
        for place, terms in enumerate(both.everywhere * _BEFORE):
            found = _judged(fit, again, terms, 0.0)
            reach[place] = found.upper
    return np.exp(-reach), np.exp(reach)


def _beyond(coefficients: Floats, times: Floats, bases: Floats) -> float:
    """Return the events after the milestone that the line before would not have given."""
    late = times > 0
    terms = design(times)[late]
    gap = np.exp(terms @ coefficients) - np.exp(terms @ (coefficients * _BEFORE))
    return float((bases[late] * gap).sum())


def _gradient(coefficients: Floats, times: Floats, bases: Floats) -> Floats:
    """Return how `_beyond` moves with each coefficient."""
    late = times > 0
    terms = design(times)[late]
    lines = terms * _BEFORE
    there = (bases[late] * np.exp(terms @ coefficients)) @ terms
    return there - (bases[late] * np.exp(lines @ coefficients)) @ lines


def _ratio(estimate: Estimate) -> Estimate:
    value, lower, upper = np.exp([estimate.value, estimate.lower, estimate.upper]).tolist()
    return Estimate(value=value, lower=lower, upper=upper, p=estimate.p)


def _jump(counts: Floats, base: Floats, at: Sides) -> float:
    try:
        found = poisson(counts[at.known], design(at.times), base[at.known])
    except ValueError:
        return float("inf")
    return float(found.coefficients @ LEVEL)
