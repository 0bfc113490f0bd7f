"""Kinds of partnership: like is held beside like alone."""

from collections.abc import Mapping, Sequence

import polars as pl

from metrics.source import Source
from metrics.values import PARTNERSHIP
from validation.contracts.partnerships import Partnerships
from validation.fields import col


def kinds(source: Source, partnerships: Sequence[str] = ()) -> dict[str, str]:
    """Return the kind of each partnership asked for, by id."""
    found = source.partnerships.select(PARTNERSHIP, col(Partnerships.kind).cast(pl.String))
    if partnerships:
        found = found.filter(pl.col(PARTNERSHIP).is_in(partnerships))
    return dict(found.sort(PARTNERSHIP).iter_rows())


def how_many(of: Mapping[str, str]) -> dict[str, int]:
    """Count the partnerships of each kind, the kind with most first.

    Args:
        of: kinds by partnership.
    """
    number = {kind: sum(each == kind for each in of.values()) for kind in sorted({*of.values()})}
    return dict(sorted(number.items(), key=lambda pair: -pair[1]))
