"""Recommendations as a list: who answers for each, by when, how it stands, what should move."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import polars as pl
import streamlit as st

from dashboard import labels, quality_view, rows_link
from dashboard.context import Context
from dashboard.i18n import tr, trn
from metrics.catalogue import INDICATORS
from metrics.quality.behind import Behind
from metrics.recommendations import OVERDUE, register
from metrics.values import PARTNERSHIP
from validation.contracts.recommendations import CLOSED, RECOMMENDATIONS, Recommendations
from validation.fields import col, name
from validation.partner_codes import ORIGINS, RECOMMENDATION_STATUSES
from validation.text import mark

T: TypeAlias = Recommendations
TITLE: Final = mark("Recommendations")


def chosen(context: Context, partnerships: tuple[str, ...]) -> pl.DataFrame:
    """Return the recommendations to some partnerships: overdue, open, then closed, newest first."""
    closed = col(T.status).is_in(CLOSED)
    found = register(context.source).filter(pl.col(PARTNERSHIP).is_in(partnerships))
    waiting = found.filter(~closed).sort(~pl.col(OVERDUE), maintain_order=True)
    over = found.filter(closed).sort(name(T.closed), descending=True, nulls_last=True)
    return pl.concat([waiting, over])


def listed(context: Context, found: pl.DataFrame) -> None:
    """Show recommendations, each with the way to its row; `found` is that of `chosen`."""
    st.header(tr(TITLE))
    st.caption(_verdict(context, found))
    several = found[PARTNERSHIP].n_unique() > 1
    rows = list(found.iter_rows(named=True))
    columns = {
        tr(mark("Partnership")): [_whose(context, row) for row in rows] if several else [],
        tr(mark("How it stands")): [_status(row) for row in rows],
        tr(mark("Due")): [labels.day_label(row[name(T.due)] or "") for row in rows],
        tr(mark("What")): [row[name(T.text)] for row in rows],
        tr(mark("Who answers for it")): [row[name(T.owner_role)] for row in rows],
        tr(mark("From")): [_origin(row) for row in rows],
        tr(mark("Should move")): [_indicator(row) for row in rows],
    }
    quality_view.listed(
        {head: cells for head, cells in columns.items() if any(cells)},
        rows_link.leads(
            Behind.of(
                RECOMMENDATIONS.name, {name(T.recommendation_id): row[name(T.recommendation_id)]}
            )
            for row in rows
        ),
    )
    quality_view.csv(found.select(RECOMMENDATIONS.names), RECOMMENDATIONS.name)


def _verdict(context: Context, found: pl.DataFrame) -> str:
    """Say how many there are, how many wait, and how many of these are overdue."""
    waiting = found.filter(~col(T.status).is_in(CLOSED)).height
    return tr(
        mark("{all}, of which {waiting} not closed and {overdue} overdue; as of {day}."),
        all=trn(mark("{n} recommendation"), mark("{n} recommendations"), found.height),
        waiting=waiting,
        overdue=int(found[OVERDUE].sum()),
        day=context.source.today,
    )


def _whose(context: Context, row: Mapping[str, Any]) -> str:
    return labels.short_name(context.filters.offered.partnerships[row[PARTNERSHIP]])


def _status(row: Mapping[str, Any]) -> str:
    """Write how one stands, with the day it was closed, or that it is overdue."""
    status = tr(RECOMMENDATION_STATUSES.label(row[name(T.status)]))
    if row[OVERDUE]:
        return tr(mark("{status}, overdue"), status=status)
    day = row[name(T.closed)]
    return tr(mark("{status} {day}"), status=status, day=labels.day_label(day)) if day else status


def _origin(row: Mapping[str, Any]) -> str:
    origin = tr(ORIGINS.label(row[name(T.origin)]))
    made = labels.day_label(row[name(T.made)])
    return tr(mark("{origin}, {day}"), origin=origin, day=made)


def _indicator(row: Mapping[str, Any]) -> str:
    indicator = INDICATORS.get(row[name(T.indicator)] or "")
    return tr(indicator.name) if indicator else ""
