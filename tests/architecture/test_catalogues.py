"""Whatever is declared in a catalogue is documented, used and tested: no entry can be forgotten."""

import ast
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.charts.figure import Kind
from dashboard.docs import FOLDER, command_names, pages, view_names
from dashboard.link import KEYS
from dashboard.pages import MENUS
from data.consistency import PLAN_KINDS
from metrics.catalogue import INDICATORS
from metrics.relation import RELATIONS
from validation.contracts import CONTRACTS
from validation.file_problems import FILE_KINDS
from validation.problems import CELL_KINDS, TABLE_KINDS

PROBLEM_KINDS = (*FILE_KINDS, *CELL_KINDS, *TABLE_KINDS, *PLAN_KINDS)
COMMANDS = [" ".join(words) for words in command_names()]
CATALOGUES = (
    "validation.contracts.CONTRACTS",
    "validation.file_problems.FILE_KINDS",
    "validation.problems.CELL_KINDS",
    "validation.problems.TABLE_KINDS",
    "data.consistency.PLAN_KINDS",
    "metrics.catalogue.INDICATORS",
    "dashboard.charts.figure.Kind",
)
# Columns beside the keys, which tell rows apart and so are used wherever rows are.
COLUMNS = [
    (table, name)
    for table, contract in CONTRACTS.items()
    for name in contract.names
    if name not in contract.key
]
# Where a milestone may be followed by "after": on the page that says what that cannot tell.
BEFORE_AND_AFTER = {
    "dashboard/evaluation_words.py",
    "dashboard/evaluation_story.py",
    "dashboard/views/before_after.py",
    "dashboard/views/methods.py",
    "metrics/candidates.py",
}
IN_TIME = re.compile(r"\b(after|since|following)\b", re.IGNORECASE)
# What every table of figures is filtered, cut and cited by, whichever columns these are.
ROLES = {
    table: {found.period, found.partnership, found.source, found.crime_area, *found.ends}
    for table, found in RELATIONS.items()
}


def _page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", pages())
def test_a_page_made_from_the_code_says_what_the_code_says(name: str) -> None:
    assert _page(name) == pages()[name], "run make docs"


def test_the_tour_leads_to_pages_there_are_and_shows_every_picture_drawn_for_it() -> None:
    tour = _page("tour.md")
    addresses: list[str] = re.findall(r"`([a-z-]*\?[^`]+)`", tour)
    links = [urlsplit(each) for each in addresses]
    known = {view.address for views in MENUS.values() for view in views}
    assert {link.path for link in links} <= known
    assert {key for link in links for key in parse_qs(link.query, strict_parsing=True)} <= KEYS
    shown: list[str] = re.findall(r"!\[[^]]+\]\(images/tour/([^)]+)\)", tour)
    drawn = {path.name for path in (FOLDER / "images" / "tour").iterdir()}
    assert sorted(shown) == sorted(drawn)
    assert len(links) >= tour.count("**Where:**") > 0


def test_the_message_template_holds_every_marked_text(root: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.pot"
    subprocess.run([str(root / "scripts" / "messages.sh"), str(made)], check=True, cwd=root)
    kept = root / "dashboard" / "messages" / "partnerships.pot"
    assert kept.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), "run make messages"


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_table_is_documented_with_its_columns_and_rules(name: str) -> None:
    contract = CONTRACTS[name]
    section = _page("dictionary.md").split(f"\n## {name}\n")[1].split("\n## ")[0]
    rules = [rule.name for rule in contract.every_rule]
    assert [entry for entry in (*contract.names, *rules) if f"`{entry}`" not in section] == []
    assert [column.name for column in contract.columns if not column.description] == []


@pytest.mark.parametrize("name", PROBLEM_KINDS)
def test_every_kind_of_problem_is_documented(name: str) -> None:
    assert f"\n| `{name}` |" in _page("problems.md")


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_is_documented(name: str) -> None:
    assert f"\n### `{name}` " in _page("indicators.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    section = _page("cli.md").split(f"\n## partnerships {command}\n")[1].split("\n## ")[0]
    assert f"Usage: partnerships {command}" in section


@pytest.mark.parametrize("name", [*view_names(), *Kind])
def test_every_page_and_chart_is_documented(name: str) -> None:
    assert re.search(rf"^- `{name}`: [A-Z]", _page("screens.md"), re.MULTILINE)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What a module imports by name: the name it uses → where that stands."""
    return {
        part.asname or part.name: f"{node.module}.{part.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for part in node.names
    }


def _parametrised(tree: ast.Module) -> Iterator[str]:
    """Every name that stands in what a test of the module is parametrised over."""
    imported = _imported(tree)
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Attribute(attr="parametrize")):
                names = (part.id for part in ast.walk(call) if isinstance(part, ast.Name))
                yield from (imported.get(name, name) for name in names)
            case _:
                pass


@pytest.fixture(scope="module")
def tested(trees: Mapping[Path, ast.Module]) -> set[str]:
    """What tests are parametrised over, architecture tests left out."""
    return {
        name
        for path, tree in trees.items()
        if path.parts[0] == "tests" and path.parts[1] != "architecture"
        for name in _parametrised(tree)
    }


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_catalogue_has_a_test_that_runs_for_each_entry(
    catalogue: str, tested: set[str]
) -> None:
    assert catalogue in tested


@pytest.fixture(scope="module")
def words_in_tests(trees: Mapping[Path, ast.Module]) -> set[str]:
    """Every text that stands in a test, such as an argument of a command or a page's address."""
    return {
        node.value
        for path, tree in trees.items()
        if path.parts[0] == "tests" and path.parts[1] != "architecture"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("name", view_names())
def test_every_page_is_opened_by_a_test(name: str, words_in_tests: set[str]) -> None:
    assert {name, name.replace("_", "-")} & words_in_tests  # by its module or its address


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_run_by_a_test(command: str, words_in_tests: set[str]) -> None:
    assert set(command.split()) <= words_in_tests


def _reads(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The (class, attribute) pairs a module reads, classes under the name of their declaration."""
    declared = {name: place.rpartition(".")[2] for name, place in _imported(tree).items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Name):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            known = declared.get(node.value.id, node.value.id)
            declared |= {target.id: known for target in targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield declared.get(node.value.id, node.value.id), node.attr


@pytest.fixture(scope="module")
def read(modules: Mapping[Path, ast.Module]) -> set[tuple[str, str]]:
    """Every column that a layer above `validation` reads, by its contract's class."""
    return {
        pair
        for path, tree in modules.items()
        if path.parts[0] != "validation" and path.parts[:2] != ("data", "simulation")
        for pair in _reads(tree)
    }


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_feeds_an_indicator_or_a_page_or_is_called_context(
    table: str, column: str, read: set[tuple[str, str]]
) -> None:
    contract = CONTRACTS[table]
    is_read = (contract.model.__name__, column) in read or column in ROLES.get(table, ())
    assert is_read or column in contract.context, "use it, or list it in the contract's context"


def test_no_change_is_joined_to_a_milestone_in_time_but_on_before_and_after(
    modules: Mapping[Path, ast.Module],
) -> None:
    said = [
        (str(path), text.value)
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "mark"
        for text in node.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
        if "milestone" in text.value.lower() and IN_TIME.search(text.value)
    ]
    assert {path for path, _ in said} >= {"dashboard/evaluation_words.py"}
    assert [text for path, text in said if path not in BEFORE_AND_AFTER] == []
