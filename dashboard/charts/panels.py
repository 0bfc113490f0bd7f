"""Small multiples: many series side by side, each in its own panel, all on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks
from dashboard.charts.drawing import Band, Item, Path, Place, Rule, Text
from dashboard.charts.figure import Figure
from dashboard.charts.picture import NARROW, Plot, picture, room
from dashboard.charts.points import Point, runs, with_value
from dashboard.charts.scales import AXIS_GAP, Scale, gutter, value_scale
from dashboard.charts.theme import MEDIUM, SEMIBOLD, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline

_PANEL_WIDTH: Final = 210
_COLUMNS_NARROW: Final = 2
_PLOT: Final = 78
_TITLE_LINE: Final = 15
_TITLE_LINES: Final = 2
_YEARS: Final = 20
_BETWEEN: Final = 16
_APART: Final = 24
_LAST: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """Where one panel stands: its column of so many, its top edge, and what it shows."""

    column: int
    columns: int
    top: float
    size: float
    label: str
    line: Sequence[Point]

    @property
    def base(self) -> float:
        return self.top + _TITLE_LINES * _TITLE_LINE + 4 + _PLOT

    def place(self, share: float, y: float, y2: float = 0.0) -> Place:
        """A place within the panel, `share` of its width from its left edge."""
        return Place(across=(self.column + share) / self.columns, x=-_APART * share, y=y, y2=y2)


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What all panels have in common."""

    figure: Figure
    palette: Palette
    scale: Scale
    time: Timeline
    first: float
    last: float

    def place(self, panel: _Panel, point: Point) -> Place:
        share = self.time.across(point.time)
        return panel.place(share, self._down(panel, point.value))

    def edge(self, panel: _Panel, point: Point) -> Place:
        share = self.time.across(point.time)
        return panel.place(share, self._down(panel, point.upper), self._down(panel, point.lower))

    def _down(self, panel: _Panel, value: float | None) -> float:
        return panel.base - _PLOT + self.scale.down(value or 0.0, _PLOT)


def chart(
    figure: Figure, palette: Palette, lines: Mapping[str, list[Point]], *, width: float
) -> alt.LayerChart:
    """Draw a panel for each series.

    Args:
        figure: gives the texts.
        palette: light or dark.
        lines: the series in the order of drawing, each with at least one value.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows of panels.
    """
    inner = room(figure, width)
    columns = _COLUMNS_NARROW if inner < NARROW else min(len(lines), int(inner // _PANEL_WIDTH))
    shared = _shared(figure, palette, lines)
    ticks = shared.scale.labels(figure.unit, figure.words)
    left = gutter(ticks)
    a_row = _TITLE_LINES * _TITLE_LINE + 4 + _PLOT + _YEARS + _BETWEEN
    panels = [
        _Panel(
            column=number % columns,
            columns=columns,
            top=number // columns * a_row,
            size=(inner - left) / columns - _APART,
            label=figure.series[code],
            line=line,
        )
        for number, (code, line) in enumerate(lines.items())
    ]
    items = [item for panel in panels for item in _draw(shared, panel)]
    items += [item for panel in panels[::columns] for item in _numbers(shared, panel, ticks)]
    known = [point for line in lines.values() for point in line]
    key = [marks.band_key(palette, figure.words)] if _has_band(known) else []
    height = ceil(len(lines) / columns) * a_row - _BETWEEN
    # A panel's own gap on the right is given back, so that the last column ends at the edge.
    plot = Plot(width=inner, height=height, left=left, right=-_APART, above=AXIS_GAP)
    return picture(
        figure, palette, items, plot=plot, key=[*key, *marks.key(known, palette, figure.words)]
    )


def _has_band(points: Sequence[Point]) -> bool:
    return any(point.lower is not None for point in points)


def _shared(figure: Figure, palette: Palette, lines: Mapping[str, list[Point]]) -> _Shared:
    known = [point for line in lines.values() for point in with_value(line)]
    values = [
        end for point in known for end in (point.value, point.lower, point.upper) if end is not None
    ]
    return _Shared(
        figure=figure,
        palette=palette,
        scale=value_scale(values, unit=figure.unit, height=_PLOT * 1.4, zero=False),
        time=Timeline.over(known),
        first=min(point.time for point in known),
        last=max(point.time for point in known),
    )


def _draw(shared: _Shared, panel: _Panel) -> list[Item]:
    color, words = shared.palette.context, shared.figure.words
    known = with_value(panel.line)
    items: list[Item] = [*_titles(shared, panel), *_lines_across(shared, panel)]
    items += [
        Band(
            places=tuple(shared.edge(panel, point) for point in run),
            fill=marks.band_color(shared.palette),
        )
        for run in runs(point for point in known if point.lower is not None)
    ]
    items += [
        Path(places=tuple(shared.place(panel, point) for point in run), color=color, thick=1.6)
        for run in runs(known)
    ]
    look = marks.Look(color=color, ground=shared.palette.ground, size=_LAST)
    lone = {id(run[0]) for run in runs(known) if len(run) == 1}
    for point in known:
        if point is known[-1] or id(point) in lone or point.flags or point.precision:
            tip = marks.tooltip(point, panel.label, words)
            items += marks.dot(point, look, at=shared.place(panel, point), tip=tip)
    return items


def _titles(shared: _Shared, panel: _Panel) -> list[Text]:
    """Name the series, with its last value at the right."""
    palette, top = shared.palette, panel.top + _TITLE_LINE / 2
    last = with_value(panel.line)[-1]
    value = marks.written(last, shared.figure.words)
    taken = fonts.width(value, size=TEXT_SIZE, weight=SEMIBOLD) + AXIS_GAP
    lines = fonts.wrap(panel.label, room=panel.size - taken, size=TEXT_SIZE, weight=MEDIUM)
    begin, end = panel.place(0, top), panel.place(1, top)
    return [
        Text(
            text=lines[:_TITLE_LINES],
            y=top,
            across=begin.across,
            color=palette.ink,
            weight=MEDIUM,
        ),
        Text(
            text=value,
            y=top,
            across=end.across,
            x=end.x,
            align="right",
            color=palette.ink,
            weight=SEMIBOLD,
        ),
    ]


def _lines_across(shared: _Shared, panel: _Panel) -> list[Item]:
    """Draw the grid, the base line, and the first and last year."""
    palette = shared.palette
    begin, end = panel.place(0, panel.base), panel.place(1, panel.base)
    heights = [panel.base - _PLOT + shared.scale.down(tick, _PLOT) for tick in shared.scale.ticks]
    rules = [(y, palette.line) for y in heights] + [(panel.base, palette.muted)]
    items: list[Item] = [
        Rule(y=y, y2=y, across=begin.across, across2=end.across, x2=end.x, color=color)
        for y, color in rules
    ]
    first, last = int(shared.first), int(shared.last)
    y = panel.base + _YEARS / 2 + 2
    items.append(Text(text=str(first), y=y, across=begin.across, color=palette.muted))
    items.append(
        Text(text=str(last), y=y, across=end.across, x=end.x, align="right", color=palette.muted)
    )
    return items


def _numbers(shared: _Shared, panel: _Panel, ticks: Sequence[str]) -> list[Text]:
    """Write the scale left of a row of panels."""
    return [
        Text(
            text=text,
            y=panel.base - _PLOT + shared.scale.down(tick, _PLOT),
            x=-AXIS_GAP,
            align="right",
            color=shared.palette.muted,
        )
        for tick, text in zip(shared.scale.ticks, ticks, strict=True)
    ]
