"""Values with their signals side by side, as the command line gives them."""

from dataclasses import replace
from typing import Final

import polars as pl

from metrics.lines import of_lines
from metrics.rebased import rebased
from metrics.series import Query, series, shown, whole
from metrics.signals import standing, with_signals
from metrics.source import Source, read_together
from metrics.values import (
    ASSURANCE,
    CENTRE,
    JUDGED_IN,
    PARTNERSHIP,
    PERIOD,
    SIGNAL_RULE,
    SIGNAL_SIDE,
    USUAL_LOWER,
    USUAL_UPPER,
    WHY_UNJUDGED,
)
from validation.codes import Direction

LOWER_LIMIT: Final = "lower_limit"
UPPER_LIMIT: Final = "upper_limit"
SIGNAL: Final = "signal"
RULE: Final = "rule"


@read_together
def signalled(source: Source, query: Query, *, k: float | None = None) -> pl.DataFrame:
    """Return the values a query asks for, each beside its usual range and what that says of it.

    Args:
        source: the version.
        query: the question.
        k: multiple of the mean moving range; None for the constant for short runs.

    Returns:
        The frame of `series`, then centre, lower_limit and upper_limit in the unit of the value;
        signal (a code of `values.Standing`, empty where the period is not judged); rule (a code of
        `methods.rules.Rule`, empty where it is as usual); assurance (a code of
        `methods.assurance.Assurance`), at the last judged period of each line.

    Raises:
        QueryError, WarehouseError: as `series` says.
    """
    answer = series(source, query)
    indicator, own = answer.indicator, answer.dimensions
    keys = [PARTNERSHIP, *own, PERIOD]
    by_then = shown(
        whole(source, query, indicator),
        replace(query, from_period=None),
        published=indicator.published,
    )
    anew = rebased(source, indicator.id)
    judged = with_signals(by_then, indicator, own, rebased=anew, k=k)
    lines = of_lines(by_then, indicator, own, rebased=anew, k=k)
    expected = lines.select(
        PARTNERSHIP, *own, pl.col(JUDGED_IN).alias(PERIOD), ASSURANCE
    ).drop_nulls(PERIOD)
    told = judged.select(
        *keys,
        CENTRE,
        pl.col(USUAL_LOWER).alias(LOWER_LIMIT),
        pl.col(USUAL_UPPER).alias(UPPER_LIMIT),
        _signal(indicator.direction).alias(SIGNAL),
        pl.col(SIGNAL_RULE).alias(RULE),
    ).join(expected, on=keys, how="left", maintain_order="left")
    found = told.with_columns(pl.col(ASSURANCE).fill_null(""))
    return answer.frame.join(found, on=keys, how="left", maintain_order="left")


def _signal(direction: Direction) -> pl.Expr:
    words = {side: standing(side, direction).value for side in (-1, 0, 1)}
    said = pl.col(SIGNAL_SIDE).replace_strict(words, return_dtype=pl.String)
    return pl.when(pl.col(WHY_UNJUDGED) == "").then(said).otherwise(pl.lit(""))
