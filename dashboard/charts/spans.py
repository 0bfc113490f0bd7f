"""When things ran: a bar each from its first to its last day, in rows, along a line of years.

The name of each stands beside its bar, where there is room; in a narrow picture above it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import altair as alt

from dashboard.charts import fonts, symbols, timeline
from dashboard.charts.drawing import Box, Item, Rule, Symbol, Text
from dashboard.charts.figure import Figure
from dashboard.charts.picture import NARROW, KeyEntry, Plot, nothing, picture, room
from dashboard.charts.points import series_key, year_of
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline
from metrics.values import FIRST_DAY, LAST_DAY, SOURCE
from validation.contracts.joint_operations import JointOperations
from validation.fields import name

NAME: Final = "operation_name"
DATES: Final = "dates"
VAGUE: Final = "known_to_the_year"
"""Columns beside those of a values frame and the first and last day: name, dates in words, and
whether one of the days is known to the year only."""

BEGAN: Final = name(JointOperations.started)
ENDED: Final = name(JointOperations.ended)
TOLD: Final = (NAME, BEGAN, ENDED, FIRST_DAY, LAST_DAY, DATES, VAGUE, SOURCE)
"""What a file tells of each: the days as exactly as they are known, then those that are drawn."""

_BAR: Final = 9
_LANE: Final = 16
_HIGH_LANE: Final = 28
_NAME_ABOVE: Final = 16
_BESIDE: Final = 4.0
_ROW_AIR: Final = 9
_HEAD: Final = 22
_SHORTEST: Final = 6.0
_APART: Final = 7.0
_EMPTY: Final = 90
_MOST_LABEL: Final = 220
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """One bar: where it begins and ends across, 0–1, its lane, and pixels added to be seen.

    `name` stands at `name_at` (0–1) and `name_x` pixels, to the left of which if `before`.
    """

    row: Mapping[str, Any]
    start: float
    end: float
    more: float
    lane: int = 0
    name: str = ""
    name_at: float = 0.0
    name_x: float = 0.0
    before: bool = False


@dataclass(frozen=True, kw_only=True)
class _Room:
    """The pixels across the plot, and whether names stand above their bars."""

    across: float
    narrow: bool


@dataclass(frozen=True, kw_only=True)
class _Row:
    """Bars under one name, none over another."""

    label: tuple[str, ...]
    bars: tuple[_Bar, ...]
    lanes: int


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw every row of the frame as a bar in the row of its series.

    Args:
        figure: of kind spans; its frame has the columns named above.
        palette: light or dark.
        width: of the whole picture, pixels; a narrow one has the names above their rows.

    Returns:
        The picture, as tall as its rows.
    """
    inner = room(figure, width)
    held = [*figure.values.iter_rows(named=True)]
    if not held:
        return nothing(figure, palette, width=inner, height=_EMPTY)
    narrow = inner < NARROW
    most = inner if narrow else _MOST_LABEL
    labels = {
        code: fonts.wrap(label, room=most, size=TEXT_SIZE, weight=MEDIUM)[:2]
        for code, label in figure.series.items()
    }
    named = max(_width(line) for lines in labels.values() for line in lines)
    left = 0.0 if narrow else named + AXIS_GAP
    time = _time(held)
    room_for = _Room(across=inner - left, narrow=narrow)
    rows = [*_rows(figure, labels, held, time, room_for)]
    items, height = _items(rows, palette, narrow=narrow, figure=figure)
    axis = time.axis(palette, across=inner - left, height=height)
    plot = Plot(width=inner, height=height, left=left, below=timeline.HEIGHT)
    key = _key(figure, palette) if any(row[VAGUE] for row in held) else []
    return picture(figure, palette, [*items, *axis], plot=plot, key=key)


def _width(text: str) -> float:
    return fonts.width(text, size=TEXT_SIZE, weight=MEDIUM)


def _time(held: Sequence[Mapping[str, Any]]) -> Timeline:
    """Return the whole years that hold every bar."""
    first: date = min(row[FIRST_DAY] for row in held)
    last: date = max(row[LAST_DAY] for row in held)
    return Timeline(start=first.year, end=last.year + 1)


def _rows(
    figure: Figure,
    labels: Mapping[str, tuple[str, ...]],
    held: Sequence[Mapping[str, Any]],
    time: Timeline,
    room_for: _Room,
) -> Iterator[_Row]:
    for code, label in labels.items():
        mine = [row for row in held if series_key(row, figure.dimensions) == code]
        bars = tuple(_placed(sorted(mine, key=lambda row: row[FIRST_DAY]), time, room_for))
        if bars:
            yield _Row(label=label, bars=bars, lanes=max(bar.lane for bar in bars) + 1)


def _placed(rows: Sequence[Mapping[str, Any]], time: Timeline, room_for: _Room) -> Iterator[_Bar]:
    """Give each bar, with its name, the first lane in which it touches no earlier one."""
    free: list[float] = []
    for row in rows:
        start = time.across(year_of(row[FIRST_DAY]))
        end = time.across(year_of(row[LAST_DAY] + _DAY))
        more = max(_SHORTEST - (end - start) * room_for.across, 0.0)
        bar = _named(_Bar(row=row, start=start, end=end, more=more), room_for)
        begins, ends = _reach(bar, room_for)
        lane = next((at for at, edge in enumerate(free) if edge + _APART <= begins), len(free))
        free[lane : lane + 1] = [ends]
        yield replace(bar, lane=lane)


def _named(bar: _Bar, room_for: _Room) -> _Bar:
    """Place a bar's name: after it, before it where the picture ends, or above it."""
    shown = fonts.shorten(bar.row[NAME], room=room_for.across, size=TEXT_SIZE)
    long = fonts.width(shown, size=TEXT_SIZE)
    if room_for.narrow:
        latest = max(1 - long / room_for.across, 0.0)
        return replace(bar, name=shown, name_at=min(bar.start, latest))
    if bar.end * room_for.across + bar.more + _BESIDE + long > room_for.across:
        return replace(bar, name=shown, name_at=bar.start, name_x=-_BESIDE, before=True)
    return replace(bar, name=shown, name_at=bar.end, name_x=bar.more + _BESIDE)


def _reach(bar: _Bar, room_for: _Room) -> tuple[float, float]:
    """Return the pixels across between which a bar and its name stand."""
    at = bar.name_at * room_for.across + bar.name_x
    long = fonts.width(bar.name, size=TEXT_SIZE)
    left, right = (at - long, at) if bar.before else (at, at + long)
    begins, ends = bar.start * room_for.across, bar.end * room_for.across + bar.more
    return min(left, begins), max(right, ends)


def _items(
    rows: Sequence[_Row], palette: Palette, *, narrow: bool, figure: Figure
) -> tuple[list[Item], float]:
    """Set the rows below each other; return what is drawn and how tall it is."""
    made: list[Item] = []
    y = 0.0
    lane = _HIGH_LANE if narrow else _LANE
    for row in rows:
        top = y + (_HEAD if narrow else _ROW_AIR / 2)
        lines = 1 if narrow else len(row.label)
        depth = max(row.lanes * lane, lines * _LANE)
        middle = y + _HEAD / 2 + 2 if narrow else top + _BAR / 2
        made.append(
            Text(
                text=row.label,
                y=middle,
                x=0 if narrow else -AXIS_GAP,
                align="left" if narrow else "right",
                color=palette.ink,
                weight=MEDIUM,
            )
        )
        for bar in row.bars:
            box = _box(bar, top + bar.lane * lane + (_NAME_ABOVE if narrow else 0), palette, figure)
            raised = _NAME_ABOVE / 2 if narrow else -_BAR / 2
            made += [box, _name(bar, box.y - raised, palette)]
        y = top + depth + _ROW_AIR / 2
        made.append(Rule(y=y, y2=y, across2=1.0, color=palette.line))
    return made[:-1], y


def _box(bar: _Bar, y: float, palette: Palette, figure: Figure) -> Box:
    words = figure.words
    return Box(
        y=y,
        y2=y + _BAR,
        across=bar.start,
        across2=bar.end,
        x2=bar.more,
        fill=palette.ground if bar.row[VAGUE] else palette.context,
        stroke=palette.context,
        tip={words.operation: bar.row[NAME], words.dates: bar.row[DATES]},
        href=figure.address(str(bar.row[SOURCE]).split(";")),
    )


def _name(bar: _Bar, y: float, palette: Palette) -> Text:
    return Text(
        text=bar.name,
        y=y,
        across=bar.name_at,
        x=bar.name_x,
        align="right" if bar.before else "left",
        color=palette.muted,
    )


def _key(figure: Figure, palette: Palette) -> list[KeyEntry]:
    hollow = Symbol(
        path=symbols.SQUARE, y=0, size=81, fill=palette.ground, stroke=palette.context, thick=1.2
    )
    return [KeyEntry(text=figure.words.known_to_year, symbols=(hollow,))]
