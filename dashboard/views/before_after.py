"""Before and after: one milestone, evaluated, with what the comparison cannot tell."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import (
    choices,
    components,
    evaluating,
    evaluation_story,
    evaluation_words,
    figure_view,
    labels,
    link,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from metrics.candidates import (
    REFUSALS,
    Candidate,
    Event,
    candidates,
    comparable,
    declared,
    events,
    opening,
)
from metrics.catalogue import INDICATORS
from metrics.evaluations import Answer, Question, evaluate
from metrics.series import Query
from validation.codes import ALL
from validation.periods import QUARTER
from validation.text import mark

TITLE: Final = mark("Before and after")
_ABOUT: Final = mark(
    "A straight line is drawn through a series before a milestone and carried on beyond it: how "
    "far the values after it lie from that line is set against how far chance would take them. "
    "It says whether the series moved at that time; it never says that the milestone moved it."
)
_PRINTED: Final = mark(
    "Nothing here can be compared before and after a milestone: what is published are totals as "
    "printed, whose counting may change from year to year, operations that somebody chose to "
    "publish, and figures of places."
)
_INSTEAD: Final = mark(
    "The simulated example, under Workspace, shows the page at work; the milestones themselves are "
    "on the page Partnership."
)
_JOIN: Final = ";"
_AREA: Final = f"{choices.CRIME_AREA.key}:"


def page(context: Context) -> None:
    """Let a reader choose a milestone and an indicator, and tell what the comparison finds."""
    st.title(tr(TITLE))
    st.markdown(tr(_ABOUT))
    if not evaluating.possible(context, _PRINTED, instead=_INSTEAD):
        return
    chosen = context.filters
    query = _query(context)
    told = {each: events(context.source, each) for each in chosen.chosen}
    told = {each: found for each, found in told.items() if found}
    if not told:
        components.empty(
            tr(mark("No milestone of these partnerships is recorded here.")),
            tr(mark("The blank table of milestones is on the page Upload.")),
        )
        return
    with st.spinner(tr(mark("Looking for what can be compared …"))):
        first = opening(context.source, query, tuple(told))
    asked, found = _choose(context, query, told, first)
    if asked is None:
        components.empty(
            tr(mark("There is no series to compare for this choice.")),
            tr(mark("Choose another partnership, or clear the filters.")),
        )
        return
    with st.spinner(tr(mark("Fitting the lines, and trying every other date …"))):
        answer = evaluate(context.source, asked)
    _result(context, answer, others=any(not each.refusal for each in found))
    _not_compared(found)


def _query(context: Context) -> Query:
    chosen = context.filters
    return Query(
        indicator="",
        grain=None if chosen.grain == QUARTER else chosen.grain,
        from_period=chosen.start,
        to_period=chosen.period,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )


def _choose(
    context: Context,
    query: Query,
    told: dict[str, tuple[Event, ...]],
    first: tuple[str, Event, Candidate] | None,
) -> tuple[Question | None, tuple[Candidate, ...]]:
    """Let a reader choose; what can be compared stands first and is chosen unless told."""
    names = context.filters.offered.partnerships
    slots = st.columns(2) + st.columns(2)
    with slots[0]:
        whose = link.one(
            choices.WITHIN, {each: names[each] for each in told}, default=first[0] if first else ""
        )
    by_code = {each.code: each for each in told[whose]}
    opened = first if first and first[0] == whose else opening(context.source, query, (whose,))
    with slots[1]:
        code = link.one(
            choices.MILESTONE,
            {each.code: _event_label(each) for each in by_code.values()},
            default=opened[1].code if opened else "",
        )
    mine = replace(query, partnerships=(whose,))
    found = candidates(context.source, mine, by_code[code])
    if not found:
        return None, found
    by_line = {_JOIN.join((each.indicator, *each.line)): each for each in found}
    with slots[2]:
        line = link.one(
            choices.INDICATOR,
            {each: _line_label(candidate) for each, candidate in by_line.items()},
            default=_expected(by_line, by_code[code]),
        )
    candidate = by_line[line]
    others = comparable(context.source, mine, by_code[code], candidate, tuple(names))
    with slots[3]:
        other = link.one(
            choices.COMPARISON,
            {
                "": tr(mark("nothing")),
                **{each: names[each] for each in others},
                **_areas(context, candidate),
            },
        )
    area = other.removeprefix(_AREA) if other.startswith(_AREA) else ""
    asked = Question(
        query=replace(mine, indicator=candidate.indicator),
        event=by_code[code],
        line=candidate.line,
        comparison="" if area else other,
        area=area,
    )
    return asked, found


def _areas(context: Context, candidate: Candidate) -> dict[str, str]:
    """Offer the other crime areas, where the filter row chose one and the indicator has them."""
    column = choices.CRIME_AREA.key
    chosen = context.filters.crime_areas
    if len(chosen) != 1 or column not in INDICATORS[candidate.indicator].cuts:
        return {}
    return {
        f"{_AREA}{each}": labels.code_label(column, each)
        for each in context.filters.offered.crime_areas
        if each not in chosen
    }


def _event_label(event: Event) -> str:
    label = f"{labels.day_label(event.day)}: {event.label}"
    if event.partnership == ALL:
        return tr(mark("{label} (all partnerships)"), label=label)
    return label


def _line_label(candidate: Candidate) -> str:
    """Name a line, and how far it can be compared."""
    named = evaluation_words.line_name(candidate.indicator, candidate.line)
    if candidate.refusal:
        return tr(mark("{name} – not compared"), name=named)
    return named if candidate.tested else tr(mark("{name} – too short to test"), name=named)


def _expected(by_line: dict[str, Candidate], event: Event) -> str:
    """Return what the milestone was expected to move, if it can be compared; else the first."""
    named = (
        code
        for code, each in by_line.items()
        if each.indicator == event.indicator and not each.refusal
    )
    return next(named, next(iter(by_line)))


def _result(context: Context, answer: Answer, *, others: bool) -> None:
    """Tell what was found: sentences, the lines, the same at other dates, and the limits."""
    line, found = answer.line, answer.found
    if answer.refusal or line is None or found is None:
        before, after = (found.before, found.after) if found else (0, 0)
        then = (
            mark("Choose another indicator or milestone: what can be compared stands first.")
            if others
            else mark("Nothing of this partnership can be compared here: choose another milestone.")
        )
        components.empty(evaluation_words.why(answer.refusal, before, after), tr(then))
        return
    st.markdown(" ".join(evaluation_words.sentences(answer, found)))
    form = ("before and after", str(answer.question))
    figure_view.bare(
        context, form, lambda: evaluation_story.figure(answer, line, found, context.source)
    )
    if found.placebo.dates:
        figure_view.bare(
            context,
            ("other dates", *form),
            lambda: evaluation_story.placebo_figure(answer, line, found, context.source),
        )
    st.header(tr(mark("What this cannot tell")))
    components.bullets([*map(tr, evaluation_words.CANNOT), evaluation_words.wrong()])


def _not_compared(found: tuple[Candidate, ...]) -> None:
    """List what is not compared, and why."""
    with st.expander(tr(mark("What is not compared here, and why"))):
        told = [
            (evaluation_words.line_name(each.indicator, each.line), evaluation_words.refusal(each))
            for each in found
            if each.refusal
        ]
        told += [
            (tr(each.name), tr(REFUSALS[declared(each)]))
            for each in INDICATORS.values()
            if declared(each) and not each.published
        ]
        components.plain_table(
            {
                tr(mark("Indicator")): [name for name, _ in told],
                tr(mark("Why")): [why for _, why in told],
            }
        )


VIEW: Final = View(address="before-and-after", title=TITLE, menu=Menu.EVALUATE, place=30, page=page)
