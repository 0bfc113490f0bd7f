"""Simulated published totals: how many countries belong to each partnership."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.world import World
from validation.codes import OWN_RETURN
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import name


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Invent a yearly total for each partnership: the countries that belong to it."""
    yield typed(
        PUBLISHED_TOTALS,
        [
            {
                name(PublishedTotals.period): year,
                name(PublishedTotals.partnership_id): partner.partnership_id,
                name(PublishedTotals.measure): "member_countries",
                name(PublishedTotals.value): float(len(partner.members)),
                name(PublishedTotals.source): OWN_RETURN,
            }
            for year in sorted({period.year_period().code for period in world.periods})
            for partner in world.partners
        ],
    )


GENERATOR: Final = Generator(PUBLISHED_TOTALS, rows)
