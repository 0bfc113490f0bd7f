"""Rules that tell a change from usual variation, as NHSRplotthedots orders them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.methods.arrays import Flags, Floats, Signs, series
from metrics.methods.xmr import Limits

RUN: Final = 7
CLOSE_WINDOW: Final = 3
CLOSE_LEAST: Final = 2


class Rule(StrEnum):
    """Why a point is not as usual, the rule that is asked first before the others."""

    BEYOND = "beyond"
    TREND = "trend"
    NEAR = "near"
    ONE_SIDE = "one_side"


RULES: Final = tuple(Rule)
"""A code of n in `Signals.rule` stands for RULES[n − 1]; 0 for none."""


@dataclass(frozen=True, eq=False)
class Signals:
    """What the rules say of each point.

    Attributes:
        rule: series × periods; 0 where a point is as usual, else the number of its rule.
        side: series × periods; 1 above the centre or rising, −1 below or falling, 0 as usual.
    """

    rule: Signs
    side: Signs


def judged(values: ArrayLike, found: Limits) -> Signals:
    """Ask the four rules of each point; the first that holds names it.

    1. beyond a limit; 2. seven rising or falling, a tie breaks them; 3. two of three on one side
    near a limit, these two alone; 4. seven on one side of the centre, a point on it breaks them.
    A gap breaks every run. All points of a run are named, not its last alone. Without limits there
    is no rule that holds.

    Source: NHSRplotthedots (NHS-R community), after NHS England, Making data count.

    Args:
        values: one series, or series × periods, in the unit of the limits; NaN for a gap.
        found: the limits of each series.

    Raises:
        ValueError: the values have more than two axes.
    """
    points = series(values)
    known = np.isfinite(found.lower)
    side = np.where(known, sides(points, found.centre), np.int8(0))
    with np.errstate(invalid="ignore"):
        outside = (points > found.upper) | (points < found.lower)
        close = ~outside & ((points > found.near_upper) | (points < found.near_lower))
    rising = np.where(known, trend(points), np.int8(0))
    held = (
        (outside, side),
        (rising != 0, rising),
        (two_of_three(close, side), side),
        (one_side(side), side),
    )
    rule, towards = np.zeros(points.shape, np.int8), np.zeros(points.shape, np.int8)
    for number, (holds, direction) in reversed(list(enumerate(held, start=1))):
        rule = np.where(holds, np.int8(number), rule)
        towards = np.where(holds, direction, towards)
    return Signals(rule, towards)


def sides(points: Floats, centre: Floats) -> Signs:
    """Return 1 above the centre, −1 below, 0 on it and in a gap."""
    return _sign(points - centre)


def one_side(side: Signs) -> Flags:
    """Tell the points of seven or more together on one side of the centre."""
    return members(ends(side, RUN) != 0, RUN)


def trend(points: Floats) -> Signs:
    """Return 1 at the points of seven or more that rise, −1 of those that fall, else 0.

    A point in which a rise meets a fall has the direction of the step that leaves it.
    """
    arriving = steps(points)
    member = members(ends(arriving, RUN - 1) != 0, RUN)
    leaving = np.zeros_like(arriving)
    leaving[:, :-1] = np.where(member[:, :-1] & member[:, 1:], arriving[:, 1:], np.int8(0))
    return np.where(member, np.where(leaving != 0, leaving, arriving), np.int8(0))


def steps(points: Floats) -> Signs:
    """Return 1 where a point is above the one before, −1 below, 0 if equal, first or at a gap."""
    found = np.zeros(points.shape, np.int8)
    found[:, 1:] = _sign(np.diff(points, axis=1))
    return found


def two_of_three(close: Flags, side: Signs) -> Flags:
    """Tell the points near a limit of which two stand among three on one side of the centre."""
    near = _last(close, CLOSE_WINDOW) >= CLOSE_LEAST
    return members(near & (ends(side, CLOSE_WINDOW) != 0), CLOSE_WINDOW) & close


def ends(signs: Signs, length: int) -> Signs:
    """Return the sign that the last `length` points share, else 0."""
    total = _last(signs, length)
    return (total == length).astype(np.int8) - (total == -length)


def _last(values: Signs | Flags, length: int) -> NDArray[np.int16]:
    """Return the sum of the last `length` values at each point; of fewer at the beginning."""
    total = np.cumsum(values, axis=1, dtype=np.int16)
    total[:, length:] -= total[:, :-length].copy()
    return total


def members(ends: Flags, length: int) -> Flags:
    """Mark every point of the windows of that length that end where `ends` holds."""
    found = ends.copy()
    for back in range(1, min(length, ends.shape[1])):
        found[:, :-back] |= ends[:, back:]
    return found


def _sign(values: Floats) -> Signs:
    return np.nan_to_num(np.sign(values)).astype(np.int8)
