"""Before and after a milestone: what the comparison of one line finds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import cast

import numpy as np
import polars as pl

from data.queries import FIRST_VERSION
from metrics.candidates import Event, adds, alike, counts, refused
from metrics.methods import before_after, before_after_counts
from metrics.methods.arrays import Floats
from metrics.methods.before_after import Evaluation
from metrics.series import Query, Series, series
from metrics.source import Source, read_together
from metrics.whole_points import Line, lines
from validation.contracts.milestones import MILESTONES, Milestones
from validation.fields import name
from validation.periods import Period


@dataclass(frozen=True, kw_only=True)
class Question:
    """One milestone and one line of one indicator.

    Attributes:
        query: indicator, the one partnership, grain, filters, first and last period.
        event: the milestone.
        line: what tells the line from others of the indicator, beside the partnership.
        comparison: another partnership, whose same line the milestone did not touch; empty: none.
        area: another crime area than the query's, of the same partnership, to compare with instead.
    """

    query: Query
    event: Event
    line: tuple[str, ...] = ()
    comparison: str = ""
    area: str = ""


class Asked(StrEnum):
    """Whether it was said before the data that this indicator should move."""

    BEFOREHAND = "beforehand"
    LATER = "later"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """When an expected effect was recorded: in which version, of which day; none: 0."""

    asked: Asked
    version: int = 0
    day: date | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """What the comparison finds.

    Attributes:
        question: what was asked.
        series: the values of the partnership, and of the comparison.
        line: whole values, and why others take no part.
        compared: periods; the values of the comparison; empty for none.
        period: that which holds the milestone; None where it cannot be told.
        refusal: a code of `REFUSALS`; empty where there are lines.
        found: what was found; None where refused.
        recorded: whether it was asked beforehand.
        counts: whether it counts events, so that level and slope are ratios.
        adds: whether periods add up, so that a total has a meaning.
    """

    question: Question
    series: Series
    line: Line | None
    compared: Floats
    period: Period | None
    refusal: str
    found: Evaluation | None
    recorded: Recorded
    counts: bool
    adds: bool


def evaluate(source: Source, question: Question) -> Answer:
    """Compare a line before and after a milestone; the answer is kept with the version.

    Raises:
        QueryError: the question has no answer as it was asked.
        WarehouseError: the warehouse cannot be read.
    """
    return source.remember(("evaluated", question), lambda: _evaluate(source, question))


@read_together
def _evaluate(source: Source, question: Question) -> Answer:
    whose = (*question.query.partnerships, *filter(None, (question.comparison,)))
    asked = replace(question.query, partnerships=whose)
    answer = series(source, asked)
    indicator = answer.indicator
    held = lines(answer.frame, answer.dimensions)
    line = held.get((*question.query.partnerships, *question.line))
    other = _other(source, question, held)
    period = question.event.period(line.grain) if line else None
    compared = np.array([])
    refusal = refused(indicator, line, question.event)
    found = None
    if line and period and not refusal:
        line = alike(line, line.place(period))
        if question.comparison or question.area:
            line, compared = line.beside(alike(other, other.place(period)) if other else None)
        judge = before_after_counts.evaluated if counts(indicator) else before_after.evaluated
        beside = compared if compared.size else None
        found = judge(line.values, line.place(period), comparison=beside)
        refusal = "" if found.drawn else (found.reason or "")
    return Answer(
        question=question,
        series=answer,
        line=line,
        compared=compared,
        period=period,
        refusal=refusal,
        found=found,
        recorded=_recorded(source, question, period),
        counts=counts(indicator),
        adds=adds(indicator),
    )


def _other(source: Source, question: Question, held: Mapping[tuple[str, ...], Line]) -> Line | None:
    """Return the line to compare with: of another partnership, or of another crime area."""
    if not question.area:
        return held.get((question.comparison, *question.line))
    elsewhere = series(source, replace(question.query, crime_areas=(question.area,)))
    found = lines(elsewhere.frame, elsewhere.dimensions)
    return found.get((*question.query.partnerships, *question.line))


def _recorded(source: Source, question: Question, period: Period | None) -> Recorded:
    """Say since when it is recorded that this milestone should move this indicator.

    It was asked beforehand where it was published by the end of the first period past the one that
    holds the milestone: no figure on that period is known before it ends.
    """
    event = question.event
    if event.indicator != question.query.indicator or not event.expected:
        return Recorded(asked=Asked.NOT_NAMED)
    found = source.arrivals(MILESTONES, MILESTONES.names)
    columns = (
        (Milestones.date, event.day),
        (Milestones.partnership_id, event.partnership),
        (Milestones.label, event.label),
        (Milestones.indicator, event.indicator),
        (Milestones.expected, event.expected),
    )
    same = [pl.col(name(column)) == value for column, value in columns]
    version = min(cast("list[int]", found.filter(same)[FIRST_VERSION].to_list()))
    day = source.versions[version - 1].published_at.date()
    early = period is not None and day <= period.shift(1).end
    return Recorded(asked=Asked.BEFOREHAND if early else Asked.LATER, version=version, day=day)
