"""Which persons the figures of a table count, row by row: all that is protected together."""

from dataclasses import dataclass, field
from functools import cache
from typing import assert_never

import polars as pl

from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.methods.margins import Splits
from metrics.statistic import (
    Condition,
    Custom,
    MedianOf,
    PairBalance,
    PairCoverage,
    PairMirror,
    Persons,
    Published,
    Share,
    Sum,
    Total,
    formula,
    written,
)
from validation.contracts import CONTRACTS


@dataclass(frozen=True, eq=False, kw_only=True)
class Protected:
    """Counts of persons over the rows of one table.

    Attributes:
        counts: by name, what a row adds.
        wholes: counts that are the sum of others.
        dear: counts that are figures by themselves: withheld for others only where nothing else
            serves.
        latent: counts that nobody is told, and that may be worked out.
        cuts: the columns that they are broken down by, one at a time.
    """

    counts: dict[str, pl.Expr] = field(default_factory=dict[str, pl.Expr])
    wholes: Splits = ()
    dear: frozenset[str] = frozenset()
    latent: frozenset[str] = frozenset()
    cuts: tuple[str, ...] = ()


def named(indicator: Indicator) -> tuple[str, ...]:
    """Name the counts that an indicator's value tells; it is told where all of them are."""
    statistic = indicator.statistic
    match statistic:
        case Total(measure):
            return (written(measure),)
        case Share():
            return _top(statistic), _rest(statistic), _bottom(statistic)
        case Custom(persons=persons):
            return tuple(each.named for each in persons)
        case PairBalance() | PairCoverage() | PairMirror() | MedianOf() | Published():
            return ()
        case _:
            assert_never(statistic)


@cache
def protected(table: str) -> Protected:
    """Gather what the indicators of a table count of persons."""
    mine = [each for each in INDICATORS.values() if each.persons and each.statistic.table == table]
    totals = {
        measure.columns[0]: written(measure)
        for each in mine
        if isinstance(each.statistic, Total) and not (measure := each.statistic.measure).over
    }
    found = _Gathering(totals, CONTRACTS[table].whole_of)
    for indicator in mine:
        found.add(indicator)
    return Protected(
        counts=found.counts,
        wholes=tuple(found.wholes),
        dear=frozenset(found.dear),
        latent=frozenset(found.latent),
        cuts=tuple(dict.fromkeys(cut for each in mine for cut in each.cuts)),
    )


class _Gathering:
    """What was gathered so far."""

    def __init__(self, totals: dict[str, str], whole_of: dict[str, str]) -> None:
        self._totals, self._whole_of = totals, whole_of
        self.counts: dict[str, pl.Expr] = {}
        self.wholes: list[tuple[str, tuple[str, ...]]] = []
        self.dear: set[str] = set()
        self.latent: set[str] = set()

    def add(self, indicator: Indicator) -> None:
        statistic = indicator.statistic
        match statistic:
            case Total(measure):
                self._add_total(measure)
            case Share():
                self._add_share(statistic)
            case Custom(persons=persons):
                for each in persons:
                    self._add_custom(each)
            case _:
                pass

    def _add_total(self, measure: Sum) -> None:
        self.counts[written(measure)] = _over(
            _terms(measure), _used(measure, measure) & _hold(measure.over)
        )
        self.dear.add(written(measure))
        self._tie(written(measure), measure)

    def _add_share(self, share: Share) -> None:
        used = _used(share.numerator, share.denominator)
        counted = _over(_terms(share.numerator), used & _hold(share.numerator.over))
        among = _over(_terms(share.denominator), used)
        self.counts |= {_top(share): counted, _bottom(share): among, _rest(share): among - counted}
        self.wholes.append((_bottom(share), (_top(share), _rest(share))))
        self._tie(_bottom(share), share.denominator)
        if not self._has_total(share.denominator) and self._has_total(share.numerator):
            self._tie(_top(share), share.numerator)
            self.dear.add(_top(share))

    def _add_custom(self, persons: Persons) -> None:
        key = persons.named
        self.counts[key] = _over(pl.col(persons.column).fill_null(0), persons.used)
        self._tie(key, Sum((persons.column,)))

    def _has_total(self, measure: Sum) -> bool:
        return len(measure.inputs) == 1 and measure.columns[0] in self._totals

    def _tie(self, key: str, measure: Sum) -> None:
        """Say that a count is part of its column's total, where that is a figure by itself.

        Of a column without one it is part of what the column is among: whoever knows how many were
        tested knows that no fewer completed the course. How many were not is told nowhere.
        """
        if len(measure.inputs) != 1:
            return
        column = measure.columns[0]
        while column not in self._totals and column in self._whole_of:
            column = self._whole_of[column]
        total = self._totals.get(column, key)
        if total == key:
            return
        others = f"{total}, but for {key}"
        self.counts[others] = pl.col(column).fill_null(0) - self.counts[key]
        self.wholes.append((total, (key, others)))
        if not self._has_total(measure):
            self.latent.add(others)


def _top(share: Share) -> str:
    return f"{formula(share)}: counted"


def _rest(share: Share) -> str:
    return f"{formula(share)}: not counted"


def _bottom(share: Share) -> str:
    return f"{formula(share)}: all"


def _over(amount: pl.Expr, used: pl.Expr) -> pl.Expr:
    return pl.when(used.fill_null(value=False)).then(amount).otherwise(0)


def _terms(measure: Sum) -> pl.Expr:
    return pl.sum_horizontal(measure.columns) - (
        pl.sum_horizontal(measure.minus) if measure.minus else 0
    )


def _used(numerator: Sum, denominator: Sum) -> pl.Expr:
    """Return whether a row is used; as `sums.rows_of` writes it for the warehouse."""
    apart = {column for column, _ in numerator.over + denominator.over}
    beside = numerator.over and numerator.over != denominator.over
    answered = _filled(numerator) | ~_hold(numerator.over) if beside else _filled(numerator)
    told = [pl.col(column).is_not_null() for column in sorted(apart)]
    return pl.all_horizontal(_hold(denominator.over), *told, _filled(denominator), answered)


def _filled(measure: Sum) -> pl.Expr:
    return pl.all_horizontal(pl.col(column).is_not_null() for column in measure.inputs)


def _hold(conditions: tuple[Condition, ...]) -> pl.Expr:
    return pl.all_horizontal(
        pl.lit(value=True),
        *(pl.col(column).is_in(values).fill_null(value=False) for column, values in conditions),
    )
