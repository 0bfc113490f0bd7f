"""The page Before and after, run without a browser: what is found, in which words, and why not."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import evaluation_story, evaluation_words
from dashboard.charts.draw import spec
from dashboard.charts.figure import Figure
from dashboard.charts.theme import LIGHT
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from metrics.candidates import events
from metrics.evaluations import Question, evaluate
from metrics.methods.recovery_evaluations import IN_A_HUNDRED
from metrics.series import Query
from metrics.source import Source
from validation.periods import Period

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
Returned = Callable[[Path, str, Mapping[str, str], datetime], Workspace]
WHEN = datetime(2025, 8, 5, tzinfo=UTC)
RECORD, OWN, BARE, EMPTY = "record", "own-evaluations", "bare-evaluations", "empty-evaluations"
PAGE = "before-and-after"
SPACE = "\u00a0"
QUARTERS = [Period(2019, 1).shift(at).code for at in range(25)]
AT = 12
SHAKEN = (0, 9, -7, 4, -11, 6, 2, -8, 10, -3, 5, -6, 0, 7, -9, 3, 8, -5, -2, 11, -10, 1, 6, -4, 2)
"""What moves the replies from quarter to quarter, by no rule."""

PARTNERS = (
    "partnership_id,name,kind,lead_organisation,members,record\n"
    "ports,Ports Force,task_force,EUROPOL,BEL;DEU;NLD,official\n"
    "pair,Pair,bilateral,EUROPOL,BEL;NLD,official\n"
)
MILESTONES = (
    "date,partnership_id,label,kind,indicator,expected,source\n"
    "2022-02-01,ports,Shared platform opens,platform,on_time_replies,up,own_return\n"
    "2023-11-01,ports,Second platform,platform,,,own_return\n"
)


def _exchange() -> str:
    head = (
        "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
        "replies_due,replied_on_time,source\n"
    )
    other = "2019-Q1,pair,BEL,NLD,siena,cybercrime,request,no,1,,,own_return\n"
    return f"{head}{other}" + "".join(
        f"{quarter},{whose},{pair},siena,general,request,no,{200 + step * 50 * (at > AT)},1000,"
        f"{600 + SHAKEN[at] + step * 100 * (at > AT)},own_return\n"
        for at, quarter in enumerate(QUARTERS)
        for whose, step in (("ports", 1), ("pair", 0))
        for pair in ("BEL,NLD", "NLD,BEL")
    )


def _returns() -> dict[str, str]:
    return {"partnerships": PARTNERS, "information_exchange": _exchange()}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, returned: Returned) -> Workspace:
    """Returns with milestones."""
    files = {**_returns(), "milestones": MILESTONES}
    return returned(tmp_path_factory.mktemp("own"), OWN, files, WHEN)


@pytest.fixture(scope="module", autouse=True)
def served(
    shipped: Warehouse,
    own: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
    serve_pages: Serving,
    returned: Returned,
) -> Iterator[None]:
    """Serve the public record, returns with milestones, some without, and an empty warehouse."""
    home = tmp_path_factory.mktemp("evaluations")
    bare = returned(home, BARE, _returns(), WHEN)
    empty = Workspace(EMPTY, EMPTY, create(home / "empty.duckdb").path)
    with serve_pages([Workspace(RECORD, RECORD, shipped.path), own, bare, empty]):
        yield


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts)


def _bullets(app: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in app.get("html"))


def test_it_opens_with_what_was_expected_and_says_what_was_found(opened: Opened) -> None:
    app = opened(PAGE, workspace=OWN)
    boxes = {each.label: each.value for each in app.selectbox}
    assert boxes["Partnership"] == "ports"
    assert boxes["Milestone"] == "2022-02-01 ports Shared platform opens"
    assert boxes["Indicator"] == "on_time_replies"
    (title, other) = (str(each.value) for each in app.subheader)
    found = re.fullmatch(
        r"Replies on time before and after “Shared platform opens”: \+(\d+\.\d) points "
        r"\(\+(\d+\.\d) to \+(\d+\.\d)\), more than chance would give",
        title,
    )
    assert found
    step, low, high = map(float, found.groups())
    assert low < 10 < high
    assert low < step < high
    assert other.startswith("Replies on time: how far it jumps at the milestone")
    told = _texts(app)
    assert "In Apr–Jun 2022 (Q2), the first period after the milestone, the level is" in told
    assert "On average over the 12 whole periods after it" in told
    assert "A jump this large, up or down, appears at 0 of " in told
    assert "Asked later: that it should go up is on record only since version 1" in told
    assert evaluation_words.wrong() in _bullets(app)


def test_of_counts_it_says_how_many_were_added(opened: Opened) -> None:
    told = _texts(opened(PAGE, workspace=OWN, indicator="messages"))
    assert f"the level is +25{SPACE}%" in told
    assert f"that makes +1{SPACE}200 messages against that line" in told
    assert "Not asked beforehand: the milestone was expected to move another one" in told


def test_the_difference_to_a_partnership_that_it_did_not_touch(opened: Opened) -> None:
    app = opened(PAGE, workspace=OWN, comparison="pair")
    told = _texts(app)
    assert "Ports Force less Pair: the difference between both" in told
    assert "+10.0 points" in told


def test_a_difference_of_shares_is_drawn_in_points_and_a_share_in_per_cent(own: Workspace) -> None:
    source = Source(Warehouse(own.path))
    query = Query(indicator="on_time_replies", partnerships=("ports",))
    event = next(each for each in events(source, "ports") if each.indicator)

    def drawn(comparison: str) -> Figure:
        answer = evaluate(source, Question(query=query, event=event, comparison=comparison))
        assert answer.found
        assert answer.line
        return evaluation_story.figure(answer, answer.line, answer.found, source)

    alone, less = drawn(""), drawn("pair")
    assert (alone.unit, less.unit, less.unit_label) == ("share", "points", "points")
    assert set(less.values["unit"]) == {"points"}
    assert "Pair: the difference between both · Ports Force · points" in less.subtitle
    late = less.values.sort("period")["value"][-1]
    assert late == pytest.approx(10)
    assert less.lines.carried[-1].value == pytest.approx(0, abs=2)
    assert less.lines.fitted[1][-1].value == pytest.approx(10, abs=2)
    in_cent = re.compile(rf'"[^"]*\d{SPACE}%"')
    pictures = [
        json.dumps(spec(each, LIGHT, width=760), ensure_ascii=False) for each in (alone, less)
    ]
    assert [bool(in_cent.search(each)) for each in pictures] == [True, False]


def test_with_one_crime_area_chosen_another_can_be_compared_with(opened: Opened) -> None:
    def offered(**link: str) -> list[str]:
        app = opened(PAGE, workspace=OWN, indicator="messages", **link)
        (box,) = (each for each in app.selectbox if each.label == "Compared with")
        return list(box.options)

    assert offered() == ["nothing", "Pair"]
    assert "Cybercrime" in offered(crime_area="general")


def test_where_the_line_carried_on_is_at_what_no_share_can_be_it_says_so(own: Workspace) -> None:
    source = Source(Warehouse(own.path))
    query = Query(indicator="on_time_replies", partnerships=("ports",))
    event = next(each for each in events(source, "ports") if each.indicator)
    answer = evaluate(source, Question(query=query, event=event))
    found = answer.found
    assert found
    assert not evaluation_words.impossible(answer, found)
    steep = replace(found, counterfactual=np.where(np.arange(len(QUARTERS)) > AT + 2, 1.1, np.nan))
    told = evaluation_words.impossible(answer, steep)
    assert told.startswith("From Oct–Dec 2022 (Q4) on the line before, carried on, is outside 0 to")


def test_too_few_periods_are_refused_with_their_number_and_others_named(opened: Opened) -> None:
    stone = "2023-11-01 ports Second platform"
    app = opened(PAGE, workspace=OWN, milestone=stone, indicator="on_time_replies")
    assert "Too few whole periods after the milestone (5; 8 are needed on each side)." in _texts(
        app
    )
    assert not app.subheader


def test_what_is_never_compared_is_listed_with_its_reason(opened: Opened) -> None:
    listed = _bullets(opened(PAGE, workspace=OWN))
    assert "It describes places, not what a partnership did." in listed
    assert "It is a state on a day" in listed


@pytest.mark.parametrize(
    ("workspace", "says"),
    [
        (RECORD, "Nothing here can be compared before and after a milestone: what is published"),
        (BARE, "No milestone of these partnerships is recorded here."),
        (EMPTY, "Nothing has been published in this workspace yet."),
    ],
)
def test_where_there_is_nothing_to_compare_it_says_why(
    workspace: str, says: str, opened: Opened
) -> None:
    app = opened(PAGE, workspace=workspace)
    assert says in _texts(app)
    assert not app.subheader


def test_how_often_it_is_wrong_is_what_the_simulations_found() -> None:
    page = (Path(__file__).parents[2] / "docs" / "methods-validation.md").read_text(
        encoding="utf-8"
    )
    table = page.partition("## Changes found before and after a milestone")[2]
    rows = re.findall(r"^\| (\d+) \| [\d.]+ \| ([\d.]+) \| .* \| [\d.]+ \|$", table, re.MULTILINE)
    for points, (least, most) in IN_A_HUNDRED.items():
        found = [round(float(share) * 100) for at, share in rows[:6] if int(at) == points]
        assert (min(found), max(found)) == (least, most)
