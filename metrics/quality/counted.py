"""Which rows a value counts: those of its line and period, and no others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import polars as pl

from data.queries import AND_MORE, ANY_BUT, OR
from metrics.indicator import AcrossTime, Indicator
from metrics.quality.behind import BY_BOTH, BY_FIRST, BY_SECOND, COUNTED, Behind
from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import (
    Condition,
    Custom,
    Make,
    MedianOf,
    PairBalance,
    PairCoverage,
    PairMirror,
    Published,
    Share,
    Statistic,
    Sum,
    Total,
)
from metrics.values import COUNTRY, GRAIN, PARTNERSHIP, PERIOD
from validation.codes import ALL
from validation.contracts import CONTRACTS
from validation.fields import Kind
from validation.periods import YEAR, YEAR_LENGTH, Grain

Cells: TypeAlias = dict[str, str]
ByLine: TypeAlias = dict[tuple[str, ...], Cells]


def within(*periods: str) -> str:
    """Write what the period of a row may be that belongs to one of some; of a year, its quarters'.

    Args:
        periods: codes.
    """
    return OR.join(f"{each}{AND_MORE}" if len(each) == YEAR_LENGTH else each for each in periods)


@dataclass(frozen=True, eq=False)
class Counted:
    """The rows that the values of an indicator count.

    Attributes:
        source: the version.
        indicator: what was measured.
        selection: what was selected, and what it was cut by.
    """

    source: Source
    indicator: Indicator
    selection: Selection

    def behind(self, row: Mapping[str, Any], dimensions: tuple[str, ...]) -> Behind | None:
        """Name the rows behind a value; None where it has none of its own.

        Args:
            row: the value.
            dimensions: the columns that tell lines apart, beside the partnership.
        """
        narrowed = self._narrowed(row, dimensions)
        if narrowed is None:
            return None
        lines = {each: row[each] for each in (PARTNERSHIP, *dimensions)}
        return self.all(lines, self._period(row)).holding(**narrowed)

    def all(self, lines: Mapping[str, object], periods: str) -> Behind:
        """Name the rows of a line in some periods, given as `within` writes them."""
        cells = {PERIOD: periods, **lines}
        return Behind.of(self.table, {**cells, **self._selected, **self._meant, **cells})

    @property
    def table(self) -> str:
        """The table that the rows stand in."""
        return self.indicator.statistic.table

    def _period(self, row: Mapping[str, Any]) -> str:
        """Return the period; of a state, a year's is that of the last quarter told, or its own."""
        code = str(row[PERIOD])
        a_state = self.indicator.across_time is AcrossTime.LAST
        if not a_state or row[GRAIN] != YEAR or self.table not in RELATIONS:
            return within(code)
        told = self._told.get(row[PARTNERSHIP], ())
        quarters = [each for each in told if each[:YEAR_LENGTH] == code]
        return OR.join(dict.fromkeys([code, *quarters[-1:]]))

    @cached_property
    def _told(self) -> dict[str, list[str]]:
        """List the periods of which each partnership has rows, oldest first."""
        pair = (PARTNERSHIP, PERIOD)
        held = self.source.arrivals(CONTRACTS[self.table], pair).select(pair)
        return dict(held.group_by(PARTNERSHIP).agg(pl.col(PERIOD).sort()).iter_rows())

    @cached_property
    def _selected(self) -> Cells:
        """Return what the crime area and the country of a row may be."""
        relation = RELATIONS.get(self.table)
        asked = {
            relation.crime_area if relation else "": self.selection.crime_areas,
            COUNTRY: self.selection.countries,
        }
        return {column: OR.join(codes) for column, codes in asked.items() if column and codes}

    @cached_property
    def _meant(self) -> Cells:
        """Return what the cells of every row hold that the statistic uses."""
        return dict(_meant(self.indicator.statistic))

    def _narrowed(self, row: Mapping[str, Any], dimensions: tuple[str, ...]) -> Cells | None:
        """Return which rows they are beyond that, where a statistic says; None where none are."""
        statistic = self.indicator.statistic
        narrow = statistic.narrow if isinstance(statistic, Custom) else None
        if narrow is None:
            return {}
        found = self._by_line(narrow, row[GRAIN], dimensions)
        return found.get(tuple(str(row[each]) for each in (PARTNERSHIP, PERIOD, *dimensions)))

    def _by_line(self, narrow: Make, grain: Grain, dimensions: tuple[str, ...]) -> ByLine:
        keys = (PARTNERSHIP, PERIOD, *dimensions)

        def made() -> ByLine:
            frame = narrow(self.source, grain, self.selection)
            return {
                tuple(str(row[key]) for key in keys): {
                    column: OR.join(each or "" for each in cells)
                    for column, cells in row.items()
                    if column not in keys
                }
                for row in frame.iter_rows(named=True)
            }

        key = ("rows counted", self.indicator.id, grain, self.selection, dimensions)
        return self.source.remember(key, made)


def _meant(statistic: Statistic) -> Iterator[tuple[str, str]]:
    """Yield what cells of the rows hold, then whose report of a cell counts."""
    match statistic:
        case Total(measure) | PairBalance(measure) | PairCoverage(measure):
            yield from _sum(measure, measure, statistic.table)
            yield from _counting(statistic.table, measure.inputs)
        case PairMirror(measure):
            yield from _sum(measure, measure, statistic.table)
        case Share(numerator, denominator):
            yield from _sum(numerator, denominator, statistic.table)
            yield from _counting(statistic.table, numerator.inputs + denominator.inputs)
        case MedianOf(value, weight):
            yield value, ANY_BUT
            yield weight, AND_MORE
            yield from _counting(statistic.table, (value, weight))
        case Custom():
            yield from _held(statistic.over, statistic.table)
            yield from ((column, ANY_BUT) for column in statistic.told)
            yield from ((column, AND_MORE) for column in statistic.added)
            yield from _of_offices(statistic)
        case Published():
            return


def _sum(numerator: Sum, denominator: Sum, table: str) -> Iterator[tuple[str, str]]:
    """Yield what a row must tell to be part of a sum, or of one beside another."""
    apart = {column for column, _ in numerator.over}
    yield from ((column, _any_but_all(column, table)) for column in sorted(apart))
    yield from _held(denominator.over, table)
    beside = numerator.over and numerator.over != denominator.over
    inputs = denominator.inputs if beside else numerator.inputs + denominator.inputs
    yield from ((column, AND_MORE) for column in dict.fromkeys(inputs))


def _any_but_all(column: str, table: str) -> str:
    total = ALL in CONTRACTS[table].by_name[column].values
    return f"{ANY_BUT}{ALL}" if total else ANY_BUT


def _held(over: tuple[Condition, ...], table: str) -> Iterator[tuple[str, str]]:
    yes_no = {"yes": "true", "no": "false"}
    for column, values in over:
        stored = CONTRACTS[table].by_name[column].spec.kind == Kind.YES_NO
        yield column, OR.join(yes_no[each] if stored else each for each in values)


def _counting(table: str, inputs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield whose report counts where several may speak of one cell."""
    relation = RELATIONS.get(table)
    if relation:
        yield COUNTED, BY_SECOND if relation.counts_by_second(inputs) else BY_FIRST


def _of_offices(statistic: Custom) -> Iterator[tuple[str, str]]:
    """Yield that the offices' rows count before the secretariat's, where each tells of itself."""
    relation = RELATIONS.get(statistic.table)
    if statistic.of_both:
        yield COUNTED, BY_BOTH
    elif statistic.narrow is None and relation and relation.each_for_itself:
        yield COUNTED, BY_FIRST
