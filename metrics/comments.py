"""What those who know say of figures, and whether these were revised since."""

from typing import Final

import polars as pl

from data.queries import FIRST_VERSION
from metrics.source import Source
from metrics.values import FLAGS, INDICATOR, PARTNERSHIP, PERIOD, REVISED
from validation.contracts.commentary import COMMENTARY, Commentary
from validation.fields import col, name

TEXT: Final = name(Commentary.text)
ROLE: Final = name(Commentary.role)
SAID_IN: Final = "said_in"
REVISED_AFTER: Final = "revised_after"

_LINE: Final = (INDICATOR, PARTNERSHIP, PERIOD)


def comments(source: Source, values: pl.DataFrame) -> pl.DataFrame:
    """Return the comments on values, newest period first.

    Args:
        source: the version.
        values: values of one indicator, in the columns of `values.schema`.

    Returns:
        Columns indicator, partnership_id, period, text, role, said_in (the version that first
        held these words), revised_after (whether the figure was changed in a later version).
    """
    since = source.arrivals(COMMENTARY, (*_LINE, TEXT)).rename({FIRST_VERSION: SAID_IN})
    version = pl.col(FLAGS).str.extract(rf"(?:^|;){REVISED}:(\d+)").cast(pl.Int64)
    changed = (
        values.select(*_LINE, version.alias(REVISED_AFTER))
        .group_by(_LINE)
        .agg(pl.col(REVISED_AFTER).max())
    )
    return (
        source.rows(COMMENTARY)
        .with_columns(col(Commentary.period).cast(pl.String))
        .join(since, on=[*_LINE, TEXT])
        .join(changed, on=_LINE)
        .with_columns((pl.col(REVISED_AFTER) > pl.col(SAID_IN)).fill_null(value=False))
        .sort(PERIOD, PARTNERSHIP, descending=[True, False])
    )
