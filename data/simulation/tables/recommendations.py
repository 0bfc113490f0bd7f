"""Simulated recommendations: two a year in each partnership, as each stands at a release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Final

import numpy as np
import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.contracts.recommendations import Recommendations as T
from validation.fields import name
from validation.partner_codes import DONE, REJECTED
from validation.periods import Period

DUE_IN: Final = (2, 4)
"""The quarters at whose end a recommendation is due."""
AHEAD: Final = 4
"""Recommendations are due so many quarters after the last one, at most."""
STARTED: Final = timedelta(days=120)
REFUSED: Final = 0.2
NEVER: Final = 0.4
"""Of those not done in time, those rejected, and those still open."""
SOME: Final = (
    ("Use one form for all requests", "evaluation", "Head of the secretariat", Rate.CLARIFICATIONS),
    ("Answer urgent requests at weekends too", "review", "Head of operations", Rate.WITHIN_8H),
    ("Adopt the common procedure in every office", "audit", "Legal adviser", Rate.PROCEDURES),
    ("Let systems pass messages without retyping", "review", "Head of systems", Rate.AUTOMATED),
    ("Set goals before each operation", "evaluation", "Head of operations", Rate.OBJECTIVES),
    ("Ask again half a year after each course", "finding", "Training officer", Rate.APPLIED),
)


@dataclass(frozen=True, kw_only=True)
class _Recommendation:
    """A recommendation as it finally stands: when it was made, begun and closed, and how."""

    row: Row
    made: date
    closed: date | None
    ending: str

    def as_of(self, day: date) -> Row:
        """Return its row as of a day."""
        if self.closed and self.closed <= day:
            return self.row | {name(T.status): self.ending, name(T.closed): f"{self.closed}"}
        status = "in_progress" if self.made + STARTED <= day else "open"
        return self.row | {name(T.status): status}

    def is_told_in(self, world: World, period: Period) -> bool:
        """Tell whether it is new, or stands otherwise than a quarter before."""
        before = period.start - timedelta(days=1)
        if self.made > period.end:
            return False
        if period == world.periods[0] or self.made > before:
            return True
        return self.as_of(period.end) != self.as_of(before)


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the recommendations as they stand after the last quarter."""
    last = world.periods[-1].end
    yield typed(RECOMMENDATIONS, [each.as_of(last) for each in _made(world) if each.made <= last])


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the recommendations that were made or changed in a quarter."""
    told = [each for each in _made(world) if each.is_told_in(world, period)]
    yield typed(RECOMMENDATIONS, [each.as_of(period.end) for each in told])


def _made(world: World) -> Iterator[_Recommendation]:
    later = (world.periods[-1].shift(number) for number in range(1, AHEAD + 1))
    due = [each for each in (*world.periods, *later) if each.quarter in DUE_IN]
    for number, partner in enumerate(world.partners):
        done, texts = 0.5, cycle((*SOME[number % len(SOME) :], *SOME[: number % len(SOME)]))
        for period, text in zip(due, texts, strict=False):
            done += world.rate(partner, Rate.RECOMMENDED, period)
            in_time = round(done, 1) >= 1.0
            yield _drawn(world, partner, period, text, in_time=in_time)
            done -= in_time


def _drawn(
    world: World,
    partner: Partner,
    period: Period,
    text: tuple[str, str, str, Rate],
    *,
    in_time: bool,
) -> _Recommendation:
    random = world.stream(partner.partnership_id, period.code, "recommendations")
    what, origin, role, rate = text
    made = period.start - timedelta(days=int(random.integers(300, 400)))
    closed, ending = _closed(random, period.end, in_time=in_time)
    row: Row = {
        name(T.recommendation_id): f"{partner.partnership_id}-advice-{period.code.lower()}",
        name(T.partnership_id): partner.partnership_id,
        name(T.text): what,
        name(T.made): f"{made}",
        name(T.origin): origin,
        name(T.owner_role): role,
        name(T.due): f"{period.end}",
        name(T.indicator): rate.value if rate in world.indicators else None,
        name(T.source): OWN_RETURN,
    }
    return _Recommendation(row=row, made=made, closed=closed, ending=ending)


def _closed(random: np.random.Generator, due: date, *, in_time: bool) -> tuple[date | None, str]:
    """Draw when a recommendation was closed and how; None where it never was."""
    chance, days = random.random(), int(random.integers(10, 80))
    if in_time:
        return due - timedelta(days=days), DONE
    if chance < REFUSED:
        return due - timedelta(days=days), REJECTED
    if chance < REFUSED + NEVER:
        return None, ""
    return due + timedelta(days=3 * days), DONE


GENERATOR: Final = Generator(RECOMMENDATIONS, rows, released)
