"""No withheld count can be worked out from what is shown: whatever the counts."""

from collections.abc import Mapping, Sequence
from itertools import product

import highspy
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.methods import nearby, secondary
from metrics.methods.arrays import Flags
from metrics.methods.disclosure import (
    SMALLEST_SHOWN,
    attack,
    exposed,
    protected,
    small,
    small_share,
)
from metrics.methods.lattice import Lattice
from metrics.methods.margins import CODE, COUNTED, CUT, KEYS, WITHHELD, Margins, margins
from metrics.values import GRAIN, PARTNERSHIP, PERIOD, VALUE
from validation.periods import QUARTER, YEAR

ENROLLED, COMPLETED, LEFT = "enrolled", "completed", "left"
COURSE, COUNTRY = "course", "country"
COUNTS = (ENROLLED, COMPLETED, LEFT)
CUTS = (COURSE, COUNTRY)
TWENTY = settings(max_examples=20)

ROW = st.fixed_dictionaries(
    {
        PARTNERSHIP: st.sampled_from(["north", "south"]),
        PERIOD: st.sampled_from(["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024"]),
        COURSE: st.sampled_from(["basic", "advanced", "online", None]),
        COUNTRY: st.sampled_from(["BEL", "NLD", None]),
        COMPLETED: st.one_of(st.integers(0, 6), st.integers(0, 60)),
        LEFT: st.one_of(st.just(0), st.integers(0, 9)),
    }
)
SCHEMA = {
    PARTNERSHIP: pl.String,
    PERIOD: pl.String,
    COURSE: pl.String,
    COUNTRY: pl.String,
    COMPLETED: pl.Int64,
    LEFT: pl.Int64,
}


def training(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    enrolled = (pl.col(COMPLETED) + pl.col(LEFT)).alias(ENROLLED)
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(enrolled)


def added_up(frame: pl.DataFrame) -> Margins:
    return margins(frame, counts=COUNTS, cuts=CUTS, wholes=[(ENROLLED, (COMPLETED, LEFT))])


def flags(draw: st.DataObject, number: int) -> Flags:
    drawn = draw.draw(st.lists(st.booleans(), min_size=number, max_size=number))
    return np.array(drawn, dtype=np.bool_)


FRAMES = st.lists(ROW, min_size=4, max_size=14).map(training)
TABLES = FRAMES.map(added_up)


@TWENTY
@given(TABLES)
def test_no_withheld_count_is_known_to_within_the_smallest_shown(table: Margins) -> None:
    primary = table.primary()
    withheld = protected(table.lattice, primary)
    found = attack(table.lattice, withheld)
    assert withheld[primary].all()
    assert (found.upper - found.lower)[withheld].min(initial=np.inf) >= SMALLEST_SHOWN - 1e-6
    assert (found.lower <= table.lattice.values + 1e-6).all()
    assert (found.upper >= table.lattice.values - 1e-6).all()


@TWENTY
@given(table=TABLES)
@pytest.mark.parametrize("nearest", [2, 400])
def test_nor_in_a_large_block_where_what_protects_a_count_is_looked_for_round_it(
    nearest: int, table: Margins
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secondary, "LARGE", 0)
        patch.setattr(nearby, "_NEAREST", nearest)
        withheld = protected(table.lattice, table.primary())
    assert withheld[table.primary()].all()
    assert not exposed(table.lattice, withheld).any()


def test_the_cheapest_move_takes_the_count_that_stands_in_no_further_sum() -> None:
    lattice = Lattice.of([3, 20, 20, 43, 9, 29], [(3, (0, 1, 2)), (5, (1, 4))])
    none, free = np.zeros(6, dtype=np.bool_), np.array([False, True, True, False, True, True])
    cheap = nearby.Nearby(lattice, none, width=5, least=1, ceiling=100)
    cells, way = cheap.move(0, 5, withheld=none, free=free)
    assert dict(zip(cells.tolist(), way.tolist(), strict=True)) == {0: 5, 2: -5}


@TWENTY
@given(TABLES)
def test_zeros_are_shown_and_no_count_below_the_smallest_is(table: Margins) -> None:
    told = table.told(protected(table.lattice, table.primary()))
    shown = told.filter(~pl.col(WITHHELD))[VALUE]
    assert ((shown == 0) | (shown >= SMALLEST_SHOWN)).all()
    assert not (table.lattice.values[told[WITHHELD].to_numpy()] == 0).any()
    assert told.filter(WITHHELD)[VALUE].null_count() == told[WITHHELD].sum()


@settings(max_examples=8)
@given(TABLES)
def test_every_further_cell_that_is_withheld_is_needed(table: Margins) -> None:
    primary = table.primary()
    withheld = protected(table.lattice, primary)
    for cell in np.flatnonzero(withheld & ~primary):
        fewer = withheld.copy()
        fewer[cell] = False
        assert exposed(table.lattice, fewer).any()


def left_alone(told: pl.DataFrame, keys: list[str], parts: pl.Expr, wholes: pl.Expr) -> int:
    """Count the sums, whole and parts together, in which a single cell is withheld."""
    together = told.filter(parts | wholes).group_by(keys).agg(pl.col(WITHHELD).sum())
    return together.filter(pl.col(WITHHELD) == 1).height


@TWENTY
@given(TABLES)
def test_nothing_is_left_over_when_shown_counts_are_taken_off_a_total(table: Margins) -> None:
    told = table.told(protected(table.lattice, table.primary()))
    year = pl.col(PERIOD).str.head(4).alias(YEAR)
    whole = pl.col(COUNTED) == ENROLLED
    for cut in CUTS:
        parts, total = pl.col(CUT) == cut, pl.col(CUT).is_null()
        assert left_alone(told, [PARTNERSHIP, GRAIN, PERIOD, COUNTED], parts, total) == 0
    quarters, years = pl.col(GRAIN) != YEAR, pl.col(GRAIN) == YEAR
    in_year = [PARTNERSHIP, YEAR, CUT, CODE, COUNTED]
    assert left_alone(told.with_columns(year), in_year, quarters, years) == 0
    assert left_alone(told, [PARTNERSHIP, GRAIN, PERIOD, CUT, CODE], ~whole, whole) == 0


@TWENTY
@given(TABLES)
def test_a_share_of_which_few_are_counted_or_few_are_not_is_not_told(table: Margins) -> None:
    told = table.told(protected(table.lattice, table.primary()))
    keys = [PARTNERSHIP, GRAIN, PERIOD, CUT, CODE]
    wide = told.pivot(COUNTED, index=keys, values=VALUE).drop_nulls(COUNTS)
    assert not small(wide.select(COMPLETED, LEFT).to_numpy()).any()
    assert (wide[COMPLETED] + wide[LEFT] == wide[ENROLLED]).all()


@TWENTY
@given(TABLES, st.data())
def test_what_was_shown_before_protects_nothing_and_what_it_gives_away_is_told(
    table: Margins, draw: st.DataObject
) -> None:
    primary = table.primary()
    known = flags(draw, len(primary))
    withheld = protected(table.lattice, primary, known=known)
    assert not (withheld & known & ~primary).any()
    utmost = primary | (~known & (table.lattice.values > 0))
    given_away = exposed(table.lattice, utmost, known=known)
    found = exposed(table.lattice, withheld, known=known)
    assert found.tolist() == (given_away & withheld).tolist()
    assert found[primary & known].all()


@TWENTY
@given(TABLES, st.data())
def test_what_was_withheld_before_stays_withheld_and_safe(
    table: Margins, draw: st.DataObject
) -> None:
    before = flags(draw, table.cells.height) & (table.lattice.values > 0)
    listed = table.cells.filter(pl.Series(before)).sample(fraction=1.0, shuffle=True, seed=1)
    withheld = protected(table.lattice, table.primary() | table.among(listed))
    assert withheld[before].all()
    assert not exposed(table.lattice, withheld).any()


@TWENTY
@given(FRAMES)
def test_partnerships_together_are_withheld_as_each_is_alone(frame: pl.DataFrame) -> None:
    def told(rows: pl.DataFrame) -> pl.DataFrame:
        table = added_up(rows)
        return table.told(protected(table.lattice, table.primary()))

    alone = [told(rows) for rows in frame.partition_by(PARTNERSHIP)]
    assert told(frame).sort(KEYS).equals(pl.concat(alone).sort(KEYS))


@TWENTY
@given(FRAMES)
def test_the_margins_are_the_sums_of_the_rows(frame: pl.DataFrame) -> None:
    cells = added_up(frame).cells
    assert cells.select(KEYS).is_unique().all()
    for cut, grain in product([None, *CUTS], cells[GRAIN].unique()):
        period = pl.col(PERIOD).str.head(4) if grain == YEAR else pl.col(PERIOD)
        code = pl.lit(None, pl.String) if cut is None else pl.col(cut)
        keys = [pl.col(PARTNERSHIP), period, code.alias(CODE)]
        expected = frame.group_by(keys).agg(pl.col(COUNTS).sum().cast(pl.Float64))
        same = pl.col(CUT).is_null() if cut is None else pl.col(CUT) == cut
        found = cells.filter(pl.col(GRAIN) == grain, same).pivot(
            COUNTED, index=[PARTNERSHIP, PERIOD, CODE], values=VALUE
        )
        order = [PARTNERSHIP, PERIOD, CODE]
        assert found.select(expected.columns).sort(order).equals(expected.sort(order))


CELLS = st.lists(st.integers(0, 7), min_size=6, max_size=6)
PLACES = np.arange(6).reshape(2, 3)
LINES = (*PLACES, *PLACES.T)


def tables(counts: list[int], withheld: Flags) -> list[list[int]]:
    """Return every table of whole numbers with the same totals, above 0 where it is withheld."""
    first, second = sum(counts[:2]) + counts[2], np.array(counts[:3]) + counts[3:]
    found: list[list[int]] = []
    for left, middle in product(range(first + 1), repeat=2):
        upper = [left, middle, first - left - middle]
        table = [*upper, *(second - upper).tolist()]
        pairs = zip(table, counts, withheld.tolist(), strict=True)
        if all(cell > 0 if hidden else cell == count for cell, count, hidden in pairs):
            found.append(table)
    return found


@settings(max_examples=60)
@given(CELLS, st.data())
def test_an_attack_finds_what_trying_every_table_finds(
    counts: list[int], draw: st.DataObject
) -> None:
    totals = [int(np.array(counts)[line].sum()) for line in LINES]
    sums = [(len(counts) + at, line.tolist()) for at, line in enumerate(LINES)]
    lattice = Lattice.of([*counts, *totals], sums)
    withheld = flags(draw, len(counts)) & (np.array(counts) > 0)
    tried = tables(counts, withheld)
    found = attack(lattice, np.append(withheld, np.zeros(len(totals), dtype=np.bool_)))
    assert found.lower[: len(counts)] == pytest.approx(np.min(tried, axis=0))
    assert found.upper[: len(counts)] == pytest.approx(np.max(tried, axis=0))


def test_a_count_is_small_from_one_to_below_the_smallest_shown() -> None:
    assert small([0, 1, 4, 5, np.nan]).tolist() == [False, True, True, False, False]
    assert small([4, 9, 10], smallest_shown=10).tolist() == [True, True, False]


@pytest.mark.parametrize(("numerator", "denominator"), [(4, 40), (36, 40), (2, 2)])
def test_a_share_is_small_where_few_are_counted_or_few_are_not(
    numerator: int, denominator: int
) -> None:
    assert small_share(numerator, denominator).item()


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 40), (40, 40), (5, 10), (0, 0)])
def test_a_share_of_none_of_all_or_of_enough_is_not_small(numerator: int, denominator: int) -> None:
    assert not small_share(numerator, denominator).item()


def course(name: str | None, completed: int, left: int = 0) -> dict[str, object]:
    row = {PARTNERSHIP: "north", PERIOD: "2024-Q1", COUNTRY: "BEL"}
    return {**row, COURSE: name, COMPLETED: completed, LEFT: left}


def test_counts_whose_code_is_not_told_are_a_part_of_their_own() -> None:
    frame = training([course("basic", 30), course("basic", 4), course(None, 3)])
    table = margins(frame, counts=[COMPLETED], cuts=[COURSE])
    assert table.cells.filter(pl.col(GRAIN) == YEAR).select(CUT, CODE, VALUE).rows() == [
        (None, None, 37.0),
        (COURSE, None, 3.0),
        (COURSE, "basic", 34.0),
    ]
    told = table.told(protected(table.lattice, table.primary()))
    shown = told.filter(~pl.col(WITHHELD))
    assert shown.select(GRAIN, CUT, VALUE).rows() == [(QUARTER, None, 37.0), (YEAR, None, 37.0)]


def test_a_small_rest_withholds_how_the_denominator_splits_and_not_the_denominator() -> None:
    frame = training([course("basic", 36, 2), course("advanced", 60, 20)])
    table = margins(frame, counts=COUNTS, cuts=[COURSE], wholes=[(ENROLLED, (COMPLETED, LEFT))])
    primary = table.cells.filter(pl.Series(table.primary()), pl.col(GRAIN) == YEAR)
    assert primary.select(CODE, COUNTED).rows() == [("basic", COMPLETED), ("basic", LEFT)]
    told = table.told(protected(table.lattice, table.primary())).filter(pl.col(COUNTED) == ENROLLED)
    assert not told[WITHHELD].any()


def test_of_no_counts_none_are_withheld() -> None:
    table = added_up(training([]))
    assert table.told(protected(table.lattice, table.primary())).is_empty()


def test_what_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="sum 0 do not make its total: they differ by -1"):
        Lattice.of([3, 1, 1], [(0, [1, 2])])
    with pytest.raises(ValueError, match="cell 1 is -1"):
        Lattice.of([0, -1, 1], [(0, [1, 2])])
    with pytest.raises(ValueError, match="a numerator is greater"):
        small_share([3], [2])
    frame = training([course("basic", 30, 5)]).with_columns(pl.lit(34).alias(ENROLLED))
    with pytest.raises(ValueError, match="completed \\+ left is not always enrolled"):
        added_up(frame)
    with pytest.raises(ValueError, match="left is missing or below 0 in 1 rows"):
        added_up(frame.with_columns(pl.lit(None, pl.Int64).alias(LEFT)))


def test_a_programme_that_went_wrong_by_errors_that_added_up_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, begun_anew = highspy.Highs.getModelStatus, highspy.Highs.clearSolver
    anew: list[bool] = []

    def told(solver: highspy.Highs) -> highspy.HighsModelStatus:
        return real(solver) if anew else highspy.HighsModelStatus.kInfeasible

    def begin_anew(solver: highspy.Highs) -> highspy.HighsStatus:
        anew.append(True)
        return begun_anew(solver)

    monkeypatch.setattr(highspy.Highs, "getModelStatus", told)
    monkeypatch.setattr(highspy.Highs, "clearSolver", begin_anew)
    lattice = Lattice.of([9, 4, 5], [(0, (1, 2))])
    found = attack(lattice, np.array([False, True, True]))
    assert anew
    assert (found.lower.tolist(), found.upper.tolist()) == ([9, 1, 1], [9, 8, 8])
