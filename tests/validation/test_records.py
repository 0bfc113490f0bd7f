"""Records found by their bytes: exact whatever stands in quotation marks, however they are cut."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation import records
from validation.records import Chunk, chunks, grid, kept_bytes, lines_of, scanned

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


LINES = st.lists(st.sampled_from(["", "a", '"b"', '"c\n,d"']), max_size=12)


@given(lines=LINES, last=st.booleans())
def test_a_chunk_without_quotation_marks_has_no_more_lines_than_it_may(
    lines: list[str], *, last: bool
) -> None:
    content = ("\n".join(lines) + "\n" * last).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "LINES", 3)
        pieces = list(chunks(content, 0, 1, 8))
    assert b"".join(piece.body for piece in pieces) == content
    before = 0
    for piece in pieces:
        assert piece.first_line == before + 1
        before += piece.feeds
        if b'"' not in piece.body:
            assert piece.feeds <= 3


BARE = st.text(alphabet="abé ", max_size=3)


@given(
    rows=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(BARE, min_size=width, max_size=width), min_size=1)
    ),
    last=st.booleans(),
    data=st.data(),
)
def test_the_cells_of_even_lines_are_found_at_once(
    rows: list[list[str]], *, last: bool, data: st.DataObject
) -> None:
    content = "\n".join(",".join(row) for row in rows) + "\n" * last
    chunk = Chunk(content.encode(), 5, content.count("\n"))
    found = grid(chunk, b",", len(rows[0]))
    assert found is not None
    for place in range(len(rows[0])):
        assert found.empty(place).tolist() == [not row[place] for row in rows]
    assert chunk.longest_line == max(len(",".join(row).encode()) for row in rows)
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    some, all_of_them = lines_of(chunk, len(rows[0]), wanted), scanned(chunk, b",")
    for name in ("starts", "ends", "lines", "cells"):
        assert (getattr(some, name) == getattr(all_of_them, name)[wanted]).all()


@pytest.mark.parametrize("text", ["a,b\na\na,b,c\n", "a,b\n,\na,b,c\nd", "a,b,c\nd\n", 'a,"b"\n'])
def test_lines_of_which_one_has_more_cells_and_one_fewer_have_no_grid(text: str) -> None:
    assert grid(Chunk(text.encode(), 1, text.count("\n")), b",", 2) is None
