"""Simulated assessments: once a year the partners score four characteristics."""

from collections.abc import Iterator
from math import sqrt
from typing import Final

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import SCORED, Rate
from data.simulation.world import HIGHEST_SCORE, LOWEST_SCORE, Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.partner_assessments import PartnerAssessments as T
from validation.fields import name
from validation.partner_codes import CHARACTERISTICS
from validation.periods import Period

ASKED_IN: Final = 4
"""The quarter in which the partners are asked."""
ANSWERS: Final = 0.93
"""How many of the partners answer in a year."""
FEWEST: Final = 3
MOST: Final = 9
SPREAD: Final = 0.8
"""Standard deviation of single scores, and of the partners' own means around the true one."""
APART: Final = 0.15


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw the scores of every year whose last quarter is there."""
    for period in world.periods:
        yield from released(world, period)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw the scores of a year, with the release of its last quarter."""
    if period.quarter == ASKED_IN:
        yield typed(
            PARTNER_ASSESSMENTS,
            [row for partner in world.partners for row in _scores(world, partner, period)],
        )


def _scores(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    rates = {code: Rate(code) for code in CHARACTERISTICS.values if Rate(code) in SCORED}
    for respondent in dict.fromkeys((*partner.members, partner.lead)):
        random = world.stream(partner.partnership_id, period.code, respondent, "scores")
        if random.random() >= ANSWERS:
            continue
        persons = int(random.integers(FEWEST, MOST + 1))
        for characteristic, rate in rates.items():
            true = world.rate(partner, rate, period) + random.normal(0.0, APART)
            score = float(true + random.normal(0.0, SPREAD / sqrt(persons)))
            yield {
                name(T.period): period.year_period().code,
                name(T.partnership_id): partner.partnership_id,
                name(T.respondent): respondent,
                name(T.characteristic): characteristic,
                name(T.score): round(min(HIGHEST_SCORE, max(LOWEST_SCORE, score)), 2),
                name(T.score_sd): round(SPREAD * float(random.uniform(0.8, 1.2)), 2),
                name(T.respondents): persons,
                name(T.source): OWN_RETURN,
            }


GENERATOR: Final = Generator(PARTNER_ASSESSMENTS, rows, released)
