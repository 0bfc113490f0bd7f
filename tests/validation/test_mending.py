"""Mending all cells alike: what is certain, what is not, and that nothing else is touched."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.intake import Checked, Upload, check
from validation.mending import Doubt, Mending, offered, written
from validation.parties import COUNTRIES
from validation.problems import errors, grouped

TODAY = date(2026, 11, 24)
KNOWN = {
    "partnerships": frozenset({"ports-force", "europol"}),
    "sources": frozenset({"europol-review-14"}),
}
EXCHANGE = CONTRACTS["information_exchange"]
AGREEMENTS = CONTRACTS["agreements"]

Rows = Sequence[Mapping[str, str]]
CsvOf = Callable[..., bytes]


def _checked(upload: Upload) -> Checked:
    (verdict,) = check([upload], today=TODAY, known=KNOWN)
    return verdict


def _offers(verdict: Checked) -> list[Mending | Doubt]:
    assert verdict.source is not None
    groups = grouped(errors(verdict.problems))
    found = (offered(verdict.source, verdict.name, group, KNOWN) for group in groups)
    return [each for each in found if each is not None]


def _mended(content: bytes) -> tuple[Checked, list[Doubt]]:
    """Mend all that is certain, again where names of columns brought cells to light."""
    upload = Upload("return.csv", content)
    while True:
        verdict = _checked(upload)
        found = _offers(verdict)
        certain = [each for each in found if isinstance(each, Mending)]
        if not certain:
            return verdict, [each for each in found if isinstance(each, Doubt)]
        upload = replace(upload, mends=(*upload.mends, *certain))


def _file(names: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue().encode()


def _pairs(csv_of: CsvOf, contract: Contract, column: str, values: Sequence[str]) -> object:
    """Return what is offered for values of a column: pairs, a doubt's sentence, or None."""
    rows = [{column: value} for value in values]
    (file,) = [_checked(Upload("return.csv", csv_of(contract, rows)))]
    assert file.source is not None
    group = next(each for each in grouped(errors(file.problems)) if each.column == column)
    found = offered(file.source, file.name, group, KNOWN)
    return found.pairs if isinstance(found, Mending) else found and found.says


@pytest.mark.parametrize(
    ("table", "column", "pairs"),
    [
        ("agreements", "signed", {"30/09/2024": "2024-09-30", "01/02/2024": "2024-02-01"}),
        ("agreements", "signed", {"09/30/2024": "2024-09-30", "01/02/2024": "2024-01-02"}),
        ("agreements", "signed", {"01.02.2024": "2024-02-01"}),
        ("agreements", "signed", {"2024/02/01": "2024-02-01", "1 March 2024": "2024-03-01"}),
        ("agreements", "signed", {"30/09/2024": "2024-09-30", "03/2024": "2024-03"}),
        ("agreements", "signed", {"2024-07-15 00:00:00": "2024-07-15"}),
        ("information_exchange", "period", {"Q3 2024": "2024-Q3", "2024q1": "2024-Q1"}),
        ("information_exchange", "sender", {"Germany": "DEU", "it": "ITA", "UK": "GBR"}),
        (
            "information_exchange",
            "channel",
            {"SIENA": "siena", "Prum": "prum"},
        ),
        ("information_exchange", "urgent", {"Yes": "yes", "NON": "no"}),
        ("information_exchange", "median_reply_hours", {"0,5": "0.5", "1,234": "1.234"}),
        ("information_exchange", "median_reply_hours", {"1.234,5": "1234.5"}),
        ("information_exchange", "messages", {"1 234": "1234", "12.0": "12", "+5": "5"}),
        ("information_exchange", "messages", {"1,234,567": "1234567", "1,234": "1234"}),
        ("information_exchange", "hits", {"N/A": "", "n.d.": ""}),
        ("information_exchange", "partnership_id", {"Ports Force": "ports-force"}),
        ("agreements", "parties", {"Germany; France": "DEU;FRA", "DEU, FRA": "DEU;FRA"}),
        ("agreements", "parties", {"DEU;FRA;DEU": "DEU;FRA"}),
    ],
)
def test_what_is_written_in_one_other_form_throughout_is_mended(
    csv_of: CsvOf, table: str, column: str, pairs: dict[str, str]
) -> None:
    assert _pairs(csv_of, CONTRACTS[table], column, list(pairs)) == pairs


@pytest.mark.parametrize(
    ("table", "column", "values", "says"),
    [
        ("agreements", "signed", ["01/02/2024"], "no cell of the column settles which"),
        ("agreements", "signed", ["30/09/2024", "09/30/2024"], "mixes ways of writing"),
        ("agreements", "signed", ["30/09/2024", "2024-02-01"], "mixes ways of writing"),
        ("information_exchange", "median_reply_hours", ["1,234"], "settles which"),
        ("information_exchange", "median_reply_hours", ["0,5", "0.5"], "mixes ways of writing"),
        ("information_exchange", "median_reply_hours", ["0,5", "1.234"], "mixes ways of writing"),
        ("information_exchange", "messages", ["1,234"], "settles which"),
        ("information_exchange", "messages", ["1.234", "1.000"], "settles which"),
    ],
)
def test_what_may_mean_two_things_is_told_and_not_offered(
    csv_of: CsvOf, table: str, column: str, values: list[str], says: str
) -> None:
    assert says in str(_pairs(csv_of, CONTRACTS[table], column, values))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("agreements", "signed", "soon"),
        ("information_exchange", "messages", "12.5"),
        ("information_exchange", "messages", "-"),
        ("information_exchange", "messages", "nil"),
        ("information_exchange", "urgent", "x"),
        ("information_exchange", "sender", "NA"),
        ("information_exchange", "channel", "sienna"),
        ("information_exchange", "period", "09/2024"),
        ("information_exchange", "partnership_id", "port-force"),
    ],
)
def test_what_only_resembles_something_is_not_mended_for_all(
    csv_of: CsvOf, table: str, column: str, value: str
) -> None:
    assert _pairs(csv_of, CONTRACTS[table], column, [value]) is None


def test_names_of_columns_that_can_mean_only_one_are_mended_and_their_cells_after_them() -> None:
    row = {"period": "Q3 2024", "partnershipid": "ports-force", "message": "5"}
    row |= {"sender": "DEU", "receiver": "FRA", "channel": "siena", "crime_area": "ALL"}
    row |= {"message_kind": "request", "source": "own_return", "within_8d": "1"}
    verdict, _ = _mended(_file(list(row), [row]))
    names = next(mend for mend in verdict.mends if not mend.column)
    assert names.pairs == {"partnershipid": "partnership_id", "message": "messages"}
    assert [(each.column, each.pairs) for each in verdict.mends if each.column] == [
        ("period", {"Q3 2024": "2024-Q3"})
    ]
    assert {found.value for found in errors(verdict.problems)} >= {"within_8d"}


def test_mended_rows_keep_the_lines_of_the_file_and_its_hash(csv_of: CsvOf) -> None:
    rows = [{"sender": "Germany", "hits": "1"}, {"sender": "ITA", "hits": "many"}]
    content = csv_of(EXCHANGE, rows)
    verdict, _ = _mended(content)
    assert [(found.line, found.column) for found in errors(verdict.problems)] == [(3, "hits")]
    assert verdict.sha256 == Upload("return.csv", content).sha256


def test_a_table_of_which_something_would_be_lost_is_not_written(csv_of: CsvOf) -> None:
    content = csv_of(EXCHANGE, [{"sender": "Germany"}])
    for spoilt in (content + b"a,b\n", content.replace(b"period,", b"period,mood,")):
        verdict = _checked(Upload("return.csv", spoilt))
        assert verdict.source is not None
        assert written(verdict.source) is None


DAYS = st.dates(date(2001, 1, 1), date(2023, 12, 31)).map(date.isoformat)
CODES = st.sampled_from([entry.code for entry in COUNTRIES.codes])
HOURS = st.integers(1, 10**7).map(lambda number: f"{number / 1000:.3f}".rstrip("0").rstrip("."))


def _day_as(form: str) -> Callable[[str], str]:
    return lambda text: date.fromisoformat(text).strftime(form) if text else ""


def _grouped(sign: str) -> Callable[[str], str]:
    return lambda text: f"{int(text):,}".replace(",", sign)


DATES = st.sampled_from([*map(_day_as, ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d %B %Y", "%Y%m%d"))])
NAMES = st.sampled_from([COUNTRIES.label, str.lower, lambda code: f" {COUNTRIES.label(code)} "])
COUNTS = st.sampled_from(
    [_grouped(" "), _grouped("\u00a0"), _grouped("'"), lambda text: f"{text}.0"]
)


def _same(before: bytes, disguised: bytes) -> None:
    """Assert that mending gives back the table, as it is checked and as it is written."""
    plain, (verdict, doubts) = _checked(Upload("return.csv", before)), _mended(disguised)
    assert not doubts
    assert verdict.ok, errors(verdict.problems)
    assert_frame_equal(verdict.rows, plain.rows)
    assert verdict.source is not None
    again = _checked(Upload("mended.csv", written(verdict.source) or b""))
    assert_frame_equal(again.rows, plain.rows)
    assert not again.mends


@settings(max_examples=60)
@given(
    days=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=8),
    parties=st.lists(CODES, min_size=2, max_size=4, unique=True),
    dated=DATES,
    named=NAMES,
)
def test_dates_and_countries_in_one_other_form_come_back_as_they_were(
    days: list[tuple[str, str]],
    parties: list[str],
    dated: Callable[[str], str],
    named: Callable[[str], str],
) -> None:
    anchor = ("2019-01-28", "2019-02-28")  # a day above 12 in each column settles the order
    rows = [
        {
            "agreement_id": f"a-{place}",
            "partnership_id": "ports-force",
            "name": "Accord",
            "kind": "treaty",
            "source": "europol-review-14",
            "parties": ";".join(parties),
            "signed": min(pair),
            "in_force": max(pair),
        }
        for place, pair in enumerate([anchor, *days])
    ]
    other = [
        {
            **row,
            **{name: dated(row[name]) for name in ("signed", "in_force")},
            "parties": ";".join(map(named, parties)),
        }
        for row in rows
    ]
    names = list(rows[0])
    _same(_file(names, rows), _file(names, other))


@settings(max_examples=60)
@given(
    cells=st.lists(st.tuples(HOURS, st.integers(0, 10**7).map(str)), min_size=1, max_size=8),
    counted=COUNTS,
    urgent=st.sampled_from(({"yes": "Yes", "no": "No"}, {"yes": "oui", "no": "non"})),
    answer=st.sampled_from(("yes", "no")),
)
def test_numbers_words_and_names_in_one_other_form_come_back_as_they_were(
    cells: list[tuple[str, str]],
    counted: Callable[[str], str],
    urgent: Mapping[str, str],
    answer: str,
) -> None:
    anchor = ("0.5", "12")
    rows = [
        {
            "period": f"20{place + 10}-Q3",
            "partnership_id": "ports-force",
            "sender": "DEU",
            "receiver": "FRA",
            "channel": "siena",
            "crime_area": "drug_trafficking",
            "message_kind": "request",
            "source": "own_return",
            "urgent": answer,
            "median_reply_hours": hours,
            "messages": number,
            "hits": "",
        }
        for place, (hours, number) in enumerate([anchor, *cells])
    ]
    other = [
        {
            **row,
            "period": f"Q3/{row['period'][:4]}",
            "crime_area": "Drug trafficking",
            "channel": "SIENA",
            "source": "Own Return",
            "urgent": urgent[answer],
            "median_reply_hours": row["median_reply_hours"].replace(".", ","),
            "messages": counted(row["messages"]),
            "hits": "n/a",
        }
        for row in rows
    ]
    names = list(rows[0])
    respelt = ["Period", "PartnershipID", *names[2:]]
    _same(
        _file(names, rows),
        _file(respelt, [dict(zip(respelt, row.values(), strict=True)) for row in other]),
    )


def test_a_mend_that_was_asked_for_reaches_a_value_that_would_do_as_it_is(csv_of: CsvOf) -> None:
    rows = [{"messages": "120"}, {"messages": "13", "period": "2024-Q2"}]
    asked = Mending(
        file="return.csv", rule="", column="messages", form="", pairs={"120": "12"}, cells=1
    )
    verdict = _checked(Upload("return.csv", csv_of(EXCHANGE, rows), (asked,)))
    assert verdict.problems == ()
    assert verdict.rows["messages"].to_list() == [12, 13]
