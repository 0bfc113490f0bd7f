"""Who owes what: what the schedule expects of each office, and what has come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import polars as pl

from data.queries import FIRST_VERSION
from metrics.source import Source, read_together
from metrics.values import PARTNERSHIP, PERIOD
from validation.contracts import CONTRACTS
from validation.contracts.reporting_schedule import REPORTING_SCHEDULE
from validation.contracts.reporting_schedule import ReportingSchedule as S
from validation.contracts.returns import RETURNS, Returns
from validation.fields import name
from validation.periods import Grain, Period, between
from validation.return_codes import COMPLETE, NIL, TABLES_OWED
from validation.text import mark

REPORTER: Final = name(S.reported_by)
TABLE: Final = name(S.table)
ROLE: Final = name(S.contact_role)
STATUS: Final = name(Returns.status)
STATE: Final = "state"
DUE: Final = "due"
ARRIVED: Final = "arrived"
DAYS: Final = "days_after_period"
OVERDUE: Final = "arrived_after_due"

_EARLIER: Final = "earlier_"
WHOSE: Final = (PARTNERSHIP, REPORTER, TABLE)
_KEY: Final = (*WHOSE, PERIOD)
_SCHEMA: Final[dict[str, pl.DataType]] = {
    PARTNERSHIP: pl.String(),
    REPORTER: pl.String(),
    TABLE: pl.String(),
    PERIOD: pl.String(),
    DUE: pl.Date(),
    ROLE: pl.String(),
}


class State(StrEnum):
    """How something that is owed stands."""

    DONE = "done"
    LATE = "late"
    DUE = "due"
    NOT_YET = "not_due_yet"


STATES: Final = {
    State.DONE: mark("done"),
    State.LATE: mark("late"),
    State.DUE: mark("due"),
    State.NOT_YET: mark("not due yet"),
}


@dataclass(frozen=True)
class _Stretch:
    """A row of the schedule, over the periods in which no later row replaces it."""

    row: Mapping[str, Any]
    first: Period
    last: Period | None

    def periods(self, today: date) -> Iterator[Period]:
        """Yield the periods owed that have begun."""
        running = Period.containing(today, self.first.grain)
        last = running if self.last is None else min(running, self.last)
        yield from between(self.first, last)


def owed(source: Source) -> pl.DataFrame:
    """List what the schedule expects up to the version's date, and how it stands.

    Late and missing come from the schedule alone: what it does not name is not owed.

    Args:
        source: the version.

    Returns:
        One row a partnership, reporter (empty text: the secretariat), table and period, newest
        period first: due (day), contact role, status of the return (empty text where there is
        none), arrived (day on which the first rows or return were published), days after the
        period's end, whether it arrived after it was due, and state.
    """
    return source.remember("owed", lambda: _owed(source))


@read_together
def _owed(source: Source) -> pl.DataFrame:
    expected = pl.DataFrame(list(_expected(source)), schema=_SCHEMA, orient="row")
    found = (
        expected.join(statuses(source), on=_KEY, how="left")
        .join(arrivals(source), on=_KEY, how="left")
        .with_columns(pl.col(STATUS).fill_null(""))
    )
    ends = pl.Series([Period.parse(code).end for code in found[PERIOD]], dtype=pl.Date)
    today = pl.lit(source.today, pl.Date)
    return found.with_columns(
        (pl.col(ARRIVED) - ends).dt.total_days().alias(DAYS),
        (pl.col(ARRIVED) > pl.col(DUE)).fill_null(value=False).alias(OVERDUE),
        pl.when(pl.col(ARRIVED).is_not_null())
        .then(pl.lit(State.DONE.value))
        .when(pl.col(DUE) < today)
        .then(pl.lit(State.LATE.value))
        .when(ends < today)
        .then(pl.lit(State.DUE.value))
        .otherwise(pl.lit(State.NOT_YET.value))
        .alias(STATE),
    ).sort(DUE, *WHOSE, descending=[True, False, False, False])


def _expected(source: Source) -> Iterator[tuple[object, ...]]:
    for stretch in _stretches(source):
        row = stretch.row
        for period in stretch.periods(source.today):
            due = period.end + timedelta(days=row[name(S.due_days)])
            yield *(row[part] or "" for part in WHOSE), period.code, due, row[ROLE] or ""


def _stretches(source: Source) -> Iterator[_Stretch]:
    rows = source.rows(REPORTING_SCHEDULE).with_columns(pl.col(pl.Enum).cast(pl.String))
    for _, group in rows.group_by(WHOSE, maintain_order=True):
        every = sorted(group.iter_rows(named=True), key=lambda row: _begins(row).start)
        for row, after in pairwise([*every, None]):
            if row is not None:
                yield _stretch(row, after)


def _begins(row: Mapping[str, Any]) -> Period:
    return Period.parse(row[name(S.from_period)])


def _stretch(row: Mapping[str, Any], after: Mapping[str, Any] | None) -> _Stretch:
    first, until = _begins(row), row[name(S.until_period)]
    ends = [Period.parse(until)] if until else []
    if after is not None:
        grain: Grain = first.grain
        ends.append(Period.containing(_begins(after).start - timedelta(days=1), grain))
    return _Stretch(row, first, min(ends, default=None))


def statuses(source: Source) -> pl.DataFrame:
    """Return the status of each return; an empty reporter is the secretariat.

    Returns:
        partnership, reporter, table, period, status.
    """
    return (
        source.rows(RETURNS)
        .with_columns(pl.col(pl.Enum).cast(pl.String))
        .select(pl.col(_KEY).fill_null(""), STATUS)
    )


def arrivals(source: Source) -> pl.DataFrame:
    """Return the day on which the first rows of a return, or the return itself, were published.

    Returns:
        partnership, reporter (empty text: the secretariat), table, period, arrived; what was
        withdrawn has not arrived.
    """
    sent = source.arrivals(RETURNS, _KEY)
    rows = [_of_table(source, table) for table in TABLES_OWED.values]
    days = [(each.number, each.published_at.date()) for each in source.versions]
    published = pl.DataFrame(days, schema={FIRST_VERSION: pl.Int64, ARRIVED: pl.Date}, orient="row")
    return (
        pl.concat([sent, *rows])
        .with_columns(pl.col(_KEY).fill_null(""))
        .group_by(_KEY)
        .agg(pl.col(FIRST_VERSION).min().cast(pl.Int64))
        .join(published, on=FIRST_VERSION)
        .select(*_KEY, ARRIVED)
    )


def _of_table(source: Source, table: str) -> pl.DataFrame:
    """Return whose rows a table holds; the secretariat's where it does not say who reports."""
    contract = CONTRACTS[table]
    whose = [part for part in (PARTNERSHIP, REPORTER, PERIOD) if part in contract.names]
    found = source.arrivals(contract, tuple(whose)).with_columns(pl.lit(table).alias(TABLE))
    if REPORTER not in whose:
        found = found.with_columns(pl.lit(None, pl.String).alias(REPORTER))
    return found.drop_nulls(PARTNERSHIP).select(*_KEY, FIRST_VERSION)


def wholly_returned(source: Source, table: str) -> pl.DataFrame:
    """Return the partnerships and periods of which a table has been sent in whole.

    That is where every office that the schedule names for the period has returned it as complete
    or said that there was nothing to report; without a schedule, where the secretariat has.

    Args:
        source: the version.
        table: the table.

    Returns:
        Columns partnership_id and period.
    """
    return source.remember(("returned", table), lambda: _wholly_returned(source, table))


def _wholly_returned(source: Source, table: str) -> pl.DataFrame:
    lines = [PARTNERSHIP, PERIOD]
    sent = statuses(source).filter((pl.col(TABLE) == table) & pl.col(STATUS).is_in([COMPLETE, NIL]))
    due = owed(source).filter(pl.col(TABLE) == table)
    lacking = due.join(sent, on=_KEY, how="anti")
    every = due.join(lacking, on=lines, how="anti")
    unscheduled = sent.filter(pl.col(REPORTER) == "").join(due, on=lines, how="anti")
    return pl.concat([every.select(lines), unscheduled.select(lines)]).unique().sort(lines)


def filled(before: Source, after: Source) -> pl.DataFrame:
    """List what the schedule expects that a later state of the warehouse has and an earlier not.

    Returns:
        The rows of `owed` as they stand afterwards, of which the state is now done or the status of
        the return is another.
    """
    earlier = owed(before).select(*_KEY, pl.col(STATE, STATUS).name.prefix(_EARLIER))
    later = owed(after).join(earlier, on=_KEY, how="left")
    done = (pl.col(STATE) == State.DONE.value) & (
        pl.col(f"{_EARLIER}{STATE}").ne_missing(pl.lit(State.DONE.value))
    )
    other = (pl.col(STATUS) != "") & pl.col(STATUS).ne_missing(pl.col(f"{_EARLIER}{STATUS}"))
    return later.filter(done | other).select(owed(after).columns)
