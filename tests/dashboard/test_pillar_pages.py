"""The pages of single pillars, run without a browser: operations, training, communities."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import labels, operations_story
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from metrics import cases
from metrics.cases import CASES
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.source import Source
from metrics.statistic import lines_of

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
Returned = Callable[[Path, str, Mapping[str, str], datetime], Workspace]
WHEN = datetime(2026, 1, 5, tzinfo=UTC)
RECORD, OWN = "record", "own"
RETURNS = {
    "partnerships": (
        "partnership_id,name,kind,lead_organisation,members,record,operations_coverage\n"
        "ports,Ports Force,task_force,EUROPOL,BEL;NLD,official,census\n"
    ),
    "joint_operations": (
        "operation_id,partnership_id,name,series,crime_area,kind,started,ended,lead,countries,"
        "countries_count,objectives_set,source\n"
        "net-i,ports,Net I,Net,firearms,action_day,2023-02,2023-03,NLD,BEL;NLD,2,4,own_return\n"
        "net-ii,ports,Net II,Net,general,action_day,2024-02,2024-03,BEL,BEL;NLD,2,5,own_return\n"
    ),
    "operation_results": (
        "operation_id,period,arrests,objectives_met,source\n"
        "net-i,2023-Q1,12,3,own_return\n"
        "net-ii,2024-Q1,9,5,own_return\n"
    ),
    "training_completions": (
        "training_id,period,partnership_id,course,provider,format,topic,country,enrolled,completed,"
        "followed_up,applied_on_job,source\n"
        "one,2023-Q1,ports,Ports,CEPOL,workshop,language,BEL,20,18,16,12,own_return\n"
        "two,2024-Q1,ports,Ports,CEPOL,simulation,cross_cultural,NLD,30,25,20,11,own_return\n"
    ),
    "community_impact": (
        "period,partnership_id,area,measure,question,numerator,denominator,respondents,"
        "design_effect,method,source\n"
        "2023,ports,NLD,trust_in_police,Tends to trust,600,1000,1000,1.5,survey,own_return\n"
        "2024,ports,NLD,trust_in_police,Tends to trust,640,1000,1000,1.5,survey,own_return\n"
    ),
}


@pytest.fixture(scope="module")
def served(
    shipped: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
    serve_pages: Serving,
    returned: Returned,
) -> Iterator[None]:
    """Serve the public record, and a warehouse with nothing in it, to the pages of this module."""
    home = tmp_path_factory.mktemp("pillars")
    record = Workspace(RECORD, RECORD, shipped.path)
    own = returned(home, OWN, RETURNS, WHEN)
    empty = Workspace("empty", "empty", create(home / "empty.duckdb").path)
    with serve_pages([record, own, empty]):
        yield


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.markdown, *app.info]
    html = [str(element.proto.body) for element in app.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def _shown(app: AppTest, number: int = 0) -> list[dict[str, Any]]:
    return cast("Any", app.dataframe[number].value).to_dict("records")


def _written(app: AppTest, number: int = 0) -> list[dict[str, str]]:
    """Read a table whose cells are written whole; of an address, where it leads."""
    html = [str(element.proto.body) for element in app.get("html")]
    table = ET.fromstring([each for each in html if "<table>" in each][number])
    heads = [head.text or "" for head in table.iter("th")]
    return [
        {
            head: next((link.attrib["href"] for link in cell), cell.text or "")
            for head, cell in zip(heads, row, strict=True)
        }
        for row in [*table.iter("tr")][1:]
    ]


pytestmark = pytest.mark.usefixtures("served")


@pytest.mark.parametrize("address", ["operations", "training", "communities"])
def test_a_page_without_data_says_what_to_do(address: str, opened: Opened) -> None:
    app = opened(address, workspace="empty")
    assert not app.exception
    assert "There is nothing to show for this choice." in app.info[0].value


def test_operations_say_first_that_they_are_those_found(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD)
    assert [each.value for each in app.info] == [operations_story.FOUND_ONLY]
    listed = _shown(app)
    assert {"Pangea XVI", "HAECHI VI", "Trojan Shield / OTF Greenlight (ANOM)"} <= {
        each["Operation"] for each in listed
    }
    assert all(each["Publisher"] for each in listed)
    known = [each["Address"] for each in listed if each["Address"]]
    assert known
    assert [each for each in known if not each.startswith(("http", "sources?"))] == []


def test_no_number_of_operations_is_told_where_only_some_were_found(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD)
    number = len(_shown(app))
    assert f"{number} operation" not in _texts(app)
    assert "What is measured" not in _texts(app)


def test_operations_are_filtered_by_everything_that_a_link_says(opened: Opened) -> None:
    wanted = {
        "lead": "EUROPOL",
        "period": "2019",
        "crime_area": "general",
        "partnerships": "empact",
    }
    app = opened("operations", workspace=RECORD, **wanted)
    assert [each["Operation"] for each in _shown(app)] == ["Large-scale Joint Action Days 2019"]
    assert wanted.items() <= app.query_params.items()
    named = opened("operations", workspace=RECORD, country="VEN")
    assert [each["Operation"] for each in _shown(named)] == ["Trigger VI"]


def test_an_operation_has_a_page_of_facts_results_and_sources(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, operation="trigger-viii")
    assert app.title[0].value == "Trigger VIII"
    texts = _texts(app)
    assert "13 Jun 2022 to 19 Jun 2022" in texts
    assert "Burkina Faso" in texts
    results = [
        (each["Result"], each["Figure"], each["How exact"], each["Beside others"])
        for each in _written(app)
    ]
    assert ("Arrests", "about 120 persons", "about", "best source") in results
    drugs = ("Drugs seized", "1\u00a0337 kg", "exact, as printed", "differs from the best")
    assert drugs in results
    assert all(each["Address"].startswith("http") for each in [*_written(app), *_written(app, 1)])


def test_a_publication_without_an_address_leads_to_what_is_known_of_it(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, operation="spector-2023")
    results, read = ({each["Address"] for each in _written(app, table)} for table in range(2))
    kept = [each for each in results | read if each.startswith("http")]
    (unkept,) = results.union(read).difference(kept)
    assert unkept.startswith("sources?")
    assert unkept.endswith("source=born-spector")
    html = [str(element.proto.body) for element in app.get("html")]
    assert any(">not kept: what we know</a>" in each for each in html)
    emma = opened("operations", workspace=RECORD, series="EMMA")
    (listed,) = (each for each in _shown(emma) if each["Operation"] == "EMMA 8")
    assert listed["Address"].endswith("source=aml-emma8")


def test_an_operation_without_results_says_so_and_where_its_facts_were_read(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, operation="haechi-vi")
    assert not app.exception
    assert not app.error
    assert "No number was found published of what is recorded here" in _texts(app)
    assert [each["For"] for each in _written(app)] == ["the facts"]


def test_a_reader_comes_back_from_an_operation_to_all_of_them(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, operation="trigger-viii", lead="INTERPOL")
    next(each for each in app.button if each.label == "All operations").click().run()
    assert app.title[0].value == "Operations"
    assert "operation" not in app.query_params
    assert app.query_params["lead"] == "INTERPOL"


def test_an_operation_that_is_not_there_is_answered_in_one_line(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, operation="pangea-99")
    assert "There is no operation pangea-99 here; showing all of these." in _texts(app)


def test_a_series_is_shown_edition_by_edition_as_its_link_says(opened: Opened) -> None:
    app = opened("operations", workspace=RECORD, series="HAECHI", figure="seized_value-usd")
    assert not app.exception
    assert "HAECHI: Value seized (USD)" in _texts(app)
    assert "no line joins them" in _texts(app)
    assert "There is no" not in _texts(app)


def test_published_totals_are_whole_unless_a_country_is_asked_for(opened: Opened) -> None:
    whole = opened("operations", workspace=RECORD, partnerships="eurojust")
    assert "Eurojust · Joint investigation teams supported (teams) · years" in _texts(whole)
    one = opened("operations", workspace=RECORD, partnerships="eurojust", country="BEL")
    assert "Eurojust · Belgium · " in _texts(one)


def test_training_shows_what_is_published_of_it_and_nothing_else(opened: Opened) -> None:
    app = opened("training", workspace=RECORD)
    texts = _texts(app)
    assert "CEPOL · Training participants (participants) · years" in texts
    assert "Messages exchanged" not in texts


def test_the_overview_leads_from_its_figures_on_communities_to_their_page(opened: Opened) -> None:
    doors = [
        str(each.proto.body)
        for each in opened("", workspace=OWN).get("html")
        if "Look into the places, one by one:" in str(each.proto.body)
    ]
    assert len(doors) == 1
    assert "communities?workspace=own" in doors[0]


def test_communities_say_first_that_they_describe_places(opened: Opened) -> None:
    app = opened("communities", workspace=RECORD)
    assert (
        app.markdown[0].value == "**These describe the places, not what the partnership caused.**"
    )
    assert "partnerships ·" not in _texts(app)


def test_a_place_and_a_measure_are_held_in_the_link(opened: Opened) -> None:
    wanted = {"measure": "published_offences_rate", "place": "BEL"}
    app = opened("communities", workspace=RECORD, **wanted)
    assert not app.exception
    assert "Belgium" in _texts(app)
    assert wanted.items() <= app.query_params.items()


def test_a_partnership_shows_its_operations_agreements_and_totals_as_a_whole(
    opened: Opened,
) -> None:
    app = opened("partnership", workspace=RECORD, partnership="eurojust")
    texts = _texts(app)
    assert (
        "How many operations there were: only those that somebody found published are listed."
        in texts
    )
    assert "Its operations" in texts
    assert operations_story.FOUND_ONLY in texts
    assert "partnerships=eurojust" in texts
    assert any(each["Operation"] == "EMMA 7" for each in _written(app))
    cards = [each for each in texts.splitlines() if 'class="card"' in each]
    assert any("Coordination meetings" in each for each in cards)
    assert not any("Belgium" in each or "(Terrorism)" in each for each in cards)
    named = opened("partnership", workspace=RECORD, partnership="europol")
    agreements = [each for each in _texts(named).splitlines() if "cooperation agreement" in each]
    assert any("United States" in each for each in agreements)


def test_an_organisation_leads_to_its_figures_on_places_its_programmes_and_what_it_led(
    opened: Opened,
) -> None:
    texts = unescape(_texts(opened("partnership", workspace=RECORD, partnership="unodc")))
    assert "Detected victims of trafficking, 923 figures, 123 withheld" in texts
    assert "measure=published_trafficking_victims" in texts
    assert "partnership=unodc-wco-ccp" in texts
    assert "lead=UNODC" in texts
    unknown = texts.partition("Figures on these sides of it: ")[2].splitlines()[0]
    assert "Training" in unknown
    assert "Communities" not in unknown
    assert "- Milestones." not in texts
    programme = _texts(opened("partnership", workspace=RECORD, partnership="unodc-wco-ccp"))
    assert "It publishes figures about places:" not in programme


@pytest.mark.parametrize(
    ("address", "headline", "cuts"),
    [
        ("operations", "Objectives met: 100\u00a0% (", {"country", "crime_area", "kind"}),
        (
            "training",
            "Applied on the job: 55\u00a0% (11 of 20)",
            {"country", "format", "topic"},
        ),
        ("communities", "Trust in the police: 64\u00a0% (640 of 1\u00a0000) in 2024", set[str]()),
    ],
)
def test_what_is_returned_is_measured_and_may_be_cut(
    address: str, headline: str, cuts: set[str], opened: Opened
) -> None:
    app = opened(address, workspace=OWN, grain="year")
    assert not app.exception
    assert headline in _texts(app)
    assert "Published totals" not in _texts(app)
    for cut in sorted(cuts):
        told = opened(address, workspace=OWN, grain="year", by=cut)
        assert not told.exception
        assert told.query_params["by"] == cut


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_no_two_ways_to_break_a_figure_down_have_one_name(indicator: Indicator) -> None:
    offered = set(indicator.cuts) - set(lines_of(indicator.statistic))
    names = {each: labels.dimension_name(each) for each in offered}
    assert sorted({*names.values()}) == sorted(names.values())
    own = {"kind": "kind", "topic": "topic of training", "requested": "country asked"}
    assert {each: names[each] for each in own.keys() & names.keys()}.items() <= own.items()


def test_where_every_operation_is_listed_nothing_is_said_of_those_found(opened: Opened) -> None:
    app = opened("operations", workspace=OWN, grain="year")
    assert [each.value for each in app.info] == []
    assert [each["Publisher"] for each in _shown(app)] == ["the partnership's own return"] * 2
    assert "Net: Arrests (persons)" in _texts(app)


def test_a_card_names_the_line_of_its_indicator(opened: Opened) -> None:
    app = opened("partnership", workspace=OWN, partnership="ports", grain="year")
    assert not app.exception
    assert "Trust in the police (Netherlands, Tends to trust)" in _texts(app)
    assert "All its operations" not in _texts(app)


def test_the_overview_shows_every_pillar_that_is_returned(opened: Opened) -> None:
    app = opened("", workspace=OWN, grain="year")
    assert not app.exception
    assert "no value" not in app.title[0].value


CASE_HEADINGS = ["What was done", "What the figures show", "What they cannot show"]


@pytest.mark.parametrize("case", [each.id for each in CASES])
def test_a_case_study_says_what_was_done_and_what_its_figures_can_and_cannot_show(
    case: str, opened: Opened
) -> None:
    app = opened("cases", workspace=RECORD, case=case)
    assert not app.exception
    headings = [str(each.value) for each in app.subheader]
    assert [each for each in headings if each in CASE_HEADINGS] == CASE_HEADINGS
    assert not app.dataframe
    assert "operations?" in _texts(app)


def test_missions_are_shown_by_country_and_year_and_lead_to_their_pages(opened: Opened) -> None:
    app = opened("cases", workspace=RECORD, case="pacific-angel")
    told = _texts(app)
    assert "a case of multinational cooperation" in told
    assert "operation=pacific-angel-nepal-2014" in told
    assert told.count("A click on a value leads to where it was read.") == 2
    by_country, people = (str(each.proto) for each in app.get("vega_lite_chart"))
    assert "Papua New Guinea" in by_country
    assert "Australia" not in by_country
    assert "no figure found" not in people
    assert "Of the other missions no number was found." in told


def test_a_place_of_which_every_figure_was_withheld_is_shown_as_such(opened: Opened) -> None:
    victims = "published_trafficking_victims"
    app = opened("communities", workspace=RECORD, measure=victims, place="AND")
    assert "There is no figure on AND" not in _texts(app)
    (chart,) = app.get("vega_lite_chart")
    assert "withheld: 2017, 2018, 2019, 2020, 2021" in str(chart.proto)


def test_a_case_study_names_those_who_published_no_figure_on_it(opened: Opened) -> None:
    told = _texts(opened("cases", workspace=RECORD, case="counter-terrorism"))
    assert "EMPACT: no figure on this was found published (Terrorism)." in told
    assert "Eurojust: no figure" not in told
    assert "Working groups: 5" in told
    assert "Netherlands takes the seat of the United States as co-chair" in told


def test_a_case_study_tells_no_state_of_the_day_and_a_year_alone_after_its_days(
    opened: Opened,
) -> None:
    told = _texts(opened("cases", workspace=RECORD, case="counter-terrorism"))
    assert "as dated; nothing later was found" in told
    assert "what EMPACT and Eurojust print on it, if anything" in told
    launched, groups = told.index("Launched in New York"), told.index("Working groups: 5")
    assert launched < groups < told.index("Netherlands takes the seat")


def test_other_missions_are_named_only_where_there_are_others(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every(source: Source, found: pl.DataFrame, *figure: object) -> pl.DataFrame:
        assert source
        assert figure
        return found

    monkeypatch.setattr(cases, "with_figure", every)
    told = _texts(opened("cases", workspace=RECORD, case="pacific-angel"))
    assert "Whether missions grew" in told
    assert "Of the other missions" not in told


def test_a_subtitle_says_nothing_twice(opened: Opened) -> None:
    app = opened("cases", workspace=RECORD, case="counter-terrorism")
    assert "Eurojust · Terrorism · Coordination meetings (meetings) · years" in _texts(app)


def test_yearly_surveys_are_shown_whichever_grain_is_chosen(opened: Opened) -> None:
    app = opened("communities", workspace=OWN, grain="quarter")
    assert "Trust in the police: 64\u00a0% (640 of 1\u00a0000) in 2024" in _texts(app)
