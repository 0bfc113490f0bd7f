"""Who owes what, and when absence is zero."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.ledger import Mode, Version
from data.warehouse import Warehouse, create
from metrics.returns import (
    ARRIVED,
    DAYS,
    DUE,
    OVERDUE,
    REPORTER,
    STATE,
    STATUS,
    TABLE,
    filled,
    owed,
)
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import BY_RETURN, FLAGS, PARTNERSHIP, PERIOD, VALUE
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.reporting_schedule import ReportingSchedule as S
from validation.contracts.returns import Returns
from validation.contracts.training_completions import TrainingCompletions
from validation.return_codes import TABLES_OWED

Publish = Callable[..., Version]
Table = Callable[..., str]
EXCHANGE = "information_exchange"


def day(month: int, number: int, year: int = 2024) -> datetime:
    return datetime(year, month, number, 12, tzinfo=UTC)


def found(warehouse: Warehouse, **where: str) -> list[dict[str, Any]]:
    rows = owed(Source(warehouse)).filter(pl.lit(value=True), **where)
    return rows.sort(PERIOD).to_dicts()


def states(warehouse: Warehouse, **where: str) -> dict[str, str]:
    return {row[PERIOD]: row[STATE] for row in found(warehouse, **where)}


@pytest.fixture
def returned(table: Table) -> Table:
    def made(period: str, status: str = "nil", reporter: str = "") -> str:
        return table(
            {
                Returns.period: period,
                Returns.partnership_id: "tri",
                Returns.reported_by: reporter,
                Returns.table: EXCHANGE,
                Returns.status: status,
            }
        )

    return made


def test_without_a_schedule_nothing_is_owed(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange({}))
    assert owed(Source(warehouse)).is_empty()


def test_late_due_and_not_due_yet_follow_from_the_schedule_and_the_versions_date(
    warehouse: Warehouse, publish: Publish, schedule: Table
) -> None:
    publish(warehouse, day(8, 1), reporting_schedule=schedule())
    assert states(warehouse) == {"2024-Q1": "late", "2024-Q2": "due", "2024-Q3": "not_due_yet"}
    first = found(warehouse)[0]
    assert (first[DUE], first[ARRIVED], first[DAYS]) == (date(2024, 5, 15), None, None)


def test_the_last_day_is_not_late(warehouse: Warehouse, publish: Publish, schedule: Table) -> None:
    publish(warehouse, day(5, 15), reporting_schedule=schedule())
    assert states(warehouse)["2024-Q1"] == "due"


def test_rows_are_a_return_and_arrive_with_the_version_that_first_brought_them(
    warehouse: Warehouse, publish: Publish, schedule: Table, exchange: Table
) -> None:
    publish(warehouse, day(4, 1), reporting_schedule=schedule())
    publish(warehouse, day(5, 20), information_exchange=exchange({}))
    publish(warehouse, day(6, 20), information_exchange=exchange({T.messages: "7"}))
    row = found(warehouse)[0]
    assert (row[STATE], row[STATUS], row[ARRIVED]) == ("done", "", date(2024, 5, 20))
    assert (row[DAYS], row[OVERDUE]) == (50, True)


def test_rows_that_were_withdrawn_are_owed_again(
    warehouse: Warehouse, publish: Publish, schedule: Table, exchange: Table
) -> None:
    publish(warehouse, day(4, 1), reporting_schedule=schedule())
    publish(warehouse, day(4, 20), information_exchange=exchange({}))
    assert states(warehouse)["2024-Q1"] == "done"
    publish(warehouse, day(4, 21), mode=Mode.WITHDRAW, information_exchange=exchange({}))
    assert states(warehouse)["2024-Q1"] == "due"


@pytest.mark.parametrize("status", ["nil", "complete", "partial"])
def test_a_return_is_done_with_its_status(
    warehouse: Warehouse, publish: Publish, schedule: Table, returned: Table, status: str
) -> None:
    publish(
        warehouse, day(4, 1), reporting_schedule=schedule(), returns=returned("2024-Q1", status)
    )
    row = found(warehouse)[0]
    assert (row[STATE], row[STATUS], row[OVERDUE]) == ("done", status, False)


def test_each_office_owes_its_own(
    warehouse: Warehouse, publish: Publish, schedule: Table, exchange: Table
) -> None:
    owing = schedule({S.reported_by: "BEL"}, {S.reported_by: "NLD"})
    publish(warehouse, day(6, 1), reporting_schedule=owing)
    publish(warehouse, day(6, 2), information_exchange=exchange({T.reported_by: "NLD"}))
    assert states(warehouse, **{REPORTER: "NLD"})["2024-Q1"] == "done"
    assert states(warehouse, **{REPORTER: "BEL"})["2024-Q1"] == "late"


def test_a_later_row_of_the_schedule_replaces_the_earlier_one(
    warehouse: Warehouse, publish: Publish, schedule: Table
) -> None:
    rows = schedule(
        {S.from_period: "2023-Q3", S.due_days: 10},
        {S.from_period: "2024", S.grain: "year", S.due_days: 90},
    )
    publish(warehouse, day(2, 1, 2025), reporting_schedule=rows)
    assert states(warehouse) == {
        "2023-Q3": "late",
        "2023-Q4": "late",
        "2024": "due",
        "2025": "not_due_yet",
    }


def test_nothing_is_owed_beyond_the_end_of_the_schedule(
    warehouse: Warehouse, publish: Publish, schedule: Table
) -> None:
    publish(warehouse, day(11, 1), reporting_schedule=schedule({S.until_period: "2024-Q2"}))
    assert list(states(warehouse)) == ["2024-Q1", "2024-Q2"]
    assert {row[TABLE] for row in found(warehouse)} == {EXCHANGE}


# ------------------------------------------------------------------------- absence and zero

Value = Callable[..., tuple[float | None, bool]]


@pytest.fixture
def value(warehouse: Warehouse) -> Value:
    """Return a period's value, and whether a return says that it is zero."""

    def of(period: str, indicator: str = "messages") -> tuple[float | None, bool]:
        found = series(Source(warehouse), Query(indicator=indicator)).frame
        row = found.row(by_predicate=pl.col(PERIOD) == period, named=True)
        return row[VALUE], BY_RETURN in row[FLAGS]

    return of


@pytest.fixture
def held(warehouse: Warehouse, publish: Publish, exchange: Table) -> Warehouse:
    """Messages in the first and the third quarter, by both channels in the first alone."""
    rows = exchange(
        {T.replies_due: "10", T.replied_on_time: "5"},
        {T.channel: "i247"},
        {T.period: "2024-Q3", T.replies_due: "10", T.replied_on_time: "5"},
    )
    publish(warehouse, information_exchange=rows)
    return warehouse


GAP, ZERO = (None, False), (0.0, True)


@pytest.mark.parametrize(
    ("status", "expected"), [("nil", ZERO), ("complete", ZERO), ("partial", GAP)]
)
def test_absence_is_zero_where_the_secretariat_has_returned_all(
    held: Warehouse,
    publish: Publish,
    returned: Table,
    value: Value,
    status: str,
    expected: tuple[float | None, bool],
) -> None:
    assert value("2024-Q2") == GAP
    publish(held, returns=returned("2024-Q2", status))
    assert value("2024-Q2") == expected


def test_a_share_stays_a_gap(
    held: Warehouse, publish: Publish, returned: Table, value: Value
) -> None:
    publish(held, returns=returned("2024-Q2"))
    assert value("2024-Q2", "on_time_replies") == GAP


def test_a_return_of_one_office_does_not_speak_for_the_others(
    held: Warehouse, publish: Publish, returned: Table, value: Value, schedule: Table
) -> None:
    publish(held, returns=returned("2024-Q2", reporter="NLD"))
    assert value("2024-Q2") == GAP
    publish(held, reporting_schedule=schedule({S.reported_by: "NLD"}, {S.reported_by: "BEL"}))
    assert value("2024-Q2") == GAP
    publish(held, returns=returned("2024-Q2", "complete", "BEL"))
    assert value("2024-Q2") == ZERO


def test_the_secretariat_does_not_speak_for_the_offices_that_owe(
    held: Warehouse, publish: Publish, returned: Table, value: Value, schedule: Table
) -> None:
    publish(held, reporting_schedule=schedule({S.reported_by: "NLD"}))
    publish(held, returns=returned("2024-Q2"))
    assert value("2024-Q2") == GAP


def test_nothing_after_the_last_figure_is_zero_too(
    held: Warehouse, publish: Publish, returned: Table, value: Value
) -> None:
    publish(held, returns=returned("2024-Q4"))
    assert value("2024-Q4") == ZERO
    assert value("2024-Q2") == GAP


def test_a_quarter_of_nothing_is_one_of_a_years_four(
    held: Warehouse, publish: Publish, returned: Table
) -> None:
    def flags() -> str:
        asked = Query(indicator="messages", grain="year")
        return str(series(Source(held), asked).frame[FLAGS][0])

    assert "partial:2/4" in flags()
    publish(held, returns=returned("2024-Q2"))
    assert "partial:3/4" in flags()
    publish(held, returns=returned("2024-Q4"))
    assert "partial" not in flags()


def test_what_a_complete_return_does_not_name_is_zero_of_a_cut(
    held: Warehouse, publish: Publish, returned: Table
) -> None:
    def messages() -> list[tuple[str, float | None]]:
        frame = series(Source(held), Query(indicator="messages", by="channel")).frame
        return frame.filter(pl.col("channel") == "i247").select(PERIOD, VALUE).rows()

    assert messages() == [("2024-Q1", 100.0)]
    publish(held, returns=returned("2024-Q3", "partial"))
    assert messages() == [("2024-Q1", 100.0)]
    publish(held, returns=returned("2024-Q3", "complete"))
    assert messages() == [("2024-Q1", 100.0), ("2024-Q2", None), ("2024-Q3", 0.0)]


def test_a_column_left_empty_is_no_zero(
    warehouse: Warehouse, publish: Publish, table: Table, returned: Table, value: Value
) -> None:
    course = {
        TrainingCompletions.partnership_id: "tri",
        TrainingCompletions.course: "Forms",
        TrainingCompletions.provider: "EUROPOL",
        TrainingCompletions.format: "seminar",
        TrainingCompletions.topic: "language",
        TrainingCompletions.completed: "5",
        TrainingCompletions.source: "own_return",
    }
    hours = {"2024-Q1": "4", "2024-Q3": "", "2024-Q4": "4"}
    rows = [
        {
            **course,
            TrainingCompletions.training_id: quarter.lower(),
            TrainingCompletions.period: quarter,
            TrainingCompletions.hours: spent,
        }
        for quarter, spent in hours.items()
    ]
    publish(warehouse, training_completions=table(*rows))
    for quarter in ("2024-Q2", "2024-Q3"):
        text = returned(quarter, "complete").replace(EXCHANGE, "training_completions")
        publish(warehouse, returns=text)
    assert value("2024-Q2", "training_hours") == ZERO
    assert value("2024-Q3", "training_hours") == GAP


REGISTER = """partnership_id,name,kind,lead_organisation,record,operations_coverage
tri,Tri,network,EUROPOL,{record},census
"""


@pytest.mark.parametrize(
    ("record", "looked_at", "late"),
    [("simulated", date(2024, 8, 14), 0), ("official", date(2026, 11, 28), 9)],
)
def test_publishing_into_invented_figures_years_later_makes_nothing_late(
    record: str,
    looked_at: date,
    late: int,
    tmp_path: Path,
    publish: Publish,
    schedule: Table,
    exchange: Table,
) -> None:
    empty = create(tmp_path / "own.duckdb")
    register = REGISTER.format(record=record)
    publish(empty, day(8, 1), partnerships=register, reporting_schedule=schedule())
    rows = exchange({T.period: "2024-Q1"}, {T.period: "2024-Q2"})
    publish(empty, day(8, 1), information_exchange=rows)
    assert Source(empty).today == date(2024, 8, 1)
    publish(
        empty,
        day(11, 28, 2026),
        information_exchange=exchange({T.period: "2024-Q1", T.messages: 555}),
    )
    assert Source(empty).today == looked_at
    assert list(states(empty).values()).count("late") == late


def test_every_table_of_what_a_partnership_returns_for_a_period_can_be_owed() -> None:
    told = {PARTNERSHIP, PERIOD, "source"}
    returned = {table for table, contract in CONTRACTS.items() if told <= {*contract.names}}
    assert {*TABLES_OWED.values} == returned - {PUBLISHED_TOTALS.name}
    for table in TABLES_OWED.values:
        assert TABLES_OWED.label(table) == CONTRACTS[table].title


def test_what_a_later_state_fills_of_the_schedule_is_listed_and_nothing_else(
    warehouse: Warehouse,
    publish: Publish,
    exchange: Table,
    schedule: Table,
    returned: Table,
) -> None:
    publish(warehouse, day(6, 1), reporting_schedule=schedule())
    publish(warehouse, day(7, 20), information_exchange=exchange({T.period: "2024-Q1"}))
    publish(warehouse, day(7, 21), returns=returned("2024-Q1", "complete"))
    latest = Source(warehouse).number
    states_of = [Source(warehouse, number) for number in range(latest - 2, latest + 1)]
    arrived = filled(states_of[-2], states_of[-1]).to_dicts()
    assert [(row[PERIOD], row[STATE], row[STATUS]) for row in arrived] == [
        ("2024-Q1", "done", "complete")
    ]
    rows = filled(states_of[-3], states_of[-2])
    assert rows.select(PERIOD, STATE, OVERDUE).rows() == [("2024-Q1", "done", True)]
    assert filled(states_of[-1], states_of[-1]).is_empty()
