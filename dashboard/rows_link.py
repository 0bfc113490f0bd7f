"""Links from a mark or a line of a list to the rows behind it, their file and version."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from dashboard import choices, link
from dashboard.charts.points import series_key
from dashboard.i18n import tr
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
"""The address of the page that shows rows."""


def address(found: Behind) -> str:
    """Return the link to the rows behind something, from any page."""
    return f"{PAGE}?{link.afresh((choices.BEHIND, found.code))}"


def leads(found: Iterable[Behind]) -> dict[str, list[str]]:
    """Return the links to the rows behind each line of a list, as `plain_table` takes them."""
    return {tr(mark("show the rows")): [address(each) for each in found]}


def behind(series: Series, source: Source) -> dict[tuple[str, str], str]:
    """Return where a click on each value leads, by the key of its series and its period.

    A value leads to its rows: of a table without periods to those of its partnership. It leads
    to none where it was read in a publication, or is made of the rows of other periods.
    """
    table = series.indicator.statistic.table
    returned = series.frame.filter(pl.col(columns.SOURCE).str.contains(OWN_RETURN, literal=True))
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    if table in RELATIONS:
        return _by_mark(returned, source, table, dimensions, (columns.PERIOD,))
    if columns.PARTNERSHIP in CONTRACTS[table].names:
        return _by_mark(returned, source, table, dimensions)
    return {}


def of_flows(found: pl.DataFrame, source: Source) -> dict[tuple[str, str], str]:
    """Return where a click on each flow leads; `found` is a frame of `metrics.flows.pairs`."""
    beside = (columns.PERIOD, columns.PARTNERSHIP)
    return _by_mark(found, source, EXCHANGE, RELATIONS[EXCHANGE].ends, beside)


def _by_mark(
    frame: pl.DataFrame,
    source: Source,
    table: str,
    dimensions: tuple[str, ...],
    beside: tuple[str, ...] = (),
) -> dict[tuple[str, str], str]:
    """Name for each row the cells of these dimensions, and of those beside them."""
    dated = columns.PERIOD in beside
    told = {*source.distinct(CONTRACTS[table], columns.PERIOD)} if dated else set[str]()
    return {
        (series_key(row, dimensions), row[columns.PERIOD]): address(
            Behind.of(table, {each: row[each] for each in (*beside, *dimensions)})
        )
        for row in frame.iter_rows(named=True)
        if not dated or row[columns.PERIOD] in told
    }
