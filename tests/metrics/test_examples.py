"""Every indicator's worked example, through the whole path: text, checks, version, value."""

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse, create
from metrics.catalogue import INDICATORS, PILLARS
from metrics.indicator import Indicator
from metrics.quality import behind
from metrics.quality.counted import Counted
from metrics.series import Query, series
from metrics.source import Source
from metrics.statistic import Published, Share, Total
from metrics.values import DENOMINATOR, NUMERATOR, PERIOD, ROWS, UNIT, VALUE, schema
from validation.codes import Pillar

LED = (Pillar.TRUST, Pillar.LAW, Pillar.LANGUAGE, Pillar.TECHNOLOGY)
"""The pillars of which every value leads to its rows."""


Worked = Callable[[Indicator], Source]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return create(tmp_path_factory.mktemp("empty") / "empty.duckdb")


@pytest.fixture(scope="module")
def worked(empty: Warehouse, publish: Callable[..., Version]) -> Worked:
    """Publishes the worked example of an indicator into a warehouse of its own, once."""

    @cache
    def made(indicator: Indicator) -> Source:
        warehouse = Warehouse(empty.path.with_name(f"{indicator.id}.duckdb"))
        warehouse.path.write_bytes(empty.path.read_bytes())
        publish(warehouse, **indicator.example.tables)
        return Source(warehouse)

    return made


@pytest.mark.parametrize("name", INDICATORS)
def test_the_worked_example_gives_the_value_it_says(name: str, worked: Worked) -> None:
    indicator = INDICATORS[name]
    answer = series(worked(indicator), Query(indicator=name))
    (row,) = answer.frame.filter(pl.col(PERIOD) == indicator.example.period).iter_rows(named=True)
    assert row[VALUE] == pytest.approx(indicator.example.expected)
    assert row[UNIT] == indicator.unit
    assert answer.frame.schema == pl.Schema(schema(answer.dimensions))


@pytest.mark.parametrize(
    "name", [each.id for each in INDICATORS.values() if each.pillar in LED and not each.published]
)
def test_the_rows_behind_the_example_are_those_that_make_its_value(
    name: str, worked: Worked
) -> None:
    indicator = INDICATORS[name]
    source = worked(indicator)
    answer = series(source, Query(indicator=name))
    row = answer.frame.row(by_predicate=pl.col(PERIOD) == indicator.example.period, named=True)
    found = Counted(source, indicator, answer.query.selection).behind(row, answer.dimensions)
    assert found
    held = behind.rows(source, found)
    match indicator.statistic:
        case Total(measure):
            assert behind.together(source, found) == {measure.columns[0]: row[VALUE]}
        case Share(numerator, denominator):
            sums = behind.together(source, found)
            taken = sum(sums[each] for each in denominator.minus)
            assert sum(sums[each] for each in denominator.columns) - taken == row[DENOMINATOR]
            if not numerator.over:
                assert sum(sums[each] for each in numerator.columns) == row[NUMERATOR]
        case _:
            assert held.height == row[ROWS]


@pytest.mark.parametrize(
    "name", [each.id for each in INDICATORS.values() if each.cuts and not each.published]
)
def test_the_example_can_be_cut_by_whatever_its_indicator_offers(name: str, worked: Worked) -> None:
    indicator = INDICATORS[name]
    source = worked(indicator)
    for cut in indicator.cuts:
        answer = series(source, Query(indicator=name, by=cut))
        assert cut in answer.dimensions
        assert {*answer.frame[UNIT]} <= {indicator.unit}


@pytest.mark.parametrize("name", INDICATORS)
def test_a_declaration_is_complete(name: str) -> None:
    indicator = INDICATORS[name]
    assert indicator.id == name
    assert indicator.formula
    assert all((indicator.name, indicator.question, indicator.reading, indicator.example.working))
    assert indicator.multiplier == (100 if indicator.unit == "share" else 1)


def test_every_pillar_has_one_headline_and_published_fallbacks_of_its_own() -> None:
    for pillar, view in PILLARS.items():
        headlines = [
            each for each in INDICATORS.values() if each.headline and each.pillar == pillar
        ]
        assert [each.id for each in headlines] == [view.headline]
        for fallback in view.fallback:
            assert isinstance(INDICATORS[fallback].statistic, Published)
            assert INDICATORS[fallback].pillar == pillar
