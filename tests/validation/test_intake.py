"""Files handed in together, lists of keys, and a table as a whole."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import Partnerships
from validation.contracts.sources import Sources
from validation.contracts.targets import Targets
from validation.documents import example
from validation.intake import Checked, Upload, check
from validation.problems import errors
from validation.reading import LINE
from validation.records import CHUNK

Cells = Mapping[str | int | float, str]
CsvOf = Callable[[Contract, Sequence[Cells]], bytes]
CheckOne = Callable[..., Checked]
Known = Mapping[str, frozenset[str]]


@pytest.fixture(scope="module")
def check_all(today: date, known: Known) -> Callable[..., tuple[Checked, ...]]:
    def checked(*contents: bytes) -> tuple[Checked, ...]:
        uploads = [Upload(f"{place}.csv", content) for place, content in enumerate(contents)]
        return check(uploads, today=today, known=known)

    return checked


def _found(verdict: Checked) -> list[tuple[str, int | None, str]]:
    optional = {"missing_optional_column", "missing_key_column"}
    return [
        (found.kind, found.line, found.column)
        for found in verdict.problems
        if found.kind not in optional
    ]


def test_files_refer_to_each_other_whatever_their_order(
    check_all: Callable[..., tuple[Checked, ...]], csv_of: CsvOf
) -> None:
    targets = csv_of(CONTRACTS["targets"], [{Targets.partnership_id: "harbour-watch"}])
    assert _found(check_all(targets)[0]) == [("unknown_reference", 2, "partnership_id")]
    harbours = csv_of(CONTRACTS["partnerships"], [{Partnerships.partnership_id: "harbour-watch"}])
    verdicts = check_all(targets, harbours)
    assert [verdict.name for verdict in verdicts] == ["0.csv", "1.csv"]
    assert all(verdict.ok for verdict in verdicts)


def test_an_id_counts_even_where_its_row_has_another_error(
    check_all: Callable[..., tuple[Checked, ...]], csv_of: CsvOf
) -> None:
    row: Cells = {Partnerships.partnership_id: "harbour-watch", Partnerships.kind: "club"}
    verdicts = check_all(
        csv_of(CONTRACTS["targets"], [{Targets.partnership_id: "harbour-watch"}]),
        csv_of(CONTRACTS["partnerships"], [row]),
    )
    assert [verdict.ok for verdict in verdicts] == [True, False]


def test_references_to_a_table_that_is_not_named_are_not_tested(today: date, csv_of: CsvOf) -> None:
    content = csv_of(CONTRACTS["targets"], [{Targets.partnership_id: "nobody-knows"}])
    (verdict,) = check([Upload("t.csv", content)], today=today, known={})
    assert verdict.ok


def test_two_files_of_a_table_are_one_table(
    check_all: Callable[..., tuple[Checked, ...]], csv_of: CsvOf, exchange: Contract
) -> None:
    first = csv_of(exchange, [{T.channel: "i247"}, {T.channel: "siena"}])
    second = csv_of(exchange, [{T.channel: "sis"}, {T.channel: "siena"}, {T.channel: "ALL"}])
    one, two = check_all(first, second)
    assert _found(one) == [
        ("no_total_beside_split", 2, "sender, receiver, channel, crime_area, message_kind"),
        ("no_total_beside_split", 3, "sender, receiver, channel, crime_area, message_kind"),
    ]
    assert [found[:2] for found in _found(two)] == [
        ("no_total_beside_split", 2),
        ("no_total_beside_split", 3),
        ("repeated_key_in_files", 3),
        ("no_total_beside_split", 4),
    ]
    repeated = next(each for each in two.problems if each.kind == "repeated_key_in_files")
    assert "line 3 of 0.csv" in repeated.message
    assert "channel = siena" in repeated.value
    assert repeated.file == "1.csv"


def test_a_repeated_key_names_both_lines_and_empty_cells_are_equal(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    rows: list[Cells] = [{T.channel: "sis"}, {}, {T.urgent: "no"}, {}, {}]
    verdict = check_one(csv_of(exchange, rows))
    repeated = [(found.line, found.facts["other_line"]) for found in verdict.problems]
    assert repeated == [(5, 3), (6, 3)]


def test_a_row_whose_key_cannot_be_read_is_no_repetition(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    verdict = check_one(csv_of(exchange, [{T.channel: "fax"}, {T.channel: "fax"}]))
    assert [found.kind for found in verdict.problems] == ["not_in_list"] * 2


def test_a_total_beside_its_split_is_found_in_any_column_and_nowhere_else(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    rows: list[Cells] = [
        {T.channel: "ALL", T.period: "2023-Q1"},
        {T.channel: "siena", T.period: "2023-Q2"},
        {T.crime_area: "ALL", T.period: "2023-Q3"},
        {T.crime_area: "robbery", T.period: "2023-Q3"},
        {T.crime_area: "robbery", T.period: "2023-Q3", T.urgent: "yes"},
        {T.sender: "ALL", T.receiver: "ALL"},
    ]
    verdict = check_one(csv_of(exchange, rows))
    assert [found.line for found in verdict.problems] == [4, 5]


def test_a_period_that_has_not_ended_warns_once_with_its_rows(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    open_quarter: list[Cells] = [{T.period: "2026-Q4", T.channel: each} for each in ("i247", "sis")]
    verdict = check_one(csv_of(exchange, [{}, *open_quarter, {T.period: "2026"}]))
    assert verdict.ok
    assert [(found.line, found.value, found.facts["count"]) for found in verdict.problems] == [
        (3, "2026-Q4", 2),
        (5, "2026", 1),
    ]


def test_blanks_are_reported_once_a_column(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    rows: list[Cells] = [{}, {T.channel: "sis ", T.messages: " 5"}, {T.channel: "\u00a0i247"}]
    verdict = check_one(csv_of(exchange, rows))
    assert verdict.ok
    blanks = [(found.column, found.line, found.facts["count"]) for found in verdict.problems]
    assert blanks == [("channel", 3, 2), ("messages", 3, 1)]
    assert verdict.rows["channel"].to_list() == ["siena", "sis", "i247"]


def test_a_cell_that_cannot_be_read_is_shown_as_typed_and_is_not_also_empty(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    verdict = check_one(csv_of(exchange, [{T.messages: " 12,5 "}]))
    found = [each for each in verdict.problems if each.kind != "blanks_removed"]
    assert [(each.kind, each.value) for each in found] == [("not_a_count", " 12,5 ")]


def test_one_row_can_break_several_rules_and_all_are_told(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    row: Cells = {
        T.messages: "10",
        T.hits: "11",
        T.translated: "12",
        T.automated: "many",
        T.receiver: "NLD",
    }
    verdict = check_one(csv_of(exchange, [row]))
    assert {(found.kind, found.value) for found in verdict.problems} == {
        ("not_a_count", "many"),
        ("hits_within_messages", "hits = 11, messages = 10"),
        ("translated_within_messages", "translated = 12, messages = 10"),
        ("sender_is_not_receiver", "sender = NLD, receiver = NLD"),
    }


def test_a_column_of_wrong_values_costs_no_search_for_each(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    rows: list[Cells] = [{T.channel: f"sienna{place}"} for place in range(3_000)]
    mends = [found.mend for found in check_one(csv_of(exchange, rows)).problems]
    assert len(mends) == 3_000
    assert mends[0] == "Did you mean “siena”?"
    assert mends[-1].startswith("Use one of: i247, siena")


def test_a_long_list_is_not_spelt_out(
    check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    verdict = check_one(csv_of(exchange, [{T.crime_area: "qqqq"}]))
    assert [found.mend for found in verdict.problems] == [
        "Use one of its 19 codes; the dictionary of information_exchange has them."
    ]


def test_a_verdict_carries_the_hash_of_the_bytes(check_one: CheckOne) -> None:
    verdict = check_one(b"abc")
    assert verdict.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert verdict.rows.is_empty()
    assert (verdict.present, verdict.count) == ((), 0)


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_list_of_keys_is_enough_to_name_rows(table: str, check_one: CheckOne) -> None:
    contract = CONTRACTS[table]
    text = io.StringIO()
    row = {name: contract.by_name[name].spec.example for name in contract.key}
    writer = csv.DictWriter(text, contract.key)
    writer.writeheader()
    writer.writerow(row)
    verdict = check_one(text.getvalue().encode(), keys_alone=True)
    assert verdict.problems == ()
    assert verdict.contract is contract
    assert verdict.rows.columns == [*contract.names, LINE]
    assert verdict.present == contract.key
    assert verdict.rows.select(pl.exclude(*contract.key, LINE)).null_count().sum_horizontal()[
        0
    ] == len(contract.names) - len(contract.key)


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_list_of_keys_may_have_the_other_columns_too(table: str, check_one: CheckOne) -> None:
    content = example(CONTRACTS[table]).encode()
    verdict = check_one(content, keys_alone=True)
    assert verdict.ok
    assert verdict.problems == ()
    assert set(verdict.present) == set(CONTRACTS[table].key)


def test_a_list_of_codes_names_the_member_that_is_none(check_one: CheckOne, csv_of: CsvOf) -> None:
    rows: list[Cells] = [{Partnerships.members: "BEL; GER|NLD"}]
    (found,) = check_one(csv_of(CONTRACTS["partnerships"], rows)).problems
    assert found.value == "BEL; GER|NLD"
    assert found.message == "“GER” is not in the list “country”."
    assert found.mend.endswith("Germany is “DEU”.")


def test_codes_with_another_separator_are_written_anew(check_one: CheckOne, csv_of: CsvOf) -> None:
    rows: list[Cells] = [{Partnerships.members: "BEL, NLD"}]
    (found,) = check_one(csv_of(CONTRACTS["partnerships"], rows)).problems
    assert found.message.startswith("“BEL, NLD” is not")
    assert found.mend == "Write “BEL;NLD”."


@pytest.mark.parametrize("typed", ["", "n.d.", "-", "many"])
def test_a_figure_that_is_not_known_is_asked_for_and_never_invented(
    typed: str, check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    (found,) = check_one(csv_of(exchange, [{T.messages: typed}])).problems
    assert re.search(r"[1-9]", found.mend) is None
    assert ("leave the whole row out" in found.mend) == (typed != "many")


@pytest.mark.parametrize("typed", ["Annual report", "annual-report"])
def test_a_source_that_is_not_known_is_answered_with_what_to_write_for_an_own_return(
    typed: str, check_one: CheckOne, csv_of: CsvOf, exchange: Contract
) -> None:
    (found,) = check_one(csv_of(exchange, [{T.source: typed}])).problems
    assert found.mend.startswith("Write own_return where your office counted itself;")
    assert "the source_id of a row of sources" in found.mend


@pytest.mark.parametrize(
    ("typed", "first"),
    [("on-time-replys", "on_time_replies"), ("median_hours", "median_reply_hours")],
)
def test_an_indicator_that_is_not_known_is_answered_with_the_nearest(
    typed: str, first: str, check_one: CheckOne, csv_of: CsvOf
) -> None:
    rows = [{Targets.indicator: typed, Targets.target: "0.5"}]
    (found,) = check_one(csv_of(CONTRACTS["targets"], rows)).problems
    assert first in found.mend


def test_an_indicator_like_no_other_is_answered_with_all_that_is_near(
    check_one: CheckOne, csv_of: CsvOf
) -> None:
    rows = [{Targets.indicator: "speed", Targets.target: "0.5"}]
    (found,) = check_one(csv_of(CONTRACTS["targets"], rows)).problems
    assert found.mend.startswith("The nearest are: ")
    assert "on_time_replies" in found.mend
    assert "file of indicators" not in found.mend


def test_lines_are_right_in_files_that_are_read_in_several_pieces(
    check_one: CheckOne, csv_of: CsvOf
) -> None:
    contract = CONTRACTS["sources"]
    long = "x" * 2_000
    head, row = csv_of(contract, [{Sources.note: long, Sources.title: long}]).decode().split()
    count = CHUNK // len(row) + 10
    rows = [row.replace("europol-review-14", f"{place:06}") for place in range(count)]
    rows[-2] = rows[0].replace("publisher", "paper")
    verdict = check_one("\n".join((head, *rows)).encode())
    assert verdict.count == count
    assert [(found.kind, found.line, found.value) for found in verdict.problems] == [
        ("not_in_list", count, "paper"),
        ("repeated_key", count, "000000"),
    ]


@pytest.mark.parametrize(
    ("target", "mend"),
    [
        ("85", "Write “0.85”."),
        ("1.5", "Write “0.015”."),
        ("100", "Write “1”."),
        ("-0.2", "Write the share as a number from 0 to 1."),
        ("850", "Write the share as a number from 0 to 1."),
    ],
)
def test_a_target_for_a_share_lies_between_0_and_1(
    target: str, mend: str, check_one: CheckOne, csv_of: CsvOf
) -> None:
    row = {Targets.indicator: "on_time_replies", Targets.target: target}
    verdict = check_one(csv_of(CONTRACTS["targets"], [row]))
    (found,) = verdict.problems
    assert (found.line, found.column, found.value, found.mend) == (2, "target", target, mend)
    assert found.message == f"“{target}” is no share: on_time_replies runs from 0 to 1."
    assert not verdict.ok


@pytest.mark.parametrize(
    ("indicator", "target"),
    [("on_time_replies", "0"), ("on_time_replies", "1"), ("median_reply_hours", "48")],
)
def test_what_is_no_share_may_exceed_1(
    indicator: str, target: str, check_one: CheckOne, csv_of: CsvOf
) -> None:
    row = {Targets.indicator: indicator, Targets.target: target}
    assert check_one(csv_of(CONTRACTS["targets"], [row])).ok


def test_a_file_handed_in_twice_gets_one_message(
    csv_of: CsvOf, exchange: Contract, today: date, known: Mapping[str, frozenset[str]]
) -> None:
    content = csv_of(exchange, [{}, {T.receiver: "FRA"}])
    names = ("a.csv", "b.csv", "a.csv")
    files = check([Upload(name, content) for name in names], today=today, known=known)
    assert [[found.kind for found in file.problems] for file in files] == [
        [],
        ["same_file_twice"],
        ["same_file_twice"],
    ]
    assert "the same file as a.csv" in files[1].problems[0].message


LINES = st.lists(
    st.text(st.sampled_from('aé,;"\n\r .-1\t'), max_size=12)
    | st.sampled_from(
        (
            "2024-Q3,ports-force,NLD,BEL,siena,robbery,request,120,own_return",
            "2024-Q3,ports-force,NLD,NLD,siena,robbery,request,-,own_return",
            "2024-Q3,ports-force,NLD,BEL,fax",
            '2024-Q3,ports-force,NLD,"BEL\n",siena,robbery,request,120,own_return',
            '2024-Q3,"ports,NLD',
        )
    ),
    max_size=8,
)
HEADERS = st.sampled_from(
    (
        "period,partnership_id,sender,receiver,channel,crime_area,message_kind,messages,source",
        "period,partnership_id,sender,receiver,channel,crime_area,message_kind,messages,sauce",
        "period,partnership_id,sender,sender,channel,crime_area,message_kind,messages,",
    )
)


@given(header=HEADERS, lines=LINES)
def test_no_more_rows_are_faulty_than_there_are(header: str, lines: list[str]) -> None:
    content = "\n".join((header, *lines)).encode()
    (verdict,) = check([Upload("any.csv", content)], today=date(2026, 11, 24), known={})
    assert verdict.faulty <= verdict.count
    assert verdict.faulty <= len(errors(verdict.problems))
