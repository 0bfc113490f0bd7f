"""Mends on the page: offered beneath each group of errors, done at a click, told, taken back."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import cached, components, intake_view, mending
from dashboard.i18n import grouped, tr, trn
from dashboard.mending import Offer
from data.ledger import FileMend
from validation.intake import Checked
from validation.mending import Doubt, Mending, written
from validation.problems import Group
from validation.text import mark


def taken(workspace: str, files: tuple[Checked, ...]) -> None:
    """Tell what was mended at the reader's word, offer the mended tables and the way back.

    Args:
        workspace: where the files would go.
        files: the verdicts on the files as mended.
    """
    mends = [mend for file in files for mend in file.mends]
    if not mends:
        return
    st.subheader(tr(mark("Mended at your word")))
    components.plain_table(columns(mends))
    st.caption(
        tr(
            mark(
                "The file itself stays as you handed it in; what was mended is recorded with the "
                "version."
            )
        )
    )
    with st.container(horizontal=True):
        for place, file in enumerate(files):
            if file.source and file.mends and (content := written(file.source)):
                st.download_button(
                    tr(mark("{table} as mended (CSV)"), table=tr(file.source.contract.title)),
                    data=content,
                    file_name=f"{file.source.contract.name}.csv",
                    mime="text/csv",
                    key=f"mended-{place}",
                    on_click="ignore",
                )
        if st.button(tr(mark("Take the mends back"))):
            cached.desk(workspace).mends = ()
            st.rerun()


def all_at_once(workspace: str, offers: tuple[Offer, ...]) -> None:
    """Offer all mends that are certain in one go.

    Args:
        workspace: where the files would go.
        offers: what can be mended.
    """
    certain = mending.certain(offers)
    if not certain:
        return
    st.subheader(tr(mark("What can be mended at once, without a doubt")))
    components.plain_table(columns(certain))
    label = trn(
        mark("Mend all that are certain ({n} cell)"),
        mark("Mend all that are certain ({n} cells)"),
        sum(mend.cells for mend in certain),
    )
    if st.button(label, type="primary"):
        _mend(workspace, offers)


def beneath(workspace: str, group: Group, offers: tuple[Offer, ...]) -> None:
    """Offer to mend a group of errors, or say why that is not certain.

    Args:
        workspace: where the files would go.
        group: the errors.
        offers: what can be mended, and what cannot.
    """
    own = tuple(each for each in offers if each.answers(group))
    certain = mending.certain(own)
    for each in own:
        if isinstance(each.mend, Doubt):
            st.html(f"<p>{escape(mending.doubt(each.mend))}</p>")
    if not certain:
        return
    pairs = [pair for mend in certain for pair in mend.pairs.items()][: intake_view.SHOWN]
    components.plain_table(
        {
            tr(mark("Before")): [before for before, _ in pairs],
            tr(mark("After")): [after or tr(mark("(empty)")) for _, after in pairs],
        }
    )
    label = trn(
        mark("Mend {n} cell like this"),
        mark("Mend all {n} like this"),
        sum(mend.cells for mend in certain),
    )
    if st.button(label, key=f"mend-{group.kind}-{group.column}"):
        _mend(workspace, own)


def columns(mends: Sequence[Mending | FileMend]) -> dict[str, list[str]]:
    """Return what mends do as columns of texts.

    Args:
        mends: the mends.
    """
    return {
        tr(mark("Column")): [mend.column for mend in mends],
        tr(mark("Written as")): [mending.form(mend) for mend in mends],
        tr(mark("Cells")): [grouped(mend.cells) for mend in mends],
        tr(mark("Before → after")): [mending.examples(mend) for mend in mends],
    }


def _mend(workspace: str, chosen: tuple[Offer, ...]) -> None:
    desk = cached.desk(workspace)
    desk.mends = (*desk.mends, *chosen)
    st.rerun()
