"""Where code lives, how long it is, and what it may not say."""

import ast
import importlib.metadata
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

PYTHON_FOLDERS = {
    "dashboard",
    "metrics",
    "data",
    "validation",
    "tests",
    "benchmarks",
    "docs",
    "scripts",
}
# A program of its own (`make fuzz`), whose modules need each other.
FUZZER = ("tests", "fuzzing")
PACKAGES = {"validation", "data", "metrics", "dashboard", "tests", "benchmarks"}
LONGEST = 350
# Written so that this file does not match itself.
EXCLUSIONS = re.compile(
    r"#\s*noqa|#\s*type:\s*ignore|#\s*(based)?pyright:|pragma:\s*no\s+cover"
    r"|pytest\s*\.\s*(mark\s*\.\s*)?(skip|xfail)|importor[s]kip|ignore[_]imports"
)
PLACES = re.compile(
    r"/(work|root|farm|Users)/[\w.-]+|/home/\w+|/tmp/(bash_jobs|spec|uvenv)"
    r"|(pypi|pythonhosted|npmjs|debian)\s*[.](org|com)\b"
)
# Who holds the warehouse's lock since when is told to people; it decides no figure.
MAY_READ_THE_CLOCK = Path("data/locking.py")
CLOCKS = {("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow")}


def test_python_lives_in_the_agreed_folders(trees: Mapping[Path, ast.Module]) -> None:
    assert {path.parts[0] for path in trees} <= PYTHON_FOLDERS


def test_no_module_is_longer_than_one_idea(
    modules: Mapping[Path, ast.Module], texts: Mapping[Path, str]
) -> None:
    lengths = {str(path): len(texts[path].splitlines()) for path in modules}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_name_in_dashboard_hides_a_package(root: Path) -> None:
    installed = set(importlib.metadata.packages_distributions())
    names = {path.stem for path in (root / "dashboard").iterdir() if not path.stem.startswith("_")}
    assert names & (installed | set(sys.stdlib_module_names) | PACKAGES) == set()


def test_imports_are_never_from_tests_but_within_the_fuzzer(
    trees: Mapping[Path, ast.Module],
) -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tests"
        if path.parts[:2] != FUZZER or not (node.module or "").startswith(".".join(FUZZER))
    ]
    assert offenders == []


def test_exclusions_stand_in_pyproject_with_their_reason_and_not_in_code(
    texts: Mapping[Path, str],
) -> None:
    offenders = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts.items()
        if path.suffix in {".py", ".toml"}
        for number, line in enumerate(text.splitlines(), start=1)
        if EXCLUSIONS.search(line)
    ]
    assert offenders == []


def test_no_file_names_a_place_of_one_machine_or_a_registry(texts: Mapping[Path, str]) -> None:
    offenders = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if PLACES.search(line)
    ]
    assert offenders == []


def test_nothing_below_the_dashboard_reads_the_clock(modules: Mapping[Path, ast.Module]) -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path, tree in modules.items()
        if path.parts[0] != "dashboard" and path != MAY_READ_THE_CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert offenders == []


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        ("dashboard/cached.py", {"session_state"}),
        ("dashboard/link.py", {"cache_data", "cache_resource"}),
    ],
)
def test_a_module_that_may_hold_one_kind_of_state_holds_no_other(
    module: str, banned: set[str], modules: Mapping[Path, ast.Module]
) -> None:
    read = {
        node.attr for node in ast.walk(modules[Path(module)]) if isinstance(node, ast.Attribute)
    }
    assert read & banned == set()
