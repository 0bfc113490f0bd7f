"""The benchmarks run as a person runs them, at a size at which they prove only that they run."""

import os
import re
import subprocess
import sys
from math import isfinite
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RATIOS = {"intake": 3, "overview": 3, "first_chart": 2, "reruns": 4, "signals": 2, "index": 1}
LEAST = "0.00001"
ROW = re.compile(r"^\| `(\w+)` \|.*\| (\d+) \| .*\| \*\*([^|]+)\*\* \|", re.MULTILINE)


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *words]
    # What is measured is not also traced line by line: no line is counted for a benchmark.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=plain)


@pytest.fixture(scope="module")
def benchmarked(demonstrated: Path) -> str:
    """What all benchmarks print at the least of their sizes."""
    done = _run("--scale", LEAST, "--repeats", "1", "--demo", str(demonstrated))
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", RATIOS)
def test_each_benchmark_prints_its_finite_ratios(benchmarked: str, name: str) -> None:
    ratios = [float(ratio) for found, _, ratio in ROW.findall(benchmarked) if found == name]
    assert len(ratios) == RATIOS[name]
    assert all(isfinite(ratio) and ratio > 0 for ratio in ratios)


def test_memory_and_errors_are_told_beside_the_table(benchmarked: str) -> None:
    memory = r"^most memory held: check \+ publish \d+ MB, DuckDB \d+ MB$"
    assert re.search(memory, benchmarked, re.MULTILINE)
    assert re.search(r"^errors listed: 10$", benchmarked, re.MULTILINE)


def test_disclosure_control_tells_how_long_it_took_and_that_nothing_is_exposed(
    benchmarked: str,
) -> None:
    told = r"^disclosure: 1 partnerships .* withheld in [\d.]+ s of one core; .* 0 exposed$"
    assert len(re.findall(told, benchmarked, re.MULTILINE)) == 2


def test_the_index_tells_the_seconds_of_one_core_that_each_way_of_drawing_takes(
    benchmarked: str,
) -> None:
    told = r"^index: 10 draws, .*: [\d.]+ from sampling, [\d.]+ from method, [\d.]+ for the "
    assert len(re.findall(told, benchmarked, re.MULTILINE)) == 1


def test_only_the_benchmarks_named_are_run() -> None:
    done = _run("signals", "--scale", LEAST, "--repeats", "2")
    assert {(name, repeats) for name, repeats, _ in ROW.findall(done.stdout)} == {("signals", "2")}


def test_an_unknown_name_is_refused_with_the_known_ones_in_the_help() -> None:
    refused = _run("intakes")
    assert refused.returncode == 2
    assert "no benchmark is called intakes" in refused.stderr
    assert all(name in _run("--help").stdout for name in RATIOS)
