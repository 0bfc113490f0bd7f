"""Title, subtitle, key and footer round a plot: the whole picture, to the pixel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import altair as alt

from dashboard.charts import fonts
from dashboard.charts.drawing import LINE_HEIGHT, Item, Rule, Symbol, Text, layers
from dashboard.charts.figure import Figure
from dashboard.charts.theme import (
    FONT_STACK,
    FOOTER_SIZE,
    REGULAR,
    SEMIBOLD,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    Palette,
)
from metrics import values as columns
from validation.periods import Period

MARGIN: Final = 20
NARROW: Final = 560
"""Below this width a picture is laid out as for a phone."""

_SWATCH: Final = 22
_KEY_GAP: Final = 18
_KEY_LINE: Final = 18
_AFTER_TITLE: Final = 14
_BEFORE_KEY: Final = 6
_BEFORE_FOOTER: Final = 12


@dataclass(frozen=True, kw_only=True)
class Plot:
    """Where the data stand: `width` with both gutters, `height` without, and the gutters.

    All in pixels. The gutters hold what belongs to the plot but lies outside it: axis labels
    left and below, direct labels right, names of milestones above.
    """

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    above: float = 0.0
    below: float = 0.0

    @property
    def across(self) -> float:
        """Width of the plot itself."""
        return self.width - self.left - self.right


@dataclass(frozen=True, kw_only=True)
class KeyEntry:
    """A mark and what it means; `x` of a symbol is how far right of the first it stands."""

    text: str
    symbols: tuple[Symbol, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Lines of one size below each other."""

    lines: tuple[str, ...]
    size: float
    weight: int
    color: str

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT


def room(figure: Figure, width: float) -> float:
    """Return the pixels that a picture of this width leaves for plot and gutters."""
    return width - 2 * _margin(figure)


def picture(
    figure: Figure, palette: Palette, items: Iterable[Item], *, plot: Plot, key: Sequence[KeyEntry]
) -> alt.LayerChart:
    """Put a plot into its picture.

    Args:
        figure: gives the texts; without any (`bare`) the plot has no margin either.
        palette: light or dark.
        items: what is drawn, placed relative to the plot.
        plot: its size and gutters.
        key: what the marks mean, left to right, wrapped.

    Returns:
        A chart whose size is that of the plot, its gutters and the texts, nothing more.
    """
    margin = _margin(figure)
    head = _head(figure, palette, plot.width)
    top = plot.above + sum(block.height for block in head) + (_AFTER_TITLE if head else 0)
    key_items, key_height = _key(key, palette, plot)
    foot = _foot(figure, palette, plot.width)
    end = plot.height + plot.below + key_height
    foot_top = end + (_BEFORE_FOOTER if foot else 0)
    drawn = [
        *items,
        *_texts(head, -top, -plot.left),
        *key_items,
        *_texts(foot, foot_top, -plot.left),
    ]
    bottom = foot_top + sum(block.height for block in foot) - plot.height
    return alt.LayerChart(
        layer=layers(drawn),
        width=round(plot.across, 2),
        height=round(plot.height, 2),
        autosize=alt.AutoSizeParams(type="none"),
        padding={
            "left": round(plot.left + margin, 2),
            "right": round(plot.right + margin, 2),
            "top": round(top + margin, 2),
            "bottom": round(bottom + margin, 2),
        },
        background=palette.ground,
        description=figure.description,
        config=alt.Config(font=FONT_STACK, view=alt.ViewConfig(stroke=None, fill=None)),
    )


def nothing(figure: Figure, palette: Palette, *, width: float, height: float) -> alt.LayerChart:
    """Draw the picture of a figure without any value: it says so in the middle of the plot.

    Values that were withheld are there, and named by their periods.
    """
    hidden = figure.values.filter(columns.has_flag(columns.SUPPRESSED))[columns.PERIOD]
    named = (figure.words.period_label(Period.parse(code)) for code in hidden.unique().sort())
    periods = ", ".join(named)
    said = Text(
        text=f"{figure.words.suppressed}: {periods}" if periods else figure.words.not_measured,
        across=0.5,
        y=height / 2,
        align="center",
        color=palette.muted,
    )
    base = Rule(y=height, y2=height, across2=1.0, color=palette.line)
    plot = Plot(width=width, height=height)
    return picture(figure, palette, [base, said], plot=plot, key=[])


def _margin(figure: Figure) -> float:
    return MARGIN if figure.title or figure.footer else 0


def _head(figure: Figure, palette: Palette, width: float) -> list[_Block]:
    """Wrap title and subtitle into the room there is."""
    blocks = (
        (figure.title, TITLE_SIZE, SEMIBOLD, palette.ink),
        (figure.subtitle, SUBTITLE_SIZE, REGULAR, palette.muted),
    )
    return [
        _Block(
            lines=fonts.wrap(text, room=width, size=size, weight=weight),
            size=size,
            weight=weight,
            color=color,
        )
        for text, size, weight, color in blocks
        if text
    ]


def _foot(figure: Figure, palette: Palette, width: float) -> list[_Block]:
    """Wrap the footer; that the figures are simulated is said first, and always."""
    told = [(figure.words.simulated, SEMIBOLD, palette.ink)] if figure.simulated else []
    told += [(line, REGULAR, palette.muted) for line in figure.footer]
    return [
        _Block(
            lines=fonts.wrap(text, room=width, size=FOOTER_SIZE, weight=weight),
            size=FOOTER_SIZE,
            weight=weight,
            color=color,
        )
        for text, weight, color in told
    ]


def _texts(blocks: Sequence[_Block], top: float, x: float) -> list[Text]:
    made: list[Text] = []
    for block in blocks:
        middle = top + block.size * LINE_HEIGHT / 2
        made.append(
            Text(
                text=block.lines,
                y=middle,
                x=x,
                color=block.color,
                size=block.size,
                weight=block.weight,
            )
        )
        top += block.height
    return made


def _key(entries: Sequence[KeyEntry], palette: Palette, plot: Plot) -> tuple[list[Item], float]:
    """Set the key's entries side by side, on as many lines as they need.

    An entry wider than the picture has lines of its own.
    """
    made: list[Item] = []
    x, line = 0.0, 0
    for entry in entries:
        shift = max((symbol.x for symbol in entry.symbols), default=-_SWATCH)
        swatch = _SWATCH + shift
        lines = fonts.wrap(entry.text, room=plot.width - swatch, size=TEXT_SIZE)
        size = swatch + max(fonts.width(each, size=TEXT_SIZE) for each in lines)
        if x and x + size > plot.width:
            x, line = 0.0, line + 1
        y = plot.height + plot.below + _BEFORE_KEY + _KEY_LINE * (line + 0.5)
        left = x - plot.left
        made += [replace(symbol, x=left + symbol.x + 7, y=y) for symbol in entry.symbols]
        text = lines if len(lines) > 1 else entry.text
        made.append(Text(text=text, x=left + swatch, y=y, color=palette.muted))
        x += size + _KEY_GAP
        line += len(lines) - 1
    return made, (_BEFORE_KEY + _KEY_LINE * (line + 1) if entries else 0.0)
