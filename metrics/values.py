"""What every value carries: the result columns, their types, and the flags."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import polars as pl

from validation.text import mark

PERIOD: Final = "period"
GRAIN: Final = "grain"
INDICATOR: Final = "indicator"
PARTNERSHIP: Final = "partnership_id"
VALUE: Final = "value"
LOWER: Final = "lower"
UPPER: Final = "upper"
METHOD: Final = "method"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
ROWS: Final = "rows"
UNIT: Final = "unit"
STATUS: Final = "status"
FLAGS: Final = "flags"
PRECISION: Final = "precision"
BREAK_BEFORE: Final = "break_before"
TARGET: Final = "target"
SOURCE: Final = "source"
DATA_VERSION: Final = "data_version"

COUNTRY: Final = "country"

FIRST_DAY: Final = "first_day"
LAST_DAY: Final = "last_day"

# Of a change, a pooled value and a cell of the Overview.
EARLIER: Final = "earlier"
EARLIER_PERIOD: Final = "earlier_period"
EARLIER_PRECISION: Final = "earlier_precision"
EARLIER_SOURCE: Final = "earlier_source"
CHANGE: Final = "change"
CHANGE_LOWER: Final = "change_lower"
CHANGE_UPPER: Final = "change_upper"
CHANGE_NOTE: Final = "change_note"
NOT_COMPARABLE: Final = "not_comparable"
POOLED: Final = "pooled"
POOLED_LOWER: Final = "pooled_lower"
POOLED_UPPER: Final = "pooled_upper"
POOLED_STATUS: Final = "pooled_status"
POOLED_FROM: Final = "pooled_from"
POOLED_TO: Final = "pooled_to"
SHORTFALL: Final = "shortfall"
PILLAR: Final = "pillar"
SHOWN: Final = "shown"
AGREES: Final = "agrees"
KIND: Final = "kind"
SUM_SO_FAR: Final = "sum_so_far"
LINE: Final = "line"
AFTER: Final = "after"
STATUS_AFTER: Final = "status_after"

# Of signals: what is usual, and what is not.
CENTRE: Final = "centre"
USUAL_LOWER: Final = "usual_lower"
USUAL_UPPER: Final = "usual_upper"
LIMITS_GRADE: Final = "limits_grade"
SIGNAL_RULE: Final = "signal_rule"
SIGNAL_SIDE: Final = "signal_side"
WHY_UNJUDGED: Final = "why_unjudged"
STRETCH: Final = "stretch"

# Of a line as a whole: how its last judged value stands, what to expect, its trend.
JUDGED_IN: Final = "judged_in"
JUDGED_VALUE: Final = "judged_value"
FIRST_SEEN: Final = "first_seen"
SEEN: Final = "periods_seen"
EPISODE: Final = "periods_of_episode"
MARKED_FROM: Final = "marked_from"
CHECKED: Final = "checked"
JUDGED_POINTS: Final = "judged_points"
BEGUN_IN: Final = "begun_in"
WHOLE_POINTS: Final = "whole_points"
LAST_WHOLE: Final = "last_whole"
CORRELATION: Final = "correlation"
ASSURANCE: Final = "assurance"
TREND: Final = "trend_a_year"
TREND_P: Final = "trend_p"
TREND_FROM: Final = "trend_from"
TREND_POINTS: Final = "trend_points"


class Standing(StrEnum):
    """How a value stands to the range in which its series usually lies."""

    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"
    AS_USUAL = "as_usual"
    NOT_JUDGED = "not_judged"


# Of parts: what a value is made from before it is a value.
LEFT_OUT: Final = "left_out"
IN_YEAR: Final = "in_year"
CLUSTERS: Final = "clusters"
DISPERSION: Final = "dispersion"
QUARTERS: Final = "quarters"
WEIGHT: Final = "weight"
MEMBER: Final = "member"
REASON: Final = "reason"
LOWEST: Final = "lowest"
HIGHEST: Final = "highest"
CHANGED_IN: Final = "changed_in"
DIFFERING: Final = "differing"
WHY_UNSURE: Final = "why_unsure"

_BEFORE: Final[dict[str, pl.DataType]] = {
    PERIOD: pl.String(),
    GRAIN: pl.String(),
    INDICATOR: pl.String(),
    PARTNERSHIP: pl.String(),
}
_AFTER: Final[dict[str, pl.DataType]] = {
    VALUE: pl.Float64(),
    LOWER: pl.Float64(),
    UPPER: pl.Float64(),
    METHOD: pl.String(),
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    ROWS: pl.Int64(),
    UNIT: pl.String(),
    STATUS: pl.String(),
    FLAGS: pl.String(),
    PRECISION: pl.String(),
    BREAK_BEFORE: pl.String(),
    TARGET: pl.Float64(),
    SOURCE: pl.String(),
    DATA_VERSION: pl.Int64(),
}

MET: Final = "met"
NOT_MET: Final = "not_met"
TOO_CLOSE: Final = "too_close"
STATUSES: Final = {
    MET: mark("met"),
    NOT_MET: mark("not met"),
    TOO_CLOSE: mark("too close to call"),
}

ROUGHLY: Final = "roughly"
ANOTHER_SOURCE: Final = "another_source"

SHARE: Final = "share"
"""The unit of shares, 0 to 1."""

FLAG_SEPARATOR: Final = ";"
PARTIAL: Final = "partial"
IMMATURE: Final = "immature"
REVISED: Final = "revised"
SIMULATED: Final = "simulated"
SUPPRESSED: Final = "suppressed"
NO_VALUE: Final = "no_value"
NO_INTERVAL: Final = "no_interval"
RANGE: Final = "range"
SOURCES_DIFFER: Final = "sources_differ"
BY_RETURN: Final = "zero_by_return"
READ_IN: Final = "read_in"

NOT_ENDED: Final = "not_ended"
EACH_OPERATION: Final = "each_operation"
FEW_PERSONS: Final = "few_persons"
NOT_TOGETHER: Final = "not_together"
YEAR_NOT_OVER: Final = "year_not_over"
ZERO_DENOMINATOR: Final = "zero_denominator"
NOT_REPORTED: Final = "not_reported"
NO_ROWS: Final = "no_rows"
OPEN_MEMBERSHIP: Final = "open_membership"
NO_PAIR: Final = "no_pair"
NO_MEMBER: Final = "no_member"
FEW_PAIRS: Final = "few_pairs"
NO_DESIGN_EFFECT: Final = "no_design_effect"
BOUND: Final = "bound"
FEW_OPERATIONS: Final = "few_operations"
SELECTION: Final = "selection"
FEW_RESPONDENTS: Final = "few_respondents"
NO_SPREAD: Final = "no_spread"
NOT_CUT: Final = "not_cut"

FLAG_TEXTS: Final = {
    PARTIAL: mark("Not everything that belongs to this value is in it yet."),
    IMMATURE: mark("Still filling up: later returns complete it."),
    REVISED: mark("Figures behind this value were changed after they were first published."),
    SIMULATED: mark("Invented figures, for trying things out."),
    SUPPRESSED: mark("Withheld by the publisher."),
    NO_VALUE: mark("There is no value."),
    NO_INTERVAL: mark("There is no interval."),
    RANGE: mark("Lowest and highest of the medians reported."),
    BY_RETURN: mark("Zero because the return says that there was nothing more to report."),
    READ_IN: mark("Last read in an earlier quarter of the year:"),
    SOURCES_DIFFER: mark("Sources print different figures; the best source's is shown."),
}
REASON_TEXTS: Final = {
    ZERO_DENOMINATOR: mark("Nothing to divide by: the denominator is zero."),
    NOT_REPORTED: mark("The columns that it needs are empty."),
    NO_ROWS: mark("There is no figure for this period."),
    OPEN_MEMBERSHIP: mark("The partnership has no closed list of members."),
    NO_PAIR: mark("No pair of members is told."),
    NO_MEMBER: mark("None of the countries chosen is a member."),
    FEW_PAIRS: mark("Fewer than two pairs are told, so how far they differ is not known."),
    NO_DESIGN_EFFECT: mark("How far the way of sampling widens the interval is not known."),
    FEW_OPERATIONS: mark("Fewer than ten operations: too few to say how far chance moves it."),
    BOUND: mark("A figure behind it is a bound or approximate."),
    SELECTION: mark(
        "Only operations that were found published are held, not all that took place: they are "
        "not counted or summed."
    ),
    FEW_RESPONDENTS: mark(
        "Withheld: fewer than five people or three partners answered, or one partner gave more "
        "than 85 % of the answers, so that single answers could be recognised."
    ),
    FEW_PERSONS: mark(
        "Withheld: fewer than five persons, or another figure that would give one away."
    ),
    NOT_TOGETHER: mark(
        "Withheld: counts of persons are told by one dimension at a time. Choose either one filter "
        "or one breakdown, and of countries that share operations one alone."
    ),
    EACH_OPERATION: mark(
        "Drawn from single operations, it could tell what one of them brought: withheld."
    ),
    YEAR_NOT_OVER: mark(
        "Withheld: counts of persons are told of a year when it is over, those of convictions "
        "eight quarters later."
    ),
    NO_SPREAD: mark("How far single scores lie apart is not told by all who answered."),
    NOT_CUT: mark("Scores are told for a partnership as a whole only; take the filters off."),
    NOT_ENDED: mark("The period had not ended when the data were published."),
}


def schema(dimensions: Iterable[str]) -> dict[str, pl.DataType]:
    """Return names and types of the columns of a frame of values, in order.

    Args:
        dimensions: the columns that a line is cut by, if any.
    """
    cut: dict[str, pl.DataType] = dict.fromkeys(dimensions, pl.String())
    return _BEFORE | cut | _AFTER


def has_flag(code: str) -> pl.Expr:
    """Return an expression that is true where a value carries the flag, whatever its detail."""
    return pl.col(FLAGS).str.contains(rf"(?:^|;){code}(?:$|[:;])")


def is_whole() -> pl.Expr:
    """Return an expression that is true where a value is whole and exact.

    What is partial, still filling up, withheld or only a bound is neither judged against a usual
    range nor pooled.
    """
    spoilt = pl.any_horizontal(*map(has_flag, (PARTIAL, IMMATURE, SUPPRESSED)))
    return ~spoilt & (pl.col(PRECISION) == "") & pl.col(VALUE).is_not_null()


def flag(code: str, detail: str = "") -> str:
    """Write a flag with its detail."""
    return f"{code}:{detail}" if detail else code


def parse_flags(text: str) -> list[tuple[str, str]]:
    """Read flags back: (code, detail), in order; the detail is empty where there is none."""
    pairs = (part.partition(":") for part in text.split(FLAG_SEPARATOR) if part)
    return [(code, detail) for code, _, detail in pairs]
