"""Colours: read by everybody, in both themes."""

from itertools import combinations

import numpy as np
import pytest

from dashboard.charts.theme import DARK, FONT_STACK, LIGHT, Palette, contrast, mix

# What people without one kind of cone see, in linear RGB: Machado, Oliveira and Fernandes (2009),
# severity 1.0.
VISION = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Linear RGB to cone response and on to OKLab: Ottosson (2020).
CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
OKLAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]

palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@palettes
def test_text_stands_out_from_its_ground(palette: Palette) -> None:
    for color in (palette.ink, palette.muted, palette.target, palette.accent):
        assert contrast(color, palette.ground) >= 4.5


@palettes
def test_lines_and_dots_stand_out_from_their_ground(palette: Palette) -> None:
    for color in (*palette.series, palette.better, palette.worse, palette.context):
        assert contrast(color, palette.ground) >= 3


@palettes
@pytest.mark.parametrize("vision", VISION)
def test_six_series_are_told_apart_without_one_kind_of_cone(palette: Palette, vision: str) -> None:
    # 0.075 is what the set of Okabe and Ito, made for this, reaches by the same measure.
    seen = [_seen(color, vision) for color in palette.series]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 0.075


def _seen(color: str, vision: str) -> np.ndarray:
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    changed = np.clip(np.array(VISION[vision]) @ linear, 0, 1)
    return np.array(OKLAB) @ np.cbrt(np.array(CONES) @ changed)


def test_blending_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#FFFFFF", 1) == "#000000"
    assert mix("#000000", "#FFFFFF", 0) == "#FFFFFF"
    assert mix("#000000", "#FFFFFF", 0.2) == "#CCCCCC"


def test_the_font_ends_in_a_generic_family() -> None:
    assert FONT_STACK == "IBM Plex Sans Arabic, sans-serif"
