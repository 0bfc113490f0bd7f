"""The range of a rank: how far chance alone would move a partnership among others of its kind."""

from typing import Final

import numpy as np
import polars as pl

from metrics.indicator import Indicator
from metrics.methods.robustness import Profile, from_sampling
from metrics.values import LOWER, PARTNERSHIP, UPPER, VALUE
from validation.codes import Direction

FEWEST: Final = 3
"""Fewer partnerships of one kind say nothing about how far chance spreads them."""

RANK_BEST: Final = "rank_best"
RANK_WORST: Final = "rank_worst"
RANKED: Final = "ranked"


def with_ranks(values: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Add the range of each rank: 95 % of the ranks of values drawn within their intervals.

    A value without an interval is not ranked: how far chance moves it is not known.
    """
    known = pl.col(LOWER).is_not_null() & pl.col(UPPER).is_not_null()
    ranked = values.filter(known)
    if indicator.direction is Direction.NEITHER or ranked.height < FEWEST:
        none = pl.lit(0, pl.Int64)
        return values.with_columns(
            pl.lit(value=False).alias(RANKED), none.alias(RANK_BEST), none.alias(RANK_WORST)
        )
    down = indicator.direction is Direction.DOWN
    one = np.ones(1)
    profile = Profile(
        values=ranked.select(VALUE).to_numpy(),
        directions=-one if down else one,
        goalposts=np.array([[1.0, 0.0] if down else [0.0, 1.0]]),
        pillars=(indicator.pillar.value,),
        weights=one,
        pillar_weights=one,
    )
    drawn = from_sampling(profile, ranked.select(LOWER).to_numpy(), ranked.select(UPPER).to_numpy())
    ranks = ranked.select(
        PARTNERSHIP,
        pl.lit(value=True).alias(RANKED),
        pl.Series(RANK_BEST, drawn.best),
        pl.Series(RANK_WORST, drawn.worst),
    )
    joined = values.join(ranks, on=PARTNERSHIP, how="left", maintain_order="left")
    return joined.with_columns(
        pl.col(RANKED).fill_null(value=False), pl.col(RANK_BEST, RANK_WORST).fill_null(0)
    )
