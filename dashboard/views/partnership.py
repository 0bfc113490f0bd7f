"""One partnership: what is not known first, then what is."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final, TypeAlias

import polars as pl
import streamlit as st

from dashboard import (
    advice_view,
    choices,
    components,
    figure_view,
    findings_view,
    labels,
    link,
    operations_story,
    partnership_cards,
    pillar_page,
    provenance,
)
from dashboard.charts.figure import Citation
from dashboard.context import Context, Menu, View
from dashboard.i18n import grouped, tr, trn
from dashboard.views import communities, operations
from metrics import explorer
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.findings import JUDGING
from metrics.profile import Profile, profile
from metrics.series import series
from validation.cells import LIST_SEPARATOR
from validation.codes import MILESTONE_KINDS, PARTNERSHIP_KINDS, PILLARS, PUBLISHED, RECORDS
from validation.contracts.agreements import Agreements
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.fields import name
from validation.parties import COUNTRIES
from validation.pillar_codes import AGREEMENT_KINDS
from validation.text import mark

TITLE: Final = mark("Partnership")
ADDRESS: Final = "partnership"
_KIND: Final = name(Partnerships.kind)
_LEAD: Final = name(Partnerships.lead_organisation)

Cited: TypeAlias = Mapping[str, Citation]


def page(context: Context) -> None:
    """Show the profile, findings, one chart, a card for each indicator, agreements, milestones."""
    names = context.filters.offered.partnerships
    if not names:
        components.no_data()
        return
    options = {each: names[each] for each in context.filters.chosen}
    partnership = link.one(choices.PARTNERSHIP, options)
    found = profile(
        context.source,
        partnership,
        period=context.filters.period,
        grain=context.filters.grain,
        crime_areas=context.filters.crime_areas,
        countries=context.filters.countries,
    )
    cited = provenance.publications(context.source)
    st.title(found.facts[name(Partnerships.name)])
    _profile(found, cited)
    _findings(context, found)
    _series(context, partnership, found)
    partnership_cards.cards(found, cited)
    _operations(context, partnership, found.operations)
    _agreements(found, cited)
    _recommendations(context, partnership)
    _milestones(found, cited)


def _profile(found: Profile, cited: Cited) -> None:
    """Say what is not published or not found, then what is, each with who says so."""
    _untold(found)
    facts = found.facts
    members = sorted(tr(COUNTRIES.label(each)) for each in found.members)
    source = facts[name(Partnerships.source)]
    components.facts(
        {
            tr(mark("Kind")): _classed(found, PARTNERSHIP_KINDS.label(facts[_KIND])),
            tr(mark("Lead")): _classed(found, labels.code_label(_LEAD, facts[_LEAD])),
        }
    )
    components.facts(
        {
            tr(mark("Since")): _since(facts),
            tr(mark("Until")): facts[name(Partnerships.ended)],
            tr(mark("Members")): ", ".join(members),
            tr(mark("Objective")): facts[name(Partnerships.objective)],
        },
        said_by=cited.get(source),
    )
    told = [pillar for pillar in PILLARS.values if pillar not in found.silent]
    components.facts(
        {
            tr(mark("Record")): tr(RECORDS.label(facts[name(Partnerships.record)])),
            tr(mark("Figures on")): ", ".join(tr(PILLARS.label(each)) for each in told),
            tr(mark("Source")): _source(source, cited),
            tr(mark("Its own page")): facts[name(Partnerships.reference_url)],
        }
    )
    _elsewhere(found)


def _counted(indicator: str, figures: int, withheld: int) -> str:
    """Name a measure with the number of its figures, and of those that were withheld."""
    text = trn(
        mark("{measure}, {n} figure"),
        mark("{measure}, {n} figures"),
        figures,
        measure=tr(INDICATORS[indicator].name),
    )
    return f"{text}{tr(mark(', {n} withheld'), n=grouped(withheld))}" if withheld else text


def _elsewhere(found: Profile) -> None:
    """Lead to what is held of an organisation, and stands on other pages than its own."""
    figures = {
        _counted(each, *numbers): f"{communities.ADDRESS}?{link.afresh((choices.MEASURE, each))}"
        for each, numbers in found.on_places.items()
    }
    if figures:
        components.doors(tr(mark("It publishes figures about places:")), figures)
    if found.programmes:
        components.doors(
            tr(mark("It leads, with a page of their own:")),
            {
                labels.short_name(text): f"{ADDRESS}?{link.afresh((choices.PARTNERSHIP, each))}"
                for each, text in found.programmes.items()
            },
        )
    if found.led:
        led = link.afresh((choices.LEAD, found.led))
        components.doors(
            tr(mark("It led or co-led operations:")),
            {tr(operations.TITLE): f"{operations.ADDRESS}?{led}"},
        )


def _untold(found: Profile) -> None:
    """List what was read and does not tell apart from what nobody may have looked for."""
    unknown = [tr(each) for each in found.unknown]
    if found.silent:
        pillars = ", ".join(tr(PILLARS.label(each)) for each in found.silent)
        unknown.append(tr(mark("Figures on these sides of it: {pillars}."), pillars=pillars))
    not_found = (
        mark("**Not found by us** (it may be published all the same)")
        if found.facts[name(Partnerships.record)] == PUBLISHED
        else mark("**Not recorded here**")
    )
    lists = {
        mark("**Not published in what was read**"): [tr(each) for each in found.unpublished],
        not_found: unknown,
    }
    for heading, says in lists.items():
        if says:
            st.markdown("\n".join([tr(heading), "", *(f"- {each}" for each in says)]))


def _since(facts: Mapping[str, str]) -> str:
    """Write when it was set up, with what must be known of that date."""
    day, note = (
        facts[name(each)] for each in (Partnerships.established, Partnerships.established_note)
    )
    return tr(mark("{day} ({note})"), day=day, note=note) if day and note else day


def _classed(found: Profile, label: str) -> str:
    """Write what a code says; of a partnership known from publications the code is ours."""
    if found.facts[name(Partnerships.record)] != PUBLISHED or not label:
        return tr(label)
    return tr(mark("{text} (our classification)"), text=tr(label))


def _source(source: str, cited: Cited) -> str:
    """Name a source in full, with its date and how close it is to its publisher."""
    if source not in cited:
        return provenance.source_names(source, ())
    found = cited[source]
    aside = ", ".join(filter(None, (found.published, found.tier)))
    return f"{found.name} ({aside})"


def _findings(context: Context, found: Profile) -> None:
    """Show what signals and targets say of it; the cards below tell every figure."""
    told = [each for each in found.findings if each.kind in JUDGING]
    if not told and found.findings and context.source.provenance.published:
        findings_view.nothing_to_judge()
    if told:
        period = context.filters.period
        st.header(tr(mark("Findings")))
        findings_view.counted(
            found.checked, labels.period_label(period.code) if period else tr(mark("today"))
        )
        findings_view.listed(told, ADDRESS)


def _series(context: Context, partnership: str, found: Profile) -> None:
    """Draw one indicator of the partnership over time, the reader's choice."""
    ids = map(str, found.cells[columns.INDICATOR].unique(maintain_order=True))
    names = {each: tr(INDICATORS[each].name) for each in ids}
    if not names:
        return
    st.header(tr(mark("Over time")), anchor=findings_view.PLACE)
    indicator = link.one(choices.INDICATOR, names)
    if INDICATORS[indicator].published:
        drawn = pillar_page.as_a_whole(context, partnership, indicator)
    else:
        query = pillar_page.query(context, indicator, partnerships=(partnership,))
        drawn = series(context.source, query)
    figure_view.over_time(context, drawn, wide=True)


def _operations(context: Context, partnership: str, found: pl.DataFrame) -> None:
    """List the operations it carried out or joined, and lead to their page."""
    if found.is_empty():
        return
    st.header(tr(mark("Its operations")))
    if explorer.found_only(context.source, (partnership,)):
        st.caption(tr(operations_story.FOUND_ONLY))
    components.whole_table(
        operations_story.listed(found, context.source), links=(tr(mark("Address")),)
    )
    only = link.to(choices.PARTNERSHIPS, partnership)
    components.doors(
        tr(mark("Look into them:")), {tr(mark("Operations")): f"{operations.ADDRESS}?{only}"}
    )


def _agreements(found: Profile, cited: Cited) -> None:
    if found.agreements.is_empty():
        return
    st.header(tr(mark("Agreements")))
    st.caption(tr(mark("Those that were found; where a day is empty, it was not found.")))
    rows = found.agreements.iter_rows(named=True)
    components.entries(_agreement(row, cited) for row in rows)


def _recommendations(context: Context, partnership: str) -> None:
    """List what it was advised to do, and what became of that."""
    found = advice_view.chosen(context, (partnership,))
    if found.height:
        advice_view.listed(context, found, page=VIEW.address)


def _agreement(row: Mapping[str, Any], cited: Cited) -> components.Entry:
    parties = row[name(Agreements.parties)].split(LIST_SEPARATOR)
    days = {
        mark("signed {day}"): row[name(Agreements.signed)],
        mark("in force {day}"): row[name(Agreements.in_force)],
        mark("ended {day}"): row[name(Agreements.ended)],
    }
    return components.Entry(
        above=" · ".join(tr(form, day=day) for form, day in days.items() if day),
        title=_read_in(row[name(Agreements.name)], row[name(Agreements.source)], cited),
        aside=(
            tr(AGREEMENT_KINDS.label(row[name(Agreements.kind)])),
            ", ".join(labels.party_name(each) for each in parties),
        ),
        note=row[name(Agreements.objective)] or "",
    )


def _milestones(found: Profile, cited: Cited) -> None:
    if found.milestones.is_empty():
        return
    st.header(tr(mark("Milestones")))
    st.caption(tr(mark("What happened when; none is said to have caused anything.")))
    rows = found.milestones.iter_rows(named=True)
    components.entries(_milestone(row, cited) for row in rows)


def _milestone(row: Mapping[str, Any], cited: Cited) -> components.Entry:
    return components.Entry(
        above=str(row[name(Milestones.date)]),
        title=_read_in(row[name(Milestones.label)], row[name(Milestones.source)], cited),
        aside=(tr(MILESTONE_KINDS.label(row[name(Milestones.kind)])),),
    )


def _read_in(text: str, source: str, cited: Cited) -> str:
    """Write a text as HTML, with its source, if it was read in a publication."""
    told = f" {components.cite(cited[source])}" if source in cited else ""
    return f"{escape(text)}{told}"


VIEW: Final = View(address=ADDRESS, title=TITLE, menu=Menu.UNDERSTAND, place=20, page=page)
