"""Every flow between two ends, with what each of them counts of it and how well that is known."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import polars as pl

from metrics.catalogue.mirror import MIRROR_AGREEMENT, WITHIN
from metrics.cells import at_grain, summed, told
from metrics.mirror import AGREE, BY_RECEIVER, BY_SENDER, agree, sides
from metrics.quality.behind import Behind
from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import EXCHANGE, Sides, Total, sum_of
from metrics.values import NUMERATOR, PARTNERSHIP, PERIOD, ROWS, VALUE
from validation.contracts.information_exchange import InformationExchange as T
from validation.periods import QUARTER, YEAR, Grain
from validation.text import mark

APART: Final = "apart"
GRADE: Final = "grade"
ENDS: Final = RELATIONS[EXCHANGE].ends


class Grade(StrEnum):
    """How well a count is known: by one side's word, or by both sides'."""

    MIRRORED = "mirrored"
    SELF_REPORTED = "self_reported"


GRADES: Final = {
    Grade.MIRRORED: mark("mirrored: the other side returns its own count, too"),
    Grade.SELF_REPORTED: mark("self-reported: nobody else counts it"),
}


def mirrored(source: Source, grain: Grain = QUARTER) -> pl.DataFrame:
    """Set the sender's and the receiver's counts of messages side by side, flow by flow.

    Args:
        source: the version.
        grain: quarter or year.

    Returns:
        One row for each partnership, period, sender and receiver: value (the messages that
        count), by_sender and by_receiver (null where that side returns nothing itself), apart
        (receiver less sender, as a part of the larger), agree (within 5 % of the larger; null
        where there is one side), grade. The furthest apart come first.
    """
    return source.remember(("mirrored", grain), lambda: _mirrored(source, grain))


def _mirrored(source: Source, grain: Grain) -> pl.DataFrame:
    measure = sum_of(T.messages)
    parts = at_grain(source.pairs(EXCHANGE, Selection()), YEAR if grain == YEAR else QUARTER)
    flow = [PARTNERSHIP, PERIOD, *ENDS]
    counted = summed(told(parts, Total(measure)).filter(pl.col(ROWS) > 0), flow)
    beside = sides(parts, Sides(measure))
    larger = pl.max_horizontal(BY_SENDER, BY_RECEIVER)
    both = pl.all_horizontal(pl.col(BY_SENDER, BY_RECEIVER).is_not_null())
    return (
        counted.select(*flow, pl.col(NUMERATOR).alias(VALUE))
        .join(beside, on=flow, how="left")
        .with_columns(
            pl.when(both & (larger > 0))
            .then((pl.col(BY_RECEIVER) - pl.col(BY_SENDER)) / larger)
            .alias(APART),
            agree(WITHIN).alias(AGREE),
            pl.when(both)
            .then(pl.lit(Grade.MIRRORED.value))
            .otherwise(pl.lit(Grade.SELF_REPORTED.value))
            .alias(GRADE),
        )
        .sort(pl.col(APART).abs(), *flow, descending=[True, *[False] * len(flow)], nulls_last=True)
    )


def grades(found: pl.DataFrame) -> pl.DataFrame:
    """Count the flows of each grade, and those that agree, by partnership.

    Args:
        found: rows of `mirrored`.

    Returns:
        partnership, mirrored and self_reported (numbers of flows), agree (of those mirrored).
    """
    is_grade = {grade: (pl.col(GRADE) == grade.value).sum().alias(grade.value) for grade in Grade}
    return (
        found.group_by(PARTNERSHIP).agg(*is_grade.values(), pl.col(AGREE).sum()).sort(PARTNERSHIP)
    )


def behind(row: Mapping[str, Any]) -> Behind:
    """Name the rows of a flow, those of both sides."""
    return Behind.of(EXCHANGE, {each: row[each] for each in (PARTNERSHIP, PERIOD, *ENDS)})


INDICATOR: Final = MIRROR_AGREEMENT.id
