"""Which indicators enter an index, which way each is better, and between which goalposts."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from metrics.indicator import Goalposts, Indicator
from metrics.methods.arrays import Floats
from metrics.signals import PUBLISHED_TOTAL
from metrics.statistic import Custom, Total, lines_of
from validation.codes import Direction, Level
from validation.text import mark

PLACES: Final = "places"
NO_DIRECTION: Final = "no_direction"
VOLUME: Final = "volume"
SEVERAL_LINES: Final = "several_lines"
WHY_OUT: Final = {
    PUBLISHED_TOTAL: mark("A total as its publisher printed it: not made to be compared."),
    PLACES: mark("It describes places, not what a partnership does."),
    NO_DIRECTION: mark("Neither more nor less of it is better."),
    VOLUME: mark("It is a volume: a large partnership has more of it, whatever it achieves."),
    SEVERAL_LINES: mark("It has several lines for each partnership, and no single value."),
}


def why_out(indicator: Indicator) -> str:
    """Say why an indicator does not enter an index: a code of `WHY_OUT`, empty if it does."""
    if indicator.published:
        return PUBLISHED_TOTAL
    if indicator.level is Level.CONTEXT:
        return PLACES
    if indicator.direction is Direction.NEITHER:
        return NO_DIRECTION
    statistic = indicator.statistic
    if isinstance(statistic, Total) or (isinstance(statistic, Custom) and statistic.adds):
        return VOLUME
    return SEVERAL_LINES if lines_of(statistic) else ""


def directions(indicators: Sequence[Indicator]) -> Floats:
    """Return 1 for each indicator of which more is better, −1 where less is."""
    return np.array([-1.0 if each.direction is Direction.DOWN else 1.0 for each in indicators])


def goalposts(indicators: Sequence[Indicator]) -> Floats:
    """Return the worst and the best value of each indicator."""
    return np.array([_posts(each) for each in indicators]).reshape(-1, 2)


def _posts(indicator: Indicator) -> tuple[float, float]:
    posts: Goalposts | None = indicator.goalposts
    if posts is None:
        message = f"{indicator.id} has no goalposts"
        raise ValueError(message)
    return posts.worst, posts.best
