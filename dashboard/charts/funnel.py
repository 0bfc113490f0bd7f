"""Funnel: how far partnerships of one kind lie from all together, and how far chance would.

Each stands at its number of cases and its value. The fewer cases, the further chance alone takes a
value: hence the shape. Only what lies outside the outer limits is coloured, and only where one way
is better; names stand beside the marks, moved to where they hide nothing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from dashboard.charts import fonts, marks, symbols
from dashboard.charts.drawing import LINE_HEIGHT, Band, Item, Place, Rule, Symbol, Text
from dashboard.charts.figure import Figure
from dashboard.charts.formats import show
from dashboard.charts.funnel_names import FOREMOST, Across, Room, Spot, names
from dashboard.charts.picture import NARROW, KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP, Scale, gutter, near_scale, value_scale
from dashboard.charts.theme import TEXT_SIZE, Palette, mix
from dashboard.charts.words import Words
from metrics.stand import Stand

HEIGHT: Final = 340
_BELOW: Final = 42
_TICKS: Final = 14
_NAME: Final = 32
_LABEL: Final = 150
_LABEL_NARROW: Final = 104
_OUTER: Final = 0.12
_INNER: Final = 0.26
_A_TICK: Final = 1.6
_DASHES: Final = (5, 4)
_SIZE: Final = 58.0


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """What every part of a funnel is placed by; `across` is the plot's width in pixels."""

    figure: Figure
    palette: Palette
    x: Scale
    y: Scale
    across: float

    def place(self, size: float, low: float, high: float | None = None) -> Place:
        """Where a size and a value stand; with two values, the ends of a band."""
        upper = low if high is None else high
        held = [min(max(each, self.y.low), self.y.high) for each in (upper, low)]
        top, bottom = (self.y.down(each, HEIGHT) for each in held)
        return Place(across=self.x.share(size), y=top, y2=bottom)

    def stand(self, point: Point) -> Stand:
        """How a value stands to the limits."""
        return self.figure.funnel.stands[point.series]


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw values over their number of cases, in the funnel of what chance alone would give.

    Args:
        figure: of kind funnel; the latest row of each series counts, its denominator is its size.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture.
    """
    inner = room(figure, width)
    known = with_value(line[-1] for line in points(figure).values())
    if not known:
        return nothing(figure, palette, width=inner, height=HEIGHT)
    y = near_scale(_values(figure, known), unit=figure.unit, height=HEIGHT)
    numbers = y.labels(figure.unit, figure.words)
    ends = (figure.words.limits_99_8, figure.words.limits_95)
    left = gutter(numbers)
    right = max(fonts.width(each, size=TEXT_SIZE) for each in ends) + AXIS_GAP
    across = inner - left - right
    largest = float(math.ceil(figure.funnel.sizes[-1]))
    x = value_scale([largest], unit="", height=across / _A_TICK)
    x = Scale(low=0.0, high=figure.funnel.sizes[-1], ticks=x.ticks)
    frame = _Frame(figure=figure, palette=palette, x=x, y=y, across=across)
    named = _named(frame, known, _LABEL_NARROW if inner < NARROW else _LABEL)
    key = _key(frame, known, unnamed=len(known) + 1 - len(named))
    items: list[Item] = [
        *_bands(frame),
        *_axes(frame, numbers),
        *_limits_named(frame),
        *_together(frame),
        *_marks(frame, known),
        *named,
    ]
    plot = Plot(width=inner, height=HEIGHT, left=left, right=right, above=AXIS_GAP, below=_BELOW)
    return picture(figure, palette, items, plot=plot, key=key)


def _values(figure: Figure, known: Sequence[Point]) -> Iterator[float]:
    """Yield what must fit: the values, and the outer limits of all but the very smallest."""
    yield from (point.value or 0.0 for point in known)
    smallest = min(point.denominator or 0.0 for point in known)
    for size, limits in zip(figure.funnel.sizes, figure.funnel.outer, strict=True):
        if size >= smallest:
            yield from limits


def _bands(frame: _Frame) -> Iterator[Band]:
    """Fill what chance alone would give, the outer limits before the inner ones."""
    funnel, palette = frame.figure.funnel, frame.palette
    for limits, share in ((funnel.outer, _OUTER), (funnel.inner, _INNER)):
        yield Band(
            places=tuple(
                frame.place(size, *ends) for size, ends in zip(funnel.sizes, limits, strict=True)
            ),
            fill=mix(palette.context, palette.ground, share),
        )


def _axes(frame: _Frame, numbers: Sequence[str]) -> Iterator[Item]:
    """Draw round values left, round numbers of cases below, and what they count."""
    palette, figure = frame.palette, frame.figure
    for tick, text in zip(frame.y.ticks, numbers, strict=True):
        y = frame.y.down(tick, HEIGHT)
        yield Rule(y=y, y2=y, x2=-4, color=palette.muted)
        yield Text(text=text, y=y, x=-AXIS_GAP, align="right", color=palette.muted)
    yield Rule(y=HEIGHT, y2=HEIGHT, across2=1.0, color=palette.muted)
    shown = [tick for tick in frame.x.ticks if tick <= frame.x.high]
    for tick in shown:
        at = frame.x.share(tick)
        yield Rule(y=HEIGHT, y2=HEIGHT + 4, across=at, across2=at, color=palette.muted)
        yield Text(
            text=show(tick, "", figure.words),
            y=HEIGHT + _TICKS,
            across=at,
            align="center",
            color=palette.muted,
        )
    yield Text(
        text=figure.funnel.size_label,
        y=HEIGHT + _NAME,
        across=0.5,
        align="center",
        color=palette.muted,
    )


def _limits_named(frame: _Frame) -> Iterator[Text]:
    """Name the limits where they end, at their upper edges or, where these touch, below them."""
    funnel, words = frame.figure.funnel, frame.figure.words
    tops = [frame.place(1.0, ends[-1][1]).y for ends in (funnel.outer, funnel.inner)]
    inner = max(tops[1], tops[0] + TEXT_SIZE * LINE_HEIGHT)
    for text, y in ((words.limits_99_8, tops[0]), (words.limits_95, inner)):
        yield Text(text=text, y=y, across=1.0, x=AXIS_GAP / 2, color=frame.palette.muted)


def _together(frame: _Frame) -> Iterator[Item]:
    """Draw the value of all together across, with its name at the left, where it hides nothing."""
    figure, palette = frame.figure, frame.palette
    y = frame.place(0.0, figure.funnel.average).y
    yield Rule(y=y, y2=y, across2=1.0, color=palette.ink, dash=_DASHES)


def _marks(frame: _Frame, known: Sequence[Point]) -> Iterator[Symbol]:
    """Draw values: hollow within, filled near the edge, in a shape of its own outside."""
    for point in known:
        at = frame.place(point.denominator or 0.0, point.value or 0.0)
        label = frame.figure.series[point.series]
        tip = marks.tooltip(point, label, frame.figure)
        tip[frame.figure.words.place] = said(frame.stand(point), frame.figure.words)
        sign = _sign(frame.stand(point), frame.palette)
        yield Symbol(
            path=sign.path,
            across=at.across,
            y=at.y,
            size=sign.size,
            fill=sign.fill,
            stroke=sign.stroke,
            thick=sign.thick,
            tip=tip,
            href=frame.figure.way(point.series, point.period, point.sources),
        )


def said(stand: Stand, words: Words) -> str:
    """Say how a value stands to the limits."""
    return {
        Stand.WITHIN: words.stand_within,
        Stand.NEAR: words.stand_near,
        Stand.BETTER: words.stand_better,
        Stand.WORSE: words.stand_worse,
        Stand.DIFFERENT: words.stand_different,
    }[stand]


def _sign(stand: Stand, palette: Palette) -> Symbol:
    """Return the mark of a standing, at no place yet."""
    if stand is Stand.WITHIN:
        return Symbol(
            path=symbols.CIRCLE,
            y=0,
            size=_SIZE,
            fill=palette.ground,
            stroke=palette.ink,
            thick=1.6,
        )
    if stand is Stand.NEAR:
        return Symbol(path=symbols.CIRCLE, y=0, size=_SIZE, fill=palette.ink, stroke=palette.ground)
    path, color = {
        Stand.BETTER: (symbols.TRIANGLE, palette.better),
        Stand.WORSE: (symbols.DIAMOND, palette.worse),
        Stand.DIFFERENT: (symbols.SQUARE, palette.ink),
    }[stand]
    return Symbol(path=path, y=0, size=_SIZE * 1.9, fill=color, stroke=palette.ground)


def _named(frame: _Frame, known: Sequence[Point], most: float) -> list[Text]:
    """Write the name of all together, and of each mark where there is room for it."""
    funnel, words, palette = frame.figure.funnel, frame.figure.words, frame.palette
    value = show(funnel.average, frame.figure.unit, words)
    order = {Stand.WITHIN: 2, Stand.NEAR: 1}
    spots = [
        Spot(
            name=frame.figure.series[point.series],
            x=frame.x.share(point.denominator or 0.0) * frame.across,
            y=frame.place(0.0, point.value or 0.0).y,
            order=order.get(frame.stand(point), FOREMOST),
        )
        for point in known
    ]
    across = Across(name=words.together.format(value=value), y=frame.place(0.0, funnel.average).y)
    room = Room(across=frame.across, height=HEIGHT, most=most, color=palette.ink)
    return list(names(spots, across, room))


def _key(frame: _Frame, known: Sequence[Point], *, unnamed: int) -> list[KeyEntry]:
    """Explain the limits and the marks that are there, and say how many have no name beside."""
    palette, words = frame.palette, frame.figure.words
    fills = (_OUTER, _INNER)
    swatches = tuple(
        Symbol(
            path=symbols.SQUARE,
            x=12.0 * number,
            y=0,
            size=130,
            fill=mix(palette.context, palette.ground, share),
        )
        for number, share in enumerate(fills)
    )
    there = {frame.stand(point) for point in known}
    return [
        KeyEntry(text=frame.figure.funnel.limits_label, symbols=swatches),
        *(
            KeyEntry(text=said(each, words), symbols=(_sign(each, palette),))
            for each in Stand
            if each in there
        ),
        *((KeyEntry(text=words.unnamed.format(n=unnamed)),) if unnamed else ()),
    ]
