"""The pages of single pillars where a filter leaves little or nothing of the public record."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from data.warehouse import Warehouse
from data.workspaces import Workspace

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
RECORD = "record"
NO_COUNTRY = "give at most a number of countries, name none, and are not listed."


@pytest.fixture(scope="module", autouse=True)
def served(shipped: Warehouse, serve_pages: Serving) -> Iterator[None]:
    """Serve the public record to the pages of this module."""
    with serve_pages([Workspace(RECORD, RECORD, shipped.path)]):
        yield


def _said(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in app.info)


def _texts(app: AppTest) -> str:
    charts = [str(each.proto) for each in app.get("vega_lite_chart")]
    html = [str(each.proto.body) for each in app.get("html")]
    return "\n".join([*charts, *html])


def test_the_overview_says_what_was_not_found_and_what_is_listed(opened: Opened) -> None:
    texts = _texts(opened(""))
    assert "not measured" not in texts
    assert "no figure found" in texts
    assert "listed one by one" in texts
    assert "Countries in an operation" not in texts
    assert "figures are of places, not of partnerships:" in texts
    assert "Trust in the police" not in texts


def test_the_overview_shows_a_figure_wherever_a_profile_does(opened: Opened) -> None:
    texts = _texts(opened("", partnerships="egmont"))
    assert "147" in texts


def test_a_country_says_how_many_operations_cannot_be_found_by_it(opened: Opened) -> None:
    assert NO_COUNTRY in _said(opened("operations", country="FRA"))
    assert NO_COUNTRY not in _said(opened("operations"))


def test_filters_that_leave_no_operation_can_still_be_taken_back(opened: Opened) -> None:
    wanted = {"country": "FRA", "crime_area": "migrant_smuggling", "lead": "ESP"}
    app = opened("operations", **wanted)
    assert "No operation matches: clear a filter." in _said(app)
    held = {each.key: each.value for each in app.selectbox}
    assert held["lead"] == "ESP"
    assert wanted.items() <= app.query_params.items()


def test_the_period_chosen_is_that_in_which_operations_ran(opened: Opened) -> None:
    app = opened("operations", period="2016", grain="year")
    days = cast("list[str]", list(cast("Any", app.dataframe[0].value)["When"]))
    assert {day[-4:] for day in days} == {"2016"}
    assert len([each for each in app.selectbox if each.key == "period"]) == 1
    assert not [each for each in app.selectbox if each.label == "Year"]
    subtitles = [str(each.value) for each in app.caption]
    assert "all partnerships · 2016" in subtitles


def test_where_nothing_is_returned_nobody_is_asked_to_upload_a_file(opened: Opened) -> None:
    said = _said(opened("training", partnerships="gctf"))
    assert "No figure was found published" in said
    assert "upload" not in said


def test_a_country_leads_to_what_is_published_on_it(opened: Opened) -> None:
    app = opened("communities", country="FRA")
    assert "nothing to show" not in _said(app)
    assert app.query_params["place"] == "FRA"


def test_a_country_without_a_figure_is_told_and_the_places_offered(opened: Opened) -> None:
    app = opened("communities", country="FRA", measure="published_trust_in_police_share")
    assert "No figure of this was found on France: all its places are offered." in _said(app)
    assert app.query_params["place"] != "FRA"


def test_a_crime_area_without_a_figure_is_told_and_the_whole_shown(opened: Opened) -> None:
    app = opened("communities", crime_area="cybercrime", measure="published_trust_in_police_share")
    assert "not published by the crime area chosen" in _said(app)
    assert "nothing to show" not in _said(app)


def test_kind_and_lead_are_called_our_classification_and_cite_nobody(opened: Opened) -> None:
    html = [str(each.proto.body) for each in opened("partnership", partnership="gctf").get("html")]
    facts = next(each for each in html if "<dt>Kind</dt>" in each)
    assert facts.count("(our classification)") == 2
    assert "cited" not in facts
    assert any("<dt>Since</dt>" in each and "cited" in each for each in html)


@pytest.mark.parametrize(
    ("partnership", "unsaid"),
    [
        ("pacific-angel", ["Who exchanged how much", "Figures on these sides of it: Operations"]),
        ("europol", ["How fast replies came."]),
        ("ecris", ["How many operations there were"]),
    ],
)
def test_what_is_not_known_does_not_contradict_the_page(
    partnership: str, unsaid: list[str], opened: Opened
) -> None:
    app = opened("partnership", partnership=partnership)
    told = [str(each.value) for each in app.markdown]
    lists = [each for each in told if each.startswith(("**Not published", "**Not found"))]
    assert lists
    assert not [said for said in unsaid for each in lists if said in each]


@pytest.mark.parametrize(
    ("address", "asked", "once"),
    [
        ("cases", {"case": "counter-terrorism"}, "Terrorism"),
        ("operations", {"partnerships": "empact"}, "(EUR)"),
    ],
)
def test_a_subtitle_says_nothing_twice(
    address: str, asked: dict[str, str], once: str, opened: Opened
) -> None:
    app = opened(address, **asked)
    told = [str(each.value) for each in app.caption if " · years" in str(each.value)]
    assert any(once in each for each in told)
    assert all(each.count(once) <= 1 for each in told)
