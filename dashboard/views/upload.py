"""A file → what is wrong or what it would do → published → undone."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from dashboard import (
    annotating,
    cached,
    choices,
    components,
    file_box,
    going_back,
    intake_view,
    mending,
    mending_view,
    uploading,
)
from dashboard.context import Context, Menu, View
from dashboard.exporting.export import Format
from dashboard.hearing import heard
from dashboard.i18n import grouped, tr
from data import loading
from data.errors import NeedsConfirmation, NeedsReason, PlanRefused, StalePlan
from data.planning import Plan
from data.warehouse import create
from metrics import released
from validation.contract import Severity
from validation.contracts import CONTRACTS
from validation.documents import UPLOAD_HELP
from validation.file_problems import UNKNOWN_TABLE
from validation.intake import Checked, Upload
from validation.problems import Group, report
from validation.text import mark

TITLE: Final = mark("Upload")


def page(context: Context) -> None:
    """Lead an analyst from a file to a version, and back."""
    st.title(tr(TITLE))
    workspace = context.filters.workspace
    st.caption(
        tr(
            mark(
                "Into the workspace {workspace}. "
                "Nothing is published before you have seen what it would do."
            ),
            workspace=tr(cached.workspace(workspace).title),
        )
    )
    published(workspace)
    uploads, mode = file_box.chosen(context)
    if not uploads:
        _help()
        return
    uploads = mending.mended(uploads, cached.desk(workspace).mends)
    with st.status(uploading.checking(uploads)) as progress:
        latest, today = context.filters.latest_version, _now().date()
        handed_in = cached.Uploads(uploads)
        files = cached.checked(workspace, latest, mode, today, handed_in)
        good = all(file.ok for file in files)
        state = "complete" if good else "error"
        progress.update(label=uploading.verdict(files), state=state, expanded=False)
    st.caption(" · ".join(map(uploading.recognised, files)))
    mending_view.taken(workspace, files)
    offers = () if good else cached.offers(workspace, latest, mode, today, handed_in)
    mending_view.all_at_once(workspace, offers)
    if not good:
        intake_view.in_place(files, cached.excerpts(workspace, latest, mode, today, handed_in))
    _problems(
        uploads,
        files,
        lambda group: mending_view.beneath(workspace, group, offers),
    )
    if any(found.kind == UNKNOWN_TABLE.name for file in files for found in file.problems):
        _help()
    if good:
        create(cached.warehouse(workspace).path)
        with st.spinner(tr(mark("Comparing with what is held …"))):
            plan = cached.planned(workspace, latest, mode, today, handed_in)
        preview(workspace, plan)


def _now() -> datetime:
    return datetime.now(UTC)


def published(workspace: str) -> None:
    """Say what was just published, with its undo, until something else is."""
    number = st.query_params.get(choices.PUBLISHED, "")
    ledger = cached.ledger(workspace)
    if not number.isdigit() or not 0 < int(number) <= len(ledger):
        return
    version = ledger[int(number) - 1]
    with heard(number if cached.desk(workspace).owns(version.number) else ""):
        st.success(
            tr(
                mark("Published as version {number} by {who}: {what}."),
                number=version.number,
                who=version.who,
                what=components.act(version),
            )
        )
    if version is ledger[-1]:
        going_back.undo(workspace, version)


def _help() -> None:
    st.header(tr(mark("Templates")))
    st.markdown("\n".join(f"- {tr(line)}" for line in UPLOAD_HELP))
    for contract in CONTRACTS.values():
        with st.expander(tr(contract.title)):
            components.table_help(contract)


def _problems(
    uploads: Sequence[Upload], files: Sequence[Checked], beneath: Callable[[Group], None]
) -> None:
    problems = [found for file in files for found in file.problems]
    if not problems:
        return
    intake_view.problems(problems, beneath)
    with st.container(horizontal=True):
        st.download_button(
            tr(mark("The whole list as CSV")),
            data=lambda: report(problems),
            file_name="problems.csv",
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            tr(mark("The file with its faulty cells marked (.xlsx)")),
            data=lambda: annotating.xlsx(uploads, files),
            file_name="marked.xlsx",
            mime=Format.XLSX.media_type,
            on_click="ignore",
        )


def preview(workspace: str, plan: Plan, *, from_box: bool = True) -> None:
    """Show what publishing would do, and offer to publish it.

    Args:
        workspace: where to.
        plan: what would be published.
        from_box: whether its files lie in the file box, which publishing then empties.
    """
    _tell_of_others(workspace, plan)
    intake_view.problems(plan.problems)
    if not plan.ok:
        return
    if plan.empty:
        st.info(tr(plan.nothing_to_do.message))
        return
    st.header(tr(mark("What publishing will do")))
    intake_view.planned(workspace, plan)
    with st.spinner(tr(mark("Trying whether counts of persons would be given away …"))):
        lines = cached.given_away(workspace, plan.base_version, plan.fingerprint, plan)
    if lines:
        st.warning("\n".join(f"- {line.strip()}" for line in lines))
    _publish(workspace, plan, from_box=from_box)


def _tell_of_others(workspace: str, plan: Plan) -> None:
    """Say who has published since these files were first previewed."""
    files = ":".join((plan.mode, *(file.sha256 for file in plan.files)))
    for version in cached.desk(workspace).overtaking(files, cached.ledger(workspace)):
        st.warning(
            tr(
                mark(
                    "{who} has published version {number} ({what}) since you chose these files. "
                    "What publishing them will do has been worked out anew: please look again."
                ),
                number=version.number,
                who=version.who,
                what=components.act(version),
            )
        )


def _publish(workspace: str, plan: Plan, *, from_box: bool) -> None:
    warnings = [
        found
        for file in plan.files
        for found in file.problems
        if found.severity is Severity.WARNING
    ]
    # A click publishes what was shown and nothing else: others' versions move the indicators too.
    shown = f"publish-{plan.base_version}-{plan.fingerprint[:16]}"
    desk = cached.desk(workspace)
    with st.form(shown, enter_to_submit=False):
        who = st.text_input(tr(mark("Your name")), desk.name, max_chars=80, key="publisher")
        note = st.text_input(
            tr(mark("Why it is right in spite of the notices"))
            if warnings
            else tr(mark("A word of why (optional)")),
            max_chars=500,
            key="publish_note",
        )
        reason = _reason(plan)
        confirmed = not plan.to_confirm or st.checkbox(_confirmation(plan), key="confirmed")
        asked = st.form_submit_button(tr(mark("Publish")), type="primary")
    if not asked:
        return
    lacking = {
        mark("write your name"): not who.strip(),
        mark("say why it is right in spite of the notices"): warnings and not note.strip(),
        mark("say why published figures change"): plan.revisions and not reason,
        mark("tick the box"): not confirmed,
    }
    if any(lacking.values()):
        todo = "; ".join(tr(each) for each, is_lacking in lacking.items() if is_lacking)
        st.error(tr(mark("Nothing has been published yet. Please {todo}."), todo=todo))
        return
    _commit(workspace, plan, who=who.strip(), note=note.strip(), reason=reason, from_box=from_box)


def _reason(plan: Plan) -> str:
    """Ask why figures already published change a lot, where they do."""
    if not plan.revisions:
        return ""
    st.warning(tr(NeedsReason.message))
    for each in plan.revisions:
        st.markdown(f"- {uploading.revision(each)}")
    label = tr(mark("Why published figures change"))
    return st.text_input(label, max_chars=500, key="publish_reason").strip()


def _confirmation(plan: Plan) -> str:
    return "; ".join(
        tr(
            NeedsConfirmation.message,
            table=tr(table.contract.title),
            retired=grouped(table.retired.height),
            live=grouped(table.live),
        )
        for table in plan.to_confirm
    )


def _commit(
    workspace: str, plan: Plan, *, who: str, note: str, reason: str, from_box: bool
) -> None:
    try:
        version = loading.publish(
            cached.warehouse(workspace),
            plan,
            who=who,
            note=note,
            reason=reason,
            when=_now(),
            confirmed=True,
        )
    except StalePlan:
        st.rerun()
    except PlanRefused as refused:
        st.error(tr(refused.message))
        intake_view.problems(refused.problems)
        return
    desk = cached.desk(workspace)
    if from_box:
        cached.drafts().drop(desk.draft)
    desk.published(version.number, who=who, files=from_box)
    with st.spinner(tr(mark("Published. Adding up the new version …"))):
        latest = cached.source(workspace, version.number)
        latest.warm()
        released.decide(latest)
    st.query_params[choices.PUBLISHED] = str(version.number)
    st.rerun()


VIEW: Final = View(address="upload", title=TITLE, menu=Menu.DATA, place=10, page=page)
