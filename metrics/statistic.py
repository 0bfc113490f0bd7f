"""The kinds of statistic an indicator may be: small frozen descriptions over contract columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

import polars as pl

from metrics.selection import Selection
from metrics.tables import Tables
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import name
from validation.periods import Grain

Wanted: TypeAlias = str | bool | tuple[str, ...]
Over: TypeAlias = Mapping[object, Wanted]
Condition: TypeAlias = tuple[str, tuple[str, ...]]
Make: TypeAlias = Callable[[Tables, Grain, Selection], pl.DataFrame]

EXCHANGE: Final = INFORMATION_EXCHANGE.name
PUBLISHED_LINES: Final = tuple(
    name(column)
    for column in (
        PublishedTotals.area,
        PublishedTotals.crime_area,
        PublishedTotals.system,
        PublishedTotals.scope,
    )
)
"""What tells the lines of one published measure apart."""


@dataclass(frozen=True)
class Sum:
    """Σ of columns, less Σ of others, over the rows that meet the conditions."""

    columns: tuple[str, ...]
    minus: tuple[str, ...] = ()
    over: tuple[Condition, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every column that must be filled for a row to be used."""
        return self.columns + self.minus


@dataclass(frozen=True)
class Total:
    """A count of events or things: the sum itself."""

    measure: Sum
    table: str = EXCHANGE


@dataclass(frozen=True)
class Share:
    """A proportion: Σ numerator / Σ denominator, never an average of shares.

    A row is used only if every column of both is filled. Rows in which none is filled say nothing
    and are not missed, unless `asked_of` says that they owe an answer: these are counted as left
    out, as are rows that fill some columns and not others.
    """

    numerator: Sum
    denominator: Sum
    asked_of: tuple[Condition, ...] = ()
    table: str = EXCHANGE


@dataclass(frozen=True)
class PairBalance:
    """Reciprocity: Σ min(mᵢⱼ, mⱼᵢ) / Σ max(mᵢⱼ, mⱼᵢ) over pairs of members."""

    measure: Sum
    table: str = EXCHANGE


@dataclass(frozen=True)
class PairCoverage:
    """Pairs of members between which anything was counted / possible pairs of members."""

    measure: Sum
    table: str = EXCHANGE


@dataclass(frozen=True)
class Sides:
    """A sum told twice: over the first end's own rows, and over the second end's."""

    measure: Sum
    table: str = EXCHANGE


@dataclass(frozen=True)
class PairMirror:
    """Mirror agreement: pairs whose two counts agree / pairs that both ends report.

    Two counts agree where they differ by at most the part `within` of the larger one.
    """

    measure: Sum
    within: float
    table: str = EXCHANGE


@dataclass(frozen=True)
class MedianOf:
    """Weighted median of medians that were reported: typical, not exact.

    Rows without the value say nothing, unless `asked_of` says that they owe an answer.
    """

    value: str
    weight: str
    asked_of: tuple[Condition, ...] = ()
    table: str = EXCHANGE


@dataclass(frozen=True)
class Published:
    """A total as an organisation printed it: nothing is computed."""

    measure: str
    table: str = PUBLISHED_TOTALS.name


@dataclass(frozen=True, eq=False, kw_only=True)
class Persons:
    """Persons that a figure rests on: a column's sum over the rows that it uses.

    Attributes:
        column: counts the persons of a row.
        used: the row is used; null as if false.
        written: the sum in words, unlike any other of the table.
    """

    column: str
    used: pl.Expr
    written: str

    @property
    def named(self) -> str:
        """Their name among the counts of the table."""
        return f"Σ {self.column} where {self.written}"


@dataclass(frozen=True, kw_only=True)
class Custom:
    """A figure made from small tables, where sums over the rows of one table do not do.

    Attributes:
        table: the table that its rows stand in.
        written: the formula, for *How this figure was made*.
        make: returns cells, the input of `figures.values`, from the tables, a grain and what was
            selected; all its lines.
        lines: columns that always tell its lines apart, beside the partnership.
        adds: whether a year's value is the sum of its quarters', as of a count.
        over: what cells of the rows hold that it uses.
        added: columns of numbers that must be filled, and are added.
        told: columns that must be filled, and are not added.
        persons: the persons that it rests on; it is told only where their number may be.
        narrow: returns, by line and period, what else cells of the rows hold that it uses: the
            keys of its lines, and lists of texts in columns named as the table's.
        of_both: of offices' counts, those that count only where their reporter tells them all.
    """

    table: str
    written: str
    make: Make
    lines: tuple[str, ...] = ()
    adds: bool = False
    over: tuple[Condition, ...] = ()
    added: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    persons: tuple[Persons, ...] = ()
    narrow: Make | None = None
    of_both: Condition | None = None


Counted: TypeAlias = Total | Share
Summed: TypeAlias = Counted | Sides
"""What sums of rows are kept for; each end's own sum is compared, and no figure by itself."""
Paired: TypeAlias = PairBalance | PairCoverage
Statistic: TypeAlias = Counted | Paired | PairMirror | MedianOf | Published | Custom


def lines_of(statistic: Statistic) -> tuple[str, ...]:
    """Return the columns that always tell a statistic's lines apart, beside the partnership."""
    match statistic:
        case Published():
            return PUBLISHED_LINES
        case Custom(lines=lines):
            return lines
        case _:
            return ()


def counted_columns(statistic: Statistic) -> tuple[str, ...]:
    """Return the columns of its table that a statistic adds up, or counts the persons of."""
    match statistic:
        case Share(numerator, denominator):
            return numerator.inputs + denominator.inputs
        case Total(measure) | PairBalance(measure) | PairCoverage(measure) | PairMirror(measure):
            return measure.inputs
        case Custom(persons=persons):
            return tuple(each.column for each in persons)
        case MedianOf() | Published():
            return ()
        case _:
            assert_never(statistic)


def conditions(over: Over) -> tuple[Condition, ...]:
    """Write conditions on coded columns down: column → the values a row may hold, as text."""
    return tuple((name(column), _texts(wanted)) for column, wanted in over.items())


def sum_of(*columns: object, minus: tuple[object, ...] = (), over: Over | None = None) -> Sum:
    """Declare a sum by the attributes of a contract.

    Args:
        columns: what is added.
        minus: what is taken off.
        over: the rows meant, as column → the value or values they hold; all rows if not given.
    """
    return Sum(
        tuple(name(column) for column in columns),
        tuple(name(column) for column in minus),
        conditions(over or {}),
    )


def share_of(
    numerator: Sum, denominator: Sum, *, asked_of: Over | None = None, table: str = EXCHANGE
) -> Share:
    """Declare a share; see `Share`."""
    return Share(numerator, denominator, conditions(asked_of or {}), table)


def median_of(
    value: object, *, weight: object, asked_of: Over | None = None, table: str = EXCHANGE
) -> MedianOf:
    """Declare a weighted median by the attributes of a contract; see `MedianOf`."""
    return MedianOf(name(value), name(weight), conditions(asked_of or {}), table)


def formula(statistic: Statistic) -> str:
    """Write a statistic with the names of its columns, for *How this figure was made*."""
    match statistic:
        case Total(measure):
            return written(measure)
        case Share(numerator, denominator):
            return f"{written(numerator)} / {written(denominator)}"
        case PairBalance() | PairCoverage() | PairMirror():
            return _of_pairs(statistic)
        case MedianOf(value, weight):
            return f"median of {value}, weighted by {weight}"
        case Published(measure):
            return measure
        case Custom(written=text):
            return text
        case _:
            assert_never(statistic)


def _of_pairs(statistic: Paired | PairMirror) -> str:
    measure = written(statistic.measure)
    match statistic:
        case PairBalance():
            return f"Σ min(i→j, j→i) / Σ max(i→j, j→i); i→j = {measure}"
        case PairCoverage():
            return f"pairs with {measure} > 0 / (n × (n − 1) / 2)"
        case PairMirror(within=within):
            return f"pairs with |i − j| ≤ {within:.0%} of the larger / pairs; {measure}"
        case _:
            assert_never(statistic)


def written(measure: Sum) -> str:
    """Write a sum with the names of its columns and its conditions."""
    inner = " + ".join(measure.columns) + "".join(f" − {column}" for column in measure.minus)
    total = f"Σ ({inner})" if len(measure.inputs) > 1 else f"Σ {inner}"
    held = ", ".join(f"{column} = {' | '.join(values)}" for column, values in measure.over)
    return f"{total} [{held}]" if held else total


def _texts(wanted: Wanted) -> tuple[str, ...]:
    if isinstance(wanted, bool):
        return ("yes" if wanted else "no",)
    return (wanted,) if isinstance(wanted, str) else wanted


def counted_of(statistic: Statistic) -> Summed | None:
    """Return the sums that a statistic is computed from, if rows are summed for it."""
    match statistic:
        case Total() | Share():
            return statistic
        case PairBalance(measure) | PairCoverage(measure):
            return Total(measure)
        case PairMirror(measure):
            return Sides(measure)
        case MedianOf() | Published() | Custom():
            return None
        case _:
            assert_never(statistic)
