"""One cell of the matrix: a sparkline, its value and interval, change, status, note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from dashboard.charts import fonts, marks, symbols
from dashboard.charts.drawing import LINE_HEIGHT, Item, Path, Place, Symbol, Text
from dashboard.charts.figure import Cell, Figure
from dashboard.charts.points import Point, runs, with_value
from dashboard.charts.theme import FOOTER_SIZE, MEDIUM, REGULAR, SEMIBOLD, SUBTITLE_SIZE, Palette
from dashboard.charts.timeline import Timeline
from metrics import values as columns
from metrics.values import Standing

AIR: Final = 18
"""Pixels between columns."""

_SPARK_HEIGHT: Final = 26.0
_SPARK_MOST: Final = 640.0
_SPARK_LEAST: Final = 44.0
_DOT_ALONE: Final = 6.0
_PADDING: Final = 9.0
_VALUE_LINE: Final = SUBTITLE_SIZE * LINE_HEIGHT
_TEXT_LINE: Final = FOOTER_SIZE * 1.4
_BESIDE: Final = 330.0
_LINES_MOST: Final = 0.6
_DOT: Final = 26.0
_MARK: Final = 15.0

_STATUS_SIGNS: Final = {
    columns.MET: symbols.CHECK,
    columns.NOT_MET: symbols.CROSS,
    columns.TOO_CLOSE: symbols.WAVE,
}


@dataclass(frozen=True, kw_only=True)
class CellFrame:
    """What all cells have in common: one time line, so that their quarters stand in line."""

    figure: Figure
    palette: Palette
    time: Timeline
    texts: Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the parts of a cell stand, and where the cell itself does.

    `spark` and `value` are the pixels of sparkline and value; where `beside` is true the other
    lines stand right of the value, else below the sparkline.
    """

    width: float
    spark: float
    value: float
    beside: bool
    across: float = 0.0
    top: float = 0.0
    tall: float = 0.0

    @classmethod
    def fitting(cls, width: float, cells: Sequence[Cell]) -> Self:
        """Divide a cell of this width so that the widest value of all fits.

        The sparkline takes what value and lines leave.
        """
        widths = [0.0]
        for cell in cells:
            widths.append(fonts.width(cell.value, size=SUBTITLE_SIZE, weight=SEMIBOLD))
            widths.append(fonts.width(cell.interval, size=FOOTER_SIZE))
        value, beside = max(widths), width >= _BESIDE
        left = width - AIR - value - AIR / 2
        if beside:
            lines = max((_widest(cell) for cell in cells), default=0.0)
            left -= AIR + min(lines, left * _LINES_MOST)
        spark = min(max(left, _SPARK_LEAST), _SPARK_MOST)
        return cls(width=width, spark=spark, value=value, beside=beside)

    def at(self, *, across: float, top: float, tall: float) -> Self:
        """Return the layout of a cell at a place, in a row of this height."""
        return replace(self, across=across, top=top, tall=tall)

    def holding(self, value: str) -> Self:
        """Return the layout for a value; one too wide leaves of the sparkline only the dot."""
        wide = fonts.width(value, size=SUBTITLE_SIZE, weight=SEMIBOLD)
        return self if self.value_x + wide <= self.width else replace(self, spark=_DOT_ALONE)

    @property
    def value_x(self) -> float:
        """Pixels from the cell's left edge to its value."""
        return self.spark + AIR / 2

    @property
    def lines_x(self) -> float:
        """Pixels from the cell's left edge to its other lines."""
        return self.value_x + self.value + AIR if self.beside else 0.0

    @property
    def lines_room(self) -> float:
        """Pixels the other lines may take."""
        return self.width - AIR - self.lines_x

    @property
    def middle(self) -> float:
        """The middle of the sparkline."""
        if self.beside:
            return self.top + self.tall / 2
        return self.top + _PADDING + _SPARK_HEIGHT / 2


def _widest(cell: Cell) -> float:
    """Return the pixels of a cell's longest line besides the value, not wrapped."""
    marked = (
        _MARK + fonts.width(text, size=FOOTER_SIZE, weight=MEDIUM)
        for text in (cell.status_text, cell.standing_text)
    )
    others = (fonts.width(text, size=FOOTER_SIZE) for text in (cell.note, cell.change))
    return max(*marked, *others) + 1


def height(layout: Layout, cell: Cell | None) -> float:
    """Return the pixels that a cell needs, its padding included."""
    below = sum(len(line.texts) for line in _lines(layout, cell)) * _TEXT_LINE if cell else 0.0
    if layout.beside:
        return 2 * _PADDING + max(_SPARK_HEIGHT, below)
    return 2 * _PADDING + _SPARK_HEIGHT + (below + 4 if below else 0)


def missing(frame: CellFrame, at: Layout, cell: Cell | None) -> Text:
    """Say that a cell has no value: in the cell's own words, else "not measured"."""
    note = cell.note if cell else ""
    return Text(
        text=fonts.wrap(
            note or frame.figure.words.not_measured, room=at.width - AIR, size=FOOTER_SIZE
        ),
        y=at.middle,
        across=at.across,
        color=frame.palette.muted,
        size=FOOTER_SIZE,
    )


def draw(frame: CellFrame, at: Layout, line: Sequence[Point], cell: Cell) -> list[Item]:
    """Draw a cell.

    Args:
        frame: what all cells share.
        at: where the cell is.
        line: its series, oldest first; may be empty.
        cell: its texts.

    Returns:
        The sparkline on its own scale, its last value marked, and the texts.
    """
    at = at.holding(cell.value)
    return [*_spark(frame, at, line), *_value(frame, at, cell), *_others(frame, at, cell)]


def _spark(frame: CellFrame, at: Layout, line: Sequence[Point]) -> list[Item]:
    known = with_value(line)
    if not known:
        return []
    values = [point.value or 0.0 for point in known]
    low, high = min(values), max(values)
    color = frame.palette.context

    def place(point: Point) -> Place:
        share = ((point.value or 0.0) - low) / (high - low) if high > low else 0.5
        y = at.middle + (0.5 - share) * (_SPARK_HEIGHT - 6)
        return Place(across=at.across, x=frame.time.across(point.time) * at.spark, y=y)

    items: list[Item] = [
        Path(places=tuple(place(point) for point in run), color=color, thick=1.4)
        for run in runs(known)
        if len(run) > 1 and at.spark > _DOT_ALONE
    ]
    items += [
        Symbol(
            path=symbols.CIRCLE,
            across=at.across,
            x=place(run[0]).x,
            y=place(run[0]).y,
            size=_DOT / 3,
            fill=color,
        )
        for run in runs(known)
        if len(run) == 1 and at.spark > _DOT_ALONE
    ]
    look = marks.Look(color=color, ground=frame.palette.ground, size=_DOT)
    last, label = known[-1], frame.figure.series.get(known[-1].series.partition(";")[0], "")
    tip = marks.tooltip(last, label, frame.figure)
    href = frame.figure.way(last.series, last.period, last.sources)
    return [*items, *marks.dot(last, look, at=place(last), tip=tip, href=href)]


def _value(frame: CellFrame, at: Layout, cell: Cell) -> list[Item]:
    """Write value and interval, the pair centred on the sparkline."""
    palette = frame.palette
    both = bool(cell.interval)
    y = at.middle - (_TEXT_LINE / 2 if both else 0)
    items: list[Item] = [
        Text(
            text=cell.value,
            y=y,
            across=at.across,
            x=at.value_x,
            color=palette.ink,
            size=SUBTITLE_SIZE,
            weight=SEMIBOLD,
        )
    ]
    if both:
        items.append(
            Text(
                text=cell.interval,
                y=y + (_VALUE_LINE + _TEXT_LINE) / 2,
                across=at.across,
                x=at.value_x,
                color=palette.muted,
                size=FOOTER_SIZE,
            )
        )
    return items


@dataclass(frozen=True)
class _Line:
    """What is written besides the value, wrapped, and the code of the sign before it, if any."""

    texts: Sequence[str]
    sign: str


def _lines(layout: Layout, cell: Cell) -> list[_Line]:
    """Return note, change, standing and status, the last two behind their signs."""
    return [
        _Line(_wrapped(layout, text, signed=bool(sign)), sign)
        for text, sign in (
            (cell.note, ""),
            (cell.change, ""),
            (cell.standing_text, cell.standing.value),
            (cell.status_text, cell.status),
        )
        if text
    ]


def _wrapped(layout: Layout, text: str, *, signed: bool) -> list[str]:
    weight = MEDIUM if signed else REGULAR
    room = layout.lines_room - (_MARK if signed else 0)
    lines = fonts.wrap(text, room=room, size=FOOTER_SIZE, weight=weight)
    # A word that cannot be broken, such as a site's name, must not run into the next cell.
    return [
        fonts.shorten(line, room=room + AIR / 2, size=FOOTER_SIZE, weight=weight) for line in lines
    ]


def _sign(code: str, palette: Palette) -> Symbol:
    """Return the sign of a status or of a standing."""
    if code in _STATUS_SIGNS:
        return Symbol(path=_STATUS_SIGNS[code], y=0, size=72, stroke=palette.ink, thick=1.8)
    path, color = marks.signals(palette)[Standing(code)]
    return Symbol(path=path, y=0, size=72, fill=color)


def _others(frame: CellFrame, at: Layout, cell: Cell) -> list[Item]:
    """Write note, change, standing and status, the last two behind their signs."""
    palette = frame.palette
    lines = _lines(at, cell)
    if at.beside:
        y = at.middle - (sum(len(line.texts) for line in lines) - 1) * _TEXT_LINE / 2
    else:
        y = at.middle + _SPARK_HEIGHT / 2 + 4 + _TEXT_LINE / 2
    items: list[Item] = []
    for line in lines:
        signed = bool(line.sign)
        if signed:
            sign = _sign(line.sign, palette)
            items.append(replace(sign, across=at.across, x=at.lines_x + 5, y=y))
        for text in line.texts:
            items.append(
                Text(
                    text=text,
                    y=y,
                    across=at.across,
                    x=at.lines_x + (_MARK if signed else 0),
                    color=palette.ink if signed else palette.muted,
                    size=FOOTER_SIZE,
                    weight=MEDIUM if signed else REGULAR,
                )
            )
            y += _TEXT_LINE
    return items
