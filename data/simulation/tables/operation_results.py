"""Simulated results of joint operations: at their end, and when courts have decided."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.operations import CONVICTED_AFTER, RUNS_INTO, begun
from data.simulation.world import World
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.periods import Period


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw all that came of the operations by the last quarter."""
    first, last = world.periods[0], world.periods[-1]
    yield from _told(world, first, last, known_from=first)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw what came of operations in a quarter."""
    first = period.shift(-RUNS_INTO - CONVICTED_AFTER)
    yield from _told(world, first, period, known_from=period)


def _told(
    world: World, first: Period, last: Period, *, known_from: Period
) -> Iterator[pl.DataFrame]:
    for partner in world.partners:
        yield typed(
            OPERATION_RESULTS,
            [
                row
                for operation in begun(world, partner, first, last)
                for when, row in operation.results
                if known_from <= when <= last
            ],
        )


GENERATOR: Final = Generator(OPERATION_RESULTS, rows, released)
