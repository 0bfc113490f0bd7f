"""Where every figure was read."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import components, provenance
from dashboard.charts.figure import Citation
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from metrics.cited import FACTS, FIGURES, cited
from validation.codes import TIERS
from validation.contracts.sources import Sources
from validation.fields import col, name
from validation.text import mark

TITLE: Final = mark("Sources")
_SEARCHED: Final = (
    Sources.source_id,
    Sources.publisher,
    Sources.title,
    Sources.address,
    Sources.published,
    Sources.note,
)


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
        tr(mark("Search")),
        key="source_words",
        placeholder=tr(mark("Publisher, title, address, date, tier or id")),
    )
    shown = _matching(found, words or "")
    if shown.is_empty():
        components.empty(
            tr(mark("No publication has all of these words.")),
            tr(mark("Leave some out.")),
        )
    elif shown.height < found.height:
        st.caption(tr(mark("{n} of {all} have these words."), n=shown.height, all=found.height))
    publications = provenance.publications(context.source)
    key = name(Sources.source_id)
    rows = shown.iter_rows(named=True)
    components.entries(_entry(row, publications[row[key]]) for row in rows)


def _matching(found: pl.DataFrame, words: str) -> pl.DataFrame:
    """Keep the publications that have all of these words, in whatever is told of them."""
    tiers = {code: tr(TIERS.label(code)) for code in TIERS.values}
    tier = col(Sources.tier).cast(pl.String).replace(tiers)
    told = [col(each).cast(pl.String).fill_null("") for each in _SEARCHED]
    text = pl.concat_str([*told, tier], separator=" ").str.to_lowercase()
    for word in words.lower().split():
        found = found.filter(text.str.contains(word, literal=True))
    return found


def _entry(row: Mapping[str, Any], publication: Citation) -> components.Entry:
    """Write one publication: its title leads to it, the rest says what it is."""
    figures, facts = row[FIGURES], row[FACTS]
    accessed = row[name(Sources.accessed)]
    asides = (
        publication.published,
        publication.tier,
        "" if publication.address else tr(mark("address not kept")),
        tr(mark("read on {day}"), day=accessed) if accessed else "",
        trn(mark("{n} published total"), mark("{n} published totals"), figures) if figures else "",
        trn(mark("{n} other row"), mark("{n} other rows"), facts) if facts else "",
        publication.id,
    )
    return components.Entry(
        above=publication.publisher,
        title=components.cite(publication, publication.title),
        aside=asides,
        note=publication.note,
    )


VIEW: Final = View(address="sources", title=TITLE, menu=Menu.RECORD, place=10, page=page)
