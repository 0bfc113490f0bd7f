"""Comments on figures: which belong to the values shown, and which the figure outlived."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.comments import REVISED_AFTER, TEXT, comments
from metrics.series import Query, series
from metrics.source import Source
from validation.contracts.commentary import Commentary
from validation.contracts.information_exchange import InformationExchange as T

Publish = Callable[..., Version]
Table = Callable[..., str]


def day(number: int) -> datetime:
    return datetime(2024, 5, number, 12, tzinfo=UTC)


@pytest.fixture
def said(table: Table) -> Callable[..., str]:
    def made(text: str, period: str = "2024-Q1", indicator: str = "messages") -> str:
        return table(
            {
                Commentary.indicator: indicator,
                Commentary.partnership_id: "tri",
                Commentary.period: period,
                Commentary.text: text,
            }
        )

    return made


def found(warehouse: Warehouse) -> list[tuple[str, bool]]:
    source = Source(warehouse)
    values = series(source, Query(indicator="messages")).frame
    return comments(source, values).select(TEXT, REVISED_AFTER).rows()


def test_only_comments_on_the_figures_shown_are_shown(
    warehouse: Warehouse, publish: Publish, exchange: Table, said: Callable[..., str]
) -> None:
    publish(warehouse, day(1), information_exchange=exchange({}))
    for text in (said("this"), said("that", "2023-Q1"), said("other", indicator="hit_rate")):
        publish(warehouse, day(2), commentary=text)
    assert found(warehouse) == [("this", False)]


def test_a_comment_is_flagged_once_its_figure_is_revised_and_no_longer_when_rewritten(
    warehouse: Warehouse, publish: Publish, exchange: Table, said: Callable[..., str]
) -> None:
    publish(warehouse, day(1), information_exchange=exchange({}))
    publish(warehouse, day(2), information_exchange=exchange({T.messages: "50"}))
    publish(warehouse, day(3), commentary=said("early"))
    assert found(warehouse) == [("early", False)]
    publish(warehouse, day(4), information_exchange=exchange({T.messages: "70"}))
    assert found(warehouse) == [("early", True)]
    publish(warehouse, day(5), commentary=said("now"))
    assert found(warehouse) == [("now", False)]
