"""With which release a quarter's return comes, in tables that a partnership returns at once."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Late
from data.simulation.world import Partner, World
from validation.contract import Contract
from validation.periods import Period

Draw: TypeAlias = Callable[[World, Partner, Period], Iterator[Row]]


def quarterly(contract: Contract, draw: Draw) -> Generator:
    """Make the generator of a table that every partnership returns each quarter.

    What never came of the exchange of information never comes here either, and what came late
    comes late.

    Args:
        contract: the table.
        draw: draws the rows of one partnership's quarter.
    """

    def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
        for period in world.periods:
            yield _drawn(contract, draw, world, _in_time(world, period, late=True))

    def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
        before = period.shift(-1)
        put_off = [each for each in _in_time(world, before, late=True) if _is_late(world, *each)]
        yield _drawn(contract, draw, world, [*put_off, *_in_time(world, period, late=False)])

    return Generator(contract, rows, released)


def _drawn(
    contract: Contract, draw: Draw, world: World, returns: list[tuple[Partner, Period]]
) -> pl.DataFrame:
    return typed(contract, [row for each in returns for row in draw(world, *each)])


def _in_time(world: World, period: Period, *, late: bool) -> list[tuple[Partner, Period]]:
    """List who ever returned a quarter, or who did so in time."""
    return [
        (partner, period)
        for partner in world.partners
        if not world.is_missing(partner, period) and (late or not _is_late(world, partner, period))
    ]


def _is_late(world: World, partner: Partner, period: Period) -> bool:
    return Late(partner.partnership_id, period) in world.late
