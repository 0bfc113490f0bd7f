"""The repository as text and as syntax trees, read once for all architecture tests."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("validation", "data", "metrics", "dashboard")
HIDDEN_BUT_OURS = (".ci", ".streamlit")
LEFT_BEHIND = ("__pycache__", "build", "dist", "node_modules")


def _is_ours(folder: Path) -> bool:
    hidden = folder.name.startswith(".") and folder.name not in HIDDEN_BUT_OURS
    return not hidden and folder.name not in LEFT_BEHIND


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if _is_ours(path):
                yield from _files(path)
        else:
            yield path


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> tuple[Path, ...]:
    """Every file of the repository, relative to its top; what tools leave behind is left out."""
    return tuple(path.relative_to(ROOT) for path in _files(ROOT))


@pytest.fixture(scope="session")
def texts(files: tuple[Path, ...]) -> Mapping[Path, str]:
    """The text of every file that is text."""
    found: dict[Path, str] = {}
    for path in files:
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            found[path] = content.decode("utf-8")
    return found


@pytest.fixture(scope="session")
def trees(texts: Mapping[Path, str]) -> Mapping[Path, ast.Module]:
    """The syntax tree of every Python file, tests and benchmarks among them."""
    return {path: ast.parse(text) for path, text in texts.items() if path.suffix == ".py"}


@pytest.fixture(scope="session")
def modules(trees: Mapping[Path, ast.Module]) -> Mapping[Path, ast.Module]:
    """The syntax trees of the four layers alone."""
    return {path: tree for path, tree in trees.items() if path.parts[0] in LAYERS}
