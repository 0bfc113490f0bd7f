"""A world of any size, drawn from a seed, with effects planted at places that the seed decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import ceil, sqrt
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np

from data.simulation.lines import KINDS
from data.simulation.mirror import disagreeing
from data.simulation.shape import Effect, Missing, Rate, Shape
from data.simulation.world import Milestone, Partner, Target, World
from validation.codes import ALL, CHANNELS
from validation.crime_areas import CRIME_AREAS
from validation.parties import COUNTRIES
from validation.periods import Period, between

Planted: TypeAlias = tuple[Shape, Rate, float] | tuple[Shape, Rate, float, str]

PERIODS: Final = tuple(between(Period(2019, 1), Period(2024, 4)))
ROWS_A_PARTNER: Final = 240
"""From 12 times as many rows on, the number of partnerships is the same whatever the size."""
FEWEST_MEMBERS: Final = 8
SPARE: Final = 2
"""A partnership has this many times more combinations than lines."""
CHANNEL_CODES: Final = tuple(code for code in CHANNELS.values if code != ALL)
LEAST_WEIGHT: Final = 0.01
ROWS_A_BUSYNESS: Final = 10_000
"""Operations and courses grow with the square root of the rows: four times as many, twice."""
FIRST_EFFECT: Final = 8
LAST_EFFECT: Final = 18
"""Effects begin in the quarters from the one to before the other; later ones may be missing."""
VOLUME: Final = 40.0
FEW: Final = 2.0
DISAGREEING: Final = 12
"""Pairs on which the two sides disagree, where both report."""


@dataclass(frozen=True)
class Template:
    """What is planted in one partnership; when, the seed decides."""

    kind: Shape | None = None
    indicator: Rate = Rate.MESSAGES
    size: float = 0.0
    missing: int = 0
    mirrored: bool = False
    volume: float = VOLUME


TEMPLATES: Final = (
    Template(Shape.STEP, Rate.ON_TIME, 0.10),
    Template(Shape.DRIFT, Rate.UNANSWERED, -0.05),
    Template(Shape.STEP, Rate.UNWILLING, 0.06, missing=1),
    Template(Shape.OUTLIER, Rate.WITHIN_3D, -0.18),
    Template(Shape.STEP, Rate.MESSAGES, 0.40, mirrored=True),
    Template(Shape.DRIFT, Rate.ON_TIME, -0.12),
    Template(Shape.OUTLIER, Rate.MESSAGES, 1.00, missing=2),
    Template(),
    Template(Shape.STEP, Rate.WITHIN_8H, 0.15),
    Template(Shape.DRIFT, Rate.AUTOMATED, 0.25, mirrored=True),
    Template(Shape.STEP, Rate.CLARIFICATIONS, 0.05, volume=FEW),
    Template(Shape.DRIFT, Rate.HITS, 0.06),
)
"""One partnership each, in this order; one has nothing planted, one has small counts."""

BESIDE: Final[Mapping[int, Planted]] = {
    2: (Shape.STEP, Rate.OBJECTIVES, 0.25),
    4: (Shape.STEP, Rate.APPLIED, 0.20),
    6: (Shape.STEP, Rate.COVERAGE, 0.50),
    7: (Shape.STEP, Rate.ARRESTS, 0.60),
    10: (Shape.DRIFT, Rate.TRUST, 0.12),
}
"""What is planted in the other tables, by the number of the partnership."""

IN_LAW: Final[Mapping[int, Planted]] = {
    1: (Shape.STEP, Rate.DEALT_WITH, 0.18),
    3: (Shape.STEP, Rate.DUAL_CRIMINALITY, 0.12),
    9: (Shape.STEP, Rate.OBSTACLE, 0.12, "language"),
    12: (Shape.DRIFT, Rate.RESOLVED, 0.30),
}
"""What is planted in legal requests and obstacles, by the number of the partnership."""

AMONG_PARTNERS: Final[Mapping[int, Planted]] = {
    1: (Shape.STEP, Rate.CLEAR, 0.70),
    3: (Shape.STEP, Rate.CAPABLE, 0.30),
    5: (Shape.STEP, Rate.STAFF, 0.60),
    9: (Shape.STEP, Rate.RECOMMENDED, 0.50),
    11: (Shape.STEP, Rate.PROCEDURES, 0.50),
}
"""The same in what partners score, can do, give, adopt and are advised to do."""


def world(rows: int, seed: int) -> World:
    """Draw a world large enough for a number of rows of information_exchange.

    Args:
        rows: how many rows are to be drawn from it, at least 1.
        seed: decides everything; not negative.

    Raises:
        ValueError: no row is asked for, or the seed is negative.
    """
    if rows < 1 or seed < 0:
        message = f"at least one row and a seed from 0 upwards are needed, not {rows} and {seed}"
        raise ValueError(message)
    random = np.random.default_rng([seed, crc32(b"world")])
    templates = TEMPLATES[: min(len(TEMPLATES), max(1, rows // ROWS_A_PARTNER))]
    quarters = len(templates) * len(PERIODS) - sum(template.missing for template in templates)
    a_quarter = ceil(rows / quarters)
    planted = [
        (_partner(random, number, template, a_quarter), template)
        for number, template in enumerate(templates, start=1)
    ]
    effects = tuple(
        Effect(
            kind=template.kind,
            partnership_id=partner.partnership_id,
            indicator=template.indicator,
            from_period=PERIODS[random.integers(FIRST_EFFECT, LAST_EFFECT)],
            size=template.size,
        )
        for partner, template in planted
        if template.kind
    )
    partners = [partner for partner, _ in planted]
    effects += tuple(_beside(seed, partners, BESIDE, b"beside"))
    effects += tuple(_beside(seed, partners, IN_LAW, b"law"))
    among = tuple(_beside(seed, partners, AMONG_PARTNERS, b"among partners"))
    drawn = World(
        seed=seed,
        periods=PERIODS,
        partners=tuple(partner for partner, _ in planted),
        effects=effects + among,
        busy=max(1, round(sqrt(rows / ROWS_A_BUSYNESS))),
        missing=tuple(
            Missing(partner.partnership_id, PERIODS[number])
            for partner, template in planted
            for number in _some(random, range(LAST_EFFECT, len(PERIODS)), template.missing)
        ),
        targets=tuple(_target(partner) for partner, _ in planted),
        milestones=tuple(_milestone(effect) for effect in effects if effect.kind == Shape.STEP),
    )
    mirrored = [partner for partner, template in planted if template.mirrored]
    return replace(drawn, mirrors=tuple(disagreeing(drawn, one, DISAGREEING) for one in mirrored))


def _beside(
    seed: int, partners: Sequence[Partner], effects: Mapping[int, Planted], stream: bytes
) -> Iterator[Effect]:
    """Plant effects in other tables; when, random numbers of their own decide."""
    random = np.random.default_rng([seed, crc32(stream)])
    for number, partner in enumerate(partners, start=1):
        if number in effects:
            kind, rate, size, *line = effects[number]
            begins = PERIODS[random.integers(FIRST_EFFECT, LAST_EFFECT)]
            yield Effect(kind, partner.partnership_id, rate, begins, size, *line)


def _some(random: np.random.Generator, among: Sequence[int], number: int) -> list[int]:
    return sorted(random.choice(among, number, replace=False).tolist())


def _partner(random: np.random.Generator, number: int, template: Template, rows: int) -> Partner:
    reported = ceil(rows / 2) if template.mirrored else rows
    a_pair = len(CHANNEL_CODES) * len(CRIME_AREAS.values) * len(KINDS) * 2
    members = next(
        size for size in count(FEWEST_MEMBERS) if size * (size - 1) * a_pair >= SPARE * reported
    )
    chosen = _some(random, range(len(COUNTRIES.values)), members)
    return Partner(
        partnership_id=f"simulated-{number:02}",
        name=f"Simulated partnership {number}",
        kind="regional",
        lead="INTERPOL",
        members=tuple(COUNTRIES.values[position] for position in chosen),
        established=str(PERIODS[0].year - number % 7),
        objective="To try things out; it does not exist.",
        channels=_weights(random, CHANNEL_CODES),
        crime_areas=_weights(random, CRIME_AREAS.values),
        lines=reported,
        volume=template.volume,
    )


def _weights(random: np.random.Generator, codes: Sequence[str]) -> dict[str, float]:
    weights = random.dirichlet(np.ones(len(codes)))
    return dict(zip(codes, np.maximum(weights, LEAST_WEIGHT).tolist(), strict=True))


def _target(partner: Partner) -> Target:
    return Target(
        partnership_id=partner.partnership_id,
        indicator=Rate.ON_TIME,
        from_period=PERIODS[FIRST_EFFECT],
        target=0.65,
        recorded=PERIODS[0],
        note="Simulated",
    )


def _milestone(effect: Effect) -> Milestone:
    return Milestone(
        day=effect.from_period.start,
        partnership_id=effect.partnership_id,
        label=f"A step is planted: {effect.indicator}",
        kind="other",
        recorded=PERIODS[0],
        indicator=effect.indicator,
        expected="up" if effect.size > 0 else "down",
    )
