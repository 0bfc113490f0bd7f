"""An analyst fills a template, mends what is wrong, publishes, looks, and takes it back."""

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data import versions
from data.simulate import Release
from data.warehouse import Warehouse
from data.workspaces import demonstration
from validation.contracts import CONTRACTS

Serving = Callable[..., AbstractContextManager[tuple[int, Path]]]
Visit = Callable[..., Page]
Go = Callable[[Page, str, str], None]
Answered = Callable[[Page], AbstractContextManager[None]]
HandIn = Callable[[Page, Path], None]

HELD = 25
IMMATURE = " · Still filling up: later returns complete it."
TABS = 40
LAST, NEXT = "2024-Q4", "2025-Q1"
TABLE = "information_exchange"


@pytest.fixture(scope="module")
def store(demo: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A copy of the simulated example, to be published into; each journey leaves it as it was."""
    assert demo[1].is_file()
    _, example = demonstration()
    office = tmp_path_factory.mktemp("office") / "office.duckdb"
    for ending in ("", ".head"):
        shutil.copy(f"{example.path}{ending}", f"{office}{ending}")
    return Warehouse(office)


@pytest.fixture(scope="module")
def address(store: Warehouse, serving: Serving) -> Iterator[str]:
    """The address of a server of that copy."""
    with serving("serve", "--warehouse", f"office={store.path}") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def rows(releases: tuple[Release, ...]) -> list[dict[str, str]]:
    """What the Northern Ports Task Force returned for the last quarter."""
    text = releases[-1].uploads[0].content.decode()
    found = [row for row in csv.DictReader(text.splitlines()) if row["period"] == LAST]
    return [row for row in found if row["partnership_id"] == "northern-ports"]


def _written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def mended(rows: list[dict[str, str]], tmp_path: Path) -> Path:
    """The next quarter, with half the replies on time, and a correction of the last one."""
    following = [
        {**row, "period": NEXT, "replied_on_time": str(int(row["replied_on_time"] or 0) // 2)}
        for row in rows
    ]
    corrected = {**rows[0], "messages": str(int(rows[0]["messages"]) + 500)}
    return _written(tmp_path / "mended.csv", [*following, corrected])


@pytest.fixture
def broken(mended: Path, tmp_path: Path) -> Path:
    """The same rows, four of them with what cannot stand."""
    found = list(csv.DictReader(mended.read_text(encoding="utf-8").splitlines()))
    found[0]["period"] = "2025-Q5"
    found[1]["messages"] = "lots"
    found[2]["receiver"] = found[2]["sender"]
    found[3] |= {"channel": "SIENNA", "replied_on_time": "99999"}
    return _written(tmp_path / "broken.csv", found)


@pytest.fixture
def hand_in(answered: Answered) -> HandIn:
    """Hands a file in on the upload page, in place of the one handed in before."""

    def choose_file(page: Page, path: Path) -> None:
        box = page.get_by_role("region", name="One or several CSV files")
        for held in box.get_by_role("button", name=re.compile("^Remove ")).all():
            with answered(page):
                held.click()
        with page.expect_file_chooser() as chooser:
            box.get_by_role("button", name="Upload", exact=True).click()
        with answered(page):
            chooser.value.set_files(path)

    return choose_file


def _errors(page: Page) -> dict[tuple[str, str, str], str]:
    """What to do about each error shown, by line, column and value as typed."""
    rows = [
        row.get_by_role("cell").all_inner_texts()
        for row in page.get_by_role("table").get_by_role("row").all()
    ]
    return {(cells[1], cells[2], cells[3]): cells[5] for cells in rows if cells}


def _card(page: Page, name: str) -> Locator:
    """The card of an indicator on the partnership's page: name, value, asides, status."""
    return page.get_by_text(name, exact=True).first.locator("xpath=..")


def _grid(page: Page) -> Locator:
    return page.get_by_role("gridcell", include_hidden=True)


def test_a_template_is_downloaded_with_its_description(address: str, visit: Visit) -> None:
    page = visit(f"{address}/upload")
    page.get_by_text("Information exchange", exact=True).click()
    expect(page.get_by_role("cell", name="replied_on_time", exact=True)).to_be_visible()
    with page.expect_download() as blank:
        page.get_by_role("button", name="Blank CSV of Information exchange").click()
    assert blank.value.suggested_filename == f"{TABLE}.csv"
    header = blank.value.path().read_text(encoding="utf-8")
    assert header == ",".join(CONTRACTS[TABLE].names) + "\n"


def test_a_broken_file_is_answered_with_every_error_and_its_mend(
    address: str, store: Warehouse, broken: Path, visit: Visit, hand_in: HandIn
) -> None:
    held = versions.latest(store)
    page = visit(f"{address}/upload")
    hand_in(page, broken)
    verdict = re.compile(r"^5 errors in 4 of \d+ rows; nothing has been published\.$")
    expect(page.get_by_text(verdict)).to_be_visible()
    found = _errors(page)
    assert found["2", "period", "2025-Q5"].startswith("Write a quarter as 2024-Q3")
    assert found["3", "messages", "lots"].startswith("Write digits only")
    assert found["5", "channel", "SIENNA"] == "Did you mean “siena”?"
    assert {(line, column) for line, column, _ in found} == {
        ("2", "period"),
        ("3", "messages"),
        ("4", "sender, receiver"),
        ("5", "channel"),
        ("5", "replied_on_time, unanswered, replies_due"),
    }
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    with page.expect_download() as listed:
        page.get_by_role("button", name="The whole list as CSV").click()
    text = listed.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(text.splitlines()))) == 5
    assert versions.latest(store) == held


def test_a_mended_file_is_previewed_published_seen_and_undone(
    address: str,
    store: Warehouse,
    broken: Path,
    mended: Path,
    visit: Visit,
    hand_in: HandIn,
    go: Go,
    answered: Answered,
) -> None:
    page = visit(f"{address}/partnership?partnerships=northern-ports")
    card = _card(page, "Replies on time")
    expect(card).to_contain_text("Oct–Dec 2024 (Q4)")
    before = card.inner_text().replace(IMMATURE, "")

    go(page, "Data", "Upload")
    hand_in(page, broken)
    expect(page.get_by_text("nothing has been published.")).to_be_visible()
    hand_in(page, mended)
    rows = len(mended.read_text(encoding="utf-8").splitlines()) - 2
    expect(page.get_by_text(f"{rows + 1} rows, no errors.")).to_be_visible()
    expect(
        page.get_by_text(
            f"Information exchange: {rows} added, 1 changed, 0 unchanged, 0 no longer counted"
        )
    ).to_be_visible()
    expect(page.get_by_role("heading", name="headline indicators")).to_be_visible()
    expect(_grid(page).filter(has_text="Jan–Mar 2025 (Q1)").first).to_be_attached()
    expect(_grid(page).filter(has_text="no status → not met").first).to_be_attached()
    assert len(versions.ledger(store)) == HELD

    with answered(page):
        page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Please give your name")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("textbox", name="A word of why").fill("first quarter")
    with answered(page):
        page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 26 by Ada: mended.csv.")).to_be_visible()
    last = versions.latest(store)
    assert last is not None
    assert (last.number, last.who, last.note) == (26, "Ada", "first quarter")

    go(page, "Understand", "Partnership")
    expect(card).to_contain_text("Jan–Mar 2025 (Q1)")
    expect(card).to_contain_text("not met, target 65\u00a0%")
    published = card.inner_text()
    assert published.splitlines()[1] != before.splitlines()[1]

    go(page, "Data", "Versions")
    expect(page.get_by_text("26 versions.")).to_be_visible()
    expect(_grid(page).filter(has_text="mended.csv").first).to_be_attached()
    page.get_by_text("Undo, or go back to an earlier version").click()
    undo = page.get_by_role("group").filter(has=page.get_by_role("button", name="Undo version 26"))
    undo.get_by_role("textbox", name="Your name").first.fill("Ada")
    with answered(page):
        page.get_by_role("button", name="Undo version 26").click()
    expect(page.get_by_text("27 versions.")).to_be_visible()
    expect(_grid(page).filter(has_text="back to version 25").first).to_be_attached()

    go(page, "Understand", "Partnership")
    expect(card).to_have_text(before, use_inner_text=True)
    restored = versions.latest(store)
    assert restored is not None
    assert (restored.number, restored.restores) == (27, 25)
    assert versions.verify(store) == ()


def test_what_is_already_held_is_not_published_again(
    address: str,
    store: Warehouse,
    rows: list[dict[str, str]],
    tmp_path: Path,
    visit: Visit,
    hand_in: HandIn,
) -> None:
    held = versions.latest(store)
    page = visit(f"{address}/upload")
    hand_in(page, _written(tmp_path / "again.csv", rows))
    expect(
        page.get_by_text("Nothing to load: the warehouse already holds these rows.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    assert versions.latest(store) == held


def test_a_file_can_be_handed_in_with_the_keyboard_alone(
    address: str, mended: Path, visit: Visit, answered: Answered
) -> None:
    page = visit(f"{address}/upload")
    upload = page.get_by_role("button", name="Upload", exact=True)
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if upload.evaluate("button => button === document.activeElement"):
            break
    expect(upload).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    with answered(page):
        chooser.value.set_files(mended)
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_visible()
