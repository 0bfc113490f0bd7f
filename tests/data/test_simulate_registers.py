"""The registers beside the exchange of information: within the rules, and with a known truth."""

import io
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import cast

import numpy as np
import polars as pl
import pytest

from data.planning import Plan
from data.simulation import drawn
from data.simulation.generator import write_csv
from data.simulation.operations import told_otherwise
from data.simulation.partners import PARTNERS
from data.simulation.releases import example
from data.simulation.scenario import declared
from data.simulation.shape import MULTIPLIED, Effect, Rate
from data.simulation.tables import GENERATORS
from data.simulation.world import World
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.contracts.community_impact import COMMUNITY_IMPACT, CommunityImpact
from validation.contracts.inputs import INPUTS, Inputs
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.legal_requests import DECISIONS, LEGAL_REQUESTS, LegalRequests
from validation.contracts.obstacles import OBSTACLES, Obstacles
from validation.contracts.operation_results import OPERATION_RESULTS, OperationResults
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS, PartnerAssessments
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.recommendations import RECOMMENDATIONS, Recommendations
from validation.contracts.safeguards import SAFEGUARDS
from validation.contracts.training_completions import TRAINING_COMPLETIONS, TrainingCompletions
from validation.fields import col, name
from validation.periods import QUARTER, Period

REGISTERS = (
    PARTNERSHIPS,
    AGREEMENTS,
    COMMUNITY_IMPACT,
    JOINT_OPERATIONS,
    OPERATION_RESULTS,
    TRAINING_COMPLETIONS,
    LEGAL_REQUESTS,
    OBSTACLES,
    SAFEGUARDS,
    PARTNER_ASSESSMENTS,
    CAPABILITIES,
    INPUTS,
    RECOMMENDATIONS,
)
FIGURE, PERIOD = "figure", "period"
Figures = dict[Period, float]


def rows(world: World, table: str) -> pl.DataFrame:
    return pl.concat(GENERATORS[table].rows(world, 0))


def text(world: World, table: str) -> str:
    """Write a table as the simulator does."""
    file = io.BytesIO()
    write_csv(GENERATORS[table].rows(world, 0), file)
    return file.getvalue().decode()


@pytest.mark.parametrize("world", [declared(1), declared(7), drawn.world(3_000, 1)])
def test_no_rule_has_anything_against_simulated_registers(
    empty: Warehouse, preview: Callable[..., Plan], world: World
) -> None:
    plan = preview(empty, *(text(world, contract.name) for contract in REGISTERS))
    assert plan.problems == ()
    assert [file.problems for file in plan.files] == [()] * len(REGISTERS)


@pytest.mark.parametrize("table", [contract.name for contract in REGISTERS])
def test_releases_one_after_another_come_to_the_whole_table(table: str) -> None:
    world, key = declared(3), list(CONTRACTS[table].key)
    released = pl.concat(
        frame for period in world.periods for frame in GENERATORS[table].released(world, period)
    )
    final = released.unique(key, keep="last")
    assert final.sort(key).equals(rows(world, table).sort(key))


def test_a_recommendation_is_told_when_it_is_made_begun_and_closed_and_never_ahead() -> None:
    world = declared(3)
    stood: dict[str, list[str]] = {}
    for period in world.periods:
        told = pl.concat(GENERATORS[RECOMMENDATIONS.name].released(world, period))
        columns = (Recommendations.recommendation_id, Recommendations.status)
        for advice, status, made, closed in told.select(
            *columns, Recommendations.made, Recommendations.closed
        ).rows():
            stood.setdefault(advice, []).append(status)
            assert max(made, closed or "") <= f"{period.end}"
    courses = {tuple(each) for each in stood.values()}
    assert ("open", "in_progress", "done") in courses
    assert {each[-1] for each in courses} == {"open", "in_progress", "done", "rejected"}


def test_some_inputs_are_told_a_quarter_late_and_some_never() -> None:
    world = declared(3)
    told = {
        period: sum(frame.height for frame in GENERATORS[INPUTS.name].released(world, period))
        for period in world.periods
    }
    late = sum(number for period, number in told.items() if period.quarter == 1)
    in_time = sum(number for period, number in told.items() if period.quarter == 4)
    assert 0.02 < late / (late + in_time) < 0.2
    owed = sum(len({*one.members, one.lead}) for one in world.partners) * 7 * 4
    assert 0.9 < (late + in_time) / owed < 1


def test_an_operation_that_runs_on_is_released_again_when_it_has_ended() -> None:
    world = declared(3)
    released = pl.concat(
        frame
        for period in world.periods
        for frame in GENERATORS[JOINT_OPERATIONS.name].released(world, period)
    )
    told = released.group_by(JointOperations.operation_id, maintain_order=True).agg(
        JointOperations.ended
    )
    ends = told[name(JointOperations.ended)].to_list()
    assert all(len(each) == 1 or (len(each), each[0]) == (2, None) for each in ends)
    assert 0.3 < sum(len(each) == 2 for each in ends) / len(ends) < 0.9


@pytest.mark.parametrize("table", [JOINT_OPERATIONS.name, TRAINING_COMPLETIONS.name])
def test_operations_and_courses_grow_with_the_rows_asked_for(table: str) -> None:
    counts = [rows(drawn.world(size, 1), table).height for size in (10_000, 40_000, 160_000)]
    assert counts[1:] == [2 * counts[0], 4 * counts[0]]


def test_a_partnership_has_a_series_with_an_edition_a_year() -> None:
    register = rows(declared(3), JOINT_OPERATIONS.name).drop_nulls(JointOperations.series)
    editions = register.group_by(JointOperations.series).agg(JointOperations.edition)
    assert editions.height == len(PARTNERS)
    years = [str(year) for year in range(2019, 2026)]
    assert all(sorted(each) == years for each in editions[name(JointOperations.edition)])


# ----------------------------------------------------------------- the planted truth is found again


def test_the_truth_names_joint_operations_and_none_where_an_effect_is_planted() -> None:
    world = declared(3)
    keys = [
        JointOperations.operation_id,
        JointOperations.partnership_id,
        JointOperations.joint_with,
    ]
    held = rows(world, JOINT_OPERATIONS.name).drop_nulls(JointOperations.joint_with).select(keys)
    assert told_otherwise(world)["joint_operations"] == held.to_dicts()
    assert 0.05 < held.height / rows(world, JOINT_OPERATIONS.name).height < 0.2
    moved = {
        effect.partnership_id
        for effect in world.effects
        if effect.indicator in {Rate.OBJECTIVES, Rate.ARRESTS}
    }
    assert moved
    assert moved.isdisjoint([*held[keys[1]], *held[keys[2]]])
    assert (held[keys[1]] != held[keys[2]]).all()


def test_the_truth_says_what_a_figure_told_as_a_bound_truly_is() -> None:
    world = declared(3)
    held = rows(world, OPERATION_RESULTS.name).drop_nulls(OperationResults.precision)
    true = pl.DataFrame(cast("list[dict[str, object]]", told_otherwise(world)["bounds"]))
    both = held.join(true, on=[OperationResults.operation_id, OperationResults.period])
    assert both.height == held.height == true.height > 0
    assert set(held[name(OperationResults.precision)]) == {"drugs_seized_kg:at_least"}
    gap = both["true"] - both[name(OperationResults.drugs_seized_kg)]
    assert gap.is_between(0, 10, closed="left").all()


def ended_in(world: World, partner: str) -> pl.DataFrame:
    """Return operations of a partnership that ended, with what their last quarter told."""
    register = rows(world, JOINT_OPERATIONS.name)
    found = rows(world, OPERATION_RESULTS.name)
    return register.filter(col(JointOperations.partnership_id) == partner).join(
        found.filter(col(OperationResults.objectives_met).is_not_null()),
        on=name(JointOperations.operation_id),
    )


def by_period(frame: pl.DataFrame, above: object, below: pl.Expr) -> Figures:
    figures = frame.group_by(PERIOD).agg((col(above).sum() / below.sum()).alias(FIGURE))
    return {Period.parse(code): figure for code, figure in figures.rows()}


def of(world: World, table: str, partner: str) -> pl.DataFrame:
    return rows(world, table).filter(col(Partnerships.partnership_id) == partner)


def objectives(world: World, partner: str) -> Figures:
    return by_period(
        ended_in(world, partner),
        OperationResults.objectives_met,
        col(JointOperations.objectives_set),
    )


def arrests(world: World, partner: str) -> Figures:
    return by_period(
        ended_in(world, partner),
        OperationResults.arrests,
        col(OperationResults.arrests).is_not_null(),
    )


def applied(world: World, partner: str) -> Figures:
    return by_period(
        of(world, TRAINING_COMPLETIONS.name, partner),
        TrainingCompletions.applied_on_job,
        col(TrainingCompletions.followed_up),
    )


def trust(world: World, partner: str) -> Figures:
    survey = of(world, COMMUNITY_IMPACT.name, partner).filter(
        col(CommunityImpact.measure) == Rate.TRUST
    )
    years = by_period(survey, CommunityImpact.numerator, col(CommunityImpact.denominator))
    return {Period(year.year, 4): figure for year, figure in years.items()}


def coverage(world: World, partner: str) -> Figures:
    members = next(each.members for each in world.partners if each.partnership_id == partner)
    held = (
        of(world, AGREEMENTS.name, partner)
        .filter(col(Agreements.kind) == "mutual_legal_assistance")
        .select(Agreements.parties, Agreements.in_force, Agreements.ended)
        .rows()
    )
    return {
        period: len(
            {
                pair
                for parties, begun, ended in held
                if begun <= f"{period.end}" and (ended is None or ended > f"{period.end}")
                for pair in combinations(parties.split(";"), 2)
            }
        )
        / len(list(combinations(members, 2)))
        for period in world.periods
    }


def dealt_with(world: World, partner: str) -> Figures:
    return by_period(
        of(world, LEGAL_REQUESTS.name, partner),
        LegalRequests.in_time,
        col(LegalRequests.received) - col(LegalRequests.pending),
    )


def dual_criminality(world: World, partner: str) -> Figures:
    return by_period(
        of(world, LEGAL_REQUESTS.name, partner),
        LegalRequests.refused_dual_criminality,
        pl.sum_horizontal(map(col, DECISIONS)),
    )


def language(world: World, partner: str) -> Figures:
    met = of(world, OBSTACLES.name, partner).filter(col(Obstacles.obstacle) == "language")
    return by_period(met, Obstacles.cases_affected, col(Obstacles.cases_total))


def resolved(world: World, partner: str) -> Figures:
    met = of(world, OBSTACLES.name, partner)
    return by_period(met, Obstacles.cases_resolved, col(Obstacles.cases_affected))


def at_the_years_end(figures: Figures) -> Figures:
    return {Period(year.year, 4): figure for year, figure in figures.items()}


def clear_communication(world: World, partner: str) -> Figures:
    scores = of(world, PARTNER_ASSESSMENTS.name, partner).filter(
        col(PartnerAssessments.characteristic) == Rate.CLEAR
    )
    weighted = scores.with_columns(
        col(PartnerAssessments.score) * col(PartnerAssessments.respondents)
    )
    years = by_period(weighted, PartnerAssessments.score, col(PartnerAssessments.respondents))
    return at_the_years_end(years)


def capable(world: World, partner: str) -> Figures:
    frame = of(world, CAPABILITIES.name, partner).with_columns(
        (col(Capabilities.status) == "operational").alias(FIGURE)
    )
    return at_the_years_end(by_period(frame, FIGURE, pl.col(FIGURE).is_not_null()))


def staff(world: World, partner: str) -> Figures:
    frame = of(world, INPUTS.name, partner).filter(col(Inputs.kind) == "staff")
    return at_the_years_end(by_period(frame, Inputs.amount, col(Inputs.amount).is_not_null()))


def procedures(world: World, partner: str) -> Figures:
    members = next(each.members for each in world.partners if each.partnership_id == partner)
    held = (
        of(world, AGREEMENTS.name, partner)
        .filter(col(Agreements.kind) == "standard_procedure")
        .select(Agreements.parties, Agreements.in_force)
        .rows()
    )
    return {
        period: len(
            {
                party
                for parties, begun in held
                if begun <= f"{period.end}"
                for party in parties.split(";")
            }
        )
        / len(members)
        for period in world.periods
    }


def recommended(world: World, partner: str) -> Figures:
    """Return by quarter the share of recommendations that were due and done by then."""
    due = [
        (Period.containing(date.fromisoformat(due), QUARTER), status == "done" and closed <= due)
        for due, status, closed in of(world, RECOMMENDATIONS.name, partner)
        .select(Recommendations.due, Recommendations.status, Recommendations.closed)
        .rows()
    ]
    return {period: float(done) for period, done in due if period in world.periods}


MEASURED: dict[Rate, Callable[[World, str], Figures]] = {
    Rate.OBJECTIVES: objectives,
    Rate.ARRESTS: arrests,
    Rate.APPLIED: applied,
    Rate.TRUST: trust,
    Rate.COVERAGE: coverage,
    Rate.DEALT_WITH: dealt_with,
    Rate.DUAL_CRIMINALITY: dual_criminality,
    Rate.OBSTACLE: language,
    Rate.RESOLVED: resolved,
    Rate.CLEAR: clear_communication,
    Rate.CAPABLE: capable,
    Rate.STAFF: staff,
    Rate.PROCEDURES: procedures,
    Rate.RECOMMENDED: recommended,
}


def estimated(world: World, effect: Effect) -> float:
    """Estimate an effect by least squares: the figures on where it was planted."""
    figures = MEASURED[effect.indicator](world, effect.partnership_id)
    planted = [effect.at(one, world.periods[-1]) / effect.size for one in figures]
    slope, level = np.polyfit(planted, list(figures.values()), 1)
    return float(slope / level if effect.indicator in MULTIPLIED else slope)


@pytest.mark.parametrize("rate", MEASURED)
@pytest.mark.parametrize(
    "world", [declared(1), declared(7), *(drawn.world(3_000, seed) for seed in (11, 12, 13))]
)
def test_an_effect_planted_in_a_register_is_found_again(world: World, rate: Rate) -> None:
    (effect,) = (each for each in world.effects if each.indicator == rate)
    assert estimated(world, effect) == pytest.approx(effect.size, abs=0.5 * abs(effect.size))


@pytest.mark.parametrize("world", [declared(1), declared(2024)])
def test_one_agreement_on_legal_help_follows_the_other_without_a_gap(world: World) -> None:
    (effect,) = (each for each in world.effects if each.indicator == Rate.COVERAGE)
    figures = coverage(world, effect.partnership_id)
    before, after = figures[effect.from_period.shift(-1)], figures[effect.from_period]
    assert after - before == pytest.approx(effect.size, abs=0.01)


def test_the_truth_names_the_effects_planted_in_registers() -> None:
    truth = example(1).truth["effects"]
    assert isinstance(truth, list)
    named = [each["indicator"] for each in truth if isinstance(each, dict)]
    assert [rate for rate in MEASURED if rate.value not in named] == []


def test_operations_end_in_the_quarter_in_which_their_results_are_told() -> None:
    world = declared(1)
    found = ended_in(world, world.partners[0].partnership_id)
    told = found.select(JointOperations.ended, OperationResults.period).rows()
    assert told
    assert all(
        Period.containing(date.fromisoformat(ended), QUARTER).code == period
        for ended, period in told
    )
