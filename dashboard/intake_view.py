"""What is wrong with files, and what publishing them would do, drawn."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import streamlit as st

from dashboard import annotating, cached, components, uploading
from dashboard.i18n import grouped, tr
from data.planning import Plan
from validation.contract import Severity
from validation.copies import Copy
from validation.intake import Checked
from validation.problems import Group, Problem, errors
from validation.problems import grouped as by_kind
from validation.text import mark

SHOWN: Final = 50
CHANGES_SHOWN: Final = 200


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
            components.plain_table(
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


def in_place(files: Sequence[Checked], excerpts: Sequence[Copy]) -> None:
    """Show the first faulty rows of each file as they stand in it, the faulty cells marked.

    Args:
        files: the verdicts.
        excerpts: headers and rows of those that have faulty rows.
    """
    faulty = {file.name: file.faulty for file in files}
    for copy in excerpts:
        with st.expander(
            tr(
                mark("In {file}: {shown} of {n} rows with an error, as they stand"),
                file=copy.name,
                shown=grouped(len(copy.rows) - 1),
                n=grouped(faulty[copy.name]),
            )
        ):
            st.html(_marked(copy))


def _marked(copy: Copy) -> str:
    """Write rows as a table in which each faulty cell is marked and says what is wrong."""
    said: dict[tuple[int, int], list[str]] = {}
    for found in errors(copy.problems):
        for cell in copy.cells_of(found):
            said.setdefault(cell, []).append(uploading.message(found))
    header, *rows = copy.rows
    heads = "".join(f"<th>{escape(each)}</th>" for each in (tr(mark("Line")), *header))
    body = "".join(
        f"<tr><td>{line}</td>"
        + "".join(_cell(cell, said.get((down, place), ())) for place, cell in enumerate(cells))
        + "</tr>"
        for down, (line, cells) in enumerate(zip(copy.lines[1:], rows, strict=True), start=1)
    )
    return (
        f'<div class="plain-table in-place" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(text: str, wrong: Sequence[str]) -> str:
    if not wrong:
        return f"<td>{escape(text)}</td>"
    shown = escape(text) or tr(mark("(empty)"))
    return f'<td><mark title="{escape(" ".join(wrong), quote=True)}">{shown}</mark></td>'


def planned(workspace: str, plan: Plan) -> None:
    """Show what publishing would do: rows, cells, headline indicators."""
    for line in uploading.summary(plan):
        st.markdown(f"- {line}")
    if filled := cached.filled(workspace, plan.base_version, plan.fingerprint, plan):
        st.subheader(tr(mark("What it fills of the reporting schedule")))
        components.plain_table(filled)
    st.subheader(tr(mark("What it does to the headline indicators")))
    with st.spinner(tr(mark("Measuring with these rows among those held …"))):
        effects = cached.effects(workspace, plan.base_version, plan.fingerprint, plan)
    if effects.is_empty():
        st.markdown(tr(mark("No headline indicator moves.")))
    else:
        components.table(effects)
    before = cached.source(workspace, plan.base_version)
    changes = uploading.changes_frame(plan, CHANGES_SHOWN, before=before)
    if changes.height:
        st.subheader(tr(mark("Cells that change")))
        components.table(changes)
