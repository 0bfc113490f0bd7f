"""Signals: many series judged at once against the range in which each usually lies."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.methods import laney, xmr
from metrics.methods.arrays import Flags, Floats, Ints, Signs, series
from metrics.methods.rules import Signals, judged
from metrics.methods.segments import Segments
from metrics.methods.xmr import BASELINE, FIRM, Limits


class Grade(StrEnum):
    """How firm limits are: none under 8 points, trial limits up to 11, firm from 12 on."""

    NONE = "none"
    TRIAL = "trial"
    FIRM = "firm"


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged:
    """What is usual at each period, and what is not; all arrays are series × periods.

    Attributes:
        values: the values judged, NaN where a point takes no part.
        centre, lower, upper: what is usual, of the stretch that the period lies in; NaN for none.
        points: points in the baseline of that stretch.
        signals: the rule that names each point, and its side.
    """

    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    points: Ints
    signals: Signals

    @property
    def grade(self) -> NDArray[np.str_]:
        """Codes of `Grade`."""
        known = np.isfinite(self.lower)
        firm = known & (self.points >= FIRM)
        return np.select(
            [firm, known], [Grade.FIRM.value, Grade.TRIAL.value], default=Grade.NONE.value
        )


def individuals(
    values: ArrayLike,
    *,
    whole: ArrayLike | None = None,
    starts: ArrayLike | None = None,
    k: float | None = None,
    baseline: int | None = None,
    floor: float = -np.inf,
    ceiling: float = np.inf,
) -> Judged:
    """Judge values by individuals charts, see `xmr.limits` and `rules.judged`.

    Args:
        values: one series, or series × periods; NaN for a missing period.
        whole: true where a point takes part; false for those that are partial, immature,
            suppressed or bounded. None for all.
        starts: true where a series begins anew, at a re-base. None for nowhere.
        k: multiple of the mean moving range; None for the constant for short runs.
        baseline: the first points of each stretch that make its range, at most; then it is frozen.
            None for 12, and up to 20 as long as none of them signals against the limits of 12.
        floor: the least value there can be.
        ceiling: the greatest value there can be.

    Raises:
        ValueError: arrays differ in shape, or have more than two axes.
    """
    kept = _kept(series(values), whole)
    segments = Segments.of(kept.shape, starts)
    apart = segments.apart(kept)

    def limits(most: ArrayLike) -> Limits:
        found = xmr.limits(apart, k=k, baseline=most)
        return xmr.clipped(found, floor=floor, ceiling=ceiling)

    return _together(kept, segments, apart, limits(_baseline(apart, limits, baseline)))


def proportions(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    whole: ArrayLike | None = None,
    starts: ArrayLike | None = None,
    k: float | None = None,
    baseline: int | None = None,
) -> Judged:
    """Judge shares by p′ charts, see `laney.limits` and `rules.judged`.

    Args:
        numerator: cases of one series, or series × periods; NaN for a missing period.
        denominator: cases at risk, likewise.
        whole: true where a point takes part, as of `individuals`.
        starts: true where a series begins anew.
        k: multiple of the mean moving range; None for the constant for short runs.
        baseline: the first points that make the range, as of `individuals`.

    Raises:
        ValueError: arrays differ in shape, or have more than two axes.
    """
    cases, size = _kept(series(numerator), whole), series(denominator)
    shares = laney.shares(cases, size)
    segments = Segments.of(shares.shape, starts)
    apart, counted, at_risk = map(segments.apart, (shares, cases, size))

    def limits(most: ArrayLike) -> Limits:
        return laney.limits(counted, at_risk, k=k, baseline=most)

    return _together(shares, segments, apart, limits(_baseline(apart, limits, baseline)))


def _baseline(
    apart: Floats, limits: Callable[[ArrayLike], Limits], wanted: int | None
) -> ArrayLike:
    """Return how many points make the range of each stretch: those before the first change."""
    if wanted is not None:
        return wanted
    number = np.cumsum(np.isfinite(apart), axis=1)
    changed = (judged(apart, limits(FIRM)).rule != 0) & (number > FIRM)
    return np.where(changed, number - 1, BASELINE).min(axis=1, initial=BASELINE)


def _kept(values: Floats, whole: ArrayLike | None) -> Floats:
    if whole is None:
        return values
    part: Flags = np.atleast_2d(np.asarray(whole, dtype=bool))
    if part.shape != values.shape:
        raise ValueError(f"`whole` is {part.shape}; the values are {values.shape}")
    return np.where(part, values, np.nan)


def _together(values: Floats, segments: Segments, apart: Floats, found: Limits) -> Judged:
    signals = judged(apart, found)
    back: Callable[[Floats], Floats] = segments.together
    sign: Callable[[Signs], Signs] = segments.together
    return Judged(
        values=values,
        centre=back(found.centre),
        lower=back(found.lower),
        upper=back(found.upper),
        points=segments.together(found.points[:, np.newaxis]),
        signals=Signals(sign(signals.rule), sign(signals.side)),
    )
