"""What holds whatever rows there are: sums told again in plain Python, and parts that add up."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import ddl, ledger, schema
from data.ledger import Act, Version
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import DENOMINATOR, NUMERATOR, PARTNERSHIP, PERIOD, VALUE
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import name
from validation.periods import QUARTER, YEAR

Row = dict[str, object]
Cell = tuple[object, ...]
COUNTRIES = ("BEL", "DEU", "NLD")
AREAS = ("terrorism", "general", "ALL")
CELL = tuple(
    name(column)
    for column in (
        T.sender,
        T.receiver,
        T.channel,
        T.crime_area,
        T.message_kind,
        T.urgent,
    )
)
PERIOD_OF = name(T.period)
BY = name(T.reported_by)
DUE, ON_TIME, SENT = name(T.replies_due), name(T.replied_on_time), name(T.messages)
REPLIES = (DUE, ON_TIME)
KEY = (PERIOD_OF, BY, *CELL)


@dataclass(frozen=True, eq=False)
class Held:
    """A warehouse in memory that holds rows as its first version."""

    connection: duckdb.DuckDBPyConnection

    @contextmanager
    def read(self) -> Generator[duckdb.DuckDBPyConnection]:
        yield self.connection


@pytest.fixture(scope="module")
def held() -> Iterator[Held]:
    """An empty warehouse in memory, made once: each example fills it anew."""
    version = Version(
        number=1,
        published_at=datetime(2026, 11, 24, tzinfo=UTC),
        who="Ada",
        note="",
        kind=Act.LOAD,
        restores=None,
        previous_hash=ledger.NO_HASH,
        files=(),
        tables=(),
    )
    with duckdb.connect() as connection:
        schema.create(connection)
        ledger.append(connection, version)
        yield Held(connection)


def source_of(held: Held, rows: Sequence[Row]) -> Source:
    """Hold these rows and no others."""
    contract = INFORMATION_EXCHANGE
    numbered = [
        {ddl.ROW_ID: number, ddl.ADDED: 1, name(T.partnership_id): "tri", **row}
        for number, row in enumerate(rows, 1)
    ]
    kinds = {**ddl.STORED_BOOKKEEPING, **contract.stored_schema}
    frame = pl.DataFrame(numbered, schema=kinds, orient="row")
    held.connection.execute(f"TRUNCATE {contract.name}")
    held.connection.register("incoming", frame.to_arrow())
    held.connection.execute("INSERT INTO information_exchange BY NAME FROM incoming")
    held.connection.unregister("incoming")
    return Source(held)


counts = st.one_of(st.none(), st.integers(0, 40))
pairs = st.permutations(COUNTRIES).map(lambda order: order[:2])


@st.composite
def a_row(draw: st.DrawFn) -> Row:
    sender, receiver = draw(pairs)
    return {
        PERIOD_OF: draw(st.sampled_from(["2023", *(f"2023-Q{each}" for each in (1, 2, 3, 4))])),
        BY: draw(st.sampled_from([None, *COUNTRIES])),
        name(T.sender): sender,
        name(T.receiver): receiver,
        name(T.channel): "siena",
        name(T.crime_area): draw(st.sampled_from(AREAS)),
        name(T.message_kind): "request",
        name(T.urgent): draw(st.sampled_from([True, None])),
        name(T.source): "own_return",
        SENT: draw(st.integers(0, 90)),
        DUE: draw(counts),
        ON_TIME: draw(counts),
    }


rows_of_any_kind = st.lists(
    a_row(), min_size=1, max_size=40, unique_by=lambda row: tuple(str(row[each]) for each in KEY)
)


# The same rules once more, row by row and without SQL.


def chosen(rows: Sequence[Row], *, replies: bool) -> list[Row]:
    """Of the rows of each cell and period, the one that counts."""
    cells: dict[Cell, list[Row]] = defaultdict(list)
    for row in rows:
        cells[(row[PERIOD_OF], *(row[each] for each in CELL))].append(row)
    own, other = (
        name(T.receiver if replies else T.sender),
        name(T.sender if replies else T.receiver),
    )

    def place(row: Row) -> tuple[bool, int]:
        silent = replies and all(row[each] is None for each in REPLIES)
        ranks = {row[own]: 0, None: 1, row[other]: 2}
        return silent, ranks.get(row[BY], 3)

    return [min(cell, key=place) for cell in cells.values()]


def of_year(rows: Sequence[Row], every: Sequence[Row]) -> list[Row]:
    """The rows that make the year: quarters where a cell has all four, else its yearly row."""
    periods: dict[Cell, set[object]] = defaultdict(set)
    for row in every:
        periods[tuple(row[each] for each in CELL)].add(row[PERIOD_OF])
    kept: list[Row] = []
    for row in rows:
        there = periods[tuple(row[each] for each in CELL)]
        by_quarters = "2023" not in there or len(there) == 5
        if (row[PERIOD_OF] != "2023") == by_quarters:
            kept.append(row)
    return kept


def summed(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Rows used, replies on time and due, of the rows that tell both."""
    used = [
        (on_time, due)
        for on_time, due in ((row[ON_TIME], row[DUE]) for row in rows)
        if isinstance(on_time, int) and isinstance(due, int)
    ]
    return len(used), sum(on_time for on_time, _ in used), sum(due for _, due in used)


def messages(rows: Sequence[Row]) -> int:
    return sum(sent for sent in (row[SENT] for row in rows) if isinstance(sent, int))


@settings(max_examples=60)
@given(rows=rows_of_any_kind)
def test_messages_are_summed_as_the_rules_say(rows: list[Row], held: Held) -> None:
    source = source_of(held, rows)
    counted = chosen(rows, replies=False)
    quarters = series(source, Query(indicator="messages", grain=QUARTER)).frame.drop_nulls(VALUE)
    expected: dict[object, int] = defaultdict(int)
    for row in counted:
        if row[PERIOD_OF] != "2023":
            expected[row[PERIOD_OF]] += messages([row])
    assert dict(quarters.select(PERIOD, VALUE).iter_rows()) == expected
    year = series(source, Query(indicator="messages", grain=YEAR)).frame
    assert year[VALUE].to_list() == [messages(of_year(counted, rows))]


@settings(max_examples=60)
@given(rows=rows_of_any_kind)
def test_replies_are_divided_as_the_rules_say_and_blank_is_never_zero(
    rows: list[Row], held: Held
) -> None:
    source = source_of(held, rows)
    used, on_time, due = summed(of_year(chosen(rows, replies=True), rows))
    found = series(source, Query(indicator="on_time_replies", grain=YEAR)).frame
    if not used:
        assert found.is_empty()
    else:
        assert found.select(NUMERATOR, DENOMINATOR).rows() == [(on_time, due)]
        assert found[VALUE].to_list() == [on_time / due if due else None]


@settings(max_examples=40)
@given(rows=rows_of_any_kind)
def test_a_filter_on_several_crime_areas_is_the_sum_of_each(rows: list[Row], held: Held) -> None:
    source = source_of(held, rows)

    def total(*areas: str) -> dict[str, float]:
        query = Query(indicator="messages", grain=QUARTER, crime_areas=areas)
        frame = series(source, query).frame.drop_nulls(VALUE)
        return dict(frame.select(PERIOD, VALUE).iter_rows())

    one, other = total("terrorism"), total("general")
    assert total("terrorism", "general") == {
        period: one.get(period, 0) + other.get(period, 0) for period in {*one, *other}
    }


@settings(max_examples=40)
@given(rows=rows_of_any_kind)
def test_the_lines_of_a_cut_add_up_to_the_whole(rows: list[Row], held: Held) -> None:
    source = source_of(held, rows)
    for grain in (QUARTER, YEAR):
        cut = series(source, Query(indicator="messages", grain=grain, by=name(T.crime_area))).frame
        whole = series(source, Query(indicator="messages", grain=grain)).frame
        keys = [PARTNERSHIP, PERIOD]
        added = cut.drop_nulls(VALUE).group_by(keys).agg(pl.col(VALUE).sum()).sort(keys)
        assert added.equals(whole.drop_nulls(VALUE).select(*keys, VALUE).sort(keys))
