"""Recommendations as a list: who answers for each, by when, how it stands, what should move."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import polars as pl
import streamlit as st

from dashboard import labels, quality_view, rows_behind
from dashboard.context import Context
from dashboard.i18n import tr, trn
from metrics import recommendations
from metrics.catalogue import INDICATORS
from metrics.quality.behind import Behind
from metrics.recommendations import OVERDUE, register
from metrics.values import (
    DENOMINATOR,
    FLAGS,
    LOWER,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    UNIT,
    UPPER,
    VALUE,
)
from validation.contracts.recommendations import CLOSED, RECOMMENDATIONS, Recommendations
from validation.fields import col, name
from validation.partner_codes import ORIGINS, RECOMMENDATION_STATUSES
from validation.text import mark

T: TypeAlias = Recommendations
TITLE: Final = mark("Recommendations")


def chosen(context: Context, partnerships: tuple[str, ...]) -> pl.DataFrame:
    """Return the recommendations to some partnerships: overdue, open, then closed, newest first."""
    over = register(context.source).filter(col(T.status).is_in(CLOSED))
    every = pl.concat(
        [
            recommendations.waiting(context.source),
            over.sort(name(T.closed), descending=True, nulls_last=True),
        ]
    )
    return every.filter(pl.col(PARTNERSHIP).is_in(partnerships))


def listed(context: Context, found: pl.DataFrame, *, page: str) -> None:
    """Show recommendations, each with the way to its row, those that are closed folded away.

    Args:
        context: the page's.
        found: a frame of `chosen`.
        page: the page's address, which names the file.
    """
    st.header(tr(TITLE))
    st.caption(_verdict(context, found))
    over = col(T.status).is_in(CLOSED)
    _list(context, found.filter(~over))
    closed = found.filter(over)
    if closed.height:
        one, many = mark("{n} closed recommendation"), mark("{n} closed recommendations")
        with st.expander(trn(one, many, closed.height)):
            _list(context, closed)
    quality_view.csv(found.select(RECOMMENDATIONS.names), RECOMMENDATIONS.name, page=page)


def _list(context: Context, found: pl.DataFrame) -> None:
    rows = list(found.iter_rows(named=True))
    if rows:
        quality_view.listed(_told(context, rows), rows_behind.led(_behind(row) for row in rows))


def waiting(context: Context, found: pl.DataFrame, figures: Mapping[str, Sequence[str]]) -> None:
    """Show those that wait, with the latest value of what each should move.

    Args:
        context: the page's.
        found: `metrics.priorities.Priorities.advice`.
        figures: what to click on → where each leads, as `components.plain_table` takes them.
    """
    rows = list(found.iter_rows(named=True))
    values = {tr(mark("Its latest value")): [_latest(row) for row in rows]}
    behind = rows_behind.led(_behind(row) for row in rows)
    quality_view.listed(_told(context, rows) | values, {**figures, **behind})
    added = (PERIOD, VALUE, LOWER, UPPER, NUMERATOR, DENOMINATOR, UNIT, FLAGS, PRECISION)
    quality_view.csv(
        found.select(*RECOMMENDATIONS.names, OVERDUE, *added),
        RECOMMENDATIONS.name,
        page="priorities",
    )


def _told(context: Context, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Write recommendations as columns of texts, without those in which nothing is told."""
    several = len({row[PARTNERSHIP] for row in rows}) > 1
    told = {
        tr(mark("Partnership")): [_whose(context, row) for row in rows] if several else [],
        tr(mark("How it stands")): [_status(row) for row in rows],
        tr(mark("Due")): [labels.day_label(row[name(T.due)] or "") for row in rows],
        tr(mark("What")): [row[name(T.text)] for row in rows],
        tr(mark("Who answers for it")): [row[name(T.owner_role)] for row in rows],
        tr(mark("From")): [_origin(row) for row in rows],
        tr(mark("Should move")): [_indicator(row) for row in rows],
    }
    return {head: cells for head, cells in told.items() if any(cells)}


def _behind(row: Mapping[str, Any]) -> Behind:
    return Behind.of(
        RECOMMENDATIONS.name, {name(T.recommendation_id): row[name(T.recommendation_id)]}
    )


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


def _latest(row: Mapping[str, Any]) -> str:
    """Write the latest value of what a recommendation should move, with its range and period."""
    if row[VALUE] is None:
        return tr(mark("no value")) if row[name(T.indicator)] else ""
    interval = labels.interval_text(row)
    told = (
        labels.counted_text(row),
        tr(mark("interval {interval}"), interval=interval) if interval else "",
        labels.period_label(row[PERIOD]),
        labels.words().immature if labels.may_change(row[FLAGS]) else "",
    )
    return ", ".join(filter(None, told))
