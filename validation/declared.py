"""What the modules of a package declare: a catalogue is a folder, and an entry a file in it."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from typing import TypeVar, cast

Entry = TypeVar("Entry")


def declared(kind: type[Entry], package: str) -> Iterator[Entry]:
    """Yield every entry that a module of a package holds, by itself or in a tuple.

    Args:
        kind: the class of an entry.
        package: the name of the package, which is being imported.

    Yields:
        The entries in order of their modules' names, each once.
    """
    found: dict[int, Entry] = {}
    for module in pkgutil.iter_modules(sys.modules[package].__path__):
        for member in vars(importlib.import_module(f"{package}.{module.name}")).values():
            entries = cast("tuple[object, ...]", member) if isinstance(member, tuple) else (member,)
            found |= {id(entry): entry for entry in entries if isinstance(entry, kind)}
    yield from found.values()
