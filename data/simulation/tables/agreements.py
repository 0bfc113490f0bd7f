"""Simulated agreements: what partners rest on, and the assistance in force among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation import cells
from validation.codes import OWN_RETURN
from validation.contracts.agreements import AGREEMENTS
from validation.contracts.agreements import Agreements as T
from validation.fields import name
from validation.periods import QUARTER, Period
from validation.pillar_codes import STANDARD_PROCEDURE

SIGNED_BEFORE: Final = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class _Agreement:
    """An agreement as it finally stands, and the quarter with whose release it was recorded."""

    row: Row
    recorded: Period
    ended: date | None = None

    def as_of(self, day: date) -> Row:
        """Return its row as of a day: without its end while it lasts."""
        over = self.ended is not None and self.ended <= day
        return {**self.row, name(T.ended): f"{self.ended}" if over else None}

    def is_told_in(self, period: Period) -> bool:
        """Tell whether it was recorded or ended in a quarter."""
        ended = self.ended is not None and period.start <= self.ended <= period.end
        return self.recorded == period or ended


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the agreements as they stand after the last quarter."""
    last = world.periods[-1].end
    yield typed(AGREEMENTS, [each.as_of(last) for each in _agreements(world)])


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the agreements that were recorded or ended in a quarter."""
    told = [each.as_of(period.end) for each in _agreements(world) if each.is_told_in(period)]
    yield typed(AGREEMENTS, told)


def _agreements(world: World) -> Iterator[_Agreement]:
    for partner in world.partners:
        yield from _from_the_start(world, partner)
        yield from _assistance(world, partner)
        yield from _adopted_later(world, partner)


def _from_the_start(world: World, partner: Partner) -> Iterator[_Agreement]:
    half = partner.members[: len(partner.members) // 2]
    for kind, what, parties in (
        ("memorandum", "memorandum", partner.members),
        (STANDARD_PROCEDURE, "form for requests", half),
    ):
        row: Row = {
            **_row(partner, f"{partner.partnership_id}-{kind.replace('_', '-')}", kind, parties),
            name(T.name): f"{partner.name}: {what}",
            name(T.signed): partner.established,
            name(T.in_force): partner.established,
            name(T.objective): partner.objective,
        }
        yield _Agreement(row=row, recorded=world.periods[0])


def _adopted_later(world: World, partner: Partner) -> Iterator[_Agreement]:
    """Yield a second procedure where more members adopt one: the true share of them all."""
    if not world.moves(partner, Rate.PROCEDURES):
        return
    adopters = [
        round(world.rate(partner, Rate.PROCEDURES, period) * len(partner.members))
        for period in world.periods
    ]
    start = next(place for place, number in enumerate(adopters) if number > adopters[0])
    period = world.periods[start]
    signed = period.start - SIGNED_BEFORE
    row: Row = {
        **_row(
            partner,
            f"{partner.partnership_id}-standard-procedure-{period.code.lower()}",
            STANDARD_PROCEDURE,
            partner.members[: adopters[start]],
        ),
        name(T.name): f"{partner.name}: common steps for urgent requests",
        name(T.signed): f"{signed}",
        name(T.in_force): f"{period.start}",
    }
    yield _Agreement(row=row, recorded=Period.containing(signed, QUARTER))


def _assistance(world: World, partner: Partner) -> Iterator[_Agreement]:
    """Yield one agreement after the other: each covers the pairs that are to be covered."""
    covering = [_parties(world, partner, period) for period in world.periods]
    starts = [
        place
        for place, parties in enumerate(covering)
        if place == 0 or parties != covering[place - 1]
    ]
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        period = world.periods[start]
        ends = None if after is None else world.periods[after].start
        begun = start == 0
        row: Row = {
            **_row(
                partner,
                f"{partner.partnership_id}-assistance-{period.code.lower()}",
                "mutual_legal_assistance",
                partner.members[: covering[start]],
            ),
            name(T.name): f"{partner.name}: legal assistance from {period.code}",
            name(T.signed): partner.established if begun else f"{period.start - SIGNED_BEFORE}",
            name(T.in_force): partner.established if begun else f"{period.start}",
        }
        signed = period if begun else Period.containing(period.start - SIGNED_BEFORE, QUARTER)
        if covering[start] > 1:
            yield _Agreement(row=row, recorded=signed, ended=ends)


def _parties(world: World, partner: Partner, period: Period) -> int:
    """Return how many members are party, so that their pairs come nearest to the true share."""
    members = len(partner.members)
    wanted = world.rate(partner, Rate.COVERAGE, period) * members * (members - 1)
    return min(range(1, members + 1), key=lambda number: abs(number * (number - 1) - wanted))


def _row(partner: Partner, agreement_id: str, kind: str, parties: tuple[str, ...]) -> Row:
    return {
        name(T.agreement_id): agreement_id,
        name(T.partnership_id): partner.partnership_id,
        name(T.kind): kind,
        name(T.parties): cells.LIST_SEPARATOR.join(parties),
        name(T.source): OWN_RETURN,
    }


GENERATOR: Final = Generator(AGREEMENTS, rows, released)
