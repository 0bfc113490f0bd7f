"""Each line in one row: how its last judged value stands, what to expect, and its trend."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl

from metrics.indicator import Indicator
from metrics.methods.assurance import assurance
from metrics.methods.episode import episode
from metrics.methods.signal import Grade
from metrics.methods.trend import trend
from metrics.methods.xmr import FEWEST
from metrics.signals import NOT_WHOLE, eligibility, with_signals
from metrics.values import (
    ASSURANCE,
    BEGUN_IN,
    CENTRE,
    CORRELATION,
    EPISODE,
    FIRST_SEEN,
    GRAIN,
    JUDGED_IN,
    JUDGED_POINTS,
    JUDGED_VALUE,
    LAST_WHOLE,
    LIMITS_GRADE,
    MARKED_FROM,
    PARTNERSHIP,
    PERIOD,
    SEEN,
    SIGNAL_RULE,
    SIGNAL_SIDE,
    STRETCH,
    TARGET,
    TREND,
    TREND_FROM,
    TREND_P,
    TREND_POINTS,
    USUAL_LOWER,
    USUAL_UPPER,
    VALUE,
    WHOLE_POINTS,
    WHY_UNJUDGED,
    is_whole,
)
from validation.periods import QUARTER, Period

_KNOWN_BY: Final = "known_by"
_QUIET: Final = "quiet"
_LINE: Final = "line"
_SETTLED: Final = (pl.col(LIMITS_GRADE) == Grade.FIRM.value) & pl.col(_QUIET)
Judge: TypeAlias = Callable[[pl.DataFrame, tuple[str, ...]], pl.DataFrame]
_LAST_PERIOD: Final = (
    CENTRE,
    USUAL_LOWER,
    USUAL_UPPER,
    LIMITS_GRADE,
    SIGNAL_RULE,
    SIGNAL_SIDE,
)
ADDED: Final[dict[str, pl.DataType]] = {
    JUDGED_IN: pl.String(),
    JUDGED_VALUE: pl.Float64(),
    CENTRE: pl.Float64(),
    USUAL_LOWER: pl.Float64(),
    USUAL_UPPER: pl.Float64(),
    LIMITS_GRADE: pl.String(),
    SIGNAL_RULE: pl.String(),
    SIGNAL_SIDE: pl.Int8(),
    WHY_UNJUDGED: pl.String(),
    BEGUN_IN: pl.String(),
    WHOLE_POINTS: pl.Int64(),
    LAST_WHOLE: pl.String(),
    FIRST_SEEN: pl.String(),
    SEEN: pl.Int64(),
    EPISODE: pl.Int64(),
    MARKED_FROM: pl.String(),
    JUDGED_POINTS: pl.Int64(),
    CORRELATION: pl.Float64(),
    ASSURANCE: pl.String(),
    TREND: pl.Float64(),
    TREND_P: pl.Float64(),
    TREND_FROM: pl.String(),
    TREND_POINTS: pl.Int64(),
}
"""The columns that `of_lines` tells of each line, beside those that tell lines apart."""


def of_lines(
    frame: pl.DataFrame,
    indicator: Indicator,
    lines: tuple[str, ...] = (),
    *,
    rebased: pl.DataFrame | None = None,
    k: float | None = None,
) -> pl.DataFrame:
    """Sum each line up in one row, as it is known at the end of the frame.

    A finding is *first seen* in the first period of the present episode, each period being judged
    by what was known at its end; see `methods.episode`. All that is known now may mark it from an
    earlier period on: a run is named once its seventh point is there.
    Where a line begins anew, no earlier period says how it stands.

    Args:
        frame: values of one indicator with their targets; whole lines up to the
            period looked at.
        indicator: what they are of.
        lines: the columns that tell lines apart, beside the partnership.
        rebased: as of `with_signals`.
        k: as of `with_signals`.

    Returns:
        Partnership and lines, then `ADDED`: the last period judged, its value, range, rule and
        side (null, and why, where none is judged); where the line last began anew, how many whole
        values there are from there on, and the last of them; when it was first seen to be so, in
        how many periods, of how many from then on, and from which period on it is marked by what is
        known now; how many values were judged since the line last began anew, and the
        autocorrelation of those that were as usual; a code of `Assurance`; change a year, its p,
        first quarter and number of quarters.
    """
    by = [PARTNERSHIP, *lines]
    if why := eligibility(indicator).why:
        return _unfit(frame.select(by).unique(maintain_order=True), why)
    judged = with_signals(frame, indicator, lines, rebased=rebased, k=k).sort(*by, PERIOD)
    judged = judged.filter(pl.col(STRETCH) == pl.col(STRETCH).max().over(by))
    taking = judged.filter(pl.col(WHY_UNJUDGED) == "")
    last = taking.group_by(by, maintain_order=True).last()
    now = taking.join(last, on=[*by, STRETCH], how="semi", maintain_order="left")
    flagged = now.join(last.filter(pl.col(SIGNAL_SIDE) != 0), on=by, how="semi")
    told = judged.group_by(by, maintain_order=True).agg(_why_none(), *_begun())
    for found in (_at_last(last, by), _points(now, by), _trends(now, by)):
        told = told.join(found, on=by, how="left", maintain_order="left")
    seen = _seen(
        frame,
        flagged,
        lambda part, more: with_signals(part, indicator, (*lines, *more), rebased=rebased, k=k),
        by,
    )
    for found in (seen, _marked(flagged, by)):
        told = told.join(found, on=by, how="left", maintain_order="left")
    lower, upper, target = (
        told[column].to_numpy() for column in (USUAL_LOWER, USUAL_UPPER, TARGET)
    )
    expected = assurance(lower, upper, target, indicator.direction)
    return told.with_columns(
        pl.when(pl.col(JUDGED_IN).is_null()).then(WHY_UNJUDGED).otherwise(pl.lit("")),
        pl.when(_SETTLED).then(pl.Series(expected)).otherwise(pl.lit("")).alias(ASSURANCE),
        pl.col(LIMITS_GRADE).fill_null(Grade.NONE.value),
    ).select(*by, *(pl.col(name).cast(kind) for name, kind in ADDED.items()))


def enough_in(row: Mapping[str, Any]) -> Period | None:
    """Return the first period with which a line can have a usual range; None if it has enough.

    Args:
        row: of `of_lines`, of a line that a chart can judge.
    """
    missing = FEWEST - row[WHOLE_POINTS]
    if missing <= 0:
        return None
    last = row[LAST_WHOLE]
    before = Period.parse(last) if last else Period.parse(row[BEGUN_IN]).shift(-1)
    return before.shift(missing)


def _unfit(lines: pl.DataFrame, why: str) -> pl.DataFrame:
    """Say of lines that no chart judges why not."""
    nothing = {name: pl.lit(None, kind).alias(name) for name, kind in ADDED.items()}
    said = {WHY_UNJUDGED: why, LIMITS_GRADE: Grade.NONE.value, ASSURANCE: ""}
    return lines.with_columns(
        *(nothing | {name: pl.lit(text).alias(name) for name, text in said.items()}).values()
    )


def _why_none() -> pl.Expr:
    """Say why a line has no judged value: what is said of its last whole one, else of its last."""
    why = pl.col(WHY_UNJUDGED)
    return pl.coalesce(why.filter(why != NOT_WHOLE).last(), why.last()).alias(WHY_UNJUDGED)


def _begun() -> tuple[pl.Expr, ...]:
    """Say since when the newest stretch of a line runs, and how many values it has to judge by."""
    whole = pl.col(PERIOD).filter(is_whole())
    return (
        pl.col(PERIOD).first().alias(BEGUN_IN),
        whole.len().alias(WHOLE_POINTS),
        whole.last().alias(LAST_WHOLE),
    )


def _at_last(last: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Name the last judged period of each line, its value and what is usual of it."""
    return last.select(
        *by,
        pl.col(PERIOD).alias(JUDGED_IN),
        pl.col(VALUE).alias(JUDGED_VALUE),
        TARGET,
        *_LAST_PERIOD,
    )


def _points(now: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Count the judged values, say if all were as usual, and how far those that were hang on."""
    value = pl.col(VALUE).filter(pl.col(SIGNAL_RULE) == "")
    apart = value - value.mean()
    return now.group_by(by, maintain_order=True).agg(
        pl.len().alias(JUDGED_POINTS),
        (pl.col(SIGNAL_RULE) == "").all().alias(_QUIET),
        (apart.dot(apart.shift(1)) / apart.dot(apart)).fill_nan(None).alias(CORRELATION),
    )


def _trends(now: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return the trend of each line whose judged values are quarters, where it is long enough."""
    quarters = now.filter(pl.col(GRAIN) == QUARTER)
    codes = quarters[PERIOD].unique().to_list()
    number = {code: Period.parse(code).order for code in codes}
    first = min(number.values(), default=0)
    found = np.full(
        (quarters.select(by).n_unique(), max(number.values(), default=0) - first + 1), np.nan
    )
    lines = quarters.select(by).unique(maintain_order=True)
    row = quarters.join(lines.with_row_index(_LINE), on=by, maintain_order="left")[_LINE].to_numpy()
    at = np.array([number[code] - first for code in quarters[PERIOD]], dtype=np.int64)
    found[row, at] = quarters[VALUE].to_numpy()
    told = trend(found)
    begun = quarters.group_by(by, maintain_order=True).agg(pl.col(PERIOD).first().alias(TREND_FROM))
    return lines.with_columns(
        pl.Series(TREND, told.slope).fill_nan(None),
        pl.Series(TREND_P, told.p).fill_nan(None),
        pl.Series(TREND_POINTS, told.points),
    ).join(begun, on=by, how="left")


def _seen(frame: pl.DataFrame, flagged: pl.DataFrame, judge: Judge, by: list[str]) -> pl.DataFrame:
    """Judge flagged lines as they were known at the end of each period, and find the episode."""
    ends = flagged.select(*by, pl.col(PERIOD).alias(_KNOWN_BY))
    before = frame.join(ends, on=by).filter(pl.col(PERIOD) <= pl.col(_KNOWN_BY))
    known = judge(before, (_KNOWN_BY,)).filter(pl.col(PERIOD) == pl.col(_KNOWN_BY))
    told = known.sort(*by, PERIOD).group_by(by, maintain_order=True).agg(SIGNAL_SIDE, PERIOD)
    seen = [episode(sides) for sides in told[SIGNAL_SIDE]]
    return told.with_columns(
        pl.Series(SEEN, [each.marked for each in seen], dtype=pl.Int64),
        pl.Series(EPISODE, [each.periods for each in seen], dtype=pl.Int64),
    ).select(*by, SEEN, EPISODE, pl.col(PERIOD).list.get(-pl.col(EPISODE)).alias(FIRST_SEEN))


def _marked(flagged: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Say from which period on flagged lines are marked by what is known now."""
    told = flagged.sort(*by, PERIOD).group_by(by, maintain_order=True).agg(SIGNAL_SIDE, PERIOD)
    spans = [episode(sides).periods for sides in told[SIGNAL_SIDE]]
    return told.with_columns(pl.Series(EPISODE, spans, dtype=pl.Int64)).select(
        *by, pl.col(PERIOD).list.get(-pl.col(EPISODE)).alias(MARKED_FROM)
    )
