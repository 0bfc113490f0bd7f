"""Where every figure was read."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import polars as pl
import streamlit as st

from dashboard import choices, components, labels, link, provenance
from dashboard.charts.figure import Citation
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from dashboard.views import communities, operations, partnership
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.cited import NUMBER, TABLE, WHAT, cited, uses
from metrics.operations import OPERATION, register
from metrics.source import Source
from validation.codes import TIERS
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.sources import Sources
from validation.fields import col, name
from validation.text import mark

Used: TypeAlias = dict[str, dict[str, str]]
"""What was read in each publication: by its id, what it is → the page that shows it."""

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
    """List the publications, searchable, each with its tier in words and what was read in it."""
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
    used = _used(context.source, context.filters.offered.partnerships)
    shown = _chosen(found, used)
    publications = provenance.publications(context.source)
    key = name(Sources.source_id)
    rows = shown.iter_rows(named=True)
    components.entries(_entry(row, publications[row[key]], used.get(row[key], {})) for row in rows)


def _chosen(found: pl.DataFrame, used: Used) -> pl.DataFrame:
    """Return the one publication that a link names, or those that a reader searches for."""
    key = name(Sources.source_id)
    everything = tr(mark("all of them"))
    one = link.settle(choices.SOURCE, {"": everything, **{each: each for each in found[key]}})
    if one:
        if st.button(tr(mark("All sources"))):
            link.choose(choices.SOURCE, "")
        return found.filter(pl.col(key) == one)
    words = st.text_input(
        tr(mark("Search")),
        key="source_words",
        placeholder=tr(mark("Publisher, title, address, date, tier, id or what was read in it")),
    )
    shown = _matching(found, used, words or "")
    if shown.is_empty():
        components.empty(
            tr(mark("No publication has all of these words.")),
            tr(mark("Leave some out.")),
        )
    elif shown.height < found.height:
        st.caption(tr(mark("{n} of {all} have these words."), n=shown.height, all=found.height))
    return shown


def _matching(found: pl.DataFrame, used: Used, words: str) -> pl.DataFrame:
    """Keep the publications that have all of these words, in whatever is told of them."""
    tiers = {code: tr(TIERS.label(code)) for code in TIERS.values}
    tier = col(Sources.tier).cast(pl.String).replace(tiers)
    told = [col(each).cast(pl.String).fill_null("") for each in _SEARCHED]
    read = {each: " ".join(texts) for each, texts in used.items()}
    what = col(Sources.source_id).replace_strict(read, default="", return_dtype=pl.String)
    text = pl.concat_str([*told, tier, what], separator=" ").str.to_lowercase()
    for word in words.lower().split():
        found = found.filter(text.str.contains(word, literal=True))
    return found


def _entry(
    row: Mapping[str, Any], publication: Citation, used: Mapping[str, str]
) -> components.Entry:
    """Write one publication: its title leads to it, what was read in it to the page of that."""
    accessed = row[name(Sources.accessed)]
    asides = (
        publication.published,
        publication.tier,
        "" if publication.address else tr(mark("address not kept")),
        tr(mark("read on {day}"), day=accessed) if accessed else "",
        publication.id,
    )
    return components.Entry(
        above=publication.publisher,
        title=components.cite(publication, publication.title),
        aside=asides,
        note=publication.note,
        fold=tr(mark("What was read in it")),
        more=used,
    )


def _used(source: Source, names: Mapping[str, str]) -> Used:
    """Say what was read in each publication."""
    operation: dict[str, str] = dict(
        register(source).select(OPERATION, name(JointOperations.name)).iter_rows()
    )
    found: dict[str, dict[str, str]] = {}
    for row in uses(source).iter_rows(named=True):
        text, leads = _use(row, names, operation)
        found.setdefault(row[name(Sources.source_id)], {})[text] = leads
    return found


def _use(
    row: Mapping[str, Any], names: Mapping[str, str], operation: Mapping[str, str]
) -> tuple[str, str]:
    """Name what was read, and lead to it."""
    whose, what, number = row[columns.PARTNERSHIP], row[WHAT], row[NUMBER]
    if what in operation:
        query = link.afresh((choices.OPERATION, what))
        kind = _OF_OPERATIONS[row[TABLE]]
        return tr(kind, name=operation[what]), f"{operations.ADDRESS}?{query}"
    if not whose:
        label = tr(INDICATORS[what].name) if what in INDICATORS else tr(communities.TITLE)
        query = link.afresh((choices.MEASURE, what))
        return _figures(label, number), f"{communities.ADDRESS}?{query}"
    more = [(choices.INDICATOR, what)] if what else []
    query = link.afresh((choices.PARTNERSHIP, whose), *more)
    label = tr(INDICATORS[what].name) if what in INDICATORS else tr(CONTRACTS[row[TABLE]].title)
    owner = labels.short_name(names.get(whose, whose))
    told = f"{owner}: {label}"
    return _figures(told, number) if what else told, f"{partnership.ADDRESS}?{query}"


def _figures(label: str, number: int) -> str:
    return trn(mark("{label}, {n} figure"), mark("{label}, {n} figures"), number, label=label)


_OF_OPERATIONS: Final = {
    JOINT_OPERATIONS.name: mark("Operation {name}: what is known of it"),
    OPERATION_RESULTS.name: mark("Operation {name}: results"),
}

VIEW: Final = View(
    address=provenance.SOURCES,
    title=TITLE,
    menu=Menu.RECORD,
    place=10,
    page=page,
    filtered=False,
)
