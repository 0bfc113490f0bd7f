"""Series that begin anew: each stretch between re-bases becomes a series of its own."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.methods.arrays import Flags, Floats, Ints

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Segments:
    """Where series begin anew, as NHSRplotthedots groups them.

    A re-base is the first point of its stretch: no moving range and no run crosses it.

    Attributes:
        row: series × periods; the row of the stretch that a period lies in.
        rows: how many stretches there are in all.
    """

    row: Ints
    rows: int

    @classmethod
    def of(cls, shape: tuple[int, int], starts: ArrayLike | None = None) -> "Segments":
        """Number the stretches.

        Args:
            shape: series and periods.
            starts: true where a series begins anew, series × periods; None for nowhere.

        Raises:
            ValueError: the starts do not have that shape.
        """
        begins: Flags = np.zeros(shape, dtype=bool) if starts is None else _flags(starts, shape)
        begins[:, :1] = True
        row = np.cumsum(begins.ravel()).reshape(shape) - 1
        return cls(row, int(begins.sum()))

    def apart(self, values: Floats) -> Floats:
        """Give each stretch a row of its own, with gaps outside it."""
        found = np.full((self.rows, values.shape[1]), np.nan)
        found[self.row, np.arange(values.shape[1])] = values
        return found

    def together(self, found: NDArray[Kind]) -> NDArray[Kind]:
        """Bring what was found, stretches × periods (or × 1), back to series × periods."""
        periods = self.row.shape[1]
        return np.broadcast_to(found, (self.rows, periods))[self.row, np.arange(periods)]


def _flags(starts: ArrayLike, shape: tuple[int, int]) -> Flags:
    found = np.atleast_2d(np.asarray(starts, dtype=bool))
    if found.shape != shape:
        raise ValueError(f"starts are {found.shape}; the values are {shape}")
    return found.copy()
