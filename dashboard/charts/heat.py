"""Who sends to whom: a row for each sender, a column for each receiver.

Blank is where nothing was reported, which is not zero: a zero is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import altair as alt

from dashboard.charts import breaks, fonts, marks, symbols
from dashboard.charts.drawing import Box, Item, Rule, Symbol, Text
from dashboard.charts.figure import Figure
from dashboard.charts.picture import KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import Point, points_of
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette, contrast, mix

_ROW: Final = 30
_HEAD: Final = 26
_EMPTY: Final = 90
_MOST_CELL: Final = 86.0
_AIR: Final = 4
_FAINTEST: Final = 0.10
_STRONGEST: Final = 0.55
_STEPS: Final = 5


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Senders down, receivers across, and the points between them."""

    figure: Figure
    palette: Palette
    senders: Sequence[str]
    receivers: Sequence[str]
    cells: dict[tuple[str, str], Point]
    names: dict[str, str]
    cell: float
    highest: float

    def color(self, value: float) -> str:
        """A deeper shade for a larger value; the root keeps small ones apart."""
        if value <= 0:
            return self.palette.ground
        share = _FAINTEST + (_STRONGEST - _FAINTEST) * (value / self.highest) ** 0.5
        return mix(self.palette.accent, self.palette.ground, share)

    def ink(self, fill: str) -> str:
        """Whichever of ink and ground is read more easily on this shade."""
        return max((self.palette.ink, self.palette.ground), key=lambda ink: contrast(ink, fill))


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw a matrix of senders and receivers.

    Args:
        figure: of kind heat; dimensions are the columns of sender and receiver, its frame holds
            one period. `series` labels the codes of both and gives their order.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows.
    """
    inner = room(figure, width)
    cells = _cells(figure)
    if not cells:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    senders = [code for code in figure.series if any(code == pair[0] for pair in cells)]
    receivers = [code for code in figure.series if any(code == pair[1] for pair in cells)]
    names = _names(figure, senders, receivers, inner)
    left = _left(figure, [names[code] for code in senders])
    cell = min((inner - left) / len(receivers), _MOST_CELL)
    grid = _Grid(
        figure=figure,
        palette=palette,
        senders=senders,
        receivers=receivers,
        cells=cells,
        names=names,
        cell=cell,
        highest=max((point.value or 0.0 for point in cells.values()), default=0.0) or 1.0,
    )
    plot = Plot(
        width=inner,
        height=len(senders) * _ROW,
        left=left,
        right=inner - left - cell * len(receivers),
        above=2 * _HEAD,
    )
    items = [*_heads(grid), *_boxes(grid)]
    return picture(figure, palette, items, plot=plot, key=_key(grid))


def _left(figure: Figure, names: Iterable[str]) -> float:
    """Return the pixels that the names of the rows need."""
    texts = (*names, figure.words.sends)
    return max(fonts.width(text, size=TEXT_SIZE) for text in texts) + AXIS_GAP


def _names(
    figure: Figure, senders: Sequence[str], receivers: Sequence[str], inner: float
) -> dict[str, str]:
    """Name everyone in full if that fits above each column, else everyone by code."""
    names = {code: figure.series[code] for code in (*senders, *receivers)}
    left = _left(figure, [names[code] for code in senders])
    cell = min((inner - left) / len(receivers), _MOST_CELL) - _AIR
    widths = (fonts.width(names[code], size=TEXT_SIZE, weight=MEDIUM) for code in receivers)
    return names if max(widths) <= cell else {code: code for code in names}


def _cells(figure: Figure) -> dict[tuple[str, str], Point]:
    sender, receiver = figure.dimensions
    rows = ((row[sender], row[receiver], point) for row, point in points_of(figure))
    return {(a, b): point for a, b, point in rows if point.value is not None or point.flags}


def _heads(grid: _Grid) -> list[Item]:
    """Name the rows at the left and the columns above, in the same words."""
    palette, words = grid.palette, grid.figure.words
    items: list[Item] = [
        Text(text=words.receives, y=-1.5 * _HEAD, color=palette.muted),
        Text(text=words.sends, y=-0.5 * _HEAD, x=-AXIS_GAP, align="right", color=palette.muted),
    ]
    for number, code in enumerate(grid.receivers):
        room_ = grid.cell - 2
        items.append(
            Text(
                text=fonts.shorten(grid.names[code], room=room_, size=TEXT_SIZE, weight=MEDIUM),
                y=-0.5 * _HEAD,
                across=(number + 0.5) / len(grid.receivers),
                align="center",
                color=palette.ink,
                weight=MEDIUM,
            )
        )
    for number, code in enumerate(grid.senders):
        y = (number + 0.5) * _ROW
        items.append(
            Text(text=grid.names[code], y=y, x=-AXIS_GAP, align="right", color=palette.ink)
        )
    return items


def _boxes(grid: _Grid) -> list[Item]:
    items: list[Item] = []
    for down, sender in enumerate(grid.senders):
        y = down * _ROW
        items.append(Rule(y=y, y2=y, across2=1.0, color=grid.palette.line))
        for across, receiver in enumerate(grid.receivers):
            point = grid.cells.get((sender, receiver))
            if sender == receiver:
                items.append(_box(grid, (down, across), grid.palette.panel))
            elif point is not None:
                items += _cell(grid, point, down, across)
    y = len(grid.senders) * _ROW
    return [*items, Rule(y=y, y2=y, across2=1.0, color=grid.palette.line)]


def _box(grid: _Grid, place: tuple[int, int], fill: str) -> Box:
    (down, across), columns = place, len(grid.receivers)
    return Box(
        y=down * _ROW + 1,
        y2=(down + 1) * _ROW - 1,
        across=across / columns,
        x=1,
        across2=(across + 1) / columns,
        x2=-1,
        fill=fill,
    )


def _cell(grid: _Grid, point: Point, down: int, across: int) -> list[Item]:
    words, columns = grid.figure.words, len(grid.receivers)
    value = point.value
    series = grid.figure.series
    pair = f"{series[grid.senders[down]]} – {series[grid.receivers[across]]}"
    fill = grid.palette.panel if value is None else grid.color(value)
    box = replace(
        _box(grid, (down, across), fill),
        stroke=grid.palette.context if point.hollow else "transparent",
        tip=marks.tooltip(point, pair, grid.figure),
        href=marks.leads(point, grid.figure),
    )
    text = marks.written(point, words)
    if point.withheld:
        middle, y = (across + 0.5) / columns, (down + 0.5) * _ROW
        return [box, breaks.withheld_sign(grid.palette, across=middle, y=y)]
    if not text or fonts.width(text, size=TEXT_SIZE) > grid.cell - _AIR:
        return [box]
    return [
        box,
        Text(
            text=text,
            y=(down + 0.5) * _ROW,
            across=(across + 0.5) / columns,
            align="center",
            color=grid.ink(fill),
        ),
    ]


def _key(grid: _Grid) -> list[KeyEntry]:
    """Show the shades from least to most, and what a blank means."""
    palette, words = grid.palette, grid.figure.words
    highest = max(grid.cells.values(), key=lambda point: point.value or 0.0)
    shades = tuple(
        Symbol(
            path=symbols.SQUARE,
            y=0,
            x=number * 14,
            size=196,
            fill=grid.color(grid.highest * (number + 0.5) / _STEPS),
        )
        for number in range(_STEPS)
    )
    scale = words.up_to.format(value=marks.written(highest, words))
    blank = Symbol(path=symbols.SQUARE, y=0, size=144, stroke=palette.line, thick=1.0)
    known = [*grid.cells.values()]
    return [
        KeyEntry(text=scale, symbols=shades),
        KeyEntry(text=words.nothing_reported, symbols=(blank,)),
        *marks.key(known, palette, words),
        *breaks.withheld_key(known, palette, words),
        *(
            KeyEntry(text=f"{code} {grid.figure.series[code]}")
            for code, name in grid.names.items()
            if name != grid.figure.series[code]
        ),
    ]
