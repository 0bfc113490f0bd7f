"""What the outlook of a workload promises, whatever the series."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.methods.arrays import Floats
from metrics.methods.forecasts import Model, ets, seasonal_naive, theta
from metrics.methods.outlook import Lacking, Method, Outlook, back_test, chosen, outlook
from metrics.outlooks import FORECASTABLE, NOTHING, Foretold, foretold
from metrics.series import Query
from metrics.source import Source
from validation.codes import Level
from validation.contracts.information_exchange import InformationExchange as T
from validation.periods import Period

QUICK = settings(max_examples=4, deadline=None)
YEAR = np.array([0.0, 10.0, -5.0, 20.0])


def workload(seed: int = 1, length: int = 24) -> Floats:
    drawn = np.random.default_rng(seed).normal(size=length)
    return 200 + 2 * np.arange(length) + np.resize(YEAR, length) + 6 * drawn


@QUICK
@given(st.integers(0, 10_000), st.sampled_from([0.25, 3.0, 1000.0]))
def test_another_unit_changes_the_outlook_by_that_unit_alone(seed: int, unit: float) -> None:
    values = workload(seed)
    usual, other = outlook(values), outlook(values * unit)
    assert other.method is usual.method
    ours = np.stack([usual.ahead, usual.lower, usual.upper])
    theirs = np.stack([other.ahead, other.lower, other.upper])
    np.testing.assert_allclose(theirs, ours * unit, rtol=1e-6)
    assert other.error == pytest.approx(usual.error * unit, rel=1e-6)
    assert (other.covered, other.told) == (usual.covered, usual.told)


@pytest.mark.parametrize("model", [ets, theta, seasonal_naive])
def test_a_season_that_repeats_itself_is_continued(model: Model) -> None:
    found = model(100 + np.resize(YEAR, 24), 4, 4)
    np.testing.assert_allclose(found, 100 + YEAR, atol=0.5)


@pytest.mark.parametrize("phi", [0.82, 0.9, 0.96])
def test_a_trend_that_weakens_by_the_same_share_each_quarter_goes_on_weakening(phi: float) -> None:
    """The damped trend's own form: each step is phi times the one before, from 0.8 to 0.98."""
    whole = 100 + np.cumsum(10 * np.power(phi, np.arange(1.0, 33.0)))
    found = ets(whole[:24], 4, 8)
    np.testing.assert_allclose(found, whole[24:], atol=0.003 * (whole[-1] - whole[23]))


@pytest.mark.parametrize("model", [ets, theta])
def test_a_straight_line_goes_on_upwards(model: Model) -> None:
    found = model(np.linspace(100, 215, 24), 4, 4)
    assert (np.diff([215.0, *found]) > 1).all()


def test_twenty_whole_quarters_without_a_gap_are_needed() -> None:
    assert outlook(workload(length=20)).lacking is None
    assert outlook(workload(length=19)).lacking is Lacking.TOO_SHORT
    gapped = workload(length=28)
    gapped[9] = np.nan
    found = outlook(gapped)
    assert (found.points, found.lacking) == (18, Lacking.TOO_SHORT)
    assert not found.ahead.size


def test_a_last_quarter_that_is_not_whole_is_left_out() -> None:
    values = workload()
    unfinished = [*values, float("nan")]
    np.testing.assert_array_equal(outlook(unfinished).ahead, outlook(values).ahead)


def test_a_workload_that_never_varies_has_no_outlook() -> None:
    assert outlook(np.full(24, 7.0)).lacking is Lacking.STEADY


@pytest.mark.parametrize(("length", "origins"), [(20, (3, 3)), (24, (6, 4)), (28, (9, 5))])
def test_no_quarter_that_tells_the_error_took_part_in_the_choice(
    length: int, origins: tuple[int, int]
) -> None:
    values = workload(length=length)
    found = outlook(values)
    choosing, telling = found.origins
    assert (choosing, telling) == origins
    last_chosen, first_told = 8 + choosing + 2, length - 3 - telling
    assert first_told == last_chosen + 1
    assert found.quarters == length - first_told
    moved = values.copy()
    moved[first_told:] += np.resize([40.0, -60.0, 90.0], length - first_told)
    assert outlook(moved).method is found.method
    late = back_test(values, range(first_told, length - 3), season=4, ahead=4)
    assert found.error == pytest.approx(np.abs(late[found.method]).mean())
    assert found.naive_error == pytest.approx(np.abs(late[Method.SEASONAL_NAIVE]).mean())


def test_the_ranges_of_the_past_are_made_as_the_one_ahead_is() -> None:
    """Cut where a place of the past stands, the series has the range whose coverage is told."""
    values, method = workload(length=28), outlook(workload(length=28)).method
    came = [values[at : at + 4] for at in range(20, 25)]
    cut = [outlook(values[:at]) for at in range(20, 25)]
    assert {each.method for each in cut} == {method}
    held = [
        (each.lower <= real) & (real <= each.upper) for each, real in zip(cut, came, strict=True)
    ]
    found = outlook(values)
    assert (found.covered, found.told, found.quarters) == (np.sum(held), 20, 8)


def test_it_says_when_repeating_the_year_before_would_have_missed_by_less() -> None:
    same, worse = Outlook(points=24, error=3.0, naive_error=3.0), outlook(turning())
    assert not same.no_better
    assert worse.method is not Method.SEASONAL_NAIVE
    assert worse.no_better


def turning(length: int = 28) -> Floats:
    """A workload that rose for years and then stays where it was."""
    return np.minimum(workload(length=length) + 8.0 * np.arange(length), 400.0 + YEAR.mean())


def test_the_end_of_the_series_does_not_reach_into_earlier_origins() -> None:
    values = workload()
    other = values.copy()
    other[-4:] += 500
    usual, moved = (back_test(each, range(8, 17), season=4, ahead=4) for each in (values, other))
    for method in Method:
        np.testing.assert_array_equal(usual[method], moved[method])


def errors(**sizes: list[float]) -> dict[Method, Floats]:
    return {each: np.outer(sizes[each.value], np.ones(4)) for each in Method}


ONES = [1.0] * 6


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"ets": [0.9] * 6}, Method.ETS),
        ({"ets": [0.5, 1.4, 0.5, 1.4, 0.5, 1.4]}, Method.MEAN),
        ({"ets": [0.9] * 6, "theta": [0.8] * 6}, Method.THETA),
        ({"seasonal_naive": [0.9] * 6}, Method.SEASONAL_NAIVE),
        ({"seasonal_naive": [0.5, 1.4, 0.5, 1.4, 0.5, 1.4]}, Method.SEASONAL_NAIVE),
        ({"seasonal_naive": ONES}, Method.SEASONAL_NAIVE),
    ],
)
def test_one_model_replaces_the_mean_only_by_more_than_a_standard_error(
    sizes: dict[str, list[float]], expected: Method
) -> None:
    usual = {"mean": ONES, "ets": [2.0] * 6, "theta": [2.0] * 6, "seasonal_naive": [3.0] * 6}
    assert chosen(errors(**(usual | sizes))) is expected


def test_about_four_in_five_values_lie_within_their_range() -> None:
    found = [outlook(workload(seed, length=28)) for seed in range(6)]
    share = sum(each.covered for each in found) / sum(each.told for each in found)
    assert 0.65 <= share <= 0.95


def test_no_workload_is_foretold_below_nothing() -> None:
    falling = np.maximum(100 - 5.0 * np.arange(24) + np.resize([3.0, 0.0, -3.0], 24), 0.0)
    found = outlook(falling)
    assert (found.ahead >= 0).all()
    assert (found.lower >= 0).all()


FIRST = Period(2019, 1)
ASKED = Query(indicator="messages", partnerships=("tri",))
LOADS = (100, 120, 90, 140)
"""Messages of the four quarters of a year, again and again."""


def _sent(*quarters: int) -> list[dict[Any, object]]:
    return [{T.period: FIRST.shift(at).code, T.messages: LOADS[at % 4] + at % 3} for at in quarters]


@pytest.fixture
def carried(
    warehouse: Warehouse, publish: Callable[..., Version], exchange: Callable[..., str]
) -> Callable[..., Foretold]:
    """Publishes the messages of some quarters and carries them on."""

    def carry(quarters: Iterable[int], asked: Query = ASKED) -> Foretold:
        publish(warehouse, information_exchange=exchange(*_sent(*quarters)))
        return foretold(Source(warehouse), asked)

    return carry


def test_twenty_whole_quarters_are_carried_on_by_the_four_that_follow(
    carried: Callable[..., Foretold],
) -> None:
    told = carried(range(20))
    assert told.found is not None
    assert told.lacking == ""
    assert [period.code for period in told.ahead] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert told.found.ahead == pytest.approx([101, 121, 91, 141], abs=4)


@pytest.mark.parametrize("quarters", [[*range(19)], [*range(5), *range(6, 24)]], ids=len)
def test_fewer_or_those_before_a_gap_give_no_outlook(
    quarters: list[int], carried: Callable[..., Foretold]
) -> None:
    told = carried(quarters)
    assert told.lacking == Lacking.TOO_SHORT
    assert told.ahead == ()


def test_an_earlier_end_is_carried_on_from_there(carried: Callable[..., Foretold]) -> None:
    told = carried(range(24), replace(ASKED, to_period=FIRST.shift(20)))
    assert told.ahead[0] == FIRST.shift(21)


def test_what_is_not_returned_by_quarters_has_no_outlook(carried: Callable[..., Foretold]) -> None:
    assert carried(range(20), replace(ASKED, countries=("FRA",))).lacking == NOTHING


def test_only_workload_is_carried_on() -> None:
    assert {each.id for each in FORECASTABLE} == {"messages", "requests_received"}
    assert all(each.level is Level.ACTIVITY for each in FORECASTABLE)
    assert not any(each.persons for each in FORECASTABLE)
