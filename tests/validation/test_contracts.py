"""Every table and each of its rules, run from their own examples."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import pytest

from validation.contract import Contract, Rule, Severity, TableRule
from validation.contracts import CONTRACTS
from validation.documents import example
from validation.intake import Checked
from validation.problems import Problem

RULES = [
    pytest.param(contract, rule, id=f"{contract.name}-{rule.name}")
    for contract in CONTRACTS.values()
    for rule in (*contract.rules, *contract.table_rules)
]
CsvOf = Callable[[Contract, Sequence[Mapping[str | int | float, str]]], bytes]


def _rows(rule: Rule | TableRule, *, good: bool) -> tuple[Mapping[str | int | float, str], ...]:
    cells = rule.passes if good else rule.fails
    return cells if isinstance(cells, tuple) else (cells,)


@pytest.mark.parametrize("table", CONTRACTS)
def test_the_example_of_every_table_is_a_good_file(
    table: str, check_one: Callable[..., Checked]
) -> None:
    verdict = check_one(example(CONTRACTS[table]).encode())
    assert verdict.problems == ()
    assert verdict.contract is CONTRACTS[table]
    assert verdict.present == CONTRACTS[table].names
    assert verdict.rows.schema == {**CONTRACTS[table].stored_schema, "line": pl.Int64()}
    assert verdict.rows["line"].to_list() == [2]


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_lets_its_good_example_pass(
    contract: Contract, rule: Rule | TableRule, csv_of: CsvOf, check_one: Callable[..., Checked]
) -> None:
    assert check_one(csv_of(contract, _rows(rule, good=True)), contract.name).problems == ()


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_is_all_that_its_bad_example_breaks(
    contract: Contract,
    rule: Rule | TableRule,
    csv_of: CsvOf,
    check_one: Callable[..., Checked],
    reads_well: Callable[[Problem], bool],
) -> None:
    rows = _rows(rule, good=False)
    verdict = check_one(csv_of(contract, rows), contract.name)
    assert [found.kind for found in verdict.problems] == [rule.name] * len(rows)
    assert [found.line for found in verdict.problems] == list(range(2, 2 + len(rows)))
    assert verdict.ok == (rule.severity == Severity.WARNING)
    assert verdict.rows.is_empty() == (rule.severity == Severity.ERROR)
    assert all(reads_well(found) for found in verdict.problems)
    assert all(set(found.columns) == set(rule.columns) for found in verdict.problems)


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_a_rule_that_names_a_part_and_a_whole_compares_these(
    contract: Contract, rule: Rule | TableRule
) -> None:
    part_and_whole = isinstance(rule, Rule) and rule.whole and (rule.part, rule.whole)
    assert not part_and_whole or rule.columns == part_and_whole
    assert not part_and_whole or contract.whole_of[rule.columns[0]] == rule.columns[1]


@pytest.mark.parametrize("table", CONTRACTS)
def test_tables_are_ordered_so_that_one_comes_after_those_it_refers_to(table: str) -> None:
    order = list(CONTRACTS)
    aims = {column.spec.references for column in CONTRACTS[table].columns}
    assert all(order.index(aim) < order.index(table) for aim in aims.intersection(order))


@pytest.mark.parametrize("table", CONTRACTS)
def test_every_column_is_described_and_has_a_key(table: str) -> None:
    contract = CONTRACTS[table]
    assert contract.key
    assert all(column.description.endswith(".") for column in contract.columns)
    assert contract.description.endswith(".")


def test_a_list_of_keys_keeps_the_columns_of_stored_rows(exchange: Contract) -> None:
    assert exchange.of_keys().names == exchange.key
    assert exchange.of_keys().stored_schema == exchange.stored_schema


def test_every_rule_of_every_table_is_put_to_its_examples() -> None:
    """Rules beside other tables are, in tests/data, where the other tables are held."""
    every = [rule for contract in CONTRACTS.values() for rule in contract.every_rule]
    here = [rule for _, rule in (each.values for each in RULES)]
    beside = [rule for contract in CONTRACTS.values() for rule in contract.cross_rules]
    assert len(every) == len(here) + len(beside)
    assert all(rule.fails and rule.passes for rule in every)
