"""Writes docs/methods-validation.md: published figures beside ours, and what simulations found.

The published figures are the files of `tests/published` that the tests read as well.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import polars as pl

from benchmarks import published_index, published_series, published_suppression
from benchmarks.published import PUBLISHED, ROOT, Compared, agree, many, one, rows
from metrics import intervals
from metrics.methods import (
    funnel,
    recovery,
    recovery_evaluations,
    recovery_findings,
    trend,
    xmr,
)
from metrics.methods.arrays import Floats, column
from metrics.methods.assurance import assurance
from metrics.methods.rules import RUN, ends, judged, members, steps, two_of_three
from validation.codes import Direction

PAGE: Final = ROOT / "docs" / "methods-validation.md"
PERCENT: Final = 100
UNIT_COLUMNS: Final = ("numerator", "denominator")
SIDES: Final = {1: "above", -1: "below"}
UKHSA: Final = "PHEindicatormethods (UKHSA), commit 093fd28"
INTRODUCTION: Final = """# Methods beside published figures

<!-- Made by `make docs` from tests/published and from simulations; edits here are overwritten. -->

Each method is asked for figures that others published, from their input. *Difference* is ours
less theirs before rounding (0 below a thousand-millionth of the figure); the tests of
`tests/published` fail where it is more than the digits printed allow. Below stand simulations,
for what nobody published: how often each method is wrong on series in which nothing happens.

## Published figures
"""
OTHERS: Final = """
## Beside other implementations

Exponential smoothing and Theta are chosen and fitted otherwise by each implementation, so that
single figures differ by more than their digits. The tests hold the mean of the four errors of
exponential smoothing within a tenth of R's (on logarithms, as published), and each error of Theta
within 0.5 % of that of statsmodels.
"""
UNPUBLISHED: Final = """
## Methods without a published figure

No published figure, with the series it is of, was found for these. What they are held to instead:

- `before_after.evaluated` (restricted maximum likelihood, first-order autocorrelation): its own
  closed forms, which are least squares of the transformed series where the autocorrelation is
  known, and the highest restricted likelihood computed otherwise
  (`tests/metrics/test_before_after.py`); and planted changes, below. The published Sicilian figures
  above are of the Poisson regression, another method.
- `before_after_counts.evaluated` (parametric bootstrap): series in which nothing happens, below.
- `laney.limits` (p′): Laney's formula, written a second time
  (`tests/published/test_published_charts.py`); and shares where nothing happens, below.
- `forecasts.ets`, its damped trend: its own closed form, steps that each are the same share of the
  one before (`tests/metrics/test_outlook.py`).
- `robustness.from_sampling` and `robustness.from_method`: cases whose answer is plain
  (`tests/metrics/test_index.py`). The published sensitivity analysis of the ASEM index is of other
  choices, and its draws are random.
"""
LIMITS: Final = """
## Constants for short series

Limits stand k × the mean moving range from the mean. k keeps 0.27 % of the points after a
baseline outside by chance; the second column is what 200,000 simulated baselines give, the last
what the textbooks' 2.66 would leave outside.
"""
RECOVERY: Final = """
## Planted steps found

Of 4,000 simulated series in each row, the share in which a step of 3 standard deviations, which
comes with the first quarter after the baseline, is found within 1, 2, 4 and 8 quarters, beside
the share of false alarms in series that do nothing. `partnerships recovery` prints the same.
After eight quarters nearly every step is found; until then, a short baseline finds few. Where
values resemble the quarter before (autocorrelation), false alarms are many, so that flags are to
be read beside how many chance would give (`recovery.expected_flags`).
"""
CONFIRMED: Final = """
## Findings confirmed

The share of 4,000 simulated series that are flagged at their last quarter though nothing changed,
and that are called confirmed there: if any quarter without a mark began a finding anew (*in a
row*), and as the product has it (*in an episode*, `methods.episode`: a single quarter without a
mark does not end it). The last two columns are the shares confirmed of series in which a step of 3
standard deviations came eight quarters before the end. Bridging one quarter adds at most 4 in
1,000 confirmed by chance and confirms 6 to 9 in 100 more of the steps.
"""
SHARES: Final = """
## Shares outside their limits where nothing happens

The share of 4,000 simulated p′ charts in which the quarter after the baseline lies outside, with
our limits and with Laney's. A correlation of 0 leaves shares to chance alone; with more, whole
quarters differ.
"""
TRENDS: Final = """
## Trends found where there are none

The share of 4,000 simulated series without a trend in which one is found at 5 %, by `trend`
(seasonal Mann–Kendall, variance for autocorrelation) and by the plain test.
"""
EVALUATIONS: Final = """
## Changes found before and after a milestone

The share of 4,000 simulated series in which `before_after.evaluated` finds a change at 5 %; the
points are quarters on each side. Where nothing changes: of the level, of the slope, of the total
beyond the line before, and of the level by least squares that knows no autocorrelation. The last
column is the share in which a step of 3 standard deviations is found: of 12 quarters a side, a
step this size is missed in one series of four. `partnerships recovery --method before-after`
prints the same.
"""
COUNTS: Final = """
The same of 400 series of counts that do nothing, 30 a quarter on average and twice as dispersed as
Poisson's, by `before_after_counts.evaluated` (bootstrap of 200 series each). Of 400 series, a true
share of 0.050 is seen as 0.029 to 0.071.
"""


def compared() -> Iterator[Compared]:
    """Compare every published figure with ours."""
    yield from _charts()
    yield from _rules()
    yield from _trends()
    yield from _funnels()
    yield from _intervals()
    yield from published_suppression.compared()
    yield from published_series.compared()
    yield from published_index.compared()


def page() -> str:
    """Write the whole page; the simulations take seconds."""
    published = (INTRODUCTION, *figures(), OTHERS, *implementations(), UNPUBLISHED)
    return "\n".join((*published, LIMITS, *constants(), *simulations())) + "\n"


def figures() -> list[str]:
    """Write the table of published figures."""
    head = ("method", "figure", "published", "ours", "difference", "source")
    return [*_head(head, numbers=range(2, 5)), *(each.line for each in compared())]


def implementations() -> list[str]:
    """Write the table of models that other implementations choose or fit otherwise."""
    head = ("method", "figure", "theirs", "ours", "difference", "source")
    told = published_series.implementations()
    return [*_head(head, numbers=range(2, 5)), *(each.line for each in told)]


def constants() -> list[str]:
    """Write the table of constants for short series."""
    head = ("points", "k", "k simulated", "outside with 2.66")
    return [*_head(head, numbers=range(4)), *map(constant, xmr.CONSTANTS)]


def constant(length: int) -> str:
    """Write a row of the constants: printed, simulated, and what 2.66 would leave outside."""
    found = recovery.derived(length)
    outside = recovery.outside(length, xmr.CLASSIC)
    return f"| {length} | {xmr.CONSTANTS[length]:.2f} | {found:.2f} | {outside:.1%} |"


def simulations() -> list[str]:
    """Write the tables of what simulations found."""
    return [
        *(RECOVERY, *_table(recovery.recovery())),
        *(CONFIRMED, *_table(recovery_findings.confirmations())),
        *(SHARES, *_table(recovery.share_alarms())),
        *(TRENDS, *_table(recovery.trend_alarms())),
        *(EVALUATIONS, *_table(recovery_evaluations.evaluations())),
        *(COUNTS, *_table(recovery_evaluations.evaluations_of_counts())),
    ]


def recovered(told: dict[str, float]) -> str:
    """Write a row of a simulation: lengths whole, the rest with their digits."""
    length, correlation, *shares = told.values()
    cells = (f"{length:.0f}", f"{correlation:g}", *(f"{share:.3f}" for share in shares))
    return f"| {' | '.join(cells)} |"


def _table(frame: pl.DataFrame) -> list[str]:
    head = tuple(name.replace("_", " ") for name in frame.columns)
    return [*_head(head, numbers=range(len(head))), *map(recovered, frame.to_dicts())]


def _head(names: tuple[str, ...], *, numbers: range) -> list[str]:
    rule = ["---:" if at in numbers else "---" for at in range(len(names))]
    return [f"| {' | '.join(names)} |", f"| {' | '.join(rule)} |"]


@cache
def _json() -> dict[str, Any]:
    return json.loads((PUBLISHED / "control_charts.json").read_text(encoding="utf-8"))


def _charts() -> Iterator[Compared]:
    for chart in _json()["charts"]:
        over, under = chart["multiple"]
        found = xmr.limits(chart["data"], k=over / under, screened=chart["screened"])
        ours = {"mean": found.centre, "lower": found.lower, "upper": found.upper}
        ours |= {"moving_range": found.spread}
        for name in (each for each in ours if each in chart):
            figure = f"{chart['name']}: {name.replace('_', ' ')}"
            yield one("xmr.limits", figure, str(chart[name]), ours[name].item(), chart["source"])
    printed = _json()["montgomery"]
    centre, spread = column(printed["centre"]), np.array([printed["moving_range"]])
    reach = column(3 / xmr.STEP * spread)
    found = xmr.around(centre, reach, points=np.array([20]), spread=spread)
    for name, limit in (("lower", found.lower), ("upper", found.upper)):
        figure = f"Montgomery 6.5, from centre and moving range: {name}"
        yield one("xmr.around", figure, str(printed[name]), limit.item(), printed["source"])


def _rules() -> Iterator[Compared]:
    units = _json()["rules"]
    agreeing = [
        *(abs(_end(each["side"]))[0].tolist() == each["ends"] for each in units["one_side"]),
        *(
            members(_signs(each["ends"]) != 0, RUN)[0].tolist() == each["members"]
            for each in units["part_of_seven"]
        ),
        *(
            ends(steps(np.array([each["values"]], float)), RUN - 1)[0].tolist() == each["ends"]
            for each in units["trend"]
        ),
        *(
            two_of_three(_signs(each["close"]) != 0, _signs(each["side"]))[0].tolist()
            == each["members"]
            for each in units["part_of_two_in_three"]
        ),
    ]
    yield agree("rules.judged", "runs, trends and two of three", agreeing, units["source"])
    case = units["vignette"]
    found = judged(case["data"], xmr.limits(case["data"], k=xmr.CLASSIC)).rule[0]
    named = (np.flatnonzero(found) + 1).tolist() == case["above"]
    yield agree("rules.judged", "points named in the vignette", [named], case["source"])
    asked = _json()["assurance"]
    said = {"consistent_pass": "meets", "consistent_fail": "misses", "inconsistent": "either"}
    agreeing = [
        assurance(case["lpl"], case["upl"], asked["target"], way).item() == said[case[better]]
        for case in asked["cases"]
        for way, better in ((Direction.UP, "increase"), (Direction.DOWN, "decrease"))
    ]
    yield agree("assurance.assurance", "what the target can expect", agreeing, asked["source"])


def _end(side: list[int]) -> np.ndarray[Any, np.dtype[np.int8]]:
    return ends(_signs(side), RUN)


def _signs(values: list[int]) -> np.ndarray[Any, np.dtype[np.int8]]:
    return np.array([values], dtype=np.int8)


@cache
def _series(name: str) -> Floats:
    found = [row["value"] for row in rows("trend_series.csv") if row["series"] == name]
    return np.array([float(cell or "nan") for cell in found])


def _trends() -> Iterator[Compared]:
    for row in rows("trends.csv"):
        options = {key: int(row[key]) for key in ("seasons", "lags") if row[key]}
        found = getattr(trend, row["method"])(_series(row["series"]), **options)
        words = ", ".join(f"{key} {value}" for key, value in options.items())
        figure = f"{row['series']}{f' ({words})' if words else ''}: {row['figure']}"
        ours = getattr(found, row["figure"]).item()
        yield one(f"trend.{row['method']}", figure, row["value"], ours, row["source"])


def _funnels() -> Iterator[Compared]:
    units, limits = rows("funnel_units.csv"), rows("funnel_limits.csv")
    cases, sizes = (np.array([float(row[key]) for row in units]) for key in UNIT_COLUMNS)
    average = funnel.pooled(cases, sizes)
    percent = str(limits[0]["average"])
    yield one("funnel.pooled", "average, %", percent, average * PERCENT, UKHSA)
    differences: list[float] = []
    for row in limits:
        band = funnel.limits(
            average, [float(row["denominator"])], confidence=float(row["confidence"])
        )
        differences += [
            band.lower.item() * PERCENT - float(row["lower"]),
            band.upper.item() * PERCENT - float(row["upper"]),
        ]
    yield many("funnel.limits", "95 % and 99.8 % limits, %", differences, UKHSA)
    inner, outer = (
        funnel.beyond(cases / sizes, funnel.limits(average, sizes, confidence=each))
        for each in funnel.LIMITS
    )
    agreeing = [
        _beyond(int(near), int(far)) == row["beyond"]
        for near, far, row in zip(inner, outer, units, strict=True)
    ]
    yield agree("funnel.beyond", "units beyond a limit, and which", agreeing, UKHSA)


def _beyond(near: int, far: int) -> str:
    if far:
        return f"{SIDES[far]} 99.8"
    return f"{SIDES[near]} 95" if near else ""


def _intervals() -> Iterator[Compared]:
    differences: list[float] = []
    for row in rows("phe_proportions.csv"):
        found = intervals.wilson(
            *(float(row[key]) for key in UNIT_COLUMNS), confidence=float(row["confidence"])
        )
        differences += [
            float(found.lower) - float(row["lower"]),
            float(found.upper) - float(row["upper"]),
        ]
    yield many("intervals.wilson", "limits of proportions", differences, UKHSA)
    differences = []
    for row in rows("phe_rates.csv"):
        scale = float(row["multiplier"]) / float(row["population"])
        found = intervals.count(float(row["events"]), confidence=float(row["confidence"]))
        differences += [
            float(found.lower) * scale - float(row["lower"]),
            float(found.upper) * scale - float(row["upper"]),
        ]
    yield many("intervals.count", "exact and Byar's limits of rates", differences, UKHSA)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
