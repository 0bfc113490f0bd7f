"""Dots with their ranges in rows, panel beside panel: how much a place or a score leaves open.

Nothing joins one panel to another and nothing is coloured: a dot says where, its range how sure,
and the text beside it both in figures. What has no figure says why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import altair as alt

from dashboard.charts import fonts, symbols
from dashboard.charts.drawing import LINE_HEIGHT, Item, Rule, Symbol, Text
from dashboard.charts.figure import Cell, Figure, Heading
from dashboard.charts.picture import KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP, value_scale
from dashboard.charts.theme import MEDIUM, REGULAR, SEMIBOLD, TEXT_SIZE, Palette

_ROW: Final = 34
_BAR: Final = 12
"""Pixels from the text of a cell down to its dot."""
_EMPTY: Final = 90
_GAP: Final = 22
_LEAST: Final = 118
"""A panel narrower than this goes below the others."""
_MOST_LABEL: Final = 0.36
_HEAD: Final = 10
_SCALE: Final = 20
_BETWEEN: Final = 18
_DOT: Final = 44.0
_INDENT: Final = 6
"""How far what stands at the left edge of a panel keeps from the names beside it, pixels."""
_UNIT: Final = (0.0, 1.0)
_MARGIN: Final = 1.15
"""A page may draw a picture a little narrower than it was made for."""


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """One heading with a dot for each row; left and right in shares of the plot plus pixels."""

    heading: Heading
    title: tuple[str, ...]
    note: tuple[str, ...]
    left: float
    right: float
    width: float
    top: float
    low: float
    high: float

    def x(self, value: float) -> float:
        """Where in the plot a value stands, as a share of its width."""
        held = min(max(value, self.low), self.high)
        along = (held - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * along


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """What every panel is drawn by."""

    figure: Figure
    palette: Palette
    points: Mapping[str, Point]
    cells: Mapping[tuple[str, str], Cell]
    across: float
    head: float

    @property
    def height(self) -> float:
        """Pixels of one panel's rows."""
        return len(self.figure.series) * _ROW


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw a row for each series and a panel for each heading.

    Args:
        figure: of kind ranges; its dimensions are the columns of rows and of panels, `scale` the
            ends of all panels without their own, `cells` what stands beside or for the dots.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture: panels side by side as far as they fit, the others below them.
    """
    inner = room(figure, width)
    found = {code: line[-1] for code, line in _points(figure).items()}
    if not with_value(found.values()):
        return nothing(figure, palette, width=inner, height=_EMPTY)
    labels = _labels(figure, inner * _MOST_LABEL)
    left = max(_wide(line) for lines in labels.values() for line in lines) + AXIS_GAP
    across = inner - left
    panels, head, bands = _panels(figure, across)
    frame = _Frame(
        figure=figure,
        palette=palette,
        points=found,
        cells={(cell.row, cell.column): cell for cell in figure.cells},
        across=across,
        head=head,
    )
    items = [item for panel in panels for item in _drawn(frame, panel)]
    for top in sorted({panel.top for panel in panels}):
        items += _rows(frame, labels, top + head)
    height = bands * (head + frame.height + _SCALE) + (bands - 1) * _BETWEEN
    plot = Plot(width=inner, height=height, left=left)
    return picture(figure, palette, items, plot=plot, key=_key(frame))


def _points(figure: Figure) -> dict[str, list[Point]]:
    """Read the points of rows and panels, by row and panel joined."""
    rows = (f"{row};{heading.id}" for row in figure.series for heading in figure.headings)
    return points(replace(figure, series=dict.fromkeys(rows, "")))


def _labels(figure: Figure, most: float) -> dict[str, tuple[str, ...]]:
    return {
        code: fonts.wrap(label, room=most, size=TEXT_SIZE, weight=MEDIUM)[:2]
        for code, label in figure.series.items()
    }


def _wide(text: str) -> float:
    return fonts.width(text, size=TEXT_SIZE, weight=MEDIUM)


def _panels(figure: Figure, across: float) -> tuple[list[_Panel], float, int]:
    """Place the panels; return them, the height of their heads, and how many bands they fill."""
    number = len(figure.headings)
    beside = max(1, min(number, int((across + _GAP) // (_LEAST + _GAP))))
    bands = -(-number // beside)
    beside = -(-number // bands)
    width = (across - (beside - 1) * _GAP) / beside
    free = width / _MARGIN if beside == 1 else width + _GAP / 2
    titles = {
        each.id: fonts.wrap(each.title, room=free, size=TEXT_SIZE, weight=SEMIBOLD)
        for each in figure.headings
    }
    notes = {
        each.id: fonts.wrap(each.note, room=free, size=TEXT_SIZE) if each.note else ()
        for each in figure.headings
    }
    most = max(len(titles[each]) + len(notes[each]) for each in titles)
    head = most * TEXT_SIZE * LINE_HEIGHT + _HEAD
    tall = head + len(figure.series) * _ROW + _SCALE + _BETWEEN
    made = [
        _Panel(
            heading=heading,
            title=titles[heading.id],
            note=notes[heading.id],
            left=(at % beside) * (width + _GAP) / across,
            right=((at % beside) * (width + _GAP) + width) / across,
            width=width,
            top=(at // beside) * tall,
            low=(heading.scale or figure.scale or _UNIT)[0],
            high=(heading.scale or figure.scale or _UNIT)[1],
        )
        for at, heading in enumerate(figure.headings)
    ]
    return made, head, bands


def _rows(frame: _Frame, labels: Mapping[str, tuple[str, ...]], top: float) -> Iterator[Item]:
    """Name the rows left of a band of panels, and part them by lines across."""
    for number, lines in enumerate(labels.values()):
        middle = top + (number + 0.5) * _ROW
        y = top + (number + 1) * _ROW
        yield Rule(y=y, y2=y, across2=1.0, color=frame.palette.line)
        yield Text(
            text=lines,
            y=middle - (len(lines) - 1) * TEXT_SIZE * LINE_HEIGHT / 2,
            x=-AXIS_GAP,
            align="right",
            color=frame.palette.ink,
            weight=MEDIUM,
        )


def _drawn(frame: _Frame, panel: _Panel) -> Iterator[Item]:
    """Draw a panel: its head, its scale, and a cell for each row."""
    palette, top = frame.palette, panel.top + frame.head
    written = [(line, palette.ink, SEMIBOLD) for line in panel.title]
    written += [(line, palette.muted, REGULAR) for line in panel.note]
    for number, (line, color, weight) in enumerate(written):
        yield Text(
            text=line,
            y=panel.top + (number + 0.5) * TEXT_SIZE * LINE_HEIGHT,
            across=panel.left,
            color=color,
            weight=weight,
        )
    yield Rule(y=top, y2=top, across=panel.left, across2=panel.right, color=palette.muted)
    bottom = top + frame.height
    for tick in _ticks(panel):
        at = panel.x(tick)
        yield Rule(y=top, y2=bottom, across=at, across2=at, color=palette.line)
        yield Text(
            text=f"{tick:g}",
            y=bottom + _SCALE / 2,
            across=at,
            align=_align(panel, tick),
            color=palette.muted,
        )
    for number, code in enumerate(frame.figure.series):
        yield from _cell(frame, panel, code, top + number * _ROW)


def _ticks(panel: _Panel) -> Sequence[float]:
    """Return the numbers of the scale: all of a few ranks, else its ends and round ones between."""
    if panel.high - panel.low + 1 <= panel.width / 16:
        return [panel.low + step for step in range(round(panel.high - panel.low) + 1)]
    found = value_scale([panel.high], unit="", height=panel.width).ticks
    between = [tick for tick in found if panel.low < tick < panel.high]
    return [panel.low, *between, panel.high] if panel.low == 0 else [panel.low, panel.high]


def _align(panel: _Panel, tick: float) -> Literal["left", "center", "right"]:
    if tick == panel.low:
        return "left"
    return "right" if tick == panel.high else "center"


def _cell(frame: _Frame, panel: _Panel, code: str, top: float) -> Iterator[Item]:
    """Draw one dot on its range, with its text above it; or say why there is none."""
    palette, key = frame.palette, f"{code};{panel.heading.id}"
    cell = frame.cells.get((code, panel.heading.id))
    point = frame.points.get(key)
    if point is None or point.value is None:
        text = (cell.note if cell else "") or frame.figure.words.not_measured
        size = TEXT_SIZE - 1
        lines = fonts.wrap(text, room=panel.width - _INDENT, size=size)[:2]
        yield Text(
            text=lines,
            y=top + _ROW / 2 - (len(lines) - 1) * size * LINE_HEIGHT / 2,
            across=panel.left,
            x=_INDENT,
            size=size,
            color=palette.muted,
        )
        return
    y, at = top + _ROW - _BAR + 2, panel.x(point.value)
    if point.lower is not None and point.upper is not None:
        ends = [panel.x(each) for each in (point.lower, point.upper)]
        yield Rule(y=y, y2=y, across=ends[0], across2=ends[1], color=palette.context, thick=3.0)
    middle = at if point.lower is None else (panel.x(point.lower) + at) / 2
    yield _over(frame, panel, middle, cell.value if cell else "", top + _ROW / 2 - 6)
    yield Symbol(
        path=symbols.CIRCLE,
        y=y,
        across=at,
        size=_DOT,
        fill=palette.ground,
        stroke=palette.ink,
        thick=1.8,
        tip=_tip(frame, panel, code, cell),
        href=frame.figure.way(key, point.period, point.sources),
    )


def _over(frame: _Frame, panel: _Panel, middle: float, text: str, y: float) -> Text:
    """Write a text over its dot; near an edge of its panel it begins or ends there."""
    half = _wide(text) / 2 / frame.across
    place = Text(
        text=text,
        y=y,
        across=middle,
        align="center",
        color=frame.palette.ink,
        weight=MEDIUM,
    )
    if middle - half * _MARGIN < panel.left:
        return replace(place, across=panel.left, x=_INDENT, align="left")
    if middle + half * _MARGIN > panel.right:
        return replace(place, across=panel.right, align="right")
    return place


def _tip(frame: _Frame, panel: _Panel, code: str, cell: Cell | None) -> dict[str, str]:
    words = frame.figure.words
    told = {
        words.series: frame.figure.series[code],
        panel.heading.title: cell.value if cell else "",
        words.range: cell.interval if cell else "",
        words.remark: cell.note if cell else "",
    }
    return {name: text for name, text in told.items() if text}


def _key(frame: _Frame) -> list[KeyEntry]:
    """Explain the bar of a range, where any has one."""
    if all(point.lower is None for point in frame.points.values()):
        return []
    bar = Symbol(path="M-1,0H1", y=0, size=196, stroke=frame.palette.context, thick=3.0)
    return [KeyEntry(text=frame.figure.words.ranges_key, symbols=(bar,))]
