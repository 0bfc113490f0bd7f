"""What is inside a warehouse file: made, recognised, and brought up to the present contracts."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, cast

import duckdb

from data import ddl, ledger
from data.errors import WarehouseForeign, WarehouseNewer
from validation.contract import Contract
from validation.contracts import CONTRACTS

SCHEMA_VERSION: Final = 1
META: Final = "warehouse_meta"
PRODUCT: Final = "partnership-metrics"

_FACT: Final = "fact"
_SETTING: Final = "setting"
_PRODUCT: Final = "product"
_SCHEMA: Final = "schema_version"
_CONTRACTS: Final = "contracts"


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table of an empty warehouse."""
    connection.execute(f"CREATE TABLE {META} ({_FACT} VARCHAR, {_SETTING} VARCHAR)")
    for statement in ledger.DECLARATIONS:
        connection.execute(statement)
    for contract in CONTRACTS.values():
        _run(connection, ddl.create_table(contract))
    connection.executemany(
        f"INSERT INTO {META} VALUES (?, ?)",
        [[_PRODUCT, PRODUCT], [_SCHEMA, str(SCHEMA_VERSION)], [_CONTRACTS, contracts_digest()]],
    )


def up_to_date(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Tell whether a warehouse has the shape of the present contracts.

    Raises:
        WarehouseForeign: the file is a database, but not a warehouse of this product.
        WarehouseNewer: it was written under a later schema version.
    """
    facts = _facts(connection)
    if facts.get(_PRODUCT) != PRODUCT:
        raise WarehouseForeign(path=path)
    if int(facts[_SCHEMA]) > SCHEMA_VERSION:
        raise WarehouseNewer(path=path)
    return facts[_CONTRACTS] == contracts_digest()


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Give a warehouse the tables, columns and codes that the contracts have gained.

    Rows keep their values; a new column is empty in them, which leaves their hash as it was.

    Raises:
        WarehouseNewer: it holds a table, column or code that these contracts do not know.
    """
    held = _held_columns(connection)
    if {table for table, columns in held.items() if ddl.ADDED in columns} - set(CONTRACTS):
        raise WarehouseNewer(path=path)
    for contract in CONTRACTS.values():
        if contract.name in held:
            _grow(connection, contract, held[contract.name], path)
        else:
            _run(connection, ddl.create_table(contract))
    connection.execute(
        f"UPDATE {META} SET {_SETTING} = ? WHERE {_FACT} = ?", [contracts_digest(), _CONTRACTS]
    )


def contracts_digest() -> str:
    """Return the hash of everything the contracts say about the shape of tables."""
    said = "\n".join(_shape(contract) for contract in CONTRACTS.values())
    return hashlib.sha256(said.encode()).hexdigest()


@cache  # a contract never changes, and each reading of a warehouse asks
def _shape(contract: Contract) -> str:
    columns = (f"{column.name} {ddl.sql_type(column)}" for column in contract.columns)
    return "\n".join((contract.name, *columns))


def _run(connection: duckdb.DuckDBPyConnection, statements: Iterator[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _facts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(connection.execute(f"SELECT {_FACT}, {_SETTING} FROM {META}").fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}


def _held_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    held: dict[str, set[str]] = {}
    for table, column in cast("list[tuple[str, str]]", found):
        held.setdefault(table, set()).add(column)
    return held


def _grow(
    connection: duckdb.DuckDBPyConnection, contract: Contract, held: set[str], path: Path
) -> None:
    if held - {*ddl.BOOKKEEPING, *contract.names}:
        raise WarehouseNewer(path=path)
    _run(connection, ddl.create_enumerations(contract))
    for column in contract.columns:
        if column.name not in held:
            kind = ddl.sql_type(column)
            connection.execute(
                f"ALTER TABLE {contract.name} ADD COLUMN {ddl.named(column.name)} {kind}"
            )
        elif ddl.enumerated(column):
            _grow_codes(connection, contract, column.name, path)
        connection.execute(ddl.comment(contract, column))


def _grow_codes(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, path: Path
) -> None:
    values = ddl.enumerated(contract.by_name[column])
    held = _held_codes(connection, contract.name, column)
    if set(held) - set(values):
        raise WarehouseNewer(path=path)
    if held != values:
        kind = ddl.enumeration(values)
        connection.execute(
            f"ALTER TABLE {contract.name} ALTER {ddl.named(column)} SET DATA TYPE {kind}"
        )


def _held_codes(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> tuple[str, ...]:
    cell = ddl.named(column)
    one = f"(SELECT {cell} FROM {table} LIMIT 1)"
    found = connection.execute(f"SELECT enum_range(any_value({cell})) FROM {one}").fetchall()
    return tuple(cast("list[str]", found[0][0]))
