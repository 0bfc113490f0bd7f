"""Names beside the marks of a funnel, moved to where they hide nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dashboard.charts import fonts
from dashboard.charts.drawing import LINE_HEIGHT, Text
from dashboard.charts.theme import MEDIUM, TEXT_SIZE

FOREMOST: Final = 0
"""The order of marks that are named in any case."""

_MARK: Final = 9
_AIR: Final = 4
_SLIM: Final = 0.6
"""Where a name has no room, it is tried in more and shorter lines."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A mark in pixels of the plot, its name, and its turn to be named, `FOREMOST` first."""

    name: str
    x: float
    y: float
    order: int

    @property
    def area(self) -> "Area":
        """The room that the mark takes."""
        return Area(self.x - _MARK, self.y - _MARK, self.x + _MARK, self.y + _MARK)


@dataclass(frozen=True, kw_only=True)
class Across:
    """The line across the plot, and its name."""

    name: str
    y: float


@dataclass(frozen=True, kw_only=True)
class Room:
    """Width and height of the plot, the most width of a name, and the colour of names."""

    across: float
    height: float
    most: float
    color: str


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels of the plot."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "Area") -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, width: float, height: float) -> bool:
        """Whether it lies within a plot."""
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def names(spots: Sequence[Spot], across: Across, room: Room) -> Iterator[Text]:
    """Write the name of the line across, then each name on a side of its mark that is free.

    Those foremost come first and are always named, where they hide least. One of the others for
    which there is no room is left out.
    """
    taken = [spot.area for spot in spots]
    named = list(_beside_line(across, room))
    text, area = next((each for each in named if not any(map(each[1].hits, taken))), named[0])
    taken.append(area)
    yield text
    line = Area(0.0, across.y - _AIR, room.across, across.y + _AIR)
    for spot in sorted(spots, key=lambda each: each.order):
        others = [area for area in taken if area != spot.area]
        sides = [
            (sum(map(area.hits, others)), area.hits(line), text, area)
            for text, area in _sides(spot, room)
            if area.within(room.across, room.height)
        ]
        if not sides:
            continue
        hidden, _, text, area = min(sides, key=lambda side: side[:2])
        if spot.order == FOREMOST or not hidden:
            taken.append(area)
            yield text


def _beside_line(line: Across, room: Room) -> Iterator[tuple[Text, Area]]:
    """Yield the name of the line across at either end of it, above and below."""
    wide = fonts.width(line.name, size=TEXT_SIZE, weight=MEDIUM) + 2 * _AIR
    for up in (-TEXT_SIZE, TEXT_SIZE):
        for align, across, x in (("left", 0.0, _AIR), ("right", 1.0, -_AIR)):
            named = Text(
                text=line.name,
                y=line.y + up,
                across=across,
                x=x,
                align="left" if align == "left" else "right",
                color=room.color,
                weight=MEDIUM,
            )
            left = 0.0 if align == "left" else room.across - wide
            yield named, Area(left, line.y + up - TEXT_SIZE, left + wide, line.y + up + TEXT_SIZE)


def _sides(spot: Spot, room: Room) -> Iterator[tuple[Text, Area]]:
    """Yield a name on each side of its mark with the room it takes, then in shorter lines."""
    for most in (room.most, room.most * _SLIM):
        lines = fonts.wrap(spot.name, room=most, size=TEXT_SIZE)
        wide = max(fonts.width(line, size=TEXT_SIZE) for line in lines)
        tall = len(lines) * TEXT_SIZE * LINE_HEIGHT
        for align, left, top in _corners(spot, room, wide, tall):
            text = Text(
                text=lines,
                y=top + TEXT_SIZE * LINE_HEIGHT / 2,
                across=spot.x / room.across,
                x=(left if align == "left" else left + wide) - spot.x,
                align=align,
                color=room.color,
            )
            yield text, Area(left, top, left + wide, top + tall)


def _corners(
    spot: Spot, room: Room, wide: float, tall: float
) -> Iterator[tuple[Literal["left", "right"], float, float]]:
    """Yield where a name is aligned to and begins: right of its mark, left, above, below, askew."""
    own = spot.area
    middle = max(min(spot.x - wide / 2, room.across - wide), 0.0)
    yield "left", own.right, spot.y - tall / 2
    yield "right", own.left - wide, spot.y - tall / 2
    yield "left", middle, own.top - tall
    yield "left", middle, own.bottom
    yield "left", own.right - _AIR, own.top - tall
    yield "left", own.right - _AIR, own.bottom
    yield "right", own.left + _AIR - wide, own.top - tall
    yield "right", own.left + _AIR - wide, own.bottom
