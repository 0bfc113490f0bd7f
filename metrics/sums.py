"""Statistics as SQL: which rows a sum uses, which it leaves out, and what it adds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from data.ddl import quoted
from metrics.statistic import Condition, Counted, MedianOf, Share, Sum, Total, formula
from metrics.values import DENOMINATOR, LEFT_OUT, NUMERATOR, ROWS
from validation.codes import ALL

TRUE: Final = "TRUE"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Conditions on a row, as SQL.

    Attributes:
        used: the row is part of the statistic.
        left_out: it belongs to the question, but cannot be used.
    """

    used: str
    left_out: str


def part(statistic: Counted, column: str) -> str:
    """Return the name of a statistic's column in a frame of parts."""
    return f"{formula(statistic)}: {column}"


def rows_of_counted(statistic: Counted) -> Rows:
    """Say which rows a total or a share uses and which it leaves out."""
    match statistic:
        case Total(measure):
            return _rows(measure, measure, asked_of=())
        case Share(numerator, denominator, asked_of):
            return _rows(numerator, denominator, asked_of=asked_of)
        case _:
            assert_never(statistic)


def rows_of_median(statistic: MedianOf) -> Rows:
    """Say which rows a weighted median uses and which it leaves out."""
    filled = _filled((statistic.value, statistic.weight))
    asked = _or(_filled((statistic.value,)), _asked(statistic.asked_of))
    return Rows(used=filled, left_out=_and(asked, f"NOT ({filled})"))


def inputs(statistic: Counted | MedianOf) -> tuple[str, ...]:
    """List the columns that a statistic is computed from."""
    match statistic:
        case Total(measure):
            return measure.inputs
        case Share(numerator, denominator):
            return tuple(dict.fromkeys(numerator.inputs + denominator.inputs))
        case MedianOf(value, weight):
            return value, weight
        case _:
            assert_never(statistic)


def aggregates(statistic: Counted, *, known: str, counts: str) -> Iterator[str]:
    """Yield the SELECT entries of a statistic's parts.

    Args:
        statistic: a total or a share.
        known: condition under which a row is known to belong to the selection.
        counts: condition under which a row counts at all (it is no mirror).
    """
    rows = rows_of_counted(statistic)
    used = _and(counts, known, rows.used)
    left_out = _and(counts, _or(rows.left_out, _and(f"NOT ({known})", rows.used)))
    yield _entry(f"count(*) FILTER ({used})", part(statistic, ROWS))
    yield _entry(f"count(*) FILTER ({left_out})", part(statistic, LEFT_OUT))
    match statistic:
        case Total(measure):
            yield _sum(measure, used, part(statistic, NUMERATOR))
        case Share(numerator, denominator):
            yield _sum(numerator, used, part(statistic, NUMERATOR))
            yield _sum(denominator, used, part(statistic, DENOMINATOR))
        case _:
            assert_never(statistic)


def _rows(numerator: Sum, denominator: Sum, *, asked_of: tuple[Condition, ...]) -> Rows:
    columns = tuple(dict.fromkeys(numerator.inputs + denominator.inputs))
    meant, perhaps = _holds(denominator.over), _may_hold(denominator.over)
    apart = _and(*(_told(column) for column, _ in numerator.over + denominator.over))
    needed = _and(
        _filled(denominator.inputs),
        _or(f"NOT ({_holds(numerator.over)})", _filled(numerator.inputs)),
    )
    used = _and(meant, apart, needed)
    asked = _or(*(f"{column} IS NOT NULL" for column in columns), _asked(asked_of))
    return Rows(used=used, left_out=_and(perhaps, asked, f"NOT ({used})"))


def _sum(measure: Sum, used: str, alias: str) -> str:
    inner = " + ".join(measure.columns) + "".join(f" - {column}" for column in measure.minus)
    held = _and(used, _holds(measure.over))
    return _entry(f"CAST(coalesce(sum({inner}) FILTER ({held}), 0) AS DOUBLE)", alias)


def _entry(expression: str, alias: str) -> str:
    return f'{expression} AS "{alias}"'


def _filled(columns: tuple[str, ...]) -> str:
    return _and(*(f"{column} IS NOT NULL" for column in columns))


def _asked(conditions: tuple[Condition, ...]) -> str:
    return _holds(conditions) if conditions else f"NOT {TRUE}"


def _holds(conditions: tuple[Condition, ...]) -> str:
    """The row is known to meet every condition; never null."""
    return _and(*(f"coalesce({_is(each)}, FALSE)" for each in conditions))


def _may_hold(conditions: tuple[Condition, ...]) -> str:
    """The row meets every condition, or does not tell."""
    return _and(*(f"(NOT {_told(each[0])} OR {_is(each)})" for each in conditions))


def _told(column: str) -> str:
    """The row tells this column's values apart: it is neither empty nor a total."""
    return f"coalesce(CAST({column} AS VARCHAR) <> {quoted(ALL)}, FALSE)"


def _is(condition: Condition) -> str:
    column, values = condition
    return f"{column} IN ({', '.join(map(quoted, values))})"


def _and(*conditions: str) -> str:
    return _joined(" AND ", conditions, TRUE)


def _or(*conditions: str) -> str:
    return _joined(" OR ", conditions, f"NOT {TRUE}")


def _joined(word: str, conditions: tuple[str, ...], empty: str) -> str:
    kept = [each for each in conditions if each != empty]
    return f"({word.join(kept)})" if kept else empty
