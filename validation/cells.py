"""Cells: how each kind of cell is typed and stored, and what a good one is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from validation.fields import BOUND, BOUND_SIGN, LISTS, Kind, Spec
from validation.parties import subdivisions
from validation.periods import PERIOD_CODES, QUARTER, YEAR, Period

EMPTY: Final = "empty"
NOT_A_COUNT: Final = "not_a_count"
NOT_A_NUMBER: Final = "not_a_number"
NOT_YES_NO: Final = "not_yes_no"
NOT_A_PERIOD: Final = "not_a_period"
NOT_BEGUN: Final = "period_not_begun"
NOT_A_DATE: Final = "not_a_date"
IN_FUTURE: Final = "date_in_future"
NOT_IN_LIST: Final = "not_in_list"
NOT_A_SLUG: Final = "not_an_identifier"
NOT_AN_ADDRESS: Final = "not_an_address"
TOO_SMALL: Final = "too_small"
TOO_LARGE: Final = "too_large"
TOO_LONG: Final = "too_long"
UNKNOWN: Final = "unknown_reference"
MISSING_WORD: Final = "word_for_missing"
REPEATED: Final = "repeated_in_list"
TWO_BOUNDS: Final = "two_bounds_on_a_column"

LONGEST_TEXT: Final = 2_000
LIST_SEPARATOR: Final = ";"
COUNT_PATTERN: Final = r"^-?[0-9]+$"
NUMBER_PATTERN: Final = r"^-?[0-9]+(\.[0-9]+)?$"
OWN_CODE_PATTERN: Final = r"^x-[a-z0-9-]{2,40}$"
YES_NO: Final = {"yes": True, "no": False}
# Words that people type where nothing is known; an empty cell says it.
MISSING_WORDS: Final = frozenset(
    {"n/a", "#n/a", "na", "n.a.", "n.d.", "n/d", "null", "nan", "none", "nil", "-", "--", "–", "—"}
)

_TEXTUAL: Final = pl.String()
_PERIODS: Final = pl.Enum(PERIOD_CODES)


@dataclass(frozen=True, eq=False)
class CellCheck:
    """A condition on one cell; `holds` is true for a good value and is not asked of empty cells."""

    name: str
    holds: Callable[[pl.Expr], pl.Expr]


def closed_values(spec: Spec) -> tuple[str, ...]:
    """Return the values a cell may hold where they can all be named, else the empty tuple."""
    if spec.kind == Kind.PERIOD:
        return PERIOD_CODES
    if spec.kind == Kind.YES_NO:
        return tuple(YES_NO)
    if spec.kind == Kind.BOUNDS:
        codes = [code for entries in spec.codes for code in entries.values]
        return tuple(
            BOUND.format(column=each, code=code) for each in spec.quantities for code in codes
        )
    return tuple(value for entries in spec.codes for value in entries.values) + spec.extra


def stored_type(spec: Spec) -> pl.DataType:
    """Return the Polars type of a column as stored: closed lists are enumerations."""
    match spec.kind:
        case Kind.PERIOD:
            return _PERIODS
        case Kind.CODE:
            return pl.Enum(closed_values(spec))
        case _:
            return checked_type(spec)


def checked_type(spec: Spec) -> pl.DataType:
    """Return the Polars type of a column while it is checked: codes are still text."""
    match spec.kind:
        case Kind.COUNT:
            return pl.Int64()
        case Kind.NUMBER:
            return pl.Float64()
        case Kind.YES_NO:
            return pl.Boolean()
        case _:
            return _TEXTUAL


def parsed(text: pl.Expr, spec: Spec) -> pl.Expr:
    """Turn trimmed text into the checked type; what cannot be read becomes null."""
    match spec.kind:
        case Kind.COUNT:
            readable = text.str.contains(COUNT_PATTERN)
            return pl.when(readable).then(text).str.to_integer(strict=False)
        case Kind.NUMBER:
            readable = text.str.contains(NUMBER_PATTERN)
            return pl.when(readable).then(text).cast(pl.Float64, strict=False)
        case Kind.YES_NO:
            return text.replace_strict(YES_NO, default=None, return_dtype=pl.Boolean)
        case kind if kind in LISTS:
            return text.str.replace_all(r"\s*[;|]\s*", LIST_SEPARATOR).str.strip_chars("; ")
        case _:
            return text


def unreadable(spec: Spec) -> str:
    """Return the check that a cell of this kind fails when its text cannot be read at all."""
    names = {
        Kind.COUNT: NOT_A_COUNT,
        Kind.NUMBER: NOT_A_NUMBER,
        Kind.YES_NO: NOT_YES_NO,
    }
    return names.get(spec.kind, "")


def checks(
    spec: Spec, *, today: date, known: Mapping[str, frozenset[str]]
) -> tuple[CellCheck, ...]:
    """List the conditions of a column's cells.

    Args:
        spec: the column's specification.
        today: the day against which "has not begun" and "in the future" are tested.
        known: ids that exist, by table; a table not named is not tested.
    """
    match spec.kind:
        case Kind.PERIOD:
            return _period_checks(spec, today)
        case Kind.DATE:
            return _date_checks(spec, today)
        case Kind.REFERENCE | Kind.REFERENCES:
            return _reference_checks(spec, known)
        case Kind.COUNT | Kind.NUMBER:
            return _number_checks(spec)
        case Kind.TEXT:
            return _text_checks()
        case _:
            return (*(CellCheck(*each) for each in _shape_checks(spec)), *_list_checks(spec))


def latest_begun(today: date) -> str:
    """Return the last period code that has begun by a day; codes sort as text and as time."""
    return Period.containing(today, QUARTER).code


def unfinished(today: date) -> tuple[str, str]:
    """Return the codes of the quarter and the year that hold a day, and so have not ended."""
    return Period.containing(today, QUARTER).code, Period.containing(today, YEAR).code


def _shape_checks(spec: Spec) -> Iterator[tuple[str, Callable[[pl.Expr], pl.Expr]]]:
    match spec.kind:
        case Kind.CODE:
            yield NOT_IN_LIST, _is_one_of(closed_values(spec))
        case Kind.CODES | Kind.BOUNDS:
            yield NOT_IN_LIST, _each(_is_one_of(closed_values(spec)))
        case Kind.PARTY:
            yield NOT_IN_LIST, _is_party(closed_values(spec))
        case Kind.PARTIES:
            yield NOT_IN_LIST, _each(_is_party(closed_values(spec)))
        case Kind.AREA:
            yield NOT_IN_LIST, _is_one_of((*closed_values(spec), *subdivisions()))
        case Kind.SLUG:
            yield NOT_A_SLUG, _matches(spec.pattern)
        case Kind.ADDRESS:
            yield NOT_AN_ADDRESS, _matches(spec.pattern)
        case _:
            return


def _list_checks(spec: Spec) -> Iterator[CellCheck]:
    if spec.kind in LISTS:
        yield CellCheck(REPEATED, _each_once)
    if spec.kind == Kind.BOUNDS:
        yield CellCheck(TWO_BOUNDS, _each_column_once)


def _matches(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cell: cell.str.contains(pattern)


def _is_one_of(values: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cell: cell.is_in(values)


def _each(holds: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cell: cell.str.split(LIST_SEPARATOR).list.eval(holds(pl.element())).list.all()


def _each_once(cell: pl.Expr) -> pl.Expr:
    members = cell.str.split(LIST_SEPARATOR)
    return members.list.n_unique() == members.list.len()


def _each_column_once(cell: pl.Expr) -> pl.Expr:
    different = cell.str.split(LIST_SEPARATOR).list.unique()
    columns = different.list.eval(pl.element().str.split(BOUND_SIGN).list.first())
    return columns.list.n_unique() == different.list.len()


def _is_party(values: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cell: cell.is_in(values) | cell.str.contains(OWN_CODE_PATTERN)


def _text_checks() -> tuple[CellCheck, ...]:
    return (
        CellCheck(TOO_LONG, lambda cell: cell.str.len_chars() <= LONGEST_TEXT),
        CellCheck(MISSING_WORD, lambda cell: ~cell.str.to_lowercase().is_in(MISSING_WORDS)),
    )


def _number_checks(spec: Spec) -> tuple[CellCheck, ...]:
    minimum, maximum = spec.minimum, spec.maximum
    found: list[CellCheck] = []
    if minimum is not None:
        found.append(CellCheck(TOO_SMALL, lambda cell: cell >= minimum))
    if maximum is not None:
        found.append(CellCheck(TOO_LARGE, lambda cell: cell <= maximum))
    return tuple(found)


def _reference_checks(spec: Spec, known: Mapping[str, frozenset[str]]) -> tuple[CellCheck, ...]:
    extra = spec.extra

    def shaped(cell: pl.Expr) -> pl.Expr:
        return cell.is_in(extra) | cell.str.contains(spec.pattern)

    def exists(cell: pl.Expr) -> pl.Expr:
        return cell.is_in(ids) | ~cell.str.contains(spec.pattern)

    found = {NOT_A_SLUG: shaped}
    ids = [*known.get(spec.references, ()), *extra]
    if spec.references in known:
        found[UNKNOWN] = exists
    several = spec.kind == Kind.REFERENCES
    members = (CellCheck(name, _each(holds) if several else holds) for name, holds in found.items())
    return (*members, *_list_checks(spec))


def _period_checks(spec: Spec, today: date) -> tuple[CellCheck, ...]:
    shape = CellCheck(NOT_A_PERIOD, _is_one_of(PERIOD_CODES))
    if spec.future:
        return (shape,)
    latest = latest_begun(today)
    begun = CellCheck(NOT_BEGUN, lambda cell: (cell <= latest) | ~cell.is_in(PERIOD_CODES))
    return shape, begun


def earliest_day(cell: pl.Expr) -> pl.Expr:
    """Return the earliest day a date of any precision may mean; null where it is no date."""
    padded = (
        pl.when(cell.str.len_chars() == len("2024"))
        .then(pl.concat_str(cell, pl.lit("-01-01")))
        .when(cell.str.len_chars() == len("2024-05"))
        .then(pl.concat_str(cell, pl.lit("-01")))
        .otherwise(cell)
    )
    shaped = padded.str.contains(r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$")
    return pl.when(shaped).then(padded).str.to_date("%Y-%m-%d", strict=False)


def latest_day(cell: pl.Expr) -> pl.Expr:
    """Return the latest day a date of any precision may mean; null where it is no date."""
    first = earliest_day(cell)
    return (
        pl.when(cell.str.len_chars() == len("2024"))
        .then(first.dt.offset_by("1y").dt.offset_by("-1d"))
        .when(cell.str.len_chars() == len("2024-05"))
        .then(first.dt.month_end())
        .otherwise(first)
    )


def _date_checks(spec: Spec, today: date) -> tuple[CellCheck, ...]:
    shape = CellCheck(NOT_A_DATE, lambda cell: cell.is_null() | earliest_day(cell).is_not_null())
    if spec.future:
        return (shape,)
    past = CellCheck(IN_FUTURE, lambda cell: (earliest_day(cell) <= today).fill_null(value=True))
    return shape, past
