"""Files as they are handed in to the tables inside them: archives, compressed files, workbooks."""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from validation.decoding import LARGEST_FILE
from validation.file_problems import (
    ARCHIVE_DAMAGED,
    ARCHIVE_EMPTY,
    ARCHIVE_LOCKED,
    NAME_WITH_PATH,
    NOT_TEXT,
    TOO_DENSE,
    TOO_LARGE,
    TOO_MANY_FILES,
)
from validation.file_text import LARGE, Content, FileText
from validation.mending import Mending
from validation.problems import Problem, problem
from validation.sheets import Sheet, sheets

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
GZIP: Final = b"\x1f\x8b"
LARGEST_WORKBOOK: Final = 400_000_000
# Deflate reaches 1,032 to 1 on blanks; tables of codes and figures stay well below 100 to 1.
DENSEST: Final = 200
SMALL: Final = 10_000_000
MOST_FILES: Final = 200
WITHIN: Final = ": "
_WORKBOOK: Final = "xl/workbook.xml"
# What documents and workbooks of other kinds hold, which are archives too: those of Word and
# PowerPoint, of LibreOffice, of Numbers and Pages.
_DOCUMENTS: Final = {"[Content_Types].xml", "mimetype", "Index/Document.iwa"}
_ENCRYPTED: Final = 0x1
# What macOS packs beside each file: its icon and labels, never a table.
_OF_MACOS: Final = "__MACOSX/"


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in; `mends` are what a person asked to have mended in it."""

    name: str
    content: Content
    mends: tuple[Mending, ...] = ()

    @classmethod
    def of(cls, path: Path) -> "Upload":
        """Take a file on disk; one that is large is read as it is asked for.

        Raises:
            OSError: the file cannot be read.
        """
        large = path.stat().st_size >= LARGE
        return cls(path.name, FileText(path) if large else path.read_bytes())

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        if isinstance(self.content, FileText):
            return self.content.sha256
        return hashlib.sha256(self.content).hexdigest()


@contextmanager
def hashing(uploads: Sequence[Upload]) -> Generator[None]:
    """Hash files while they are checked; who asks for a hash meanwhile waits for it."""
    with ThreadPoolExecutor(1) as pool:
        for upload in uploads:
            pool.submit(getattr, upload, "sha256")
        yield


@dataclass(frozen=True, eq=False)
class Part:
    """What one file holds: text, the sheets of a workbook, or what keeps it from being read."""

    name: str
    content: Content = b""
    workbook: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def opened(upload: Upload, limit: int = LARGEST_FILE) -> tuple[Part, ...]:
    """Open a file: itself, what a gzip file holds, each file of an archive, a workbook's sheets.

    Sizes are bounded before anything is unpacked; nothing is written to disk and an archive within
    an archive is not opened.

    Args:
        upload: the file.
        limit: the most bytes that are read of it, unpacked.
    """
    if refused := _refused(upload.name, len(upload.content), limit):
        return (Part(upload.name, problems=(refused,)),)
    head = upload.content[: len(ZIP)]
    if head.startswith((ZIP, EMPTY_ZIP)):
        return tuple(_of_archive(upload.name, upload.content[:], limit))
    if head.startswith(GZIP):
        return (_of_gzip(upload.name, upload.content[:], limit),)
    return (Part(upload.name, upload.content),)


def _refused(name: str, size: int, limit: int) -> Problem | None:
    if "/" in name or "\\" in name:
        return problem(NAME_WITH_PATH, values=(name,))
    if size > limit:
        return problem(TOO_LARGE, facts={"size": size, "limit": limit})
    return None


def _of_gzip(packed_name: str, packed: bytes, limit: int) -> Part:
    name = packed_name.removesuffix(".gz")
    try:
        with gzip.open(io.BytesIO(packed)) as stream:
            content = stream.read(min(limit, _most(len(packed))) + 1)
    except (OSError, EOFError, zlib.error):
        return Part(name, problems=(problem(ARCHIVE_DAMAGED),))
    if dense := _dense(len(content), len(packed), limit):
        return Part(name, problems=(dense,))
    return Part(name, content)


def _most(packed: int) -> int:
    return max(SMALL, packed * DENSEST)


def _dense(size: int, packed: int, limit: int) -> Problem | None:
    """Refuse what unpacks to too much, or to suspiciously much for what it was packed in."""
    if size > limit:
        return problem(TOO_LARGE, facts={"size": size, "limit": limit})
    if size > _most(packed):
        return problem(TOO_DENSE, facts={"times": DENSEST})
    return None


def _of_archive(name: str, packed: bytes, limit: int) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            yield from _entries(name, packed, archive, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        yield Part(name, problems=(problem(ARCHIVE_DAMAGED),))


def _entries(outer: str, packed: bytes, archive: zipfile.ZipFile, limit: int) -> Iterator[Part]:
    entries = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.startswith(_OF_MACOS)
    ]
    workbook = any(entry.filename == _WORKBOOK for entry in entries)
    most = min(limit, LARGEST_WORKBOOK) if workbook else limit
    if not workbook and any(entry.filename in _DOCUMENTS for entry in entries):
        yield Part(outer, problems=(problem(NOT_TEXT),))
    elif fault := _unfit(entries, len(packed), most, workbook=workbook):
        yield Part(outer, problems=(fault,))
    elif workbook:
        yield Part(outer, workbook=sheets(packed))
    else:
        for entry in entries:
            name = f"{outer}{WITHIN}{entry.filename}"
            if PurePosixPath(entry.filename).name != entry.filename or "\\" in entry.filename:
                yield Part(name, problems=(problem(NAME_WITH_PATH, values=(entry.filename,)),))
                continue
            yield from _inner(name, archive.read(entry), limit)


def _inner(name: str, content: bytes, limit: int) -> tuple[Part, ...]:
    """Open a workbook of an archive; an archive in it is left for the reader of text to refuse."""
    if content.startswith(ZIP) and _WORKBOOK.encode() in content:
        return opened(Upload(name, content), limit)
    return (Part(name, content),)


def _unfit(
    entries: list[zipfile.ZipInfo], packed: int, limit: int, *, workbook: bool
) -> Problem | None:
    if not entries:
        return problem(ARCHIVE_EMPTY)
    if len(entries) > MOST_FILES and not workbook:
        return problem(TOO_MANY_FILES, facts={"count": len(entries), "most": MOST_FILES})
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return problem(ARCHIVE_LOCKED)
    return _dense(sum(entry.file_size for entry in entries), packed, limit)
