"""Bytes to UTF-8: what encodings are recognised, and what is refused."""

import re
from dataclasses import dataclass
from typing import Final

from validation.file_problems import (
    CONVERTED,
    EMPTY_FILE,
    LINE_ENDS,
    LONG_LINE,
    NOT_TEXT,
    NUL_BYTES,
    UNDECODABLE,
)
from validation.file_text import LONGEST_LINE, Content, FileText
from validation.problems import Problem, problem

LARGEST_FILE: Final = 4_000_000_000
UTF8_MARK: Final = b"\xef\xbb\xbf"
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# What an archive (within an archive), a PDF, an old Office file, a gzip file and pictures (PNG,
# JPEG, GIF, TIFF) begin with.
FOREIGN: Final = (
    *(b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
)
WESTERN: Final = "windows-1252"
CENTRAL: Final = "windows-1250"
TITLES: Final = {WESTERN: "Windows-1252", CENTRAL: "Windows-1250"}
# Signs (£, ³, º, ¿ ...) or nothing in Western Europe's Windows that would begin a word or stand
# within one: in Central Europe's they are letters (Ł, ł, ş, ż ...). 5 m³ and Nº 5 are no such case.
_CENTRAL_SIGNS: Final = re.compile(
    rb"(?<![0-9])[\xa3\xa5\xaa\xaf\xb3\xb9\xba\xbc\xbe\x8d\x8f\x9d][A-Za-z\xc0-\xff]"
    rb"|[A-Za-z\xc0-\xff]\xbf[A-Za-z\xc0-\xff]"
)
# š, ž and ý, which both have, beside letters that Western Europe's languages never mix with them.
_CARONS: Final = re.compile(rb"[\x8a\x8e\x9a\x9e\xfd\xdd]")
_CENTRAL_LETTERS: Final = re.compile(rb"[\xc8\xcc\xcf\xd2\xd8\xd9\xe8\xec\xef\xf2\xf8\xf9]")
# ő and ű, which Western Europe's Windows reads as õ and û, within a word of Hungarian.
_DOUBLE_ACUTE: Final = re.compile(rb"[A-Za-z][\xf5\xfb](?:[bdghjklrstvz]|$)", re.MULTILINE)
_HUNGARIAN: Final = re.compile(rb"gy|sz|ny|\xf6|\xfc")
# What an empty sheet is saved as: line ends, and delimiters between empty cells.
_BLANK: Final = b" \t\r\n,;"
_SAMPLE: Final = 40
_HEAD: Final = 10_000
_ACCENTED: Final = re.compile(r"[^\W\d_\x00-\x7f]")
_WORD: Final = re.compile(r"\w+")
# Signs that steer machines and stand in no text; one NUL alone is text that was damaged.
_STEERING: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16_WITHOUT_MARK: Final = re.compile(rb"(?P<big>(?:\x00[\t -~]){4})|(?:[\t -~]\x00){4}")
_UTF8_LETTER: Final = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True)
class Decoded:
    """UTF-8 bytes without byte-order mark; `content` is None where the file cannot be read."""

    content: Content | None
    problems: tuple[Problem, ...] = ()


def decoded(content: Content) -> Decoded:
    """Turn a file's bytes into UTF-8, telling what was converted and why it cannot be.

    Args:
        content: the bytes as they came; plain text in a file stays there.
    """
    head = content[:_HEAD]
    if _is_foreign(head):
        return Decoded(None, (problem(NOT_TEXT),))
    if isinstance(content, FileText) and content.too_long:
        line, size = content.too_long
        return Decoded(
            None, (problem(LONG_LINE, line=line, facts={"size": size, "limit": LONGEST_LINE}),)
        )
    blank = not head.removeprefix(UTF8_MARK).strip()
    if isinstance(content, FileText) and not blank and content.is_plain:
        return Decoded(content.after(UTF8_MARK))
    return _in_memory(content[:])


def _is_foreign(head: bytes) -> bool:
    """Tell by its start whether a file is a document, a picture or a program, and no text."""
    if head.startswith(FOREIGN):
        return True
    wide = head.startswith(UTF16_MARKS) or _UTF16_WITHOUT_MARK.match(head)
    return not wide and b"\x00" in head and bool(_STEERING.search(head))


def _in_memory(content: bytes) -> Decoded:
    found = _as_utf8(content)
    if found.content is None:
        return found
    text = found.content[:]
    if not text.lstrip(_BLANK):
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
    if unmarked := _UTF16_WITHOUT_MARK.match(content):
        return _converted(content, "utf-16-be" if unmarked["big"] else "utf-16-le", "UTF-16")
    text = content.removeprefix(UTF8_MARK)
    if text.isascii():
        return Decoded(text)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as failed:
        if _UTF8_LETTER.search(text):
            return Decoded(None, (problem(UNDECODABLE, line=_line_of(text, failed.start)),))
        encoding = _of_windows(text)
        return _converted(text, encoding, TITLES[encoding])
    return Decoded(text)


def _of_windows(text: bytes) -> str:
    """Tell Central from Western Europe's Windows by letters that only one of them would have.

    Nearly every byte is a letter in both, so this is a guess; the notice shows a word, for the
    reader to see whether it was right.
    """
    czech = _CARONS.search(text) and _CENTRAL_LETTERS.search(text)
    hungarian = _DOUBLE_ACUTE.search(text) and _HUNGARIAN.search(text)
    return CENTRAL if czech or hungarian or _CENTRAL_SIGNS.search(text) else WESTERN


def _converted(content: bytes, encoding: str, title: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as failed:
        line = _line_of(content, failed.start) if encoding in TITLES else None
        return Decoded(None, (problem(UNDECODABLE, line=line),))
    facts = {"encoding": title, "sample": _sample(text)}
    return Decoded(text.encode(), (problem(CONVERTED, facts=facts),))


def _sample(text: str) -> str:
    """Return the first word with a letter beyond ASCII, else the start of the text."""
    accented = _ACCENTED.search(text)
    at = accented.start() if accented else 0
    words = _WORD.findall(text[max(0, at - _SAMPLE) : at + _SAMPLE])
    return next(filter(_ACCENTED.search, words), text[:_SAMPLE].strip().partition("\n")[0])


def _line_of(text: bytes, position: int) -> int:
    return text.count(b"\n" if b"\n" in text else b"\r", 0, position) + 1
