"""Milestones: a rule through the plot and a name above it, or a number where names do not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts import fonts
from dashboard.charts.drawing import Item, Rule, Text
from dashboard.charts.line_shapes import LineFrame
from dashboard.charts.picture import KeyEntry
from dashboard.charts.points import year_of
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette

_LINE: Final = 16
_MOST_LINES: Final = 3
_BESIDE: Final = 5
_GAP: Final = 10
_AIR: Final = 4


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """Milestones as placed.

    `above` is the room they need over the plot, `rules` where they stand across, in pixels.
    """

    items: tuple[Item, ...] = ()
    above: float = 0.0
    rules: tuple[float, ...] = ()
    key: tuple[KeyEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Name:
    """A name and where it lies across, in pixels: its rule, its edges, its side of the rule."""

    label: str
    along: float
    rule: float
    left: float
    right: float
    leftwards: bool

    def meets(self, other: "_Name") -> bool:
        """Whether two names would touch on one line."""
        return self.left < other.right + _GAP and other.left < self.right + _GAP

    def covers(self, other: "_Name") -> bool:
        """Whether the other's rule would run through this name."""
        return self.left - _BESIDE < other.rule < self.right + _BESIDE


def place(frame: LineFrame, *, across: float, right: float) -> Milestones:
    """Place the milestones that fall within the time line.

    Args:
        frame: the chart; its figure gives the milestones.
        across: width of the plot, pixels.
        right: pixels right of the plot into which a name may reach.

    Returns:
        Names above the plot on up to three lines, none over another; failing that, numbers,
        with the names in the key.
    """
    names = _names(frame, across, right)
    if not names:
        return Milestones()
    rules = tuple(name.rule for name in names)
    lines = _lines(names)
    if lines is None:
        return Milestones(
            items=_numbers(frame, names), above=_LINE + _AIR, rules=rules, key=_key(frame, names)
        )
    depth = max(lines) + 1
    items: list[Item] = []
    for name, line in zip(names, lines, strict=True):
        y = -_AIR - _LINE * (depth - line - 0.5)
        items += [_rule(name, y - _LINE / 2, frame), _text(name, y, frame.palette)]
    return Milestones(items=tuple(items), above=depth * _LINE + _AIR, rules=rules)


def _names(frame: LineFrame, across: float, right: float) -> list[_Name]:
    days = sorted((year_of(stone.day), stone.label) for stone in frame.figure.milestones)
    made: list[_Name] = []
    for time, label in days:
        if frame.time.holds(time):
            along = frame.time.across(time)
            rule = along * across
            size = _BESIDE + fonts.width(label, size=TEXT_SIZE, weight=MEDIUM)
            leftwards = rule + size > across + right
            made.append(
                _Name(
                    label=label,
                    along=along,
                    rule=rule,
                    left=rule - size if leftwards else rule,
                    right=rule if leftwards else rule + size,
                    leftwards=leftwards,
                )
            )
    return made


def _lines(names: Sequence[_Name]) -> list[int] | None:
    """Give each name the first line, from the top, where it and its rule touch no other."""
    chosen: list[int] = []
    for name in names:
        before = [*zip(names, chosen, strict=False)]
        free = (line for line in range(_MOST_LINES) if not _blocked(name, line, before))
        line = next(free, None)
        if line is None or name.left < 0:
            return None
        chosen.append(line)
    return chosen


def _blocked(name: _Name, line: int, before: Sequence[tuple[_Name, int]]) -> bool:
    return any(
        (taken == line and name.meets(other))
        or (taken > line and other.covers(name))
        or (taken < line and name.covers(other))
        for other, taken in before
    )


def _rule(name: _Name, top: float, frame: LineFrame) -> Rule:
    return Rule(
        y=top, y2=frame.height, across=name.along, across2=name.along, color=frame.palette.muted
    )


def _text(name: _Name, y: float, palette: Palette) -> Text:
    return Text(
        text=name.label,
        y=y,
        across=name.along,
        x=-_BESIDE if name.leftwards else _BESIDE,
        align="right" if name.leftwards else "left",
        color=palette.ink,
        weight=MEDIUM,
    )


def _numbers(frame: LineFrame, names: Sequence[_Name]) -> tuple[Item, ...]:
    items: list[Item] = []
    for number, name in enumerate(names, start=1):
        text = Text(
            text=str(number),
            y=-_AIR - _LINE / 2,
            across=name.along,
            align="center",
            color=frame.palette.ink,
            weight=MEDIUM,
        )
        items += [_rule(name, -_AIR, frame), text]
    return tuple(items)


def _key(frame: LineFrame, names: Sequence[_Name]) -> tuple[KeyEntry, ...]:
    form = frame.figure.words.milestone
    return tuple(
        KeyEntry(text=form.format(number=number, label=name.label))
        for number, name in enumerate(names, start=1)
    )
