"""Simulated rows of information_exchange, drawn so that every rule of the contract holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from data.simulation.generator import completed
from data.simulation.lines import LEVEL, PAIR, REQUEST, SEARCH, Shares
from data.simulation.mirror import both_sides
from data.simulation.shape import Rate
from data.simulation.world import Partner, World
from validation.codes import OWN_RETURN
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import name
from validation.periods import Period

Counts: TypeAlias = npt.NDArray[np.int64]

SEASON: Final = (1.02, 1.05, 0.86, 1.07)
"""Messages by quarter of the year, around 1."""
SENSITIVE: Final = 0.22
CLUSTERING: Final = 60.0
"""A pair's own shares in a quarter: correlation among its messages is 1 / (1 + this)."""
SURGES: Final = 25.0
"""A pair's own volume in a quarter: shape of a gamma distribution around the usual."""
CALM_8H: Final = 0.2
"""How often what is not urgent is answered within 8 hours, where urgent is 1."""
CLASSES: Final = np.array([0.5, 8.0, 72.0, 168.0, 400.0])
"""Hours between which a reply falls: within 8 hours, 3 days, 7 days, later."""
SLICE: Final = 131_072
TINY: Final = 1e-9


@dataclass(frozen=True, eq=False)
class _Quarter:
    """What holds for each pair in one quarter: its volume and its shares, one row a pair."""

    volume: Shares
    outcome: Shares
    speed: Shares
    refusal: Shares
    of_messages: Mapping[str, Shares]


def returned(
    world: World, partner: Partner, period: Period, reported: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Draw what a partnership returns for a quarter, a bounded number of lines at a time.

    Args:
        world: what is declared and planted.
        partner: one of its partnerships.
        period: one of its quarters.
        reported: the lines that have messages in the quarter, from `lines`.

    Yields:
        Rows in the contract's columns; two for each line where both sides report.
    """
    random = world.stream(partner.partnership_id, period.code)
    quarter = _quarter(world, partner, period, random)
    for part in reported.iter_slices(SLICE):
        rows = _rows(part, quarter, random).with_columns(
            pl.lit(period.code).alias(name(T.period)),
            pl.lit(partner.partnership_id).alias(name(T.partnership_id)),
            pl.lit(OWN_RETURN).alias(name(T.source)),
            *(pl.lit(None, pl.Int64).alias(column) for column in partner.unmeasured),
        )
        yield completed(INFORMATION_EXCHANGE, both_sides(world.mirror(partner), rows, random))


def _quarter(
    world: World, partner: Partner, period: Period, random: np.random.Generator
) -> _Quarter:
    pairs = len(partner.pairs)

    def true(rate: Rate) -> float:
        return world.rate(partner, rate, period)

    years = (period.start - world.periods[0].start).days / 365.25
    season = SEASON[(period.quarter or 1) - 1]
    usual = true(Rate.MESSAGES) * season * (1.0 + partner.growth) ** years
    by_8h, by_3d, by_7d = np.maximum.accumulate(
        [true(Rate.WITHIN_8H), true(Rate.WITHIN_3D), true(Rate.WITHIN_7D)]
    ).tolist()
    shares = {
        name(T.hits): true(Rate.HITS),
        name(T.clarifications): true(Rate.CLARIFICATIONS),
        name(T.translated): true(Rate.TRANSLATED),
        name(T.automated): true(Rate.AUTOMATED),
        name(T.sensitive): SENSITIVE,
    }
    return _Quarter(
        volume=usual * random.gamma(SURGES, 1.0 / SURGES, pairs),
        outcome=_own(random, pairs, true(Rate.ON_TIME), true(Rate.UNANSWERED)),
        speed=_own(random, pairs, by_8h, by_3d - by_8h, by_7d - by_3d),
        refusal=_own(random, pairs, true(Rate.LEGAL), true(Rate.SAFEGUARD), true(Rate.UNWILLING)),
        of_messages={column: _own(random, pairs, share) for column, share in shares.items()},
    )


def _own(random: np.random.Generator, pairs: int, *shares: float) -> Shares:
    """Draw each pair's own shares around the true ones; together they stay below 1."""
    rest = 1.0 - sum(shares)
    weights = CLUSTERING * np.maximum(TINY, [*shares, rest])
    return random.dirichlet(weights, pairs)[:, :-1]


def _split(random: np.random.Generator, whole: Counts, shares: Shares) -> list[Counts]:
    """Split whole counts by shares, one column each; what is left over belongs to none."""
    left, room = whole, np.ones(len(whole))
    parts: list[Counts] = []
    for share in shares.T:
        part = random.binomial(left, np.clip(share / room, 0.0, 1.0))
        parts.append(part)
        left, room = left - part, np.maximum(room - share, TINY)
    return parts


def _rows(part: pl.DataFrame, quarter: _Quarter, random: np.random.Generator) -> pl.DataFrame:
    pair = part.get_column(PAIR).to_numpy()
    kind = part.get_column(name(T.message_kind))
    urgent = part.get_column(name(T.urgent)).to_numpy()
    expected = part.get_column(LEVEL).to_numpy() * quarter.volume[pair]
    messages: Counts = np.maximum(1, random.poisson(expected))
    searches = np.where((kind == SEARCH).to_numpy(), messages, 0)
    due = np.where((kind == REQUEST).to_numpy(), messages, 0)
    counts = {
        name(T.messages): messages,
        name(T.replies_due): due,
        **_replies(random, due, quarter, pair, urgent=urgent),
    }
    for column, shares in quarter.of_messages.items():
        whole = searches if column == name(T.hits) else messages
        counts[column] = random.binomial(whole, shares[pair, 0])
    hours = _median_hours(random, counts)
    return part.with_columns(
        *(pl.Series(column, values) for column, values in counts.items()),
        pl.Series(name(T.median_reply_hours), hours, nan_to_null=True),
    )


def _replies(
    random: np.random.Generator,
    due: Counts,
    quarter: _Quarter,
    pair: npt.NDArray[np.int64],
    *,
    urgent: npt.NDArray[np.bool_],
) -> dict[str, Counts]:
    on_time, unanswered = _split(random, due, quarter.outcome[pair])
    speed = quarter.speed[pair]
    by_8h = speed[:, 0] * np.where(urgent, 1.0, CALM_8H)
    classes = np.column_stack([by_8h, speed[:, 0] + speed[:, 1] - by_8h, speed[:, 2]])
    quick, days_3, days_7 = _split(random, due - unanswered, classes)
    legal, safeguard, unwilling = _split(random, due, quarter.refusal[pair])
    return {
        name(T.replied_on_time): on_time,
        name(T.unanswered): unanswered,
        name(T.within_8h): quick,
        name(T.within_3d): quick + days_3,
        name(T.within_7d): quick + days_3 + days_7,
        name(T.refused_legal): legal,
        name(T.refused_safeguard): safeguard,
        name(T.refused_unwilling): unwilling,
    }


def _median_hours(random: np.random.Generator, counts: Mapping[str, Counts]) -> Shares:
    """Draw a median that lies in the class where half of the replies are reached."""
    replies = counts[name(T.replies_due)] - counts[name(T.unanswered)]
    reached = (name(T.within_8h), name(T.within_3d), name(T.within_7d))
    passed = np.zeros(len(replies), dtype=np.int64)
    for column in reached:
        passed += 2 * counts[column] < replies
    low, high = CLASSES[passed], CLASSES[passed + 1]
    hours: Shares = np.round(low + (high - low) * random.random(len(replies)), 1)
    return np.where(replies > 0, hours, np.nan)
