"""Contracts become DuckDB's own declarations."""

import duckdb
import pandera.polars as pa
import polars as pl
import pytest

from data import ddl, queries, stored_rows, storing
from validation import fields
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import name
from validation.rows import Rows

TABLES = list(CONTRACTS.values())


class Shelf(pa.DataFrameModel):
    """A table whose columns bear words of SQL."""

    table: str = fields.slug("Which table.", fields.KEY, example="chair")
    order: int = fields.count("Which place.", example="1")


SHELF = Contract(name="shelf", title="Shelf", model=Shelf, replace_by=(Shelf.table,))


def made(contract: Contract) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in ddl.create_table(contract):
        connection.execute(statement)
    return connection


@pytest.mark.parametrize("contract", TABLES, ids=list(CONTRACTS))
def test_a_table_has_the_bookkeeping_columns_and_then_those_of_its_contract(
    contract: Contract,
) -> None:
    described = made(contract).execute(f"DESCRIBE {contract.name}").fetchall()
    assert [row[0] for row in described] == [*ddl.BOOKKEEPING, *contract.names]


@pytest.mark.parametrize("contract", TABLES, ids=list(CONTRACTS))
def test_every_table_and_column_says_what_it_holds(contract: Contract) -> None:
    connection = made(contract)
    query = "SELECT column_name, comment FROM duckdb_columns() WHERE NOT internal"
    said = dict(connection.execute(query).fetchall())
    assert [said[column.name] for column in contract.columns] == [
        column.description for column in contract.columns
    ]
    (table,) = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    assert table == (contract.description,)


@pytest.mark.parametrize("contract", TABLES, ids=list(CONTRACTS))
def test_rows_go_in_and_come_back_with_the_types_of_the_contract(contract: Contract) -> None:
    connection = made(contract)
    examples = {
        column.name: column.values[-1] if isinstance(column.dtype, pl.Enum) else None
        for column in contract.columns
    }
    frame = pl.DataFrame([examples], schema=contract.stored_schema)
    connection.register("incoming", frame.to_arrow())
    listed = ddl.named(*contract.names)
    connection.execute(f"INSERT INTO {contract.name} ({listed}) SELECT {listed} FROM incoming")
    back = pl.DataFrame(
        connection.execute(f"SELECT {listed} FROM {contract.name}").to_arrow_reader()
    )
    assert back.cast(pl.Schema(contract.stored_schema)).equals(frame)


def test_a_column_may_bear_a_word_of_sql() -> None:
    connection = made(SHELF)
    held = pl.DataFrame({"table": ["chair", "desk"], "order": [1, None]})
    come_from = pl.DataFrame({ddl.FILE_ID: [1, 1], ddl.LINE: [2, 3]})
    rows = Rows.of(pl.concat([held, come_from], how="horizontal"))
    storing.insert(connection, SHELF, rows, 1)
    group = stored_rows.live_rows_of_groups(connection, SHELF, Rows.of(held.head(1)))
    assert queries.rows(connection, SHELF, 1).equals(held)
    assert queries.distinct(connection, SHELF, "order", 1) == ("1",)
    assert stored_rows.live_values(connection, SHELF, "order").height == 1
    assert group.select(held.columns).equals(held.head(1))


def test_equal_lists_share_one_type_and_a_longer_list_has_another() -> None:
    contract = CONTRACTS["targets"]
    periods = [column for column in contract.columns if column.name.endswith("period")]
    assert len({ddl.sql_type(column) for column in periods}) == 1
    assert ddl.enumeration(("a", "b")) != ddl.enumeration(("a", "b", "c"))


def test_a_closed_list_takes_no_other_value() -> None:
    connection = made(INFORMATION_EXCHANGE)
    statement = f"INSERT INTO {INFORMATION_EXCHANGE.name} ({name(T.channel)}) VALUES ('pigeon')"
    with pytest.raises(duckdb.ConversionException, match="pigeon"):
        connection.execute(statement)


def test_a_quotation_mark_in_a_text_is_kept() -> None:
    text = "the publisher's 'own' words"
    assert duckdb.connect().execute(f"SELECT {ddl.quoted(text)}").fetchall() == [(text,)]
