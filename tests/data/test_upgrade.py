"""A warehouse of the first six tables, opened by a product that knows more."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data import schema, versions
from data.errors import WarehouseNewer
from data.ledger import Version
from data.queries import counts, rows
from data.verification import verify
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS

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
