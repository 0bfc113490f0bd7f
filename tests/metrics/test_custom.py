"""A figure made from small tables by a function of its own: what it brings is taken as it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.figures import Setting, values
from metrics.indicator import Indicator, Interval
from metrics.measure import dimensions
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import Custom, counted_of, formula
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    FLAGS,
    LOWER,
    METHOD,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    REASON,
    ROWS,
    SOURCE,
    UNIT,
    UPPER,
    VALUE,
    WHY_UNSURE,
)
from validation.codes import Direction, Level, Pillar
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.fields import name
from validation.periods import Grain

CELL: dict[str, Any] = {PARTNERSHIP: "tri", PERIOD: "2024-Q1", VALUE: 0.5, ROWS: 1, SOURCE: "own"}


def made(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    members = tables.members.group_by(PARTNERSHIP).agg(pl.len().cast(pl.Float64).alias(VALUE))
    return members.with_columns(
        pl.lit("2024" if grain == "year" else "2024-Q1").alias(PERIOD),
        pl.lit(len(selection.countries)).alias(ROWS),
        pl.lit("own_return").alias(SOURCE),
    )


STATISTIC = Custom(
    table=PARTNERSHIPS.name,
    written="members",
    make=made,
    lines=(name(Partnerships.kind),),
    adds=True,
)


def indicator(interval: Interval = Interval.NONE) -> Indicator:
    return Indicator(
        id="members",
        name="Members",
        question="",
        pillar=Pillar.EXCHANGE,
        statistic=STATISTIC,
        unit="members",
        direction=Direction.NEITHER,
        level=Level.ACTIVITY,
        reading="",
        example=next(iter(INDICATORS.values())).example,
        interval=interval,
    )


def value(cell: Mapping[str, object], interval: Interval = Interval.NONE) -> dict[str, Any]:
    setting = Setting(
        indicator=indicator(interval),
        grain="quarter",
        dimensions=(),
        version=1,
        today=date(2025, 1, 1),
        simulated=frozenset(),
    )
    return values(pl.DataFrame([{**CELL, **cell}]), setting).row(0, named=True)


def test_a_version_gives_a_function_of_its_own_the_rows_it_asks_for(warehouse: Warehouse) -> None:
    source = Source(warehouse)
    assert source.rows(PARTNERSHIPS)[name(Partnerships.members)].to_list() == ["BEL;DEU;NLD"]
    found = STATISTIC.make(source, "year", Selection(countries=("BEL",)))
    assert found.select(PARTNERSHIP, PERIOD, VALUE, ROWS).rows() == [("tri", "2024", 3.0, 1)]


def test_lines_that_are_always_apart_come_before_the_cut() -> None:
    assert formula(STATISTIC) == "members"
    assert counted_of(STATISTIC) is None
    cut = Selection(by=name(Partnerships.lead_organisation))
    assert dimensions(indicator(), cut) == ("kind", "lead_organisation")
    assert dimensions(indicator(), Selection(by="kind")) == ("kind",)


def test_an_interval_that_the_function_gives_is_taken_as_it_is() -> None:
    given = {LOWER: 0.25, UPPER: 0.75, METHOD: "bootstrap"}
    found = value(given, Interval.BOOTSTRAP)
    assert (found[LOWER], found[UPPER], found[METHOD], found[FLAGS]) == (
        0.25,
        0.75,
        "bootstrap",
        "",
    )


def test_why_there_is_no_interval_is_told_beside_the_value() -> None:
    assert value({WHY_UNSURE: "few"}, Interval.BOOTSTRAP)[FLAGS] == "no_interval:few"
    assert value({WHY_UNSURE: "few"})[FLAGS] == ""


@pytest.mark.parametrize("precision", ["at_least", "at_most", "approximate"])
def test_a_bound_has_no_interval_and_says_so(precision: str) -> None:
    parts = {NUMERATOR: 5.0, DENOMINATOR: 10.0, "dispersion": 1.0}
    assert value(parts, Interval.WILSON)[METHOD] == "wilson"
    found = value({**parts, PRECISION: precision}, Interval.WILSON)
    assert (found[VALUE], found[LOWER], found[UPPER], found[METHOD]) == (0.5, None, None, "")
    assert found[FLAGS] == "no_interval:bound"


def test_a_rounded_figure_keeps_its_interval() -> None:
    parts = {NUMERATOR: 5.0, DENOMINATOR: 10.0, "dispersion": 1.0}
    found = value({**parts, PRECISION: "rounded"}, Interval.WILSON)
    assert found[METHOD] == "wilson"


def test_a_cell_says_its_own_unit_and_its_reason() -> None:
    found = value({UNIT: "USD", VALUE: None, REASON: "selection"})
    assert (found[UNIT], found[FLAGS]) == ("USD", "no_value:selection")
    assert value({})[UNIT] == "members"
