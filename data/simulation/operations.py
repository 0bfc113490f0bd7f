"""Simulated joint operations: what partners did together, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeAlias

import numpy as np

from data.simulation.generator import Row
from data.simulation.shape import Rate
from data.simulation.world import Json, Partner, World
from validation import cells
from validation.codes import AT_LEAST, OWN_RETURN
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.operation_results import OperationResults as R
from validation.fields import name
from validation.periods import QUARTER, Period, between

A_QUARTER: Final = 3
"""Operations that a partnership begins in a quarter, in a world that is no busier than usual."""
LONGEST: Final = 140
"""Days that an operation lasts at most: it ends in the quarter after the next at the latest."""
RUNS_INTO: Final = 2
PROSECUTED_AFTER: Final = 2
CONVICTED_AFTER: Final = 6
"""Quarters from the end of an operation to the figures of the courts."""
MOST: Final = 8
"""Countries that take part in one operation."""
ARRESTS: Final = 12.0
CHARGED: Final = 0.55
CONVICTED: Final = 0.7
SPREAD: Final = 9
"""No figure is more than this many times the lowest: none is far above an earlier one."""
KINDS: Final = (
    "investigation_team",
    "action_day",
    "task_force",
    "cross_border_operation",
    "controlled_delivery",
)
EURO: Final = "EUR"
_DRUGS: Final = name(R.drugs_seized_kg)
RELIEF: Final = "humanitarian_mission"
DISASTERS: Final = "disaster_response"
JOINT: Final = 0.15
"""How many operations are joint with another partnership."""
BOUNDED: Final = 0.25
"""How many amounts of drugs are told as "more than", rounded down to `ROUND_KG`."""
ROUND_KG: Final = 10
OF_PERSONS: Final = ("human_trafficking", "migrant_smuggling", "child_exploitation")
OF_DRUGS: Final = "drug_trafficking"
OF_FIREARMS: Final = ("firearms", OF_DRUGS)
OF_MONEY: Final = ("money_laundering", "financial_fraud", "counterfeit_goods", OF_DRUGS)


Figures: TypeAlias = dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation as it finally stands: its row, and what came of it period by period.

    `hidden` holds what figures told as bounds truly are.
    """

    register: Row
    started: date
    ended: date
    results: tuple[tuple[Period, Row], ...]
    hidden: tuple[Row, ...] = ()

    def as_of(self, day: date) -> Row:
        """Return its row of the register as of a day: without its end while it runs."""
        over = self.ended <= day
        return {**self.register, name(J.ended): self.ended.isoformat() if over else None}


def begun(world: World, partner: Partner, first: Period, last: Period) -> Iterator[Operation]:
    """Draw the operations that a partnership began in the quarters of the world from one on.

    Args:
        world: what is declared and planted.
        partner: one of its partnerships.
        first: the first quarter; those before the world's are left out.
        last: the last quarter.
    """
    for period in between(max(first, world.periods[0]), last):
        yield from world.remember(
            (partner.partnership_id, period), partial(_begun_in, world, partner, period)
        )


def _begun_in(world: World, partner: Partner, period: Period) -> list[Operation]:
    random = world.stream(partner.partnership_id, period.code, "operations")
    return [
        _as_told(world, partner, period, number, _operation(world, partner, period, number, random))
        for number in range(1, A_QUARTER * world.busy + 1)
    ]


def told_otherwise(world: World) -> dict[str, Json]:
    """Return what is planted in operations: those that are joint, and figures told as bounds."""
    joint: list[Json] = []
    bounds: list[Json] = []
    for partner in world.partners:
        for one in begun(world, partner, world.periods[0], world.periods[-1]):
            row = one.register
            if row.get(name(J.joint_with)):
                keys = (name(J.operation_id), name(J.partnership_id), name(J.joint_with))
                joint.append({key: row[key] for key in keys})
            bounds.extend(dict[str, Json](each) for each in one.hidden)
    return {"joint_operations": joint, "bounds": bounds}


def _operation(
    world: World, partner: Partner, period: Period, number: int, random: np.random.Generator
) -> Operation:
    started = period.start + timedelta(days=int(random.integers(80)))
    ended = started + timedelta(days=int(random.integers(1, LONGEST)))
    weights = np.array(list(partner.crime_areas.values()))
    area = str(random.choice(list(partner.crime_areas), p=weights / weights.sum()))
    size = int(random.integers(2, min(MOST, len(partner.members)) + 1))
    places: list[int] = random.choice(len(partner.members), size, replace=False).tolist()
    countries = [partner.members[place] for place in sorted(places)]
    objectives = int(random.integers(3, 9))
    operation_id = f"{partner.partnership_id}-{period.code.lower()}-{number}"
    register: Row = {
        name(J.operation_id): operation_id,
        name(J.partnership_id): partner.partnership_id,
        name(J.name): f"{partner.name} {period.code}, operation {number}",
        name(J.crime_area): area,
        name(J.kind): RELIEF if area == DISASTERS else str(random.choice(KINDS)),
        name(J.started): started.isoformat(),
        name(J.lead): countries[int(random.integers(size))],
        name(J.countries): cells.LIST_SEPARATOR.join(countries),
        name(J.countries_count): size,
        name(J.objectives_set): objectives,
        name(J.source): OWN_RETURN,
    }
    over = Period.containing(ended, QUARTER)
    met = random.binomial(objectives, world.rate(partner, Rate.OBJECTIVES, over))
    relief = area == DISASTERS
    more = world.rate(partner, Rate.ARRESTS, over)
    found = _relief(random) if relief else _found(random, area, more)
    told = [(over, {**found, name(R.objectives_met): met})]
    if not relief:
        told += _courts(random, over, found[name(R.arrests)])
    return Operation(
        register=register,
        started=started,
        ended=ended,
        results=tuple((when, _result(operation_id, when, row)) for when, row in told),
    )


def _as_told(
    world: World, partner: Partner, period: Period, number: int, plain: Operation
) -> Operation:
    """Make the first operation of a year an edition, some operations joint, some figures bounds."""
    random = world.stream(partner.partnership_id, period.code, str(number), "told")
    register = dict(plain.register)
    if number == 1 and period.quarter == 1:
        series = f"{partner.name}, yearly sweep"
        register[name(J.series)], register[name(J.edition)] = series, str(period.year)
        register[name(J.name)] = f"{series} {period.year}"
    others = [each.partnership_id for each in world.unmoved if each != partner]
    if others and partner in world.unmoved and random.random() < JOINT:
        register[name(J.joint_with)] = str(random.choice(others))
    results = list(plain.results)
    hidden: tuple[Row, ...] = ()
    over, row = results[0]
    drugs = row.get(_DRUGS)
    if isinstance(drugs, float) and random.random() < BOUNDED:
        printed = drugs - drugs % ROUND_KG
        results[0] = over, {**row, _DRUGS: printed, name(R.precision): f"{_DRUGS}:{AT_LEAST}"}
        keys = (name(R.operation_id), name(R.period))
        hidden = ({**{key: row[key] for key in keys}, "column": _DRUGS, "true": drugs},)
    return replace(plain, register=register, results=tuple(results), hidden=hidden)


def _result(operation_id: str, period: Period, figures: Figures) -> Row:
    return {
        name(R.operation_id): operation_id,
        name(R.period): period.code,
        **figures,
        name(R.seized_currency): EURO if name(R.seized_value) in figures else None,
        name(R.source): OWN_RETURN,
    }


def _bounded(value: float, lowest: int) -> int:
    return min(SPREAD * lowest, max(lowest, round(value)))


def _usual(random: np.random.Generator, lowest: int) -> int:
    """Draw a figure around three times its lowest."""
    return _bounded(3 * lowest * random.lognormal(0.0, 0.4), lowest)


def _relief(random: np.random.Generator) -> Figures:
    return {
        name(R.people_assisted): _usual(random, 120),
        name(R.response_hours): float(_usual(random, 10)),
        name(R.personnel_deployed): _usual(random, 25),
        name(R.cost_eur): float(_usual(random, 30_000)),
    }


def _found(random: np.random.Generator, area: str, more: float) -> Figures:
    arrests = _bounded(random.poisson(ARRESTS * more * random.gamma(60.0, 1 / 60.0)), 4)
    found: dict[str, float] = {
        name(R.arrests): arrests,
        name(R.suspects_identified): min(arrests + random.poisson(6), SPREAD * 4),
        name(R.investigations_opened): _usual(random, 1),
        name(R.networks_disrupted): random.binomial(2, 0.3),
        name(R.personnel_deployed): _usual(random, 15),
        name(R.cost_eur): float(_usual(random, 15_000)),
    }
    if area in OF_PERSONS:
        found[name(R.victims_safeguarded)] = _usual(random, 2)
    if area == OF_DRUGS:
        found[name(R.drugs_seized_kg)] = float(_usual(random, 60))
    if area in OF_FIREARMS:
        found[name(R.firearms_seized)] = _usual(random, 2)
    if area in OF_MONEY:
        found[name(R.seized_value)] = float(_usual(random, 20_000))
    return found


def _courts(
    random: np.random.Generator, over: Period, arrests: float
) -> Iterator[tuple[Period, Figures]]:
    charged = _bounded(random.binomial(int(arrests), CHARGED), 2)
    guilty = _bounded(random.binomial(charged, CONVICTED), 2)
    for after, prosecuted, convicted in (
        (PROSECUTED_AFTER, charged, 0),
        (CONVICTED_AFTER, 0, guilty),
    ):
        yield (
            over.shift(after),
            {name(R.suspects_prosecuted): prosecuted, name(R.suspects_convicted): convicted},
        )
