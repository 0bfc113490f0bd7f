"""Simulated reporting schedule: every partnership owes three tables every quarter."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from data.simulation.generator import Generator, Row, typed
from data.simulation.mirror import reporters
from data.simulation.world import World
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.legal_requests import LEGAL_REQUESTS
from validation.contracts.reporting_schedule import REPORTING_SCHEDULE
from validation.contracts.reporting_schedule import ReportingSchedule as T
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.fields import name
from validation.periods import QUARTER, Period

DUE_DAYS: Final = 45


def rows(world: World, _count: int) -> Iterator[pl.DataFrame]:
    """Write down what each office owes."""
    yield typed(REPORTING_SCHEDULE, list(_owed(world)))


def _owed(world: World) -> Iterator[Row]:
    for partner in world.partners:
        owed = [(INFORMATION_EXCHANGE.name, office) for office in reporters(world, partner)]
        of_all = (TRAINING_COMPLETIONS.name, LEGAL_REQUESTS.name)
        for table, office in (*owed, *((table, None) for table in of_all)):
            yield {
                name(T.partnership_id): partner.partnership_id,
                name(T.reported_by): office,
                name(T.table): table,
                name(T.from_period): world.periods[0].code,
                name(T.grain): QUARTER,
                name(T.due_days): DUE_DAYS,
                name(T.contact_role): "Statistics desk",
            }


def released(world: World, period: Period) -> Iterator[pl.DataFrame]:
    """Record the schedule with the first release."""
    if period == world.periods[0]:
        yield from rows(world, 0)


GENERATOR: Final = Generator(REPORTING_SCHEDULE, rows, released)
