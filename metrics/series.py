"""An indicator over time: what pages, charts and the command line ask for."""

from dataclasses import dataclass, replace
from typing import cast

import polars as pl

from metrics import readings
from metrics.catalogue import INDICATORS
from metrics.errors import CannotCut, NeverCut, UnknownIndicator, UnknownPartnership
from metrics.indicator import Indicator
from metrics.lines import of_lines
from metrics.measure import dimensions, measured
from metrics.nearest import must_be_code, nearest
from metrics.rebased import rebased
from metrics.selection import Selection
from metrics.signals import SIGNALS, with_signals
from metrics.source import Provenance, Source, read_together
from metrics.standing import beside_targets, pooled_where_close, sums_so_far
from metrics.statistic import Published
from metrics.targets import Goal
from metrics.values import PARTNERSHIP, PERIOD
from validation.codes import ALL
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.fields import col
from validation.periods import QUARTER, YEAR, Grain, Period


@dataclass(frozen=True, kw_only=True)
class Query:
    """One question about one indicator.

    Attributes:
        indicator: its id.
        partnerships: only these; all if empty.
        grain: quarter or year; None for each line's finest with data.
        from_period, to_period: first and last period shown, of either grain; open if None. Of
            a published total for a year, the year in which a quarter lies counts as asked for.
        by: the dimension to cut by, one of the indicator's cuts; empty for none.
        crime_areas, countries: only rows on these; all if empty.
    """

    indicator: str
    partnerships: tuple[str, ...] = ()
    grain: Grain | None = None
    from_period: Period | None = None
    to_period: Period | None = None
    by: str = ""
    crime_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def selection(self) -> Selection:
        """The rows counted and the cut."""
        return Selection(by=self.by, crime_areas=self.crime_areas, countries=self.countries)


@dataclass(frozen=True, eq=False, kw_only=True)
class Series:
    """The answer to a query.

    Attributes:
        query: the question.
        indicator: what was measured.
        frame: the values, in the columns of `values.schema`.
        dimensions: the columns that tell lines apart, beside the partnership.
        milestones: rows of milestones of the partnerships that the values are of (or ALL), oldest
            first; none where they are of places and of no partnership.
        goals: targets for this indicator of these partnerships (or ALL).
        pooled: as `standing.pooled_where_close`, for each partnership's last quarter shown.
        sums: as `standing.sums_so_far`, for cumulative targets.
        judged: the values shown beside the range in which each line usually lies: partnership,
            period, the dimensions, and what `signals.with_signals` adds.
        lines: each line in one row, as known at the last period asked for (`lines.of_lines`).
        rebased: where usual ranges of these partnerships begin anew (`rebased.rebased`).
        readings: of published totals, every figure printed (`readings.read`); else no rows.
        names: the partnerships' names by id.
        provenance: version, date, head of the ledger, whether simulated.
    """

    query: Query
    indicator: Indicator
    frame: pl.DataFrame
    dimensions: tuple[str, ...]
    milestones: pl.DataFrame
    goals: tuple[Goal, ...]
    pooled: pl.DataFrame
    sums: pl.DataFrame
    judged: pl.DataFrame
    lines: pl.DataFrame
    rebased: pl.DataFrame
    readings: pl.DataFrame
    names: dict[str, str]
    provenance: Provenance


@read_together
def series(source: Source, query: Query) -> Series:
    """Measure an indicator over time; the answer is kept with the version.

    Args:
        source: the version.
        query: the question.

    Raises:
        QueryError: the question has no answer as it was asked.
        WarehouseError: the warehouse cannot be read.
    """
    return source.remember(query, lambda: _series(source, query))


def _series(source: Source, query: Query) -> Series:
    indicator = find(query.indicator)
    _must_be_answerable(source, query, indicator)
    every = whole(source, query, indicator)
    frame = shown(every, query, published=indicator.published)
    chosen = _chosen(source, query)
    last = dict(
        frame.group_by(PARTNERSHIP)
        .agg(pl.col(PERIOD).max())
        .select(PARTNERSHIP, PERIOD)
        .iter_rows()
    )
    judged, lines = _judged(source, query, indicator, every, frame)
    return Series(
        query=query,
        indicator=indicator,
        frame=frame,
        dimensions=dimensions(indicator, query.selection),
        milestones=_beside(source, frame),
        goals=tuple(
            goal
            for goal in source.goals
            if goal.indicator == indicator.id and goal.partnership in {ALL, *chosen}
        ),
        pooled=pooled_where_close(every, source, indicator, last),
        sums=sums_so_far(frame, source, indicator),
        judged=judged,
        lines=lines,
        rebased=rebased(source, indicator.id).filter(pl.col(PARTNERSHIP).is_in(sorted(chosen))),
        readings=_readings(source, query, indicator),
        names=names(source),
        provenance=source.provenance,
    )


def _judged(
    source: Source,
    query: Query,
    indicator: Indicator,
    every: pl.DataFrame,
    frame: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Judge whole lines by what was known at the last period asked for.

    Returns:
        The judged values of the periods that are shown; and each line in one row.
    """
    own = dimensions(indicator, query.selection)
    keys = [PARTNERSHIP, *own, PERIOD]
    known = replace(query, from_period=None)

    def judge() -> tuple[pl.DataFrame, pl.DataFrame]:
        by_then = shown(every, known, published=indicator.published)
        anew = rebased(source, indicator.id)
        judged = with_signals(by_then, indicator, own, rebased=anew).select(*keys, *SIGNALS)
        return judged, of_lines(by_then, indicator, own, rebased=anew)

    judged, lines = source.remember(("judged", known), judge)
    return judged.join(frame.select(keys), on=keys, how="semi"), lines


def find(indicator: str) -> Indicator:
    """Return an indicator of the catalogue.

    Raises:
        UnknownIndicator: there is none of that id.
    """
    if indicator not in INDICATORS:
        known = {each.id: each.name for each in INDICATORS.values()}
        raise UnknownIndicator(indicator=indicator, nearest=nearest(indicator, known))
    return INDICATORS[indicator]


@read_together
def whole(source: Source, query: Query, indicator: Indicator) -> pl.DataFrame:
    """Return the values of the partnerships asked for, over all periods, with status and target.

    Without a grain asked for, each line has that of its finest figures.
    """
    lines = [PARTNERSHIP, *dimensions(indicator, query.selection)]

    def at(grain: Grain) -> pl.DataFrame:
        return source.remember(
            ("standing", indicator.id, grain, query.selection),
            lambda: beside_targets(
                measured(source, indicator, grain, query.selection),
                source,
                indicator,
                query.selection,
            ),
        )

    if query.grain:
        frame = at(query.grain)
    else:
        fine = at(QUARTER)
        frame = pl.concat([fine, at(YEAR).join(fine, on=lines, how="anti", maintain_order="left")])
    if query.partnerships:
        frame = frame.filter(pl.col(PARTNERSHIP).is_in(query.partnerships))
    return frame.sort(*lines, PERIOD)


def shown(frame: pl.DataFrame, query: Query, *, published: bool = False) -> pl.DataFrame:
    """Keep the periods that a query asks for, whatever their grain.

    Args:
        frame: values.
        query: the first and the last period.
        published: whether the values are published totals.
    """
    codes = cast("list[str]", frame[PERIOD].unique().to_list())
    wanted = [code for code in codes if _within(Period.parse(code), query, published=published)]
    return frame.filter(pl.col(PERIOD).is_in(wanted))


def names(source: Source) -> dict[str, str]:
    """Return the partnerships' names by id, in order of name."""
    found = source.partnerships.select(PARTNERSHIP, col(Partnerships.name))
    return dict(found.sort(by=found.columns[::-1]).iter_rows())


def milestones_of(source: Source, chosen: set[str]) -> pl.DataFrame:
    """Return the milestones of partnerships and those of ALL, oldest first."""
    mine = col(Milestones.partnership_id).is_in([ALL, *sorted(chosen)])
    return source.milestones.filter(mine).sort(col(Milestones.date), col(Milestones.label))


def _beside(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the milestones that belong beside values: a place without partnership has none."""
    whose = {each for each in frame[PARTNERSHIP].unique() if each}
    found = milestones_of(source, whose)
    return found if whose else found.clear()


def _within(period: Period, query: Query, *, published: bool) -> bool:
    def bound(asked: Period) -> Period:
        return asked.year_period() if published and period.grain == YEAR else asked

    first, last = query.from_period, query.to_period
    return (first is None or bound(first).start <= period.start) and (
        last is None or period.end <= bound(last).end
    )


def _must_be_answerable(source: Source, query: Query, indicator: Indicator) -> None:
    if query.by and not indicator.cuts:
        raise NeverCut(indicator=indicator.id, dimension=query.by)
    if query.by and query.by not in indicator.cuts:
        raise CannotCut(indicator=indicator.id, dimension=query.by, cuts=", ".join(indicator.cuts))
    known = names(source)
    for partnership in query.partnerships:
        if partnership not in known:
            raise UnknownPartnership(
                partnership=partnership,
                version=source.number,
                nearest=nearest(partnership, known),
            )
    must_be_code(crime_areas=query.crime_areas, countries=query.countries)


def _chosen(source: Source, query: Query) -> set[str]:
    return set(query.partnerships or names(source))


def _readings(source: Source, query: Query, indicator: Indicator) -> pl.DataFrame:
    measure = indicator.statistic.measure if isinstance(indicator.statistic, Published) else ""
    found = source.remember(
        ("readings", measure), lambda: readings.read(source.published, source.sources, measure)
    )
    if query.partnerships:
        found = found.filter(pl.col(PARTNERSHIP).is_in(query.partnerships))
    return found
