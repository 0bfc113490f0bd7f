"""From a mark to the rows behind it: which they are, and where they are shown."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from dashboard import link
from dashboard.charts.points import series_key
from dashboard.choices import BEHIND
from dashboard.i18n import tr
from metrics import values as columns
from metrics.quality.behind import Behind
from metrics.quality.counted import Counted
from metrics.relation import RELATIONS
from metrics.series import Series
from metrics.source import Source
from metrics.statistic import EXCHANGE
from validation.codes import OWN_RETURN
from validation.contracts import CONTRACTS
from validation.periods import QUARTER
from validation.text import mark

PAGE: Final = "data-quality"
"""The page that shows rows."""


def address(table: str, cells: Mapping[str, object]) -> str:
    """Return where the rows of a table that hold given cells are shown."""
    return leading_to(Behind.of(table, cells))


def leading_to(found: Behind) -> str:
    """Return where the rows behind something are shown."""
    return f"{PAGE}?{link.to(BEHIND, found.code)}"


def led(found: Iterable[Behind]) -> dict[str, list[str]]:
    """Return the links to the rows behind each line of a list, as `plain_table` takes them."""
    return {tr(mark("show the rows")): [leading_to(each) for each in found]}


def choices_made() -> str:
    """Return what every such address holds beside: two of one figure differ by it."""
    return link.to(BEHIND, "")


def ways(series: Series, source: Source) -> dict[str, str]:
    """Return where the rows behind each value of a series are shown, by series and period.

    A value that was read in a publication has none: it leads to the publication.
    """
    table = series.indicator.statistic.table
    if table not in RELATIONS and columns.PARTNERSHIP not in CONTRACTS[table].names:
        return {}
    own = pl.col(columns.SOURCE).str.contains(OWN_RETURN, literal=True)
    counted = Counted(source, series.indicator, series.query.selection)
    found = {
        _mark(row, series): counted.behind(row, series.dimensions)
        for row in series.frame.filter(own, pl.col(columns.ROWS) > 0).iter_rows(named=True)
    }
    return {mark_: leading_to(behind) for mark_, behind in found.items() if behind}


def of_flows(series: Series, source: Source, found: pl.DataFrame) -> dict[str, str]:
    """Return where the rows behind each flow are shown; `found` is one of `metrics.flows.pairs`."""
    ends = RELATIONS[EXCHANGE].ends
    counted = Counted(source, series.indicator, series.query.selection)
    rows = found.with_columns(pl.lit(QUARTER).alias(columns.GRAIN)).iter_rows(named=True)
    led = {
        f"{series_key(row, ends)};{row[columns.PERIOD]}": counted.behind(row, ends) for row in rows
    }
    return {each: leading_to(behind) for each, behind in led.items() if behind}


def _mark(row: Mapping[str, Any], series: Series) -> str:
    lines = (columns.PARTNERSHIP, *series.dimensions)
    return f"{series_key(row, lines)};{row[columns.PERIOD]}"
