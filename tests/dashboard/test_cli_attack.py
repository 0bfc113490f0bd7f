"""The command that tries to work out what is withheld."""

from collections.abc import Callable
from subprocess import CompletedProcess

import numpy as np
import pytest

from data.warehouse import Warehouse
from metrics.methods.releases import Releases
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.training_completions import TRAINING_COMPLETIONS

Command = Callable[..., CompletedProcess[str]]


def test_it_finds_nothing_in_the_simulated_example(
    partnerships: Command, warehouse: Warehouse
) -> None:
    answer = partnerships("--warehouse", warehouse.path, "attack")
    assert answer.returncode == 0, answer.stdout
    lines = answer.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        TRAINING_COMPLETIONS.name,
        OPERATION_RESULTS.name,
    ]
    assert all("0 can be worked out" in line for line in lines)


def test_what_it_finds_it_tells_as_a_range_and_fails(
    partnerships: Command, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first(found: Releases, *_intervals: object) -> object:
        return np.arange(len(found.withheld)) == 0

    monkeypatch.setattr(Releases, "exposed", first)
    answer = partnerships("--warehouse", warehouse.path, "attack", 2)
    assert answer.returncode == 1
    assert "between" in answer.stdout
    assert "cannot be taken back" in answer.stdout


def test_of_published_figures_it_says_that_nothing_is_withheld(
    partnerships: Command, shipped: Warehouse
) -> None:
    answer = partnerships("--warehouse", shipped.path, "attack")
    assert (answer.returncode, answer.stdout.count("\n")) == (0, 1)
