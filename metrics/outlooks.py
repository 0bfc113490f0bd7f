"""Where a workload is heading if it goes on as it did: of which lines, and what is foretold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from metrics.catalogue import INDICATORS
from metrics.methods.outlook import Lacking, Outlook, outlook, since_last_gap
from metrics.series import Query, Series, series
from metrics.source import Source, read_together
from metrics.whole_points import Line, lines, lines_of_all
from validation.periods import QUARTER, Period
from validation.text import mark

NOTHING: Final = "nothing"
LACKING_TEXTS: Final = {
    NOTHING: mark("There is no figure by quarters for this choice."),
    Lacking.TOO_SHORT: mark(
        "Too few whole quarters without a gap up to the last one known ({points}; {fewest} are "
        "needed), so there is no outlook: a line carried on from them would be a guess."
    ),
    Lacking.STEADY: mark("It never varies, so there is nothing to foretell."),
}
"""Why there is no outlook; texts may name `{points}` and `{fewest}`."""

FORECASTABLE: Final = tuple(
    each for each in INDICATORS.values() if each.forecastable and not each.published
)
"""Workload alone: what there was to do, never what came of it, nor crime, victims or trust."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Foretold:
    """A workload continued.

    Attributes:
        series: the values by quarters.
        line: whole values, and why others take no part.
        lacking: a code of `LACKING_TEXTS`; empty where there is an outlook.
        found: what was found; None without any figure.
        ahead: the quarters foretold.
    """

    series: Series
    line: Line | None
    lacking: str
    found: Outlook | None
    ahead: tuple[Period, ...]


def lengths(source: Source, query: Query) -> Mapping[str, int]:
    """Return how many whole quarters up to the last gap each partnership has.

    Args:
        source: the version.
        query: indicator, filters, first and last period.
    """
    return source.remember(("outlook lengths", query), lambda: _lengths(source, query))


def foretold(source: Source, query: Query) -> Foretold:
    """Continue one partnership's workload by four quarters; the answer is kept with the version.

    Args:
        source: the version.
        query: indicator, the one partnership, filters, first and last period.

    Raises:
        QueryError: the question has no answer as it was asked.
        WarehouseError: the warehouse cannot be read.
    """
    return source.remember(("foretold", query), lambda: _foretold(source, query))


@read_together
def _lengths(source: Source, query: Query) -> Mapping[str, int]:
    found = lines_of_all(source, replace(query, grain=QUARTER, partnerships=()))
    return {key[0]: len(since_last_gap(_latest(line).values)) for key, line in found.items()}


@read_together
def _foretold(source: Source, query: Query) -> Foretold:
    answer = series(source, replace(query, grain=QUARTER))
    held = lines(answer.frame, answer.dimensions)
    line = held.get(query.partnerships)
    if line is None:
        return Foretold(series=answer, line=None, lacking=NOTHING, found=None, ahead=())
    line = _latest(line)
    found = outlook(line.values)
    last = max(np.flatnonzero(np.isfinite(line.values)), default=0)
    steps = range(1, len(found.ahead) + 1)
    return Foretold(
        series=answer,
        line=line,
        lacking=found.lacking or "",
        found=found,
        ahead=tuple(line.periods[last].shift(step) for step in steps),
    )


def _latest(line: Line) -> Line:
    """Keep the values past the last break: earlier ones do not compare."""
    return line.within(max(line.broken, default=0), len(line.periods))
