"""An analyst fills a template, mends what is wrong, publishes, looks, and takes it back."""

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data import versions
from data.simulate import Release
from data.warehouse import Warehouse
from data.workspaces import SIMULATED
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import INFORMATION_EXCHANGE

Serving = Callable[..., AbstractContextManager[tuple[int, Path]]]
Visit = Callable[..., Page]
Go = Callable[[Page, str, str], None]
Answered = Callable[[Page], AbstractContextManager[None]]

PORTS = "Northern Ports Task Force"
LAST, NEXT = "2025-Q4", "2026-Q1"
TABLE = "information_exchange"
ERROR_CELLS = 6
TABS = 60


@pytest.fixture
def store(demonstrated: Path, tmp_path: Path) -> Warehouse:
    """A copy of the simulated example of the demonstration, to be published into."""
    for path in demonstrated.glob(f"{SIMULATED}.*"):
        shutil.copy(path, tmp_path / path.name.replace(SIMULATED, "office"))
    return Warehouse(tmp_path / "office.duckdb")


@pytest.fixture
def address(store: Warehouse, serving: Serving) -> Iterator[str]:
    """The address of a server of that copy."""
    with serving("serve", "--warehouse", f"office={store.path}") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def rows(releases: tuple[Release, ...]) -> list[dict[str, str]]:
    """What the Northern Ports Task Force returned for the last quarter."""
    (upload,) = (
        each
        for each in releases[-1].uploads
        if each.name == f"{INFORMATION_EXCHANGE.name}_{LAST}.csv"
    )
    text = upload.content[:].decode()
    found = [row for row in csv.DictReader(text.splitlines()) if row["period"] == LAST]
    return [row for row in found if row["partnership_id"] == "northern-ports"]


def _written(path: Path, header: list[str], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _hand_in(page: Page, answered: Answered, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload", exact=True).click()
    with answered(page):
        chooser.value.set_files(path)


def _errors(page: Page) -> list[list[str]]:
    """Every error shown: line, column, value as typed, what is wrong, what to do."""
    rows = page.get_by_role("table").get_by_role("row").all()
    cells = [row.get_by_role("cell").all_inner_texts() for row in rows]
    return [texts[1:] for texts in cells if len(texts) == ERROR_CELLS]


def _card(page: Page, name: str) -> Locator:
    return page.get_by_text(name, exact=True).first.locator("xpath=..")


def _box(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True).first


def _undo(page: Page, answered: Answered, number: int) -> None:
    page.get_by_text("Undo, or go back to an earlier version").click()
    _box(page, "Your name").fill("Ana Lyst")
    with answered(page):
        page.get_by_role("button", name=f"Undo version {number}").click()


def test_a_quarter_is_mended_published_seen_and_undone(
    address: str,
    store: Warehouse,
    rows: list[dict[str, str]],
    tmp_path: Path,
    visit: Visit,
    go: Go,
    answered: Answered,
) -> None:
    published = len(versions.ledger(store))
    page = visit(f"{address}/?partnerships=northern-ports")
    go(page, "Understand", "Partnership")
    before = _card(page, "Replies on time").inner_text()
    assert "Oct–Dec 2025 (Q4)" in before

    go(page, "Data", "Upload")
    page.locator("summary").get_by_text("Information exchange", exact=True).click()
    with page.expect_download() as blank:
        page.get_by_role("button", name="Blank CSV of Information exchange").click()
    assert blank.value.suggested_filename == f"{TABLE}.csv"
    header = blank.value.path().read_text(encoding="utf-8").strip().split(",")
    assert header == list(CONTRACTS[TABLE].names)

    quarter = [{**row, "period": NEXT} for row in rows]
    broken = [dict(row) for row in quarter]
    broken[0]["period"] = "Q1 2026"
    broken[1]["receiver"] = "Germany"
    broken[2]["messages"] = "1,234"
    _hand_in(page, answered, _written(tmp_path / "broken.csv", header, broken))
    expect(page.get_by_text(f"3 errors in 3 of {len(rows)} rows")).to_be_visible()
    told = {(line, column, typed): mend for line, column, typed, _, mend in _errors(page)}
    assert "2026-Q1" in told["2", "period", "Q1 2026"]
    assert "DEU" in told["3", "receiver", "Germany"]
    assert "1234" in told["4", "messages", "1,234"]
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    assert len(versions.ledger(store)) == published

    with answered(page):
        page.get_by_role("button", name="Remove broken.csv").click()
    _hand_in(page, answered, _written(tmp_path / "mended.csv", header, quarter))
    expect(page.get_by_text(f"Information exchange: {len(rows)} added, 0 changed")).to_be_visible()
    expect(page.get_by_text("What it does to the headline indicators")).to_be_visible()
    _box(page, "Your name").fill("Ana Lyst")
    _box(page, "A word of why (optional)").fill("First return of 2026")
    with answered(page):
        page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Published as version {published + 1} by Ana Lyst")).to_be_visible()
    assert versions.ledger(store)[-1].note == "First return of 2026"

    go(page, "Understand", "Partnership")
    after = _card(page, "Replies on time")
    expect(after).to_contain_text("Jan–Mar 2026 (Q1)")

    go(page, "Data", "Versions")
    _undo(page, answered, published + 1)
    ledger = versions.ledger(store)
    assert [version.restores for version in ledger[published:]] == [None, published]
    assert versions.verify(store) == ()

    go(page, "Understand", "Partnership")
    again = _card(page, "Replies on time")
    expect(again).to_contain_text("Oct–Dec 2025 (Q4)")
    assert again.inner_text().splitlines()[:2] == before.splitlines()[:2]


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus, and see that a reader sees where."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        held = page.locator(":focus")
        if held.count() and (
            held.get_attribute("aria-label") == name or held.inner_text().endswith(name)
        ):
            expect(held).to_be_in_viewport()
            ring = held.evaluate("held => getComputedStyle(held).outlineStyle")
            assert ring == "solid" or held.get_attribute("type") == "text"
            return
    pytest.fail(f"{name} cannot be reached with the keyboard")


def _is_heard(page: Page, text: str) -> None:
    """See that a line has the focus, where a screen reader reads it and Tab goes on from."""
    line = page.get_by_role("status").filter(has_text=text)
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()
    assert line.evaluate("line => getComputedStyle(line).outlineStyle") == "solid"


def test_a_file_is_mended_published_and_undone_with_the_keyboard_alone(
    address: str,
    store: Warehouse,
    rows: list[dict[str, str]],
    tmp_path: Path,
    visit: Visit,
    answered: Answered,
) -> None:
    published = len(versions.ledger(store))
    page = visit(f"{address}/upload")
    quarter = [{**row, "period": NEXT} for row in rows]
    quarter[0]["channel"] = quarter[0]["channel"].upper()
    with page.expect_file_chooser() as chooser:
        _tab_to(page, "Upload")
        page.keyboard.press("Enter")
    with answered(page):
        chooser.value.set_files(_written(tmp_path / "mine.csv", list(rows[0]), quarter))
    _tab_to(page, "Mend all that are certain (1 cell)")
    with answered(page):
        page.keyboard.press("Space")
    _tab_to(page, "Your name")
    page.keyboard.type("Ana Lyst")
    _tab_to(page, "A word of why (optional)")
    page.keyboard.type("By keyboard")
    _tab_to(page, "Publish")
    with answered(page):
        page.keyboard.press("Enter")
    _is_heard(page, f"Published as version {published + 1} by Ana Lyst")
    _tab_to(page, f"Undo version {published + 1}")
    with answered(page):
        page.keyboard.press("Enter")
    _is_heard(page, f"Published as version {published + 2} by Ana Lyst")
    ledger = versions.ledger(store)
    assert [version.restores for version in ledger[published:]] == [None, published]
    assert ledger[published].note == "By keyboard"


def test_a_file_published_twice_changes_nothing(
    address: str,
    store: Warehouse,
    rows: list[dict[str, str]],
    tmp_path: Path,
    visit: Visit,
    answered: Answered,
) -> None:
    published = len(versions.ledger(store))
    page = visit(f"{address}/upload")
    _hand_in(page, answered, _written(tmp_path / "again.csv", list(rows[0]), rows))
    expect(page.get_by_text("Nothing to load")).to_be_visible()
    assert len(versions.ledger(store)) == published


def test_an_office_that_had_nothing_says_so_and_takes_it_back(
    address: str, store: Warehouse, visit: Visit, answered: Answered
) -> None:
    published = len(versions.ledger(store))
    page = visit(f"{address}/my-return?within=sahel-border")
    expect(page.get_by_text("4 returns are late, 2 returns are due.")).to_be_visible()
    with page.expect_download() as start:
        page.get_by_role("button", name="CSV with your keys").first.click()
    (head, *lines) = start.value.path().read_text(encoding="utf-8").splitlines()
    assert head.split(",") == list(CONTRACTS[TABLE].names)
    assert all(line.startswith("2020-Q2,sahel-border,") for line in lines)
    with answered(page):
        page.get_by_role("button", name="Nothing to report", exact=True).click()
    expect(page.get_by_text("Returns: 1 added, 0 changed")).to_be_visible()
    assert len(versions.ledger(store)) == published
    _box(page, "Your name").fill("Ana Lyst")
    with answered(page):
        page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Published as version {published + 1} by Ana Lyst")).to_be_visible()
    _box(page, "Your name").fill("Ana Lyst")
    with answered(page):
        page.get_by_role("button", name=f"Undo version {published + 1}").click()
    assert [version.restores for version in versions.ledger(store)[published:]] == [None, published]
