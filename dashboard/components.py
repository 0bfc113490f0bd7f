"""Pieces that pages are made of: states, tables, problems, previews."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import repeat
from typing import Final, Literal

import polars as pl
import streamlit as st
from polars import selectors
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard import choices, link, provenance
from dashboard.charts.figure import Citation
from dashboard.charts.theme import Palette
from dashboard.i18n import tr
from data.errors import WarehouseError
from data.ledger import Act
from data.versions import Version
from metrics.errors import QueryError
from metrics.indicator import Indicator
from metrics.source import Provenance
from validation import documents
from validation.contract import Contract
from validation.text import mark

ROW_HEIGHT: Final = 35
TALLEST_TABLE: Final = 740
LONG_TABLE: Final = 15
"""A table of texts with more rows than these is moved in its own frame."""


def simulated() -> None:
    """Print the label that every screen of invented figures carries."""
    label = escape(
        tr(mark("Simulated: the partnerships and figures in this workspace are invented."))
    )
    st.html(f'<p class="simulated" role="note">{label}</p>')


def colours(palette: Palette) -> None:
    """Give the style sheet the colours of the reader's theme."""
    names = {
        "ground": palette.ground,
        "muted": palette.muted,
        "line": palette.line,
        "accent": palette.accent,
        "warning": palette.worse,
    }
    rules = "".join(f"--{name}: {colour};" for name, colour in names.items())
    st.html(f"<style>:root {{{rules}}}</style>")


def failed(problem: Exception) -> bool:
    """Say that a page could not be drawn, and what to do; the log keeps what happened.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    if isinstance(problem, WarehouseError | QueryError):
        st.error(tr(problem.message, **problem.facts))
    else:
        logging.getLogger(__name__).error("page failed", exc_info=problem)
        st.error(
            tr(
                mark(
                    "This page could not be drawn. Nothing was changed. Reload it, or clear the "
                    "filters; if it stays, tell whoever runs this server the time: {now} UTC."
                ),
                now=moment(datetime.now(UTC)),
            )
        )
    return True


def empty(what: str, then: str) -> None:
    """Say that there is nothing, and what to do next."""
    st.info(f"{what} {then}")


def nothing(provenance: Provenance) -> None:
    """Say that a choice has no data, and what to do where figures are returned, or published."""
    then = mark("Choose another period, clear the filters, or upload a file.")
    if provenance.published:
        then = mark("No figure was found published: choose another period, or clear the filters.")
    empty(tr(mark("There is nothing to show for this choice.")), tr(then))


def no_data() -> None:
    """Say that a workspace is still empty."""
    empty(
        tr(mark("Nothing has been published in this workspace yet.")),
        tr(mark("Upload a file to publish the first version.")),
    )


def moment(when: datetime) -> str:
    """Write a moment in UTC."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M}"


def act(version: Version) -> str:
    """Say in a few words what a version did."""
    if version.kind is Act.ROLLBACK:
        return tr(mark("back to version {number}"), number=version.restores)
    return ", ".join(file.name for file in version.files)


def table(
    frame: pl.DataFrame,
    *,
    links: Sequence[str] = (),
    key: str | None = None,
) -> None:
    """Show a frame whose column names are ready to be read.

    Args:
        frame: what to show.
        links: the columns that hold addresses.
        key: tells two tables of a page apart.
    """
    st.dataframe(
        _leading(frame, links),
        height=_tall(frame),
        hide_index=True,
        key=key,
        column_config=_links(links),
    )


def opened_row(frame: pl.DataFrame, *, links: Sequence[str] = (), key: str) -> int | None:
    """Show a frame of which a reader may tick a row, and return the number of that row."""
    event = st.dataframe(
        _leading(frame, links),
        height=_tall(frame),
        hide_index=True,
        key=key,
        column_config=_links(links),
        on_select="rerun",
        selection_mode="single-row",
    )
    return next(iter(event.selection.rows), None)


def _leading(frame: pl.DataFrame, links: Sequence[str]) -> pl.DataFrame:
    """Write addresses out, and of what is empty an empty text."""
    written = frame.with_columns(selectors.string().fill_null(""))
    return written.with_columns(
        pl.Series(each, [_where(cell) for cell in written[each]], dtype=pl.String) for each in links
    )


def _where(address: str) -> str:
    """Complete an address on the page of sources with the workspace and version on show."""
    page, _, source = address.partition(f"?{choices.SOURCE.key}=")
    if page != provenance.SOURCES:
        return address
    return f"{page}?{link.afresh((choices.SOURCE, source))}"


def _tall(frame: pl.DataFrame) -> int | Literal["auto"]:
    return min(TALLEST_TABLE, ROW_HEIGHT * (frame.height + 1) + 3) if frame.height else "auto"


def _links(heads: Sequence[str]) -> dict[str, ColumnConfig]:
    return {
        each: st.column_config.LinkColumn(each, display_text=tr(mark("open"))) for each in heads
    }


def whole_table(frame: pl.DataFrame, *, links: Sequence[str] = ()) -> None:
    """Show a frame whose texts must be read to their end: cells wrap, and none is cut.

    Args:
        frame: what to show; column names are ready to be read.
        links: the columns that hold addresses.
    """
    texts = frame.cast(pl.String).fill_null("")
    plain_table({each.name: each.to_list() for each in texts}, links=links)


def plain_table(
    columns: Mapping[str, Sequence[str]],
    *,
    links: Sequence[str] = (),
    leads: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show texts exactly as they are: a typed `-` or `*` is no Markdown.

    Args:
        columns: heading → cells.
        links: the headings of cells that are addresses.
        leads: what to click on → where it leads, in each row; empty where it leads nowhere.
    """
    ways = leads or {}
    heads = "".join(f"<th>{escape(head)}</th>" for head in columns) + "<th></th>" * len(ways)
    further = zip(*ways.values(), strict=True) if ways else repeat(())
    rows = "".join(
        f"<tr>{''.join(map(partial(_named_cell, links), columns, row))}"
        f"{''.join(map(_door, ways, lead))}</tr>"
        for row, lead in zip(zip(*columns.values(), strict=True), further, strict=False)
    )
    long = any(len(cells) > LONG_TABLE for cells in columns.values())
    st.html(
        f'<div class="plain-table{" long" if long else ""}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _named_cell(links: Sequence[str], head: str, text: str) -> str:
    """Write a cell that names itself, for a screen too narrow for a table."""
    if not text:
        return "<td></td>"
    shown = escape(text)
    if head in links:
        where = _where(text)
        word = tr(mark("open") if where == text else mark("not kept: what we know"))
        shown = f'<a href="{escape(where, quote=True)}" target="_blank">{escape(word)}</a>'
    return f'<td data-head="{escape(head)}">{shown}</td>'


def _door(text: str, address: str) -> str:
    """Write a cell that leads further."""
    if not address:
        return "<td></td>"
    return f'<td><a href="{escape(address, quote=True)}" target="_self">{escape(text)}</a></td>'


def doors(label: str, links: Mapping[str, str], *, folded: bool = False) -> None:
    """Offer links to other pages of the product in one line, or folded under their label."""
    shown = " · ".join(
        f'<a href="{escape(link)}" target="_self">{escape(text)}</a>'
        for text, link in links.items()
    )
    if folded:
        st.html(
            f'<details class="doors"><summary>{escape(label)}</summary><p>{shown}</p></details>'
        )
        return
    st.html(f'<p class="doors">{escape(label)} {shown}</p>')


def facts(pairs: Mapping[str, str], *, said_by: Citation | None = None) -> None:
    """Show names beside their texts.

    Args:
        pairs: name → text; what has no text is left out.
        said_by: the publication that says so, if it is to be named after each.
    """
    told = f" {cite(said_by)}" if said_by else ""
    rows = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(text)}{told}</dd>"
        for term, text in pairs.items()
        if text
    )
    st.html(f'<dl class="facts">{rows}</dl>')


def dated(found: Iterable[tuple[str, str]]) -> None:
    """List what happened when, in order: dates beside texts, which are HTML."""
    rows = "".join(f"<dt>{escape(day)}</dt><dd>{text}</dd>" for day, text in found)
    if rows:
        st.html(f'<dl class="facts">{rows}</dl>')


def bullets(texts: Iterable[str], *, across: bool = False) -> None:
    """List sentences, as close as they can be read.

    Args:
        texts: the sentences.
        across: whether they stand in two columns, where there is room.
    """
    listed = "".join(f"<li>{escape(each)}</li>" for each in texts)
    st.html(f'<ul class="bullets{" across" if across else ""}">{listed}</ul>')


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a list: `title` is HTML, all else plain text; what is empty is left out.

    `more` is folded away under `fold`: text → link.
    """

    above: str
    title: str
    aside: Sequence[str]
    note: str = ""
    fold: str = ""
    more: Mapping[str, str] = field(default_factory=dict[str, str])


def entries(found: Iterable[Entry]) -> None:
    """List things that a table would cut: each with what stands above, beside and below it."""
    st.html(f'<ul class="entries">{"".join(map(_listed, found))}</ul>')


def _listed(entry: Entry) -> str:
    aside = escape(" · ".join(filter(None, entry.aside)))
    note = f'<div class="note">{escape(entry.note)}</div>' if entry.note else ""
    return (
        f'<li><div class="eyebrow">{escape(entry.above)}</div><div>{entry.title}</div>'
        f'<div class="aside">{aside}</div>{note}{_folded(entry)}</li>'
    )


def _folded(entry: Entry) -> str:
    if not entry.more:
        return ""
    links = "".join(
        f'<div><a href="{escape(link)}" target="_self">{escape(text)}</a></div>'
        for text, link in entry.more.items()
    )
    return f"<details><summary>{escape(entry.fold)}</summary>{links}</details>"


def cite(citation: Citation, text: str = "") -> str:
    """Return HTML that leads to where something was read, or to what is known of that.

    Args:
        citation: the publication.
        text: what to click on; without it, a short word, the publication being told on pointing.
    """
    shown = escape(text or tr(mark("source")))
    title = escape(f"{citation.name}. {citation.tier}", quote=True)
    if not citation.address and text:
        return f'<span class="cited" title="{title}">{shown}</span>'
    address = escape(_where(provenance.where_read(citation)), quote=True)
    return f'<a class="cited" href="{address}" target="_blank" title="{title}">{shown}</a>'


def definition(indicator: Indicator) -> None:
    """Explain an indicator."""
    facts(provenance.definitions(indicator))


def table_help(contract: Contract) -> None:
    """Offer a table's blank CSV and describe it."""
    st.download_button(
        tr(mark("Blank CSV of {table}"), table=tr(contract.title)),
        data=documents.template(contract),
        file_name=f"{contract.name}.csv",
        mime="text/csv",
        key=f"template-{contract.name}",
        on_click="ignore",
    )
    st.markdown(documents.dictionary(contract, tr))
