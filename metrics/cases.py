"""Case studies: which figures tell of one, and what they can and cannot show."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.explorer import Wanted, operations
from metrics.series import Query, Series, series
from metrics.source import Source
from metrics.values import PARTNERSHIP, VALUE
from validation.contracts.milestones import Milestones
from validation.contracts.operation_results import OperationResults
from validation.fields import col, name
from validation.text import mark

TERRORISM: Final = "terrorism"
PACIFIC_ANGEL: Final = "pacific-angel"
GCTF: Final = "gctf"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A published total: whose, of what, and on which crimes alone."""

    partnership: str
    indicator: str
    crime_areas: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case study.

    Attributes:
        id: as a link names it.
        title: its name.
        about: what it is and what it is not, in plain words.
        wanted: which operations belong to it.
        edition_figure: series, column and unit of what is drawn edition by edition, if anything.
        printed: the published totals that tell of it.
        milestones: whose milestones tell of it.
        shows: what the figures can show.
        hides: what they cannot.
    """

    id: str
    title: str
    about: str
    wanted: Wanted
    edition_figure: tuple[str, tuple[str, str]] | None = None
    printed: tuple[Printed, ...] = ()
    milestones: tuple[str, ...] = ()
    shows: tuple[str, ...]
    hides: tuple[str, ...]


CASES: Final = (
    Case(
        id=PACIFIC_ANGEL,
        title=mark("Operation Pacific Angel"),
        about=mark(
            "A humanitarian exercise of the United States Pacific Air Forces with host nations: "
            "medical care, engineering and exchange of expertise. It is no law enforcement. It "
            "stands here as a case of cooperation between many nations."
        ),
        wanted=Wanted(partnerships=(PACIFIC_ANGEL,)),
        edition_figure=("Pacific Angel", (name(OperationResults.people_assisted), mark("persons"))),
        shows=(
            mark("Where and when missions took place, as far as somebody published it."),
            mark("How many patients a mission says it treated; bounds are drawn as bounds."),
            mark(
                "Which nations the page on a mission names; it does not say that these are all, or "
                "what each of them did."
            ),
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
            "What is published of working together against terrorism: how the Global "
            "Counterterrorism Forum is made up and what it decided, meetings in which Eurojust "
            "coordinated cases of terrorism, and operations against it that somebody reported."
        ),
        wanted=Wanted(crime_areas=(TERRORISM,)),
        printed=(
            Printed(
                partnership="eurojust",
                indicator="published_coordination_meetings",
                crime_areas=(TERRORISM,),
            ),
            Printed(partnership=GCTF, indicator="published_working_groups"),
        ),
        milestones=(GCTF,),
        shows=(
            mark("That a forum stands, who leads it, and in how many groups it works."),
            mark("How many meetings on cases of terrorism Eurojust says it held in a year."),
        ),
        hides=(
            mark(
                "Results: of the forum no figure on what its work led to was found, and meetings "
                "are work done, not cases solved."
            ),
            mark("Whether terrorism became less likely; rare events are no measure of prevention."),
            mark("EMPACT's part: no figure on terrorism was found in its published results."),
        ),
    ),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Told:
    """What one version holds on a case; every part may be empty.

    Attributes:
        operations: of `explorer.operations`.
        printed: the published totals that have a value.
        milestones: rows of milestones, oldest first.
    """

    operations: pl.DataFrame
    printed: tuple[Series, ...]
    milestones: pl.DataFrame

    @property
    def empty(self) -> bool:
        """Whether the version holds nothing on the case."""
        return self.operations.is_empty() and not self.printed and self.milestones.is_empty()


def told(source: Source, case: Case) -> Told:
    """Gather what a version holds on a case, whatever the filters of other pages say.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    asked = (
        series(
            source,
            Query(
                indicator=each.indicator,
                partnerships=(each.partnership,),
                crime_areas=each.crime_areas,
            ),
        )
        for each in case.printed
        if each.partnership in source.partnerships[PARTNERSHIP]
    )
    return Told(
        operations=operations(source, case.wanted),
        printed=tuple(found for found in asked if found.frame[VALUE].is_not_null().any()),
        milestones=source.milestones.filter(
            col(Milestones.partnership_id).is_in(case.milestones)
        ).sort(name(Milestones.date)),
    )
