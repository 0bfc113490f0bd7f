"""One generator a table, behind one registry: a further simulated table is a further line there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import IO, Final, TypeAlias

import polars as pl

from data.simulation.exchange import returned
from data.simulation.lines import RANK, lines
from data.simulation.shape import NOT_YET_SHOWN
from data.simulation.world import Partner, World
from validation import cells
from validation.codes import OWN_RETURN
from validation.contract import Contract
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.milestones import MILESTONES, Milestones
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.sources import SOURCES, Sources
from validation.contracts.targets import TARGETS, Targets
from validation.fields import name
from validation.periods import Period

Maker: TypeAlias = Callable[[World, int], Iterator[pl.DataFrame]]
Row: TypeAlias = dict[str, str | float | None]


def sources(world: World, _rows: int) -> Iterator[pl.DataFrame]:
    """Say where simulated figures come from: nowhere."""
    yield _frame(
        SOURCES,
        [
            {
                name(Sources.source_id): "simulator",
                name(Sources.publisher): "Simulator",
                name(Sources.title): f"Simulated figures (seed {world.seed}), not published",
                name(Sources.tier): "publisher",
                name(Sources.note): "Invented; every row is marked as an own return.",
            }
        ],
    )


def partnerships(world: World, _rows: int) -> Iterator[pl.DataFrame]:
    """Write down the partnerships."""
    yield _frame(
        PARTNERSHIPS,
        [
            {
                name(Partnerships.partnership_id): partner.partnership_id,
                name(Partnerships.name): partner.name,
                name(Partnerships.kind): partner.kind,
                name(Partnerships.lead_organisation): partner.lead,
                name(Partnerships.members): cells.LIST_SEPARATOR.join(partner.members),
                name(Partnerships.established): partner.established,
                name(Partnerships.objective): partner.objective,
                name(Partnerships.record): "simulated",
                name(Partnerships.source): OWN_RETURN,
            }
            for partner in world.partners
        ],
    )


def targets(world: World, _rows: int) -> Iterator[pl.DataFrame]:
    """Write down the targets."""
    yield _frame(
        TARGETS,
        [
            {
                name(Targets.partnership_id): target.partnership_id,
                name(Targets.indicator): target.indicator,
                name(Targets.from_period): target.from_period.code,
                name(Targets.target): target.target,
                name(Targets.kind): "level",
                name(Targets.note): target.note,
            }
            for target in world.targets
        ],
    )


def milestones(world: World, _rows: int) -> Iterator[pl.DataFrame]:
    """Write down the milestones."""
    yield _frame(
        MILESTONES,
        [
            {
                name(Milestones.date): milestone.day.isoformat(),
                name(Milestones.partnership_id): milestone.partnership_id,
                name(Milestones.label): milestone.label,
                name(Milestones.kind): milestone.kind,
                name(Milestones.indicator): milestone.indicator if named else None,
                name(Milestones.expected): milestone.expected if named else None,
                name(Milestones.source): OWN_RETURN,
            }
            for milestone in world.milestones
            for named in [milestone.indicator not in NOT_YET_SHOWN]
        ],
    )


def published_totals(world: World, _rows: int) -> Iterator[pl.DataFrame]:
    """Invent a yearly total for each partnership: the countries that belong to it."""
    yield _frame(
        PUBLISHED_TOTALS,
        [
            {
                name(PublishedTotals.period): year,
                name(PublishedTotals.partnership_id): partner.partnership_id,
                name(PublishedTotals.measure): "member_countries",
                name(PublishedTotals.value): float(len(partner.members)),
                name(PublishedTotals.source): OWN_RETURN,
            }
            for year in sorted({period.year_period().code for period in world.periods})
            for partner in world.partners
        ],
    )


def information_exchange(world: World, rows: int) -> Iterator[pl.DataFrame]:
    """Draw exactly as many rows as asked for, spread evenly over partnerships and quarters."""
    known = {partner.partnership_id: lines(world, partner) for partner in world.partners}
    for partner, period, count in shares(world, rows):
        sides = 2 if world.mirror(partner) else 1
        reported = known[partner.partnership_id].filter(pl.col(RANK) < ceil(count / sides))
        left = count
        for frame in returned(world, partner, period, reported):
            yield frame.head(left)
            left -= min(left, frame.height)


def shares(world: World, rows: int) -> Iterator[tuple[Partner, Period, int]]:
    """Share rows out evenly among the quarters that partnerships returned."""
    returns = [
        (partner, period)
        for period in world.periods
        for partner in world.partners
        if not world.is_missing(partner, period)
    ]
    bounds = pairwise(rows * number // len(returns) for number in range(len(returns) + 1))
    for (partner, period), (first, after) in zip(returns, bounds, strict=True):
        yield partner, period, after - first


TABLES: Final[Mapping[str, Maker]] = {
    SOURCES.name: sources,
    PARTNERSHIPS.name: partnerships,
    INFORMATION_EXCHANGE.name: information_exchange,
    PUBLISHED_TOTALS.name: published_totals,
    TARGETS.name: targets,
    MILESTONES.name: milestones,
}
"""The generator of each table: world and number of rows asked for → typed frames."""


def write_csv(frames: Iterable[pl.DataFrame], file: IO[bytes]) -> int:
    """Write typed frames of one table as one CSV file; an empty frame leaves no trace.

    Args:
        frames: frames in the contract's columns, as `cells.checked_type` types them.
        file: an open binary file.

    Returns:
        The number of rows written.
    """
    written = 0
    for frame in frames:
        if frame.is_empty():
            continue
        frame.with_columns(_yes_no(frame)).write_csv(file, include_header=not written)
        written += frame.height
    return written


def _yes_no(frame: pl.DataFrame) -> list[pl.Expr]:
    texts = {truth: text for text, truth in cells.YES_NO.items()}
    return [
        pl.col(column).replace_strict(texts, return_dtype=pl.String)
        for column, dtype in frame.schema.items()
        if dtype == pl.Boolean()
    ]


def _frame(contract: Contract, rows: Sequence[Row]) -> pl.DataFrame:
    schema = {column.name: cells.checked_type(column.spec) for column in contract.columns}
    return pl.DataFrame(rows, schema=schema)
