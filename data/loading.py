"""Checked files into a version: a preview first, then all of it or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

import duckdb
import polars as pl

from data import ddl, ledger, planning, storing
from data.errors import NeedsConfirmation, NeedsReason, PlanRefused, StalePlan
from data.ledger import NO_HASH, Act, FileMend, Mode, TableChange, Version, VersionFile
from data.planning import Plan
from data.table_plan import FILE, TablePlan
from data.warehouse import Warehouse
from validation.contract import Severity
from validation.intake import Checked


def preview(warehouse: Warehouse, files: Sequence[Checked], *, mode: Mode = Mode.MERGE) -> Plan:
    """Plan a load beside other readers; nothing is changed.

    Args:
        warehouse: where the files would go.
        files: checked files, all without errors.
        mode: merge, replace or withdraw.

    Raises:
        ValueError: a file has errors.
        WarehouseError: the warehouse cannot be read.
    """
    with warehouse.read() as connection:
        return planning.plan(connection, files, mode=mode)


def publish(
    warehouse: Warehouse,
    plan: Plan,
    *,
    who: str,
    note: str,
    when: datetime,
    reason: str = "",
    confirmed: bool = False,
) -> Version:
    """Publish a planned load as one version: all of its files, or none.

    Args:
        warehouse: where the files go.
        plan: what was previewed; it is made again where others have published since.
        who: who publishes.
        note: what they say about it.
        when: the moment that the version carries, with its time zone.
        reason: why figures already published change a lot, where they do.
        confirmed: whether a person agreed to retire more than a tenth of a table.

    Raises:
        StalePlan: a planned key or group has changed since the preview; it carries the new plan.
        PlanRefused: something in the warehouse speaks against the load.
        NeedsConfirmation: more than a tenth of a table would no longer be counted.
        NeedsReason: figures already published would change a lot, and no reason is given.
        NothingToLoad: the warehouse already holds everything the files say.
        WarehouseError: the warehouse cannot be written.
    """
    moment = ledger.utc(when)
    with warehouse.write() as connection:
        plan = _renewed(connection, plan)
        _must_be_sound(plan, reason=reason, confirmed=confirmed)
        before = ledger.last(connection)
        number = before.number + 1 if before else 1
        first_file = ledger.next_file_id(connection)
        warnings = [_warnings(plan, file) for file in plan.files]
        version = Version(
            number=number,
            published_at=moment,
            who=who,
            note=note,
            reason=reason.strip() if plan.revisions else "",
            kind=Act.LOAD,
            restores=None,
            previous_hash=before.hash if before else NO_HASH,
            files=tuple(_files(plan, first_file, warnings)),
            tables=tuple(
                _change(connection, table, number, first_file)
                for table in plan.tables
                if not table.empty
            ),
        )
        for file_id, texts in enumerate(warnings, first_file):
            ledger.keep_warnings(connection, file_id, texts)
        return ledger.append(connection, version)


def _renewed(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Plan:
    """Return the plan, made again where others have published since."""
    if ledger.last_number(connection) == plan.base_version:
        return plan
    fresh = planning.plan(connection, plan.files, mode=plan.mode)
    if fresh.fingerprint != plan.fingerprint:
        raise StalePlan(fresh)
    return fresh


def _must_be_sound(plan: Plan, *, reason: str, confirmed: bool) -> None:
    if not plan.ok:
        raise PlanRefused(plan.problems)
    if plan.empty:
        raise plan.nothing_to_do
    for table in () if confirmed else plan.to_confirm:
        raise NeedsConfirmation(
            table=table.contract.name, retired=table.retired.height, live=table.live
        )
    if plan.revisions and not reason.strip():
        raise NeedsReason


def _files(plan: Plan, first_file: int, warnings: Sequence[Sequence[str]]) -> Iterator[VersionFile]:
    tables = {table.contract: table for table in plan.tables}
    for position, file in enumerate(plan.files):
        if file.contract:
            counts = tables[file.contract].counts(position)
            yield VersionFile(
                file_id=first_file + position,
                name=file.name,
                sha256=file.sha256,
                table=file.contract.name,
                mode=plan.mode,
                added=counts.added,
                changed=counts.changed,
                unchanged=counts.unchanged,
                retired=counts.retired,
                warnings=len(warnings[position]),
                warnings_digest=ledger.warnings_digest(warnings[position]),
                mends=tuple(_mends(file)),
            )


def _mends(file: Checked) -> Iterator[FileMend]:
    for each in file.mends:
        yield FileMend(
            rule=each.rule,
            form=each.form,
            column=each.column,
            cells=each.cells,
            examples=each.examples,
        )


def _change(
    connection: duckdb.DuckDBPyConnection, table: TablePlan, number: int, first_file: int
) -> TableChange:
    retiring = table.retiring
    retired_digest = storing.retire(connection, table.contract, retiring, number)
    new = table.new
    with_file = new.with_columns((pl.col(FILE) + first_file).alias(ddl.FILE_ID))
    added_digest = storing.insert(connection, table.contract, with_file, number)
    return TableChange(
        table=table.contract.name,
        added=new.height,
        added_digest=added_digest,
        retired=retiring.len(),
        retired_digest=retired_digest,
    )


def _warnings(plan: Plan, file: Checked) -> list[str]:
    """Return a file's warnings as canonical texts: its own, and what the plan has to say."""
    planned = [found for found in plan.problems if found.file == file.name]
    return [
        ledger.canonical(asdict(found))
        for found in (*file.problems, *planned)
        if found.severity == Severity.WARNING
    ]
