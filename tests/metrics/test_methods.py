"""What control charts, rules and trends promise, whatever the series."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.methods import funnel, laney, xmr
from metrics.methods.arrays import Floats
from metrics.methods.assurance import settled
from metrics.methods.recovery import (
    BASELINES,
    Plan,
    derived,
    expected_flags,
    recovery,
    row,
    share_alarms,
)
from metrics.methods.rules import RULES, Rule, judged
from metrics.methods.segments import Segments
from metrics.methods.signal import Grade, Judged, individuals, proportions
from metrics.methods.trend import FEWEST, trend

GAP = float("nan")
PERIODS = 28
STEADY = [10.0, 12.0, 11.0, 13.0, 12.0, 10.0, 11.0, 12.0, 13.0, 11.0, 10.0, 12.0]
SERIES = st.lists(
    st.one_of(st.integers(-50, 50).map(float), st.just(GAP)),
    min_size=PERIODS,
    max_size=PERIODS,
)
MANY = st.lists(SERIES, min_size=2, max_size=6).map(np.array)
THIRTY = settings(max_examples=30)


def parts(found: Judged, at: int) -> list[Floats]:
    arrays = (found.centre, found.lower, found.upper, found.points)
    return [each[at] for each in (*arrays, found.signals.rule, found.signals.side)]


def rule_at(found: Judged, place: int) -> Rule | None:
    number = int(found.signals.rule[0, place])
    return RULES[number - 1] if number else None


@THIRTY
@given(MANY, st.integers(8, 20))
def test_a_series_among_many_is_judged_as_it_is_alone(many: Floats, baseline: int) -> None:
    together = individuals(many, baseline=baseline)
    for at, alone in enumerate(many):
        single = individuals(alone, baseline=baseline)
        for ours, own in zip(parts(together, at), parts(single, 0), strict=True):
            np.testing.assert_allclose(ours, own, rtol=1e-12)


@THIRTY
@given(MANY)
def test_a_series_among_many_has_the_trend_that_it_has_alone(many: Floats) -> None:
    together = trend(many)
    for at, alone in enumerate(many):
        single = trend(alone)
        np.testing.assert_allclose(together.slope[at], single.slope[0], rtol=1e-12)
        np.testing.assert_allclose(together.p[at], single.p[0], rtol=1e-9)


@THIRTY
@given(MANY, st.sampled_from([0.25, 0.5, 2.0, 4.0]), st.integers(-64, 64))
def test_another_unit_or_zero_changes_no_signal(many: Floats, unit: float, zero: int) -> None:
    usual, other = individuals(many), individuals(many * unit + zero)
    np.testing.assert_array_equal(other.signals.rule, usual.signals.rule)
    np.testing.assert_array_equal(other.signals.side, usual.signals.side)
    np.testing.assert_allclose(other.lower, usual.lower * unit + zero, rtol=1e-9, atol=1e-9)


@THIRTY
@given(MANY, st.sampled_from([0.25, 0.5, 2.0, 4.0]), st.integers(-64, 64))
def test_another_unit_changes_the_slope_alone(many: Floats, unit: float, zero: int) -> None:
    usual, other = trend(many), trend(many * unit + zero)
    np.testing.assert_allclose(other.slope, usual.slope * unit, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(other.p, usual.p, rtol=1e-6)


@THIRTY
@given(MANY)
def test_what_is_better_upside_down_is_worse(many: Floats) -> None:
    usual, mirrored = individuals(many), individuals(-many)
    np.testing.assert_array_equal(mirrored.signals.side, -usual.signals.side)
    np.testing.assert_array_equal(mirrored.signals.rule, usual.signals.rule)


@THIRTY
@given(SERIES, st.integers(0, PERIODS - 1))
def test_a_point_that_takes_no_part_is_a_missing_period(series: list[float], place: int) -> None:
    missing, whole = np.array(series), np.ones(PERIODS, dtype=bool)
    missing[place], whole[place] = GAP, False
    without, left_out = individuals(missing), individuals(series, whole=whole)
    assert left_out.signals.rule[0, place] == 0
    for ours, other in zip(parts(left_out, 0), parts(without, 0), strict=True):
        np.testing.assert_array_equal(ours, other)


@THIRTY
@given(SERIES, st.integers(1, PERIODS - 1))
def test_each_side_of_a_rebase_is_judged_as_if_the_other_were_not(
    series: list[float], place: int
) -> None:
    starts = np.arange(PERIODS) == place
    found = individuals(series, starts=starts)
    for stretch in (slice(0, place), slice(place, PERIODS)):
        alone = individuals(series[stretch])
        for ours, own in zip(parts(found, 0), parts(alone, 0), strict=True):
            np.testing.assert_allclose(ours[stretch], own, rtol=1e-12)


@THIRTY
@given(SERIES, st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=8))
def test_what_comes_after_a_whole_baseline_moves_no_limit(
    series: list[float], later: list[float]
) -> None:
    known = [value for value in series if not np.isnan(value)]
    baseline = min(len(known), 20)
    before, after = (xmr.limits(each, baseline=baseline or 1) for each in (series, series + later))
    np.testing.assert_array_equal(after.lower, before.lower)
    np.testing.assert_array_equal(after.centre, before.centre)


def test_the_baseline_grows_to_twenty_as_long_as_nothing_changes() -> None:
    steady = [*STEADY, *STEADY]
    assert individuals(steady).points[0, 0] == 20
    assert individuals(STEADY[:9]).points[0, 0] == 9
    stepped = [*STEADY, 12.0, 11.0, *(value + 20 for value in STEADY)]
    found = individuals(stepped)
    assert found.points[0, 0] == 14
    assert found.centre[0, 0] == pytest.approx(np.mean(stepped[:14]))
    assert rule_at(found, 13) is None
    assert rule_at(found, 14) is Rule.BEYOND


@pytest.mark.parametrize(
    ("points", "grade"), [(7, Grade.NONE), (8, Grade.TRIAL), (11, Grade.TRIAL), (12, Grade.FIRM)]
)
def test_limits_are_tried_from_eight_points_and_firm_from_twelve(points: int, grade: Grade) -> None:
    found = individuals(STEADY[:points])
    assert set(found.grade[0]) == {grade}
    assert np.isfinite(found.lower).all() == (grade is not Grade.NONE)


def test_a_missing_period_breaks_the_moving_range() -> None:
    whole, broken = xmr.limits(STEADY, k=1.0), xmr.limits([*STEADY[:6], GAP, *STEADY[6:]], k=1.0)
    ranges = np.abs(np.diff(STEADY))
    assert whole.spread.item() == pytest.approx(ranges.mean())
    assert broken.spread.item() == pytest.approx(np.delete(ranges, 5).mean())
    assert broken.centre.item() == whole.centre.item()


def test_a_series_reported_every_second_quarter_has_no_limits() -> None:
    found = individuals([value for point in STEADY for value in (point, GAP)])
    assert np.isnan(found.lower).all()


def test_a_series_that_never_moved_has_no_limits() -> None:
    assert np.isnan(xmr.limits([5.0] * 12).lower).all()


def test_a_missing_period_breaks_a_run() -> None:
    limits = xmr.limits(STEADY)
    assert judged([*STEADY, *[13.0] * 7], limits).rule[0, 12:].tolist() == [4] * 7
    assert judged([*STEADY, *[13.0] * 3, GAP, *[13.0] * 4], limits).rule[0, 12:].tolist() == [0] * 8


def test_a_missing_period_breaks_a_trend() -> None:
    limits = xmr.limits(STEADY, k=100.0)
    rising = [8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0]
    assert judged(rising, limits).side[0].tolist() == [1] * 7
    assert judged([*rising[:4], GAP, *rising[4:]], limits).side[0].tolist() == [0] * 8


def test_a_missing_period_breaks_two_of_three() -> None:
    limits = xmr.limits(STEADY, k=3.0)
    near = limits.near_upper.item() + 0.01
    assert judged([near, near, 12.0], limits).rule[0].tolist() == [3, 3, 0]
    assert judged([near, GAP, near], limits).rule[0].tolist() == [0, 0, 0]


def test_a_point_beyond_a_limit_is_named_so_though_other_rules_hold() -> None:
    limits = xmr.limits(STEADY, k=1.0)
    above = limits.upper.item() + 1
    found = judged([above] * 7, limits)
    assert {RULES[number - 1] for number in found.rule[0]} == {Rule.BEYOND}


def test_a_limit_that_was_clipped_cannot_signal() -> None:
    values = [0.9, 1.0, 0.95, 0.85, 0.97, 0.9, 1.0, 0.88, 0.99, 0.95, 0.85, 0.96, 1.0, 1.0, 1.0]
    found = individuals(values, floor=0.0, ceiling=1.0)
    assert found.upper[0, 0] == 1
    assert found.lower[0, 0] < 0.85
    assert not found.signals.rule.any()


def test_shares_are_judged_where_every_period_holds_five_of_each_kind() -> None:
    cases, size = np.array([[50.0, 55.0] * 6]), np.full((1, 12), 100.0)
    small = size.copy()
    small[0, 11] = 9.0
    assert np.isfinite(proportions(cases, size).lower).all()
    assert np.isnan(proportions(np.minimum(cases, small), small).lower).all()


def test_limits_of_shares_are_narrower_where_more_is_counted() -> None:
    size = np.array([[100.0, 400.0] * 6])
    found = proportions(size * 0.5 + [[3.0, -4.0] * 6], size)
    width = (found.upper - found.lower)[0]
    assert width[0] == pytest.approx(2 * width[1])


def test_shares_that_differ_less_than_chance_keep_the_limits_of_chance() -> None:
    size = np.full((1, 12), 400.0)
    found = laney.limits(np.array([[200.0, 201.0] * 6]), size)
    pooled = 200.5 / 400
    reach = 3 * np.sqrt(1 + 1 / 12) * np.sqrt(pooled * (1 - pooled) / 400)
    assert found.upper[0] == pytest.approx(pooled + reach)
    assert laney.dispersion(found).item() < 1


@THIRTY
@given(MANY)
def test_chart_of_shares_among_many_is_the_chart_alone(many: Floats) -> None:
    size = np.where(np.isnan(many), np.nan, 150.0)
    together = proportions(many + 60, size)
    for at in range(len(many)):
        alone = proportions(many[at] + 60, size[at])
        for ours, own in zip(parts(together, at), parts(alone, 0), strict=True):
            np.testing.assert_allclose(ours, own, rtol=1e-12)


@pytest.mark.parametrize("length", BASELINES)
def test_the_short_run_constants_come_out_of_the_simulation_again(length: int) -> None:
    assert derived(length, draws=60_000) == pytest.approx(xmr.constant(length).item(), rel=0.02)


def test_a_longer_baseline_needs_a_smaller_constant() -> None:
    constants = [*xmr.CONSTANTS.values()]
    assert constants == sorted(constants, reverse=True)
    assert [*xmr.CONSTANTS] == [*range(xmr.FEWEST, xmr.BASELINE + 1)]
    assert xmr.constant([7, 8, 40]).tolist() == pytest.approx([GAP, 5.25, 3.50], nan_ok=True)


def test_assurance_is_said_from_twelve_points_without_a_signal() -> None:
    rule = np.array([[0, 0], [0, 0], [0, 1]], dtype=np.int8)
    assert settled([12, 11, 12], rule).tolist() == [True, False, False]


def test_a_trend_is_told_from_sixteen_quarters_on_in_points_a_year() -> None:
    season = np.tile([5.0, 0.0, -3.0, 1.0], 5)
    line = season + 0.5 * np.arange(20)
    found = trend(line)
    assert found.slope.item() == pytest.approx(2.0)
    assert found.p.item() < 0.05
    assert np.isnan(trend(line[: FEWEST - 1]).slope).all()


def test_a_season_alone_is_no_trend() -> None:
    found = trend(np.tile([5.0, 0.0, -3.0, 1.0], 5))
    assert found.slope.item() == 0
    assert found.p.item() == 1


def test_most_planted_steps_are_found_within_eight_quarters() -> None:
    for points in BASELINES:
        found = row(points, 0.0, Plan(draws=500))
        assert found["found_within_8"] >= 0.9
        assert found["found_within_1"] <= found["found_within_2"] <= found["found_within_4"]
        assert found["false_within_1"] < 0.03


def test_the_same_seed_gives_the_same_table() -> None:
    plan = Plan(draws=20, seed=7)
    assert recovery(plan).equals(recovery(plan))
    assert recovery(plan).height == 12


def test_textbook_limits_are_wrong_more_often_after_a_short_baseline() -> None:
    ours, classic = (row(8, 0.0, Plan(draws=2_000, k=k)) for k in (None, xmr.CLASSIC))
    assert classic["false_within_1"] > 3 * ours["false_within_1"]


def test_shares_that_do_nothing_seldom_leave_their_limits_however_much_quarters_differ() -> None:
    found = share_alarms(Plan(draws=2_000))
    assert found["outside"].to_numpy().max() < 0.012
    differing = found.filter(pl.col("correlation_within_a_quarter") > 0)
    assert (differing["outside_with_textbook_limits"] > 2 * differing["outside"]).all()


def test_flags_expected_by_chance_add_up_over_series_and_grow_with_autocorrelation() -> None:
    one = expected_flags(np.array([24]), np.array([0.2]), draws=2_000)
    ten = expected_flags(np.array([24] * 10), np.array([0.2] * 10), draws=2_000)
    stickier = expected_flags(np.array([24]), np.array([0.6]), draws=2_000)
    assert ten == pytest.approx(10 * one)
    assert 0 < one < stickier < 1


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="starts are"):
        Segments.of((1, 4), [True, False])
    with pytest.raises(ValueError, match="numerators are"):
        laney.shares([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="`whole` is"):
        individuals([1.0, 2.0], whole=[True])
    with pytest.raises(ValueError, match="axes"):
        individuals(np.zeros((1, 1, 1)))


def test_nothing_is_said_of_units_without_cases_or_without_others() -> None:
    assert np.isnan(funnel.dispersion([0.0, 0.0], [5.0, 5.0]))
    assert np.isnan(funnel.dispersion([1.0], [5.0]))
    assert np.isnan(funnel.pooled([GAP], [5.0]))
    band = funnel.limits(0.5, [10.0, 10.0], confidence=0.95)
    assert funnel.beyond([GAP, 0.5], band).tolist() == [0, 0]


@THIRTY
@given(st.floats(0.01, 0.99), st.integers(1, 5_000))
def test_a_funnel_holds_its_average_and_narrows(average: float, size: int) -> None:
    found = funnel.limits(average, [size, 4 * size], confidence=0.998)
    assert (found.lower <= average).all()
    assert (found.upper >= average).all()
    assert found.upper[1] - found.lower[1] <= found.upper[0] - found.lower[0] + 1e-12
