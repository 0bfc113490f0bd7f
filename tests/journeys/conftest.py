"""A real browser before a real server: the demonstration, and warehouses that may be changed."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)

from data.workspaces import demonstration

Serving = Callable[..., AbstractContextManager[tuple[int, Path]]]
Visit = Callable[..., Page]
Go = Callable[[Page, str, str], None]
Choose = Callable[..., None]
Answered = Callable[[Page], AbstractContextManager[None]]
Drawer = Callable[[Page, str, str], Locator]

WIDE, NARROW = ViewportSize(width=1440, height=1000), ViewportSize(width=390, height=844)
PATIENCE_MS = 20_000
INSIDE = {"data", "blob", "about"}
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit asks for below a page's address before it asks at the top, and is not there."""

QUIET_MS = 200
ATTEMPTS = 5
UNANSWERED = "the server has not answered"
STILL = "[data-test-script-state=notRunning]"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def demo(demonstrated: Path, serving: Serving) -> Iterator[tuple[str, Path]]:
    """The address and the log of `partnerships demo`, begun where it was built before."""
    shutil.copytree(demonstrated, demonstration()[0].path.parent)
    with serving("demo") as (port, log):
        yield f"http://127.0.0.1:{port}", log


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, as it comes with the system."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()


@pytest.fixture
def asked() -> list[str]:
    """Every address that a page of the test has asked for."""
    return []


@pytest.fixture
def heard() -> Counter[Page]:
    """How often the server has said something to each page."""
    return Counter()


@pytest.fixture
def visit(
    browser: Browser, asked: list[str], heard: Counter[Page], answered: Answered
) -> Iterator[Visit]:
    """Opens an address with a browser of one's own: `visit(url, narrow=True, dark=True)`.

    After the test: whatever any page asked for was asked of the servers visited, every answer was
    good, and no script failed.
    """
    opened: list[BrowserContext] = []
    servers: set[str] = set()
    wrong: list[str] = []

    def listen(page: Page, socket: WebSocket) -> None:
        asked.append(socket.url)
        socket.on("framereceived", lambda _: heard.update([page]))

    def watch(page: Page) -> None:
        page.on("websocket", lambda socket: listen(page, socket))
        page.on("pageerror", lambda error: wrong.append(str(error)))

    def open_(url: str, *, narrow: bool = False, dark: bool = False) -> Page:
        servers.add(urlsplit(url).netloc)
        context = browser.new_context(
            viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", lambda request: asked.append(request.url))
        context.on(
            "response",
            lambda answer: (
                wrong.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 and not answer.url.endswith(PROBES)
                else None
            ),
        )
        context.on(
            "console",
            lambda said: (
                wrong.append(said.text)
                if said.type == "error" and "404 (Not Found)" not in said.text
                else None
            ),
        )
        context.on("page", watch)
        opened.append(context)
        page = context.new_page()
        with answered(page):
            page.goto(url)
        return page

    yield open_
    for context in opened:
        context.close()
    parts = [urlsplit(url) for url in asked]
    assert [url for url in parts if url.scheme not in INSIDE and url.netloc not in servers] == []
    assert wrong == []


@pytest.fixture
def answered(heard: Counter[Page]) -> Answered:
    """Waits for the server's answer to what is done in the block that it opens."""

    def still_talking(page: Page, known: int) -> bool:
        page.wait_for_timeout(QUIET_MS)
        return heard[page] > known or page.locator(STILL).count() == 0

    @contextmanager
    def wait(page: Page) -> Generator[None]:
        before, ends = heard[page], time.monotonic() + PATIENCE_MS / 1000
        yield
        while heard[page] == before or still_talking(page, heard[page]):
            if time.monotonic() > ends:
                raise TimeoutError(UNANSWERED)
            page.wait_for_timeout(QUIET_MS / 10)

    return wait


@pytest.fixture
def go(answered: Answered) -> Go:
    """Goes to a page through the menu: `go(page, "Data", "Upload")`."""

    def follow(page: Page, menu: str, name: str) -> None:
        page.get_by_role("button", name=menu, exact=True).click()
        with answered(page):
            page.get_by_role("menuitem", name=name, exact=True).click()

    return follow


@pytest.fixture
def choose(answered: Answered) -> Choose:
    """Chooses from a list under a label: `choose(page, "Workspace", "Simulated example")`.

    A list closes when the page moves under it, as while charts are drawn: then it is opened again.
    One that takes several choices stays open after each: `several=True` closes it.
    """

    def answers(page: Page, offered: Locator) -> bool:
        try:
            with answered(page):
                offered.click()
        except TimeoutError:
            return False
        return True

    def pick(page: Page, label: str, option: str, *, several: bool = False) -> None:
        offered = page.get_by_role("option", name=option, exact=True)
        for _ in range(ATTEMPTS):
            page.get_by_role("combobox", name=label, exact=True).click()
            page.wait_for_timeout(QUIET_MS)
            if offered.is_visible() and answers(page, offered):
                break
        else:
            pytest.fail(f"{option} could not be chosen under {label}")
        if several:
            page.keyboard.press("Escape")

    return pick


@pytest.fixture
def drawer(answered: Answered) -> Drawer:
    """Opens the drawer of the last figure of a title: `drawer(page, "Messages", "Take away")`.

    Returns the panel of the tab asked for.
    """

    def open_(page: Page, title: str, tab: str) -> Locator:
        heading = page.get_by_role("heading", name=title).last
        details = heading.locator("xpath=following::details[1]")
        with answered(page):
            details.get_by_text("Details", exact=True).click()
        details.get_by_role("tab", name=tab).click()
        return details.get_by_role("tabpanel", name=tab)

    return open_
