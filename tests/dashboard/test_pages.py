"""Every page, run without a browser: what it says, and what it does with a file."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.commands.serving import build_public_record, build_simulated_example
from dashboard.pages import MENUS
from data import versions
from data.warehouse import Warehouse
from data.workspaces import VARIABLE, Workspace, to_environment

PUBLIC, SIMULATED, EDITED = "public-record", "simulated-example", "edited"
ADDRESSES = [view.address for views in MENUS.values() for view in views]
LONG = 120
INVENTED = "the partnerships and figures in this workspace are invented"
HEAD = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
    "replies_due,replied_on_time,source\n"
)
GOOD = HEAD + "2024-Q4,europol,NLD,BEL,siena,general,request,no,900,800,700,own_return\n"
BAD = HEAD + "2024-Q4,europol,NLD,GER,siena,general,request,no,900,800,900,own_return\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Serve three workspaces to every page of this session: two to read, one to publish into."""
    home = tmp_path_factory.mktemp("workspaces")
    found = [Workspace(name, name, home / f"{name}.duckdb") for name in (PUBLIC, SIMULATED, EDITED)]
    build_public_record(found[0])
    build_simulated_example(found[1])
    build_public_record(found[2])
    before = os.environ.get(VARIABLE)
    os.environ.update(to_environment(found))
    yield home
    os.environ.pop(VARIABLE)
    if before is not None:
        os.environ[VARIABLE] = before


def _script(address: str) -> None:
    """Run one page as the navigation would (the browser's tests go through the menus)."""
    from dashboard import pages

    every = [view for views in pages.MENUS.values() for view in views]
    page = next(view for view in every if view.address == address)
    page.page(pages.handed_to_page())


def _opened(address: str, **link: str) -> AppTest:
    app = AppTest.from_function(_script, default_timeout=LONG, args=(address,))
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.caption, *app.markdown, *app.info, *app.error]
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def _records(shown: object) -> list[dict[str, Any]]:
    """Return the rows of a table as the page holds it (a frame of pandas)."""
    frame = cast("Any", shown)
    return pl.DataFrame({column: list(frame[column]) for column in frame.columns}).to_dicts()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("workspace", [PUBLIC, SIMULATED])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_opens_in_both_workspaces(address: str, workspace: str) -> None:
    app = _opened(address, workspace=workspace)
    assert not app.exception
    assert app.title
    assert (INVENTED in _texts(app)) == (workspace == SIMULATED)


@pytest.mark.usefixtures("folder")
def test_the_link_is_what_the_filters_say() -> None:
    app = _opened(
        "", workspace=SIMULATED, partnerships="northern-ports~gulf-cyber", grain="year", as_of="9"
    )
    assert app.multiselect[0].value == ["northern-ports", "gulf-cyber"]
    assert app.query_params["as_of"] == "9"
    link = next(each.value for each in app.code if "workspace=" in str(each.value))
    assert "as_of=9" in str(link)
    assert "grain=year" in str(link)


@pytest.mark.usefixtures("folder")
def test_a_link_of_nonsense_shows_everything() -> None:
    app = _opened("", workspace=SIMULATED, partnerships="nobody", as_of="9999", period="soon")
    assert not app.exception
    assert app.multiselect[0].value == []


@pytest.mark.usefixtures("folder")
def test_clearing_the_filters_keeps_the_workspace() -> None:
    app = _opened("", workspace=SIMULATED, partnerships="northern-ports")
    next(each for each in app.button if each.label == "Clear all filters").click().run()
    assert app.multiselect[0].value == []
    assert app.selectbox[0].value == SIMULATED


@pytest.mark.usefixtures("folder")
def test_an_earlier_version_shows_what_was_known_then() -> None:
    now, then = _opened("", workspace=SIMULATED), _opened("", workspace=SIMULATED, as_of="3")
    assert now.title[0].value != then.title[0].value


@pytest.mark.usefixtures("folder")
def test_sources_are_searched_by_words() -> None:
    app = _opened("sources", workspace=PUBLIC)
    app.text_input[0].set_value("eurojust annual").run()
    shown = app.dataframe[0].value
    assert len(shown) > 0
    assert all("urojust" in f"{row}" for row in _records(shown))


@pytest.mark.usefixtures("folder")
def test_methods_print_the_worked_examples() -> None:
    app = _opened("methods", workspace=PUBLIC)
    assert "(24 + 11) / (30 + 20) = 0.70" in _texts(app)


@pytest.mark.usefixtures("folder")
def test_a_partnership_says_first_what_is_not_known() -> None:
    app = _opened("partnership", workspace=PUBLIC, partnerships="interpol")
    assert str(app.markdown[0].value).startswith("**Not known or not published:**")


@pytest.mark.usefixtures("folder")
def test_the_chosen_indicator_is_broken_down() -> None:
    app = _opened("information-exchange", workspace=SIMULATED, partnerships="northern-ports")
    boxes = {each.label: each for each in app.selectbox}
    boxes["Broken down by"].set_value("channel").run()
    assert not app.exception
    assert any("by channel" in str(each.value) for each in app.caption)


def test_a_ledger_is_verified_on_its_page(folder: Path) -> None:
    app = _opened("versions", workspace=SIMULATED)
    next(each for each in app.button if each.label.startswith("Verify")).click().run()
    assert [each.value for each in app.success] == ["Rows and ledger are as they were published."]
    assert versions.verify(Warehouse(folder / f"{SIMULATED}.duckdb")) == ()


@pytest.mark.usefixtures("folder")
def test_a_broken_file_is_answered_with_all_its_errors() -> None:
    app = _opened("upload", workspace=EDITED)
    app.file_uploader[0].upload("bad.csv", BAD.encode(), "text/csv").run()
    assert app.status[0].label == "2 errors in 1 of 1 row; nothing has been published."
    told = " ".join(str(_records(each.value)) for each in app.table)
    assert "GER" in told
    assert "DEU" in told
    assert not any(each.label == "Publish" for each in app.button)


def test_a_file_is_previewed_published_and_undone(folder: Path) -> None:
    store = Warehouse(folder / f"{EDITED}.duckdb")
    before = len(versions.ledger(store))
    app = _opened("upload", workspace=EDITED)
    app.file_uploader[0].upload("good.csv", GOOD.encode(), "text/csv").run()
    assert "Information exchange: 1 added" in _texts(app)
    effects = _records(app.dataframe[0].value)
    assert effects[0]["After"] == "88\u00a0%"
    publish = next(each for each in app.button if each.label == "Publish")
    publish.click().run()
    assert app.error  # no name, and no word on the notices
    assert len(versions.ledger(store)) == before
    fields = {each.label: each for each in app.text_input}
    fields["Your name"].set_value("Ana")
    fields["A word of why"].set_value("The columns that are missing were not asked for")
    next(each for each in app.button if each.label == "Publish").click().run()
    assert "by Ana" in app.success[0].value
    next(each for each in app.text_input if each.label == "Your name").set_value("Ana")
    next(each for each in app.button if each.label.startswith("Undo")).click().run()
    ledger = versions.ledger(store)
    assert [each.restores for each in ledger[before:]] == [None, before]
