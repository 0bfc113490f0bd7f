"""Recovery: how many planted steps the signals find, and how often they are wrong."""

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

import numpy as np
import polars as pl
from scipy.optimize import brentq

from metrics.methods import laney, xmr
from metrics.methods.arrays import Flags, Floats, Ints, chance_above
from metrics.methods.signal import individuals
from metrics.methods.trend import mann_kendall, trend
from metrics.methods.xmr import BY_CHANCE, moving_range

BASELINES: Final = (8, 12, 16, 20)
AUTOCORRELATIONS: Final = (0.0, 0.2, 0.4)
WITHIN: Final = (1, 2, 4, 8)
STEP: Final = 3.0
DRAWS: Final = 4_000
SEED: Final = 1
BASELINE_DRAWS: Final = 200_000

POINTS: Final = "points"
AUTOCORRELATION: Final = "autocorrelation"
FOUND: Final = "found_within_{}"
FALSE: Final = "false_within_{}"
FLAGGED: Final = "flagged_a_quarter"
TREND_FOUND: Final = "trend_found"
PLAIN_FOUND: Final = "found_by_plain_test"

BETWEEN: Final = "correlation_within_a_quarter"
OURS: Final = "outside"
TEXTBOOK: Final = "outside_with_textbook_limits"

CORRELATIONS: Final = (0.0, 0.01, 0.05)
SHARE_OF_CASES: Final = 0.8
SIZES: Final = (100, 400)
TREND_LENGTHS: Final = (16, 20, 24, 40)
ALPHA: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is simulated.

    Attributes:
        draws: series of each kind.
        seed: the same seed gives the same table.
        step: the change planted, in standard deviations of a series.
        k: multiple of the mean moving range; None for the constant for short runs.
    """

    draws: int = DRAWS
    seed: int = SEED
    step: float = STEP
    k: float | None = None


def recovery(plan: Plan = Plan()) -> pl.DataFrame:
    """Return the share of planted steps found, beside the false alarms where nothing changes.

    Series are normal with first-order autocorrelation and standard deviation 1. The step comes with
    the first quarter after the baseline, and stays. It is found within h quarters when, of what was
    known by then, a quarter since the step is named on its side. A false alarm is any quarter
    after the baseline that is named though nothing changed.

    Args:
        plan: what is simulated.

    Returns:
        A row for each length of the baseline and autocorrelation: points, autocorrelation, found
        and false alarms within 1, 2, 4 and 8 quarters as shares, and the share of series named at
        their latest quarter where nothing changed.
    """
    kinds = product(BASELINES, AUTOCORRELATIONS)
    return pl.DataFrame([row(points, correlation, plan) for points, correlation in kinds])


def trend_alarms(plan: Plan = Plan()) -> pl.DataFrame:
    """Return the share of series without a trend in which one is found at 5 %.

    Args:
        plan: what is simulated; its step and k take no part.

    Returns:
        A row for each length in quarters and autocorrelation: by `trend`, and by the plain test.
    """
    kinds = product(TREND_LENGTHS, AUTOCORRELATIONS)
    return pl.DataFrame([_trends(points, correlation, plan) for points, correlation in kinds])


def share_alarms(plan: Plan = Plan()) -> pl.DataFrame:
    """Return the share of quarters after a baseline that lie outside the limits of a p′ chart.

    Of 100 to 400 a quarter 80 % are cases; within a quarter they resemble each other as much as the
    correlation says (beta-binomial), so that quarters differ beyond what chance does.

    Args:
        plan: what is simulated; its step and k take no part.

    Returns:
        A row for each length of the baseline and correlation: with our limits and with Laney's.
    """
    kinds = product(BASELINES, CORRELATIONS)
    return pl.DataFrame([_shares(points, correlation, plan) for points, correlation in kinds])


def expected_flags(
    points: Ints, correlation: Floats, *, draws: int = DRAWS, seed: int = SEED
) -> float:
    """Return how many of these series would be named at their latest period by chance alone.

    Args:
        points: periods of each series that has limits.
        correlation: first-order autocorrelation of each; rounded to tenths, held to 0–0.8.
        draws: series simulated for each kind of series.
        seed: the same seed gives the same number.
    """
    tenths = np.clip(np.round(np.nan_to_num(correlation), 1), 0.0, 0.8)
    kinds, numbers = np.unique(np.stack([points, tenths], axis=1), axis=0, return_counts=True)
    chances = [_by_chance(int(length), float(rho), draws, seed) for length, rho in kinds]
    return float(np.dot(chances, numbers))


@cache
def _by_chance(points: int, correlation: float, draws: int, seed: int) -> float:
    """Return the share of series in which nothing happens that are named at their last period."""
    return float(_named(simulated(draws, points, correlation, seed=seed), None)[:, -1].mean())


def simulated(draws: int, points: int, correlation: float, *, seed: int) -> Floats:
    """Return series in which nothing happens: normal, first-order autocorrelation, deviation 1.

    Args:
        draws: series.
        points: periods.
        correlation: between a value and the one before, 0 to below 1.
        seed: the same seed gives the same series.
    """
    drawn = np.random.default_rng(seed).standard_normal((draws, points))
    fresh = np.sqrt(1 - correlation**2)
    for place in range(1, points):
        drawn[:, place] = correlation * drawn[:, place - 1] + fresh * drawn[:, place]
    return drawn


def row(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    """Return one row of `recovery`, of a baseline of that length and that autocorrelation."""
    quiet = simulated(plan.draws, points + max(WITHIN), correlation, seed=plan.seed)
    moved = quiet.copy()
    moved[:, points:] += plan.step
    told: dict[str, float] = {POINTS: points, AUTOCORRELATION: correlation}
    for within in WITHIN:
        named = _named(moved[:, : points + within], points, plan.k, upwards=True)
        told[FOUND.format(within)] = float(named[:, points:].any(axis=1).mean())
    for within in WITHIN:
        named = _named(quiet[:, : points + within], points, plan.k)
        told[FALSE.format(within)] = float(named[:, points:].any(axis=1).mean())
    told[FLAGGED] = float(_named(quiet, points, plan.k)[:, -1].mean())
    return told


def _trends(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    drawn = simulated(plan.draws, points, correlation, seed=plan.seed)
    return {
        POINTS: points,
        AUTOCORRELATION: correlation,
        TREND_FOUND: float((trend(drawn).p < ALPHA).mean()),
        PLAIN_FOUND: float((mann_kendall(drawn).p < ALPHA).mean()),
    }


def _shares(points: int, correlation: float, plan: Plan) -> dict[str, float]:
    random = np.random.default_rng(plan.seed)
    shape = plan.draws, points + 1
    size = random.integers(*SIZES, shape, endpoint=True)
    chance = np.full(shape, SHARE_OF_CASES)
    if correlation:
        both = 1 / correlation - 1
        chance = random.beta(SHARE_OF_CASES * both, (1 - SHARE_OF_CASES) * both, shape)
    cases = random.binomial(size, chance)
    told: dict[str, float] = {POINTS: points, BETWEEN: correlation}
    for name, k in ((OURS, None), (TEXTBOOK, laney.SIGMAS / xmr.STEP)):
        found = laney.limits(cases, size, k=k, baseline=points)
        last = cases[:, -1] / size[:, -1]
        outside = (last > found.upper[:, -1]) | (last < found.lower[:, -1])
        told[name] = float(outside.mean())
    return told


def _named(
    values: Floats, baseline: int | None, k: float | None = None, *, upwards: bool = False
) -> Flags:
    side = individuals(values, k=k, baseline=baseline).signals.side
    return side > 0 if upwards else side != 0


def derived(length: int, *, by_chance: float = BY_CHANCE, draws: int = BASELINE_DRAWS) -> float:
    """Find the short-run constant for a baseline of independent normal values by simulation.

    k is where `outside` gives the share wanted. Seeded: the same arguments give the same constant.

    Source: the idea of short-run constants is Hillier F S (1969), X̄- and R-chart control limits
    based on a small number of subgroups, J Qual Technol 1: 17–26; the figures are our own.

    Args:
        length: points in the baseline, from 2 on.
        by_chance: the share of later points outside.
        draws: baselines drawn.
    """
    baselines = _baselines(length, draws)

    def too_many(k: float) -> float:
        return _outside(k, *baselines) - by_chance

    return float(brentq(too_many, 1.0, 100.0))


def outside(length: int, k: float, *, draws: int = BASELINE_DRAWS) -> float:
    """Return the share of points after a baseline that chance alone puts outside its limits.

    For each baseline drawn, the chance that the next value lies outside mean ± k × screened mean
    moving range is known exactly; the answer is the mean of that chance.

    Args:
        length: points in the baseline, from 2 on.
        k: multiple of the mean moving range.
        draws: baselines drawn.
    """
    return _outside(k, *_baselines(length, draws))


def _baselines(length: int, draws: int) -> tuple[Floats, Floats]:
    drawn = np.random.default_rng(length).standard_normal((draws, length))
    spread, _ = moving_range(drawn)
    return drawn.mean(axis=1), spread


def _outside(k: float, centre: Floats, spread: Floats) -> float:
    found = chance_above(k * spread - centre) + chance_above(k * spread + centre)
    return float(found.mean())
