"""The simulated example as declared: what is planted in twelve partnerships over 28 quarters.

A further planted effect is a further line of `effects`.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from data.simulation.mirror import disagreeing
from data.simulation.partners import (
    ADRIATIC,
    ALPINE,
    ANDES,
    BALTIC,
    BLACK_SEA,
    CARIBBEAN,
    GULF,
    MEKONG,
    PACIFIC,
    PARTNERS,
    PORTS,
    RIFT,
    SAHEL,
)
from data.simulation.shape import Effect, Late, Missing, Mistake, Rate, Restatement, Shape
from data.simulation.world import Milestone, Target, World
from validation.codes import ALL
from validation.periods import Period, between

PERIODS: Final = tuple(between(Period(2019, 1), Period(2025, 4)))
FIRST: Final = PERIODS[0]

EFFECTS: Final = (
    Effect(Shape.STEP, PORTS, Rate.ON_TIME, Period(2023, 2), 0.10),
    Effect(Shape.DRIFT, ANDES, Rate.UNANSWERED, Period(2021, 1), -0.09),
    Effect(Shape.DRIFT, GULF, Rate.UNWILLING, Period(2025, 2), 0.07),
    Effect(Shape.DRIFT, SAHEL, Rate.ON_TIME, Period(2022, 1), -0.12),
    Effect(Shape.STEP, BALTIC, Rate.AUTOMATED, Period(2020, 3), 0.25),
    Effect(Shape.STEP, PACIFIC, Rate.WITHIN_8H, Period(2022, 1), 0.15),
    Effect(Shape.OUTLIER, PACIFIC, Rate.MESSAGES, Period(2021, 3), 1.50),
    Effect(Shape.STEP, ADRIATIC, Rate.MESSAGES, Period(2021, 1), 0.40),
    Effect(Shape.OUTLIER, MEKONG, Rate.ON_TIME, Period(2021, 2), -0.22),
    Effect(Shape.STEP, BLACK_SEA, Rate.CLARIFICATIONS, Period(2022, 4), -0.05),
    Effect(Shape.STEP, CARIBBEAN, Rate.HITS, Period(2023, 1), 0.06),
    Effect(Shape.DRIFT, ALPINE, Rate.WITHIN_3D, Period(2020, 4), 0.14),
    Effect(Shape.STEP, PORTS, Rate.OBJECTIVES, Period(2022, 3), 0.20),
    Effect(Shape.STEP, CARIBBEAN, Rate.ARRESTS, Period(2022, 1), 0.60),
    Effect(Shape.STEP, BLACK_SEA, Rate.APPLIED, Period(2022, 4), 0.20),
    Effect(Shape.DRIFT, RIFT, Rate.TRUST, Period(2021, 1), 0.10),
    Effect(Shape.STEP, ADRIATIC, Rate.COVERAGE, Period(2022, 1), 0.50),
    Effect(Shape.STEP, ALPINE, Rate.DEALT_WITH, Period(2022, 2), 0.18),
    Effect(Shape.STEP, ADRIATIC, Rate.DUAL_CRIMINALITY, Period(2022, 1), -0.12),
    Effect(Shape.STEP, BLACK_SEA, Rate.OBSTACLE, Period(2021, 3), 0.12, "language"),
    Effect(Shape.DRIFT, RIFT, Rate.RESOLVED, Period(2021, 2), 0.30),
    Effect(Shape.STEP, BLACK_SEA, Rate.CLEAR, Period(2022, 4), 0.70),
    Effect(Shape.DRIFT, GULF, Rate.RESPECT, Period(2023, 1), -0.80),
    Effect(Shape.STEP, ALPINE, Rate.PROCEDURES, Period(2021, 3), 0.50),
    Effect(Shape.STEP, RIFT, Rate.RECOMMENDED, Period(2022, 1), 0.50),
    Effect(Shape.DRIFT, PORTS, Rate.CAPABLE, Period(2021, 1), 0.40),
    Effect(Shape.STEP, CARIBBEAN, Rate.STAFF, Period(2022, 1), 0.60),
)

MISSING: Final = (
    Missing(PORTS, Period(2024, 1)),
    Missing(SAHEL, Period(2020, 2)),
    Missing(SAHEL, Period(2021, 4)),
    Missing(RIFT, Period(2022, 3)),
    Missing(SAHEL, Period(2025, 4)),
    Missing(CARIBBEAN, Period(2025, 4)),
)

LATE: Final = (
    Late(ANDES, Period(2020, 4)),
    Late(GULF, Period(2022, 2)),
    Late(CARIBBEAN, Period(2023, 1)),
    Late(MEKONG, Period(2025, 3)),
)

RESTATEMENTS: Final = (
    Restatement(GULF, Period(2021, 3), Mistake.PREMATURE),
    Restatement(ALPINE, Period(2022, 1), Mistake.PREMATURE),
    Restatement(ADRIATIC, Period(2022, 2), Mistake.MISTYPED, date(2022, 8, 19)),
    Restatement(PORTS, Period(2023, 4), Mistake.PREMATURE),
    Restatement(BALTIC, Period(2025, 3), Mistake.PREMATURE),
)

MIRRORED: Final = {PORTS: 3, BALTIC: 0}
"""Where both sides report, and on how many directed pairs they disagree."""

TARGETS: Final = (
    Target(ALL, Rate.ON_TIME, Period(2019, 1), 0.60, FIRST, "Common plan, first phase"),
    Target(ALL, Rate.UNANSWERED, Period(2019, 1), 0.12, FIRST, "Common plan, first phase"),
    Target(ALL, Rate.WITHIN_3D, Period(2020, 1), 0.60, Period(2019, 4), "Annual meeting 2019"),
    Target(PORTS, Rate.ON_TIME, Period(2022, 1), 0.65, Period(2021, 3), "Work plan 2022"),
    Target(ALL, Rate.UNANSWERED, Period(2023, 1), 0.10, Period(2022, 3), "Common plan, second"),
    Target(ALPINE, Rate.WITHIN_3D, Period(2023, 1), 0.70, Period(2022, 3), "Freezing in time"),
)

MILESTONES: Final = (
    Milestone(
        day=date(2020, 7, 1),
        partnership_id=BALTIC,
        label="Direct link between both offices",
        kind="platform",
        recorded=FIRST,
        indicator=Rate.AUTOMATED,
        expected="up",
    ),
    Milestone(
        day=date(2020, 10, 1),
        partnership_id=ALL,
        label="Model form for requests adopted",
        kind="agreement",
        recorded=FIRST,
    ),
    Milestone(
        day=date(2021, 1, 15),
        partnership_id=ANDES,
        label="Liaison officers posted",
        kind="agreement",
        recorded=Period(2021, 2),
        indicator=Rate.UNANSWERED,
        expected="down",
    ),
    Milestone(
        day=date(2021, 7, 28),
        partnership_id=PACIFIC,
        label="Earthquake response",
        kind="other",
        recorded=Period(2021, 3),
    ),
    Milestone(
        day=date(2022, 1, 10),
        partnership_id=PACIFIC,
        label="Regional duty desk opens",
        kind="platform",
        recorded=Period(2021, 3),
        indicator=Rate.WITHIN_8H,
        expected="up",
    ),
    Milestone(
        day=date(2022, 10, 3),
        partnership_id=BLACK_SEA,
        label="Course on writing requests",
        kind="training_programme",
        recorded=Period(2022, 2),
        indicator=Rate.CLARIFICATIONS,
        expected="down",
    ),
    Milestone(
        day=date(2023, 4, 1),
        partnership_id=PORTS,
        label="Shared platform opens",
        kind="platform",
        recorded=Period(2022, 4),
        indicator=Rate.ON_TIME,
        expected="up",
    ),
    Milestone(
        day=date(2025, 5, 20),
        partnership_id=GULF,
        label="Two members suspend exchange",
        kind="political",
        recorded=Period(2025, 2),
    ),
)


def declared(seed: int) -> World:
    """Return the example's world: all as declared, drawn with a seed.

    Raises:
        ValueError: the seed is negative.
    """
    world = World(
        seed=seed,
        periods=PERIODS,
        partners=PARTNERS,
        effects=EFFECTS,
        missing=MISSING,
        late=LATE,
        restatements=RESTATEMENTS,
        targets=TARGETS,
        milestones=MILESTONES,
    )
    mirrors = [
        disagreeing(world, partner, MIRRORED[partner.partnership_id])
        for partner in world.partners
        if partner.partnership_id in MIRRORED
    ]
    return replace(world, mirrors=tuple(mirrors))
