"""Before and after a milestone in a long monthly series of counts, with the time of year.

(Quasi-)Poisson regression as published; it takes one month to be independent of the one before.
Source: Bernal J L, Cummins S, Gasparrini A (2017), Int J Epidemiol 46: 348–355, and its data.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from metrics.methods.arrays import Floats
from metrics.methods.before_after import (
    Estimate,
    Evaluation,
    Reason,
    Sides,
    Z,
    carried,
    fitted,
    placebo,
    sides,
)
from metrics.methods.regression import Counts, poisson, season

FEWEST: Final = (24, 12)
"""Known months before and after: the time of year must be seen more than once."""
YEAR: Final = 12

_LEVEL: Final = 2
_SLOPE: Final = 3


def evaluated(
    events: ArrayLike,
    milestone: int,
    *,
    exposure: ArrayLike,
    first_month: int = 1,
    seasons: int = 2,
    sloped: bool = True,
) -> Evaluation:
    """Compare monthly counts after a milestone with the line before it, carried on.

    Args:
        events: counts of consecutive months; NaN where one takes no part.
        milestone: the place of the month that holds it, from 0.
        exposure: what the counts are in proportion to; counts that the milestone did not touch make
            it a difference in differences.
        first_month: which of the year the first month is.
        seasons: how many waves the time of year has; 0 for none.
        sloped: whether the slope may change as well as the level.
    """
    counts, base = (np.asarray(each, dtype=np.float64) for each in (events, exposure))
    both = sides(np.where(base > 0, counts, np.nan), milestone)
    before, after = both.numbers
    months = season(np.arange(both.length) + first_month, pairs=seasons, length=YEAR)

    def terms(at: Sides) -> Floats:
        lines = at.everywhere[:, : _SLOPE + sloped]
        return np.concatenate([lines, months], axis=1)

    def fit(at: Sides) -> Counts:
        return poisson(counts[at.known], terms(at)[at.known], base[at.known])

    def jump(at: Sides) -> float:
        try:
            return float(fit(at).coefficients[_LEVEL])
        except ValueError:
            return float("inf")

    lacking = both.lacking(FEWEST)
    if lacking is not None:
        return Evaluation(before=before, after=after, reason=lacking, ratios=True)
    try:
        found = fit(both)
    except ValueError:
        return Evaluation(before=before, after=after, reason=Reason.TOO_SMALL, ratios=True)
    everywhere = terms(both)
    kept = np.ones(everywhere.shape[1])
    kept[_LEVEL : _SLOPE + sloped] = 0.0
    line = base * np.exp(everywhere @ found.coefficients)
    before_line = base * np.exp(everywhere @ (found.coefficients * kept))
    late = both.known & (np.arange(both.length) > milestone)
    gradient = line[late] @ everywhere[late] - before_line[late] @ (everywhere[late] * kept)
    return Evaluation(
        before=before,
        after=after,
        ratios=True,
        level=ratio(found, _LEVEL),
        slope=ratio(found, _SLOPE) if sloped else Estimate(value=1.0),
        total=_estimate(found, gradient, float((line - before_line)[late].sum())),
        fitted=fitted(both, line),
        counterfactual=carried(both, before_line),
        placebo=placebo(both, jump, FEWEST),
    )


def ratio(fit: Counts, term: int, *, quasi: bool = True) -> Estimate:
    """Return by what a term multiplies the counts, with its normal interval.

    Args:
        fit: the model.
        term: the place of the term.
        quasi: whether the interval allows for a dispersion other than Poisson's.
    """
    contrast = np.eye(len(fit.coefficients))[term]
    found = _estimate(fit, contrast, float(fit.coefficients[term]), quasi=quasi)
    value, lower, upper = np.exp([found.value, found.lower, found.upper]).tolist()
    return Estimate(value=value, lower=lower, upper=upper, p=found.p)


def _estimate(fit: Counts, contrast: Floats, value: float, *, quasi: bool = True) -> Estimate:
    error = fit.error(contrast, quasi=quasi)
    return Estimate(
        value=value,
        lower=value - Z * error,
        upper=value + Z * error,
        p=float(2 * ndtr(-abs(value / error))),
    )
