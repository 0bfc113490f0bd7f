"""Where a value stands: the axis from its lowest to its highest line, and round numbers on it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts import fonts
from dashboard.charts.formats import SHARE, show
from dashboard.charts.theme import TEXT_SIZE
from dashboard.charts.words import Words

AXIS_GAP: Final = 8
"""Pixels between the plot and the numbers of its axis."""

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_PADDING: Final = 0.08
_PIXELS_A_TICK: Final = 54
_FEWEST: Final = 3
_LEAST_SPAN: Final = 0.02
_MILLIONS: Final = 1e7


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A linear axis: `low` and `high` are its ends, `ticks` the round values between them."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along the axis a value stands, 0–1."""
        return (value - self.low) / (self.high - self.low)

    def down(self, value: float, height: float) -> float:
        """Pixels from the top of a plot of this height."""
        return (1 - self.share(value)) * height

    def labels(self, unit: str, words: Words) -> tuple[str, ...]:
        """Write the ticks, all with the decimals that the step between them needs."""
        if max(abs(self.low), abs(self.high)) >= _MILLIONS:
            return tuple(show(tick, unit, words) for tick in self.ticks)
        factor = 100 if unit == SHARE else 1
        step = (self.ticks[1] - self.ticks[0]) * factor if len(self.ticks) > 1 else 1.0
        decimals = next((n for n in range(6) if math.isclose(step, round(step, n))), 0)
        return tuple(show(tick, unit, words, decimals=decimals) for tick in self.ticks)


def gutter(labels: Iterable[str]) -> float:
    """Return the pixels that an axis's numbers need left of the plot."""
    return max(fonts.width(label, size=TEXT_SIZE) for label in labels) + AXIS_GAP


def value_scale(values: Iterable[float], *, unit: str, height: float) -> Scale:
    """Make a vertical axis for values; it begins at nothing, so that no change looks larger.

    Args:
        values: everything that must fit: values, ends of intervals, targets.
        unit: shares stay within 0–100 %.
        height: pixels, for how many ticks there is room.

    Returns:
        The scale. Without any value, one from 0 to 1.
    """
    known = [*values] or [0.0, 1.0]
    counts = unit != SHARE and all(float(value).is_integer() for value in known)
    low, high = _ends(known, least=1.0 if counts else _LEAST_SPAN)
    room = (high - low) * _PADDING
    bottom = low - room if low else low
    top = high + room if high else high
    if unit == SHARE and max(known) <= 1:
        top = min(top, 1.0)
    wanted = max(_FEWEST, round(height / _PIXELS_A_TICK))
    return Scale(low=bottom, high=top, ticks=_ticks(bottom, top, wanted, counts=counts))


def near_scale(values: Iterable[float], *, unit: str, height: float) -> Scale:
    """Make a vertical axis from the lowest to the highest of values, of which no bar begins.

    Args:
        values: everything that must fit; at least one.
        unit: shares stay within 0–100 %.
        height: pixels, for how many ticks there is room.
    """
    known = [*values]
    low, high = min(known), max(known)
    room = max((high - low) * _PADDING, _LEAST_SPAN / 2)
    bottom, top = low - room, high + room
    if unit == SHARE:
        bottom, top = max(bottom, 0.0), min(top, 1.0)
    wanted = max(_FEWEST, round(height / _PIXELS_A_TICK))
    return Scale(low=bottom, high=top, ticks=_ticks(bottom, top, wanted, counts=False))


def _ends(known: Sequence[float], *, least: float) -> tuple[float, float]:
    """Return the lowest and highest value, nothing among them; if all is nothing, some room."""
    low, high = min(*known, 0.0), max(*known, 0.0)
    return low, high + max(least - (high - low), 0.0)


def _ticks(low: float, high: float, wanted: int, *, counts: bool) -> tuple[float, ...]:
    """Choose the round values between the ends whose count comes closest to the one wanted.

    Where only counts are shown, they are whole: half an arrest is none.
    """
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [step * power for step in _STEPS]
    if counts:
        steps = [step for step in steps if step.is_integer()] or [1.0]
    choices = [_between(low, high, step) for step in steps]
    return min(choices, key=lambda ticks: abs(len(ticks) - 1 - wanted))


def _between(low: float, high: float, step: float) -> tuple[float, ...]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(float(f"{count * step:.12g}") for count in range(first, last + 1))
