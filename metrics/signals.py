"""Signals of an indicator's values: which chart judges them, and what it says of each period."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.indicator import AcrossTime, Indicator, Signal
from metrics.methods.arrays import Flags, Floats, Ints
from metrics.methods.rules import RULES
from metrics.methods.signal import Grade, Judged, individuals, proportions
from metrics.statistic import MedianOf, PairBalance, PairCoverage, PairMirror, Total
from metrics.values import (
    BREAK_BEFORE,
    CENTRE,
    DENOMINATOR,
    GRAIN,
    LIMITS_GRADE,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    SHARE,
    SIGNAL_RULE,
    SIGNAL_SIDE,
    STRETCH,
    USUAL_LOWER,
    USUAL_UPPER,
    VALUE,
    WHY_UNJUDGED,
    Standing,
    is_whole,
)
from validation.codes import Direction
from validation.contracts.community_impact import COMMUNITY_IMPACT
from validation.contracts.inputs import INPUTS
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.contracts.safeguards import SAFEGUARDS
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.periods import Period
from validation.text import mark

LEAST_COUNT: Final = 4.0
"""Counts that average less than this a period are not judged."""

PUBLISHED_TOTAL: Final = "published_total"
STOCK: Final = "stock"
SURVEY: Final = "survey"
RECOUNTED: Final = "recounted"
OPERATIONS: Final = "operations"
COURSES: Final = "courses"
GIVEN: Final = "given"
RARE: Final = "rare"
MEDIANS: Final = "medians"
PAIRS: Final = "pairs"
NEITHER_BETTER: Final = "neither_better"
AGREED: Final = "agreed"
NOT_WHOLE: Final = "not_whole"
FEW_PERIODS: Final = "few_periods"
FEW_COUNTED: Final = "few_counted"
FEW_EXPECTED: Final = "few_expected"
FEW_FIRM: Final = "few_firm"
WHY_NOT: Final = {
    PUBLISHED_TOTAL: mark(
        "It is a total as its publisher printed it: what was counted may differ from year to year."
    ),
    STOCK: mark("It is a state on a day, not something that happens anew in each period."),
    SURVEY: mark("It comes from waves of a survey, which stand too far apart."),
    RECOUNTED: mark("It is counted anew for each period: what lasts longer is in several of them."),
    OPERATIONS: mark(
        "It comes from single operations: few end in a period, and a large one moves it by itself."
    ),
    COURSES: mark(
        "It comes from single courses: which are held, and for whom, differs between periods."
    ),
    GIVEN: mark("It is what partners decide to give, not something that varies by chance."),
    RARE: mark("Such cases are few in most periods: too few to tell a change from chance."),
    MEDIANS: mark(
        "It is the middle of medians that offices report; how far single cases lie apart is not "
        "told."
    ),
    PAIRS: mark("It counts pairs of partners, of which there are few, not cases."),
    NEITHER_BETTER: mark(
        "Neither more nor less of it is better; each series more that is checked would add flags "
        "by chance."
    ),
    AGREED: mark("It follows what partners agree on, and so moves in steps, not by chance."),
    NOT_WHOLE: mark("There is no whole and exact value for this period."),
    FEW_PERIODS: mark(
        "There are fewer than eight whole periods, or too few that follow each other."
    ),
    FEW_COUNTED: mark("It averages fewer than four a period, so chance alone moves it a lot."),
    FEW_EXPECTED: mark(
        "Fewer than eight whole periods, or too few cases in one of them to tell a change from "
        "chance. Years may hold enough."
    ),
    FEW_FIRM: mark("There are fewer than twelve whole periods, or none of the last year."),
}

WORDS: Final = {
    Standing.BETTER: mark("better than usual"),
    Standing.WORSE: mark("worse than usual"),
    Standing.DIFFERENT: mark("different from usual"),
    Standing.AS_USUAL: mark("within its usual range"),
}

SIGNALS: Final = (
    CENTRE,
    USUAL_LOWER,
    USUAL_UPPER,
    LIMITS_GRADE,
    SIGNAL_RULE,
    SIGNAL_SIDE,
    WHY_UNJUDGED,
    STRETCH,
)
"""The columns that `with_signals` adds."""

_LINE: Final = "_line"
_AT: Final = "_at"
_PASSED: Final = "_passed"
_BY_TABLE: Final = {
    JOINT_OPERATIONS.name: OPERATIONS,
    OPERATION_RESULTS.name: OPERATIONS,
    TRAINING_COMPLETIONS.name: COURSES,
    INPUTS.name: GIVEN,
    SAFEGUARDS.name: RARE,
    RECOMMENDATIONS.name: RARE,
}
BY_DECLARATION: Final = frozenset(
    (*_BY_TABLE.values(), MEDIANS, PAIRS, NEITHER_BETTER, AGREED),
)
"""Why indicators name no chart of their own accord, though they tell of events in each period."""

_SURVEYED: Final = (COMMUNITY_IMPACT.name, PARTNER_ASSESSMENTS.name)
_CODES: Final = np.array(["", *(rule.value for rule in RULES)])
Places: TypeAlias = tuple[Ints, Ints]


@dataclass(frozen=True)
class Eligibility:
    """Which control chart judges an indicator, or why none does.

    Attributes:
        chart: the chart; `Signal.NONE` for none.
        why: a code of `WHY_NOT`; empty where there is a chart.
    """

    chart: Signal
    why: str = ""


def eligibility(indicator: Indicator) -> Eligibility:
    """Say which chart judges an indicator, from what it declares.

    Published totals, states on a day, waves of surveys and what is counted anew for each period
    have none, whatever they declare; of the others, those have one that name one, and what the
    rest is made of says why they do not.
    """
    if why := _unfit(indicator):
        return Eligibility(Signal.NONE, why)
    if indicator.signal is Signal.NONE:
        return Eligibility(Signal.NONE, _unnamed(indicator))
    return Eligibility(indicator.signal)


def _unnamed(indicator: Indicator) -> str:
    """Say why an indicator names no chart, from what it is made of."""
    if why := _BY_TABLE.get(indicator.statistic.table):
        return why
    match indicator.statistic:
        case MedianOf():
            return MEDIANS
        case PairBalance() | PairCoverage() | PairMirror():
            return PAIRS
        case Total():
            return RARE
        case _:
            return NEITHER_BETTER if indicator.direction is Direction.NEITHER else AGREED


def _unfit(indicator: Indicator) -> str:
    if indicator.published:
        return PUBLISHED_TOTAL
    if indicator.across_time is AcrossTime.LAST:
        return STOCK
    if indicator.statistic.table in _SURVEYED:
        return SURVEY
    counts = indicator.unit != SHARE and not isinstance(indicator.statistic, MedianOf)
    if indicator.across_time is AcrossTime.RECOUNT and counts:
        return RECOUNTED
    return ""


def with_signals(
    frame: pl.DataFrame,
    indicator: Indicator,
    lines: tuple[str, ...] = (),
    *,
    rebased: pl.DataFrame | None = None,
    k: float | None = None,
) -> pl.DataFrame:
    """Judge an indicator's values, all lines at once; see `metrics.methods.signal`.

    Partial, immature, suppressed and bounded values take part in nothing, but have limits beside
    them where these can be told. A line begins anew where it says that earlier values are not
    comparable, and where it was re-based.

    Args:
        frame: values of one indicator, in the columns of `values.schema`; of whole lines, for the
            first periods make the range.
        indicator: what they are of.
        lines: the columns that tell lines apart, beside the partnership.
        rebased: partnership and first period of each new stretch, of either grain; None for none.
        k: multiple of the mean moving range; None for the constant for short runs.

    Returns:
        The frame, and: centre and ends of the usual range, in the unit of the value, null where
        there is none; the grade of the limits; the rule that names the period, empty where it is as
        usual; 1 above or rising, −1 below or falling, else 0; why the period is not judged (a code
        of `WHY_NOT`), empty where it is.
    """
    told = eligibility(indicator)
    if told.why or frame.is_empty():
        return _unjudged(frame, told.why)
    placed = _placed(frame, (PARTNERSHIP, *lines))
    places = placed[_LINE].to_numpy(), placed[_AT].to_numpy()
    shape = int(places[0].max()) + 1, int(places[1].max()) + 1
    whole = _spread(placed.select(is_whole()).to_series(), places, shape) == 1
    starts = _spread(_begins(placed, rebased), places, shape) == 1
    if told.chart is Signal.P_PRIME:
        found = proportions(
            _spread(placed[NUMERATOR], places, shape),
            _spread(placed[DENOMINATOR], places, shape),
            whole=whole,
            starts=starts,
            k=k,
        )
        few, short = np.zeros(shape, dtype=bool), FEW_EXPECTED
    else:
        values = _spread(placed[VALUE], places, shape)
        found = individuals(values, whole=whole, starts=starts, k=k, floor=0.0)
        few, short = found.centre < LEAST_COUNT, FEW_PERIODS
    stretch = np.cumsum(starts, axis=1)[places]
    return frame.with_columns(*_columns(found, few, short, places), pl.Series(STRETCH, stretch))


def standing(side: int, direction: Direction) -> Standing:
    """Say how a value that is judged stands to its usual range; `WORDS` has it in words.

    Args:
        side: 1 above or rising, −1 below or falling, 0 as usual.
        direction: which way is better.
    """
    if not side:
        return Standing.AS_USUAL
    if direction is Direction.NEITHER:
        return Standing.DIFFERENT
    good = (side > 0) == (direction is Direction.UP)
    return Standing.BETTER if good else Standing.WORSE


def _unjudged(frame: pl.DataFrame, why: str) -> pl.DataFrame:
    nothing = pl.lit(None, pl.Float64)
    return frame.with_columns(
        *(nothing.alias(column) for column in (CENTRE, USUAL_LOWER, USUAL_UPPER)),
        pl.lit(Grade.NONE.value).alias(LIMITS_GRADE),
        pl.lit("").alias(SIGNAL_RULE),
        pl.lit(0, pl.Int8).alias(SIGNAL_SIDE),
        pl.lit(why).alias(WHY_UNJUDGED),
        pl.lit(0, pl.Int64).alias(STRETCH),
    )


def _placed(frame: pl.DataFrame, lines: tuple[str, ...]) -> pl.DataFrame:
    """Say in which row (line and grain) and at which period from the first on a value stands."""
    codes = frame[PERIOD].unique()
    number = {code: Period.parse(code).order for code in codes}
    at = pl.col(PERIOD).replace_strict(number, return_dtype=pl.Int64)
    line = pl.struct(*lines, GRAIN).rank("dense").cast(pl.Int64) - 1
    return frame.with_columns((at - at.min().over(GRAIN)).alias(_AT), line.alias(_LINE))


def _begins(placed: pl.DataFrame, rebased: pl.DataFrame | None) -> pl.Series:
    """Say where lines begin anew: at a break, and in the first period from a re-base on."""
    broken = placed[BREAK_BEFORE] != ""
    if rebased is None or rebased.is_empty():
        return broken
    days: dict[str, list[date]] = {}
    for partnership, code in rebased.select(PARTNERSHIP, PERIOD).iter_rows():
        days.setdefault(partnership, []).append(Period.parse(code).start)
    passed = [
        sum(day <= Period.parse(code).start for day in days.get(partnership, ()))
        for partnership, code in placed.select(PARTNERSHIP, PERIOD).iter_rows()
    ]
    more = pl.col(_PASSED).diff().over(_LINE, order_by=_AT).fill_null(0) > 0
    return broken | placed.with_columns(pl.Series(_PASSED, passed)).select(more).to_series()


def _spread(column: pl.Series, places: Places, shape: tuple[int, int]) -> Floats:
    found = np.full(shape, np.nan)
    found[places] = column.cast(pl.Float64).to_numpy()
    return found


def _columns(found: Judged, few: Flags, short: str, places: Places) -> list[pl.Series]:
    grade: NDArray[np.str_] = np.where(few, Grade.NONE.value, found.grade)
    unjudged = grade == Grade.NONE.value
    why = np.select(
        [few, ~np.isfinite(found.values), unjudged],
        [FEW_COUNTED, NOT_WHOLE, short],
        default="",
    )

    def told(name: str, values: Floats) -> pl.Series:
        return pl.Series(name, np.where(unjudged, np.nan, values)[places]).fill_nan(None)

    rule = np.where(unjudged, 0, found.signals.rule)
    side = np.where(unjudged, np.int8(0), found.signals.side)
    return [
        told(CENTRE, found.centre),
        told(USUAL_LOWER, found.lower),
        told(USUAL_UPPER, found.upper),
        pl.Series(LIMITS_GRADE, grade[places]),
        pl.Series(SIGNAL_RULE, _CODES[rule[places]]),
        pl.Series(SIGNAL_SIDE, side[places]),
        pl.Series(WHY_UNJUDGED, why[places]),
    ]
