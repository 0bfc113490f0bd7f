"""Files name every publication behind a figure, wherever a reader looks."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from dashboard import formula_words
from dashboard.charts.figure import Citation, Figure
from dashboard.exporting.export import Format, export
from metrics.catalogue import INDICATORS

MANY = tuple(
    Citation(
        id=f"report-{at}",
        publisher=f"Agency {at}",
        title=f"Annual report {at}",
        published="2024",
        tier="the publisher itself",
        address=f"https://example.org/{at}",
        note=f"Read on day {at}",
    )
    for at in range(5)
)


@pytest.fixture
def cited_figure(published_figure: Figure) -> Figure:
    """A figure of five publications."""
    return replace(published_figure, metadata=replace(published_figure.metadata, sources=MANY))


def test_a_picture_prints_every_publication(cited_figure: Figure) -> None:
    drawn = " ".join(ET.fromstring(export(cited_figure, Format.SVG)).itertext())
    for each in MANY:
        assert f"[{each.id}] {each.publisher}, {each.title}" in drawn


def test_a_workbook_lists_every_publication_in_full(cited_figure: Figure) -> None:
    book = load_workbook(BytesIO(export(cited_figure, Format.XLSX)))
    _, *rows = book["Sources"].iter_rows(values_only=True)
    assert rows == [
        (each.id, each.publisher, each.title, each.published, each.tier, each.address, each.note)
        for each in MANY
    ]


@pytest.mark.parametrize("fmt", [Format.TXT, Format.SVG, Format.PNG])
def test_a_file_carries_every_address(cited_figure: Figure, fmt: Format) -> None:
    content = export(cited_figure, fmt)
    assert all(each.address.encode() in content for each in MANY)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_formula_has_words_without_a_column_name(indicator: str) -> None:
    found = INDICATORS[indicator]
    assert "_" not in formula_words.formula(found.statistic)
    assert all("_" not in part for part in formula_words.parts(found))
