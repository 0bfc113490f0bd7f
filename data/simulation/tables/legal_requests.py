"""Simulated legal requests: a dozen lines a partnership, two of each instrument."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from data.simulation.generator import Row
from data.simulation.quarters import quarterly
from data.simulation.shape import Rate
from data.simulation.world import SMALL, Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.legal_requests import DECISIONS, INSTRUMENTS, LEGAL_REQUESTS
from validation.contracts.legal_requests import LegalRequests as T
from validation.fields import name
from validation.periods import Period

OF_AN_INSTRUMENT: Final = 2
"""Pairs of countries between which an instrument is used."""
USUAL: Final = 9.0
FEW: Final = 2.5
"""Requests usual on one line in a quarter, in most partnerships and in small ones."""
UNDECIDED: Final = {T.incomplete: 0.05, T.withdrawn: 0.03, T.pending: 0.07}
"""Shares of what is received that is never decided, or not yet."""
OTHER_GROUNDS: Final = {
    T.refused_rights: 0.03,
    T.refused_nationality: 0.02,
    T.refused_ne_bis_in_idem: 0.01,
    T.refused_political: 0.01,
    T.refused_other: 0.04,
}
"""Shares of what is decided that is refused on grounds other than dual criminality."""
DAYS: Final = {
    "mutual_legal_assistance": 90.0,
    "investigation_order": 45.0,
    "extradition": 120.0,
    "arrest_warrant": 30.0,
    "freezing": 12.0,
    "transfer_of_proceedings": 150.0,
}
"""Median days that are usual, by instrument."""
SPREAD: Final = 0.25
IN_CONFLICT: Final = 0.03


def _lines(world: World, partner: Partner) -> Iterator[tuple[str, str, str]]:
    """Choose between whom each instrument is used: the same lines in every quarter."""
    random = world.stream(partner.partnership_id, "legal lines")
    pairs = partner.pairs
    for instrument in INSTRUMENTS.values:
        chosen = random.choice(len(pairs), min(OF_AN_INSTRUMENT, len(pairs)), replace=False)
        for place in sorted(chosen.tolist()):
            yield (*pairs[place], instrument)


def _requests(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    random = world.stream(partner.partnership_id, period.code, "legal")
    usual = FEW if partner.volume <= SMALL else USUAL
    areas = tuple(partner.crime_areas)
    for number, (requesting, requested, instrument) in enumerate(_lines(world, partner)):
        received = int(random.poisson(usual))
        figures = _figures(world, partner, period, random, received)
        days = DAYS[instrument] * random.lognormal(0.0, SPREAD)
        if received:
            yield {
                name(T.period): period.code,
                name(T.partnership_id): partner.partnership_id,
                name(T.requesting): requesting,
                name(T.requested): requested,
                name(T.instrument): instrument,
                name(T.crime_area): areas[number % len(areas)],
                **figures,
                name(T.median_days): round(days, 1) if _decided(figures) else None,
                name(T.source): OWN_RETURN,
            }


def _decided(figures: Mapping[str, int]) -> int:
    return sum(figures[name(each)] for each in DECISIONS)


def _figures(
    world: World, partner: Partner, period: Period, random: np.random.Generator, received: int
) -> dict[str, int]:
    *undecided, decided = _split(random, received, [*UNDECIDED.values()])
    grounds = {
        T.refused_dual_criminality: world.rate(partner, Rate.DUAL_CRIMINALITY, period),
        **OTHER_GROUNDS,
    }
    *refused, granted = _split(random, decided, [*grounds.values()])
    told = dict(zip(map(name, (*UNDECIDED, *grounds)), (*undecided, *refused), strict=True))
    dealt_with = received - told[name(T.pending)]
    return {
        name(T.received): received,
        name(T.granted): granted,
        **told,
        name(T.in_time): int(
            random.binomial(dealt_with, world.rate(partner, Rate.DEALT_WITH, period))
        ),
        name(T.jurisdiction_conflicts): int(random.binomial(received, IN_CONFLICT)),
    }


def _split(random: np.random.Generator, whole: int, shares: list[float]) -> list[int]:
    """Split a count by shares; what is left over comes last."""
    parts: list[int] = random.multinomial(whole, [*shares, 1.0 - sum(shares)]).tolist()
    return parts


GENERATOR: Final = quarterly(LEGAL_REQUESTS, _requests)
