"""Records found by their bytes: exact whatever stands in quotation marks, however they are cut."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation import records
from validation.records import chunks, kept_bytes, scanned

CELLS = st.text(alphabet='ab",;\n é', max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8)
)


def _written(rows: list[list[str]], ends: str, *, last: bool) -> tuple[bytes, list[int]]:
    """Write rows as CSV; give the bytes and the line each row begins on."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ends, quoting=csv.QUOTE_ALL)
    lines: list[int] = []
    for row in rows:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    content = text.getvalue() if last else text.getvalue().removesuffix(ends)
    return content.encode(), lines


@given(
    rows=TABLES,
    ends=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    size=st.integers(0, 40),
)
def test_records_are_found_with_their_lines_however_the_text_is_cut(
    rows: list[list[str]], ends: str, *, last: bool, size: int
) -> None:
    content, lines = _written(rows, ends, last=last)
    pieces = list(chunks(content, 0, 1, size))
    found = [scanned(piece, b",") for piece in pieces]
    assert [line for records in found for line in records.lines] == lines
    assert [cells for records in found for cells in records.cells] == [len(row) for row in rows]
    assert all(records.broken_line is None for records in found)
    assert b"".join(piece.body for piece in pieces) == content.replace(b"\r\n", b"\n")


def test_a_mark_left_open_does_not_draw_the_rest_of_a_file_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "OPEN", 100)
    content = b"a,b\n" + b'5" pipe,b\n' + b"a,b\n" * 1000
    first, *_ = chunks(content, 0, 1, 10)
    assert len(first.body) < 200
    assert scanned(first, b",").broken_line == 2
    closed = b"a,b\n" + b'"' + b"a\n" * 40 + b'",b\n' + b"a,b\n" * 1000
    first, *_ = chunks(closed, 0, 1, 10)
    assert scanned(first, b",").broken_line is None


@given(rows=TABLES.filter(bool), kept=st.data())
def test_chosen_records_keep_their_bytes(rows: list[list[str]], kept: st.DataObject) -> None:
    content, _ = _written(rows, "\n", last=False)
    (piece,) = chunks(content, 0, 1)
    records = scanned(piece, b",")
    choice = kept.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    body = kept_bytes(piece, records, np.array(choice))
    whole = [piece.body[start:end] for start, end in zip(records.starts, records.ends, strict=True)]
    expected = b"".join(each + b"\n" for each, keep in zip(whole, choice, strict=True) if keep)
    assert body in {expected, expected.removesuffix(b"\n")}
