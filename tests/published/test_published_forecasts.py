"""Forecasts of the monthly air passengers against published errors."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from metrics.methods.forecasts import Model, ets, seasonal_naive, seasonal_naive_spread, theta
from metrics.methods.outlook import Z

Rows = list[dict[str, str]]
Floats = NDArray[np.float64]


class Air:
    """The series, and what was published of it."""

    def __init__(self, printed: Callable[[str], Rows]) -> None:
        rows = [row for row in printed("trend_series") if row["series"] == "airpassengers"]
        self.passengers = np.array([float(row["value"]) for row in rows])
        self.forecasts = printed("forecasts")

    def error(self, model: Model, origin: int, ahead: int = 12) -> Floats:
        came = self.passengers[origin : origin + ahead]
        return came - model(self.passengers[:origin], 12, ahead)

    def rmse(self, model: Model, origin: int, ahead: int = 12) -> float:
        return float(np.sqrt((self.error(model, origin, ahead) ** 2).mean()))

    def published(self, method: str, figure: str) -> dict[tuple[int, int], float]:
        return {
            (int(row["origin"]), int(row["ahead"])): float(row["value"])
            for row in self.forecasts
            if (row["method"], row["figure"]) == (method, figure)
        }


@pytest.fixture(name="air")
def _air(printed: Callable[[str], Rows]) -> Air:
    return Air(printed)


def test_the_seasonal_naive_errors_are_those_published(air: Air) -> None:
    error = np.abs(air.error(seasonal_naive, 120, 24))
    assert round(float(error.mean()), 2) == air.published("seasonal_naive", "mae")[120, 24]
    percent = 100 * float((error / air.passengers[120:]).mean())
    assert round(percent, 2) == air.published("seasonal_naive", "mape")[120, 24]
    printed = air.published("seasonal_naive", "rmse")
    assert round(air.rmse(seasonal_naive, 120, 24), 2) == printed.pop((120, 24))
    assert {origin for origin, _ in printed} == {96, 108, 120, 132}
    for (origin, ahead), expected in printed.items():
        assert round(air.rmse(seasonal_naive, origin, ahead), 1) == expected


def test_the_lower_limits_of_the_seasonal_naive_forecast_are_those_published(air: Air) -> None:
    told = seasonal_naive(air.passengers, 12, 12)
    lower = told - Z * seasonal_naive_spread(air.passengers, 12, 12)
    for place, ours in enumerate(lower, start=1):
        expected = air.published("seasonal_naive", f"lower_{place}")[144, 12]
        assert ours == pytest.approx(expected, abs=5e-5)


def test_exponential_smoothing_is_on_average_within_a_tenth_of_the_published_error(
    air: Air,
) -> None:
    """Implementations choose different models, so that single figures cannot agree."""
    printed = air.published("ets", "rmse")
    ours = [air.rmse(ets, origin, ahead) for origin, ahead in printed]
    assert np.mean(ours) == pytest.approx(np.mean([*printed.values()]), rel=0.1)


def test_theta_errs_as_another_implementation_does(air: Air) -> None:
    measured = air.published("theta", "rmse")
    assert {origin for origin, _ in measured} == {96, 108, 120, 132}
    for (origin, ahead), expected in measured.items():
        assert air.rmse(theta, origin, ahead) == pytest.approx(expected, rel=0.005)
