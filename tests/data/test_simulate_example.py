"""The simulated example: a history of releases whose truth is known."""

import json
from collections.abc import Iterator
from datetime import UTC, timedelta

import numpy as np
import polars as pl
import pytest

from data.simulate import Example, Release, example
from data.simulation.partners import PARTNERS
from data.simulation.scenario import (
    EFFECTS,
    LATE,
    MILESTONES,
    MIRRORED,
    MISSING,
    PERIODS,
    RESTATEMENTS,
    TARGETS,
    declared,
)
from data.simulation.shape import Mistake, Rate, Restatement
from data.simulation.tables import GENERATORS
from data.simulation.world import Partner
from validation import intake
from validation.codes import ALL
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.fields import col, name
from validation.periods import Period

RELEASE = "release"
IDS = frozenset(partner.partnership_id for partner in PARTNERS)
KNOWN = {
    "partnerships": IDS,
    "joint_operations": frozenset(
        pl.concat(GENERATORS[JOINT_OPERATIONS.name].rows(declared(1), 0))[
            name(JointOperations.operation_id)
        ]
    ),
    "sources": frozenset[str](),
    "indicators": frozenset(rate.value for rate in Rate),
}


Files = tuple[tuple[intake.Checked, ...], ...]


def checked(release: Release) -> tuple[intake.Checked, ...]:
    """Check a release's files together, on its own day, as an analyst's upload is checked."""
    return intake.check(release.uploads, today=release.when.date(), known=KNOWN)


def of_table(files: Files, table: str) -> Iterator[pl.DataFrame]:
    """Yield the rows of one table, release by release, with the release's number."""
    for number, release in enumerate(files):
        for file in release:
            if file.contract and file.contract.name == table:
                yield file.rows.with_columns(pl.lit(number).alias(RELEASE))


@pytest.fixture(scope="module", params=[1, 20261])
def seed(request: pytest.FixtureRequest) -> int:
    """Several seeds: what is declared holds whatever is drawn."""
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def simulated(seed: int) -> Example:
    """The example, drawn with a seed."""
    return example(seed)


@pytest.fixture(scope="module")
def files(simulated: Example) -> Files:
    """The files of every release, checked."""
    return tuple(checked(release) for release in simulated.releases)


@pytest.fixture(scope="module")
def published(files: Files) -> pl.DataFrame:
    """Every row of information exchange ever published."""
    return pl.concat(of_table(files, INFORMATION_EXCHANGE.name))


@pytest.fixture(scope="module")
def final(published: pl.DataFrame) -> pl.DataFrame:
    """The rows that stand in the end: the last published of each key."""
    return published.unique(INFORMATION_EXCHANGE.key, keep="last", maintain_order=True)


def of(rows: pl.DataFrame, partnership_id: str, period: Period | None = None) -> pl.DataFrame:
    """Keep one partnership's rows, of one quarter where it is given."""
    mine = rows.filter(col(T.partnership_id) == partnership_id)
    return mine if period is None else mine.filter(col(T.period) == period.code)


def total(rows: pl.DataFrame, column: object) -> int:
    """Return the sum of a column of counts."""
    return int(rows.select(col(column).sum()).item())


def by_quarter(rows: pl.DataFrame, above: pl.Expr, below: pl.Expr) -> dict[str, float]:
    """Return the ratio of two sums for each quarter."""
    found = rows.group_by(col(T.period).cast(pl.String)).agg((above.sum() / below.sum()).alias("r"))
    return dict(found.iter_rows())


# ---------------------------------------------------------------------------------- the releases


def test_every_upload_passes_its_contract_on_the_day_of_its_release(files: Files) -> None:
    problems = [found for release in files for found in release]
    assert [file.problems for file in problems] == [()] * len(problems)


def test_the_first_release_needs_nothing_but_the_catalogue(simulated: Example) -> None:
    known = {**KNOWN, **dict.fromkeys(("partnerships", "joint_operations"), frozenset[str]())}
    first = simulated.releases[0]
    files = intake.check(first.uploads, today=first.when.date(), known=known)
    assert [file.contract.name for file in files if file.contract and file.ok] == [
        "partnerships",
        "agreements",
        "joint_operations",
        "legal_requests",
        "milestones",
        "obstacles",
        "recommendations",
        "reporting_schedule",
        "safeguards",
        "targets",
        "training_completions",
        "operation_results",
        "information_exchange",
    ]


def test_quarters_are_released_35_days_after_they_end_and_a_correction_on_its_own_day(
    simulated: Example,
) -> None:
    when = [release.when for release in simulated.releases]
    assert when == sorted(set(when))
    assert all(moment.tzinfo == UTC for moment in when)
    days = {moment.date() for moment in when}
    planned = {period.end + timedelta(days=35) for period in PERIODS}
    corrected = {one.corrected for one in RESTATEMENTS if one.corrected}
    assert days == planned | corrected
    assert (len(planned), len(corrected)) == (28, 1)


def test_each_release_says_who_and_what_and_no_file_name_comes_twice(simulated: Example) -> None:
    assert all(release.who and release.note for release in simulated.releases)
    names = [upload.name for release in simulated.releases for upload in release.uploads]
    assert len(names) == len(set(names))


def test_twelve_partnerships_are_declared_and_all_are_marked_simulated(files: Files) -> None:
    rows = pl.concat(of_table(files, PARTNERSHIPS.name))
    assert rows.get_column(name(Partnerships.partnership_id)).to_list() == [
        partner.partnership_id for partner in PARTNERS
    ]
    assert len(IDS) == 12
    assert set(rows.get_column(name(Partnerships.record))) == {"simulated"}
    assert rows.get_column(name(Partnerships.members)).null_count() == 0


def test_every_target_and_milestone_is_recorded_once(files: Files) -> None:
    targets = pl.concat(of_table(files, "targets"))
    milestones = pl.concat(of_table(files, "milestones"))
    assert (targets.height, milestones.height) == (len(TARGETS), len(MILESTONES))
    assert targets.get_column(RELEASE).n_unique() > 1
    assert milestones.get_column(RELEASE).n_unique() > 1


def test_an_expected_effect_was_recorded_before_the_data_for_one_and_after_for_another() -> None:
    expected = [one for one in MILESTONES if one.expected]
    before = [one for one in expected if one.recorded.end < one.day]
    assert before
    assert len(before) < len(expected)


def test_the_example_is_small_enough_to_build_in_seconds(final: pl.DataFrame) -> None:
    assert 6_000 <= final.height <= 12_000


def test_the_same_seed_gives_the_same_example_and_another_seed_another() -> None:
    once = example(3)
    assert once == example(3)
    assert once.releases != example(4).releases


# -------------------------------------------------------------------- gaps, delays and corrections


def test_the_quarters_never_returned_are_those_declared(final: pl.DataFrame) -> None:
    there = set(final.select(T.partnership_id, col(T.period).cast(pl.String)).unique().rows())
    everywhere = {(one, period.code) for one in IDS for period in PERIODS}
    assert everywhere - there == {(one.partnership_id, one.period.code) for one in MISSING}


def test_a_late_return_comes_with_the_next_quarters_release(
    simulated: Example, published: pl.DataFrame
) -> None:
    late = {(one.partnership_id, one.period) for one in LATE}
    for partner in IDS:
        for period in PERIODS:
            numbers = of(published, partner, period).get_column(RELEASE)
            if numbers.is_empty():
                continue
            due = period.shift(1) if (partner, period) in late else period
            first = simulated.releases[int(numbers.to_list()[0])]
            assert first.when.date() == due.end + timedelta(days=35)


@pytest.mark.parametrize("restated", RESTATEMENTS, ids=lambda one: one.partnership_id)
def test_a_restated_quarter_first_stood_otherwise_in_the_cells_that_its_mistake_touches(
    restated: Restatement, published: pl.DataFrame, final: pl.DataFrame
) -> None:
    rows = of(published, restated.partnership_id, restated.period)
    first, last = (
        rows.unique(INFORMATION_EXCHANGE.key, keep=keep, maintain_order=True).drop(RELEASE, "line")
        for keep in ("first", "last")
    )
    assert last.equals(of(final, restated.partnership_id, restated.period).drop(RELEASE, "line"))
    touched = {column for column in first.columns if not first[column].equals(last[column])}
    match restated.mistake:
        case Mistake.PREMATURE:
            assert touched == {name(T.unanswered)}
            assert total(first, T.unanswered) > 1.2 * total(last, T.unanswered)
        case Mistake.MISTYPED:
            assert touched == {name(T.messages)}
            wrong, right = (rows.select(col(T.messages).max()).item() for rows in (first, last))
            assert wrong == 10 * right


def test_nothing_else_is_ever_published_twice(published: pl.DataFrame) -> None:
    twice = published.filter(pl.struct(INFORMATION_EXCHANGE.key).is_duplicated())
    found = set(twice.select(T.partnership_id, col(T.period).cast(pl.String)).unique().rows())
    assert found == {(one.partnership_id, one.period.code) for one in RESTATEMENTS}


def test_no_quarter_is_planted_as_two_things_at_once() -> None:
    planted = [(one.partnership_id, one.period) for one in (*MISSING, *LATE, *RESTATEMENTS)]
    assert len(planted) == len(set(planted))


def test_what_is_planted_lies_in_the_example() -> None:
    ids = {one.partnership_id for one in (*EFFECTS, *MISSING, *LATE, *RESTATEMENTS)}
    assert ids | set(MIRRORED) <= IDS
    assert {one.partnership_id for one in (*TARGETS, *MILESTONES)} <= IDS | {ALL}
    starts = [one.from_period for one in EFFECTS] + [one.period for one in (*MISSING, *LATE)]
    assert set(starts) <= set(PERIODS)


# --------------------------------------------------------------------------------- what can be seen

STANDS = col(T.reported_by).is_null() | (col(T.reported_by) == col(T.receiver))
REPLIES = col(T.replies_due) - col(T.unanswered)


def mean(series: dict[str, float], first: Period, last: Period) -> float:
    """Return the mean of the quarters from the first to the last that are there."""
    return float(np.mean([series[code] for code in series if first.code <= code <= last.code]))


def test_the_shared_platform_opens_and_on_time_replies_step_from_60_to_70_per_cent(
    final: pl.DataFrame,
) -> None:
    rows = of(final.filter(STANDS), "northern-ports")
    series = by_quarter(rows, col(T.replied_on_time), col(T.replies_due))
    assert mean(series, PERIODS[0], Period(2023, 1)) == pytest.approx(0.60, abs=0.02)
    assert mean(series, Period(2023, 2), PERIODS[-1]) == pytest.approx(0.70, abs=0.03)
    assert Period(2024, 1).code not in series


def test_unanswered_requests_fall_along_the_andes(final: pl.DataFrame) -> None:
    series = by_quarter(of(final, "andes-drugs"), col(T.unanswered), col(T.replies_due))
    assert mean(series, PERIODS[0], Period(2020, 4)) == pytest.approx(0.17, abs=0.025)
    assert mean(series, Period(2025, 3), PERIODS[-1]) == pytest.approx(0.085, abs=0.03)


def test_refusals_for_want_of_will_rise_in_the_gulf(final: pl.DataFrame) -> None:
    series = by_quarter(of(final, "gulf-cyber"), col(T.refused_unwilling), col(T.replies_due))
    assert mean(series, PERIODS[0], Period(2025, 1)) == pytest.approx(0.04, abs=0.01)
    assert series[PERIODS[-1].code] == pytest.approx(0.11, abs=0.03)


def test_urgent_replies_within_8_hours_step_up_in_the_pacific(final: pl.DataFrame) -> None:
    rows = of(final, "pacific-relief").filter(col(T.urgent))
    series = by_quarter(rows, col(T.within_8h), REPLIES)
    before = mean(series, PERIODS[0], Period(2021, 4))
    assert mean(series, Period(2022, 1), PERIODS[-1]) - before == pytest.approx(0.15, abs=0.04)


def test_one_quarter_stands_out_along_the_mekong(final: pl.DataFrame) -> None:
    series = by_quarter(of(final, "mekong-wildlife"), col(T.replied_on_time), col(T.replies_due))
    others = [value for code, value in series.items() if code != "2021-Q2"]
    assert series["2021-Q2"] < min(others)
    assert series["2021-Q2"] - np.mean(others) == pytest.approx(-0.22, abs=0.09)


def test_one_quarter_of_disaster_stands_out_in_messages(final: pl.DataFrame) -> None:
    series = by_quarter(of(final, "pacific-relief"), col(T.messages), pl.lit(1))
    others = [value for code, value in series.items() if code != "2021-Q3"]
    assert series["2021-Q3"] > max(others)


def test_replies_come_in_clusters_so_that_pairs_differ_by_more_than_chance(
    final: pl.DataFrame,
) -> None:
    rows = of(final.filter(STANDS), "gulf-cyber")
    quarter = rows.group_by(T.period).agg(
        (col(T.replied_on_time).sum() / col(T.replies_due).sum()).alias("p")
    )
    pairs = rows.group_by(T.period, T.sender, T.receiver).agg(
        col(T.replies_due).sum(), col(T.replied_on_time).sum()
    )
    expected = pl.col("p") * col(T.replies_due)
    squares = (col(T.replied_on_time) - expected) ** 2 / (expected * (1 - pl.col("p")))
    by_period = (
        pairs.filter(col(T.replies_due) > 0)
        .join(quarter, on=name(T.period))
        .group_by(T.period)
        .agg((squares.sum() / (pl.len() - 1)).alias("dispersion"))
    )
    assert 1.3 < float(by_period.get_column("dispersion").to_numpy().mean()) < 6


def test_summer_is_quieter(final: pl.DataFrame) -> None:
    rows = of(final, "alpine-fraud")
    by_season = (
        rows.group_by(col(T.period).cast(pl.String).str.slice(5).alias("quarter"))
        .agg(col(T.messages).mean())
        .sort(T.messages)
    )
    assert by_season.get_column("quarter")[0] == "Q3"


def test_both_sides_report_in_two_partnerships_and_disagree_on_the_planted_pairs_alone(
    seed: int, final: pl.DataFrame
) -> None:
    reported = final.filter(col(T.reported_by).is_not_null())
    mirrored = set(reported.get_column(name(T.partnership_id)))
    mirrors = declared(seed).mirrors
    assert mirrored == set(MIRRORED)
    assert [len(one.pairs) for one in mirrors] == list(MIRRORED.values())
    for planted in mirrors:
        pairs = (
            of(reported, planted.partnership_id)
            .group_by(T.sender, T.receiver)
            .agg(
                col(T.messages).filter(col(T.reported_by) == col(side)).sum().alias(told)
                for told, side in (("sent", T.sender), ("received", T.receiver))
            )
        )
        apart = pairs.filter((pl.col("received") / pl.col("sent") - 1).abs() > 0.05)
        assert set(apart.select(T.sender, T.receiver).rows()) == set(planted.pairs)
        assert pairs.height > apart.height


def test_the_sender_sees_fewer_replies_in_time_than_the_receiver_gave(final: pl.DataFrame) -> None:
    for partnership_id in MIRRORED:
        mine = of(final, partnership_id)
        told = {
            by: total(mine.filter(col(T.reported_by) == col(side)), T.replied_on_time)
            for by, side in (("sender", T.sender), ("receiver", T.receiver))
        }
        assert 0.9 * told["receiver"] < told["sender"] < told["receiver"]


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda one: one.partnership_id)
def test_what_a_partnership_does_not_measure_is_empty_and_all_else_is_filled(
    partner: Partner, final: pl.DataFrame
) -> None:
    rows = of(final, partner.partnership_id)
    empty = {column for column in INFORMATION_EXCHANGE.names if rows[column].null_count()}
    reported_by_one = {name(T.reported_by)}
    if partner.partnership_id in MIRRORED:
        reported_by_one = set[str]()
    assert empty == {*partner.unmeasured, *reported_by_one, name(T.median_reply_hours)}


def test_the_truth_lists_every_planted_thing_and_is_ready_for_json(simulated: Example) -> None:
    truth = json.loads(json.dumps(simulated.truth))
    assert truth["effects"][0] == {
        "kind": "step",
        "partnership_id": "northern-ports",
        "indicator": "on_time_replies",
        "from_period": "2023-Q2",
        "size": 0.1,
    }
    assert {key: len(truth[key]) for key in truth if isinstance(truth[key], list)} == {
        "effects": len(EFFECTS),
        "missing": len(MISSING),
        "late": len(LATE),
        "restatements": len(RESTATEMENTS),
        "mirrors": len(MIRRORED),
        "small_counts": 1,
        "joint_operations": len(truth["joint_operations"]),
        "bounds": len(truth["bounds"]),
    }
    assert truth["restatements"][2]["corrected"] == "2022-08-19"
    assert [len(one["pairs"]) for one in truth["mirrors"]] == [3, 0]


def test_drawn_on_it_has_a_release_for_each_further_quarter_and_begins_alike() -> None:
    own, longer = example(2024).releases, example(2024, until=PERIODS[-1].shift(2)).releases
    assert len(longer) == len(own) + 2
    assert longer[-1].note.startswith(f"Returns for {PERIODS[-1].shift(2).label()}")
    assert [each.name for each in longer[0].uploads] == [each.name for each in own[0].uploads]
    exchanged = INFORMATION_EXCHANGE.name
    first, again = (
        [file.content[:] for file in each[0].uploads if file.name.startswith(exchanged)]
        for each in (own, longer)
    )
    assert first == again
