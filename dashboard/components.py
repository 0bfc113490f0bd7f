"""Pieces that pages are made of: states, tables, problems, previews."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Final, Literal

import polars as pl
import streamlit as st
from polars import selectors
from streamlit.elements.lib.column_types import ColumnConfig

from dashboard import annotating, cached, provenance, uploading
from dashboard.charts.figure import Citation
from dashboard.charts.theme import Palette
from dashboard.i18n import grouped, tr
from data.errors import WarehouseError
from data.ledger import Act
from data.planning import Plan
from data.versions import Version
from metrics.errors import QueryError
from metrics.indicator import Indicator
from validation import documents
from validation.contract import Contract, Severity
from validation.problems import Group, Problem
from validation.problems import grouped as by_kind
from validation.text import mark

SHOWN: Final = 50
CHANGES_SHOWN: Final = 200
ROW_HEIGHT: Final = 35
TALLEST_TABLE: Final = 740


def simulated() -> None:
    """Print the label that every screen of invented figures carries."""
    label = escape(
        tr(mark("Simulated: the partnerships and figures in this workspace are invented."))
    )
    st.html(f'<p class="simulated" role="note">{label}</p>')


def colours(palette: Palette) -> None:
    """Give the style sheet the colours of the reader's theme."""
    names = {
        "muted": palette.muted,
        "line": palette.line,
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


def nothing() -> None:
    """Say that a choice has no data."""
    empty(
        tr(mark("There is nothing to show for this choice.")),
        tr(mark("Choose another period, clear the filters, or upload a file.")),
    )


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
        frame.with_columns(selectors.string().fill_null("")),
        height=_tall(frame),
        hide_index=True,
        key=key,
        column_config=_links(links),
    )


def opened_row(frame: pl.DataFrame, *, links: Sequence[str] = (), key: str) -> int | None:
    """Show a frame of which a reader may tick a row, and return the number of that row."""
    event = st.dataframe(
        frame.with_columns(selectors.string().fill_null("")),
        height=_tall(frame),
        hide_index=True,
        key=key,
        column_config=_links(links),
        on_select="rerun",
        selection_mode="single-row",
    )
    return next(iter(event.selection.rows), None)


def _tall(frame: pl.DataFrame) -> int | Literal["auto"]:
    return min(TALLEST_TABLE, ROW_HEIGHT * (frame.height + 1) + 3) if frame.height else "auto"


def _links(heads: Sequence[str]) -> dict[str, ColumnConfig]:
    return {
        each: st.column_config.LinkColumn(each, display_text=tr(mark("open"))) for each in heads
    }


def plain_table(columns: Mapping[str, Sequence[str]]) -> None:
    """Show texts exactly as they are: a typed `-` or `*` is no Markdown."""
    heads = "".join(f"<th>{escape(head)}</th>" for head in columns)
    rows = "".join(
        f"<tr>{''.join(map(_named_cell, columns, row))}</tr>"
        for row in zip(*columns.values(), strict=True)
    )
    st.html(
        f'<div class="plain-table"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _named_cell(head: str, text: str) -> str:
    """Write a cell that names itself, for a screen too narrow for a table."""
    return f'<td data-head="{escape(head)}">{escape(text)}</td>' if text else "<td></td>"


def doors(label: str, links: Mapping[str, str]) -> None:
    """Offer links to other pages of the product in one line."""
    shown = " · ".join(
        f'<a href="{escape(link)}" target="_self">{escape(text)}</a>'
        for text, link in links.items()
    )
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


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a list: `title` is HTML, all else plain text; what is empty is left out."""

    above: str
    title: str
    aside: Sequence[str]
    note: str = ""


def entries(found: Iterable[Entry]) -> None:
    """List things that a table would cut: each with what stands above, beside and below it."""
    st.html(f'<ul class="entries">{"".join(map(_listed, found))}</ul>')


def _listed(entry: Entry) -> str:
    aside = escape(" · ".join(filter(None, entry.aside)))
    note = f'<div class="note">{escape(entry.note)}</div>' if entry.note else ""
    return (
        f'<li><div class="eyebrow">{escape(entry.above)}</div><div>{entry.title}</div>'
        f'<div class="aside">{aside}</div>{note}</li>'
    )


def cite(citation: Citation, text: str = "") -> str:
    """Return HTML that leads to where something was read, or says that no address was kept.

    Args:
        citation: the publication.
        text: what to click on; without it, a short word, the publication being told on pointing.
    """
    shown = escape(text or tr(mark("source")))
    title = escape(f"{citation.name}. {citation.tier}", quote=True)
    if not citation.address:
        unkept = "" if text else f" ({escape(tr(mark('address not kept')))})"
        return f'<span class="cited" title="{title}">{shown}{unkept}</span>'
    address = escape(citation.address, quote=True)
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


def problems(found: Sequence[Problem], beneath: Callable[[Group], None] = lambda _: None) -> None:
    """Show problems by kind, errors first: the first of each, with line, value and mend.

    Args:
        found: the problems.
        beneath: shows what else there is to a group.
    """
    for group in by_kind(found):
        label = f"{tr(annotating.SEVERITIES[group.severity])}: {uploading.heading(group)}"
        with st.expander(label, expanded=group.severity is Severity.ERROR):
            shown = group.problems[:SHOWN]
            place = mark("Line or cell") if any(each.cell for each in shown) else mark("Line")
            plain_table(
                {
                    tr(mark("File")): [each.file for each in shown],
                    tr(place): [
                        each.cell or ("" if each.line is None else str(each.line)) for each in shown
                    ],
                    tr(mark("Column")): [each.column for each in shown],
                    tr(mark("As typed")): [each.value for each in shown],
                    tr(mark("What is wrong")): [uploading.message(each) for each in shown],
                    tr(mark("What to do")): [uploading.mend(each) for each in shown],
                }
            )
            if group.count > SHOWN:
                st.caption(
                    tr(
                        mark("{n} more of this kind are in the list below."),
                        n=grouped(group.count - SHOWN),
                    )
                )
            beneath(group)


def planned(workspace: str, plan: Plan) -> None:
    """Show what publishing would do: rows, cells, headline indicators."""
    for line in uploading.summary(plan):
        st.markdown(f"- {line}")
    if filled := cached.filled(workspace, plan.base_version, plan.fingerprint, plan):
        st.subheader(tr(mark("What it fills of the reporting schedule")))
        plain_table(filled)
    st.subheader(tr(mark("What it does to the headline indicators")))
    effects = cached.effects(workspace, plan.base_version, plan.fingerprint, plan)
    if effects.is_empty():
        st.markdown(tr(mark("No headline indicator moves.")))
    else:
        table(effects)
    changes = uploading.changes_frame(plan, CHANGES_SHOWN)
    if changes.height:
        st.subheader(tr(mark("Cells that change")))
        table(changes)
