"""TXT: what a bare table leaves unsaid, its title, its sources and its definitions."""

from dashboard.charts.figure import Figure
from dashboard.exporting import citing
from dashboard.exporting.provenance import about


def text(figure: Figure) -> bytes:
    """Write a figure's title, unit, version, publications and definitions for a reader."""
    words, data = figure.words, figure.metadata
    parts = [
        (words.figure_sheet, [f"{row.term}: {row.text}" for row in about(figure)]),
        (words.sources_sheet, [citing.full(each) for each in data.sources]),
        (words.definitions_sheet, [f"{row.term}: {row.text}" for row in data.definitions]),
    ]
    told = ("\n".join([heading, "", *lines]) for heading, lines in parts if lines)
    return ("\n\n".join(told) + "\n").encode()
