"""What came of what each office owes, period by period, and how long after its end it came."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import chain
from typing import Any, Final

import polars as pl

from metrics.quality.behind import Behind
from metrics.returns import (
    ARRIVED,
    DAYS,
    DUE,
    OVERDUE,
    REPORTER,
    STATUS,
    TABLE,
    WHOSE,
    arrivals,
    owed,
    statuses,
)
from metrics.returns import STATE as RETURN_STATE
from metrics.returns import State as ReturnState
from metrics.source import Source
from metrics.values import PARTNERSHIP, PERIOD
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.reporting_schedule import REPORTING_SCHEDULE
from validation.contracts.returns import RETURNS
from validation.periods import QUARTER, YEAR, Period, between
from validation.return_codes import COMPLETE, NIL, PARTIAL
from validation.text import mark

COVERAGE: Final = "coverage"
OWED: Final = "owed"

_KEY: Final = [*WHOSE, PERIOD]
_END: Final = "end_of_period"
_PRINTED: Final = "printed"


class State(StrEnum):
    """What came of one table of one office for one period."""

    COMPLETE = "complete"
    NIL = "nil"
    PARTIAL = "partial"
    SENT = "sent"
    HELD = "held"
    MISSING = "missing"
    NOT_DUE = "not_due"
    NOT_OWED = "not_owed"


STATES: Final = {
    State.COMPLETE: mark("complete: the return says that all there is has been sent"),
    State.NIL: mark("nothing to report: the return says so"),
    State.PARTIAL: mark("partial: the return says that more is to come"),
    State.SENT: mark("sent, without saying whether it is all"),
    State.HELD: mark("published figures held, which nobody owes"),
    State.MISSING: mark("missing: due by now, and nothing came"),
    State.NOT_DUE: mark("not due yet"),
    State.NOT_OWED: mark("not owed, and nothing came"),
}


def coverage(source: Source) -> pl.DataFrame:
    """Say of every office, table and period what came, be it owed or not.

    Late and missing come from the schedule alone: without one nothing is owed, and what came is
    shown as having come.

    Args:
        source: the version.

    Returns:
        partnership, reporter (empty text: the secretariat), table, period, coverage (a `State`),
        due (day; null where nothing is owed), arrived (day), days after the period's end, whether
        it arrived after it was due, whether it is owed; sorted by these. Each office and table has
        a row for every period of its grain, from the first to the last of any office.
    """
    return source.remember("coverage", lambda: _coverage(source))


def _coverage(source: Source) -> pl.DataFrame:
    due = owed(source).select(*_KEY, DUE, RETURN_STATE, pl.lit(value=True).alias(OWED))
    came = pl.concat([arrivals(source), _printed(source)], how="diagonal")
    found = due.join(came, on=_KEY, how="full", coalesce=True).join(
        statuses(source), on=_KEY, how="left"
    )
    full = _every_period(found).join(found, on=_KEY, how="left")
    ends = pl.Series(_END, [Period.parse(code).end for code in full[PERIOD]], dtype=pl.Date)
    return (
        full.with_columns(ends, pl.col(OWED).fill_null(value=False))
        .select(
            *_KEY,
            _state().alias(COVERAGE),
            DUE,
            ARRIVED,
            (pl.col(ARRIVED) - pl.col(_END)).dt.total_days().alias(DAYS),
            (pl.col(ARRIVED) > pl.col(DUE)).fill_null(value=False).alias(OVERDUE),
            OWED,
        )
        .sort(_KEY)
    )


def _state() -> pl.Expr:
    said = {COMPLETE: State.COMPLETE, NIL: State.NIL, PARTIAL: State.PARTIAL}
    waits = [ReturnState.DUE.value, ReturnState.NOT_YET.value]
    return (
        pl.when(pl.col(STATUS).is_in([*said]))
        .then(pl.col(STATUS).replace({code: state.value for code, state in said.items()}))
        .when(pl.col(_PRINTED))
        .then(pl.lit(State.HELD.value))
        .when(pl.col(ARRIVED).is_not_null())
        .then(pl.lit(State.SENT.value))
        .when(~pl.col(OWED))
        .then(pl.lit(State.NOT_OWED.value))
        .when(pl.col(RETURN_STATE).is_in(waits))
        .then(pl.lit(State.NOT_DUE.value))
        .otherwise(pl.lit(State.MISSING.value))
    )


def _printed(source: Source) -> pl.DataFrame:
    """Return of which periods published figures are held; the day they came here says nothing."""
    found = source.arrivals(PUBLISHED_TOTALS, (PARTNERSHIP, PERIOD)).drop_nulls(PARTNERSHIP)
    return found.select(
        PARTNERSHIP,
        pl.lit("").alias(REPORTER),
        pl.lit(PUBLISHED_TOTALS.name).alias(TABLE),
        PERIOD,
        pl.lit(None, pl.Date).alias(ARRIVED),
        pl.lit(value=True).alias(_PRINTED),
    )


def _every_period(found: pl.DataFrame) -> pl.DataFrame:
    """List every office and table with every period of its grain, from the first of all offices."""
    known = sorted(Period.parse(code) for code in found[PERIOD].unique())
    of_grain = ([each for each in known if each.grain == grain] for grain in (QUARTER, YEAR))
    every = chain.from_iterable(between(span[0], span[-1]) for span in of_grain if span)
    length = pl.col(PERIOD).str.len_chars()
    periods = pl.DataFrame({PERIOD: [each.code for each in every]}, schema={PERIOD: pl.String})
    lines = found.select(*WHOSE, length.alias(_END)).unique()
    return lines.join(periods.with_columns(length.alias(_END)), on=_END).drop(_END)


def behind(row: Mapping[str, Any]) -> Behind:
    """Name the rows behind a row of `coverage`.

    Those sent; of a return that there was nothing, that return; of what did not come, the row of
    the schedule that asks for it.
    """
    cells = {each: row[each] for each in (PARTNERSHIP, REPORTER)}
    if row[COVERAGE] in {State.MISSING, State.NOT_DUE}:
        return Behind.of(REPORTING_SCHEDULE.name, {**cells, TABLE: row[TABLE]})
    if row[COVERAGE] == State.NIL:
        return Behind.of(RETURNS.name, {**cells, TABLE: row[TABLE], PERIOD: row[PERIOD]})
    return Behind.of(row[TABLE], {**cells, PERIOD: row[PERIOD]})
