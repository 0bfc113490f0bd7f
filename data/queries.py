"""Every question asked of the warehouse: named functions, bound parameters, frames for answers."""

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import polars as pl

from data import ddl, ledger
from data.frames import select, whole_number
from data.ledger import Version
from validation.contract import Contract, Severity
from validation.contracts import CONTRACTS
from validation.contracts.milestones import MILESTONES, Milestones
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.sources import SOURCES, Sources
from validation.contracts.targets import TARGETS, Targets
from validation.fields import Kind, name
from validation.problems import Problem

FILE_NAME: Final = "file_name"
FIRST_VERSION: Final = "first_version"
AND_MORE: Final = "*"
ANY_BUT: Final = "!"
ABOVE_NOTHING: Final = ">0"
OR: Final = "|"
"""Signs in what a cell is asked to hold; see `rows_with`."""

_BUT: Final = "rows_left_out"


@dataclass(frozen=True)
class Relation:
    """A table as of a version: what stands after FROM, and the parameters it takes."""

    sql: str
    parameters: tuple[int | str | None, ...]


def relation(contract: Contract, as_of: int) -> Relation:
    """Return a table as of a version as a sub-query, for statements that sum its rows.

    Its columns are the contract's and the bookkeeping ones.
    """
    sql = (
        f"(SELECT * FROM {contract.name} "
        f"WHERE {ddl.ADDED} <= ? AND ({ddl.RETIRED} IS NULL OR {ddl.RETIRED} > ?))"
    )
    return Relation(sql, (as_of, as_of))


def rows(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    as_of: int,
    *,
    columns: Sequence[str] = (),
) -> pl.DataFrame:
    """Return the rows of a table as of a version, in stored order.

    Args:
        connection: an open warehouse.
        contract: the table.
        as_of: the version's number; 0 is the empty warehouse.
        columns: what to return, bookkeeping columns allowed; all the contract's by default.
    """
    wanted = tuple(columns) or contract.names
    found = relation(contract, as_of)
    statement = f"SELECT {ddl.named(*wanted)} FROM {found.sql} ORDER BY {ddl.ROW_ID}"
    return select(connection, statement, found.parameters, schema=stored_schema(contract, wanted))


def stored_schema(contract: Contract, columns: Sequence[str]) -> dict[str, pl.DataType]:
    """Return the Polars types of columns of a table, bookkeeping ones among them."""
    known = {**ddl.STORED_BOOKKEEPING, **contract.stored_schema}
    return {name: known[name] for name in columns}


def latest(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the latest version; 0 where nothing was published yet."""
    return ledger.last_number(connection)


def version(connection: duckdb.DuckDBPyConnection, number: int) -> Version | None:
    """Return one version of the ledger, or None where there is no such number."""
    return next((each for each in ledger.versions(connection) if each.number == number), None)


def counts(connection: duckdb.DuckDBPyConnection, as_of: int) -> dict[str, int]:
    """Count the rows of every table as of a version, by table name."""
    tables = {contract.name: relation(contract, as_of) for contract in CONTRACTS.values()}
    return {
        table: whole_number(connection, f"SELECT count(*) FROM {found.sql}", found.parameters)
        for table, found in tables.items()
    }


def known_ids(connection: duckdb.DuckDBPyConnection, as_of: int) -> dict[str, frozenset[str]]:
    """Return the ids that rows may refer to as of a version, by table name."""
    referred = {column.spec.references for each in CONTRACTS.values() for column in each.columns}
    return {
        contract.name: frozenset(rows(connection, contract, as_of, columns=key)[key[0]])
        for contract in CONTRACTS.values()
        if contract.name in referred and (key := contract.key)
    }


def partnerships(connection: duckdb.DuckDBPyConnection, as_of: int) -> pl.DataFrame:
    """Return the partnerships as of a version, in order of their names."""
    return rows(connection, PARTNERSHIPS, as_of).sort(name(Partnerships.name))


def sources(connection: duckdb.DuckDBPyConnection, as_of: int) -> pl.DataFrame:
    """Return the sources as of a version, in order of publisher and title."""
    order = [name(Sources.publisher), name(Sources.title)]
    return rows(connection, SOURCES, as_of).sort(order)


def milestones(connection: duckdb.DuckDBPyConnection, as_of: int) -> pl.DataFrame:
    """Return the milestones as of a version in order of date, with the version of each."""
    return _with_version(connection, MILESTONES, as_of).sort(name(Milestones.date))


def targets(connection: duckdb.DuckDBPyConnection, as_of: int) -> pl.DataFrame:
    """Return the targets as of a version in order of their start, with the version of each."""
    return _with_version(connection, TARGETS, as_of).sort(name(Targets.from_period))


def files(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every file that was published: file_id, file_name and added_version."""
    found = [
        (file.file_id, file.name, version.number)
        for version in ledger.versions(connection)
        for file in version.files
    ]
    kinds = ddl.STORED_BOOKKEEPING
    schema = {ddl.FILE_ID: kinds[ddl.FILE_ID], FILE_NAME: pl.String(), ddl.ADDED: kinds[ddl.ADDED]}
    return pl.DataFrame(found, schema=schema, orient="row")


def warnings(connection: duckdb.DuckDBPyConnection, file_id: int) -> tuple[Problem, ...]:
    """Return the warnings that a file was published with."""
    return tuple(_problem(json.loads(text)) for text in ledger.warnings(connection, file_id))


def _problem(facts: dict[str, Any]) -> Problem:
    facts["severity"] = Severity(facts["severity"])
    facts["columns"], facts["values"] = tuple(facts["columns"]), tuple(facts["values"])
    return Problem(**facts)


def _with_version(
    connection: duckdb.DuckDBPyConnection, contract: Contract, as_of: int
) -> pl.DataFrame:
    """Return rows with the version whose file brought them: a rollback only restores them."""
    found = rows(connection, contract, as_of, columns=[*contract.names, ddl.FILE_ID])
    return _told(connection, found).drop(ddl.FILE_ID, FILE_NAME)


def _told(connection: duckdb.DuckDBPyConnection, found: pl.DataFrame) -> pl.DataFrame:
    return found.join(files(connection), on=ddl.FILE_ID, how="left", maintain_order="left")


def distinct(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, as_of: int
) -> tuple[str, ...]:
    """List the values of a column as of a version as text, in order, empty cells left out."""
    found, cell = relation(contract, as_of), ddl.named(column)
    query = (
        f"SELECT DISTINCT {cell}::VARCHAR AS {cell} FROM {found.sql} "
        f"WHERE {cell} IS NOT NULL ORDER BY 1"
    )
    return tuple(select(connection, query, found.parameters)[column])


def arrivals(
    connection: duckdb.DuckDBPyConnection, contract: Contract, columns: Sequence[str], as_of: int
) -> pl.DataFrame:
    """Return which values stand in columns of a table as of a version, and since when.

    Args:
        connection: an open warehouse.
        contract: the table.
        columns: the columns, whose values are returned as text.
        as_of: the version.

    Returns:
        One row for each combination of values that is there as of the version, with the first
        version that brought a row of it, be that row still there or not.
    """
    named = [ddl.named(column) for column in columns]
    texts = ", ".join(f"{column}::VARCHAR AS {column}" for column in named)
    query = (
        f"SELECT {texts}, {FIRST_VERSION} FROM (SELECT {', '.join(named)}, "
        f"min({ddl.ADDED}) AS {FIRST_VERSION}, "
        f"bool_or({ddl.RETIRED} IS NULL OR {ddl.RETIRED} > ?) AS there "
        f"FROM {contract.name} WHERE {ddl.ADDED} <= ? GROUP BY {', '.join(named)}) "
        f"WHERE there ORDER BY ALL"
    )
    return select(connection, query, (as_of, as_of))


def rows_with(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    where: Mapping[str, str | None],
    as_of: int,
    *,
    most: int | None = None,
    traced: bool = False,
    but: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the rows of a table that hold given cells as of a version, in order of their key.

    Args:
        connection: an open warehouse.
        contract: the table.
        where: column → the text of its cell; None for an empty one. `2024*` is how it begins,
            `*` anything, `!ALL` anything else, `>0` a number above nothing. Several texts, or
            several columns, joined by `|`: any of them. Free text is meant as it stands.
        as_of: the version.
        most: how many rows at most; all if not given.
        traced: whether file, line and version of each row stand before its cells.
        but: ids of rows that are left out.
    """
    found = _holding(contract, where, as_of)
    limit = "" if most is None else f" LIMIT {int(most)}"
    wanted = (*contract.names, ddl.FILE_ID, ddl.LINE) if traced else contract.names
    query = (
        f"SELECT {ddl.named(*wanted)} FROM {found.sql}{_left_out(but)}"
        f" ORDER BY {ddl.named(*contract.key)}{limit}"
    )
    schema = stored_schema(contract, wanted)
    with _leaving_out(connection, but):
        held = select(connection, query, found.parameters, schema=schema)
    if not traced:
        return held
    return _told(connection, held).select(FILE_NAME, ddl.LINE, ddl.ADDED, *contract.names)


def count_with(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    where: Mapping[str, str | None],
    as_of: int,
    *,
    but: pl.DataFrame | None = None,
) -> int:
    """Count the rows of a table that hold given cells as of a version; see `rows_with`."""
    found = _holding(contract, where, as_of)
    query = f"SELECT count(*) FROM {found.sql}{_left_out(but)}"
    with _leaving_out(connection, but):
        return whole_number(connection, query, found.parameters)


def _left_out(but: pl.DataFrame | None) -> str:
    return "" if but is None else f" ANTI JOIN {_BUT} USING ({ddl.ROW_ID})"


@contextmanager
def _leaving_out(
    connection: duckdb.DuckDBPyConnection, but: pl.DataFrame | None
) -> Generator[None]:
    """Let a statement know the rows that are left out."""
    if but is None:
        yield
        return
    connection.register(_BUT, but.to_arrow())
    try:
        yield
    finally:
        connection.unregister(_BUT)


def _holding(contract: Contract, where: Mapping[str, str | None], as_of: int) -> Relation:
    """Return the rows that hold given cells; cells are compared as text."""
    found = relation(contract, as_of)
    conditions, bound = list[str](), list[str]()
    for columns, texts in where.items():
        any_of = [
            _holds(column, text)
            for column in columns.split(OR)
            for text in _texts(contract, column, texts or "")
        ]
        conditions.append(f"({' OR '.join(sql for sql, _ in any_of)})")
        bound += [text for _, text in any_of if text is not None]
    return Relation(
        f"(SELECT * FROM {found.sql} WHERE {' AND '.join(conditions)})",
        (*found.parameters, *bound),
    )


def _texts(contract: Contract, column: str, texts: str) -> list[tuple[str, bool]]:
    """Return each text that a cell may be, and whether it is meant as it stands.

    In free text the signs are letters as others: no code, period or number holds one.
    """
    if contract.by_name[column].kind == Kind.TEXT and texts != ANY_BUT:
        return [(texts, True)]
    return [(text, False) for text in texts.split(OR)]


def _holds(column: str, asked: tuple[str, bool]) -> tuple[str, str | None]:
    """Return the condition that a cell holds a text, and what is bound to it."""
    text, as_it_stands = asked
    named = ddl.named(column)
    cell = f"{named}::VARCHAR"
    if text and as_it_stands:
        return f"coalesce({cell} = ?, FALSE)", text
    if not text:
        return f"{named} IS NULL", None
    if text == ABOVE_NOTHING:
        return f"coalesce(TRY_CAST({named} AS DOUBLE) > 0, FALSE)", None
    if text.startswith(ANY_BUT):
        return f"coalesce({cell} <> ?, FALSE)", text.removeprefix(ANY_BUT)
    if text.endswith(AND_MORE):
        return f"coalesce(starts_with({cell}, ?), FALSE)", text.removesuffix(AND_MORE)
    return f"coalesce({cell} = ?, FALSE)", text
