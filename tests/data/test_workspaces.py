"""Warehouses have names, on the command line, in the environment and by default."""

from pathlib import Path

import pytest

from data.errors import UnclearWorkspace
from data.workspaces import (
    PUBLIC_RECORD,
    SIMULATED,
    VARIABLE,
    chosen,
    demonstration,
    folder,
    parse,
    to_environment,
)


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        ("ports=/srv/w.duckdb", "ports", "/srv/w.duckdb"),
        ("/srv/Our Ports_2024.duckdb", "our-ports-2024", "/srv/Our Ports_2024.duckdb"),
        ("./a=b.duckdb", "a-b", "./a=b.duckdb"),
        ("Big Name=w.duckdb", "big-name-w", "Big Name=w.duckdb"),
        ("=.duckdb", "warehouse", "=.duckdb"),
        ("ports=a=b", "ports", "a=b"),
    ],
)
def test_a_workspace_is_written_as_name_and_path(text: str, name: str, path: str) -> None:
    found = parse(text)
    assert (found.name, found.path) == (name, Path(path))
    assert found.warehouse.path == found.path


@pytest.mark.parametrize("text", ["", " ", "ports=", "ports= "])
def test_a_workspace_without_a_path_is_refused(text: str) -> None:
    with pytest.raises(UnclearWorkspace, match="NAME=PATH"):
        parse(text)


def test_options_go_before_the_environment_and_that_before_the_users_folder() -> None:
    environment = {VARIABLE: "a=1.duckdb:b=2.duckdb"}
    assert [each.name for each in chosen(["c=3.duckdb"], environment)] == ["c"]
    assert [each.name for each in chosen([], environment)] == ["a", "b"]
    (default,) = chosen([], {})
    assert default.path == folder() / "warehouse.duckdb"


def test_two_workspaces_of_one_name_are_refused() -> None:
    with pytest.raises(UnclearWorkspace, match="a"):
        chosen(["a=1.duckdb", "a=2.duckdb"], {})


def test_the_demonstration_has_two_workspaces_with_titles() -> None:
    public, simulated = demonstration()
    assert (public.name, public.title) == (PUBLIC_RECORD, "Public record")
    assert (simulated.name, simulated.title) == (SIMULATED, "Simulated example")
    assert public.path != simulated.path


def test_a_name_of_ones_own_is_its_title() -> None:
    assert parse("our-ports=w.duckdb").title == "Our ports"


def test_the_environment_carries_workspaces_to_another_process() -> None:
    workspaces = (*demonstration(), parse("mine=w.duckdb"))
    assert chosen([], to_environment(workspaces)) == workspaces


def test_the_users_folder_lies_in_the_users_home(home: Path) -> None:
    assert folder().is_relative_to(home)


def test_the_workspaces_of_the_demonstration_are_known_by_name() -> None:
    assert chosen(["simulated-example"], {}) == (demonstration()[1],)
