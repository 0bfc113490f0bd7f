"""What is suggested in place of a value that a column does not take."""

import pytest

from validation.contracts import CONTRACTS
from validation.mends import (
    COUNTRY_IS,
    FORMULA_FAILS,
    NO_FRACTION,
    NO_PERCENTAGE,
    NO_SHARE,
    ONE_EACH,
    REMARK,
    SUM_OF_ROWS,
    Mend,
    nearest,
    suggested,
)
from validation.mixed import DURATION, MIXED_UP, beside_a_figure, of_another_column
from validation.problems import Facts

EXCHANGE = CONTRACTS["information_exchange"]
IDS = ("ports-force", "europol", "harbour-watch")


def _mend(table: str, column: str, value: str) -> tuple[str, Facts] | None:
    found = suggested(CONTRACTS[table].by_name[column], value, IDS)
    return (found.says, found.facts) if found else None


def _suggestion(table: str, column: str, value: str) -> str | None:
    found = _mend(table, column, value)
    return str(found[1].get("suggestion", "")) if found else None


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("1,234", "1234"),
        ("1 234", "1234"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1'234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234,0", "1234"),
        ("12.0", "12"),
        ("12.00", "12"),
        ("+5", "5"),
        ("3e1", "30"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("0.123", ""),
        ("12.5", ""),
        ("12,5", ""),
        ("1e400", None),
        ("many", None),
        ("", None),
    ],
)
def test_a_count_is_suggested_in_digits(value: str, suggestion: str | None) -> None:
    assert _suggestion("information_exchange", "messages", value) == suggestion


@pytest.mark.parametrize("value", ["12.5", "0,4"])
def test_a_part_of_a_person_or_message_is_told_to_be_no_count(value: str) -> None:
    assert _mend("information_exchange", "messages", value) == (NO_FRACTION, {})


@pytest.mark.parametrize("value", ["#DIV/0!", "#REF!", "#NAME?", "#VALUE!"])
@pytest.mark.parametrize("column", ["messages", "period", "receiver", "median_reply_hours"])
def test_a_formula_that_fails_is_told_to_be_one(column: str, value: str) -> None:
    assert _mend("information_exchange", column, value) == (FORMULA_FAILS, {})


@pytest.mark.parametrize(
    ("value", "suggestion", "other"),
    [
        ("1234,5", "1234.5", None),
        ("1.234,56", "1234.56", None),
        ("1,234.5", "1234.5", None),
        ("1,234", "1234", "1.234"),
        ("1,234,567", "1234567", None),
        ("3e1", "30", None),
        (".5", "0.5", None),
        ("2.50e1", "25", None),
    ],
)
def test_a_number_is_suggested_with_a_point(value: str, suggestion: str, other: str | None) -> None:
    found = _mend("information_exchange", "median_reply_hours", value)
    assert found is not None
    assert (found[1]["suggestion"], found[1].get("other")) == (suggestion, other)


@pytest.mark.parametrize("value", ["NaN", "inf", "-Infinity"])
def test_no_number_is_suggested_for_what_is_not_finite(value: str) -> None:
    found = _mend("published_totals", "value", value)
    assert found is None or found[0] == "Leave the cell empty."


@pytest.mark.parametrize(
    ("value", "suggestion", "other"),
    [
        ("30/09/2024", "2024-09-30", None),
        ("09/30/2024", "2024-09-30", None),
        ("04/05/2024", "2024-05-04", "2024-04-05"),
        ("05/05/2024", "2024-05-05", None),
        ("30.09.2024", "2024-09-30", None),
        ("2024/09/30", "2024-09-30", None),
        ("2024-9-3", "2024-09-03", None),
        ("20240930", "2024-09-30", None),
        ("30 September 2024", "2024-09-30", None),
        ("30 Sep 2024", "2024-09-30", None),
        ("2024-09-30 00:00:00", "2024-09-30", None),
        ("09/2024", "2024-09", None),
        ("September 2024", "2024-09", None),
    ],
)
def test_a_date_is_suggested_in_iso_form(value: str, suggestion: str, other: str | None) -> None:
    found = _mend("sources", "published", value)
    assert found is not None
    assert (found[1]["suggestion"], found[1].get("other")) == (suggestion, other)


def test_what_a_spreadsheet_keeps_of_a_day_is_told_as_the_day_it_may_mean() -> None:
    found = _mend("sources", "published", "45383")
    assert found is not None
    assert found[1] == {"day": "2024-04-01", "suggestion": "2024-04-01"}


@pytest.mark.parametrize(
    ("value", "code"),
    [("Police nationale", "x-police-nationale"), ("Ministry (BE)", "x-ministry-be"), ("Qzx", None)],
)
def test_an_organisation_of_no_list_is_offered_a_code_of_its_own(
    value: str, code: str | None
) -> None:
    assert _suggestion("information_exchange", "reported_by", value) == code


def test_two_codes_where_one_stands_are_told_to_be_two_rows() -> None:
    assert _mend("information_exchange", "receiver", "BEL, NLD") == (ONE_EACH, {})


@pytest.mark.parametrize(
    ("column", "value"), [("messages", "(number)"), ("urgent", "[yes/no]"), ("period", "(quarter)")]
)
def test_a_line_that_explains_the_columns_is_told_to_be_no_row(column: str, value: str) -> None:
    assert _mend("information_exchange", column, value) == (REMARK, {})


@pytest.mark.parametrize("value", ["31/02/2024", "soon", "2024-02-30"])
def test_no_date_is_suggested_for_what_is_none(value: str) -> None:
    assert _mend("sources", "published", value) is None


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("2024Q3", "2024-Q3"),
        ("Q3 2024", "2024-Q3"),
        ("2024 Q3", "2024-Q3"),
        ("Q3/2024", "2024-Q3"),
        ("3Q2024", "2024-Q3"),
        ("2024-q3", "2024-Q3"),
        ("2024-07-15", "2024-Q3"),
        ("July 2024", "2024-Q3"),
        ("2024-07", "2024-Q3"),
        ("Jul-Sep 2024", "2024-Q3"),
        ("Jul–Sep 2024 (Q3)", "2024-Q3"),
        ("July – September 2024", "2024-Q3"),
        ("Jul-Nov 2024", None),
        ("45483", "2024-Q3"),
        ("2031-Q1", None),
        ("third quarter", None),
    ],
)
def test_a_quarter_is_suggested_in_its_code(value: str, suggestion: str | None) -> None:
    assert _suggestion("information_exchange", "period", value) == suggestion


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("TRUE", "yes"), ("Y", "yes"), ("0", "no"), ("No", "no"), ("maybe", None)],
)
def test_yes_or_no_is_suggested(value: str, suggestion: str | None) -> None:
    assert _suggestion("information_exchange", "urgent", value) == suggestion


@pytest.mark.parametrize(
    ("value", "label", "code"),
    [
        ("GER", "Germany", "DEU"),
        ("Germany", "Germany", "DEU"),
        ("DE", "Germany", "DEU"),
        ("deu", "Germany", "DEU"),
        ("UK", "United Kingdom", "GBR"),
        ("nl", "Netherlands", "NLD"),
        ("Türkiye", "Türkiye", "TUR"),
    ],
)
def test_a_country_is_named_with_its_code(value: str, label: str, code: str) -> None:
    found = _mend("information_exchange", "sender", value)
    assert found is not None
    assert found[1] == {"label": label, "suggestion": code}


@pytest.mark.parametrize(
    ("table", "column", "value", "suggestion"),
    [
        ("information_exchange", "crime_area", "drug trafficking", "drug_trafficking"),
        ("information_exchange", "crime_area", "Drug-Trafficking", "drug_trafficking"),
        ("information_exchange", "crime_area", "drugs", "drug_trafficking"),
        ("information_exchange", "crime_area", "Trafficking in persons", "human_trafficking"),
        ("information_exchange", "channel", "I-24/7", "i247"),
        ("information_exchange", "channel", "SIENNA", "siena"),
        ("information_exchange", "channel", "pigeon", None),
        ("information_exchange", "channel", "all", "ALL"),
        ("information_exchange", "receiver", "Germny", "DEU"),
        ("information_exchange", "receiver", "Interpoll", "INTERPOL"),
        ("partnerships", "members", "BEL;GER", "DEU"),
        ("partnerships", "members", "BEL,NLD", "BEL;NLD"),
        ("partnerships", "members", "Belgium;NLD;GER", "BEL;NLD;DEU"),
        ("partnerships", "members", "Belgium;Nowhere", "BEL"),
        ("partnerships", "partnership_id", "Ports Force!", "ports-force"),
        ("partnerships", "partnership_id", "?", None),
        ("targets", "partnership_id", "Ports_Force", "ports-force"),
        ("targets", "partnership_id", "zzz", None),
        ("sources", "title", "x", None),
    ],
)
def test_the_nearest_code_or_id_is_suggested(
    table: str, column: str, value: str, suggestion: str | None
) -> None:
    assert _suggestion(table, column, value) == suggestion


@pytest.mark.parametrize("value", ["N/A", "-", "null", "n.d.", "NaN"])
def test_a_word_for_nothing_is_to_be_left_out(value: str) -> None:
    assert _mend("information_exchange", "hits", value) == ("Leave the cell empty.", {})
    assert _mend("information_exchange", "messages", value) is None


def test_a_point_in_a_count_may_group_thousands_or_mark_decimals() -> None:
    found = suggested(CONTRACTS["information_exchange"].by_name["messages"], "1.234")
    assert found is not None
    assert "“{suggestion}” if the point groups thousands" in found.says
    assert "not a whole number" in found.says


def test_the_nearest_names_come_first_whatever_marks_join_their_words() -> None:
    ids = ("on_time_replies", "unanswered_replies", "reply_hours", "messages")
    assert nearest("On-time replies", ids, count=2) == ["on_time_replies", "unanswered_replies"]
    assert nearest("zz", ()) == []


@pytest.mark.parametrize(
    ("column", "value", "suggestion"),
    [
        ("countries", "NLD;BEL|NLD", "NLD;BEL"),
        ("co_leads", "x-own;x-own", "x-own"),
        ("precision", "countries_count:rounded;countries_count:rounded", "countries_count:rounded"),
    ],
)
def test_a_list_is_suggested_with_each_member_once(
    column: str, value: str, suggestion: str
) -> None:
    assert _suggestion("joint_operations", column, value) == suggestion


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deutschland", "DEU"),
        ("ÖSTERREICH", "AUT"),
        ("España", "ESP"),
        ("Italien", "ITA"),
        ("Россия", "RUS"),
        ("Kongo", None),
    ],
)
def test_a_country_is_known_by_its_name_in_any_language(name: str, code: str | None) -> None:
    found = _mend("information_exchange", "sender", name)
    assert found is not None
    assert (found[1]["suggestion"] if found[0] == COUNTRY_IS else None) == code


def test_a_percentage_in_a_column_of_counts_is_told_to_be_none() -> None:
    assert _mend("information_exchange", "hits", "50%") == (NO_PERCENTAGE, {})
    assert _mend("information_exchange", "messages", "50%") == (NO_SHARE, {})


@pytest.mark.parametrize(
    ("table", "column", "suggestion", "other"),
    [
        ("training_completions", "satisfaction", "12.5", None),
        ("published_totals", "value", "0.125", "12.5"),
    ],
)
def test_a_percentage_is_written_in_the_unit_of_its_column(
    table: str, column: str, suggestion: str, other: str | None
) -> None:
    found = _mend(table, column, "12,5 %")
    assert found is not None
    assert (found[1]["suggestion"], found[1].get("other")) == (suggestion, other)


def test_a_row_of_sums_is_told_to_be_removed() -> None:
    assert _mend("information_exchange", "period", "Total") == (SUM_OF_ROWS, {})


@pytest.mark.parametrize(
    ("value", "unit", "suggestion"),
    [
        ("2.5 FTE", "FTE", "2.5"),
        ("€1,250,000", "€", "1250000"),
        ("12 h", "h", "12"),
        ("12 €", "€", "12"),
        ("5k", None, None),
        ("5 k", None, None),
        ("5 mio.", None, None),
        ("1O", None, None),
        ("about 3", None, None),
        ("€1,250", None, None),
        ("12 people more", None, None),
    ],
)
def test_a_figure_with_its_unit_is_to_stand_alone_where_it_is_no_multiple(
    value: str, unit: str | None, suggestion: str | None
) -> None:
    mend = beside_a_figure(EXCHANGE.by_name["median_reply_hours"], value)
    facts: Facts = mend.facts if mend else {}
    assert (facts.get("unit"), facts.get("suggestion")) == (unit, suggestion)


@pytest.mark.parametrize(("value", "hours"), [("12:00:00", "12"), ("1:30", "1.5")])
def test_a_duration_of_a_spreadsheet_is_told_in_hours(value: str, hours: str) -> None:
    mend = beside_a_figure(EXCHANGE.by_name["median_reply_hours"], value)
    assert mend == Mend(DURATION, {"suggestion": hours})
    assert beside_a_figure(EXCHANGE.by_name["messages"], value) is None
    assert beside_a_figure(EXCHANGE.by_name["period"], value) is None


def test_a_code_of_another_column_is_told_to_be_one() -> None:
    mend = of_another_column(EXCHANGE, EXCHANGE.by_name["sender"], "siena")
    assert mend == Mend(MIXED_UP, {"value": "siena", "other": "channel"})
    for usual in ("NLD", "other", "siennna"):
        assert of_another_column(EXCHANGE, EXCHANGE.by_name["sender"], usual) is None
