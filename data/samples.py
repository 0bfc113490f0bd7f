"""The published figures that come with the product, as files to be loaded."""

from importlib.resources import files
from typing import Final

from data.ledger import Version
from validation.opening import Upload

_FOLDER: Final = files("data") / "sample"


def public_record() -> tuple[Upload, ...]:
    """Return the CSV files of the public record, in order of their names."""
    found = (part for part in _FOLDER.iterdir() if part.name.endswith(".csv"))
    return tuple(
        Upload(part.name, part.read_bytes()) for part in sorted(found, key=lambda part: part.name)
    )


def brought(version: Version) -> bool:
    """Tell whether a version was made of the very files that come with this release."""
    shipped = {(each.name, each.sha256) for each in public_record()}
    return {(each.name, each.sha256) for each in version.files} == shipped
