"""Values against targets: which target was in force, and whether it was met."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, assert_never

import polars as pl

from data.ddl import ADDED, RETIRED
from data.ledger import Act, Version
from metrics.values import MET, NOT_MET, TOO_CLOSE
from validation.codes import ALL, Direction
from validation.contracts.targets import Targets
from validation.fields import name
from validation.periods import Period, between

CUMULATIVE: Final = "cumulative"
_NEARLY: Final = 1e-9
_KEY: Final = tuple(
    name(column) for column in (Targets.partnership_id, Targets.indicator, Targets.from_period)
)


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One target, with the days between which it was in force as recorded.

    Attributes:
        partnership: whose it is, or ALL.
        indicator: what it is for.
        first: the first period it applies to.
        last: the last, or None until it is replaced.
        target: in the unit of the value.
        cumulative: whether it is to be reached in sum by the last period.
        note: where it was agreed.
        set_on: the day it replaced another target of the same key; None if it was the first.
        dropped_on: the day it was replaced or withdrawn; None while it stands.
    """

    partnership: str
    indicator: str
    first: Period
    last: Period | None
    target: float
    cumulative: bool
    note: str
    set_on: date | None
    dropped_on: date | None

    def in_force(self, period: Period) -> bool:
        """Tell whether this target was in force when a period began."""
        day = period.start
        return (
            self.first.start <= day
            and (self.last is None or day <= self.last.end)
            and (self.set_on is None or self.set_on <= day)
            and (self.dropped_on is None or day < self.dropped_on)
        )


def goals(history: pl.DataFrame, versions: Sequence[Version]) -> list[Goal]:
    """Read targets with their later edits as dated steps.

    The first target recorded under a key holds for every period it names; one that replaces it
    holds for periods that begin on or after the day of its version. What a rollback took back
    counts as never said.

    Args:
        history: every row targets ever held, with the versions it lived in.
        versions: every version up to the one looked at, oldest first.
    """
    days = {version.number: version.published_at.date() for version in versions}
    undoing = {version.number for version in versions if version.kind == Act.ROLLBACK}
    found: dict[tuple[str, ...], list[Goal]] = {}
    for row in history.sort(*_KEY, ADDED).iter_rows(named=True):
        said = found.setdefault(tuple(row[column] for column in _KEY), [])
        goal = _goal(row, set_on=days[row[ADDED]] if said else None, days=days)
        if row[ADDED] in undoing and said and _same(said[-1], goal):
            said[-1] = replace(said[-1], dropped_on=goal.dropped_on)
        elif row[RETIRED] not in undoing:
            said.append(goal)
    return [goal for said in found.values() for goal in said]


def in_force(
    every: Iterable[Goal], indicator: str, partnership: str, period: Period
) -> Goal | None:
    """Return the target in force when a period began: the partnership's own before that of ALL.

    Of several, the one that applies from the latest period; of those, the one set last.
    """
    found = [
        goal
        for goal in every
        if goal.indicator == indicator
        and goal.partnership in {partnership, ALL}
        and goal.in_force(period)
    ]
    return max(
        found,
        key=lambda goal: (goal.partnership != ALL, goal.first, goal.set_on or date.min),
        default=None,
    )


def judged(limits: tuple[float, float], target: float, direction: Direction) -> str:
    """Compare what a value may be with a target.

    Args:
        limits: lowest and highest the value may be: its interval; the value twice, where it has
            none; infinite on one side, where it is a bound.
        target: the value aimed at.
        direction: which way is better.

    Returns:
        Met where the whole lies on the good side or on the target, not met where the whole lies on
        the bad side, else too close; empty where no direction is good.
    """
    lower, upper = limits
    match direction:
        case Direction.NEITHER:
            return ""
        case Direction.UP:
            worst, best = lower - target, upper - target
        case Direction.DOWN:
            worst, best = target - upper, target - lower
        case _:
            assert_never(direction)
    if worst >= 0:
        return MET
    return NOT_MET if best < 0 else TOO_CLOSE


def shortfall(
    numerator: float, denominator: float, target: float, direction: Direction
) -> int | None:
    """Return how many more (or fewer) cases would have met a target of a share, if any.

    Args:
        numerator: cases.
        denominator: cases at risk.
        target: the share aimed at.
        direction: which way is better; without one nothing is short.
    """
    aim = target * denominator
    match direction:
        case Direction.UP:
            short = math.ceil(aim - numerator - _NEARLY)
        case Direction.DOWN:
            short = math.ceil(numerator - aim - _NEARLY)
        case Direction.NEITHER:
            return None
        case _:
            assert_never(direction)
    return short if short > 0 else None


def straight_line(goal: Goal) -> Iterator[tuple[Period, float]]:
    """Yield what a cumulative target asks to have been reached by the end of each period.

    A straight line from 0 at the start to the target at the end.
    """
    if goal.last:
        periods = between(goal.first, goal.last)
        for done, period in enumerate(periods, start=1):
            yield period, goal.target * done / len(periods)


def _goal(row: Mapping[str, Any], *, set_on: date | None, days: Mapping[int, date]) -> Goal:
    until = row[name(Targets.until_period)]
    return Goal(
        partnership=row[name(Targets.partnership_id)],
        indicator=row[name(Targets.indicator)],
        first=Period.parse(row[name(Targets.from_period)]),
        last=Period.parse(until) if until else None,
        target=row[name(Targets.target)],
        cumulative=row[name(Targets.kind)] == CUMULATIVE,
        note=row[name(Targets.note)] or "",
        set_on=set_on,
        dropped_on=days.get(row[RETIRED]),
    )


def _same(one: Goal, other: Goal) -> bool:
    return replace(one, set_on=None, dropped_on=None) == replace(
        other, set_on=None, dropped_on=None
    )
