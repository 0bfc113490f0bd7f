"""Bytes to UTF-8: what encodings are recognised, and what is refused."""

import re
from dataclasses import dataclass
from typing import Final

from validation.file_problems import (
    CONVERTED,
    EMPTY_FILE,
    LINE_ENDS,
    NOT_TEXT,
    NUL_BYTES,
    TOO_LARGE,
    UNDECODABLE,
)
from validation.problems import Problem, problem

LARGEST_FILE: Final = 4_000_000_000
UTF8_MARK: Final = b"\xef\xbb\xbf"
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# What a workbook or archive, a PDF, an old Office file and a gzip file begin with.
FOREIGN: Final = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
WINDOWS: Final = "windows-1252"
_UTF8_LETTER: Final = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True)
class Decoded:
    """UTF-8 bytes without byte-order mark; `content` is None where the file cannot be read."""

    content: bytes | None
    problems: tuple[Problem, ...] = ()


def decoded(content: bytes, limit: int = LARGEST_FILE) -> Decoded:
    """Turn a file's bytes into UTF-8, telling what was converted and why it cannot be.

    Args:
        content: the bytes as they came.
        limit: the largest file that is read, in bytes.
    """
    if len(content) > limit:
        facts = {"size": len(content), "limit": limit}
        return Decoded(None, (problem(TOO_LARGE, facts=facts),))
    if content.startswith(FOREIGN):
        return Decoded(None, (problem(NOT_TEXT),))
    found = _as_utf8(content)
    text = found.content
    if text is None:
        return found
    if not text or text.isspace():
        return Decoded(None, (problem(EMPTY_FILE),))
    if b"\x00" in text:
        return Decoded(None, (problem(NUL_BYTES, line=_line_of(text, text.index(b"\x00"))),))
    if b"\n" not in text and b"\r" in text:
        notices = (*found.problems, problem(LINE_ENDS))
        return Decoded(text.replace(b"\r", b"\n"), notices)
    return found


def _as_utf8(content: bytes) -> Decoded:
    if content.startswith(UTF16_MARKS):
        return _converted(content, "utf-16", "UTF-16")
    text = content.removeprefix(UTF8_MARK)
    if text.isascii():
        return Decoded(text)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as failed:
        if _UTF8_LETTER.search(text):
            return Decoded(None, (problem(UNDECODABLE, line=_line_of(text, failed.start)),))
        return _converted(text, WINDOWS, "Windows-1252")
    return Decoded(text)


def _converted(content: bytes, encoding: str, title: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as failed:
        line = _line_of(content, failed.start) if encoding == WINDOWS else None
        return Decoded(None, (problem(UNDECODABLE, line=line),))
    return Decoded(text.encode(), (problem(CONVERTED, facts={"encoding": title}),))


def _line_of(text: bytes, position: int) -> int:
    return text.count(b"\n" if b"\n" in text else b"\r", 0, position) + 1
