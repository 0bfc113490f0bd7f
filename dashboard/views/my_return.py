"""What my office owes, done or late: templates, nothing to report, and what to say of figures."""

from datetime import UTC, datetime
from typing import Final

import polars as pl
import streamlit as st

from dashboard import cached, choices, components, intake_view, labels, link, returning, uploading
from dashboard.context import Context, Menu, View
from dashboard.exporting import template_book
from dashboard.i18n import tr
from dashboard.views import upload
from data.ledger import Mode
from data.warehouse import create
from metrics.catalogue import INDICATORS
from metrics.prefilled import Prefilled, prefilled
from metrics.returns import PARTNERSHIP, PERIOD, REPORTER, STATE, TABLE, State, owed
from validation.intake import Upload
from validation.text import mark

TITLE: Final = mark("My return")
DONE_SHOWN: Final = 24
COMMENTED: Final = 8
LONGEST_COMMENT: Final = 500


def page(context: Context) -> None:
    """Let an office see what it owes, take templates, and say what there is to say."""
    st.title(tr(TITLE))
    workspace = context.filters.workspace
    upload.published(workspace)
    every = owed(context.source)
    if every.is_empty():
        _no_schedule()
        return
    names = context.filters.offered.partnerships
    chosen = {each: names[each] for each in context.filters.chosen}
    left, right = st.columns(2)
    with left:
        scheduled = every[PARTNERSHIP].to_list()
        first = next((each for each in chosen if each in scheduled), "")
        partnership = link.one(choices.WITHIN, chosen, default=first)
    mine = every.filter(pl.col(PARTNERSHIP) == partnership)
    if mine.is_empty():
        _no_schedule()
        return
    with right:
        codes = mine[REPORTER].unique().sort()
        office = link.one(choices.OFFICE, {each: returning.office_name(each) for each in codes})
    _owed(context, mine.filter(pl.col(REPORTER) == office))


def _no_schedule() -> None:
    components.empty(
        tr(mark("No schedule.")),
        tr(
            mark(
                "Nothing is expected here until the table reporting_schedule says who owes what; "
                "its template is on the page Upload."
            )
        ),
    )


def _owed(context: Context, mine: pl.DataFrame) -> None:
    st.subheader(returning.verdict(mine))
    st.caption(
        tr(
            mark("As of {day}, in version {number}; late follows from the schedule."),
            day=context.source.today,
            number=context.source.number,
        )
    )
    done = pl.col(STATE) == State.DONE.value
    still = mine.filter(~done)
    if still.height:
        order = [State.LATE.value, State.DUE.value, State.NOT_YET.value]
        late_first = pl.col(STATE).cast(pl.Enum(order))
        components.plain_table(returning.listed(still.sort(late_first, PERIOD, TABLE)))
    if mine.filter(done).height:
        with st.expander(tr(mark("Done"))):
            components.plain_table(returning.listed(mine.filter(done).head(DONE_SHOWN)))
    if _pending(context):
        return
    _templates(context, mine, still)
    _nothing(context, still)
    _comment(context, mine)


def _templates(context: Context, mine: pl.DataFrame, still: pl.DataFrame) -> None:
    """Offer for each table the return to fill in: the oldest that is owed, else the newest."""
    st.header(tr(mark("Templates with your own keys")))
    wanted = still if still.height else mine
    rows = wanted.sort(PERIOD).unique(TABLE, keep="first", maintain_order=True)
    for row in rows.sort(TABLE).iter_rows(named=True):
        st.markdown(f"**{returning.item(row)}**")
        start = prefilled(
            context.source,
            row[TABLE],
            partnership=row[PARTNERSHIP],
            reporter=row[REPORTER],
            period=row[PERIOD],
        )
        _files(start, f"{row[TABLE]}_{row[PERIOD]}_{row[PARTNERSHIP]}")


def _files(start: Prefilled, stem: str) -> None:
    text = returning.written(start.rows.columns, start.rows.rows())
    with st.container(horizontal=True):
        st.download_button(
            tr(mark("CSV with your keys")),
            data=text,
            file_name=f"{stem}.csv",
            mime="text/csv",
            key=f"csv-{stem}",
            on_click="ignore",
        )
        st.download_button(
            tr(mark("XLSX with your keys and the last figures")),
            data=lambda: _book(start),
            file_name=f"{stem}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"xlsx-{stem}",
            on_click="ignore",
        )
    st.caption(
        tr(
            mark("The figures of {period} stand in grey on the second sheet of the XLSX."),
            period=labels.period_label(start.last_period),
        )
        if start.last_period
        else tr(mark("Nothing was sent before, so only your office is filled in."))
    )


def _book(start: Prefilled) -> bytes:
    return template_book.xlsx(
        start.rows,
        start.last,
        title=start.contract.name,
        last_title=f"{start.last_period} last",
    )


def _nothing(context: Context, still: pl.DataFrame) -> None:
    st.header(tr(mark("Nothing to report")))
    ended = still.filter(pl.col(STATE).is_in(returning.ENDED)).sort(PERIOD, TABLE)
    if ended.is_empty():
        st.caption(tr(mark("No return of a period that has ended is open.")))
        return
    st.caption(
        tr(
            mark(
                "This makes counts of the period zero instead of unknown. You see what it does "
                "before it is published, and it can be undone."
            )
        )
    )
    rows = {f"{row[TABLE]} {row[PERIOD]}": row for row in ended.iter_rows(named=True)}
    which = st.selectbox(
        tr(mark("Which return")),
        list(rows),
        format_func=lambda each: returning.item(rows[each]),
        key="nothing_of",
    )
    if st.button(tr(mark("Nothing to report"))):
        _hand_in(context, returning.nothing(rows[which]))


def _comment(context: Context, mine: pl.DataFrame) -> None:
    st.header(tr(mark("Say why a figure moved")))
    done = mine.filter(pl.col(STATE) == State.DONE.value)
    if done.is_empty():
        st.caption(tr(mark("There is no figure of this office to comment on yet.")))
        return
    tables = done[TABLE].to_list()
    indicators = [each.id for each in INDICATORS.values() if each.statistic.table in tables]
    periods = [*dict.fromkeys(done[PERIOD].to_list())][:COMMENTED]
    with st.form("comment", enter_to_submit=False):
        indicator = st.selectbox(
            tr(mark("Figure")), indicators, format_func=lambda each: tr(INDICATORS[each].name)
        )
        period = st.selectbox(tr(mark("Period")), periods, format_func=labels.period_label)
        text = st.text_area(
            tr(mark("What to know of it")), max_chars=LONGEST_COMMENT, key="comment_text"
        )
        role = st.text_input(
            tr(mark("Your role, not your name (optional)")), max_chars=80, key="comment_role"
        )
        asked = st.form_submit_button(tr(mark("Look at the comment before publishing")))
    if asked and not text.strip():
        st.error(tr(mark("Please write what to know of the figure.")))
    elif asked and period:
        _hand_in(
            context,
            returning.comment(
                indicator=indicator,
                partnership=done[PARTNERSHIP][0],
                period=period,
                text=text,
                role=role,
            ),
        )


def _hand_in(context: Context, handed: Upload) -> None:
    cached.desk(context.filters.workspace).in_hand = handed
    st.rerun()


def _pending(context: Context) -> bool:
    """Show what is about to be published, as the page Upload does, until it is or is dropped."""
    workspace = context.filters.workspace
    desk = cached.desk(workspace)
    if desk.in_hand is None:
        return False
    latest, today = context.filters.latest_version, datetime.now(UTC).date()
    handed_in = cached.Uploads((desk.in_hand,))
    files = cached.checked(workspace, latest, Mode.MERGE, today, handed_in)
    st.header(desk.in_hand.name)
    st.markdown(uploading.verdict(files))
    intake_view.problems([found for file in files for found in file.problems])
    if all(file.ok for file in files):
        create(cached.warehouse(workspace).path)
        plan = cached.planned(workspace, latest, Mode.MERGE, today, handed_in)
        upload.preview(workspace, plan, from_box=False)
    if st.button(tr(mark("Do not publish this"))):
        desk.in_hand = None
        st.rerun()
    return True


VIEW: Final = View(address="my-return", title=TITLE, menu=Menu.DATA, place=5, page=page)
