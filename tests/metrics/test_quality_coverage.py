"""What came of what is owed, whichever way it came, and the rows behind each answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from data.ledger import Mode, Version
from data.warehouse import Warehouse
from metrics.quality import behind
from metrics.quality.behind import Behind
from metrics.quality.coverage import COVERAGE, OWED, STATES, State, coverage
from metrics.quality.coverage import behind as behind_row
from metrics.returns import DAYS, OVERDUE
from metrics.source import Source
from metrics.values import PERIOD
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.published_totals import PublishedTotals as P
from validation.contracts.reporting_schedule import ReportingSchedule as S
from validation.contracts.returns import Returns
from validation.contracts.training_completions import TrainingCompletions
from validation.fields import name

Publish = Callable[..., Version]
Table = Callable[..., str]
EXCHANGE = "information_exchange"
RETURN = {Returns.partnership_id: "tri", Returns.table: EXCHANGE}


def day(month: int, number: int) -> datetime:
    return datetime(2024, month, number, 12, tzinfo=UTC)


def found(warehouse: Warehouse, table: str = EXCHANGE) -> dict[str, dict[str, Any]]:
    rows = coverage(Source(warehouse)).filter(pl.col(name(S.table)) == table)
    return {row[PERIOD]: row for row in rows.iter_rows(named=True)}


def test_each_period_says_what_came_of_what_is_owed(
    warehouse: Warehouse, publish: Publish, schedule: Table, table: Table, exchange: Table
) -> None:
    publish(warehouse, day(1, 5), reporting_schedule=schedule())
    publish(warehouse, day(4, 20), information_exchange=exchange({}))
    publish(
        warehouse,
        day(9, 30),
        information_exchange=exchange({T.period: "2024-Q2"}),
        returns=table(
            {**RETURN, Returns.period: "2024-Q2", Returns.status: "partial"},
            {**RETURN, Returns.period: "2024-Q3", Returns.status: "nil"},
        ),
    )
    publish(
        warehouse,
        datetime(2025, 4, 10, tzinfo=UTC),
        returns=table({**RETURN, Returns.period: "2025-Q1", Returns.status: "complete"}),
    )
    rows = found(warehouse)
    assert {period: (row[COVERAGE], row[OVERDUE]) for period, row in rows.items()} == {
        "2024-Q1": (State.SENT, False),
        "2024-Q2": (State.PARTIAL, True),
        "2024-Q3": (State.NIL, False),
        "2024-Q4": (State.MISSING, False),
        "2025-Q1": (State.COMPLETE, False),
        "2025-Q2": (State.NOT_DUE, False),
    }
    assert (rows["2024-Q1"][DAYS], rows["2024-Q2"][DAYS]) == (20, 92)


def test_without_a_schedule_what_came_is_shown_and_nothing_is_owed(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    rows = exchange({}, {T.period: "2024-Q3"})
    publish(warehouse, day(12, 1), information_exchange=rows)
    shown = found(warehouse)
    assert [row[COVERAGE] for row in shown.values()] == [
        State.SENT,
        State.NOT_OWED,
        State.SENT,
    ]
    assert not any(row[OWED] or row[OVERDUE] for row in shown.values())


def test_published_totals_are_held_and_never_came_late(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    total = {P.partnership_id: "tri", P.measure: "arrests", P.value: 5, P.source: "own_return"}
    publish(warehouse, day(12, 1), published_totals=table({**total, P.period: "2020"}))
    row = found(warehouse, "published_totals")["2020"]
    assert (row[COVERAGE], row[DAYS], row[OWED]) == (State.HELD, None, False)


def test_every_state_is_told_in_words() -> None:
    assert set(STATES) == set(State)


def test_a_square_leads_to_the_rows_sent_else_to_what_says_so(
    warehouse: Warehouse, publish: Publish, schedule: Table, table: Table, exchange: Table
) -> None:
    publish(
        warehouse,
        day(9, 30),
        reporting_schedule=schedule(),
        information_exchange=exchange({}, {T.sender: "DEU"}, {T.reported_by: "BEL"}),
        returns=table({**RETURN, Returns.period: "2024-Q2", Returns.status: "nil"}),
    )
    source = Source(warehouse)
    rows = coverage(source).filter(pl.col(name(S.reported_by)) == "")
    led = {row[PERIOD]: behind_row(row) for row in rows.iter_rows(named=True)}
    assert {period: each.table for period, each in led.items()} == {
        "2024-Q1": EXCHANGE,
        "2024-Q2": "returns",
        "2024-Q3": "reporting_schedule",
    }
    assert {period: behind.count(source, each) for period, each in led.items()} == {
        "2024-Q1": 2,  # the row of another office is not among them
        "2024-Q2": 1,
        "2024-Q3": 1,
    }
    assert behind.rows(source, led["2024-Q1"], most=1).height == 1


def test_rows_are_those_of_the_version_asked(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, day(4, 20), information_exchange=exchange({}))
    publish(warehouse, day(4, 21), mode=Mode.WITHDRAW, information_exchange=exchange({}))
    asked = Behind.of(EXCHANGE, {name(T.period): "2024-Q1"})
    counts = [behind.count(Source(warehouse, version), asked) for version in (2, 3)]
    assert counts == [1, 0]


def test_rows_of_a_year_are_its_own_and_those_of_its_quarters(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    periods = ("2023", "2023-Q4", "2024", "2024-Q1")
    publish(warehouse, day(4, 20), information_exchange=exchange(*({T.period: p} for p in periods)))
    found = {
        asked: behind.count(Source(warehouse), Behind.of(EXCHANGE, {name(T.period): asked}))
        for asked in ("2024*", "2024", "2024-Q1")
    }
    assert found == {"2024*": 2, "2024": 1, "2024-Q1": 1}


def test_a_traced_row_tells_its_file_its_line_and_the_version_that_brought_it(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, day(4, 20), information_exchange=exchange({}))
    asked = Behind.of(EXCHANGE, {name(T.period): "2024-Q1"})
    (row,) = behind.rows(Source(warehouse), asked).to_dicts()
    told = (row["file_name"], row["line"], row["added_version"])
    assert told == ("information_exchange.csv", 2, 2)


def test_a_link_to_rows_is_read_back_as_it_was_written() -> None:
    asked = Behind.of(
        "training_completions",
        {name(TrainingCompletions.country): "BEL", name(T.reported_by): None, name(T.sender): "X"},
    )
    assert asked.code == "training_completions~country:BEL"  # which has no reporter and no sender
    assert Behind.parse(asked.code) == asked
    empty = Behind.of(EXCHANGE, {name(T.reported_by): None})
    assert Behind.parse(empty.code) == empty


@pytest.mark.parametrize(
    "code", ["", "returns", "no_table~period:2024", "returns~nothing:1", "returns~period:1~x"]
)
def test_a_link_that_names_no_rows_names_none(code: str) -> None:
    assert Behind.parse(code) is None
