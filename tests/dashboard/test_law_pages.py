"""The pages of law and of language: told with denominators, and every mark led to its rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.uploading import check
from data import loading
from data.ledger import Mode
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from validation.intake import Upload

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
RECORD, OWN, BARE = "record", "own-law", "bare-law"
RETURNS = {
    "partnerships": (
        "partnership_id,name,kind,lead_organisation,members,record\n"
        "ports,Ports Force,task_force,EUROPOL,BEL;DEU;NLD,official\n"
    ),
    "agreements": (
        "agreement_id,partnership_id,name,kind,parties,signed,in_force,source\n"
        "help,ports,Treaty on help,mutual_legal_assistance,BEL;NLD,2019,2020,own_return\n"
        "memo,ports,Memorandum,memorandum,BEL;EUROPOL,2019,,own_return\n"
    ),
    "legal_requests": (
        "period,partnership_id,requesting,requested,instrument,crime_area,received,granted,"
        "refused_dual_criminality,refused_rights,refused_nationality,refused_ne_bis_in_idem,"
        "refused_political,refused_other,incomplete,withdrawn,pending,in_time,"
        "jurisdiction_conflicts,source\n"
        "2024-Q1,ports,NLD,BEL,extradition,general,20,12,2,1,0,0,0,0,1,1,3,10,2,own_return\n"
        "2024-Q1,ports,BEL,NLD,freezing,general,6,5,0,0,0,0,0,0,0,0,1,5,0,own_return\n"
        "2022-Q1,ports,BEL,NLD,freezing,general,9,3,0,0,0,0,0,6,0,0,0,9,0,own_return\n"
        "2022-Q1,ports,BEL,NLD,extradition,general,4,3,1,0,0,0,0,0,0,0,0,4,0,own_return\n"
    ),
    "safeguards": (
        "period,partnership_id,reported_by,measure,value,source\n"
        "2024-Q1,ports,BEL,access_requests,9,own_return\n"
        "2024-Q1,ports,,audits,1,own_return\n"
    ),
    "obstacles": (
        "period,partnership_id,reported_by,obstacle,cases_affected,cases_total,cases_resolved,"
        "median_delay_days,source\n"
        "2024-Q1,ports,BEL,language,6,40,3,9,own_return\n"
        "2024-Q1,ports,NLD,language,4,60,1,12,own_return\n"
        "2024-Q1,ports,NLD,political,3,60,0,80,own_return\n"
        "2024-Q1,ports,NLD,technical,2,60,1,3,own_return\n"
        "2024-Q1,ports,NLD,cultural,1,60,1,2,own_return\n"
        "2024-Q1,ports,NLD,jurisdiction,1,60,0,30,own_return\n"
        "2024-Q1,ports,NLD,extradition,0,60,0,,own_return\n"
    ),
    "information_exchange": (
        "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
        "replies_due,refused_legal,refused_safeguard,refused_unwilling,source\n"
        "2024-Q1,ports,BEL,NLD,siena,general,request,no,60,50,3,1,2,own_return\n"
    ),
    "training_completions": (
        "training_id,period,partnership_id,course,provider,format,topic,completed,source\n"
        "one,2024-Q1,ports,Dutch,CEPOL,workshop,language,18,own_return\n"
    ),
}


def _warehouse(path: Path, tables: Sequence[str]) -> Warehouse:
    made = create(path)
    uploads = [Upload(f"{table}.csv", RETURNS[table].encode()) for table in tables]
    when = datetime(2026, 1, 5, tzinfo=UTC)
    checked = check(made, uploads, table=None, mode=Mode.MERGE, today=when.date())
    plan = loading.preview(made, checked, mode=Mode.MERGE)
    loading.publish(made, plan, who="Ana", note="", when=when, confirmed=True)
    return made


@pytest.fixture(scope="module")
def served(
    shipped: Warehouse, tmp_path_factory: pytest.TempPathFactory, serve_pages: Serving
) -> Iterator[None]:
    """Serve the public record, a partnership with returns, and one with nothing but its name."""
    home = tmp_path_factory.mktemp("law")
    own = _warehouse(home / "own.duckdb", list(RETURNS))
    bare = _warehouse(home / "bare.duckdb", ["partnerships"])
    with serve_pages(
        [
            Workspace(RECORD, RECORD, shipped.path),
            Workspace(OWN, OWN, own.path),
            Workspace(BARE, BARE, bare.path),
        ]
    ):
        yield


pytestmark = pytest.mark.usefixtures("served")


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.markdown, *app.info]
    html = [unquote(str(element.proto.body)) for element in app.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def _charts(app: AppTest) -> str:
    return "\n".join(unquote(str(each.proto)) for each in app.get("vega_lite_chart"))


def test_requests_are_told_from_asked_to_granted_or_refused_with_their_denominators(
    opened: Opened,
) -> None:
    app = opened("law", workspace=OWN, grain="quarter")
    assert not app.exception
    texts = _texts(app)
    assert "26 requests received, 20 decided: 17 granted, 3 refused; 4 pending" in texts
    assert "On which ground: 3 refused of 20 decided" in texts
    charts = _charts(app)
    assert "Extradition: 20 received" in charts
    assert "Extradition: 3 refused of 15 decided" in charts
    assert "Freezing: 0 refused of 5 decided" in charts
    assert "Conflicts of jurisdiction: 2 (of 26 requests) in" in texts
    (card,) = (
        each
        for each in _texts(opened("partnership", workspace=OWN, grain="quarter")).splitlines()
        if "Conflicts of jurisdiction" in each and "card" in each
    )
    assert '2 <span class="aside">cases (of 26 requests)' in card


def test_instruments_stand_in_their_own_order_since_refusing_more_is_no_rank(
    opened: Opened,
) -> None:
    charts = _charts(opened("law", workspace=OWN, grain="quarter", period="2022-Q1"))
    assert charts.index("Extradition: 4 received") < charts.index("Freezing: 9 received")
    assert charts.index("1 refused of 4 decided") < charts.index("6 refused of 9 decided")


def test_where_no_agreement_has_an_address_there_is_no_column_of_addresses(
    opened: Opened,
) -> None:
    assert "Treaty on help" in (own := _texts(opened("law", workspace=OWN, grain="quarter")))
    assert "<th>Address</th>" not in own
    assert "<th>Address</th>" in _texts(opened("law", workspace=RECORD))


def test_who_can_ask_whom_is_told_of_the_closed_list_and_every_agreement_is_listed(
    opened: Opened,
) -> None:
    app = opened("law", workspace=OWN, grain="quarter")
    texts = _texts(app)
    assert "Who can ask whom for legal help" in texts
    assert "no such agreement recorded" in _charts(app)
    assert "not known whether in force" in texts
    assert "behind=agreements~agreement_id:memo" in texts


def test_safeguards_name_who_reported_them_and_lead_to_their_rows(opened: Opened) -> None:
    texts = _texts(opened("law", workspace=OWN, grain="quarter"))
    assert "Requests for access" in texts
    assert "Belgium" in texts
    assert "behind=safeguards~" in texts


@pytest.mark.parametrize(
    ("address", "table"), [("law", "legal_requests"), ("language", "information_exchange")]
)
def test_every_mark_leads_to_the_rows_of_its_partnership_and_period(
    address: str, table: str, opened: Opened
) -> None:
    app = opened(address, workspace=OWN, grain="quarter")
    whose = f"behind={table}~period:2024-Q1~partnership_id:ports"
    assert whose in _charts(app)
    assert "A click on a mark leads to the rows behind it." in _texts(app)


@pytest.mark.parametrize(
    ("address", "holds", "rows", "sums"),
    [
        ("law", "refused_rights:>0", 1, "refused_rights 1"),
        ("law", "granted:>0", 1, "granted 12"),
        ("law", "incomplete|withdrawn:>0", 1, "incomplete 1, withdrawn 1"),
        ("language", "refused_safeguard:>0", 1, "refused_safeguard 1"),
    ],
)
def test_a_part_of_a_whole_leads_to_the_rows_that_count_in_it_and_says_how_many(
    address: str, holds: str, rows: int, sums: str, opened: Opened
) -> None:
    charts = _charts(opened(address, workspace=OWN, grain="quarter"))
    linked = re.findall(r"behind=([\w~:|>*!-]+)", charts)
    asked = next(each for each in linked if holds in each)
    shown = opened("data-quality", workspace=OWN, behind=asked)
    texts = _texts(shown)
    assert f"{rows} row of version 1 where period = 2024-Q1, partnership_id = ports" in texts
    assert f"Counted in these rows: {sums}." in texts


def test_obstacles_tell_cases_affected_of_all_those_overcome_and_the_time_lost(
    opened: Opened,
) -> None:
    app = opened("language", workspace=OWN, grain="quarter")
    assert not app.exception
    texts = _texts(app)
    assert "10\u00a0% (10 of 100)" in texts
    assert "40\u00a0% (4 of 10)" in texts
    assert "0\u00a0% (0 of 3)" in texts
    assert texts.index(">Language<") < texts.index(">Politics<")


def test_want_of_will_is_told_apart_from_what_the_law_forbids_or_protects(opened: Opened) -> None:
    app = opened("language", workspace=OWN, grain="quarter")
    assert "(Q1): 6 refused of 50 due" in _charts(app)
    charts = _charts(app)
    assert all(each in charts for each in ("By law", "As a safeguard", "For want of will"))
    assert "has no good direction" in _texts(app)


def test_training_stands_beside_the_obstacles_and_no_cause_is_claimed(opened: Opened) -> None:
    texts = _texts(opened("language", workspace=OWN, grain="quarter"))
    assert "Trained in language and culture: 18" in texts
    assert "Whether it does, these figures cannot say." in texts


def test_many_obstacles_share_one_card_of_the_profile_the_one_met_most_first(
    opened: Opened,
) -> None:
    texts = _texts(opened("partnership", workspace=OWN, grain="quarter"))
    (card,) = (each for each in texts.splitlines() if "Cases hindered by an obstacle" in each)
    assert "Language 10\u00a0% (10 of 100); Politics 5.0\u00a0% (3 of 60)" in card


def test_the_public_record_says_that_it_holds_agreements_alone(opened: Opened) -> None:
    app = opened("law", workspace=RECORD)
    assert not app.exception
    assert "none were found published one by one" in app.info[0].value
    assert "Who is party to what" in _texts(app)


@pytest.mark.parametrize("address", ["law", "language"])
def test_an_empty_page_says_what_would_fill_it(address: str, opened: Opened) -> None:
    app = opened(address, workspace=BARE)
    assert not app.exception
    assert "There is nothing to show for this choice." in app.info[0].value


def test_a_public_record_without_obstacles_says_so(opened: Opened) -> None:
    (told,) = opened("language", workspace=RECORD).info
    assert "No figure was found published on what hinders requests" in told.value
    assert "Upload" in told.value
