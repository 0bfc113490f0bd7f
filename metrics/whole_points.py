"""Lines of whole values: what a method that knows no uncertainty of single values may be fed with.

What was withheld, is partial, may still change or is a bound takes part in nothing, and is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
import polars as pl

from metrics.catalogue import INDICATORS
from metrics.measure import dimensions as dimensions_of
from metrics.methods.arrays import Flags, Floats
from metrics.series import Query, shown, whole
from metrics.source import Source
from metrics.values import (
    BREAK_BEFORE,
    FLAGS,
    IMMATURE,
    NO_VALUE,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SELECTION,
    SUPPRESSED,
    VALUE,
    parse_flags,
)
from validation.periods import Grain, Period, between
from validation.text import mark


class Out(StrEnum):
    """Why a period takes no part."""

    MISSING = "missing"
    WITHHELD = "withheld"
    PARTIAL = "partial"
    IMMATURE = "immature"
    BOUND = "bound"
    UNLIKE = "unlike"
    UNPAIRED = "unpaired"


OUT_TEXTS: Final = {
    Out.MISSING: mark("no value"),
    Out.WITHHELD: mark("withheld"),
    Out.PARTIAL: mark("partial"),
    Out.IMMATURE: mark("may still change"),
    Out.BOUND: mark("a bound, not a value"),
    Out.UNLIKE: mark("not comparable with the others"),
    Out.UNPAIRED: mark("no whole value of the comparison"),
}
_FLAGS: Final = {SUPPRESSED: Out.WITHHELD, PARTIAL: Out.PARTIAL, IMMATURE: Out.IMMATURE}

Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """One line over consecutive periods of one grain.

    Attributes:
        periods: from the first to the last that it has a row of.
        values: of each; NaN where it takes no part.
        out: why those take no part that do not.
        broken: places of those whose earlier values are not comparable.
        selected: whether any has no value because only a selection is held.
    """

    periods: tuple[Period, ...]
    values: Floats
    out: Mapping[Period, Out] = field(default_factory=dict[Period, Out])
    broken: tuple[int, ...] = ()
    selected: bool = False

    @property
    def grain(self) -> Grain:
        """Quarter or year."""
        return self.periods[0].grain

    @property
    def whole(self) -> int:
        """How many periods take part."""
        return int(np.isfinite(self.values).sum())

    def place(self, period: Period) -> int:
        """Return where a period stands, from 0; outside the line it is below 0 or past its end."""
        return period.order - self.periods[0].order

    def within(self, first: int, last: int) -> "Line":
        """Return the same line, of which nothing before one place or from another on takes part."""
        places = np.arange(len(self.periods))
        outside = (places < first) | (places >= last)
        return self._without(outside & np.isfinite(self.values), Out.UNLIKE)

    def beside(self, other: "Line | None") -> tuple["Line", Floats]:
        """Return the line where the other is whole as well, and the other's values there."""
        known = dict(zip(other.periods, other.values.tolist(), strict=True)) if other else {}
        found = np.array([known.get(period, np.nan) for period in self.periods])
        alone = np.isfinite(self.values) & np.isnan(found)
        return self._without(alone, Out.UNPAIRED), found

    def _without(self, left: Flags, why: Out) -> "Line":
        named = {self.periods[place]: why for place in np.flatnonzero(left)}
        values = np.where(left, np.nan, self.values)
        return replace(self, values=values, out={**self.out, **named})


def lines_of_all(source: Source, query: Query) -> dict[tuple[str, ...], Line]:
    """Read the lines of one indicator of every partnership asked for, as `lines` does.

    Args:
        source: the version.
        query: indicator, partnerships, grain, filters, first and last period.
    """
    indicator = INDICATORS[query.indicator]
    found = shown(whole(source, query, indicator), query)
    return lines(found, dimensions_of(indicator, query.selection))


def lines(frame: pl.DataFrame, dimensions: Sequence[str]) -> dict[tuple[str, ...], Line]:
    """Read a frame of values of one indicator as lines.

    Args:
        frame: in the columns of `values.schema`; each line of one grain.
        dimensions: the columns that tell lines apart, beside the partnership.

    Returns:
        The lines by partnership and dimensions; those without any value are left out.
    """
    keys = (PARTNERSHIP, *dimensions)
    rows: dict[tuple[str, ...], list[Row]] = {}
    needed = (*keys, PERIOD, VALUE, FLAGS, PRECISION, BREAK_BEFORE)
    for row in frame.select(needed).iter_rows(named=True):
        rows.setdefault(tuple(str(row[each] or "") for each in keys), []).append(row)
    return {key: _line(found) for key, found in rows.items() if any(map(_told, found))}


def _told(row: Row) -> bool:
    return row[VALUE] is not None or SELECTION in dict(parse_flags(row[FLAGS])).values()


def _line(rows: Sequence[Row]) -> Line:
    by_period = {Period.parse(row[PERIOD]): row for row in rows}
    periods = tuple(between(min(by_period), max(by_period)))
    out = dict(_out(periods, by_period))
    values = [np.nan if period in out else float(by_period[period][VALUE]) for period in periods]
    broken = tuple(
        place
        for place, period in enumerate(periods)
        if period in by_period and by_period[period][BREAK_BEFORE]
    )
    flags = [dict(parse_flags(row[FLAGS])) for row in rows]
    return Line(
        periods=periods,
        values=np.array(values),
        out=out,
        broken=broken,
        selected=any(each.get(NO_VALUE) == SELECTION for each in flags),
    )


def _out(
    periods: Sequence[Period], by_period: Mapping[Period, Row]
) -> Iterator[tuple[Period, Out]]:
    for period in periods:
        row = by_period.get(period)
        if row is None:
            yield period, Out.MISSING
            continue
        flags = dict(parse_flags(row[FLAGS]))
        why = next((out for flag, out in _FLAGS.items() if flag in flags), None)
        if why is None and row[VALUE] is None:
            why = Out.MISSING
        if why is None and row[PRECISION]:
            why = Out.BOUND
        if why is not None:
            yield period, why
