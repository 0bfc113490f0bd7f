"""The command that prints the effectiveness index."""

import io
import json
import subprocess
from collections.abc import Callable

import polars as pl
import pytest

from data.warehouse import Warehouse
from metrics.index import FEW_PARTNERSHIPS
from metrics.index_table import RANK, TOTAL, WHY_NO_TOTAL, schema
from metrics.values import KIND, PARTNERSHIP, PERIOD

Command = Callable[..., subprocess.CompletedProcess[str]]
VALID, UNUSABLE = 0, 2
QUICK = ("index", "--draws", "50")


@pytest.fixture
def command(partnerships: Command, kept: Warehouse) -> Command:
    """Runs a command on a year and a half of the simulated example."""
    return lambda *words: partnerships("--warehouse", kept.path, *words)


def read(answer: subprocess.CompletedProcess[str]) -> pl.DataFrame:
    assert answer.returncode == VALID
    return pl.read_csv(io.StringIO(answer.stdout), empty_string_is_null=False)


def test_each_partnership_has_a_row_and_ranks_are_told_within_a_kind_alone(
    command: Command,
) -> None:
    rows = read(command(*QUICK))
    assert rows.columns == list(schema())
    assert rows[PARTNERSHIP].n_unique() == rows.height == 12
    assert set(rows[PERIOD].cast(pl.String)) == {"2019"}
    ranked = rows.filter(pl.col(RANK).is_not_null())
    assert set(ranked[KIND]) == {"regional"}
    assert sorted(ranked[RANK]) == [1, 2, 3, 4, 5]
    assert ranked.sort(RANK)[TOTAL].is_sorted(descending=True)
    others = rows.filter(pl.col(RANK).is_null())
    assert set(others[WHY_NO_TOTAL]) == {FEW_PARTNERSHIPS}


def test_a_total_lies_within_its_range_from_sampling(command: Command) -> None:
    rows = read(command(*QUICK)).drop_nulls(RANK)
    assert (rows["sampling_lower"] <= rows[TOTAL] + 0.5).all()
    assert (rows["sampling_upper"] >= rows[TOTAL] - 0.5).all()
    assert (rows["method_best"] <= rows["method_worst"]).all()


def test_of_the_method_there_are_ranks_alone(command: Command) -> None:
    told = [name for name in read(command(*QUICK)).columns if name.startswith("method")]
    assert told == ["method_best", "method_worst"]


def test_the_same_seed_gives_the_same_text_and_another_does_not(command: Command) -> None:
    first, again, other = (command(*QUICK, "--seed", seed).stdout for seed in ("7", "7", "8"))
    assert first == again
    assert first != other


def test_json_has_the_same_columns(command: Command) -> None:
    records = json.loads(command(*QUICK, "--format", "json").stdout)
    assert list(records[0]) == list(schema())


def test_a_period_is_taken_as_it_is_asked_for(command: Command) -> None:
    rows = read(command(*QUICK, "--period", "2019-Q3"))
    assert set(rows[PERIOD]) == {"2019-Q3"}
    answer = command(*QUICK, "--period", "1999")
    assert read(answer).is_empty()
    assert "holds no figure of 1999 that may enter an index" in answer.stderr


def test_a_period_that_is_none_is_refused_in_one_line(command: Command) -> None:
    answer = command("index", "--period", "soon")
    assert answer.returncode == UNUSABLE
    assert answer.stderr.strip() == "“soon” is not a period. Write 2024-Q3 or 2024."


def test_published_totals_make_no_index_and_the_command_says_why(
    partnerships: Command, shipped: Warehouse
) -> None:
    answer = partnerships("--warehouse", shipped.path, *QUICK)
    assert read(answer).is_empty()
    assert answer.stderr.startswith("Totals as organisations printed them make no index")
