"""Horizontal bars: the parts or members of one period, from a zero baseline."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks
from dashboard.charts.drawing import Box, Item, Rule, Text
from dashboard.charts.figure import Figure
from dashboard.charts.picture import NARROW, Plot, nothing, picture, room
from dashboard.charts.points import Point, points
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette

_ROW: Final = 30
_BAR: Final = 16
_EMPTY: Final = 90
_MOST_LABEL: Final = 230
_NARROW_SHARE: Final = 0.42
_WHISKER: Final = 5


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One bar: its value or the reason why there is none."""

    point: Point
    label: tuple[str, ...]
    text: str
    top: float

    @property
    def end(self) -> float:
        """Where the bar and its interval end, in the unit of the value."""
        return max(self.point.value or 0.0, self.point.upper or 0.0)

    @property
    def sign(self) -> float:
        """The pixels that the sign of a bound takes."""
        return marks.BOUND_ROOM if marks.is_bound(self.point) else 0.0

    @property
    def middle(self) -> float:
        return self.top + _ROW / 2


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw one bar for each series, in the order of the figure: its latest row.

    The bar of a value that may still change is hollow; a missing value is said in words, below
    the others.

    Args:
        figure: of kind bars; its frame holds one period, or the last one of each series counts.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its bars.
    """
    inner = room(figure, width)
    last = {code: line[-1] for code, line in points(figure).items()}
    if not last:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    most = inner * _NARROW_SHARE if inner < NARROW else _MOST_LABEL
    rows = _rows(figure, last, most)
    left = max(_width(line) for row in rows for line in row.label) + AXIS_GAP
    ends = [end for row in rows for end in (row.point.value, row.point.upper) if end is not None]
    high = max(ends, default=0.0) or 1.0
    across = _longest(rows, inner - left, high)
    items = [item for row in rows for item in _draw(figure, palette, row, high)]
    height = len(rows) * _ROW
    items.append(Rule(y=0, y2=height, color=palette.muted))
    whiskers = any(row.point.lower is not None for row in rows)
    key = [marks.whisker_key(palette, figure.words)] if whiskers else []
    key += marks.bound_key([row.point for row in rows], palette, figure.words)
    plot = Plot(width=inner, height=height, left=left, right=inner - left - across)
    return picture(figure, palette, items, plot=plot, key=key)


def _longest(rows: Sequence[_Row], free: float, high: float) -> float:
    """Return the pixels of the longest bar with which every bar's text still fits beside it."""
    fitting = [
        (free - _width(row.text) - row.sign - 2 * AXIS_GAP) / along
        for row in rows
        if (along := row.end / high) > 0
    ]
    return max(min([free - 2 * AXIS_GAP, *fitting]), 1.0)


def _width(text: str) -> float:
    return fonts.width(text, size=TEXT_SIZE, weight=MEDIUM)


def _rows(figure: Figure, last: dict[str, Point], most: float) -> list[_Row]:
    ordered = sorted(last.items(), key=lambda pair: pair[1].value is None)
    return [
        _Row(
            point=point,
            label=fonts.wrap(figure.series[code], room=most, size=TEXT_SIZE, weight=MEDIUM)[:2],
            text=_text(figure, point),
            top=number * _ROW,
        )
        for number, (code, point) in enumerate(ordered)
    ]


def _text(figure: Figure, point: Point) -> str:
    words = figure.words
    return ", ".join(filter(None, (marks.told(point, words), *marks.remarks(point, words))))


def _draw(figure: Figure, palette: Palette, row: _Row, high: float) -> Sequence[Item]:
    point = row.point
    label = Text(
        text=row.label,
        y=row.middle - (len(row.label) - 1) * TEXT_SIZE * 0.66,
        x=-AXIS_GAP,
        align="right",
        color=palette.ink,
    )
    along = (point.value or 0.0) / high
    value = Text(
        text=row.text,
        y=row.middle,
        across=row.end / high,
        x=AXIS_GAP + row.sign,
        color=palette.muted if point.value is None else palette.ink,
        weight=MEDIUM,
    )
    if point.value is None:
        return [label, value]
    bar = Box(
        y=row.middle - _BAR / 2,
        y2=row.middle + _BAR / 2,
        across2=along,
        fill=palette.ground if point.hollow else palette.context,
        stroke=palette.context,
        tip=marks.tooltip(point, " ".join(row.label), figure),
        href=figure.way(point.series, point.period, point.sources),
    )
    sign = marks.bound(point, palette, across=row.end / high, y=row.middle)
    return [label, bar, *_whisker(palette, row, high), *sign, value]


def _whisker(palette: Palette, row: _Row, high: float) -> list[Item]:
    """Draw a bar's interval."""
    if row.point.lower is None or row.point.upper is None:
        return []
    low, top = row.point.lower / high, row.point.upper / high
    ends = [
        Rule(
            y=row.middle - _WHISKER,
            y2=row.middle + _WHISKER,
            across=end,
            across2=end,
            color=palette.ink,
        )
        for end in (low, top)
    ]
    return [Rule(y=row.middle, y2=row.middle, across=low, across2=top, color=palette.ink), *ends]
