"""Simulated joint operations, each recorded when it began and again when it ended."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.operations import RUNS_INTO, begun
from data.simulation.world import World
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.periods import Period


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw the register as it stands after the last quarter."""
    first, last = world.periods[0], world.periods[-1]
    for partner in world.partners:
        found = begun(world, partner, first, last)
        yield typed(JOINT_OPERATIONS, [operation.as_of(last.end) for operation in found])


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw the operations that began or ended in a quarter."""
    for partner in world.partners:
        yield typed(
            JOINT_OPERATIONS,
            [
                operation.as_of(period.end)
                for operation in begun(world, partner, period.shift(-RUNS_INTO), period)
                if operation.started >= period.start
                or period.start <= operation.ended <= period.end
            ],
        )


GENERATOR: Final = Generator(JOINT_OPERATIONS, rows, released)
