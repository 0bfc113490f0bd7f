"""Simulated partnerships."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, typed
from data.simulation.world import World
from validation import cells
from validation.codes import OWN_RETURN
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.fields import name
from validation.periods import Period


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the partnerships."""
    yield typed(
        PARTNERSHIPS,
        [
            {
                name(Partnerships.partnership_id): partner.partnership_id,
                name(Partnerships.name): partner.name,
                name(Partnerships.kind): partner.kind,
                name(Partnerships.lead_organisation): partner.lead,
                name(Partnerships.members): cells.LIST_SEPARATOR.join(partner.members),
                name(Partnerships.established): partner.established,
                name(Partnerships.objective): partner.objective,
                name(Partnerships.record): "simulated",
                name(Partnerships.source): OWN_RETURN,
            }
            for partner in world.partners
        ],
    )


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Record every partnership with the first release."""
    if period == world.periods[0]:
        yield from rows(world, 0)


GENERATOR: Final = Generator(PARTNERSHIPS, rows, released)
