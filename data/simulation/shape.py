"""What can be planted in simulated figures: which indicator moves, when, how and by how much."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from validation.periods import Period, between


class Rate(StrEnum):
    """What the simulator can move, by its id in the indicator catalogue."""

    MESSAGES = "messages"
    ON_TIME = "on_time_replies"
    UNANSWERED = "unanswered_replies"
    WITHIN_8H = "within_8_hours"
    WITHIN_3D = "within_3_days"
    WITHIN_7D = "within_7_days"
    HITS = "hit_rate"
    CLARIFICATIONS = "clarification_rate"
    TRANSLATED = "translated_share"
    AUTOMATED = "automated_share"
    LEGAL = "refused_legal"
    SAFEGUARD = "refused_safeguard"
    UNWILLING = "refused_unwilling"
    OBJECTIVES = "objectives_met"
    ARRESTS = "arrests_per_operation"
    APPLIED = "applied_on_job"
    TRUST = "trust_in_police"
    COVERAGE = "framework_coverage"
    DEALT_WITH = "requests_in_time"
    DUAL_CRIMINALITY = "dual_criminality_refusals"
    OBSTACLE = "obstacle_rate"
    RESOLVED = "obstacle_resolution"
    CLEAR = "clear_communication"
    RESPECT = "trust_and_respect"
    STANDARDS = "standardised_procedures"
    GOALS = "shared_goals"
    PROCEDURES = "procedures_adopted"
    RECOMMENDED = "recommendations_done"
    CAPABLE = "capability_adoption"
    STAFF = "staff_contributed"


USUAL: Final = {
    Rate.ON_TIME: 0.62,
    Rate.UNANSWERED: 0.12,
    Rate.WITHIN_8H: 0.42,
    Rate.WITHIN_3D: 0.62,
    Rate.WITHIN_7D: 0.82,
    Rate.HITS: 0.08,
    Rate.CLARIFICATIONS: 0.06,
    Rate.TRANSLATED: 0.15,
    Rate.AUTOMATED: 0.30,
    Rate.LEGAL: 0.04,
    Rate.SAFEGUARD: 0.01,
    Rate.UNWILLING: 0.04,
    Rate.OBJECTIVES: 0.65,
    Rate.APPLIED: 0.55,
    Rate.TRUST: 0.58,
    Rate.COVERAGE: 0.5,
    Rate.DEALT_WITH: 0.60,
    Rate.DUAL_CRIMINALITY: 0.16,
    Rate.OBSTACLE: 0.08,
    Rate.RESOLVED: 0.50,
    Rate.CLEAR: 3.6,
    Rate.RESPECT: 3.9,
    Rate.STANDARDS: 3.1,
    Rate.GOALS: 4.1,
    Rate.PROCEDURES: 0.5,
    Rate.RECOMMENDED: 0.5,
    Rate.CAPABLE: 0.4,
}
"""Shares and scores that hold where a partnership does not say otherwise and nothing is planted."""

MULTIPLIED: Final = frozenset({Rate.MESSAGES, Rate.ARRESTS, Rate.STAFF})
"""What is no share: an effect on it is a part more or less of what is usual."""

SCORED: Final = frozenset({Rate.CLEAR, Rate.RESPECT, Rate.STANDARDS, Rate.GOALS})
"""What is a mean score from 1 to 5: an effect on it is in points."""


class Shape(StrEnum):
    """How a planted effect runs over time."""

    STEP = "step"
    DRIFT = "drift"
    OUTLIER = "outlier"


@dataclass(frozen=True)
class Effect:
    """A planted change: `size` is added to a share or score; of what is `MULTIPLIED` it is a part.

    A step is there from `from_period` on, an outlier in that period alone; a drift grows evenly
    from it and reaches `size` in the last period. `line` is the one line that moves, of an
    indicator that has several, such as one obstacle.
    """

    kind: Shape
    partnership_id: str
    indicator: Rate
    from_period: Period
    size: float
    line: str = ""

    def at(self, period: Period, last: Period) -> float:
        """Return what is added in a period, when the figures end with `last`."""
        elapsed = len(between(self.from_period, period))
        match self.kind:
            case Shape.STEP:
                return self.size if elapsed else 0.0
            case Shape.OUTLIER:
                return self.size if elapsed == 1 else 0.0
            case Shape.DRIFT:
                return self.size * elapsed / len(between(self.from_period, last))


@dataclass(frozen=True)
class Missing:
    """A quarter for which a partnership never returned its exchange of information."""

    partnership_id: str
    period: Period


@dataclass(frozen=True)
class Late:
    """A quarter that a partnership returned one release late."""

    partnership_id: str
    period: Period


class Mistake(StrEnum):
    """Why a figure was first published otherwise than it now stands."""

    PREMATURE = "counted before all replies were in"
    MISTYPED = "one zero too many in the largest cell"


@dataclass(frozen=True)
class Restatement:
    """A quarter first published with a mistake and corrected later.

    The correction comes with the next quarter's release, or on a day of its own.
    """

    partnership_id: str
    period: Period
    mistake: Mistake
    corrected: date | None = None


@dataclass(frozen=True)
class Mirror:
    """A partnership whose exchange both sides report.

    On the directed `pairs` the receiver counts `size` (a part of them) more messages than the
    sender; on all others both count the same. Of replies the sender always sees somewhat fewer
    in time than the receiver, whose own count is the one that stands.
    """

    partnership_id: str
    pairs: tuple[tuple[str, str], ...]
    size: float
