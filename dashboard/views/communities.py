"""Communities: what is known of the places where partnerships work."""

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
ON_PLACES: Final = mark("These describe the places, not what the partnership caused.")


def page(context: Context) -> None:
    """Show what is measured in places, and what is published about them."""
    st.title(tr(TITLE))
    st.markdown(f"**{tr(ON_PLACES)}**")
    measured = pillar_page.measured(context, Pillar.COMMUNITIES)
    published = printed(context.source, "")
    if not measured and not published:
        components.nothing()
    if measured:
        pillar_page.over_time(context, Pillar.COMMUNITIES)
    if published:
        _published(context, published)


def _published(context: Context, published: tuple[str, ...]) -> None:
    """Draw one measure in one place, both the reader's choice."""
    st.header(tr(mark("What is published about places")))
    pillar_page.as_printed()
    chosen = context.filters
    left, right = st.columns(2)
    with left:
        measure = link.one(choices.MEASURE, {each: tr(INDICATORS[each].name) for each in published})
    told = places(context.source, measure)
    found = [each for each in told if not chosen.countries or each in chosen.countries]
    if not found:
        components.nothing()
        return
    named = sorted(found, key=_place)
    with right:
        place = link.one(choices.PLACE, {each: _place(each) for each in named}, default=found[0])
    asked = Query(
        indicator=measure,
        from_period=chosen.start,
        to_period=chosen.period,
        crime_areas=chosen.crime_areas,
        countries=(place,),
    )
    figure_view.over_time(context, series(context.source, asked), wide=True)


def _place(code: str) -> str:
    """Name a place."""
    return tr(mark("no single country")) if code == ALL else labels.party_name(code)


VIEW: Final = View(address="communities", title=TITLE, menu=Menu.UNDERSTAND, place=50, page=page)
