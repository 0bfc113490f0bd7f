"""Files of any size whose truth is known."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.simulate import simulate
from data.simulation import drawn
from data.simulation.exchange import SEASON, SLICE, returned
from data.simulation.generator import completed
from data.simulation.lines import SEARCH, lines
from data.simulation.scenario import declared
from data.simulation.shape import USUAL, Effect, Rate, Shape
from data.simulation.tables import GENERATORS
from data.simulation.world import World
from validation import intake
from validation.codes import OWN_RETURN
from validation.contracts import CONTRACTS
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.milestones import Milestones
from validation.fields import col, name
from validation.periods import Period, between

TODAY = date(2026, 11, 30)
SIZES = [1, 23, 239, 240, 2_880, 10_000]


def read(folder: Path, table: str = INFORMATION_EXCHANGE.name) -> pl.DataFrame:
    """Read a simulated file as its contract types it."""
    upload = intake.Upload(f"{table}.csv", (folder / f"{table}.csv").read_bytes())
    known = {"partnerships": partnership_ids(folder), "sources": frozenset[str]()}
    checked = intake.check([upload], today=TODAY, known=known)[0]
    assert checked.problems == ()
    return checked.rows


def partnership_ids(folder: Path) -> frozenset[str]:
    """Return the partnerships that a folder's files may refer to."""
    with (folder / "partnerships.csv").open(encoding="utf-8") as file:
        return frozenset(line.split(",")[0] for line in list(file)[1:])


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("rows", SIZES)
def test_every_file_keeps_its_own_contract_without_a_warning(rows: int, tmp_path: Path) -> None:
    simulate(rows, 1, tmp_path)
    tables = [table for table in GENERATORS if (tmp_path / f"{table}.csv").exists()]
    assert set(GENERATORS) - set(tables) == {"commentary", "returns"}
    uploads = [
        intake.Upload(f"{table}.csv", (tmp_path / f"{table}.csv").read_bytes()) for table in tables
    ]
    known = {
        "partnerships": frozenset[str](),
        "sources": frozenset[str](),
        "indicators": frozenset(rate.value for rate in Rate),
    }
    checked = intake.check(uploads, today=TODAY, known=known)
    assert [one.problems for one in checked] == [()] * len(tables)
    assert [one.contract and one.contract.name for one in checked] == tables


@pytest.mark.parametrize("rows", SIZES)
def test_the_number_of_rows_is_the_number_asked_for(rows: int, tmp_path: Path) -> None:
    simulate(rows, 2, tmp_path)
    assert read(tmp_path).height == rows


def test_a_hundred_thousand_rows_are_as_many_different_keys(tmp_path: Path) -> None:
    simulate(100_000, 3, tmp_path)
    rows = pl.read_csv(tmp_path / "information_exchange.csv", infer_schema=False)
    assert rows.height == 100_000
    assert rows.n_unique(subset=INFORMATION_EXCHANGE.key) == 100_000


@settings(max_examples=8)
@given(rows=st.integers(1, 1_500), seed=st.integers(0, 2**63))
def test_any_size_and_seed_gives_that_many_rows_that_keep_the_contract(
    rows: int, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    simulate(rows, seed, folder)
    assert read(folder).height == rows


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for folder, seed in (("one", 4), ("two", 4), ("other", 5)):
        simulate(3_000, seed, tmp_path / folder)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")
    mine, other = everything(tmp_path / "one"), everything(tmp_path / "other")
    assert mine["information_exchange.csv"] != other["information_exchange.csv"]
    assert mine["truth.json"] != other["truth.json"]


def test_every_row_is_an_own_return(tmp_path: Path) -> None:
    simulate(3_000, 1, tmp_path)
    sources = {
        source
        for table in ("information_exchange", "published_totals")
        for source in read(tmp_path, table).get_column(name(T.source))
    }
    assert sources == {OWN_RETURN}


@pytest.mark.parametrize(("rows", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_no_rows_or_a_negative_seed_are_refused_before_anything_is_written(
    rows: int, seed: int, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        simulate(rows, seed, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("table", GENERATORS)
def test_a_generator_draws_the_columns_of_its_table(table: str) -> None:
    worlds = (drawn.world(3_000, 1), replace(declared(1), indicators=frozenset(Rate)))
    frames = [frame for world in worlds for frame in GENERATORS[table].rows(world, 3_000)]
    assert {tuple(frame.columns) for frame in frames} == {CONTRACTS[table].names}
    assert sum(frame.height for frame in frames) > 0


def test_a_column_that_is_not_drawn_is_left_empty() -> None:
    drawn_columns = pl.DataFrame({name(T.messages): [3]})
    row = completed(INFORMATION_EXCHANGE, drawn_columns).row(0, named=True)
    assert tuple(row) == INFORMATION_EXCHANGE.names
    assert {column: value for column, value in row.items() if value is not None} == {
        name(T.messages): 3
    }


def test_a_milestone_names_an_indicator_of_the_catalogue_or_none(tmp_path: Path) -> None:
    known = frozenset({Rate.ON_TIME.value})
    simulate(3_000, 1, tmp_path / "some", indicators=known)
    simulate(3_000, 1, tmp_path / "none")
    named = {
        folder: set(pl.read_csv(tmp_path / folder / "milestones.csv")[name(Milestones.indicator)])
        for folder in ("some", "none")
    }
    assert named == {"some": {Rate.ON_TIME.value, None}, "none": {None}}


def test_ten_million_rows_have_combinations_to_spare() -> None:
    world = drawn.world(10_000_000, 1)
    partner = world.partners[0]
    assert len(world.partners) == 12
    assert lines(world, partner).height == partner.lines
    assert partner.lines * (12 * 24 - len(world.missing)) >= 10_000_000


def test_a_partnership_cannot_report_more_lines_than_it_has_combinations() -> None:
    world = drawn.world(10, 1)
    with pytest.raises(ValueError, match="lines at most"):
        lines(world, replace(world.partners[0], lines=10_000_000))


def test_a_long_return_comes_in_parts_that_hold_every_line_once() -> None:
    world = drawn.world(40_000_000, 1)
    partner = world.partners[0]
    reported = lines(world, partner)
    parts = list(returned(world, partner, world.periods[0], reported))
    assert [part.height for part in parts] == [SLICE, reported.height - SLICE]
    assert pl.concat(parts).n_unique(subset=INFORMATION_EXCHANGE.key) == reported.height


def test_what_is_planted_in_one_partnership_leaves_the_others_as_they_were() -> None:
    world = drawn.world(3_000, 1)
    bare = replace(world, effects=world.effects[1:])
    with_it, without = (
        list(GENERATORS["information_exchange"].rows(one, 3_000)) for one in (world, bare)
    )
    affected = {
        one.get_column(name(T.partnership_id))[0]
        for one, other in zip(with_it, without, strict=True)
        if not one.equals(other)
    }
    assert affected == {world.effects[0].partnership_id}


# --------------------------------------------------------------- the planted truth is found again

REPLIES = col(T.replies_due) - col(T.unanswered)
URGENT = pl.when(col(T.urgent)).then
OF_THE_SENDER = (Rate.MESSAGES, Rate.HITS, Rate.CLARIFICATIONS, Rate.TRANSLATED, Rate.AUTOMATED)
MEASURED: dict[Rate, tuple[pl.Expr, pl.Expr]] = {
    Rate.ON_TIME: (col(T.replied_on_time), col(T.replies_due)),
    Rate.UNANSWERED: (col(T.unanswered), col(T.replies_due)),
    Rate.WITHIN_8H: (URGENT(col(T.within_8h)), URGENT(REPLIES)),
    Rate.WITHIN_3D: (col(T.within_3d), REPLIES),
    Rate.WITHIN_7D: (col(T.within_7d), REPLIES),
    Rate.HITS: (col(T.hits), pl.when(col(T.message_kind) == SEARCH).then(col(T.messages))),
    Rate.CLARIFICATIONS: (col(T.clarifications), col(T.messages)),
    Rate.TRANSLATED: (col(T.translated), col(T.messages)),
    Rate.AUTOMATED: (col(T.automated), col(T.messages)),
    Rate.LEGAL: (col(T.refused_legal), col(T.replies_due)),
    Rate.SAFEGUARD: (col(T.refused_safeguard), col(T.replies_due)),
    Rate.UNWILLING: (col(T.refused_unwilling), col(T.replies_due)),
    Rate.MESSAGES: (col(T.messages), pl.lit(1)),
}


@pytest.fixture(scope="module", params=[11, 12, 13])
def drawn_world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[World, pl.DataFrame]:
    """A world and its rows of information exchange."""
    seed: int = request.param
    folder = tmp_path_factory.mktemp("truth")
    simulate(60_000, seed, folder)
    return drawn.world(60_000, seed), read(folder)


def standing(rows: pl.DataFrame, rate: Rate) -> pl.DataFrame:
    """Keep the rows that count: the sender's for messages, the receiver's for replies."""
    side = col(T.sender) if rate in OF_THE_SENDER else col(T.receiver)
    return rows.filter(col(T.reported_by).is_null() | (col(T.reported_by) == side))


def estimated(world: World, rows: pl.DataFrame, effect: Effect) -> float:
    """Estimate an effect by least squares: the quarterly figures on where it was planted."""
    above, below = MEASURED[effect.indicator]
    mine = rows.filter(col(T.partnership_id) == effect.partnership_id)
    series = (
        standing(mine, effect.indicator)
        .group_by(col(T.period).cast(pl.String))
        .agg((above.sum() / below.sum()).alias("figure"))
    )
    periods = [Period.parse(code) for code in series.get_column(name(T.period))]
    planted = np.array([effect.at(one, world.periods[-1]) / effect.size for one in periods])
    figures = series.get_column("figure").to_numpy()
    if effect.indicator != Rate.MESSAGES:
        return float(np.polyfit(planted, figures, 1)[0])
    growth = {partner.partnership_id: partner.growth for partner in world.partners}
    start = world.periods[0]
    usual = [
        SEASON[(one.quarter or 1) - 1] * (1 + growth[effect.partnership_id]) ** years
        for one in periods
        for years in [(len(between(start, one)) - 1) / 4]
    ]
    slope, level = np.polyfit(planted, figures / np.array(usual), 1)
    return float(slope / level)


def test_each_planted_effect_is_found_again_in_the_raw_sums(
    drawn_world: tuple[World, pl.DataFrame],
) -> None:
    world, rows = drawn_world
    planted = [effect for effect in world.effects if effect.indicator in MEASURED]
    assert len(planted) == sum(template.kind is not None for template in drawn.TEMPLATES)
    for effect in planted:
        found = estimated(world, rows, effect)
        assert found == pytest.approx(effect.size, abs=0.4 * abs(effect.size)), effect


def test_where_nothing_is_planted_the_share_is_the_usual_one(
    drawn_world: tuple[World, pl.DataFrame],
) -> None:
    world, rows = drawn_world
    touched = {effect.partnership_id for effect in world.effects}
    quiet = [one for one in world.partners if one.partnership_id not in touched]
    assert len(quiet) == 1
    mine = rows.filter(col(T.partnership_id) == quiet[0].partnership_id)
    for rate, (above, below) in MEASURED.items():
        if rate != Rate.MESSAGES:
            found = float(mine.select(above.sum() / below.sum()).item())
            assert found == pytest.approx(USUAL[rate], abs=0.015), rate


def test_the_quarters_planted_as_missing_and_no_others_have_no_rows(
    drawn_world: tuple[World, pl.DataFrame],
) -> None:
    world, rows = drawn_world
    there = set(rows.select(T.partnership_id, col(T.period).cast(pl.String)).unique().rows())
    everywhere = {
        (partner.partnership_id, period.code)
        for partner in world.partners
        for period in world.periods
    }
    planted = {(one.partnership_id, one.period.code) for one in world.missing}
    assert len(planted) == 3
    assert everywhere - there == planted


def test_the_two_sides_disagree_on_the_planted_pairs_and_on_no_others(
    drawn_world: tuple[World, pl.DataFrame],
) -> None:
    world, rows = drawn_world
    assert len(world.mirrors) == 2
    for mirror in world.mirrors:
        mine = rows.filter(col(T.partnership_id) == mirror.partnership_id)
        assert mine.get_column(name(T.reported_by)).null_count() == 0
        apart = disagreeing(mine)
        assert apart == set(mirror.pairs)


def disagreeing(rows: pl.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs whose two counts differ by more than 5 % in the lines both report."""
    line = [part for part in INFORMATION_EXCHANGE.key if part != name(T.reported_by)]
    sides = [
        rows.filter(col(T.reported_by) == side).select(*line, T.messages)
        for side in (col(T.sender), col(T.receiver))
    ]
    both = sides[0].join(sides[1], on=line, suffix="_mirror")
    pairs = both.group_by(T.sender, T.receiver).agg(
        col(T.messages).sum(), pl.col(f"{name(T.messages)}_mirror").sum().alias("mirror")
    )
    apart = pairs.filter((pl.col("mirror") / col(T.messages) - 1).abs() > 0.05)
    return {(sender, receiver) for sender, receiver in apart.select(T.sender, T.receiver).rows()}


def test_the_truth_file_tells_what_is_planted_and_where(tmp_path: Path) -> None:
    simulate(3_000, 6, tmp_path)
    world = drawn.world(3_000, 6)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["effects"] == [
        {
            "kind": effect.kind.value,
            "partnership_id": effect.partnership_id,
            "indicator": effect.indicator.value,
            "from_period": effect.from_period.code,
            "size": effect.size,
            **({"line": effect.line} if effect.line else {}),
        }
        for effect in world.effects
    ]
    assert truth["missing"] == [
        {"partnership_id": one.partnership_id, "period": one.period.code} for one in world.missing
    ]
    assert [one["partnership_id"] for one in truth["mirrors"]] == [
        one.partnership_id for one in world.mirrors
    ]
    assert truth["small_counts"] == [
        {"partnership_id": "simulated-11", "messages_a_line": drawn.FEW}
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Shape.STEP, [0.0, 0.0, 0.4, 0.4, 0.4, 0.4]),
        (Shape.OUTLIER, [0.0, 0.0, 0.4, 0.0, 0.0, 0.0]),
        (Shape.DRIFT, [0.0, 0.0, 0.1, 0.2, 0.3, 0.4]),
    ],
)
def test_an_effect_runs_over_time_as_its_kind_says(kind: Shape, expected: list[float]) -> None:
    periods = between(Period(2023, 3), Period(2024, 4))
    effect = Effect(kind, "ports", Rate.ON_TIME, periods[2], 0.4)
    assert [effect.at(one, periods[-1]) for one in periods] == pytest.approx(expected)
