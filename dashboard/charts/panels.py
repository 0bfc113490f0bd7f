"""Small multiples: many series side by side, each in its own panel, the foremost of too many.

All stand on one scale, unless amounts differ so much that the smaller ones could not be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import altair as alt

from dashboard.charts import breaks, fonts, marks
from dashboard.charts.drawing import Band, Item, Path, Place, Rule, Text
from dashboard.charts.figure import Figure, Target
from dashboard.charts.foremost import foremost
from dashboard.charts.formats import SHARE
from dashboard.charts.line_shapes import DASHES
from dashboard.charts.picture import NARROW, KeyEntry, Plot, picture, room
from dashboard.charts.points import Point, gaps, runs, with_value
from dashboard.charts.scales import AXIS_GAP, Scale, gutter, value_scale
from dashboard.charts.theme import MEDIUM, SEMIBOLD, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline
from metrics import values

_PANEL_WIDTH: Final = 210
_COLUMNS_NARROW: Final = 2
_PLOT: Final = 78
_TITLE_LINE: Final = 15
_TITLE_LINES: Final = 4
"""How many lines a title may take; all panels are as tall as the longest title asks."""
_VALUE_SHARE: Final = 0.5
"""How much of a title's width a value may take beside it; a wider one stands below the titles."""
_YEARS: Final = 20
_BETWEEN: Final = 16
_APART: Final = 24
_LAST: Final = 30.0
_ALIKE: Final = 8.0
"""How many times larger the largest amount of one panel may be than that of another."""


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """Where one panel stands: its column of so many, its top edge, and what it shows."""

    column: int
    columns: int
    top: float
    size: float
    label: str
    title: Sequence[str]
    head: float
    beside: bool
    line: Sequence[Point]
    scale: Scale
    targets: Sequence[Target]
    gutter: float = 0.0

    @property
    def base(self) -> float:
        return self.top + self.head + _PLOT

    def place(self, share: float, y: float, y2: float = 0.0) -> Place:
        """A place within the panel, `share` of its width from its left edge."""
        x = self.gutter * (1 - share) - _APART * share
        return Place(across=(self.column + share) / self.columns, x=x, y=y, y2=y2)

    def down(self, value: float | None) -> float:
        """How far down the picture a value stands."""
        return self.base - _PLOT + self.scale.down(value or 0.0, _PLOT)


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What all panels have in common."""

    figure: Figure
    palette: Palette
    time: Timeline
    first: float
    last: float

    def place(self, panel: _Panel, point: Point) -> Place:
        share = self.time.across(point.time)
        return panel.place(share, panel.down(point.value))

    def edge(self, panel: _Panel, point: Point) -> Place:
        share = self.time.across(point.time)
        return panel.place(share, panel.down(point.upper), panel.down(point.lower))


def chart(
    figure: Figure, palette: Palette, lines: Mapping[str, list[Point]], *, width: float
) -> alt.LayerChart:
    """Draw a panel for each series, for the foremost where there are too many.

    Args:
        figure: gives the texts.
        palette: light or dark.
        lines: the series in the order of drawing, each with at least one value.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows of panels.
    """
    every, lines = len(lines), foremost(lines, counts=_counts(figure))
    inner = room(figure, width)
    columns = _COLUMNS_NARROW if inner < NARROW else min(len(lines), int(inner // _PANEL_WIDTH))
    shared = _shared(figure, palette, lines)
    own = _far_apart(figure, lines)
    scales = {code: _scale(figure, {code: lines[code]} if own else lines) for code in lines}
    room_ = max(gutter(scale.labels(figure.unit, figure.words)) for scale in scales.values())
    size = (inner - room_ * (not own)) / columns - _APART - room_ * own
    written = [_last(shared, line) for line in lines.values()]
    widest = max(fonts.width(each, size=TEXT_SIZE, weight=SEMIBOLD) for each in written)
    beside = widest < size * _VALUE_SHARE
    free = size - widest - AXIS_GAP if beside else size
    titles = {code: _title(figure.series[code], free) for code in lines}
    head = (max(map(len, titles.values())) + (not beside)) * _TITLE_LINE + 4
    a_row = head + _PLOT + _YEARS + _BETWEEN
    panels = [
        _Panel(
            column=number % columns,
            columns=columns,
            top=number // columns * a_row,
            size=size,
            label=figure.series[code],
            title=titles[code],
            head=head,
            beside=beside,
            line=line,
            scale=scales[code],
            targets=figure.targets_of({code}),
            gutter=room_ if own else 0.0,
        )
        for number, (code, line) in enumerate(lines.items())
    ]
    items = [item for panel in panels for item in _draw(shared, panel)]
    items += [
        item for panel in panels[:: 1 if own else columns] for item in _numbers(shared, panel)
    ]
    height = ceil(len(lines) / columns) * a_row - _BETWEEN
    # A panel's own gap on the right is given back, so that the last column ends at the edge.
    plot = Plot(width=inner, height=height, left=room_ * (not own), right=-_APART, above=AXIS_GAP)
    untold = (
        [figure.words.more_lines.format(number=every - len(lines))] if every > len(lines) else []
    )
    key = [*(KeyEntry(text=each) for each in untold), *_key(shared, panels, own=own)]
    return picture(figure, palette, items, plot=plot, key=key)


def _key(shared: _Shared, panels: Sequence[_Panel], *, own: bool) -> list[KeyEntry]:
    """Explain what is drawn, and say if the scales differ."""
    palette, words = shared.palette, shared.figure.words
    known = [point for panel in panels for point in panel.line]
    made = [KeyEntry(text=words.own_scales)] if own else []
    if any(point.lower is not None for point in known):
        made.append(marks.band_key(palette, words))
    if any(_steps(shared, panel) for panel in panels):
        made.append(marks.target_key(palette, words))
    lines = [panel.line for panel in panels]
    holes = dict.fromkeys(marks.reason(hole.flags, words) for line in lines for hole in gaps(line))
    made += [KeyEntry(text=words.gaps.format(reason=each)) for each in holes]
    return [*made, *marks.key(known, palette, words), *breaks.key(lines, palette, words)]


def _far_apart(figure: Figure, lines: Mapping[str, list[Point]]) -> bool:
    """Whether some series would lie flat on the scale of another; shares never do."""
    tops = [max(abs(point.value or 0.0) for point in with_value(line)) for line in lines.values()]
    least = min((top for top in tops if top), default=0.0)
    return figure.unit != SHARE and max(tops) > _ALIKE * least


def _scale(figure: Figure, lines: Mapping[str, list[Point]]) -> Scale:
    known = [point for line in lines.values() for point in with_value(line)]
    ends = [end for point in known for end in (point.value, point.lower, point.upper)]
    ends += [target.value for target in figure.targets_of(lines.keys())]
    fitted = (end for end in ends if end is not None)
    return value_scale(fitted, unit=figure.unit, height=_PLOT * 1.4)


def _counts(figure: Figure) -> bool:
    """Tell whether a figure's values count things: they are divided by nothing, and no share."""
    return figure.unit != SHARE and figure.values[values.DENOMINATOR].is_null().all()


def _shared(figure: Figure, palette: Palette, lines: Mapping[str, list[Point]]) -> _Shared:
    known = [
        point
        for line in lines.values()
        for point in line
        if point.value is not None or point.withheld
    ]
    return _Shared(
        figure=figure,
        palette=palette,
        time=Timeline.over(known),
        first=min(point.time for point in known),
        last=max(point.time for point in known),
    )


def _steps(shared: _Shared, panel: _Panel) -> list[Rule]:
    """Draw each target of a panel over the time it is in force."""
    made: list[Rule] = []
    for target in panel.targets:
        start, end = shared.time.span(target.start, target.until)
        if start < end:
            y = panel.down(target.value)
            begin, stop = (panel.place(shared.time.across(each), y) for each in (start, end))
            made.append(
                Rule(
                    across=begin.across,
                    x=begin.x,
                    across2=stop.across,
                    x2=stop.x,
                    y=y,
                    y2=y,
                    color=shared.palette.target,
                    thick=1.5,
                    dash=DASHES,
                )
            )
    return made


def _draw(shared: _Shared, panel: _Panel) -> list[Item]:
    color = shared.palette.context
    known = with_value(panel.line)
    items: list[Item] = [*_titles(shared, panel), *_lines_across(shared, panel)]
    items += _steps(shared, panel)
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
        plain = point is not known[-1] and id(point) not in lone and not _remarkable(point)
        tip = marks.tooltip(point, panel.label, shared.figure)
        href = shared.figure.way(point.series, point.period, point.sources)
        at = shared.place(panel, point)
        if plain:
            items.append(marks.unseen(at=at, tip=tip, href=href))
        else:
            items += marks.dot(point, look, at=at, tip=tip, href=href)
    return items + breaks.signs(
        shared.figure,
        shared.palette,
        panel.line,
        lambda point: shared.place(panel, point),
        foot=lambda point: panel.place(shared.time.across(point.time), panel.base),
        color=color,
    )


def _remarkable(point: Point) -> bool:
    """Whether a value carries more than that it is invented, which the picture says once."""
    return bool(point.precision) or any(code != values.SIMULATED for code in point.flags)


def _last(shared: _Shared, line: Sequence[Point]) -> str:
    """Write the last value of a series, with its year where others go on for longer."""
    point = with_value(line)[-1]
    told, year = marks.written(point, shared.figure.words), point.period.year
    return told if year == int(shared.last) else f"{told} ({year})"


def _title(name: str, free: float) -> tuple[str, ...]:
    """Break a series' name; what is longer than a title ends in "…"."""
    lines = fonts.wrap(name, room=free, size=TEXT_SIZE, weight=MEDIUM)
    last = " ".join(lines[_TITLE_LINES - 1 :])
    rest = fonts.shorten(last, room=free, size=TEXT_SIZE, weight=MEDIUM)
    return (*lines[: _TITLE_LINES - 1], rest) if last else lines


def _titles(shared: _Shared, panel: _Panel) -> list[Text]:
    """Name the series, with its last value at the right, or below where there is no room."""
    palette, top = shared.palette, panel.top + _TITLE_LINE / 2
    begin, end = panel.place(0, top), panel.place(1, top)
    return [
        Text(
            text=tuple(panel.title),
            y=top,
            across=begin.across,
            x=begin.x,
            color=palette.ink,
            weight=MEDIUM,
        ),
        Text(
            text=_last(shared, panel.line),
            y=top if panel.beside else panel.top + panel.head - 4 - _TITLE_LINE / 2,
            across=end.across if panel.beside else begin.across,
            x=end.x if panel.beside else begin.x,
            align="right" if panel.beside else "left",
            color=palette.ink,
            weight=SEMIBOLD,
        ),
    ]


def _lines_across(shared: _Shared, panel: _Panel) -> list[Item]:
    """Draw the grid, the base line, and the first and last year."""
    palette = shared.palette
    begin, end = panel.place(0, panel.base), panel.place(1, panel.base)
    heights = [panel.down(tick) for tick in panel.scale.ticks]
    rules = [(y, palette.line) for y in heights] + [(panel.base, palette.muted)]
    items: list[Item] = [
        Rule(
            y=y,
            y2=y,
            across=begin.across,
            x=begin.x,
            across2=end.across,
            x2=end.x,
            color=color,
        )
        for y, color in rules
    ]
    first, last = int(shared.first), int(shared.last)
    y = panel.base + _YEARS / 2 + 2
    items.append(Text(text=str(first), y=y, across=begin.across, x=begin.x, color=palette.muted))
    items.append(
        Text(text=str(last), y=y, across=end.across, x=end.x, align="right", color=palette.muted)
    )
    return items


def _numbers(shared: _Shared, panel: _Panel) -> list[Text]:
    """Write a panel's scale left of it."""
    begin = panel.place(0, panel.base)
    ticks = panel.scale.labels(shared.figure.unit, shared.figure.words)
    return [
        Text(
            text=text,
            y=panel.down(tick),
            across=begin.across,
            x=begin.x - AXIS_GAP,
            align="right",
            color=shared.palette.muted,
        )
        for tick, text in zip(panel.scale.ticks, ticks, strict=True)
    ]
