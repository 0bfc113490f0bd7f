"""The composite index against the ASEM index that COINr's documentation prints, step by step."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from metrics.methods.composite import (
    Aggregation,
    Normalisation,
    aggregated,
    composed,
    normalised,
    ranks,
    treated,
)

Rows = list[dict[str, str]]
Floats = NDArray[np.float64]


class Asem:
    """The data as published, each indicator divided and filled as the index does it."""

    def __init__(self, printed: Callable[[str], Rows]) -> None:
        self.rows, self.said = printed("asem_values"), printed("asem_indicators")
        self.figures = printed("asem_printed")
        self.units = [row["unit"] for row in self.rows]
        self.pillars = [row["pillar"] for row in self.said]
        self.directions = [float(row["direction"]) for row in self.said]
        self.raw = np.column_stack([self._of(row["indicator"]) for row in self.said])
        divided = np.column_stack([self._divided(row) for row in self.said])
        self.values = self._filled(divided)

    def printed(self, step: str) -> dict[tuple[str, str], float]:
        """Return what was printed of a step, by name and detail."""
        return {
            (row["name"], row["detail"]): float(row["value"])
            for row in self.figures
            if row["step"] == step
        }

    def _of(self, column: str) -> Floats:
        return np.array([float(row[column] or "nan") for row in self.rows])

    def _divided(self, row: dict[str, str]) -> Floats:
        values = self._of(row["indicator"])
        return values / self._of(row["denominator"]) if row["denominator"] else values

    def _filled(self, values: Floats) -> Floats:
        """Impute the mean of the group: ours never does, the published index did."""
        filled = values.copy()
        groups = np.array([row["group"] for row in self.rows])
        for group in set(groups):
            means = np.nanmean(values[groups == group], axis=0)
            filled[groups == group] = np.where(
                np.isnan(values[groups == group]), means, values[groups == group]
            )
        return filled

    def scores(self) -> Floats:
        drawn_in, _ = treated(self.values)
        return normalised(drawn_in, self.directions, Normalisation.MIN_MAX, least=0.0)


@pytest.fixture(name="asem")
def _asem(printed: Callable[[str], Rows]) -> Asem:
    return Asem(printed)


def test_the_index_and_the_ranks_of_51_countries_are_those_published(
    asem: Asem, printed: Callable[[str], Rows]
) -> None:
    by_pillar = composed(asem.scores(), asem.pillars).pillars
    above = {row["pillar"]: row["sub_index"] for row in asem.said}
    found = composed(by_pillar, [above[each] for each in dict.fromkeys(asem.pillars)])
    expected = {row["unit"]: row for row in printed("asem_index")}
    assert len(expected) == len(asem.units) == 51
    for unit, index, rank in zip(asem.units, found.index, ranks(found.index), strict=True):
        assert index == pytest.approx(float(expected[unit]["index"]), abs=1e-8)
        assert rank == int(expected[unit]["rank"])
    india, said = asem.units.index("IND"), asem.printed
    assert found.pillars[india].round(2).tolist() == [*said("sub_index").values()]
    assert round(found.index[india], 2) == said("index")["India", ""]
    assert ranks(found.index)[india] == said("index_rank")["India", ""]


def test_the_pillars_of_india_have_the_printed_scores_and_ranks(asem: Asem) -> None:
    names = [*dict.fromkeys(asem.pillars)]
    found = composed(asem.scores(), asem.pillars).pillars
    india = asem.units.index("IND")
    scores = {(name, ""): round(found[india, at], 2) for at, name in enumerate(names)}
    places = {(name, ""): ranks(found[:, at])[india] for at, name in enumerate(names)}
    assert scores == asem.printed("pillar")
    assert places == asem.printed("pillar_rank")


def test_as_many_values_are_winsorised_as_published(asem: Asem) -> None:
    names = [row["indicator"] for row in asem.said]
    _, done = treated(asem.raw)
    told = dict(zip(names, done, strict=True))
    printed = asem.printed("winsorised")
    assert len(printed) == 6
    for (name, _), number in printed.items():
        assert told[name] == (f"winsorised {number:g}" if number else "")


def test_where_winsorising_one_value_does_not_do_the_logarithm_is_taken(asem: Asem) -> None:
    place = [row["indicator"] for row in asem.said].index("Goods")
    _, done = treated(asem.raw[:, [place]], most=1)
    assert done == ["log"]


def test_means_are_those_published(asem: Asem) -> None:
    printed = asem.printed("mean")
    assert {name for name, _ in printed} == {"geometric", "harmonic"}
    for (name, detail), expected in printed.items():
        weights = [float(each) for each in detail.split(";")]
        found = aggregated([[1, 2, 3]], weights, Aggregation(name))[0]
        assert found == pytest.approx(expected, abs=1e-12)


def test_too_few_indicators_make_no_score_as_published() -> None:
    scores = [[1, 2, 3], [3, np.nan, np.nan], [1, np.nan, 1]]
    found = aggregated(np.array(scores).T, [1, 1, 1], Aggregation.ARITHMETIC, enough=2 / 3)
    assert found[0] == pytest.approx(1.666667, abs=1e-6)
    assert np.isnan(found[1])
    assert found[2] == 2.0


def test_goalposts_are_those_published(asem: Asem) -> None:
    printed = asem.printed("goalposts")
    assert len(printed) == 4
    for (value, direction), expected in printed.items():
        found = normalised(
            [[float(value)]],
            [float(direction)],
            Normalisation.GOALPOSTS,
            goalposts=[[0, 10]],
            least=0.0,
        )
        assert found[0, 0] / 100 == pytest.approx(expected)
