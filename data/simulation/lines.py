"""The lines that a simulated partnership reports: pair, channel, crime area, kind, urgency."""

from collections.abc import Sequence
from functools import reduce
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from data.simulation.world import Partner, World
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import name

Shares: TypeAlias = npt.NDArray[np.float64]

REQUEST: Final = "request"
SEARCH: Final = "search"
KINDS: Final = {
    REQUEST: 0.46,
    "response": 0.20,
    "spontaneous": 0.14,
    SEARCH: 0.10,
    "notice": 0.06,
    "alert": 0.04,
}
"""How often each kind of message has a line of its own."""
SPREAD: Final = 0.5
"""How unlike each other pairs are in popularity and lines in volume (log scale)."""

PAIR: Final = "pair"
RANK: Final = "rank"
LEVEL: Final = "level"


def lines(world: World, partner: Partner) -> pl.DataFrame:
    """Draw the lines that a partnership reports, each combination once, in the order of the key.

    Returns:
        Sender, receiver, channel, crime area, kind and urgency of each line, with the number of
        its pair, its rank (0 = the first that is reported) and its usual number of messages.

    Raises:
        ValueError: the partnership has fewer combinations than lines.
    """
    random = world.stream(partner.partnership_id, "lines")
    pairs = np.array(partner.pairs)
    axes = (
        random.lognormal(0.0, SPREAD, len(pairs)),
        np.array(list(partner.channels.values())),
        np.array(list(partner.crime_areas.values())),
        np.array(list(KINDS.values())),
        np.array([1.0 - partner.urgent, partner.urgent]),
    )
    popularity: Shares = reduce(np.multiply.outer, axes)
    if popularity.size < partner.lines:
        message = f"{partner.partnership_id}: {popularity.size} lines at most, not {partner.lines}"
        raise ValueError(message)
    drawn = np.log(popularity).ravel() + random.gumbel(size=popularity.size)
    order = np.argsort(-drawn, kind="stable")[: partner.lines]
    rank = np.argsort(order, kind="stable")
    pair, channel, crime_area, kind, urgent = np.unravel_index(order[rank], popularity.shape)
    return pl.DataFrame(
        {
            name(T.sender): _named(pairs[:, 0].tolist(), pair),
            name(T.receiver): _named(pairs[:, 1].tolist(), pair),
            name(T.channel): _named([*partner.channels], channel),
            name(T.crime_area): _named([*partner.crime_areas], crime_area),
            name(T.message_kind): _named([*KINDS], kind),
            name(T.urgent): urgent == 1,
            PAIR: pair,
            RANK: rank,
            LEVEL: partner.volume * random.lognormal(0.0, SPREAD, partner.lines),
        }
    )


def _named(codes: Sequence[str], positions: npt.NDArray[np.intp]) -> pl.Series:
    return pl.Series(codes, dtype=pl.String).gather(positions)
