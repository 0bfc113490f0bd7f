"""Every indicator, one module a pillar: a further pillar is a further file here."""

from typing import Final

from metrics.indicator import Indicator, PillarView
from metrics.statistic import MedianOf, Summed, counted_of
from validation.codes import PILLARS as PILLAR_CODES
from validation.codes import Pillar
from validation.declared import declared

_ORDER: Final = [Pillar(code) for code in PILLAR_CODES.values]


def _indicators() -> dict[str, Indicator]:
    """Put indicators in order of their pillars, what is published after what is returned."""
    every = sorted(
        declared(Indicator, __name__),
        key=lambda each: (_ORDER.index(each.pillar), each.published),
    )
    found = {each.id: each for each in every}
    if len(found) < len(every):
        message = f"two indicators have one id: {sorted(each.id for each in every)}"
        raise ValueError(message)
    return found


def _pillars() -> dict[Pillar, PillarView]:
    found = {view.pillar: view for view in declared(PillarView, __name__)}
    return {pillar: found[pillar] for pillar in _ORDER if pillar in found}


INDICATORS: Final = _indicators()
PILLARS: Final = _pillars()


def summed(table: str) -> list[Summed]:
    """List what is summed of a table's rows for its indicators."""
    found = (
        counted_of(each.statistic) for each in INDICATORS.values() if each.statistic.table == table
    )
    return [each for each in found if each]


def medians() -> list[MedianOf]:
    """List the medians that are taken of values as reported."""
    found = (each.statistic for each in INDICATORS.values())
    return [each for each in found if isinstance(each, MedianOf)]
