"""A plan as if it were published: temporary tables over the warehouse, gone after each reading."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb
import polars as pl

from data import ddl, ledger, storing
from data.ledger import NO_HASH, Act, Version
from data.planning import Plan
from data.table_plan import TablePlan
from data.warehouse import Warehouse

_STORED: Final = "stored_rows_of_{}"
_RETIRING: Final = "retiring_rows_of_{}"


@dataclass(frozen=True)
class Staged:
    """What the warehouse would be with a plan published; it is read like a warehouse.

    Attributes:
        warehouse: where the plan would go; nothing in it is changed.
        plan: what would be published.
        when: the moment the version would carry, in UTC.
    """

    warehouse: Warehouse
    plan: Plan
    when: datetime

    @contextmanager
    def read(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Open for reading, the plan's rows among those held and its version last in the ledger.

        Raises:
            WarehouseError: the warehouse cannot be read.
        """
        with self.warehouse.read() as connection:
            held = _database(connection)
            number = self._enter(connection, held)
            for table in self.plan.tables:
                if not table.empty:
                    _stage(connection, table, number, held=held)
            yield connection

    def _enter(self, connection: duckdb.DuckDBPyConnection, held: str) -> int:
        """Put the version into a temporary copy of the ledger and return its number."""
        last = ledger.last(connection)
        number = last.number + 1 if last else 1
        connection.execute(f"CREATE TEMP TABLE {ledger.LEDGER} AS FROM {held}.{ledger.LEDGER}")
        version = Version(
            number=number,
            published_at=ledger.utc(self.when),
            who="",
            note="",
            kind=Act.LOAD,
            restores=None,
            previous_hash=last.hash if last else NO_HASH,
            files=(),
            tables=(),
        )
        ledger.append(connection, version)
        return number


def _database(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name that the warehouse's file has within the connection, quoted."""
    name = str(connection.execute("SELECT current_database()").fetchall()[0][0])
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _stage(
    connection: duckdb.DuckDBPyConnection, table: TablePlan, number: int, *, held: str
) -> None:
    """Let the table's name mean what is held, less what would be retired, plus what would come."""
    name = table.contract.name
    stored, retiring = _STORED.format(name), _RETIRING.format(name)
    connection.execute(f"CREATE TEMP TABLE {name} AS FROM {held}.{name} LIMIT 0")
    new = table.new.with_columns(pl.lit(0, dtype=pl.Int64).alias(ddl.FILE_ID))
    storing.insert(connection, table.contract, new, number)
    connection.execute(f"ALTER TABLE {name} RENAME TO {stored}")
    ids = table.retiring.alias(ddl.ROW_ID).to_frame().to_arrow()
    connection.register("ids", ids)
    connection.execute(f"CREATE TEMP TABLE {retiring} AS FROM ids")
    connection.unregister("ids")
    columns = ddl.named(ddl.ROW_ID, ddl.ADDED, ddl.FILE_ID, ddl.LINE, *table.contract.names)
    connection.execute(
        f"CREATE TEMP VIEW {name} AS "
        f"SELECT {columns}, CASE WHEN {ddl.ROW_ID} IN (FROM {retiring}) THEN {number} "
        f"ELSE {ddl.RETIRED} END AS {ddl.RETIRED} FROM {held}.{name} "
        f"UNION ALL BY NAME SELECT -{ddl.ROW_ID} AS {ddl.ROW_ID}, * EXCLUDE ({ddl.ROW_ID}) "
        f"FROM {stored}"
    )
