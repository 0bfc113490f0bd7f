"""Turns marked English text into what a reader sees."""

import gettext
from functools import cache
from importlib.resources import files
from typing import Final

DOMAIN: Final = "partnerships"
NO_BREAK_SPACE: Final = "\u00a0"


@cache
def _catalogue() -> gettext.NullTranslations:
    folder = files("dashboard") / "messages"
    return gettext.translation(DOMAIN, localedir=str(folder), languages=["en"], fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate a marked text and fill its named parameters.

    Raises:
        KeyError: the text names a parameter that was not given.
    """
    translated = _catalogue().gettext(text) if text else ""
    return translated.format(**values) if values else translated


def trn(one: str, many: str, number: int, /, **values: object) -> str:
    """Translate a text that depends on a number, which is its parameter `n`."""
    translated = _catalogue().ngettext(one, many, number)
    return translated.format(n=grouped(number), **values)


def grouped(number: float, decimals: int = 0) -> str:
    """Write a number with no-break spaces between groups of three digits."""
    return f"{number:,.{decimals}f}".replace(",", NO_BREAK_SPACE)
