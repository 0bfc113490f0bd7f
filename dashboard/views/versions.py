"""What was published when, by whom, and how to take it back."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import cached, choices, components, going_back, link, mending_view
from dashboard.context import Context, Menu, View
from dashboard.i18n import grouped, tr, trn
from dashboard.mending import of_version
from data import versions
from data.versions import Version
from validation.text import mark

TITLE: Final = mark("Versions")
ADDRESS: Final = "versions"
SHORT_HASH: Final = 12


def page(context: Context) -> None:
    """Show the ledger, newest first, with its files; verify, undo, roll back."""
    st.title(tr(TITLE))
    workspace = context.filters.workspace
    found = cached.ledger(workspace)
    if not found:
        components.no_data()
        return
    st.caption(
        trn(
            mark(
                "{n} version. Nothing is ever overwritten: "
                "any question can be asked as of any version."
            ),
            mark(
                "{n} versions. Nothing is ever overwritten: "
                "any question can be asked as of any version."
            ),
            len(found),
        )
    )
    _entry(found)
    _verify(workspace, found[-1])
    going_back.offer(workspace, found)
    _compare(workspace, found)
    st.header(tr(mark("Ledger")))
    components.plain_table(_listed(found))
    st.header(tr(mark("Files")))
    components.table(_files(found))
    _mended(found)


def _entry(found: tuple[Version, ...]) -> None:
    """Show first the version that a link asks for."""
    numbers = {"": tr(mark("all versions")), **{str(each.number): "" for each in found}}
    number = link.settle(choices.ENTRY, numbers)
    if not number:
        return
    entry = found[int(number) - 1]
    st.header(tr(mark("Version {number}"), number=entry.number))
    listed = {head: texts[0] for head, texts in _listed((entry,)).items()}
    components.facts(listed)


def _verify(workspace: str, last: Version) -> None:
    st.markdown(
        tr(mark("Head of the ledger: `{hash}`"), hash=last.hash[:SHORT_HASH]), help=last.hash
    )
    if st.button(tr(mark("Verify rows and ledger"))):
        with st.spinner(tr(mark("Comparing every row with the ledger …"))):
            findings = versions.verify(cached.warehouse(workspace))
        for finding in findings:
            st.error(tr(finding.says, **finding.facts))
        if not findings:
            st.success(tr(mark("Rows and ledger are as they were published.")))


def _compare(workspace: str, found: tuple[Version, ...]) -> None:
    """Show in which headline figures two versions differ, the reader's choice."""
    if len(found) == 1:
        return
    box = st.expander(tr(mark("Compare two versions")), key="compare", on_change="rerun")
    if not box.open:
        return
    with box:
        names = {each.number: going_back.named(each) for each in found[::-1]}
        left, right = st.columns(2)
        options = list(names)
        earlier = left.selectbox(tr(mark("From")), options, index=1, format_func=names.__getitem__)
        later = right.selectbox(tr(mark("To")), options, format_func=names.__getitem__)
        frame = cached.differences(workspace, earlier, later)
        if frame.is_empty():
            st.markdown(tr(mark("No headline figure differs between these versions.")))
        else:
            components.table(frame)


def _listed(found: tuple[Version, ...]) -> dict[str, list[str]]:
    newest = found[::-1]
    reasons = [each.reason for each in newest]
    return {
        tr(mark("Version")): [str(each.number) for each in newest],
        tr(mark("Published")): [components.moment(each.published_at) for each in newest],
        tr(mark("By")): [each.who for each in newest],
        tr(mark("What")): [components.act(each) for each in newest],
        tr(mark("Note")): [each.note for each in newest],
        **({tr(mark("Why figures changed")): reasons} if any(reasons) else {}),
        tr(mark("Rows brought")): [
            grouped(sum(change.added for change in each.tables)) for each in newest
        ],
        tr(mark("Rows no longer counted")): [
            grouped(sum(change.retired for change in each.tables)) for each in newest
        ],
        tr(mark("Hash")): [each.hash[:SHORT_HASH] for each in newest],
    }


def _files(found: tuple[Version, ...]) -> pl.DataFrame:
    rows = [(each.number, file) for each in found[::-1] for file in each.files]
    return pl.DataFrame(
        {
            tr(mark("Version")): [number for number, _ in rows],
            tr(mark("File")): [file.name for _, file in rows],
            tr(mark("Table")): [file.table for _, file in rows],
            tr(mark("Mode")): [file.mode.value for _, file in rows],
            tr(mark("Added")): [file.added for _, file in rows],
            tr(mark("Changed")): [file.changed for _, file in rows],
            tr(mark("Unchanged")): [file.unchanged for _, file in rows],
            tr(mark("No longer counted")): [file.retired for _, file in rows],
            tr(mark("Notices")): [file.warnings for _, file in rows],
            "SHA-256": [file.sha256[:SHORT_HASH] for _, file in rows],
        }
    )


def _mended(found: tuple[Version, ...]) -> None:
    """List what was mended in files on their way in, where anything was."""
    mends = [
        (str(version.number), *mend) for version in found[::-1] for mend in of_version(version)
    ]
    if not mends:
        return
    st.header(tr(mark("Mended on the way in")))
    components.plain_table(
        {
            tr(mark("Version")): [number for number, _, _ in mends],
            tr(mark("File")): [file for _, file, _ in mends],
            **mending_view.columns([mend for _, _, mend in mends]),
        }
    )


VIEW: Final = View(address=ADDRESS, title=TITLE, menu=Menu.DATA, place=20, page=page)
