"""Simulated safeguards: what each partnership's secretariat counts in a quarter."""

from collections.abc import Iterator
from typing import Final

from data.simulation.generator import Row
from data.simulation.quarters import quarterly
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.safeguards import COMPLAINTS, SAFEGUARDS, UPHELD
from validation.contracts.safeguards import Safeguards as T
from validation.fields import name
from validation.periods import Period

USUAL: Final = {
    "access_requests": 12.0,
    COMPLAINTS: 4.0,
    "records_deleted": 30.0,
    "audits": 0.5,
    "breaches": 0.4,
}
"""How many are usual in a quarter."""
FOUND_JUSTIFIED: Final = 0.3


def _counted(world: World, partner: Partner, period: Period) -> Iterator[Row]:
    random = world.stream(partner.partnership_id, period.code, "safeguards")
    counts = {measure: int(random.poisson(usual)) for measure, usual in USUAL.items()}
    counts[UPHELD] = int(random.binomial(counts[COMPLAINTS], FOUND_JUSTIFIED))
    for measure, value in counts.items():
        yield {
            name(T.period): period.code,
            name(T.partnership_id): partner.partnership_id,
            name(T.measure): measure,
            name(T.value): value,
            name(T.source): OWN_RETURN,
        }


GENERATOR: Final = quarterly(SAFEGUARDS, _counted)
