"""A figure on a page: title, picture, footer, and the drawer that tells how it was made."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

import polars as pl
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard import cached, comments_view, components, formula_words, labels, provenance, story
from dashboard.cached import Drawn
from dashboard.charts.figure import Figure
from dashboard.charts.points import series_key
from dashboard.context import Context
from dashboard.exporting import citing
from dashboard.exporting.export import Format, export, filename
from dashboard.formula_words import Parts
from dashboard.i18n import grouped, tr, trn
from metrics import values as columns
from metrics.indicator import Indicator
from metrics.series import Series
from validation.text import mark

TAKE_AWAY: Final = (
    Format.PNG,
    Format.SVG,
    Format.PDF,
    Format.XLSX,
    Format.CSV,
    Format.TXT,
)
_BUTTONS: Final = {Format.TXT: mark("Sources and definitions")}
EXAMPLES: Final = 3
Maker: TypeAlias = Callable[[], Figure]


def over_time(context: Context, series: Series, *, wide: bool = False, place: str = "") -> None:
    """Draw an indicator over time with its drawer.

    Args:
        context: the page's.
        series: what to draw.
        wide: whether it takes the whole width of the page.
        place: tells two drawings of one figure on a page apart.
    """
    if series.frame.is_empty():
        components.nothing()
        return
    _figure(
        context,
        series,
        lambda: story.series_figure(series, context.source),
        wide=wide,
        place=place,
    )


def bars(context: Context, series: Series, period: str) -> None:
    """Draw the parts of one period with their drawer."""
    _figure(
        context,
        series,
        lambda: story.bars_figure(series, context.source, period),
        wide=True,
        form=("bars", period),
    )


def flows(context: Context, series: Series, found: pl.DataFrame) -> None:
    """Draw who sent how much to whom with its drawer."""
    _figure(
        context,
        series,
        lambda: story.flows_figure(series, context.source, found),
        wide=True,
        form=("flows",),
    )


def _figure(
    context: Context,
    series: Series,
    make: Callable[[], Figure],
    *,
    wide: bool,
    form: tuple[str, ...] = (),
    place: str = "",
) -> None:
    key = (context.filters.workspace, context.filters.version, series.query, form)
    drawn = cached.drawn(key, make, context.palette, context.chart_width(wide=wide))
    picture(drawn, place=place)
    comments_view.beside(series, context.source)
    _details(drawn.figure, series, context, place=place)


def _details(figure: Figure, series: Series, context: Context, *, place: str) -> None:
    drawer = _drawer(figure, place=place)
    if not drawer.open:
        return
    with drawer:
        numbers, made, meaning, away = st.tabs(
            [
                tr(mark("The numbers")),
                tr(mark("How this figure was made")),
                tr(mark("Definition")),
                tr(mark("Take away")),
            ]
        )
        with numbers:
            heads = formula_words.parts(series.indicator)
            _numbers(numbers_table(figure, heads), key=f"numbers-{figure.id}-{place}")
        with made:
            st.markdown(how_made(figure, series))
            _readings(series, context)
            _sources(figure, place=place)
        with meaning:
            components.facts(provenance.definitions(series.indicator))
        with away:
            downloads(figure, place=place)


def _drawer(figure: Figure, *, place: str = "") -> ExpanderContainer:
    """Return the drawer below a figure; it is filled when it is opened, not with every rerun."""
    return st.expander(tr(mark("Details")), key=f"details-{figure.id}-{place}", on_change="rerun")


def picture(drawn: Drawn, *, place: str = "") -> None:
    """Draw a figure's title, subtitle, picture and footer, and say if a click leads further."""
    figure = drawn.figure
    if figure.title:
        st.subheader(figure.title)
        st.caption(figure.subtitle)
    st.vega_lite_chart(
        cast("dict[str, Any]", drawn.spec),
        theme=None,
        key=f"chart-{figure.id}-{place}",
    )
    leads = any("href" in row for layer in drawn.spec["layer"] for row in layer["data"]["values"])
    hint = tr(mark("A click on a value leads to where it was read.")) if leads else ""
    named = provenance.named(figure.metadata.sources)
    st.caption(" ".join(filter(None, [*figure.footer, named, hint])))


def bare_details(figure: Figure) -> None:
    """Offer the numbers and files of a figure that is no series of one indicator."""
    drawer = _drawer(figure)
    if not drawer.open:
        return
    with drawer:
        numbers, made, away = st.tabs(
            [
                tr(mark("The numbers")),
                tr(mark("How this figure was made")),
                tr(mark("Take away")),
            ]
        )
        with numbers:
            table = numbers_table(figure, formula_words.parts())
            _numbers(table, key=f"numbers-{figure.id}")
        with made:
            st.markdown("\n\n".join(figure.footer))
            components.facts({each.term: each.text for each in figure.metadata.definitions})
            _sources(figure)
        with away:
            downloads(figure)


def numbers_table(figure: Figure, heads: Parts) -> pl.DataFrame:
    """Return the figure's numbers with column names ready to be read.

    Args:
        figure: whose numbers.
        heads: what is divided, in words.

    Returns:
        A row for each value, the newest first, without the columns in which nothing is told.
    """
    rows = figure.values.sort(columns.PERIOD, descending=True).iter_rows(named=True)
    told = pl.DataFrame(
        [_told(figure, row) for row in rows],
        schema=dict.fromkeys(_heads(heads), pl.String),
        orient="row",
    )
    return told.select(each for each in told if (each != "").any()) if told.height else told


def _numbers(table: pl.DataFrame, *, key: str) -> None:
    """Show a figure's numbers, each with a link to where it was read, if it was in one place."""
    address = tr(mark("Address"))
    components.table(table, links=[address] if address in table.columns else [], key=key)


def _heads(parts: Parts) -> tuple[str, ...]:
    return (
        tr(mark("Period")),
        tr(mark("Line")),
        tr(mark("Value")),
        tr(mark("Interval")),
        *parts,
        tr(mark("Target")),
        tr(mark("Status")),
        tr(mark("Notes")),
        tr(mark("Not comparable with earlier figures")),
        tr(mark("Source")),
        tr(mark("Address")),
    )


def _told(figure: Figure, row: dict[str, Any]) -> tuple[str, ...]:
    flags = (each for each in str(row[columns.FLAGS]).split(columns.FLAG_SEPARATOR))
    return (
        labels.period_label(str(row[columns.PERIOD])),
        _line(figure, row),
        labels.value_text(row),
        labels.interval_text(row),
        _number(row[columns.NUMERATOR]),
        _number(row[columns.DENOMINATOR]),
        labels.shown(row[columns.TARGET], str(row[columns.UNIT])),
        tr(columns.STATUSES.get(str(row[columns.STATUS]), "")),
        labels.flags_text(
            columns.FLAG_SEPARATOR.join(each for each in flags if each != columns.SIMULATED)
        ),
        row[columns.BREAK_BEFORE],
        provenance.source_names(str(row[columns.SOURCE]), figure.metadata.sources),
        figure.address(str(row[columns.SOURCE]).split(";")),
    )


def _line(figure: Figure, row: dict[str, Any]) -> str:
    """Name the line a value is on; in the matrix its partnership and its column."""
    codes = [str(row[each]) for each in figure.dimensions]
    names = dict(figure.series) | {each.id: each.title for each in figure.headings}
    together = names.get(";".join(codes))
    return together or ", ".join(names.get(code, code) for code in codes if code)


def _number(value: object) -> str:
    return grouped(value) if isinstance(value, int | float) else ""


def how_made(figure: Figure, series: Series) -> str:
    """Tell with this figure's own numbers how it was made, as Markdown."""
    lines = [_formula(series.indicator)]
    known = series.frame.filter(pl.col(columns.VALUE).is_not_null()).sort(
        columns.PERIOD, maintain_order=True
    )
    lines.extend(_worked_line(figure, row) for row in known.tail(EXAMPLES).iter_rows(named=True))
    lines.append(tr(mark("Filters: {filters}."), filters=figure.subtitle))
    lines.extend(figure.footer)
    return "\n\n".join(line for line in lines if line)


def _worked_line(figure: Figure, row: dict[str, Any]) -> str:
    """Write a calculation down, named by its line where the figure has several."""
    line = figure.series.get(series_key(row, figure.dimensions), "")
    return f"{line} · {_worked(row)}" if line and len(figure.series) > 1 else _worked(row)


def _worked(row: dict[str, Any]) -> str:
    period = labels.period_label(str(row[columns.PERIOD]))
    value = labels.value_text(row)
    if row[columns.DENOMINATOR] is None:
        return tr(
            mark("{period}: {value}, from {rows}."),
            period=period,
            value=value,
            rows=_rows(row[columns.ROWS]),
        )
    return tr(
        mark(
            "{period}: {numerator} ÷ {denominator} = {value}, "
            "interval {interval} ({method}), from {rows}."
        ),
        period=period,
        numerator=_number(row[columns.NUMERATOR]),
        denominator=_number(row[columns.DENOMINATOR]),
        value=value,
        interval=labels.interval_text(row) or tr(mark("none")),
        method=str(row[columns.METHOD]) or tr(mark("no method")),
        rows=_rows(row[columns.ROWS]),
    )


def _rows(number: int) -> str:
    return trn(mark("{n} row"), mark("{n} rows"), number)


def _formula(indicator: Indicator) -> str:
    """Write an indicator's formula in words, then with the names of the columns it is made of."""
    words = f"{formula_words.formula(indicator.statistic)}."
    return words if indicator.published else f"{words} `{indicator.formula}`"


def _sources(figure: Figure, *, place: str = "") -> None:
    """List the publications behind a figure, with what a reader must know about each."""
    if not figure.metadata.sources:
        return
    st.markdown(tr(mark("**The publications behind this figure**")))
    components.table(
        citing.table(figure),
        links=(figure.words.address,),
        key=f"sources-{figure.id}-{place}",
    )


def _readings(series: Series, context: Context) -> None:
    """List every published figure behind a chart, each with a link to where it was read."""
    if series.readings.is_empty():
        return
    st.markdown(tr(mark("**Every figure printed, and where it was read**")))
    components.table(
        provenance.readings_table(series, context.source), links=(tr(mark("Address")),)
    )


def downloads(figure: Figure, *, place: str = "") -> None:
    """Offer the figure's files; each is made when it is asked for."""
    with st.container(horizontal=True):
        for fmt in TAKE_AWAY:
            st.download_button(
                tr(_BUTTONS.get(fmt, fmt.value.upper())),
                data=_maker(figure, fmt),
                file_name=filename(figure, fmt),
                mime=fmt.media_type,
                key=f"download-{figure.id}-{fmt.value}-{place}",
                on_click="ignore",
            )
    st.caption(
        tr(
            mark(
                "PNG, SVG, PDF and XLSX carry title, unit, sources and data version. The CSV is "
                "the bare table, its sources named by id; “Sources and definitions” explains "
                "them. The same version gives the same bytes."
            )
        )
    )


def _maker(figure: Figure, fmt: Format) -> Callable[[], bytes]:
    return lambda: export(figure, fmt)
