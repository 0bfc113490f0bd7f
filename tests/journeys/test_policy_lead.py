"""A policy lead opens the demonstration, follows a figure to its source, and passes a link on."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
Go = Callable[[Page, str, str], None]
Choose = Callable[..., None]
Answered = Callable[[Page], AbstractContextManager[None]]
Drawer = Callable[[Page, str, str], Locator]

SIMULATED = "Simulated: the partnerships and figures in this workspace are invented."
PORTS = "Northern Ports Task Force"
PUBLISHER = "INTERPOL"
INTERPOL = "INTERPOL – International Criminal Police Organization"
ROW = 35
"""Pixels of a row of a table, its head included; a row is ticked at its left end."""

SCHENGEN = "Schengen Information System (SIS)"


@pytest.fixture
def address(demo: tuple[str, Path]) -> str:
    """The address of the demonstration."""
    return demo[0]


def _query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def _title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_a_figure_is_followed_from_the_overview_to_where_it_was_printed(
    address: str, visit: Visit, go: Go, choose: Choose, drawer: Drawer
) -> None:
    page = visit(address)
    expect(_title(page)).to_have_text(re.compile("^What is known of 13 partnerships"))
    expect(page.get_by_role("combobox", name="Workspace")).to_have_value("Public record")
    expect(page.get_by_text(SIMULATED)).to_have_count(0)

    go(page, "Understand", "Partnership")
    choose(page, "Which partnership", SCHENGEN)
    expect(_title(page)).to_have_text(re.compile("^Schengen Information System"))
    expect(page.get_by_text("Not found by us")).to_be_visible()

    choose(page, "Partnerships", INTERPOL, several=True)
    go(page, "Understand", "Information exchange")
    made = drawer(page, "Searches of a database", "How this figure was made")
    expect(made.get_by_text("Every figure printed, and where it was read")).to_be_visible()
    cells = made.get_by_role("cell")
    printed = cells.filter(has_text=f"{PUBLISHER}, ").first.text_content() or ""
    title = printed.removeprefix(f"{PUBLISHER}, ")

    go(page, "Record", "Sources")
    page.get_by_role("textbox", name="Search").fill(title)
    page.keyboard.press("Enter")
    found = page.get_by_role("link", name=title).first
    expect(found).to_be_visible()
    expect(found).to_have_attribute("href", re.compile("^https?://"))


def test_a_row_of_the_explorer_leads_to_the_page_of_its_operation(
    address: str, visit: Visit, answered: Answered
) -> None:
    page = visit(f"{address}/operations?partnerships=interpol&year=2023")
    table = page.get_by_test_id("stDataFrame").first
    first = table.get_by_role("gridcell", include_hidden=True).first.text_content()
    with answered(page):
        table.click(position={"x": ROW / 2, "y": ROW * 1.5})
    expect(_title(page)).to_have_text(first or "")
    expect(page.get_by_role("heading", name="Where it was read")).to_be_visible()
    assert _query(page.url)["operation"]
    source = page.get_by_role("link", name="open").first
    expect(source).to_have_attribute("href", re.compile("^https?://"))


def test_the_simulated_example_says_on_every_page_that_it_is_simulated(
    address: str, visit: Visit, go: Go, choose: Choose
) -> None:
    page = visit(address)
    choose(page, "Workspace", "Simulated example")
    for menu, name in (
        ("Understand", "Partnership"),
        ("Understand", "Information exchange"),
        ("Record", "Sources"),
        ("Data", "Upload"),
        ("Data", "Versions"),
        ("About", "Methods"),
        ("Understand", "Overview"),
    ):
        go(page, menu, name)
        expect(_title(page)).to_be_visible()
        expect(page.get_by_role("note").get_by_text(SIMULATED)).to_be_visible()
        assert _query(page.url)["workspace"] == ["simulated-example"]
    expect(_title(page)).to_have_text(re.compile(r"of 10 headline targets met"))
    waiting = re.compile(r"[1-9]\d* other headline figures have no value for")
    expect(page.get_by_text(waiting)).to_be_visible()


def test_filters_are_kept_from_page_to_page_and_in_the_link(
    address: str, visit: Visit, go: Go, choose: Choose
) -> None:
    page = visit(f"{address}/?workspace=simulated-example")
    choose(page, "Partnerships", PORTS, several=True)
    choose(page, "Period", "Apr–Jun 2023 (Q2)")
    page.get_by_role("button", name="More filters").click()
    choose(page, "Crime area", "Drug offences", several=True)
    page.keyboard.press("Escape")
    wanted = {
        "workspace": ["simulated-example"],
        "partnerships": ["northern-ports"],
        "period": ["2023-Q2"],
        "grain": ["quarter"],
        "crime_area": ["drug_trafficking"],
        "as_of": ["latest"],
    }
    expect(page).to_have_url(re.compile("crime_area=drug_trafficking"))
    assert _query(page.url) == wanted
    for menu, name in (("Understand", "Information exchange"), ("Understand", "Partnership")):
        go(page, menu, name)
        expect(page.get_by_text("Apr–Jun 2023 (Q2)").first).to_be_visible()
        assert wanted.items() <= _query(page.url).items()
    expect(_title(page)).to_have_text(PORTS)

    page.get_by_role("button", name="More filters (1)").click()
    page.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(re.compile("workspace=simulated-example"))
    expect(page).not_to_have_url(re.compile("crime_area"))
    assert "partnerships" not in _query(page.url)


def test_a_link_reproduces_the_view_as_of_its_version(
    address: str, visit: Visit, choose: Choose
) -> None:
    mine = visit(f"{address}/?workspace=simulated-example&partnerships=northern-ports")
    choose(mine, "As of", "24 · 4 Nov 2024")
    footer = re.compile(r"Data version 24 of 2024-11-04, ledger [0-9a-f]{12}\.")
    expect(mine.get_by_text(footer)).to_be_visible()
    mine.get_by_role("button", name="More filters").click()
    link = mine.get_by_role("dialog").get_by_text("as_of=24").inner_text()
    mine.keyboard.press("Escape")

    theirs = visit(link)
    expect(theirs.get_by_text(footer)).to_be_visible()
    expect(theirs.get_by_role("combobox", name="As of")).to_have_value("24 · 4 Nov 2024")
    for page in (mine, theirs):
        page.reload()
        expect(page.get_by_text(footer)).to_be_visible()
    assert _query(theirs.url) == _query(link)
    assert _title(theirs).inner_text() == _title(mine).inner_text()
    pictures = [page.get_by_role("img").first.text_content() for page in (mine, theirs)]
    assert pictures[0] == pictures[1]


def test_what_is_chosen_on_a_page_is_gone_back_to_and_passed_on(
    address: str, visit: Visit, choose: Choose, answered: Answered
) -> None:
    page = visit(f"{address}/information-exchange?workspace=simulated-example")
    indicator = page.get_by_role("combobox", name="Indicator", exact=True)
    first = indicator.input_value()
    choose(page, "Indicator", "Messages")
    choose(page, "Broken down by", "channel")
    expect(page).to_have_url(re.compile("indicator=messages.*by=channel"))
    theirs = visit(page.url)
    expect(theirs.get_by_role("combobox", name="Broken down by")).to_have_value("channel")
    for _ in range(2):
        with answered(page):
            page.go_back()
    expect(indicator).to_have_value(first)
    with answered(page):
        page.go_forward()
    expect(indicator).to_have_value("Messages")


@pytest.mark.parametrize(
    ("scheme", "ground", "ink"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(27, 36, 48)"),
        ("dark", "rgb(17, 23, 29)", "rgb(232, 237, 242)"),
    ],
)
def test_the_page_is_light_or_dark_as_the_reader_likes_it(
    scheme: str, ground: str, ink: str, address: str, visit: Visit
) -> None:
    page = visit(f"{address}/?workspace=simulated-example", dark=scheme == "dark")
    expect(_title(page)).to_have_css("color", ink)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
    expect(page.get_by_role("img").get_by_text(PORTS)).to_have_css("fill", ink)
