"""Published figures of a composite index beside ours: the ASEM data, step by step."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np

from benchmarks.published import Compared, agree, many, one, rows
from metrics.methods import composite
from metrics.methods.arrays import Floats

COINR: Final = "COINr, commit b968203, vignettes/SA_results.RDS"
UNIT: Final = "IND"
"""India, whose profile is printed."""
AVERAGED: Final = (1.0, 2.0, 3.0)
POSTS: Final = (0.0, 10.0)


def compared() -> Iterator[Compared]:
    """Compare every published figure of the index with ours."""
    printed = rows("asem_index.csv")
    units = [row["unit"] for row in rows("asem_values.csv")]
    index = dict(zip(units, _index().index.tolist(), strict=True))
    places = dict(zip(units, composite.ranks(_index().index).tolist(), strict=True))
    differences = [index[row["unit"]] - float(row["index"]) for row in printed]
    yield many("composite.composed", "ASEM index of 51 countries", differences, COINR)
    agreeing = [places[row["unit"]] == int(row["rank"]) for row in printed]
    yield agree("composite.ranks", "ASEM ranks of 51 countries", agreeing, COINR)
    for row in rows("asem_printed.csv"):
        method, figure, ours = _ours(row)
        yield one(f"composite.{method}", figure, row["value"], ours, row["source"])


def _ours(row: dict[str, str]) -> tuple[str, str, float]:
    """Return the function asked for a printed figure, what it is, and ours."""
    step, name, detail = row["step"], row["name"], row["detail"]
    match step:
        case "mean":
            weights = [float(each) for each in detail.split(";")]
            means = composite.aggregated([AVERAGED], weights, composite.Aggregation(name))
            return "aggregated", f"{name} mean of 1, 2, 3 weighing {detail}", float(means[0])
        case "goalposts":
            score = composite.normalised(
                [[float(name)]],
                [float(detail)],
                composite.Normalisation.GOALPOSTS,
                goalposts=[POSTS],
                least=0.0,
            )
            figure = f"{name} between 0 and 10, direction {detail}"
            return "normalised", figure, float(score[0, 0]) / composite.SCALE
        case "winsorised":
            done = dict(zip(_names(), composite.treated(_raw())[1], strict=True))[name]
            number = float(done.removeprefix("winsorised ") or 0)
            return "treated", f"ASEM, {name}: values winsorised", number
        case _:
            return _profile(step, name)


def _profile(step: str, name: str) -> tuple[str, str, float]:
    """Return a score or a rank of India: of the index, of a part of it or of a pillar."""
    above = _indicators()
    named = {
        "pillar": [row["pillar"] for row in above],
        "sub_index": [row["sub_index"] for row in above],
    }
    level, ranked = step.removesuffix("_rank"), step.endswith("_rank")
    if level == "index":
        scores = _index().index
    else:
        found = _pillars() if level == "pillar" else _index().pillars
        scores = found[:, [*dict.fromkeys(named[level])].index(name)]
    place = [row["unit"] for row in rows("asem_values.csv")].index(UNIT)
    method = "ranks" if ranked else "composed"
    of = "" if level == "index" else f", {name}"
    figure = f"ASEM, India{of}: {level.replace('_', '-')}" + (" rank" if ranked else "")
    return method, figure, float((composite.ranks(scores) if ranked else scores)[place])


@cache
def _indicators() -> list[dict[str, str]]:
    return rows("asem_indicators.csv")


def _names() -> list[str]:
    return [row["indicator"] for row in _indicators()]


def _of(column: str) -> Floats:
    return np.array([float(row[column] or "nan") for row in rows("asem_values.csv")])


@cache
def _raw() -> Floats:
    return np.column_stack([_of(name) for name in _names()])


def _filled() -> Floats:
    """Divide by the denominators and put the mean of a group where nothing is, as was published."""
    parts = [_of(row["denominator"]) if row["denominator"] else 1.0 for row in _indicators()]
    values = np.column_stack([each / part for each, part in zip(_raw().T, parts, strict=True)])
    groups = np.array([row["group"] for row in rows("asem_values.csv")])
    for group in np.unique(groups):
        mine = values[groups == group]
        values[groups == group] = np.where(np.isnan(mine), np.nanmean(mine, axis=0), mine)
    return values


@cache
def _pillars() -> Floats:
    directions = [float(row["direction"]) for row in _indicators()]
    drawn_in, _ = composite.treated(_filled())
    scores = composite.normalised(drawn_in, directions, composite.Normalisation.MIN_MAX, least=0.0)
    return composite.composed(scores, [row["pillar"] for row in _indicators()]).pillars


@cache
def _index() -> composite.Composite:
    above = {row["pillar"]: row["sub_index"] for row in _indicators()}
    return composite.composed(_pillars(), [*above.values()])
