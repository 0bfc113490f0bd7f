"""Statistics as SQL: which rows a sum uses, which it leaves out, and what it adds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from data.ddl import quoted, sql_type
from metrics.relation import RELATIONS
from metrics.statistic import (
    Condition,
    MedianOf,
    Share,
    Sides,
    Sum,
    Summed,
    Total,
    formula,
    written,
)
from metrics.values import DENOMINATOR, LEFT_OUT, NUMERATOR, ROWS
from validation.codes import ALL
from validation.contract import Contract
from validation.contracts import CONTRACTS

TRUE: Final = "TRUE"
FALSE: Final = "FALSE"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Conditions on a row, as SQL, never null.

    Attributes:
        used: the row is part of the statistic.
        left_out: it belongs to the question, but cannot be used.
    """

    used: str
    left_out: str


def part(statistic: Summed, column: str) -> str:
    """Return the name of a statistic's column in a frame of parts."""
    if isinstance(statistic, Sides):
        return f"{written(statistic.measure)}, by each end: {column}"
    return f"{formula(statistic)}: {column}"


def inputs(statistic: Summed | MedianOf) -> tuple[str, ...]:
    """List the columns that a statistic is computed from."""
    match statistic:
        case Total(measure) | Sides(measure):
            return measure.inputs
        case Share(numerator, denominator):
            return tuple(dict.fromkeys(numerator.inputs + denominator.inputs))
        case MedianOf(value, weight):
            return value, weight
        case _:
            assert_never(statistic)


def rows_of(statistic: Summed | MedianOf) -> Rows:
    """Say which rows a statistic uses and which it leaves out."""
    about = _Conditions(CONTRACTS[statistic.table])
    match statistic:
        case Total(measure) | Sides(measure):
            return _rows(about, measure, measure, asked_of=())
        case Share(numerator, denominator, asked_of):
            return _rows(about, numerator, denominator, asked_of=asked_of)
        case MedianOf(value, weight, asked_of):
            filled = _filled((value, weight))
            asked = any_of(_filled((value,)), about.asked(asked_of))
            return Rows(used=filled, left_out=all_of(asked, f"NOT {filled}"))
        case _:
            assert_never(statistic)


def aggregates(statistic: Summed, *, known: str, counts: str) -> Iterator[str]:
    """Yield the SELECT entries of a statistic's parts.

    Args:
        statistic: a total, a share, or a sum by each end, of which mirrors are a part.
        known: condition under which a row is known to belong to the selection.
        counts: condition under which a row counts at all (it is no mirror).
    """
    about, rows = _Conditions(CONTRACTS[statistic.table]), rows_of(statistic)
    if isinstance(statistic, Sides):
        yield from _sides(statistic, all_of(known, rows.used))
        return
    used = all_of(counts, known, rows.used)
    unsure = all_of(f"NOT {known}", rows.used) if known != TRUE else FALSE
    left_out = all_of(counts, any_of(rows.left_out, unsure))
    yield _entry(f"count(CASE WHEN {used} THEN 1 END)", part(statistic, ROWS))
    yield _entry(f"count(CASE WHEN {left_out} THEN 1 END)", part(statistic, LEFT_OUT))
    match statistic:
        case Total(measure):
            yield _sum(measure, all_of(used, about.hold(measure.over)), statistic, NUMERATOR)
        case Share(top, bottom):
            yield _sum(top, all_of(used, about.hold(top.over)), statistic, NUMERATOR)
            yield _sum(bottom, used, statistic, DENOMINATOR)
        case _:
            assert_never(statistic)


def _sides(statistic: Sides, used: str) -> Iterator[str]:
    """Yield the sum of each end's own rows; it is null where an end has returned none."""
    relation = RELATIONS[statistic.table]
    inner = _terms(statistic.measure)
    for end, column in zip(relation.ends, (NUMERATOR, DENOMINATOR), strict=True):
        own = all_of(used, f"coalesce({relation.reporter} = {end}, {FALSE})")
        found = f"CAST(sum(CASE WHEN {own} THEN {inner} END) AS DOUBLE)"
        yield _entry(found, part(statistic, column))
    by_ends = any_of(*(f"{relation.reporter} = {end}" for end in relation.ends))
    told = all_of(used, f"coalesce({by_ends}, {FALSE})")
    yield _entry(f"count(CASE WHEN {told} THEN 1 END)", part(statistic, ROWS))
    yield _entry("0", part(statistic, LEFT_OUT))


def all_of(*conditions: str) -> str:
    """Join conditions that must all hold."""
    return _joined(" AND ", conditions, TRUE)


def any_of(*conditions: str) -> str:
    """Join conditions of which one must hold."""
    return _joined(" OR ", conditions, FALSE)


def is_total(contract: Contract, column: str) -> str:
    """The cell is not broken down."""
    if ALL not in contract.by_name[column].values:
        return f"{column} IS NULL"
    return f"coalesce({column} = {_literal(contract, column, ALL)}, {TRUE})"


@dataclass(frozen=True, eq=False)
class _Conditions:
    """Conditions on a table's coded columns; codes are compared as they are stored."""

    contract: Contract

    def hold(self, conditions: tuple[Condition, ...]) -> str:
        """The row is known to meet every condition."""
        return all_of(*(f"coalesce({self._is(each)}, {FALSE})" for each in conditions))

    def may_hold(self, conditions: tuple[Condition, ...]) -> str:
        """The row meets every condition, or does not tell."""
        return all_of(
            *(
                any_of(f"NOT {self.told(each[0])}", f"coalesce({self._is(each)}, {TRUE})")
                for each in conditions
            )
        )

    def asked(self, conditions: tuple[Condition, ...]) -> str:
        """The row owes an answer; none does where nothing is said."""
        return self.hold(conditions) if conditions else FALSE

    def told(self, column: str) -> str:
        """The row tells this column's values apart: it is neither empty nor a total."""
        if ALL not in self.contract.by_name[column].values:
            return f"({column} IS NOT NULL)"
        return f"coalesce({column} <> {_literal(self.contract, column, ALL)}, {FALSE})"

    def _is(self, condition: Condition) -> str:
        column, values = condition
        wanted = ", ".join(_literal(self.contract, column, value) for value in values)
        return f"{column} IN ({wanted})"


def _literal(contract: Contract, column: str, value: str) -> str:
    """Write a code in the type of its column, so that no cell is turned into text."""
    return f"{quoted(value)}::{sql_type(contract.by_name[column])}"


def _rows(
    about: _Conditions, numerator: Sum, denominator: Sum, *, asked_of: tuple[Condition, ...]
) -> Rows:
    columns = tuple(dict.fromkeys(numerator.inputs + denominator.inputs))
    apart = dict.fromkeys(column for column, _ in numerator.over + denominator.over)
    beside = numerator.over and numerator.over != denominator.over
    used = all_of(
        about.hold(denominator.over),
        *map(about.told, apart),
        _filled(denominator.inputs),
        any_of(f"NOT {about.hold(numerator.over)}" if beside else FALSE, _filled(numerator.inputs)),
    )
    asked = any_of(*(f"{column} IS NOT NULL" for column in columns), about.asked(asked_of))
    return Rows(used=used, left_out=all_of(about.may_hold(denominator.over), asked, f"NOT {used}"))


def _sum(measure: Sum, used: str, statistic: Total | Share, column: str) -> str:
    found = f"CAST(coalesce(sum(CASE WHEN {used} THEN {_terms(measure)} END), 0) AS DOUBLE)"
    return _entry(found, part(statistic, column))


def _terms(measure: Sum) -> str:
    return " + ".join(measure.columns) + "".join(f" - {each}" for each in measure.minus)


def _entry(expression: str, alias: str) -> str:
    return f'{expression} AS "{alias}"'


def _filled(columns: tuple[str, ...]) -> str:
    return all_of(*(f"{column} IS NOT NULL" for column in columns))


def _joined(word: str, conditions: tuple[str, ...], empty: str) -> str:
    kept = [each for each in dict.fromkeys(conditions) if each != empty]
    return f"({word.join(kept)})" if kept else empty
