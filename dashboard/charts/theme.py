"""Colours and type of every chart: one palette for the light theme, one for the dark."""

from dataclasses import dataclass
from typing import Final

from dashboard.charts.fonts import FAMILY

TITLE_SIZE: Final = 17.0
SUBTITLE_SIZE: Final = 12.5
TEXT_SIZE: Final = 11.5
FOOTER_SIZE: Final = 10.5

REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600

FONT_STACK: Final = f"{FAMILY}, sans-serif"
"""Always ends in a generic family: a missing named font alone makes every label vanish."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one theme, as `#RRGGBB`.

    `better`, `worse` and `context` carry a judgement and are never used for anything else;
    `series` are six colours for several lines, told apart by people with protan, deutan and
    tritan vision and each at least 3 : 1 against the ground.
    """

    name: str
    ground: str
    panel: str
    line: str
    ink: str
    muted: str
    accent: str
    better: str
    worse: str
    context: str
    target: str
    series: tuple[str, ...]


LIGHT: Final = Palette(
    name="light",
    ground="#FFFFFF",
    panel="#F3F5F7",
    line="#D9DFE5",
    ink="#1B2430",
    muted="#5B6773",
    accent="#0B5C8A",
    better="#0B6BA8",
    worse="#C4501B",
    context="#6B7785",
    target="#3D6B2F",
    series=("#2346C8", "#CC7426", "#239B7C", "#6E4212", "#B06AB3", "#12183F"),
)

DARK: Final = Palette(
    name="dark",
    ground="#11171D",
    panel="#1A222B",
    line="#2D3945",
    ink="#E8EDF2",
    muted="#A3AFBB",
    accent="#6FB7E0",
    better="#62B0EA",
    worse="#F0925F",
    context="#94A1AE",
    target="#9CCB8B",
    series=("#A9B4FA", "#E5B25E", "#A6EBDD", "#E0689C", "#5E78E8", "#A87A30"),
)

MOST_SERIES: Final = len(LIGHT.series)
"""Past this many lines a chart becomes small multiples."""


def mix(over: str, under: str, share: float) -> str:
    """Blend two `#RRGGBB` colours.

    Args:
        over: the colour laid on top.
        under: the colour below.
        share: how much of `over` is seen, 0–1.

    Returns:
        The opaque colour, `#RRGGBB`, so that a picture needs no transparency to look the same.
    """
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#RRGGBB` colours, 1–21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= _LINEAR else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_LINEAR: Final = 0.04045
