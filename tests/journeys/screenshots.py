"""Draws every page of both workspaces for people to look at: `make screenshots`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, ViewportSize

from dashboard.pages import MENUS
from data.simulate import Release
from data.workspaces import PUBLIC_RECORD, SIMULATED

FOLDER: Final = Path(__file__).parents[2] / ".screenshots"
TALLEST: Final = 6_000
SETTLE_MS: Final = 1_200
ADDRESSES: Final = [view.address for views in MENUS.values() for view in views]

Visit = Callable[..., Page]
Drawer = Callable[[Page, str, str], Locator]
Answered = Callable[[Page], AbstractContextManager[None]]


def _picture(page: Page, name: str) -> None:
    """Take the whole page: Streamlit scrolls a part of it, so the window is made as tall."""
    size = page.viewport_size
    assert size
    page.wait_for_timeout(SETTLE_MS)
    heights = "[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight)"
    tall = int(page.evaluate(f"Math.max(...{heights})"))
    page.set_viewport_size(
        ViewportSize(width=size["width"], height=min(max(tall, size["height"]), TALLEST))
    )
    page.wait_for_timeout(SETTLE_MS)
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.set_viewport_size(size)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["1440", "390"])
@pytest.mark.parametrize("workspace", [PUBLIC_RECORD, SIMULATED])
@pytest.mark.parametrize("address", ADDRESSES)
def test_draw_page(
    demo: tuple[str, Path], visit: Visit, address: str, workspace: str, *, narrow: bool, dark: bool
) -> None:
    page = visit(f"{demo[0]}/{address}?workspace={workspace}", narrow=narrow, dark=dark)
    page.get_by_role("heading", level=1).wait_for()
    parts = (address or "overview", workspace, "390" if narrow else "1440")
    _picture(page, "-".join((*parts, "dark" if dark else "light")))


def test_draw_an_open_drawer(demo: tuple[str, Path], visit: Visit, drawer: Drawer) -> None:
    page = visit(
        f"{demo[0]}/information-exchange?workspace={SIMULATED}&partnerships=northern-ports"
    )
    drawer(page, "Replies on time", "How this figure was made")
    _picture(page, "details-1440-light")


@pytest.mark.parametrize("broken", [False, True], ids=["preview", "errors"])
def test_draw_an_upload(
    demo: tuple[str, Path],
    visit: Visit,
    answered: Answered,
    releases: tuple[Release, ...],
    *,
    broken: bool,
) -> None:
    text = releases[-1].uploads[0].content[:].decode()
    changed = text.replace("2024-Q4", "2024/Q4" if broken else "2024-Q3", 20)
    page = visit(f"{demo[0]}/upload?workspace={SIMULATED}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload", exact=True).click()
    with answered(page):
        chooser.value.set_files(
            [{"name": "return.csv", "mimeType": "text/csv", "buffer": changed.encode()}]
        )
    _picture(page, f"upload-{'errors' if broken else 'preview'}-1440-light")
