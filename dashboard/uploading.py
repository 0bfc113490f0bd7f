"""Files on their way into a version, as page and command line tell of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from dashboard import labels, returning
from dashboard.charts.formats import SHARE
from dashboard.i18n import grouped, tr, trn
from data import queries
from data.ledger import Mode
from data.planning import Plan
from data.revisions import BigRevision
from data.staging import Staged
from data.table_plan import TablePlan
from data.warehouse import Warehouse
from metrics import preview, returns, series
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.preview import LATER
from metrics.quality.behind import never_by_row
from metrics.source import Source
from metrics.values import PARTIAL
from validation import intake
from validation.contract import Severity
from validation.contracts import CONTRACTS
from validation.fields import INDICATORS as INDICATOR_IDS
from validation.fields import SHARES
from validation.intake import Checked, Upload
from validation.problems import Group, Problem
from validation.text import mark

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Move:
    """One cell that publishing would change."""

    table: str
    key: str
    column: str
    old: str
    new: str


def check(
    warehouse: Warehouse, uploads: Sequence[Upload], *, table: str | None, mode: Mode, today: date
) -> tuple[Checked, ...]:
    """Check files against what the warehouse knows.

    Args:
        warehouse: where references are looked up; one that does not exist yet knows nothing.
        uploads: the files handed in together.
        table: the table they are of, or None to recognise each from its header.
        mode: what they are meant for; a withdrawal needs keys only.
        today: the day against which "has not begun" is tested.
    """
    return intake.check(
        uploads,
        today=today,
        known=known_ids(warehouse),
        table=table,
        keys_alone=mode is Mode.WITHDRAW,
    )


def known_ids(warehouse: Warehouse) -> Mapping[str, frozenset[str]]:
    """Return the ids that files may refer to, by table.

    Args:
        warehouse: where they are looked up; one that does not exist yet knows the catalogue's only.
    """
    known = {
        INDICATOR_IDS: frozenset(INDICATORS),
        SHARES: frozenset(each.id for each in INDICATORS.values() if each.unit == SHARE),
    }
    if warehouse.exists():
        with warehouse.read() as connection:
            known |= queries.known_ids(connection, queries.latest(connection))
    return known


def checking(uploads: Sequence[Upload]) -> str:
    """Say what is being done with files in hand."""
    size = sum(len(each.content) for each in uploads)
    return tr(
        mark("Reading and checking {files} ({size} MB), every rule on every row …"),
        files=trn(mark("{n} file"), mark("{n} files"), len(uploads)),
        size=f"{size / MEGABYTE:.1f}",
    )


def verdict(files: Sequence[Checked], beside: Sequence[Problem] = ()) -> str:
    """Say in one line how the files stand.

    Args:
        files: the verdicts on them.
        beside: what there is to say that is of none of them.
    """
    problems = [*(found for file in files for found in file.problems), *beside]
    faults = list(_of(problems, Severity.ERROR))
    rows = sum(file.count for file in files)
    if not faults:
        warnings = len(list(_of(problems, Severity.WARNING)))
        text = trn(mark("{n} row, no errors"), mark("{n} rows, no errors"), rows)
        if warnings:
            text += tr(mark("; ")) + trn(mark("{n} notice"), mark("{n} notices"), warnings)
        return text + "."
    count = trn(mark("{n} error"), mark("{n} errors"), len(faults))
    faulty = sum(file.faulty for file in files)
    if not faulty:
        return tr(mark("{errors}; nothing has been published."), errors=count)
    return tr(
        mark("{errors} in {faulty} of {rows}; nothing has been published."),
        errors=count,
        faulty=grouped(faulty),
        rows=trn(mark("{n} row"), mark("{n} rows"), rows),
    )


def recognised(file: Checked) -> str:
    """Say which table a file was taken for, and how many rows stand in it."""
    if file.contract is None:
        return tr(mark("{file}: no table"), file=file.name)
    return tr(
        mark("{file}: {table}, {rows}"),
        file=file.name,
        table=tr(file.contract.title),
        rows=trn(mark("{n} row"), mark("{n} rows"), file.count),
    )


def _of(problems: Sequence[Problem], severity: Severity) -> Iterator[Problem]:
    return (found for found in problems if found.severity == severity)


def heading(group: Group) -> str:
    """Name a group of problems: what is wrong, in which columns, how often."""
    parts = (tr(group.title), f"[{group.column}]" if group.column else "")
    return " ".join((*filter(None, parts), f"({grouped(group.count)})"))


def message(found: Problem) -> str:
    """Return what is wrong, in the reader's language."""
    return tr(found.says, **found.filled)


def mend(found: Problem) -> str:
    """Return what to do about it, in the reader's language."""
    return tr(found.mends, **found.filled)


def counts(table: TablePlan) -> dict[str, int]:
    """Count what publishing would do to one table, by marked words."""
    return {
        mark("added"): table.added.height,
        mark("changed"): table.changed.height,
        mark("unchanged"): table.unchanged.height,
        mark("no longer counted"): table.retired.height,
    }


def summary(plan: Plan) -> list[str]:
    """Say table by table what publishing would do."""
    return [
        tr(
            mark("{table}: {parts}"),
            table=tr(table.contract.title),
            parts=", ".join(
                f"{grouped(number)} {tr(word)}" for word, number in counts(table).items()
            ),
        )
        for table in plan.tables
    ]


def revision(big: BigRevision) -> str:
    """Say what of the figures already published would change a lot."""
    names = {**big.facts, "table": tr(CONTRACTS[big.table].title)}
    counted = {key: grouped(fact) if isinstance(fact, int) else fact for key, fact in names.items()}
    return tr(big.says, **counted)


def moves(table: TablePlan, most: int, *, before: Source) -> list[Move]:
    """List the first cells that would change, old beside new.

    What a count of persons was is not told: whoever knows the key of a row could ask for it.

    Args:
        table: what would happen to one table.
        most: how many cells to list.
        before: the version that it would happen to.
    """
    hidden = never_by_row(before, table.contract.name)
    contract = table.contract
    found: list[Move] = []
    pairs = zip(
        table.replaced.iter_rows(named=True), table.changed.iter_rows(named=True), strict=True
    )
    for old, new in pairs:
        key = ", ".join(_shown(new[part]) for part in contract.key if new[part] is not None)
        found.extend(
            Move(
                tr(contract.title),
                key,
                column,
                tr(mark("withheld")) if column in hidden else _shown(old[column]),
                _shown(new[column]),
            )
            for column in contract.names
            if old[column] != new[column]
        )
        if len(found) >= most:
            break
    return found[:most]


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def changes_frame(plan: Plan, most: int, *, before: Source) -> pl.DataFrame:
    """Return the first changed cells of all tables as a frame for showing; see `moves`."""
    rows = [move for table in plan.tables for move in moves(table, most, before=before)][:most]
    return pl.DataFrame(
        {
            tr(mark("Table")): [move.table for move in rows],
            tr(mark("Row")): [move.key for move in rows],
            tr(mark("Column")): [move.column for move in rows],
            tr(mark("Old")): [move.old for move in rows],
            tr(mark("New")): [move.new for move in rows],
        }
    )


def effects_table(found: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return what a plan does to the headline figures, ready to be read.

    Args:
        found: the frame of `metrics.preview.effects`.
        names: the partnerships' names by id.
    """
    rows = [
        {
            tr(mark("Indicator")): tr(INDICATORS[row[columns.INDICATOR]].name),
            tr(mark("Partnership")): names.get(row[columns.PARTNERSHIP], row[columns.PARTNERSHIP]),
            tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
            tr(mark("Before")): _figure(row),
            tr(mark("After")): _figure({**row, **{to: row[at] for to, at in LATER.items()}}),
            tr(mark("Against target")): _flip(row[columns.STATUS], row[columns.STATUS_AFTER]),
        }
        for row in found.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _figure(row: Mapping[str, Any]) -> str:
    """Write a value with its interval, and how many quarters a year that is not whole has."""
    value, interval = labels.value_text(row), labels.interval_text(row)
    if not value:
        return tr(mark("no value"))
    shown = tr(mark("{value} ({interval})"), value=value, interval=interval) if interval else value
    have, _, all_ = dict(columns.parse_flags(row[columns.FLAGS])).get(PARTIAL, "").partition("/")
    if not have.isdigit():
        return shown
    return tr(mark("{value}, {have} of {all} quarters"), value=shown, have=have, all=all_)


def effects(before: Source, store: Warehouse, plan: Plan, *, when: datetime) -> pl.DataFrame:
    """Return what a plan does to the headline figures, ready to be read.

    Args:
        before: the latest version, as it stands.
        store: where the plan would go.
        plan: what would be published.
        when: the moment its version would carry.
    """
    return effects_table(preview.effects(before, store, plan, when=when), series.names(before))


def filled(before: Source, store: Warehouse, plan: Plan, *, when: datetime) -> dict[str, list[str]]:
    """Return what a plan fills of the reporting schedule as columns of texts; empty for nothing.

    Args:
        before: the latest version, as it stands.
        store: where the plan would go.
        plan: what would be published.
        when: the moment its version would carry.
    """
    if plan.empty or returns.owed(before).is_empty():
        return {}
    found = returns.filled(before, Source(Staged(store, plan, when)))
    if found.is_empty():
        return {}
    names = series.names(before)
    whose = {
        tr(mark("Partnership")): [
            str(names.get(each, each)) for each in found[returns.PARTNERSHIP]
        ],
        tr(mark("Office")): [returning.office_name(each) for each in found[returns.REPORTER]],
    }
    return whose | returning.in_hand(found)


def _flip(before: str, after: str) -> str:
    told = [
        tr(columns.STATUSES[each]) if each else tr(mark("no status")) for each in (before, after)
    ]
    if before == after:
        return told[0] if before else ""
    return tr(mark("{before} → {after}"), before=told[0], after=told[1])
