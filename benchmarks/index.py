"""Ranges of an index from very many draws: by chance in the values, and by how it is made.

The other side draws a tenth as often, one draw after another with the same steps, and is told for
all of them.
"""

from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np

from benchmarks.measure import Comparison, Found, Note, Size, in_turns, seconds
from metrics.methods.arrays import Floats
from metrics.methods.composite import Aggregation, normalised, ranks
from metrics.methods.composite import Normalisation as Scale
from metrics.methods.robustness import Profile, from_method, from_sampling, sensitivity

PARTNERSHIPS: Final = 50
INDICATORS: Final = 40
PILLARS: Final = 8
PART: Final = 10
HALF_WIDTH: Final = 0.05


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Draw an index anew, each way; then one draw after another."""
    del folder  # nothing is written
    profile = a_profile()
    lower, upper = profile.values - HALF_WIDTH, profile.values + HALF_WIDTH
    some = max(1, size.few // PART)

    def ours() -> None:
        from_sampling(profile, lower, upper, draws=size.few)

    ours_took, other_took = in_turns(
        size.repeats,
        lambda _: seconds(ours),
        lambda _: seconds(lambda: _one_by_one(profile, some)) * size.few / some,
    )
    yield Comparison(
        what=f"index with {size.few:,} draws, {PARTNERSHIPS} partnerships × {INDICATORS}",
        against="one draw after another",
        ours=ours_took,
        other=other_took,
    )
    begun = process_time()
    ours()
    sampling = process_time()
    from_method(profile, draws=size.few)
    method = process_time()
    sensitivity(profile)
    yield Note(
        f"index: {size.few:,} draws, {PARTNERSHIPS} partnerships × {INDICATORS} indicators, "
        f"seconds of one core: {sampling - begun:.2f} from sampling, {method - sampling:.2f} from "
        f"method, {process_time() - method:.2f} for the sensitivity"
    )


def a_profile(*, seed: int = 1) -> Profile:
    """Return shares of partnerships, of which one in twenty is missing."""
    chance = np.random.default_rng(seed)
    values = chance.beta(4, 3, size=(PARTNERSHIPS, INDICATORS))
    values[chance.random(values.shape) < HALF_WIDTH] = np.nan
    each = INDICATORS // PILLARS
    return Profile(
        values=values,
        directions=np.ones(INDICATORS),
        goalposts=np.tile([0.0, 1.0], (INDICATORS, 1)),
        pillars=tuple(f"pillar {number // each}" for number in range(INDICATORS)),
        weights=np.ones(INDICATORS),
        pillar_weights=np.ones(PILLARS),
    )


def _one_by_one(profile: Profile, draws: int) -> None:
    chance = np.random.default_rng(1)
    for _ in range(draws):
        ranks(profile.index(_drawn(profile, chance), Aggregation.ARITHMETIC))


def _drawn(profile: Profile, chance: np.random.Generator) -> Floats:
    values = profile.values + HALF_WIDTH / 2 * chance.standard_normal(profile.values.shape)
    return normalised(values, profile.directions, Scale.GOALPOSTS, goalposts=profile.goalposts)
