"""Training, communities, agreements, partners: the traps, against numbers worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt
from typing import Any, cast

import pytest
from scipy import stats

from data.warehouse import Warehouse
from metrics import assessments, capabilities, inputs
from metrics.catalogue import INDICATORS
from metrics.indicator import Interval
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import (
    FLAGS,
    LOWER,
    METHOD,
    NUMERATOR,
    PERIOD,
    PRECISION,
    ROWS,
    SOURCE,
    UPPER,
    VALUE,
)
from validation.codes import Direction, Level, Pillar
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.contracts.community_impact import COMMUNITY_IMPACT
from validation.contracts.community_impact import CommunityImpact as C
from validation.contracts.inputs import INPUTS, Inputs
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.partner_assessments import PartnerAssessments as S
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.recommendations import RECOMMENDATIONS
from validation.contracts.recommendations import Recommendations as Advice
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.contracts.training_completions import TrainingCompletions as T
from validation.fields import name
from validation.least_developed import LEAST_DEVELOPED
from validation.parties import country_of_area
from validation.periods import YEAR

WHEN = datetime(2025, 2, 1, tzinfo=UTC)
COURSE: dict[Any, object] = {
    T.period: "2024-Q1",
    T.partnership_id: "tri",
    T.course: "Course",
    T.provider: "CEPOL",
    T.format: "workshop",
    T.topic: "forensics",
    T.completed: "10",
    T.source: "own_return",
}
PLACE: dict[Any, object] = {
    C.period: "2024-Q1",
    C.partnership_id: "tri",
    C.area: "NLD",
    C.measure: "feels_safe",
    C.respondents: "500",
    C.method: "survey",
    C.source: "own_return",
}
PACT: dict[Any, object] = {
    Agreements.partnership_id: "tri",
    Agreements.name: "Treaty",
    Agreements.kind: "extradition",
    Agreements.parties: "BEL;NLD",
    Agreements.source: "own_return",
}
SCORE: dict[Any, object] = {
    S.period: "2024-Q1",
    S.partnership_id: "tri",
    S.characteristic: "shared_goals",
    S.score: "4",
    S.score_sd: "0.5",
    S.respondents: "4",
    S.source: "own_return",
}
SEEN: dict[Any, object] = {
    Capabilities.period: "2024-Q1",
    Capabilities.partnership_id: "tri",
    Capabilities.capability: "dna_exchange",
    Capabilities.status: "operational",
    Capabilities.source: "own_return",
}
GIFT: dict[Any, object] = {
    Inputs.period: "2024",
    Inputs.partnership_id: "tri",
    Inputs.contributor: "BEL",
    Inputs.kind: "technology",
    Inputs.unit: "eur",
    Inputs.source: "own_return",
}
ADVICE: dict[Any, object] = {
    Advice.partnership_id: "tri",
    Advice.text: "Use one form",
    Advice.made: "2023-01-10",
    Advice.origin: "audit",
    Advice.owner_role: "Secretariat",
    Advice.due: "2024-03-31",
    Advice.status: "open",
    Advice.source: "own_return",
}
TABLES = (
    (COURSE, TRAINING_COMPLETIONS, T.training_id),
    (PLACE, COMMUNITY_IMPACT, ""),
    (PACT, AGREEMENTS, Agreements.agreement_id),
    (SCORE, PARTNER_ASSESSMENTS, ""),
    (SEEN, CAPABILITIES, ""),
    (GIFT, INPUTS, ""),
    (ADVICE, RECOMMENDATIONS, Advice.recommendation_id),
)
"""The usual cells of a row, its table, and the column whose cells number the rows."""

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def answer(warehouse: Warehouse, publish: Callable[..., Any], table: Callable[..., str]) -> Ask:
    """Publish rows of a table (each the usual cells and those given) and return the values."""

    def values(
        name: str, usual: dict[Any, object], *rows: dict[Any, object], **query: object
    ) -> list[dict[str, Any]]:
        contract, key = next((table, key) for cells, table, key in TABLES if cells is usual)
        numbered: list[dict[Any, object]] = [
            {**usual, **({key: f"row-{number}"} if key else {}), **row}
            for number, row in enumerate(rows)
        ]
        publish(warehouse, WHEN, **{contract.name: table(*numbered)})
        return series(
            Source(warehouse), replace(Query(indicator=name), **cast("Any", query))
        ).frame.to_dicts()

    return values


def test_a_year_of_learning_gain_is_weighted_over_its_courses_not_over_its_quarters(
    answer: Ask,
) -> None:
    (row,) = answer(
        "learning_gain",
        COURSE,
        {T.completed: 30, T.tested_both: 30, T.pre_score: 50, T.post_score: 75},
        {
            T.period: "2024-Q2",
            T.tested_both: 10,
            T.pre_score: 60,
            T.post_score: 56,
        },
        grain="year",
    )
    assert row[VALUE] == pytest.approx((30 * 0.5 - 10 * 0.1) / 40)
    assert row[FLAGS] == "partial:2/4"


def test_a_course_that_began_at_95_counts_and_one_above_is_left_out(answer: Ask) -> None:
    (row,) = answer(
        "learning_gain",
        COURSE,
        {T.tested_both: 10, T.pre_score: 95, T.post_score: 97.5},
        {T.tested_both: 10, T.pre_score: 95.1, T.post_score: 99},
        {T.tested_both: 10},
        {},
    )
    assert row[VALUE] == pytest.approx(0.5)
    assert row[FLAGS] == "partial:rows 1/3"


def test_a_member_reached_in_two_quarters_counts_once_in_the_year(answer: Ask) -> None:
    courses = (
        {T.country: "NLD"},
        {T.country: "FRA"},
        {T.country: "NLD", T.period: "2024-Q2"},
        {T.country: "BEL", T.period: "2024-Q2"},
        {T.country: "", T.period: "2024-Q2"},
    )
    (year,) = answer("training_reach", COURSE, *courses, grain="year")
    assert (year[VALUE], year[NUMERATOR]) == (pytest.approx(2 / 3), 2.0)
    assert year[FLAGS] == "partial:2/4;partial:rows 4/5"


def test_reach_needs_a_closed_list_of_members(
    answer: Ask, warehouse: Warehouse, publish: Callable[..., Any], partners: Callable[..., str]
) -> None:
    publish(warehouse, WHEN, **{PARTNERSHIPS.name: partners({Partnerships.members: ""})})
    (row,) = answer("training_reach", COURSE, {T.country: "NLD"})
    assert (row[VALUE], row[FLAGS]) == (None, "no_value:open_membership")


def test_training_shares_have_a_plain_wilson_interval(answer: Ask) -> None:
    (row,) = answer(
        "applied_on_job", COURSE, {T.completed: 20, T.followed_up: 10, T.applied_on_job: 5}
    )
    assert row[METHOD] == "wilson"
    assert (row[LOWER], row[UPPER]) == (
        pytest.approx(0.2366, abs=1e-4),
        pytest.approx(0.7634, abs=1e-4),
    )


def test_a_cut_by_country_keeps_countries_apart(answer: Ask) -> None:
    found = answer(
        "training_completed",
        COURSE,
        {T.country: "NLD", T.completed: 7},
        {T.country: "BEL", T.completed: 5},
        {T.completed: 90},
        by="country",
    )
    assert {row["country"]: row[VALUE] for row in found} == {"BEL": 5.0, "NLD": 7.0}


def test_hours_of_a_filter_leave_out_courses_that_tell_no_country(answer: Ask) -> None:
    (row,) = answer(
        "training_hours",
        COURSE,
        {T.country: "NLD", T.hours: 6.5},
        {T.country: "BEL", T.hours: 8},
        {T.hours: 24},
        countries=("NLD",),
    )
    assert (row[VALUE], row[FLAGS]) == (65.0, "partial:rows 1/2")


def test_the_least_developed_are_the_44_of_december_2024() -> None:
    assert len(set(LEAST_DEVELOPED)) == 44
    assert {"NPL", "BGD", "LAO"} < set(LEAST_DEVELOPED)
    assert not {"BTN", "STP", "VUT"} & set(LEAST_DEVELOPED)


def test_unlike_wordings_and_areas_are_lines_of_their_own(answer: Ask) -> None:
    found = answer(
        "feels_safe",
        PLACE,
        {C.question: "At night", C.numerator: 30, C.denominator: 100},
        {C.question: "By day", C.numerator: 90, C.denominator: 100},
        {C.question: "By day", C.area: "BEL", C.numerator: 50, C.denominator: 100},
    )
    assert sorted(row[VALUE] for row in found) == [0.3, 0.5, 0.9]


def test_a_survey_has_an_interval_only_where_its_design_effect_is_known(answer: Ask) -> None:
    known, unknown = answer(
        "feels_safe",
        PLACE,
        {C.area: "BEL", C.numerator: 100, C.denominator: 200, C.design_effect: 2},
        {C.area: "NLD", C.numerator: 100, C.denominator: 200},
    )
    assert known[METHOD] == "wilson, n ÷ 2.0"
    assert known[LOWER] == pytest.approx(0.4038, abs=1e-4)
    assert (unknown[VALUE], unknown[LOWER], unknown[METHOD]) == (0.5, None, "")
    assert unknown[FLAGS] == "no_interval:no_design_effect"


def test_waves_of_a_year_are_divided_again_and_widened_by_their_size(answer: Ask) -> None:
    (year,) = answer(
        "feels_safe",
        PLACE,
        {C.numerator: 90, C.denominator: 300, C.design_effect: 1},
        {C.period: "2024-Q3", C.numerator: 70, C.denominator: 100, C.design_effect: 3},
        grain="year",
    )
    assert year[VALUE] == pytest.approx(160 / 400)
    assert year[METHOD] == "wilson, n ÷ 1.5"


def test_a_rate_is_by_population_with_byars_interval_or_exact_below_ten(answer: Ask) -> None:
    many, few = answer(
        "homicide_rate",
        PLACE,
        {C.measure: "homicide_victims", C.area: "BEL", C.numerator: 100, C.denominator: 10_000_000},
        {C.measure: "homicide_victims", C.area: "NLD", C.numerator: 5, C.denominator: 1_000_000},
    )
    assert (many[VALUE], many[METHOD]) == (1.0, "byar")
    assert (many[LOWER], many[UPPER]) == (
        pytest.approx(0.8136, abs=1e-4),
        pytest.approx(1.2163, abs=1e-4),
    )
    assert (few[VALUE], few[METHOD]) == (0.5, "poisson")
    assert (few[LOWER], few[UPPER]) == (
        pytest.approx(0.1623, abs=1e-4),
        pytest.approx(1.1668, abs=1e-4),
    )


def test_a_yearly_row_yields_to_four_quarters_and_goes_before_three(answer: Ask) -> None:
    quarters: list[dict[Any, object]] = [
        {C.period: f"2024-Q{number}", C.numerator: 10} for number in (1, 2, 3, 4)
    ]
    three: list[dict[Any, object]] = [
        {C.period: f"2023-Q{number}", C.numerator: 10} for number in (1, 2, 3)
    ]
    years: list[dict[Any, object]] = [
        {C.period: "2023", C.numerator: 99},
        {C.period: "2024", C.numerator: 99},
    ]
    common: dict[Any, object] = {C.measure: "reported_offences", C.denominator: 100_000}
    found = answer(
        "reported_offences",
        PLACE,
        *({**common, **row} for row in [*quarters, *three, *years]),
        grain="year",
    )
    assert {row[PERIOD]: row[VALUE] for row in found} == {"2023": 99.0, "2024": 40.0}


def test_a_withheld_figure_is_told_apart_from_one_that_is_missing(answer: Ask) -> None:
    common = {C.measure: "reported_offences", C.denominator: 1000}
    withheld, missing, exact = answer(
        "reported_offences",
        PLACE,
        {**common, C.precision: "suppressed"},
        {**common, C.period: "2024-Q2"},
        {**common, C.period: "2024-Q3", C.numerator: 1, C.precision: "at_least"},
    )
    assert (withheld[VALUE], withheld[FLAGS]) == (None, "suppressed")
    assert (missing[VALUE], missing[FLAGS]) == (None, "no_value:not_reported")
    assert (exact[PRECISION], exact[LOWER]) == ("at_least", None)


def test_a_part_is_not_added_to_its_whole(answer: Ask) -> None:
    common = {C.measure: "awareness_reached", C.respondents: ""}
    (row,) = answer(
        "awareness_reached",
        PLACE,
        {**common, C.numerator: 100},
        {**common, C.area: "NL-NH", C.numerator: 40},
        {**common, C.crime_area: "robbery", C.numerator: 30},
        {**common, C.area: "BEL", C.crime_area: "robbery", C.numerator: 7},
    )
    assert row[VALUE] == 107.0


def test_figures_of_a_place_without_a_partnership_are_shown(answer: Ask) -> None:
    (row,) = answer(
        "trust_in_police",
        PLACE,
        {C.partnership_id: "", C.measure: "trust_in_police", C.numerator: 3, C.denominator: 4},
    )
    assert (row["partnership_id"], row[VALUE], row[SOURCE]) == ("", 0.75, "own_return")


def test_the_country_of_a_part_is_known() -> None:
    assert (country_of_area("NL-NH"), country_of_area("NLD")) == ("NLD", "NLD")


def test_what_describes_a_place_has_no_direction_and_no_target() -> None:
    context = [
        each
        for each in INDICATORS.values()
        if each.pillar == Pillar.COMMUNITIES and each.level == Level.CONTEXT
    ]
    assert {each.direction for each in context} == {Direction.NEITHER}
    rates = {each.id for each in context if each.interval == Interval.COUNT}
    assert rates == {"reported_offences", "homicide_rate", "trafficking_victims"}


def test_agreements_are_counted_from_when_they_surely_hold_until_they_may_have_ended(
    answer: Ask,
) -> None:
    found = answer(
        "agreements_in_force",
        PACT,
        {Agreements.in_force: "2023-11-05", Agreements.ended: "2024"},
        {Agreements.in_force: "2024", Agreements.kind: "memorandum"},
        {Agreements.signed: "2020-01-01", Agreements.kind: "memorandum"},
    )
    assert {row[PERIOD]: row[VALUE] for row in found} == {
        "2023-Q4": 1.0,
        "2024-Q1": 0.0,
        "2024-Q2": 0.0,
        "2024-Q3": 0.0,
        "2024-Q4": 1.0,
    }
    assert {row[FLAGS] for row in found} == {"partial:rows 2/3"}


def test_the_rows_of_agreements_are_those_in_force_and_none_being_left_is_told(
    answer: Ask,
) -> None:
    found = answer(
        "agreements_in_force",
        PACT,
        {Agreements.in_force: "2024-01-01", Agreements.ended: "2024-05-01"},
        {Agreements.in_force: "2024-01-01", Agreements.ended: "2024-08-01"},
    )
    assert {row[PERIOD]: (row[VALUE], row[ROWS]) for row in found} == {
        "2024-Q1": (2.0, 2),
        "2024-Q2": (1.0, 1),
        "2024-Q3": (0.0, 0),
        "2024-Q4": (0.0, 0),
    }


def test_a_year_of_agreements_is_its_last_quarter(answer: Ask) -> None:
    first, last = answer(
        "agreements_in_force",
        PACT,
        {Agreements.in_force: "2023-02-01", Agreements.ended: "2024-05-01"},
        {Agreements.in_force: "2023-02-01"},
        grain="year",
    )
    assert ((first[VALUE], last[VALUE]), last[FLAGS]) == ((2.0, 1.0), "")


def test_agreements_are_cut_by_kind(answer: Ask) -> None:
    found = answer(
        "agreements_in_force",
        PACT,
        {Agreements.in_force: "2024-10-01"},
        {Agreements.in_force: "2024-10-01", Agreements.kind: "treaty"},
        {Agreements.in_force: "2024-10-01", Agreements.kind: "treaty"},
        by="kind",
    )
    assert {row["kind"]: row[VALUE] for row in found} == {"extradition": 1.0, "treaty": 2.0}


def test_pairs_are_bound_only_by_one_agreement_on_help_that_both_are_party_to(
    answer: Ask,
) -> None:
    (row,) = answer(
        "framework_coverage",
        PACT,
        {Agreements.in_force: "2024-10-01", Agreements.parties: "BEL;FRA"},
        {
            Agreements.in_force: "2024-10-01",
            Agreements.parties: "DEU;NLD",
            Agreements.kind: "mutual_legal_assistance",
        },
        {Agreements.in_force: "2024-11-01", Agreements.parties: "DEU;NLD"},
        {
            Agreements.in_force: "2024-10-01",
            Agreements.parties: "BEL;NLD",
            Agreements.kind: "treaty",
        },
    )
    assert (row[VALUE], row[NUMERATOR]) == (pytest.approx(1 / 3), 1.0)


def test_coverage_needs_a_closed_list_of_members(
    answer: Ask, warehouse: Warehouse, publish: Callable[..., Any], partners: Callable[..., str]
) -> None:
    publish(warehouse, WHEN, **{PARTNERSHIPS.name: partners({Partnerships.members: ""})})
    (row,) = answer("framework_coverage", PACT, {Agreements.in_force: "2024-10-01"})
    assert (row[VALUE], row[FLAGS]) == (None, "no_value:open_membership")


# ----------------------------------------------------------------------------------------- partners

THREE = ("BEL", "DEU", "NLD")


def scored(*answers: tuple[str, float, int], **more: object) -> list[dict[Any, object]]:
    """Write who gave which mean score, and how many of its people answered."""
    extra: dict[Any, object] = dict(more)
    return [
        {S.respondent: who, S.score: mean, S.respondents: persons, **extra}
        for who, mean, persons in answers
    ]


@pytest.mark.parametrize(
    ("persons", "told"),
    [
        ((2, 2, 1), True),
        ((2, 1, 1), False),
        ((17, 2, 1), True),
        ((18, 1, 1), False),
        ((40, 40), False),
    ],
    ids=["five of three", "four persons", "85 % of one", "90 % of one", "two partners"],
)
def test_a_mean_score_is_withheld_where_too_few_answered(
    persons: tuple[int, ...], answer: Ask, *, told: bool
) -> None:
    answers = [(who, 4.0, number) for who, number in zip(THREE, persons, strict=False)]
    usual = {**SCORE, S.score_sd: ""}
    (row,) = answer("shared_goals", SCORE, *(usual | each for each in scored(*answers)))
    assert (row[VALUE] is not None) == told
    assert ("suppressed:few_respondents" in row[FLAGS]) != told
    if not told:
        assert [row[each] for each in (NUMERATOR, LOWER, UPPER, METHOD)] == [None, None, None, ""]


def test_partners_weigh_as_much_as_their_people_who_answered(answer: Ask) -> None:
    (row,) = answer("shared_goals", SCORE, *scored(("BEL", 4, 6), ("DEU", 2, 2), ("NLD", 3, 2)))
    assert row[VALUE] == pytest.approx((4 * 6 + 2 * 2 + 3 * 2) / 10)


def test_the_interval_of_a_mean_score_is_that_of_all_single_scores(answer: Ask) -> None:
    means = {"BEL": (4.0, 6), "DEU": (2.0, 2), "NLD": (3.0, 2)}
    rows = scored(*((who, mean, persons) for who, (mean, persons) in means.items()))
    (row,) = answer("shared_goals", SCORE, *rows)
    squares = sum((n - 1) * 0.5**2 + n * (mean - 3.4) ** 2 for mean, n in means.values())
    half = stats.t.ppf(0.975, 9) * sqrt(squares / 9) / sqrt(10)
    assert (row[LOWER], row[UPPER]) == (pytest.approx(3.4 - half), pytest.approx(3.4 + half))
    assert row[METHOD] == "t"


def test_without_the_spread_of_one_partner_a_mean_score_has_no_interval(answer: Ask) -> None:
    rows = scored(("BEL", 4, 6), ("DEU", 2, 2), ("NLD", 3, 2))
    (row,) = answer("shared_goals", SCORE, *rows[:-1], {**rows[-1], S.score_sd: ""})
    assert row[VALUE] == pytest.approx(3.4)
    assert (row[LOWER], row[FLAGS]) == (None, "no_interval:no_spread")


@pytest.mark.parametrize("chosen", [{"countries": ("BEL",)}, {"crime_areas": ("robbery",)}])
def test_scores_are_never_cut_by_who_gave_them(
    chosen: dict[str, tuple[str, ...]], answer: Ask
) -> None:
    rows = scored(*((who, 4.0, 4) for who in THREE))
    (row,) = answer("shared_goals", SCORE, *rows, **chosen)
    assert (row[VALUE], row[FLAGS]) == (None, "no_value:not_cut")
    assert INDICATORS["shared_goals"].cuts == ()


def test_a_partner_asked_in_two_quarters_is_one_partner_of_the_year(answer: Ask) -> None:
    rows = [
        each | {S.period: period}
        for period in ("2024-Q1", "2024-Q2")
        for each in scored(("BEL", 4, 3), ("DEU", 3, 3))
    ]
    (year,) = answer("shared_goals", SCORE, *rows, grain="year")
    assert (year[VALUE], year[FLAGS]) == (None, "suppressed:few_respondents")


def test_members_that_adopted_a_procedure_are_counted_once_and_outsiders_never(
    answer: Ask,
) -> None:
    usual = {Agreements.kind: "standard_procedure", Agreements.in_force: "2024-10-01"}
    (row,) = answer(
        "procedures_adopted",
        PACT,
        {**usual, Agreements.parties: "BEL"},
        {**usual, Agreements.parties: "BEL;NLD;FRA"},
        {**usual, Agreements.parties: "DEU", Agreements.in_force: "2025"},
    )
    assert (row[PERIOD], row[NUMERATOR], row[VALUE]) == ("2024-Q4", 2.0, pytest.approx(2 / 3))


def test_adoption_needs_a_closed_list_of_members(
    answer: Ask, warehouse: Warehouse, publish: Callable[..., Any], partners: Callable[..., str]
) -> None:
    publish(warehouse, WHEN, **{PARTNERSHIPS.name: partners({Partnerships.members: ""})})
    procedure = {Agreements.kind: "standard_procedure", Agreements.in_force: "2024-10-01"}
    (row,) = answer("procedures_adopted", PACT, procedure)
    assert (row[VALUE], row[FLAGS]) == (None, "no_value:open_membership")


def test_a_year_of_capabilities_is_how_they_stood_in_its_last_quarter(answer: Ask) -> None:
    (year,) = answer(
        "capability_adoption",
        SEEN,
        {Capabilities.member: "BEL", Capabilities.status: "pilot"},
        {Capabilities.member: "NLD"},
        {Capabilities.member: "BEL", Capabilities.period: "2024-Q3"},
        {Capabilities.member: "NLD", Capabilities.period: "2024-Q3"},
        grain="year",
    )
    assert (year[VALUE], year[NUMERATOR], year[FLAGS]) == (1.0, 2.0, "read_in:Q3")


def test_capabilities_are_cut_by_what_they_are(answer: Ask) -> None:
    rows = (
        {Capabilities.member: "BEL"},
        {Capabilities.member: "NLD", Capabilities.status: "none"},
        {Capabilities.member: "NLD", Capabilities.capability: "ai_analysis"},
    )
    found = answer("capability_adoption", SEEN, *rows, by="capability")
    assert {row["capability"]: row[VALUE] for row in found} == {
        "ai_analysis": 1.0,
        "dna_exchange": 0.5,
    }


def test_capabilities_of_the_countries_chosen_are_those_of_their_own(answer: Ask) -> None:
    rows = ({Capabilities.member: "BEL"}, {Capabilities.member: "NLD", Capabilities.status: "none"})
    (belgium,) = answer("capability_adoption", SEEN, *rows, countries=("BEL",))
    assert (belgium[VALUE], belgium[NUMERATOR]) == (1.0, 1.0)


def test_a_capability_of_a_country_that_is_no_member_moves_nothing(
    answer: Ask, warehouse: Warehouse
) -> None:
    (row,) = answer(
        "capability_adoption",
        SEEN,
        {Capabilities.member: "BEL"},
        {Capabilities.member: "EUROPOL", Capabilities.status: "none"},
        {Capabilities.member: "FRA"},
        {Capabilities.member: "FRA", Capabilities.period: "2024-Q4"},
    )
    assert (row[PERIOD], row[VALUE], row[NUMERATOR]) == ("2024-Q1", 0.5, 1.0)
    there = capabilities.standing(Source(warehouse), "tri", None)
    assert sorted(there[name(Capabilities.member)]) == ["BEL", "EUROPOL"]


def test_where_anybody_may_be_a_member_the_capabilities_of_all_count(
    answer: Ask, warehouse: Warehouse, publish: Callable[..., Any], partners: Callable[..., str]
) -> None:
    publish(warehouse, WHEN, **{PARTNERSHIPS.name: partners({Partnerships.members: ""})})
    rows = ({Capabilities.member: "BEL", Capabilities.status: "none"}, {Capabilities.member: "FRA"})
    (row,) = answer("capability_adoption", SEEN, *rows)
    assert row[VALUE] == 0.5


def test_the_scores_of_a_country_that_is_no_member_neither_count_nor_hide_who_answered(
    answer: Ask, warehouse: Warehouse
) -> None:
    (row,) = answer("shared_goals", SCORE, *scored(("BEL", 4, 4), ("DEU", 4, 4), ("FRA", 1, 4)))
    assert (row[VALUE], row[FLAGS]) == (None, "suppressed:few_respondents")
    (told,) = assessments.answers(Source(warehouse), "tri", None).to_dicts()
    assert (told[assessments.PERSONS], told[assessments.PARTNERS]) == (8, ["BEL", "DEU"])


def test_technology_told_in_pieces_is_not_added_to_euros(answer: Ask) -> None:
    (row,) = answer(
        "technology_contributed",
        GIFT,
        {Inputs.amount: 35_000},
        {Inputs.contributor: "NLD", Inputs.amount: 3, Inputs.unit: "count"},
        {Inputs.contributor: "DEU", Inputs.amount: 40, Inputs.kind: "funds"},
    )
    assert (row[PERIOD], row[VALUE]) == ("2024", 35_000.0)


def test_a_recommendation_is_done_in_time_only_where_that_is_certain(answer: Ask) -> None:
    done = {Advice.status: "done"}
    (row,) = answer(
        "recommendations_done",
        ADVICE,
        {**done, Advice.closed: "2024-03-31"},
        {**done, Advice.closed: "2024-04-01"},
        {**done, Advice.closed: "2024-03", Advice.due: "2024-03"},
        {**done, Advice.closed: "2024-03", Advice.due: "2024-03-15"},
        {**done, Advice.closed: ""},
        {Advice.status: "rejected", Advice.closed: "2024-01-01"},
        {Advice.due: ""},
        {Advice.due: "2026"},
    )
    assert (row[PERIOD], row[NUMERATOR], row[VALUE]) == ("2024-Q1", 2.0, pytest.approx(2 / 6))


def test_what_is_given_has_no_good_direction() -> None:
    given = [each for each in INDICATORS.values() if each.level == Level.INPUT]
    assert {"staff_contributed", "funds_contributed", "technology_contributed"} <= {
        each.id for each in given
    }
    assert {each.direction for each in given} == {Direction.NEITHER}


def test_a_quarter_beside_the_year_is_not_taken_for_the_last_that_was_given(
    answer: Ask, warehouse: Warehouse
) -> None:
    staff: dict[Any, object] = {Inputs.kind: "staff", Inputs.unit: "fte"}
    (value,) = answer(
        "staff_contributed",
        GIFT,
        {**staff, Inputs.amount: 4},
        {**staff, Inputs.amount: 5, Inputs.period: "2024-Q4"},
        grain=YEAR,
    )
    (given,) = inputs.given(Source(warehouse), "tri", None)[name(Inputs.amount)].to_list()
    assert (value[VALUE], given) == (4, 4)
