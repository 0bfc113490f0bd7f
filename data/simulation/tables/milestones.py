"""Simulated milestones, each recorded with a release."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.world import World
from validation.codes import OWN_RETURN
from validation.contracts.milestones import MILESTONES, Milestones
from validation.fields import name
from validation.periods import Period


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the milestones."""
    yield typed(
        MILESTONES,
        [
            {
                name(Milestones.date): milestone.day.isoformat(),
                name(Milestones.partnership_id): milestone.partnership_id,
                name(Milestones.label): milestone.label,
                name(Milestones.kind): milestone.kind,
                name(Milestones.indicator): milestone.indicator if named else None,
                name(Milestones.expected): milestone.expected if named else None,
                name(Milestones.source): OWN_RETURN,
            }
            for milestone in world.milestones
            for named in [milestone.indicator in world.indicators]
        ],
    )


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the milestones that are recorded with a period's release."""
    recorded = tuple(one for one in world.milestones if one.recorded == period)
    yield from rows(replace(world, milestones=recorded), 0)


GENERATOR: Final = Generator(MILESTONES, rows, released)
