"""How one value is drawn and told: its dot, the signs round it, its tooltip, their key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from dashboard.charts import symbols
from dashboard.charts.drawing import Place, Symbol
from dashboard.charts.figure import Figure, Usual
from dashboard.charts.formats import bounded, counted, show, spread
from dashboard.charts.picture import KeyEntry
from dashboard.charts.points import Point
from dashboard.charts.theme import Palette, mix
from dashboard.charts.words import Words
from metrics import values as columns
from metrics.values import Standing

SMALL: Final = 18.0
LARGE: Final = 38.0
"""Sizes of dots, in square pixels."""

_BAND: Final = 0.16
_REACH: Final = 120.0
_BOUND_OFF: Final = 11
BOUND_ROOM: Final = 16
"""Pixels that the sign of a bound takes beside a bar."""

_SIDEWAYS: Final = {
    "at_least": symbols.RIGHT,
    "at_most": symbols.LEFT,
    "approximate": symbols.WAVE,
}
_SIGNS: Final = {
    "at_least": symbols.UP,
    "at_most": symbols.DOWN,
    "approximate": symbols.WAVE,
}


Signals: TypeAlias = Mapping[Standing, tuple[str, str]]
"""Shape and colour of each way in which a value is not as usual."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """The colours and size of the dots of one series, and the signs of what is not as usual."""

    color: str
    ground: str
    size: float = LARGE
    signals: Signals = field(default_factory=dict[Standing, tuple[str, str]])


def band_color(palette: Palette) -> str:
    """Return the colour of an interval band: grey, laid thinly on the ground."""
    return mix(palette.context, palette.ground, _BAND)


def band_key(palette: Palette, words: Words) -> KeyEntry:
    """Explain the interval band."""
    swatch = Symbol(path=symbols.SQUARE, y=0, size=144, fill=band_color(palette))
    return KeyEntry(text=words.interval, symbols=(swatch,))


def target_key(palette: Palette, words: Words) -> KeyEntry:
    """Explain the line of a target."""
    sign = Symbol(path=symbols.BROKEN, y=0, size=256, stroke=palette.target, thick=1.5)
    return KeyEntry(text=words.targets, symbols=(sign,))


def whisker_key(palette: Palette, words: Words) -> KeyEntry:
    """Explain the interval of a bar."""
    sign = Symbol(path=symbols.WHISKER, y=0, size=196, stroke=palette.ink, thick=1.0)
    return KeyEntry(text=words.interval, symbols=(sign,))


def usual_key(points: Iterable[Point], palette: Palette, words: Words) -> list[KeyEntry]:
    """Explain the lines of a usual range, and the signs of what is not as usual."""
    known = [point.usual for point in points if point.usual]
    sign = Symbol(path=symbols.BROKEN, y=0, size=256, stroke=palette.muted, thick=1.0)
    texts = {False: words.usual, True: words.usual_trial}
    made = [
        KeyEntry(text=text, symbols=(sign,))
        for trial, text in texts.items()
        if any(each.trial is trial for each in known)
    ]
    said = {
        Standing.BETTER: words.better,
        Standing.WORSE: words.worse,
        Standing.DIFFERENT: words.different,
    }
    for standing, (path, color) in signals(palette).items():
        if any(each.standing is standing for each in known):
            shown = Symbol(path=path, y=0, size=100, fill=color)
            made.append(KeyEntry(text=said[standing], symbols=(shown,)))
    return made


def signals(palette: Palette) -> Signals:
    """Return shape and colour of each way in which a value is not as usual."""
    return {
        Standing.BETTER: (symbols.TRIANGLE, palette.better),
        Standing.WORSE: (symbols.DIAMOND, palette.worse),
        Standing.DIFFERENT: (symbols.SQUARE, palette.ink),
    }


def dot(
    point: Point,
    look: Look,
    *,
    at: Place,
    tip: Mapping[str, str],
    href: str = "",
    sideways: bool = False,
) -> list[Symbol]:
    """Draw a value.

    Whole values are filled, those that may still change hollow. A ring means revised, a square
    frame that sources differ; an arrow or a wave beside it, a bound: above or below, or where
    values run `sideways` at the right or left.

    Returns:
        The signs round it, then above them the dot, which carries the tooltip and leads to where
        it was read (`href`): a sign over it would take the click.
    """
    made = [_hollow(look) if point.hollow else _filled(look, point.usual)]
    frames = {columns.REVISED: symbols.CIRCLE, columns.SOURCES_DIFFER: symbols.SQUARE}
    made += [_frame(look, path) for code, path in frames.items() if code in point.flags]
    if point.precision in _SIGNS:
        made.append(_sign(look, point.precision, sideways=sideways))
    placed = [replace(sign, across=at.across, x=at.x + sign.x, y=at.y + sign.y) for sign in made]
    return [*placed[1:], replace(placed[0], tip=tip, href=href)]


def unseen(*, at: Place, tip: Mapping[str, str], href: str) -> Symbol:
    """Let a pointer find a value that the line alone shows."""
    return Symbol(
        path=symbols.CIRCLE, across=at.across, x=at.x, y=at.y, size=_REACH, tip=tip, href=href
    )


def _filled(look: Look, usual: Usual | None = None) -> Symbol:
    """Draw a whole value, in the shape of what is not as usual about it."""
    if usual and usual.standing in look.signals:
        path, color = look.signals[usual.standing]
        return Symbol(path=path, y=0, size=look.size * 2, fill=color)
    return Symbol(path=symbols.CIRCLE, y=0, size=look.size, fill=look.color)


def _hollow(look: Look) -> Symbol:
    return Symbol(
        path=symbols.CIRCLE,
        y=0,
        size=look.size * 1.2,
        fill=look.ground,
        stroke=look.color,
        thick=2.0,
    )


def _frame(look: Look, path: str) -> Symbol:
    return Symbol(path=path, y=0, size=look.size * 3.6, stroke=look.color, thick=1.2)


def _sign(look: Look, precision: str, *, sideways: bool) -> Symbol:
    if sideways:
        x = -_BOUND_OFF if precision == "at_most" else _BOUND_OFF
        return Symbol(path=_SIDEWAYS[precision], x=x, y=0, size=64, stroke=look.color)
    y = _BOUND_OFF if precision == "at_most" else -_BOUND_OFF
    return Symbol(path=_SIGNS[precision], y=y, size=64, stroke=look.color)


def is_bound(point: Point) -> bool:
    """Whether a value says only on which side, or about where, it lies."""
    return point.value is not None and point.precision in _SIDEWAYS


def below(point: Point) -> bool:
    """Whether a value is only known to lie below what is drawn."""
    return point.precision == "at_most"


def bound(point: Point, palette: Palette, *, across: float, y: float) -> list[Symbol]:
    """Draw at the end of a bar which way its value may lie, where it is a bound."""
    if not is_bound(point):
        return []
    path = _SIDEWAYS[point.precision]
    x = BOUND_ROOM / 2 + 1
    return [Symbol(path=path, across=across, x=x, y=y, size=64, stroke=palette.ink)]


def bound_key(points: Iterable[Point], palette: Palette, words: Words) -> list[KeyEntry]:
    """Explain the signs at the ends of bars, and no other."""
    used = {point.precision for point in points if point.value is not None}
    texts = {
        "at_least": words.at_least,
        "at_most": words.at_most,
        "approximate": words.approximate,
    }
    return [
        KeyEntry(
            text=text,
            symbols=(Symbol(path=_SIDEWAYS[code], y=0, size=64, stroke=palette.ink),),
        )
        for code, text in texts.items()
        if code in used
    ]


def remarks(point: Point, words: Words) -> list[str]:
    """Say in words what is not plain about a value, or why there is none."""
    told: list[str] = []
    if columns.PARTIAL in point.flags:
        present, _, whole = point.flags[columns.PARTIAL].partition("/")
        told.append(
            words.partial_of.format(present=present, whole=whole) if whole else words.partial
        )
    plain = {
        columns.IMMATURE: words.immature,
        columns.REVISED: words.revised,
        columns.SOURCES_DIFFER: words.sources_differ,
    }
    told += [word for code, word in plain.items() if code in point.flags]
    if point.value is None:
        told.append(reason(point.flags, words))
    return told


def reason(flags: Mapping[str, str], words: Words) -> str:
    """Say why a value is missing."""
    if columns.SUPPRESSED in flags:
        return words.suppressed
    zero = flags.get(columns.NO_VALUE) == columns.ZERO_DENOMINATOR
    return words.nothing_due if zero else words.gap


def written(point: Point, words: Words) -> str:
    """Write a point's value with its bound; empty without a value."""
    if point.value is None:
        return ""
    return bounded(show(point.value, point.unit, words), point.precision, words)


def told(point: Point, words: Words) -> str:
    """Write a point's value, of a share with what it was made of: "62 % (29 of 47)"."""
    text = written(point, words)
    return counted(text, point.numerator, point.denominator, point.unit, words)


def tooltip(point: Point, label: str, figure: Figure) -> dict[str, str]:
    """Return what a pointer over a value reads: period, value, interval, remarks, source."""
    words = figure.words
    rows = {words.period: words.period_label(point.period), words.series: label}
    rows[words.value] = told(point, words)
    if None not in (point.value, point.lower, point.upper):
        limits = (point.lower or 0.0, point.upper or 0.0)
        rows[words.range] = spread(point.value or 0.0, limits, point.unit, words)
    if point.usual:
        rows[words.usual_row] = point.usual.text
    rows[words.broken] = point.break_before
    rows[words.remark] = ", ".join(remarks(point, words))
    rows[words.source] = figure.named(point.sources)
    return {name: text for name, text in rows.items() if text}


def key(
    points: Iterable[Point], palette: Palette, words: Words, *, sideways: bool = False
) -> list[KeyEntry]:
    """Explain the signs that these points use, and no other.

    Args:
        points: what is drawn.
        palette: light or dark.
        words: what is written.
        sideways: whether values run from left to right.
    """
    known = [point for point in points if point.value is not None]
    used = {code for point in known for code in (*point.flags, point.precision)}
    look = Look(color=palette.context, ground=palette.ground, size=30)
    signs = {
        columns.PARTIAL: (words.partial, [_hollow(look)]),
        columns.IMMATURE: (words.immature, [_hollow(look)]),
        columns.REVISED: (words.revised, [_filled(look), _frame(look, symbols.CIRCLE)]),
        columns.SOURCES_DIFFER: (
            words.sources_differ,
            [_filled(look), _frame(look, symbols.SQUARE)],
        ),
    }
    bounds = {
        "at_least": words.at_least,
        "at_most": words.at_most,
        "approximate": words.approximate,
    }
    for code, text in bounds.items():
        signs[code] = (text, [replace(_sign(look, code, sideways=sideways), x=0, y=0)])
    return [
        KeyEntry(text=text, symbols=tuple(marks))
        for code, (text, marks) in signs.items()
        if code in used
    ]
