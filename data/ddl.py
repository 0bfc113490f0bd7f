"""Contracts as DuckDB's own declarations: enumerations, tables and comments."""

import hashlib
from collections.abc import Iterator
from typing import Final

import polars as pl

from validation.contract import Column, Contract

ROW_ID: Final = "row_id"
ADDED: Final = "added_version"
RETIRED: Final = "retired_version"
FILE_ID: Final = "file_id"
LINE: Final = "line"

BOOKKEEPING: Final = {
    ROW_ID: "BIGINT",
    ADDED: "INTEGER",
    RETIRED: "INTEGER",
    FILE_ID: "INTEGER",
    LINE: "BIGINT",
}
STORED_BOOKKEEPING: Final[dict[str, pl.DataType]] = {
    ROW_ID: pl.Int64(),
    ADDED: pl.Int32(),
    RETIRED: pl.Int32(),
    FILE_ID: pl.Int32(),
    LINE: pl.Int64(),
}


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(*columns: str) -> str:
    """Return names of columns as SQL lists them; `table` and other words of SQL may be names."""
    return ", ".join(f'"{column}"' for column in columns)


def enumeration(values: tuple[str, ...]) -> str:
    """Return the name of the type of a closed list; equal lists share one type."""
    return "codes_" + hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def enumerated(column: Column) -> tuple[str, ...]:
    """Return the values of a column that is stored as an enumeration, else the empty tuple."""
    return column.values if isinstance(column.dtype, pl.Enum) else ()


def sql_type(column: Column) -> str:
    """Return the DuckDB type of a contract's column."""
    match column.dtype:
        case pl.Enum():
            return enumeration(column.values)
        case pl.Boolean():
            return "BOOLEAN"
        case pl.Int64():
            return "BIGINT"
        case pl.Float64():
            return "DOUBLE"
        case _:
            return "VARCHAR"


def create_enumeration(values: tuple[str, ...]) -> str:
    """Return the statement that declares a closed list, unless it is declared already."""
    listed = ", ".join(map(quoted, values))
    return f"CREATE TYPE IF NOT EXISTS {enumeration(values)} AS ENUM ({listed})"


def create_enumerations(contract: Contract) -> Iterator[str]:
    """Yield the statements that declare the closed lists of a table."""
    for values in dict.fromkeys(map(enumerated, contract.columns)):
        if values:
            yield create_enumeration(values)


def create_table(contract: Contract) -> Iterator[str]:
    """Yield the statements that make one table, with its types and comments."""
    yield from create_enumerations(contract)
    kept = [f"{name} {kind}" for name, kind in BOOKKEEPING.items()]
    columns = [f"{named(column.name)} {sql_type(column)}" for column in contract.columns]
    yield f"CREATE TABLE {contract.name} ({', '.join([*kept, *columns])})"
    yield f"COMMENT ON TABLE {contract.name} IS {quoted(contract.description)}"
    for column in contract.columns:
        yield comment(contract, column)


def comment(contract: Contract, column: Column) -> str:
    """Return the statement that describes a column where database tools look for it."""
    where = f"{contract.name}.{named(column.name)}"
    return f"COMMENT ON COLUMN {where} IS {quoted(column.description)}"
