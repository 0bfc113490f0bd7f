"""Values far from what their own partnership reported before."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.indicator import Signal
from metrics.quality.behind import count
from metrics.quality.outliers import behind, eligible, outliers, usual_range
from metrics.source import Source
from metrics.values import INDICATOR, LOWER, PERIOD, UPPER, VALUE
from validation.contracts.information_exchange import InformationExchange as T

Publish = Callable[..., Version]
Table = Callable[..., str]
QUARTERS = [f"{year}-Q{quarter}" for year in (2019, 2020, 2021, 2022) for quarter in (1, 2, 3, 4)]
USUAL = [100, 104, 98, 101, 99, 103, 100, 97, 102, 100, 99, 101]


def sent(exchange: Table, *messages: int, without: tuple[str, ...] = ()) -> str:
    rows = zip(QUARTERS, messages, strict=False)
    return exchange(
        *({T.period: period, T.messages: each} for period, each in rows if period not in without)
    )


@pytest.mark.parametrize(("number", "constant"), [(8, 5.25), (10, 4.57), (12, 4.15), (20, 3.50)])
def test_the_usual_range_is_the_median_and_k_mean_moving_ranges_for_the_length(
    number: int, constant: float
) -> None:
    points = [
        (place, 10.0 + place % 2) for place in range(number)
    ]  # each range is 1, the mean 10.5
    assert usual_range(points) == pytest.approx((10.5 - constant, 10.5 + constant))


def test_one_odd_value_draws_the_range_of_later_ones_nowhere() -> None:
    points = [(place, 10.0 + place % 2) for place in range(11)] + [(11, 111.0)]
    low, high = usual_range(points) or (0, 0)
    assert (low, high) == pytest.approx((10.5 - 4.15, 10.5 + 4.15))  # its range is dropped, too


def test_fewer_than_eight_points_have_no_usual_range_and_more_than_twenty_are_not_asked() -> None:
    points = [(place, 10.0 + place % 2) for place in range(20)]
    assert usual_range(points[:7]) is None
    assert usual_range([(-1, 900.0), *points]) == usual_range(points)


def test_a_missing_period_breaks_the_moving_range() -> None:
    level = [(place, 10.0 + place % 2) for place in range(6)]
    later = [(place, 50.0 + place % 2) for place in range(7, 13)]
    low, high = usual_range([*level, *later]) or (0, 0)
    assert high - low == pytest.approx(2 * 4.15)  # the step of 40 is none between neighbours


def test_points_that_never_stand_side_by_side_have_no_usual_range() -> None:
    assert usual_range([(2 * place, 10.0) for place in range(9)]) is None


def test_a_value_far_from_the_quarters_before_it_is_worth_a_look(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=sent(exchange, *USUAL, 1000, 100))
    source = Source(warehouse)
    looked = outliers(source)
    (row,) = looked.found.to_dicts()
    assert (row[INDICATOR], row[PERIOD], row[VALUE]) == ("messages", "2022-Q1", 1000)
    assert row[LOWER] < min(USUAL)
    assert max(USUAL) < row[UPPER] < 1000
    assert looked.judged[PERIOD].to_list() == QUARTERS[8:14]
    assert count(source, behind(row)) == 1


def test_what_is_usual_is_not_listed(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=sent(exchange, *USUAL))
    assert outliers(Source(warehouse)).found.is_empty()


def test_too_short_a_history_is_not_judged(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=sent(exchange, *USUAL[:7], 1000))
    assert outliers(Source(warehouse)).judged.is_empty()


def test_counts_that_average_under_four_are_not_judged(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=sent(exchange, *[3, 4, 2, 3] * 3, 90))
    assert outliers(Source(warehouse)).judged.is_empty()


def test_a_period_that_has_not_ended_is_not_judged(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    when = datetime(2022, 2, 1, tzinfo=UTC)
    publish(warehouse, when, information_exchange=sent(exchange, *USUAL, 1000))
    assert "2022-Q1" not in outliers(Source(warehouse)).judged[PERIOD]


@pytest.mark.parametrize("indicator", ["messages", "on_time_replies"])
def test_indicators_that_name_a_control_chart_are_looked_at(indicator: str) -> None:
    assert indicator in {each.id for each in eligible()}
    assert all(each.signal is not Signal.NONE for each in eligible())
