"""The rows of a values frame as points on a time line, and the runs that may be joined."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby, pairwise
from typing import Any

from dashboard.charts.figure import Figure, Usual
from metrics import values as columns
from validation.periods import QUARTERS_IN_YEAR, Period


@dataclass(frozen=True, kw_only=True)
class Point:
    """One row: a value, or a gap and its reason.

    `time` is in years, so that a quarter or a year stands at its middle wherever the reader's
    clock is. `unit` is the row's own, which differs from cell to cell in the matrix. `break_before`
    says why earlier values are not comparable; `sources` are ids; `usual` is the range in which
    the series usually lies, where one is drawn.
    """

    series: str
    period: Period
    value: float | None
    lower: float | None
    upper: float | None
    flags: Mapping[str, str]
    precision: str
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    break_before: str = ""
    sources: tuple[str, ...] = ()
    usual: Usual | None = None

    @property
    def time(self) -> float:
        """The middle of the period, in years."""
        quarters = (self.period.quarter - 1) / QUARTERS_IN_YEAR if self.period.quarter else 0.0
        return self.period.year + quarters + self.half

    @property
    def half(self) -> float:
        """Half the length of the period, in years."""
        return 0.5 / QUARTERS_IN_YEAR if self.period.quarter else 0.5

    @property
    def order(self) -> int:
        """A number that grows by one from each period to the next of its grain."""
        return self.period.order

    @property
    def hollow(self) -> bool:
        """Whether the value is not whole yet."""
        return columns.PARTIAL in self.flags or columns.IMMATURE in self.flags

    @property
    def withheld(self) -> bool:
        """Whether there is a value that its publisher does not tell."""
        return self.value is None and columns.SUPPRESSED in self.flags


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Periods without a value between two that have one, and the flags that say why."""

    start: float
    end: float
    flags: Mapping[str, str]


def points(figure: Figure) -> dict[str, list[Point]]:
    """Read a figure's frame, series by series in the order of drawing, oldest period first.

    Returns:
        Every series that the figure labels and the frame holds, rows without a value included.
    """
    found: dict[str, list[Point]] = {code: [] for code in figure.series}
    for _, point in points_of(figure):
        if point.series in found:
            found[point.series].append(point)
    return {
        code: sorted(line, key=lambda point: point.order) for code, line in found.items() if line
    }


def points_of(figure: Figure) -> Iterator[tuple[Mapping[str, Any], Point]]:
    """Read a figure's frame row by row: the row as it is, and as a point."""
    for row in figure.values.iter_rows(named=True):
        series = series_key(row, figure.dimensions)
        yield row, _point(row, series, figure.usual.get(f"{series};{row[columns.PERIOD]}"))


def series_key(row: Mapping[str, Any], dimensions: Sequence[str]) -> str:
    """Return the key of a row's series: its values in these columns, joined with ";"."""
    return ";".join(str(row[name]) for name in dimensions)


def with_value(line: Iterable[Point]) -> list[Point]:
    """Keep the points that have a value."""
    return [point for point in line if point.value is not None]


def runs(line: Iterable[Point]) -> list[list[Point]]:
    """Cut a series into runs of consecutive periods with values; only within one may a line go.

    A run ends where a period has no value, and before a value that is not comparable.
    """
    known = with_value(line)
    broken = accumulate(bool(point.break_before) for point in known)
    steps = zip(known, broken, range(len(known)), strict=True)
    numbered = groupby(steps, key=lambda step: (step[0].order - step[2], step[1]))
    return [[point for point, _, _ in run] for _, run in numbered]


def gaps(line: Sequence[Point]) -> list[Gap]:
    """List what lies between a series' values; missing rows count as gaps without a reason.

    Where every value of a gap was withheld, it is no gap: a sign stands for each.
    """
    found: list[Gap] = []
    for start, end in pairwise(with_value(line)):
        inside = [point for point in line if start.order < point.order < end.order]
        hidden = sum(point.withheld for point in inside)
        if hidden == end.order - start.order - 1:
            continue
        reasons = [point.flags for point in inside if point.flags and not point.withheld]
        step = (end.time - start.time) / (end.order - start.order) / 2
        found.append(
            Gap(start=start.time + step, end=end.time - step, flags=reasons[0] if reasons else {})
        )
    return found


def year_of(day: date) -> float:
    """Return a day as a time in years."""
    length = date(day.year + 1, 1, 1) - date(day.year, 1, 1)
    return day.year + (day - date(day.year, 1, 1)) / length


def _point(row: Mapping[str, Any], series: str, usual: Usual | None) -> Point:
    return Point(
        series=series,
        period=Period.parse(row[columns.PERIOD]),
        value=row[columns.VALUE],
        lower=row[columns.LOWER],
        upper=row[columns.UPPER],
        flags=dict(columns.parse_flags(row[columns.FLAGS] or "")),
        precision=row[columns.PRECISION] or "",
        unit=row[columns.UNIT],
        numerator=row[columns.NUMERATOR],
        denominator=row[columns.DENOMINATOR],
        break_before=row[columns.BREAK_BEFORE] or "",
        sources=tuple(each for each in (row[columns.SOURCE] or "").split(";") if each),
        usual=usual,
    )
