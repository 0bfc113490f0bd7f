"""Signs where no line is drawn: a break that says why, and a value that was withheld."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dashboard.charts import symbols
from dashboard.charts.drawing import Place, Symbol
from dashboard.charts.figure import Figure
from dashboard.charts.picture import KeyEntry
from dashboard.charts.points import Point, with_value
from dashboard.charts.theme import Palette
from dashboard.charts.words import Words

_BREAK_SIZE: Final = 90.0
_WITHHELD_SIZE: Final = 60.0
_FOOT: Final = 9.0
_MOST_REASONS: Final = 2
"""How many reasons the key tells; where there are more, each stands in its sign's tooltip."""


@dataclass(frozen=True, kw_only=True)
class Break:
    """Two values between which the line breaks, and why."""

    before: Point
    after: Point
    reason: str


def breaks(line: Sequence[Point]) -> list[Break]:
    """List where a series breaks between two values that it shows, oldest first.

    Args:
        line: its points, oldest first, those without a value among them.
    """
    found: list[Break] = []
    for before, after in pairwise(with_value(line)):
        told = [point.break_before for point in line if before.order < point.order <= after.order]
        reasons = [*dict.fromkeys(filter(None, told))]
        if reasons:
            found.append(Break(before=before, after=after, reason="; ".join(reasons)))
    return found


def signs(
    figure: Figure,
    palette: Palette,
    line: Sequence[Point],
    place: Callable[[Point], Place],
    *,
    foot: Callable[[Point], Place],
    color: str,
) -> list[Symbol]:
    """Draw a sign in each break of a series, and one at the foot for each withheld value.

    Args:
        figure: gives the series' name and the words.
        palette: light or dark.
        line: the series, oldest first, those without a value among them.
        place: where a value stands.
        foot: where on the base line a period stands.
        color: of the line.
    """
    made = [_break(figure, color, broken, place) for broken in breaks(line)]
    return made + [_withheld(figure, palette, each, foot(each)) for each in line if each.withheld]


def _break(figure: Figure, color: str, broken: Break, place: Callable[[Point], Place]) -> Symbol:
    words, one, other = figure.words, place(broken.before), place(broken.after)
    period = words.period_label(broken.after.period)
    return Symbol(
        path=symbols.SLASHES,
        across=(one.across + other.across) / 2,
        x=(one.x + other.x) / 2,
        y=(one.y + other.y) / 2,
        size=_BREAK_SIZE,
        stroke=color,
        tip={
            words.period: words.before.format(period=period),
            words.series: figure.series[broken.after.series],
            words.broken: broken.reason,
        },
    )


def _withheld(figure: Figure, palette: Palette, point: Point, at: Place) -> Symbol:
    words = figure.words
    tip = {
        words.period: words.period_label(point.period),
        words.series: figure.series[point.series],
        words.remark: words.suppressed,
        words.source: figure.named(point.sources),
    }
    return Symbol(
        path=symbols.WITHHELD,
        across=at.across,
        x=at.x,
        y=at.y - _FOOT,
        size=_WITHHELD_SIZE,
        stroke=palette.muted,
        tip={name: text for name, text in tip.items() if text},
        href=figure.address(point.sources),
    )


def withheld_sign(palette: Palette, *, across: float, y: float) -> Symbol:
    """Draw the sign of a withheld value in the middle of a cell."""
    return Symbol(
        path=symbols.WITHHELD, across=across, y=y, size=_WITHHELD_SIZE, stroke=palette.muted
    )


def key(lines: Iterable[Sequence[Point]], palette: Palette, words: Words) -> list[KeyEntry]:
    """Explain the signs that these series use, and no other."""
    every = [*lines]
    reasons = [*dict.fromkeys(broken.reason for line in every for broken in breaks(line))]
    texts = [words.breaks.format(reason=reason) for reason in reasons]
    if len(texts) > _MOST_REASONS:
        texts = [words.breaks.format(reason=words.broken)]
    sign = Symbol(path=symbols.SLASHES, y=0, size=_BREAK_SIZE, stroke=palette.ink)
    made = [KeyEntry(text=text, symbols=(sign,)) for text in texts]
    return made + withheld_key([point for line in every for point in line], palette, words)


def withheld_key(points: Iterable[Point], palette: Palette, words: Words) -> list[KeyEntry]:
    """Explain the sign of a withheld value, if one of these is."""
    sign = withheld_sign(palette, across=0, y=0)
    hidden = any(point.withheld for point in points)
    return [KeyEntry(text=words.suppressed, symbols=(sign,))] if hidden else []
