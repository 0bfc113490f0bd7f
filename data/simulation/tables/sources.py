"""Simulated sources: none but the simulator."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.world import World
from validation.contracts.sources import SOURCES, Sources
from validation.fields import name


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Say where simulated figures come from: nowhere."""
    yield typed(
        SOURCES,
        [
            {
                name(Sources.source_id): "simulator",
                name(Sources.publisher): "Simulator",
                name(Sources.title): f"Simulated figures (seed {world.seed}), not published",
                name(Sources.tier): "publisher",
                name(Sources.note): "Invented; every row is marked as an own return.",
            }
        ],
    )


GENERATOR: Final = Generator(SOURCES, rows)
