"""The effectiveness index: pillars by themselves, then a total and how far it would move."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import (
    choices,
    components,
    evaluating,
    figure_view,
    index_draws,
    index_steps,
    index_story,
    index_totals,
    labels,
    link,
)
from dashboard.compare_story import kind_name
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.index import WHY_NO_TOTAL, Design, Index, index
from metrics.index_moves import Moves, moves
from metrics.methods.composite import Aggregation, Normalisation
from metrics.methods.robustness import DRAWS
from validation.text import mark

TITLE: Final = mark("Effectiveness index")
_YES: Final = "yes"
_NO: Final = "no"

_PRINTED: Final = mark(
    "This workspace holds totals as organisations printed them: volumes, each counted in its own "
    "way. An index of them would rank how much is printed, not how well partnerships work, so "
    "there is none."
)


def page(context: Context) -> None:
    """Show pillar scores, then totals and how far they would move, then each step in numbers."""
    st.title(tr(TITLE))
    if not evaluating.possible(context, _PRINTED):
        return
    if context.filters.crime_areas or context.filters.countries:
        components.empty(
            tr(mark("An index is of partnerships as a whole.")),
            tr(mark("Take crime areas and countries away under More filters.")),
        )
        return
    st.markdown(tr(index_story.EXPLAINED))
    found = index(context.source, _design(context))
    if found.made is None:
        components.empty(
            tr(WHY_NO_TOTAL[found.why]),
            tr(mark("Choose another period or other weights, or upload returns.")),
        )
        return
    _said(context, found)
    key = (repr(found.design), found.period)
    figure_view.bare(
        context,
        ("index profile", *key),
        lambda: index_story.profile_figure(found),
    )
    if missing := index_steps.missing(found):
        st.caption(missing)
    st.header(tr(mark("A total, and how far it would move")))
    below = st.container()
    _steps(found)
    with below:
        _total(context, found, key)


def _design(context: Context) -> Design:
    """Let the reader choose the kind, and make each step otherwise."""
    filters = context.filters
    asked = Design(partnerships=filters.partnerships, period=filters.period)
    number = index(context.source, asked).kinds
    named = {kind: f"{kind_name(kind)} ({n})" for kind, n in number.items()}
    slots = [st.container() for _ in range(4)] if context.narrow else st.columns(4)
    with slots[0]:
        kind = link.one(choices.KIND, named)
    with slots[1]:
        scale = link.one(
            choices.SCALE,
            {each.value: tr(index_story.SCALES[each.value]) for each in Normalisation},
        )
    with slots[2]:
        means = {each.value: tr(index_story.MEANS[each.value]) for each in Aggregation}
        mean = link.one(choices.MEAN, means)
    with slots[3]:
        treated = link.one(
            choices.OUTLIERS,
            {
                _YES: tr(mark("drawn in, from 20 partnerships on")),
                _NO: tr(mark("left as they are")),
            },
        )
    weighed = link.several(
        choices.WEIGHTS, index_steps.weight_options(), tr(mark("equal within and between pillars"))
    )
    return replace(
        asked,
        kind=kind,
        normalisation=Normalisation(scale),
        aggregation=Aggregation(mean),
        treat=treated == _YES,
        weights=index_steps.weights(weighed),
    )


def _said(context: Context, found: Index) -> None:
    """Say of which year the index is, where that is not plain."""
    asked = context.filters.period
    if asked and asked.year_period().code != found.period:
        st.caption(
            tr(
                mark(
                    "An index is made of whole years. This one is of {year}: later figures are not "
                    "all there yet, or may still change."
                ),
                year=labels.period_label(found.period),
            )
        )


def _total(context: Context, found: Index, key: tuple[str, ...]) -> None:
    if found.why:
        components.empty(
            tr(WHY_NO_TOTAL[found.why]),
            tr(mark("The pillars above stand by themselves, without a rank.")),
        )
        return
    st.markdown(tr(index_totals.TOTAL_EXPLAINED))
    with st.spinner(tr(mark("Drawing the index anew 10 000 times, each way …"))):
        moved = moves(context.source, found)
    if moved is None:
        return
    figure_view.bare(
        context,
        ("index totals", *key),
        lambda: index_totals.totals_figure(
            found, moved, index_steps.not_summed(found), index_draws.drawn_how(moved, DRAWS)
        ),
    )
    _hangs_on(found, moved)


def _hangs_on(found: Index, moved: Moves) -> None:
    st.subheader(tr(index_draws.PAIRS_TITLE))
    components.plain_table(index_draws.pairs(found, moved))
    st.subheader(tr(mark("What ranks hang on")))
    if not moved.sensitivity.total.any():
        st.caption(tr(mark("No scale, weight or mean that was tried moves a rank.")))
        return
    components.plain_table(index_draws.sensitivities(moved))
    st.caption(
        tr(
            mark(
                "Of how much ranks shift from those of goalposts and arithmetic means, the share "
                "that each choice explains alone (first order), and together with whatever it acts "
                "on (total). Estimated, so a few per cent mean nothing."
            )
        )
    )


def _steps(found: Index) -> None:
    """Open each step with its numbers."""
    st.header(tr(mark("Step by step")))
    with st.expander(tr(mark("1 Which indicators enter"))):
        components.plain_table(index_steps.entering(found.design))
    with st.expander(tr(mark("2 Outliers"))):
        st.markdown(index_steps.skewed(found))
    with st.expander(tr(mark("3 One scale: value → score"))):
        components.plain_table(index_steps.scores(found))
    with st.expander(tr(mark("4 Weights"))):
        components.plain_table(index_steps.shares(found))
        st.caption(
            tr(
                mark(
                    "Where a partnership lacks an indicator, the others of that pillar take its "
                    "part, in proportion to their weights. One left out still counts among those "
                    "of which two thirds must be there."
                )
            )
        )
    with st.expander(tr(mark("5 Pillars and total"))):
        st.markdown(
            tr(
                mark(
                    "A pillar has a score where at least two thirds of its indicators are there; "
                    "what is missing is left out and never filled in, the other weights taking its "
                    "part. A partnership has a total where it has every pillar of the total. Means "
                    "of both steps: {mean}."
                ),
                mean=tr(index_story.MEANS[found.design.aggregation.value]),
            )
        )
        components.plain_table(index_steps.totals(found))
        st.caption(index_steps.added_up(found))


VIEW: Final = View(
    address="effectiveness-index", title=TITLE, menu=Menu.EVALUATE, place=20, page=page
)
