"""What is found on the data in words: verdicts in one line, and lists ready to be read."""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.i18n import NO_BREAK_SPACE, tr, trn
from dashboard.quality_figures import line_name
from metrics import values as columns
from metrics.quality.coverage import COVERAGE, STATES, State
from metrics.returns import ARRIVED, DAYS, DUE, OVERDUE
from metrics.series import names
from metrics.source import Source
from validation.text import mark

WORST_FIRST: Final = (State.MISSING.value, State.PARTIAL.value)


def coverage_verdict(found: pl.DataFrame) -> str:
    """Say in one line what came of what was asked for."""
    missing = int((found[COVERAGE] == State.MISSING.value).sum())
    partial = int((found[COVERAGE] == State.PARTIAL.value).sum())
    late = int(found[OVERDUE].sum())
    parts = [
        trn(mark("{n} return is missing"), mark("{n} returns are missing"), missing),
        trn(mark("{n} is partial"), mark("{n} are partial"), partial),
        trn(mark("{n} came late"), mark("{n} came late"), late),
    ]
    told = [part for part, number in zip(parts, (missing, partial, late), strict=True) if number]
    if told:
        return ", ".join(told)
    if not (found[DUE].is_not_null()).any():
        return tr(mark("What is held, period by period"))
    return tr(mark("Nothing that is due is missing, partial or late"))


def lacking(found: pl.DataFrame) -> pl.DataFrame:
    """Return what is missing, then what is partial, then what came late, the newest first."""
    rank = (
        pl.when(pl.col(COVERAGE) == State.MISSING.value)
        .then(0)
        .when(pl.col(COVERAGE) == State.PARTIAL.value)
        .then(1)
        .when(OVERDUE)
        .then(2)
    )
    return (
        found.with_columns(rank.alias(columns.KIND))
        .drop_nulls(columns.KIND)
        .sort(columns.KIND, columns.PERIOD, descending=[False, True], maintain_order=True)
        .drop(columns.KIND)
    )


def states(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return rows of coverage as columns of texts."""
    rows = found.to_dicts()
    named = names(source)
    return {
        tr(mark("Partnership")): [
            labels.short_name(named[row[columns.PARTNERSHIP]]) for row in rows
        ],
        tr(mark("Table")): [line_name(row) for row in rows],
        tr(mark("Period")): [labels.period_label(row[columns.PERIOD]) for row in rows],
        tr(mark("State")): [_state(row) for row in rows],
        tr(mark("Due")): days(found[DUE]),
        tr(mark("Arrived")): days(found[ARRIVED]),
        tr(mark("Days after its end")): texts(found[DAYS]),
    }


def _state(row: dict[str, Any]) -> str:
    state = tr(STATES[State(row[COVERAGE])]).partition(":")[0]
    return tr(mark("{state} (late)"), state=state) if row[OVERDUE] else state


def texts(found: Iterable[object]) -> list[str]:
    """Write values as texts; what is not known is empty."""
    return ["" if each is None else str(each) for each in found]


def days(found: Iterable[object]) -> list[str]:
    """Write days as texts that do not break."""
    return [labels.day_label(text).replace(" ", NO_BREAK_SPACE) for text in texts(found)]


def timeliness_verdict(found: pl.DataFrame) -> str:
    """Say in one line how long returns take to come."""
    return tr(
        mark("Half of the returns came within {days} days of the period's end; {late} of {n} late"),
        days=round(found.select(pl.col(DAYS).median()).item()),
        late=int(found[OVERDUE].sum()),
        n=found.height,
    )
