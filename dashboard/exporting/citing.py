"""The publications behind a figure: on the picture, in the metadata, as a table."""

from dataclasses import replace

import polars as pl

from dashboard.charts.figure import Citation, Figure


def cited(figure: Figure) -> Figure:
    """Return the figure with its publications below its footer, as a picture to be taken away."""
    return replace(figure, footer=(*figure.footer, *map(_short, figure.metadata.sources)))


def full(citation: Citation) -> str:
    """Cite a publication with everything known of it, its address among that."""
    return _joined(citation, citation.address, citation.note)


def table(figure: Figure) -> pl.DataFrame:
    """Return the publications behind a figure, a row each, under names ready to be read."""
    words = figure.words
    rows = [
        (each.id, each.publisher, each.title, each.published, each.tier, each.address, each.note)
        for each in figure.metadata.sources
    ]
    names = (
        words.source_id,
        words.publisher,
        words.title,
        words.published,
        words.tier,
        words.address,
        words.note,
    )
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _short(citation: Citation) -> str:
    return _joined(citation, citation.note)


def _joined(citation: Citation, *more: str) -> str:
    """Put id, publisher and title first, then when, how close to the publisher, and the rest."""
    told = "; ".join(filter(None, (citation.published, citation.tier)))
    head = f"[{citation.id}] {citation.publisher}, {citation.title}"
    texts = (f"{head} ({told})" if told else head, *more)
    return ". ".join(text.rstrip(".") for text in texts if text) + "."
