"""Signals on the command line: beside each value, and where a series begins anew."""

import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import usual
from dashboard.line_words import sentences
from data import versions as history
from data.warehouse import Warehouse
from metrics import values as columns
from metrics.lines import of_lines
from metrics.rebased import rebased
from metrics.series import Query, series
from metrics.signals import standing
from metrics.source import Source
from metrics.values import Standing

Command = Callable[..., CompletedProcess[str]]
ADDED = ["centre", "lower_limit", "upper_limit", "signal", "rule", "assurance"]
ASKED = ("on_time_replies", "--partnership", "northern-ports")
WHOSE = Query(indicator="on_time_replies", partnerships=("northern-ports",))
VALID, UNUSABLE, INVALID = 0, 2, 1


@pytest.fixture
def store(
    messages_kept: Warehouse, copied: Callable[[Warehouse, Path], Warehouse], tmp_path: Path
) -> Warehouse:
    """A warehouse of one's own that holds the messages of the simulated example."""
    return copied(messages_kept, tmp_path / "messages.duckdb")


@pytest.fixture
def command(partnerships: Command, store: Warehouse) -> Command:
    """Runs a command on the warehouse: `command("series", "messages")`."""
    return lambda *words: partnerships("--warehouse", store.path, *words)


@pytest.fixture
def asked(command: Command) -> Callable[..., pl.DataFrame]:
    """Asks for a series with its signals and reads the CSV that is printed."""

    def ask(*words: str) -> pl.DataFrame:
        answer = command("series", *ASKED, "--signals", *words)
        assert (answer.returncode, answer.stderr) == (VALID, "")
        return pl.read_csv(io.StringIO(answer.stdout), empty_string_is_null=False)

    return ask


Asked = Callable[..., pl.DataFrame]


def test_signals_stand_behind_the_columns_of_a_series(asked: Asked, command: Command) -> None:
    found = asked()
    plain = pl.read_csv(io.StringIO(command("series", *ASKED).stdout), empty_string_is_null=False)
    assert found.columns == [*plain.columns, *ADDED]
    assert found.select(plain.columns).equals(plain)


def test_they_are_those_of_the_chart(asked: Asked, store: Warehouse) -> None:
    found = asked()
    answer = series(Source(store), WHOSE)
    judged = answer.judged.sort(columns.PERIOD)
    for shown, held in (
        ("centre", columns.CENTRE),
        ("lower_limit", columns.USUAL_LOWER),
        ("upper_limit", columns.USUAL_UPPER),
    ):
        assert found[shown].cast(pl.Float64).to_list() == pytest.approx(judged[held].to_list())
    assert found["rule"].to_list() == judged[columns.SIGNAL_RULE].to_list()
    direction = answer.indicator.direction
    assert found["signal"].to_list() == [
        "" if row[columns.WHY_UNJUDGED] else standing(row[columns.SIGNAL_SIDE], direction)
        for row in judged.iter_rows(named=True)
    ]
    assert set(found["signal"]) >= {"", Standing.AS_USUAL.value}
    last = answer.lines.row(0, named=True)
    said = dict(found.select(columns.PERIOD, "assurance").rows())
    assert said.pop(last[columns.JUDGED_IN]) == last[columns.ASSURANCE]
    assert set(said.values()) == {""}


def test_the_textbooks_limits_stand_nearer_to_the_centre(asked: Asked) -> None:
    short, classic = asked(), asked("--limits", "classic")
    assert classic["centre"].equals(short["centre"])
    assert (classic["upper_limit"] < short["upper_limit"]).all()


def test_a_series_begins_anew_with_a_reason_and_that_can_be_undone(
    command: Command, asked: Asked, store: Warehouse
) -> None:
    till = ("--to", "2023-Q4")  # what is whole whenever it is asked
    before, number = asked(*till), len(history.ledger(store))
    words = ("rebase", *ASKED[:1], ASKED[2], "2021-Q1", "--reason", "A shared platform")
    answer = command(*words, "--milestone", "Shared platform opens")
    assert (answer.returncode, answer.stderr) == (VALID, "")
    entry = history.ledger(store)[-1]
    assert (entry.files[0].table, entry.note) == ("rebasings", "A shared platform")
    anew = asked(*till)
    judged, anew = (frame.drop_nulls("centre") for frame in (before, anew))
    assert judged["centre"].n_unique() == 1
    steps = anew.filter(pl.col("centre").diff() != 0)["period"].to_list()
    assert steps == ["2021-Q1"]
    said = " ".join(sentences(series(Source(store), WHOSE)))
    assert "begins anew in Jan–Mar 2021 (Q1): A shared platform (Shared platform opens)." in said
    assert command("verify").returncode == VALID
    assert command("rollback", str(number)).returncode == VALID
    assert_frame_equal(asked(*till).drop("data_version"), before.drop("data_version"))
    assert "begins anew" not in " ".join(sentences(series(Source(store), WHOSE)))


def test_a_range_that_begins_anew_with_too_few_quarters_says_so_and_when_there_are_enough(
    command: Command, store: Warehouse
) -> None:
    answer = command("rebase", *ASKED[:1], ASKED[2], "2025-Q1", "--reason", "A shared platform")
    said = (
        "No usual range from Jan–Mar 2025 (Q1) on: it needs 8 whole quarters that follow each "
        "other; so far: 4. There can be one from Oct–Dec 2026 (Q4) on."
    )
    assert (answer.returncode, answer.stderr) == (VALID, f"Notice: {said}\n")
    anew = series(Source(store), WHOSE)
    assert usual.sentence(anew) == said
    assert anew.lines[columns.JUDGED_IN].to_list() == [None]


def test_a_range_that_begins_anew_in_a_quarter_without_values_leaves_the_old_one_till_then(
    command: Command, store: Warehouse
) -> None:
    answer = command("rebase", *ASKED[:1], ASKED[2], "2026-Q1", "--reason", "A shared platform")
    assert "so far: none. There can be one from Oct–Dec 2027 (Q4) on." in answer.stderr
    assert "its usual range is" in usual.sentence(series(Source(store), WHOSE))


def test_a_range_that_begins_anew_with_enough_quarters_says_nothing(command: Command) -> None:
    answer = command("rebase", *ASKED[:1], ASKED[2], "2021-Q1", "--reason", "A shared platform")
    assert answer.stderr == ""


def test_one_rebase_is_taken_back_alone(command: Command, store: Warehouse, tmp_path: Path) -> None:
    words = ("--reason", "A shared platform")
    for partnership in ("northern-ports", "alpine-fraud"):
        command("rebase", ASKED[0], partnership, "2021-Q1", *words)
    row = tmp_path / "row.csv"
    row.write_text(
        "indicator,partnership_id,first_period,reason,milestone\n"
        "on_time_replies,northern-ports,2021-Q1,A shared platform,\n"
    )
    back = command("load", row, "--table", "rebasings", "--mode", "withdraw", "--yes")
    assert (back.returncode, back.stderr) == (VALID, "")
    left = rebased(Source(store), ASKED[0])
    assert left[columns.PARTNERSHIP].to_list() == ["alpine-fraud"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_rebase_without_a_reason_is_refused(
    reason: str, command: Command, store: Warehouse
) -> None:
    number = len(history.ledger(store))
    answer = command("rebase", *ASKED[:1], ASKED[2], "2021-Q1", "--reason", reason)
    assert (answer.returncode, len(history.ledger(store))) == (INVALID, number)
    assert "reason" in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("on_time_replies", "nobody", "2021-Q1"), "is not known in partnerships"),
        (("no_such", "northern-ports", "2021-Q1"), "no_such"),
        (("on_time_replies", "northern-ports", "2021-Q7"), "is not a quarter or a year"),
    ],
)
def test_a_rebase_of_nothing_known_is_refused_as_any_row_is(
    words: tuple[str, ...], said: str, command: Command
) -> None:
    answer = command("rebase", *words, "--reason", "Why")
    assert answer.returncode == INVALID
    assert said in answer.stderr


def test_what_nothing_judges_cannot_begin_anew(command: Command) -> None:
    answer = command("rebase", "trust_in_police", *ASKED[2:], "2021", "--reason", "Why")
    assert answer.returncode == UNUSABLE
    assert "It comes from waves of a survey" in answer.stderr


def test_a_line_that_begins_anew_is_judged_from_there_on(messages: Source) -> None:
    answer = series(messages, WHOSE)
    anew = pl.DataFrame({columns.PARTNERSHIP: ["northern-ports"], columns.PERIOD: ["2023-Q1"]})
    found = of_lines(answer.frame, answer.indicator, rebased=anew).row(0, named=True)
    assert found[columns.TREND_FROM] == "2023-Q1"
    assert found[columns.JUDGED_POINTS] == found[columns.TREND_POINTS] < 12
