"""Every indicator, one module a pillar: a further pillar is a further file here."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Final

from metrics.indicator import Indicator, PillarView
from validation.codes import PILLARS as PILLAR_CODES
from validation.codes import Pillar


def _members() -> Iterator[object]:
    for module in pkgutil.iter_modules(__path__):
        for member in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            yield from member if isinstance(member, tuple) else (member,)


def _indicators() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for member in _members():
        if isinstance(member, Indicator) and found.setdefault(member.id, member) is not member:
            message = f"two indicators have the id {member.id}"
            raise ValueError(message)
    return found


def _pillars() -> dict[Pillar, PillarView]:
    found = {member.pillar: member for member in _members() if isinstance(member, PillarView)}
    order = (Pillar(code) for code in PILLAR_CODES.values)
    return {pillar: found[pillar] for pillar in order if pillar in found}


INDICATORS: Final = _indicators()
PILLARS: Final = _pillars()
