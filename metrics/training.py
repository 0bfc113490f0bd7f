"""Training: hours, mean scores, what was learnt, and how many members were reached."""

from collections.abc import Sequence
from functools import partial
from typing import Final, TypeAlias

import polars as pl

from metrics import rows
from metrics.selection import Selection
from metrics.statistic import Custom, Persons
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    MEMBER,
    NOT_REPORTED,
    NUMERATOR,
    OPEN_MEMBERSHIP,
    PARTNERSHIP,
    REASON,
    ROWS,
    VALUE,
    ZERO_DENOMINATOR,
)
from validation.contracts.training_completions import TRAINING_COMPLETIONS, TrainingCompletions
from validation.fields import col, name
from validation.periods import Grain

T: TypeAlias = TrainingCompletions
TABLE: Final = TRAINING_COMPLETIONS.name
HIGHEST_SCORE: Final = 100
MOST_BEFORE: Final = 95
"""Above this score before a course hardly anything is left to gain, so no gain is computed."""

_SERIES: Final = (name(T.training_id),)
_ALWAYS: Final = pl.lit(value=True)
_AMONG: Final = "is_member"


def hours() -> Custom:
    """Σ completed × hours."""
    filled = col(T.hours).is_not_null()
    make = partial(
        _sums,
        top=col(T.completed) * col(T.hours),
        bottom=None,
        used=filled,
        asked=_ALWAYS,
        columns=(name(T.completed), name(T.hours)),
    )
    return Custom(
        table=TABLE,
        written=f"Σ ({name(T.completed)} × {name(T.hours)})",
        make=make,
        adds=True,
        persons=(Persons(column=name(T.completed), used=filled, written="hours are told"),),
    )


def learning_gain() -> Custom:
    """Tested-weighted mean of (post − pre) / (100 − pre); courses with pre > 95 are left out."""
    scores = (T.pre_score, T.post_score, T.tested_both)
    filled = [col(each).is_not_null() for each in scores]
    left = HIGHEST_SCORE - col(T.pre_score)
    weight = col(T.tested_both)
    used = pl.all_horizontal(filled) & (col(T.pre_score) <= MOST_BEFORE)
    make = partial(
        _sums,
        top=(col(T.post_score) - col(T.pre_score)) / left * weight,
        bottom=weight,
        used=used,
        asked=pl.any_horizontal(filled),
        columns=tuple(map(name, scores)),
    )
    pre, post, tested = map(name, scores)
    return Custom(
        table=TABLE,
        written=f"Σ ({tested} × ({post} − {pre}) / (100 − {pre})) / Σ {tested} [{pre} ≤ 95]",
        make=make,
        persons=(Persons(column=tested, used=used, written="scores are told"),),
    )


def satisfaction() -> Custom:
    """Mean satisfaction, each course weighted by those who completed it."""
    filled = col(T.satisfaction).is_not_null()
    make = partial(
        _sums,
        top=col(T.satisfaction) * col(T.completed),
        bottom=col(T.completed),
        used=filled,
        asked=filled,
        columns=(name(T.completed), name(T.satisfaction)),
    )
    completed = name(T.completed)
    return Custom(
        table=TABLE,
        written=f"Σ ({completed} × {name(T.satisfaction)}) / Σ {completed}",
        make=make,
        persons=(Persons(column=completed, used=filled, written="satisfaction is told"),),
    )


def reach() -> Custom:
    """Distinct members with a completion / members of a closed list."""
    return Custom(
        table=TABLE,
        written=f"distinct {name(T.country)} among members with {name(T.completed)} > 0 / members",
        make=_reach,
    )


def _sums(
    tables: Tables,
    grain: Grain,
    selection: Selection,
    *,
    top: pl.Expr,
    bottom: pl.Expr | None,
    used: pl.Expr,
    asked: pl.Expr,
    columns: Sequence[str],
) -> pl.DataFrame:
    """Sum an expression over courses, or divide it by another sum."""
    asked_rows = _rows(tables, grain, selection, used=used, asked=asked)
    nothing = pl.lit(None, pl.Float64)
    under = nothing if bottom is None else bottom.sum().cast(pl.Float64)
    cells = asked_rows.summed(
        top.sum().cast(pl.Float64).alias(NUMERATOR), under.alias(DENOMINATOR)
    ).with_columns(
        pl.col(NUMERATOR).alias(VALUE)
        if bottom is None
        else pl.when(pl.col(DENOMINATOR) > 0)
        .then(pl.col(NUMERATOR) / pl.col(DENOMINATOR))
        .alias(VALUE),
        _reason(),
    )
    return rows.revised(tables, TRAINING_COMPLETIONS, cells, grain=grain, columns=columns)


def _reach(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    members = tables.members.with_columns(pl.lit(value=True).alias(_AMONG)).rename(
        {MEMBER: name(T.country)}
    )
    size = _members(tables, selection)
    asked = _rows(tables, grain, selection, used=col(T.country).is_not_null(), asked=_ALWAYS)
    frame = asked.frame.join(members, on=[PARTNERSHIP, name(T.country)], how="left")
    reached = col(T.country).filter(pl.col(_AMONG) & (col(T.completed) > 0)).n_unique()
    cells = (
        rows.Rows(frame=frame, keys=asked.keys)
        .summed(reached.cast(pl.Float64).alias(NUMERATOR))
        .join(size, on=PARTNERSHIP, how="left")
        .with_columns(
            pl.when(pl.col(ROWS) > 0).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
            pl.when(pl.col(DENOMINATOR).is_null())
            .then(pl.lit(OPEN_MEMBERSHIP))
            .otherwise(_reason())
            .alias(REASON),
        )
    )
    columns = (name(T.completed), name(T.country))
    return rows.revised(tables, TRAINING_COMPLETIONS, cells, grain=grain, columns=columns)


def _members(tables: Tables, selection: Selection) -> pl.DataFrame:
    """Count the members, or those of the countries selected."""
    members = tables.members
    if selection.countries:
        members = members.filter(pl.col(MEMBER).is_in(selection.countries))
    return members.group_by(PARTNERSHIP).agg(pl.len().cast(pl.Float64).alias(DENOMINATOR))


def _rows(
    tables: Tables, grain: Grain, selection: Selection, *, used: pl.Expr, asked: pl.Expr
) -> rows.Rows:
    sure, possible = rows.selected(TRAINING_COMPLETIONS, selection)
    lines = [selection.by] if selection.by else []
    frame = rows.texts(tables.rows(TRAINING_COMPLETIONS))
    told = frame.drop_nulls(lines) if lines else frame
    return rows.rows(
        told, grain, lines=lines, used=used & sure, asked=asked & possible, series=_SERIES
    )


def _reason() -> pl.Expr:
    return (
        pl.when(pl.col(ROWS) == 0)
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col(DENOMINATOR) == 0)
        .then(pl.lit(ZERO_DENOMINATOR))
        .alias(REASON)
    )
