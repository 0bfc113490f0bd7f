"""Everything that is derived from a table's declaration."""

import pytest

from validation.contracts import CONTRACTS
from validation.documents import (
    FORMS,
    UPLOAD_HELP,
    dictionary,
    example,
    form,
    template,
)
from validation.fields import Kind


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_template_is_the_header_alone(table: str) -> None:
    assert template(CONTRACTS[table]) == ",".join(CONTRACTS[table].names) + "\n"
    assert example(CONTRACTS[table]).startswith(template(CONTRACTS[table]))


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_dictionary_tells_of_every_column_code_and_rule(table: str) -> None:
    contract = CONTRACTS[table]
    text = dictionary(contract)
    codes = [
        code for column in contract.columns for each in column.spec.codes for code in each.values
    ]
    rules = [rule.name for rule in contract.every_rule]
    missing = [each for each in (*contract.names, *codes, *rules) if f"`{each}`" not in text]
    assert missing == []
    assert all(column.description in text for column in contract.columns)
    assert text.startswith(f"# {contract.title} (`{table}`)\n")


def test_a_dictionary_is_said_in_the_readers_language() -> None:
    text = dictionary(CONTRACTS["milestones"], say=lambda english: f"<{english}>")
    assert "# <Milestones> (`milestones`)" in text
    assert "| <Column> |" in text
    assert "<Rows are told apart by: `date`, `partnership_id`, `label`.>" in text


def test_a_bar_in_a_text_does_not_break_the_table() -> None:
    members = next(
        line for line in dictionary(CONTRACTS["partnerships"]).splitlines() if "`members`" in line
    )
    assert members.replace(r"\|", "").count("|") == 6


def test_every_kind_of_cell_has_its_form() -> None:
    assert set(FORMS) == set(Kind)
    assert all(text.endswith(".") for text in UPLOAD_HELP)


def test_a_form_names_the_lists_the_table_and_what_else_is_allowed() -> None:
    exchange = CONTRACTS["information_exchange"].by_name
    assert form(exchange["sender"]).endswith("(country, organisation) / ALL")
    assert form(exchange["source"]).endswith("(sources) / own_return")


def test_only_a_figure_that_may_be_unknown_is_left_empty() -> None:
    exchange = CONTRACTS["information_exchange"].by_name
    needed, other = form(exchange["messages"]), form(exchange["hits"])
    assert needed == f"{FORMS[Kind.COUNT]}; a row without it is left out"
    assert other == f"{FORMS[Kind.COUNT]}; empty where it is not known"
