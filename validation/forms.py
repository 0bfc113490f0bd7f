"""Forms: the other ways in which a whole column may be written, each with its one reading."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from validation import cells
from validation.cells import LIST_SEPARATOR
from validation.contract import Column
from validation.days import DAY_FIRST, MONTH_FIRST, MONTHS, PLAIN_DAYS, days_read, quarter_of
from validation.fields import LISTS, QUANTITIES, Kind, Spec
from validation.mends import NO, YES, country_code
from validation.parties import COUNTRIES
from validation.text import mark

ISO_DAY: Final = len("2024-07-15")
ISO_MONTH: Final = len("2024-07")
# "-", "nil" and "none" may as well stand for 0, so they are left to a person.
_NO_VALUE: Final = frozenset({"n/a", "#n/a", "na", "n.a.", "n.d.", "n/d", "null", "nan"})
_SPACES: Final = r"[\s'’]"
_UNSURE_WORDS: Final = frozenset({"x"})

_PLAIN_NUMBER: Final = re.compile(cells.NUMBER_PATTERN)
_PLAIN_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

Ids = Collection[str]


def _whatever(_value: str) -> bool:
    return True


@dataclass(frozen=True)
class Form:
    """One way of writing cells.

    `read` gives what a value written so means, or the empty text (`None` where that is no value);
    `keeps` tells whether a good value may stand in the same column without a doubt.
    """

    name: str
    says: str
    read: Callable[[Column, str, Ids], str | None]
    keeps: Callable[[str], bool] = _whatever


def forms_of(column: Column, check: str) -> tuple[Form, ...]:
    """List the forms that cells of a column which failed a check may be written in.

    Args:
        column: the column.
        check: the check of `validation.cells` that the cells failed.
    """
    if check == cells.MISSING_WORD:
        return () if column.required else (NO_VALUE,)
    if check == cells.REPEATED:
        return (ONCE,)
    if check in (cells.NOT_A_COUNT, cells.NOT_A_NUMBER):
        return NUMBERS
    return _BY_KIND.get(column.kind, ()) if check in _MISREAD else ()


def _never(_column: Column, _value: str, _ids: Ids) -> str:
    return ""


def is_plain(column: Column, value: str) -> bool:
    """Tell whether a date or number is written as it should be.

    Args:
        column: the column, of dates or numbers.
        value: a value without outer blanks.
    """
    shape = _PLAIN_NUMBER if column.kind in QUANTITIES else _PLAIN_DAY
    return bool(shape.fullmatch(value))


def _no_value(column: Column, value: str, _ids: Ids) -> str | None:
    namibia = value.upper() == "NA" and COUNTRIES in column.spec.codes
    return None if value.casefold() in _NO_VALUE and not namibia else ""


def _once(_column: Column, value: str, _ids: Ids) -> str:
    members = (member.strip() for member in re.split(r"[;|]", value))
    return LIST_SEPARATOR.join(dict.fromkeys(filter(None, members)))


def _number(grouping: str, point: str) -> Callable[[Column, str, Ids], str]:
    """Make the reader of numbers whose thousands and decimals are marked so."""
    shape = re.compile(
        rf"\+?(?P<whole>-?(?:[0-9]+|[0-9]{{1,3}}(?:{grouping}[0-9]{{3}})+))"
        rf"(?:{re.escape(point)}(?P<part>[0-9]+))?"
    )

    def read(column: Column, value: str, _ids: Ids) -> str:
        found = shape.fullmatch(value)
        if not found:
            return ""
        whole, part = re.sub(grouping, "", found["whole"]), found["part"] or ""
        if column.kind == Kind.COUNT and not part.strip("0"):
            return whole
        return f"{whole}.{part}" if part else whole

    return read


def _keeping(read: Callable[[Column, str, Ids], str]) -> Callable[[str], bool]:
    """Make the test that a number which is good as it stands means the same when read so."""

    def keeps(value: str) -> bool:
        meant = read(_ANY_NUMBER, value, ())
        return bool(meant) and Decimal(meant) == Decimal(value)

    return keeps


def _day(*formats: str) -> Callable[[Column, str, Ids], str]:
    """Make the reader of days in some formats, and of days and months in those without a doubt."""

    def read(_column: Column, value: str, _ids: Ids) -> str:
        days = days_read(value, (*formats, *PLAIN_DAYS))
        months = days_read(value, MONTHS)
        found = [day.isoformat() for day in days]
        found += [month.isoformat()[:ISO_MONTH] for month in months]
        return found[0] if found else ""

    return read


def _no_whole_day(value: str) -> bool:
    return len(value) < ISO_DAY


def _quarter(_column: Column, value: str, _ids: Ids) -> str:
    return quarter_of(value)


def _yes_no(_column: Column, value: str, _ids: Ids) -> str:
    word = value.casefold()
    if word in _UNSURE_WORDS:
        return ""
    return "yes" if word in YES else "no" if word in NO else ""


def _code(column: Column, value: str, ids: Ids) -> str:
    """Read a code or label in other letters or with blanks, or any name of a country."""
    if value in column.values:
        return value
    spelt = _spellings(column, ids).get(_plain(value), set())
    if len(spelt) == 1:
        return min(spelt)
    return country_code(value) if COUNTRIES in column.spec.codes else ""


def _spellings(column: Column, ids: Ids) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code in (*column.values, *ids):
        found.setdefault(_plain(code), set()).add(code)
    for entries in column.spec.codes:
        for entry in entries.codes:
            if entry.code in column.values:
                found.setdefault(_plain(entry.label), set()).add(entry.code)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def _codes(column: Column, value: str, ids: Ids) -> str:
    """Read a list of which every member can be read; commas part members that `;` does not."""
    for signs in (r"[;|]", r"[;|,]"):
        members = [member.strip() for member in re.split(signs, value)]
        read = [_code(column, member, ids) for member in members if member]
        if all(read):
            return LIST_SEPARATOR.join(dict.fromkeys(read))
    return ""


def _number_form(name: str, says: str, grouping: str, point: str) -> Form:
    read = _number(grouping, point)
    return Form(name, says, read, _keeping(read))


_ANY_NUMBER: Final = Column("", "", required=False, spec=Spec(kind=Kind.NUMBER, example=""))
NO_VALUE: Final = Form("no_value", mark("words for “no value”"), _no_value)
ONCE: Final = Form("listed_once", mark("entries twice in a list"), _once)
NUMBERS: Final = (
    _number_form("plain_number", mark("numbers with signs or blanks in them"), _SPACES, "."),
    _number_form("decimal_comma", mark("numbers with a decimal comma"), _SPACES, ","),
    _number_form("comma_thousands", mark("numbers whose commas group thousands"), ",", "."),
    _number_form("point_thousands", mark("numbers whose points group thousands"), r"\.", ","),
)
DAYS: Final = (
    Form("day_plain", mark("dates with points, names of months or the year first"), _day()),
    Form("day_first", mark("dates as day/month/year"), _day(*DAY_FIRST), _no_whole_day),
    Form("month_first", mark("dates as month/day/year"), _day(*MONTH_FIRST), _no_whole_day),
)
QUARTERS: Final = (Form("quarter", mark("quarters in other letters or order"), _quarter),)
WORDS: Final = (Form("yes_no", mark("other words for yes and no"), _yes_no),)
CODES: Final = (Form("spelling", mark("names and spellings of codes"), _code),)
LISTED: Final = (Form("spellings", mark("names and spellings of codes in lists"), _codes),)
HEADER: Final = Form("column_name", mark("column names"), _never)

# Checks that a cell fails because of how it is written, and not because of what it says.
_MISREAD: Final = frozenset(
    {
        *(cells.NOT_YES_NO, cells.NOT_A_PERIOD, cells.NOT_A_DATE, cells.NOT_IN_LIST),
        *(cells.NOT_A_SLUG, cells.UNKNOWN),
    }
)
_BY_KIND: Final[Mapping[Kind, tuple[Form, ...]]] = {
    Kind.DATE: DAYS,
    Kind.PERIOD: QUARTERS,
    Kind.YES_NO: WORDS,
    **dict.fromkeys((Kind.CODE, Kind.PARTY, Kind.AREA, Kind.REFERENCE), CODES),
    **dict.fromkeys(LISTS, LISTED),
}
FORMS: Final = {
    form.name: form
    for form in (
        *(NO_VALUE, ONCE, HEADER),
        *NUMBERS,
        *DAYS,
        *QUARTERS,
        *WORDS,
        *CODES,
        *LISTED,
    )
}
