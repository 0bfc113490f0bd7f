"""The simulated example as a sequence of releases: on time, late, revised, corrected."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Final, TypeAlias

import polars as pl

from data.simulation.exchange import returned
from data.simulation.generator import write_csv
from data.simulation.lines import lines
from data.simulation.operations import told_otherwise
from data.simulation.scenario import declared
from data.simulation.shape import Late, Mistake, Restatement
from data.simulation.tables import GENERATORS
from data.simulation.world import Json, World
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import col
from validation.opening import Upload
from validation.periods import Period, between

Return: TypeAlias = tuple[str, Period]

DELAY: Final = timedelta(days=35)
HOUR: Final = time(9, tzinfo=UTC)
WHO: Final = "Simulated statistics desk"
PRESENT: Final = 0.92
"""How many of a partnership's lines have messages in a quarter."""
UNSEEN: Final = 0.5
"""The part of late replies that a premature count takes for unanswered."""
ZERO_TOO_MANY: Final = 10


@dataclass(frozen=True, kw_only=True)
class Release:
    """What is published at one time: when (UTC), by whom, with which note, and the files."""

    when: datetime
    who: str
    note: str
    uploads: tuple[Upload, ...]


@dataclass(frozen=True, kw_only=True)
class Example:
    """The releases in order of time, and all that is planted in them, ready for JSON."""

    releases: tuple[Release, ...]
    truth: Mapping[str, Json]


def example(
    seed: int, *, indicators: frozenset[str] = frozenset(), until: Period | None = None
) -> Example:
    """Draw the simulated example: 12 partnerships, 28 quarters, one release a quarter and more.

    Args:
        seed: decides everything that is drawn; not negative.
        indicators: ids of the catalogue; a milestone names no other.
        until: the last quarter, if the example is to go on beyond its own.

    Raises:
        ValueError: the seed is negative.
    """
    world = replace(declared(seed), indicators=indicators)
    if until is not None:
        world = replace(world, periods=tuple(between(world.periods[0], until)))
    returns = dict(_returns(world))
    quarterly = [_quarterly(world, returns, period) for period in world.periods]
    corrections = [
        _correction(world, returns, restated, restated.corrected)
        for restated in world.restatements
        if restated.corrected
    ]
    releases = sorted([*quarterly, *corrections], key=lambda release: release.when)
    return Example(releases=tuple(releases), truth=world.truth() | told_otherwise(world))


def _returns(world: World) -> Iterator[tuple[Return, pl.DataFrame]]:
    """Draw every return as it finally stands."""
    for partner in world.partners:
        known = lines(world, partner)
        for period in world.periods:
            if world.is_missing(partner, period):
                continue
            random = world.stream(partner.partnership_id, period.code, "present")
            reported = known.filter(random.random(known.height) < PRESENT)
            frames = returned(world, partner, period, reported)
            yield (partner.partnership_id, period), pl.concat(frames)


def _quarterly(world: World, returns: Mapping[Return, pl.DataFrame], period: Period) -> Release:
    before = period.shift(-1)
    late = [one for one in world.late if one.period == before]
    revised = [one for one in world.restatements if one.period == before and not one.corrected]
    put_off = {one.partnership_id for one in world.late if one.period == period}
    now = [
        _first_published(world, returns, (partner.partnership_id, period))
        for partner in world.partners
        if partner.partnership_id not in put_off and not world.is_missing(partner, period)
    ]
    notes = [
        f"Returns for {period.label()}",
        *(f"{_name(world, one)}: late return for {one.period.label()}" for one in late),
        *(f"{_name(world, one)}: revised return for {one.period.label()}" for one in revised),
    ]
    return Release(
        when=datetime.combine(period.end + DELAY, HOUR),
        who=WHO,
        note="; ".join(notes),
        uploads=(
            *_registers(world, period),
            _upload(f"{INFORMATION_EXCHANGE.name}_{period.code}", now),
            *(_sent_again(returns, one, "late") for one in late),
            *(_sent_again(returns, one, "revised") for one in revised),
        ),
    )


def _correction(
    world: World, returns: Mapping[Return, pl.DataFrame], restated: Restatement, day: date
) -> Release:
    what = f"{restated.mistake} in {restated.period.label()}"
    return Release(
        when=datetime.combine(day, HOUR),
        who=WHO,
        note=f"{_name(world, restated)}: {what}, corrected",
        uploads=(_sent_again(returns, restated, "corrected"),),
    )


def _first_published(
    world: World, returns: Mapping[Return, pl.DataFrame], key: Return
) -> pl.DataFrame:
    """Return a return as it was first published: with its mistake, where it had one."""
    for restated in world.restatements:
        if (restated.partnership_id, restated.period) == key:
            return _mistaken(returns[key], restated.mistake)
    return returns[key]


def _mistaken(rows: pl.DataFrame, mistake: Mistake) -> pl.DataFrame:
    match mistake:
        case Mistake.PREMATURE:
            in_time = pl.max_horizontal(col(T.replied_on_time), col(T.within_7d))
            late = col(T.replies_due) - col(T.unanswered) - in_time
            unseen = (late * UNSEEN).floor().cast(pl.Int64)
            return rows.with_columns(col(T.unanswered) + unseen)
        case Mistake.MISTYPED:
            largest = col(T.messages) == col(T.messages).max()
            factor = pl.when(largest).then(ZERO_TOO_MANY).otherwise(1)
            return rows.with_columns(col(T.messages) * factor)


def _registers(world: World, period: Period) -> Iterator[Upload]:
    """Write down what else is published with a period's release, a file for each table."""
    for table, generator in GENERATORS.items():
        upload = _upload(f"{table}_{period.code}", generator.released(world, period))
        if upload.content:
            yield upload


def _sent_again(
    returns: Mapping[Return, pl.DataFrame], planted: Late | Restatement, why: str
) -> Upload:
    stem = f"{INFORMATION_EXCHANGE.name}_{planted.period.code}_{planted.partnership_id}_{why}"
    return _upload(stem, [returns[planted.partnership_id, planted.period]])


def _upload(stem: str, frames: Iterable[pl.DataFrame]) -> Upload:
    content = BytesIO()
    write_csv(frames, content)
    return Upload(f"{stem}.csv", content.getvalue())


def _name(world: World, planted: Late | Restatement) -> str:
    return next(
        partner.name
        for partner in world.partners
        if partner.partnership_id == planted.partnership_id
    )
