"""What a figure made from small tables is made from: rows as of one version."""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

import polars as pl

from validation.contract import Contract

Found = TypeVar("Found")


class Tables(Protocol):
    """The small tables of one version; a source is one."""

    @property
    def number(self) -> int:
        """The version's number."""
        ...

    @property
    def today(self) -> date:
        """The version's date."""
        ...

    @property
    def partnerships(self) -> pl.DataFrame:
        """The rows of partnerships."""
        ...

    @property
    def sources(self) -> pl.DataFrame:
        """The rows of sources."""
        ...

    @property
    def members(self) -> pl.DataFrame:
        """Columns partnership_id, member; nothing for open or worldwide membership."""
        ...

    def rows(self, contract: Contract) -> pl.DataFrame:
        """Return the live rows of a small table, in the types as stored."""
        ...

    def revisions(self, contract: Contract, lines: tuple[str, ...]) -> pl.DataFrame:
        """Return where published figures were changed later; see `parts.revisions`."""
        ...

    def remember(self, key: object, make: Callable[[], Found]) -> Found:
        """Return what was made before under a key, or make it once."""
        ...
