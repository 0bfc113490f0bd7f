"""What was decided about counts of persons, written down, so that it is decided once a version."""

import io
from typing import Final
from zipfile import BadZipFile

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from metrics.methods.lattice import Lattice
from metrics.methods.releases import Releases

FORM: Final = "2"
"""Changes with the way of deciding: what was written down before is decided anew."""

_FLAGS: Final = ("withheld", "primary", "dear", "latent")


def written(found: Releases, heads: tuple[str, ...]) -> bytes:
    """Write down what was decided.

    Args:
        found: all counts.
        heads: the hash of each version in the ledger, oldest first.
    """
    content, cells = io.BytesIO(), io.BytesIO()
    found.cells.write_ipc(cells)
    sums = found.lattice.sums
    np.savez_compressed(
        content,
        form=np.array(FORM),
        heads=np.array(heads, dtype=np.str_),
        cells=np.frombuffer(cells.getvalue(), dtype=np.uint8),
        values=found.lattice.values,
        entries=sums.data,
        places=sums.indices,
        starts=sums.indptr,
        **{each: getattr(found, each) for each in _FLAGS},
    )
    return content.getvalue()


def read(content: bytes, heads: tuple[str, ...]) -> tuple[int, Releases] | None:
    """Read what was decided, with the number of its last version.

    Args:
        content: as `written` made it.
        heads: of the versions asked about.

    Returns:
        None where it is not of these versions, nor of more or fewer of the same ledger.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            if held["form"].item() != FORM:
                return None
            known = tuple(held["heads"].tolist())
            if any(one != other for one, other in zip(known, heads, strict=False)):
                return None
            values = held["values"]
            shape = len(held["starts"]) - 1, len(values)
            parts = (held["entries"], held["places"], held["starts"])
            sums = csr_array(parts, shape=shape)
            flags = {each: held[each] for each in _FLAGS}
            cells = pl.read_ipc(io.BytesIO(held["cells"].tobytes()))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    lattice = Lattice(values=values, sums=sums)
    return len(known), Releases(cells=cells, lattice=lattice, **flags)
