"""A bounded share of `make fuzz`: what is planted is found, and what is valid is read exactly."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = 400
SEED = 20_261_124


def _fuzz(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzzing", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_every_fault_planted_in_four_hundred_files_is_found() -> None:
    done = _fuzz("--files", FILES, "--seed", SEED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"files: {FILES}, seed: {SEED}" in done.stdout
    planted = re.findall(r"planted (\d+), found (\d+)", done.stdout)
    assert len(planted) > 10
    assert all(int(faults) == int(found) > 0 for faults, found in planted)
    assert re.search(r"^loads: .*published \d+", done.stdout, re.MULTILINE)
    assert "misses: 0" in done.stdout


def test_a_run_is_had_again_from_its_seed() -> None:
    lines = [_fuzz("--files", 20, "--seed", 7).stdout.splitlines() for _ in range(2)]
    first, second = ([line for line in each if "slowest" not in line] for each in lines)
    assert first == second
