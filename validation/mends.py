"""Mends: what was probably meant by a value that a column does not take."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from validation.cells import LIST_SEPARATOR, MISSING_WORDS, OWN_CODE_PATTERN
from validation.contract import Column
from validation.days import DAYS, MONTHS, days_read, quarter_of, serial_day
from validation.fields import Kind
from validation.parties import COUNTRIES, country_in_any_language, country_named
from validation.problems import Facts
from validation.text import mark

LEAVE_EMPTY: Final = mark("Leave the cell empty.")
WRITE: Final = mark("Write “{suggestion}”.")
WRITE_EITHER: Final = mark("Write “{suggestion}” or “{other}”, whichever is meant.")
IF_GROUPED: Final = mark(
    "Write “{suggestion}” if the point groups thousands; if it marks decimals, it is not a whole "
    "number: look up the count."
)
NO_PERCENTAGE: Final = mark(
    "A percentage cannot be counted: write how many there were. If only the share is known, leave "
    "the cell empty."
)
NO_FRACTION: Final = mark("A count has no decimals: look up how many there were.")
FORMULA_FAILS: Final = mark(
    "A formula of the spreadsheet fails here: correct it there, or write its result in its place."
)
NO_SHARE: Final = mark(
    "A percentage cannot be counted: write how many there were. If only the share is known, leave "
    "the whole row out."
)
IN_SPREADSHEET: Final = mark(
    "In a spreadsheet this number may stand for {day}: if it does, write “{suggestion}”."
)
REMARK: Final = mark("If this line only explains the columns, remove it.")
ONE_EACH: Final = mark("Only one code can stand in this cell: write a row for each of them.")
OWN_CODE: Final = mark(
    "Write a country as DEU and an organisation by its code, such as EUROPOL; one that has none is "
    "written “{suggestion}”."
)
SUM_OF_ROWS: Final = mark("If this row only adds up the others, remove it.")
DID_YOU_MEAN: Final = mark("Did you mean “{suggestion}”?")
COUNTRY_IS: Final = mark("Codes are those of ISO 3166-1 alpha-3: {label} is “{suggestion}”.")

# Codes that people use for countries and that ISO 3166-1 does not have.
FOLK_CODES: Final = {
    "BUL": "BGR",
    "CRO": "HRV",
    "DEN": "DNK",
    "EL": "GRC",
    "GER": "DEU",
    "GRE": "GRC",
    "HOL": "NLD",
    "LAT": "LVA",
    "NED": "NLD",
    "POR": "PRT",
    "ROM": "ROU",
    "RSA": "ZAF",
    "SLO": "SVN",
    "SUI": "CHE",
    "UK": "GBR",
}
YES: Final = frozenset({"y", "yes", "true", "1", "oui", "si", "sí", "ja", "x"})
NO: Final = frozenset({"n", "no", "false", "0", "non", "nein"})
_GROUPING: Final = re.compile(r"(?<=\d)[\s'’](?=\d)")
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(,\d{3})+")
_POINTS: Final = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
_DECIMAL_COMMA: Final = re.compile(r"-?\d+,\d+")
_FAILED: Final = re.compile(r"#[A-Z]+(/0)?[!?]")
_REMARK: Final = re.compile(r"[(\[]\D+[)\]]")
_NEAR: Final = 0.6
_PER_CENT: Final = "%"
HUNDRED: Final = 100
OWN_CODE_SIGN: Final = "x-"
# What a row of sums begins with.
_SUMS: Final = frozenset(
    {"total", "totals", "subtotal", "grand total", "sum", "summe", "gesamt", "totale", "somme"}
)
_STEM: Final = 4
_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True)
class Mend:
    """A sentence that says what to write, and its facts; `suggestion` is the value itself."""

    says: str
    facts: Facts = field(default_factory=dict[str, str | int | float])


def suggested(column: Column, value: str, ids: Iterable[str] = ()) -> Mend | None:
    """Suggest what to write in place of a value that a column does not take.

    Args:
        column: the column the value stands in.
        value: the value without outer blanks.
        ids: the ids a reference may name.

    Returns:
        None where nothing better can be said than what the kind of problem says.
    """
    if value.casefold() in MISSING_WORDS:
        return None if column.required else Mend(LEAVE_EMPTY)
    if _FAILED.fullmatch(value):
        return Mend(FORMULA_FAILS)
    if _REMARK.fullmatch(value):
        return Mend(REMARK)
    if column.spec.key and value.casefold() in _SUMS:
        return Mend(SUM_OF_ROWS)
    if column.kind == Kind.REFERENCE:
        return _near_id(value, ids)
    if column.kind == Kind.REFERENCES:
        unknown = unknown_members(column, value, ids)
        return _near_id(unknown[0], ids) if unknown else None
    mender = _MENDERS.get(column.kind)
    return mender(column, value) if mender else None


def _write(suggestion: str, other: str = "") -> Mend:
    if other:
        return Mend(WRITE_EITHER, {"suggestion": suggestion, "other": other})
    return Mend(WRITE, {"suggestion": suggestion})


def _number(column: Column, value: str) -> Mend | None:
    if value.endswith(_PER_CENT):
        if column.kind == Kind.COUNT:
            return Mend(NO_SHARE if column.required else NO_PERCENTAGE)
        return _per_cent(column, value)
    text = _GROUPING.sub("", value).lstrip("+")
    if column.kind == Kind.COUNT and _POINTS.fullmatch(text):
        whole = text.replace(".", "")
        return Mend(IF_GROUPED, {"suggestion": whole}) if text.count(".") == 1 else _write(whole)
    readings = [_plain(reading) for reading in _readings(text)]
    if column.kind == Kind.COUNT:
        whole = [reading for reading in readings if "." not in reading]
        if not any(whole) and any(readings):
            return Mend(NO_FRACTION)
        readings = whole
    found = list(dict.fromkeys(reading for reading in readings if reading and reading != value))
    return _write(*found[:2]) if found else None


def _per_cent(column: Column, value: str) -> Mend | None:
    """Write a percentage without its sign where the column runs to 100; else as a share of 1."""
    plain = _plain(value.removesuffix(_PER_CENT).strip().replace(",", "."))
    if not plain:
        return None
    share = _plain(str(Decimal(plain) / HUNDRED))
    return _write(plain) if column.spec.maximum == HUNDRED else _write(share, plain)


def _readings(text: str) -> list[str]:
    if _THOUSANDS.fullmatch(text) and _DECIMAL_COMMA.fullmatch(text):
        return [text.replace(",", ""), text.replace(",", ".")]
    if _THOUSANDS.fullmatch(text):
        return [text.replace(",", "")]
    if text.rfind(",") > text.rfind("."):
        return [text.replace(".", "").replace(",", ".")]
    return [text.replace(",", "")]


def _plain(text: str) -> str:
    """Return a number with digits and at most a point, or nothing where it is no number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return ""
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number:f}"


def _yes_no(_column: Column, value: str) -> Mend | None:
    word = value.casefold()
    if word in YES:
        return _write("yes")
    return _write("no") if word in NO else None


def _period(_column: Column, value: str) -> Mend | None:
    if quarter := quarter_of(value):
        return _write(quarter) if quarter != value else None
    if day := serial_day(value):
        return _in_spreadsheet(day, _quarter(day))
    days = {_quarter(day) for day in days_read(value, (*DAYS, *MONTHS))}
    return _write(*sorted(days)[:2]) if days else None


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _in_spreadsheet(day: date, suggestion: str) -> Mend:
    return Mend(IN_SPREADSHEET, {"day": day.isoformat(), "suggestion": suggestion})


def _day(_column: Column, value: str) -> Mend | None:
    if day := serial_day(value):
        return _in_spreadsheet(day, day.isoformat())
    days = [day.isoformat() for day in days_read(value, DAYS)]
    months = [day.isoformat()[: len("2024-05")] for day in days_read(value, MONTHS)]
    found = list(dict.fromkeys((*days, *months)))
    return _write(*found[:2]) if found and found != [value] else None


def _slug(_column: Column, value: str) -> Mend | None:
    made = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    return _write(made) if len(made) > 1 else None


def _code(column: Column, value: str) -> Mend | None:
    members = _members(value)
    if len(members) > 1 and not unknown_members(column, value):
        return Mend(ONE_EACH)
    country = _country(value) if COUNTRIES in column.spec.codes else None
    return country or _near_code(column, value) or _own_code(column, value)


def _own_code(column: Column, value: str) -> Mend | None:
    """Write an organisation that no list has by a code of its own; a short code is none."""
    made = OWN_CODE_SIGN + re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    if not column.spec.own_codes or len(value) < _STEM or not re.fullmatch(OWN_CODE_PATTERN, made):
        return None
    return Mend(OWN_CODE, {"suggestion": made})


def unknown_members(column: Column, value: str, ids: Iterable[str] = ()) -> list[str]:
    """Return the members of a list that the column does not take.

    Args:
        column: the column the list stands in.
        value: the list as typed.
        ids: the ids a reference may name.
    """
    good = {*column.values, *ids}
    return [
        member
        for member in _members(value)
        if member not in good
        and not (column.spec.own_codes and re.fullmatch(OWN_CODE_PATTERN, member))
    ]


def repeated_members(value: str, *, of: Callable[[str], str] = str) -> list[str]:
    """Return the different members of a list that share what `of` makes of them.

    Args:
        value: the list as typed.
        of: what must differ from member to member.
    """
    members = _members(value)
    counts = Counter(map(of, members))
    return [*dict.fromkeys(member for member in members if counts[of(member)] > 1)]


def _members(value: str) -> list[str]:
    members = (member.strip() for member in re.split(r"[;|,]", value))
    return [member for member in members if member]


def _codes(column: Column, value: str) -> Mend | None:
    members, unknown = _members(value), unknown_members(column, value)
    if len(unknown) > 1 and COUNTRIES in column.spec.codes:
        members = [country_code(each) if each in unknown else each for each in members]
        unknown = unknown if not all(members) else []
    if unknown:
        return _code(column, unknown[0])
    return _write(LIST_SEPARATOR.join(dict.fromkeys(members)))


def country_code(value: str) -> str:
    """Return the code of a country by a name or code that people use, or the empty text."""
    known = FOLK_CODES.get(value.upper(), "") or country_named(value)
    return known or country_in_any_language(value)


def _country(value: str) -> Mend | None:
    code = country_code(value)
    return Mend(COUNTRY_IS, {"label": COUNTRIES.label(code), "suggestion": code}) if code else None


def _near_code(column: Column, value: str) -> Mend | None:
    """Find the code or label spelt most alike, or the only one with a word that begins so."""
    names = {code.casefold(): code for code in column.values}
    for entries in column.spec.codes:
        names |= {entry.label.casefold(): entry.code for entry in entries.codes}
    word = value.casefold()
    for spelling in (re.sub(r"[\s-]+", "_", word), word):
        if near := difflib.get_close_matches(spelling, names, n=1, cutoff=_NEAR):
            return Mend(DID_YOU_MEAN, {"suggestion": names[near[0]]})
    stem = word[:_STEM]
    begun = {
        code for name, code in names.items() if any(part.startswith(stem) for part in _words(name))
    }
    if len(stem) == _STEM and len(begun) == 1:
        return Mend(DID_YOU_MEAN, {"suggestion": begun.pop()})
    return None


def _words(name: str) -> list[str]:
    return re.split(r"[\s_-]+", name)


def nearest(value: str, ids: Iterable[str], count: int = 3, at_least: float = 0) -> list[str]:
    """Return the ids spelt most like a value, the nearest first.

    Args:
        value: what was typed.
        ids: the ids there are.
        count: how many at most.
        at_least: how alike they must be, from 0 to 1.
    """
    plain = {re.sub(r"[\s_-]+", "-", each.casefold()): each for each in ids}
    typed = re.sub(r"[\s_-]+", "-", value.casefold())
    return [plain[near] for near in difflib.get_close_matches(typed, plain, count, at_least)]


def _near_id(value: str, ids: Iterable[str]) -> Mend | None:
    near = nearest(value, ids, count=1, at_least=_NEAR)
    return Mend(DID_YOU_MEAN, {"suggestion": near[0]}) if near else None


_MENDERS: Final[dict[Kind, Callable[[Column, str], Mend | None]]] = {
    Kind.COUNT: _number,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.PERIOD: _period,
    Kind.DATE: _day,
    Kind.SLUG: _slug,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.BOUNDS: _codes,
    Kind.PARTY: _code,
    Kind.PARTIES: _codes,
    Kind.AREA: _code,
}
