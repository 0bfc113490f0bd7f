"""Simulated inputs: what each partner gives in a year, some of it told a quarter late."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.inputs import INPUTS
from validation.contracts.inputs import Inputs as T
from validation.fields import name
from validation.partner_codes import COUNT, EUR, FTE
from validation.periods import Period

TOLD_IN: Final = 4
"""The quarter with whose release a year's inputs are told."""
LATE: Final = 0.1
SILENT: Final = 0.04
"""Of the returns, those that come with the next release, and those that never come."""
IN_PIECES: Final = 0.25
"""How many partners tell technology in pieces, not in euros."""
A_PIECE: Final = 12_000.0
VARIES: Final = 0.08
"""How much a partner's staff and funds vary from year to year."""


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Draw the inputs of every year whose last quarter is there."""
    for period in world.periods:
        yield from released(world, period)


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Draw what is told with a quarter's release: a year's inputs, or those told late."""
    year = period if period.quarter == TOLD_IN else period.shift(-1)
    if year.quarter == TOLD_IN and year in world.periods:
        late_too = year == world.periods[-1]
        yield typed(
            INPUTS,
            [
                row
                for partner in world.partners
                for contributor in dict.fromkeys((*partner.members, partner.lead))
                for row in _given(world, partner, year, contributor)
                if late_too or _is_late(world, partner, year, contributor) == (year != period)
            ],
        )


def _is_late(world: World, partner: Partner, year: Period, contributor: str) -> bool:
    random = world.stream(partner.partnership_id, year.code, contributor, "late inputs")
    return bool(random.random() < LATE)


def _given(world: World, partner: Partner, year: Period, contributor: str) -> Iterator[Row]:
    usual = world.stream(partner.partnership_id, contributor, "inputs")
    random = world.stream(partner.partnership_id, year.code, contributor, "inputs")
    posts, euros = usual.uniform(1.0, 5.0), usual.uniform(40_000.0, 180_000.0)
    if random.random() < SILENT:
        return
    posts *= world.rate(partner, Rate.STAFF, year)
    pieces = float(random.poisson(3))
    technology = (pieces, COUNT) if usual.random() < IN_PIECES else (pieces * A_PIECE, EUR)
    things = {
        "staff": (round(_around(random, posts), 1), FTE),
        "funds": (float(round(_around(random, euros), -3)), EUR),
        "technology": technology,
        "training": (float(random.poisson(2)), COUNT),
    }
    for kind, (amount, unit) in things.items():
        yield {
            name(T.period): year.year_period().code,
            name(T.partnership_id): partner.partnership_id,
            name(T.contributor): contributor,
            name(T.kind): kind,
            name(T.amount): amount,
            name(T.unit): unit,
            name(T.source): OWN_RETURN,
        }


def _around(random: np.random.Generator, usual: float) -> float:
    return float(usual * random.normal(1.0, VARIES))


GENERATOR: Final = Generator(INPUTS, rows, released)
