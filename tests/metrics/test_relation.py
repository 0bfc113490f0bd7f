"""What a contract's columns mean is read from the contract: any table of figures is counted."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.cells import Parts, at_grain, counted
from metrics.parts import pairs
from metrics.relation import RELATIONS, Relation
from metrics.resolution import resolve
from metrics.selection import Selection
from metrics.statistic import Counted, Custom, Total, share_of, sum_of
from metrics.values import DISPERSION, LEFT_OUT, ROWS, VALUE
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.published_totals import PublishedTotals as P
from validation.contracts.targets import TARGETS
from validation.fields import name

ONE_SIDED = RELATIONS[PUBLISHED_TOTALS.name]
ROWS_OF = {P.partnership_id: "tri", P.period: "2024-Q1", P.source: "own_return"}


@pytest.fixture
def count(warehouse: Warehouse) -> Callable[[Counted, Selection], dict[str, Any]]:
    """Count the rows of a table that passes between nobody, in the one quarter it holds."""

    def cell(statistic: Counted, selection: Selection) -> dict[str, Any]:
        with warehouse.read() as connection:
            frame = pairs(
                connection,
                ONE_SIDED,
                2,
                statistics=[statistic],
                selection=selection,
                resolved=resolve(connection, ONE_SIDED, 2),
            )
        parts = Parts(frame=frame, relation=ONE_SIDED, selection=selection)
        return counted(at_grain(parts, "quarter"), statistic).row(0, named=True)

    return cell


@pytest.fixture
def published(warehouse: Warehouse, publish: Callable[..., Any], table: Callable[..., str]) -> None:
    """Version 2: arrests on two crime areas and on none in particular, and investigations."""
    rows = (
        {P.measure: "arrests", P.crime_area: "terrorism", P.value: "10"},
        {P.measure: "arrests", P.crime_area: "corruption", P.value: "5"},
        {P.measure: "arrests", P.crime_area: "", P.value: "15"},
        {P.measure: "investigations", P.crime_area: "terrorism", P.value: "30"},
    )
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*({**ROWS_OF, **row} for row in rows))})


def test_the_meaning_of_columns_is_read_from_the_contract() -> None:
    found = RELATIONS[INFORMATION_EXCHANGE.name]
    told = (found.period, found.partnership, found.reporter, found.source, found.crime_area)
    assert told == ("period", "partnership_id", "reported_by", "source", "crime_area")
    assert found.ends == ("sender", "receiver")
    assert not Relation(TARGETS).source


def test_every_indicator_counts_rows_of_a_table_of_figures() -> None:
    made = (each.statistic for each in INDICATORS.values())
    summed = {each.table for each in made if not isinstance(each, Custom)}
    assert summed <= set(RELATIONS)


@pytest.mark.usefixtures("published")
def test_rows_that_pass_between_nobody_are_summed_without_clusters(
    count: Callable[[Counted, Selection], dict[str, Any]],
) -> None:
    arrests = sum_of(P.value, over={P.measure: "arrests"})
    share = share_of(arrests, sum_of(P.value), table=PUBLISHED_TOTALS.name)
    cell = count(share, Selection())
    assert (cell[VALUE], cell[ROWS], cell[DISPERSION]) == (0.5, 4, 1.0)


@pytest.mark.usefixtures("published")
def test_rows_not_broken_down_are_left_out_by_a_filter_and_told(
    count: Callable[[Counted, Selection], dict[str, Any]],
) -> None:
    total = Total(sum_of(P.value), PUBLISHED_TOTALS.name)
    cell = count(total, Selection(crime_areas=("terrorism",)))
    assert (cell[VALUE], cell[LEFT_OUT]) == (40.0, "rows 2/3")


@pytest.mark.usefixtures("published")
def test_where_rows_name_no_country_a_filter_on_countries_leaves_all_of_them_out(
    count: Callable[[Counted, Selection], dict[str, Any]],
) -> None:
    cell = count(Total(sum_of(P.value), PUBLISHED_TOTALS.name), Selection(countries=("BEL",)))
    assert (cell[VALUE], cell[LEFT_OUT]) == (None, "rows 0/4")


@pytest.mark.usefixtures("published")
def test_a_cut_keeps_the_values_of_a_column_apart(warehouse: Warehouse) -> None:
    selection = Selection(by=name(P.measure))
    with warehouse.read() as connection:
        frame = pairs(
            connection,
            ONE_SIDED,
            2,
            statistics=[Total(sum_of(P.value), PUBLISHED_TOTALS.name)],
            selection=selection,
            resolved=pl.DataFrame(),
        )
    assert sorted(frame[name(P.measure)]) == ["arrests", "investigations"]
