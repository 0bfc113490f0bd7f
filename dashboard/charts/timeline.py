"""The time axis: from the first period to the last, years named at their middle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final

from dashboard.charts import fonts
from dashboard.charts.drawing import Item, Rule, Text
from dashboard.charts.points import Point, year_of
from dashboard.charts.theme import TEXT_SIZE, Palette

HEIGHT: Final = 24
"""Pixels below the plot."""

_EDGE: Final = 0.125
"""Years of air at both ends: half a quarter, so that a quarter lies wholly inside."""

_LABEL_GAP: Final = 10
_TICK: Final = 5
_STEPS: Final = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A stretch of time, in years."""

    start: float
    end: float

    @classmethod
    def over(cls, points: Iterable[Point]) -> "Timeline":
        """Return the time line that holds these points (at least one)."""
        times = [point.time for point in points]
        edge = max(_EDGE, (max(times) - min(times)) * 0.02)
        return cls(start=min(times) - edge, end=max(times) + edge)

    def across(self, time: float) -> float:
        """How far along a time lies, 0–1."""
        return (time - self.start) / (self.end - self.start)

    def holds(self, time: float) -> bool:
        """Whether a time lies within."""
        return self.start <= time <= self.end

    def span(self, start: date, until: date | None) -> tuple[float, float]:
        """Return when something begins and ends within, in years; not in order if never.

        Args:
            start: its first day.
            until: the day after its last; None if it goes on.
        """
        end = self.end if until is None else year_of(until)
        return max(year_of(start), self.start), min(end, self.end)

    def axis(self, palette: Palette, *, across: float, height: float) -> list[Item]:
        """Draw the axis.

        Args:
            palette: light or dark.
            across: width of the plot, pixels; decides how many years are named.
            height: of the plot, pixels.

        Returns:
            A base line, a tick where a year begins, and as many years as there is room for.
        """
        base = Rule(y=height, y2=height, across2=1.0, color=palette.muted)
        begins = range(ceil(self.start), floor(self.end) + 1)
        ticks = [
            Rule(
                y=height,
                y2=height + _TICK,
                across=self.across(year),
                across2=self.across(year),
                color=palette.muted,
            )
            for year in begins
        ]
        return [base, *ticks, *self._labels(palette, across=across, height=height)]

    def _labels(self, palette: Palette, *, across: float, height: float) -> list[Text]:
        needed = fonts.width("2000", size=TEXT_SIZE) + _LABEL_GAP
        a_year = across / (self.end - self.start)
        step = next((step for step in _STEPS if step * a_year >= needed), _STEPS[-1])
        named = [
            year
            for year in range(floor(self.start), ceil(self.end))
            if self.holds(year + 0.5) and year % step == 0
        ]
        # A stretch too short to hold the middle of any named year is named where it lies.
        places = {year: year + 0.5 for year in named} or {
            floor(self.end): (self.start + self.end) / 2
        }
        return [
            Text(
                text=str(year),
                across=self.across(place),
                y=height + HEIGHT / 2 + 3,
                color=palette.muted,
                align="center",
            )
            for year, place in places.items()
        ]
