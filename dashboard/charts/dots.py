"""Figures side by side that make no line: a row each, in the order given, as dots with bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks
from dashboard.charts.drawing import Item, Place, Rule, Text
from dashboard.charts.figure import Figure
from dashboard.charts.marks import Look
from dashboard.charts.picture import NARROW, Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette

_ROW: Final = 34
_EMPTY: Final = 90
_MOST_LABEL: Final = 360
_NARROW_SHARE: Final = 0.45
_BESIDE: Final = 12
_BESIDE_SIGN: Final = 21
_SCALE: Final = 22
"""Pixels below the rows for the marks of a scale."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One figure: its point, or the reason why there is none."""

    point: Point
    label: tuple[str, ...]
    text: str
    middle: float


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw one dot for each series, from a zero baseline or on a scale; nothing joins them.

    Args:
        figure: of kind dots; the latest row of each series counts.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows; what has no figure says so in its place.
    """
    inner = room(figure, width)
    last = {code: line[-1] for code, line in points(figure).items()}
    known = with_value(last.values())
    if not known:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    most = inner * _NARROW_SHARE if inner < NARROW else _MOST_LABEL
    rows = [
        _row(figure, code, point, most, number) for number, (code, point) in enumerate(last.items())
    ]
    left = max(_width(line) for row in rows for line in row.label) + AXIS_GAP
    low, high = figure.scale or (0.0, max(point.value or 0.0 for point in known) or 1.0)
    across = _longest(rows, inner - left, low, high)
    height = len(rows) * _ROW
    items: list[Item] = [
        Rule(y=0, y2=height, color=palette.muted),
        *_scale(figure, palette, height),
    ]
    for row in rows:
        items += _draw(figure, palette, row, low, high)
    below = _SCALE if figure.scale else 0.0
    plot = Plot(width=inner, height=height, left=left, right=inner - left - across, below=below)
    key = marks.key(known, palette, figure.words, sideways=True)
    if figure.scale and any(point.lower is not None for point in known):
        key.insert(0, marks.whisker_key(palette, figure.words))
    return picture(figure, palette, items, plot=plot, key=key)


def _row(figure: Figure, code: str, point: Point, most: float, number: int) -> _Row:
    told = (marks.told(point, figure.words), *marks.remarks(point, figure.words))
    return _Row(
        point=point,
        label=fonts.wrap(figure.series[code], room=most, size=TEXT_SIZE, weight=MEDIUM)[:2],
        text=", ".join(filter(None, told)),
        middle=(number + 0.5) * _ROW,
    )


def _width(text: str) -> float:
    return fonts.width(text, size=TEXT_SIZE, weight=MEDIUM)


def _beside(point: Point) -> int:
    """Return the pixels between a dot and its text: a sign at its right stands between them."""
    return _BESIDE_SIGN if marks.is_bound(point) and not marks.below(point) else _BESIDE


def _scale(figure: Figure, palette: Palette, height: float) -> Iterator[Item]:
    """Draw each mark of the scale that values stand on, from its lowest to its highest."""
    low, high = figure.scale or (0.0, -1.0)
    for step in range(round(low), round(high) + 1):
        across = (step - low) / (high - low)
        yield Rule(y=0, y2=height, across=across, across2=across, color=palette.line)
        yield Text(
            text=f"{step}",
            y=height + _SCALE / 2,
            across=across,
            align="center",
            color=palette.muted,
        )


def _longest(rows: Sequence[_Row], free: float, low: float, high: float) -> float:
    """Return the pixels from the lowest to the highest, with room for every text beside."""
    fitting = [
        (free - _width(row.text) - _beside(row.point) - _BESIDE) / along
        for row in rows
        if (along := (_end(row.point) - low) / (high - low)) > 0
    ]
    return max(min([free - 2 * _BESIDE, *fitting]), 1.0)


def _end(point: Point) -> float:
    """Return the value after which a text stands: that of the dot, or where its range ends."""
    return max(point.value or 0.0, point.upper or 0.0)


def _draw(figure: Figure, palette: Palette, row: _Row, low: float, high: float) -> Sequence[Item]:
    point, along = row.point, ((row.point.value or low) - low) / (high - low)
    end = (_end(point) - low) / (high - low) if figure.scale and point.value else along
    label = Text(
        text=row.label,
        y=row.middle - (len(row.label) - 1) * TEXT_SIZE * 0.66,
        x=-AXIS_GAP,
        align="right",
        color=palette.ink,
    )
    value = Text(
        text=row.text,
        y=row.middle,
        across=end,
        x=_beside(point),
        color=palette.muted if point.value is None else palette.ink,
        weight=MEDIUM,
    )
    if point.value is None:
        return [label, value]
    guide = Rule(y=row.middle, y2=row.middle, across2=along, color=palette.line)
    if figure.scale and point.lower is not None and point.upper is not None:
        start, stop = ((each - low) / (high - low) for each in (point.lower, point.upper))
        guide = Rule(y=row.middle, y2=row.middle, across=start, across2=stop, color=palette.ink)
    look = Look(color=palette.context, ground=palette.ground)
    tip = marks.tooltip(point, " ".join(row.label), figure)
    return [
        label,
        guide,
        *marks.dot(
            point,
            look,
            at=Place(y=row.middle, across=along),
            tip=tip,
            href=figure.way(point.series, point.period, point.sources),
            sideways=True,
        ),
        value,
    ]
