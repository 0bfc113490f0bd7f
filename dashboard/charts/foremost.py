"""Whether lines are shown as small multiples, and which where there are too many to be read."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.charts.breaks import breaks
from dashboard.charts.points import Point, with_value
from dashboard.charts.theme import MOST_SERIES

MOST_PANELS: Final = 12
"""More panels than these are not read; the rest of the lines stand in the table."""


def in_panels(lines: Mapping[str, list[Point]], *, asked: bool = False) -> bool:
    """Tell whether each line has a panel of its own.

    That is so past as many as can be told apart in one, and of several of which one breaks, since
    another's line might seem to go on where it ends.

    Args:
        lines: the series, each with at least one value.
        asked: whether each of several is to have its own in any case.
    """
    several = len(lines) > 1
    alone = asked or any(map(breaks, lines.values()))
    return len(lines) > MOST_SERIES or (several and alone)


def foremost(lines: Mapping[str, list[Point]], *, counts: bool) -> dict[str, list[Point]]:
    """Return the lines to draw: the whole first, then in their order those that say most.

    The whole is what is broken down by nothing. Of the others those count for most whose last
    value is the newest, then those with most values, then, of counts alone, those with the largest:
    a count is the larger part of its whole, but to leave out the lowest rates would rank.

    Args:
        lines: the series in the order of drawing, each with at least one value.
        counts: whether the values count things.
    """
    kept = sorted(lines, key=lambda code: (not _whole(code), *_least(lines[code], counts=counts)))
    kept = kept[:MOST_PANELS]
    ordered = sorted(kept, key=lambda code: (not _whole(code), list(lines).index(code)))
    return {code: lines[code] for code in ordered}


def _whole(code: str) -> bool:
    """Tell whether a series' key names a partnership and nothing that it is broken down by."""
    _, *cut = code.split(";")
    return bool(cut) and not any(cut)


def _least(line: Sequence[Point], *, counts: bool) -> tuple[float, ...]:
    known = with_value(line)
    size = (known[-1].value or 0.0) if counts else 0.0
    return -known[-1].time, -len(known), -size
