"""Law and jurisdiction: how the rights of those whose data are exchanged are looked after."""

from functools import partial
from typing import Final, TypeAlias

from metrics import safeguards
from metrics.examples import tri_example
from metrics.indicator import Indicator
from metrics.offices import OWN_FIRST
from metrics.safeguards import TABLE
from metrics.statistic import Total, sum_of
from validation.codes import Direction, Level, Pillar
from validation.contracts.safeguards import Safeguards
from validation.text import mark

T: TypeAlias = Safeguards

_EACH_FOR_ITSELF: Final = mark(
    "Each office counts for itself; offices that return nothing are not in it."
)
_law = partial(Indicator, pillar=Pillar.LAW, level=Level.OUTCOME)
_example = partial(tri_example, TABLE, "period,reported_by,measure,value")

ACCESS_REQUESTS: Final = _law(
    id="access_requests",
    name=mark("Requests for access to own data"),
    question=mark("How many persons asked what is held about them?"),
    statistic=Total(sum_of(T.value, over={T.measure: "access_requests"}), TABLE),
    unit=mark("requests"),
    direction=Direction.NEITHER,
    reading=mark("The sum of the requests of persons to know what is held about them."),
    caveats=(mark("More can mean that people know their rights."), _EACH_FOR_ITSELF, OWN_FIRST),
    example=_example(
        "2024-Q1,BEL,access_requests,9",
        "2024-Q1,NLD,access_requests,5",
        "2024-Q1,NLD,audits,1",
        "2024-Q1,,access_requests,13",
        expected=14,
        working="9 + 5 = 14; an audit is none, and the secretariat's 13 are not added",
    ),
)

COMPLAINTS_UPHELD: Final = _law(
    id="complaints_upheld",
    name=mark("Complaints upheld"),
    question=mark("How many complaints about the handling of data were found justified?"),
    statistic=safeguards.complaints_upheld(),
    unit=mark("share"),
    multiplier=100,
    direction=Direction.NEITHER,
    reading=mark("Of the complaints of the period, the share that was found justified."),
    caveats=(
        mark("A complaint of one period may be upheld in a later one: the share can exceed 100 %."),
        mark("Those who do not report both counts for a period are left out, and that is told."),
        _EACH_FOR_ITSELF,
        OWN_FIRST,
    ),
    example=_example(
        "2024-Q1,BEL,complaints,6",
        "2024-Q1,BEL,complaints_upheld,2",
        "2024-Q1,NLD,complaints,4",
        "2024-Q1,NLD,complaints_upheld,1",
        "2024-Q1,DEU,complaints,7",
        expected=0.3,
        working="(2 + 1) / (6 + 4) = 0.30; DEU does not say how many were upheld",
    ),
)

DATA_BREACHES: Final = _law(
    id="data_breaches",
    name=mark("Data breaches"),
    question=mark("How often were data lost, changed or seen by those who may not?"),
    statistic=Total(sum_of(T.value, over={T.measure: "breaches"}), TABLE),
    unit=mark("breaches"),
    direction=Direction.DOWN,
    reading=mark("The sum of the times that data were lost, changed or seen by those who may not."),
    caveats=(
        mark("Who looks finds more: a rise can come from better watching."),
        _EACH_FOR_ITSELF,
        OWN_FIRST,
    ),
    shortfall=(mark("{n} fewer breach"), mark("{n} fewer breaches")),
    example=_example(
        "2024-Q1,BEL,breaches,1",
        "2024-Q1,NLD,breaches,2",
        expected=3,
        working="1 + 2 = 3",
    ),
)
