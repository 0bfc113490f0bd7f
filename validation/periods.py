"""Quarters and years: parse, order, label."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Final, Literal, Self

from validation.text import mark

Grain = Literal["quarter", "year"]
QUARTER: Final = "quarter"
YEAR: Final = "year"
QUARTERS_IN_YEAR: Final = 4
YEAR_LENGTH: Final = len("2024")
"""Characters of a year's code, and of the year in a quarter's."""

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2099

_PATTERN: Final = re.compile(r"(\d{4})(?:-Q([1-4]))?")
QUARTER_LABELS: Final = (
    mark("Jan–Mar {year} (Q1)"),
    mark("Apr–Jun {year} (Q2)"),
    mark("Jul–Sep {year} (Q3)"),
    mark("Oct–Dec {year} (Q4)"),
)


@total_ordering
@dataclass(frozen=True)
class Period:
    """A quarter or a whole year; a year sorts before its own quarters."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024` or `2024-Q3`.

        Raises:
            ValueError: the text is neither, or lies outside the years the contract knows.
        """
        match = _PATTERN.fullmatch(text)
        if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            message = f"not a period: {text!r}"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    @classmethod
    def containing(cls, day: date, grain: Grain) -> Self:
        """Return the quarter or year that holds a day."""
        return cls(day.year, (day.month + 2) // 3 if grain == QUARTER else None)

    def __lt__(self, other: "Period") -> bool:
        return (self.year, self.quarter or 0) < (other.year, other.quarter or 0)

    @property
    def code(self) -> str:
        """`2024` or `2024-Q3`."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def grain(self) -> Grain:
        """`quarter` or `year`."""
        return QUARTER if self.quarter else YEAR

    @property
    def start(self) -> date:
        """The period's first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def end(self) -> date:
        """The period's last day."""
        return self.shift(1).start - timedelta(days=1)

    @property
    def middle(self) -> date:
        """The day a chart puts the period at."""
        return self.start + (self.end - self.start) / 2

    @property
    def order(self) -> int:
        """A number that grows by one from each period to the next of its grain."""
        if self.quarter is None:
            return self.year
        return self.year * QUARTERS_IN_YEAR + self.quarter

    def label(self) -> str:
        """What a reader sees, as an English msgid already filled: `Jul–Sep 2024 (Q3)`, `2024`."""
        return (
            QUARTER_LABELS[self.quarter - 1].format(year=self.year)
            if self.quarter
            else str(self.year)
        )

    def shift(self, steps: int) -> "Period":
        """Return the period that many steps of the same grain later (or earlier)."""
        if self.quarter is None:
            return Period(self.year + steps)
        years, quarter = divmod(self.quarter - 1 + steps, QUARTERS_IN_YEAR)
        return Period(self.year + years, quarter + 1)

    def year_period(self) -> "Period":
        """Return the year that holds this period."""
        return Period(self.year)


def between(first: Period, last: Period) -> list[Period]:
    """List every period of the first one's grain from the first to the last."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].shift(1))
    return found if first <= last else []


PERIOD_CODES: Final = tuple(
    Period(year, quarter).code
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for quarter in (None, 1, 2, 3, 4)
)
