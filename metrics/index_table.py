"""The index of every kind of partnership as one table, with how far totals and ranks would move."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import polars as pl

from metrics.catalogue import INDICATORS
from metrics.entering import why_out
from metrics.index import Design, Index, index
from metrics.index_moves import Moves, moves
from metrics.kinds import kinds
from metrics.methods.robustness import DRAWS, SEED, Places, Spread
from metrics.source import Source
from metrics.values import DATA_VERSION, KIND, PARTNERSHIP, PERIOD
from validation.periods import Period

TOTAL: Final = "total"
RANK: Final = "rank"
WHY_NO_TOTAL: Final = "why_no_total"
SAMPLING: Final = "sampling"
METHOD: Final = "method"
NO_PILLAR: Final = "pillar_missing"

_PILLARS: Final = tuple(
    dict.fromkeys(each.pillar.value for each in INDICATORS.values() if not why_out(each))
)


def schema() -> dict[str, pl.DataType]:
    """Return names and types of the columns, in order."""
    texts = (PERIOD, KIND, PARTNERSHIP)
    scores = {f"{SAMPLING}_{end}": pl.Float64() for end in ("lower", "upper")}
    places = {f"{of}_{end}": pl.Int64() for of in (SAMPLING, METHOD) for end in ("best", "worst")}
    return {
        **dict.fromkeys(texts, pl.String()),
        **dict.fromkeys((*_PILLARS, TOTAL), pl.Float64()),
        RANK: pl.Int64(),
        **scores,
        **places,
        WHY_NO_TOTAL: pl.String(),
        DATA_VERSION: pl.Int64(),
    }


def table(
    source: Source, *, period: Period | None = None, draws: int = DRAWS, seed: int = SEED
) -> pl.DataFrame:
    """Make the index of each kind of partnership as it is first shown on its page.

    Args:
        source: the version.
        period: the year or quarter of the figures; the last whole year if not given.
        draws: how often it is drawn anew, each way.
        seed: of the random numbers.

    Returns:
        A row for each partnership of a kind of which anything enters, by kind and id.
    """
    design = Design(period=period, exact=period is not None)
    rows = [
        row
        for kind in sorted({*kinds(source).values()})
        for row in _rows(source, replace(design, kind=kind), draws, seed)
    ]
    return pl.DataFrame(rows, schema=schema())


def _rows(source: Source, design: Design, draws: int, seed: int) -> Iterator[Mapping[str, Any]]:
    found = index(source, design)
    made = found.made
    if made is None:
        return
    moved = moves(source, found, draws=draws, seed=seed)
    scores = {pillar.value: made.pillars[:, at] for at, pillar in enumerate(found.pillars)}
    for row, whose in sorted(enumerate(found.names), key=lambda pair: pair[1]):
        yield {
            PERIOD: found.period,
            KIND: found.design.kind,
            PARTNERSHIP: whose,
            **{each: _number(scores[each][row]) if each in scores else None for each in _PILLARS},
            **_total(found, moved, row),
            DATA_VERSION: source.number,
        }


def _total(found: Index, moved: Moves | None, row: int) -> dict[str, Any]:
    """Return a total with its rank and ranges, or why there is none."""
    if found.made is None or moved is None or not found.made.ranks[row]:
        ranked = moved is not None
        return {TOTAL: None, RANK: None, WHY_NO_TOTAL: NO_PILLAR if ranked else found.why}
    return {
        TOTAL: _number(found.made.total[row]),
        RANK: int(found.made.ranks[row]),
        **_scores(moved.sampling, row),
        **_places(SAMPLING, moved.sampling, row),
        **_places(METHOD, moved.method, row),
        WHY_NO_TOTAL: "",
    }


def _scores(spread: Spread | None, row: int) -> dict[str, Any]:
    ends = (spread.lower, spread.upper) if spread else ()
    return {
        f"{SAMPLING}_{name}": _number(end[row])
        for name, end in zip(("lower", "upper"), ends, strict=False)
    }


def _places(of: str, places: Places | None, row: int) -> dict[str, Any]:
    ends = (places.best, places.worst) if places else ()
    return {
        f"{of}_{name}": int(end[row]) for name, end in zip(("best", "worst"), ends, strict=False)
    }


def _number(value: np.floating[Any] | float) -> float | None:
    return float(value) if np.isfinite(value) else None
