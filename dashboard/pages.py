"""Which pages there are, in which menu, and how one is run."""

from collections.abc import Callable
from functools import partial
from typing import Final
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from dashboard import cached, components, filters, link, viewport, views
from dashboard.charts.theme import DARK, LIGHT
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from validation.declared import declared
from validation.text import mark

_VIEWS: Final = sorted(declared(View, views.__name__), key=lambda view: view.place)

MENUS: Final = {menu: [view for view in _VIEWS if view.menu is menu] for menu in Menu}
"""The first page of the first menu is where a reader without a link arrives."""

FIRST: Final = "overview"
"""Where the first page stands too; its own address is the root."""

_UNFILTERED: Final = frozenset(view.address for view in _VIEWS if not view.filtered)


def run() -> None:
    """Draw the menus and what stands above every page, then the page asked for."""
    held: list[Context] = []
    page = _navigation(lambda: held[0])
    held.append(handed_to_page(filtered=page.url_path not in _UNFILTERED))
    page.run()
    link.finish()


def _navigation(context: Callable[[], Context]) -> Page:
    first = next(iter(MENUS.values()))[0]
    missing = missing_address(str(st.context.url or ""), st.get_option("server.baseUrlPath"))

    def shown(view: View) -> Page:
        return st.Page(
            lambda: view.page(context()),
            title=tr(view.title),
            url_path=view.address,
            default=view is first,
        )

    pages = {tr(menu.value): [shown(view) for view in under] for menu, under in MENUS.items()}
    if missing:
        # A page of that address, in no menu: else the first page would be shown in its place.
        known = missing == FIRST
        there = (lambda: first.page(context())) if known else partial(_missing, missing)
        title = tr(first.title if known else mark("No such page"))
        pages[""] = [st.Page(there, title=title, url_path=missing, visibility="hidden")]
    return st.navigation(pages, position="top")


def missing_address(url: str, base: str = "") -> str:
    """Return the last part of an address at which no page stands; empty if one does.

    Args:
        url: the address of the browser.
        base: the part of it below which all pages stand.
    """
    path = urlsplit(url).path.strip("/").removeprefix(base.strip("/")).strip("/")
    asked = path.rpartition("/")[2]
    return "" if asked in {view.address for view in _VIEWS} else asked


def _missing(asked: str) -> None:
    """Say that there is no page at an address, and where there are pages."""
    st.title(tr(mark("There is no page “{address}”"), address=unquote(asked)))
    st.markdown(tr(mark("The address may be misspelt. These are the pages:")))
    for menu, under in MENUS.items():
        components.doors(
            f"{tr(menu.value)}:", {tr(view.title): view.address or "./" for view in under}
        )


def handed_to_page(*, filtered: bool = True) -> Context:
    """Draw what stands above every page and return what the page is handed.

    Args:
        filtered: whether the page is to offer more than workspace and version.
    """
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    components.colours(palette)
    narrow = viewport.narrow()
    link.begin()
    chosen = filters.draw(narrow=narrow, filtered=filtered)
    source = cached.source(chosen.workspace, chosen.version)
    if source.provenance.simulated:
        components.simulated()
    return Context(
        filters=chosen,
        source=source,
        palette=palette,
        narrow=narrow,
    )
