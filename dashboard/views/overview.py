"""How each partnership is doing, pillar by pillar."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import cached, choices, components, figure_view, findings_view, labels, link
from dashboard.charts.figure import Figure
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr, trn
from dashboard.matrix_story import matrix_figure
from dashboard.views import communities, partnership
from metrics import values as columns
from metrics.findings import status_of
from metrics.overview import Overview, overview
from validation.codes import Pillar
from validation.text import mark

TITLE: Final = mark("Overview")


def page(context: Context) -> None:
    """Show the matrix of partnerships and pillars, each cell one declared indicator."""
    chosen = context.filters
    found = overview(
        context.source,
        partnerships=chosen.partnerships,
        period=chosen.period,
        grain=chosen.grain,
        crime_areas=chosen.crime_areas,
        countries=chosen.countries,
    )
    st.title(title(found))
    if told := provisos(found):
        st.caption(told)
    if found.cells.is_empty():
        _nothing(found, context)
        return
    above = st.container()
    drawn = cached.drawn(
        ("overview", chosen.key),
        lambda: _figure(found, context),
        context.palette,
        context.chart_width(wide=True),
    )
    figure_view.picture(drawn)
    components.doors(
        tr(mark("Look into one partnership:")),
        {
            labels.short_name(name): f"{partnership.ADDRESS}?{link.to(choices.PARTNERSHIP, key)}"
            for key, name in found.partnerships.items()
        },
    )
    if found.on_places or Pillar.COMMUNITIES.value in found.cells[columns.PILLAR]:
        whole = link.to(choices.WORKSPACE, chosen.workspace)
        components.doors(
            tr(mark("On communities the figures are of places, not of partnerships:"))
            if found.on_places
            else tr(mark("Look into the places, one by one:")),
            {tr(communities.TITLE): f"{communities.ADDRESS}?{whole}"},
        )
    figure_view.bare_details(drawn.figure)
    with above:
        _findings(found)


def _findings(found: Overview) -> None:
    """Show the findings of the period above the matrix, which is drawn before them."""
    if found.published:
        findings_view.nothing_to_judge()
        return
    st.header(tr(mark("Findings")))
    findings_view.counted(found.checked, _looked_at(found))
    findings_view.listed(found.findings, partnership.ADDRESS, found.partnerships)


def title(found: Overview) -> str:
    """State how the headline figures of the period looked at stand, in plain counts."""
    statuses = _statuses(found.judged)
    if not statuses:
        return trn(
            mark("What is known of {n} partnership"),
            mark("What is known of {n} partnerships"),
            len(found.partnerships),
        )
    met, missed = statuses.count(columns.MET), statuses.count(columns.NOT_MET)
    return trn(
        mark("{met} of {n} headline target met, {missed} not met, {close} too close to call"),
        mark("{met} of {n} headline targets met, {missed} not met, {close} too close to call"),
        len(statuses),
        met=met,
        missed=missed,
        close=len(statuses) - met - missed,
    )


def _statuses(cells: pl.DataFrame) -> list[str]:
    """Return the status of each cell, the one that its words and its finding say."""
    return [status_of(row) for row in cells.iter_rows(named=True)]


def provisos(found: Overview) -> str:
    """Say what the statuses are of, how many may still change, and how many values are missing."""
    if found.judged.is_empty():
        return ""
    told = "; ".join(_provisos(found, found.judged[columns.FLAGS].to_list()))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _over(judged: pl.DataFrame) -> Iterator[str]:
    """Say how many statuses are of four quarters together: the latest alone is too close."""
    pooled = judged.filter(pl.col(columns.POOLED_STATUS).is_not_null()).height
    if pooled:
        yield trn(
            mark(
                "{n} of them is judged over the four latest whole quarters together, where the "
                "latest figure alone is too close to call"
            ),
            mark(
                "{n} of them are judged over the four latest whole quarters together, where the "
                "latest figure alone is too close to call"
            ),
            pooled,
        )


def _provisos(found: Overview, flags: Sequence[str]) -> Iterator[str]:
    waiting = found.waiting
    open_ = sum(map(labels.may_change, flags))
    if open_:
        text = trn(
            mark("{n} of these may still change"), mark("{n} of these may still change"), open_
        )
        yield text
    yield from _over(found.judged)
    earlier = _statuses(found.earlier)
    if earlier:
        yield tr(
            mark("of earlier periods {met} met, {missed} not met, {close} too close to call"),
            met=earlier.count(columns.MET),
            missed=earlier.count(columns.NOT_MET),
            close=earlier.count(columns.TOO_CLOSE),
        )
    if waiting:
        text = trn(
            mark("{n} other headline figure has no value for {period} and may show an earlier one"),
            mark("{n} other headline figures have no value for {period} and may show earlier ones"),
            waiting,
            period=_looked_at(found),
        )
        yield text


def heading(found: Overview) -> str:
    """Promise no judgement where there is none."""
    if (found.cells[columns.STATUS] != "").any():
        return tr(mark("How each partnership is doing"))
    if found.published:
        return tr(mark("What is published of each partnership"))
    return tr(mark("What is known of each partnership"))


def caption(found: Overview) -> str:
    """Say what each cell shows."""
    parts = [
        tr(
            mark("The last value up to {period}; one of another period names it."),
            period=_looked_at(found),
        )
    ]
    if found.cells[columns.LOWER].is_not_null().any():
        parts.append(
            tr(
                mark(
                    "Below a value stands its 95\u00a0% interval, "
                    "in brackets after a change that of the change."
                )
            )
        )
    parts.append(
        tr(
            mark(
                "Each small line shows a cell's own earlier values on a scale of its own: "
                "compare its shape, not its height."
            )
        )
    )
    return " ".join(parts)


def _nothing(found: Overview, context: Context) -> None:
    """Say why the matrix is empty, and which choice would fill it."""
    chosen = context.filters
    if not found.partnerships:
        components.no_data()
    elif chosen.crime_areas or chosen.countries:
        components.empty(
            tr(mark("No partnership has a headline figure for these crime areas and countries.")),
            tr(mark("Take some of them away under More filters.")),
        )
    else:
        components.empty(
            tr(
                mark("No partnership chosen has a headline figure up to {period}."),
                period=_looked_at(found),
            ),
            tr(mark("Choose a later period or other partnerships.")),
        )


def _looked_at(found: Overview) -> str:
    return labels.period_label(found.period.code) if found.period else tr(mark("today"))


def _figure(found: Overview, context: Context) -> Figure:
    return matrix_figure(found, context.source, title=heading(found), subtitle=caption(found))


VIEW: Final = View(address="", title=TITLE, menu=Menu.UNDERSTAND, place=10, page=page)
