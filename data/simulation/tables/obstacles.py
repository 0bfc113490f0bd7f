"""Simulated obstacles: what three offices of a partnership met in a quarter."""

from collections.abc import Iterator
from typing import Final

from data.simulation.generator import Row
from data.simulation.quarters import quarterly
from data.simulation.shape import Rate
from data.simulation.world import SMALL, Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.obstacles import OBSTACLES, OBSTACLES_MET
from validation.contracts.obstacles import Obstacles as T
from validation.fields import name
from validation.periods import Period

OFFICES: Final = 3
"""The first members of a partnership, so many at most, tell what they met."""
CASES: Final = 60.0
FEW: Final = 18.0
"""Cases usual in an office in a quarter, in most partnerships and in small ones."""
MORE_OFTEN: Final = {
    "dual_criminality": -0.01,
    "jurisdiction": -0.02,
    "extradition": -0.04,
    "data_protection": 0.02,
    "language": 0.06,
    "cultural": -0.03,
    "political": -0.05,
    "technical": 0.04,
}
"""By how much the share of cases that an obstacle hinders differs from what is usual."""
DELAY: Final = {
    "dual_criminality": 40.0,
    "jurisdiction": 55.0,
    "extradition": 90.0,
    "data_protection": 21.0,
    "language": 9.0,
    "cultural": 6.0,
    "political": 70.0,
    "technical": 4.0,
}
"""Median days of delay that are usual, by obstacle."""
SPREAD: Final = 0.3


def _met(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    resolved = world.rate(partner, Rate.RESOLVED, period)
    for office in partner.members[:OFFICES]:
        random = world.stream(partner.partnership_id, period.code, office, "obstacles")
        cases = int(random.poisson(FEW if partner.volume <= SMALL else CASES))
        for obstacle in OBSTACLES_MET.values:
            share = MORE_OFTEN[obstacle] + world.rate(partner, Rate.OBSTACLE, period, obstacle)
            affected = int(random.binomial(cases, share))
            delay = DELAY[obstacle] * random.lognormal(0.0, SPREAD)
            yield {
                name(T.period): period.code,
                name(T.partnership_id): partner.partnership_id,
                name(T.reported_by): office,
                name(T.obstacle): obstacle,
                name(T.cases_affected): affected,
                name(T.cases_total): cases,
                name(T.cases_resolved): int(random.binomial(affected, resolved)),
                name(T.median_delay_days): round(delay, 1) if affected else None,
                name(T.source): OWN_RETURN,
            }


GENERATOR: Final = quarterly(OBSTACLES, _met)
