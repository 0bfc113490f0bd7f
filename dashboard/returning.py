"""What an office owes, in words, and the files that its buttons publish."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.i18n import tr, trn
from metrics.returns import (
    ARRIVED,
    DAYS,
    DUE,
    OVERDUE,
    PARTNERSHIP,
    PERIOD,
    REPORTER,
    STATE,
    STATES,
    STATUS,
    TABLE,
    State,
)
from validation.contract import Contract
from validation.contracts.commentary import COMMENTARY, Commentary
from validation.contracts.returns import RETURNS, Returns
from validation.fields import name
from validation.intake import Upload
from validation.return_codes import NIL, RETURN_STATUSES, TABLES_OWED
from validation.text import mark

ENDED: Final = (State.LATE.value, State.DUE.value)


def office_name(code: str) -> str:
    """Return the name of an office; without a code it is the partnership's secretariat."""
    return labels.party_name(code) if code else tr(mark("The secretariat"))


def table_name(table: str) -> str:
    """Return the name of a table that can be owed."""
    return tr(TABLES_OWED.label(table))


def item(row: Mapping[str, Any]) -> str:
    """Name a table and a period that are owed."""
    return f"{table_name(row[TABLE])} · {labels.period_label(row[PERIOD])}"


def verdict(owed: pl.DataFrame) -> str:
    """Say in one line how an office stands."""
    late, due = ((owed[STATE] == state).sum() for state in ENDED)
    if not late and not due:
        return tr(mark("Nothing is owed now."))
    parts = [
        trn(mark("{n} return is late"), mark("{n} returns are late"), int(late)) if late else "",
        trn(mark("{n} return is due"), mark("{n} returns are due"), int(due)) if due else "",
    ]
    return tr(mark("{what}."), what=", ".join(filter(None, parts)))


def listed(owed: pl.DataFrame) -> dict[str, list[str]]:
    """Return what is owed as columns of texts, ready to be read."""
    rows = list(owed.iter_rows(named=True))
    told = {
        **in_hand(owed),
        tr(mark("Arrived")): ["" if row[ARRIVED] is None else str(row[ARRIVED]) for row in rows],
        tr(mark("Days after its end")): [
            "" if row[DAYS] is None else str(row[DAYS]) for row in rows
        ],
    }
    return {head: cells for head, cells in told.items() if any(cells)}


def in_hand(owed: pl.DataFrame) -> dict[str, list[str]]:
    """Return what is owed and how it stands as columns of texts, ready to be read."""
    rows = list(owed.iter_rows(named=True))
    return {
        tr(mark("Table")): [table_name(row[TABLE]) for row in rows],
        tr(mark("Period")): [labels.period_label(row[PERIOD]) for row in rows],
        tr(mark("State")): [_state(row) for row in rows],
        tr(mark("Due")): [str(row[DUE]) for row in rows],
    }


def _state(row: Mapping[str, Any]) -> str:
    state = tr(STATES[State(row[STATE])])
    asides = (
        tr(RETURN_STATUSES.label(row[STATUS])) if row[STATUS] else "",
        tr(mark("after it was due")) if row[OVERDUE] else "",
    )
    told = ", ".join(filter(None, asides))
    return tr(mark("{state} ({aside})"), state=state, aside=told) if told else state


def nothing(row: Mapping[str, Any]) -> Upload:
    """Write the return that says there was nothing to report."""
    cells = {each: row[each] for each in (PERIOD, PARTNERSHIP, REPORTER, TABLE)}
    return _upload(RETURNS, {**cells, name(Returns.status): NIL})


def comment(*, indicator: str, partnership: str, period: str, text: str, role: str) -> Upload:
    """Write a comment on a figure."""
    return _upload(
        COMMENTARY,
        {
            name(Commentary.indicator): indicator,
            name(Commentary.partnership_id): partnership,
            name(Commentary.period): period,
            name(Commentary.text): " ".join(text.split()),
            name(Commentary.role): role.strip(),
        },
    )


def _upload(contract: Contract, cells: Mapping[str, str]) -> Upload:
    row = [cells.get(each, "") for each in contract.names]
    told = "_".join((contract.name, cells[PERIOD], cells[PARTNERSHIP]))
    return Upload(f"{told}.csv", written(contract.names, [row]).encode())


def written(head: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
    """Write a CSV; a cell that is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
