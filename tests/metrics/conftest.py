"""The shortest way from CSV texts to values: published as versions, then asked."""

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import loading, queries
from data.ledger import Mode, Version
from data.warehouse import Warehouse, create
from metrics.catalogue import INDICATORS
from metrics.series import Query, series
from metrics.source import Source
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.reporting_schedule import ReportingSchedule as S
from validation.fields import name
from validation.intake import Upload, check

WHEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
USUAL = {
    T.period: "2024-Q1",
    T.partnership_id: "tri",
    T.sender: "BEL",
    T.receiver: "NLD",
    T.channel: "siena",
    T.crime_area: "general",
    T.message_kind: "request",
    T.urgent: "no",
    T.messages: "100",
    T.source: "own_return",
}
OWED = {
    S.partnership_id: "tri",
    S.table: INFORMATION_EXCHANGE.name,
    S.from_period: "2024-Q1",
    S.grain: "quarter",
    S.due_days: 45,
}
TRI = {
    Partnerships.partnership_id: "tri",
    Partnerships.name: "Three Countries",
    Partnerships.kind: "regional",
    Partnerships.lead_organisation: "EUROPOL",
    Partnerships.members: "BEL;DEU;NLD",
    Partnerships.record: "official",
}

Cells = Mapping[Any, object]
Table = Callable[..., str]
Publish = Callable[..., Version]
Ask = Callable[..., pl.DataFrame]


def _csv(rows: list[dict[str, object]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="session")
def table() -> Table:
    """Make a CSV from rows given as column → cell."""

    def made(*rows: Cells) -> str:
        return _csv([{name(column): cell for column, cell in row.items()} for row in rows])

    return made


@pytest.fixture(scope="session")
def exchange(table: Table) -> Table:
    """Make a CSV of information exchange: each row the usual cells, and those given."""

    def made(*rows: Cells) -> str:
        return table(*({**USUAL, **row} for row in rows))

    return made


@pytest.fixture(scope="session")
def schedule(table: Table) -> Table:
    """Make a CSV of the schedule: each row that of exchange by quarter, but for the cells given."""

    def made(*rows: Cells) -> str:
        return table(*({**OWED, **row} for row in rows or ({},)))

    return made


@pytest.fixture(scope="session")
def partners(table: Table) -> Table:
    """Make a CSV of partnerships: each row that of three countries, but for the cells given."""

    def made(*rows: Cells) -> str:
        return table(*({**TRI, **row} for row in rows or ({},)))

    return made


@pytest.fixture(scope="session")
def publish() -> Publish:
    """Check CSV texts given by table and publish them as one version."""

    def published(
        warehouse: Warehouse,
        when: datetime = WHEN,
        *,
        mode: Mode = Mode.MERGE,
        **tables: str,
    ) -> Version:
        with warehouse.read() as connection:
            known = queries.known_ids(connection, queries.latest(connection))
        files = check(
            [Upload(f"{table}.csv", text.encode()) for table, text in tables.items()],
            today=when.date(),
            known={**known, "indicators": frozenset(INDICATORS)},
            keys_alone=mode == Mode.WITHDRAW,
        )
        assert [each.message for file in files if not file.ok for each in file.problems] == []
        plan = loading.preview(warehouse, files, mode=mode)
        return loading.publish(
            warehouse, plan, who="Ada", note="", reason="counted anew", when=when, confirmed=True
        )

    return published


@pytest.fixture(scope="session")
def beginning(
    tmp_path_factory: pytest.TempPathFactory, publish: Publish, partners: Table
) -> Warehouse:
    """A warehouse whose version 1 holds a partnership of three countries; not to be changed."""
    made = create(tmp_path_factory.mktemp("beginning") / "warehouse.duckdb")
    publish(made, datetime(2020, 1, 15, tzinfo=UTC), **{PARTNERSHIPS.name: partners()})
    return made


@pytest.fixture
def warehouse(beginning: Warehouse, tmp_path: Path) -> Warehouse:
    """A warehouse of one's own that holds a partnership of three countries."""
    for path in (beginning.path, beginning.path.with_name(beginning.path.name + ".head")):
        shutil.copy(path, tmp_path / path.name)
    return Warehouse(tmp_path / beginning.path.name)


@pytest.fixture
def ask(warehouse: Warehouse, publish: Publish, exchange: Table) -> Ask:
    """Publish rows of information exchange and return the values of an indicator."""

    def values(query: Query | str, *rows: Cells, when: datetime = WHEN) -> pl.DataFrame:
        if rows:
            publish(warehouse, when, **{INFORMATION_EXCHANGE.name: exchange(*rows)})
        asked = Query(indicator=query) if isinstance(query, str) else query
        return series(Source(warehouse), asked).frame

    return values
