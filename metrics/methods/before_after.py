"""Before and after a milestone: an interrupted series, by segmented regression.

The period that holds the milestone is on neither side. Source of the design: Lopez Bernal J,
Cummins S, Gasparrini A (2017), Interrupted time series regression for the evaluation of public
health interventions: a tutorial, Int J Epidemiol 46: 348–355.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import t as student

from metrics.methods.arrays import Flags, Floats
from metrics.methods.regression import Fit, autoregressive

FEWEST: Final = 8
"""Known periods a side from which lines are drawn."""
FIRM: Final = 12
"""Known periods a side from which a change is tested."""
CONFIDENCE: Final = 0.95
ALPHA: Final = 1 - CONFIDENCE
Z: Final = float(ndtri(1 - ALPHA / 2))
LEVEL: Final = np.array([0.0, 0.0, 1.0, 0.0])
SLOPE: Final = np.array([0.0, 0.0, 0.0, 1.0])

_LOST: Final = 4
_EXACT: Final = 1e-12
_LEAST: Final = 1e-100


class Reason(StrEnum):
    """Why there is no test, or no line."""

    TOO_SHORT = "too_short_to_test"
    FEW_BEFORE = "too_few_before"
    FEW_AFTER = "too_few_after"
    TOO_SMALL = "counts_too_small"
    STEADY = "never_varies"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval and the chance of one as far from no change; NaN: none."""

    value: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")
    p: float = float("nan")


@dataclass(frozen=True, kw_only=True)
class Placebo:
    """The same question asked of dates on which nothing is known to have happened.

    Attributes:
        dates: how many other dates have enough periods on both sides.
        as_large: at how many of them the jump is at least as large, up or down.
        places: where those dates are, among all periods.
        jumps: the jump at each; of counts, the logarithm of the ratio.
    """

    dates: int = 0
    as_large: int = 0
    places: tuple[int, ...] = field(default=(), compare=False)
    jumps: tuple[float, ...] = field(default=(), compare=False)


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """What a series did after a milestone, beside what it would have done as before.

    Attributes:
        before, after: known periods on either side.
        reason: why there is no test; None where there is one.
        ratios: whether level and slope are ratios (of counts), not differences.
        level: how far the first period after the milestone stands from the line before it.
        slope: how much more a period adds than before, or by what it multiplies.
        total: what all known periods after the milestone hold beyond the line before it: events
            added, or avoided below 0.
        fitted: periods; the lines on both sides.
        counterfactual: periods; the line before, carried on after the milestone, NaN before it.
        carried_lower, carried_upper: periods; within which that line lies with 95 % confidence, NaN
            where nothing is tested.
        correlation: first-order autocorrelation of what the lines leave.
        placebo: how usual a jump of this size is on other dates.
    """

    before: int
    after: int
    reason: Reason | None = None
    ratios: bool = False
    level: Estimate = Estimate()
    slope: Estimate = Estimate()
    total: Estimate = Estimate()
    fitted: Floats = field(default_factory=lambda: np.array([]))
    counterfactual: Floats = field(default_factory=lambda: np.array([]))
    carried_lower: Floats = field(default_factory=lambda: np.array([]))
    carried_upper: Floats = field(default_factory=lambda: np.array([]))
    correlation: float = float("nan")
    placebo: Placebo = Placebo()

    @property
    def drawn(self) -> bool:
        """Whether there are lines to draw."""
        return self.fitted.size > 0


@dataclass(frozen=True, eq=False, kw_only=True)
class Sides:
    """The known periods on both sides of a milestone.

    Attributes:
        known: all periods; whether one takes part.
        milestone: the place of the one that holds it.
    """

    known: Flags
    milestone: int

    @property
    def length(self) -> int:
        """All periods, known or not."""
        return len(self.known)

    @property
    def times(self) -> Floats:
        """Known periods: how many periods after the milestone each is."""
        return np.flatnonzero(self.known).astype(np.float64) - self.milestone

    @property
    def numbers(self) -> tuple[int, int]:
        """How many known periods lie before and after."""
        return int((self.times < 0).sum()), int((self.times > 0).sum())

    @property
    def everywhere(self) -> Floats:
        """All periods × terms: the design, known or not."""
        return design(np.arange(self.length, dtype=np.float64) - self.milestone)

    def lacking(self, fewest: tuple[int, int] = (FEWEST, FEWEST)) -> Reason | None:
        """Return on which side periods lack."""
        before, after = self.numbers
        if before < fewest[0]:
            return Reason.FEW_BEFORE
        return Reason.FEW_AFTER if after < fewest[1] else None


def sides(values: ArrayLike, milestone: int) -> Sides:
    """Return the periods on both sides of the one that holds the milestone.

    Args:
        values: one series of consecutive periods; NaN where one takes no part.
        milestone: the place of the period that holds it, from 0.
    """
    known = np.isfinite(np.asarray(values, dtype=np.float64))
    if 0 <= milestone < len(known):
        known[milestone] = False
    return Sides(known=known, milestone=milestone)


def design(times: Floats) -> Floats:
    """Return periods × 4: level and slope of the line before, and what comes to them after.

    Args:
        times: how many periods after the milestone each is.
    """
    after = (times > 0).astype(np.float64)
    return np.stack([np.ones(len(times)), times, after, (times - 1) * after], axis=1)


def evaluated(
    values: ArrayLike, milestone: int, *, comparison: ArrayLike | None = None
) -> Evaluation:
    """Compare a series after a milestone with the line before it, carried on.

    From 12 known periods a side: restricted maximum likelihood with first-order autocorrelation, t
    on n/2 − 4 degrees of freedom. From 8: the lines, without intervals. Below: refused.

    Args:
        values: one series of consecutive periods; NaN where one takes no part.
        milestone: the place of the period that holds it, from 0.
        comparison: the same periods of a series that the milestone did not touch; what is judged
            is then the difference between both (difference in differences).
    """
    found = np.asarray(values, dtype=np.float64)
    if comparison is not None:
        found = found - np.asarray(comparison, dtype=np.float64)
    both = sides(found, milestone)
    before, after = both.numbers
    if (lacking := both.lacking()) is not None:
        return Evaluation(before=before, after=after, reason=lacking)
    known = found[both.known]
    zero = float(known.mean())
    fit = autoregressive(known - zero, design(both.times), both.times)
    reason = untested(both, steady=_steady(known, fit))
    degrees = freedom(before + after)
    line = zero + both.everywhere[:, :2] @ fit.coefficients[0, :2]
    reach = _reach(both, fit, degrees) if reason is None else np.full(both.length, np.nan)
    level, slope, total = (
        tested(fit, contrast, degrees) if reason is None else alone(fit, contrast)
        for contrast in (LEVEL, SLOPE, beyond(both.times))
    )
    return Evaluation(
        before=before,
        after=after,
        reason=reason,
        level=level,
        slope=slope,
        total=total,
        fitted=fitted(both, zero + both.everywhere @ fit.coefficients[0]),
        counterfactual=carried(both, line),
        carried_lower=carried(both, line - reach),
        carried_upper=carried(both, line + reach),
        correlation=float(fit.correlation[0]),
        placebo=Placebo()
        if reason is Reason.STEADY
        else placebo(both, lambda at: _jump(found, at, fit.correlation)),
    )


def beyond(times: Floats) -> Floats:
    """Return the weights that sum, over the periods after, what lies beyond the line before."""
    return design(times)[times > 0].sum(axis=0) * np.array([0.0, 0.0, 1.0, 1.0])


def freedom(points: int) -> float:
    """Return the degrees of freedom of so many points, which resemble each other."""
    return points / 2 - _LOST


def tested(fit: Fit, contrast: Floats, degrees: float) -> Estimate:
    """Return the sum of the first series' coefficients with its t interval."""
    value, error = (each.item() for each in fit.along(contrast))
    reach = float(student.isf(ALPHA / 2, degrees)) * error
    p = float(2 * student.sf(abs(value / error), degrees))
    return Estimate(value=value, lower=value - reach, upper=value + reach, p=p)


def placebo(
    both: Sides, jump: Callable[[Sides], float], fewest: tuple[int, int] = (FEWEST, FEWEST)
) -> Placebo:
    """Ask every other date with enough known periods on both sides for its jump.

    The milestone's own period takes part in none of them; a date is another one where at least one
    known period lies between it and the milestone, so that the sides differ.

    Args:
        both: the periods known, and the milestone.
        jump: gives the jump at a date.
        fewest: known periods that a date needs before and after.
    """
    others = [
        Sides(known=both.known & (np.arange(both.length) != at), milestone=at)
        for at in range(both.length)
        if both.known[min(at, both.milestone) + 1 : max(at, both.milestone)].any()
    ]
    admissible = [each for each in others if each.lacking(fewest) is None]
    size = abs(jump(both)) * (1 - _EXACT)
    jumps = tuple(map(jump, admissible))
    return Placebo(
        dates=len(admissible),
        as_large=sum(abs(each) >= size for each in jumps),
        places=tuple(each.milestone for each in admissible),
        jumps=jumps,
    )


def _reach(both: Sides, fit: Fit, degrees: float) -> Floats:
    """Return how far to both sides the line before may lie, period by period."""
    terms = both.everywhere * np.array([1.0, 1.0, 0.0, 0.0])
    errors = np.sqrt(np.einsum("pi,ij,pj->p", terms, fit.covariance[0], terms))
    return float(student.isf(ALPHA / 2, degrees)) * errors


def _jump(values: Floats, at: Sides, correlation: Floats) -> float:
    fit = autoregressive(values[at.known], design(at.times), at.times, correlations=correlation[:1])
    return float(fit.coefficients[0] @ LEVEL)


def untested(both: Sides, *, steady: bool) -> Reason | None:
    """Return why a change is not tested, where lines can be drawn."""
    if min(both.numbers) < FIRM:
        return Reason.TOO_SHORT
    return Reason.STEADY if steady else None


def _steady(known: Floats, fit: Fit) -> bool:
    """Tell whether the lines leave nothing: no chance to measure a change by."""
    return float(np.sqrt(fit.covariance[0, 0, 0])) <= _EXACT * max(
        _LEAST, float(np.abs(known).max())
    )


def alone(fit: Fit, contrast: Floats) -> Estimate:
    """Return the sum of the first series' coefficients without an interval."""
    return Estimate(value=fit.along(contrast)[0].item())


def fitted(both: Sides, line: Floats) -> Floats:
    """Keep both lines; the milestone's own period is on neither."""
    return np.where(np.arange(both.length) == both.milestone, np.nan, line)


def carried(both: Sides, line: Floats) -> Floats:
    """Keep the line before where it is carried on, after the milestone."""
    return np.where(np.arange(both.length) > both.milestone, line, np.nan)
