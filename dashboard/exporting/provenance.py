"""What every file says about itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Final

from dashboard.charts.figure import Definition, Figure
from dashboard.exporting import citing

HEAD_PRINTED: Final = 12
"""Characters of the ledger's head that stand below a figure; files carry all of it."""


def facts(figure: Figure) -> dict[str, str]:
    """Return title, author, source, version and the rest by the names that file formats use."""
    data = figure.metadata
    return {
        "Title": figure.title,
        "Author": data.author,
        "Description": figure.description,
        "Source": data.source,
        "Sources": sources(figure),
        "Version": data.version_label,
        "Creation Time": data.version_date.isoformat(),
        "Ledger head": data.head,
        "Disclaimer": figure.words.simulated if figure.simulated else "",
        "Comment": data.note,
    }


def sources(figure: Figure) -> str:
    """Cite every publication in full, a line each."""
    return "\n".join(citing.full(each) for each in figure.metadata.sources)


def about(figure: Figure, *more: str) -> list[Definition]:
    """Say what a figure is, name by name, in the reader's words.

    Args:
        figure: what to tell of.
        more: notes beside what stands below the figure; empty ones are left out.
    """
    words, data = figure.words, figure.metadata
    rows = [
        (words.simulated, words.invented if figure.simulated else ""),
        (words.title, figure.title),
        (words.subtitle, figure.subtitle),
        (words.unit, figure.unit_label),
        (words.source, data.source),
        (words.version, data.version_label),
        (words.version_date, data.version_date.isoformat()),
        (words.head, data.head),
        (words.author, data.author),
        (words.note, "\n".join(filter(None, (data.note, *_footer(figure), *more)))),
        (words.description, figure.description),
    ]
    return [Definition(term=term, text=text) for term, text in rows if text]


def _footer(figure: Figure) -> Iterator[str]:
    """Yield what stands below a figure, but for its source and version: these have own rows."""
    data = figure.metadata
    for line in figure.footer:
        of_version = data.head and data.head[:HEAD_PRINTED] in line
        if line not in data.source and not of_version:
            yield line


def moment(figure: Figure) -> datetime:
    """Return the time a file is dated: midnight UTC of its data version's day."""
    return datetime.combine(figure.metadata.version_date, time(), UTC)
