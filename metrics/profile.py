"""One partnership: what is known of it, what is not, and everything that is measured."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from metrics.cards import by_pillar, cards
from metrics.catalogue import INDICATORS
from metrics.catalogue.published import PREFIX
from metrics.checked import Checked, checked, with_checked
from metrics.errors import UnknownPartnership
from metrics.explorer import Wanted, operations
from metrics.findings import Finding, findings
from metrics.nearest import nearest
from metrics.offered import printed
from metrics.series import Query, milestones_of, names
from metrics.source import Provenance, Source, read_together
from metrics.targets import Goal
from metrics.values import INDICATOR, PARTNERSHIP, PILLAR
from validation.cells import LIST_SEPARATOR
from validation.codes import ALL, Pillar
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.partnerships import Partnerships
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.sources import Sources
from validation.fields import col, name
from validation.parties import ORGANISATIONS
from validation.periods import Grain, Period
from validation.text import mark

_SELECTION: Final = "selection"
_REPLY_TIMES: Final = f"{PREFIX}first_line_response_days"
_UNKNOWN: Final = {
    name(Partnerships.established): mark("When it was set up."),
    name(Partnerships.members): mark("Who its members are today."),
    name(Partnerships.objective): mark("What it was set up to do."),
    name(Partnerships.reference_url): mark("Where it describes itself."),
    name(Partnerships.source): mark("A source for these facts."),
}
NO_PAIRS: Final = mark("Who exchanged how much with whom.")
NO_REPLIES: Final = mark("How fast replies came.")
NO_TARGETS: Final = mark("Targets.")
NO_MILESTONES: Final = mark("Milestones.")
NO_AGREEMENTS: Final = mark("Agreements.")
ONLY_FOUND: Final = mark(
    "How many operations there were: only those that somebody found published are listed."
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """One partnership.

    Attributes:
        facts: its row of partnerships, text by column; empty where not known.
        members: its members' codes; empty where open or worldwide.
        unpublished: what was read and does not tell, as marked sentences; told first.
        unknown: what was not found, published or not, as marked sentences.
        silent: the pillars on which nothing is measured or published, no operation either.
        cells: one row per indicator and line with a value: pillar, `Cards.latest`, and whether it
            is checked (`checked.with_checked`).
        findings: what the cells say, the most important first.
        points: the values of each line up to that value: pillar, then a value's columns.
        operations: those it carried out or joined, as `explorer.operations` lists them.
        milestones: its milestones and those of ALL, oldest first.
        agreements: those it belongs to and, where it is an organisation itself, those that it is
            party to, oldest first.
        goals: its targets and those of ALL.
        on_places: what the organisation that it is publishes about places: indicator → figures,
            and how many more it withheld.
        programmes: the other partnerships that this organisation leads: id → name.
        led: the organisation's code, if it led or co-led an operation; else empty.
        provenance: version, date, head of the ledger, whether simulated.
    """

    facts: dict[str, str]
    members: tuple[str, ...]
    unpublished: tuple[str, ...]
    unknown: tuple[str, ...]
    silent: tuple[Pillar, ...]
    cells: pl.DataFrame
    findings: tuple[Finding, ...]
    points: pl.DataFrame
    operations: pl.DataFrame
    milestones: pl.DataFrame
    agreements: pl.DataFrame
    goals: tuple[Goal, ...]
    on_places: dict[str, tuple[int, int]]
    programmes: dict[str, str]
    led: str
    provenance: Provenance

    @cached_property
    def checked(self) -> Checked:
        """The cells that are checked for a change."""
        return checked(self.cells)


@read_together
def profile(
    source: Source,
    partnership: str,
    *,
    period: Period | None = None,
    grain: Grain | None = None,
    crime_areas: tuple[str, ...] = (),
    countries: tuple[str, ...] = (),
) -> Profile:
    """Gather everything a version knows of one partnership; the answer is kept with the version.

    Args:
        source: the version.
        partnership: its id.
        period: the last period to look at; open if None.
        grain: quarter or year; None for each line's finest.
        crime_areas: only these; all if empty.
        countries: only these; all if empty.

    Raises:
        UnknownPartnership: the version has none of that id.
        WarehouseError: the warehouse cannot be read.
    """
    query = Query(
        indicator="",
        partnerships=(partnership,),
        grain=grain,
        to_period=period,
        crime_areas=crime_areas,
        countries=countries,
    )
    return source.remember(("profile", query), lambda: _profile(source, partnership, query))


def _profile(source: Source, partnership: str, query: Query) -> Profile:
    found = source.partnerships.filter(pl.col(PARTNERSHIP) == partnership)
    if found.is_empty():
        raise UnknownPartnership(
            partnership=partnership,
            version=source.number,
            nearest=nearest(partnership, names(source)),
        )
    facts = {column: str(value or "") for column, value in found.row(0, named=True).items()}
    members = source.members.filter(pl.col(PARTNERSHIP) == partnership)
    returned = (each.id for each in INDICATORS.values() if not each.published)
    told = [INDICATORS[each] for each in (*returned, *printed(source, partnership))]
    every = by_pillar([(each.pillar, cards(source, each, query)) for each in told])
    cells = with_checked(every.latest, query.to_period)
    goals = tuple(goal for goal in source.goals if goal.partnership in {ALL, partnership})
    milestones = milestones_of(source, {partnership})
    agreements = _agreements(source, partnership)
    wanted = Wanted(
        partnerships=(partnership,), crime_areas=query.crime_areas, countries=query.countries
    )
    listed = operations(source, wanted)
    itself = _itself(partnership, names(source))
    on_places = _on_places(source, itself)
    led = next((each for each in itself if operations(source, Wanted(lead=each)).height), "")
    held = {Pillar.OPERATIONS: listed.height or led, Pillar.COMMUNITIES: on_places}
    told_on = {*every.latest[PILLAR], *(each.value for each, some in held.items() if some)}
    silent = tuple(each for each in Pillar if each.value not in told_on)
    lists = {
        NO_TARGETS: len(goals),
        NO_MILESTONES: milestones.height,
        NO_AGREEMENTS: agreements.height,
    }
    return Profile(
        facts=facts,
        members=tuple(members[members.columns[1]]),
        unpublished=(*_not_exchanged(every.latest, silent), *_only_found(facts, listed)),
        unknown=(
            *(says for says, held in lists.items() if not held),
            *(says for column, says in _UNKNOWN.items() if not facts[column]),
        ),
        silent=silent,
        cells=cells,
        findings=findings(cells, query),
        points=every.points,
        operations=listed,
        milestones=milestones,
        agreements=agreements,
        goals=goals,
        on_places=on_places,
        programmes=_programmes(source, partnership, itself),
        led=led,
        provenance=source.provenance,
    )


def _agreements(source: Source, partnership: str) -> pl.DataFrame:
    """Return the agreements of a partnership, and those of the organisation that it is."""
    parties = col(Agreements.parties).str.split(LIST_SEPARATOR)
    party = parties.list.set_intersection(_itself(partnership, names(source))).list.len() > 0
    found = source.rows(AGREEMENTS).filter((pl.col(PARTNERSHIP) == partnership) | party)
    return found.sort(col(Agreements.signed), col(Agreements.name), nulls_last=True)


def _on_places(source: Source, itself: Collection[str]) -> dict[str, tuple[int, int]]:
    """Count the figures about places that the organisation itself publishes, by indicator.

    Those with a value, and those withheld.
    """
    names_of_it = {text for code in itself for text in (code, ORGANISATIONS.label(code))}
    its_own = source.sources.filter(col(Sources.publisher).is_in(names_of_it))
    read = col(PublishedTotals.source).is_in(its_own[name(Sources.source_id)].implode())
    found = source.published.filter(col(PublishedTotals.partnership_id).is_null() & read)
    value = col(PublishedTotals.value)
    counts = found.group_by(pl.lit(PREFIX) + col(PublishedTotals.measure).cast(pl.String)).agg(
        value.count().alias("figures"), value.null_count().alias("withheld")
    )
    return {each: (figures, withheld) for each, figures, withheld in sorted(counts.iter_rows())}


def _programmes(source: Source, partnership: str, itself: Collection[str]) -> dict[str, str]:
    """Name the other partnerships that the organisation leads."""
    found = source.partnerships.filter(
        col(Partnerships.lead_organisation).cast(pl.String).is_in(itself)
        & (pl.col(PARTNERSHIP) != partnership)
    )
    return dict(found.select(PARTNERSHIP, name(Partnerships.name)).sort(pl.all()).iter_rows())


def _itself(partnership: str, known: Collection[str]) -> list[str]:
    """Return the code of the organisation that a partnership is, as its id spells it.

    An id may begin with it, as eu-lisa-sis does with EULISA, unless that is a partnership too:
    what UNODC signed is not what a programme of it signed.
    """
    words = partnership.split("-")
    spelt = {"".join(words[:end]): "-".join(words[:end]) for end in range(1, len(words) + 1)}
    return [
        code
        for code in ORGANISATIONS.values
        if (begin := spelt.get(code.lower().replace("_", "")))
        and (begin == partnership or begin not in known)
    ]


def _not_exchanged(cells: pl.DataFrame, silent: tuple[Pillar, ...]) -> Iterator[str]:
    """Say what published totals leave open; where exchange is silent as a whole, that says it."""
    told = [INDICATORS[each] for each in cells[INDICATOR]]
    returned = any(each.pillar == Pillar.EXCHANGE and not each.published for each in told)
    if returned or Pillar.EXCHANGE in silent:
        return
    yield NO_PAIRS
    if _REPLY_TIMES not in {each.id for each in told}:
        yield NO_REPLIES


def _only_found(facts: dict[str, str], listed: pl.DataFrame) -> Iterator[str]:
    """Say that operations are a selection, where there is one at all."""
    if listed.height and facts[name(Partnerships.operations_coverage)] == _SELECTION:
        yield ONLY_FOUND
