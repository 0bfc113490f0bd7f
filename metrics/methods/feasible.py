"""Feasible intervals: the least and the most that withheld counts could be, by linear programme."""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from scipy.sparse import csr_array

from metrics.methods.arrays import Flags, Floats
from metrics.methods.lattice import NEARLY, Lattice

MOST: Final = 1.0
LEAST: Final = -1.0
_OPTIONS: Final[dict[str, bool | int | str]] = {
    "output_flag": False,
    "presolve": "off",  # of no use where one programme is asked over and over from where it stands
    "threads": 1,
}
_PRIMAL: Final = 4
"""The simplex strategy by which the table found last stays feasible when the aim changes."""
_TOLD: Final = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded)
_UNBOUNDED: Final = (
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Intervals:
    """Feasible intervals: for each cell the least and the most; equal where it is known."""

    lower: Floats
    upper: Floats

    def narrow(self, withheld: Flags, width: float) -> Flags:
        """Tell which withheld cells could only lie within less than a width."""
        return withheld & (self.upper - self.lower < width - NEARLY)


def solver(sums: csr_array, lower: Floats, upper: Floats, **options: int) -> highspy.Highs:
    """Return a solver over variables within bounds, each of whose sums is zero.

    Args:
        sums: sums × variables.
        lower: variables; the least that each may be.
        upper: variables; the most.
        options: of HiGHS, beside those that all of ours have.
    """
    highs, zeros = highspy.Highs(), np.zeros(sums.shape[0])
    for name, value in (_OPTIONS | options).items():
        highs.setOptionValue(name, value)
    highs.addVars(len(lower), lower, upper)
    starts, places = sums.indptr.astype(np.int32), sums.indices.astype(np.int32)
    highs.addRows(len(zeros), zeros, zeros, sums.nnz, starts, places, sums.data)
    return highs


class Programme:
    """The tables that what is shown allows: every cell a variable, a shown one held at its value.

    One programme is kept and asked again from where it stands, which takes a fraction of the time
    of one made anew.
    """

    def __init__(self, lattice: Lattice, *, least: float, ceiling: float = np.inf) -> None:
        """Take the counts; all are shown at first.

        Args:
            lattice: the counts and sums.
            least: what a withheld count is known to be at least.
            ceiling: what no withheld count is looked for above.
        """
        self._values, self._least, self._ceiling = lattice.values, least, ceiling
        self._withheld = np.zeros(len(lattice.values), dtype=np.bool_)
        values = lattice.values
        self._highs = solver(lattice.sums, values, values, simplex_strategy=_PRIMAL)

    def withhold(self, withheld: Flags) -> None:
        """Say which cells are withheld from now on."""
        changed = np.flatnonzero(withheld != self._withheld)
        free, values = withheld[changed], self._values[changed]
        lower = np.where(free, np.minimum(self._least, values), values)
        upper = np.where(free, self._ceiling, values)
        self._highs.changeColsBounds(len(changed), changed.astype(np.int32), lower, upper)
        self._withheld = withheld.copy()

    def table(self, cell: int, aim: float) -> Floats:
        """Return a table that what is shown allows in which a cell is as far as it can be.

        Args:
            cell: the place of the cell.
            aim: `MOST` or `LEAST`.

        Raises:
            RuntimeError: there is no such table, because nothing bounds the cell.
        """
        status = self._solve(cell, aim)
        if status != highspy.HighsModelStatus.kOptimal:
            said = self._highs.modelStatusToString(status)
            raise RuntimeError(f"no table was found that tells how far cell {cell} can go: {said}")
        return np.array(self._highs.getSolution().col_value, dtype=np.float64)

    def end(self, cell: int, aim: float) -> float:
        """Return how far a cell can be, in its unit; infinite where nothing bounds it.

        Args:
            cell: the place of the cell.
            aim: `MOST` or `LEAST`.
        """
        if self._solve(cell, aim) in _UNBOUNDED:
            return aim * np.inf
        return self._highs.getSolution().col_value[cell]

    def _solve(self, cell: int, aim: float) -> highspy.HighsModelStatus:
        self._highs.changeColCost(cell, -aim)
        self._highs.run()
        if self._highs.getModelStatus() not in _TOLD:
            # Errors add up from question to question; the true table is always one that is allowed.
            self._highs.clearSolver()
            self._highs.run()
        status = self._highs.getModelStatus()
        self._highs.changeColCost(cell, 0.0)
        return status


def intervals(lattice: Lattice, withheld: Flags, asked: Flags, *, least: float) -> Intervals:
    """Return the feasible interval of each cell asked about; see `disclosure.attack`."""
    lower, upper = lattice.values.copy(), lattice.values.copy()
    programme = Programme(lattice, least=least)
    programme.withhold(withheld)
    for cell in np.flatnonzero(asked).tolist():
        lower[cell], upper[cell] = programme.end(cell, LEAST), programme.end(cell, MOST)
    return Intervals(lower=lower, upper=upper)
