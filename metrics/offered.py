"""What a reader can choose from: partnerships, periods, crime areas and countries with data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from metrics.catalogue import INDICATORS, PILLARS
from metrics.relation import RELATIONS, Relation
from metrics.series import names
from metrics.source import Source
from metrics.statistic import Published
from validation.codes import ALL, COUNTRIES
from validation.contracts.published_totals import PublishedTotals
from validation.fields import col, name
from validation.periods import QUARTER, YEAR, Grain, Period


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a version has data on.

    Attributes:
        partnerships: names by id, in order of name.
        periods: codes by grain, oldest first; the years are those with any data, the last quarter
            is that in which the last figure ends.
        crime_areas: codes, in order.
        countries: codes, in order.
    """

    partnerships: dict[str, str]
    periods: dict[Grain, tuple[str, ...]]
    crime_areas: tuple[str, ...]
    countries: tuple[str, ...]

    @property
    def grain(self) -> Grain:
        """The grain to begin with: quarters where most periods have them."""
        quarters, years = self.periods[QUARTER], self.periods[YEAR]
        return QUARTER if len(quarters) > len(years) else YEAR


def offered(source: Source) -> Offered:
    """List what a version has data on.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    found = {Period.parse(code) for code in _held(source, lambda table: [table.period])}
    years = {period.year_period() for period in found}
    quarters = (found - years) | _ends(found, years)
    crime_areas = _held(source, lambda table: [table.crime_area] if table.crime_area else [])
    ends = _held(source, lambda table: table.ends)
    return Offered(
        partnerships=names(source),
        periods={
            QUARTER: tuple(each.code for each in sorted(quarters)),
            YEAR: tuple(each.code for each in sorted(years)),
        },
        crime_areas=tuple(sorted(crime_areas - {ALL})),
        countries=tuple(sorted(ends.intersection(COUNTRIES.values))),
    )


def _ends(found: set[Period], years: set[Period]) -> set[Period]:
    """Return the quarter in which the last yearly figure ends, where there are quarters at all.

    Else quarters that ended long ago would be the latest, and hide the years that came after.
    """
    yearly = found & years
    return {Period(max(yearly).year, 4)} if yearly and found - years else set()


def _held(source: Source, columns: Callable[[Relation], Iterable[str]]) -> set[str]:
    """Gather what stands in some columns of every table of figures."""
    return {
        value
        for table in RELATIONS.values()
        for column in columns(table)
        for value in source.distinct(table.contract, column)
    }


def printed(source: Source, partnership: str) -> tuple[str, ...]:
    """List the published totals that a partnership has a figure of, by indicator id.

    Those that stand for the pillar on the Overview come first, in the order declared there.
    """
    rows = source.published.filter(col(PublishedTotals.partnership_id) == partnership)
    measures = set(rows[name(PublishedTotals.measure)].cast(pl.String))
    found = [
        each.id
        for each in INDICATORS.values()
        if isinstance(each.statistic, Published) and each.statistic.measure in measures
    ]
    foremost = [each for view in PILLARS.values() for each in view.fallback if each in found]
    return tuple(dict.fromkeys((*foremost, *found)))
