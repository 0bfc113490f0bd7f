"""How far an index would move: from sampling, and from the choice of method.

Either is asked with the other fixed, and the two are never mixed: the first says how sure the
figures are, the second how much hangs on choices that could have been made otherwise. Source:
OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7; sensitivity as in Saltelli
et al., Global Sensitivity Analysis (2008).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import sobol_indices, uniform

from metrics.methods.arrays import Floats, Ints
from metrics.methods.composite import (
    ENOUGH,
    LEAST,
    SCALE,
    Aggregation,
    Normalisation,
    aggregated,
    composed,
    normalised,
    ranks,
)

DRAWS: Final = 10_000
CONCENTRATION: Final = 20.0
"""How close Dirichlet weights keep to equal ones: a weight of 1/5 varies by about 0.09."""
CONFIDENCE: Final = 0.95
SEED: Final = 20_080_101
CHOICES: Final = ("normalisation", "weights", "aggregation")

_CHUNK: Final = 100
_HALF_WIDTH: Final = float(ndtri((1 + CONFIDENCE) / 2))
_TAILS: Final = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
_BASE: Final = 1024
_WEIGHTS_TRIED: Final = 64

Narrow = NDArray[np.float32]


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """What an index is made of.

    Attributes:
        values: units × indicators, in their own units; NaN where there is none.
        directions: indicators; 1 where more is better, −1 where less is.
        goalposts: indicators × 2; the bottom and the top of the scale.
        pillars: indicators; the pillar of each.
        weights: indicators; within their pillar.
        pillar_weights: pillars in their first order.
    """

    values: Floats
    directions: Floats
    goalposts: Floats
    pillars: tuple[str, ...]
    weights: Floats
    pillar_weights: Floats

    def scores(self, method: Normalisation = Normalisation.GOALPOSTS) -> Floats:
        """Return units × indicators, brought to one scale."""
        return normalised(self.values, self.directions, method, goalposts=self.goalposts)

    def index(self, scores: Floats | Narrow, method: Aggregation) -> Floats:
        """Return units; the index of scores under its own weights."""
        return composed(
            scores,
            self.pillars,
            weights=self.weights,
            pillar_weights=self.pillar_weights,
            method=method,
        ).index


@dataclass(frozen=True, eq=False, kw_only=True)
class Places:
    """Draws of an index, and the range of the ranks in them.

    Attributes:
        draws: draws × units; the index. Of designs these stand on unlike scales, so that only
            their order within a draw says anything.
        best, worst: units; the range of 95 % of the ranks; 0 where there is no index.
    """

    draws: NDArray[np.floating]
    best: Ints
    worst: Ints

    @property
    def first(self) -> Floats:
        """Units × units; the share of the draws in which one comes before the other, ties halved.

        Of designs this is a share of the designs tried, no probability.
        """
        units = self.draws.shape[1]
        shares = np.full((units, units), 0.5)
        for one in range(units):
            mine = self.draws[:, [one]]
            shares[one] = ((mine > self.draws) + 0.5 * (mine == self.draws)).mean(axis=0)
        return shares


@dataclass(frozen=True, eq=False, kw_only=True)
class Spread(Places):
    """Draws of an index on one scale, with the range of their scores as well.

    Attributes:
        lower, upper: units; the range of 95 % of the draws.
    """

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class Sensitivity:
    """How much of the shift of ranks hangs on each choice: by itself, and with all it touches."""

    choices: tuple[str, ...]
    first_order: Floats
    total: Floats


def from_sampling(
    profile: Profile,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    method: Aggregation = Aggregation.ARITHMETIC,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Spread:
    """Draw the values within their intervals and make the index anew each time.

    A value is drawn from two halves of normal curves that meet at it, each as wide as its side of
    the 95 % interval; one without an interval stands as it is.

    Args:
        profile: what the index is made of; normalised by its goalposts.
        lower: units × indicators; the lower ends of 95 % intervals, NaN where there is none.
        upper: units × indicators; their upper ends.
        method: of aggregation.
        draws: how many.
        seed: of the random numbers.
    """
    scores = profile.scores()
    below, above = (
        _steps(profile, scores, np.asarray(ends, dtype=np.float64)) for ends in (lower, upper)
    )
    random = np.random.default_rng(seed)
    found = [
        profile.index(_drawn(scores, -below, above, random, number), method).reshape(number, -1)
        for number in _chunks(draws)
    ]
    drawn = np.concatenate(found)
    tails = np.quantile(drawn, _TAILS, axis=0)
    best, worst = _best_and_worst(drawn)
    return Spread(draws=drawn, lower=tails[0], upper=tails[1], best=best, worst=worst)


def from_method(
    profile: Profile,
    *,
    normalisations: Sequence[Normalisation] = tuple(Normalisation),
    aggregations: Sequence[Aggregation] = tuple(Aggregation),
    concentration: float = CONCENTRATION,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Places:
    """Make the index anew under other normalisations, weights and aggregations, and rank it.

    Scores on one scale and on another are not held together: of designs there are only ranks.

    Args:
        profile: what the index is made of.
        normalisations: those tried, each equally often.
        aggregations: those tried, each equally often.
        concentration: of the Dirichlet distribution of the weights round the profile's own.
        draws: how many designs.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    pairs = list(product(normalisations, aggregations))
    often = [len(part) for part in np.array_split(np.arange(draws), len(pairs))]
    found = [
        _under(profile, profile.scores(way), *_weights(profile, concentration, number, random), how)
        for (way, how), number in zip(pairs, often, strict=True)
        if number
    ]
    drawn = np.concatenate(found)
    best, worst = _best_and_worst(drawn)
    return Places(draws=drawn, best=best, worst=worst)


def sensitivity(
    profile: Profile,
    *,
    normalisations: Sequence[Normalisation] = tuple(Normalisation),
    aggregations: Sequence[Aggregation] = tuple(Aggregation),
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> Sensitivity:
    """Tell how much of the mean shift of ranks hangs on normalisation, weights and aggregation.

    First-order and total Sobol' indices of the mean absolute shift from the ranks of the profile's
    own design; nothing where no design shifts any.

    Args:
        profile: what the index is made of.
        normalisations: those tried.
        aggregations: those tried.
        concentration: as of `from_method`.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    within, between = _weights(profile, concentration, _WEIGHTS_TRIED, random)
    shifts = _shifts(profile, normalisations, within, between, aggregations)

    if np.ptp(shifts) == 0:
        return Sensitivity(
            choices=CHOICES, first_order=np.zeros(shifts.ndim), total=np.zeros(shifts.ndim)
        )

    def shift_of(unit: Floats) -> Floats:
        places = (unit * np.array(shifts.shape)[:, np.newaxis]).astype(np.int64)
        return shifts[tuple(places)]

    choices: list[Any] = [uniform()] * shifts.ndim
    found = sobol_indices(func=shift_of, n=_BASE, dists=choices, rng=random)
    return Sensitivity(
        choices=CHOICES,
        first_order=np.asarray(found.first_order),
        total=np.asarray(found.total_order),
    )


def _chunks(draws: int) -> Iterator[int]:
    """Cut draws into parts that fit into a processor's memory."""
    for begun in range(0, draws, _CHUNK):
        yield min(_CHUNK, draws - begun)


def _steps(profile: Profile, scores: Floats, ends: Floats) -> Narrow:
    """Return how far one standard deviation takes each score towards an end of its interval."""
    low, high = profile.goalposts.min(axis=1), profile.goalposts.max(axis=1)
    per_unit = (SCALE - LEAST) / (high - low) * profile.directions
    step = (ends - profile.values) / _HALF_WIDTH * per_unit
    return np.where(np.isfinite(step) & np.isfinite(scores), step, 0.0).astype(np.float32)


def _drawn(
    scores: Floats, below: Narrow, above: Narrow, random: np.random.Generator, number: int
) -> Narrow:
    """Draw scores: (draws × units) × indicators."""
    drawn = random.standard_normal((number, *scores.shape), dtype=np.float32)
    drawn *= np.where(drawn > 0, above, below)
    drawn += scores.astype(np.float32)
    np.clip(drawn, LEAST, SCALE, out=drawn)
    return drawn.reshape(-1, scores.shape[1])


def _weights(
    profile: Profile, concentration: float, number: int, random: np.random.Generator
) -> tuple[list[Floats], Floats]:
    """Draw weights round the profile's own: designs × indicators of each pillar, and of pillars."""
    of = np.array(profile.pillars)
    within = [
        random.dirichlet(concentration * _shares(profile.weights[of == each]), size=number)
        for each in dict.fromkeys(profile.pillars)
    ]
    between = random.dirichlet(concentration * _shares(profile.pillar_weights), size=number)
    return within, between


def _shares(weights: Floats) -> Floats:
    return weights / weights.sum()


def _under(
    profile: Profile,
    scores: Floats,
    within: Sequence[Floats],
    between: Floats,
    method: Aggregation,
) -> Floats:
    """Return designs × units: the index under each set of weights."""
    of = np.array(profile.pillars)
    by_pillar = [
        _each(scores[:, of == name], weights, method, enough=ENOUGH)
        for name, weights in zip(dict.fromkeys(profile.pillars), within, strict=True)
    ]
    pillars = np.stack(by_pillar, axis=2)  # designs × units × pillars
    weights = np.repeat(between, len(scores), axis=0)
    flat = aggregated(pillars.reshape(len(weights), -1), weights, method, enough=1.0)
    return flat.reshape(len(between), -1)


def _each(scores: Floats, weights: Floats, method: Aggregation, *, enough: float) -> Floats:
    """Aggregate the same scores under many sets of weights: designs × units."""
    often = np.repeat(weights, len(scores), axis=0)
    tiled = np.tile(scores, (len(weights), 1))
    return aggregated(tiled, often, method, enough=enough).reshape(len(weights), -1)


def _shifts(
    profile: Profile,
    normalisations: Sequence[Normalisation],
    within: Sequence[Floats],
    between: Floats,
    aggregations: Sequence[Aggregation],
) -> Floats:
    """Return normalisations × weights × aggregations: the mean absolute shift of ranks."""
    own = ranks(profile.index(profile.scores(), Aggregation.ARITHMETIC))
    shifts = np.empty((len(normalisations), len(between), len(aggregations)))
    for place, way in enumerate(normalisations):
        scores = profile.scores(way)
        for last, how in enumerate(aggregations):
            placed = ranks(_under(profile, scores, within, between, how))
            shifts[place, :, last] = np.abs(placed - own)[:, own > 0].mean(axis=1)
    return shifts


def _best_and_worst(draws: NDArray[np.floating]) -> tuple[Ints, Ints]:
    best, worst = np.quantile(ranks(draws), _TAILS, axis=0, method="nearest")
    return best.astype(np.int64), worst.astype(np.int64)
