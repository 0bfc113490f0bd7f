"""Which published cells were changed later, in which version, by how much."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from data import versions
from data.ledger import Mode, Version
from data.revised import AFTER, BEFORE, CELLS
from data.warehouse import Warehouse
from metrics.quality.behind import count
from metrics.quality.revisions import (
    CITED,
    COLUMN,
    NOTE,
    SIZE,
    WHEN,
    WHY,
    behind,
    revisions,
)
from metrics.returns import TABLE
from metrics.source import Source
from metrics.values import DATA_VERSION, PARTNERSHIP, PERIOD
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.partner_assessments import PartnerAssessments as S
from validation.contracts.recommendations import Recommendations as Advice
from validation.fields import name

Publish = Callable[..., Version]
Table = Callable[..., str]
EXCHANGE = "information_exchange"
OPERATION = {
    J.operation_id: "net",
    J.partnership_id: "tri",
    J.name: "Harbour Net",
    J.crime_area: "general",
    J.kind: "action_day",
    J.started: "2023-05-01",
    J.lead: "NLD",
    J.source: "own_return",
}


def found(warehouse: Warehouse) -> list[dict[str, Any]]:
    return revisions(Source(warehouse)).to_dicts()


def test_what_was_only_added_was_not_revised(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange({}))
    publish(warehouse, information_exchange=exchange({T.period: "2024-Q2"}))
    assert found(warehouse) == []


def test_changed_cells_are_counted_by_column_with_their_sums(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(
        warehouse,
        datetime(2024, 5, 1, tzinfo=UTC),
        information_exchange=exchange(
            {T.messages: "100", T.hits: "1"},
            {T.messages: "60", T.sender: "DEU", T.hits: "2"},
            {T.messages: "40", T.receiver: "DEU", T.hits: "3"},
        ),
    )
    publish(
        warehouse,
        datetime(2024, 8, 1, tzinfo=UTC),
        information_exchange=exchange(
            {T.messages: "90", T.hits: "1"},
            {T.messages: "50", T.sender: "DEU", T.hits: "2"},
            {T.messages: "40", T.receiver: "DEU", T.hits: "3"},
        ),
    )
    (row,) = found(warehouse)
    assert {key: row[key] for key in (TABLE, PARTNERSHIP, PERIOD, COLUMN)} == {
        TABLE: EXCHANGE,
        PARTNERSHIP: "tri",
        PERIOD: "2024-Q1",
        COLUMN: name(T.messages),
    }
    assert (row[CELLS], row[BEFORE], row[AFTER], row[SIZE]) == (2, 160, 140, -0.125)
    assert (row[DATA_VERSION], row[WHEN]) == (3, date(2024, 8, 1))


def test_an_empty_cell_filled_later_is_no_revision(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    publish(warehouse, joint_operations=table(OPERATION))
    publish(warehouse, joint_operations=table({**OPERATION, J.ended: "2023-06-01"}))
    assert found(warehouse) == []
    publish(warehouse, joint_operations=table({**OPERATION, J.ended: "2023-07-01"}))
    (row,) = found(warehouse)
    assert (row[COLUMN], row[CELLS], row[BEFORE], row[SIZE]) == (name(J.ended), 1, None, None)
    assert row[PERIOD] is None


def test_how_a_recommendation_stands_is_told_anew_and_what_it_asks_for_is_revised(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    advice = {
        Advice.recommendation_id: "form",
        Advice.partnership_id: "tri",
        Advice.text: "Use one form",
        Advice.made: "2023-01-10",
        Advice.origin: "audit",
        Advice.owner_role: "Secretariat",
        Advice.due: "2024-03-31",
        Advice.status: "open",
        Advice.source: "own_return",
    }
    publish(warehouse, recommendations=table(advice))
    publish(warehouse, recommendations=table(advice | {Advice.status: "in_progress"}))
    assert found(warehouse) == []
    publish(warehouse, recommendations=table(advice | {Advice.due: "2024-06-30"}))
    assert [row[COLUMN] for row in found(warehouse)] == [name(Advice.due)]


def test_a_score_corrected_is_told_without_the_score(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    score = {
        S.period: "2023",
        S.partnership_id: "tri",
        S.respondent: "BEL",
        S.characteristic: "shared_goals",
        S.score: "4",
        S.respondents: "3",
        S.source: "own_return",
    }
    publish(warehouse, partner_assessments=table(score))
    publish(warehouse, partner_assessments=table(score | {S.score: "2", S.respondents: "5"}))
    told = {row[COLUMN]: (row[BEFORE], row[AFTER]) for row in found(warehouse)}
    assert told == {name(S.respondents): (3.0, 5.0), name(S.score): (None, None)}


def test_rows_no_longer_counted_are_told_as_whole_rows(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    rows = exchange({}, {T.sender: "DEU"})
    publish(warehouse, information_exchange=rows)
    publish(warehouse, mode=Mode.WITHDRAW, information_exchange=rows)
    (row,) = found(warehouse)
    assert (row[COLUMN], row[CELLS], row[BEFORE]) == ("", 2, None)


def test_going_back_is_a_revision_too_and_the_newest_comes_first(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange({}))
    publish(warehouse, information_exchange=exchange({T.messages: "40"}))
    when = datetime(2026, 11, 25, tzinfo=UTC)
    versions.rollback(warehouse, 2, who="Ada", note="typed wrongly", when=when)
    told = [(row[DATA_VERSION], row[AFTER], row[NOTE], row[WHY]) for row in found(warehouse)]
    assert told == [(4, 100, "typed wrongly", ""), (3, 40, "", "counted anew")]


def test_an_earlier_version_knows_no_later_revision(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange({}))
    publish(warehouse, information_exchange=exchange({T.messages: "50"}))
    assert revisions(Source(warehouse, 2)).is_empty()


def test_a_revision_leads_to_the_rows_that_stand_there_now(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange({}, {T.sender: "DEU"}))
    publish(warehouse, information_exchange=exchange({T.messages: "50"}))
    (row,) = found(warehouse)
    led = behind(row)
    assert led is not None
    assert count(Source(warehouse), led) == 2


@pytest.mark.parametrize("table", ["information_exchange", "operation_results", "partnerships"])
def test_every_table_that_names_its_sources_is_compared(table: str) -> None:
    assert table in {contract.name for contract in CITED}
