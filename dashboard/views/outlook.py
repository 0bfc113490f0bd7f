"""Outlook: where a workload is heading if it goes on as it did, and how wrong that has been."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import choices, components, evaluating, figure_view, link, outlook_story
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.methods.outlook import FEWEST
from metrics.outlooks import FORECASTABLE, Foretold, foretold, lengths
from metrics.series import Query
from validation.periods import QUARTER
from validation.text import mark

TITLE: Final = mark("Outlook")
_ABOUT: Final = mark(
    "A workload is carried on by four quarters from its own past: by the mean of three methods, or "
    "by one of them where it foretold that past clearly better. How wrong it was stands beside it; "
    "from twenty whole quarters on there is an outlook, with fewer there is none."
)
_PRINTED: Final = mark(
    "There is no outlook here: nobody was found to publish twenty quarters of messages or requests "
    "in a row, and totals as printed are never carried on."
)
_INSTEAD: Final = mark("The simulated example, under Workspace, shows the page at work.")


def page(context: Context) -> None:
    """Let a reader choose a workload, and show what it would be if it went on as it did."""
    st.title(tr(TITLE))
    st.markdown(tr(_ABOUT))
    if not evaluating.possible(context, _PRINTED, instead=_INSTEAD):
        return
    asked = _choose(context)
    with st.spinner(tr(mark("Foretelling the past from each of its quarters …"))):
        told = foretold(context.source, asked)
    _result(context, told)


def _choose(context: Context) -> Query:
    """Let a reader choose partnership and workload; those with an outlook are chosen first."""
    chosen = context.filters
    left, right = st.columns(2)
    with right:
        indicator = link.one(choices.INDICATOR, {each.id: tr(each.name) for each in FORECASTABLE})
    query = Query(
        indicator=indicator,
        grain=QUARTER,
        from_period=chosen.start,
        to_period=chosen.period,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )
    long = lengths(context.source, query)
    ready = [each for each in chosen.chosen if long.get(each, 0) >= FEWEST]
    with left:
        whose = link.one(
            choices.WITHIN,
            {each: _label(context, each, ready=each in ready) for each in chosen.chosen},
            default=next(iter(ready), ""),
        )
    return replace(query, partnerships=(whose,))


def _label(context: Context, partnership: str, *, ready: bool) -> str:
    name = context.filters.offered.partnerships[partnership]
    return name if ready else tr(mark("{name} – too few whole quarters"), name=name)


def _result(context: Context, told: Foretold) -> None:
    """Tell what is foretold and how wrong it has been, or why there is no outlook."""
    found = told.found
    if told.lacking or found is None:
        components.empty(
            outlook_story.lacking(told),
            tr(mark("Choose another partnership, an earlier start, or fewer filters.")),
        )
        return
    st.markdown(outlook_story.sentence(told, found))
    figure_view.bare(
        context,
        ("outlook", str(told.series.query)),
        lambda: outlook_story.figure(told, found, context.source),
    )
    st.header(tr(mark("What this cannot tell")))
    components.bullets(map(tr, outlook_story.CANNOT))


VIEW: Final = View(address="outlook", title=TITLE, menu=Menu.EVALUATE, place=40, page=page)
