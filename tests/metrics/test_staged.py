"""A warehouse with a plan laid over it answers, in every indicator, as the version it becomes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from data import loading, queries
from data.ledger import Mode, Version
from data.staging import Staged
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.series import Query, series
from metrics.source import Source
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.intake import Upload, check

Row = dict[Any, object]
WHEN = datetime(2026, 11, 26, tzinfo=UTC)


def row(period: str, who: str, sender: str, receiver: str, on_time: int) -> Row:
    ends = {T.sender: sender, T.receiver: receiver, T.reported_by: who}
    replies = {T.replies_due: 90, T.replied_on_time: on_time, T.median_reply_hours: on_time + 1}
    return {T.period: period, **ends, **replies}


HELD = (
    row("2023-Q1", "BEL", "BEL", "NLD", 50),
    row("2023-Q1", "NLD", "NLD", "BEL", 60),
    row("2023-Q2", "", "BEL", "NLD", 70),
    row("2023", "", "BEL", "DEU", 80),
)


@pytest.mark.parametrize(
    ("planned", "mode"),
    [
        ((row("2023-Q1", "BEL", "BEL", "NLD", 40), row("2023-Q3", "", "NLD", "DEU", 9)), "merge"),
        ((row("2023-Q1", "NLD", "BEL", "NLD", 20), row("2023-Q1", "", "NLD", "BEL", 3)), "merge"),
        ((HELD[2],), "withdraw"),
    ],
    ids=["a correction and a new quarter", "mirrors of rows held", "a row withdrawn"],
)
def test_a_plan_laid_over_the_warehouse_measures_as_it_does_once_published(
    planned: tuple[Row, ...],
    mode: str,
    warehouse: Warehouse,
    publish: Callable[..., Version],
    exchange: Callable[..., str],
) -> None:
    publish(warehouse, **{INFORMATION_EXCHANGE.name: exchange(*HELD)})
    with warehouse.read() as connection:
        known = queries.known_ids(connection, queries.latest(connection))
    upload = Upload("plan.csv", exchange(*planned).encode())
    files = check([upload], today=WHEN.date(), known=known, keys_alone=mode == Mode.WITHDRAW)
    plan = loading.preview(warehouse, files, mode=Mode(mode))
    held, staged = Source(warehouse), Source(Staged(warehouse, plan, WHEN))
    laid_over = [series(staged, Query(indicator=each)).frame for each in INDICATORS]
    assert any(
        not series(held, Query(indicator=each)).frame.equals(later)
        for each, later in zip(INDICATORS, laid_over, strict=True)
    )
    loading.publish(
        warehouse, plan, who="Ada", note="", reason="counted anew", when=WHEN, confirmed=True
    )
    published = Source(warehouse)
    after = [series(published, Query(indicator=each)).frame for each in INDICATORS]
    assert all(one.equals(other) for one, other in zip(laid_over, after, strict=True))
