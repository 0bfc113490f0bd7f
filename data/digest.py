"""The hash of rows: the same for rows about to be stored and for the same rows read back.

Rows are taken in order, in blocks of a fixed size. A block gives, column by column in the order of
their names, which cells are empty and the bytes of the others: numbers as they are stored, a code
as the hash of its own text (so that a closed list may grow or be put in another order), a text as
its length and its bytes. A column without any value in a block adds nothing, so that a table may
gain a column without a change to the hash of the rows it held before.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.frames import BLOCK_ROWS

_CODE_BYTES: Final = 8


class Digest:
    """SHA-256 over blocks of rows; each block but the last has `BLOCK_ROWS` rows."""

    def __init__(self) -> None:
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
        for part in _parts(column):
            self._hash.update(part)

    def hexdigest(self) -> str:
        """Return the hash so far, in hexadecimal."""
        return self._hash.hexdigest()


def digest(blocks: Iterable[pl.DataFrame]) -> tuple[int, str]:
    """Return the number of rows and the hash of a table read in blocks."""
    found = Digest()
    for block in blocks:
        found.update(block)
    return found.rows, found.hexdigest()


def ids_digest(ids: pl.Series) -> str:
    """Return the hash of row ids, in ascending order whatever order they come in."""
    return hashlib.sha256(ids.cast(pl.Int64).sort().to_numpy().data).hexdigest()


def _parts(column: pl.Series) -> Iterable[memoryview | bytes]:
    if isinstance(column.dtype, pl.Enum):
        codes = _code_hashes(tuple(column.dtype.categories))
        return (codes[column.to_physical().fill_null(0).to_numpy()].data,)
    if column.dtype == pl.String:
        texts = column.fill_null("")
        lengths = texts.str.len_bytes().cast(pl.UInt32).to_numpy()
        return lengths.data, str(texts.str.join("").item()).encode()
    if column.dtype == pl.Float64:
        return ((column.fill_null(0).to_numpy() + 0.0).data,)  # the sum makes -0.0 into 0.0
    return (column.fill_null(value=False if column.dtype == pl.Boolean else 0).to_numpy().data,)


@lru_cache(maxsize=64)
def _code_hashes(codes: tuple[str, ...]) -> NDArray[np.uint64]:
    hashes = (hashlib.sha256(code.encode()).digest()[:_CODE_BYTES] for code in codes)
    return np.array([int.from_bytes(each, "little") for each in hashes], dtype="<u8")
