"""Where a panel of small multiples stands, and what all of them have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts.drawing import Place
from dashboard.charts.figure import Figure, Target
from dashboard.charts.points import Point
from dashboard.charts.scales import Scale
from dashboard.charts.theme import Palette
from dashboard.charts.timeline import Timeline

PLOT: Final = 78
"""Pixels from top to bottom of a panel's plot."""
TITLE_LINE: Final = 15
YEARS: Final = 20
APART: Final = 24


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Where one panel stands: its column of so many, its top edge, and what it shows."""

    column: int
    columns: int
    top: float
    size: float
    label: str
    title: Sequence[str]
    head: float
    beside: bool
    line: Sequence[Point]
    scale: Scale
    targets: Sequence[Target]
    gutter: float = 0.0

    @property
    def base(self) -> float:
        """How far down the picture the foot of its plot stands."""
        return self.top + self.head + PLOT

    def place(self, share: float, y: float, y2: float = 0.0) -> Place:
        """A place within the panel, `share` of its width from its left edge."""
        x = self.gutter * (1 - share) - APART * share
        return Place(across=(self.column + share) / self.columns, x=x, y=y, y2=y2)

    def down(self, value: float | None) -> float:
        """How far down the picture a value stands."""
        return self.base - PLOT + self.scale.down(value or 0.0, PLOT)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all panels have in common."""

    figure: Figure
    palette: Palette
    time: Timeline
    first: float
    last: float

    def place(self, panel: Panel, point: Point) -> Place:
        """Where a value stands."""
        share = self.time.across(point.time)
        return panel.place(share, panel.down(point.value))

    def edge(self, panel: Panel, point: Point) -> Place:
        """Where the ends of a value's interval stand."""
        share = self.time.across(point.time)
        return panel.place(share, panel.down(point.upper), panel.down(point.lower))
