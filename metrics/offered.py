"""What a reader can choose from: partnerships, periods, crime areas and countries with data."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from metrics.catalogue import INDICATORS, PILLARS
from metrics.relation import RELATIONS
from metrics.series import Query, names, series
from metrics.source import Source, read_together
from metrics.statistic import Published
from metrics.values import PERIOD, SUPPRESSED, VALUE, has_flag
from validation.cells import LIST_SEPARATOR
from validation.codes import ALL, CodeList
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.contracts.published_totals import PublishedTotals
from validation.crime_areas import CRIME_AREAS
from validation.fields import col, name
from validation.parties import COUNTRIES, country_of_area
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


@read_together
def offered(source: Source) -> Offered:
    """List what a version has data on.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    found = {
        Period.parse(code)
        for table in RELATIONS.values()
        for code in source.distinct(table.contract, table.period)
    }
    years = {period.year_period() for period in found}
    quarters = (found - years) | _ends(found, years)
    crime_areas = _coded(source, CRIME_AREAS)
    countries = {country_of_area(each) for each in _coded(source, COUNTRIES)}
    return Offered(
        partnerships=names(source),
        periods={
            QUARTER: tuple(each.code for each in sorted(quarters)),
            YEAR: tuple(each.code for each in sorted(years)),
        },
        crime_areas=tuple(sorted(crime_areas.intersection(CRIME_AREAS.values))),
        countries=tuple(sorted(countries.intersection(COUNTRIES.values))),
    )


def _ends(found: set[Period], years: set[Period]) -> set[Period]:
    """Return the quarter in which the last yearly figure ends, where there are quarters at all.

    Else quarters that ended long ago would be the latest, and hide the years that came after.
    """
    yearly = found & years
    return {Period(max(yearly).year, 4)} if yearly and found - years else set()


def _coded(source: Source, codes: CodeList) -> set[str]:
    """Gather the codes of a list that stand in tables of figures, one or several in a cell."""
    return {
        code
        for contract in _contracts()
        for column in contract.columns
        if codes in column.spec.codes
        for cell in source.distinct(contract, column.name)
        for code in cell.split(LIST_SEPARATOR)
    }


def _contracts() -> Iterator[Contract]:
    """Yield the tables of figures: those of a partnership and period, and those of indicators."""
    held = [each.contract.name for each in RELATIONS.values()]
    used = [each.statistic.table for each in INDICATORS.values()]
    yield from (CONTRACTS[each] for each in dict.fromkeys((*held, *used, JOINT_OPERATIONS.name)))


def places(source: Source, indicator: str) -> tuple[str, ...]:
    """List the countries that a published total has a figure on, the one with most periods first.

    Those come last of which every figure was withheld: that is something to show. `ALL` stands
    for figures on no single country.
    """
    found = series(source, Query(indicator=indicator)).frame.filter(
        pl.col(VALUE).is_not_null() | has_flag(SUPPRESSED)
    )
    area = pl.col(name(PublishedTotals.area)).replace("", ALL)
    told = pl.col(PERIOD).filter(pl.col(VALUE).is_not_null()).n_unique()
    counts = found.group_by(area).agg(told)
    return tuple(counts.sort(PERIOD, counts.columns[0], descending=[True, False]).to_series())


def printed(source: Source, partnership: str) -> tuple[str, ...]:
    """List the published totals that a partnership has a figure of, by indicator id.

    An empty partnership asks for the figures on places. Those that stand for the pillar on the
    Overview come first, in the order declared there.
    """
    whose = col(PublishedTotals.partnership_id).fill_null("")
    rows = source.published.filter(whose == partnership)
    measures = set(rows[name(PublishedTotals.measure)].cast(pl.String))
    found = [
        each.id
        for each in INDICATORS.values()
        if isinstance(each.statistic, Published) and each.statistic.measure in measures
    ]
    foremost = [each for view in PILLARS.values() for each in view.fallback if each in found]
    return tuple(dict.fromkeys((*foremost, *found)))
