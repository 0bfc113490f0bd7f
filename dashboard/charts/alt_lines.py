"""What a picture along time says in sentences: lines, lines carried on, jumps at dates."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from dashboard.charts import breaks, marks
from dashboard.charts.figure import Figure
from dashboard.charts.formats import show
from dashboard.charts.points import Point, points, with_value
from validation.text import mark

_MOST_NAMED: Final = 8
_LINE: Final = mark("Line chart.")
NOTHING: Final = mark("There is no value to show.")
_ONE: Final = mark("{series}: {value} in {period}, the only value.")
_LONE: Final = mark("{series}: {value} in {period}.")
_COURSE: Final = mark(
    "{series}: from {first} in {first_period} to {last} in {last_period}; "
    "lowest {low} in {low_period}, highest {high} in {high_period}."
)
_LAST_REMARK: Final = mark("Last value: {remark}.")
_BREAK: Final = mark("Before {period} the line breaks: {reason}.")
_WITHHELD: Final = mark("Withheld: {periods}.")
_WITHOUT: Final = mark("Without a value: {periods}.")
_MORE: Final = mark("{periods} and {more} more")
_TARGET: Final = mark("Target: {value}.")
_TARGET_OF: Final = mark("Target of {series}: {value}.")
_STEP: Final = mark("{before}, then {value}")
PART: Final = mark("{series}: {value}.")
_CARRIED: Final = mark("Line chart of values, of lines through them and of one carried on.")
_JUMPS: Final = mark("Dots along time, one for each date.")
_RUN: Final = mark("{text}: from {first} in {first_period} to {last} in {last_period}.")
_END: Final = mark("{text}: {low} to {high} in {period}.")
_APART: Final = mark("{text}: {period}.")
_ASIDE: Final = mark("{series}: {number}, from {low} to {high}.")


class Translate(Protocol):
    """Gives a reader's text for a marked English one and fills its named parameters."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the reader's text."""
        ...


def lines(figure: Figure, translate: Translate) -> list[str]:
    """Tell each line's course, with its gaps, and the targets."""
    told = [translate(_LINE)]
    for code, line in points(figure).items():
        if with_value(line):
            told += _course(figure, figure.series[code], line, translate)
    if len(told) == 1:
        return [*told, translate(NOTHING)]
    return [*told, *_targets(figure, translate)]


def _targets(figure: Figure, translate: Translate) -> Iterator[str]:
    """Name the targets: once if they are the same for every series, else of each series."""
    steps: dict[str, str] = {}
    for target in figure.targets:
        value = show(target.value, figure.unit, figure.words)
        before = steps.get(target.series)
        steps[target.series] = translate(_STEP, before=before, value=value) if before else value
    if len(set(steps.values())) == 1:
        yield translate(_TARGET, value=next(iter(steps.values())))
        return
    for code, value in steps.items():
        yield translate(_TARGET_OF, series=figure.series.get(code, code), value=value)


def _course(figure: Figure, label: str, line: Sequence[Point], translate: Translate) -> list[str]:
    """Tell a series: each stretch between its breaks by itself, since they do not compare."""
    words, known = figure.words, with_value(line)
    told: list[str] = []
    begin = 0
    for broken in breaks.breaks(line):
        end = known.index(broken.after)
        told.append(_stretch(figure, label, known[begin:end], translate, alone=False))
        period, reason = words.period_label(broken.after.period), broken.reason.rstrip(".")
        told.append(translate(_BREAK, period=period, reason=reason))
        begin = end
    told.append(_stretch(figure, label, known[begin:], translate, alone=not begin))
    remark = ", ".join(marks.remarks(known[-1], words))
    if remark:
        told.append(translate(_LAST_REMARK, remark=remark))
    empty = [point for point in line if point.value is None]
    for form, hidden in ((_WITHHELD, True), (_WITHOUT, False)):
        periods = [words.period_label(each.period) for each in empty if each.withheld is hidden]
        if periods:
            told.append(translate(form, periods=_some(periods, translate)))
    return told


def _stretch(
    figure: Figure, label: str, known: Sequence[Point], translate: Translate, *, alone: bool
) -> str:
    """Tell values that compare: the first, the last, the lowest and the highest.

    Args:
        figure: gives the words.
        label: the series' name.
        known: the values.
        translate: of the reader's language.
        alone: whether the series has no others.
    """
    words, first, last = figure.words, known[0], known[-1]
    if len(known) == 1:
        period = words.period_label(first.period)
        form = _ONE if alone else _LONE
        return translate(form, series=label, value=marks.written(first, words), period=period)
    ordered = sorted(known, key=lambda point: point.value or 0.0)
    parts = {"first": first, "last": last, "low": ordered[0], "high": ordered[-1]}
    values = {name: marks.written(point, words) for name, point in parts.items()}
    periods = {f"{name}_period": words.period_label(point.period) for name, point in parts.items()}
    return translate(_COURSE, series=label, **values, **periods)


def _some(texts: Sequence[str], translate: Translate) -> str:
    """Name the first few, and how many more there are."""
    named = ", ".join(texts[:_MOST_NAMED])
    more = len(texts) - _MOST_NAMED
    return translate(_MORE, periods=named, more=more) if more > 0 else named


def carried(figure: Figure, translate: Translate) -> list[str]:
    """Tell the values, then the lines through them and the one carried on."""
    return [translate(_CARRIED), *lines(figure, translate)[1:], *_fits(figure, translate)]


def _fits(figure: Figure, translate: Translate) -> Iterator[str]:
    """Tell where the lines beside a series begin and end, and the range of the one carried on."""
    lines, words = figure.lines, figure.words
    runs = [(lines.fitted_text, run) for run in lines.fitted]
    runs += [(lines.carried_text, lines.carried)]
    for text, run in runs:
        if run:
            ends = {"first": run[0], "last": run[-1]}
            values = {name: show(each.value, figure.unit, words) for name, each in ends.items()}
            when = {f"{at}_period": words.period_label(each.period) for at, each in ends.items()}
            yield translate(_RUN, text=_begun(text), **values, **when)
    last = lines.carried[-1] if lines.carried else None
    if last and last.lower is not None and last.upper is not None:
        low, high = (show(each, figure.unit, words) for each in (last.lower, last.upper))
        period = words.period_label(last.period)
        yield translate(_END, text=_begun(lines.range_text), low=low, high=high, period=period)
    if lines.apart:
        yield translate(
            _APART, text=_begun(lines.apart_text), period=words.period_label(lines.apart)
        )


def _begun(text: str) -> str:
    """Begin a sentence with a text."""
    return text[:1].upper() + text[1:]


def jumps(figure: Figure, translate: Translate) -> list[str]:
    """Tell the jump asked about, and between what the others lie."""
    told = [translate(_JUMPS)]
    for code, line in points(figure).items():
        known = sorted(with_value(line), key=lambda point: point.value or 0.0)
        label = _begun(figure.series[code])
        if len(known) == 1:
            told.append(translate(PART, series=label, value=marks.written(known[0], figure.words)))
        elif known:
            low, high = (marks.written(point, figure.words) for point in (known[0], known[-1]))
            told.append(translate(_ASIDE, series=label, number=len(known), low=low, high=high))
    return told if len(told) > 1 else [*told, translate(NOTHING)]


def joined(texts: Iterable[str]) -> str:
    """Put texts behind each other, empty ones left out."""
    return ", ".join(text for text in texts if text)
