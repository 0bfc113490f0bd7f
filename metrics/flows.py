"""Who told whom: an indicator for each pair of ends, period by period."""

from typing import Final

import polars as pl

from metrics.cells import at_grain, summed, told
from metrics.errors import NotByPair
from metrics.series import Query, find, shown
from metrics.source import Source
from metrics.statistic import Sides, Total, counted_of
from metrics.values import DENOMINATOR, NUMERATOR, PARTNERSHIP, PERIOD, ROWS, SOURCE, VALUE
from validation.periods import QUARTER, YEAR

COLUMNS: Final = (VALUE, NUMERATOR, DENOMINATOR, ROWS, SOURCE)


def pairs(source: Source, query: Query) -> pl.DataFrame:
    """Measure an indicator for each sender and receiver; the answer is kept with the version.

    Args:
        source: the version.
        query: the question; its periods are those of the matrix, its grain a quarter if not given.

    Returns:
        partnership_id, period, the two ends (`ALL` where not told), value, numerator, denominator
        (null for a count), rows, source; no row for a pair without data.

    Raises:
        NotByPair: the indicator is not summed from rows between two ends.
        UnknownIndicator, WarehouseError: as they say.
    """
    return source.remember(("pairs told", query), lambda: _pairs(source, query))


def _pairs(source: Source, query: Query) -> pl.DataFrame:
    indicator = find(query.indicator)
    statistic = counted_of(indicator.statistic)
    if statistic is None or isinstance(statistic, Sides):
        raise NotByPair(indicator=indicator.id)
    grain = YEAR if query.grain == YEAR else QUARTER
    parts = at_grain(source.pairs(statistic.table, query.selection), grain)
    if not parts.relation.has_pairs:
        raise NotByPair(indicator=indicator.id)
    keys = [PARTNERSHIP, PERIOD, *parts.relation.ends]
    sums = summed(told(parts, statistic).filter(pl.col(ROWS) > 0), keys)
    if isinstance(statistic, Total):
        value = pl.col(NUMERATOR)
        sums = sums.with_columns(pl.lit(None, pl.Float64).alias(DENOMINATOR))
    else:
        value = pl.when(pl.col(DENOMINATOR) > 0).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR))
    if query.partnerships:
        sums = sums.filter(pl.col(PARTNERSHIP).is_in(query.partnerships))
    return shown(sums.with_columns(value.alias(VALUE)).select(*keys, *COLUMNS), query).sort(keys)
