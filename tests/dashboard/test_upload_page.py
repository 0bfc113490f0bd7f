"""The upload page, run without a browser: what an analyst is told, and what becomes of a file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.choices import DRAFT
from dashboard.uploading import check
from data import loading, versions
from data.ledger import Mode
from data.versions import Version
from data.warehouse import Warehouse
from validation.intake import Upload

Open = Callable[..., AppTest]
WHEN = datetime(2020, 11, 1, tzinfo=UTC)
AFTER = "What publishing will do"


@pytest.fixture
def open_page(opened: Open, office: None) -> Open:
    """Opens the page in an office of one's own, with a link: `open_page(partnerships="a")`."""
    del office
    return partial(opened, "upload")


@pytest.fixture
def rows(quarter: Path) -> list[dict[str, str]]:
    """The returns of the quarter that comes next, of one partnership."""
    found = csv.DictReader(quarter.read_text(encoding="utf-8").splitlines())
    return [row for row in found if row["partnership_id"] == "northern-ports"]


def _file(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _publish(store: Warehouse, content: bytes, who: str) -> Version:
    files = check(
        store, [Upload("theirs.csv", content)], table=None, mode=Mode.MERGE, today=WHEN.date()
    )
    plan = loading.preview(store, files)
    return loading.publish(store, plan, who=who, note="", reason="counted anew", when=WHEN)


def _click(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()


def _html(app: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in app.get("html"))


def _previews(app: AppTest) -> int:
    return [each.value for each in app.header].count(AFTER)


def test_a_file_outlasts_what_others_publish_meanwhile(
    open_page: Open, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    theirs = [{**rows[0], "messages": str(int(rows[0]["messages"]) + 5)}, *rows[1:]]
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows), "text/csv").run()
    assert (_previews(app), len(app.warning)) == (1, 0)
    added = [str(each.value) for each in app.markdown if " added" in str(each.value)]
    other = _publish(warehouse, _file(theirs), "Bo")

    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert [version.who for version in versions.ledger(warehouse)][-1] == "Bo"
    (told,) = app.warning
    assert f"Bo has published version {other.number} (theirs.csv) since" in str(told.value)
    assert _previews(app) == 1
    (now,) = [str(each.value) for each in app.markdown if " added" in str(each.value)]
    assert [now] != added
    assert " 0 added, 1 changed" in now

    _click(app, "Publish")
    assert [version.who for version in versions.ledger(warehouse)][-1] == "Ana"
    assert "by Ana" in app.success[0].value
    assert (_previews(app), len(app.warning)) == (0, 0)


def test_a_click_on_what_was_shown_before_others_published_asks_to_look_again(
    open_page: Open, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows[1:]), "text/csv").run()
    _publish(warehouse, _file(rows[:1]), "Bo")
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert "Bo has published version 7" in app.warning[0].value
    assert versions.ledger(warehouse)[-1].who == "Bo"
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert [version.who for version in versions.ledger(warehouse)][-2:] == ["Bo", "Ana"]


def test_taking_back_a_version_of_ones_own_is_not_others_publishing(
    open_page: Open, rows: list[dict[str, str]]
) -> None:
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows[:2]), "text/csv").run()
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    app.file_uploader[0].upload("more.csv", _file(rows[2:]), "text/csv").run()
    assert _previews(app) == 1
    app.text_input(key="undo-name-7").set_value("Ana")
    _click(app, "Undo version 7")
    assert (_previews(app), len(app.warning)) == (1, 0)


def test_cells_are_mended_at_a_word_told_and_kept_with_the_version(
    open_page: Open, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    spelt = [{**row, "channel": row["channel"].upper(), "urgent": "Yes"} for row in rows]
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(spelt), "text/csv").run()
    assert _previews(app) == 0
    _click(app, f"Mend all {len(rows)} like this")
    assert _previews(app) == 0
    _click(app, "Take the mends back")
    _click(app, f"Mend all that are certain ({2 * len(rows)} cells)")
    assert _previews(app) == 1
    assert versions.ledger(warehouse)[-1].number == 6

    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    (file,) = versions.ledger(warehouse)[-1].files
    assert file.sha256 == Upload("mine.csv", _file(spelt)).sha256
    assert {(mend.column, mend.form, mend.cells) for mend in file.mends} == {
        ("channel", "spelling", len(rows)),
        ("urgent", "yes_no", len(rows)),
    }
    assert ("Yes", "yes") in [pair for mend in file.mends for pair in mend.examples]
    assert not versions.verify(warehouse)
    assert not [each for each in app.button if each.label == "Take the mends back"]


def test_what_may_mean_two_things_is_explained_beneath_its_errors(
    open_page: Open, rows: list[dict[str, str]]
) -> None:
    spelt = [{**rows[0], "messages": "1,234"}, *rows[1:]]
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(spelt), "text/csv").run()
    assert any("“1,234” may mean “" in str(each.proto.body) for each in app.get("html"))
    assert not [each for each in app.button if each.label.startswith("Mend")]


def test_a_file_of_no_table_leaves_the_templates_in_sight(
    open_page: Open, rows: list[dict[str, str]]
) -> None:
    app = open_page()
    app.file_uploader[0].upload("staff.csv", b"Name,Telephone\nA,1\n", "text/csv").run()
    assert "Templates" in [each.value for each in app.header]
    app = open_page()
    broken = _file([{**rows[0], "messages": "many"}])
    app.file_uploader[0].upload("mine.csv", broken, "text/csv").run()
    assert "Templates" not in [each.value for each in app.header]


def test_a_big_revision_is_held_until_its_reason_is_typed(
    open_page: Open, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    _publish(warehouse, _file([{**rows[0], "messages": "2000"}, *rows[1:]]), "Bo")
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows), "text/csv").run()
    assert any("Please say why" in str(each.value) for each in app.warning)
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert versions.ledger(warehouse)[-1].who == "Bo"
    assert app.error[0].value.endswith("Please say why published figures change.")
    app.text_input(key="publish_reason").set_value("A digit too many")
    _click(app, "Publish")
    assert versions.ledger(warehouse)[-1].reason == "A digit too many"


def test_the_reason_of_a_big_revision_stands_in_the_details_of_the_figures_it_changed(
    opened: Open, office: None, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    del office
    _publish(warehouse, _file([{**rows[0], "messages": "2000"}, *rows[1:]]), "Bo")
    revised = _publish(warehouse, _file(rows), "Cy")
    app = opened("information-exchange", partnerships="northern-ports", indicator="messages")
    assert revised.reason not in _html(app)
    drawer = app.expander[0]
    app.session_state[str(drawer.key)] = True
    told = _html(app.run())
    assert "Why figures were revised" in " ".join(str(each.value) for each in app.markdown)
    assert f">{revised.reason}</td>" in told
    assert f">{revised.number}</td>" in told
    assert ">Bo</td>" not in told  # a first return is no revision


def test_files_in_hand_outlast_a_reload_with_what_they_mean(
    open_page: Open, rows: list[dict[str, str]]
) -> None:
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows), "text/csv").run()
    app.radio(key="mode").set_value(Mode.REPLACE).run()
    word = app.query_params[DRAFT][0]
    again = open_page(draft=word)
    assert "`mine.csv`" in "".join(str(each.value) for each in again.markdown)
    assert _previews(again) == 1
    assert again.radio(key="mode").value is Mode.REPLACE

    _click(again, "Put these files away")
    assert _previews(again) == 0
    assert DRAFT not in again.query_params
    assert _previews(open_page(draft=word)) == 0


def test_a_published_file_is_in_hand_no_longer(
    open_page: Open, warehouse: Warehouse, rows: list[dict[str, str]]
) -> None:
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows), "text/csv").run()
    word = app.query_params[DRAFT][0]
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert [version.who for version in versions.ledger(warehouse)][-1] == "Ana"
    assert _previews(open_page(draft=word)) == 0


def test_faulty_rows_are_shown_as_they_stand_each_faulty_cell_marked(
    open_page: Open, rows: list[dict[str, str]]
) -> None:
    rows[1]["messages"] = "many"
    rows[3]["channel"] = "<b>pigeon"
    app = open_page()
    app.file_uploader[0].upload("mine.csv", _file(rows), "text/csv").run()
    labels = [each.label for each in app.expander]
    assert "In mine.csv: 2 of 2 rows with an error, as they stand" in labels
    bodies = [str(each.proto.body) for each in app.get("html")]
    (shown,) = [each for each in bodies if "in-place" in each]
    assert shown.count("<mark") == 2
    assert ">many</mark>" in shown
    assert ">&lt;b&gt;pigeon</mark>" in shown
    lines = [row.split("</td>")[0] for row in shown.split("<tr><td>")[1:]]
    assert lines == ["3", "5"]
