"""Simulated information exchange: as many rows as are asked for."""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Final

import polars as pl

from data.simulation.exchange import returned
from data.simulation.generator import Generator
from data.simulation.lines import RANK, lines
from data.simulation.world import Partner, World
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.periods import Period


def rows(world: World, count: int) -> Iterator[pl.DataFrame]:
    """Draw exactly as many rows as asked for, spread evenly over partnerships and quarters."""
    known = {partner.partnership_id: lines(world, partner) for partner in world.partners}
    for partner, period, wanted in shares(world, count):
        sides = 2 if world.mirror(partner) else 1
        reported = known[partner.partnership_id].filter(pl.col(RANK) < ceil(wanted / sides))
        left = wanted
        for frame in returned(world, partner, period, reported):
            yield frame.head(left)
            left -= min(left, frame.height)


def shares(world: World, count: int) -> Iterator[tuple[Partner, Period, int]]:
    """Share rows out evenly among the quarters that partnerships returned."""
    returns = [
        (partner, period)
        for period in world.periods
        for partner in world.partners
        if not world.is_missing(partner, period)
    ]
    bounds = pairwise(count * number // len(returns) for number in range(len(returns) + 1))
    for (partner, period), (first, after) in zip(returns, bounds, strict=True):
        yield partner, period, after - first


GENERATOR: Final = Generator(INFORMATION_EXCHANGE, rows)
