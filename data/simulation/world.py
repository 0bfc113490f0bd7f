"""A simulated world: partnerships, what is planted in them, and the record of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias, TypeVar, cast
from zlib import crc32

import numpy as np

from data.simulation.shape import (
    MULTIPLIED,
    SCORED,
    USUAL,
    Effect,
    Late,
    Mirror,
    Missing,
    Rate,
    Restatement,
)
from validation.codes import MILESTONE_KINDS
from validation.periods import Period

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"

Drawn = TypeVar("Drawn")

SMALL: Final = 5
LOWEST: Final = 0.001
HIGHEST: Final = 0.999
LOWEST_SCORE: Final = 1.0
HIGHEST_SCORE: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class Partner:
    """One simulated partnership: how it looks and how it usually exchanges information.

    `lines` is the number of different lines a quarter (pair, channel, crime area, kind and
    urgency), `volume` the messages usual on one, `growth` their growth a year (0.03 = 3 %).
    `channels` and `crime_areas` give each code its weight; `usual` replaces shares of `USUAL`;
    `unmeasured` names columns that the partnership leaves empty.
    """

    partnership_id: str
    name: str
    kind: str
    lead: str
    members: tuple[str, ...]
    established: str
    objective: str
    channels: Mapping[str, float]
    crime_areas: Mapping[str, float]
    lines: int
    volume: float
    growth: float = 0.03
    urgent: float = 0.25
    usual: Mapping[Rate, float] = field(default_factory=dict[Rate, float])
    unmeasured: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The directed pairs of different members, in order."""
        return [(one, two) for one in self.members for two in self.members if one != two]


@dataclass(frozen=True)
class Target:
    """A target, and the quarter with whose release it was recorded."""

    partnership_id: str
    indicator: str
    from_period: Period
    target: float
    recorded: Period
    note: str


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A milestone, and the quarter with whose release it was recorded."""

    day: date
    partnership_id: str
    label: str
    kind: str
    recorded: Period
    indicator: str | None = None
    expected: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in MILESTONE_KINDS.values:
            message = f"not a kind of milestone: {self.kind!r}"
            raise ValueError(message)


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that is declared; the figures follow from it and the seed.

    `busy` is how many times the usual number of operations and courses there are; `indicators` are
    the ids of the catalogue: a milestone names no other.
    """

    seed: int
    periods: tuple[Period, ...]
    partners: tuple[Partner, ...]
    effects: tuple[Effect, ...] = ()
    missing: tuple[Missing, ...] = ()
    late: tuple[Late, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    busy: int = 1
    indicators: frozenset[str] = frozenset()
    _kept: dict[object, object] = field(
        init=False, repr=False, compare=False, default_factory=dict[object, object]
    )

    def remember(self, key: object, draw: Callable[[], Drawn]) -> Drawn:
        """Return what was drawn before under a key, or draw it."""
        if key not in self._kept:
            self._kept[key] = draw()
        return cast("Drawn", self._kept[key])

    def stream(self, *names: str) -> np.random.Generator:
        """Return random numbers of their own for what the names say, whatever else is drawn."""
        return np.random.default_rng([self.seed, *(crc32(text.encode()) for text in names)])

    def rate(self, partner: Partner, rate: Rate, period: Period, line: str = "") -> float:
        """Return the true share or score of a partnership in a period, effects included.

        For what is `MULTIPLIED` it is the multiplier of what is usual. Of an indicator that has
        several lines, such as one for each obstacle, it is that of the line named.
        """
        meant = self._planted.get((partner.partnership_id, rate, line), ())
        added = sum(effect.at(period, self.periods[-1]) for effect in meant)
        if rate in MULTIPLIED:
            return max(LOWEST, 1.0 + added)
        usual = partner.usual.get(rate, USUAL[rate])
        least, most = (LOWEST_SCORE, HIGHEST_SCORE) if rate in SCORED else (LOWEST, HIGHEST)
        return min(most, max(least, usual + added))

    def moves(self, partner: Partner, *rates: Rate) -> bool:
        """Tell whether an effect on one of these is planted in a partnership."""
        own = {rate for whose, rate, _ in self._planted if whose == partner.partnership_id}
        return not own.isdisjoint(rates)

    @cached_property
    def _planted(self) -> Mapping[tuple[str, Rate, str], list[Effect]]:
        """The effects by partnership, indicator and line."""
        found: dict[tuple[str, Rate, str], list[Effect]] = {}
        for each in self.effects:
            meant = each.partnership_id, each.indicator, each.line
            found.setdefault(meant, []).append(each)
        return found

    @cached_property
    def unmoved(self) -> tuple[Partner, ...]:
        """The partnerships whose operations no effect moves."""
        planted = (Rate.OBJECTIVES, Rate.ARRESTS)
        return tuple(each for each in self.partners if not self.moves(each, *planted))

    def is_missing(self, partner: Partner, period: Period) -> bool:
        """Tell whether a partnership never returned a period's exchange of information."""
        return Missing(partner.partnership_id, period) in self.missing

    def mirror(self, partner: Partner) -> Mirror | None:
        """Return how the two sides' reports differ, where both sides report."""
        found = [m for m in self.mirrors if m.partnership_id == partner.partnership_id]
        return found[0] if found else None

    def truth(self) -> dict[str, Json]:
        """Return all that is planted, ready for JSON."""
        small = [partner for partner in self.partners if partner.volume <= SMALL]
        return {
            "seed": self.seed,
            "from_period": self.periods[0].code,
            "until_period": self.periods[-1].code,
            "effects": _listed(self.effects),
            "missing": _listed(self.missing),
            "late": _listed(self.late),
            "restatements": _listed(self.restatements),
            "mirrors": _listed(self.mirrors),
            "small_counts": [
                {"partnership_id": partner.partnership_id, "messages_a_line": partner.volume}
                for partner in small
            ],
        }


def _listed(
    planted: Sequence[Effect | Missing | Late | Restatement | Mirror],
) -> list[Json]:
    return [
        {
            part.name: _plain(value)
            for part in fields(one)
            if (value := getattr(one, part.name)) != ""
        }
        for one in planted
    ]


def _plain(value: object) -> Json:
    match value:
        case Period():
            return value.code
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(part) for part in cast("tuple[object, ...]", value)]
        case float() | str() | None:
            return value
        case _:
            message = f"not a planted value: {value!r}"
            raise TypeError(message)
