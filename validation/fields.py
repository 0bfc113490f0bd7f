"""The vocabulary of columns: what kinds of cell there are, and how a contract speaks of them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, cast

import pandera.polars as pa
import polars as pl

from validation.codes import ALL, AT_LEAST, BOUNDS, OWN_RETURN, CodeList
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.text import mark

SLUG: Final = r"^[a-z0-9-]{2,60}$"
NAME: Final = r"^[a-z0-9_]{2,80}$"
WEB_ADDRESS: Final = r"^https?://\S+$"
SPEC: Final = "spec"
INDICATORS: Final = "indicators"
BOUND_SIGN: Final = ":"
BOUND: Final = f"{{column}}{BOUND_SIGN}{{code}}"
SHARES: Final = "indicators that are shares"
EVERYBODY: Final = (ALL,)
REPORTER_SAYS: Final = mark("Who sends this row in; empty means the partnership's secretariat.")
SOURCE_SAYS: Final = mark(
    "Where the figures were read: an id of the table sources, or own_return for an own return."
)
BOUNDS_SAY: Final = mark("Which figures of the row are not exact, and in what way.")


class Kind(StrEnum):
    """What a cell holds; decides how it is parsed, stored and explained."""

    TEXT = "text"
    SLUG = "slug"
    ADDRESS = "address"
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"
    NUMBER = "number"
    YES_NO = "yes/no"
    CODE = "code"
    CODES = "list of codes"
    PARTY = "country or organisation"
    PARTIES = "list of countries or organisations"
    AREA = "country or part of one"
    REFERENCE = "reference"
    REFERENCES = "list of references"
    BOUNDS = "list of columns with their precision"


LISTS: Final = frozenset({Kind.CODES, Kind.PARTIES, Kind.REFERENCES, Kind.BOUNDS})
QUANTITIES: Final = frozenset({Kind.COUNT, Kind.NUMBER})


@dataclass(frozen=True, kw_only=True)
class Spec:
    """Everything about a column that its Pandera field does not say itself.

    `quantities` names the table's columns of figures, in the column that says how exact they are.
    `persons` marks counts of persons who must not be recognised: disclosure control applies.
    """

    kind: Kind
    example: str
    key: bool = False
    codes: tuple[CodeList, ...] = ()
    extra: tuple[str, ...] = ()
    own_codes: bool = False
    references: str = ""
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    future: bool = False
    reporter: bool = False
    quantities: tuple[str, ...] = ()
    persons: bool = False

    def about(self, quantities: tuple[str, ...]) -> "Spec":
        """Return the specification as it is in a table with these columns of figures."""
        if self.kind != Kind.BOUNDS:
            return self
        example = BOUND.format(column=quantities[0], code=AT_LEAST)
        return replace(self, quantities=quantities, example=example)


@dataclass(frozen=True)
class Presence:
    """Whether a cell must be filled, and whether it is part of the table's key."""

    required: bool = True
    key: bool = False


REQUIRED: Final = Presence()
OPTIONAL: Final = Presence(required=False)
KEY: Final = Presence(key=True)
OPTIONAL_KEY: Final = Presence(required=False, key=True)


def _field(description: str, presence: Presence, spec: Spec) -> Any:
    return pa.Field(nullable=not presence.required, description=description, metadata={SPEC: spec})


def text(says: str, presence: Presence = REQUIRED, *, example: str) -> Any:
    """Free text, such as a name or a note."""
    return _field(says, presence, Spec(kind=Kind.TEXT, example=example, key=presence.key))


def slug(says: str, presence: Presence = REQUIRED, *, example: str) -> Any:
    """An identifier of small letters, digits and hyphens."""
    spec = Spec(kind=Kind.SLUG, example=example, key=presence.key, pattern=SLUG)
    return _field(says, presence, spec)


def address(says: str, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """A web address."""
    spec = Spec(kind=Kind.ADDRESS, example=example, key=presence.key, pattern=WEB_ADDRESS)
    return _field(says, presence, spec)


def period(says: str, presence: Presence = KEY, *, example: str, future: bool = False) -> Any:
    """A quarter or a year; one that has not begun is refused unless `future`."""
    spec = Spec(kind=Kind.PERIOD, example=example, key=presence.key, future=future)
    return _field(says, presence, spec)


def day(says: str, presence: Presence = OPTIONAL, *, example: str, future: bool = False) -> Any:
    """A date with the precision known: `2024`, `2024-05` or `2024-05-17`."""
    spec = Spec(kind=Kind.DATE, example=example, key=presence.key, future=future)
    return _field(says, presence, spec)


def count(says: str, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """A whole number from 0 upwards; empty is missing, never zero."""
    spec = Spec(kind=Kind.COUNT, example=example, key=presence.key, minimum=0)
    return _field(says, presence, spec)


def persons(says: str, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """A count of persons who must not be recognised: small ones are withheld."""
    spec = Spec(kind=Kind.COUNT, example=example, key=presence.key, minimum=0, persons=True)
    return _field(says, presence, spec)


def number(
    says: str,
    presence: Presence = OPTIONAL,
    *,
    example: str,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Any:
    """A decimal number with a point."""
    spec = Spec(
        kind=Kind.NUMBER, example=example, key=presence.key, minimum=minimum, maximum=maximum
    )
    return _field(says, presence, spec)


def yes_no(says: str, presence: Presence = OPTIONAL, *, example: str = "yes") -> Any:
    """`yes` or `no`."""
    return _field(says, presence, Spec(kind=Kind.YES_NO, example=example, key=presence.key))


def code(
    says: str,
    entries: CodeList | tuple[CodeList, ...],
    presence: Presence = REQUIRED,
    *,
    example: str,
    extra: tuple[str, ...] = (),
) -> Any:
    """One code of a closed list, or of several that have no code in common."""
    lists = entries if isinstance(entries, tuple) else (entries,)
    spec = Spec(kind=Kind.CODE, example=example, key=presence.key, codes=lists, extra=extra)
    return _field(says, presence, spec)


def codes(says: str, entries: CodeList, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """Several codes of a closed list, joined by `;` or `|`."""
    spec = Spec(kind=Kind.CODES, example=example, key=presence.key, codes=(entries,))
    return _field(says, presence, spec)


def party(
    says: str,
    *lists: CodeList,
    presence: Presence = REQUIRED,
    example: str,
    extra: tuple[str, ...] = (),
) -> Any:
    """A country or organisation of the lists, or an own code `x-` and a slug."""
    spec = Spec(
        kind=Kind.PARTY, example=example, key=presence.key, codes=lists, extra=extra, own_codes=True
    )
    return _field(says, presence, spec)


def parties(says: str, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """Several countries or organisations, or own codes, joined by `;` or `|`."""
    spec = Spec(
        kind=Kind.PARTIES,
        example=example,
        key=presence.key,
        codes=(COUNTRIES, ORGANISATIONS),
        own_codes=True,
    )
    return _field(says, presence, spec)


def area(says: str, presence: Presence = REQUIRED, *, example: str) -> Any:
    """A country, or a part of one by its code of ISO 3166-2."""
    spec = Spec(kind=Kind.AREA, example=example, key=presence.key, codes=(COUNTRIES,))
    return _field(says, presence, spec)


def bounds() -> Any:
    """Which figures of the row are bounds or round: `column:code`, joined by `;` or `|`."""
    return _field(BOUNDS_SAY, OPTIONAL, Spec(kind=Kind.BOUNDS, example="", codes=(BOUNDS,)))


def reference(
    says: str,
    table: str,
    presence: Presence = REQUIRED,
    *,
    example: str,
    extra: tuple[str, ...] = (),
) -> Any:
    """The id of a row of another table (or of the indicator catalogue)."""
    spec = Spec(
        kind=Kind.REFERENCE,
        example=example,
        key=presence.key,
        references=table,
        extra=extra,
        pattern=NAME if table == INDICATORS else SLUG,
    )
    return _field(says, presence, spec)


def references(says: str, table: str, presence: Presence = OPTIONAL, *, example: str) -> Any:
    """Ids of several rows of another table, joined by `;` or `|`."""
    spec = Spec(
        kind=Kind.REFERENCES, example=example, key=presence.key, references=table, pattern=SLUG
    )
    return _field(says, presence, spec)


def reporter() -> Any:
    """Who sends the row in: an office of the partnership, or its secretariat."""
    spec = Spec(
        kind=Kind.PARTY,
        example="NLD",
        key=True,
        codes=(COUNTRIES, ORGANISATIONS),
        own_codes=True,
        reporter=True,
    )
    return _field(REPORTER_SAYS, OPTIONAL_KEY, spec)


def source(presence: Presence = REQUIRED) -> Any:
    """Where the row's figures come from: a row of `sources`, or `own_return`."""
    return reference(SOURCE_SAYS, "sources", presence, example=OWN_RETURN, extra=(OWN_RETURN,))


def name(column: object) -> str:
    """Return the column's name: a contract's class attribute is that name at run time.

    Raises:
        TypeError: what was given is not a contract's attribute.
    """
    if not isinstance(column, str):
        message = f"not a column of a contract: {column!r}"
        raise TypeError(message)
    return column


def col(column: object) -> pl.Expr:
    """Return the Polars expression of a contract's column."""
    return pl.col(name(column))


def total(*columns: object) -> pl.Expr:
    """Sum columns, an empty cell counting 0: for the smaller side of a comparison only."""
    return pl.sum_horizontal([col(column).fill_null(0) for column in columns])


def spec_of(metadata: dict[str, Any] | None) -> Spec:
    """Return the specification that a vocabulary function put into a Pandera field."""
    return cast("Spec", (metadata or {})[SPEC])
