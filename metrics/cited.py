"""Which publications the figures of a version were read in."""

from typing import Final

import polars as pl

from metrics.source import Source
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.sources import Sources
from validation.fields import col, name

FIGURES: Final = "figures"
FACTS: Final = "facts"


def cited(source: Source) -> pl.DataFrame:
    """List the sources with how much stands on each.

    Returns:
        The columns of sources, then figures (published totals read there) and facts (partnerships
        and milestones), in order of publisher and title.
    """
    figures = _counted([source.published.select(col(PublishedTotals.source))], FIGURES)
    facts = _counted(
        [
            source.partnerships.select(col(Partnerships.source)),
            source.milestones.select(col(Milestones.source)),
        ],
        FACTS,
    )
    key = name(Sources.source_id)
    return (
        source.sources.join(figures, on=key, how="left")
        .join(facts, on=key, how="left")
        .with_columns(pl.col(FIGURES, FACTS).fill_null(0))
        .sort(name(Sources.publisher), name(Sources.title))
    )


def _counted(frames: list[pl.DataFrame], count: str) -> pl.DataFrame:
    ids = pl.concat([each.to_series().rename(name(Sources.source_id)) for each in frames])
    return ids.drop_nulls().value_counts(name=count).cast({count: pl.Int64})
