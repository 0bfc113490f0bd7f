"""Where every figure was read."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import components
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from metrics.cited import FACTS, FIGURES, cited
from validation.codes import TIERS
from validation.contracts.sources import Sources
from validation.fields import col
from validation.text import mark

TITLE: Final = mark("Sources")


def page(context: Context) -> None:
    """List the publications, searchable, each with its tier in words and its figures' number."""
    st.title(tr(TITLE))
    found = cited(context.source)
    if found.is_empty():
        components.empty(
            tr(mark("This workspace cites no publication.")),
            tr(mark("Its figures are the partnerships' own returns.")),
        )
        return
    st.caption(
        trn(
            mark(
                "{n} publication. Figures are shown as printed there; "
                "none was confirmed with its publisher."
            ),
            mark(
                "{n} publications. Figures are shown as printed there; "
                "none was confirmed with its publisher."
            ),
            found.height,
        )
    )
    words = st.text_input(
        tr(mark("Search")), key="source_words", placeholder=tr(mark("Publisher, title or id"))
    )
    components.table(_shown(_matching(found, words or "")), links=(tr(mark("Address")),))


def _matching(found: pl.DataFrame, words: str) -> pl.DataFrame:
    text = pl.concat_str(
        [col(each).fill_null("") for each in (Sources.source_id, Sources.publisher, Sources.title)],
        separator=" ",
    ).str.to_lowercase()
    for word in words.lower().split():
        found = found.filter(text.str.contains(word, literal=True))
    return found


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    tiers = {code: tr(TIERS.label(code)) for code in TIERS.values}
    return found.select(
        col(Sources.publisher).alias(tr(mark("Publisher"))),
        col(Sources.title).alias(tr(mark("Title"))),
        col(Sources.published).alias(tr(mark("Published"))),
        col(Sources.tier).cast(pl.String).replace(tiers).alias(tr(mark("Read at"))),
        pl.col(FIGURES).alias(tr(mark("Published totals"))),
        pl.col(FACTS).alias(tr(mark("Other rows"))),
        col(Sources.address).alias(tr(mark("Address"))),
        col(Sources.note).alias(tr(mark("Note"))),
        col(Sources.source_id).alias(tr(mark("Id"))),
    )


VIEW: Final = View(address="sources", title=TITLE, menu=Menu.RECORD, place=10, page=page)
