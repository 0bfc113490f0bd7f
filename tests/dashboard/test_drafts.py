"""Files in hand outlast a reload of the page, for as long as they may, and for their owner only."""

import pytest

from dashboard import drafts
from dashboard.drafts import LONGEST_KEPT, MOST_KEPT, Drafts
from validation.intake import Upload

FILES = (Upload("a.csv", b"period\n2024-Q1\n"),)


@pytest.fixture
def now() -> list[float]:
    """The time a store of drafts is told, as its one entry."""
    return [0.0]


@pytest.fixture
def kept_files(now: list[float]) -> Drafts:
    """A store of drafts, empty."""
    return Drafts(lambda: now[0])


def _files(kept_files: Drafts, word: str) -> tuple[Upload, ...]:
    found = kept_files.find("office", word)
    return found.uploads if found else ()


def test_what_is_kept_is_found_by_its_word_in_its_workspace_alone(kept_files: Drafts) -> None:
    word = kept_files.keep("office", FILES)
    assert _files(kept_files, word) == FILES
    assert kept_files.find("elsewhere", word) is None
    assert kept_files.find("office", "guessed") is None
    kept_files.drop(word)
    assert kept_files.find("office", word) is None


def test_other_files_of_the_same_reader_take_their_place(kept_files: Drafts) -> None:
    word = kept_files.keep("office", FILES)
    others = (Upload("b.csv", b"period\n"),)
    assert kept_files.keep("office", others, word) == word
    assert _files(kept_files, word) == others


def test_a_word_that_was_never_given_is_not_taken_up(kept_files: Drafts) -> None:
    assert kept_files.keep("office", FILES, "chosen-by-somebody") != "chosen-by-somebody"


def test_files_are_let_go_of_after_a_day(kept_files: Drafts, now: list[float]) -> None:
    word = kept_files.keep("office", FILES)
    now[0] = LONGEST_KEPT
    assert kept_files.find("office", word)
    now[0] += 1
    assert not kept_files.find("office", word)


def test_the_oldest_make_room_for_the_newest(
    kept_files: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [kept_files.keep("office", FILES) for _ in range(MOST_KEPT + 1)]
    assert [bool(kept_files.find("office", word)) for word in words] == [False] + [True] * MOST_KEPT
    monkeypatch.setattr(drafts, "MOST_BYTES", 2 * len(FILES[0].content))
    last = kept_files.keep("office", FILES)
    assert [bool(kept_files.find("office", word)) for word in (words[1], words[-1], last)] == [
        False,
        True,
        True,
    ]
