"""What holds for the picture of every figure, at any width and in both themes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
import vl_convert

from dashboard.charts import fonts
from dashboard.charts.draw import page_spec, spec
from dashboard.charts.drawing import LINE_HEIGHT
from dashboard.charts.figure import Figure
from dashboard.charts.theme import DARK, LIGHT, Palette, contrast

widths = pytest.mark.parametrize("width", [390, 760, 1440])
palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def _rows(made: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [
        row
        for layer in made["layer"]
        if layer["mark"]["type"] == mark
        for row in layer["data"]["values"]
    ]


def _boxes(made: dict[str, Any]) -> Iterator[tuple[str, float, float, float, float]]:
    """Each text with its left, top, right and bottom edge in the picture."""
    for row in _rows(made, "text"):
        lines = [row["text"]] if isinstance(row["text"], str) else cast("list[str]", row["text"])
        wide = max(fonts.width(line, size=row["size"], weight=row["weight"]) for line in lines)
        x = made["padding"]["left"] + made["width"] * row["across"] + row["x"]
        left = x - wide * {"left": 0, "center": 0.5, "right": 1}[row["align"]]
        top = made["padding"]["top"] + row["y"] - row["size"] * 0.5
        tall = row["size"] * (1 + (len(lines) - 1) * LINE_HEIGHT)
        yield " ".join(lines), left, top, left + wide, top + tall


@widths
def test_a_picture_is_as_wide_as_asked_and_holds_all_its_texts(
    any_figure: Figure, width: int
) -> None:
    made = spec(any_figure, LIGHT, width=width)
    padding = made["padding"]
    high = padding["top"] + made["height"] + padding["bottom"]
    assert padding["left"] + made["width"] + padding["right"] == pytest.approx(width, abs=0.1)
    outside = [
        text
        for text, left, top, right, bottom in _boxes(made)
        if left < -0.5 or right > width + 0.5 or top < 0 or bottom > high
    ]
    assert outside == []


@widths
def test_no_text_lies_over_another(any_figure: Figure, width: int) -> None:
    boxes = [*_boxes(spec(any_figure, LIGHT, width=width))]
    over = [
        (one, other)
        for at, (one, left, top, right, bottom) in enumerate(boxes)
        for other, left2, top2, right2, bottom2 in boxes[at + 1 :]
        if min(right, right2) - max(left, left2) > 1 and min(bottom, bottom2) - max(top, top2) > 1
    ]
    assert over == []


@palettes
def test_every_text_has_a_colour_that_is_read_on_the_ground(
    any_figure: Figure, palette: Palette
) -> None:
    made = spec(any_figure, palette, width=760)
    colors = {row["color"] for row in _rows(made, "text")}
    on_cells = {palette.ink, palette.ground}  # chosen by the shade below, tested with the heat map
    assert made["background"] == palette.ground
    assert all(contrast(color, palette.ground) >= 4.5 for color in colors - on_cells)


def test_every_character_is_in_the_font(any_figure: Figure) -> None:
    printed = "".join(text for text, *_ in _boxes(spec(any_figure, LIGHT, width=390)))
    assert fonts.lacking(printed) == ""


def test_small_texts_are_not_too_small(any_figure: Figure) -> None:
    assert min(row["size"] for row in _rows(spec(any_figure, LIGHT, width=390), "text")) >= 10.5


def test_the_description_is_made_from_the_data(any_figure: Figure) -> None:
    assert spec(any_figure, LIGHT, width=760)["description"] == any_figure.description != ""


def test_simulated_figures_say_so_even_without_title_and_footer(any_figure: Figure) -> None:
    texts = [text for text, *_ in _boxes(spec(any_figure.bare(), LIGHT, width=760))]
    assert ("Simulated" in texts) is any_figure.simulated
    assert any_figure.title not in texts


def test_the_footer_is_part_of_the_picture(any_figure: Figure) -> None:
    texts = [text for text, *_ in _boxes(spec(any_figure, LIGHT, width=760))]
    assert {*any_figure.footer} <= {*texts}


def test_vega_lite_accepts_the_picture(any_figure: Figure) -> None:
    made = vl_convert.vegalite_to_vega(spec(any_figure, LIGHT, width=760))
    assert made["marks"]


def test_a_page_stretches_the_picture_and_gets_its_data_with_it(any_figure: Figure) -> None:
    made = page_spec(any_figure, DARK, width=600)
    assert made["width"] == "container"
    assert made["background"] is None
    assert "datasets" not in made
    assert all(layer["data"]["values"] for layer in made["layer"])


def test_a_figure_without_rows_says_that_nothing_is_measured(any_figure: Figure) -> None:
    empty = replace(any_figure.bare(), values=any_figure.values.clear(), cells=())
    texts = [text for text, *_ in _boxes(spec(empty, LIGHT, width=390))]
    assert any("not measured" in text for text in texts)
