"""Funnel limits against those that UKHSA publishes with PHEindicatormethods."""

import csv
from pathlib import Path

import numpy as np
import pytest

from metrics.methods import funnel

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS = rows("funnel_units.csv")
CASES = np.array([float(row["numerator"]) for row in UNITS])
SIZES = np.array([float(row["denominator"]) for row in UNITS])
AVERAGE = funnel.pooled(CASES, SIZES)
PRINTED = 6


@pytest.mark.parametrize("confidence", funnel.LIMITS)
def test_the_limits_of_a_funnel_are_those_published(confidence: float) -> None:
    printed = [row for row in rows("funnel_limits.csv") if float(row["confidence"]) == confidence]
    sizes = [float(row["denominator"]) for row in printed]
    found = funnel.limits(AVERAGE, sizes, confidence=confidence)
    assert len(printed) == 100
    assert found.lower * 100 == pytest.approx([float(row["lower"]) for row in printed], abs=1e-6)
    assert found.upper * 100 == pytest.approx([float(row["upper"]) for row in printed], abs=1e-6)
    assert {round(AVERAGE * 100, PRINTED)} == {float(row["average"]) for row in printed}


@pytest.mark.parametrize(("confidence", "said"), [(0.95, ("95", "99.8")), (0.998, ("99.8",))])
def test_units_lie_beyond_the_limits_beyond_which_they_were_published(
    confidence: float, said: tuple[str, ...]
) -> None:
    found = funnel.beyond(CASES / SIZES, funnel.limits(AVERAGE, SIZES, confidence=confidence))
    sides = {"above": 1, "below": -1}
    words = [row["beyond"].split() or ["", ""] for row in UNITS]
    expected = [sides[side] if far in said else 0 for side, far in words]
    assert found.tolist() == expected
    assert {*expected} == {-1, 0, 1}


def test_units_that_differ_beyond_chance_have_wider_limits() -> None:
    found = funnel.dispersion(CASES, SIZES)
    plain = funnel.limits(AVERAGE, SIZES, confidence=0.95)
    inflated = funnel.limits(AVERAGE, SIZES, confidence=0.95, dispersion=found)
    fewer = funnel.limits(AVERAGE, SIZES / found, confidence=0.95)
    assert found > 1
    assert (inflated.upper > plain.upper).all()
    assert inflated.upper == pytest.approx(fewer.upper)


def test_units_that_hardly_differ_narrow_no_limit() -> None:
    plain = funnel.limits(AVERAGE, [100], confidence=0.95)
    assert funnel.limits(AVERAGE, [100], confidence=0.95, dispersion=0.2).upper == plain.upper
    assert funnel.limits(AVERAGE, [100], confidence=0.95, dispersion=np.nan).upper == plain.upper
