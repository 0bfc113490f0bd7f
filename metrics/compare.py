"""Partnerships of one kind beside each other: what chance alone would spread, and ranges of ranks.

Only like is held beside like: one indicator, one period, one kind of partnership. The funnel is
`metrics.methods.funnel`; ranks come from drawing each value anew within its interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl
from scipy import special

from metrics.entering import PLACES, PUBLISHED_TOTAL, SEVERAL_LINES, WHY_OUT
from metrics.figures import clustered
from metrics.indicator import Indicator, Interval
from metrics.kinds import how_many, kinds
from metrics.methods import funnel
from metrics.methods.arrays import Floats
from metrics.methods.funnel import Band
from metrics.ranks import FEWEST, with_ranks
from metrics.series import Query, Series, find, series
from metrics.source import Source, read_together
from metrics.statistic import lines_of
from metrics.values import (
    DENOMINATOR,
    FLAG_SEPARATOR,
    FLAGS,
    IMMATURE,
    KIND,
    METHOD,
    NO_ROWS,
    NO_VALUE,
    NUMERATOR,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SHARE,
    SIMULATED,
    VALUE,
    flag,
    has_flag,
    parse_flags,
)
from validation.codes import Direction, Level
from validation.periods import Grain, Period
from validation.text import mark

LOWER_95: Final = "lower_limit_95"
UPPER_95: Final = "upper_limit_95"
LOWER_998: Final = "lower_limit_99_8"
UPPER_998: Final = "upper_limit_99_8"
BEYOND_95: Final = "beyond_95"
BEYOND_998: Final = "beyond_99_8"

NO_SHARE: Final = "no_share"
NO_CASES: Final = "no_cases"
FEW_OF_A_KIND: Final = "few_of_a_kind"
FEW_VALUES: Final = "few_values"
WHY_NOT: Final = {
    PUBLISHED_TOTAL: mark(
        "It is a total as its publisher printed it: two publishers need not count the same."
    ),
    PLACES: WHY_OUT[PLACES],
    NO_SHARE: mark(
        "It is no share of cases: without a number that it is divided by, nobody can say how far "
        "chance alone moves it."
    ),
    NO_CASES: mark(
        "It is no share of cases that each go one way or the other, so how far chance alone moves "
        "it is not known."
    ),
    SEVERAL_LINES: WHY_OUT[SEVERAL_LINES],
    FEW_OF_A_KIND: mark(
        "There are fewer than three partnerships of any one kind here, and unlike kinds are not "
        "compared."
    ),
    FEW_VALUES: mark(
        "Fewer than three partnerships of one kind have a whole value in any one period up to "
        "the one chosen."
    ),
}

_EXACT: Final = ("", "exact", "rounded")
_CURVE: Final = 80
_BEFORE_SMALLEST: Final = 0.8
_WIDE: Final = 0.1
_BEYOND_LARGEST: Final = 1.06


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which partnerships to compare by what.

    Attributes:
        indicator: its id.
        kind: the kind of partnership; empty for the one of which most can be compared.
        partnerships: only these; all if empty.
        period: the last period to look at; open if None.
        grain: quarter or year.
        crime_areas, countries: only rows on these; all if empty.
    """

    indicator: str
    grain: Grain
    kind: str = ""
    partnerships: tuple[str, ...] = ()
    period: Period | None = None
    crime_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """The limits of a funnel between its smallest and its largest partnership."""

    size: Floats
    inner: Band
    outer: Band


@dataclass(frozen=True, eq=False, kw_only=True)
class Compared:
    """Partnerships beside each other; or why they are not.

    Attributes:
        asked: the question, with the kind that was taken.
        indicator: what is compared.
        series: its values over time, of the partnerships of that kind.
        kinds: how many partnerships there are of each kind, the one with most first.
        why: a code of `WHY_NOT`; empty where there is a comparison, and only then what follows.
        period: the period compared: the last in which enough partnerships have a whole value.
        values: a row for each partnership compared, in order of value: the columns of a value,
            its limits at 95 and 99.8 %, whether it is beyond each (1 above, −1 below, 0 within),
            whether it is ranked, and the range of its rank, 1 the best (0 where not ranked).
        left_out: partnerships of that kind without a whole value, with the flags that say why.
        average: Σ numerators / Σ denominators of those compared.
        clustering: how much farther chance alone spreads them because their cases come in
            clusters (pairs of partners); 1 where each case goes its own way.
        dispersion: how far they differ beyond that; where above 1 it widens the limits further.
        curve: the limits, to be drawn.
    """

    asked: Asked
    indicator: Indicator
    series: Series
    kinds: Mapping[str, int]
    why: str = ""
    period: str = ""
    values: pl.DataFrame = field(default_factory=pl.DataFrame)
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    average: float = float("nan")
    clustering: float = 1.0
    dispersion: float = float("nan")
    curve: Curve | None = None

    @property
    def stretched(self) -> bool:
        """Whether partnerships differ beyond chance, so that the limits were widened."""
        return self.dispersion > 1

    @property
    def apart(self) -> bool:
        """Whether they differ by more than chance would make them in one of twenty cases (χ²)."""
        freedom = self.values.height - 1
        return bool(special.chdtrc(freedom, self.dispersion * freedom) < 1 - funnel.WARNING)

    @property
    def singles_out(self) -> bool:
        """Whether anybody could lie beyond the outer limits at all.

        Where limits are widened by how much the partnerships differ, one of n is never further
        from the others than √(n − 1) widened standard deviations.
        """
        reach = float(special.ndtri((1 + funnel.ACTION) / 2))
        return not self.stretched or self.values.height - 1 > reach**2

    @property
    def directed(self) -> bool:
        """Whether one way is better, so that there are ranks at all."""
        return self.indicator.direction is not Direction.NEITHER


def why_not(indicator: Indicator) -> str:
    """Say why partnerships are not compared by an indicator: a code of `WHY_NOT`, empty if so."""
    if indicator.published:
        return PUBLISHED_TOTAL
    if indicator.level is Level.CONTEXT:
        return PLACES
    if indicator.unit != SHARE:
        return NO_SHARE
    if lines_of(indicator.statistic):
        return SEVERAL_LINES
    return "" if indicator.interval is Interval.WILSON else NO_CASES


@read_together
def compare(source: Source, asked: Asked) -> Compared:
    """Hold partnerships of one kind beside each other; the answer is kept with the version.

    Raises:
        QueryError: the question has no answer as it was asked.
        WarehouseError: the warehouse cannot be read.
    """
    return source.remember(("compared", asked), lambda: _compare(source, asked))


def _compare(source: Source, asked: Asked) -> Compared:
    indicator = find(asked.indicator)
    of = kinds(source, asked.partnerships)
    every = _series(source, asked, tuple(of))
    whole = whole_values(every.frame).with_columns(
        pl.col(PARTNERSHIP).replace_strict(of, default="").alias(KIND)
    )
    by_number = how_many(of)
    if why := why_not(indicator):
        return Compared(asked=asked, indicator=indicator, series=every, kinds=by_number, why=why)
    kind, period = _most(whole, asked.kind)
    chosen = replace(asked, kind=kind or asked.kind)
    mine = tuple(each for each, other in of.items() if other == chosen.kind)
    found = Compared(
        asked=chosen,
        indicator=indicator,
        series=_series(source, asked, mine) if mine else every,
        kinds=by_number,
    )
    if not period:
        few = max(by_number.values(), default=0) < FEWEST
        return replace(found, why=FEW_OF_A_KIND if few else FEW_VALUES)
    at = whole.filter(pl.col(KIND) == kind, pl.col(PERIOD) == period).drop(KIND)
    rest = [each for each in mine if each not in set(at[PARTNERSHIP])]
    return _measured(
        replace(found, period=period, left_out=_left_out(every.frame, period, rest)), at
    )


def _series(source: Source, asked: Asked, partnerships: tuple[str, ...]) -> Series:
    query = Query(
        indicator=asked.indicator,
        partnerships=partnerships,
        grain=asked.grain,
        to_period=asked.period,
        crime_areas=asked.crime_areas,
        countries=asked.countries,
    )
    return series(source, query)


def whole_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the values that may be held beside others: there, whole, complete and exact."""
    return frame.filter(
        pl.col(VALUE).is_not_null(),
        ~has_flag(PARTIAL),
        ~has_flag(IMMATURE),
        pl.col(PRECISION).is_in(_EXACT),
    )


def _most(whole: pl.DataFrame, kind: str) -> tuple[str, str]:
    """Return kind and period of the last period in which enough of one kind have a value.

    Of several kinds, unless one is asked for, the one of which most have one.
    """
    counts = (
        whole.filter(pl.col(KIND) == kind if kind else pl.col(KIND) != "")
        .filter(pl.col(DENOMINATOR) > 0)
        .group_by(KIND, PERIOD)
        .agg(pl.len().alias(NUMERATOR))
        .filter(pl.col(NUMERATOR) >= FEWEST)
        .sort(NUMERATOR, KIND, descending=[True, False])
    )
    if counts.is_empty():
        return kind, ""
    best = counts[KIND][0]
    return best, str(counts.filter(pl.col(KIND) == best)[PERIOD].max())


def _left_out(frame: pl.DataFrame, period: str, partnerships: Sequence[str]) -> dict[str, str]:
    """Return partnerships without a whole value, each with the flags that say why."""
    rows = frame.filter(pl.col(PERIOD) == period).select(PARTNERSHIP, FLAGS)
    flags = dict(rows.iter_rows())
    return {each: _reason(flags.get(each, flag(NO_VALUE, NO_ROWS))) for each in partnerships}


def _reason(flags: str) -> str:
    told = (flag(*each) for each in parse_flags(flags) if each[0] != SIMULATED)
    return FLAG_SEPARATOR.join(told)


def _measured(found: Compared, at: pl.DataFrame) -> Compared:
    """Add limits and ranks to the values of one period."""
    best_first = found.indicator.direction is not Direction.DOWN
    at = at.sort(VALUE, PARTNERSHIP, descending=[best_first, False])
    cases, size, value = (at[each].to_numpy() for each in (NUMERATOR, DENOMINATOR, VALUE))
    average = funnel.pooled(cases, size)
    clustering = funnel.clustering(list(map(clustered, at[METHOD])), size)
    dispersion = funnel.dispersion(cases, size) / clustering
    spread = clustering * max(1.0, dispersion)
    inner, outer = (
        funnel.limits(average, size, confidence=each, dispersion=spread) for each in funnel.LIMITS
    )
    limits = {
        LOWER_95: inner.lower,
        UPPER_95: inner.upper,
        LOWER_998: outer.lower,
        UPPER_998: outer.upper,
        BEYOND_95: funnel.beyond(value, inner),
        BEYOND_998: funnel.beyond(value, outer),
    }
    values = at.with_columns(pl.Series(name, each) for name, each in limits.items())
    return replace(
        found,
        values=with_ranks(values, found.indicator),
        average=average,
        clustering=clustering,
        dispersion=dispersion,
        curve=_curve(size, average, spread),
    )


def _curve(size: Floats, average: float, spread: float) -> Curve:
    """Return the limits from below the smallest, where they are wide, to beyond the largest."""
    low = min(float(size.min()) * _BEFORE_SMALLEST, float(size.max()) * _WIDE)
    high = float(size.max()) * _BEYOND_LARGEST
    sizes = np.linspace(low, high, _CURVE, dtype=np.float64)
    inner, outer = (
        funnel.limits(average, sizes, confidence=each, dispersion=spread) for each in funnel.LIMITS
    )
    return Curve(size=sizes, inner=inner, outer=outer)
