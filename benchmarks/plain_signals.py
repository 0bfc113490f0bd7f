"""Limits, rules and trend of one series without gaps, in plain Python, to hold arrays against."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist, fmean, median
from typing import Final

from metrics.methods.rules import RUN
from metrics.methods.trend import EQUAL_DIGITS, MOST_PERSISTENT, QUARTERS
from metrics.methods.xmr import BASELINE, CONSTANTS, FIRM, LARGE_RANGE, NEAR

NORMAL: Final = NormalDist()
SIGNIFICANT: Final = NORMAL.inv_cdf(0.975)


def rules(values: Sequence[float]) -> list[int]:
    """Return the number of the rule that names each point, 0 for none."""
    changed = [at for at, rule in enumerate(_rules(values, FIRM)) if rule and at >= FIRM]
    return _rules(values, min([*changed, BASELINE]))


def _rules(values: Sequence[float], baseline: int) -> list[int]:
    first = values[:baseline]
    centre = fmean(first)
    ranges = [abs(later - earlier) for earlier, later in pairwise(first)]
    kept = [each for each in ranges if each <= LARGE_RANGE * fmean(ranges)]
    reach = CONSTANTS[len(first)] * fmean(kept)
    found = [0] * len(values)
    for at in reversed(range(len(values) - RUN + 1)):
        window = values[at : at + RUN]
        if all(each > centre for each in window) or all(each < centre for each in window):
            found[at : at + RUN] = [4] * RUN
    _mark_near(values, centre, reach, found)
    for at in range(len(values) - RUN + 1):
        window = values[at : at + RUN]
        if _always(window, 1) or _always(window, -1):
            found[at : at + RUN] = [2] * RUN
    return [
        1 if abs(value - centre) > reach else rule
        for value, rule in zip(values, found, strict=True)
    ]


def trend(values: Sequence[float]) -> tuple[float, float]:
    """Return the change a year and its p, as `metrics.methods.trend.trend` does."""
    n = len(values)
    pairs = [(i, j) for i in range(n) for j in range(i + QUARTERS, n, QUARTERS)]
    slope = median((values[j] - values[i]) * QUARTERS / (j - i) for i, j in pairs)
    score = sum(_sign(values[j] - values[i]) for i, j in pairs)
    variance = sum(_variance(values[at::QUARTERS]) for at in range(QUARTERS))
    left = [value - slope / QUARTERS * at for at, value in enumerate(values)]
    usual = [median(left[at::QUARTERS]) for at in range(QUARTERS)]
    largest = max(abs(value) for value in values)
    rest = [
        round((each - usual[at % QUARTERS]) / largest, EQUAL_DIGITS) for at, each in enumerate(left)
    ]
    factor = max(1.0, *_factors(rest))
    z = (score - _sign(score)) / math.sqrt(variance * factor)
    return slope, 2 * NORMAL.cdf(-abs(z))


def _mark_near(values: Sequence[float], centre: float, reach: float, found: list[int]) -> None:
    near = [NEAR * reach < abs(value - centre) <= reach for value in values]
    for at in range(len(values) - 2):
        window = range(at, at + 3)
        one_side = abs(sum(_sign(values[each] - centre) for each in window)) == len(window)
        if one_side and sum(near[each] for each in window) > 1:
            for each in window:
                found[each] = 3 if near[each] else found[each]


def _always(window: Sequence[float], sign: int) -> bool:
    return all((later - earlier) * sign > 0 for earlier, later in pairwise(window))


def _variance(values: Sequence[float]) -> float:
    n = len(values)
    ties = sum((t - 1) * (2 * t + 5) for t in (values.count(each) for each in values))
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def _factors(rest: Sequence[float]) -> tuple[float, float]:
    """Return Hamed and Rao's factor and that of a first-order autoregression."""
    n = len(rest)
    ordered = sorted(rest)
    ranks = [ordered.index(each) + (ordered.count(each) + 1) / 2 for each in rest]
    centred = [each - fmean(ranks) for each in ranks]
    power = sum(each * each for each in centred)
    rho = [
        sum(later * earlier for later, earlier in zip(centred[lag:], centred, strict=False)) / power
        for lag in range(1, n)
    ]
    bound = SIGNIFICANT / math.sqrt(n)
    total = sum(
        (n - lag) * (n - lag - 1) * (n - lag - 2) * each
        for lag, each in enumerate(rho, start=1)
        if abs(each) > bound
    )
    fuller = min(max((n * rho[0] + 1) / (n - QUARTERS), 0.0), MOST_PERSISTENT)
    persistent = sum((1 - lag / n) * fuller**lag for lag in range(1, n))
    return 1 + 2 / (n * (n - 1) * (n - 2)) * total, 1 + 2 * persistent


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
