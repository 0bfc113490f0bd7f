"""What the comparison before and after a milestone promises, whatever the series."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.methods import before_after_counts, before_after_months
from metrics.methods.arrays import Floats
from metrics.methods.before_after import Evaluation, Reason, evaluated
from metrics.methods.recovery import Plan, simulated
from metrics.methods.recovery_evaluations import evaluation
from metrics.methods.regression import CORRELATIONS, autoregressive

AT = 16
LENGTH = 33
SHAPE = st.integers(0, 10_000).map(lambda seed: simulated(1, LENGTH, 0.2, seed=seed)[0])
QUICK = settings(max_examples=20)


def drawn(seed: int = 3, length: int = LENGTH, correlation: float = 0.2) -> Floats:
    return simulated(1, length, correlation, seed=seed)[0]


def stepped(values: Floats, by: float, at: int = AT) -> Floats:
    return values + by * (np.arange(len(values)) > at)


def counts(seed: int = 3, mean: float = 40.0) -> Floats:
    return np.random.default_rng(seed).poisson(mean, LENGTH).astype(np.float64)


def figures(found: Evaluation) -> Floats:
    parts = (found.level, found.slope, found.total)
    return np.array([[each.value, each.lower, each.upper] for each in parts])


@QUICK
@given(SHAPE, st.sampled_from([0.25, 3.0, 1000.0]), st.integers(-500, 500))
def test_another_unit_or_zero_changes_no_verdict(values: Floats, unit: float, zero: int) -> None:
    usual, other = evaluated(values, AT), evaluated(values * unit + zero, AT)
    np.testing.assert_allclose(figures(other), figures(usual) * unit, rtol=1e-6, atol=1e-6 * unit)
    np.testing.assert_allclose(
        other.fitted, usual.fitted * unit + zero, rtol=1e-6, atol=1e-6 * unit
    )
    assert other.level.p == pytest.approx(usual.level.p, rel=1e-6)
    assert other.correlation == usual.correlation
    assert other.placebo == usual.placebo


@QUICK
@given(SHAPE, st.floats(-3.0, 3.0))
def test_a_line_added_throughout_is_no_change(values: Floats, slope: float) -> None:
    usual, other = evaluated(values, AT), evaluated(values + slope * np.arange(LENGTH), AT)
    np.testing.assert_allclose(figures(other), figures(usual), rtol=1e-6, atol=1e-6)


@QUICK
@given(SHAPE, st.floats(-9.0, 9.0))
def test_a_planted_jump_moves_the_level_by_itself_and_the_total_by_its_periods(
    values: Floats, jump: float
) -> None:
    usual, other = evaluated(values, AT), evaluated(stepped(values, jump), AT)
    assert other.level.value - usual.level.value == pytest.approx(jump, abs=1e-8)
    assert other.slope.value == pytest.approx(usual.slope.value, abs=1e-8)
    assert other.total.value - usual.total.value == pytest.approx(jump * usual.after, abs=1e-7)


@QUICK
@given(SHAPE, st.floats(-1e6, 1e6))
def test_the_period_that_holds_the_milestone_takes_no_part(values: Floats, there: float) -> None:
    other = values.copy()
    other[AT] = there
    np.testing.assert_array_equal(figures(evaluated(other, AT)), figures(evaluated(values, AT)))


def test_a_jump_of_three_standard_deviations_is_found_and_nothing_is_seldom_called_a_change() -> (
    None
):
    found = evaluation(20, 0.2, Plan(draws=600))
    assert found["jump_found"] > 0.9
    assert 0.02 <= found["false_level"] <= 0.08
    assert 0.02 <= found["false_slope"] <= 0.08
    assert 0.02 <= found["false_total"] <= 0.08
    assert found["false_level_plain"] > found["false_level"]


def transformed(values: Floats, correlation: float) -> Floats:
    """Take from each period its likeness to the one before (Prais and Winsten)."""
    first = np.sqrt(1 - correlation**2) * values[:1]
    return np.concatenate([first, values[1:] - correlation * values[:-1]])


LINES = np.stack(
    [
        np.ones(LENGTH),
        np.arange(LENGTH),
        np.arange(LENGTH) > AT,
        np.maximum(np.arange(LENGTH) - AT, 0),
    ],
    axis=1,
).astype(np.float64)


@QUICK
@given(SHAPE, st.sampled_from([0.0, 0.3, 0.7]))
def test_lines_of_a_known_autocorrelation_are_least_squares_of_what_it_leaves(
    values: Floats, correlation: float
) -> None:
    found = autoregressive(values, LINES, np.arange(LENGTH), correlations=[correlation])
    terms, left = transformed(LINES, correlation), transformed(values, correlation)
    expected, (squares,), _, _ = np.linalg.lstsq(terms, left)
    np.testing.assert_allclose(found.coefficients[0], expected, rtol=1e-6, atol=1e-9)
    spread = squares / (LENGTH - 4) * np.linalg.inv(terms.T @ terms)
    np.testing.assert_allclose(found.covariance[0], spread, rtol=1e-6, atol=1e-12)


@QUICK
@given(SHAPE)
def test_the_autocorrelation_is_the_one_of_the_highest_restricted_likelihood(
    values: Floats,
) -> None:
    def lacking(correlation: float) -> float:
        terms, left = transformed(LINES, correlation), transformed(values, correlation)
        squares = float(np.linalg.lstsq(terms, left)[1][0])
        whole = (LENGTH - 4) * np.log(squares) - np.log(1 - correlation**2)
        return float(whole + np.linalg.slogdet(terms.T @ terms)[1])

    found = autoregressive(values, LINES, np.arange(LENGTH))
    likeliest = min(CORRELATIONS.tolist(), key=lacking)
    assert found.correlation[0] == pytest.approx(likeliest)


def test_the_counterfactual_is_the_line_before_carried_on() -> None:
    found = evaluated(stepped(drawn(), 10.0), AT)
    late = np.arange(LENGTH) > AT
    gap = found.fitted[late] - found.counterfactual[late]
    assert gap[0] == pytest.approx(found.level.value)
    assert np.diff(gap) == pytest.approx(found.slope.value)
    assert gap.sum() == pytest.approx(found.total.value)
    assert np.isnan(found.counterfactual[~late]).all()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (7, 20, Reason.FEW_BEFORE),
        (20, 7, Reason.FEW_AFTER),
        (8, 20, Reason.TOO_SHORT),
        (20, 11, Reason.TOO_SHORT),
        (12, 12, None),
    ],
)
@pytest.mark.parametrize(
    "judge", [evaluated, before_after_counts.evaluated], ids=["values", "counts"]
)
def test_twelve_periods_a_side_are_tested_eight_are_drawn_and_fewer_refused(
    before: int, after: int, reason: Reason | None, judge: Callable[[Floats, int], Evaluation]
) -> None:
    values = np.round(drawn(length=before + after + 1) * 5 + 60)
    found = judge(values, before)
    assert (found.before, found.after, found.reason) == (before, after, reason)
    assert found.drawn == (reason in {None, Reason.TOO_SHORT})
    assert np.isfinite(found.level.lower) == (reason is None)
    assert np.isfinite(found.level.value) == found.drawn


def test_gaps_are_no_points_and_leave_the_others_where_they_are() -> None:
    line = np.linspace(0, 64, LENGTH) + drawn() * 0.01
    line[[2, 3, 20]] = np.nan
    found = evaluated(stepped(line, 7.0), AT)
    assert (found.before, found.after) == (14, 15)
    assert found.level.value == pytest.approx(7.0, abs=0.1)
    assert np.isfinite(found.fitted[[2, 3, 20]]).all()


def test_a_series_that_never_leaves_its_lines_has_nothing_to_be_tested_by() -> None:
    found = evaluated(stepped(np.linspace(0, 64, LENGTH), 7.0), AT)
    assert found.reason is Reason.STEADY
    assert found.level.value == pytest.approx(7.0)
    assert np.isnan(found.level.p)
    assert found.placebo.dates == 0


def test_a_jump_that_stands_alone_is_as_large_at_no_other_date() -> None:
    found = evaluated(stepped(drawn(seed=5) * 0.5, 10.0), AT)
    assert (
        found.placebo.dates == LENGTH - 2 * 8 - 3
    )  # eight a side, the milestone and its neighbours
    assert found.placebo.as_large == 0
    usual = evaluated(drawn(seed=5), AT).placebo
    assert usual.as_large > 0


def test_what_moved_a_comparison_as_well_is_no_effect() -> None:
    shared = stepped(drawn(seed=7), 20.0)
    found = evaluated(shared + drawn(seed=8), AT, comparison=shared)
    assert found.level.lower < 0 < found.level.upper
    assert evaluated(shared + drawn(seed=8), AT).level.lower > 0


def test_counts_are_judged_in_proportion() -> None:
    usual = counts()
    doubled = np.where(np.arange(LENGTH) > AT, usual * 2, usual)
    found, before = (before_after_counts.evaluated(each, AT) for each in (doubled, usual))
    assert found.ratios
    assert found.level.value == pytest.approx(2 * before.level.value, rel=0.05)
    assert found.level.lower > 1
    assert before.level.lower < 1 < before.level.upper
    assert before.total.lower < 0 < before.total.upper
    gap = (found.fitted - found.counterfactual)[AT + 1 :]
    assert gap.sum() == pytest.approx(found.total.value)


def test_exposure_and_a_comparison_in_step_with_the_counts_leave_no_change() -> None:
    base = np.where(np.arange(LENGTH) > AT, 3.0, 1.0)
    for found in (
        before_after_counts.evaluated(counts() * base, AT, exposure=base),
        before_after_counts.evaluated(counts() * base, AT, comparison=1000 * base),
    ):
        assert found.level.lower < 1 < found.level.upper


def test_counts_under_four_a_period_are_not_judged() -> None:
    found = before_after_counts.evaluated(counts(mean=2.0), AT)
    assert found.reason is Reason.TOO_SMALL
    assert not found.drawn


def test_the_same_seed_gives_the_same_interval() -> None:
    one, again, other = (
        before_after_counts.evaluated(counts(), AT, draws=200, seed=seed) for seed in (1, 1, 2)
    )
    assert one.level == again.level
    assert one.level != other.level
    assert one.level.value == other.level.value


def test_months_are_judged_beside_the_time_of_year() -> None:
    month = np.arange(72)
    expected = 200 * (1 + 0.4 * np.sin(2 * np.pi * (month + 1) / 12)) * np.where(month > 40, 1.3, 1)
    events = np.random.default_rng(1).poisson(expected).astype(np.float64)
    found = before_after_months.evaluated(events, 40, exposure=np.ones(72))
    assert found.level.lower < 1.3 < found.level.upper
    assert found.level.lower > 1
    assert found.placebo.as_large == 0
    gap = (found.fitted - found.counterfactual)[41:]
    assert gap.sum() == pytest.approx(found.total.value)
