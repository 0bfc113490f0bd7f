"""What a load would do, table by table, before it does it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import polars as pl

from data import consistency, ledger, stored_rows
from data.errors import NothingToLoad, NothingToWithdraw
from data.ledger import Mode
from data.revisions import BigRevision, big_revisions
from data.table_plan import FILE, TablePlan, compare, in_stored_order
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.intake import Checked
from validation.problems import Problem, errors
from validation.rows import Rows


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """What publishing a set of checked files would do.

    Attributes:
        files: the files, in the order given.
        mode: what they say about rows already held.
        base_version: the latest version when the plan was made; 0 where there is none.
        tables: what would happen to each table the files are of.
        problems: what the warehouse, after the load, would have against it.
        revisions: what it would revise in a big way, for which a word of why is asked.
    """

    files: tuple[Checked, ...]
    mode: Mode
    base_version: int
    tables: tuple[TablePlan, ...]
    problems: tuple[Problem, ...]
    revisions: tuple[BigRevision, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing blocks the load."""
        return not errors(self.problems)

    @property
    def empty(self) -> bool:
        """Whether the warehouse already holds everything the files say."""
        return all(table.empty for table in self.tables)

    @property
    def nothing_to_do(self) -> NothingToLoad:
        """What there is to say of a plan that is empty."""
        return NothingToWithdraw() if self.mode is Mode.WITHDRAW else NothingToLoad()

    @property
    def to_confirm(self) -> tuple[TablePlan, ...]:
        """The tables of which more than a tenth of the live rows would no longer be counted."""
        return tuple(table for table in self.tables if table.large)

    @cached_property
    def fingerprint(self) -> str:
        """A hash that changes when any planned key or group has changed in the warehouse."""
        parts = (table.fingerprint for table in self.tables)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Checked], *, mode: Mode = Mode.MERGE
) -> Plan:
    """Plan a load against an open warehouse.

    Args:
        connection: the warehouse, open for reading or writing.
        files: checked files, all without errors.
        mode: merge, replace or withdraw.

    Raises:
        ValueError: a file has errors, so there is nothing that could be planned.
    """
    if not all(file.ok and file.contract for file in files):
        message = "a file with errors cannot be planned"
        raise ValueError(message)
    tables = tuple(
        _plan_table(connection, contract, files, mode)
        for contract in CONTRACTS.values()
        if any(file.contract is contract for file in files)
    )
    return Plan(
        files=tuple(files),
        mode=mode,
        base_version=ledger.last_number(connection),
        tables=tables,
        problems=tuple(consistency.problems(connection, tables, files)),
        revisions=tuple(each for table in tables for each in big_revisions(connection, table)),
    )


def _plan_table(
    connection: duckdb.DuckDBPyConnection, contract: Contract, files: Sequence[Checked], mode: Mode
) -> TablePlan:
    incoming = Rows.joined(
        file.typed.with_columns(pl.lit(position, dtype=pl.Int32).alias(FILE))
        for position, file in enumerate(files)
        if file.contract is contract
    )
    live = stored_rows.live_count(connection, contract)
    present = [file.present for file in files]
    if incoming.height == live and mode is not Mode.WITHDRAW:
        held = stored_rows.live_blocks(connection, contract)
        if again := in_stored_order(contract, mode, incoming, held=held, present=present):
            return again
    held = _held(connection, contract, incoming, live)
    return compare(contract, mode, incoming, held=held, present=present, live=live)


def _held(
    connection: duckdb.DuckDBPyConnection, contract: Contract, incoming: Rows, live: int
) -> pl.DataFrame:
    """Return at least the live rows of the keys and groups that incoming rows name."""
    if not live:
        return stored_rows.no_rows(contract)
    by_key = set(contract.replace_by) <= set(contract.key)  # else a row may leave its group
    if not by_key or incoming.height * 2 > live:  # to read all then takes half of a search
        return stored_rows.live_rows(connection, contract)
    return stored_rows.live_rows_of_groups(connection, contract, incoming)
