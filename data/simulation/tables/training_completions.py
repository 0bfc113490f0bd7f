"""Simulated training: two courses a quarter in each partnership, more in a large world."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.contracts.training_completions import TrainingCompletions as T
from validation.fields import name
from validation.periods import Period
from validation.pillar_codes import TRAINING_FORMATS, TRAINING_TOPICS

A_QUARTER: Final = 2
STAY: Final = 0.9
CERTIFIED: Final = 0.8
WOMEN: Final = 0.35
TESTED: Final = 0.9
FOLLOWED_UP: Final = 0.7
"""Of those enrolled, those who complete a course; of these, the others."""
HOURS: Final = (8, 16, 24, 40)


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw the courses of every quarter."""
    for period in world.periods:
        yield from released(world, period)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw the courses that ended in a quarter."""
    yield typed(
        TRAINING_COMPLETIONS,
        [row for partner in world.partners for row in _courses(world, partner, period)],
    )


def _courses(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    random = world.stream(partner.partnership_id, period.code, "training")
    topics = (*partner.crime_areas, *TRAINING_TOPICS.values)
    for number in range(1, A_QUARTER * world.busy + 1):
        topic = str(random.choice(topics))
        yield {
            name(T.training_id): f"{partner.partnership_id}-{period.code.lower()}-{number}",
            name(T.period): period.code,
            name(T.partnership_id): partner.partnership_id,
            name(T.course): f"Simulated course {period.code}, {number}",
            name(T.provider): partner.lead,
            name(T.format): str(random.choice(TRAINING_FORMATS.values)),
            name(T.topic): topic,
            name(T.country): str(random.choice(partner.members)),
            **_figures(random, world.rate(partner, Rate.APPLIED, period)),
            name(T.source): OWN_RETURN,
        }


def _figures(random: np.random.Generator, applied: float) -> Row:
    enrolled = int(random.integers(16, 33))
    completed = int(random.binomial(enrolled, STAY))
    followed_up = int(random.binomial(completed, FOLLOWED_UP))
    before = random.uniform(40.0, 60.0)
    return {
        name(T.enrolled): enrolled,
        name(T.completed): completed,
        name(T.certified): int(random.binomial(completed, CERTIFIED)),
        name(T.women): int(random.binomial(completed, WOMEN)),
        name(T.hours): float(random.choice(HOURS)),
        name(T.pre_score): round(before, 1),
        name(T.post_score): round(before + random.uniform(8.0, 24.0), 1),
        name(T.tested_both): int(random.binomial(completed, TESTED)),
        name(T.followed_up): followed_up,
        name(T.applied_on_job): int(random.binomial(followed_up, applied)),
        name(T.satisfaction): round(random.uniform(65.0, 95.0), 1),
    }


GENERATOR: Final = Generator(TRAINING_COMPLETIONS, rows, released)
