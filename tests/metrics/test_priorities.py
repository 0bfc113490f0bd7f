"""What is listed as a priority: targets missed again and again, and advice that waits."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.priorities import DISTANCE, RUNNING, SINCE, Priorities, priorities
from metrics.recommendations import OVERDUE
from metrics.source import Source
from metrics.values import (
    DENOMINATOR,
    MET,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    POOLED_FROM,
    ROWS,
    SHORTFALL,
    STATUS,
    VALUE,
)
from validation.codes import OWN_RETURN
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.contracts.recommendations import Recommendations as Advice
from validation.contracts.targets import TARGETS, Targets
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.contracts.training_completions import TrainingCompletions as C
from validation.periods import YEAR, Grain, Period

Row = dict[Any, object]
Publish = Callable[..., Version]
Table = Callable[..., str]
Reply = Callable[..., None]
WHEN = datetime(2024, 10, 2, tzinfo=UTC)


def aim(**cells: object) -> Row:
    usual: Row = {
        Targets.partnership_id: "tri",
        Targets.indicator: "on_time_replies",
        Targets.from_period: "2022-Q1",
        Targets.target: "0.6",
        Targets.kind: "level",
    }
    return usual | {getattr(Targets, name): cell for name, cell in cells.items()}


@pytest.fixture
def reply(warehouse: Warehouse, publish: Publish, exchange: Table, table: Table) -> Reply:
    """Publish replies of a partnership, quarter by quarter from 2023 on: of 200, how many in time.

    Half of them pass each way; what is aimed at is 60 %, unless a target is given.
    """

    def replied(*in_time: int | None, due: int = 200, of: str = "tri", **target: object) -> None:
        first = Period(2023, 1)
        rows: list[Row] = [
            {
                T.period: first.shift(number).code,
                T.partnership_id: of,
                T.sender: sender,
                T.receiver: receiver,
                T.replies_due: due // 2,
                T.replied_on_time: count // 2,
            }
            for number, count in enumerate(in_time)
            if count is not None
            for sender, receiver in (("BEL", "NLD"), ("NLD", "BEL"))
        ]
        aims = table(aim(partnership_id=of, **target))
        tables = {INFORMATION_EXCHANGE.name: exchange(*rows), TARGETS.name: aims}
        publish(warehouse, WHEN, **tables)

    return replied


def found(
    warehouse: Warehouse,
    partnerships: tuple[str, ...] = (),
    period: Period | None = None,
    grain: Grain | None = None,
) -> Priorities:
    source = Source(warehouse)
    return priorities(source, partnerships=partnerships, period=period, grain=grain)


def test_a_target_missed_two_periods_running_is_listed_with_what_would_have_met_it(
    warehouse: Warehouse, reply: Reply
) -> None:
    reply(180, 60, 80, 70)
    (row,) = found(warehouse).missed.iter_rows(named=True)
    assert (row[PERIOD], row[RUNNING], row[SINCE]) == ("2023-Q4", 3, "2023-Q2")
    assert (row[NUMERATOR], row[DENOMINATOR], row[SHORTFALL]) == (70, 200, 50)
    assert row[POOLED_FROM] == ""


def test_a_target_missed_once_is_judged_and_not_listed(warehouse: Warehouse, reply: Reply) -> None:
    reply(180, 180, 180, 70)
    assert found(warehouse).missed.is_empty()
    assert found(warehouse).judged[STATUS].to_list() == ["not_met"]


def test_a_target_met_of_late_is_not_listed(warehouse: Warehouse, reply: Reply) -> None:
    reply(60, 60, 60, 180)
    assert found(warehouse).missed.is_empty()
    assert found(warehouse).judged[STATUS].to_list() == [MET]


def test_a_gap_ends_a_run(warehouse: Warehouse, reply: Reply) -> None:
    reply(60, 60, None, 60)
    assert found(warehouse).missed.is_empty()


def test_the_run_is_that_before_the_period_looked_at(warehouse: Warehouse, reply: Reply) -> None:
    reply(60, 60, 180)
    (row,) = found(warehouse, period=Period(2023, 2)).missed.iter_rows(named=True)
    assert (row[PERIOD], row[RUNNING]) == ("2023-Q2", 2)
    assert found(warehouse).missed.is_empty()


def test_where_a_quarter_is_too_close_the_last_four_together_may_miss_it(
    warehouse: Warehouse, reply: Reply
) -> None:
    reply(70, 70, 70, 114)
    (row,) = found(warehouse).missed.iter_rows(named=True)
    assert (row[POOLED_FROM], row[SINCE], row[PERIOD]) == ("2023-Q1", "2023-Q1", "2023-Q4")
    assert row[VALUE] == pytest.approx(324 / 800)
    assert (row[NUMERATOR], row[DENOMINATOR], row[SHORTFALL]) == (324, 800, 480 - 324)
    assert (row[RUNNING], row[ROWS]) == (0, None)


def test_a_value_still_filling_up_is_passed_over(warehouse: Warehouse, reply: Reply) -> None:
    reply(60, 60, 60, 60, 60, 60, 180)
    (row,) = found(warehouse).missed.iter_rows(named=True)
    assert (row[PERIOD], row[RUNNING]) == ("2024-Q2", 6)


def test_a_year_not_whole_is_passed_over(warehouse: Warehouse, reply: Reply) -> None:
    reply(*[60] * 6)
    assert found(warehouse, grain=YEAR).missed.is_empty()


def test_the_most_cases_short_come_first_whatever_the_share(
    warehouse: Warehouse, reply: Reply, publish: Publish, partners: Table
) -> None:
    publish(
        warehouse,
        WHEN,
        **{PARTNERSHIPS.name: partners({Partnerships.partnership_id: "duo"})},
    )
    reply(10, 10, due=100, of="duo")
    reply(480, 480, due=1000)
    missed = found(warehouse).missed
    assert missed[PARTNERSHIP].to_list() == ["tri", "duo"]
    assert missed[SHORTFALL].to_list() == [120, 50]
    assert missed[VALUE].to_list() == [0.48, 0.1]
    assert found(warehouse, partnerships=("duo",)).missed[PARTNERSHIP].to_list() == ["duo"]


def test_what_is_no_count_of_cases_lacks_its_own_unit(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    usual: Row = {
        C.partnership_id: "tri",
        C.course: "Course",
        C.provider: "CEPOL",
        C.format: "workshop",
        C.topic: "forensics",
        C.completed: 10,
        C.source: OWN_RETURN,
    }
    courses: list[Row] = [
        {C.training_id: "one", C.period: "2023-Q1", C.satisfaction: 50},
        {C.training_id: "two", C.period: "2023-Q2", C.satisfaction: 64},
    ]
    tables = {
        TRAINING_COMPLETIONS.name: table(*(usual | course for course in courses)),
        TARGETS.name: table(aim(indicator="satisfaction", target="70")),
    }
    publish(warehouse, WHEN, **tables)
    (row,) = found(warehouse).missed.iter_rows(named=True)
    assert (row[RUNNING], row[SHORTFALL], row[DISTANCE]) == (2, None, 6)


def test_without_a_good_direction_nothing_is_judged(warehouse: Warehouse, reply: Reply) -> None:
    reply(60, 60, indicator="messages", target="1000000")
    assert found(warehouse).missed.is_empty()
    assert found(warehouse).judged.is_empty()
    assert [goal.indicator for goal in found(warehouse).goals] == ["messages"]


def test_advice_that_waits_comes_overdue_first_with_the_latest_value_of_what_it_should_move(
    warehouse: Warehouse, reply: Reply, publish: Publish, table: Table
) -> None:
    reply(60, 80)
    usual: Row = {
        Advice.partnership_id: "tri",
        Advice.text: "Answer at weekends",
        Advice.made: "2022-01-10",
        Advice.origin: "review",
        Advice.owner_role: "Secretariat",
        Advice.status: "open",
        Advice.source: OWN_RETURN,
    }
    rows: list[Row] = [
        {
            Advice.recommendation_id: "later",
            Advice.due: "2025",
            Advice.indicator: "on_time_replies",
        },
        {Advice.recommendation_id: "late", Advice.due: "2023-06", Advice.status: "in_progress"},
        {
            Advice.recommendation_id: "done",
            Advice.due: "2023",
            Advice.status: "done",
            Advice.closed: "2023-02-01",
        },
    ]
    advice = table(*(usual | {Advice.indicator: ""} | row for row in rows))
    publish(warehouse, WHEN, **{RECOMMENDATIONS.name: advice})
    told = found(warehouse).advice.select(str(Advice.recommendation_id), OVERDUE, PERIOD, VALUE)
    assert told.rows() == [("late", True, None, None), ("later", False, "2023-Q2", 0.4)]
