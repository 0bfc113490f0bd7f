"""An evaluator takes a chart away in five formats, opens each, and compares it with the engine."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import polars as pl
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from data import versions
from data.workspaces import demonstration

Visit = Callable[..., Page]
Drawer = Callable[[Page, str, str], Locator]
Partnerships = Callable[..., subprocess.CompletedProcess[str]]

TITLE = (
    "Replies on time: 70\u00a0% (942 of 1\u00a0345) in Oct–Dec 2025 (Q4) "
    "(may still change), 71\u00a0% (1\u00a0116 of 1\u00a0563) a year earlier"
)
SOURCE = "Source: returns of the partnerships."
SVG = "{http://www.w3.org/2000/svg}"
FORMATS = ("PNG", "SVG", "PDF", "CSV", "XLSX")


@pytest.fixture
def taken(demo: tuple[str, Path], visit: Visit, drawer: Drawer) -> dict[str, bytes]:
    """What the drawer of one chart gives, by format."""
    address = f"{demo[0]}/information-exchange?workspace=simulated-example"
    page = visit(f"{address}&partnerships=northern-ports&as_of=29")
    panel = drawer(page, "Replies on time", "Take away")
    found: dict[str, bytes] = {}
    for name in FORMATS:
        with page.expect_download() as download:
            panel.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename.endswith(f"-v29.{name.lower()}")
        found[name] = download.value.path().read_bytes()
    return found


@pytest.fixture
def head() -> str:
    """The hash of the version shown."""
    return versions.ledger(demonstration()[1].warehouse)[28].hash


def test_every_file_carries_title_source_version_and_label(
    taken: dict[str, bytes], head: str
) -> None:
    picture = Image.open(io.BytesIO(taken["PNG"]))
    assert picture.size[0] > 1_000
    assert picture.info["Title"] == TITLE
    assert head in str(picture.info)

    drawing = ET.fromstring(taken["SVG"])
    assert drawing.findtext(f"{SVG}title") == TITLE
    assert "The figures are simulated." in (drawing.findtext(f"{SVG}desc") or "")
    written = " ".join(drawing.itertext())
    assert SOURCE in written
    assert "Data version 29 of 2026-02-04" in written

    document = PdfReader(io.BytesIO(taken["PDF"]))
    assert document.metadata
    assert document.metadata.title == TITLE
    printed = " ".join(document.pages[0].extract_text().replace("\u00a0", " ").split())
    assert TITLE.replace("\u00a0", " ") in printed
    assert "Simulated" in printed
    assert "target 65 %" in printed

    book = openpyxl.load_workbook(io.BytesIO(taken["XLSX"]))
    about = {row[0]: row[1] for row in book["Figure"].iter_rows(values_only=True)}
    assert about["Title"] == TITLE
    assert about["Ledger head"] == head
    assert "Simulated" in str(about)
    assert len(book["Definitions"]["A"]) > 1


def test_the_numbers_are_those_of_the_command_line_to_the_last_digit(
    taken: dict[str, bytes], partnerships: Partnerships
) -> None:
    example = demonstration()[1].path
    words = ("series", "on_time_replies", "--partnership", "northern-ports", "--as-of", "29")
    said = partnerships("--warehouse", example, *words, "--grain", "quarter", "--format", "csv")
    assert taken["CSV"].decode("utf-8-sig") == said.stdout

    engine = pl.read_csv(io.StringIO(said.stdout))
    book = openpyxl.load_workbook(io.BytesIO(taken["XLSX"]), read_only=True)
    header, *rows = book["Data"].iter_rows(values_only=True)
    column = header.index("value")
    assert [row[column] for row in rows] == engine["value"].to_list()


def test_the_command_line_gives_the_same_bytes(
    taken: dict[str, bytes], partnerships: Partnerships, tmp_path: Path
) -> None:
    example = demonstration()[1].path
    question = ("on_time_replies", "--partnership", "northern-ports", "--as-of", "29")
    for name, content in taken.items():
        out = tmp_path / f"chart.{name.lower()}"
        partnerships(
            "--warehouse",
            example,
            "export",
            "chart",
            *question,
            "--grain",
            "quarter",
            "--to",
            "2025-Q4",
            "--out",
            out,
        )
        assert out.read_bytes() == content, name


def test_no_button_gives_a_chart_or_a_table_without_its_source(
    demo: tuple[str, Path], visit: Visit, drawer: Drawer
) -> None:
    address = f"{demo[0]}/information-exchange?workspace=simulated-example"
    page = visit(f"{address}&partnerships=northern-ports&as_of=29")
    panel = drawer(page, "Replies on time", "The numbers")
    panel.get_by_test_id("stDataFrame").hover()
    expect(panel.get_by_role("button", name="Search")).to_be_visible()
    expect(page.get_by_role("button", name="Fullscreen").first).to_be_attached()
    for offer in ("Download as", "Copy", "Save as"):
        expect(page.get_by_role("button", name=offer)).to_have_count(0)
