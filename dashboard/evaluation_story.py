"""A comparison before and after a milestone, as figures: the lines, and the jump at other dates."""

from collections.abc import Iterator
from dataclasses import replace
from math import expm1
from typing import Final

import numpy as np
import polars as pl

from dashboard import evaluation_words, labels, story
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Definition, Expected, Figure, Kind, Lines, Milestone
from dashboard.choices import CRIME_AREA
from dashboard.i18n import tr
from metrics import values as columns
from metrics.evaluations import Answer
from metrics.methods.arrays import Floats
from metrics.methods.before_after import Evaluation
from metrics.source import Source
from metrics.whole_points import Line
from validation.text import mark

_DATE: Final = "date"
_ASKED: Final = "milestone"
_OTHER: Final = "other"
_POINTS: Final = mark("points")
_CENT: Final = mark("per cent")
_PERCENT: Final = 100
_FITTED: Final = mark("lines through the whole values of each side")
_CARRIED: Final = mark("line before, carried on")
_RANGE: Final = mark("95\u00a0% interval of that line")
_APART: Final = mark("period of the milestone, on neither side")


def figure(answer: Answer, line: Line, found: Evaluation, source: Source) -> Figure:
    """Make the figure of the values, both lines and the one before carried on."""
    event = answer.question.event
    made = _plain(answer, line, source)
    told = (
        evaluation_words.impossible(answer, found),
        evaluation_words.untested(found),
        evaluation_words.placebo(found),
        evaluation_words.asked(answer),
        evaluation_words.left_out(answer),
    )
    metadata = replace(
        made.metadata,
        definitions=(*_definitions(answer, found), *made.metadata.definitions),
    )
    return described(
        replace(
            made,
            id=f"{made.id}-before-after-{event.day}",
            kind=Kind.CARRIED,
            title=_title(answer, found),
            subtitle=_subtitle(answer, made.subtitle),
            footer=(*filter(None, told), *made.footer),
            targets=(),
            milestones=(Milestone(day=story.day(event.day), label=event.label),),
            lines=_lines(answer, line, found),
            metadata=metadata,
        ),
        tr,
    )


def placebo_figure(answer: Answer, line: Line, found: Evaluation, source: Source) -> Figure:
    """Make the figure of the jump at the milestone, beside those at every other date."""
    made = _plain(answer, line, source)
    name = evaluation_words.line_name(answer.question.query.indicator, answer.question.line)
    named = answer.series.indicator.unit != columns.SHARE and not answer.counts
    unit = answer.series.indicator.unit if named else _unit(answer)
    values = _jumps(answer, line, found, unit)
    title = mark("{name}: how far it jumps at the milestone and at other dates, in {unit}")
    return described(
        replace(
            made,
            id=f"{made.id}-other-dates-{answer.question.event.day}",
            kind=Kind.JUMPS,
            values=values,
            dimensions=(_DATE,),
            series={_ASKED: tr(mark("at the milestone")), _OTHER: tr(mark("at another date"))},
            title=tr(title, name=name, unit=tr(_CENT if answer.counts else unit)),
            subtitle=_subtitle(answer, made.subtitle),
            footer=(
                evaluation_words.placebo(found),
                tr(
                    mark(
                        "Each date is asked the same: lines through eight or more whole periods on "
                        "both sides, that date and the milestone's own period left out."
                    )
                ),
                *made.footer,
            ),
            unit=unit,
            unit_label=tr(unit),
            targets=(),
            milestones=(),
        ),
        tr,
    )


def _plain(answer: Answer, line: Line, source: Source) -> Figure:
    own = replace(answer.series, frame=_values(answer, line), query=answer.question.query)
    if _in_points(answer):
        own = replace(own, indicator=replace(own.indicator, unit=_POINTS))
    return story.plain_figure(own, source)


def _title(answer: Answer, found: Evaluation) -> str:
    facts = {
        "name": evaluation_words.line_name(answer.question.query.indicator, answer.question.line),
        "label": answer.question.event.label,
        "change": evaluation_words.step(answer, found),
        "verdict": evaluation_words.verdict(answer, found),
    }
    return tr(mark("{name} before and after “{label}”: {change}, {verdict}"), **facts)


def _subtitle(answer: Answer, usual: str) -> str:
    """Say whose figures these are and, with a comparison, what is drawn of both."""
    question, names = answer.question, answer.series.names
    if not answer.compared.size:
        return usual
    if question.area:
        areas = (*question.query.crime_areas, question.area)
        mine, other = (labels.code_label(CRIME_AREA.key, each) for each in areas)
    else:
        both = (*question.query.partnerships, question.comparison)
        mine, other = (labels.short_name(names[each]) for each in both)
    text = (
        mark("{mine}, in proportion to {other}")
        if answer.counts
        else mark("{mine} less {other}: the difference between both")
    )
    return f"{tr(text, mine=mine, other=other)} · {usual}"


def _values(answer: Answer, line: Line) -> pl.DataFrame:
    """Return the rows of the line; compared with another, the differences between both."""
    series = answer.series
    keys = dict(
        zip(
            (columns.PARTNERSHIP, *series.dimensions),
            (*answer.question.query.partnerships, *answer.question.line),
            strict=True,
        )
    )
    own = series.frame.filter(pl.col(each) == code for each, code in keys.items())
    if not answer.compared.size or answer.counts:
        return own
    beside = dict(zip((each.code for each in line.periods), answer.compared, strict=True))
    less = pl.col(columns.PERIOD).replace_strict(beside, default=None, return_dtype=pl.Float64)
    empty = (columns.LOWER, columns.UPPER, columns.NUMERATOR, columns.DENOMINATOR, columns.TARGET)
    scale = _PERCENT if _in_points(answer) else 1
    unit = pl.lit(_POINTS) if _in_points(answer) else pl.col(columns.UNIT)
    return own.with_columns(
        (scale * (pl.col(columns.VALUE) - less.fill_nan(None))).alias(columns.VALUE),
        unit.alias(columns.UNIT),
        *(pl.lit(None, pl.Float64).alias(each) for each in empty),
        pl.lit("").alias(columns.STATUS),
    )


def _in_points(answer: Answer) -> bool:
    """Whether differences between two shares are drawn: they have points, no per cent."""
    share = answer.series.indicator.unit == columns.SHARE
    return share and not answer.counts and bool(answer.compared.size)


def _lines(answer: Answer, line: Line, found: Evaluation) -> Lines:
    period = answer.period
    known = np.flatnonzero(np.isfinite(line.values))
    inside = range(known[0], known[-1] + 1)
    at = line.place(period) if period else 0
    scale = _PERCENT if _in_points(answer) else 1
    before = _run(line, found.fitted * scale, [each for each in inside if each < at])
    late = [each for each in inside if each > at]
    after = _run(line, found.fitted * scale, late)
    ends = found.carried_lower * scale, found.carried_upper * scale
    carried = _run(line, found.counterfactual * scale, late, ends)
    return Lines(
        fitted=(before, after),
        carried=tuple(_possible(each, answer) for each in carried),
        apart=period,
        fitted_text=tr(_FITTED),
        carried_text=tr(_CARRIED),
        range_text=tr(_RANGE),
        apart_text=tr(_APART),
    )


def _possible(each: Expected, answer: Answer) -> Expected:
    """Keep the range of a line to what a value can be; differences between two can be anything."""
    if each.lower is None or each.upper is None or (answer.compared.size and not answer.counts):
        return each
    share = answer.series.indicator.unit == columns.SHARE
    highest = max(1.0, each.value) if share else each.upper
    return replace(
        each, lower=max(each.lower, min(0.0, each.value)), upper=min(each.upper, highest)
    )


def _run(
    line: Line, values: Floats, places: list[int], ends: tuple[Floats, Floats] | None = None
) -> tuple[Expected, ...]:
    return tuple(
        Expected(
            period=line.periods[each],
            value=float(values[each]),
            lower=_end(ends[0], each) if ends else None,
            upper=_end(ends[1], each) if ends else None,
        )
        for each in places
    )


def _end(values: Floats, place: int) -> float | None:
    return float(values[place]) if np.isfinite(values[place]) else None


def _unit(answer: Answer) -> str:
    """Return the unit of a jump: counts jump by a share of themselves, shares by points."""
    return columns.SHARE if answer.counts else _POINTS


def _jumps(answer: Answer, line: Line, found: Evaluation, unit: str) -> pl.DataFrame:
    """Return how far the series jumps at each date, in the columns of values."""
    dates = [(_ASKED, answer.period, found.level.value)]
    dates += [
        (_OTHER, line.periods[place], _logged(answer, jump))
        for place, jump in zip(found.placebo.places, found.placebo.jumps, strict=True)
    ]
    plain = {
        columns.INDICATOR: answer.question.query.indicator,
        columns.PARTNERSHIP: answer.question.query.partnerships[0],
        columns.GRAIN: line.grain,
        columns.METHOD: "",
        columns.UNIT: unit,
        columns.STATUS: "",
        columns.FLAGS: columns.SIMULATED if answer.series.provenance.simulated else "",
        columns.PRECISION: "",
        columns.BREAK_BEFORE: "",
        columns.SOURCE: ";".join(answer.series.frame[columns.SOURCE].unique().sort()),
        columns.DATA_VERSION: answer.series.provenance.version,
    }
    rows = [
        plain | {_DATE: which, columns.PERIOD: period.code, columns.VALUE: _scaled(answer, jump)}
        for which, period, jump in dates
        if period
    ]
    return pl.DataFrame(rows, schema=columns.schema((_DATE,)))


def _logged(answer: Answer, jump: float) -> float:
    return expm1(jump) + 1 if answer.counts else jump


def _scaled(answer: Answer, jump: float) -> float:
    """Return a jump in its unit: a ratio as what it adds, a share in points."""
    if answer.counts:
        return jump - 1
    return jump * _PERCENT if answer.series.indicator.unit == columns.SHARE else jump


def _definitions(answer: Answer, found: Evaluation) -> Iterator[Definition]:
    for term, text in evaluation_words.estimates(answer, found):
        yield Definition(term=term, text=text)
    yield Definition(term=tr(mark("How it was compared")), text=_method(answer, found))
    yield Definition(term=tr(mark("How often it is wrong")), text=evaluation_words.wrong())


def _method(answer: Answer, found: Evaluation) -> str:
    if found.reason is not None:
        return tr(mark("Two straight lines by segmented regression, without a test."))
    if answer.counts:
        return tr(
            mark(
                "Segmented log-linear regression of counts with first-order autocorrelation; "
                "intervals by a parametric bootstrap. Steps and slopes are in proportion."
            )
        )
    return tr(
        mark(
            "Segmented regression by restricted maximum likelihood with first-order "
            "autocorrelation; t on half the number of periods less four degrees of freedom."
        )
    )
