"""The Overview's matrix: partnerships down, pillars across, a sparkline and its value in each cell.

One view with computed places; a facet for each cell would be drawn a hundred times slower. On a
phone it becomes a list, each partnership with its pillars below.

The figure's frame is a values frame with the partnership and the column's id as its two
dimensions; each cell's rows are one series of one indicator, scaled to its own lowest and
highest value. What a cell says in words comes in `Figure.cells`.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks
from dashboard.charts.drawing import LINE_HEIGHT, Item, Rule, Text
from dashboard.charts.figure import Cell, Figure
from dashboard.charts.matrix_cell import AIR, CellFrame, Layout, draw, height, missing
from dashboard.charts.picture import NARROW, Plot, nothing, picture, room
from dashboard.charts.points import Point, points_of, with_value
from dashboard.charts.theme import FOOTER_SIZE, SEMIBOLD, SUBTITLE_SIZE, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline

_MOST_LABEL: Final = 210
_LABEL_SHARE: Final = 0.2
_EMPTY: Final = 120
_LEAST_CELL: Final = 112
_NAME_HEIGHT: Final = 30
_HEAD_HEIGHT: Final = 20
_BETWEEN: Final = 10

_Cells = dict[tuple[str, str], list[Point]]


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw the matrix, or on a phone the list.

    Args:
        figure: of kind matrix; `series` names the rows, `headings` the columns.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows.
    """
    inner = room(figure, width)
    if not figure.series or not figure.headings:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    found = _points(figure)
    frame = _frame(figure, palette, found)
    fits = inner >= NARROW and _cell_width(figure, inner) >= _LEAST_CELL
    items, plot = (_table if fits else _list)(frame, found, inner)
    known = [line[-1] for line in map(with_value, found.values()) if line]
    return picture(figure, palette, items, plot=plot, key=marks.key(known, palette, figure.words))


def _points(figure: Figure) -> _Cells:
    row_name, column_name = figure.dimensions
    found: _Cells = defaultdict(list)
    for row, point in points_of(figure):
        found[row[row_name], row[column_name]].append(point)
    return {
        place: sorted(line, key=lambda point: point.order)
        for place, line in found.items()
        if with_value(line)
    }


def _frame(figure: Figure, palette: Palette, found: _Cells) -> CellFrame:
    known = [point for line in found.values() for point in with_value(line)]
    return CellFrame(
        figure=figure,
        palette=palette,
        time=Timeline.over(known) if known else Timeline(start=0.0, end=1.0),
        texts={(cell.row, cell.column): cell for cell in figure.cells},
    )


def _names(figure: Figure, inner: float) -> dict[str, tuple[str, ...]]:
    most = min(_MOST_LABEL, inner * _LABEL_SHARE)
    return {
        code: fonts.wrap(label, room=most, size=SUBTITLE_SIZE)
        for code, label in figure.series.items()
    }


def _left(figure: Figure, inner: float) -> float:
    """Return the pixels that the names of the rows need."""
    lines = (line for name in _names(figure, inner).values() for line in name)
    return AIR + max(fonts.width(line, size=SUBTITLE_SIZE) for line in lines)


def _cell_width(figure: Figure, inner: float) -> float:
    return (inner - _left(figure, inner)) / len(figure.headings)


def _table(frame: CellFrame, found: _Cells, inner: float) -> tuple[list[Item], Plot]:
    figure, palette = frame.figure, frame.palette
    left, columns = _left(figure, inner), len(figure.headings)
    layout = Layout.fitting(_cell_width(figure, inner), figure.cells)
    items, above = _heads(frame, layout)
    y = 0.0
    for code, name in _names(figure, inner).items():
        items.append(Rule(y=y, y2=y, x=-left, across2=1.0, color=palette.line))
        texts = [frame.texts.get((code, heading.id)) for heading in figure.headings]
        tall = max(height(layout, text) for text in texts)
        first = y + tall / 2 - (len(name) - 1) * SUBTITLE_SIZE * LINE_HEIGHT / 2
        items.append(Text(text=name, y=first, x=-left, color=palette.ink, size=SUBTITLE_SIZE))
        for number, heading in enumerate(figure.headings):
            at = layout.at(across=number / columns, top=y, tall=tall)
            items += _cell(frame, found, (code, heading.id), at)
        y += tall
    items.append(Rule(y=y, y2=y, x=-left, across2=1.0, color=palette.line))
    return items, Plot(width=inner, height=y, left=left, above=above)


def _cell(frame: CellFrame, found: _Cells, place: tuple[str, str], at: Layout) -> list[Item]:
    line, cell = found.get(place), frame.texts.get(place)
    if line is None and (cell is None or not cell.value):
        return [missing(frame, at, cell)]
    return draw(frame, at, line or [], cell or Cell(row=place[0], column=place[1], value=""))


def _heads(frame: CellFrame, layout: Layout) -> tuple[list[Item], float]:
    """Name the columns, the indicator below the name; all end on the line above the first row."""
    headings, palette = frame.figure.headings, frame.palette
    looks = ((TEXT_SIZE, SEMIBOLD, palette.ink), (FOOTER_SIZE, 400, palette.muted))
    items: list[Item] = []
    tallest = 0.0
    for number, heading in enumerate(headings):
        bottom = -AIR / 2
        for text, (size, weight, color) in reversed(
            [*zip((heading.title, heading.note), looks, strict=True)]
        ):
            lines = fonts.wrap(text, room=layout.width - AIR, size=size, weight=weight)
            bottom -= len(lines) * size * LINE_HEIGHT if text else 0
            items.append(
                Text(
                    text=lines,
                    y=bottom + size * LINE_HEIGHT / 2,
                    across=number / len(headings),
                    color=color,
                    size=size,
                    weight=weight,
                )
            )
        tallest = max(tallest, -bottom)
    return items, tallest


def _list(frame: CellFrame, found: _Cells, inner: float) -> tuple[list[Item], Plot]:
    """Draw each partnership with its pillars below; those of which nothing is told in one line."""
    figure, palette = frame.figure, frame.palette
    layout = Layout.fitting(inner, figure.cells)
    items: list[Item] = []
    y = 0.0
    for code, label in figure.series.items():
        items.append(Rule(y=y, y2=y, across2=1.0, color=palette.line))
        name = fonts.wrap(label, room=inner, size=SUBTITLE_SIZE, weight=SEMIBOLD)
        items.append(
            Text(
                text=name,
                y=y + _NAME_HEIGHT / 2,
                color=palette.ink,
                size=SUBTITLE_SIZE,
                weight=SEMIBOLD,
            )
        )
        y += _NAME_HEIGHT + (len(name) - 1) * SUBTITLE_SIZE * LINE_HEIGHT
        told = [each for each in figure.headings if _is_told(frame, found, (code, each.id))]
        for heading in told:
            items += _list_head(frame, (heading.title, heading.note), y, inner)
            y += _HEAD_HEIGHT
            tall = height(layout, frame.texts.get((code, heading.id)))
            at = layout.at(across=0.0, top=y, tall=tall)
            items += _cell(frame, found, (code, heading.id), at)
            y += tall
        untold = [each.title for each in figure.headings if each not in told]
        lines = _untold(figure, untold, inner)
        items += _lines(frame, lines, y)
        y += len(lines) * _HEAD_HEIGHT + _BETWEEN
    return items, Plot(width=inner, height=y, above=AIR)


def _is_told(frame: CellFrame, found: _Cells, place: tuple[str, str]) -> bool:
    """Tell whether anything is said of a cell: a value, or why there is none."""
    cell = frame.texts.get(place)
    return place in found or bool(cell and (cell.value or cell.note))


def _untold(figure: Figure, titles: Sequence[str], inner: float) -> tuple[str, ...]:
    """Name the columns of which nothing is told: "not measured: Law, Training"."""
    if not titles:
        return ()
    text = f"{figure.words.not_measured}: {', '.join(titles)}"
    return fonts.wrap(text, room=inner, size=FOOTER_SIZE)


def _lines(frame: CellFrame, lines: Sequence[str], y: float) -> list[Item]:
    return [
        Text(
            text=line,
            y=y + (number + 0.5) * _HEAD_HEIGHT,
            color=frame.palette.muted,
            size=FOOTER_SIZE,
        )
        for number, line in enumerate(lines)
    ]


def _list_head(frame: CellFrame, texts: Sequence[str], y: float, inner: float) -> list[Item]:
    line = " · ".join(filter(None, texts))
    return [
        Text(
            text=fonts.shorten(line, room=inner, size=TEXT_SIZE),
            y=y + _HEAD_HEIGHT / 2,
            color=frame.palette.muted,
        )
    ]
