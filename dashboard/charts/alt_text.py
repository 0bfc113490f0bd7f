"""What a picture says, in sentences made from its data, for those who do not see it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from dashboard.charts import funnel, marks, spans
from dashboard.charts.alt_lines import NOTHING, PART, Translate, carried, joined, jumps, lines
from dashboard.charts.figure import Cell, Figure, Kind
from dashboard.charts.formats import show
from dashboard.charts.points import points, points_of, series_key
from metrics import values as columns
from metrics.values import FIRST_DAY
from validation.text import mark

_BARS: Final = mark("Bar chart.")
_DOTS: Final = mark("Dots in rows, none joined to another.")
_SPANS: Final = mark("Bars along a line of years, in rows.")
_HEAT: Final = mark("Table of shaded cells, senders down and receivers across.")
_MATRIX: Final = mark("Table of small line charts.")
_GRID: Final = mark("Table of marked squares: {rows} rows, {columns} columns.")
_PARTS: Final = mark("Bars, each divided into its parts.")
_OF_WHOLE: Final = mark("{part} {number}")
_SIGNED: Final = mark("{meaning}: {number}.")
_SIMULATED: Final = mark("The figures are simulated.")
_RAN: Final = mark("{name} ({dates})")
_PAIRS: Final = mark("{number} pairs have a value, from {low} to {high} ({sender} to {receiver}).")
_ZEROS: Final = mark("Zero was reported for {number} of them.")
_FUNNEL: Final = mark(
    "Funnel plot: values over how many cases each has, round {average} of all together."
)
_AT_SIZE: Final = mark("{series}: {value} of {size}, {stand}.")
_RANGES: Final = mark("Dots with ranges, in rows and panels.")
_CELL: Final = mark("{column} {value}")


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
    return " ".join([*head, *_BODIES[figure.kind](figure, translate), *told])


def _dots(figure: Figure, translate: Translate) -> list[str]:
    return _bars(figure, translate, _DOTS)


def _bars(figure: Figure, translate: Translate, kind: str = _BARS) -> list[str]:
    words = figure.words
    told = [translate(kind)]
    for code, line in points(figure).items():
        remarks = marks.remarks(line[-1], words)
        value = joined([marks.written(line[-1], words), *remarks])
        told.append(translate(PART, series=figure.series[code], value=value))
    return told if len(told) > 1 else [*told, translate(NOTHING)]


def _spans(figure: Figure, translate: Translate) -> list[str]:
    """Name everything in each row: how much there is, nobody may count."""
    ran: dict[str, list[str]] = {}
    for row in figure.values.sort(FIRST_DAY).iter_rows(named=True):
        told = translate(_RAN, name=row[spans.NAME], dates=row[spans.DATES])
        ran.setdefault(series_key(row, figure.dimensions), []).append(told)
    rows = [
        translate(PART, series=label, value="; ".join(ran[code]))
        for code, label in figure.series.items()
        if code in ran
    ]
    return [translate(_SPANS), *(rows or [translate(NOTHING)])]


def _heat(figure: Figure, translate: Translate) -> list[str]:
    known = [point for _, point in points_of(figure) if point.value is not None]
    if not known:
        return [translate(_HEAT), translate(NOTHING)]
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


def _funnel(figure: Figure, translate: Translate) -> list[str]:
    """Tell each value with its size and how it stands to what chance alone would give."""
    words = figure.words
    known = [line[-1] for line in points(figure).values() if line[-1].value is not None]
    if not known:
        return [translate(NOTHING)]
    average = show(figure.funnel.average, figure.unit, words)
    return [
        translate(_FUNNEL, average=average),
        *(
            translate(
                _AT_SIZE,
                series=figure.series[point.series],
                value=marks.written(point, words),
                size=show(point.denominator or 0.0, "", words),
                stand=funnel.said(figure.funnel.stands[point.series], words),
            )
            for point in known
        ),
    ]


def _ranges(figure: Figure, translate: Translate) -> list[str]:
    return _matrix(figure, translate, _RANGES)


def _matrix(figure: Figure, translate: Translate, kind: str = _MATRIX) -> list[str]:
    texts = {(cell.row, cell.column): cell for cell in figure.cells}
    told = [translate(kind)]
    for code, label in figure.series.items():
        values: list[str] = []
        for heading in figure.headings:
            cell = texts.get((code, heading.id))
            value = joined(_said(cell)) if cell else ""
            value = value or (cell.note if cell else "") or figure.words.not_measured
            values.append(translate(_CELL, column=heading.title, value=value))
        told.append(translate(PART, series=label, value="; ".join(values)))
    return told


def _said(cell: Cell) -> list[str]:
    return [cell.value, cell.interval, cell.standing_text, cell.status_text]


def _grid(figure: Figure, translate: Translate) -> list[str]:
    """Count the squares that say each thing; what each says is in the table beside the picture."""
    found = Counter(square.sign for square in figure.grid.squares)
    if not found or figure.values.is_empty():
        return [translate(NOTHING)]
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
        translate(PART, series=figure.series[code], value=joined(entries))
        for code, entries in told.items()
    ]
    return [translate(_PARTS), *(rows or [translate(NOTHING)])]


_BODIES: Final[Mapping[Kind, Callable[[Figure, Translate], list[str]]]] = {
    Kind.LINE: lines,
    Kind.BARS: _bars,
    Kind.DOTS: _dots,
    Kind.SPANS: _spans,
    Kind.HEAT: _heat,
    Kind.MATRIX: _matrix,
    Kind.GRID: _grid,
    Kind.PARTS: _parts,
    Kind.FUNNEL: _funnel,
    Kind.RANGES: _ranges,
    Kind.CARRIED: carried,
    Kind.JUMPS: jumps,
}
"""What is told of each kind of picture."""
