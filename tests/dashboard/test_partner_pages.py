"""The pages on communication and trust and on technology and resources, run without a browser."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from streamlit.testing.v1 import AppTest

from data.warehouse import Warehouse, create
from data.workspaces import Workspace

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
Returned = Callable[[Path, str, Mapping[str, str], datetime], Workspace]
WHEN = datetime(2025, 2, 5, tzinfo=UTC)
RECORD, OWN, EMPTY = "record", "own-partners", "empty-partners"
TRUST, TECHNOLOGY = "communication-trust", "technology"
EXCHANGE = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
    "clarifications,automated,sensitive,source\n"
)
RETURNS = {
    "partnerships": (
        "partnership_id,name,kind,lead_organisation,members,record\n"
        "ports,Ports Force,task_force,EUROPOL,BEL;DEU;NLD,official\n"
        "pair,Pair,bilateral,EUROPOL,BEL;NLD,official\n"
    ),
    "information_exchange": (
        f"{EXCHANGE}2024-Q4,ports,BEL,NLD,siena,general,request,no,40,3,12,6,own_return\n"
        "2024-Q4,ports,NLD,BEL,bilateral,general,spontaneous,no,60,2,18,2,own_return\n"
        "2024-Q4,pair,NLD,BEL,siena,general,request,no,20,1,5,2,own_return\n"
    ),
    "agreements": (
        "agreement_id,partnership_id,name,kind,parties,signed,in_force,source\n"
        "form,ports,Form for requests,standard_procedure,BEL;NLD,2020,2020-06-01,own_return\n"
    ),
    "partner_assessments": (
        "period,partnership_id,respondent,characteristic,score,score_sd,respondents,source\n"
        "2024,ports,BEL,clear_communication,4.13,0.5,4,own_return\n"
        "2024,ports,DEU,clear_communication,3.07,0.7,4,own_return\n"
        "2024,ports,NLD,clear_communication,3.6,0.6,2,own_return\n"
        "2024,pair,BEL,clear_communication,2.21,0.5,9,own_return\n"
        "2024,pair,NLD,clear_communication,4.73,0.5,9,own_return\n"
    ),
    "capabilities": (
        "period,partnership_id,member,capability,status,source\n"
        "2023,ports,BEL,dna_exchange,none,own_return\n"
        "2024,ports,BEL,dna_exchange,operational,own_return\n"
        "2024,ports,NLD,dna_exchange,pilot,own_return\n"
        "2024,ports,NLD,ai_analysis,planned,own_return\n"
    ),
    "inputs": (
        "period,partnership_id,contributor,kind,amount,unit,source\n"
        "2024,ports,BEL,staff,2.5,fte,own_return\n"
        "2024,ports,NLD,staff,1,fte,own_return\n"
        "2024,ports,NLD,technology,1,count,own_return\n"
        "2024,ports,NLD,training,2,count,own_return\n"
        "2024,ports,BEL,technology,40000,eur,own_return\n"
    ),
    "recommendations": (
        "recommendation_id,partnership_id,text,made,origin,owner_role,due,status,closed,indicator,"
        "source\n"
        "done,ports,Use one form,2023-01-10,audit,Secretariat,2024-03-31,done,2024-02-01,"
        "clarification_rate,own_return\n"
        "late,ports,Open a duty desk,2023-05,review,Head of operations,2024-06,in_progress,,,"
        "own_return\n"
        "later,ports,Link the systems,2024-05,review,Head of systems,2027-06,open,,,own_return\n"
    ),
}


@pytest.fixture(scope="module", autouse=True)
def served(
    shipped: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
    serve_pages: Serving,
    returned: Returned,
) -> Iterator[None]:
    """Serve the public record, returns of two partnerships and an empty warehouse."""
    home = tmp_path_factory.mktemp("partners")
    own = returned(home, OWN, RETURNS, WHEN)
    empty = Workspace(EMPTY, EMPTY, create(home / "empty.duckdb").path)
    with serve_pages([Workspace(RECORD, RECORD, shipped.path), own, empty]):
        yield


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.markdown, *app.info]
    html = [str(each.proto.body) for each in app.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def _charts(app: AppTest) -> list[str]:
    return [str(each.proto) for each in app.get("vega_lite_chart")]


def _tables(app: AppTest) -> list[list[dict[str, str]]]:
    """Read the tables whose cells are written whole; of an address, where it leads."""
    html = [str(each.proto.body) for each in app.get("html")]
    found: list[list[dict[str, str]]] = []
    for table in (ET.fromstring(each) for each in html if "<table>" in each):
        heads = [head.text or "" for head in table.iter("th")]
        found.append(
            [
                {
                    head: next((link.attrib["href"] for link in cell), cell.text or "")
                    for head, cell in zip(heads, row, strict=True)
                }
                for row in [*table.iter("tr")][1:]
            ]
        )
    return found


def _behind(address: str) -> dict[str, str]:
    """Read a link to rows."""
    parts = urlsplit(unescape(address))
    assert parts.path == "data-quality"
    return {key: values[0] for key, values in parse_qs(parts.query).items()}


@pytest.mark.parametrize("address", [TRUST, TECHNOLOGY])
def test_a_page_without_data_says_what_would_fill_it(address: str, opened: Opened) -> None:
    (said,) = (each.value for each in opened(address, workspace=EMPTY).info)
    assert "There is nothing to show for this choice." in said
    assert "upload one of these tables" in said


@pytest.mark.parametrize("address", [TRUST, TECHNOLOGY])
def test_the_public_record_says_plainly_that_nothing_was_found(
    address: str, opened: Opened
) -> None:
    (said,) = (each.value for each in opened(address, workspace=RECORD).info)
    assert "Nothing of this was found published." in said
    assert "simulated example" in said


def test_scores_stand_beside_who_gave_them_and_lead_to_rows_without_scores(
    opened: Opened,
) -> None:
    app = opened(TRUST, workspace=OWN, within="ports")
    assert "How do the partners see it?" in _texts(app)
    (chart,) = (each for each in _charts(app) if "mean score from 1" in each or "3.6" in each)
    assert not any(single in chart for single in ("4.13", "3.07"))
    who = _tables(app)[0]
    assert [(each["People who answered"], each["Partners that answered"]) for each in who] == [
        ("10", "3: Belgium, Germany, Netherlands")
    ]
    rows = opened("data-quality", **_behind(who[0][""]))
    shown = cast("Any", rows.dataframe[0].value)
    assert "score" not in shown.columns
    assert list(shown["respondents"]) == [4, 4, 2]
    assert list(shown["file_name"]) == ["partner_assessments.csv"] * 3
    assert list(shown["added_version"]) == [1, 1, 1]
    assert list(shown["line"]) == [2, 3, 4]


def test_scores_of_two_partners_are_withheld(opened: Opened) -> None:
    app = opened(TRUST, workspace=OWN, within="pair")
    chart = "".join(_charts(app))
    assert "withheld" in chart
    assert not any(number in chart for number in ("2.21", "4.73", "3.47"))


def test_procedures_name_who_adopted_them_and_who_did_not(opened: Opened) -> None:
    (procedure,) = _tables(opened(TRUST, workspace=OWN, partnerships="ports"))[1]
    assert procedure["Procedure"] == "Form for requests"
    assert procedure["Adopted by"] == "Belgium, Netherlands"
    assert procedure["Members that have not"] == "Germany"
    assert _behind(procedure[""])["behind"] == "agreements~agreement_id:form"


@pytest.mark.parametrize(
    ("address", "link"),
    [(TRUST, {"partnerships": "ports"}), ("partnership", {"partnership": "ports"})],
)
def test_recommendations_are_listed_what_is_overdue_first_and_what_is_closed_apart(
    address: str, link: dict[str, str], opened: Opened
) -> None:
    app = opened(address, workspace=OWN, **link)
    assert "3 recommendations, of which 2 not closed and 1 overdue" in _texts(app)
    waiting, closed = _tables(app)[-2:]
    assert [(each["What"], each["How it stands"]) for each in waiting] == [
        ("Open a duty desk", "In progress, overdue"),
        ("Link the systems", "Open"),
    ]
    assert waiting[0]["Who answers for it"] == "Head of operations"
    assert "1 closed recommendation" in [each.label for each in app.expander]
    assert [(each["What"], each["How it stands"]) for each in closed] == [
        ("Use one form", "Done 1 Feb 2024")
    ]
    assert closed[0]["Should move"] == "Messages sent back as unclear"


def test_the_matrix_of_capabilities_is_that_of_the_last_year_told(opened: Opened) -> None:
    app = opened(TECHNOLOGY, workspace=OWN, within="ports")
    assert "In daily use: 1 of 3 pairs of member and capability assessed" in _texts(app)
    (matrix,) = (each for each in _charts(app) if "DNA exchange" in each)
    assert all(sign in matrix for sign in ("in use", "pilot", "planned"))
    assert "capabilities~period%3A2024" in matrix
    said = [str(each.value) for each in app.caption]
    above = next(number for number, each in enumerate(said) if "the end of 2024" in each)
    assert said[above + 1].startswith("Source: returns of the partnerships.")
    earlier = opened(TECHNOLOGY, workspace=OWN, within="ports", period="2023", grain="year")
    assert "In daily use: 0 of 1 pairs of member and capability assessed" in _texts(earlier)


def test_what_partners_gave_is_added_by_unit_and_never_across(opened: Opened) -> None:
    given = _tables(opened(TECHNOLOGY, workspace=OWN, within="ports"))[-1]
    assert [each["Partner"] for each in given] == ["Belgium", "Netherlands", "Together"]
    assert [each["Staff"] for each in given] == ["2.5 posts", "1.0 posts", "3.5 posts"]
    assert given[2]["Technology"] == "1 piece + 40\u00a0000 EUR"
    assert given[2]["Training"] == "2 courses"
    assert given[0]["Funds"] == ""
    assert _behind(given[0][""])["behind"] == (
        "inputs~period:2024~partnership_id:ports~contributor:BEL"
    )


def test_a_partnership_that_was_not_assessed_says_so(opened: Opened) -> None:
    app = opened(TECHNOLOGY, workspace=OWN, within="pair")
    said = "\n".join(str(each.value) for each in app.info)
    assert "What the members can do was not assessed here." in said
    assert "What the partners give was not told here." in said


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        (TRUST, "information_exchange~period%3A2024-Q4~partnership_id%3Aports"),
        (TECHNOLOGY, "channel%3Asiena"),
        ("information-exchange", "information_exchange~period%3A2024-Q4~partnership_id%3Aports"),
        ("information-exchange", "sender%3ABEL~receiver%3ANLD"),
    ],
)
def test_a_mark_of_what_was_returned_leads_to_its_rows(
    address: str, rows: str, opened: Opened
) -> None:
    link = {"partnerships": "ports", "within": "ports", "grain": "quarter"}
    app = opened(address, workspace=OWN, **link)
    assert any("data-quality?" in each and rows in each for each in _charts(app))
    assert "A click on a mark leads to the rows behind it." in _texts(app)


def test_a_year_leads_to_the_rows_of_its_quarters(opened: Opened) -> None:
    app = opened(TRUST, workspace=OWN, partnerships="ports", grain="year")
    asked = "information_exchange~period:2024*~partnership_id:ports"
    assert any("information_exchange~period%3A2024%2A" in each for each in _charts(app))
    rows = opened("data-quality", workspace=OWN, behind=asked)
    assert "2 rows of version 1 where period is in 2024, partnership_id = ports." in _texts(rows)
    assert list(cast("Any", rows.dataframe[0].value)["period"]) == ["2024-Q4", "2024-Q4"]


def test_a_mark_of_what_has_no_period_leads_to_the_rows_of_its_partnership(
    opened: Opened,
) -> None:
    app = opened(TRUST, workspace=OWN, partnerships="ports", indicator="recommendations_done")
    assert any("recommendations~partnership_id%3Aports" in each for each in _charts(app))
