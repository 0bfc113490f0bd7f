"""A warehouse of the first six tables, opened by a product that knows more."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from data import ledger, schema, versions
from data.backup import backup, restore
from data.errors import WarehouseNewer
from data.ledger import Version
from data.queries import counts, rows
from data.verification import verify
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS
from validation.contracts.published_totals import PublishedTotals
from validation.fields import name

FIRST = (
    "sources",
    "partnerships",
    "information_exchange",
    "milestones",
    "published_totals",
    "targets",
)
TOTALS = "period,measure,value,source\n2023,messages,10,review-1\n"
OPERATION = (
    "operation_id,partnership_id,name,crime_area,kind,started,lead,source\n"
    "net,ports,Net,general,action_day,2024,EUROPOL,review-1\n"
)


@pytest.fixture
def old(warehouse: Warehouse, publish: Callable[..., Version]) -> Warehouse:
    """A warehouse as the version before had made it: six tables, and rows in some."""
    publish(warehouse, TOTALS)
    with duckdb.connect(str(warehouse.path)) as connection:
        for table in set(CONTRACTS) - set(FIRST):
            connection.execute(f"DROP TABLE {table}")
        connection.execute(
            f"UPDATE {schema.META} SET setting = 'six tables' WHERE fact = 'contracts'"
        )
    return warehouse


def test_an_older_warehouse_gains_the_new_tables_and_loses_nothing(
    old: Warehouse, publish: Callable[..., Version]
) -> None:
    before = versions.ledger(old)
    publish(old, OPERATION)
    with old.read() as connection:
        held = counts(connection, 3)
        kept = rows(connection, CONTRACTS["published_totals"], 2).height
    assert versions.ledger(old)[: len(before)] == before
    assert held.keys() == CONTRACTS.keys()
    assert {table: count for table, count in held.items() if count} == {
        "sources": 2,
        "partnerships": 2,
        "published_totals": 1,
        "joint_operations": 1,
    }
    assert kept == 1
    assert verify(old) == ()


def test_an_older_warehouse_can_be_read_before_anything_is_published(old: Warehouse) -> None:
    with old.read() as connection:
        held = counts(connection, 2)
    assert held["joint_operations"] == 0
    assert held["published_totals"] == 1
    assert verify(old) == ()


def test_a_warehouse_with_a_table_that_is_not_known_is_refused(
    old: Warehouse, tmp_path: Path
) -> None:
    with duckdb.connect(str(old.path)) as connection:
        connection.execute("CREATE TABLE later (row_id BIGINT, added_version INTEGER)")
    with pytest.raises(WarehouseNewer, match="newer"), old.write():
        pass
    assert old.path.parent == tmp_path


@pytest.fixture
def older(warehouse: Warehouse, publish: Callable[..., Version]) -> Warehouse:
    """A warehouse of fewer tables, columns and codes, with a change and a step back in it."""
    publish(warehouse, TOTALS)
    publish(warehouse, "period,measure,value,source\n2023,messages,11,review-1\n")
    versions.rollback(warehouse, 2, who="Ada", note="", when=datetime(2026, 11, 24, tzinfo=UTC))
    kind, area = name(PublishedTotals.precision), name(PublishedTotals.area)
    with duckdb.connect(str(warehouse.path)) as connection:
        for table in set(CONTRACTS) - set(FIRST):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("CREATE TYPE older AS ENUM ('suppressed', 'rounded')")
        connection.execute(f"ALTER TABLE published_totals ALTER {kind} SET DATA TYPE older")
        connection.execute(f"ALTER TABLE published_totals DROP COLUMN {area}")
        connection.execute(
            f"UPDATE {schema.META} SET setting = 'fewer of all' WHERE fact = 'contracts'"
        )
    return warehouse


def test_every_version_of_an_older_warehouse_answers_as_before_and_verifies(
    older: Warehouse,
) -> None:
    published = versions.ledger(older)
    assert len(published) == 4
    values: list[list[float]] = []
    with older.read() as connection:
        for version in published[1:]:
            held = rows(connection, CONTRACTS["published_totals"], version.number)
            values.append(held[name(PublishedTotals.value)].to_list())
    assert values == [[10], [11], [10]]
    assert verify(older, published[-1].hash) == ()


def test_a_backup_of_an_older_warehouse_comes_back_under_the_present_contracts(
    older: Warehouse, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.duckdb"
    for path in (older.path, ledger.head_file(older.path)):
        shutil.copy(path, tmp_path / path.name.replace(older.path.stem, kept.stem))
    restored = Warehouse(tmp_path / "restored.duckdb")
    assert restore(kept, restored) == backup(older, tmp_path / "again.duckdb")
    assert versions.ledger(restored) == versions.ledger(older)
    assert verify(restored) == ()
