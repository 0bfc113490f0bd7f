"""Large files, read as they are asked for, are read as small ones are."""

import gzip
import hashlib
import io
import os
import threading
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validation import file_text, opening, records
from validation.file_text import LONGEST_HELD, FileChangedError, FileText
from validation.intake import Checked, Upload, check
from validation.problems import REPEATED_KEY

HEADER = "source_id,publisher,title,tier\n"
ROW = "{id},Europol,Review,publisher\n"
PLAIN = HEADER + ROW.format(id="review")


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for a large one, read a few bytes at a time."""
    monkeypatch.setattr(opening, "LARGE", 0)
    monkeypatch.setattr(file_text, "_BLOCK", 7)
    monkeypatch.setattr(file_text, "_NEAR", 5)


def _zipped(content: bytes, name: str = "sources.csv") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


FILES = {
    "plain": PLAIN.encode(),
    "marked as UTF-8": b"\xef\xbb\xbf" + PLAIN.encode(),
    "UTF-8 cut within a letter": PLAIN.replace("Review", "Übersicht über Öl").encode(),
    "UTF-8 that ends within a letter": PLAIN.encode() + b"\xc3",
    "UTF-16": PLAIN.encode("utf-16"),
    "Windows-1252": PLAIN.replace("Review", "Übersicht").encode("cp1252"),
    "line ends of an old Macintosh": PLAIN.replace("\n", "\r").encode(),
    "NUL": PLAIN.replace("Review", "Re\x00view").encode(),
    "a PDF": b"%PDF-1.7\n" + PLAIN.encode(),
    "a document": _zipped(b"<xml/>", "[Content_Types].xml"),
    "a PNG picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\n",
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\n",
    "a program": b"\x7fELF\x02\x01\x01\x00\n\x00",
    "blanks": b" \n \n",
    "blanks marked as UTF-8": b"\xef\xbb\xbf \n \n",
    "nothing": b"",
    "a faulty cell": PLAIN.replace("publisher\n", "publisher\n", 1).encode() + b"x y,,,best\n",
    "a mark left open": PLAIN.encode() + b'"open,Europol,Review,publisher\nb,c,d,e\n',
    "packed with gzip": gzip.compress(PLAIN.encode(), mtime=0),
    "an archive": _zipped(PLAIN.encode()),
}


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_large_file_has_the_verdict_of_the_same_bytes(
    content: bytes, tmp_path: Path, today: date
) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(content)

    def verdicts(upload: Upload) -> tuple[Checked, ...]:
        return check([upload], today=today, known={})

    read, held = verdicts(Upload.of(path)), verdicts(Upload(path.name, content))
    assert isinstance(Upload.of(path).content, FileText)
    assert [each.problems for each in read] == [each.problems for each in held]
    assert [each.sha256 for each in read] == [each.sha256 for each in held]
    assert [each.rows.to_dicts() for each in read] == [each.rows.to_dicts() for each in held]


@pytest.mark.usefixtures("small_steps")
@given(content=st.binary(max_size=40), start=st.integers(0, 45), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_parts_and_places_are_those_of_the_bytes(
    content: bytes, start: int, data: st.DataObject, tmp_path: Path
) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    text = FileText(path)
    for _ in range(4):
        sought = data.draw(st.binary(min_size=1, max_size=1))
        stop = data.draw(st.integers(0, 45))
        assert text.find(sought, start) == content.find(sought, start)
        assert text[start:stop] == content[start:stop]
    assert len(text) == len(content)


@given(lines=st.lists(st.text(alphabet='a,"', max_size=5), max_size=12), size=st.integers(0, 12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("small_steps")
def test_records_are_cut_where_those_of_the_bytes_are(
    lines: list[str], size: int, tmp_path: Path
) -> None:
    content = "\n".join(lines).encode()
    path = tmp_path / "any"
    path.write_bytes(content)
    read = list(records.chunks(FileText(path), 0, 1, size))
    assert read == list(records.chunks(content, 0, 1, size))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(PLAIN)
    text = FileText(path)
    path.write_text(PLAIN + PLAIN)
    with pytest.raises(FileChangedError, match="run the command again"):
        text[:4]
    with pytest.raises(FileChangedError):
        assert text.sha256


def test_a_file_that_changes_under_a_reader_that_began_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.encode())
    text = FileText(path)
    assert text.find(b"\n", 0) > 0
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.encode() * 2)
    with pytest.raises(FileChangedError):
        text.after(b"\xef\xbb\xbf")[:]


def _opened_as(kind: type[io.FileIO], monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(self: Path, _mode: str, buffering: int = -1) -> object:
        return io.BufferedReader(kind(self)) if buffering else kind(self)

    monkeypatch.setattr(Path, "open", opened)


class Changing(io.FileIO):
    """A file that somebody shortens once it has been opened and looked at."""

    def seek(self, place: int, whence: int = 0, /) -> int:
        os.truncate(str(self.name), len(PLAIN) - 1)
        return super().seek(place, whence)


def test_a_file_that_changes_during_the_last_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(PLAIN)
    text = FileText(path)
    _opened_as(Changing, monkeypatch)
    with pytest.raises(FileChangedError):
        text[:]


class Sparing(io.FileIO):
    """A file of which the system gives a few bytes at once, as Linux does beyond two gigabytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(9 if size is None or size < 0 else min(size, 9))


def test_nothing_is_lost_where_the_system_gives_less_than_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(PLAIN)

    text = FileText(path)
    _opened_as(Sparing, monkeypatch)
    assert text[:] == PLAIN.encode()
    assert text.sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()


LONG = 60


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize(
    ("content", "line", "size"),
    [
        (HEADER + "review,Europol,Review,publisher\n" + "a" * LONG, 3, LONG),
        (HEADER + "a" * LONG + "\n" + PLAIN, 2, LONG),
        ("a" * LONG, 1, LONG),
        (" " * LONG, 1, LONG),
        (HEADER.replace("\n", "\r") + "a" * LONG, 2, LONG),
        (HEADER.replace("\n", "\r") * 3 + "\n", 1, 3 * len(HEADER)),
    ],
    ids=["last", "within", "only", "blank", "line ends of an old Macintosh", "wrong line ends"],
)
def test_a_file_with_a_line_too_long_to_be_held_is_refused(
    content: str, line: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setattr(file_text, "LONGEST_HELD", LONG - 1)
    path = tmp_path / "sources.csv"
    path.write_bytes(content.encode())
    (verdict,) = check([Upload.of(path)], today=today, known={})
    (found,) = verdict.problems
    assert (found.kind, found.line, found.facts["size"]) == ("line_too_long", line, size)
    assert "needs a line of its own" in found.mends


def test_a_line_too_long_to_be_held_is_not_held_to_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setattr(opening, "LARGE", 0)
    path = tmp_path / "sources.csv"
    path.write_bytes(PLAIN.encode() + b"a" * (2 * LONGEST_HELD))
    tracemalloc.start()
    (verdict,) = check([Upload.of(path)], today=today, known={})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(found.kind, found.line) for found in verdict.problems] == [("line_too_long", 3)]
    assert most < LONGEST_HELD


@pytest.mark.usefixtures("small_steps")
@given(lines=st.lists(st.integers(0, 30), max_size=6), last=st.integers(0, 30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_longest_line_beyond_a_block_is_measured_whatever_stands_around_it(
    lines: list[int], last: int, tmp_path: Path
) -> None:
    path = tmp_path / "any"
    path.write_text("".join("a" * each + "\n" for each in lines) + "a" * last)
    sizes = [*lines, last]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_text, "LONGEST_HELD", 7)
        found = FileText(path).too_long
    longest = max(sizes)
    assert found == ((sizes.index(longest) + 1, longest) if longest > 7 else None)


def test_a_part_that_ends_before_it_begins_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_bytes(b"0123456789")
    text = FileText(path)
    assert text.find(b"9", 4) == 9
    assert text[4:2] == b""


def test_a_key_repeated_far_below_is_found_with_both_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setattr(opening, "LARGE", 0)
    monkeypatch.setattr(records.chunks, "__defaults__", (1000,))
    names = [f"s{number}" for number in range(200)]
    path = tmp_path / "sources.csv"
    path.write_text(HEADER + "".join(ROW.format(id=each) for each in (*names, "s7")))
    (verdict,) = check([Upload.of(path)], today=today, known={})
    (found,) = (each for each in verdict.problems if each.kind == REPEATED_KEY.name)
    assert (found.line, found.facts["other_line"]) == (202, 9)


def test_a_file_of_which_the_rest_cannot_be_read_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setattr(opening, "LARGE", 0)
    monkeypatch.setattr(records.chunks, "__defaults__", (40,))
    path = tmp_path / "sources.csv"
    rows = "".join(ROW.format(id=f"s{number}") for number in range(50))
    path.write_text(PLAIN + 'broken,Euro"pol,Review,publisher\n' + rows)
    threads = threading.active_count()
    (verdict,) = check([Upload.of(path)], today=today, known={})
    assert [each.line for each in verdict.problems if each.kind == "broken_quotes"] == [3]
    assert threading.active_count() == threads
