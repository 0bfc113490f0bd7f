"""Pairs of members: whether both sides give, and how many exchange at all."""

from typing import Final, assert_never

import polars as pl

from metrics.cells import Parts, summed, told
from metrics.statistic import PairBalance, PairCoverage, Paired, Total
from metrics.values import (
    DENOMINATOR,
    LEFT_OUT,
    MEMBER,
    NO_PAIR,
    NUMERATOR,
    OPEN_MEMBERSHIP,
    PARTNERSHIP,
    REASON,
    ROWS,
    VALUE,
)

_LOW: Final = "low"
_HIGH: Final = "high"
_THERE: Final = "there"
_BACK: Final = "back"
_SENDER: Final = "one_that_sent"
_OF: Final = "of_pairs"
_SIZE: Final = "size"
_CHOSEN: Final = "chosen"


def paired(parts: Parts, statistic: Paired, members: pl.DataFrame) -> pl.DataFrame:
    """Compare or count the pairs of members, by line and period.

    Args:
        parts: parts of the pairs at one grain.
        statistic: balance or coverage.
        members: columns partnership_id, member; no row for a partnership with open membership.

    Returns:
        As `cells.counted`, without dispersion; left_out tells pairs (`pairs 5/6`).
    """
    frame = told(parts, Total(statistic.measure))
    keys = parts.keys
    rows = summed(frame, keys).drop(NUMERATOR, DENOMINATOR, LEFT_OUT)
    flows = _flows(frame, parts, members)
    match statistic:
        case PairBalance():
            cells = _balance(flows, frame, parts)
        case PairCoverage():
            cells = _coverage(flows, parts, members)
        case _:
            assert_never(statistic)
    closed = pl.col(PARTNERSHIP).is_in(members[PARTNERSHIP].unique().implode())
    return rows.join(cells, on=keys, how="left").with_columns(
        pl.when(pl.col(DENOMINATOR) > 0).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
        pl.when(~closed)
        .then(pl.lit(OPEN_MEMBERSHIP))
        .when(pl.col(DENOMINATOR).fill_null(0) == 0)
        .then(pl.lit(NO_PAIR))
        .alias(REASON),
    )


def _flows(frame: pl.DataFrame, parts: Parts, members: pl.DataFrame) -> pl.DataFrame:
    """Return one row per pair of members that reported any flow: there (low → high) and back."""
    first, second = parts.relation.ends
    for end in (first, second):
        frame = frame.join(
            members, left_on=[PARTNERSHIP, end], right_on=[PARTNERSHIP, MEMBER], how="semi"
        )
    ways = (
        frame.filter(pl.col(ROWS) > 0)
        .group_by(*parts.keys, first, second)
        .agg(pl.col(NUMERATOR).sum())
        .with_columns(
            pl.min_horizontal(first, second).alias(_LOW),
            pl.max_horizontal(first, second).alias(_HIGH),
        )
    )
    return ways.group_by(*parts.keys, _LOW, _HIGH).agg(
        pl.col(NUMERATOR).filter(pl.col(first) == pl.col(_LOW)).first().alias(_THERE),
        pl.col(NUMERATOR).filter(pl.col(first) == pl.col(_HIGH)).first().alias(_BACK),
    )


def _balance(flows: pl.DataFrame, frame: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Sum the smaller and the larger flows of the pairs.

    A flow that nobody reported is zero where its sender reported another flow in the period;
    else it is not known, and its pair is left out.
    """
    keys, first = parts.keys, parts.relation.ends[0]
    sent = frame.filter(pl.col(ROWS) > 0).select(*keys, pl.col(first).alias(_SENDER)).unique()
    for flow, sender in ((_THERE, _LOW), (_BACK, _HIGH)):
        marked = sent.with_columns(pl.lit(0.0).alias(_OF))
        flows = (
            flows.join(marked, left_on=[*keys, sender], right_on=[*keys, _SENDER], how="left")
            .with_columns(pl.coalesce(flow, _OF).alias(flow))
            .drop(_OF)
        )
    known = pl.col(_THERE).is_not_null() & pl.col(_BACK).is_not_null()
    smaller = pl.min_horizontal(_THERE, _BACK).filter(known).sum()
    larger = pl.max_horizontal(_THERE, _BACK).filter(known).sum()
    return (
        flows.group_by(keys)
        .agg(
            smaller.alias(NUMERATOR),
            larger.alias(DENOMINATOR),
            known.sum().alias(_SIZE),
            pl.len().alias(_OF),
        )
        .with_columns(
            pl.when(pl.col(_SIZE) < pl.col(_OF))
            .then(pl.format("pairs {}/{}", _SIZE, _OF))
            .alias(LEFT_OUT)
        )
        .drop(_SIZE, _OF)
    )


def _coverage(flows: pl.DataFrame, parts: Parts, members: pl.DataFrame) -> pl.DataFrame:
    """Count pairs with any flow, of all pairs of which an end is among the countries selected."""
    chosen = parts.selection.countries
    size, picked = pl.col(_SIZE), pl.col(_CHOSEN)
    possible = (
        members.group_by(PARTNERSHIP)
        .agg(
            pl.len().cast(pl.Float64).alias(_SIZE),
            (pl.col(MEMBER).is_in(chosen).sum() if chosen else pl.len())
            .cast(pl.Float64)
            .alias(_CHOSEN),
        )
        .select(
            PARTNERSHIP,
            (picked * (size - picked) + picked * (picked - 1) / 2).alias(DENOMINATOR),
        )
    )
    any_flow = pl.sum_horizontal(_THERE, _BACK) > 0
    return (
        flows.group_by(parts.keys)
        .agg(any_flow.sum().cast(pl.Float64).alias(NUMERATOR))
        .join(possible, on=PARTNERSHIP, how="left")
        .with_columns(pl.lit(None, pl.String).alias(LEFT_OUT))
    )
