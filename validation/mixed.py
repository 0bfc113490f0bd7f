"""Mends for what stands in the wrong place: a code of another column, a unit beside its figure."""

import re
from typing import Final

from validation.contract import Column, Contract
from validation.fields import Kind
from validation.mends import Mend, suggested
from validation.text import mark

MIXED_UP: Final = mark(
    "“{value}” is a code of {other}: look whether these two columns, or cells of this row, were "
    "mixed up."
)
ALONE: Final = mark(
    "If this column counts in “{unit}”, write “{suggestion}” alone; else convert the figure first."
)
DURATION: Final = mark(
    "This is a duration as a spreadsheet shows it: write it as one figure, which in hours is "
    "“{suggestion}”."
)
# Codes that so many lists have that they tell nothing of a column.
_COMMON: Final = frozenset({"other", "all", "none", "unknown"})
_UNIT: Final = re.compile(
    r"(?P<before>[€$£])?\s*(?P<figure>\d[\d.,' ]*?)(?P<after>\s+[^\W\d_]{1,4}\.?|\s*[€$£])?"
)
# Words that multiply a figure, so that it cannot be written without them.
_MULTIPLIERS: Final = frozenset({"k", "m", "mio", "mn", "mrd", "bn", "tsd", "mil", "mill", "mln"})
_DURATION: Final = re.compile(r"(?P<hours>\d{1,4}):(?P<minutes>[0-5]\d)(:00)?")
_FIGURES: Final = (Kind.COUNT, Kind.NUMBER)
_AN_HOUR: Final = 60


def of_another_column(contract: Contract, column: Column, value: str) -> Mend | None:
    """Tell of which other column a value is a code, where it is of one list alone.

    Args:
        contract: the table.
        column: the column the value stands in, and is no code of.
        value: the value without outer blanks.
    """
    others = [each for each in contract.columns if each is not column and value in each.values]
    if value.casefold() in _COMMON or not others or value in column.values:
        return None
    return Mend(MIXED_UP, {"value": value, "other": " / ".join(each.name for each in others)})


def beside_a_figure(column: Column, value: str) -> Mend | None:
    """Tell a unit that stands beside a figure, or a duration, in a column of figures.

    Args:
        column: the column the value stands in.
        value: the value without outer blanks.
    """
    if column.kind not in _FIGURES:
        return None
    if column.kind == Kind.NUMBER and (duration := _DURATION.fullmatch(value)):
        hours = int(duration["hours"]) + int(duration["minutes"]) / _AN_HOUR
        return Mend(DURATION, {"suggestion": f"{hours:.6g}"})
    found = _UNIT.fullmatch(value)
    unit = (found["before"] or found["after"] or "").strip() if found else ""
    if not found or not unit or unit.rstrip(".").casefold() in _MULTIPLIERS:
        return None
    figure = found["figure"].strip()
    plain = suggested(column, figure)
    if plain and ("suggestion" not in plain.facts or "other" in plain.facts):
        return None
    return Mend(ALONE, {"unit": unit, "suggestion": plain.facts["suggestion"] if plain else figure})
