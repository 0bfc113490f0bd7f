"""Simulated commentary: what an office says of figures first published with a mistake."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.shape import Mistake, Rate
from data.simulation.world import World
from validation.contracts.commentary import COMMENTARY
from validation.contracts.commentary import Commentary as T
from validation.fields import name
from validation.periods import Period

SAID: Final = {
    Mistake.PREMATURE: (
        Rate.UNANSWERED,
        "Simulated comment: more requests than usual wait for a reply.",
    ),
    Mistake.MISTYPED: (
        Rate.MESSAGES,
        "Simulated comment: one office counts far more messages than before.",
    ),
}
"""On which indicator a mistake is remarked before it is found, and in which words."""


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down the comments."""
    yield typed(COMMENTARY, [row for period in world.periods for row in _comments(world, period)])


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Write down the comments on the figures of a quarter."""
    yield typed(COMMENTARY, list(_comments(world, period)))


def _comments(world: World, period: Period) -> Iterator[Row]:
    for each in world.restatements:
        indicator, text = SAID[each.mistake]
        if each.period == period and indicator in world.indicators:
            yield {
                name(T.indicator): indicator,
                name(T.partnership_id): each.partnership_id,
                name(T.period): period.code,
                name(T.text): text,
                name(T.role): "Statistics desk",
            }


GENERATOR: Final = Generator(COMMENTARY, rows, released)
