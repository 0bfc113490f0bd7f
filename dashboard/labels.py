"""Codes, periods and values as a reader sees them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from dashboard.charts.formats import SHARE, bounded, counted, show, spread
from dashboard.charts.words import Words
from dashboard.i18n import tr
from metrics import values as columns
from metrics.cards import LINES
from metrics.indicator import Indicator
from metrics.series import Series
from validation.codes import ALL, CodeList
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JointOperations
from validation.contracts.legal_requests import LegalRequests
from validation.contracts.training_completions import TrainingCompletions
from validation.fields import name
from validation.parties import COUNTRIES, ORGANISATIONS, OWN_CODE, party_label
from validation.periods import Period
from validation.pillar_codes import TRAINING_TOPICS
from validation.text import mark

_PARTIES: Final = (COUNTRIES, ORGANISATIONS)


def _lists() -> dict[str, tuple[CodeList, ...]]:
    """Gather the code lists of every column that has one, and of countries told by an end."""
    found: dict[str, tuple[CodeList, ...]] = {columns.COUNTRY: _PARTIES}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            lists = (*found.get(column.name, ()), *column.spec.codes)
            found[column.name] = tuple(dict.fromkeys(lists))
    return found


_LISTS: Final = _lists()

_NAMED: Final = {
    name(JointOperations.kind): mark("kind"),
    name(LegalRequests.requested): mark("country asked"),
    name(TrainingCompletions.topic): TRAINING_TOPICS.title,
}
"""What has the code list of something else as well: of another table, or of another column."""


def words(indicator: Indicator | None = None) -> Words:
    """Return the words charts print by themselves, in the reader's language.

    What nobody published was not "not returned": published totals say so.
    """
    return _words(published=indicator is not None and indicator.published)


@cache
def _words(*, published: bool) -> Words:
    found = Words.translated(tr)
    if not published:
        return found
    unfound = tr(mark("no figure found"))
    return replace(found, gap=unfound, not_measured=unfound)


def published_words() -> Words:
    """Return the words of charts whose figures were found published, not returned."""
    return _words(published=True)


def code_label(dimension: str, code: str) -> str:
    """Return a reader's name for a code of a dimension."""
    if code == ALL:
        return tr(mark("not broken down"))
    for entries in _LISTS.get(dimension, ()):
        if code in entries.by_code:
            return tr(entries.label(code))
    return tr(party_label(code)) if code.startswith(OWN_CODE) else code


def any_code(code: str) -> str:
    """Return a reader's name for a code of whatever list, in small letters; else the code."""
    lists = (entries for every in _LISTS.values() for entries in every)
    named = (tr(entries.label(code)) for entries in lists if code in entries.by_code)
    return next(named, code).lower()


def dimension_name(dimension: str) -> str:
    """Return a reader's name for what figures are cut by: that of its code list, unless shared."""
    return tr(_NAMED.get(dimension) or _LISTS[dimension][0].title)


def party_name(code: str, names: Mapping[str, str] | None = None) -> str:
    """Return the name of a country or organisation.

    Args:
        code: of a list, or an own code.
        names: the partnerships' names by id: an own code that spells one of them has its name.
    """
    registered = (names or {}).get(code.removeprefix(OWN_CODE), "")
    if registered and code.startswith(OWN_CODE):
        return short_name(registered)
    return code_label(columns.COUNTRY, code)


def period_label(code: str) -> str:
    """Return a reader's name for a period."""
    return words().period_label(Period.parse(code))


def day_label(text: str) -> str:
    """Write a date of any precision: "8 Apr 2024", "Apr 2024", "2024"."""
    if len(text) == len("2024-04-08"):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%b %Y}"
    if len(text) == len("2024-04"):
        return f"{date.fromisoformat(f'{text}-01'):%b %Y}"
    return text


def days_label(first: str | None, last: str | None) -> str:
    """Write when something began and ended, dates of any precision; either may not be known."""
    if not first:
        return tr(mark("ended {day}"), day=day_label(last or ""))
    if not last:
        return tr(mark("since {day}"), day=day_label(first))
    if first == last:
        return day_label(first)
    return tr(mark("{first} to {last}"), first=day_label(first), last=day_label(last))


def value_text(row: Mapping[str, Any]) -> str:
    """Write a row's value with unit sign and bound: "71 %", "> 2 950", or nothing."""
    if row[columns.VALUE] is None:
        return ""
    text = show(row[columns.VALUE], row[columns.UNIT], words())
    return bounded(text, row[columns.PRECISION], words())


def counted_text(row: Mapping[str, Any]) -> str:
    """Write a row's value, of a share with what it was made of: "62 % (29 of 47)"."""
    made_of = (row[columns.NUMERATOR], row[columns.DENOMINATOR])
    return counted(value_text(row), *made_of, row[columns.UNIT], words())


def beside(text: str, whole: Mapping[str, Any] | None) -> str:
    """Write a count, or its unit, with what it is read beside: "2 (of 90 requests)"."""
    if whole is None or whole[columns.VALUE] is None:
        return text
    unit = tr(whole[columns.UNIT])
    return tr(mark("{value} (of {all} {unit})"), value=text, all=value_text(whole), unit=unit)


def interval_text(row: Mapping[str, Any]) -> str:
    """Write a row's interval: "67–75 %", or nothing."""
    if None in (row[columns.VALUE], row[columns.LOWER], row[columns.UPPER]):
        return ""
    limits = (row[columns.LOWER], row[columns.UPPER])
    return spread(row[columns.VALUE], limits, row[columns.UNIT], words())


def difference(value: float, unit: str, *, bare: bool = False) -> str:
    """Write a difference with its sign, which none has; of shares in percentage points."""
    if unit == SHARE:
        rounded = round(value * 100, 1)
        told = f"{rounded:+.1f}" if rounded else f"{abs(rounded):.1f}"
        points = tr(mark("{n} points"), n=told.replace("-", "−"))
        return points.split()[0] if bare else points
    sign = "+" if value > 0 else ""
    return sign + show(value, unit, words())


def shown(value: object, unit: str) -> str:
    """Write a bare number in its unit, or nothing."""
    return show(value, unit, words()) if isinstance(value, int | float) else ""


def may_change(flags: str) -> bool:
    """Tell whether a value is still filling up, by its own flags."""
    found = dict(columns.parse_flags(flags))
    return columns.IMMATURE in found or found.get(columns.PARTIAL) == columns.NOT_ENDED


def flags_text(flags: str) -> str:
    """Tell in words what a value's flags say."""
    return " ".join(_flag_text(code, detail) for code, detail in columns.parse_flags(flags))


def _flag_text(code: str, detail: str) -> str:
    """Tell what a flag says; where its reason says who withheld a value, the reason alone."""
    why = tr(columns.REASON_TEXTS.get(detail, "")) or (f"({detail})" if detail else "")
    if code == columns.SUPPRESSED and why:
        return why
    return " ".join(filter(None, (tr(columns.FLAG_TEXTS.get(code, code)), why)))


def short_name(partnership: str) -> str:
    """Return a partnership's name up to its first dash or bracket."""
    for sign in (" – ", " ("):
        partnership = partnership.partition(sign)[0]
    return partnership


def line_of(row: Mapping[str, Any]) -> str:
    """Name the line a value is on by everything that tells lines of its indicator apart."""
    return ", ".join(code_label(each, row[each]) for each in LINES if row[each])


def with_line(called: str, line: str) -> str:
    """Add the line a value is on to a name: "Trust (Kenya)", "Value seized: Euro (EUR)"."""
    if not line:
        return called
    return f"{called}: {line}" if "(" in line else f"{called} ({line})"


def line_label(series: Series, row: Mapping[str, Any], *, several: bool) -> str:
    """Name a line: the partnership where there are several, and what it is cut by."""
    parts = [
        code_label(dimension, str(row[dimension]))
        for dimension in series.dimensions
        if row[dimension]
    ]
    partnership = str(series.names.get(row[columns.PARTNERSHIP], row[columns.PARTNERSHIP]))
    if several or not parts:
        parts.insert(0, short_name(partnership))
    return ", ".join(parts)
