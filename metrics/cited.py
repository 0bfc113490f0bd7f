"""Which publications the figures of a version were read in."""

from typing import Final

import polars as pl

from metrics.source import Source
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.community_impact import COMMUNITY_IMPACT, CommunityImpact
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.milestones import MILESTONES, Milestones
from validation.contracts.operation_results import OPERATION_RESULTS, OperationResults
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.sources import Sources
from validation.contracts.training_completions import TRAINING_COMPLETIONS, TrainingCompletions
from validation.fields import col, name

FIGURES: Final = "figures"
FACTS: Final = "facts"

_FACTS: Final = (
    (PARTNERSHIPS, name(Partnerships.source)),
    (MILESTONES, name(Milestones.source)),
    (AGREEMENTS, name(Agreements.source)),
    (JOINT_OPERATIONS, name(JointOperations.source)),
    (OPERATION_RESULTS, name(OperationResults.source)),
    (TRAINING_COMPLETIONS, name(TrainingCompletions.source)),
    (COMMUNITY_IMPACT, name(CommunityImpact.source)),
)


def cited(source: Source) -> pl.DataFrame:
    """List the sources with how much stands on each.

    Returns:
        The columns of sources, then figures (published totals read there) and facts (rows of
        other tables), in order of publisher and title.
    """
    figures = _counted([source.published.select(col(PublishedTotals.source))], FIGURES)
    facts = _counted([source.rows(table).select(column) for table, column in _FACTS], FACTS)
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
