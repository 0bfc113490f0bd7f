"""The lock, the import contracts, and what the documents point to."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

METHODS = {"metrics.intervals", "metrics.methods"}
REQUIREMENT = re.compile(r"^([a-z0-9._-]+(?:\[[a-z0-9,-]+\])?)==(\S+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def _canonical(requirement: str) -> str:
    name = re.split(r"[\[=<>~! ;]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_holds_a_hash_for_every_package_and_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in lock


def test_the_lock_holds_every_declared_dependency(root: Path, project: dict[str, Any]) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    locked = {_canonical(name) for name, _ in REQUIREMENT.findall(lock)}
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    assert {_canonical(requirement) for requirement in declared} - locked == set()


def test_the_methods_are_held_apart_from_the_rows(project: dict[str, Any]) -> None:
    contracts = project["tool"]["importlinter"]["contracts"]
    held_apart = [
        set(contract["source_modules"])
        for contract in contracts
        if set(contract.get("forbidden_modules", ())) >= {"data", "duckdb"}
    ]
    assert METHODS in held_apart


def test_documents_point_to_what_exists(root: Path, texts: Mapping[Path, str]) -> None:
    broken = [
        f"{path}: {target}"
        for path, text in texts.items()
        if path.suffix == ".md"
        for target in LINK.findall(text)
        if not (root / path.parent / target).exists()
    ]
    assert broken == []


def test_what_shares_a_thing_is_grouped_before_pytest_xdist_reads_the_groups(
    pytestconfig: pytest.Config,
) -> None:
    hooks = pytestconfig.hook.pytest_collection_modifyitems.get_hookimpls()
    ours = [each for each in hooks if hasattr(each.plugin, "SHARED")]
    assert [each.tryfirst for each in ours] == [True]
