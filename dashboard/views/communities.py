"""Communities: what is known of the places where partnerships work."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import choices, components, figure_view, labels, link, pillar_page
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.catalogue import INDICATORS
from metrics.offered import places, printed
from metrics.series import Query, series
from validation.codes import ALL, Pillar
from validation.text import mark

TITLE: Final = mark("Communities")
ADDRESS: Final = "communities"
ON_PLACES: Final = mark("These describe the places, not what the partnership caused.")


def page(context: Context) -> None:
    """Show what is measured in places, and what is published about them."""
    st.title(tr(TITLE))
    st.markdown(f"**{tr(ON_PLACES)}**")
    measured = pillar_page.measured(context, Pillar.COMMUNITIES)
    published = printed(context.source, "")
    if not measured and not published:
        components.nothing(context.source.provenance)
    if measured:
        pillar_page.over_time(context, Pillar.COMMUNITIES)
    if published:
        _published(context, published)


def _published(context: Context, published: tuple[str, ...]) -> None:
    """Draw one measure in one place, both the reader's choice."""
    st.header(tr(mark("What is published about places")))
    pillar_page.as_printed()
    chosen = context.filters
    told = {each: _asked_for(context, places(context.source, each)) for each in published}
    left, right = st.columns(2)
    with left:
        named = {each: tr(INDICATORS[each].name) for each in published}
        first = next((each for each, found in told.items() if found), published[0])
        measure = link.one(choices.MEASURE, named, default=first)
    found = told[measure] or places(context.source, measure)
    if not told[measure]:
        countries = ", ".join(map(labels.party_name, chosen.countries))
        st.info(
            tr(
                mark("No figure of this was found on {countries}: all its places are offered."),
                countries=countries,
            )
        )
    ordered = sorted(found, key=_place)
    with right:
        place = link.one(choices.PLACE, {each: _place(each) for each in ordered}, default=found[0])
    _drawn(context, measure, place)


def _asked_for(context: Context, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some places that are among the countries chosen; all where none is."""
    countries = context.filters.countries
    return tuple(each for each in found if not countries or each in countries)


def _drawn(context: Context, measure: str, place: str) -> None:
    """Draw a measure in a place: of the crime areas chosen, else of all there are."""
    chosen = context.filters
    asked = Query(
        indicator=measure,
        from_period=chosen.start,
        to_period=chosen.period,
        countries=(place,),
    )
    drawn = series(context.source, replace(asked, crime_areas=chosen.crime_areas))
    if chosen.crime_areas and drawn.frame.is_empty():
        st.info(tr(mark("This is not published by the crime area chosen: all of it is shown.")))
        drawn = series(context.source, asked)
    figure_view.over_time(context, drawn, wide=True)


def _place(code: str) -> str:
    """Name a place."""
    return tr(mark("no single country")) if code == ALL else labels.party_name(code)


VIEW: Final = View(address=ADDRESS, title=TITLE, menu=Menu.UNDERSTAND, place=50, page=page)
