"""Bars of parts: how each whole divides, every part with its number, in the same order.

A part that is still open is hollow. The others are shades of one grey, dark to light, so that none
is praised or blamed, and a print in black and white says the same. Parts that have a sign, as
there are too many for shades to tell them apart, are named in the bar.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

import altair as alt

from dashboard.charts import fonts, symbols
from dashboard.charts.drawing import Box, Item, Symbol, Text
from dashboard.charts.figure import Figure, Heading, Tone
from dashboard.charts.formats import show
from dashboard.charts.picture import KeyEntry, Plot, nothing, picture, room
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette, contrast, mix
from metrics.values import VALUE

_ROW: Final = 46
_LABEL: Final = 11
_TOP: Final = 20
_BAR: Final = 18
_EMPTY: Final = 90
_AIR: Final = 4
_LIGHTEST: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """One whole: its name, and how many belong to each part."""

    code: str
    label: str
    parts: Mapping[str, float]

    @property
    def size(self) -> float:
        """How many belong to any part."""
        return sum(self.parts.values())


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw a bar for each whole, as long as its parts together.

    Args:
        figure: of kind parts; dimensions are the columns of whole and part. `series` names the
            wholes, `headings` the parts in order, and `grid` holds what a pointer reads and where
            a click leads, and which parts are hollow.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its bars.
    """
    inner = room(figure, width)
    bars = _bars(figure)
    longest = max((bar.size for bar in bars), default=0.0)
    if not longest:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    items = [
        item
        for number, bar in enumerate(bars)
        for item in _drawn(figure, palette, bar, number * _ROW, longest, inner)
    ]
    height = len(bars) * _ROW
    return picture(
        figure,
        palette,
        items,
        plot=Plot(width=inner, height=height, left=0.0, right=0.0),
        key=_key(figure, palette, bars),
    )


def _bars(figure: Figure) -> list[_Bar]:
    whole, part = figure.dimensions
    found: dict[str, dict[str, float]] = {code: {} for code in figure.series}
    for row in figure.values.iter_rows(named=True):
        if row[whole] in found and row[VALUE] is not None:
            found[row[whole]][row[part]] = row[VALUE]
    return [
        _Bar(code=code, label=figure.series[code], parts=parts)
        for code, parts in found.items()
        if parts
    ]


def colours(figure: Figure, palette: Palette) -> dict[str, str]:
    """Give each part its colour; one that is hollow has none."""
    filled = [each for each in figure.headings if not _hollow(figure, each)]
    step = (1.0 - _LIGHTEST) / max(len(filled) - 1, 1)
    return {
        each.id: mix(palette.context, palette.ground, 1.0 - number * step)
        for number, each in enumerate(filled)
    }


def _hollow(figure: Figure, heading: Heading) -> bool:
    return figure.grid.signs[heading.id].tone is Tone.EMPTY


def _drawn(
    figure: Figure, palette: Palette, bar: _Bar, top: float, longest: float, inner: float
) -> Iterator[Item]:
    """Draw a bar below its name, its parts from left to right."""
    fills = colours(figure, palette)
    squares = {each.column: each for each in figure.grid.squares if each.row == bar.code}
    sizes = [bar.parts.get(each.id, 0.0) for each in figure.headings]
    spans = pairwise(accumulate(sizes, initial=0.0))
    yield Text(text=bar.label, y=top + _LABEL, color=palette.ink, weight=MEDIUM)
    for heading, (start, end) in zip(figure.headings, spans, strict=True):
        if end == start:
            continue
        fill = fills.get(heading.id, palette.ground)
        square = squares.get(heading.id)
        yield Box(
            y=top + _TOP,
            y2=top + _TOP + _BAR,
            across=start / longest,
            across2=end / longest,
            fill=fill,
            stroke=palette.context if heading.id not in fills else palette.ground,
            tip=square.tip if square else {},
            href=square.address if square else "",
        )
        text = _inside(figure, heading, end - start, (end - start) / longest * inner - _AIR)
        if text:
            yield Text(
                text=text,
                y=top + _TOP + _BAR / 2,
                across=(start + end) / 2 / longest,
                align="center",
                color=max((palette.ink, palette.ground), key=lambda ink: contrast(ink, fill)),
                weight=MEDIUM,
            )


def _inside(figure: Figure, heading: Heading, size: float, room: float) -> str:
    """Return the longest text that fits: what the part is and how many, its sign, how many."""
    number, sign = show(size, figure.unit, figure.words), figure.grid.signs[heading.id].text
    texts = [f"{heading.title} {number}", f"{sign} {number}"] if sign else []
    fitting = (each for each in (*texts, number) if fonts.width(each, size=TEXT_SIZE) <= room)
    return next(fitting, "")


def _key(figure: Figure, palette: Palette, bars: list[_Bar]) -> list[KeyEntry]:
    """Name the parts that are there."""
    fills, signs = colours(figure, palette), figure.grid.signs
    there = {part for bar in bars for part, size in bar.parts.items() if size}
    return [
        KeyEntry(
            text="  ".join(filter(None, (signs[each.id].text, signs[each.id].meaning))),
            symbols=(
                Symbol(
                    path=symbols.SQUARE,
                    y=0,
                    size=144,
                    fill=fills.get(each.id, palette.ground),
                    stroke=palette.context if each.id not in fills else "transparent",
                    thick=1.0,
                ),
            ),
        )
        for each in figure.headings
        if each.id in there
    ]
