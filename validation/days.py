"""Days and quarters as people and spreadsheets write them."""

import re
import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

_QUARTERS: Final = (
    re.compile(r"(?P<year>\d{4})[\s/_.-]*[qQtT]\s*(?P<quarter>[1-4])"),
    re.compile(r"[qQtT]\s*(?P<quarter>[1-4])[\s/_.-]*(?P<year>\d{4})"),
    re.compile(r"(?P<quarter>[1-4])[qQtT][\s/_.-]*(?P<year>\d{4})"),
)
_SPAN: Final = re.compile(
    r"(?P<first>[A-Za-z]{3,9})\s*[-–]\s*(?P<last>[A-Za-z]{3,9})\s+(?P<year>\d{4})(\s*\([qQ][1-4]\))?"
)
_SPANS: Final = {
    ("jan", "mar"): 1,
    ("apr", "jun"): 2,
    ("jul", "sep"): 3,
    ("oct", "dec"): 4,
}
_ABBREVIATED: Final = 3
# What a spreadsheet keeps of the days from 1982 to 2091: how many passed since its first.
_SERIAL: Final = re.compile(r"[3-6]\d{4}")
_FIRST: Final = date(1899, 12, 30)
COMPACT: Final = "%Y%m%d"
DAY_FIRST: Final = ("%d/%m/%Y", "%d-%m-%Y")
MONTH_FIRST: Final = ("%m/%d/%Y", "%m-%d-%Y")
PLAIN_DAYS: Final = (
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y-%m-%d",
    COMPACT,
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
)
DAYS: Final = (*DAY_FIRST, *MONTH_FIRST, *PLAIN_DAYS)
MONTHS: Final = ("%m/%Y", "%m.%Y", "%Y/%m", "%Y-%m", "%B %Y", "%b %Y")


def quarter_of(value: str) -> str:
    """Return a quarter as it is to be written, or the empty text where none was typed."""
    for pattern in _QUARTERS:
        if found := pattern.fullmatch(value):
            return f"{found['year']}-Q{found['quarter']}"
    if found := _SPAN.fullmatch(value):
        first, last = found["first"].casefold(), found["last"].casefold()
        quarter = _SPANS.get((first[:_ABBREVIATED], last[:_ABBREVIATED]))
        return f"{found['year']}-Q{quarter}" if quarter else ""
    return ""


def days_read(value: str, formats: Iterable[str]) -> list[date]:
    """Return the days a text may mean, one for each of the formats that it is written in."""
    found: list[date] = []
    for each in formats:
        if each == COMPACT and len(value) != len("20240715"):
            continue
        try:
            parts = time.strptime(value, each)
        except ValueError:
            continue
        found.append(date(parts.tm_year, parts.tm_mon, parts.tm_mday))
    return found


def serial_day(value: str) -> date | None:
    """Return the day that a spreadsheet means by a bare number; None where it is no such number."""
    return _FIRST + timedelta(days=int(value)) if _SERIAL.fullmatch(value) else None
