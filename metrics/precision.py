"""How exact a figure is that is made from several: bounds and rounding, combined."""

from collections.abc import Iterable
from typing import Final

from validation.codes import AT_LEAST

EXACT: Final = ""
ROUNDED: Final = "rounded"
AT_MOST: Final = "at_most"
APPROXIMATE: Final = "approximate"

_OPPOSITE: Final = {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}


def combined(precisions: Iterable[str]) -> str:
    """Combine the precisions of what is summed.

    At least beside exact, rounded or at least is at least, at most likewise; rounded beside exact
    is rounded; any other mix is approximate.
    """
    found = set(precisions) - {EXACT}
    bounds = found - {ROUNDED}
    if len(bounds) > 1:
        return APPROXIMATE
    return next(iter(bounds or found), EXACT)


def divided_by(precision: str) -> str:
    """Return what a divisor's precision makes of a quotient: at least turns into at most."""
    return _OPPOSITE.get(precision, precision)
