"""What the parts of the page on data quality have in common: lists that lead to rows, and CSV."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import cached, choices, components, figure_view, link
from dashboard.charts.figure import Figure
from dashboard.context import Context
from dashboard.exporting.safety import safe_frame
from dashboard.i18n import grouped, tr, trn
from dashboard.squares import Words
from data.queries import ABOVE_NOTHING, AND_MORE, ANY_BUT, OR
from metrics.quality import behind
from metrics.quality.behind import COUNTED, Behind
from metrics.values import PARTNERSHIP, PERIOD
from validation.contracts import CONTRACTS
from validation.periods import Period
from validation.text import mark

LISTED: Final = 60
ROWS_SHOWN: Final = 200
NOTHING: Final = Behind("", ())
BACK: Final = mark("Back to data quality")


def address(found: Behind) -> str:
    """Return the link to the rows behind a finding, on this page."""
    return f"?{link.to(choices.BEHIND, found.code)}"


def chosen(context: Context, found: pl.DataFrame) -> pl.DataFrame:
    """Keep the partnerships and periods that the filter row asks for; its latest is no end.

    What is due is due after the last period with data, too. What names no partnership, or no
    period, is kept where none is left out.
    """
    asked = context.filters
    latest = asked.offered.periods[asked.grain][-1:]
    until = asked.period if asked.period and asked.period.code not in latest else None
    codes = [code for code in found[PERIOD].unique() if code]
    kept = [
        code
        for code, period in ((code, Period.parse(code)) for code in codes)
        if (asked.start is None or asked.start.start <= period.start)
        and (until is None or period.end <= until.end)
    ]
    mine, whose = pl.col(PARTNERSHIP).is_in(asked.chosen), pl.col(PARTNERSHIP)
    then, when = pl.col(PERIOD).is_in(kept), pl.col(PERIOD)
    return found.filter(
        mine | (whose.is_null() & (not asked.partnerships)),
        then | (when.is_null() & (len(kept) == len(codes))),
    )


def listed(columns: Mapping[str, Sequence[str]], links: Mapping[str, Sequence[str]]) -> None:
    """Show the first rows of a list, each with its links, and say how many more there are."""
    number = max(map(len, columns.values()), default=0)
    first = {head: texts[:LISTED] for head, texts in columns.items()}
    components.plain_table(first, leads={head: texts[:LISTED] for head, texts in links.items()})
    if number > LISTED:
        st.caption(
            trn(
                mark("{n} more is in the CSV."),
                mark("{n} more are in the CSV."),
                number - LISTED,
            )
        )


def csv(frame: pl.DataFrame, part: str, *, page: str = "data_quality") -> None:
    """Offer everything that a part of a page knows as CSV, safe to open in a spreadsheet.

    Args:
        frame: what is known.
        part: names the part of the page, in the file's name.
        page: names the page there.
    """
    st.download_button(
        tr(mark("All of this as CSV")),
        data=lambda: safe_frame(frame).write_csv().encode(),
        file_name=f"{page}_{part}.csv",
        mime="text/csv",
        key=f"csv-{part}",
        on_click="ignore",
    )


def leads(found: Iterable[Behind | None]) -> dict[str, list[str]]:
    """Return the links to the rows behind each row of a list, as `listed` takes them."""
    return {tr(mark("show the rows")): [address(each) if each else "" for each in found]}


def grid(context: Context, words: Words, found: pl.DataFrame, make: Callable[..., Figure]) -> None:
    """Draw a grid of the rows chosen, of which each square leads to the rows behind it."""
    key = ("quality", words.id, words.title, *context.filters.key, address(NOTHING))
    drawn = cached.drawn(
        key,
        lambda: make(found, context.source, words, address),
        context.palette,
        context.chart_width(wide=True),
    )
    hint = tr(mark("A click on a square leads to the rows behind it."))
    figure_view.picture(drawn, leads_to=hint)


def asked() -> Behind | None:
    """Return the rows that the link asks for, if it names any."""
    code = link.chosen(choices.BEHIND)
    found = Behind.parse(code)
    known = {found.code: found.code} if found else {}
    nothing = tr(mark("the page"))
    link.settle(choices.BEHIND, {"": nothing, **known}, shown=nothing)
    return found


def _holding(columns: str, cells: str) -> str:
    """Say what a cell of the rows holds, of one column or of any of several."""
    if columns == COUNTED:
        return tr(mark("of several reports of one cell only that which counts"))
    column = tr(mark(" or ")).join(columns.split(OR))
    plain = {
        "": mark("{column} is empty"),
        ABOVE_NOTHING: mark("{column} is above 0"),
        AND_MORE: mark("{column} is filled"),
        ANY_BUT: mark("{column} is filled"),
    }
    if cells in plain:
        return tr(plain[cells], column=column)
    if cells.startswith(ANY_BUT):
        return tr(mark("{column} is not {cell}"), column=column, cell=cells.removeprefix(ANY_BUT))
    if cells.endswith(AND_MORE) and OR not in cells:
        return tr(mark("{column} is in {year}"), column=column, year=cells.removesuffix(AND_MORE))
    listed = (each.removesuffix(AND_MORE) or tr(mark("empty")) for each in cells.split(OR))
    return f"{column} = {tr(mark(' or ')).join(listed)}"


def _added(context: Context, found: Behind) -> None:
    """Say what the mark counts of these rows, which may hold other numbers too."""
    sums = behind.together(context.source, found)
    if sums:
        told = ", ".join(f"{column} {grouped(number)}" for column, number in sums.items())
        st.caption(
            tr(
                mark(
                    "Counted in these rows: {sums}. The columns stand first; what else a row holds "
                    "was not asked for."
                ),
                sums=told,
            )
        )


def rows(context: Context, found: Behind, *, back: str = BACK) -> None:
    """Show the rows of a table that stand behind a finding, as they were sent.

    Args:
        context: the page's.
        found: the rows.
        back: what the button says that leads back to the page.
    """
    if st.button(tr(back)):
        link.choose(choices.BEHIND, "")
    contract = CONTRACTS[found.table]
    st.header(tr(mark("The rows behind: {table}"), table=tr(contract.title)))
    held = ", ".join(_holding(column, cell) for column, cell in found.cells)
    number = behind.count(context.source, found)
    st.caption(
        tr(
            mark("{rows} of version {version} where {cells}."),
            rows=trn(mark("{n} row"), mark("{n} rows"), number),
            version=context.source.number,
            cells=held,
        )
    )
    if not number:
        components.empty(
            tr(mark("No row of this version holds these cells.")),
            tr(mark("Nothing was sent, or it was withdrawn.")),
        )
        return
    _added(context, found)
    traced = behind.rows(context.source, found, most=ROWS_SHOWN, traced=True)
    first = [each for each in found.added if each in traced.columns]
    where = [each for each in traced.columns if each not in CONTRACTS[found.table].names]
    components.table(traced.select(*where, *first, pl.exclude(*where, *first)), key="behind")
    if number > ROWS_SHOWN:
        st.caption(
            tr(
                mark("The first {shown}; all are in the CSV."),
                shown=grouped(ROWS_SHOWN),
            )
        )
    st.download_button(
        tr(mark("These rows as CSV")),
        data=lambda: safe_frame(_sent(context, found)).write_csv().encode(),
        file_name=f"{found.table}_rows.csv",
        mime="text/csv",
        key="csv-behind",
        on_click="ignore",
    )


def _sent(context: Context, found: Behind) -> pl.DataFrame:
    """Return the rows in the table's own columns, so that the file can be sent again."""
    held = behind.rows(context.source, found)
    own = [each for each in CONTRACTS[found.table].names if each in held.columns]
    return held.select(own)
