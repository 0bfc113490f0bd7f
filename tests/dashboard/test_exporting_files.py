"""Files: the same bytes each time, and what each format carries besides the picture."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dashboard.charts.figure import Figure
from dashboard.exporting.export import Format, export, filename

SVG = "{http://www.w3.org/2000/svg}"

# A figure made anew in another process, and the digest of each of its files.
SCRIPT = """
import hashlib, json
from datetime import date
import polars as pl
from dashboard.charts.figure import Figure, Kind, Metadata
from dashboard.exporting.export import Format, export

rows = [
    {"period": f"{year}", "grain": "year", "indicator": "i", "partnership_id": name,
     "value": 0.5 + year % 3 / 10, "lower": 0.4, "upper": 0.9, "unit": "share", "flags": "",
     "numerator": 50.0, "denominator": 90.0,
     "precision": "", "break_before": "",
     "source": "own_return", "data_version": 7}
    for name in ("a", "b") for year in range(2015, 2025)
]
figure = Figure(
    id="i", kind=Kind.LINE, values=pl.DataFrame(rows), dimensions=("partnership_id",),
    series={"a": "Alpha", "b": "Beta"}, title="A title", subtitle="Years", footer=("A source.",),
    unit="share", unit_label="share", description="Two lines.",
    metadata=Metadata(author="A", source="S", version=7, version_label="version 7",
                      version_date=date(2025, 1, 31), head="abc"),
)
print(json.dumps({fmt: hashlib.sha256(export(figure, fmt)).hexdigest() for fmt in Format}))
"""


def _digests(seed: str, zone: str) -> dict[str, str]:
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, env=environment
    )
    return json.loads(done.stdout)


def test_another_process_in_another_time_zone_writes_the_same_bytes() -> None:
    first = _digests("1", "UTC")
    assert first == _digests("2", "Asia/Tokyo")
    assert {*first} == {*Format}


@pytest.mark.parametrize("fmt", Format)
def test_the_same_figure_gives_the_same_bytes(any_figure: Figure, fmt: Format) -> None:
    first, second = (hashlib.sha256(export(any_figure, fmt)).hexdigest() for _ in range(2))
    assert first == second


def test_files_are_named_by_figure_and_version(line_figure: Figure) -> None:
    assert [filename(line_figure, fmt) for fmt in (Format.SVG, Format.XLSX)] == [
        "on_time_replies-v41.svg",
        "on_time_replies-v41.xlsx",
    ]


def test_each_format_has_a_media_type() -> None:
    assert all("/" in fmt.media_type for fmt in Format)


def test_a_png_has_the_size_asked_and_tells_where_it_comes_from(line_figure: Figure) -> None:
    image = Image.open(BytesIO(export(line_figure, Format.PNG, scale=3)))
    assert isinstance(image, PngImageFile)
    image.load()
    assert image.width == 760 * 3
    told = image.text
    assert told["Title"] == line_figure.title
    assert told["Description"] == line_figure.description
    assert told["Source"] == "partnership returns"
    assert told["Version"] == "version 41, 4 Feb 2025"
    assert told["Disclaimer"] == "Simulated"


@pytest.mark.parametrize(("ground", "pixel"), [("left out", 0), ("white", 255)])
def test_the_ground_of_a_png_is_white_or_left_out(
    line_figure: Figure, ground: str, pixel: int
) -> None:
    content = export(line_figure, Format.PNG, scale=1, transparent=ground == "left out")
    image = Image.open(BytesIO(content)).convert("RGBA")
    assert image.getpixel((2, 2)) == (pixel, pixel, pixel, pixel)


def test_an_svg_is_one_image_with_title_and_description(any_figure: Figure) -> None:
    root = ET.fromstring(export(any_figure, Format.SVG))
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", any_figure.title)
    assert (description.tag, description.text) == (f"{SVG}desc", any_figure.description)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_an_svg_shows_title_unit_source_and_version_as_text(line_figure: Figure) -> None:
    drawn = " ".join(ET.fromstring(export(line_figure, Format.SVG)).itertext())
    for text in ("share of replies due", "version 41, 4 Feb 2025", "Simulated"):
        assert text in drawn


def test_an_svg_names_the_font_and_a_fallback(line_figure: Figure) -> None:
    assert b'font-family="IBM Plex Sans Arabic, sans-serif"' in export(line_figure, Format.SVG)


def test_markup_in_a_title_stays_text(
    make_figure: Callable[..., Figure], line_figure: Figure
) -> None:
    rows = line_figure.values.to_dicts()
    figure = make_figure(rows, title="A <b>title</b> & more", footer=("</svg><script/>",))
    root = ET.fromstring(export(figure, Format.SVG))
    assert root[0].text == "A <b>title</b> & more"
    assert not [*root.iter(f"{SVG}script")]


def test_a_pdf_is_one_tagged_page_dated_by_its_version(line_figure: Figure) -> None:
    reader = PdfReader(BytesIO(export(line_figure, Format.PDF)))
    about, root = reader.metadata, reader.root_object
    assert about is not None
    assert len(reader.pages) == 1
    assert (about.title, about.author) == (line_figure.title, "Ministry of the Interior")
    assert about.creation_date == datetime(2025, 2, 4, tzinfo=UTC)
    assert root["/Lang"] == "en"
    assert {"/MarkInfo", "/StructTreeRoot"} <= {*root}


def test_a_pdf_embeds_the_font_and_keeps_text_as_text(line_figure: Figure) -> None:
    reader = PdfReader(BytesIO(export(line_figure, Format.PDF)))
    content = export(line_figure, Format.PDF)
    assert b"IBMPlexSansArabic" in content
    drawn = reader.pages[0].extract_text()
    assert "target 65" in drawn.replace("\u00a0", " ")


def test_a_pdf_says_what_its_picture_shows(line_figure: Figure) -> None:
    reader = PdfReader(BytesIO(export(line_figure, Format.PDF)))
    found = [
        item.get("/Alt")
        for at in range(len(reader.xref[0]))
        if isinstance(item := reader.get_object(at), DictionaryObject)
    ]
    assert line_figure.description in found


def test_a_web_page_needs_no_network_and_says_what_it_shows(line_figure: Figure) -> None:
    page = export(line_figure, Format.HTML).decode()
    assert '<html lang="en">' in page
    assert f"<title>{line_figure.title}</title>" in page
    assert "<script src" not in page
    assert "<link" not in page


def test_vega_lite_holds_the_data_and_the_provenance(line_figure: Figure) -> None:
    made = json.loads(export(line_figure, Format.JSON))
    assert made["usermeta"]["Version"] == "version 41, 4 Feb 2025"
    assert all(layer["data"]["values"] for layer in made["layer"])
