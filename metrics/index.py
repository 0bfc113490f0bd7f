"""The effectiveness index of partnerships of one kind: every step by itself, none of them hidden.

Which indicators enter → skew treated → one scale → weights → pillars → total; each a choice of
`Design` that can be made otherwise. Nothing is imputed. Steps as in `metrics.methods.composite`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from metrics.catalogue import INDICATORS
from metrics.compare import whole_values
from metrics.entering import directions, goalposts, why_out
from metrics.indicator import Indicator
from metrics.kinds import how_many, kinds
from metrics.methods.arrays import Floats, Ints
from metrics.methods.composite import (
    ENOUGH,
    UNITS_TO_TREAT,
    Aggregation,
    Normalisation,
    aggregated,
    composed,
    normalised,
    ranks,
    treated,
)
from metrics.methods.robustness import Profile
from metrics.series import Query, names, whole
from metrics.source import Provenance, Source, read_together
from metrics.values import LOWER, PARTNERSHIP, PERIOD, UPPER, VALUE
from validation.codes import Pillar
from validation.periods import YEAR, Period
from validation.text import mark

FEWEST: Final = 5
"""Partnerships of one kind with the same pillars, without which nobody has a total or a rank."""
FEWEST_PILLARS: Final = 2

NOTHING: Final = "nothing"
FEW_PARTNERSHIPS: Final = "few_partnerships"
FEW_TOTALS: Final = "few_totals"
ONE_PILLAR: Final = "one_pillar"
WHY_NO_TOTAL: Final = {
    NOTHING: mark("No figure here may enter an index."),
    FEW_PARTNERSHIPS: mark(
        "There are fewer than five partnerships of this kind: too few to rank or to sum up."
    ),
    FEW_TOTALS: mark("Fewer than five partnerships of this kind have the same pillars."),
    ONE_PILLAR: mark("Fewer than two pillars are told by five partnerships of this kind."),
}

_LOOKED_AT: Final = 2
_WINSORISED: Final = "winsorised"


@dataclass(frozen=True, kw_only=True)
class Design:
    """How an index is made.

    Attributes:
        kind: the kind of partnership; empty for the kind of which there are most.
        partnerships: only these; all if empty.
        period: the last period to look at; open if None. An index is of a year: the last that
            has ended by then, or the one before while more of that one is there.
        exact: whether it is of that period alone, be it a quarter.
        normalisation: how values are brought to one scale.
        aggregation: how far a low score is made up for.
        treat: whether skewed indicators are treated, from 20 partnerships on.
        weights: other weights than 1, by pillar or indicator; one of 0 leaves it out.
    """

    kind: str = ""
    partnerships: tuple[str, ...] = ()
    period: Period | None = None
    exact: bool = False
    normalisation: Normalisation = Normalisation.GOALPOSTS
    aggregation: Aggregation = Aggregation.ARITHMETIC
    treat: bool = True
    weights: tuple[tuple[str, float], ...] = ()

    def weight(self, of: str) -> float:
        """Return the weight of a pillar or an indicator; of several told, the last."""
        return dict(self.weights).get(of, 1.0)


@dataclass(frozen=True, eq=False, kw_only=True)
class Made:
    """The numbers of each step, units being partnerships.

    Attributes:
        values: units × indicators; NaN where there is no whole value.
        lower, upper: their 95 % intervals.
        done: what the treatment of skew did to each indicator; empty for nothing.
        scores: units × indicators, from 1 to 100, more being better.
        told: units × pillars; how many of its indicators are there.
        pillars: units × pillars; NaN where fewer than two thirds are.
        summed: pillars; whether it is part of the total.
        total: units; NaN where a pillar of the total is missing.
        ranks: units; 1 the best, 0 for none.
    """

    values: Floats
    lower: Floats
    upper: Floats
    done: tuple[str, ...]
    scores: Floats
    told: Ints
    pillars: Floats
    summed: tuple[bool, ...]
    total: Floats
    ranks: Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class Index:
    """An index with all that led to it.

    Attributes:
        design: how it was made, with the kind that was taken.
        kinds: how many partnerships there are of each kind, the one with most first.
        names: the partnerships of that kind: names by id, in order of name.
        indicators: those that enter and are not left out, in order of the catalogue.
        period: the period of the values; empty where there are none.
        why: a code of `WHY_NO_TOTAL`; empty where there are totals.
        made: the numbers; None where no indicator that enters has a value.
        provenance: version, date, head of the ledger, whether simulated.
    """

    design: Design
    kinds: Mapping[str, int]
    names: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    provenance: Provenance
    period: str = ""
    why: str = NOTHING
    made: Made | None = None

    @property
    def pillars(self) -> tuple[Pillar, ...]:
        """The pillars of its indicators, in order."""
        return tuple(dict.fromkeys(each.pillar for each in self.indicators))

    def of_pillar(self, pillar: Pillar) -> list[int]:
        """Return the places of a pillar's indicators."""
        return [at for at, each in enumerate(self.indicators) if each.pillar is pillar]

    @property
    def summed(self) -> tuple[Pillar, ...]:
        """The pillars that are part of the total, in order."""
        kept = self.made.summed if self.made else ()
        return tuple(pillar for pillar, part in zip(self.pillars, kept, strict=False) if part)

    def within(self) -> list[int]:
        """Return the places of the indicators that are part of the total."""
        return sorted(at for pillar in self.summed for at in self.of_pillar(pillar))

    def profile(self) -> Profile | None:
        """Return what the total is made of, to be drawn anew; None where there is no total."""
        if self.made is None or self.why:
            return None
        at = self.within()
        mine = [self.indicators[place] for place in at]
        return Profile(
            values=self.made.values[:, at],
            directions=directions(mine),
            goalposts=goalposts(mine),
            pillars=tuple(each.pillar.value for each in mine),
            weights=np.array([self.design.weight(each.id) for each in mine]),
            pillar_weights=np.array([self.design.weight(pillar.value) for pillar in self.summed]),
        )


@read_together
def index(source: Source, design: Design) -> Index:
    """Make the index of partnerships of one kind; the answer is kept with the version.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    return source.remember(("index", design), lambda: _index(source, design))


def _index(source: Source, design: Design) -> Index:
    of = kinds(source, design.partnerships)
    by_number = how_many(of)
    kind = design.kind or next(iter(by_number), "")
    mine = {key: name for key, name in names(source).items() if of.get(key) == kind}
    entering = tuple(
        each for each in INDICATORS.values() if not why_out(each) and design.weight(each.id)
    )
    found = Index(
        design=replace(design, kind=kind),
        kinds=by_number,
        names=mine,
        indicators=entering,
        provenance=source.provenance,
    )
    frames = [_whole(source, found, each) for each in entering]
    tried = [_of_period(found, frames, period) for period in _periods(frames, design)]
    return max(tried, key=_fullness, default=found)


def _fullness(found: Index) -> tuple[bool, int, int]:
    """Tell how much of an index is there: totals, pillars in them, scores of pillars."""
    if found.made is None:
        return False, 0, 0
    return not found.why, sum(found.made.summed), int(np.isfinite(found.made.pillars).sum())


def _whole(source: Source, found: Index, indicator: Indicator) -> pl.DataFrame:
    period, exact = found.design.period, found.design.exact
    query = Query(
        indicator=indicator.id,
        partnerships=tuple(found.names) or ("",),
        grain=period.grain if period and exact else YEAR,
    )
    return whole_values(whole(source, query, indicator))


def _periods(frames: Sequence[pl.DataFrame], design: Design) -> list[str]:
    """List the periods to look at, the latest first: the one asked for, or the last two years."""
    if design.exact and design.period:
        return [design.period.code]
    codes = {str(code) for frame in frames for code in frame[PERIOD].unique()}
    last = design.period.end if design.period else date.max
    ended = (code for code in codes if Period.parse(code).end <= last)
    return sorted(ended, reverse=True)[:_LOOKED_AT]


def _of_period(found: Index, frames: Sequence[pl.DataFrame], period: str) -> Index:
    at = [frame.filter(pl.col(PERIOD) == period) for frame in frames]
    values, lower, upper = (_column(found, at, each) for each in (VALUE, LOWER, UPPER))
    if not values.size or not np.isfinite(values).any():
        return replace(found, period=period)
    made = _made(found, values, lower, upper)
    return replace(found, period=period, made=made, why=_why(found, made))


def _column(found: Index, frames: Sequence[pl.DataFrame], column: str) -> Floats:
    """Return a column of the values: units × indicators, NaN where there is none."""
    held = [dict(frame.select(PARTNERSHIP, column).iter_rows()) for frame in frames]
    rows = [[each.get(unit) for each in held] for unit in found.names]
    return np.array(rows, dtype=np.float64).reshape(len(found.names), len(frames))


def _made(found: Index, values: Floats, lower: Floats, upper: Floats) -> Made:
    design = found.design
    values, done = _treated(values, treat=design.treat)
    scores = normalised(
        values,
        directions(found.indicators),
        design.normalisation,
        goalposts=goalposts(found.indicators),
    )
    told = np.column_stack(
        [np.isfinite(values[:, found.of_pillar(each)]).sum(axis=1) for each in found.pillars]
    )
    by_pillar = composed(
        scores,
        [each.pillar.value for each in found.indicators],
        weights=[design.weight(each.id) for each in found.indicators],
        method=design.aggregation,
        enough=ENOUGH,
    ).pillars
    weights = np.array([design.weight(each.value) for each in found.pillars])
    enough = np.isfinite(by_pillar).sum(axis=0) >= FEWEST
    summed = enough & (weights > 0)
    total = (
        aggregated(by_pillar[:, summed], weights[summed], design.aggregation, enough=1.0)
        if summed.any()
        else np.full(len(values), np.nan)
    )
    return Made(
        values=values,
        lower=lower,
        upper=upper,
        done=tuple(done),
        scores=scores,
        told=told.astype(np.int64),
        pillars=by_pillar,
        summed=tuple(map(bool, summed)),
        total=total,
        ranks=ranks(total),
    )


def _treated(values: Floats, *, treat: bool) -> tuple[Floats, list[str]]:
    """Draw in outliers of the indicators that enough partnerships tell to call one so.

    Where that would not do, values are left as they are: goalposts bound them, and their logarithm
    would not stand between these.
    """
    found, done = values.copy(), [""] * values.shape[1]
    many = np.isfinite(values).sum(axis=0) >= UNITS_TO_TREAT
    for place in np.flatnonzero(many & treat):
        drawn_in, (what,) = treated(values[:, [place]])
        done[place] = what
        if what.startswith(_WINSORISED):
            found[:, [place]] = drawn_in
    return found, done


def _why(found: Index, made: Made) -> str:
    """Say why nobody has a total; empty where at least five have one."""
    if len(found.names) < FEWEST:
        return FEW_PARTNERSHIPS
    if sum(made.summed) < FEWEST_PILLARS:
        return ONE_PILLAR
    return "" if np.isfinite(made.total).sum() >= FEWEST else FEW_TOTALS
