"""What a return may start from: the office's own keys and its last figures."""

from collections.abc import Callable

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.prefilled import Prefilled, prefilled
from metrics.source import Source
from validation.contracts.information_exchange import InformationExchange as T

Publish = Callable[..., Version]
Table = Callable[..., str]
EXCHANGE, TRAINING = "information_exchange", "training_completions"


def start(warehouse: Warehouse, table: str, *, reporter: str = "NLD") -> Prefilled:
    return prefilled(
        Source(warehouse), table, partnership="tri", reporter=reporter, period="2024-Q2"
    )


def test_a_return_starts_from_the_lines_the_office_sent_last(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    rows = exchange(
        {T.reported_by: "NLD", T.period: "2023-Q4", T.channel: "i247"},
        {T.reported_by: "NLD", T.messages: "7"},
        {T.reported_by: "BEL", T.channel: "prum"},
        {T.reported_by: "NLD", T.period: "2024-Q3", T.channel: "sis"},
    )
    publish(warehouse, information_exchange=rows)
    found = start(warehouse, EXCHANGE)
    assert found.last_period == "2024-Q1"
    (row,) = found.rows.to_dicts()
    assert {column: cell for column, cell in row.items() if cell is not None} == {
        "period": "2024-Q2",
        "partnership_id": "tri",
        "reported_by": "NLD",
        "sender": "BEL",
        "receiver": "NLD",
        "channel": "siena",
        "crime_area": "general",
        "message_kind": "request",
        "urgent": "no",
        "source": "own_return",
    }
    assert found.last["messages"].to_list() == ["7"]


def test_an_office_that_never_sent_anything_starts_from_its_name(warehouse: Warehouse) -> None:
    found = start(warehouse, EXCHANGE)
    assert (found.last_period, found.last.height, found.rows.height) == ("", 0, 1)
    assert found.rows["reported_by"].to_list() == ["NLD"]


def test_a_table_whose_rows_have_names_starts_from_a_single_row(warehouse: Warehouse) -> None:
    found = start(warehouse, TRAINING, reporter="")
    assert found.rows.select("training_id", "period", "partnership_id").rows() == [
        (None, "2024-Q2", "tri")
    ]
