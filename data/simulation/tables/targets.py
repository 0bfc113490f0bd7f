"""Simulated targets, each recorded with a release."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.world import World
from validation.contracts.targets import TARGETS, Targets
from validation.fields import name
from validation.periods import Period


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the targets."""
    yield typed(
        TARGETS,
        [
            {
                name(Targets.partnership_id): target.partnership_id,
                name(Targets.indicator): target.indicator,
                name(Targets.from_period): target.from_period.code,
                name(Targets.target): target.target,
                name(Targets.kind): "level",
                name(Targets.note): target.note,
            }
            for target in world.targets
        ],
    )


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the targets that are recorded with a period's release."""
    recorded = tuple(one for one in world.targets if one.recorded == period)
    yield from rows(replace(world, targets=recorded), 0)


GENERATOR: Final = Generator(TARGETS, rows, released)
