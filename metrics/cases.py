"""Case studies: which figures tell of one, and what they can and cannot show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from metrics.explorer import Wanted, editions, operations
from metrics.offered import printed
from metrics.operations import OPERATION
from metrics.series import Query, Series, series
from metrics.source import Source
from metrics.values import COUNTRY, FIRST_DAY, LAST_DAY, PARTNERSHIP, VALUE
from validation.cells import LIST_SEPARATOR
from validation.contracts.joint_operations import JointOperations
from validation.contracts.milestones import Milestones
from validation.contracts.operation_results import OperationResults
from validation.contracts.published_totals import PublishedTotals
from validation.fields import col, name
from validation.text import mark

TERRORISM: Final = "terrorism"
PACIFIC_ANGEL: Final = "pacific-angel"
GCTF: Final = "gctf"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case study.

    Attributes:
        id: as a link names it.
        title: its name.
        about: what it is and what it is not, in plain words.
        wanted: which operations belong to it.
        edition_figure: series, column and unit of what is drawn edition by edition, if anything.
        record_of: of whom milestones and published totals tell what was done.
        figures_of: whose published totals on the crime areas wanted are looked for.
        shows: what the figures can show.
        hides: what they cannot.
    """

    id: str
    title: str
    about: str
    wanted: Wanted
    edition_figure: tuple[str, tuple[str, str]] | None = None
    record_of: tuple[str, ...] = ()
    figures_of: tuple[str, ...] = ()
    shows: tuple[str, ...]
    hides: tuple[str, ...]


CASES: Final = (
    Case(
        id=PACIFIC_ANGEL,
        title=mark("Operation Pacific Angel"),
        about=mark(
            "A humanitarian exercise of the United States Pacific Air Forces with host nations: "
            "medical care, engineering and exchange of expertise. It is no law enforcement; it is "
            "listed here as a case of multinational cooperation."
        ),
        wanted=Wanted(partnerships=(PACIFIC_ANGEL,)),
        edition_figure=("Pacific Angel", (name(OperationResults.people_assisted), mark("persons"))),
        record_of=(PACIFIC_ANGEL,),
        shows=(
            mark("Where and when missions took place, as far as somebody published it."),
            mark("How many patients some of them say they treated."),
        ),
        hides=(
            mark("How many missions there were: these are the missions we found published."),
            mark("What became of those who were assisted, or of their communities."),
            mark(
                "Whether missions grew: they differ in days, places and in what counts as a "
                "patient."
            ),
            mark("Anything on crime: none of these figures describes it."),
        ),
    ),
    Case(
        id="counter-terrorism",
        title=mark("Joint counter-terrorism efforts"),
        about=mark(
            "What is published of joint work against terrorism: the record of the Global "
            "Counterterrorism Forum (GCTF), what EMPACT and Eurojust print on it, if anything, "
            "and operations that somebody reported."
        ),
        wanted=Wanted(crime_areas=(TERRORISM,)),
        record_of=(GCTF,),
        figures_of=("empact", "eurojust"),
        shows=(mark("Who led the forum, in how many groups, as dated; nothing later was found."),),
        hides=(
            mark("Results: meetings and groups are work done, not cases solved."),
            mark("Whether terrorism became less likely; rare events are no measure of prevention."),
        ),
    ),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Told:
    """What one version holds on a case; every part may be empty.

    Attributes:
        operations: of `explorer.operations`.
        printed: the published totals on the case's crime areas that have a value.
        silent: of whom no such total was found.
        record: the published totals of those whose record is told.
        milestones: theirs, oldest first.
    """

    operations: pl.DataFrame
    printed: tuple[Series, ...]
    silent: tuple[str, ...]
    record: tuple[Series, ...]
    milestones: pl.DataFrame

    @property
    def empty(self) -> bool:
        """Whether the version holds nothing on the case."""
        return not (self.printed or self.record) and (
            self.operations.is_empty() and self.milestones.is_empty()
        )


def told(source: Source, case: Case) -> Told:
    """Gather what a version holds on a case, whatever the filters of other pages say.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    held = [each for each in case.figures_of if each in source.partnerships[PARTNERSHIP]]
    found = {each: [*_totals(source, each, case.wanted.crime_areas)] for each in held}
    return Told(
        operations=operations(source, case.wanted),
        printed=tuple(each for every in found.values() for each in every),
        silent=tuple(each for each, every in found.items() if not every),
        record=tuple(each for whose in case.record_of for each in _totals(source, whose, ())),
        milestones=source.milestones.filter(
            col(Milestones.partnership_id).is_in(case.record_of)
        ).sort(name(Milestones.date)),
    )


def by_host(found: pl.DataFrame) -> pl.DataFrame:
    """List missions by the country that received them, oldest first; one of several stands at each.

    Args:
        found: a frame of `explorer.operations`.

    Returns:
        Its columns, then country; what names no host before its lead is left out.
    """
    hosts = [_hosts(row) for row in found.iter_rows(named=True)]
    return (
        found.with_columns(pl.Series(COUNTRY, hosts, dtype=pl.List(pl.String)))
        .explode(COUNTRY)
        .drop_nulls(COUNTRY)
        .sort(FIRST_DAY, LAST_DAY, COUNTRY)
    )


def with_figure(
    source: Source, found: pl.DataFrame, series_: str, figure: tuple[str, str]
) -> pl.DataFrame:
    """Return the operations of a series of which a figure was found.

    Args:
        source: the version.
        found: a frame of `explorer.operations`.
        series_: the series' name.
        figure: column and unit.
    """
    known = editions(source, found, series_, figure).drop_nulls(VALUE)
    return found.join(known, on=OPERATION, how="semi", maintain_order="left")


def _hosts(row: Mapping[str, Any]) -> list[str]:
    named = str(row[name(JointOperations.countries)] or "").split(LIST_SEPARATOR)
    lead = row[name(JointOperations.lead)]
    return named[: named.index(lead)] if lead in named else []


def _totals(source: Source, whose: str, crime_areas: tuple[str, ...]) -> Iterator[Series]:
    """Yield the published totals that a partnership has on these crime areas, or at all."""
    for indicator in printed(source, whose):
        found = series(
            source,
            Query(indicator=indicator, partnerships=(whose,), crime_areas=crime_areas),
        )
        on_them = col(PublishedTotals.crime_area).is_in(crime_areas) if crime_areas else True
        if not found.frame.drop_nulls(VALUE).filter(on_them).is_empty():
            yield found
