"""An indicator measured in one version: from its statistic to values, by whichever way it takes."""

from typing import assert_never

import polars as pl

from metrics import readings, withholding, zeros
from metrics.between import paired
from metrics.cells import Parts, at_grain, counted, median
from metrics.figures import Setting, values
from metrics.indicator import AcrossTime, Indicator
from metrics.mirror import agreement
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import (
    Counted,
    Custom,
    MedianOf,
    PairBalance,
    PairCoverage,
    PairMirror,
    Published,
    Share,
    Total,
    lines_of,
)
from metrics.sums import inputs
from metrics.values import CHANGED_IN, PARTNERSHIP, PERIOD
from validation.codes import ALL
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import name
from validation.periods import YEAR, YEAR_LENGTH, Grain


def measured(
    source: Source, indicator: Indicator, grain: Grain, selection: Selection
) -> pl.DataFrame:
    """Return the values of every partnership at a grain, without targets.

    Args:
        source: the version.
        indicator: what to measure.
        grain: quarter or year.
        selection: filters and cut; published totals are always cut by what tells lines apart.

    Returns:
        The columns of `values.schema`.
    """
    return source.remember(
        ("values", indicator.id, grain, selection),
        lambda: values(
            withholding.released(source, indicator, grain, selection, _held),
            Setting(
                indicator=indicator,
                grain=grain,
                dimensions=dimensions(indicator, selection),
                version=source.number,
                today=source.today,
                simulated=source.simulated,
            ),
        ),
    )


def dimensions(indicator: Indicator, selection: Selection) -> tuple[str, ...]:
    """Return the columns that tell an indicator's lines apart, beside the partnership."""
    cut = (selection.by,) if selection.by and not indicator.published else ()
    return tuple(dict.fromkeys((*lines_of(indicator.statistic), *cut)))


def _held(source: Source, indicator: Indicator, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Return what is held, with what is zero because a return says so."""
    return zeros.filled(source, indicator, grain, selection, _cells)


def _cells(
    source: Source, indicator: Indicator, grain: Grain, selection: Selection
) -> pl.DataFrame:
    statistic = indicator.statistic
    match statistic:
        case Published(measure):
            found = readings.read(source.published, source.sources, measure)
            stock = indicator.across_time == AcrossTime.LAST
            cells = readings.cells(_chosen(found, selection), grain, stock=stock)
            return cells.join(
                _published_revisions(source, measure), on=[*readings.LINE, PERIOD], how="left"
            )
        case MedianOf():
            parts = at_grain(source.reported(statistic, selection), grain)
            return _revised(source, median(parts), parts, statistic, grain)
        case Total() | Share():
            parts = at_grain(source.pairs(statistic.table, selection), grain)
            return _revised(source, counted(parts, statistic), parts, statistic, grain)
        case PairBalance(measure) | PairCoverage(measure):
            parts = at_grain(source.pairs(statistic.table, selection), grain)
            cells = paired(parts, statistic, source.members)
            return _revised(source, cells, parts, Total(measure), grain)
        case PairMirror(measure):
            parts = at_grain(source.pairs(statistic.table, selection), grain)
            return _revised(source, agreement(parts, statistic), parts, Total(measure), grain)
        case Custom(make=make):
            return make(source, grain, selection)
        case _:
            assert_never(statistic)


def _chosen(found: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Keep the lines on the crime areas and countries selected; `ALL` names none."""
    for column, wanted in (
        (name(PublishedTotals.crime_area), selection.crime_areas),
        (name(PublishedTotals.area), selection.countries),
    ):
        if wanted:
            found = found.filter(pl.col(column).replace("", ALL).is_in(wanted))
    return found


def _revised(
    source: Source,
    cells: pl.DataFrame,
    parts: Parts,
    statistic: Counted | MedianOf,
    grain: Grain,
) -> pl.DataFrame:
    """Say in which version the figures behind a cell were last changed after publication."""
    relation, selection = parts.relation, parts.selection
    cut = [selection.column] if selection.column else []
    columns = inputs(statistic)
    lines = (relation.partnership, relation.period, *cut)
    found = source.revisions(relation.contract, lines).select(
        PARTNERSHIP, _period_of(grain), *cut, pl.max_horizontal(columns).alias(CHANGED_IN)
    )
    keys = [PARTNERSHIP, PERIOD, *cut]
    return cells.join(_latest(found, keys), on=keys, how="left")


def _published_revisions(source: Source, measure: str) -> pl.DataFrame:
    lines = (*readings.LINE, PERIOD, name(PublishedTotals.measure))
    columns = (name(PublishedTotals.value), name(PublishedTotals.precision))
    found = (
        source.revisions(PUBLISHED_TOTALS, lines)
        .filter(pl.col(name(PublishedTotals.measure)) == measure)
        .select(
            pl.col(*readings.LINE, PERIOD).fill_null(""),
            pl.max_horizontal(columns).alias(CHANGED_IN),
        )
    )
    return _latest(found, [*readings.LINE, PERIOD])


def _latest(found: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return found.drop_nulls(CHANGED_IN).group_by(keys).agg(pl.col(CHANGED_IN).max().cast(pl.Int64))


def _period_of(grain: Grain) -> pl.Expr:
    return pl.col(PERIOD).str.head(YEAR_LENGTH) if grain == YEAR else pl.col(PERIOD)
