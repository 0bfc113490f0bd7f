"""Rules on a table beside others, run from their own examples against a warehouse."""

import csv
import io
from collections.abc import Callable, Mapping

import pytest

from data.ledger import Mode, Version
from data.planning import Plan
from data.warehouse import Warehouse
from validation.contract import Cells, Contract, CrossRule, Severity
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.operation_results import OPERATION_RESULTS, OperationResults
from validation.contracts.partnerships import PARTNERSHIPS
from validation.fields import name

Preview = Callable[..., Plan]
Publish = Callable[..., Version]
Tables = Mapping[str, tuple[Cells, ...]]
RULES = [
    pytest.param(contract, rule, id=rule.name)
    for contract in CONTRACTS.values()
    for rule in contract.cross_rules
]
TOO_MANY = "objectives_met_within_set"


def written(table: str, *rows: Cells) -> str:
    """Make a CSV of rows of a table: the examples of its required columns, and given cells."""
    contract = CONTRACTS[table]
    needed = {column.name: column.spec.example for column in contract.columns if column.required}
    text = io.StringIO()
    writer = csv.DictWriter(text, contract.names, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**needed, **{name(part): cell for part, cell in row.items()}})
    return text.getvalue()


def whole(tables: Tables) -> Tables:
    """Give an example a partnership where it has none."""
    usual: Cells = {}
    return {PARTNERSHIPS.name: (usual,), **tables}


def texts(tables: Tables) -> list[str]:
    """Make the files of an example."""
    return [written(table, *rows) for table, rows in whole(tables).items()]


def kinds(plan: Plan) -> set[str]:
    return {found.kind for found in plan.problems}


def operation(objectives: str) -> str:
    cells: Cells = {JointOperations.started: "2023", JointOperations.objectives_set: objectives}
    return written(JOINT_OPERATIONS.name, cells)


def results(*met: tuple[str, str]) -> str:
    rows: list[Cells] = [
        {OperationResults.period: period, OperationResults.objectives_met: count}
        for period, count in met
    ]
    return written(OPERATION_RESULTS.name, *rows)


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_across_tables_lets_its_good_example_pass(
    empty: Warehouse, preview: Preview, contract: Contract, rule: CrossRule
) -> None:
    assert contract.name in rule.passes
    assert preview(empty, *texts(rule.passes)).problems == ()


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_across_tables_is_all_that_its_bad_example_breaks(
    empty: Warehouse, preview: Preview, contract: Contract, rule: CrossRule
) -> None:
    together = texts(rule.fails)
    plan = preview(empty, *together)
    (found,) = plan.problems
    assert (found.kind, found.severity, found.columns) == (rule.name, rule.severity, rule.columns)
    assert plan.ok == (rule.severity == Severity.WARNING)
    own = f"{list(whole(rule.fails)).index(contract.name) + 1}.csv"
    assert (found.file, found.line) == (own, 1 + len(rule.fails[contract.name]))


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_across_tables_looks_at_what_is_held(
    empty: Warehouse, preview: Preview, publish: Publish, contract: Contract, rule: CrossRule
) -> None:
    held = {table: rows for table, rows in whole(rule.fails).items() if table != contract.name}
    publish(empty, *(written(table, *rows) for table, rows in held.items()))
    own = written(contract.name, *rule.fails[contract.name])
    assert kinds(preview(empty, own)) == {rule.name}


def test_a_change_that_makes_a_held_row_wrong_is_refused(
    empty: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(empty, *texts({}), operation("3"), results(("2023-Q1", "1"), ("2023-Q2", "2")))
    assert preview(empty, operation("4")).ok
    plan = preview(empty, operation("2"))
    assert [(found.kind, found.line, found.values[1]) for found in plan.problems] == [
        (TOO_MANY, None, "1"),
        (TOO_MANY, None, "2"),
    ]
    assert not plan.ok


def test_results_that_are_replaced_no_longer_count(
    empty: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(empty, *texts({}), operation("3"), results(("2023-Q1", "1"), ("2023-Q2", "2")))
    later = results(("2023-Q3", "3"))
    assert kinds(preview(empty, later)) == {TOO_MANY}
    assert preview(empty, later, mode=Mode.REPLACE).ok


def test_held_rows_are_not_warned_of_again(
    empty: Warehouse, preview: Preview, publish: Publish
) -> None:
    arrests = OperationResults.arrests
    first: Cells = {OperationResults.period: "2023-Q1", arrests: "3"}
    far: Cells = {OperationResults.period: "2023-Q2", arrests: "31"}
    rows = written(OPERATION_RESULTS.name, first, far)
    publish(empty, *texts({}), operation("3"), rows)
    third: Cells = {OperationResults.period: "2023-Q3", arrests: "40"}
    assert preview(empty, written(OPERATION_RESULTS.name, third)).problems == ()
