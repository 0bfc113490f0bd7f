"""Simulated returns: what was counted too early is partial first, and complete a quarter later."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.mirror import reporters
from data.simulation.shape import Mistake
from data.simulation.world import World
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.returns import RETURNS
from validation.contracts.returns import Returns as T
from validation.fields import name
from validation.periods import Period
from validation.return_codes import COMPLETE, PARTIAL


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the returns as they finally stand."""
    yield typed(
        RETURNS,
        [row for period in world.periods for row in _returns(world, period, COMPLETE)],
    )


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the returns of a quarter, and those of the last one that are now complete."""
    before = _returns(world, period.shift(-1), COMPLETE)
    yield typed(RETURNS, [*before, *_returns(world, period, PARTIAL)])


def _returns(world: World, period: Period, status: str) -> Iterator[Row]:
    premature = {
        each.partnership_id
        for each in world.restatements
        if each.period == period and each.mistake is Mistake.PREMATURE
    }
    for partner in world.partners:
        if partner.partnership_id in premature:
            for office in reporters(world, partner):
                yield {
                    name(T.period): period.code,
                    name(T.partnership_id): partner.partnership_id,
                    name(T.reported_by): office,
                    name(T.table): INFORMATION_EXCHANGE.name,
                    name(T.status): status,
                }


GENERATOR: Final = Generator(RETURNS, rows, released)
