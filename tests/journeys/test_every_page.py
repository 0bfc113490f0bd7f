"""Every page of both workspaces on a wide and a narrow screen: whole, quiet, and by itself."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.pages import MENUS
from data.workspaces import PUBLIC_RECORD, SIMULATED
from metrics.cases import CASES

Visit = Callable[..., Page]
Answered = Callable[[Page], AbstractContextManager[None]]

ADDRESSES = [view.address for views in MENUS.values() for view in views]
FAILURES = ("could not be drawn", "Traceback", "Error")


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("workspace", [PUBLIC_RECORD, SIMULATED])
def test_no_page_shows_or_logs_an_error(
    workspace: str, width: str, demo: tuple[str, Path], visit: Visit, answered: Answered
) -> None:
    address, log = demo
    before = log.read_text(encoding="utf-8")
    page = visit(f"{address}/?workspace={workspace}", narrow=width == "narrow")
    for path in ADDRESSES:
        with answered(page):
            page.goto(f"{address}/{path}?workspace={workspace}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shown = page.get_by_role("alert").all_inner_texts()
        assert [text for text in shown if any(word in text for word in FAILURES)] == []
        assert page.get_by_test_id("stException").count() == 0
        expect(page.get_by_role("note")).to_have_count(int(workspace == SIMULATED))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert log.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("case", [each.id for each in CASES])
def test_a_case_study_is_one_screen(
    case: str, demo: tuple[str, Path], visit: Visit, answered: Answered
) -> None:
    address, _ = demo
    page = visit(address)
    page.set_viewport_size({"width": 1440, "height": 900})
    with answered(page):
        page.goto(f"{address}/cases?workspace={PUBLIC_RECORD}&case={case}")
    expect(page.get_by_role("heading", name="What they cannot show")).to_be_visible()
    whole = page.get_by_test_id("stMain")
    assert whole.evaluate("main => main.scrollHeight <= main.clientHeight")


def test_an_address_without_a_page_says_so_and_leads_on(
    demo: tuple[str, Path], visit: Visit, answered: Answered
) -> None:
    page = visit(f"{demo[0]}/opertions")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page “opertions”")
    expect(page.get_by_role("dialog")).to_have_count(0)
    with answered(page):
        page.get_by_role("link", name="Overview", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("There is no page")


def test_the_overview_stands_at_an_address_of_its_own_too_with_what_was_chosen(
    demo: tuple[str, Path], visit: Visit
) -> None:
    page = visit(f"{demo[0]}/overview?workspace={PUBLIC_RECORD}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is known of")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"/overview\?.*workspace={PUBLIC_RECORD}"))


def test_everything_a_page_needs_comes_from_its_own_server(
    demo: tuple[str, Path], visit: Visit, asked: list[str], answered: Answered
) -> None:
    address, _ = demo
    server = urlsplit(address).netloc
    page = visit(f"{address}/information-exchange?workspace=simulated-example")
    page.get_by_text("Details", exact=True).first.scroll_into_view_if_needed()
    with answered(page):
        page.get_by_text("Details", exact=True).first.click()
    page.evaluate("document.fonts.ready")
    parts = [urlsplit(url) for url in asked]
    assert {part.netloc for part in parts if part.scheme in {"http", "https", "ws", "wss"}} == {
        server
    }
    assert {"http", "ws"} <= {part.scheme for part in parts}
    assert any(part.path.startswith("/fonts/") for part in parts)
    icon = page.locator("link[rel='shortcut icon']").get_attribute("href") or ""
    assert urlsplit(icon).netloc in {"", server}
    answer = page.request.get(f"{address}{urlsplit(icon).path}")
    assert answer.headers["content-type"] == "image/png"


def test_a_narrow_screen_folds_the_filters_into_one_button(
    demo: tuple[str, Path], visit: Visit
) -> None:
    page = visit(f"{demo[0]}/?workspace=simulated-example", narrow=True)
    workspace = page.get_by_role("combobox", name="Workspace", exact=True)
    expect(workspace).to_be_hidden()
    page.get_by_text("Filters · Simulated example · version 29", exact=True).click()
    expect(workspace).to_be_visible()
