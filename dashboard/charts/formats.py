"""Numbers as a reader sees them: grouped with no-break spaces, shares in per cent."""

import math
from typing import Final

from dashboard.charts.words import Words
from metrics import values as columns

SHARE: Final = columns.SHARE
NO_BREAK: Final = "\u00a0"

_MILLION: Final = 1e6
_BILLION: Final = 1e9
_LONG: Final = 1e7
_SHORT: Final = 10
_SMALL_SHARE: Final = 0.1
_DIGITS: Final = 4
"""Digits of a number in millions or billions: with three, 15 021 198 103 and 15 044 676 229 would
read the same."""


def show(value: float, unit: str, words: Words, *, decimals: int | None = None) -> str:
    """Write a value with its sign of unit.

    Args:
        value: in the unit of the values frame; a share is 0–1.
        unit: "share" is written in per cent, any other as a plain number.
        words: the signs of the reader's language.
        decimals: figures after the decimal sign; by default none, or one where the number would
            otherwise say too little (below 10 and not whole; shares below 10 %).

    Returns:
        For example "71 %", "4.2 %", "1 234", "15.3 billion"; every space is a no-break space.
    """
    places = decimals_of(value, unit) if decimals is None else decimals
    if unit == SHARE:
        return words.percent.format(number=number(value * 100, places, words))
    if decimals is None and abs(value) >= _LONG:
        return _long(value, words)
    return number(value, places, words)


def decimals_of(value: float, unit: str) -> int:
    """Return with how many decimals a value is written unless told."""
    if unit == SHARE:
        return int(0 < abs(value) < _SMALL_SHARE)
    return int(not float(value).is_integer() and abs(value) < _SHORT)


def spread(
    value: float,
    limits: tuple[float, float],
    unit: str,
    words: Words,
    *,
    decimals: int | None = None,
) -> str:
    """Write an interval, both ends as exact as its value: "67–75 %", "3.1–12.0 %", "100 %".

    Args:
        value: the value whose interval it is.
        limits: its ends.
        unit: as `show` has it.
        words: the signs of the reader's language.
        decimals: as `show` has it, if not those of the value.
    """
    if decimals is None and max(map(abs, limits)) < _LONG:
        decimals = decimals_of(value, unit)
    low, high = (show(end, unit, words, decimals=decimals) for end in limits)
    if low == high:
        return high
    sign = words.percent.format(number="")
    return f"{low.removesuffix(sign)}–{high}" if unit == SHARE else f"{low}–{high}"


def counted(text: str, part: float | None, whole: float | None, unit: str, words: Words) -> str:
    """Write a share with what it was made of: "62 % (29 of 47)"; anything else as it is.

    Args:
        text: the value as it is written.
        part: the numerator, if known.
        whole: the denominator, if known.
        unit: as `show` has it.
        words: the signs of the reader's language.
    """
    if not text or unit != SHARE or part is None or whole is None:
        return text
    return words.counted.format(value=text, counts=of_whole(part, whole, words))


def of_whole(part: float, whole: float, words: Words) -> str:
    """Write what a share was made of: "29 of 47"."""
    return words.of_whole.format(n=number(part, 0, words), all=number(whole, 0, words))


def number(value: float, decimals: int, words: Words) -> str:
    """Write a plain number with a fixed count of decimals, grouped in threes."""
    text = f"{abs(value):,.{decimals}f}"
    sign = "−" if value < 0 and text.strip("0.,") else ""
    return sign + text.replace(",", NO_BREAK).replace(".", words.decimal_sign)


def bounded(text: str, precision: str, words: Words) -> str:
    """Put the sign of a bound before a written value: ">", "<" or "about".

    What is rounded in print is known only about, too.
    """
    forms = {
        "at_least": words.more_than,
        "at_most": words.less_than,
        "approximate": words.about,
        "rounded": words.about,
    }
    return forms.get(precision, "{value}").format(value=text)


def _long(value: float, words: Words) -> str:
    scale, form = (_BILLION, words.billion) if abs(value) >= _BILLION else (_MILLION, words.million)
    scaled = value / scale
    decimals = max(0, _DIGITS - 1 - math.floor(math.log10(abs(scaled))))
    text = number(scaled, decimals, words)
    if words.decimal_sign in text:
        text = text.rstrip("0").removesuffix(words.decimal_sign)
    return form.format(number=text)
