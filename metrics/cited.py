"""Which publications the figures of a version were read in, and what was read in each."""

from typing import Final

import polars as pl

from metrics.catalogue.published import PREFIX
from metrics.source import Source
from metrics.values import PARTNERSHIP
from validation.contract import Contract
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.contracts.community_impact import COMMUNITY_IMPACT, CommunityImpact
from validation.contracts.inputs import INPUTS, Inputs
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.milestones import MILESTONES, Milestones
from validation.contracts.operation_results import OPERATION_RESULTS, OperationResults
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS, PartnerAssessments
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.recommendations import RECOMMENDATIONS, Recommendations
from validation.contracts.sources import Sources
from validation.contracts.training_completions import TRAINING_COMPLETIONS, TrainingCompletions
from validation.fields import col, name

TABLE: Final = "table"
WHAT: Final = "what"
NUMBER: Final = "number"

_SOURCE: Final = name(Sources.source_id)
_OF_PARTNERSHIPS: Final = (
    (PARTNERSHIPS, name(Partnerships.source)),
    (MILESTONES, name(Milestones.source)),
    (AGREEMENTS, name(Agreements.source)),
    (TRAINING_COMPLETIONS, name(TrainingCompletions.source)),
    (COMMUNITY_IMPACT, name(CommunityImpact.source)),
    (PARTNER_ASSESSMENTS, name(PartnerAssessments.source)),
    (CAPABILITIES, name(Capabilities.source)),
    (INPUTS, name(Inputs.source)),
    (RECOMMENDATIONS, name(Recommendations.source)),
)
_OF_OPERATIONS: Final = (
    (JOINT_OPERATIONS, name(JointOperations.source)),
    (OPERATION_RESULTS, name(OperationResults.source)),
)


def cited(source: Source) -> pl.DataFrame:
    """List the sources, in order of publisher and title."""
    return source.sources.sort(name(Sources.publisher), name(Sources.title))


def uses(source: Source) -> pl.DataFrame:
    """List what was read in each source.

    Returns:
        source_id, table, partnership_id (empty for a figure on a place, and for operations), what
        (an indicator's id, an operation's id, or empty: the partnership's own facts), number of
        rows read there.
    """
    totals = source.published.select(
        col(PublishedTotals.source).alias(_SOURCE),
        PARTNERSHIP,
        (pl.lit(PREFIX) + col(PublishedTotals.measure).cast(pl.String)).alias(WHAT),
    )
    whole = [
        _read(table, source.rows(table).select(pl.col(column).alias(_SOURCE), PARTNERSHIP))
        for table, column in _OF_PARTNERSHIPS
    ]
    single = [
        _read(
            table,
            source.rows(table).select(
                pl.col(column).alias(_SOURCE), col(JointOperations.operation_id).alias(WHAT)
            ),
        )
        for table, column in _OF_OPERATIONS
    ]
    found = pl.concat([*whole, *single, _read(PUBLISHED_TOTALS, totals)])
    keys = [_SOURCE, TABLE, PARTNERSHIP, WHAT]
    return found.group_by(keys).len(NUMBER).cast({NUMBER: pl.Int64}).sort(keys)


def _read(table: Contract, rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows of any table the same columns; those without a source tell of none."""
    absent = [pl.lit("").alias(each) for each in (PARTNERSHIP, WHAT) if each not in rows.columns]
    told = rows.drop_nulls(_SOURCE).with_columns(pl.lit(table.name).alias(TABLE), *absent)
    columns = (_SOURCE, TABLE, PARTNERSHIP, WHAT)
    return told.select(pl.col(each).cast(pl.String).fill_null("") for each in columns)
