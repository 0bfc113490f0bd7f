"""Figures of squares: rows and columns of anything, each square one sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import labels, provenance
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Figure, Grid, Heading, Kind, Metadata
from dashboard.i18n import tr
from metrics.source import Source
from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands above a grid, and what its files are called."""

    id: str
    title: str
    subtitle: str


def squares_figure(
    source: Source,
    words: Words,
    grid: Grid,
    *,
    rows: Mapping[str, str],
    headings: Sequence[Heading],
    values: pl.DataFrame,
    dimensions: tuple[str, ...],
) -> Figure:
    """Make a figure of squares.

    Args:
        source: the version.
        words: id, title and subtitle.
        grid: the squares, and what their signs mean.
        rows: code → name of each row, in order.
        headings: the columns, in order.
        values: what the squares say, in the columns of `values.schema`, for the files.
        dimensions: the columns of `values` that tell its lines apart.
    """
    return described(
        undescribed(
            source, words, grid, rows=rows, headings=headings, values=values, dimensions=dimensions
        ),
        tr,
    )


def undescribed(
    source: Source,
    words: Words,
    grid: Grid,
    *,
    rows: Mapping[str, str],
    headings: Sequence[Heading],
    values: pl.DataFrame,
    dimensions: tuple[str, ...],
) -> Figure:
    """Make the same without its description, for whoever has more to say of it."""
    cited = provenance.citations(values, source)
    sources = provenance.sources_of(values, cited)
    version = source.provenance
    return Figure(
        id=words.id,
        kind=Kind.GRID,
        values=values,
        dimensions=dimensions,
        series=rows,
        title=words.title,
        subtitle=words.subtitle,
        footer=(*sources, provenance.version_line(version)),
        unit="",
        unit_label="",
        headings=tuple(headings),
        grid=grid,
        description="",
        metadata=Metadata(
            author=provenance.AUTHOR,
            source=" ".join(sources),
            version=version.version,
            version_label=tr(mark("Version {number}"), number=version.version),
            version_date=provenance.version_day(version),
            head=version.head,
            sources=cited,
        ),
        simulated=version.simulated,
        words=labels.words(),
    )
