"""Files beside a warehouse that hold what follows from it: they may be lost, and are made again."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from data.staging import Staged
from data.warehouse import Warehouse


def kept(place: object, name: str) -> bytes:
    """Return what was kept under a name; nothing where there is no such file.

    Args:
        place: the warehouse, or one with a plan staged over it.
        name: the last part of the file's name.
    """
    warehouse = place.warehouse if isinstance(place, Staged) else place
    if not isinstance(warehouse, Warehouse):
        return b""
    with suppress(OSError):
        return _file(warehouse, name).read_bytes()
    return b""


def keep(place: object, name: str, content: bytes) -> None:
    """Keep something under a name; where nothing can be written, nothing is kept."""
    if not isinstance(place, Warehouse):
        return
    target = _file(place, name)
    with suppress(OSError):
        with NamedTemporaryFile(dir=target.parent, prefix=target.name, delete=False) as made:
            made.write(content)
        Path(made.name).replace(target)


def _file(warehouse: Warehouse, name: str) -> Path:
    return warehouse.file.with_name(f"{warehouse.file.name}.{name}")
