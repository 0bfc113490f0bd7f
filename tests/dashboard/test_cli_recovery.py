"""The command that tells how many planted changes the signals find."""

import csv
import io
import json
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

Command = Callable[..., CompletedProcess[str]]

FEW = ("recovery", "--draws", "50")


@pytest.fixture(scope="module")
def lengths() -> list[tuple[str, str]]:
    """Every length of a baseline with every autocorrelation."""
    return [(length, rho) for length in ("8", "12", "16", "20") for rho in ("0.0", "0.2", "0.4")]


def test_each_length_and_autocorrelation_has_a_row(
    partnerships: Command, lengths: list[tuple[str, str]]
) -> None:
    answer = partnerships(*FEW)
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert answer.returncode == 0
    assert [(row["points"], row["autocorrelation"]) for row in rows] == lengths
    shares = [float(value) for row in rows for key, value in row.items() if "within" in key]
    assert len(shares) == 12 * 8
    assert all(0 <= share <= 1 for share in shares)


def test_textbook_limits_and_other_steps_can_be_asked_for(partnerships: Command) -> None:
    ours, classic, none = (
        json.loads(partnerships(*FEW, "--format", "json", *words).stdout)
        for words in ((), ("--limits", "classic"), ("--step", "0"))
    )
    found = "found_within_1"
    assert classic[0][found] > ours[0][found] > none[0][found]


def test_the_comparison_before_and_after_can_be_tried_instead(partnerships: Command) -> None:
    answer = partnerships(*FEW, "--method", "before-after", "--format", "json")
    rows = json.loads(answer.stdout)
    kinds = [(row["points"], row["autocorrelation"]) for row in rows]
    assert kinds == [(points, rho) for points in (12, 20) for rho in (0.0, 0.2, 0.4)]
    assert all(row["jump_found"] > row["false_level"] for row in rows)
