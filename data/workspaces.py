"""Workspaces: warehouses with names, so that one server may hold several."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from data.errors import UnclearWorkspace
from data.warehouse import Warehouse
from validation.text import mark

VARIABLE: Final = "PARTNERSHIPS_WAREHOUSE"
PUBLIC_RECORD: Final = "public-record"
SIMULATED: Final = "simulated-example"
DEFAULT: Final = "warehouse"

_PRODUCT: Final = "partnership-metrics"
_TITLES: Final = {
    PUBLIC_RECORD: mark("Public record"),
    SIMULATED: mark("Simulated example"),
    DEFAULT: mark("Our warehouse"),
}
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Workspace:
    """A warehouse with the name that links use and the title that a person reads."""

    name: str
    title: str
    path: Path

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse itself."""
        return Warehouse(self.path)


def parse(text: str) -> Workspace:
    """Read `[NAME=]PATH`, or the name of a workspace of the demonstration.

    A path without a name is named after its file.

    Raises:
        UnclearWorkspace: there is no path.
    """
    for each in demonstration():
        if text == each.name:
            return each
    before, sign, after = text.partition("=")
    name, path = (before, after) if sign and _NAME.fullmatch(before) else ("", text)
    if not path.strip():
        raise UnclearWorkspace(text=text)
    place = Path(path).expanduser()
    return _named(name or _OTHER.sub("-", place.stem.lower()).strip("-") or DEFAULT, place)


def chosen(options: Sequence[str], environment: Mapping[str, str]) -> tuple[Workspace, ...]:
    """Return the workspaces that options, else the environment, else the user's folder name.

    Args:
        options: as `parse` reads them, each as given on the command line.
        environment: may name them in `PARTNERSHIPS_WAREHOUSE`, several joined as in PATH.

    Raises:
        UnclearWorkspace: one has no path, or two have one name.
    """
    texts = list(options) or [
        text for text in environment.get(VARIABLE, "").split(os.pathsep) if text
    ]
    found = tuple(map(parse, texts)) or (_named(DEFAULT, folder() / "warehouse.duckdb"),)
    for workspace in found:
        if sum(other.name == workspace.name for other in found) > 1:
            raise UnclearWorkspace(text=workspace.name)
    return found


def demonstration() -> tuple[Workspace, Workspace]:
    """Return the two workspaces of the demonstration: public record, simulated example."""
    public, simulated = (
        _named(name, folder() / f"{name}.duckdb") for name in (PUBLIC_RECORD, SIMULATED)
    )
    return public, simulated


def to_environment(workspaces: Sequence[Workspace]) -> dict[str, str]:
    """Return the environment variable from which `chosen` reads the same workspaces."""
    return {VARIABLE: os.pathsep.join(f"{each.name}={each.path}" for each in workspaces)}


def folder() -> Path:
    """Return the folder in which the user's own warehouses live."""
    return platformdirs.user_data_path(_PRODUCT)


def _named(name: str, path: Path) -> Workspace:
    title = _TITLES.get(name) or name.replace("-", " ").capitalize()
    return Workspace(name, title, path)
