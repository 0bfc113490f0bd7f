"""Targets that are missed again and again, as lists: by how much, since when, and where to look."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.charts.formats import SHARE, of_whole, show, spread
from dashboard.i18n import tr, trn
from dashboard.standing_words import no_range, target_text
from metrics import values as columns
from metrics.cards import LINES
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.priorities import DISTANCE, RUNNING, SINCE, TOGETHER, Priorities
from metrics.quality.behind import Behind
from metrics.quality.counted import Counted, within
from metrics.selection import Selection
from metrics.source import Source
from validation.codes import Direction
from validation.periods import QUARTER, QUARTERS_IN_YEAR, Period
from validation.text import mark

Row = Mapping[str, Any]

_EXACT: Final = 1

NOT_LISTED: Final = mark(
    "Not listed are figures that have no good direction, such as refusals that the law demands; "
    "figures of places; values not whole or still filling up; targets missed in one period only; "
    "and targets to be reached in sum by a later day."
)


def by_indicator(found: Priorities) -> Iterator[tuple[Indicator, pl.DataFrame]]:
    """Yield each indicator of which a target is missed, with the lines that miss it."""
    for each in found.missed[columns.INDICATOR].unique(maintain_order=True):
        yield INDICATORS[each], found.missed.filter(pl.col(columns.INDICATOR) == each)


def missed(lines: pl.DataFrame, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Write the lines that miss a target as columns of texts.

    Args:
        lines: some of `Priorities.missed`, of one indicator.
        names: the partnerships' names by id.
    """
    rows = list(lines.iter_rows(named=True))
    return {
        tr(mark("Partnership")): [_whose(row, names) for row in rows],
        tr(mark("Would have met it")): [shortfall_text(row) for row in rows],
        tr(mark("Value")): [_value(row) for row in rows],
        tr(mark("Target")): [target_text(row) for row in rows],
        tr(mark("Not met")): [_how_long(row) for row in rows],
    }


def shortfall_text(row: Row) -> str:
    """Write what is short of a target: in cases where they are counted, else in the unit."""
    indicator = INDICATORS[row[columns.INDICATOR]]
    number = row[columns.SHORTFALL]
    if number is not None and indicator.shortfall:
        return trn(*indicator.shortfall, number)
    sign = -1 if indicator.direction is Direction.DOWN else 1
    amount = labels.difference(sign * row[DISTANCE], indicator.unit)
    return amount if indicator.unit == SHARE else f"{amount} {tr(indicator.unit)}"


def behind(row: Row, source: Source) -> Behind:
    """Name the rows behind the last period, or the four together, in which a target was missed."""
    counted = Counted(source, INDICATORS[row[columns.INDICATOR]], Selection())
    lines = tuple(each for each in LINES if row[each])
    if not row[columns.POOLED_FROM] and (found := counted.behind(row, lines)):
        return found
    told = {each: row[each] for each in (columns.PARTNERSHIP, *lines)}
    return counted.all(told, within(*row[TOGETHER]))


def _whose(row: Row, names: Mapping[str, str]) -> str:
    line = labels.line_of(row)
    whose = labels.short_name(names[row[columns.PARTNERSHIP]])
    return f"{whose}, {line}" if line else whose


def _value(row: Row) -> str:
    """Write a value with its range and what was divided: "50 % (46–54 %), 272 of 541".

    Where the range would seem to reach the target that it misses, it is written more exactly.
    """
    unit, words = row[columns.UNIT], labels.words()
    limits = (row[columns.LOWER], row[columns.UPPER])
    value, interval = labels.value_text(row), labels.interval_text(row) or no_range(row)
    if None not in limits and show(row[columns.TARGET], unit, words) in {
        show(each, unit, words) for each in limits
    }:
        value = show(row[columns.VALUE], unit, words, decimals=_EXACT)
        interval = spread(row[columns.VALUE], limits, unit, words, decimals=_EXACT)
    counts = ""
    if row[columns.SHORTFALL] is not None:
        counts = of_whole(row[columns.NUMERATOR], row[columns.DENOMINATOR], words)
    return ", ".join(filter(None, (f"{value} ({interval})", counts)))


def _how_long(row: Row) -> str:
    """Say how many periods running a target was missed, or over which four together."""
    last = labels.period_label(row[columns.PERIOD])
    first = labels.period_label(row[SINCE])
    if row[columns.POOLED_FROM]:
        adjacent = Period.parse(row[columns.PERIOD]).shift(1 - QUARTERS_IN_YEAR)
        together = (
            mark(
                "the four latest whole quarters together, {first} to {last}; "
                "the last alone is too close to call"
            )
            if adjacent.code == row[columns.POOLED_FROM]
            else mark(
                "the four latest whole quarters together, {first} to {last} without those between "
                "that are not whole; the last alone is too close to call"
            )
        )
        return tr(together, first=first, last=last)
    running = row[RUNNING]
    many = (
        trn(mark("{n} quarter running"), mark("{n} quarters running"), running)
        if row[columns.GRAIN] == QUARTER
        else trn(mark("{n} year running"), mark("{n} years running"), running)
    )
    return tr(mark("{many}, {first} to {last}"), many=many, first=first, last=last)
