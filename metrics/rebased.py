"""Where usual ranges were made to begin anew."""

import polars as pl

from metrics.source import Source
from metrics.values import PARTNERSHIP, PERIOD
from validation.contracts.rebasings import REBASINGS, Rebasings
from validation.fields import col


def rebased(source: Source, indicator: str) -> pl.DataFrame:
    """Return where an indicator's usual ranges begin anew, as the version has it.

    Args:
        source: the version.
        indicator: the indicator's id.

    Returns:
        Columns partnership_id, period (the first of the new range), reason, milestone.
    """
    return (
        source.rows(REBASINGS)
        .filter(col(Rebasings.indicator) == indicator)
        .select(
            PARTNERSHIP,
            col(Rebasings.first_period).cast(pl.String).alias(PERIOD),
            col(Rebasings.reason),
            col(Rebasings.milestone),
        )
        .sort(PARTNERSHIP, PERIOD)
    )
