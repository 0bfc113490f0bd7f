"""The rules that other libraries are asked to check are the contract's own."""

from benchmarks.peers import WITHIN, rules
from validation.contracts.information_exchange import INFORMATION_EXCHANGE

NOT_OF_SUMS = {"sender_is_not_receiver", "median_reply_hours_above_zero"}


def test_others_are_asked_every_rule_that_is_a_sum_within_a_column() -> None:
    declared = {rule.name: set(rule.columns) for rule in INFORMATION_EXCHANGE.rules}
    asked = {each["name"]: {*each["sum"], each["within"]} for each in rules()["rows"]}
    assert asked == {name: declared[name] for name in declared.keys() - NOT_OF_SUMS}
    assert list(asked) == list(WITHIN)


def test_others_are_asked_of_every_column() -> None:
    assert [each["name"] for each in rules()["columns"]] == list(INFORMATION_EXCHANGE.names)
