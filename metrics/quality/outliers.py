"""Values far from what their own partnership reported before: worth a look, not wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator, Signal
from metrics.methods.xmr import BASELINE, FEWEST, LARGE_RANGE, constant
from metrics.quality.behind import Behind
from metrics.series import Query, series
from metrics.signals import LEAST_COUNT
from metrics.source import Source
from metrics.values import (
    IMMATURE,
    INDICATOR,
    LOWER,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SUPPRESSED,
    UNIT,
    UPPER,
    VALUE,
    has_flag,
)
from validation.periods import QUARTER, QUARTERS_IN_YEAR, Period

POINTS: Final = "earlier_points"

_SCHEMA: Final[dict[str, pl.DataType]] = {
    INDICATOR: pl.String(),
    PARTNERSHIP: pl.String(),
    PERIOD: pl.String(),
    VALUE: pl.Float64(),
    LOWER: pl.Float64(),
    UPPER: pl.Float64(),
    UNIT: pl.String(),
    POINTS: pl.Int64(),
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Looked:
    """What was looked at, and what stood out.

    Attributes:
        found: the values outside their usual range, the newest first: indicator, partnership,
            period, value, lower and upper end of the usual range, unit, how many earlier points
            the range is made from.
        judged: every value that was judged: indicator, partnership, period.
    """

    found: pl.DataFrame
    judged: pl.DataFrame


def outliers(source: Source) -> Looked:
    """Compare each quarter's value with the quarters of the same partnership before it.

    Individuals chart (XmR) of the 8 to 20 whole points before the value: median ± k × mean moving
    range, after dropping, once, ranges above 3.267 × their mean; k is the short-run constant for
    the number of points. The median stands for the mean so that one odd value does not draw the
    range of later ones towards itself. Partial, immature, withheld and bounded values neither
    count nor are judged, a missing quarter breaks the moving range. Only indicators whose
    declaration names a control chart are eligible, and counts only where they average 4 a quarter
    or more.

    Args:
        source: the version.
    """
    return source.remember("outliers", lambda: _outliers(source))


def eligible() -> list[Indicator]:
    """List the indicators that are looked at: those that name a control chart."""
    return [each for each in INDICATORS.values() if each.signal is not Signal.NONE]


def usual_range(earlier: Sequence[tuple[int, float]]) -> tuple[float, float] | None:
    """Return the range in which a value that follows these would usually lie.

    Args:
        earlier: place in time (one more for each period) and value of the points before, in order.

    Returns:
        Lower and upper limit; None where there are too few points, or none stand side by side.
    """
    points = earlier[-BASELINE:]
    if len(points) < FEWEST:
        return None
    places = np.array([place for place, _ in points])
    values = np.array([value for _, value in points])
    ranges = np.abs(np.diff(values))[np.diff(places) == 1]
    if not ranges.size:
        return None
    kept = ranges[ranges <= LARGE_RANGE * ranges.mean()]
    reach = constant(len(points)).item() * float(kept.mean())
    middle = float(np.median(values))
    return middle - reach, middle + reach


def _outliers(source: Source) -> Looked:
    rows = [row for indicator in eligible() for row in _judged(source, indicator)]
    judged = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    outside = (pl.col(VALUE) < pl.col(LOWER)) | (pl.col(VALUE) > pl.col(UPPER))
    order = [PERIOD, PARTNERSHIP, INDICATOR]
    return Looked(
        found=judged.filter(outside).sort(order, descending=[True, False, False]),
        judged=judged.select(INDICATOR, PARTNERSHIP, PERIOD),
    )


def _judged(source: Source, indicator: Indicator) -> Iterator[tuple[object, ...]]:
    frame = series(source, Query(indicator=indicator.id, grain=QUARTER)).frame
    spoilt = pl.any_horizontal(*map(has_flag, (PARTIAL, IMMATURE, SUPPRESSED)))
    whole = frame.drop_nulls(VALUE).filter(~spoilt, pl.col(PRECISION) == "").sort(PERIOD)
    for (partnership,), line in whole.group_by(PARTNERSHIP, maintain_order=True):
        points = [(_place(row[PERIOD]), row[VALUE]) for row in line.iter_rows(named=True)]
        for number, row in enumerate(line.iter_rows(named=True)):
            earlier = points[:number]
            limits = usual_range(earlier)
            if limits and _enough(indicator, earlier):
                yield (
                    indicator.id,
                    partnership,
                    row[PERIOD],
                    row[VALUE],
                    *limits,
                    row[UNIT],
                    min(number, BASELINE),
                )


def _enough(indicator: Indicator, earlier: Sequence[tuple[int, float]]) -> bool:
    """Tell whether counts are large enough to be judged; shares are."""
    if indicator.signal is not Signal.INDIVIDUALS:
        return True
    kept = [value for _, value in earlier[-BASELINE:]]
    return sum(kept) / len(kept) >= LEAST_COUNT


def _place(code: str) -> int:
    period = Period.parse(code)
    return period.year * QUARTERS_IN_YEAR + (period.quarter or 0)


def behind(row: Mapping[str, Any]) -> Behind:
    """Name the rows that a value is made from."""
    table = INDICATORS[row[INDICATOR]].statistic.table
    return Behind.of(table, {each: row[each] for each in (PARTNERSHIP, PERIOD)})
