"""Mann–Kendall, its variants and Sen's slope against pyMannKendall's tested figures."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from metrics.methods import trend
from metrics.methods.arrays import Floats

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def values(series: str) -> Floats:
    found = [row["value"] for row in rows("trend_series.csv") if row["series"] == series]
    return np.array([float(cell or "nan") for cell in found])


@pytest.mark.parametrize("row", rows("trends.csv"))
def test_a_trend_has_the_figure_that_was_published(row: dict[str, str]) -> None:
    options = {key: int(row[key]) for key in ("seasons", "lags") if row[key]}
    found = getattr(trend, row["method"])(values(row["series"]), **options)
    figure = getattr(found, row["figure"]).item()
    assert figure == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-12)
