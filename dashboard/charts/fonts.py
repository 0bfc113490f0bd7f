"""The one typeface, IBM Plex Sans Arabic: where it is, how wide a text is, what it lacks."""

import struct
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_ibm_plex_sans_arabic as plex
import vl_convert

FAMILY: Final = plex.FAMILY

FOLDER: Final[Path] = plex.ROOT / "files"
"""The folder that holds the static font files, one a weight."""

_FILES: Final = {
    400: "IBMPlexSansArabic-Regular.ttf",
    500: "IBMPlexSansArabic-Medium.ttf",
    600: "IBMPlexSansArabic-SemiBold.ttf",
}
_MISSING: Final = 0
_UNICODE_BMP: Final = (3, 1)


@cache
def register() -> None:
    """Make the typeface known to vl-convert, once a process."""
    vl_convert.register_font_directory(str(FOLDER))


def width(text: str, *, size: float, weight: int = 400) -> float:
    """Measure a line of text.

    Kerning is left out, so the true line is never noticeably wider.

    Args:
        text: one line.
        size: font size in pixels.
        weight: 400, 500 or 600.

    Returns:
        Its width in pixels.
    """
    glyphs, advances, units = _metrics(weight)
    return sum(advances[glyphs.get(ord(sign), _MISSING)] for sign in text) * size / units


def lacking(text: str) -> str:
    """Return the characters of a text that the typeface has no glyph for, each once, in order."""
    glyphs, _, _ = _metrics(400)
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in glyphs))


@cache
def _metrics(weight: int) -> tuple[dict[int, int], list[int], int]:
    """Read what glyph a character has, each glyph's advance, and the units of an em.

    The layout of the tables is that of the OpenType specification, chapters cmap, hhea and hmtx.
    """
    content = (FOLDER / _FILES[weight]).read_bytes()
    (tables,) = struct.unpack_from(">H", content, 4)
    offsets: dict[bytes, int] = {}
    for at in range(12, 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, at)
        offsets[tag] = offset
    (units,) = struct.unpack_from(">H", content, offsets[b"head"] + 18)
    (count,) = struct.unpack_from(">H", content, offsets[b"hhea"] + 34)
    advances = [
        int(struct.unpack_from(">H", content, offsets[b"hmtx"] + 4 * at)[0]) for at in range(count)
    ]
    glyphs = _glyphs(content, offsets[b"cmap"])
    advances.extend(advances[-1:] * (max(glyphs.values()) + 1 - count))
    return glyphs, advances, int(units)


def _glyphs(content: bytes, cmap: int) -> dict[int, int]:
    """Read the Basic Multilingual Plane subtable (format 4): code point to glyph."""
    (subtables,) = struct.unpack_from(">H", content, cmap + 2)
    starts = {
        (platform, encoding): cmap + offset
        for platform, encoding, offset in struct.iter_unpack(
            ">HHI", content[cmap + 4 : cmap + 4 + 8 * subtables]
        )
    }
    at = starts[_UNICODE_BMP]
    (double,) = struct.unpack_from(">H", content, at + 6)
    segments = double // 2

    def column(number: int, sign: str) -> list[int]:
        skipped = 2 if number else 0  # a reserved pair of bytes follows the first column
        where = at + 14 + number * double + skipped
        return [int(value) for value in struct.unpack_from(f">{segments}{sign}", content, where)]

    ends, begins, deltas, ranges = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
    place = at + 16 + 3 * double
    found: dict[int, int] = {}
    for number, (first, last) in enumerate(zip(begins, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if ranges[number]:
                where = place + 2 * number + ranges[number] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", content, where)
            if glyph != _MISSING or not ranges[number]:
                glyph = (glyph + deltas[number]) & 0xFFFF
            if glyph != _MISSING:
                found[code] = glyph
    return found


def wrap(text: str, *, room: float, size: float, weight: int = 400) -> tuple[str, ...]:
    """Break a text at its spaces so that each line fits.

    A no-break space never breaks; a word wider than the room stands alone and overflows.

    Args:
        text: any text.
        room: width in pixels.
        size: font size in pixels.
        weight: 400, 500 or 600.

    Returns:
        The lines, at least one.
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and width(longer, size=size, weight=weight) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def shorten(text: str, *, room: float, size: float, weight: int = 400) -> str:
    """Cut a text so that it fits its room, with an ellipsis where something was cut.

    Args:
        text: one line.
        room: width in pixels.
        size: font size in pixels.
        weight: 400, 500 or 600.

    Returns:
        The text as it is, or its longest beginning that fits together with "…".
    """
    if width(text, size=size, weight=weight) <= room:
        return text
    cuts = (text[:end].rstrip() + "…" for end in range(len(text) - 1, 0, -1))
    return next((cut for cut in cuts if width(cut, size=size, weight=weight) <= room), "…")
