"""Operations of the public record: every figure a second time, and what must never be in one."""

from collections import defaultdict
from collections.abc import Callable
from typing import Final, TypeAlias

import pytest

Row: TypeAlias = dict[str, str]
Rows: TypeAlias = Callable[[str], list[Row]]
Cell: TypeAlias = tuple[str, str, str, str, str]

COUNTRIES: Final = "operation_countries"
REGISTER: Final = ("started", "ended", "countries_count")
COUNTED_UNTIL: Final = {"encrochat": "2023-06"}
ANNOUNCED: Final = {"anom", "spector-2023", "dark-huntor-2021", "raptor-2025", "disruptor-2020"}
DAY: Final = len("2021-06-08")
TEXTS: Final = {"operation_id", "period", "scope", "source", "precision", "seized_currency"}


@pytest.fixture
def shipped(sample: Rows) -> dict[Cell, str]:
    """Every figure and date of the two tables, by operation, period, scope, source and column."""
    found: dict[Cell, str] = {}
    for row in sample("joint_operations"):
        for column in REGISTER:
            found[row["operation_id"], "", "", row["source"], column] = row[column]
    for row in sample("operation_results"):
        for column, cell in row.items():
            if column not in TEXTS:
                place = row["operation_id"], row["period"], row["scope"]
                found[*place, row["source"], column] = cell
    return {at: cell for at, cell in found.items() if cell}


def at(row: Row) -> Cell:
    return row["operation_id"], row["period"], row["scope"], row["source"], row["column"]


def test_every_figure_stands_in_the_record(shipped: dict[Cell, str], printed: Rows) -> None:
    recorded = {at(row): row["number"] or row["printed"] for row in printed("operations")}
    assert shipped == recorded


def test_the_figure_is_the_one_printed(printed: Rows, read_number: Callable[[str], float]) -> None:
    rows = [row for row in printed("operations") if row["number"]]
    wrong = [row for row in rows if read_number(row["printed"]) != float(row["number"])]
    assert not wrong


def test_a_word_of_bound_in_print_is_the_precision_of_the_figure(
    sample: Rows, printed: Rows, read_bound: Callable[[str], str]
) -> None:
    said = {
        at({**row, "column": ""}): set(row["precision"].split(";"))
        for row in [
            *({**row, "period": "", "scope": ""} for row in sample("joint_operations")),
            *sample("operation_results"),
        ]
    }
    expected: dict[Cell, set[str]] = defaultdict(set)
    for row in printed("operations"):
        if row["number"] and read_bound(row["printed"]):
            bound = f"{row['column']}:{read_bound(row['printed'])}"
            expected[at({**row, "column": ""})].add(bound)
    assert {place: found - {""} for place, found in said.items() if found != {""}} == expected


def test_at_least_75_operations_have_a_name(sample: Rows) -> None:
    names = {
        row["name"]
        for row in sample("joint_operations")
        if row["partnership_id"] != "pacific-angel"
    }
    assert len(names) >= 75


def test_results_stand_in_the_period_in_which_the_operation_ended(sample: Rows) -> None:
    ended = {
        row["operation_id"]: row["ended"] or COUNTED_UNTIL[row["operation_id"]]
        for row in sample("joint_operations")
    }
    for row in sample("operation_results"):
        year, _, month = ended[row["operation_id"]][:7].partition("-")
        assert row["period"] == (f"{year}-Q{(int(month) + 2) // 3}" if month else year)


def test_no_day_of_an_announcement_is_given_as_the_day_of_an_end(sample: Rows) -> None:
    register = {row["operation_id"]: row for row in sample("joint_operations")}
    assert all(len(register[each]["ended"]) < DAY for each in ANNOUNCED)
    assert not any(register[each]["started"] for each in ANNOUNCED)
    assert not any(register[each]["ended"] for each in COUNTED_UNTIL)


def test_who_led_a_strand_is_not_the_lead_of_the_whole(sample: Rows) -> None:
    register = {row["operation_id"]: row for row in sample("joint_operations")}
    assert register["jad-large-scale-2019"]["lead"] == "EUROPOL"


def test_a_humanitarian_exercise_has_no_result_of_police_work(sample: Rows) -> None:
    missions = {
        row["operation_id"]: row
        for row in sample("joint_operations")
        if row["partnership_id"] == "pacific-angel"
    }
    assert {row["kind"] for row in missions.values()} == {"humanitarian_mission"}
    assert not [row for row in missions.values() if row["countries_count"]]
    for row in sample("operation_results"):
        filled = {column for column, cell in row.items() if cell and column not in TEXTS}
        assert row["operation_id"] not in missions or filled == {"people_assisted"}


@pytest.mark.parametrize("series", ["Pangea", "EMMA", "OPSON", "SHIELD"])
def test_goods_and_losses_prevented_are_never_a_value_seized(series: str, sample: Rows) -> None:
    mine = {row["operation_id"] for row in sample("joint_operations") if row["series"] == series}
    rows = [row for row in sample("operation_results") if row["operation_id"] in mine]
    assert rows
    assert not [row for row in rows if row["seized_value"]]


def test_persons_prosecuted_are_not_counted_as_arrests(sample: Rows) -> None:
    row = next(row for row in sample("operation_results") if row["operation_id"] == "shield-vi")
    assert (row["arrests"], row["suspects_prosecuted"]) == ("", "3354")


def test_a_first_and_a_final_count_are_both_kept(sample: Rows) -> None:
    counts = {
        (row["scope"], row["arrests"])
        for row in sample("operation_results")
        if row["operation_id"] == "archimedes-2014" and row["arrests"]
    }
    assert counts == {("first count", "1027"), ("", "1150")}


NOT_THE_MEASURE: Final = (
    ("liberterra-iii", "victims_safeguarded"),
    ("global-chain-2025", "victims_safeguarded"),
    ("jad-trafficking-2022", "victims_safeguarded"),
    ("archimedes-2014", "victims_safeguarded"),
    ("shield-iii", "arrests"),
    ("haechi-iii", "seized_value"),
)


@pytest.mark.parametrize(("operation", "column"), NOT_THE_MEASURE)
def test_a_figure_of_something_else_is_not_given_as_the_result(
    operation: str, column: str, sample: Rows
) -> None:
    """Potential victims, persons arrested or reported, money intercepted."""
    assert operation in {row["operation_id"] for row in sample("joint_operations")}
    rows = [row for row in sample("operation_results") if row["operation_id"] == operation]
    assert not [row for row in rows if row[column]]


PARTS: Final = (
    ("pacific-angel-vietnam-2017", "people_assisted"),
    ("archimedes-2014", "seized_value"),
    ("encrochat", "arrests"),
    ("emma-5", "suspects_identified"),
)


@pytest.mark.parametrize(("operation", "column"), PARTS)
def test_a_figure_of_a_part_or_of_a_longer_time_says_what_it_covers(
    operation: str, column: str, sample: Rows
) -> None:
    """Two days of nine, cash without assets, three years of arrests, money mules alone."""
    rows = [row for row in sample("operation_results") if row["operation_id"] == operation]
    figures = [row for row in rows if row[column]]
    assert figures
    assert all(row["scope"] for row in figures)


def test_what_was_counted_before_the_action_days_is_told_apart_from_them(sample: Rows) -> None:
    counts = {
        row["scope"]: row["arrests"]
        for row in sample("operation_results")
        if row["operation_id"] == "jad-western-balkans-2018"
    }
    assert counts == {"": "148", "with 32 arrests in the preparatory phase": "180"}


def test_a_number_of_countries_from_elsewhere_names_its_operation_as_the_register_does(
    sample: Rows,
) -> None:
    named = {row["name"] for row in sample("joint_operations")}
    told = [row["scope"] for row in sample("published_totals") if row["measure"] == COUNTRIES]
    assert len(told) == 6
    assert [each for each in told if each.partition("; ")[0] not in named] == []
