"""Valid tables survive any way of writing them; the fast path never contradicts the exact one."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from validation import clean
from validation.cells import MISSING_WORDS, REPEATED
from validation.checking import checked
from validation.contract import Column, Contract
from validation.contracts import CONTRACTS
from validation.contracts.agreements import Agreements
from validation.contracts.commentary import Commentary
from validation.contracts.community_impact import CommunityImpact
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.contracts.inputs import INPUTS, Inputs
from validation.contracts.joint_operations import JointOperations
from validation.contracts.legal_requests import OUTCOMES, LegalRequests
from validation.contracts.milestones import Milestones
from validation.contracts.obstacles import Obstacles
from validation.contracts.operation_results import OperationResults
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS, PartnerAssessments
from validation.contracts.partnerships import Partnerships
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.recommendations import RECOMMENDATIONS, Recommendations
from validation.contracts.reporting_schedule import ReportingSchedule
from validation.contracts.targets import Targets
from validation.contracts.training_completions import TrainingCompletions
from validation.fields import INDICATORS, LISTS, Kind, Spec, name
from validation.intake import Upload, check
from validation.outcomes import outcome
from validation.reading import LINE, read
from validation.text_frames import text_frame

TODAY = date(2026, 11, 24)
IDS = ("ports-force", "europol", "harbour-net-2024", "00")
KNOWN = {table: frozenset(IDS) for table in ("partnerships", "sources", "joint_operations")}

PRINTABLE = st.characters(exclude_categories=("Cs", "Cc"))
TEXTS = (
    st.text(st.one_of(PRINTABLE, st.sampled_from('\n\t",;|')), min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text and text.casefold() not in MISSING_WORDS)
)
QUARTERS = st.builds("{}-Q{}".format, st.integers(2000, 2025), st.integers(1, 4))
COUNTS = st.integers(0, 40).map(str)
OWN_CODES = st.sampled_from(("x-harbour-police", "x-00"))


def _days(first: int, last: int) -> st.SearchStrategy[str]:
    days = st.dates(date(first, 1, 1), date(last, 12, 31)).map(date.isoformat)
    return st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))


# What keeps rows within the rules across columns of each table.
WITHIN_RULES = {
    name(Exchange.messages): st.integers(1000, 10**12).map(str),
    name(Exchange.replies_due): st.integers(200, 1000).map(str),
    name(Exchange.within_8h): st.integers(0, 20).map(str),
    name(Exchange.within_3d): st.integers(20, 40).map(str),
    name(Exchange.within_7d): st.integers(40, 60).map(str),
    name(Exchange.sender): st.sampled_from(("NLD", "FRA", "x-harbour-police")),
    name(Exchange.receiver): st.sampled_from(("BEL", "EUROPOL", "x-customs")),
    name(Exchange.channel): st.sampled_from(("siena", "i247")),
    name(Exchange.crime_area): st.sampled_from(("general", "robbery")),
    name(Exchange.message_kind): st.sampled_from(("request", "notice")),
    name(Exchange.median_reply_hours): st.sampled_from(("0.5", "12", "7.125", "100.0")),
    name(Partnerships.established): _days(1950, 1999),
    name(Partnerships.ended): _days(2001, 2025),
    name(PublishedTotals.value): st.integers(0, 10**12).map(str),
    name(PublishedTotals.precision): st.sampled_from(("rounded", "at_least")),
    name(Targets.until_period): st.just("2099-Q4"),
    name(Milestones.expected): st.sampled_from(("up", "down")),
    name(Commentary.role): st.sampled_from(("Statistics desk", "Büro für Lage")),
    name(ReportingSchedule.contact_role): st.just("Statistics desk"),
    name(ReportingSchedule.until_period): st.just("2099-Q4"),
    name(ReportingSchedule.grain): st.just("quarter"),
    name(ReportingSchedule.due_days): st.integers(0, 366).map(str),
    name(Agreements.signed): _days(1950, 1979),
    name(Agreements.in_force): _days(1981, 1999),
    name(Agreements.parties): st.sampled_from(("BEL;NLD", "EUROPOL;x-harbour-police;FRA")),
    name(JointOperations.started): _days(1950, 1999),
    name(Recommendations.made): _days(1950, 1979),
    name(Recommendations.due): _days(1981, 1999),
    name(Recommendations.closed): _days(1981, 1999),
    name(JointOperations.countries_count): st.integers(4, 200).map(str),
    name(OperationResults.suspects_prosecuted): st.integers(40, 1000).map(str),
    name(TrainingCompletions.enrolled): st.integers(60, 80).map(str),
    name(TrainingCompletions.completed): st.integers(40, 60).map(str),
    name(TrainingCompletions.followed_up): st.integers(20, 40).map(str),
    name(TrainingCompletions.applied_on_job): st.integers(0, 20).map(str),
    name(LegalRequests.requesting): st.sampled_from(("NLD", "FRA")),
    name(LegalRequests.requested): st.sampled_from(("BEL", "DEU")),
    name(LegalRequests.received): st.just("30"),
    name(LegalRequests.in_time): st.integers(0, 27).map(str),
    name(LegalRequests.jurisdiction_conflicts): st.integers(0, 30).map(str),
    **{name(outcome): st.just("3") for outcome in OUTCOMES},
    name(LegalRequests.instrument): st.sampled_from(("extradition", "freezing")),
    name(Obstacles.cases_total): st.integers(60, 80).map(str),
    name(Obstacles.cases_affected): st.integers(40, 60).map(str),
    name(CommunityImpact.numerator): st.sampled_from(("0", "12.5", "40")),
    name(CommunityImpact.denominator): st.sampled_from(("40", "99.5", "17000000")),
}
ALWAYS_FILLED = {
    name(PublishedTotals.value),
    name(Targets.until_period),
    name(Milestones.indicator),
    name(JointOperations.started),
    name(OperationResults.seized_currency),
    name(TrainingCompletions.pre_score),
    name(TrainingCompletions.post_score),
    name(CommunityImpact.respondents),
    name(Recommendations.closed),
}
# The same for columns whose name other tables use for something else.
WITHIN_RULES_OF = {
    PARTNER_ASSESSMENTS.name: {
        name(PartnerAssessments.score): st.sampled_from(("1", "3.25", "5.0")),
        name(PartnerAssessments.score_sd): st.sampled_from(("", "0", "0.65")),
        name(PartnerAssessments.respondents): st.integers(2, 40).map(str),
    },
    INPUTS.name: {
        name(Inputs.kind): st.sampled_from(("technology", "training")),
        name(Inputs.unit): st.just("eur"),
    },
    RECOMMENDATIONS.name: {
        name(Recommendations.status): st.sampled_from(("done", "rejected")),
        name(Recommendations.owner_role): st.just("Head of the secretariat"),
    },
}


def _ids(spec: Spec) -> tuple[str, ...]:
    return ("on_time_replies", "reciprocity") if spec.references == INDICATORS else IDS


def _numbers(spec: Spec) -> st.SearchStrategy[str]:
    numbers = ("0", "-3", "0.65", "12.50")
    least = float("-inf") if spec.minimum is None else spec.minimum
    return st.sampled_from([each for each in numbers if float(each) >= least])


def _several(cells: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw a list of different members, no two of them bounds `column:code` on one column."""
    unlike = st.lists(cells, min_size=1, max_size=4, unique_by=lambda each: each.partition(":")[0])
    return unlike.map(";".join)


def _filled(column: Column) -> st.SearchStrategy[str]:
    spec = column.spec
    named = st.sampled_from((*_ids(spec), *spec.extra))
    match column.kind:
        case Kind.CODES | Kind.BOUNDS:
            return _several(st.sampled_from(column.values))
        case Kind.REFERENCES:
            return _several(named)
        case Kind.AREA:
            return st.sampled_from((*column.values, "NL-NH", "ES-B"))
        case _ if column.name in WITHIN_RULES:
            return WITHIN_RULES[column.name]
        case Kind.CODE:
            return st.sampled_from(column.values)
        case Kind.PARTY:
            return st.one_of(st.sampled_from(column.values), OWN_CODES)
        case Kind.PARTIES:
            return _several(st.one_of(st.sampled_from(column.values), OWN_CODES))
        case _:
            return _plain(column.kind, spec, named)


def _plain(kind: Kind, spec: Spec, named: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    by_kind = {
        Kind.TEXT: TEXTS,
        Kind.SLUG: st.from_regex(r"[a-z0-9-]{2,12}", fullmatch=True),
        Kind.ADDRESS: st.sampled_from(("https://example.org/a?b=1,2;3", "http://ö.example/é")),
        Kind.PERIOD: QUARTERS,
        Kind.DATE: _days(1950, 2025),
        Kind.COUNT: COUNTS,
        Kind.NUMBER: _numbers(spec),
        Kind.YES_NO: st.sampled_from(("yes", "no")),
        Kind.REFERENCE: named,
    }
    return by_kind[kind]


def _cells(column: Column) -> st.SearchStrategy[str]:
    if column.required or column.name in ALWAYS_FILLED:
        return _filled(column)
    return st.one_of(st.just(""), _filled(column))


def _tables(contract: Contract) -> st.SearchStrategy[list[dict[str, str]]]:
    cells = {column.name: _cells(column) for column in contract.columns}
    rows = st.fixed_dictionaries(cells | WITHIN_RULES_OF.get(contract.name, {}))
    return st.lists(
        rows,
        min_size=1,
        max_size=6,
        unique_by=lambda row: tuple(row[column] for column in contract.key),
    )


def _one_of(*tables: str) -> st.SearchStrategy[tuple[str, list[dict[str, str]]]]:
    return st.sampled_from(sorted(tables)).flatmap(
        lambda table: st.tuples(st.just(table), _tables(CONTRACTS[table]))
    )


TABLES = _one_of(*CONTRACTS)
TABLES_WITH_LISTS = _one_of(
    *(
        table
        for table, contract in CONTRACTS.items()
        if any(column.kind in LISTS for column in contract.columns)
    )
)


@dataclass(frozen=True)
class Style:
    """A way of writing a CSV."""

    delimiter: str
    quoting: Literal[0, 1]
    ends: str
    encoding: str


STYLES = st.builds(
    Style,
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    ends=st.sampled_from(("\n", "\r\n")),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
PLAIN = Style(",", csv.QUOTE_MINIMAL, "\n", "utf-8")


def _written(rows: list[dict[str, str]], order: list[str], style: Style) -> tuple[str, list[int]]:
    """Write rows; give the text and the line each row begins on."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, order, delimiter=style.delimiter, quoting=style.quoting, lineterminator=style.ends
    )
    writer.writeheader()
    lines: list[int] = []
    for row in rows:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    return text.getvalue(), lines


def _as_typed(rows: pl.DataFrame, contract: Contract) -> list[dict[str, str]]:
    """Write stored rows as an analyst would have typed them, numbers in their shortest form."""
    shown = rows.with_columns(
        pl.col(column.name).replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
        if column.kind == Kind.YES_NO
        else pl.col(column.name).cast(pl.String)
        for column in contract.columns
    )
    return shown.select(pl.col(contract.names).fill_null("")).to_dicts()


def _shortest(row: Mapping[str, str], contract: Contract) -> dict[str, str]:
    return {
        column: str(float(cell)) if cell and contract.by_name[column].kind == Kind.NUMBER else cell
        for column, cell in row.items()
    }


@given(table=TABLES, style=STYLES, shuffled=st.randoms(use_true_random=False))
def test_a_valid_table_comes_back_whatever_the_way_it_was_written(
    table: tuple[str, list[dict[str, str]]], style: Style, shuffled: Random
) -> None:
    contract, rows = CONTRACTS[table[0]], table[1]
    order = list(contract.names)
    shuffled.shuffle(order)
    text, lines = _written(rows, order, style)
    (verdict,) = check([Upload("t", text.encode(style.encoding))], today=TODAY, known=KNOWN)
    assert verdict.contract is contract
    assert [found for found in verdict.problems if found.line != 1 and found.line] == []
    assert verdict.ok
    assert verdict.rows[LINE].to_list() == lines
    shown = [_shortest(row, contract) for row in _as_typed(verdict.rows, contract)]
    assert shown == [_shortest(row, contract) for row in rows]


NASTY_CELLS = (
    " 59", "59 ", "+59", "\t59", "\v59", "\u00a059", "59\u2003", "inf", "nan", "3e1", "007",
    "-0", "-1", "12.0", "1_0", "9" * 19, "9" * 400, "1,2", '"59"', '"a"b', '"', "''", "\r",
    "\u0663", "N/A", "-", "ALL", "yes ", "2024-Q3", "2027-Q1", "2026-Q4", "x" * 2_001, "\ufeff",
    "BEL|NLD", "NLD;NLD", "europol|europol", "BEL ; NLD", "BEL;;NLD", ";", "BEL,NLD", "GER",
    "x-own", "x-", "2024-13", "2024-02-30",
)  # fmt: skip
NASTY = st.sampled_from(NASTY_CELLS)


def _agree(text: str, table: str) -> bool:
    """Hold the fast path to the exact one; tell whether it took every row."""
    source = read(text.encode(), CONTRACTS, table=table).source
    assert source is not None
    taken: list[bool] = []
    for chunk in source.chunks():
        fast = clean.typed(source, chunk, today=TODAY, known=KNOWN)
        taken.append(fast is not None and fast.doubtful is None)
        cells = text_frame(source, chunk)
        exact = checked(cells, source.contract, today=TODAY, known=KNOWN)
        if fast is not None:
            assert not cells.broken
            said = {found.line for found in exact.problems}
            assert said.isdisjoint(fast.rows[LINE])
            assert_frame_equal(fast.rows, exact.rows.filter(pl.col(LINE).is_in(fast.rows[LINE])))
        both = outcome(source, chunk, today=TODAY, known=KNOWN)
        assert (both.problems, both.trimmed) == (exact.problems, exact.trimmed)
        assert (both.count, both.broken) == (exact.count, exact.broken)
        assert_frame_equal(both.rows, exact.rows)
    return all(taken)


@given(
    table=TABLES,
    place=st.floats(0, 1),
    added=st.one_of(NASTY, TEXTS, st.sampled_from(("\n", ",", "\r\n", "\n\n", ""))),
    removed=st.integers(0, 3),
)
@settings(max_examples=300)
def test_both_paths_agree_on_files_changed_anywhere(
    table: tuple[str, list[dict[str, str]]], place: float, added: str, removed: int
) -> None:
    text, _ = _written(table[1], list(CONTRACTS[table[0]].names), PLAIN)
    start = text.index("\n") + 1
    at = start + int(place * (len(text) - start))
    _agree(text[:at] + added + text[at + removed :], table[0])


def _examples(contract: Contract) -> list[str]:
    return [column.spec.example for column in contract.columns]


ONE_COLUMN_A_KIND = {
    (column.kind, column.required): (table, place)
    for table, contract in CONTRACTS.items()
    for place, column in enumerate(contract.columns)
}


@given(table=TABLES_WITH_LISTS, data=st.data())
def test_no_path_takes_a_list_that_says_the_same_twice(
    table: tuple[str, list[dict[str, str]]], data: st.DataObject
) -> None:
    contract, rows = CONTRACTS[table[0]], table[1]
    lists = [column for column in contract.columns if column.kind in LISTS]
    column = data.draw(st.sampled_from(lists))
    first, *others = data.draw(_filled(column)).split(";")
    rows[0][column.name] = data.draw(st.sampled_from(";|")).join((first, *others, first))
    text, lines = _written(rows, list(contract.names), PLAIN)
    assert not _agree(text, table[0])
    (verdict,) = check([Upload("t", text.encode())], today=TODAY, known=KNOWN, table=table[0])
    (found,) = (each for each in verdict.problems if each.kind == REPEATED)
    assert (found.line, found.values, first in found.message) == (
        lines[0],
        (rows[0][column.name],),
        True,
    )


@pytest.mark.parametrize("nasty", NASTY_CELLS)
def test_both_paths_agree_on_each_kind_of_cell(nasty: str) -> None:
    for table, place in ONE_COLUMN_A_KIND.values():
        contract = CONTRACTS[table]
        cells = _examples(contract)
        cells[place] = nasty
        _agree("\n".join((",".join(contract.names), ",".join(cells))), table)


@pytest.mark.parametrize("table", CONTRACTS)
def test_both_paths_agree_on_rows_of_another_shape(table: str) -> None:
    contract = CONTRACTS[table]
    head, cells = ",".join(contract.names), _examples(contract)
    row, short, long = ",".join(cells), ",".join(cells[:-1]), ",".join((*cells, ""))
    blank = "," * (len(cells) - 1)
    for rows in (
        [short],
        [long],
        [short, long],
        [row, short],
        [row, long],
        [row, short, long],
        [row, "", row],
        [row, blank],
        [row, ",,"],
        [row, f"{blank},,"],
        [f"{blank},", short],
        [row, " "],
        [row, "", ""],
        [""],
    ):
        assert not _agree("\n".join((head, *rows, "")), table)
    assert _agree(f"{head}\n{row}\n{row}", table)
    assert _agree(f"{head}\r\n{row}\r\n{row}\r\n", table)
