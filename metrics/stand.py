"""How a value stands to what chance alone would give."""

from enum import StrEnum

from validation.codes import Direction


class Stand(StrEnum):
    """How a value stands to what chance alone would give; which side is better is declared."""

    WITHIN = "within"
    NEAR = "near"
    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"


def stand(inner: int, outer: int, direction: Direction) -> Stand:
    """Tell how a value stands to its limits.

    Args:
        inner: 1 above the limits at 95 %, −1 below, 0 within.
        outer: likewise at 99.8 %.
        direction: which way is better.
    """
    if not outer:
        return Stand.NEAR if inner else Stand.WITHIN
    if direction is Direction.NEITHER:
        return Stand.DIFFERENT
    return Stand.BETTER if (outer > 0) == (direction is Direction.UP) else Stand.WORSE
