"""Published figures of interrupted series and of forecasts beside ours."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np

from benchmarks.published import Compared, one, rows
from metrics.methods import before_after_months, outlook
from metrics.methods.arrays import Floats
from metrics.methods.forecasts import ets, seasonal_naive, seasonal_naive_spread, theta
from metrics.methods.regression import Counts, poisson, season

YEAR: Final = 12
PERCENT: Final = 100
TERMS: Final = {"intercept": 0, "trend": 1, "level": 2, "level_at_0": 2, "slope": 3}
MODELS: Final = {"ets": ets, "theta": theta}
WAVES: Final = ("sine_1", "sine_2", "cosine_1", "cosine_2")
LEVEL: Final = TERMS["level"]


def compared() -> Iterator[Compared]:
    """Compare every published figure of a series with ours."""
    for row in rows("interrupted.csv"):
        figure = f"Sicily, {row['model']}: {row['figure'].replace('_', ' ')}"
        ours = interrupted(row["model"])[row["figure"]]
        yield one("regression.poisson", figure, row["value"], ours, row["source"])
    for row in rows("forecasts.csv"):
        if row["method"] == outlook.Method.SEASONAL_NAIVE:
            at, ahead = int(row["origin"]), int(row["ahead"])
            figure = f"AirPassengers, {ahead} after {at}: {row['figure'].replace('_', ' ')}"
            ours = naive(at, ahead)[row["figure"]]
            yield one("forecasts.seasonal_naive", figure, row["value"], ours, row["source"])


def implementations() -> Iterator[Compared]:
    """Compare errors of models that no two implementations choose or fit alike."""
    for row in rows("forecasts.csv"):
        if row["method"] in MODELS:
            at, ahead = int(row["origin"]), int(row["ahead"])
            whole = passengers()
            off = whole[at : at + ahead] - MODELS[row["method"]](whole[:at], YEAR, ahead)
            figure = f"AirPassengers, {ahead} after {at}: {row['figure']}"
            ours = float(np.sqrt((off**2).mean()))
            yield one(f"forecasts.{row['method']}", figure, row["value"], ours, row["source"])


@cache
def interrupted(model: str) -> dict[str, float]:
    """Return the figures of a published model of the Sicilian smoking ban, as we find them."""
    fit, quasi = _sicily(model), model != "poisson"
    ratio = before_after_months.ratio(fit, LEVEL, quasi=quasi)
    waves = {name: place + LEVEL + 1 for place, name in enumerate(WAVES)}
    terms = {
        name: place for name, place in (TERMS | waves).items() if place < len(fit.coefficients)
    }
    found = {name: float(fit.coefficients[place]) for name, place in terms.items()}
    for name in ("intercept", "trend", "level"):
        contrast = np.eye(len(fit.coefficients))[TERMS[name]]
        found[f"{name}_error"] = fit.error(contrast, quasi=quasi)
    return found | {
        "dispersion": fit.dispersion,
        "ratio": ratio.value,
        "ratio_lower": ratio.lower,
        "ratio_upper": ratio.upper,
        "annual_trend": float(np.exp(YEAR * found["trend"])),
    }


def _sicily(model: str) -> Counts:
    read = rows("sicily.csv")
    month, time, ban, events, population = (
        np.array([float(row[name]) for row in read])
        for name in ("month", "time", "smokban", "aces", "stdpop")
    )
    terms = [np.ones(len(read)), time, ban, *([ban * time] if model == "slope" else [])]
    design = np.stack(terms, axis=1)
    if model in {"harmonic", "slope"}:
        design = np.concatenate([design, season(month)], axis=1)
    return poisson(events, design, population)


@cache
def naive(origin: int, ahead: int) -> dict[str, float]:
    """Return the errors of the seasonal naive forecast of air passengers, and its 80 % limits."""
    whole = passengers()
    known, came = whole[:origin], whole[origin : origin + ahead]
    told = seasonal_naive(known, YEAR, ahead)
    lower = told - outlook.Z * seasonal_naive_spread(known, YEAR, ahead)
    found = {f"lower_{place}": float(value) for place, value in enumerate(lower, start=1)}
    if came.size:
        off = np.abs(came - told)
        found["rmse"] = float(np.sqrt((off**2).mean()))
        found["mae"] = float(off.mean())
        found["mape"] = float((off / came).mean() * PERCENT)
    return found


def passengers() -> Floats:
    """Return the monthly air passengers, in thousands."""
    read = rows("trend_series.csv")
    return np.array([float(row["value"]) for row in read if row["series"] == "airpassengers"])
