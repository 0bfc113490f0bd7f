"""Simulated capabilities: once a year it is seen how far each member has come."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.capabilities import CAPABILITIES
from validation.contracts.capabilities import Capabilities as T
from validation.fields import name
from validation.partner_codes import CAPABILITIES as CODES
from validation.partner_codes import CAPABILITY_STATUSES
from validation.periods import Period

SEEN_IN: Final = 4
"""The quarter at whose end it is seen."""
ASSESSED: Final = 0.95
"""How many pairs of a member and a capability are assessed in a year."""
STEP: Final = 0.15
"""Of all pairs, those that are one status behind the operational ones, and two behind."""
EASE: Final = {
    "encrypted_messaging": -0.4,
    "video_conferencing": -0.5,
    "ai_analysis": 0.4,
    "integrity_ledger": 0.6,
}
"""What comes sooner than the rest, and what later."""


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw how it stood at the end of every year whose last quarter is there."""
    for period in world.periods:
        yield from released(world, period)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw how it stood at the end of a year, with the release of its last quarter."""
    if period.quarter == SEEN_IN:
        yield typed(
            CAPABILITIES,
            [row for partner in world.partners for row in _seen(world, partner, period)],
        )


def _seen(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    pairs = [(member, code) for member in partner.members for code in CODES.values]
    usual = world.stream(partner.partnership_id, "capabilities").random(len(pairs))
    sooner = usual + np.array([EASE.get(code, 0.0) for _, code in pairs])
    order = np.argsort(np.argsort(sooner, kind="stable"), kind="stable")
    random = world.stream(partner.partnership_id, period.code, "capabilities")
    ahead = world.rate(partner, Rate.CAPABLE, period)
    for (member, code), place in zip(pairs, order.tolist(), strict=True):
        if random.random() < ASSESSED:
            yield {
                name(T.period): period.year_period().code,
                name(T.partnership_id): partner.partnership_id,
                name(T.member): member,
                name(T.capability): code,
                name(T.status): _status((place + 0.5) / len(pairs), ahead),
                name(T.source): OWN_RETURN,
            }


def _status(place: float, ahead: float) -> str:
    """Return how far a pair has come, by its place among all, when so many are operational."""
    *_, planned, pilot, operational = CAPABILITY_STATUSES.values
    for status, behind in ((operational, 0), (pilot, 1), (planned, 2)):
        if place < ahead + behind * STEP:
            return status
    return CAPABILITY_STATUSES.values[0]


GENERATOR: Final = Generator(CAPABILITIES, rows, released)
