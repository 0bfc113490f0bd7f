"""The page that sets our figures beside published ones says what the methods say now."""

import pytest

from benchmarks.published import Compared
from benchmarks.validation import PAGE, compared, constant, figures, implementations, recovered
from metrics.methods.recovery import Plan, row
from metrics.methods.recovery_evaluations import evaluation
from metrics.methods.recovery_findings import confirmation

LINES = PAGE.read_text(encoding="utf-8").splitlines()


def test_every_published_figure_stands_on_the_page_with_ours() -> None:
    told = figures()
    assert len(told) > 60
    assert [line for line in told if line not in LINES] == [], "run make docs"


def test_errors_of_other_implementations_stand_on_the_page_with_ours() -> None:
    told = implementations()
    assert {line.split("`")[1] for line in told[2:]} == {"forecasts.ets", "forecasts.theta"}
    assert [line for line in told if line not in LINES] == [], "run make docs"


def test_every_method_of_the_page_is_named_with_a_figure_of_its_own() -> None:
    methods = {each.method for each in compared()}
    assert {"composite.composed", "composite.treated", "composite.aggregated"} <= methods
    assert "`laney.limits`" in "\n".join(LINES)
    assert "`before_after.evaluated`" in "\n".join(LINES)


@pytest.mark.parametrize("one", list(compared()), ids=lambda one: f"{one.method} {one.figure}")
def test_no_figure_differs_by_more_than_the_digits_printed(one: Compared) -> None:
    decimals = len(one.published.partition(".")[2])
    allowed = 0.5000001 * 10**-decimals if decimals else 1e-5
    assert abs(one.difference) <= allowed
    assert one.source


@pytest.mark.parametrize("length", [8, 20])
def test_a_constant_stands_on_the_page_as_the_simulation_finds_it(length: int) -> None:
    assert constant(length) in LINES


def test_the_steps_found_stand_on_the_page_as_the_simulation_finds_them() -> None:
    assert recovered(row(12, 0.2, Plan())) in LINES


def test_the_findings_confirmed_stand_on_the_page_as_simulated() -> None:
    assert recovered(confirmation(20, 0.0, Plan())) in LINES


def test_the_changes_found_before_and_after_stand_on_the_page_as_simulated() -> None:
    assert recovered(evaluation(12, 0.2, Plan())) in LINES
