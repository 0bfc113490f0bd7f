"""What a picture says, in sentences made from its data, for those who do not see it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol, assert_never

from dashboard.charts import breaks, marks, spans
from dashboard.charts.figure import Figure, Kind
from dashboard.charts.formats import show
from dashboard.charts.points import Point, points, points_of, series_key, with_value
from metrics import values as columns
from metrics.values import FIRST_DAY
from validation.text import mark

_MOST_NAMED: Final = 8

_LINE: Final = mark("Line chart.")
_BARS: Final = mark("Bar chart.")
_DOTS: Final = mark("Dots in rows, none joined to another.")
_SPANS: Final = mark("Bars along a line of years, in rows.")
_HEAT: Final = mark("Table of shaded cells, senders down and receivers across.")
_MATRIX: Final = mark("Table of small line charts.")
_GRID: Final = mark("Table of marked squares: {rows} rows, {columns} columns.")
_PARTS: Final = mark("Bars, each divided into its parts.")
_OF_WHOLE: Final = mark("{part} {number}")
_SIGNED: Final = mark("{meaning}: {number}.")
_NOTHING: Final = mark("There is no value to show.")
_SIMULATED: Final = mark("The figures are simulated.")
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
_PART: Final = mark("{series}: {value}.")
_RAN: Final = mark("{name} ({dates})")
_PAIRS: Final = mark("{number} pairs have a value, from {low} to {high} ({sender} to {receiver}).")
_ZEROS: Final = mark("Zero was reported for {number} of them.")
_CELL: Final = mark("{column} {value}")


class Translate(Protocol):
    """Gives a reader's text for a marked English one and fills its named parameters."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the reader's text."""
        ...


def described(figure: Figure, translate: Translate) -> Figure:
    """Return the figure with its description made from its data.

    Args:
        figure: any figure; its own description is replaced.
        translate: of the reader's language.
    """
    return replace(figure, description=describe(figure, translate))


def describe(figure: Figure, translate: Translate) -> str:
    """Say in sentences what a figure shows.

    Args:
        figure: any figure.
        translate: of the reader's language.

    Returns:
        Title and subtitle, the kind of picture, then for lines each series' first, last, lowest
        and highest value, its gaps and targets; for bars each value; for a heat map the range;
        for the matrix each row's values and statuses.
    """
    told = [translate(_SIMULATED)] if figure.simulated else []
    texts = (text for text in (figure.title, figure.subtitle) if text)
    head = [text if text.endswith((".", "?")) else f"{text}." for text in texts]
    return " ".join([*head, *_body(figure, translate), *told])


def _body(figure: Figure, translate: Translate) -> list[str]:
    match figure.kind:
        case Kind.LINE:
            return _lines(figure, translate)
        case Kind.BARS | Kind.DOTS:
            return _bars(figure, translate, _BARS if figure.kind is Kind.BARS else _DOTS)
        case Kind.SPANS:
            return _spans(figure, translate)
        case Kind.HEAT:
            return _heat(figure, translate)
        case Kind.MATRIX:
            return _matrix(figure, translate)
        case Kind.GRID:
            return _grid(figure, translate)
        case Kind.PARTS:
            return _parts(figure, translate)
        case _:
            assert_never(figure.kind)


def _lines(figure: Figure, translate: Translate) -> list[str]:
    told = [translate(_LINE)]
    for code, line in points(figure).items():
        if with_value(line):
            told += _course(figure, figure.series[code], line, translate)
    if len(told) == 1:
        return [*told, translate(_NOTHING)]
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


def _bars(figure: Figure, translate: Translate, kind: str) -> list[str]:
    words = figure.words
    told = [translate(kind)]
    for code, line in points(figure).items():
        remarks = marks.remarks(line[-1], words)
        value = _joined([marks.written(line[-1], words), *remarks])
        told.append(translate(_PART, series=figure.series[code], value=value))
    return told if len(told) > 1 else [*told, translate(_NOTHING)]


def _spans(figure: Figure, translate: Translate) -> list[str]:
    """Name everything in each row: how much there is, nobody may count."""
    ran: dict[str, list[str]] = {}
    for row in figure.values.sort(FIRST_DAY).iter_rows(named=True):
        told = translate(_RAN, name=row[spans.NAME], dates=row[spans.DATES])
        ran.setdefault(series_key(row, figure.dimensions), []).append(told)
    rows = [
        translate(_PART, series=label, value="; ".join(ran[code]))
        for code, label in figure.series.items()
        if code in ran
    ]
    return [translate(_SPANS), *(rows or [translate(_NOTHING)])]


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def _heat(figure: Figure, translate: Translate) -> list[str]:
    known = [point for _, point in points_of(figure) if point.value is not None]
    if not known:
        return [translate(_HEAT), translate(_NOTHING)]
    ordered = sorted(known, key=lambda point: point.value or 0.0)
    sender, _, receiver = ordered[-1].series.partition(";")
    told = translate(
        _PAIRS,
        number=len(known),
        low=marks.written(ordered[0], figure.words),
        high=marks.written(ordered[-1], figure.words),
        sender=figure.series.get(sender, sender),
        receiver=figure.series.get(receiver, receiver),
    )
    zeros = sum(point.value == 0 for point in known)
    more = [translate(_ZEROS, number=zeros)] if zeros else []
    return [translate(_HEAT), told, *more]


def _matrix(figure: Figure, translate: Translate) -> list[str]:
    texts = {(cell.row, cell.column): cell for cell in figure.cells}
    told = [translate(_MATRIX)]
    for code, label in figure.series.items():
        values: list[str] = []
        for heading in figure.headings:
            cell = texts.get((code, heading.id))
            value = _joined([cell.value, cell.interval, cell.status_text]) if cell else ""
            value = value or (cell.note if cell else "") or figure.words.not_measured
            values.append(translate(_CELL, column=heading.title, value=value))
        told.append(translate(_PART, series=label, value="; ".join(values)))
    return told


def _grid(figure: Figure, translate: Translate) -> list[str]:
    """Count the squares that say each thing; what each says is in the table beside the picture."""
    found = Counter(square.sign for square in figure.grid.squares)
    if not found or figure.values.is_empty():
        return [translate(_NOTHING)]
    rows, across = len(figure.series), len(figure.headings)
    return [
        translate(_GRID, rows=rows, columns=across),
        *(
            translate(_SIGNED, meaning=sign.meaning, number=found[code])
            for code, sign in figure.grid.signs.items()
            if found[code]
        ),
    ]


def _parts(figure: Figure, translate: Translate) -> list[str]:
    """Tell the parts of each whole, of which the name tells the size."""
    whole, part = figure.dimensions
    names = {each.id: each.title for each in figure.headings}
    told: dict[str, list[str]] = {}
    for row in figure.values.iter_rows(named=True):
        if row[columns.VALUE]:
            number = show(row[columns.VALUE], figure.unit, figure.words)
            entry = translate(_OF_WHOLE, part=names[row[part]], number=number)
            told.setdefault(row[whole], []).append(entry)
    rows = [
        translate(_PART, series=figure.series[code], value=_joined(entries))
        for code, entries in told.items()
    ]
    return [translate(_PARTS), *(rows or [translate(_NOTHING)])]
