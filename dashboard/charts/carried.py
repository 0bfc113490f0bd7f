"""A series with the lines fitted to it, and one carried on beyond what it was made from."""

from collections.abc import Iterator
from typing import Final

import altair as alt

from dashboard.charts import fonts, labels, line_texts, marks, milestones, symbols, timeline
from dashboard.charts.drawing import Band, Box, Item, Path, Place, Symbol
from dashboard.charts.figure import Expected, Figure
from dashboard.charts.formats import show, spread
from dashboard.charts.labels import Label, Span
from dashboard.charts.line import grid
from dashboard.charts.line_shapes import DASHES, LineFrame, dots, paths
from dashboard.charts.picture import NARROW, KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP, gutter, value_scale
from dashboard.charts.theme import TEXT_SIZE, Palette, mix
from dashboard.charts.timeline import Timeline

HEIGHT: Final = 300

_ROOM: Final = 130
_ROOM_NARROW: Final = 84
_SHADE: Final = 0.14
_FITTED: Final = 2.0


def chart(
    figure: Figure, palette: Palette, *, width: float, height: float = HEIGHT
) -> alt.LayerChart:
    """Draw a series with its lines.

    Where lines are fitted, the values are dots and the lines go through them; else the values are
    joined. What is carried on is dashed, over the range in which it may lie.

    Args:
        figure: of kind carried, with one series; its `lines` say what is drawn beside it.
        palette: light or dark.
        width: of the whole picture, pixels.
        height: of the plot, pixels.
    """
    lines = {code: line for code, line in points(figure).items() if with_value(line)}
    inner = room(figure, width)
    if not lines:
        return nothing(figure, palette, width=inner, height=height)
    frame = _frame(figure, palette, lines, height)
    ticks = frame.scale.labels(figure.unit, figure.words)
    named = [*line_texts.end_labels(frame, inner), *_named(frame, inner)]
    left, right = gutter(ticks), max(label.width for label in named) + labels.OFFSET
    across = inner - left - right
    stones = milestones.place(frame, across=across, right=right)
    items: list[Item] = [
        *_apart(frame),
        *grid(frame, ticks),
        *frame.time.axis(palette, across=across, height=height),
        *stones.items,
        *_range(frame),
        *([] if figure.lines.fitted else paths(frame)),
        *_paths(frame),
        *_told(frame),
        *dots(frame),
        *labels.beside(named, height=height),
    ]
    plot = Plot(
        width=inner,
        height=height,
        left=left,
        right=right,
        above=max(stones.above, AXIS_GAP),
        below=timeline.HEIGHT,
    )
    return picture(figure, palette, items, plot=plot, key=[*_key(frame), *stones.key])


def _frame(
    figure: Figure, palette: Palette, lines: dict[str, list[Point]], height: float
) -> LineFrame:
    known = [point for line in lines.values() for point in with_value(line)]
    every = figure.lines.every
    values = [point.value for point in known]
    values += [end for each in every for end in (each.value, each.lower, each.upper)]
    ahead = [_point(each) for each in every]
    return LineFrame(
        figure=figure,
        palette=palette,
        lines=lines,
        scale=value_scale(
            (value for value in values if value is not None), unit=figure.unit, height=height
        ),
        time=Timeline.over(known + ahead),
        height=height,
    )


def _point(each: Expected) -> Point:
    return Point(
        series="",
        period=each.period,
        value=each.value,
        lower=each.lower,
        upper=each.upper,
        flags={},
        precision="",
        unit="",
    )


def _place(frame: LineFrame, each: Expected) -> Place:
    return frame.place(_point(each))


def _apart(frame: LineFrame) -> Iterator[Box]:
    """Shade the period that takes part in neither line."""
    if period := frame.figure.lines.apart:
        middle = _point(Expected(period=period, value=0.0))
        yield Box(
            across=frame.time.across(middle.time - middle.half),
            across2=frame.time.across(middle.time + middle.half),
            y=0,
            y2=frame.height,
            fill=_shade(frame.palette),
        )


def _shade(palette: Palette) -> str:
    return mix(palette.accent, palette.ground, _SHADE)


def _range(frame: LineFrame) -> Iterator[Band]:
    """Draw the range of what is carried on."""
    edged = [_point(each) for each in frame.figure.lines.carried if each.lower is not None]
    if edged:
        places = tuple(frame.edge(point) for point in edged)
        yield Band(places=places, fill=marks.band_color(frame.palette))


def _paths(frame: LineFrame) -> Iterator[Path]:
    """Draw the lines fitted, and dashed the one carried on."""
    lines, palette = frame.figure.lines, frame.palette
    for run in lines.fitted:
        places = tuple(_place(frame, each) for each in run)
        yield Path(places=places, color=palette.ink, thick=_FITTED)
    if lines.carried:
        places = tuple(_place(frame, each) for each in lines.carried)
        yield Path(places=places, color=palette.accent, thick=_FITTED, dash=DASHES)


def _told(frame: LineFrame) -> Iterator[Symbol]:
    """Let a pointer read what is carried on, period by period."""
    figure = frame.figure
    for each in figure.lines.carried:
        tip = {
            figure.words.period: figure.words.period_label(each.period),
            figure.lines.carried_text: show(each.value, figure.unit, figure.words),
        }
        if each.lower is not None and each.upper is not None:
            limits = (each.lower, each.upper)
            tip[figure.lines.range_text] = spread(each.value, limits, figure.unit, figure.words)
        yield marks.unseen(at=_place(frame, each), tip=tip, href="")


def _named(frame: LineFrame, width: float) -> list[Label]:
    """Name the line carried on at its end, with its last value."""
    lines, words = frame.figure.lines, frame.figure.words
    if not lines.carried:
        return []
    last = lines.carried[-1]
    size = _ROOM_NARROW if width < NARROW else _ROOM
    text = f"{lines.carried_text} {show(last.value, frame.figure.unit, words)}"
    told = fonts.wrap(text, room=size, size=TEXT_SIZE)
    place = _place(frame, last)
    return [
        Label(
            spans=(Span(lines=told, color=frame.palette.accent),),
            y=place.y,
            across=place.across,
            color=frame.palette.accent,
        )
    ]


def _key(frame: LineFrame) -> list[KeyEntry]:
    """Explain lines, range and shade, then the signs of single values."""
    lines, palette = frame.figure.lines, frame.palette
    made: list[KeyEntry] = []
    if lines.fitted:
        sign = Symbol(path=symbols.DASH, y=0, size=256, stroke=palette.ink, thick=_FITTED)
        made.append(KeyEntry(text=lines.fitted_text, symbols=(sign,)))
    if lines.carried:
        sign = Symbol(path=symbols.BROKEN, y=0, size=256, stroke=palette.accent, thick=_FITTED)
        made.append(KeyEntry(text=lines.carried_text, symbols=(sign,)))
    if any(each.lower is not None for each in lines.carried):
        fill = marks.band_color(palette)
        made.append(_swatch(lines.range_text, fill))
    if lines.apart:
        made.append(_swatch(lines.apart_text, _shade(palette)))
    known = [point for line in frame.lines.values() for point in line]
    return [*made, *marks.key(known, palette, frame.figure.words)]


def _swatch(text: str, fill: str) -> KeyEntry:
    return KeyEntry(text=text, symbols=(Symbol(path=symbols.SQUARE, y=0, size=144, fill=fill),))
