"""What one table says against another: each rule finds its own case, and nothing else."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.quality.behind import Behind, count
from metrics.quality.contradictions import (
    BEHIND,
    RULE,
    RULES,
    WHO,
    Contradiction,
    contradictions,
)
from metrics.source import Source
from metrics.values import PERIOD
from validation.contracts.capabilities import Capabilities
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.inputs import Inputs
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.legal_requests import LegalRequests as Legal
from validation.contracts.obstacles import Obstacles
from validation.contracts.operation_results import OperationResults as R
from validation.contracts.partner_assessments import PartnerAssessments as Scores
from validation.contracts.partnerships import Partnerships
from validation.contracts.returns import Returns
from validation.contracts.safeguards import Safeguards
from validation.contracts.training_completions import TrainingCompletions as C

Publish = Callable[..., Version]
Table = Callable[..., str]
Rows = tuple[Mapping[Any, object], ...]
Planted = Mapping[str, Rows]

LIVES: Rows = ({Partnerships.established: "2020-03"},)
COURSE = {
    C.training_id: "course",
    C.period: "2024-Q1",
    C.partnership_id: "tri",
    C.course: "Writing requests",
    C.provider: "EUROPOL",
    C.format: "seminar",
    C.topic: "language",
    C.country: "BEL",
    C.completed: 12,
    C.source: "own_return",
}
OPERATION = {
    J.operation_id: "net",
    J.partnership_id: "tri",
    J.name: "Harbour Net",
    J.crime_area: "general",
    J.kind: "action_day",
    J.started: "2023-05-10",
    J.ended: "2023-06-20",
    J.lead: "NLD",
    J.source: "own_return",
}
RESULT = {R.operation_id: "net", R.period: "2023-Q2", R.arrests: 3, R.source: "own_return"}
RETURN = {
    Returns.period: "2024-Q1",
    Returns.partnership_id: "tri",
    Returns.table: "information_exchange",
    Returns.status: "complete",
}
ASKED = {
    Legal.period: "2024-Q1",
    Legal.partnership_id: "tri",
    Legal.requesting: "NLD",
    Legal.requested: "BEL",
    Legal.instrument: "extradition",
    Legal.crime_area: "general",
    Legal.received: 4,
    Legal.source: "own_return",
}
ABLE = {
    Capabilities.period: "2024-Q1",
    Capabilities.partnership_id: "tri",
    Capabilities.member: "BEL",
    Capabilities.capability: "dna_exchange",
    Capabilities.status: "pilot",
    Capabilities.source: "own_return",
}
SCORE = {
    Scores.period: "2024",
    Scores.partnership_id: "tri",
    Scores.respondent: "BEL",
    Scores.characteristic: "shared_goals",
    Scores.score: 4,
    Scores.respondents: 5,
    Scores.source: "own_return",
}
GIFT = {
    Inputs.period: "2024",
    Inputs.partnership_id: "tri",
    Inputs.contributor: "BEL",
    Inputs.kind: "funds",
    Inputs.amount: 100,
    Inputs.unit: "eur",
    Inputs.source: "own_return",
}
MET = {
    Obstacles.period: "2024-Q1",
    Obstacles.partnership_id: "tri",
    Obstacles.obstacle: "language",
    Obstacles.source: "own_return",
}
COUNTED = {
    Safeguards.period: "2024-Q1",
    Safeguards.partnership_id: "tri",
    Safeguards.measure: "audits",
    Safeguards.source: "own_return",
}
CONSISTENT: Planted = {
    "partnerships": LIVES,
    "information_exchange": ({}, {T.sender: "EUROPOL"}),
    "training_completions": (COURSE, {**COURSE, C.training_id: "other", C.country: ""}),
    "joint_operations": (OPERATION,),
    "operation_results": (RESULT,),
    "returns": (RETURN,),
    "legal_requests": (ASKED,),
    "capabilities": (ABLE, {**ABLE, Capabilities.member: "EUROPOL"}),
    "partner_assessments": (SCORE, {**SCORE, Scores.respondent: "EUROPOL"}),
    "inputs": (GIFT, {**GIFT, Inputs.contributor: "EUROPOL"}),
    "obstacles": (
        {**MET, Obstacles.cases_affected: 7},
        {**MET, Obstacles.cases_affected: 3, Obstacles.reported_by: "BEL"},
        {**MET, Obstacles.cases_affected: 4, Obstacles.reported_by: "NLD"},
    ),
    "safeguards": (
        {**COUNTED, Safeguards.value: 1},
        {**COUNTED, Safeguards.value: 1, Safeguards.reported_by: "BEL"},
        {**COUNTED, Safeguards.value: 2, Safeguards.period: "2024-Q2"},
    ),
}
"""Nothing here contradicts anything: an organisation is no stranger, nor one that is not told."""

PLANTED: Mapping[str, tuple[Planted, str, str]] = {
    "trained_outside_members": (
        {"training_completions": ({**COURSE, C.country: "FRA"},)},
        "FRA",
        "training_completions",
    ),
    "exchange_outside_members": (
        {"information_exchange": ({T.receiver: "FRA"},)},
        "FRA",
        "information_exchange",
    ),
    "returned_outside_members": (
        {"information_exchange": ({T.reported_by: "FRA"},)},
        "FRA",
        "information_exchange",
    ),
    "requests_outside_members": (
        {"legal_requests": ({**ASKED, Legal.requesting: "FRA"},)},
        "FRA",
        "legal_requests",
    ),
    "assessed_outside_members": (
        {"capabilities": ({**ABLE, Capabilities.member: "FRA"},)},
        "FRA",
        "capabilities",
    ),
    "scored_outside_members": (
        {"partner_assessments": ({**SCORE, Scores.respondent: "FRA"},)},
        "FRA",
        "partner_assessments",
    ),
    "given_outside_members": ({"inputs": ({**GIFT, Inputs.contributor: "FRA"},)}, "FRA", "inputs"),
    "arrests_before_operation": (
        {
            "joint_operations": (
                OPERATION,
                {**OPERATION, J.operation_id: "earlier", J.started: "2022-11-01"},
            ),
            "operation_results": ({**RESULT, R.period: "2023-Q1"},),
        },
        "net",
        "operation_results",
    ),
    "arrests_without_operation": (
        {"operation_results": ({**RESULT, R.period: "2023-Q4"},)},
        "net",
        "operation_results",
    ),
    "outside_lifetime": (
        {"information_exchange": ({T.period: "2019-Q4"},)},
        "",
        "information_exchange",
    ),
    "nil_with_rows": (
        {"information_exchange": ({T.period: "2024-Q2"},)},
        "",
        "information_exchange",
    ),
    "obstacles_counted_apart": (
        {
            "obstacles": (
                {**MET, Obstacles.cases_affected: 8},
                {**MET, Obstacles.cases_affected: 3, Obstacles.reported_by: "BEL"},
                {**MET, Obstacles.cases_affected: 4, Obstacles.reported_by: "NLD"},
            )
        },
        "",
        "obstacles",
    ),
    "safeguards_counted_apart": (
        {
            "safeguards": (
                {**COUNTED, Safeguards.value: 1},
                {**COUNTED, Safeguards.value: 2, Safeguards.reported_by: "BEL"},
            )
        },
        "",
        "safeguards",
    ),
    "complete_without_rows": ({"returns": ({**RETURN, Returns.period: "2024-Q3"},)}, "", "returns"),
}
BEFORE: Mapping[str, Planted] = {
    "nil_with_rows": {"returns": ({**RETURN, Returns.period: "2024-Q2", Returns.status: "nil"},)}
}
"""What is published first: a return of nothing beside rows would not be let in with them."""

Load = Callable[[Planted], None]


@pytest.fixture
def load(
    warehouse: Warehouse, publish: Publish, table: Table, exchange: Table, partners: Table
) -> Load:
    """Publishes rows by table; of partnerships and exchange only what is not usual is told."""
    usual = {"partnerships": partners, "information_exchange": exchange}

    def loaded(rows: Planted) -> None:
        when = datetime(2025, 3, 1, tzinfo=UTC)
        made = {name: usual.get(name, table)(*each) for name, each in rows.items()}
        publish(warehouse, when, **made)

    return loaded


def found(warehouse: Warehouse) -> list[dict[str, Any]]:
    return contradictions(Source(warehouse)).to_dicts()


def test_tables_that_agree_contradict_nothing(warehouse: Warehouse, load: Load) -> None:
    load(CONSISTENT)
    assert found(warehouse) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_case_and_leads_to_its_rows(
    warehouse: Warehouse, load: Load, rule: str
) -> None:
    planted, who, table = PLANTED[rule]
    load({"partnerships": LIVES, "joint_operations": (OPERATION,)})
    if rule in BEFORE:
        load(BEFORE[rule])
    load(planted)
    (row,) = found(warehouse)
    behind = Behind.parse(row[BEHIND])
    assert (row[RULE], row[WHO]) == (rule, who)
    assert behind is not None
    assert behind.table == table
    assert count(Source(warehouse), behind) == 1


def test_an_open_partnership_has_no_strangers(warehouse: Warehouse, load: Load) -> None:
    load({"partnerships": ({**LIVES[0], Partnerships.members: ""},)})
    load({"training_completions": ({**COURSE, C.country: "FRA"},)})
    assert found(warehouse) == []


def test_the_country_that_was_asked_is_looked_at_as_the_one_that_asked_is(
    warehouse: Warehouse, load: Load
) -> None:
    load({"legal_requests": ({**ASKED, Legal.requested: "FRA"},)})
    assert [(row[RULE], row[WHO]) for row in found(warehouse)] == [
        ("requests_outside_members", "FRA")
    ]


def test_where_operations_were_only_found_published_others_may_have_run(
    warehouse: Warehouse, load: Load
) -> None:
    load({"partnerships": ({**LIVES[0], Partnerships.operations_coverage: "selection"},)})
    load({"joint_operations": (OPERATION,)})
    load({"operation_results": ({**RESULT, R.period: "2023-Q4"},)})
    assert found(warehouse) == []


def test_arrests_of_a_year_in_which_it_ran_are_no_contradiction(
    warehouse: Warehouse, load: Load
) -> None:
    load({"joint_operations": (OPERATION,)})
    load({"operation_results": ({**RESULT, R.period: "2023"},)})
    assert found(warehouse) == []


def test_an_operation_without_a_beginning_may_have_run_since_ever(
    warehouse: Warehouse, load: Load
) -> None:
    load({"joint_operations": ({**OPERATION, J.started: ""},)})
    load({"operation_results": ({**RESULT, R.period: "2021-Q1"},)})
    assert found(warehouse) == []


def test_the_newest_period_of_a_rule_comes_first(warehouse: Warehouse, load: Load) -> None:
    rows = (
        {**COURSE, C.country: "FRA", C.period: "2023-Q1", C.training_id: "first"},
        {**COURSE, C.country: "FRA", C.period: "2024-Q1", C.training_id: "second"},
    )
    load({"training_completions": rows})
    assert [row[PERIOD] for row in found(warehouse)] == ["2024-Q1", "2023-Q1"]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_says_what_it_finds_and_why_both_cannot_be_so(rule: Contradiction) -> None:
    assert rule.title
    assert rule.why.endswith((".", "?"))
