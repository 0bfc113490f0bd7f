"""Everything a server keeps between reruns: keyed by workspace and data version, nothing else."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import attack_words, mending, uploading
from dashboard.charts.draw import page_spec
from dashboard.charts.figure import Figure
from dashboard.charts.theme import Palette
from dashboard.desk import Desk
from dashboard.drafts import Drafts
from dashboard.i18n import tr
from dashboard.mending import Offer
from data import loading, versions
from data.ledger import Mode
from data.planning import Plan
from data.versions import Version
from data.warehouse import Warehouse
from data.workspaces import Workspace, chosen
from metrics import preview
from metrics.offered import Offered
from metrics.offered import offered as available
from metrics.source import Source
from validation import copies
from validation.copies import Copy
from validation.intake import Checked, Upload
from validation.text import mark

SOURCES_KEPT: Final = 12
FIGURES_KEPT: Final = 600
UPLOADS_KEPT: Final = 2
ROWS_SHOWN: Final = 10
"""Faulty rows of a file that are shown in place."""
PAGE_WAIT: Final = 20.0
"""Seconds: a very large file holds the warehouse for longer than a command is ready to wait."""


@dataclass(frozen=True)
class Uploads:
    """Files handed in, told apart by their content."""

    uploads: tuple[Upload, ...]

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """Names, hashes and mends."""
        return tuple(
            (each.name, each.sha256, *(mend.key for mend in each.mends)) for each in self.uploads
        )


@dataclass(frozen=True)
class Drawn:
    """A figure with its finished Vega-Lite."""

    figure: Figure
    spec: Mapping[str, Any]


_once_for_files = st.cache_resource(
    show_spinner=False,
    max_entries=UPLOADS_KEPT,
    scope="session",
    hash_funcs={Uploads: lambda files: files.key},
)


@st.cache_resource(show_spinner=False)
def workspaces() -> tuple[Workspace, ...]:
    """Return the workspaces this server serves, the first being the default."""
    return chosen((), os.environ)


@st.cache_resource(show_spinner=False)
def drafts() -> Drafts:
    """Return what all readers have handed in and not published yet."""
    return Drafts()


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


@st.cache_resource(show_spinner=False, max_entries=SOURCES_KEPT)
def _ledger(name: str, modified: int, size: int) -> tuple[Version, ...]:
    """Read the ledger again whenever the file's stamp has changed."""
    del modified, size
    return versions.ledger(warehouse(name))


@st.cache_resource(show_spinner=False, max_entries=SOURCES_KEPT)
def source(name: str, version: int) -> Source:
    """Return one version of a workspace, with what was read of it so far."""
    return Source(warehouse(name), version)


@st.cache_resource(show_spinner=tr(mark("Reading this version …")), max_entries=SOURCES_KEPT)
def offered(name: str, version: int) -> Offered:
    """Return what a version has data on."""
    return available(source(name, version))


def warm() -> None:
    """Read beforehand what the first visitor of each workspace will ask for."""
    for each in workspaces():
        found = ledger(each.name)
        if found:
            latest = source(each.name, found[-1].number)
            latest.warm()
            available(latest)


@_once_for_files
def checked(name: str, version: int, mode: Mode, day: date, files: Uploads) -> tuple[Checked, ...]:
    """Return the verdict on files, checked once for the version they are to follow."""
    del version
    return uploading.check(warehouse(name), files.uploads, table=None, mode=mode, today=day)


@_once_for_files
def offers(name: str, version: int, mode: Mode, day: date, files: Uploads) -> tuple[Offer, ...]:
    """Return what can be mended in files at once, and why some of it cannot."""
    found = checked(name, version, mode, day, files)
    return mending.offers(found, uploading.known_ids(warehouse(name)))


@_once_for_files
def excerpts(name: str, version: int, mode: Mode, day: date, files: Uploads) -> tuple[Copy, ...]:
    """Return the first faulty rows of files, as they stand in them."""
    found = (copies.excerpt(file, ROWS_SHOWN) for file in checked(name, version, mode, day, files))
    return tuple(each for each in found if each)


@_once_for_files
def planned(name: str, version: int, mode: Mode, day: date, files: Uploads) -> Plan:
    """Return what publishing files would do, planned once for the version they are to follow."""
    found = checked(name, version, mode, day, files)
    return loading.preview(warehouse(name), found, mode=mode)


@st.cache_data(show_spinner=False, max_entries=UPLOADS_KEPT, scope="session")
def effects(name: str, version: int, fingerprint: str, _plan: Plan) -> pl.DataFrame:
    """Return what a plan does to the headline figures."""
    del fingerprint
    before = source(name, version)
    return uploading.effects(before, warehouse(name), _plan, when=datetime.now(UTC))


@st.cache_data(show_spinner=False, max_entries=UPLOADS_KEPT, scope="session")
def given_away(name: str, version: int, fingerprint: str, _plan: Plan) -> list[str]:
    """Return which counts of persons a plan would give away."""
    del fingerprint, version
    return [*attack_words.given_away(warehouse(name), _plan, when=datetime.now(UTC))]


@st.cache_data(show_spinner=False, max_entries=UPLOADS_KEPT, scope="session")
def filled(name: str, version: int, fingerprint: str, _plan: Plan) -> dict[str, list[str]]:
    """Return what a plan fills of the reporting schedule."""
    del fingerprint
    before = source(name, version)
    return uploading.filled(before, warehouse(name), _plan, when=datetime.now(UTC))


@st.cache_data(show_spinner=False, max_entries=SOURCES_KEPT)
def differences(name: str, earlier: int, later: int) -> pl.DataFrame:
    """Return in which headline figures two versions differ."""
    found = preview.differences(source(name, earlier), source(name, later))
    return uploading.effects_table(found, offered(name, later).partnerships)


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


@st.cache_resource(show_spinner=tr(mark("Drawing …")), max_entries=FIGURES_KEPT)
def _drawn(
    key: str, theme: str, width: int, _make: Callable[[], Figure], _palette: Palette
) -> Drawn:
    del key, theme
    figure = _make()
    return Drawn(figure, page_spec(figure, _palette, width=width))


@st.cache_resource(show_spinner=False, scope="session")
def desk(name: str) -> Desk:
    """Return what one reader's session remembers of a workspace."""
    del name
    return Desk()
