"""Which pages there are, in which menu, and how one is run."""

from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.navigation.page import Page

from dashboard import cached, components, filters, link, viewport, views
from dashboard.charts.theme import DARK, LIGHT
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from validation.declared import declared

_VIEWS: Final = sorted(declared(View, views.__name__), key=lambda view: view.place)

MENUS: Final = {menu: [view for view in _VIEWS if view.menu is menu] for menu in Menu}
"""The first page of the first menu is where a reader without a link arrives."""


def run() -> None:
    """Draw the menus and what stands above every page, then the page asked for."""
    held: list[Context] = []
    page = _navigation(lambda: held[0])
    held.append(handed_to_page())
    page.run()
    link.finish()


def _navigation(context: Callable[[], Context]) -> Page:
    first = next(iter(MENUS.values()))[0]

    def shown(view: View) -> Page:
        return st.Page(
            lambda: view.page(context()),
            title=tr(view.title),
            url_path=view.address,
            default=view is first,
        )

    return st.navigation(
        {tr(menu.value): [shown(view) for view in under] for menu, under in MENUS.items()},
        position="top",
    )


def handed_to_page() -> Context:
    """Draw what stands above every page and return what the page is handed."""
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    components.colours(palette)
    narrow = viewport.narrow()
    link.begin()
    chosen = filters.draw(narrow=narrow)
    source = cached.source(chosen.workspace, chosen.version)
    if source.provenance.simulated:
        components.simulated()
    return Context(
        filters=chosen,
        source=source,
        palette=palette,
        narrow=narrow,
    )
