"""Links from a mark or a line of a list to the rows behind it, their file and version."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from dashboard import choices, link
from dashboard.charts.points import series_key
from dashboard.i18n import tr
from metrics import values as columns
from metrics.quality.behind import Behind, within
from metrics.relation import RELATIONS
from metrics.series import Series
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


def behind(series: Series) -> dict[tuple[str, str], str]:
    """Return where a click on each value leads, by the key of its series and its period.

    A value leads to its rows, a year to those of its quarters too; of a table without periods to
    those of its partnership. It leads to none where it was read in a publication.
    """
    table = series.indicator.statistic.table
    returned = series.frame.filter(pl.col(columns.SOURCE).str.contains(OWN_RETURN, literal=True))
    if table not in RELATIONS and columns.PARTNERSHIP not in CONTRACTS[table].names:
        return {}
    return _by_mark(returned, table, (columns.PARTNERSHIP, *series.dimensions))


def of_flows(found: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Return where a click on each flow leads; `found` is a frame of `metrics.flows.pairs`."""
    return _by_mark(found, EXCHANGE, RELATIONS[EXCHANGE].ends, (columns.PARTNERSHIP,))


def _by_mark(
    frame: pl.DataFrame, table: str, dimensions: tuple[str, ...], beside: tuple[str, ...] = ()
) -> dict[tuple[str, str], str]:
    """Name for each row its period and the cells of these dimensions, and of those beside them."""
    return {
        (series_key(row, dimensions), row[columns.PERIOD]): address(
            Behind.of(
                table,
                {columns.PERIOD: within(row[columns.PERIOD])}
                | {each: row[each] for each in (*beside, *dimensions)},
            )
        )
        for row in frame.iter_rows(named=True)
    }
