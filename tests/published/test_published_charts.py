"""Control charts, rules and assurance against figures that others published, to their digits."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metrics.methods import laney, xmr
from metrics.methods.arrays import column
from metrics.methods.assurance import assurance
from metrics.methods.rules import RULES, RUN, Rule, ends, judged, members, steps, two_of_three
from validation.codes import Direction

FIGURES: dict[str, Any] = json.loads(
    (Path(__file__).parent / "control_charts.json").read_text(encoding="utf-8")
)
UNITS = FIGURES["rules"]
SAID = {"consistent_pass": "meets", "consistent_fail": "misses", "inconsistent": "either"}


def to_its_digits(printed: float) -> object:
    """Accept what rounds to the figure as it was printed."""
    decimals = len(str(printed).partition(".")[2])
    return pytest.approx(printed, rel=0, abs=0.5000001 * 10**-decimals)


def signs(values: list[int]) -> np.ndarray[Any, np.dtype[np.int8]]:
    return np.array([values], dtype=np.int8)


@pytest.mark.parametrize("chart", FIGURES["charts"], ids=lambda chart: chart["name"])
def test_an_individuals_chart_has_the_limits_that_were_published(chart: dict[str, Any]) -> None:
    over, under = chart["multiple"]
    found = xmr.limits(chart["data"], k=over / under, screened=chart["screened"])
    assert found.centre.item() == to_its_digits(chart["mean"])
    assert found.lower.item() == to_its_digits(chart["lower"])
    assert found.upper.item() == to_its_digits(chart["upper"])
    if "moving_range" in chart:
        assert found.spread.item() == to_its_digits(chart["moving_range"])


def test_limits_follow_from_centre_and_moving_range_as_in_montgomerys_example() -> None:
    printed = FIGURES["montgomery"]
    reach = column(3 / xmr.STEP * printed["moving_range"])
    found = xmr.around(
        column(printed["centre"]),
        reach,
        points=np.array([20]),
        spread=np.array([printed["moving_range"]]),
    )
    assert found.lower.item() == to_its_digits(printed["lower"])
    assert found.upper.item() == to_its_digits(printed["upper"])
    largest = xmr.LARGE_RANGE * printed["moving_range"]
    assert largest == pytest.approx(printed["moving_range_upper"], abs=1e-5)


@pytest.mark.parametrize("case", UNITS["one_side"])
def test_the_seventh_point_on_one_side_ends_a_run(case: dict[str, list[int]]) -> None:
    found = ends(signs(case["side"]), RUN)
    assert abs(found[0]).tolist() == case["ends"]


@pytest.mark.parametrize("case", UNITS["part_of_seven"])
def test_all_seven_points_of_a_run_belong_to_it(case: dict[str, list[int]]) -> None:
    assert members(signs(case["ends"]) != 0, RUN)[0].tolist() == case["members"]


@pytest.mark.parametrize("case", UNITS["trend"])
def test_the_seventh_point_that_rises_or_falls_ends_a_trend(case: dict[str, list[int]]) -> None:
    values = np.array([case["values"]], dtype=np.float64)
    assert ends(steps(values), RUN - 1)[0].tolist() == case["ends"]


@pytest.mark.parametrize("case", UNITS["part_of_two_in_three"])
def test_two_of_three_near_a_limit_are_named_alone(case: dict[str, list[int]]) -> None:
    found = two_of_three(signs(case["close"]) != 0, signs(case["side"]))
    assert found[0].tolist() == case["members"]


def test_two_points_beyond_opposite_limits_are_not_two_of_three() -> None:
    data = UNITS["opposite_sides"]["data"]
    found = judged(data, xmr.limits(data, k=xmr.CLASSIC))
    assert found.rule[0, -2:].tolist() == [0, 0]


def test_the_one_point_of_the_vignette_that_is_beyond_its_limit_is_named() -> None:
    case = UNITS["vignette"]
    found = judged(case["data"], xmr.limits(case["data"], k=xmr.CLASSIC))
    named = np.flatnonzero(found.rule[0]) + 1
    assert named.tolist() == case["above"]
    assert RULES[found.rule[0, case["above"][0] - 1] - 1] is Rule.BEYOND
    assert found.side[0, case["above"][0] - 1] == 1


@pytest.mark.parametrize("case", FIGURES["assurance"]["cases"])
@pytest.mark.parametrize(
    ("direction", "better"), [(Direction.UP, "increase"), (Direction.DOWN, "decrease")]
)
def test_assurance_says_what_the_limits_and_the_target_say(
    case: dict[str, Any], direction: Direction, better: str
) -> None:
    found = assurance(case["lpl"], case["upl"], FIGURES["assurance"]["target"], direction)
    assert found.item() == SAID[case[better]]


def test_without_a_direction_nothing_is_assured() -> None:
    assert assurance(1, 3, 4, Direction.NEITHER).item() == ""


def test_classic_p_prime_limits_are_laneys_formula() -> None:
    cases = np.array([48, 60, 45, 55, 70, 40, 52, 58, 47, 66], dtype=np.float64)
    size = np.array([100, 110, 95, 105, 120, 90, 100, 115, 98, 112], dtype=np.float64)
    found = laney.limits(cases, size, k=3 / xmr.STEP, screened=False)
    pooled = cases.sum() / size.sum()
    sigma = np.sqrt(pooled * (1 - pooled) / size)
    spread = np.abs(np.diff((cases / size - pooled) / sigma)).mean() / 1.128
    assert found.upper[0] == pytest.approx(pooled + 3 * sigma * max(spread, 1.0))
    assert found.lower[0] == pytest.approx(pooled - 3 * sigma * max(spread, 1.0))
