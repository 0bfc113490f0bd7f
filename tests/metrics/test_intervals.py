"""Intervals against figures that others published, and against what they promise."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics import intervals
from metrics.intervals import Limits

PUBLISHED = Path(__file__).parents[1] / "published"
SOME_DIGITS = 1e-12


def _rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(cell: str) -> float:
    return float(cell) if cell else math.nan


@pytest.mark.parametrize("row", _rows("phe_proportions.csv"))
def test_wilson_gives_the_limits_that_ukhsa_publishes(row: dict[str, str]) -> None:
    found = intervals.wilson(
        float(row["numerator"]), float(row["denominator"]), confidence=float(row["confidence"])
    )
    assert float(found.lower) == pytest.approx(float(row["lower"]), rel=SOME_DIGITS)
    assert float(found.upper) == pytest.approx(float(row["upper"]), rel=SOME_DIGITS)


@pytest.mark.parametrize("row", _rows("phe_counts.csv"))
def test_byar_and_wilson_give_the_limits_that_ukhsa_publishes_for_one_count(
    row: dict[str, str],
) -> None:
    confidence, events = float(row["confidence"]), float(row["events"])
    if row["method"] == "Wilson":
        found = intervals.wilson(events, float(row["denominator"]), confidence=confidence)
    else:
        found = intervals.byar(events, confidence=confidence)
    expected = [_number(row["lower"]), _number(row["upper"])]
    limits = [float(found.lower), float(found.upper)]
    assert limits == pytest.approx(expected, rel=SOME_DIGITS, nan_ok=True)


@pytest.mark.parametrize("row", _rows("phe_rates.csv"))
def test_a_count_is_exact_below_ten_and_byars_from_ten_on(row: dict[str, str]) -> None:
    found = intervals.count(float(row["events"]), confidence=float(row["confidence"]))
    scale = float(row["multiplier"]) / float(row["population"])
    assert float(found.lower) * scale == pytest.approx(float(row["lower"]), rel=1e-9)
    assert float(found.upper) * scale == pytest.approx(float(row["upper"]), rel=1e-9)
    assert (float(row["events"]) < intervals.BYAR_FROM) == (row["method"] == "Exact")


# Newcombe 1998 (Stat Med 17: 873–890), Table II, method 10, cases (a) and (b).
@pytest.mark.parametrize(
    ("one", "other", "lower", "upper"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_a_difference_has_the_limits_that_newcombe_publishes(
    one: tuple[int, int], other: tuple[int, int], lower: float, upper: float
) -> None:
    found = intervals.difference(
        one[0] / one[1], intervals.wilson(*one), other[0] / other[1], intervals.wilson(*other)
    )
    assert float(found.lower) == pytest.approx(lower, abs=5e-5)
    assert float(found.upper) == pytest.approx(upper, abs=5e-5)


def test_dispersion_divides_n_and_widens_the_interval() -> None:
    plain, widened = intervals.wilson(50, 100), intervals.wilson(50, 100, dispersion=4.0)
    quarter = intervals.wilson(12.5, 25)
    assert widened.lower == pytest.approx(quarter.lower)
    assert widened.lower < plain.lower
    assert widened.upper > plain.upper


def test_dispersion_below_one_narrows_nothing() -> None:
    plain, narrowed = intervals.wilson(50, 100), intervals.wilson(50, 100, dispersion=0.2)
    assert (plain.lower, plain.upper) == (narrowed.lower, narrowed.upper)


def test_without_a_known_dispersion_there_is_no_interval() -> None:
    found = intervals.wilson(50, 100, dispersion=math.nan)
    assert np.isnan(found.lower)
    assert np.isnan(found.upper)


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 200)).map(lambda pair: (min(pair), pair[1])),
        min_size=2,
        max_size=12,
    )
)
def test_dispersion_from_sums_is_pearsons_chi_squared(clusters: list[tuple[int, int]]) -> None:
    cases = np.array([case for case, _ in clusters], dtype=float)
    sizes = np.array([size for _, size in clusters], dtype=float)
    found = float(
        intervals.dispersion((cases**2 / sizes).sum(), cases.sum(), sizes.sum(), len(clusters))
    )
    if cases.sum() in {0, sizes.sum()}:
        assert found == 1
    else:
        table = np.array([cases, sizes - cases])
        expected = stats.chi2_contingency(table, correction=False).statistic
        assert found == pytest.approx(expected / (len(clusters) - 1), abs=1e-9)


def test_one_cluster_tells_nothing_about_dispersion() -> None:
    assert np.isnan(intervals.dispersion(1.0, 10.0, 100.0, 1))


def test_a_mean_has_students_interval() -> None:
    # 10 values of mean 5 and standard deviation 2: t(0.975; 9) = 2.262157.
    found = intervals.mean(5.0, spread=2.0, number=10)
    half = 2.262157 * 2 / math.sqrt(10)
    assert float(found.lower) == pytest.approx(5 - half, abs=1e-6)
    assert float(found.upper) == pytest.approx(5 + half, abs=1e-6)


def test_a_mean_of_one_has_no_interval() -> None:
    assert np.isnan(intervals.mean(5.0, spread=2.0, number=1).lower)


def test_no_difference_has_an_interval_where_either_value_has_none() -> None:
    none = Limits(np.array(np.nan), np.array(np.nan))
    found = intervals.difference(0.5, intervals.wilson(5, 10), 0.4, none)
    assert np.isnan(found.lower)
    assert np.isnan(found.upper)


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.floats(0.1, 50))
def test_wilson_holds_the_proportion_within_zero_and_one(
    cases: int, more: int, dispersion: float
) -> None:
    size = cases + more - 1 or 1
    found = intervals.wilson(min(cases, size), size, dispersion=dispersion)
    assert 0 <= found.lower <= min(cases, size) / size + 1e-12
    assert min(cases, size) / size - 1e-12 <= found.upper <= 1
