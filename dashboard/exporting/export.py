"""One door to all file formats."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from dashboard.charts.figure import Figure
from dashboard.exporting import document, images, notes, tables, web, workbook


class Format(StrEnum):
    """The formats a figure can be taken away in; the value is the file name's ending."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    CSV = "csv"
    TXT = "txt"
    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What a server calls it."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.PNG: "image/png",
    Format.SVG: "image/svg+xml",
    Format.PDF: "application/pdf",
    Format.CSV: "text/csv",
    Format.TXT: "text/plain",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html",
    Format.JSON: "application/json",
}


def export(figure: Figure, fmt: Format, *, scale: float = 2, transparent: bool = False) -> bytes:
    """Write a figure as a file; the same figure gives the same bytes, on any day.

    Args:
        figure: what to write.
        fmt: the format.
        scale: of a PNG, pixels for each pixel of the layout.
        transparent: of PNG and SVG, leave out the ground.

    Returns:
        The file's content.
    """
    writers: dict[Format, Callable[[Figure], bytes]] = {
        Format.PNG: partial(images.png, scale=scale, transparent=transparent),
        Format.SVG: partial(images.svg, transparent=transparent),
        Format.PDF: document.pdf,
        Format.CSV: tables.csv,
        Format.TXT: notes.text,
        Format.XLSX: workbook.xlsx,
        Format.HTML: web.html,
        Format.JSON: web.vega_lite,
    }
    return writers[fmt](figure)


def filename(figure: Figure, fmt: Format) -> str:
    """Name a file by its figure and its data version: `on_time_replies-v41.svg`."""
    return f"{figure.id}-v{figure.metadata.version}.{fmt}"
