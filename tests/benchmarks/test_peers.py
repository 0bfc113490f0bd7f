"""The rules that other libraries are asked to check are the contract's own, and all of them."""

from pathlib import Path

import pytest

from benchmarks.peers import ABOVE_ZERO, WITHIN, rules
from benchmarks.planted import KEY, found_by_others, found_by_us, planted
from benchmarks.warehouses import FACTS, checked, simulated, with_registers
from dashboard.uploading import known_ids
from data.warehouse import Warehouse
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.fields import name

IN_TEXTS = {"sender_is_not_receiver"}
ROWS = 1_000


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulated(ROWS, tmp_path_factory.mktemp("peers"))


@pytest.fixture(scope="module")
def store(facts: Path) -> Warehouse:
    return with_registers(facts.with_name("empty.duckdb"), facts.parent)


def test_others_are_asked_every_rule_across_columns() -> None:
    declared = {rule.name: set(rule.columns) for rule in INFORMATION_EXCHANGE.rules}
    asked = {rule: {*map(name, parts), name(whole)} for rule, (parts, whole) in WITHIN.items()}
    asked |= {rule: {name(column)} for rule, column in ABOVE_ZERO.items()}
    assert asked == {rule: declared[rule] for rule in declared.keys() - IN_TEXTS}


def test_others_are_asked_of_every_column_what_it_may_hold(store: Warehouse) -> None:
    asked = {each["name"]: each for each in rules(known_ids(store))["columns"]}
    assert list(asked) == list(INFORMATION_EXCHANGE.names)
    assert all(each["within"] or each["pattern"] for each in asked.values())


def test_a_fault_is_planted_for_every_column_and_rule_and_found_at_its_line(
    facts: Path, store: Warehouse, tmp_path: Path
) -> None:
    faults = planted(facts, tmp_path / FACTS)
    rules_of_table = {rule.name for rule in INFORMATION_EXCHANGE.every_rule}
    assert {rule for rule, _, _ in faults} == {*INFORMATION_EXCHANGE.names, *rules_of_table, KEY}
    assert found_by_us(checked(store, [tmp_path / FACTS])) == faults


def test_others_may_repeat_of_a_faulty_row_what_we_leave_out() -> None:
    answers = [("messages", 5, "-5"), ("hits_within_messages", 5, ""), (KEY, 7, ""), (KEY, 9, "")]
    assert found_by_others(answers) == {("messages", 5, "-5"), (KEY, 9, "")}
