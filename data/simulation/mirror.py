"""One exchange as both its sides report it."""

from typing import Final

import numpy as np
import polars as pl

from data.simulation.lines import lines
from data.simulation.shape import Mirror
from data.simulation.world import Partner, World
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import col, name

DISAGREEMENT: Final = 0.12
"""The part by which the receiver counts more messages where the two sides disagree."""
OVERSEEN: Final = 0.04
"""The part of the replies in time that the sender does not see as such."""
ARROW: Final = ">"


def disagreeing(world: World, partner: Partner, number: int) -> Mirror:
    """Choose the directed pairs on which a partnership's two sides disagree.

    Args:
        world: what is declared.
        partner: the partnership whose exchange both sides report.
        number: how many pairs of those that exchange anything; all if there are fewer.
    """
    random = world.stream(partner.partnership_id, "mirror")
    known = lines(world, partner).select(T.sender, T.receiver).unique(maintain_order=True)
    pairs: list[tuple[str, str]] = known.rows()
    chosen: list[int] = random.permutation(len(pairs))[:number].tolist()
    found = tuple(pairs[position] for position in sorted(chosen))
    return Mirror(partner.partnership_id, found, DISAGREEMENT)


def reporters(world: World, partner: Partner) -> tuple[str | None, ...]:
    """Return who reports a partnership's exchange: its members, or its secretariat (None)."""
    return partner.members if world.mirror(partner) else (None,)


def both_sides(
    mirror: Mirror | None, rows: pl.DataFrame, random: np.random.Generator
) -> pl.DataFrame:
    """Return the rows as each side reports them, or unchanged where only one does.

    The sender's count of messages and the receiver's count of replies are those drawn.

    Args:
        mirror: how the two sides differ; None where the secretariat reports.
        rows: one row a line.
        random: a stream of random numbers.
    """
    if mirror is None:
        return rows
    on_time = rows.get_column(name(T.replied_on_time)).to_numpy()
    seen = on_time - random.binomial(on_time, OVERSEEN)
    more = (col(T.messages) * mirror.size).ceil().cast(pl.Int64)
    differs = pl.concat_str(col(T.sender), pl.lit(ARROW), col(T.receiver)).is_in(
        [ARROW.join(pair) for pair in mirror.pairs]
    )
    by_sender = rows.with_columns(
        col(T.sender).alias(name(T.reported_by)), pl.Series(name(T.replied_on_time), seen)
    )
    by_receiver = rows.with_columns(
        col(T.receiver).alias(name(T.reported_by)),
        col(T.messages) + pl.when(differs).then(more).otherwise(0),
    )
    return pl.concat([by_sender, by_receiver])
