"""What a line chart draws of its data: bands, lines, dots and targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from dashboard.charts import breaks, marks
from dashboard.charts.drawing import Band, Item, Path, Place, Rule, Symbol
from dashboard.charts.figure import Figure, Target
from dashboard.charts.points import Point, runs, with_value
from dashboard.charts.scales import Scale
from dashboard.charts.theme import Palette
from dashboard.charts.timeline import Timeline

_LONE_BAND: Final = 5
THIN: Final = 0.8
"""Of the lines of a usual range."""
LIMIT: Final = (4, 2)
"""Dashes of the ends of a usual range."""
TRIAL: Final = (1, 3)
"""Of one that comes from few periods."""
DASHES: Final = (6, 4)
"""Of a target's line."""


@dataclass(frozen=True, kw_only=True)
class LineFrame:
    """What every part of one line chart is placed by.

    Every line has at least one value; `height` is that of the plot, in pixels.
    """

    figure: Figure
    palette: Palette
    lines: Mapping[str, list[Point]]
    scale: Scale
    time: Timeline
    height: float

    @property
    def single(self) -> bool:
        """Whether the chart has one line, which then is grey and shows interval and target."""
        return len(self.lines) == 1

    @property
    def colors(self) -> dict[str, str]:
        """The colour of each line."""
        if self.single:
            return dict.fromkeys(self.lines, self.palette.context)
        return dict(zip(self.lines, self.palette.series, strict=False))

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are drawn: those of a single series."""
        return self.figure.targets_of(self.lines.keys()) if self.single else ()

    def down(self, value: float | None) -> float:
        """Pixels from the top of the plot."""
        return self.scale.down(value or 0.0, self.height)

    def place(self, point: Point) -> Place:
        """Where a value stands."""
        return Place(across=self.time.across(point.time), y=self.down(point.value))

    def edge(self, point: Point) -> Place:
        """Where the ends of a value's interval stand."""
        return Place(
            across=self.time.across(point.time),
            y=self.down(point.upper),
            y2=self.down(point.lower),
        )

    def in_force(self, target: Target) -> tuple[float, float]:
        """When a target begins and ends within the chart, in years; nothing if not in order."""
        return self.time.span(target.start, target.until)


def bands(frame: LineFrame) -> list[Band]:
    """Draw the interval of a single series; those of several would hide each other."""
    if not frame.single:
        return []
    fill = marks.band_color(frame.palette)
    return [
        Band(places=_widened(tuple(frame.edge(point) for point in run)), fill=fill)
        for line in frame.lines.values()
        for run in runs(point for point in line if point.lower is not None)
    ]


def usual(frame: LineFrame) -> list[Item]:
    """Draw the range in which a single series usually lies, and its middle, period by period."""
    return [
        Rule(
            across=frame.time.across(run[0].time - run[0].half),
            across2=frame.time.across(run[-1].time + run[-1].half),
            y=frame.down(level),
            y2=frame.down(level),
            color=frame.palette.muted,
            thick=THIN,
            dash=dash,
        )
        for line in frame.lines.values()
        for run in alike(line)
        for level, dash in levels(run[0])
    ]


def alike(line: Sequence[Point]) -> list[list[Point]]:
    """Cut a series into runs of consecutive periods of the same usual range."""
    judged = [point for point in line if point.usual]
    steps = zip(judged, range(len(judged)), strict=True)
    runs_of = groupby(steps, key=lambda step: (step[0].order - step[1], _range(step[0])))
    return [[point for point, _ in run] for _, run in runs_of]


def _range(point: Point) -> tuple[float, ...]:
    found = point.usual
    return (found.centre, found.lower, found.upper, found.trial) if found else ()


def levels(point: Point) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Give the middle and the ends of a usual range, each with its dashes."""
    if found := point.usual:
        yield found.centre, ()
        for level in (found.lower, found.upper):
            yield level, TRIAL if found.trial else LIMIT


def _widened(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Give the band of a lone point a width."""
    first, *more = places
    return places if more else tuple(replace(first, x=x) for x in (-_LONE_BAND, _LONE_BAND))


def paths(frame: LineFrame) -> list[Path]:
    """Join the values of consecutive periods."""
    return [
        Path(places=tuple(frame.place(point) for point in run), color=frame.colors[code])
        for code, line in frame.lines.items()
        for run in runs(line)
        if len(run) > 1
    ]


def dots(frame: LineFrame) -> list[Item]:
    """Draw every value, with the signs of what is not plain about it."""
    made: list[Item] = []
    for code, line in frame.lines.items():
        look = marks.Look(
            color=frame.colors[code],
            ground=frame.palette.ground,
            size=marks.LARGE if frame.single else marks.SMALL,
            signals=marks.signals(frame.palette) if frame.single else {},
        )
        for point in with_value(line):
            place = frame.place(point)
            tip = marks.tooltip(point, frame.figure.series[code], frame.figure)
            href = frame.figure.way(point.series, point.period, point.sources)
            made += marks.dot(point, look, at=place, tip=tip, href=href)
    return made


def signs(frame: LineFrame) -> list[Symbol]:
    """Draw where lines break, and what was withheld."""

    def foot(point: Point) -> Place:
        return Place(across=frame.time.across(point.time), y=frame.height)

    return [
        sign
        for code, line in frame.lines.items()
        for sign in breaks.signs(
            frame.figure, frame.palette, line, frame.place, foot=foot, color=frame.colors[code]
        )
    ]


def targets(frame: LineFrame) -> list[Item]:
    """Draw each target over the time it is in force."""
    made: list[Item] = []
    for target in frame.targets:
        start, end = frame.in_force(target)
        begins = target.value if target.begins_at is None else target.begins_at
        if start < end:
            made.append(
                Rule(
                    across=frame.time.across(start),
                    across2=frame.time.across(end),
                    y=frame.down(begins),
                    y2=frame.down(target.value),
                    color=frame.palette.target,
                    thick=1.5,
                    dash=DASHES,
                )
            )
    return made
