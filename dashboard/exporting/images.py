"""PNG and SVG, drawn by vl-convert: no browser, no network."""

import struct
import zlib
from typing import Any, Final
from xml.sax.saxutils import escape

import vl_convert

from dashboard.charts import fonts
from dashboard.charts.draw import WIDTHS, spec
from dashboard.charts.figure import Figure
from dashboard.charts.theme import LIGHT
from dashboard.exporting.citing import cited
from dashboard.exporting.provenance import facts

_PNG_HEAD: Final = 8 + 25
"""The signature, and the chunk IHDR that must come first."""


def figure_spec(figure: Figure, *, transparent: bool = False) -> dict[str, Any]:
    """Return the Vega-Lite of an exported picture: light, at its kind's usual width, all cited."""
    made = spec(cited(figure), LIGHT, width=WIDTHS[figure.kind])
    return made | {"background": None} if transparent else made


def svg(figure: Figure, *, transparent: bool = False) -> bytes:
    """Draw a figure as SVG.

    vl-convert drops a chart's description, so title and description are put in here, and the
    whole is declared one image.

    Args:
        figure: what to draw.
        transparent: leave out the ground.

    Returns:
        UTF-8 text. Letters stay letters: where the typeface is not installed, the reader's own
        sans-serif is used.
    """
    fonts.register()
    drawn = vl_convert.vegalite_to_svg(figure_spec(figure, transparent=transparent))
    opening, _, content = drawn.partition(">")
    names = f"{figure.id}-title {figure.id}-description"
    language = figure.metadata.language
    root = f'{opening} role="img" aria-labelledby="{names}" lang="{language}">'
    texts = (
        f'<title id="{figure.id}-title">{escape(figure.title)}</title>'
        f'<desc id="{figure.id}-description">{escape(figure.description)}</desc>'
        f"<metadata>{escape(_told(figure))}</metadata>"
    )
    return (root + texts + content).encode()


def png(figure: Figure, *, scale: float = 2, transparent: bool = False) -> bytes:
    """Draw a figure as PNG, with what it shows and where it comes from as text chunks.

    Args:
        figure: what to draw.
        scale: pixels of the picture for each pixel of the layout.
        transparent: leave out the ground.
    """
    fonts.register()
    drawn = vl_convert.vegalite_to_png(figure_spec(figure, transparent=transparent), scale=scale)
    chunks = b"".join(_text_chunk(name, text) for name, text in facts(figure).items() if text)
    return drawn[:_PNG_HEAD] + chunks + drawn[_PNG_HEAD:]


def _told(figure: Figure) -> str:
    return "\n".join(f"{name}: {text}" for name, text in facts(figure).items() if text)


def _text_chunk(name: str, text: str) -> bytes:
    """Make a chunk iTXt, the one whose text is UTF-8 (PNG specification, 11.3.3.4)."""
    content = b"iTXt" + name.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    size, check = struct.pack(">I", len(content) - 4), struct.pack(">I", zlib.crc32(content))
    return size + content + check
