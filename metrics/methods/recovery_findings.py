"""How often a finding is called confirmed though nothing changed, and a planted step is."""

from itertools import product
from typing import Final

import numpy as np
import polars as pl

from metrics.methods.arrays import Floats, Signs
from metrics.methods.episode import GAP, confirmed, episode
from metrics.methods.recovery import AUTOCORRELATION, AUTOCORRELATIONS, POINTS, Plan, simulated
from metrics.methods.signal import individuals
from metrics.methods.xmr import CONSTANTS

LENGTHS: Final = (20, 28, 40)
STEP_AGO: Final = 8
"""A planted step comes with the first of so many latest quarters."""

FLAGGED: Final = "flagged"
IN_A_ROW: Final = "confirmed_in_a_row"
IN_EPISODE: Final = "confirmed_in_an_episode"
STEP_IN_A_ROW: Final = "step_confirmed_in_a_row"
STEP_IN_EPISODE: Final = "step_confirmed_in_an_episode"

_USUAL: Final = Plan()


def confirmations(plan: Plan = _USUAL) -> pl.DataFrame:
    """Return how often a series is flagged and confirmed at its last quarter.

    Series are normal with first-order autocorrelation and standard deviation 1, each judged at the
    end of every quarter by what was known then.

    Args:
        plan: what is simulated.

    Returns:
        A row for each length and autocorrelation: the share of series that do nothing which are
        flagged, which are confirmed if any quarter without a mark began anew, and which are
        confirmed by episodes as `episode.GAP` has them; then the last two of a planted step.
    """
    return pl.DataFrame([confirmation(*each, plan) for each in product(LENGTHS, AUTOCORRELATIONS)])


def confirmation(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    """Return one row of `confirmations`, of that many quarters and that autocorrelation."""
    quiet = simulated(plan.draws, points, correlation, seed=plan.seed)
    moved = quiet.copy()
    moved[:, -STEP_AGO:] += plan.step
    by_chance, of_step = (_as_known(each, plan.k) for each in (quiet, moved))
    return {
        POINTS: points,
        AUTOCORRELATION: correlation,
        FLAGGED: float((by_chance[:, -1] != 0).mean()),
        IN_A_ROW: _confirmed(by_chance, gap=0),
        IN_EPISODE: _confirmed(by_chance, gap=GAP),
        STEP_IN_A_ROW: _confirmed(of_step, gap=0),
        STEP_IN_EPISODE: _confirmed(of_step, gap=GAP),
    }


def _as_known(values: Floats, k: float | None) -> Signs:
    """Return the side on which each quarter was named, judged by the values up to it alone."""
    sides = np.zeros(values.shape, dtype=np.int8)
    for end in range(min(CONSTANTS), values.shape[1] + 1):
        sides[:, end - 1] = individuals(values[:, :end], k=k).signals.side[:, -1]
    return sides


def _confirmed(sides: Signs, *, gap: int) -> float:
    return float(np.mean([confirmed(episode(each, gap=gap).marked) for each in sides]))
