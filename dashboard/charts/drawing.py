"""The few shapes every chart is made of, placed by us, and their translation into Altair layers.

A place across is a share of the plot's width plus pixels, so that a chart may be stretched to
its page; a place down is in pixels from the top of the plot. Anything may stand outside it. So
one rule places everything, all layers agree by construction, and nothing depends on the order in
which a renderer lays out axes, titles and legends. Symbols are paths: the typeface has no
geometric shapes, and one missing glyph sends its whole line into another typeface.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, cast

import altair as alt

from dashboard.charts.theme import REGULAR, TEXT_SIZE

LINE_HEIGHT: Final = 1.32
"""From one line of a text to the next, in font sizes."""

_NONE: Final = "transparent"


@dataclass(frozen=True, kw_only=True)
class Text:
    """One or several lines; `y` is the middle of the first."""

    text: str | tuple[str, ...]
    y: float
    color: str
    across: float = 0.0
    x: float = 0.0
    size: float = TEXT_SIZE
    weight: int = REGULAR
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A straight line from one place to another."""

    y: float
    y2: float
    color: str
    across: float = 0.0
    x: float = 0.0
    across2: float = 0.0
    x2: float = 0.0
    thick: float = 1.0
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle between two places.

    `tip` is what a pointer over it reads, `href` where a click leads.
    """

    y: float
    y2: float
    fill: str
    across: float = 0.0
    x: float = 0.0
    across2: float = 0.0
    x2: float = 0.0
    stroke: str = _NONE
    tip: Mapping[str, str] = field(default_factory=dict[str, str])
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """A path in a box from −1 to 1, `size` being the square of its width in pixels.

    `tip` is what a pointer over it reads, `href` where a click leads.
    """

    path: str
    y: float
    across: float = 0.0
    x: float = 0.0
    size: float = 50.0
    fill: str = _NONE
    stroke: str = _NONE
    thick: float = 1.5
    tip: Mapping[str, str] = field(default_factory=dict[str, str])
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A corner of a line; `y2` is the lower edge where the line bounds a band."""

    y: float
    across: float = 0.0
    x: float = 0.0
    y2: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Path:
    """A line through places."""

    places: tuple[Place, ...]
    color: str
    thick: float = 2.0
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Band:
    """A filled band between each place's `y` and `y2`."""

    places: tuple[Place, ...]
    fill: str


Item = Text | Rule | Box | Symbol | Path | Band


def layers(items: Iterable[Item]) -> list[alt.Chart]:
    """Turn items into Altair layers, from the lowest: bands, boxes, rules, paths, symbols, texts.

    Args:
        items: in any order; within a layer later ones lie above earlier ones.

    Returns:
        The layers that are not empty.
    """
    kept = [*items]
    bands = [item for item in kept if isinstance(item, Band)]
    boxes = [item for item in kept if isinstance(item, Box)]
    rules = [item for item in kept if isinstance(item, Rule)]
    paths = [item for item in kept if isinstance(item, Path)]
    symbols = [item for item in kept if isinstance(item, Symbol)]
    texts = [item for item in kept if isinstance(item, Text)]
    return [
        *_bands(bands),
        *([_boxes(boxes)] if boxes else []),
        *([_rules(rules)] if rules else []),
        *_paths(paths),
        *([_symbols(symbols)] if symbols else []),
        *([_texts(texts)] if texts else []),
    ]


def _expression(text: str) -> alt.ExprRef:
    return alt.ExprRef(expr=text)


_X: Final = alt.XValue(_expression("width * datum.across + datum.x"))
_X2: Final = alt.X2Value(_expression("width * datum.across2 + datum.x2"))
_Y: Final = alt.YValue(_expression("datum.y"))
_Y2: Final = alt.Y2Value(_expression("datum.y2"))


def _data(rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
    values = [{name: _plain(name, value) for name, value in row.items()} for row in rows]
    return alt.Chart({"values": values})  # a plain dictionary: InlineData checks each row


def _plain(name: str, value: object) -> object:
    """Return what JSON knows; hundredths of a pixel suffice, and keep a specification small."""
    if isinstance(value, tuple):
        return [*cast("tuple[object, ...]", value)]
    if isinstance(value, float):
        return round(value, 5 if name.startswith("across") else 2)
    return value


def _fields(item: Item, *names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _tip(item: Box | Symbol) -> dict[str, Any]:
    return {name: told for name, told in (("tip", dict(item.tip)), ("href", item.href)) if told}


_HOVER: Final = _expression("datum.tip")
_LINK: Final = _expression("datum.href")
_CURSOR: Final = _expression("datum.href ? 'pointer' : 'default'")


def _boxes(items: Sequence[Box]) -> alt.Chart:
    names = ("y", "y2", "across", "x", "across2", "x2", "fill", "stroke")
    return (
        _data(_fields(item, *names) | _tip(item) for item in items)
        .mark_rect(
            fill=_expression("datum.fill"),
            stroke=_expression("datum.stroke"),
            tooltip=_HOVER,
            href=_LINK,
            cursor=_CURSOR,
            aria=False,
        )
        .encode(x=_X, x2=_X2, y=_Y, y2=_Y2)
    )


def _rules(items: Sequence[Rule]) -> alt.Chart:
    names = ("y", "y2", "across", "x", "across2", "x2", "color", "thick", "dash")
    return (
        _data(_fields(item, *names) for item in items)
        .mark_rule(
            color=_expression("datum.color"),
            strokeWidth=_expression("datum.thick"),
            strokeDash=_expression("datum.dash"),
            aria=False,
        )
        .encode(x=_X, x2=_X2, y=_Y, y2=_Y2)
    )


def _symbols(items: Sequence[Symbol]) -> alt.Chart:
    names = ("path", "y", "across", "x", "size", "fill", "stroke", "thick")
    return (
        _data(_fields(item, *names) | _tip(item) for item in items)
        .mark_point(
            shape=_expression("datum.path"),
            size=_expression("datum.size"),
            fill=_expression("datum.fill"),
            stroke=_expression("datum.stroke"),
            strokeWidth=_expression("datum.thick"),
            tooltip=_HOVER,
            href=_LINK,
            cursor=_CURSOR,
            opacity=1,
            aria=False,
        )
        .encode(x=_X, y=_Y)
    )


def _texts(items: Sequence[Text]) -> alt.Chart:
    names = ("text", "y", "across", "x", "color", "size", "weight", "align")
    return (
        _data(_fields(item, *names) for item in items)
        .mark_text(
            align=_expression("datum.align"),
            baseline="middle",
            color=_expression("datum.color"),
            fontSize=_expression("datum.size"),
            fontWeight=_expression("datum.weight"),
            lineHeight=_expression(f"datum.size * {LINE_HEIGHT}"),
        )
        .encode(x=_X, y=_Y, text=alt.Text("text:N"))
    )


def _paths(items: Sequence[Path]) -> list[alt.Chart]:
    """Draw lines, a layer for each look: a matrix has thousands of places and one look."""
    looks = dict.fromkeys(map(_look, items))
    return [
        _places([item for item in items if _look(item) == (color, thick, dash)])
        .mark_line(
            stroke=color,
            strokeWidth=thick,
            strokeDash=[*dash] or alt.Undefined,
            strokeJoin="round",
            strokeCap="butt" if dash else "round",
            aria=False,
        )
        .encode(x=_X, y=_Y, detail=alt.Detail("path:N"))
        for color, thick, dash in looks
    ]


def _look(item: Path) -> tuple[str, float, tuple[int, ...]]:
    return item.color, item.thick, item.dash


def _bands(items: Sequence[Band]) -> list[alt.Chart]:
    return [
        _places([item for item in items if item.fill == fill])
        .mark_area(orient="vertical", fill=fill, fillOpacity=1, aria=False)
        .encode(x=_X, y=_Y, y2=_Y2, detail=alt.Detail("path:N"))
        for fill in dict.fromkeys(item.fill for item in items)
    ]


def _places(items: Sequence[Path | Band]) -> alt.Chart:
    return _data(
        {"path": number, **asdict(place)}
        for number, item in enumerate(items)
        for place in item.places
    )
