"""Every indicator, one module a pillar: a further pillar is a further file here."""

from typing import Final

from metrics.indicator import Indicator, PillarView
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
