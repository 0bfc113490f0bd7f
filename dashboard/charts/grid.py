"""Squares that each say one thing in a sign: a row each for an office, a column for a period.

The shade repeats what the sign says, so that nothing depends on colour. On a phone the name of a
row stands above its squares. Where what stands in the squares would not fit, the columns are
broken into bands below each other, the latest first.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import altair as alt

from dashboard.charts import fonts, symbols
from dashboard.charts.drawing import Box, Item, Rule, Symbol, Text
from dashboard.charts.figure import Figure, Heading, Square, Tone
from dashboard.charts.picture import NARROW, KeyEntry, Plot, nothing, picture, room
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import FOOTER_SIZE, MEDIUM, SEMIBOLD, TEXT_SIZE, Palette, contrast, mix

_ROW: Final = 22
_NAME: Final = 18
_GROUP: Final = 28
_HEAD: Final = 18
_AIR: Final = 2
_EMPTY: Final = 90
_BETWEEN: Final = 26
_MOST_LABEL: Final = 250
_MOST_CELL: Final = 46.0
_SHADES: Final = {Tone.GOOD: 0.22, Tone.PLAIN: 0.10, Tone.FAIR: 0.24, Tone.POOR: 0.5}


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """A band of columns, its figure and colours, and the pixels of a column and in all.

    `number` columns find room side by side; `columns` are those of this band, `top` is where its
    rows begin.
    """

    figure: Figure
    palette: Palette
    cell: float
    width: float
    narrow: bool
    number: int
    columns: Sequence[Heading]
    top: float = 0.0

    def fill(self, tone: Tone) -> str:
        """Return the shade of a tone; an empty one has none."""
        colours = {Tone.GOOD: self.palette.better, Tone.PLAIN: self.palette.context}
        if tone is Tone.EMPTY:
            return self.palette.ground
        colour = colours.get(tone, self.palette.worse)
        return mix(colour, self.palette.ground, _SHADES[tone])


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw the grid.

    Args:
        figure: of kind grid; `series` names the rows, `headings` the columns, `grid` holds the
            squares and what their signs mean.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows.
    """
    inner = room(figure, width)
    if figure.values.is_empty() or not figure.series or not figure.headings:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    narrow = inner < NARROW
    left = 0.0 if narrow else _left(figure)
    bands = _bands(figure, inner - left, named=narrow)
    number = max(map(len, bands))
    cell = min((inner - left) / number, max(_MOST_CELL, _title(figure)))
    frame = _Frame(
        figure=figure,
        palette=palette,
        cell=cell,
        width=inner,
        narrow=narrow,
        number=number,
        columns=bands[0],
    )
    items, height = list[Item](), 0.0
    for place, columns in enumerate(bands):
        top = height + _BETWEEN + 2 * _HEAD if place else 0.0
        band = replace(frame, columns=columns, top=top)
        rows, height = _rows(band)
        items += [*_heads(band), *rows]
    plot = Plot(
        width=inner, height=height, left=left, right=inner - left - cell * number, above=2 * _HEAD
    )
    return picture(figure, palette, items, plot=plot, key=_key(frame))


def _bands(figure: Figure, room: float, *, named: bool) -> list[list[Heading]]:
    """Break the columns where squares would be too narrow for their texts, between titles only.

    Where every column is to be `named`, as nothing can be pointed at, notes need their room too.
    """
    signs = figure.grid.signs
    texts = [each.text or signs[each.sign].text for each in figure.grid.squares]
    texts += [each.note for each in figure.headings] if named else []
    widest = max((fonts.width(text, size=FOOTER_SIZE) for text in texts), default=0.0) + 2 * _AIR
    bands = [list[Heading]()]
    for _, group in groupby(reversed(figure.headings), key=lambda heading: heading.title):
        members = [*group][::-1]
        if bands[-1] and (len(bands[-1]) + len(members)) * widest > room:
            bands.append([])
        bands[-1] = members + bands[-1]
    return bands


def _title(figure: Figure) -> float:
    """Return the pixels of the longest title, where each column has one of its own."""
    titles = {each.title for each in figure.headings}
    if len(titles) < len(figure.headings):
        return 0.0
    return max(fonts.width(each, size=FOOTER_SIZE, weight=MEDIUM) for each in titles) + 4 * _AIR


def _left(figure: Figure) -> float:
    """Return the pixels that the names of rows and groups need."""
    widths = [fonts.width(name, size=TEXT_SIZE) for name in figure.series.values()]
    groups = figure.grid.groups.values()
    widths += [fonts.width(name, size=TEXT_SIZE, weight=SEMIBOLD) for name in groups]
    return min(max(widths), _MOST_LABEL) + AXIS_GAP


def _heads(frame: _Frame) -> Iterator[Text]:
    """Name the columns: the title once over all neighbours that share it, the note where it fits.

    A title that has no room beside the last one written is left out, as on an axis.
    """
    size, number, free = FOOTER_SIZE, 0, 0.0
    for title, group in groupby(frame.columns, key=lambda heading: heading.title):
        members = [*group]
        start, wide = number * frame.cell, fonts.width(title, size=size, weight=MEDIUM)
        if start >= free:
            yield _head(frame, title, number, row=0)
            free = start + wide + 2 * _AIR
        notes = [each.note for each in members]
        if max(fonts.width(note, size=size) for note in notes) <= frame.cell - _AIR:
            for at, note in enumerate(notes):
                yield _head(frame, note, number + at, row=1)
        number += len(members)


def _head(frame: _Frame, text: str, number: int, *, row: int) -> Text:
    return Text(
        text=text,
        y=frame.top + (row - 1.5) * _HEAD,
        across=number / frame.number,
        x=_AIR,
        size=FOOTER_SIZE,
        weight=MEDIUM if row == 0 else 400,
        color=frame.palette.muted,
    )


def _rows(frame: _Frame) -> tuple[list[Item], float]:
    """Set the rows below each other, each group under its name; return them and where they end."""
    figure, made, y = frame.figure, list[Item](), frame.top
    squares = {(each.row, each.column): each for each in figure.grid.squares}
    last = ""
    for code, name in figure.series.items():
        group = figure.grid.groups.get(code, "")
        if group != last:
            made.append(_named(frame, group, y + _GROUP / 2 + 2, group=True))
            y, last = y + _GROUP, group
        if frame.narrow:
            made.append(_named(frame, name, y + _NAME / 2))
            y += _NAME
        else:
            made.append(_named(frame, name, y + _ROW / 2))
        for number, heading in enumerate(frame.columns):
            square = squares.get((code, heading.id))
            if square:
                made += _square(frame, square, number, y)
        y += _ROW
    return [*made, Rule(y=y, y2=y, across2=1.0, color=frame.palette.line)], y


def _named(frame: _Frame, name: str, y: float, *, group: bool = False) -> Text:
    beside = not frame.narrow
    weight = SEMIBOLD if group else 400
    most = _MOST_LABEL if beside else frame.width
    return Text(
        text=fonts.shorten(name, room=most, size=TEXT_SIZE, weight=weight),
        y=y,
        x=-AXIS_GAP if beside else 0.0,
        align="right" if beside else "left",
        color=frame.palette.ink if group or beside else frame.palette.muted,
        weight=weight,
    )


def _square(frame: _Frame, square: Square, number: int, y: float) -> Iterator[Item]:
    sign = frame.figure.grid.signs[square.sign]
    fill, text = frame.fill(sign.tone), square.text or sign.text
    yield Box(
        y=y + 1,
        y2=y + _ROW - 1,
        across=number / frame.number,
        x=1,
        across2=(number + 1) / frame.number,
        x2=-1,
        fill=fill,
        stroke=frame.palette.line if sign.tone is Tone.EMPTY else "transparent",
        tip=square.tip,
        href=square.address,
    )
    if text and fonts.width(text, size=FOOTER_SIZE) <= frame.cell:
        inks = (frame.palette.ink, frame.palette.ground)
        yield Text(
            text=text,
            y=y + _ROW / 2,
            across=(number + 0.5) / frame.number,
            align="center",
            size=FOOTER_SIZE,
            weight=SEMIBOLD if sign.tone is Tone.POOR else MEDIUM,
            color=max(inks, key=lambda ink: contrast(ink, fill)),
        )


def _key(frame: _Frame) -> list[KeyEntry]:
    """Explain the signs that are there, each with its shade where no other sign has it, too."""
    there = {each.sign for each in frame.figure.grid.squares}
    shades = Counter(frame.figure.grid.signs[each].tone for each in there)
    return [
        KeyEntry(
            text=f"{sign.text}  {sign.meaning}" if sign.text else sign.meaning,
            symbols=(
                Symbol(
                    path=symbols.SQUARE,
                    y=0,
                    size=144,
                    fill=frame.fill(sign.tone),
                    stroke=frame.palette.line,
                    thick=1.0,
                ),
            )
            if shades[sign.tone] == 1 or not sign.text
            else (),
        )
        for code, sign in frame.figure.grid.signs.items()
        if code in there
    ]
