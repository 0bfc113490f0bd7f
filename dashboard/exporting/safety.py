"""Text that a spreadsheet would run as a formula, made harmless."""

from typing import Final

import polars as pl

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet treat a cell as a formula (OWASP, CSV injection)."""

_QUOTE: Final = "'"


def safe(text: str) -> str:
    """Return a text with a quote before it if a spreadsheet might run it."""
    return _QUOTE + text if text.startswith(_RISKY) else text


def safe_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose text cells are safe; numbers, negative ones too, stay as they are."""
    risky = r"^([=+\-@\t\r])"
    return frame.with_columns(pl.selectors.string().str.replace(risky, f"{_QUOTE}$1"))
