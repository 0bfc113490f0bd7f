"""Episodes: for how long a series has been named on one side, short returns to usual included."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

GAP: Final = 1
"""So many whole periods in a row without a mark do not end an episode; one on the other side does.

Where a change lasts, a period now and then lies inside the range by chance: a single one says
little against those beside it. `recovery_findings` tells what this adds to false alarms."""

CONFIRMED_AFTER: Final = 2
"""A finding is confirmed when so many periods more than the first have said the same."""


@dataclass(frozen=True)
class Episode:
    """The latest periods in which a series was named on the same side.

    Attributes:
        marked: how many of its periods were named; 0 where the last was not.
        periods: how many whole periods it spans, from the first named to the last.
    """

    marked: int
    periods: int


def episode(sides: ArrayLike, *, gap: int = GAP) -> Episode:
    """Find the episode that the last of some periods belongs to.

    Args:
        sides: of whole periods, the last one last: 1 above, −1 below, 0 as usual.
        gap: how many periods in a row without a mark it bridges.
    """
    found = np.asarray(sides, dtype=np.int8)[::-1]
    if not found.size or not found[0]:
        return Episode(0, 0)
    against = np.flatnonzero(found == -found[0])
    marked = np.flatnonzero(found[: against[0] if against.size else None])
    apart = np.flatnonzero(np.diff(marked) > gap + 1)
    held = marked[: apart[0] + 1 if apart.size else None]
    return Episode(len(held), int(held[-1]) + 1)


def confirmed(marked: int) -> bool:
    """Tell whether what was seen in so many periods of one episode is confirmed."""
    return marked > CONFIRMED_AFTER
