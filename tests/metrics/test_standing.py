"""What a value may be, where it is only a bound or not yet whole, decides what its status is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.measure import measured
from metrics.selection import Selection
from metrics.source import Source
from metrics.standing import beside_targets
from metrics.values import STATUS, TARGET
from validation.codes import Direction
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.targets import TARGETS, Targets
from validation.periods import YEAR

Row = dict[Any, object]
Publish = Callable[..., Version]
Table = Callable[..., str]

# Neither has a good direction in the catalogue; later counts will have one.
PRINTED = replace(INDICATORS["published_messages"], direction=Direction.UP)
COUNTED = replace(INDICATORS["messages"], direction=Direction.UP)


def aim(indicator: str) -> Row:
    return {
        Targets.partnership_id: "tri",
        Targets.indicator: indicator,
        Targets.from_period: "2023",
        Targets.target: "100",
        Targets.kind: "level",
    }


def standing(warehouse: Warehouse, indicator: Indicator) -> list[tuple[float | None, str]]:
    source = Source(warehouse)
    frame = measured(source, indicator, YEAR, Selection())
    return beside_targets(frame, source, indicator, Selection()).select(TARGET, STATUS).rows()


@pytest.mark.parametrize(
    ("value", "precision", "status"),
    [
        (120, "", "met"),
        (90, "", "not_met"),
        (120, "rounded", "met"),
        (120, "at_least", "met"),
        (90, "at_least", ""),
        (90, "at_most", "not_met"),
        (120, "at_most", ""),
        (500, "approximate", ""),
        ("", "suppressed", ""),
    ],
)
def test_a_bound_has_a_status_only_where_it_settles_the_matter(
    value: object,
    precision: str,
    status: str,
    warehouse: Warehouse,
    publish: Publish,
    table: Table,
) -> None:
    figure: Row = {
        PublishedTotals.period: "2023",
        PublishedTotals.partnership_id: "tri",
        PublishedTotals.measure: "messages",
        PublishedTotals.value: value,
        PublishedTotals.precision: precision,
        PublishedTotals.source: "own_return",
    }
    tables = {PUBLISHED_TOTALS.name: table(figure), TARGETS.name: table(aim(PRINTED.id))}
    publish(warehouse, **tables)
    assert standing(warehouse, PRINTED) == [(100, status)]


def test_a_line_broken_down_has_no_target(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    figure: Row = {
        PublishedTotals.period: "2023",
        PublishedTotals.partnership_id: "tri",
        PublishedTotals.area: "FRA",
        PublishedTotals.measure: "messages",
        PublishedTotals.value: 120,
        PublishedTotals.source: "own_return",
    }
    tables = {PUBLISHED_TOTALS.name: table(figure), TARGETS.name: table(aim(PRINTED.id))}
    publish(warehouse, **tables)
    assert standing(warehouse, PRINTED) == [(None, "")]


@pytest.mark.parametrize(
    ("sent", "status"), [((60, 60), "met"), ((30, 30), ""), ((30, 20, 20, 20), "not_met")]
)
def test_a_count_of_an_unfinished_year_is_at_least_what_it_is(
    sent: tuple[int, ...],
    status: str,
    warehouse: Warehouse,
    publish: Publish,
    exchange: Table,
    table: Table,
) -> None:
    rows = [{T.period: f"2023-Q{quarter}", T.messages: n} for quarter, n in enumerate(sent, 1)]
    tables = {INFORMATION_EXCHANGE.name: exchange(*rows), TARGETS.name: table(aim(COUNTED.id))}
    publish(warehouse, datetime(2024, 2, 1, tzinfo=UTC), **tables)
    assert standing(warehouse, COUNTED) == [(100, status)]
