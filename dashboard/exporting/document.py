"""PDF: the SVG placed on a page of its size by typst, tagged, dated by its data version.

vl-convert's own PDF differs from call to call; typst's does not.
"""

import json
from functools import cache
from typing import Final

import typst

from dashboard.charts import fonts
from dashboard.charts.figure import Figure
from dashboard.exporting.images import svg
from dashboard.exporting.provenance import moment, sources

_PAGE: Final = """
#let figure-data = json(bytes(sys.inputs.data))
#let day = figure-data.day
#set document(
  title: figure-data.title,
  author: figure-data.author,
  description: figure-data.about,
  keywords: figure-data.keywords,
  date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)),
)
#set text(lang: figure-data.language, font: figure-data.font)
#set page(width: auto, height: auto, margin: 0pt)
#image(
  bytes(figure-data.svg),
  format: "svg",
  alt: figure-data.description,
)
"""


def pdf(figure: Figure) -> bytes:
    """Draw a figure as PDF/UA-1: vectors, fonts embedded, title, author, date and alt text set."""
    data = figure.metadata
    told = {
        "title": figure.title,
        "author": data.author,
        "description": figure.description,
        "about": "\n".join(filter(None, (figure.description, sources(figure)))),
        "keywords": [text for text in (data.version_label, data.head, data.source) if text],
        "day": [data.version_date.year, data.version_date.month, data.version_date.day],
        "language": data.language,
        "font": fonts.FAMILY,
        "svg": svg(figure).decode(),
    }
    return typst.compile(
        _PAGE.encode(),
        font_paths=_faces(),
        format="pdf",
        sys_inputs={"data": json.dumps(told)},
        pdf_standards=["ua-1"],
        timestamp=moment(figure),
    )


@cache
def _faces() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]
    )
