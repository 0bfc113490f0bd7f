"""What a statistic counts and divides, in words instead of names of columns."""

from typing import Final, NamedTuple, assert_never

from dashboard import labels
from dashboard.i18n import tr
from metrics.indicator import Indicator
from metrics.statistic import (
    Condition,
    Custom,
    MedianOf,
    PairBalance,
    PairCoverage,
    Published,
    Share,
    Statistic,
    Sum,
    Total,
)
from validation.cells import YES_NO
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.fields import name
from validation.text import mark

COLUMNS: Final = {
    name(Exchange.messages): mark("Messages"),
    name(Exchange.hits): mark("Hits"),
    name(Exchange.replies_due): mark("Replies due"),
    name(Exchange.replied_on_time): mark("Replied on time"),
    name(Exchange.unanswered): mark("Unanswered"),
    name(Exchange.within_8h): mark("Replied within 8 hours"),
    name(Exchange.within_3d): mark("Replied within 3 days"),
    name(Exchange.within_7d): mark("Replied within 7 days"),
    name(Exchange.median_reply_hours): mark("Median hours until the reply"),
    name(Exchange.urgent): mark("urgent"),
}
"""What the columns that statistics are made from count; a test looks for those that lack words."""


class Parts(NamedTuple):
    """What stands above and below the line of a division."""

    numerator: str
    denominator: str


def parts(indicator: Indicator | None = None) -> Parts:
    """Name what an indicator divides, as heads of a table; of several indicators in general."""
    match indicator.statistic if indicator else None:
        case Share(numerator, denominator):
            return Parts(summed(numerator), summed(denominator))
        case PairBalance():
            return Parts(tr(mark("Smaller flows")), tr(mark("Larger flows")))
        case PairCoverage():
            return Parts(tr(mark("Pairs connected")), tr(mark("Pairs possible")))
        case _:
            return Parts(tr(mark("Counted")), tr(mark("Out of")))


def formula(statistic: Statistic) -> str:
    """Write a statistic in words."""
    match statistic:
        case Total(measure):
            return tr(mark("{counted}, added up"), counted=summed(measure))
        case Share(numerator, denominator):
            return f"{summed(numerator)} ÷ {summed(denominator)}"
        case PairBalance(measure):
            return tr(
                mark(
                    "Of each pair of members the smaller of the two flows ÷ the larger, "
                    "each added up over all pairs; counted: {counted}"
                ),
                counted=summed(measure),
            )
        case PairCoverage(measure):
            return tr(
                mark("Pairs of members that exchanged anything ÷ all possible pairs; {counted}"),
                counted=summed(measure),
            )
        case MedianOf(value, weight):
            return tr(
                mark("{value}: the middle one, each counted with its weight ({weight})"),
                value=_column(value),
                weight=_column(weight),
            )
        case Published():
            return tr(mark("As printed by its source; nothing is computed"))
        case Custom():
            return tr(statistic.written)
        case _:
            assert_never(statistic)


def summed(measure: Sum) -> str:
    """Write a sum in words: "Replies due less Unanswered (urgent)"."""
    found = " + ".join(_column(column) for column in measure.columns)
    for column in measure.minus:
        found = tr(mark("{counted} less {other}"), counted=found, other=_column(column).lower())
    held = ", ".join(map(_held, measure.over))
    return f"{found} ({held})" if held else found


def _column(column: str) -> str:
    return tr(COLUMNS[column])


def _held(condition: Condition) -> str:
    """Write which rows are meant; of a yes-or-no column its own word."""
    column, wanted = condition
    if column in COLUMNS:
        asked = any(YES_NO[value] for value in wanted)
        return _column(column) if asked else tr(mark("not {what}"), what=_column(column))
    return " / ".join(labels.code_label(column, value).lower() for value in wanted)
