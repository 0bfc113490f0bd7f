"""The typeface: what it has, how wide it is, how lines break."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import fonts
from dashboard.charts.words import Words

PRINTED = "0123456789 .,;:%–−…·<>()/'’\u00a0÷×"


def test_every_character_of_the_words_a_chart_prints_is_in_the_font() -> None:
    words = Words()
    printed = "".join(str(getattr(words, field.name)) for field in fields(words))
    assert fonts.lacking(printed + PRINTED) == ""


def test_symbols_and_thin_spaces_are_known_to_be_missing() -> None:
    assert fonts.lacking("▲71\u2009%◆ ●σ\u202f▲") == "▲\u2009◆●σ\u202f"


def test_widths_are_those_of_the_font_files() -> None:
    # Advance widths as drawn by FreeType from the same files, at 100 pixels.
    assert round(fonts.width("A", size=100), 2) == 64.1
    assert fonts.width("0", size=100) == fonts.width("7", size=100) == 60
    assert fonts.width("Task", size=20, weight=600) > fonts.width("Task", size=20)


@given(st.lists(st.text("abcdefgh\u00a0", min_size=1, max_size=12), max_size=12))
def test_wrapped_lines_hold_the_same_words_and_fit_unless_a_word_does_not(words: list[str]) -> None:
    text = " ".join(words)
    lines = fonts.wrap(text, room=90, size=12)
    assert " ".join(lines) == text
    assert all(fonts.width(line, size=12) <= 90 or " " not in line for line in lines)


@given(st.text("abcdefgh ", max_size=30))
def test_a_shortened_text_fits_and_is_untouched_where_it_did_fit(text: str) -> None:
    cut = fonts.shorten(text, room=60, size=12)
    assert fonts.width(cut, size=12) <= 60
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_the_font_folder_serves_the_weights_that_are_used() -> None:
    names = {path.name for path in fonts.FOLDER.iterdir()}
    assert {f"IBMPlexSansArabic-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold")} <= (
        names
    )
