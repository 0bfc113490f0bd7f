"""Series side by side: arrays of series × periods in which NaN is a gap."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Signs: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]

_AXES: Final = 2


def series(values: ArrayLike) -> Floats:
    """Return values as an array of series × periods; one series alone becomes one row.

    Args:
        values: numbers of one series, or of series × periods; NaN where there is no value.

    Raises:
        ValueError: there are more axes than these two.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim > _AXES:
        raise ValueError(f"values have {found.ndim} axes; hand in series × periods")
    return np.atleast_2d(found)


def column(values: ArrayLike) -> Floats:
    """Return one number for each series (or one for all) as a column beside series × periods."""
    return np.atleast_1d(np.asarray(values, dtype=np.float64))[:, np.newaxis]


def first_points(values: Floats, most: ArrayLike) -> Floats:
    """Keep the first points of each series, so many for all or for each; later ones become gaps."""
    known = np.isfinite(values)
    return np.where(known & (np.cumsum(known, axis=1) <= column(most)), values, np.nan)


def mean(values: Floats) -> Floats:
    """Return each row's mean without its gaps; NaN where it is all gaps."""
    known = np.isfinite(values)
    number = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.divide(total, number, out=np.full(len(values), np.nan), where=number > 0)


def median(values: Floats) -> Floats:
    """Return each row's median without its gaps; NaN where it is all gaps."""
    if not values.size:
        return np.full(len(values), np.nan)
    ordered = np.sort(values, axis=1)  # gaps come last
    number = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    lower = ordered[rows, np.maximum(number - 1, 0) // 2]
    upper = ordered[rows, np.minimum(number // 2, values.shape[1] - 1)]
    return np.where(number > 0, (lower + upper) / 2, np.nan)


def chance_above(z: Floats) -> Floats:
    """Return the chance that a standard normal value lies above each of these."""
    return np.asarray(ndtr(-z), dtype=np.float64)
