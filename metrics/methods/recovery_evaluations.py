"""How often *before and after* finds a change where there is none, and one that was planted."""

from itertools import product
from typing import Final

import numpy as np
import polars as pl
from scipy.special import ndtr
from scipy.stats import nbinom
from scipy.stats import t as student

from metrics.methods import before_after_counts
from metrics.methods.arrays import Floats
from metrics.methods.before_after import ALPHA, LEVEL, SLOPE, beyond, design, freedom
from metrics.methods.recovery import AUTOCORRELATION, AUTOCORRELATIONS, POINTS, Plan, simulated
from metrics.methods.regression import CORRELATIONS, autoregressive

SIDES: Final = (12, 20)
IN_A_HUNDRED: Final = {12: (3, 7), 20: (3, 6)}
"""Of how many series in a hundred that do nothing a step is found, with so many quarters a side:
from none to some autocorrelation, as `docs/methods-validation.md` has it."""
FALSE_LEVEL: Final = "false_level"
FALSE_SLOPE: Final = "false_slope"
FALSE_TOTAL: Final = "false_total"
FALSE_PLAIN: Final = "false_level_plain"
JUMP_FOUND: Final = "jump_found"

EVENTS: Final = 30.0
DISPERSION: Final = 2.0
FEW: Final = 400
"""Series of counts: every one is fitted by itself."""
DRAWN: Final = 200
"""Series drawn to judge each."""

_USUAL: Final = Plan()
_OF_COUNTS: Final = Plan(draws=FEW)


def evaluations(plan: Plan = _USUAL) -> pl.DataFrame:
    """Return how often a change is found at 5 %, where nothing changes and where a step comes.

    Series are normal with first-order autocorrelation and standard deviation 1.

    Args:
        plan: what is simulated; its k takes no part.

    Returns:
        A row for each number of quarters a side and autocorrelation: the share of series that do
        nothing in which level, slope and total differ from no change, the same of the level by
        least squares without autocorrelation, and the share in which a planted step is found.
    """
    return pl.DataFrame([evaluation(*each, plan) for each in product(SIDES, AUTOCORRELATIONS)])


def evaluations_of_counts(plan: Plan = _OF_COUNTS) -> pl.DataFrame:
    """Return the same of counts: 30 a quarter on average, twice as dispersed as Poisson's.

    Args:
        plan: what is simulated; its step and k take no part.
    """
    return pl.DataFrame([_of_counts(*each, plan) for each in product(SIDES, AUTOCORRELATIONS)])


def evaluation(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    """Return one row of `evaluations`, of that many quarters a side and that autocorrelation."""
    times = np.delete(np.arange(2 * points + 1.0) - points, points)
    drawn = simulated(plan.draws, 2 * points + 1, correlation, seed=plan.seed)
    quiet = np.delete(drawn, points, axis=1)
    moved = quiet + plan.step * (times > 0)
    usual = freedom(2 * points)
    plain = 2.0 * points - design(times).shape[1]
    return {
        POINTS: points,
        AUTOCORRELATION: correlation,
        FALSE_LEVEL: _found(quiet, times, LEVEL, usual),
        FALSE_SLOPE: _found(quiet, times, SLOPE, usual),
        FALSE_TOTAL: _found(quiet, times, beyond(times), usual),
        FALSE_PLAIN: _found(quiet, times, LEVEL, plain, correlations=np.zeros(1)),
        JUMP_FOUND: _found(moved, times, LEVEL, usual),
    }


def _found(
    values: Floats,
    times: Floats,
    contrast: Floats,
    degrees: float,
    *,
    correlations: Floats = CORRELATIONS,
) -> float:
    fit = autoregressive(values, design(times), times, correlations=correlations)
    value, error = fit.along(contrast)
    return float((np.abs(value) > student.isf(ALPHA / 2, degrees) * error).mean())


def _of_counts(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    places = ndtr(simulated(plan.draws, 2 * points + 1, correlation, seed=plan.seed))
    counts = nbinom.ppf(places, EVENTS / (DISPERSION - 1), 1 / DISPERSION)
    found = [before_after_counts.evaluated(each, points, draws=DRAWN) for each in counts]
    return {
        POINTS: points,
        AUTOCORRELATION: correlation,
        FALSE_LEVEL: float(np.mean([each.level.p < ALPHA for each in found])),
        FALSE_SLOPE: float(np.mean([each.slope.p < ALPHA for each in found])),
        FALSE_TOTAL: float(np.mean([each.total.p < ALPHA for each in found])),
    }
