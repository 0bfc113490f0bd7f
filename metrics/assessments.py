"""Partner assessments: mean scores weighted by those who answered, told only where enough did."""

from functools import partial
from typing import Final, TypeAlias

import polars as pl

from metrics import intervals, rows
from metrics.membership import without_strangers
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    FEW_RESPONDENTS,
    LOWER,
    METHOD,
    NO_SPREAD,
    NOT_CUT,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    REASON,
    ROWS,
    SUPPRESSED,
    UPPER,
    VALUE,
    WHY_UNSURE,
)
from validation.contracts.partner_assessments import (
    HIGHEST,
    LOWEST,
    PARTNER_ASSESSMENTS,
    PartnerAssessments,
)
from validation.fields import col, name
from validation.partner_codes import CHARACTERISTICS
from validation.periods import Grain, Period

T: TypeAlias = PartnerAssessments
TABLE: Final = PARTNER_ASSESSMENTS.name
FEWEST_PERSONS: Final = 5
FEWEST_PARTNERS: Final = 3
LARGEST_PART: Final = 0.85
"""With fewer, or where one partner gave more of the answers, a mean would tell single answers."""

PERSONS: Final = "persons_who_answered"
PARTNERS: Final = "partners_that_answered"
_LARGEST: Final = "most_answers_of_one_partner"
_SQUARES: Final = "squares_around_the_mean"
_SERIES: Final = (name(T.respondent), name(T.characteristic))
_INPUTS: Final = (name(T.score), name(T.score_sd), name(T.respondents))
_T: Final = "t"


def score(characteristic: str) -> Custom:
    """Mean score of a characteristic, each partner weighted by its people who answered."""
    weight = name(T.respondents)
    return Custom(
        table=TABLE,
        written=(
            f"Σ ({name(T.score)} × {weight}) / Σ {weight} [{name(T.characteristic)} ="
            f" {characteristic}]"
        ),
        make=partial(_cells, characteristic),
        over=((name(T.characteristic), (characteristic,)),),
        added=(weight,),
    )


def answers(tables: Tables, partnership: str, until: Period | None) -> pl.DataFrame:
    """Say who scored a partnership in the last period told, whatever a period later; no score.

    Returns:
        period, characteristic, persons_who_answered, partners_that_answered (their codes), in
        order of the characteristics' list.
    """
    frame = _of_partners(tables).filter(pl.col(PARTNERSHIP) == partnership)
    order = {code: place for place, code in enumerate(CHARACTERISTICS.values)}
    return (
        rows.latest(frame, until)
        .group_by(PERIOD, name(T.characteristic))
        .agg(
            col(T.respondents).sum().alias(PERSONS),
            col(T.respondent).unique().sort().alias(PARTNERS),
        )
        .sort(col(T.characteristic).replace_strict(order))
    )


def _of_partners(tables: Tables) -> pl.DataFrame:
    """Return the rows that count: none of a country that is no member."""
    frame = rows.texts(tables.rows(PARTNER_ASSESSMENTS))
    return without_strangers(tables.members, frame, name(T.respondent))


def _enough() -> pl.Expr:
    """Return whether so many answered that no single answer can be told from a mean."""
    return (
        (pl.col(PERSONS) >= FEWEST_PERSONS)
        & (pl.col(PARTNERS) >= FEWEST_PARTNERS)
        & (pl.col(_LARGEST) <= LARGEST_PART * pl.col(PERSONS))
    )


def _cells(characteristic: str, tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    frame = _of_partners(tables)
    found = _summed(frame.filter(col(T.characteristic) == characteristic), grain)
    whole = pl.lit(not selection.countries and not selection.crime_areas)
    none, few = pl.col(ROWS) == 0, ~_enough()
    hidden = whole & ~none & few
    told = whole & ~none & ~few
    cells = found.with_columns(
        pl.when(told).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
        pl.when(told).then(NUMERATOR).alias(NUMERATOR),
        pl.when(told).then(DENOMINATOR).alias(DENOMINATOR),
        pl.when(hidden).then(pl.lit(SUPPRESSED)).otherwise(pl.lit("")).alias(PRECISION),
        pl.when(~whole)
        .then(pl.lit(NOT_CUT))
        .when(none)
        .then(pl.lit(NOT_REPORTED))
        .when(few)
        .then(pl.lit(FEW_RESPONDENTS))
        .alias(REASON),
    )
    return rows.revised(
        tables, PARTNER_ASSESSMENTS, _with_limits(cells), grain=grain, columns=_INPUTS
    )


def _summed(frame: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Sum scores and answers by period, and the squares of single scores around their mean.

    Σ ((nᵢ − 1) sᵢ² + nᵢ (mᵢ − m)²), over partners with mean mᵢ and deviation sᵢ, is that of all
    single scores; it is unknown where one partner of several people does not tell its sᵢ.
    """
    persons, mean, spread = col(T.respondents), col(T.score), col(T.score_sd)
    asked = rows.rows(
        frame,
        grain,
        lines=(),
        used=persons.is_not_null(),
        asked=pl.lit(value=True),
        series=_SERIES,
    )
    weighted = (mean * persons).sum()
    among = (persons * mean**2).sum() - weighted**2 / persons.sum()
    within = pl.when(persons > 1).then((persons - 1) * spread**2).otherwise(0.0)
    of_each = (
        asked.frame.filter(rows.USED).group_by(*asked.keys, name(T.respondent)).agg(persons.sum())
    )
    largest = of_each.group_by(asked.keys).agg(persons.max().alias(_LARGEST))
    return asked.summed(
        weighted.alias(NUMERATOR),
        persons.sum().cast(pl.Float64).alias(DENOMINATOR),
        persons.sum().alias(PERSONS),
        col(T.respondent).n_unique().alias(PARTNERS),
        pl.when(within.is_not_null().all()).then(within.sum() + among).alias(_SQUARES),
    ).join(largest, on=asked.keys, how="left")


def _with_limits(cells: pl.DataFrame) -> pl.DataFrame:
    """Add the t interval of each mean told, from the deviation of all single scores."""
    spread = (pl.col(_SQUARES).clip(0.0) / (pl.col(DENOMINATOR) - 1)).sqrt()
    known = cells.select(
        pl.col(VALUE).fill_null(float("nan")),
        spread.fill_null(float("nan")).alias(_SQUARES),
        pl.col(DENOMINATOR).fill_null(float("nan")),
    )
    found = intervals.mean(
        known[VALUE].to_numpy(),
        spread=known[_SQUARES].to_numpy(),
        number=known[DENOMINATOR].to_numpy(),
    )
    told, sure = pl.col(VALUE).is_not_null(), pl.col(LOWER).is_not_null()
    return cells.with_columns(
        pl.Series(LOWER, found.lower).fill_nan(None).clip(LOWEST, HIGHEST),
        pl.Series(UPPER, found.upper).fill_nan(None).clip(LOWEST, HIGHEST),
    ).with_columns(
        pl.when(sure).then(pl.lit(_T)).alias(METHOD),
        pl.when(told & ~sure).then(pl.lit(NO_SPREAD)).alias(WHY_UNSURE),
    )
