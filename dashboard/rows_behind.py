"""From a mark to the rows behind it: which they are, and where they are shown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from dashboard import link
from dashboard.charts.points import series_key
from dashboard.choices import BEHIND
from dashboard.i18n import tr
from data.queries import AND_MORE
from metrics import values as columns
from metrics.quality.behind import Behind
from metrics.relation import RELATIONS
from metrics.series import Series
from metrics.source import Source
from metrics.statistic import EXCHANGE
from validation.codes import OWN_RETURN
from validation.contracts import CONTRACTS
from validation.text import mark

PAGE: Final = "data-quality"
"""The page that shows rows."""
_YEAR: Final = len("2024")


def address(table: str, cells: Mapping[str, object]) -> str:
    """Return where the rows of a table that hold given cells are shown."""
    return leading_to(Behind.of(table, cells))


def leading_to(found: Behind) -> str:
    """Return where the rows behind something are shown."""
    return f"{PAGE}?{link.to(BEHIND, found.code)}"


def led(found: Iterable[Behind]) -> dict[str, list[str]]:
    """Return the links to the rows behind each line of a list, as `plain_table` takes them."""
    return {tr(mark("show the rows")): [leading_to(each) for each in found]}


def within(period: str) -> str:
    """Return what the period of a row may be that belongs to one: of a year, also its quarters."""
    return f"{period}{AND_MORE}" if len(period) == _YEAR else period


def choices_made() -> str:
    """Return what every such address holds beside: two of one figure differ by it."""
    return link.to(BEHIND, "")


def ways(series: Series, source: Source) -> dict[str, str]:
    """Return where the rows behind each value of a series are shown, by series and period.

    Of a table without periods they are those of the partnership. A value that was read in a
    publication has none: it leads to the publication.
    """
    table = series.indicator.statistic.table
    own = pl.col(columns.SOURCE).str.contains(OWN_RETURN, literal=True)
    returned = series.frame.filter(own).iter_rows(named=True)
    if table in RELATIONS:
        return dict(_dated(returned, series, source))
    if columns.PARTNERSHIP not in CONTRACTS[table].names:
        return {}
    return {_mark(row, series): address(table, _cells(row, series)) for row in returned}


def _dated(
    returned: Iterable[Mapping[str, Any]], series: Series, source: Source
) -> Iterator[tuple[str, str]]:
    relation = RELATIONS[series.indicator.statistic.table]
    contract = relation.contract
    pair = (relation.partnership, relation.period)
    held = {
        (whose, code)
        for whose, period in source.arrivals(contract, pair).select(pair).iter_rows()
        for code in (period, period[:_YEAR])
    }
    for row in returned:
        if row[columns.ROWS] and (row[columns.PARTNERSHIP], row[columns.PERIOD]) in held:
            period = {columns.PERIOD: within(row[columns.PERIOD])}
            yield _mark(row, series), address(contract.name, period | _cells(row, series))


def of_flows(found: pl.DataFrame) -> dict[str, str]:
    """Return where the rows behind each flow are shown; `found` is one of `metrics.flows.pairs`."""
    ends = RELATIONS[EXCHANGE].ends
    return {
        f"{series_key(row, ends)};{row[columns.PERIOD]}": address(
            EXCHANGE,
            {each: row[each] for each in (columns.PARTNERSHIP, *ends)}
            | {columns.PERIOD: within(row[columns.PERIOD])},
        )
        for row in found.iter_rows(named=True)
    }


def _mark(row: Mapping[str, Any], series: Series) -> str:
    lines = (columns.PARTNERSHIP, *series.dimensions)
    return f"{series_key(row, lines)};{row[columns.PERIOD]}"


def _cells(row: Mapping[str, Any], series: Series) -> dict[str, object]:
    return {each: row[each] for each in (columns.PARTNERSHIP, *series.dimensions)}
