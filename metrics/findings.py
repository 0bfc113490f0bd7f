"""Findings: what values, signals and targets say of some cells, as data, in order of importance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import polars as pl

from metrics.catalogue import INDICATORS
from metrics.series import Query
from metrics.signals import eligibility, standing
from metrics.values import (
    CHANGE,
    CHECKED,
    INDICATOR,
    JUDGED_IN,
    MET,
    NOT_MET,
    PARTNERSHIP,
    PERIOD,
    POOLED,
    POOLED_STATUS,
    SEEN,
    SIGNAL_SIDE,
    STATUS,
    TARGET,
    TOO_CLOSE,
    VALUE,
    Standing,
)
from validation.periods import QUARTER

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a finding says, the most important first."""

    WORSE = "worse"
    NOT_MET = "not_met"
    BETTER = "better"
    DIFFERENT = "different"
    TOO_CLOSE = "too_close"
    MET = "met"
    AS_USUAL = "as_usual"
    CHANGED = "changed"
    KNOWN = "known"
    UNJUDGED = "unjudged"


ORDER: Final = tuple(Kind)
"""Worse than usual before a target that is not met, then better and different from usual; then
what is too close to call, met, within its usual range; last what nothing judges: the change, the
figure alone, and what has too few periods. Within a kind what was seen in most periods comes first,
then what is furthest from its target, then the order of the catalogue and of the partnerships."""

SIGNALS: Final = {
    Standing.WORSE: Kind.WORSE,
    Standing.BETTER: Kind.BETTER,
    Standing.DIFFERENT: Kind.DIFFERENT,
}
JUDGING: Final = ORDER[: ORDER.index(Kind.CHANGED)]
"""What usual range or target says; the rest tells figures alone."""
STATUSES: Final = {NOT_MET: Kind.NOT_MET, TOO_CLOSE: Kind.TOO_CLOSE, MET: Kind.MET}


@dataclass(frozen=True, eq=False, kw_only=True)
class Finding:
    """One thing that can be said of one line.

    Attributes:
        kind: what it says.
        indicator: the id of what was measured.
        partnership: whose figure it is.
        period: the code of the period that it speaks of.
        numbers: the cell that says so, in the columns of `Cards.latest`.
        evidence: the question whose chart shows it.
    """

    kind: Kind
    indicator: str
    partnership: str
    period: str
    numbers: Row
    evidence: Query


def findings(cells: pl.DataFrame, query: Query) -> tuple[Finding, ...]:
    """Say of cells what is to be said, the most important first; see `ORDER`.

    A cell whose last whole period is not within its usual range says so; then, or else, what a
    target says of its latest value; only where neither says anything, that it is within its usual
    range, how it changed on a year earlier, or that nothing can be said.

    Args:
        cells: as of `Cards.latest`, and whether each is checked (`checked.with_checked`).
        query: what was asked for: grain, filters and the last period looked at.
    """
    found = [
        _finding(kind, row, query) for row in cells.iter_rows(named=True) for kind in _kinds(row)
    ]
    return tuple(sorted(found, key=_weight))


def signal_of(row: Row) -> Standing:
    """Say how the last whole value of a line stands, where it is checked."""
    if not row[CHECKED]:
        return Standing.NOT_JUDGED
    return standing(row[SIGNAL_SIDE], INDICATORS[row[INDICATOR]].direction)


def status_of(row: Row) -> str:
    """Return the status of a cell, the same wherever it is told; empty where no target judges it.

    It is that of the latest value; where this is too close to call, that of the last four whole
    quarters together, if there are four.
    """
    return row[POOLED_STATUS] or row[STATUS] or ""


def value_judged(row: Row) -> float:
    """Return the value that the status of a cell is of."""
    return row[POOLED] if row[POOLED_STATUS] else row[VALUE]


def _kinds(row: Row) -> Iterator[Kind]:
    said = signal_of(row)
    if said in SIGNALS:
        yield SIGNALS[said]
    if status_of(row):
        yield STATUSES[status_of(row)]
    elif said is Standing.AS_USUAL:
        yield Kind.AS_USUAL
    elif said is Standing.NOT_JUDGED:
        yield _of_the_figure_alone(row)


def _of_the_figure_alone(row: Row) -> Kind:
    """Say what is left to say of a figure that neither usual range nor target judges."""
    if not eligibility(INDICATORS[row[INDICATOR]]).why:
        return Kind.UNJUDGED
    return Kind.CHANGED if row[CHANGE] is not None else Kind.KNOWN


def _finding(kind: Kind, row: Row, query: Query) -> Finding:
    of_signal = kind in SIGNALS.values() or kind is Kind.AS_USUAL
    return Finding(
        kind=kind,
        indicator=row[INDICATOR],
        partnership=row[PARTNERSHIP],
        period=row[JUDGED_IN] if of_signal else row[PERIOD],
        numbers=row,
        evidence=replace(
            query,
            indicator=row[INDICATOR],
            partnerships=(row[PARTNERSHIP],),
            grain=None if query.grain == QUARTER else query.grain,
        ),
    )


def _weight(found: Finding) -> tuple[float, ...]:
    row = found.numbers
    aim = row[TARGET]
    short = abs(value_judged(row) - aim) / abs(aim) if aim and found.kind is Kind.NOT_MET else 0.0
    seen = row[SEEN] or 0 if found.kind in SIGNALS.values() else 0
    return ORDER.index(found.kind), -seen, -short, list(INDICATORS).index(found.indicator)
