"""Each convention that decides a number, pinned by the number it decides."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.series import Query
from metrics.values import (
    COUNTRY,
    DENOMINATOR,
    FLAGS,
    LOWER,
    METHOD,
    NUMERATOR,
    PERIOD,
    ROWS,
    SOURCE,
    UPPER,
    VALUE,
)
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.periods import QUARTER, YEAR

Ask = Callable[..., pl.DataFrame]
Row = dict[Any, object]

BACK: Row = {T.sender: "NLD", T.receiver: "BEL"}
ONWARD: Row = {T.sender: "DEU", T.receiver: "BEL"}


def only(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True) if frame.height == 1 else {"rows found": frame.to_dicts()}


def by_period(frame: pl.DataFrame) -> dict[str, float | None]:
    return dict(frame.select(PERIOD, VALUE).iter_rows())


# Missing is never zero.


def test_a_row_without_the_numerator_is_left_out_of_both_and_told(ask: Ask) -> None:
    found = only(
        ask(
            "on_time_replies",
            {T.replies_due: 10, T.replied_on_time: 6},
            {**BACK, T.replies_due: 30, T.replied_on_time: ""},
        )
    )
    assert (found[NUMERATOR], found[DENOMINATOR], found[ROWS]) == (6, 10, 1)
    assert found[FLAGS].split(";")[0] == "partial:rows 1/2"


def test_a_request_that_says_nothing_of_replies_is_told_as_left_out(ask: Ask) -> None:
    found = only(ask("on_time_replies", {T.replies_due: 10, T.replied_on_time: 6}, BACK))
    assert (found[VALUE], found[FLAGS].split(";")[0]) == (0.6, "partial:rows 1/2")


def test_a_notice_owes_no_reply_and_is_not_missed(ask: Ask) -> None:
    notice = {**BACK, T.message_kind: "notice"}
    found = only(ask("on_time_replies", {T.replies_due: 10, T.replied_on_time: 6}, notice))
    assert found[VALUE] == 0.6
    assert "partial" not in found[FLAGS]


def test_a_denominator_of_zero_gives_no_value_and_says_so(ask: Ask) -> None:
    found = only(ask("on_time_replies", {T.replies_due: 0, T.replied_on_time: 0}))
    assert found[VALUE] is None
    assert (found[NUMERATOR], found[DENOMINATOR]) == (0, 0)
    assert found[FLAGS] == "no_value:zero_denominator"


def test_columns_that_nobody_fills_give_no_series(ask: Ask) -> None:
    assert ask("within_3_days", {T.replies_due: 10, T.replied_on_time: 6}).is_empty()


def test_a_period_without_rows_is_a_gap_between_first_and_last(ask: Ask) -> None:
    found = ask("messages", {T.period: "2023-Q3"}, {T.period: "2024-Q1", T.messages: 7})
    assert by_period(found) == {"2023-Q3": 100, "2023-Q4": None, "2024-Q1": 7}
    gap = only(found.filter(pl.col(PERIOD) == "2023-Q4"))
    assert (gap[FLAGS], gap[ROWS], gap[NUMERATOR]) == ("no_value:no_rows", 0, None)


def test_a_period_whose_columns_are_empty_is_a_gap_that_says_why(ask: Ask) -> None:
    filled: Row = {T.replies_due: 10, T.replied_on_time: 6}
    found = ask(
        "on_time_replies",
        {T.period: "2023-Q3", **filled},
        {T.period: "2023-Q4"},
        {T.period: "2024-Q1", **filled},
    )
    assert found[VALUE].to_list() == [0.6, None, 0.6]
    assert found[FLAGS].to_list()[1] == "no_value:not_reported"


# Conditions: urgent, search, spontaneous.


def test_only_urgent_requests_count_within_8_hours(ask: Ask) -> None:
    timed: Row = {T.replies_due: 10, T.unanswered: 2}
    found = only(
        ask(
            "within_8_hours",
            {T.urgent: "yes", T.within_8h: 4, **timed},
            {T.urgent: "no", T.within_8h: 8, **timed},
        )
    )
    assert (found[NUMERATOR], found[DENOMINATOR], found[VALUE]) == (4, 8, 0.5)


def test_a_row_that_does_not_say_whether_it_was_urgent_is_left_out_and_told(ask: Ask) -> None:
    timed: Row = {T.replies_due: 10, T.unanswered: 2, T.within_8h: 4}
    found = only(ask("within_8_hours", {T.urgent: "yes", **timed}, {T.urgent: "", **timed}))
    assert (found[DENOMINATOR], found[FLAGS].split(";")[0]) == (8, "partial:rows 1/2")


def test_rows_that_do_not_tell_kinds_apart_are_left_out_of_spontaneous_sharing(ask: Ask) -> None:
    found = only(
        ask(
            "spontaneous_share",
            {T.message_kind: "spontaneous", T.messages: 30},
            {T.message_kind: "request", T.messages: 70},
            {**BACK, T.message_kind: "ALL", T.messages: 900},
        )
    )
    assert (found[VALUE], found[FLAGS].split(";")[0]) == (0.3, "partial:rows 2/3")


def test_hits_are_counted_on_searches_only(ask: Ask) -> None:
    found = only(
        ask(
            "hit_rate",
            {T.message_kind: "search", T.messages: 50, T.hits: 5},
            {T.message_kind: "request", T.messages: 50, T.hits: 50},
        )
    )
    assert found[VALUE] == 0.1


# Reported by both sides: one counts, the other is its mirror.


def test_the_senders_own_row_counts_for_messages(ask: Ask) -> None:
    rows = [{T.reported_by: who, T.messages: n} for who, n in (("NLD", 90), ("", 95), ("BEL", 100))]
    assert only(ask("messages", *rows))[VALUE] == 100


def test_the_receivers_own_row_counts_for_replies(ask: Ask) -> None:
    rows = [
        {T.reported_by: who, T.replies_due: 10, T.replied_on_time: n}
        for who, n in (("BEL", 1), ("", 2), ("NLD", 3))
    ]
    assert only(ask("on_time_replies", *rows))[VALUE] == 0.3


def test_the_secretariats_row_goes_before_that_of_the_other_side(ask: Ask) -> None:
    rows = [{T.reported_by: "", T.messages: 95}, {T.reported_by: "NLD", T.messages: 90}]
    assert only(ask("messages", *rows))[VALUE] == 95


def test_a_receivers_row_without_replies_yields_to_one_that_has_them(ask: Ask) -> None:
    found = only(
        ask(
            "on_time_replies",
            {T.reported_by: "BEL", T.replies_due: 10, T.replied_on_time: 8},
            {T.reported_by: "NLD"},
        )
    )
    assert (found[VALUE], found[FLAGS].split(";")[0]) == (0.8, "no_interval:few_pairs")


def test_rows_of_unlike_cells_are_no_mirrors(ask: Ask) -> None:
    rows = [
        {T.reported_by: "BEL", T.channel: "siena"},
        {T.reported_by: "NLD", T.channel: "i247"},
    ]
    assert only(ask("messages", *rows))[VALUE] == 200


def test_an_unknown_urgency_is_a_cell_of_its_own_that_mirrors_itself(ask: Ask) -> None:
    rows = [
        {T.reported_by: "BEL", T.urgent: ""},
        {T.reported_by: "NLD", T.urgent: "", T.messages: 80},
        {T.reported_by: "NLD", T.urgent: "no", T.messages: 7},
    ]
    assert only(ask("messages", *rows))[VALUE] == 107


# A year from its quarters.

YEARLY: Row = {T.period: "2023", T.messages: 1000}


def quarters(*numbers: int) -> list[Row]:
    return [{T.period: f"2023-Q{number}", T.messages: 10 * number} for number in numbers]


def test_four_quarters_make_a_whole_year(ask: Ask) -> None:
    found = only(ask(Query(indicator="messages", grain=YEAR), *quarters(1, 2, 3, 4)))
    assert (found[VALUE], found[FLAGS], found[ROWS]) == (100, "", 4)


def test_fewer_quarters_make_a_partial_year(ask: Ask) -> None:
    found = only(ask(Query(indicator="messages", grain=YEAR), *quarters(1, 2, 4)))
    assert (found[VALUE], found[FLAGS]) == (70, "partial:3/4")


def test_a_yearly_row_yields_where_its_own_key_has_all_four_quarters(ask: Ask) -> None:
    found = only(ask(Query(indicator="messages", grain=YEAR), YEARLY, *quarters(1, 2, 3, 4)))
    assert (found[VALUE], found[FLAGS]) == (100, "")


def test_a_yearly_row_goes_before_fewer_quarters_of_its_key(ask: Ask) -> None:
    found = only(ask(Query(indicator="messages", grain=YEAR), YEARLY, *quarters(1, 2, 3)))
    assert (found[VALUE], found[FLAGS]) == (1000, "")


def test_a_yearly_row_says_nothing_about_quarters_of_other_keys(ask: Ask) -> None:
    yearly = {**YEARLY, T.channel: "i247"}
    found = only(ask(Query(indicator="messages", grain=YEAR), yearly, *quarters(1, 2, 3, 4)))
    assert found[VALUE] == 1100


def test_a_yearly_row_is_never_a_quarter(ask: Ask) -> None:
    found = ask(Query(indicator="messages", grain=QUARTER), YEARLY, *quarters(1, 2))
    assert by_period(found) == {"2023-Q1": 10, "2023-Q2": 20}


def test_a_years_rate_is_divided_again_and_never_averaged(ask: Ask) -> None:
    found = only(
        ask(
            Query(indicator="on_time_replies", grain=YEAR),
            {T.period: "2023-Q1", T.replies_due: 10, T.replied_on_time: 10},
            {T.period: "2023-Q2", T.replies_due: 90, T.replied_on_time: 0},
        )
    )
    assert found[VALUE] == 0.1


def test_a_years_reciprocity_is_recounted_over_the_years_flows(ask: Ask) -> None:
    rows = [
        {T.period: "2023-Q1", T.messages: 40},
        {T.period: "2023-Q1", **BACK, T.messages: 10},
        {T.period: "2023-Q2", T.messages: 10},
        {T.period: "2023-Q2", **BACK, T.messages: 40},
    ]
    assert ask(Query(indicator="reciprocity", grain=QUARTER), *rows)[VALUE].to_list() == [0.25] * 2
    assert only(ask(Query(indicator="reciprocity", grain=YEAR)))[VALUE] == 1


# Weighted median.


def hours(*rows: tuple[float, int]) -> list[Row]:
    keys = [BACK, ONWARD, {}, {T.channel: "i247"}]
    return [
        {**key, T.median_reply_hours: value, T.messages: weight}
        for key, (value, weight) in zip(keys, rows, strict=False)
    ]


def test_the_median_is_the_smallest_value_at_which_the_weight_reaches_half(ask: Ask) -> None:
    found = only(ask("reply_hours", *hours((10, 30), (20, 30), (90, 30))))
    assert (found[VALUE], found[DENOMINATOR]) == (20, 90)
    assert "range:10.0–90.0" in found[FLAGS]
    assert (found[LOWER], found[UPPER]) == (None, None)


def test_at_exactly_half_the_median_is_the_mean_of_that_value_and_the_next(ask: Ask) -> None:
    assert only(ask("reply_hours", *hours((10, 50), (20, 20), (90, 30))))[VALUE] == 15


def test_a_value_of_no_weight_has_no_say_in_the_median(ask: Ask) -> None:
    assert only(ask("reply_hours", *hours((10, 50), (15, 0), (20, 50))))[VALUE] == 15


def test_a_years_median_is_taken_over_the_years_rows(ask: Ask) -> None:
    rows = [
        {T.period: "2023-Q1", T.median_reply_hours: 10, T.messages: 100},
        {T.period: "2023-Q2", T.median_reply_hours: 50, T.messages: 10},
        {T.period: "2023-Q3", T.median_reply_hours: 60, T.messages: 10},
    ]
    assert only(ask(Query(indicator="reply_hours", grain=YEAR), *rows))[VALUE] == 10


# Members and pairs.


def test_a_flow_is_zero_where_its_sender_reported_others_and_else_left_out(ask: Ask) -> None:
    # NLD reports to BEL and so sent DEU nothing; DEU reports nothing, so DEU → BEL is not known.
    rows = [
        {T.messages: 10},
        {**BACK, T.messages: 5},
        {T.sender: "BEL", T.receiver: "DEU", T.messages: 8},
    ]
    found = only(ask("reciprocity", *rows))
    assert (found[NUMERATOR], found[DENOMINATOR]) == (5, 10)
    assert found[FLAGS] == "partial:pairs 1/2"


def test_a_one_sided_pair_counts_against_reciprocity_once_its_partner_reports(ask: Ask) -> None:
    rows = [
        {T.messages: 10},
        {**BACK, T.messages: 5},
        {T.sender: "BEL", T.receiver: "DEU", T.messages: 8},
        {T.sender: "DEU", T.receiver: "NLD", T.messages: 4},
    ]
    found = only(ask("reciprocity", *rows))
    assert (found[NUMERATOR], found[DENOMINATOR], found[FLAGS]) == (5, 10 + 8 + 4, "")


def test_all_and_outsiders_form_no_pair(ask: Ask) -> None:
    rows = [
        {T.messages: 10},
        {T.sender: "ALL", T.receiver: "ALL", T.channel: "i247"},
        {T.sender: "BEL", T.receiver: "FRA"},
        {T.sender: "EUROPOL", T.receiver: "BEL"},
    ]
    found = only(ask("connected_pairs", *rows))
    assert (found[NUMERATOR], found[DENOMINATOR]) == (1, 3)


def test_a_pair_that_exchanged_nothing_is_not_connected(ask: Ask) -> None:
    assert only(ask("connected_pairs", {T.messages: 0}))[VALUE] == 0


def test_without_a_closed_list_of_members_there_is_no_ratio_over_pairs(
    ask: Ask,
    warehouse: Warehouse,
    publish: Callable[..., Version],
    partners: Callable[..., str],
) -> None:
    publish(warehouse, **{PARTNERSHIPS.name: partners({Partnerships.members: ""})})
    for indicator in ("connected_pairs", "reciprocity"):
        rows = [{T.messages: 10}] if indicator == "connected_pairs" else []
        found = only(ask(indicator, *rows))
        assert (found[VALUE], found[FLAGS]) == (None, "no_value:open_membership")


def test_members_are_those_of_the_versions_list(
    ask: Ask,
    warehouse: Warehouse,
    publish: Callable[..., Version],
    partners: Callable[..., str],
) -> None:
    assert only(ask("connected_pairs", {T.messages: 10}))[DENOMINATOR] == 3
    publish(warehouse, **{PARTNERSHIPS.name: partners({Partnerships.members: "BEL;DEU;NLD;FRA"})})
    assert only(ask("connected_pairs"))[DENOMINATOR] == 6


# Cuts and filters.


def test_a_row_counts_once_for_each_country_at_its_ends(ask: Ask) -> None:
    found = ask(
        Query(indicator="messages", by=COUNTRY), {T.messages: 10}, {**ONWARD, T.messages: 5}
    )
    assert dict(found.select(COUNTRY, VALUE).iter_rows()) == {"BEL": 15, "DEU": 5, "NLD": 10}


def test_organisations_are_no_countries(ask: Ask) -> None:
    found = ask(Query(indicator="messages", by=COUNTRY), {T.receiver: "EUROPOL"})
    assert found[COUNTRY].to_list() == ["BEL"]


def test_a_filter_on_countries_counts_a_row_once_whichever_end_they_are_at(ask: Ask) -> None:
    rows = [{T.messages: 10}, {**ONWARD, T.messages: 5}, {T.sender: "DEU", T.messages: 1}]
    found = ask(Query(indicator="messages", countries=("BEL", "NLD")), *rows)
    assert only(found)[VALUE] == 16
    assert only(ask(Query(indicator="messages", countries=("DEU",))))[VALUE] == 6


def test_rows_not_broken_down_are_left_out_of_a_filter_and_told(ask: Ask) -> None:
    rows = [{T.crime_area: "terrorism", T.messages: 10}, {**BACK, T.crime_area: "ALL"}]
    found = only(ask(Query(indicator="messages", crime_areas=("terrorism",)), *rows))
    assert (found[VALUE], found[FLAGS]) == (10, "partial:rows 1/2")


def test_a_cut_shows_what_is_not_broken_down_as_a_line_of_its_own(ask: Ask) -> None:
    rows = [{T.channel: "siena", T.messages: 10}, {**BACK, T.channel: "ALL", T.messages: 7}]
    found = ask(Query(indicator="messages", by=str(T.channel)), *rows)
    assert dict(found.select(str(T.channel), VALUE).iter_rows()) == {"siena": 10, "ALL": 7}


def test_pairs_of_a_country_filter_are_those_it_is_part_of(ask: Ask) -> None:
    rows = [{T.messages: 10}, {**ONWARD, T.messages: 5}]
    found = only(ask(Query(indicator="connected_pairs", countries=("NLD",)), *rows))
    assert (found[NUMERATOR], found[DENOMINATOR]) == (1, 2)


# Intervals: clusters of pairs.


def test_n_is_divided_by_the_dispersion_among_pairs_and_that_is_said(ask: Ask) -> None:
    found = only(
        ask(
            "on_time_replies",
            {T.replies_due: 50, T.replied_on_time: 45},
            {**BACK, T.replies_due: 50, T.replied_on_time: 25},
        )
    )
    # p = 0.7; χ² = 2 · 50 · 0.2² / (0.7 · 0.3) = 19.05 on one degree of freedom; n = 100 / 19.05.
    assert found[METHOD] == "wilson, n ÷ 19.0"
    assert found[LOWER] == pytest.approx(0.3059, abs=5e-5)
    assert found[UPPER] == pytest.approx(0.9251, abs=5e-5)


def test_pairs_that_agree_leave_n_as_it_is(ask: Ask) -> None:
    found = only(
        ask(
            "on_time_replies",
            {T.replies_due: 50, T.replied_on_time: 30},
            {**BACK, T.replies_due: 50, T.replied_on_time: 30},
        )
    )
    assert found[METHOD] == "wilson"


def test_a_pair_that_is_not_told_has_no_interval(ask: Ask) -> None:
    everybody: Row = {T.sender: "ALL", T.receiver: "ALL"}
    found = only(ask("on_time_replies", {**everybody, T.replies_due: 9, T.replied_on_time: 6}))
    assert (found[LOWER], found[METHOD]) == (None, "")
    assert found[FLAGS] == "no_interval:few_pairs"


def test_a_count_has_no_interval(ask: Ask) -> None:
    found = only(ask("messages", {}))
    assert (found[LOWER], found[UPPER], found[METHOD], found[FLAGS]) == (None, None, "", "")


# What is not yet complete on the version's day.

REPLIES: Row = {T.replies_due: 10, T.replied_on_time: 6}


@pytest.mark.parametrize(
    ("day", "flags"),
    [
        ("2024-03-31", "partial:not_ended;immature"),
        ("2024-04-01", "immature"),
        ("2024-06-30", "immature"),
        ("2024-07-01", ""),
    ],
)
def test_replies_are_complete_one_quarter_after_their_period(
    day: str, flags: str, ask: Ask
) -> None:
    when = datetime.fromisoformat(day).replace(tzinfo=UTC)
    found = only(ask("on_time_replies", REPLIES, {**BACK, **REPLIES}, when=when))
    assert found[FLAGS] == flags


def test_values_name_the_sources_they_stand_on(ask: Ask) -> None:
    assert only(ask("messages", {}))[SOURCE] == "own_return"
