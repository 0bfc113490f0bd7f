"""The hash of rows: the same for rows about to be stored and for the same rows read back.

Rows are taken in order, in blocks of a fixed size. A block gives, column by column in the order of
their names, which cells are empty and what the others hold. A column without any value in a block
adds nothing, so that a table may gain a column without a change to the hash of the rows it held
before; nor does it matter in which order a closed list stands, or that it grows.

There are two forms. The first gives numbers as they are stored and a code as the hash of its text.
The second, which all versions take now, has a third of the bytes: whole numbers less the smallest
of the block, in as few bytes as the largest then takes, and codes as places among those of the
block. A hash tells its form, so that versions hashed in the first are still verified.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.frames import BLOCK_ROWS

FIRST: Final = 1
FORM: Final = 2

_CODE_BYTES: Final = 8

_Part: TypeAlias = memoryview | bytes


def form_of(digest: str) -> int:
    """Return the form of a hash of rows; the first form's does not tell."""
    form, mark, _ = digest.partition(":")
    return int(form) if mark else FIRST


class Digest:
    """SHA-256 over blocks of rows; each block but the last has `BLOCK_ROWS` rows."""

    def __init__(self, form: int = FORM) -> None:
        self._form = form
        self._hash = hashlib.sha256()
        self.rows = 0

    def update(self, block: pl.DataFrame) -> None:
        """Add the next block of rows.

        Raises:
            ValueError: a block follows one that was not full.
        """
        if self.rows % BLOCK_ROWS:
            message = "only the last block may be shorter than the others"
            raise ValueError(message)
        self.rows += block.height
        self._hash.update(f"\n{block.height} rows".encode())
        for name in sorted(block.columns):
            self._add(block.get_column(name))

    def _add(self, column: pl.Series) -> None:
        empty = column.null_count()
        if empty == column.len():
            return
        self._hash.update(f"\n{column.name} {empty}\n".encode())
        if empty:
            self._hash.update(np.packbits(column.is_null().to_numpy()).data)
        for part in _PARTS[self._form](column):
            self._hash.update(part)

    def hexdigest(self) -> str:
        """Return the hash so far, in hexadecimal, with its form unless that is the first."""
        found = self._hash.hexdigest()
        return found if self._form == FIRST else f"{self._form}:{found}"


def digest(blocks: Iterable[pl.DataFrame], form: int = FORM) -> tuple[int, str]:
    """Return the number of rows and the hash of a table read in blocks."""
    found = Digest(form)
    for block in blocks:
        found.update(block)
    return found.rows, found.hexdigest()


def ids_digest(ids: pl.Series) -> str:
    """Return the hash of row ids, in ascending order whatever order they come in."""
    return hashlib.sha256(ids.cast(pl.Int64).sort().to_numpy().data).hexdigest()


def _first_form(column: pl.Series) -> Iterable[_Part]:
    if isinstance(column.dtype, pl.Enum):
        codes = _code_hashes(tuple(column.dtype.categories))
        return (codes[column.to_physical().fill_null(0).to_numpy()].data,)
    if column.dtype == pl.String:
        texts = column.fill_null("")
        lengths = texts.str.len_bytes().cast(pl.UInt32).to_numpy()
        return lengths.data, _joined(texts)
    if column.dtype == pl.Float64:
        return (_decimals(column),)
    return (column.fill_null(value=False if column.dtype == pl.Boolean else 0).to_numpy().data,)


def _second_form(column: pl.Series) -> Iterator[_Part]:
    if isinstance(column.dtype, pl.Enum):
        codes = column.dtype.categories.to_numpy()
        yield from _codes(column.to_physical().drop_nulls().to_numpy(), codes)
    elif column.dtype == pl.String:
        texts = column.drop_nulls()
        yield from _wholes(texts.str.len_bytes().to_numpy())
        yield _joined(texts)
    elif column.dtype == pl.Float64:
        yield _decimals(column.drop_nulls())
    else:
        yield from _wholes(column.drop_nulls().to_numpy())


_PARTS: Final[dict[int, Callable[[pl.Series], Iterable[_Part]]]] = {
    FIRST: _first_form,
    FORM: _second_form,
}


def _wholes(numbers: NDArray[np.integer | np.bool_]) -> Iterator[_Part]:
    """Give smallest and largest number and, where they differ, by how much each is larger."""
    smallest, largest = int(numbers.min()), int(numbers.max())
    yield f"from {smallest} to {largest}\n".encode()
    if largest > smallest:
        # Unsigned, so that the distance between any two numbers has room.
        distances = numbers.astype(np.uint64) - np.uint64(smallest % 2**64)
        yield distances.astype(np.min_scalar_type(largest - smallest)).data


def _codes(numbers: NDArray[np.integer], codes: NDArray[np.object_]) -> Iterator[_Part]:
    """Give the texts of the codes that are there, in order, and the place of each row's."""
    there = np.flatnonzero(np.bincount(numbers))
    ordered = there[np.argsort(codes[there])]
    yield "".join((f"{len(there)} codes\n", *(f"{code}\n" for code in codes[ordered]))).encode()
    places = np.zeros(len(codes), dtype=np.min_scalar_type(len(there)))
    places[ordered] = np.arange(len(there))
    yield places[numbers].data


def _joined(texts: pl.Series) -> bytes:
    return str(texts.str.join("").item()).encode()


def _decimals(column: pl.Series) -> _Part:
    return (column.fill_null(0).to_numpy() + 0.0).data  # the sum makes -0.0 into 0.0


@lru_cache(maxsize=64)
def _code_hashes(codes: tuple[str, ...]) -> NDArray[np.uint64]:
    hashes = (hashlib.sha256(code.encode()).digest()[:_CODE_BYTES] for code in codes)
    return np.array([int.from_bytes(each, "little") for each in hashes], dtype="<u8")
