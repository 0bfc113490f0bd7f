"""What a status and a change are said to be, and what they are not."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboard import labels, units
from dashboard.charts.figure import Citation
from dashboard.standing_words import change_text, standing
from metrics import values as columns
from metrics.cards import LINES
from metrics.catalogue import INDICATORS
from metrics.findings import status_of
from validation.crime_areas import CRIME_AREAS

Row = dict[str, Any]
Judged = Callable[..., Row]


@pytest.fixture
def judged(values_row: Callable[..., Row]) -> Judged:
    """Makes a value that is met, with its interval, target and change, but for what is given."""

    def made(**more: object) -> Row:
        usual: Row = {
            columns.LOWER: 0.68,
            columns.UPPER: 0.75,
            columns.STATUS: columns.MET,
            columns.TARGET: 0.6,
            columns.POOLED_STATUS: None,
            columns.FLAGS: "",
            columns.CHANGE: 0.04,
            columns.CHANGE_LOWER: 0.0,
            columns.CHANGE_UPPER: 0.09,
            columns.CHANGE_NOTE: "",
            columns.NOT_COMPARABLE: "",
        }
        return values_row("2024-Q4", 0.71, **usual | more)

    return made


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "met, target 60 %"),
        ({columns.FLAGS: "immature;simulated"}, "met, target 60 %; may still change"),
        ({columns.FLAGS: "partial:not_ended"}, "met, target 60 %; may still change"),
        ({columns.FLAGS: "partial:3/4"}, "met, target 60 %"),
        (
            {columns.LOWER: None, columns.FLAGS: "no_interval:few_pairs"},
            "met as it stands, target 60 %; too few pairs for a range",
        ),
        ({columns.LOWER: None}, "met as it stands, target 60 %; no range is known"),
        (
            {
                columns.STATUS: columns.TOO_CLOSE,
                columns.POOLED_STATUS: columns.MET,
                columns.POOLED: 0.64,
                columns.POOLED_TO: "2024-Q3",
                columns.FLAGS: "immature",
            },
            (
                "met, target 60 %; over the four whole quarters to Jul–Sep 2024 (Q3) together, "
                "64 %; the latest alone is too close to call; may still change"
            ),
        ),
        (
            {
                columns.STATUS: columns.TOO_CLOSE,
                columns.POOLED_STATUS: columns.TOO_CLOSE,
                columns.POOLED: 0.61,
                columns.POOLED_TO: "2024-Q4",
            },
            (
                "too close to call, target 60 %; so are the four whole quarters to Oct–Dec 2024 "
                "(Q4) together, 61 %"
            ),
        ),
        ({columns.INDICATOR: "unanswered_replies"}, "met, target ≤ 60 %"),
    ],
)
def test_a_status_says_how_sure_it_is(more: Row, words: str, judged: Judged) -> None:
    row = judged(**more)
    status, text = standing(row)
    assert (status, _plain(text)) == (status_of(row), words)
    assert text.startswith(columns.STATUSES[status])


def test_a_cell_says_briefly_over_which_quarters_it_is_judged(judged: Judged) -> None:
    row = judged(
        **{
            columns.STATUS: columns.TOO_CLOSE,
            columns.POOLED_STATUS: columns.NOT_MET,
            columns.POOLED: 0.55,
            columns.POOLED_TO: "2024-Q3",
        }
    )
    status, text = standing(row, brief=True)
    assert status == columns.NOT_MET
    assert _plain(text) == (
        "not met, target 60 %; 55 % over four whole quarters to Jul–Sep 2024 (Q3)"
    )


def test_without_a_status_the_target_alone_is_said(judged: Judged) -> None:
    status, text = standing(judged(**{columns.STATUS: ""}))
    assert (status, _plain(text)) == ("", "target 60 %")
    assert standing(judged(**{columns.STATUS: "", columns.TARGET: None})) == ("", "")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "+4.0 points on a year earlier (0.0 to +9.0)"),
        ({columns.CHANGE_LOWER: None}, "+4.0 points on a year earlier"),
        ({columns.CHANGE: None}, ""),
        (
            {columns.CHANGE: None, columns.NOT_COMPARABLE: "counted anew"},
            "not comparable with a year earlier: counted anew",
        ),
        (
            {
                columns.UNIT: "messages",
                columns.CHANGE: 150_000.0,
                columns.CHANGE_LOWER: None,
                columns.CHANGE_NOTE: columns.ROUGHLY,
            },
            "about +150 000 on a year earlier",
        ),
        (
            {
                columns.UNIT: "messages",
                columns.CHANGE: None,
                columns.CHANGE_NOTE: columns.ANOTHER_SOURCE,
                columns.EARLIER: 150_000.0,
                columns.EARLIER_PRECISION: "at_least",
                columns.EARLIER_SOURCE: "paper;own_return",
            },
            "> 150 000 a year earlier (Example Times; the partnership's own return)",
        ),
    ],
)
def test_a_change_says_what_it_compares(more: Row, words: str, judged: Judged) -> None:
    cited = {"paper": Citation(id="paper", publisher="Example Times", title="Agency grows")}
    assert _plain(change_text(judged(**more), cited)) == words


def test_a_rounded_figure_is_about_so(judged: Judged) -> None:
    rounded = {
        columns.VALUE: 1_200_000.0,
        columns.UNIT: "messages",
        columns.PRECISION: "rounded",
    }
    assert _plain(labels.value_text(judged() | rounded)) == "about 1 200 000"


def test_a_value_without_one_has_no_interval_either(judged: Judged) -> None:
    assert _plain(labels.interval_text(judged())) == "68–75 %"
    assert labels.interval_text(judged() | {columns.VALUE: None}) == ""


def test_a_crime_area_has_one_name_in_every_line_and_filter(judged: Judged) -> None:
    lines = dict.fromkeys(LINES, "") | {"area": "FRA", "crime_area": "drug_trafficking"}
    for indicator in ("published_offences", "published_coordination_meetings"):
        row = judged(**lines, **{columns.INDICATOR: indicator})
        assert labels.line_of(row) == f"France, {CRIME_AREAS.label('drug_trafficking')}"


def test_one_of_a_unit_is_named_as_one() -> None:
    assert [units.named("breaches", value) for value in (1, 1.0, 0, 2, None)] == [
        "breach",
        "breach",
        "breaches",
        "breaches",
        "breaches",
    ]
    assert units.named("kg", 1) == "kg"


def test_every_counted_unit_of_the_catalogue_has_a_name_for_one() -> None:
    counted = {each.unit for each in INDICATORS.values() if each.unit.endswith("s")}
    assert counted - set(units.ONE) == set()
