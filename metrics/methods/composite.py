"""A composite index, step by step: skew treatment, normalisation, weights, aggregation, ranks.

Every array is of units × indicators (partnerships × indicators) with NaN where there is no value;
nothing is imputed. Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008). The
treatment of skew and the shares of available data are those of the R package COINr.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import kurtosis, rankdata, skew

from metrics.methods.arrays import Floats, Ints

SCALE: Final = 100.0
LEAST: Final = 1.0
"""Scores lie between `LEAST` and `SCALE`, so that a geometric mean of them exists."""
ENOUGH: Final = 2 / 3
"""The share of its indicators that a pillar needs."""
UNITS_TO_TREAT: Final = 20
SKEWED: Final = 2.0
PEAKED: Final = 3.5
MOST_WINSORISED: Final = 5

_SHIFT: Final = 0.01
_Z_STEP: Final = 10.0
_NEARLY: Final = 1e-9


class Normalisation(StrEnum):
    """How values of different units are brought to one scale."""

    GOALPOSTS = "goalposts"
    MIN_MAX = "min_max"
    Z = "z"
    RANK = "rank"


class Aggregation(StrEnum):
    """How scores become one: how far a low score is made up for by a high one."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"


@dataclass(frozen=True, eq=False, kw_only=True)
class Composite:
    """Scores of units: by pillar (units × pillars), and of the index (units)."""

    pillars: Floats
    index: Floats


def treated(values: ArrayLike, *, most: int = MOST_WINSORISED) -> tuple[Floats, list[str]]:
    """Draw in outliers of indicators that are both skewed and peaked.

    The extreme values are set to the next one, one after the other, until either measure passes or
    `most` were set; where that does not do, the logarithm is taken instead.

    Args:
        values: units × indicators.
        most: values that may be set.

    Returns:
        The values, and for each indicator what was done: empty, `winsorised n` or `log`.
    """
    found = np.array(values, dtype=np.float64)
    done: list[str] = []
    for place in range(found.shape[1]):
        column = found[:, place]
        drawn_in, number = _winsorised(column, most)
        if number and _skewed(drawn_in):
            found[:, place], what = _log(column), "log"
        else:
            found[:, place], what = drawn_in, f"winsorised {number}" if number else ""
        done.append(what)
    return found, done


def normalised(
    values: ArrayLike,
    directions: ArrayLike,
    method: Normalisation,
    *,
    goalposts: ArrayLike | None = None,
    least: float = LEAST,
) -> Floats:
    """Bring indicators to one scale, more being better.

    Args:
        values: units × indicators.
        directions: indicators; 1 where more is better, −1 where less is.
        method: by fixed goalposts, by the least and most of the units, by their mean and standard
            deviation (10 for each, round the middle of the scale, held within it), or by their
            ranks.
        goalposts: indicators × 2; the value at the bottom of the scale and that at the top,
            whatever the direction; only of goalposts.
        least: the bottom of the scale.

    Raises:
        ValueError: there are no goalposts to normalise by.
    """
    found = np.asarray(values, dtype=np.float64) * np.asarray(directions, dtype=np.float64)
    match method:
        case Normalisation.GOALPOSTS:
            if goalposts is None:
                raise ValueError("normalising by goalposts needs goalposts")
            ends = np.asarray(goalposts, dtype=np.float64).T * np.asarray(directions)
            low, high = ends.min(axis=0), ends.max(axis=0)
            return least + (SCALE - least) * np.clip((found - low) / (high - low), 0, 1)
        case Normalisation.MIN_MAX:
            return least + (SCALE - least) * _between(found)
        case Normalisation.Z:
            return np.clip((least + SCALE) / 2 + _Z_STEP * _standardised(found), least, SCALE)
        case Normalisation.RANK:
            ordered = rankdata(found, axis=0, method="average", nan_policy="omit")
            return least + (SCALE - least) * _between(np.asarray(ordered, dtype=np.float64))


def aggregated(
    scores: ArrayLike, weights: ArrayLike, method: Aggregation, *, enough: float = 0.0
) -> Floats:
    """Average scores by row; what is missing is left out, the other weights taking its part.

    Args:
        scores: units × indicators; above zero where the mean is geometric or harmonic.
        weights: indicators.
        method: how far a low score is made up for.
        enough: the share of the indicators that must be there, else there is no average.

    Raises:
        ValueError: a score that is zero or less has no geometric or harmonic mean.
    """
    found = np.asarray(scores, dtype=np.float64)
    known = np.isfinite(found)
    if method != Aggregation.ARITHMETIC and (found[known] <= 0).any():
        raise ValueError(f"a {method} mean needs scores above zero")
    shares = np.where(known, np.asarray(weights, dtype=np.float64), 0.0)
    total = shares.sum(axis=1)
    told = (known.mean(axis=1) >= enough - _NEARLY) & (total > 0)
    summed = (shares * np.where(known, _inward(found, method), 0.0)).sum(axis=1)
    means = np.divide(summed, total, out=np.full(len(found), np.nan), where=told)
    return _outward(means, method)


def composed(
    scores: Floats | NDArray[np.float32],
    pillars: Sequence[str],
    *,
    weights: ArrayLike | None = None,
    pillar_weights: ArrayLike | None = None,
    method: Aggregation = Aggregation.ARITHMETIC,
    enough: float = ENOUGH,
) -> Composite:
    """Aggregate indicators to pillars and pillars to the index.

    Args:
        scores: units × indicators, normalised.
        pillars: indicators; the pillar of each.
        weights: indicators; equal if not given.
        pillar_weights: pillars in their first order; equal if not given.
        method: of both steps.
        enough: the share of a pillar's indicators that must be there. A unit has an index only
            where it has every pillar.
    """
    own = np.ones(len(pillars)) if weights is None else np.asarray(weights, dtype=np.float64)
    of = np.array(pillars)
    named = list(dict.fromkeys(pillars))
    by_pillar = np.column_stack(
        [
            aggregated(scores[:, of == each], own[of == each], method, enough=enough)
            for each in named
        ]
    )
    between = np.ones(len(named)) if pillar_weights is None else pillar_weights
    return Composite(pillars=by_pillar, index=aggregated(by_pillar, between, method, enough=1.0))


def ranks(scores: ArrayLike) -> Ints:
    """Rank scores along the last axis: 1 the highest, equal scores the better rank, 0 for none."""
    found = np.asarray(scores, dtype=np.float64)
    known = np.isfinite(found)
    placed = rankdata(np.where(known, -found, np.inf), axis=-1, method="min")
    return np.where(known, placed, 0).astype(np.int64)


def _inward(found: Floats, method: Aggregation) -> Floats:
    """Return what is averaged: the scores, their logarithms, or what they are parts of one of."""
    safe = np.where(np.isfinite(found), found, 1.0)
    match method:
        case Aggregation.ARITHMETIC:
            return safe
        case Aggregation.GEOMETRIC:
            return np.log(safe)
        case Aggregation.HARMONIC:
            return 1 / safe


def _outward(means: Floats, method: Aggregation) -> Floats:
    match method:
        case Aggregation.ARITHMETIC:
            return means
        case Aggregation.GEOMETRIC:
            return np.exp(means)
        case Aggregation.HARMONIC:
            return 1 / means


def _between(found: Floats) -> Floats:
    """Place values between the least (0) and the most (1) of their column; halfway if all agree."""
    known = np.isfinite(found)
    low = np.where(known, found, np.inf).min(axis=0)
    high = np.where(known, found, -np.inf).max(axis=0)
    apart = high > low
    placed = (found - low) / np.where(apart, high - low, 1.0)
    return np.where(apart | ~known, placed, 0.5)


def _standardised(found: Floats) -> Floats:
    """Return distances from the mean of a column in its standard deviations; 0 if all agree."""
    known = np.isfinite(found)
    number = known.sum(axis=0)
    distance = found - np.where(known, found, 0.0).sum(axis=0) / np.maximum(number, 1)
    squares = np.where(known, distance**2, 0.0).sum(axis=0)
    spread = np.sqrt(squares / np.maximum(number - 1, 1))
    return distance / np.where(spread > 0, spread, 1.0)


def _skewed(column: Floats) -> bool:
    """Tell whether a column is both skewed and peaked (sample-adjusted, as spreadsheets do)."""
    known = column[np.isfinite(column)]
    return bool(abs(skew(known, bias=False)) >= SKEWED and kurtosis(known, bias=False) >= PEAKED)


def _winsorised(column: Floats, most: int) -> tuple[Floats, int]:
    """Set the extreme values to the next one until a column passes; return it and how many."""
    found, number = column.copy(), 0
    while number < most and _skewed(found):
        upward = skew(found[np.isfinite(found)], bias=False) >= 0
        extreme = np.nanmax(found) if upward else np.nanmin(found)
        inside = found[found < extreme] if upward else found[found > extreme]
        next_one = np.max(inside) if upward else np.min(inside)
        number = int((found == extreme).sum())
        found[found == extreme] = next_one
    return found, number


def _log(column: Floats) -> Floats:
    low, high = np.nanmin(column), np.nanmax(column)
    return np.log(column - low + _SHIFT * (high - low))
