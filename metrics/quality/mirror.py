"""Every flow between two ends, with what each of them counts of it and how well that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import polars as pl

from metrics.catalogue.mirror import MIRROR_AGREEMENT, WITHIN
from metrics.cells import Parts, at_grain, summed, told
from metrics.mirror import AGREE, BY_RECEIVER, BY_SENDER, agree, sides
from metrics.quality.behind import Behind
from metrics.quality.counted import within
from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import EXCHANGE, Sides, Sum, Total, sum_of
from metrics.values import NUMERATOR, PARTNERSHIP, PERIOD, ROWS, VALUE
from validation.contracts.information_exchange import InformationExchange as T
from validation.periods import QUARTER, YEAR, Grain
from validation.text import mark

APART: Final = "apart"
GRADE: Final = "grade"
COUNTED: Final = "counted"
ENDS: Final = RELATIONS[EXCHANGE].ends
FLOW: Final = (PARTNERSHIP, PERIOD, *ENDS)


class Grade(StrEnum):
    """How well a count is known: by one side's word, or by both sides'."""

    MIRRORED = "mirrored"
    SELF_REPORTED = "self_reported"


GRADES: Final = {
    Grade.MIRRORED: mark("mirrored: the other side returns its own count, too"),
    Grade.SELF_REPORTED: mark("self-reported: nobody else counts it"),
}


class Counted(StrEnum):
    """What both ends of an exchange may count."""

    MESSAGES = "messages"
    REPLIES_DUE = "replies_due"
    ON_TIME = "replied_on_time"
    REFUSALS = "refusals"


@dataclass(frozen=True)
class Compared:
    """A count that is compared: its name, and what is added up for it."""

    title: str
    measure: Sum

    @property
    def kept_by_receiver(self) -> bool:
        """Whether the receiver's own count is the figure, and the sender's the mirror."""
        return RELATIONS[EXCHANGE].counts_by_second(self.measure.inputs)


COMPARED: Final = {
    Counted.MESSAGES: Compared(mark("Messages"), sum_of(T.messages)),
    Counted.REPLIES_DUE: Compared(mark("Replies due"), sum_of(T.replies_due)),
    Counted.ON_TIME: Compared(mark("Replies on time"), sum_of(T.replied_on_time)),
    Counted.REFUSALS: Compared(
        mark("Refusals"), sum_of(T.refused_legal, T.refused_safeguard, T.refused_unwilling)
    ),
}


def mirrored(source: Source, grain: Grain = QUARTER) -> pl.DataFrame:
    """Set the sender's and the receiver's counts side by side, flow by flow.

    Args:
        source: the version.
        grain: quarter or year.

    Returns:
        One row for each thing counted, partnership, period, sender and receiver: value (the count
        that is the figure), by_sender and by_receiver (null where that side returns nothing
        itself), apart (receiver less sender, as a part of the larger), agree (within 5 % of the
        larger; null where there is one side), grade. The furthest apart come first.
    """
    return source.remember(("mirrored", grain), lambda: _mirrored(source, grain))


def _mirrored(source: Source, grain: Grain) -> pl.DataFrame:
    measures = [each.measure for each in COMPARED.values()]
    sums = tuple(kind(measure) for measure in measures for kind in (Total, Sides))
    parts = at_grain(source.pairs(EXCHANGE, Selection(), sums), YEAR if grain == YEAR else QUARTER)
    found = [_side_by_side(parts, counted) for counted in Counted]
    order = [pl.col(COUNTED).cast(pl.Enum(Counted)), pl.col(APART).abs(), *map(pl.col, FLOW)]
    descending = [False, True, *[False] * len(FLOW)]
    return pl.concat(found).sort(order, descending=descending, nulls_last=True)


def _side_by_side(parts: Parts, counted: Counted) -> pl.DataFrame:
    measure = COMPARED[counted].measure
    figures = summed(told(parts, Total(measure)).filter(pl.col(ROWS) > 0), FLOW)
    beside = sides(parts, Sides(measure))
    larger = pl.max_horizontal(BY_SENDER, BY_RECEIVER)
    both = pl.all_horizontal(pl.col(BY_SENDER, BY_RECEIVER).is_not_null())
    return (
        figures.select(pl.lit(counted.value).alias(COUNTED), *FLOW, pl.col(NUMERATOR).alias(VALUE))
        .join(beside, on=FLOW, how="left")
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
    )


def grades(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Count the flows of each grade, and those that agree, by partnership and thing counted.

    Args:
        found: rows of `mirrored`.
        by: further columns to count by, such as the period.

    Returns:
        partnership, counted and the columns named, then mirrored and self_reported (numbers of
        flows), agree (of those mirrored).
    """
    is_grade = {grade: (pl.col(GRADE) == grade.value).sum().alias(grade.value) for grade in Grade}
    keys = [PARTNERSHIP, COUNTED, *by]
    order = [pl.col(PARTNERSHIP), pl.col(COUNTED).cast(pl.Enum(Counted)), *map(pl.col, by)]
    return found.group_by(keys).agg(*is_grade.values(), pl.col(AGREE).sum()).sort(order)


def behind(row: Mapping[str, Any]) -> Behind:
    """Name the rows of a flow, or of all flows of a partnership and period; those of both sides.

    Args:
        row: of `mirrored`, or of `grades` by period.
    """
    cells = {each: row[each] for each in FLOW if each in row}
    return Behind.of(EXCHANGE, {**cells, PERIOD: within(cells[PERIOD])})


INDICATOR: Final = MIRROR_AGREEMENT.id
