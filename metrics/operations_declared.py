"""What indicators of joint operations are declared with: pillar, cuts, caveats, worked example."""

from functools import partial
from typing import Final, TypeAlias

from metrics.examples import operations_example
from metrics.indicator import AcrossTime, Example, Indicator
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.joint_operations import JointOperations
from validation.text import mark

J: TypeAlias = JointOperations

_CUTS: Final = (J.crime_area, J.kind, COUNTRY)
JOINT: Final = mark(
    "An operation of several partnerships counts in the figures of each; figures of partnerships "
    "must not be added."
)
FOUND: Final = mark(
    "Where only operations that somebody found published are held, there is no figure at all."
)
_WHOLE: Final = mark(
    "A single total of an operation stands in the period in which it ended, whenever it came."
)
_BOUNDS: Final = mark("A bound in one operation makes the sum a bound.")
_DATES: Final = mark(
    "Operations whose dates are too coarse to tell the period are left out of it, and that is told."
)
COUNTED: Final = (JOINT, FOUND, _DATES)
SUMMED: Final = (_WHOLE, _BOUNDS, JOINT, FOUND)

measured = partial(Indicator, pillar=Pillar.OPERATIONS, direction=Direction.NEITHER, cuts=_CUTS)
output = partial(measured, level=Level.OUTPUT, caveats=SUMMED)
share = partial(measured, unit=mark("share"), multiplier=100, across_time=AcrossTime.RECOUNT)


def results_example(
    column: str, first: str, second: str, *, expected: float, working: str
) -> Example:
    """Write an example of two operations with one figure each.

    Args:
        column: the column of results that the figure stands in.
        first: the figure of the first operation.
        second: the figure of the second.
        expected: the value.
        working: the calculation in words and figures.
    """
    return operations_example(
        f"|,{column}",
        "net-1,2024-01-08,2024-02-01,BEL;NLD",
        "net-2,2024-02-01,2024-03-01,BEL",
        results=(f"net-1,2024-Q1,{first}", f"net-2,2024-Q1,{second}"),
        expected=expected,
        working=working,
    )
