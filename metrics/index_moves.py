"""How far an index would move: by chance in its values, or by how it is made; never both."""

from dataclasses import dataclass

import numpy as np

from metrics.index import Index
from metrics.methods.arrays import Floats
from metrics.methods.composite import Normalisation
from metrics.methods.robustness import (
    DRAWS,
    SEED,
    Places,
    Sensitivity,
    Spread,
    from_method,
    from_sampling,
    sensitivity,
)
from metrics.source import Source


@dataclass(frozen=True, eq=False, kw_only=True)
class Moves:
    """How far each total and rank would move, units being all partnerships of the kind.

    Attributes:
        sampling: the method fixed, each value drawn within its interval; None where values are not
            brought to one scale by goalposts, since any other scale moves with the draw.
        method: the values fixed, the design drawn: ranks alone, as its scales are unlike.
        sensitivity: how much of the shift of ranks hangs on each choice.
        first: units × units; the share of the designs tried in which one comes before another.
        unsure: the share of the values behind the totals that have an interval.
    """

    sampling: Spread | None
    method: Places
    sensitivity: Sensitivity
    first: Floats
    unsure: float


def moves(source: Source, found: Index, *, draws: int = DRAWS, seed: int = SEED) -> Moves | None:
    """Draw an index anew; the answer is kept with the version. None where there is no total.

    Args:
        source: the version.
        found: the index.
        draws: how often, each way.
        seed: of the random numbers.
    """
    return source.remember(
        ("index moves", found.design, found.period, draws, seed),
        lambda: _moves(found, draws=draws, seed=seed),
    )


def _moves(found: Index, *, draws: int, seed: int) -> Moves | None:
    profile, made = found.profile(), found.made
    if profile is None or made is None:
        return None
    within = found.within()
    lower, upper = made.lower[:, within], made.upper[:, within]
    fixed = found.design.normalisation is Normalisation.GOALPOSTS
    sampling = (
        from_sampling(
            profile, lower, upper, method=found.design.aggregation, draws=draws, seed=seed
        )
        if fixed
        else None
    )
    method = from_method(profile, draws=draws, seed=seed)
    known = np.isfinite(profile.values)[np.isfinite(made.total)]
    told = np.isfinite(lower)[np.isfinite(made.total)]
    return Moves(
        sampling=sampling,
        method=method,
        sensitivity=sensitivity(profile, seed=seed),
        first=method.first,
        unsure=float((known & told).sum() / known.sum()),
    )
