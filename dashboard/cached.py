"""Everything a server keeps between reruns: keyed by workspace and data version, nothing else."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from dashboard.charts.draw import page_spec
from dashboard.charts.figure import Figure
from dashboard.charts.theme import Palette
from data import versions
from data.versions import Version
from data.warehouse import Warehouse
from data.workspaces import Workspace, chosen
from metrics.offered import Offered
from metrics.offered import offered as available
from metrics.source import Source

SOURCES_KEPT: Final = 12
FIGURES_KEPT: Final = 600
PAGE_WAIT: Final = 20.0
"""Seconds: a very large file holds the warehouse for longer than a command is ready to wait."""


@dataclass(frozen=True)
class Drawn:
    """A figure with its finished Vega-Lite."""

    figure: Figure
    spec: Mapping[str, Any]


@st.cache_resource(show_spinner=False)
def workspaces() -> tuple[Workspace, ...]:
    """Return the workspaces this server serves, the first being the default."""
    return chosen((), os.environ)


def workspace(name: str) -> Workspace:
    """Return a workspace by its name."""
    return next(each for each in workspaces() if each.name == name)


def warehouse(name: str) -> Warehouse:
    """Return a workspace's warehouse; a page waits longer for it than a command does."""
    return replace(workspace(name).warehouse, wait=PAGE_WAIT)


def ledger(name: str) -> tuple[Version, ...]:
    """Return the versions of a workspace, oldest first, whoever published them."""
    store = warehouse(name)
    if not store.exists():
        return ()
    stamp = store.path.stat()
    return _ledger(name, stamp.st_mtime_ns, stamp.st_size)


@st.cache_data(show_spinner=False, max_entries=SOURCES_KEPT)
def _ledger(name: str, modified: int, size: int) -> tuple[Version, ...]:
    """Read the ledger again whenever the file's stamp has changed."""
    del modified, size
    return versions.ledger(warehouse(name))


@st.cache_resource(show_spinner=False, max_entries=SOURCES_KEPT)
def source(name: str, version: int) -> Source:
    """Return one version of a workspace, with what was read of it so far."""
    return Source(warehouse(name), version)


@st.cache_data(show_spinner=False, max_entries=SOURCES_KEPT)
def offered(name: str, version: int) -> Offered:
    """Return what a version has data on."""
    return available(source(name, version))


def warm() -> None:
    """Read beforehand what the first visitor of each workspace will ask for."""
    for each in workspaces():
        found = ledger(each.name)
        if found:
            source(each.name, found[-1].number).warm()
            offered(each.name, found[-1].number)


def drawn(
    key: tuple[object, ...], make: Callable[[], Figure], palette: Palette, width: int
) -> Drawn:
    """Return a figure and its Vega-Lite, made once for everything that decides them.

    Args:
        key: workspace, version, and every choice the figure depends on.
        make: makes the figure.
        palette: light or dark.
        width: about how wide it stands, pixels.
    """
    return _drawn(repr(key), palette.name, width, make, palette)


@st.cache_resource(show_spinner=False, max_entries=FIGURES_KEPT)
def _drawn(
    key: str, theme: str, width: int, _make: Callable[[], Figure], _palette: Palette
) -> Drawn:
    del key, theme
    figure = _make()
    return Drawn(figure, page_spec(figure, _palette, width=width))


@st.cache_resource(show_spinner=False, scope="session")
def notes() -> dict[str, str]:
    """Return what one reader's session remembers, such as the preview last shown."""
    return {}
