"""One partnership: what is not known first, then what is."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    link,
    operations_story,
    pillar_page,
    provenance,
)
from dashboard.charts.formats import SHARE
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from dashboard.standing_words import change_text, standing
from dashboard.views import operations
from metrics import explorer
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.explorer import Wanted
from metrics.profile import Profile, profile
from metrics.series import series
from validation.cells import LIST_SEPARATOR
from validation.codes import (
    COUNTRIES,
    MILESTONE_KINDS,
    OWN_RETURN,
    PARTNERSHIP_KINDS,
    PILLARS,
    RECORDS,
)
from validation.contracts.agreements import Agreements
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.contracts.published_totals import PublishedTotals
from validation.fields import col, name
from validation.pillar_codes import AGREEMENT_KINDS
from validation.text import mark

TITLE: Final = mark("Partnership")
ADDRESS: Final = "partnership"
CARDS_A_ROW: Final = 3


def page(context: Context) -> None:
    """Show the profile, a card for each indicator, and milestones."""
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
    st.title(found.facts[name(Partnerships.name)])
    titles = provenance.source_titles(context.source)
    _profile(found, titles)
    _cards(found)
    _series(context, partnership, found)
    _operations(context, partnership)
    _agreements(found, titles)
    _milestones(found, titles)


def _profile(found: Profile, titles: Mapping[str, str]) -> None:
    unknown = " ".join(tr(each) for each in found.unknown)
    if unknown:
        st.markdown(tr(mark("**Not known or not published:** {unknown}"), unknown=unknown))
    facts = found.facts
    components.facts(
        {
            tr(mark("Kind")): tr(PARTNERSHIP_KINDS.label(facts[name(Partnerships.kind)])),
            tr(mark("Lead")): labels.party_name(facts[name(Partnerships.lead_organisation)]),
            tr(mark("Since")): facts[name(Partnerships.established)],
            tr(mark("Until")): facts[name(Partnerships.ended)],
            tr(mark("Members")): ", ".join(COUNTRIES.label(each) for each in found.members),
            tr(mark("Objective")): facts[name(Partnerships.objective)],
            tr(mark("Record")): tr(RECORDS.label(facts[name(Partnerships.record)])),
            tr(mark("Source")): _source(facts[name(Partnerships.source)], titles),
        }
    )


def _source(cited: str, titles: Mapping[str, str]) -> str:
    return (
        tr(mark("the partnership's own return")) if cited == OWN_RETURN else titles.get(cited, "")
    )


def _cards(found: Profile) -> None:
    """Show a card for each line; a total broken down only where none is as a whole."""
    published = pl.col(columns.INDICATOR).is_in([e.id for e in INDICATORS.values() if e.published])
    whole = (col(PublishedTotals.area) == "") & (col(PublishedTotals.crime_area) == "")
    told = found.cells.filter(~published | whole | ~whole.any().over(columns.INDICATOR))
    for pillar in PILLARS.values:
        rows = told.filter(pl.col(columns.PILLAR) == pillar)
        if rows.is_empty():
            continue
        st.header(tr(PILLARS.label(pillar)))
        cells = list(rows.iter_rows(named=True))
        for start in range(0, len(cells), CARDS_A_ROW):
            for slot, row in zip(
                st.columns(CARDS_A_ROW), cells[start : start + CARDS_A_ROW], strict=False
            ):
                slot.html(_card(row))


def _card(row: Mapping[str, Any]) -> str:
    indicator = INDICATORS[row[columns.INDICATOR]]
    line = labels.line_of(row)
    heading = tr(indicator.name) + (f" ({line})" if line else "")
    unit = "" if indicator.unit == SHARE else tr(indicator.unit)
    _, words = standing(row)
    interval = labels.interval_text(row)
    asides = [
        labels.period_label(row[columns.PERIOD]),
        tr(mark("interval {interval}"), interval=interval) if interval else "",
        change_text(row),
        labels.flags_text(row[columns.FLAGS].replace(columns.SIMULATED, "").strip(";")),
    ]
    return (
        f'<div class="card"><div class="name">{escape(heading)}</div>'
        f'<div class="figure">{escape(labels.value_text(row))} '
        f'<span class="aside">{escape(unit)}</span></div>'
        f'<div class="aside">{escape(" · ".join(part for part in asides if part))}</div>'
        f'<div class="status">{escape(words)}</div></div>'
    )


def _series(context: Context, partnership: str, found: Profile) -> None:
    """Draw one indicator of the partnership over time, the reader's choice."""
    ids = map(str, found.cells[columns.INDICATOR].unique(maintain_order=True))
    names = {each: tr(INDICATORS[each].name) for each in ids}
    if not names:
        return
    st.header(tr(mark("Over time")))
    indicator = link.one(choices.INDICATOR, names)
    if INDICATORS[indicator].published:
        drawn = pillar_page.as_a_whole(context, partnership, indicator)
    else:
        query = pillar_page.query(context, indicator, partnerships=(partnership,))
        drawn = series(context.source, query)
    figure_view.over_time(context, drawn, wide=True)


def _operations(context: Context, partnership: str) -> None:
    """List the operations it carried out or joined, and lead to their page."""
    chosen = context.filters
    wanted = Wanted(
        partnerships=(partnership,), crime_areas=chosen.crime_areas, countries=chosen.countries
    )
    found = explorer.operations(context.source, wanted)
    if found.is_empty():
        return
    st.header(tr(mark("Its operations")))
    if explorer.found_only(context.source, (partnership,)):
        st.caption(tr(operations_story.FOUND_ONLY))
    components.table(operations_story.listed(found, context.source), links=(tr(mark("Address")),))
    only = link.to(choices.PARTNERSHIPS, partnership)
    components.doors(
        tr(mark("Look into them:")), {tr(mark("Operations")): f"{operations.ADDRESS}?{only}"}
    )


def _agreements(found: Profile, titles: Mapping[str, str]) -> None:
    if found.agreements.is_empty():
        return
    st.header(tr(mark("Agreements")))
    rows = found.agreements.iter_rows(named=True)
    components.table(pl.DataFrame([_agreement(row, titles) for row in rows]))


def _agreement(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    parties = row[name(Agreements.parties)].split(LIST_SEPARATOR)
    return {
        tr(mark("Agreement")): row[name(Agreements.name)],
        tr(mark("Kind")): tr(AGREEMENT_KINDS.label(row[name(Agreements.kind)])),
        tr(mark("Parties")): "; ".join(map(labels.party_name, parties)),
        tr(mark("Signed")): labels.day_label(row[name(Agreements.signed)] or ""),
        tr(mark("In force")): labels.day_label(row[name(Agreements.in_force)] or ""),
        tr(mark("Ended")): labels.day_label(row[name(Agreements.ended)] or ""),
        tr(mark("Objective")): row[name(Agreements.objective)] or "",
        tr(mark("Source")): _source(row[name(Agreements.source)], titles),
    }


def _milestones(found: Profile, titles: Mapping[str, str]) -> None:
    if found.milestones.is_empty():
        return
    st.header(tr(mark("Milestones")))
    st.caption(tr(mark("What happened when; none is said to have caused anything.")))
    rows = found.milestones.iter_rows(named=True)
    components.table(pl.DataFrame([_milestone(row, titles) for row in rows]))


def _milestone(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    kind = name(Milestones.kind)
    return {
        tr(mark("Date")): str(row[name(Milestones.date)]),
        tr(mark("Milestone")): row[name(Milestones.label)],
        tr(mark("Kind")): tr(MILESTONE_KINDS.label(row[kind])),
        tr(mark("Source")): _source(row[name(Milestones.source)], titles),
    }


VIEW: Final = View(address=ADDRESS, title=TITLE, menu=Menu.UNDERSTAND, place=20, page=page)
