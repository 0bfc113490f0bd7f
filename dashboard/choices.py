"""Everything that a link can hold: the choices of the filter row, then those of single pages."""

from dataclasses import dataclass
from typing import Final

from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something a reader chooses.

    Attributes:
        key: the name of its parameter in the address, and of its widget.
        label: what stands above the widget.
        unknown: what to say of a `{value}` in a link that is not on offer, with what is `{shown}`.
    """

    key: str
    label: str
    unknown: str


WORKSPACE: Final = Choice(
    key="workspace",
    label=mark("Workspace"),
    unknown=mark("There is no workspace {value}; showing {shown}."),
)
PARTNERSHIPS: Final = Choice(
    key="partnerships",
    label=mark("Partnerships"),
    unknown=mark("There is no partnership {value}. Shown: {shown}."),
)
PERIOD: Final = Choice(
    key="period",
    label=mark("Period"),
    unknown=mark("There is no period {value} with data; showing {shown}."),
)
START: Final = Choice(
    key="from",
    label=mark("From"),
    unknown=mark("There is no first period {value} with data; showing from {shown}."),
)
GRAIN: Final = Choice(
    key="grain",
    label=mark("Grain"),
    unknown=mark("There is no grain {value} here; showing {shown}."),
)
CRIME_AREA: Final = Choice(
    key="crime_area",
    label=mark("Crime area"),
    unknown=mark("There is no crime area {value} with data. Shown: {shown}."),
)
COUNTRY: Final = Choice(
    key="country",
    label=mark("Country"),
    unknown=mark("There is no country {value} with data. Shown: {shown}."),
)
AS_OF: Final = Choice(
    key="as_of",
    label=mark("As of"),
    unknown=mark("There is no version {value}; showing {shown}."),
)
PARTNERSHIP: Final = Choice(
    key="partnership",
    label=mark("Which partnership"),
    unknown=mark("There is no partnership {value} here; showing {shown}."),
)
INDICATOR: Final = Choice(
    key="indicator",
    label=mark("Indicator"),
    unknown=mark("There is no indicator {value} here; showing {shown}."),
)
BY: Final = Choice(
    key="by",
    label=mark("Broken down by"),
    unknown=mark("This cannot be broken down by {value}; broken down by {shown}."),
)
WITHIN: Final = Choice(
    key="within",
    label=mark("Partnership"),
    unknown=mark("There is no partnership {value} here; showing {shown}."),
)
MILESTONE: Final = Choice(
    key="milestone",
    label=mark("Milestone"),
    unknown=mark("There is no milestone {value} here; showing {shown}."),
)
COMPARISON: Final = Choice(
    key="comparison",
    label=mark("Compared with"),
    unknown=mark("This cannot be compared with {value}; compared with {shown}."),
)
OFFICE: Final = Choice(
    key="office",
    label=mark("Office"),
    unknown=mark("Nothing is owed by {value} here; showing {shown}."),
)
PRINTED: Final = Choice(
    key="printed",
    label=mark("Partnership"),
    unknown=mark("Nothing published on {value} here; showing {shown}."),
)

LEAD: Final = Choice(
    key="lead",
    label=mark("Led by"),
    unknown=mark("No operation led by {value} here; showing {shown}."),
)
OPERATIONS: Final = "operations"
"""The address of the page on operations, below which one may be asked for."""

OPERATION: Final = Choice(
    key="operation",
    label=mark("Operation"),
    unknown=mark("There is no operation {value} here; showing {shown}."),
)
SERIES: Final = Choice(
    key="series",
    label=mark("Series"),
    unknown=mark("There is no series {value} here; showing {shown}."),
)
FIGURE: Final = Choice(
    key="figure",
    label=mark("Figure"),
    unknown=mark("There is no figure {value} of this series; showing {shown}."),
)
MEASURE: Final = Choice(
    key="measure",
    label=mark("What is published"),
    unknown=mark("Nothing published as {value} here; showing {shown}."),
)
PLACE: Final = Choice(
    key="place",
    label=mark("Place"),
    unknown=mark("There is no figure on {value} here; showing {shown}."),
)
CASE: Final = Choice(
    key="case",
    label=mark("Case"),
    unknown=mark("There is no case {value}; showing {shown}."),
)
PART: Final = Choice(
    key="part",
    label=mark("What to look at"),
    unknown=mark("There is no part {value} of this page; showing {shown}."),
)
COUNTED: Final = Choice(
    key="counted",
    label=mark("What both sides count"),
    unknown=mark("{value} is nothing that both sides count here; showing {shown}."),
)
BEHIND: Final = Choice(
    key="behind",
    label=mark("Rows behind"),
    unknown=mark("{value} names no rows of a table; showing {shown}."),
)
SOURCE: Final = Choice(
    key="source",
    label=mark("Source"),
    unknown=mark("There is no source {value} in this workspace; showing {shown}."),
)
ENTRY: Final = Choice(
    key="entry",
    label=mark("Version"),
    unknown=mark("There is no version {value}; showing {shown}."),
)

KIND: Final = Choice(
    key="kind",
    label=mark("Kind of partnership"),
    unknown=mark("There are too few partnerships of kind {value} here; showing {shown}."),
)

SCALE: Final = Choice(
    key="scale",
    label=mark("Scale"),
    unknown=mark("There is no scale {value}; showing {shown}."),
)
MEAN: Final = Choice(
    key="mean",
    label=mark("Mean"),
    unknown=mark("There is no mean {value}; showing {shown}."),
)
OUTLIERS: Final = Choice(
    key="outliers",
    label=mark("Outliers"),
    unknown=mark("Outliers cannot be treated as {value}; showing {shown}."),
)
WEIGHTS: Final = Choice(
    key="weights",
    label=mark("Weights other than 1"),
    unknown=mark("There is no weight {value}. Shown: {shown}."),
)

PUBLISHED: Final = "published"
DRAFT: Final = "draft"
"""A parameter that is no choice: the version that was published a moment ago."""

CHOICES: Final = (
    WORKSPACE,
    PARTNERSHIPS,
    PERIOD,
    START,
    GRAIN,
    CRIME_AREA,
    COUNTRY,
    AS_OF,
    PARTNERSHIP,
    INDICATOR,
    BY,
    WITHIN,
    MILESTONE,
    COMPARISON,
    OFFICE,
    PRINTED,
    LEAD,
    OPERATION,
    SERIES,
    FIGURE,
    MEASURE,
    PLACE,
    CASE,
    PART,
    COUNTED,
    BEHIND,
    SOURCE,
    ENTRY,
    KIND,
    SCALE,
    MEAN,
    OUTLIERS,
    WEIGHTS,
)
