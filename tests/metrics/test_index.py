"""The index step by step, and how far it would move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from metrics.methods.composite import (
    Aggregation,
    Normalisation,
    aggregated,
    composed,
    normalised,
    ranks,
)
from metrics.methods.robustness import Profile, from_method, from_sampling, sensitivity

Floats = NDArray[np.float64]

SCORES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(2, 8), st.integers(1, 6)),
    elements=st.floats(1, 100, width=32),
)


def a_profile(values: list[list[float]], pillars: tuple[str, ...] | None = None) -> Profile:
    found = np.array(values, dtype=np.float64)
    number = len(values[0])
    of = pillars or ("one",) * number
    return Profile(
        values=found,
        directions=np.ones(number),
        goalposts=np.tile([0.0, 1.0], (number, 1)),
        pillars=of,
        weights=np.ones(number),
        pillar_weights=np.ones(len(set(of))),
    )


@given(scores=SCORES)
def test_a_mean_that_makes_up_for_less_is_never_higher(scores: Floats) -> None:
    weights = np.ones(scores.shape[1])
    made = [aggregated(scores, weights, method) for method in Aggregation]
    arithmetic, geometric, harmonic = made
    assert (harmonic <= geometric + 1e-9).all()
    assert (geometric <= arithmetic + 1e-9).all()


@given(scores=SCORES, times=st.floats(0.5, 20))
def test_weights_count_in_relation_only(scores: Floats, times: float) -> None:
    weights = np.linspace(1, 2, scores.shape[1])
    for method in Aggregation:
        found = aggregated(scores, weights * times, method)
        assert found == pytest.approx(aggregated(scores, weights, method))


@given(scores=SCORES, method=st.sampled_from(Normalisation))
def test_every_normalisation_keeps_the_order_and_the_scale(
    scores: Floats, method: Normalisation
) -> None:
    posts = np.tile([0.0, 200.0], (scores.shape[1], 1))
    found = normalised(scores, np.ones(scores.shape[1]), method, goalposts=posts)
    assert ((found >= 1) & (found <= 100)).all()
    for before, after in zip(scores.T, found.T, strict=True):
        assert (np.diff(after[np.argsort(before)]) >= -1e-9).all()


@given(scores=SCORES, method=st.sampled_from(Normalisation))
def test_less_is_better_turns_an_indicator_round(scores: Floats, method: Normalisation) -> None:
    number = scores.shape[1]
    posts = np.tile([0.0, 200.0], (number, 1))
    up = normalised(scores, np.ones(number), method, goalposts=posts)
    down = normalised(scores, -np.ones(number), method, goalposts=posts)
    assert up + down == pytest.approx(np.full(scores.shape, 101.0))


def test_a_score_by_goalposts_does_not_depend_on_who_is_beside_it() -> None:
    posts = [[0, 1]]
    alone = normalised([[0.4]], [1], Normalisation.GOALPOSTS, goalposts=posts)
    beside = normalised([[0.4], [0.9]], [1], Normalisation.GOALPOSTS, goalposts=posts)
    assert alone[0, 0] == beside[0, 0]


def test_without_goalposts_nothing_is_normalised_by_them() -> None:
    with pytest.raises(ValueError, match="needs goalposts"):
        normalised([[0.4]], [1], Normalisation.GOALPOSTS)


def test_a_geometric_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        aggregated([[0.0, 2.0]], [1, 1], Aggregation.GEOMETRIC)


def test_a_pillar_needs_two_thirds_of_its_indicators_and_the_index_every_pillar() -> None:
    scores = np.array([[10.0, 20.0, 30.0, 50.0], [10.0, 20.0, np.nan, 50.0], [10.0, *[np.nan] * 3]])
    found = composed(scores, ("one", "one", "one", "two"))
    assert found.pillars[0].tolist() == [20.0, 50.0]
    assert found.pillars[1].tolist() == [15.0, 50.0]
    assert np.isnan(found.pillars[2]).all()
    assert found.index[:2].tolist() == [35.0, 32.5]
    assert np.isnan(found.index[2])


def test_equal_scores_share_the_better_rank_and_who_has_none_has_no_rank() -> None:
    assert ranks([50.0, np.nan, 70.0, 50.0]).tolist() == [2, 0, 1, 2]


def test_without_intervals_sampling_moves_nothing() -> None:
    profile = a_profile([[0.2, 0.4], [0.6, 0.8]])
    none = np.full((2, 2), np.nan)
    found = from_sampling(profile, none, none, draws=50)
    exact = profile.index(profile.scores(), Aggregation.ARITHMETIC)
    assert found.lower == pytest.approx(exact)
    assert found.upper == pytest.approx(exact)
    assert found.first[1, 0] == 1.0


def test_sampling_gives_back_the_interval_of_a_single_indicator() -> None:
    profile = a_profile([[0.5], [0.5]])
    lower, upper = np.array([[0.4], [np.nan]]), np.array([[0.7], [np.nan]])
    found = from_sampling(profile, lower, upper)
    assert found.lower[0] == pytest.approx(1 + 99 * 0.4, abs=1)
    assert found.upper[0] == pytest.approx(1 + 99 * 0.7, abs=1)
    assert found.first[0, 1] == pytest.approx(0.5, abs=0.02)


def test_who_is_better_throughout_comes_first_in_every_design() -> None:
    profile = a_profile([[0.9, 0.8, 0.9], [0.3, 0.2, 0.1], [0.5, 0.6, 0.4]], ("one", "one", "two"))
    found = from_method(profile, draws=300)
    assert found.draws.shape == (300, 3)
    assert found.first[0, 1] == found.first[0, 2] == found.first[2, 1] == 1.0
    assert found.best.tolist() == found.worst.tolist() == [1, 3, 2]


def test_of_unlike_profiles_who_comes_first_hangs_on_the_design() -> None:
    profile = a_profile([[0.9, 0.3], [0.58, 0.6], [0.1, 0.1]], ("one", "two"))
    found = from_method(profile, draws=600)
    assert 0 < found.first[0, 1] < 1
    assert found.first[0, 1] + found.first[1, 0] == pytest.approx(1)


def test_where_weights_alone_are_varied_all_hangs_on_them() -> None:
    profile = a_profile([[0.9, 0.3], [0.58, 0.6], [0.1, 0.1]], ("one", "two"))
    found = sensitivity(
        profile,
        normalisations=(Normalisation.GOALPOSTS,),
        aggregations=(Aggregation.ARITHMETIC,),
    )
    assert found.choices == ("normalisation", "weights", "aggregation")
    assert found.first_order == pytest.approx([0, 1, 0], abs=0.05)
    assert found.total == pytest.approx([0, 1, 0], abs=0.05)


def test_fewer_draws_than_designs_try_as_many_as_asked_for() -> None:
    profile = a_profile([[0.2, 0.4], [0.6, 0.3], [0.9, 0.8]])
    assert len(from_method(profile, draws=5).draws) == 5
