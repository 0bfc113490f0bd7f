"""How many series are checked for a change, how many stand out, and how many would by chance."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from metrics.methods.recovery import expected_flags
from metrics.methods.signal import Grade
from metrics.values import (
    CHECKED,
    CORRELATION,
    JUDGED_IN,
    JUDGED_POINTS,
    LIMITS_GRADE,
    SIGNAL_SIDE,
)
from validation.periods import Period

A_YEAR: Final = 366
"""A line whose last judged period ended so many days ago, or longer, is not checked any more."""


@dataclass(frozen=True, eq=False)
class Checked:
    """The series that are checked, each at its last whole period.

    Attributes:
        lines: their cells, as of `Cards.latest`.
    """

    lines: pl.DataFrame

    @property
    def number(self) -> int:
        """How many series are checked."""
        return self.lines.height

    @property
    def flagged(self) -> int:
        """How many of them are not within their usual range."""
        return self.lines.filter(pl.col(SIGNAL_SIDE) != 0).height

    @property
    def latest(self) -> str:
        """The code of the latest period that any is checked at."""
        return max(self.lines[JUDGED_IN])

    @cached_property
    def expected(self) -> float:
        """How many would be flagged if nothing had changed; the same cells give the same number.

        Each series is simulated at its own length and autocorrelation.
        """
        if self.lines.is_empty():
            return 0.0
        correlation = self.lines[CORRELATION].cast(pl.Float64)
        return expected_flags(self.lines[JUDGED_POINTS].to_numpy(), correlation.to_numpy())


def with_checked(cells: pl.DataFrame, period: Period | None) -> pl.DataFrame:
    """Say of cells whether they are checked: firm limits, and a whole period in the last year.

    Trial limits, from 8 to 11 points, check nothing: too many would stand out by chance.

    Args:
        cells: as of `Cards.latest`.
        period: the last period looked at; that of the latest judged value if None.
    """
    ends = {code: Period.parse(code).end for code in cells[JUDGED_IN].drop_nulls().unique()}
    last = period.end if period else max(ends.values(), default=None)
    recent = [code for code, end in ends.items() if last and (last - end).days < A_YEAR]
    firm = pl.col(LIMITS_GRADE) == Grade.FIRM.value
    held = pl.col(JUDGED_IN).is_in(recent).fill_null(value=False)
    return cells.with_columns((firm & held).alias(CHECKED))


def checked(cells: pl.DataFrame) -> Checked:
    """Return which of some cells are checked, as `with_checked` says."""
    return Checked(cells.filter(CHECKED))
