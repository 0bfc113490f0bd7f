"""Every indicator's worked example, through the whole path: text, checks, version, value."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse, create
from metrics.catalogue import INDICATORS, PILLARS
from metrics.series import Query, series
from metrics.source import Source
from metrics.statistic import Published
from metrics.values import PERIOD, UNIT, VALUE, schema


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return create(tmp_path_factory.mktemp("empty") / "empty.duckdb")


@pytest.mark.parametrize("name", INDICATORS)
def test_the_worked_example_gives_the_value_it_says(
    name: str, empty: Warehouse, tmp_path: Path, publish: Callable[..., Version]
) -> None:
    indicator = INDICATORS[name]
    warehouse = Warehouse(tmp_path / "example.duckdb")
    warehouse.path.write_bytes(empty.path.read_bytes())
    publish(warehouse, **indicator.example.tables)
    answer = series(Source(warehouse), Query(indicator=name))
    (row,) = answer.frame.filter(pl.col(PERIOD) == indicator.example.period).iter_rows(named=True)
    assert row[VALUE] == pytest.approx(indicator.example.expected)
    assert row[UNIT] == indicator.unit
    assert answer.frame.schema == pl.Schema(schema(answer.dimensions))


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
