"""Values against targets: which one is in force, and when it is met."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from typing import Any

import polars as pl
import pytest

from data import versions
from data.ledger import Version
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.series import Query, Series, series
from metrics.source import Source
from metrics.standing import pooled_where_close, short_by
from metrics.targets import Goal, in_force, judged, shortfall, straight_line
from metrics.values import (
    FLAGS,
    LINE,
    MET,
    NOT_MET,
    PERIOD,
    POOLED,
    POOLED_FROM,
    POOLED_STATUS,
    STATUS,
    SUM_SO_FAR,
    TARGET,
    TOO_CLOSE,
)
from validation.codes import ALL, OWN_RETURN, Direction
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.published_totals import PublishedTotals as P
from validation.contracts.targets import TARGETS, Targets
from validation.periods import YEAR, Period

Row = dict[Any, object]
Publish = Callable[..., Version]
Table = Callable[..., str]
UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("limits", "direction", "status"),
    [
        ((0.60, 0.70), UP, MET),
        ((0.61, 0.70), UP, MET),
        ((0.59, 0.70), UP, TOO_CLOSE),
        ((0.50, 0.60), UP, TOO_CLOSE),
        ((0.50, 0.59), UP, NOT_MET),
        ((0.50, 0.60), DOWN, MET),
        ((0.50, 0.61), DOWN, TOO_CLOSE),
        ((0.60, 0.70), DOWN, TOO_CLOSE),
        ((0.61, 0.70), DOWN, NOT_MET),
        ((0.10, 0.20), Direction.NEITHER, ""),
        ((0.60, 0.60), UP, MET),
        ((0.59, 0.59), UP, NOT_MET),
        ((0.65, inf), UP, MET),
        ((0.55, inf), UP, TOO_CLOSE),
        ((-inf, 0.55), UP, NOT_MET),
        ((-inf, 0.55), DOWN, MET),
        ((-inf, 0.65), DOWN, TOO_CLOSE),
    ],
)
def test_a_target_of_60_percent_is_met_by_the_whole_interval_or_not_at_all(
    limits: tuple[float, float], direction: Direction, status: str
) -> None:
    assert judged(limits, 0.6, direction) == status


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "direction", "short"),
    [
        (57, 100, 0.6, UP, 3),
        (13, 20, 0.65, UP, None),
        (12, 20, 0.65, UP, 1),
        (12, 19, 0.65, UP, 1),
        (6, 100, 0.05, DOWN, 1),
        (5, 100, 0.05, DOWN, None),
        (57, 100, 0.6, Direction.NEITHER, None),
    ],
)
def test_what_is_short_is_told_in_whole_cases(
    numerator: int, denominator: int, target: float, direction: Direction, short: int | None
) -> None:
    assert shortfall(numerator, denominator, target, direction) == short


REPLIES = Goal(
    partnership="tri",
    indicator="on_time_replies",
    first=Period(2023, 1),
    last=None,
    target=0.6,
    cumulative=False,
    note="",
    set_on=None,
    dropped_on=None,
)


def test_the_target_in_force_is_the_one_that_applies_when_the_period_begins() -> None:
    later = replace(REPLIES, first=Period(2024, 1), target=0.7)
    for code, target in (("2022-Q4", None), ("2023-Q4", 0.6), ("2024-Q1", 0.7), ("2024", 0.7)):
        found = in_force([REPLIES, later], "on_time_replies", "tri", Period.parse(code))
        assert (found.target if found else None) == target


def test_a_target_ends_with_its_last_period() -> None:
    ended = replace(REPLIES, last=Period(2023, 4))
    assert in_force([ended], "on_time_replies", "tri", Period(2023, 4)) == ended
    assert in_force([ended], "on_time_replies", "tri", Period(2024, 1)) is None


def test_a_partnerships_own_target_beats_one_for_all_even_if_older() -> None:
    for_all = replace(REPLIES, partnership=ALL, first=Period(2024, 1), target=0.9)
    assert in_force([for_all, REPLIES], "on_time_replies", "tri", Period(2024, 2)) == REPLIES
    assert in_force([for_all, REPLIES], "on_time_replies", "duo", Period(2024, 2)) == for_all


def test_a_cumulative_target_asks_for_a_straight_line() -> None:
    sums = replace(REPLIES, cumulative=True, target=100, last=Period(2023, 4))
    assert [line for _, line in straight_line(sums)] == [25, 50, 75, 100]


# Through the warehouse.


@pytest.fixture
def aim(warehouse: Warehouse, publish: Publish, table: Table) -> Callable[..., None]:
    """Publish a target."""

    def aimed(when: datetime, **cells: object) -> None:
        usual: Row = {
            Targets.partnership_id: "tri",
            Targets.indicator: "on_time_replies",
            Targets.from_period: "2023-Q1",
            Targets.kind: "level",
        }
        publish(warehouse, when, **{TARGETS.name: table({**usual, **cells})})

    return aimed


@pytest.fixture
def reply(warehouse: Warehouse, publish: Publish, exchange: Table) -> Callable[..., None]:
    """Publish replies from 2023 on: 100 due each way and quarter, of which so many on time."""

    def replied(*on_time: int) -> None:
        rows = [
            {
                T.period: Period(2023, 1).shift(at).code,
                T.sender: sender,
                T.receiver: receiver,
                T.replies_due: 100,
                T.replied_on_time: count,
            }
            for at, count in enumerate(on_time)
            for sender, receiver in (("BEL", "NLD"), ("NLD", "BEL"))
        ]
        publish(warehouse, day(2024, 10), **{INFORMATION_EXCHANGE.name: exchange(*rows)})

    return replied


def day(year: int, month: int) -> datetime:
    return datetime(year, month, 2, tzinfo=UTC)


def answer(warehouse: Warehouse, query: Query | None = None) -> Series:
    return series(Source(warehouse), query or Query(indicator="on_time_replies"))


def test_values_carry_target_and_status(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(90, 30, 59, 61)
    frame = answer(warehouse).frame
    assert frame[TARGET].to_list() == [0.6] * 4
    assert frame[STATUS].to_list() == [MET, NOT_MET, TOO_CLOSE, TOO_CLOSE]


def test_where_it_is_too_close_the_last_four_quarters_are_judged_together(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(80, 80, 80, 61)
    (pooled,) = answer(warehouse).pooled.iter_rows(named=True)
    assert pooled[POOLED] == pytest.approx(0.7525)
    assert (pooled[POOLED_FROM], pooled[PERIOD]) == ("2023-Q1", "2023-Q4")
    assert pooled[POOLED_STATUS] == MET


@pytest.mark.parametrize(
    ("flags", "first"),
    [
        ("", "2023-Q2"),
        ("revised", "2023-Q2"),
        ("immature", "2023-Q1"),
        ("partial:not_ended", "2023-Q1"),
        ("partial:1/2", "2023-Q1"),
        ("simulated;immature", "2023-Q1"),
    ],
)
def test_a_quarter_that_is_not_whole_is_none_of_the_four(
    flags: str,
    first: str,
    warehouse: Warehouse,
    aim: Callable[..., None],
    reply: Callable[..., None],
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(80, 80, 80, 80, 61)
    last = Period(2024, 1).code
    flagged = pl.when(pl.col(PERIOD) == last).then(pl.lit(flags)).otherwise(FLAGS).alias(FLAGS)
    frame = answer(warehouse).frame.with_columns(flagged)
    found = pooled_where_close(
        frame, Source(warehouse), INDICATORS["on_time_replies"], {"tri": last}
    )
    (pooled,) = found.iter_rows(named=True)
    assert pooled[POOLED_FROM] == first
    assert pooled[PERIOD] == Period.parse(first).shift(3).code


def test_fewer_than_four_whole_quarters_are_not_pooled(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(80, 80, 61)
    assert answer(warehouse).pooled.is_empty()


def test_an_edited_target_holds_from_the_day_of_its_version(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    aim(day(2023, 5), target="0.5")
    reply(55, 55, 55, 55)
    assert answer(warehouse).frame[TARGET].to_list() == [0.6, 0.6, 0.5, 0.5]


def test_a_target_first_recorded_late_holds_for_the_periods_it_names(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2024, 9), target="0.6")
    reply(55, 55, 55, 55)
    assert answer(warehouse).frame[TARGET].to_list() == [0.6] * 4


def test_a_target_that_was_undone_was_never_set(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    aim(day(2023, 5), target="0.9")
    versions.undo(warehouse, 3, who="Ada", note="", when=day(2023, 6))
    reply(55, 55, 55, 55)
    assert answer(warehouse).frame[TARGET].to_list() == [0.6] * 4


def test_a_selection_of_a_partnerships_rows_has_no_target(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(90, 90, 90, 90)
    for query in (
        Query(indicator="on_time_replies", crime_areas=("general",)),
        Query(indicator="on_time_replies", by=str(T.channel)),
    ):
        assert answer(warehouse, query).frame[TARGET].null_count() == 4


def test_a_rates_target_applies_to_years_and_quarters(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(90, 90, 90, 90)
    (row,) = answer(warehouse, Query(indicator="on_time_replies", grain=YEAR)).frame.iter_rows(
        named=True
    )
    assert (row[TARGET], row[STATUS]) == (0.6, MET)


def test_a_counts_target_applies_to_its_own_grain_and_has_no_status_without_a_direction(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), **{str(Targets.indicator): "messages", str(Targets.target): "150"})
    reply(90, 90, 90, 90)
    frame = answer(warehouse, Query(indicator="messages")).frame
    assert frame[TARGET].to_list() == [150] * 4
    assert frame[STATUS].to_list() == [""] * 4
    yearly = answer(warehouse, Query(indicator="messages", grain=YEAR)).frame
    assert yearly[TARGET].to_list() == [None]


def test_a_cumulative_target_is_followed_until_a_value_is_missing(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    said = {
        Targets.indicator: "messages",
        Targets.target: "1000",
        Targets.kind: "cumulative",
        Targets.until_period: "2024-Q1",
    }
    aim(day(2022, 12), **{str(column): cell for column, cell in said.items()})
    reply(90, 90, 90, 90)
    found = answer(warehouse, Query(indicator="messages"))
    assert found.frame[TARGET].null_count() == 4
    assert found.sums[LINE].to_list() == [200, 400, 600, 800, 1000]
    assert found.sums[SUM_SO_FAR].to_list() == [200, 400, 600, 800, None]


def test_a_cumulative_target_adds_nothing_up_across_a_break(
    warehouse: Warehouse, aim: Callable[..., None], publish: Publish, table: Table
) -> None:
    said = {
        Targets.indicator: "published_messages",
        Targets.target: "1000",
        Targets.kind: "cumulative",
        Targets.until_period: "2024-Q1",
    }
    aim(day(2022, 12), **{str(column): cell for column, cell in said.items()})
    usual: Row = {P.partnership_id: "tri", P.measure: "messages", P.source: OWN_RETURN}
    rows: list[Row] = [
        {P.period: f"2023-Q{number}", P.value: 90, P.break_before: reason}
        for number, reason in ((1, ""), (2, ""), (3, "counted anew"), (4, ""))
    ]
    part = {P.crime_area: "terrorism", P.period: "2023-Q1", P.value: 7}
    totals = [{**usual, **row} for row in (*rows, part)]
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*totals)})
    found = answer(warehouse, Query(indicator="published_messages"))
    assert found.sums[SUM_SO_FAR].to_list() == [90, 180, None, None, None]


def test_the_shortfall_is_in_replies(
    warehouse: Warehouse, aim: Callable[..., None], reply: Callable[..., None]
) -> None:
    aim(day(2022, 12), target="0.6")
    reply(30)
    found = answer(warehouse)
    assert short_by(found.frame.row(0, named=True), found.indicator) == 60
    assert found.goals[0].target == 0.6
    assert found.frame.filter(pl.col(STATUS) == NOT_MET).height == 1
