"""Every page, run without a browser: what it says, and what it does with a file."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.theme import LIGHT, mix
from dashboard.pages import MENUS, missing_address
from data import versions
from data.simulation.scenario import MILESTONES
from data.warehouse import Warehouse
from data.workspaces import VARIABLE, Workspace, to_environment
from metrics.catalogue import INDICATORS
from metrics.references import METHODS
from validation.codes import Direction, Pillar

PUBLIC, SIMULATED, EDITED = "public-record", "simulated-example", "edited"
ADDRESSES = [view.address for views in MENUS.values() for view in views]
UNJUDGED = {
    "operations": "arrests",
    "communication-trust": "",
    "law": "assistance_granted",
    "language": "refused_safeguard",
    "technology": "automated_share",
    "communities": "trust_in_police",
}
"""Pages of which much has no good direction, each with an indicator of theirs that has none.

On communication and trust it is sharing unasked, which is always drawn, there beside scores, which
no usual range judges.
"""
SCORES = "shared_goals"
JUDGING = re.compile(
    r"\b(?:improv\w+|worse\w*|deteriorat\w+|best|worst|rank\w*|outperform\w*|succe(?:ss|ed)\w*)\b",
    re.IGNORECASE,
)
JUDGING_COLOURS = {
    mix(colour, LIGHT.ground, share / 100).upper()
    for colour in (LIGHT.better, LIGHT.worse)
    for share in range(5, 101)
}
LONG = 120
INVENTED = "the partnerships and figures in this workspace are invented"
HEAD = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
    "replies_due,replied_on_time,source\n"
)
GOOD = HEAD + "2024-Q4,europol,NLD,BEL,siena,general,request,no,900,800,700,own_return\n"
BAD = HEAD + "2024-Q4,europol,NLD,GER,siena,general,request,no,900,800,900,own_return\n"


@pytest.fixture(scope="session")
def folder(
    shipped: Warehouse,
    demonstrated: Path,
    copied: Callable[[Warehouse, Path], Warehouse],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Serve three workspaces to every page of this session: two to read, one to publish into."""
    home = tmp_path_factory.mktemp("workspaces")
    found = [Workspace(name, name, home / f"{name}.duckdb") for name in (PUBLIC, SIMULATED, EDITED)]
    copied(shipped, found[0].path)
    copied(Warehouse(demonstrated / found[1].path.name), found[1].path)
    copied(shipped, found[2].path)
    before = os.environ.get(VARIABLE)
    os.environ.update(to_environment(found))
    yield home
    os.environ.pop(VARIABLE)
    if before is not None:
        os.environ[VARIABLE] = before


def _script(address: str) -> None:
    """Run one page as the navigation would (the browser's tests go through the menus)."""
    from dashboard import link, pages

    every = [view for views in pages.MENUS.values() for view in views]
    page = next(view for view in every if view.address == address)
    page.page(pages.handed_to_page(filtered=page.filtered))
    link.finish()


def _opened(address: str, **link: str) -> AppTest:
    """Open a page with a link and everything that holds further filters closed."""
    return _open(address, link, more=False)


def _open(address: str, link: Mapping[str, str], *, more: bool) -> AppTest:
    """Open a page with a link; `more` opens what holds the further filters."""
    app = AppTest.from_function(_script, default_timeout=LONG, args=(address,))
    app.session_state["more-filters"] = more
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


def _charts(app: AppTest) -> str:
    return "\n".join(str(element.proto) for element in app.get("vega_lite_chart"))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("workspace", [PUBLIC, SIMULATED])
@pytest.mark.parametrize("address", UNJUDGED)
def test_a_page_of_what_has_no_good_direction_neither_colours_nor_praises(
    address: str, workspace: str
) -> None:
    indicator = UNJUDGED[address] if workspace == SIMULATED else ""
    asked = indicator or SCORES if workspace == SIMULATED else ""
    app = _opened(address, workspace=workspace, indicator=asked)
    drawn = _charts(app)
    if indicator:
        assert INDICATORS[indicator].direction is Direction.NEITHER
        assert _boxes(app)["Indicator"].value == indicator
        assert LIGHT.context in drawn
    assert not JUDGING_COLOURS & {each.upper() for each in re.findall(r"#[0-9A-Fa-f]{6}", drawn)}
    if workspace == SIMULATED:  # publications of the public record praise in their titles
        assert JUDGING.findall(_texts(app)) == JUDGING.findall(drawn) == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("address", ["", "partnership"])
def test_findings_are_counted_and_lead_on_or_it_is_said_why_there_are_none(address: str) -> None:
    printed = _opened(address, workspace=PUBLIC)
    assert "Nothing here is checked for a change" in _texts(printed)
    returned = _opened(address, workspace=SIMULATED)
    assert re.search(r"series checked.* would be flagged if nothing had", _texts(returned))
    lists = "".join(str(element.proto.body) for element in returned.get("html"))
    assert re.search(r'class="finding" href="partnership\?[^"]*indicator=\w+#over-time"', lists)


def _boxes(app: AppTest) -> dict[str, Any]:
    return {each.label: each for each in app.selectbox}


def _notices(app: AppTest) -> list[str]:
    bodies = [str(element.proto.body) for element in app.get("html")]
    return [body for body in bodies if 'class="notice"' in body]


def _link(app: AppTest) -> dict[str, list[str]]:
    """Return what the link to pass on says."""
    return parse_qs(urlsplit(next(str(each.value) for each in app.code)).query)


@pytest.mark.usefixtures("folder")
def test_the_link_is_what_the_filters_say() -> None:
    wanted = {"partnerships": "northern-ports~gulf-cyber", "grain": "year", "as_of": "9"}
    app = _open("", {"workspace": SIMULATED, **wanted}, more=True)
    assert app.multiselect[0].value == ["northern-ports", "gulf-cyber"]
    assert app.query_params["as_of"] == "9"
    assert _link(app) == {
        "workspace": [SIMULATED],
        "partnerships": ["northern-ports~gulf-cyber"],
        "grain": ["year"],
        "as_of": ["9"],
        "period": ["2021"],
    }
    assert _notices(app) == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        (
            "information-exchange",
            {"indicator": "messages", "by": "channel", "within": "gulf-cyber"},
        ),
        ("partnership", {"partnership": "gulf-cyber", "indicator": "hit_rate"}),
    ],
)
def test_a_link_holds_what_is_chosen_on_its_page(address: str, wanted: dict[str, str]) -> None:
    app = _open(address, {"workspace": SIMULATED, **wanted}, more=True)
    assert not app.exception
    assert _notices(app) == []
    assert wanted.items() <= app.query_params.items()
    assert {key: [value] for key, value in wanted.items()}.items() <= _link(app).items()
    boxes = {each.key: each.value for each in app.selectbox}
    assert wanted.items() <= boxes.items()


@pytest.mark.usefixtures("folder")
def test_what_is_chosen_on_a_page_goes_into_its_link_and_back() -> None:
    app = _opened("information-exchange", workspace=SIMULATED)
    before = dict(app.query_params)
    _boxes(app)["Indicator"].set_value("messages").run()
    assert app.query_params["indicator"] == "messages"
    for key, value in before.items():  # what a browser asks for when its reader goes back
        app.query_params[key] = value
    app.run()
    assert _boxes(app)["Indicator"].value == before["indicator"]
    assert app.query_params == before


@pytest.mark.usefixtures("folder")
def test_a_link_that_names_the_newest_version_keeps_naming_it() -> None:
    newest = _link(_open("", {"workspace": SIMULATED}, more=True))["as_of"][0]
    app = _opened("", workspace=SIMULATED, as_of=newest)
    assert app.query_params["as_of"] == newest
    assert _boxes(app)["As of"].value == newest


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"as_of": "999"}, "There is no version 999; showing the latest, 29."),
        ({"workspace": "ours"}, "There is no workspace ours; showing Public record."),
        ({"period": "soon"}, "There is no period soon with data; showing the latest, "),
        ({"from": "1066"}, "There is no first period 1066 with data; showing from the beginning."),
        ({"grain": "day"}, "There is no grain day here; showing Quarter."),
        (
            {"partnerships": "nobody~northern-ports"},
            "There is no partnership nobody. Shown: Northern Ports Task Force.",
        ),
        ({"country": "XXX"}, "There is no country XXX with data. Shown: All countries."),
        ({"crime_area": "fun"}, "There is no crime area fun with data. Shown: All crime areas."),
        ({"indicator": "joy"}, "There is no indicator joy here; showing "),
        ({"by": "mood"}, "This cannot be broken down by mood; broken down by nothing."),
        ({"within": "<b>"}, "There is no partnership &lt;b&gt; here; showing Adriatic JIT."),
    ],
)
def test_a_link_to_what_is_not_there_is_answered_in_one_line(
    wanted: dict[str, str], told: str
) -> None:
    app = _opened("information-exchange", **{"workspace": SIMULATED, **wanted})
    assert not app.exception
    assert len(_notices(app)) == 1
    assert told in _notices(app)[0]
    again = app.run()
    assert told in _notices(again)[0]
    _boxes(again)["Period"].select_index(1).run()
    assert _notices(again) == []


@pytest.mark.usefixtures("folder")
def test_a_link_with_a_choice_that_no_page_has_says_so_and_one_of_streamlit_does_not() -> None:
    app = _opened("", workspace=SIMULATED, workspce="x", published="1", embed="true")
    assert len(_notices(app)) == 1
    assert "There is no choice workspce on any page; it is left out." in _notices(app)[0]
    _boxes(app)["Period"].select_index(1).run()
    assert _notices(app) == []


@pytest.mark.parametrize(
    ("url", "base", "missing"),
    [
        ("http://host/", "", ""),
        ("http://host/cases", "", ""),
        ("http://host/our/base/", "our/base", ""),
        ("http://host/our/base/cases?case=x", "/our/base/", ""),
        ("http://host/case", "", "case"),
        ("http://host/our/base/case/", "our/base", "case"),
        ("", "", ""),
    ],
)
def test_an_address_without_a_page_is_known_as_such(url: str, base: str, missing: str) -> None:
    assert missing_address(url, base) == missing


@pytest.mark.usefixtures("folder")
def test_filters_that_are_not_on_show_count_and_are_kept() -> None:
    wanted = {"crime_area": "drug_trafficking", "from": "2022-Q1"}
    app = _opened("", workspace=SIMULATED, **wanted)
    assert [each.label for each in app.multiselect] == ["Partnerships"]
    assert wanted.items() <= app.run().query_params.items()
    app.session_state["more-filters"] = True
    app.run()
    assert [each.value for each in app.multiselect][1] == ["drug_trafficking"]


@pytest.mark.usefixtures("folder")
def test_a_page_that_filters_do_not_change_offers_none_and_keeps_what_was_chosen() -> None:
    wanted = {"partnerships": "europol", "grain": "year", "period": "2023", "country": "DEU"}
    app = _open("cases", {"workspace": PUBLIC, **wanted}, more=True)
    assert not app.multiselect
    assert not app.get("button_group")
    assert [each.label for each in app.selectbox] == ["Workspace", "As of", "Case"]
    assert wanted.items() <= app.query_params.items()
    assert [each.label for each in app.button] == []
    assert any("as_of=" in str(each.value) for each in app.code)


@pytest.mark.usefixtures("folder")
def test_clearing_the_filters_keeps_the_workspace() -> None:
    app = _open("", {"workspace": SIMULATED, "partnerships": "northern-ports"}, more=True)
    next(each for each in app.button if each.label == "Clear all filters").click().run()
    assert app.multiselect[0].value == []
    assert app.selectbox[0].value == SIMULATED


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("partnership", ["europol", "eurojust", "interpol"])
def test_a_published_figure_is_drawn_once_and_on_the_page_of_its_pillar(partnership: str) -> None:
    app = _opened("information-exchange", workspace=PUBLIC, partnerships=partnership)
    drawn = [str(each.value) for each in app.caption if " · years" in str(each.value)]
    others = [
        each.name
        for each in INDICATORS.values()
        if each.published and each.pillar != Pillar.EXCHANGE
    ]
    assert drawn
    assert len(drawn) == len(set(drawn))
    assert [each for each in drawn if any(f" {name} (" in each for name in others)] == []


@pytest.mark.usefixtures("folder")
def test_an_earlier_version_shows_what_was_known_then() -> None:
    now, then = _opened("", workspace=SIMULATED), _opened("", workspace=SIMULATED, as_of="3")
    assert now.title[0].value != then.title[0].value


def _html(app: AppTest, kind: str) -> list[str]:
    """Return the pieces of HTML on a page that carry a class."""
    bodies = [str(each.proto.body) for each in app.get("html")]
    return [body for body in bodies if f'class="{kind}"' in body]


def _entries(app: AppTest) -> list[str]:
    return [each for body in _html(app, "entries") for each in body.split("<li>")[1:]]


@pytest.mark.usefixtures("folder")
def test_values_unlike_those_before_them_are_worth_a_look_and_lead_to_their_rows() -> None:
    told = _texts(_opened("data-quality", workspace=SIMULATED, part="outliers"))
    assert "Pacific Relief Mission" in told  # where one is planted
    assert "It does not mean that it is wrong." in told
    assert "behind=information_exchange" in told


BEYOND = "more than chance would give"
TOO_SHORT = "too short to test"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ("black-sea-goods", f"the level is −4\\.3 points .*: {BEYOND}"),
        ("pacific-relief", f"the level is \\+11\\.4 points .*: {BEYOND}"),
        ("northern-ports", f"the level is \\+10\\.7 points .*: {TOO_SHORT}"),
        ("andes-drugs", f"the level is −0\\.5 points .*: {TOO_SHORT}"),
        ("baltic-bilateral", r"Too few whole periods before the milestone \(6; 8 are needed"),
    ],
)
def test_the_example_has_milestones_long_enough_to_test_and_others_that_are_not(
    whose: str, told: str
) -> None:
    (stone,) = (each for each in MILESTONES if each.partnership_id == whose and each.indicator)
    code = " ".join((f"{stone.day}", whose, stone.label))
    app = _opened("before-and-after", workspace=SIMULATED, within=whose, milestone=code)
    assert _notices(app) == []
    assert re.search(told, _texts(app))


@pytest.mark.usefixtures("folder")
def test_before_and_after_opens_on_what_can_be_tested() -> None:
    assert BEYOND in _texts(_opened("before-and-after", workspace=SIMULATED))


@pytest.mark.usefixtures("folder")
def test_sources_are_searched_by_words() -> None:
    app = _opened("sources", workspace=PUBLIC)
    app.text_input[0].set_value("eurojust annual").run()
    shown = _entries(app)
    assert shown
    assert all("eurojust" in each.lower() and "annual" in each.lower() for each in shown)
    app.text_input[0].set_value("somebody else's summary").run()
    assert len(_entries(app)) > len(shown)
    app.text_input[0].set_value("no such word anywhere").run()
    assert _entries(app) == []
    assert "No publication has all of these words." in str(app.info[0].value)


@pytest.mark.usefixtures("folder")
def test_sources_are_searched_by_what_was_read_in_them() -> None:
    app = _opened("sources", workspace=PUBLIC)
    app.text_input[0].set_value("trigger viii interpol").run()
    assert any("Operation Trigger VIII: results" in each for each in _entries(app))


@pytest.mark.usefixtures("folder")
def test_a_link_names_one_source_and_a_reader_comes_back_to_all() -> None:
    app = _opened("sources", workspace=PUBLIC, source="interpol-fl2022")
    (entry,) = _entries(app)
    assert "First Light 2022" in entry
    assert "address not kept" in entry
    assert app.query_params["source"] == "interpol-fl2022"
    next(each for each in app.button if each.label == "All sources").click().run()
    assert len(_entries(app)) > 1


@pytest.mark.usefixtures("folder")
def test_a_card_states_a_target_that_nothing_is_judged_by() -> None:
    cards = _html(_opened("partnership", workspace=PUBLIC, partnerships="europol"), "card")
    (card,) = (each for each in cards if "107\u00a0856" in each)
    assert '<div class="status">target 93\u00a0500</div>' in card


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("source", "told", "leads"),
    [
        ("thn-encro", "Operation EncroChat takedown: results", "&operation=encrochat"),
        ("gctf-struct", "Global Counterterrorism Forum: Milestones", "&partnership=gctf"),
        ("gctf-struct", "Working groups, 1 figure", "&indicator=published_working_groups"),
        ("unodc-glotip", "Detected victims", "communities?workspace=public-record"),
    ],
)
def test_a_publication_leads_to_what_was_read_in_it(source: str, told: str, leads: str) -> None:
    app = _opened("sources", workspace=PUBLIC)
    app.text_input[0].set_value(source).run()
    (entry,) = _entries(app)
    links = [each for each in entry.split("<div>") if told in each]
    assert any(leads in unescape(each) for each in links)


@pytest.mark.usefixtures("folder")
def test_every_publication_leads_somewhere() -> None:
    shown = _entries(_opened("sources", workspace=PUBLIC))
    assert shown
    assert [each for each in shown if 'target="_self"' not in each] == []


@pytest.mark.usefixtures("folder")
def test_more_operations_than_can_be_read_are_listed_and_not_drawn() -> None:
    everybody = _opened("operations", workspace=SIMULATED)
    said = "operations are too many to draw along time"
    assert said in _texts(everybody)
    some = _opened("operations", workspace=SIMULATED, partnerships="northern-ports")
    assert said not in _texts(some)
    charts = [len(app.get("vega_lite_chart")) for app in (everybody, some)]
    assert charts[1] == charts[0] + 1


@pytest.mark.usefixtures("folder")
def test_methods_say_where_each_statistical_method_comes_from() -> None:
    app = _opened("methods", workspace=PUBLIC)
    told = {each.label: each.markdown[0].value for each in app.expander if each.markdown}
    for method in METHODS:
        assert method.says in told[method.name]
        assert all(source in told[method.name] for source in method.sources())


@pytest.mark.usefixtures("folder")
def test_methods_print_the_worked_examples() -> None:
    app = _opened("methods", workspace=PUBLIC)
    assert "only as different where neither way is better" in app.markdown[0].value
    assert "(24 + 11) / (30 + 20) = 0.70" in _texts(app)


@pytest.mark.usefixtures("folder")
def test_a_partnership_says_first_what_is_not_known() -> None:
    app = _opened("partnership", workspace=PUBLIC, partnerships="interpol")
    read, looked_for = (str(app.markdown[at].value) for at in range(2))
    assert read.startswith("**Not published in what was read**")
    assert "- Who exchanged how much with whom." in read
    assert "only those that somebody found published are listed" in read
    assert looked_for.startswith("**Not found by us** (it may be published all the same)")
    assert "- Who its members are today." in looked_for
    assert "Communication" in looked_for
    returned = _opened("partnership", workspace=SIMULATED)
    assert str(returned.markdown[0].value).startswith("**Not recorded here**")


@pytest.mark.usefixtures("folder")
def test_founders_are_not_shown_as_members_and_its_own_page_is_no_citation() -> None:
    facts = _html(_opened("partnership", workspace=PUBLIC, partnerships="gctf"), "facts")
    assert "<dt>Members</dt>" not in "".join(facts)
    assert "founded by 29 countries and the European Union" in facts[1]
    assert "<dt>Its own page</dt><dd>https://www.thegctf.org</dd>" in facts[2]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("partnership", "lead"),
    [("empact", "EU Member States"), ("gctf", "Global Counterterrorism Forum")],
)
def test_a_partnership_cites_its_start_and_no_source_for_its_lead(
    partnership: str, lead: str
) -> None:
    facts = _html(_opened("partnership", workspace=PUBLIC, partnerships=partnership), "facts")
    assert f"<dd>{lead} (our classification)</dd>" in facts[0]
    since = facts[1].partition("<dt>Since</dt>")[2].partition("</dd>")[0]
    assert '<a class="cited" href="http' in since


@pytest.mark.usefixtures("folder")
def test_since_says_what_must_be_known_of_its_date() -> None:
    facts = _html(_opened("partnership", workspace=PUBLIC, partnerships="cepol"), "facts")
    since = facts[1].partition("<dt>Since</dt>")[2].partition("</dd>")[0]
    assert "2005 (as a body of the Union; a first European Police College" in since


@pytest.mark.usefixtures("folder")
def test_agreements_and_milestones_lead_to_their_sources() -> None:
    app = _opened("partnership", workspace=PUBLIC, partnerships="unodc")
    agreements = _entries(app)
    assert any("INTERPOL cooperation arrangement" in each for each in agreements)
    assert all("href=" in each or "address not kept" in each for each in agreements)


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
    told = _texts(app)
    assert ">GER</td>" in told
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
    assert app.error[0].value == (
        "Nothing has been published yet. Please write your name; say why it is right in spite of "
        "the notices."
    )
    assert len(versions.ledger(store)) == before
    fields = {each.label: each for each in app.text_input}
    fields["Your name"].set_value("Ana")
    fields["Why it is right in spite of the notices"].set_value(
        "The columns that are missing were not asked for"
    )
    next(each for each in app.button if each.label == "Publish").click().run()
    assert "by Ana" in app.success[0].value
    next(each for each in app.text_input if each.label == "Your name").set_value("Ana")
    next(each for each in app.button if each.label.startswith("Undo")).click().run()
    ledger = versions.ledger(store)
    assert [each.restores for each in ledger[before:]] == [None, before]


@pytest.mark.usefixtures("folder")
def test_a_dash_is_shown_as_typed_and_is_no_list() -> None:
    app = _opened("upload", workspace=EDITED)
    typed = GOOD.replace(",900,", ",-,", 1)
    app.file_uploader[0].upload("dash.csv", typed.encode(), "text/csv").run()
    assert ">-</td>" in _texts(app)
