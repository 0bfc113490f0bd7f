"""Check and publish a file, against DuckDB's own reader filling a typed table from it.

Ours reads the file, applies every rule, compares it with what is held, inserts, hashes, commits
and checkpoints. The other side only reads, into the same columns with codes as VARCHAR (what it
takes to give it every code as an enumeration it cannot know), and checkpoints. Both begin with the
file on disk and end with a closed database file.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.measure import Comparison, Found, Note, Size, in_turns, seconds
from benchmarks.memory import peak
from benchmarks.warehouses import changed, checked, publish, simulated, spoilt, with_registers
from data import ddl
from data.warehouse import Warehouse
from validation.contract import Column
from validation.contracts.information_exchange import INFORMATION_EXCHANGE


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Compare a first load, the same file again with 1 % changed, and a file with 1 % faulty."""
    facts = simulated(size.rows, folder / "intake")
    empty = with_registers(facts.with_name("empty.duckdb"), facts.parent)
    yield _first_load(size, facts, empty)
    yield from _memory(facts, empty)
    yield _second_load(size, facts, empty)
    yield from _faulty(size, facts, empty)


def read_csv(file: Path, target: Path) -> None:
    """Let DuckDB read a file into a typed table of a database file, and checkpoint it."""
    columns = INFORMATION_EXCHANGE.columns
    declared = ", ".join(f"{each.name} {_plain_type(each)}" for each in columns)
    types = ", ".join(f"{each.name}: '{_plain_type(each)}'" for each in columns)
    reader = f"read_csv(?, header = true, columns = {{{types}}})"
    with duckdb.connect(str(target)) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE TABLE rows_read ({declared})")
        connection.execute(f"INSERT INTO rows_read SELECT * FROM {reader}", [str(file)])
        connection.execute("CHECKPOINT")


def check_and_publish(file: Path, warehouse: Path) -> None:
    """Take a file into a warehouse."""
    publish(Warehouse(warehouse), [file])


def _plain_type(column: Column) -> str:
    return "VARCHAR" if ddl.enumerated(column) else ddl.sql_type(column)


def _published(size: Size, facts: Path, store: Path) -> tuple[list[float], list[float]]:
    """Measure publishing a file into copies of a warehouse, in turns with DuckDB reading it."""
    return in_turns(
        size.repeats,
        lambda turn: _publishing(facts, store, turn),
        lambda turn: _reading(facts, turn),
    )


def _first_load(size: Size, facts: Path, empty: Warehouse) -> Comparison:
    ours, other = _published(size, facts, empty.path)
    return Comparison(
        what=f"check + publish of {size.rows:,} rows",
        against="DuckDB `read_csv` of the file into a typed table, checkpointed",
        ours=ours,
        other=other,
        goal=1.0,
    )


def _memory(facts: Path, empty: Warehouse) -> Iterator[Note]:
    target = _copy(empty.path, facts.with_name("memory.duckdb"))
    ours = peak(check_and_publish, facts, target)
    other = peak(read_csv, facts, facts.with_name("memory-read.duckdb"))
    yield Note(f"most memory held: check + publish {ours:,.0f} MB, DuckDB {other:,.0f} MB")


def _second_load(size: Size, facts: Path, empty: Warehouse) -> Comparison:
    held = _copy(empty.path, facts.with_name("held.duckdb"))
    check_and_publish(facts, held)
    again = changed(facts, facts.with_name("changed.csv"))
    ours, other = _published(size, again, held)
    return Comparison(
        what=f"the {size.rows:,} rows again with 1 % changed",
        against="DuckDB `read_csv`, as above",
        ours=ours,
        other=other,
        goal=0.8,
    )


def _faulty(size: Size, facts: Path, empty: Warehouse) -> Iterator[Found]:
    bad = spoilt(facts, facts.with_name("spoilt.csv"))
    ours, other = in_turns(
        size.repeats,
        lambda _: seconds(lambda: checked(empty, [bad])),
        lambda turn: _reading(facts, turn),
    )
    yield Comparison(
        what=f"check of {size.rows:,} rows with 1 % bad rows, every error listed",
        against="DuckDB `read_csv` of the file without the errors, as above",
        ours=ours,
        other=other,
        goal=1.0,
    )
    yield Note(f"errors listed: {len(checked(empty, [bad])[0].problems):,}")


def _publishing(file: Path, warehouse: Path, turn: int) -> float:
    target = _copy(warehouse, file.with_name(f"ours-{turn}.duckdb"))
    spent = seconds(lambda: check_and_publish(file, target))
    for left in file.parent.glob(f"{target.name}*"):
        left.unlink()
    return spent


def _reading(file: Path, turn: int) -> float:
    target = file.with_name(f"other-{turn}.duckdb")
    spent = seconds(lambda: read_csv(file, target))
    target.unlink()
    return spent


def _copy(warehouse: Path, target: Path) -> Path:
    """Copy a warehouse with what lies beside it, such as the head of its ledger."""
    for part in warehouse.parent.glob(f"{warehouse.name}*"):
        shutil.copy(part, target.with_name(part.name.replace(warehouse.name, target.name)))
    return target
