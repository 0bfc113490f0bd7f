"""Controls that take a version back: undo the latest, or publish an earlier one again."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import cached, choices, components
from dashboard.i18n import tr
from data import versions
from data.errors import WarehouseError
from data.versions import Version
from validation.text import mark


def undo(workspace: str, version: Version) -> None:
    """Offer to take the latest version back."""
    with st.form(f"undo-{version.number}", enter_to_submit=False):
        name = cached.desk(workspace).name
        key = f"undo-name-{version.number}"
        who = st.text_input(tr(mark("Your name")), name, max_chars=80, key=key)
        asked = st.form_submit_button(tr(mark("Undo version {number}"), number=version.number))
    if asked and not who.strip():
        st.error(tr(mark("Please give your name.")))
    elif asked:
        note = tr(mark("Undoes version {number}"), number=version.number)
        _go_back(workspace, versions.undo, version.number, who=who.strip(), note=note)


def offer(workspace: str, found: Sequence[Version]) -> None:
    """Offer to publish an earlier version again."""
    with st.expander(tr(mark("Undo, or go back to an earlier version"))):
        undo(workspace, found[-1])
        earlier = [each.number for each in found[-2::-1]]
        if not earlier:
            return
        with st.form("rollback", enter_to_submit=False):
            number = st.selectbox(
                tr(mark("Go back to version")),
                earlier,
                format_func={each.number: named(each) for each in found}.__getitem__,
            )
            name = cached.desk(workspace).name
            who = st.text_input(tr(mark("Your name")), name, max_chars=80, key="rollback-name")
            note = st.text_input(tr(mark("A word of why")), max_chars=500, key="rollback-note")
            asked = st.form_submit_button(tr(mark("Go back")))
        if asked and who.strip() and note.strip():
            _go_back(workspace, versions.rollback, number, who=who.strip(), note=note.strip())
        elif asked:
            st.error(tr(mark("Please give your name and say why.")))


def named(version: Version) -> str:
    """Name a version by number, moment and what it did."""
    return tr(
        mark("{number} · {when} · {what}"),
        number=version.number,
        when=components.moment(version.published_at),
        what=components.act(version),
    )


def _go_back(
    workspace: str, way: Callable[..., Version], number: int, *, who: str, note: str
) -> None:
    try:
        version = way(
            cached.warehouse(workspace), number, who=who, note=note, when=datetime.now(UTC)
        )
    except WarehouseError as refused:
        st.error(tr(refused.message, **refused.facts))
        return
    cached.desk(workspace).published(version.number, who=who, files=False)
    st.query_params[choices.PUBLISHED] = str(version.number)
    st.rerun()
