"""Simulated context: a survey and two counts a year where partners work."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.community_impact import COMMUNITY_IMPACT
from validation.contracts.community_impact import CommunityImpact as T
from validation.fields import name
from validation.periods import Period

AREAS: Final = 4
"""The first members of a partnership, so many at most, are looked at."""
SURVEYED_IN: Final = 4
"""The quarter in which the year's survey is held."""
ASKED: Final = 1_000
ANSWERED: Final = 0.96
DESIGN_EFFECT: Final = 1.4
SAFE: Final = 0.7
POPULATION: Final = 1_000_000
OFFENCES: Final = 2_400.0
PARTICIPANTS: Final = 300.0


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw the figures of every year whose last quarter is there."""
    for period in world.periods:
        yield from released(world, period)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw the figures of a year, with the release of its last quarter."""
    if period.quarter == SURVEYED_IN:
        yield typed(
            COMMUNITY_IMPACT,
            [row for partner in world.partners for row in _figures(world, partner, period)],
        )


def _figures(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    trust = world.rate(partner, Rate.TRUST, period)
    for area in partner.members[:AREAS]:
        random = world.stream(partner.partnership_id, period.code, area, "communities")
        for figures in (
            _survey(random, "trust_in_police", "Tends to trust the police", trust),
            _survey(random, "feels_safe", "Feels safe after dark", SAFE),
            {
                name(T.measure): "reported_offences",
                name(T.numerator): float(random.poisson(OFFENCES)),
                name(T.denominator): float(POPULATION),
                name(T.method): "police_records",
            },
            {
                name(T.measure): "engagement_participants",
                name(T.numerator): float(random.poisson(PARTICIPANTS)),
                name(T.method): "administrative",
            },
        ):
            yield {
                name(T.period): period.year_period().code,
                name(T.partnership_id): partner.partnership_id,
                name(T.area): area,
                **figures,
                name(T.source): OWN_RETURN,
            }


def _survey(random: np.random.Generator, measure: str, question: str, share: float) -> Row:
    answered = int(random.binomial(ASKED, ANSWERED))
    return {
        name(T.measure): measure,
        name(T.question): question,
        name(T.numerator): float(random.binomial(answered, share)),
        name(T.denominator): float(answered),
        name(T.respondents): ASKED,
        name(T.design_effect): DESIGN_EFFECT,
        name(T.method): "survey",
    }


GENERATOR: Final = Generator(COMMUNITY_IMPACT, rows, released)
