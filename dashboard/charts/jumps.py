"""How far a series jumps at one date, beside how far it jumps at every other date of the series."""

from collections.abc import Iterator
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks, symbols, timeline
from dashboard.charts.drawing import Item, Rule, Symbol, Text
from dashboard.charts.figure import Figure
from dashboard.charts.formats import SHARE, show
from dashboard.charts.line import grid
from dashboard.charts.line_shapes import DASHES, LineFrame
from dashboard.charts.picture import KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP, gutter, value_scale
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline

HEIGHT: Final = 170

_BESIDE: Final = 9
_ABOVE: Final = 20


def chart(
    figure: Figure, palette: Palette, *, width: float, height: float = HEIGHT
) -> alt.LayerChart:
    """Draw a dot for each date, on a stem from nothing; the first series is the date asked about.

    Two dashed lines show its size up and down: dots on or beyond them are as large.

    Args:
        figure: of kind jumps, with two series: the date asked about, and the others.
        palette: light or dark.
        width: of the whole picture, pixels.
        height: of the plot, pixels.
    """
    lines = {code: line for code, line in points(figure).items() if with_value(line)}
    inner = room(figure, width)
    if next(iter(figure.series)) not in lines:
        return nothing(figure, palette, width=inner, height=height)
    known = [point for line in lines.values() for point in with_value(line)]
    size = abs(_asked(lines).value or 0.0)
    reached = [*(point.value or 0.0 for point in known), size, -size]
    frame = LineFrame(
        figure=figure,
        palette=palette,
        lines=lines,
        scale=value_scale(reached, unit=figure.unit, height=height),
        time=Timeline.over(known),
        height=height,
    )
    ticks = frame.scale.labels(figure.unit, figure.words)
    left = gutter(ticks)
    right = fonts.width(_text(frame), size=TEXT_SIZE, weight=MEDIUM) + _BESIDE
    across = inner - left - right
    items: list[Item] = [
        *grid(frame, ticks),
        *frame.time.axis(palette, across=across, height=height),
        *_sizes(frame, size),
        *_stems(frame),
        *_dots(frame),
        *_named(frame),
    ]
    plot = Plot(
        width=inner, height=height, left=left, right=right, above=AXIS_GAP, below=timeline.HEIGHT
    )
    return picture(figure, palette, items, plot=plot, key=_key(frame))


def _asked(lines: dict[str, list[Point]]) -> Point:
    return with_value(next(iter(lines.values())))[0]


def _colors(frame: LineFrame) -> dict[str, str]:
    asked, *others = frame.figure.series
    return {asked: frame.palette.accent, **dict.fromkeys(others, frame.palette.context)}


def _sizes(frame: LineFrame, size: float) -> Iterator[Rule]:
    """Draw how large the jump asked about is, up and down, and where there is none."""
    yield Rule(y=frame.down(0.0), y2=frame.down(0.0), across2=1.0, color=frame.palette.muted)
    for level in (size, -size):
        y = frame.down(level)
        yield Rule(y=y, y2=y, across2=1.0, color=frame.palette.accent, dash=DASHES)


def _stems(frame: LineFrame) -> Iterator[Rule]:
    for code, line in frame.lines.items():
        for point in with_value(line):
            along = frame.time.across(point.time)
            yield Rule(
                y=frame.down(0.0),
                y2=frame.down(point.value),
                across=along,
                across2=along,
                color=_colors(frame)[code],
            )


def _dots(frame: LineFrame) -> Iterator[Symbol]:
    for code, line in [*frame.lines.items()][::-1]:
        look = marks.Look(color=_colors(frame)[code], ground=frame.palette.ground)
        for point in with_value(line):
            tip = marks.tooltip(point, frame.figure.series[code], frame.figure)
            yield from marks.dot(point, look, at=frame.place(point), tip=tip)


def _text(frame: LineFrame) -> str:
    value, unit = _asked(dict(frame.lines)).value or 0.0, frame.figure.unit
    return show(value, unit, frame.figure.words, decimals=int(unit != SHARE))


def _named(frame: LineFrame) -> Iterator[Text]:
    """Say beside the plot how large the jump asked about is."""
    point = _asked(dict(frame.lines))
    yield Text(
        text=_text(frame),
        across=1.0,
        x=_BESIDE,
        y=frame.down(point.value),
        color=frame.palette.accent,
        weight=MEDIUM,
    )


def _key(frame: LineFrame) -> list[KeyEntry]:
    return [
        KeyEntry(
            text=frame.figure.series[code],
            symbols=(Symbol(path=symbols.CIRCLE, y=0, size=marks.LARGE, fill=color),),
        )
        for code, color in _colors(frame).items()
        if code in frame.lines
    ]
