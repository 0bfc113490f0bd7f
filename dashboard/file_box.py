"""The box for files: what a reader has in hand, also after the page was reloaded."""

from typing import Final

import streamlit as st

from dashboard import cached, choices
from dashboard.context import Context
from dashboard.desk import Desk
from dashboard.drafts import Draft
from dashboard.i18n import tr
from data.ledger import Mode
from validation.intake import Upload
from validation.text import mark

LARGEST_MB: Final = 200

_MODES: Final = {
    Mode.MERGE: mark("Add and correct rows"),
    Mode.REPLACE: mark("The file is the whole record of its groups"),
    Mode.WITHDRAW: mark("Withdraw the rows whose keys the file names"),
}


def chosen(context: Context) -> tuple[tuple[Upload, ...], Mode]:
    """Ask for files and what they mean; the box empties itself once they are published.

    Files handed in before the page was reloaded, or left for another, are in hand still.
    """
    workspace = context.filters.workspace
    desk = cached.desk(workspace)
    _take_up(workspace, desk)
    key = f"files-{workspace}-{desk.batch}"
    picked = st.file_uploader(
        tr(mark("CSV files, .xlsx workbooks, or .zip and .gz of them; the table is recognised")),
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key=key,
        on_change=lambda: _let_go(desk),
    )
    uploads = tuple(Upload(file.name, file.getvalue()) for file in picked)
    draft = cached.drafts().find(workspace, desk.draft)
    if draft and not uploads:
        uploads = draft.uploads
        _still_in_hand(desk, draft)
    mode = st.radio(
        tr(mark("What the files mean")),
        list(_MODES),
        index=list(_MODES).index(draft.mode if draft else Mode.MERGE),
        format_func=lambda mode: tr(_MODES[mode]),
        horizontal=True,
        key="mode",
    )
    _keep(workspace, desk, uploads, mode)
    return uploads, mode


def _take_up(workspace: str, desk: Desk) -> None:
    """Take files up again that the address speaks of and this session does not know."""
    word = st.query_params.get(choices.DRAFT, "")
    draft = cached.drafts().find(workspace, word) if word and not desk.draft else None
    if draft:
        desk.draft, desk.mends = word, draft.mends


def _still_in_hand(desk: Desk, draft: Draft) -> None:
    """Say which files are in hand still, and offer to put them away."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            tr(
                mark("Still in hand, as handed in before: {files}."),
                files=", ".join(f"`{each.name}`" for each in draft.uploads),
            )
        )
        if st.button(tr(mark("Put these files away"))):
            _let_go(desk)
            desk.mends = ()
            st.rerun()


def _keep(workspace: str, desk: Desk, uploads: tuple[Upload, ...], mode: Mode) -> None:
    """Keep what is in hand for a reload, which finds it by the address."""
    drafts = cached.drafts()
    draft = drafts.find(workspace, desk.draft)
    if uploads and (draft is None or draft.uploads != uploads):
        desk.draft = drafts.keep(workspace, uploads, desk.draft)
        draft = drafts.find(workspace, desk.draft)
    if draft is None:
        st.query_params.pop(choices.DRAFT, None)
        return
    draft.mends, draft.mode = desk.mends, mode
    if st.query_params.get(choices.DRAFT) != desk.draft:
        st.query_params[choices.DRAFT] = desk.draft


def _let_go(desk: Desk) -> None:
    cached.drafts().drop(desk.draft)
    desk.draft = ""
    st.query_params.pop(choices.DRAFT, None)
