"""A figure on a page: title, picture, footer, and the drawer that tells how it was made."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import cycle
from typing import Any, Final, TypeAlias, cast

import polars as pl
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard import (
    cached,
    comments_view,
    components,
    figure_words,
    formula_words,
    provenance,
    rows_behind,
    story,
)
from dashboard.cached import Drawn
from dashboard.charts.figure import Figure, Kind
from dashboard.context import Context
from dashboard.exporting import citing
from dashboard.exporting.export import Format, export, filename
from dashboard.i18n import tr
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
TO_ROWS: Final = mark("A click on a mark leads to the rows behind it.")
"""What is said of a figure whose marks lead to rows."""

_BUTTONS: Final = {Format.TXT: mark("Sources and definitions")}
Maker: TypeAlias = Callable[[], Figure]


def over_time(
    context: Context, series: Series, *, wide: bool = False, place: str = "", apart: bool = False
) -> None:
    """Draw an indicator over time with its drawer.

    Args:
        context: the page's.
        series: what to draw.
        wide: whether it takes the whole width of the page.
        place: tells two drawings of one figure on a page apart.
        apart: whether each line has a picture of its own, however few there are.
    """
    if series.frame.is_empty():
        components.nothing(context.source.provenance)
        return
    _figure(
        context,
        series,
        lambda: story.series_figure(series, context.source, apart=apart),
        wide=wide,
        form=("apart",) if apart else (),
        place=place,
    )


def side_by_side(context: Context, found: Iterable[Series], *, place: str = "") -> None:
    """Draw indicators over time in two columns, or on a narrow screen below each other.

    Args:
        context: the page's.
        found: what to draw.
        place: as of `over_time`.
    """
    slots = [st.container()] if context.narrow else st.columns(2)
    for slot, each in zip(cycle(slots), found, strict=False):
        with slot:
            over_time(context, each, place=place)


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
        lambda: replace(
            story.flows_figure(series, context.source, found),
            ways=rows_behind.of_flows(series, context.source, found),
        ),
        wide=True,
        form=("flows",),
    )


def bare(
    context: Context,
    form: tuple[str, ...],
    make: Maker,
    *,
    wide: bool = True,
    leads_to: str = "",
) -> None:
    """Draw a figure that is no series of one indicator, with its drawer.

    Args:
        context: the page's.
        form: tells it apart from every other figure of the same version.
        make: makes it, if it is not known yet.
        wide: whether it takes the whole width of the page.
        leads_to: what to say of a click; that it leads to where a value was read, if not given.
    """
    key = (context.filters.workspace, context.filters.version, *form)
    drawn = cached.drawn(key, make, context.palette, context.chart_width(wide=wide))
    picture(drawn, leads_to=leads_to)
    bare_details(drawn.figure)


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
    ways = rows_behind.choices_made()
    drawn = cached.drawn(
        (*key, ways),
        lambda: _leading(make(), series, context),
        context.palette,
        context.chart_width(wide=wide),
    )
    picture(drawn, place=place, leads_to=tr(TO_ROWS) if drawn.figure.ways else "")
    comments_view.beside(series, context.source)
    _details(drawn.figure, series, context, place=place)


def _leading(figure: Figure, series: Series, context: Context) -> Figure:
    """Let each mark lead to the rows behind it, where the figure does not say to which."""
    return replace(figure, ways=figure.ways or rows_behind.ways(series, context.source))


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
            _numbers(figure_words.numbers_table(figure, heads), key=f"numbers-{figure.id}-{place}")
        with made:
            st.markdown(figure_words.how_made(figure, series))
            _revisions(series, context)
            _readings(series, context)
            _sources(figure)
        with meaning:
            components.facts(provenance.definitions(series.indicator))
        with away:
            downloads(figure, place=place)


def _drawer(figure: Figure, *, place: str = "") -> ExpanderContainer:
    """Return the drawer below a figure; it is filled when it is opened, not with every rerun."""
    return st.expander(tr(mark("Details")), key=f"details-{figure.id}-{place}", on_change="rerun")


def picture(drawn: Drawn, *, place: str = "", leads_to: str = "") -> None:
    """Draw a figure's title, subtitle, picture and footer, and say if a click leads further.

    Args:
        drawn: the figure.
        place: tells two drawings of one figure on a page apart.
        leads_to: what to say of a click; that it leads to where a value was read, if not given.
    """
    figure = drawn.figure
    if figure.title:
        st.subheader(figure.title)
        if figure.subtitle:
            st.caption(figure.subtitle)
    st.vega_lite_chart(
        cast("dict[str, Any]", drawn.spec),
        theme=None,
        key=f"chart-{figure.id}-{place}",
    )
    leads = any("href" in row for layer in drawn.spec["layer"] for row in layer["data"]["values"])
    where = (
        TO_ROWS
        if figure.ways or figure.kind is Kind.GRID
        else mark("A click on a value leads to where it was read.")
    )
    told = leads_to or tr(where)
    hint = told if leads else ""
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
            table = figure_words.numbers_table(figure, formula_words.parts())
            _numbers(table, key=f"numbers-{figure.id}")
        with made:
            st.markdown("\n\n".join(figure.footer))
            components.facts({each.term: each.text for each in figure.metadata.definitions})
            _sources(figure)
        with away:
            downloads(figure)


def _numbers(table: pl.DataFrame, *, key: str) -> None:
    """Show a figure's numbers, each with a link to where it was read, if it was in one place."""
    address = tr(mark("Address"))
    components.table(table, links=[address] if address in table.columns else [], key=key)


def _sources(figure: Figure) -> None:
    """List the publications behind a figure, with what a reader must know about each."""
    if not figure.metadata.sources:
        return
    st.markdown(tr(mark("**The publications behind this figure**")))
    address = figure.words.address
    where = [provenance.where_read(each) for each in figure.metadata.sources]
    table = citing.table(figure).with_columns(pl.Series(address, where))
    components.whole_table(table, links=(address,))


def _revisions(series: Series, context: Context) -> None:
    """Say why figures behind these values were changed, in the words of who published them."""
    told = figure_words.revisions(series, context.source.versions)
    if told:
        st.markdown(tr(mark("**Why figures were revised**")))
        components.plain_table(told)


def _readings(series: Series, context: Context) -> None:
    """List every published figure behind a chart, each with a link to where it was read."""
    if series.readings.is_empty():
        return
    st.markdown(tr(mark("**Every figure printed, and where it was read**")))
    components.whole_table(
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
    return lambda: export(figure.away(), fmt)
