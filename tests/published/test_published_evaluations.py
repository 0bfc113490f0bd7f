"""Before and after the Sicilian smoking ban, as the published tutorial found it."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from metrics.methods import before_after_months
from metrics.methods.before_after import Reason
from metrics.methods.regression import poisson, season

Rows = list[dict[str, str]]
Floats = NDArray[np.float64]

BAN = 36


class Sicily:
    """The series, and the design of the published models."""

    def __init__(self, rows: Rows) -> None:
        self.month, self.time, self.ban, self.events, self.population = (
            np.array([float(row[name]) for row in rows])
            for name in ("month", "time", "smokban", "aces", "stdpop")
        )
        self.step = np.stack([np.ones(len(rows)), self.time, self.ban], axis=1)
        self.seasonal = np.concatenate([self.step, season(self.month)], axis=1)


@pytest.fixture(name="sicily")
def _sicily(printed: Callable[[str], Rows]) -> Sicily:
    return Sicily(printed("sicily"))


@pytest.mark.parametrize(
    ("quasi", "expected"), [(False, (0.894, 0.865, 0.925)), (True, (0.894, 0.839, 0.953))]
)
def test_the_step_has_the_published_ratio_and_interval(
    sicily: Sicily, expected: tuple[float, float, float], *, quasi: bool
) -> None:
    fit = poisson(sicily.events, sicily.step, sicily.population)
    found = before_after_months.ratio(fit, 2, quasi=quasi)
    assert (round(found.value, 3), round(found.lower, 3), round(found.upper, 3)) == expected
    assert round(fit.dispersion, 3) == 3.559


def test_with_the_time_of_year_it_has_the_published_one(sicily: Sicily) -> None:
    fit = poisson(sicily.events, sicily.seasonal, sicily.population)
    found = before_after_months.ratio(fit, 2)
    assert (round(found.value, 3), round(found.lower, 3)) == (0.885, 0.839)
    assert (round(found.upper, 3), round(fit.dispersion, 3)) == (0.933, 2.262)


def test_without_the_month_of_the_ban_the_evaluation_says_nearly_the_same(sicily: Sicily) -> None:
    found = before_after_months.evaluated(
        sicily.events, BAN, exposure=sicily.population, sloped=False
    )
    assert found.reason is None
    assert (found.before, found.after) == (36, 22)
    assert found.level.value == pytest.approx(0.885, abs=0.005)
    assert found.total.upper < 0  # events avoided
    assert np.isnan(found.fitted[BAN])


def test_the_slope_after_the_ban_is_the_published_one(sicily: Sicily) -> None:
    slope = (sicily.ban * sicily.time)[:, np.newaxis]
    design = np.concatenate([sicily.step, slope, season(sicily.month)], axis=1)
    fit = poisson(sicily.events, design, sicily.population)
    assert fit.coefficients[3] == pytest.approx(0.0014822, abs=5e-8)
    assert fit.dispersion == pytest.approx(2.274563, rel=1e-5)


def test_fewer_months_than_two_years_before_are_refused(sicily: Sicily) -> None:
    found = before_after_months.evaluated(sicily.events, 20, exposure=sicily.population)
    assert found.reason is Reason.FEW_BEFORE
    assert not found.drawn
