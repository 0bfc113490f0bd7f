"""Law and jurisdiction: what is asked by law, what is granted, and on which ground refused."""

from functools import partial
from typing import Final, TypeAlias

from metrics.examples import exchange_example, tri_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Indicator, Interval, Signal
from metrics.statistic import Over, Total, median_of, share_of, sum_of
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.contracts.legal_requests import DECISIONS, LEGAL_REQUESTS, LegalRequests
from validation.fields import name
from validation.text import mark

T: TypeAlias = LegalRequests

_TABLE: Final = LEGAL_REQUESTS.name
_OTHER_CUTS: Final = (name(T.requested), name(T.crime_area), COUNTRY)
_CUTS: Final = (name(T.instrument), *_OTHER_CUTS)
_RECEIVED: Final = sum_of(T.received)
_HEAD: Final = "period,requesting,requested,instrument,crime_area,received"
_DECIDED_HEAD: Final = (
    f"{_HEAD},granted,refused_dual_criminality,refused_rights,refused_nationality,"
    "refused_ne_bis_in_idem,refused_political,refused_other"
)

_WHEN: Final = mark("A request counts in the period in which it was received.")
_MAY_BE_RIGHT: Final = mark(
    "Refusing can be lawful and right, so it has no good direction: it is shown, never judged."
)
_DECIDED: Final = mark(
    "Decided are the requests granted and those refused; those incomplete, withdrawn or pending "
    "are not. A row that leaves one of these counts empty is left out, and that is told."
)
_OWN_COUNT: Final = mark(
    "Where several report the same requests, the return of the country that was asked counts."
)
_CHANCE: Final = mark(
    "The range is the one that chance alone would give at the same underlying rate, widened where "
    "pairs of countries differ among themselves."
)

_law = partial(Indicator, pillar=Pillar.LAW, cuts=_CUTS)
_share = partial(
    _law,
    unit=mark("share"),
    multiplier=100,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
)
_of_decided = partial(
    _share,
    direction=Direction.NEITHER,
    caveats=(_MAY_BE_RIGHT, _DECIDED, _WHEN, _OWN_COUNT, _CHANCE),
)


def _rows(*cells: str) -> tuple[str, ...]:
    """Write requests of one quarter: from whom, to whom, instrument, then the other columns."""
    written = (cell.split(",", maxsplit=3) for cell in cells)
    return tuple(
        f"2024-Q1,{one},{two},{instrument},corruption,{rest}"
        for one, two, instrument, rest in written
    )


_example = partial(tri_example, _TABLE)
_decided_example = partial(_example, _DECIDED_HEAD)


def _by(*instruments: str) -> Over:
    return {T.instrument: instruments}


_ASSISTANCE: Final = _by("mutual_legal_assistance", "investigation_order")
_EXTRADITION: Final = _by("extradition", "arrest_warrant")

REQUESTS_RECEIVED: Final = _law(
    id="requests_received",
    name=mark("Legal requests received"),
    question=mark("How many legal requests were received?"),
    statistic=Total(_RECEIVED, _TABLE),
    unit=mark("requests"),
    direction=Direction.NEITHER,
    level=Level.ACTIVITY,
    signal=Signal.INDIVIDUALS,
    forecastable=True,
    reading=mark("The sum of the requests received. More is not better: it is the work there was."),
    caveats=(_WHEN, _OWN_COUNT),
    example=_example(
        _HEAD,
        *_rows("BEL,NLD,extradition,4", "NLD,BEL,mutual_legal_assistance,11"),
        expected=15,
        working="4 + 11 = 15",
    ),
)

REQUESTS_IN_TIME: Final = _share(
    id="requests_in_time",
    name=mark("Legal requests in time"),
    question=mark("How many legal requests were dealt with in time?"),
    statistic=share_of(sum_of(T.in_time), sum_of(T.received, minus=(T.pending,)), table=_TABLE),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    signal=Signal.P_PRIME,
    matures_after=1,
    headline=True,
    reading=mark(
        "Of the requests received that are no longer pending, the share dealt with in time, "
        "whatever the decision was: a refusal in time is in time."
    ),
    caveats=(
        mark("Requests still pending are not part of it; they may turn out to be late."),
        _WHEN,
        _OWN_COUNT,
        _CHANCE,
    ),
    shortfall=(
        mark("{n} more request dealt with in time"),
        mark("{n} more requests dealt with in time"),
    ),
    example=_example(
        f"{_HEAD},pending,in_time",
        *_rows("BEL,NLD,extradition,10,2,6", "NLD,BEL,freezing,14,2,9"),
        expected=0.75,
        working="(6 + 9) / (10 − 2 + 14 − 2) = 15 / 20 = 0.75",
    ),
)

ASSISTANCE_GRANTED: Final = _of_decided(
    id="assistance_granted",
    name=mark("Assistance granted"),
    question=mark("How many requests for legal assistance that were decided were granted?"),
    statistic=share_of(
        sum_of(T.granted, over=_ASSISTANCE), sum_of(*DECISIONS, over=_ASSISTANCE), table=_TABLE
    ),
    cuts=_OTHER_CUTS,
    reading=mark(
        "Of the requests for mutual legal assistance and the investigation orders decided, the "
        "share granted."
    ),
    example=_decided_example(
        *_rows(
            "BEL,NLD,mutual_legal_assistance,12,8,1,1,0,0,0,0",
            "NLD,BEL,investigation_order,10,8,0,0,0,0,0,2",
            "NLD,BEL,extradition,5,0,5,0,0,0,0,0",
        ),
        expected=0.8,
        working="(8 + 8) / (8 + 1 + 1 + 8 + 2) = 16 / 20 = 0.80; an extradition is none of them",
    ),
)

EXTRADITIONS_GRANTED: Final = _of_decided(
    id="extraditions_granted",
    name=mark("Extraditions granted"),
    question=mark("How many requests to hand over a person that were decided were granted?"),
    statistic=share_of(
        sum_of(T.granted, over=_EXTRADITION), sum_of(*DECISIONS, over=_EXTRADITION), table=_TABLE
    ),
    cuts=_OTHER_CUTS,
    reading=mark(
        "Of the requests for extradition and the arrest warrants decided, the share granted."
    ),
    example=_decided_example(
        *_rows(
            "BEL,NLD,extradition,9,3,0,0,1,0,0,0",
            "NLD,BEL,arrest_warrant,6,6,0,0,0,0,0,0",
            "NLD,BEL,freezing,5,0,5,0,0,0,0,0",
        ),
        expected=0.9,
        working="(3 + 6) / (3 + 1 + 6) = 9 / 10 = 0.90; freezing is none of them",
    ),
)

DUAL_CRIMINALITY_REFUSALS: Final = _of_decided(
    id="dual_criminality_refusals",
    name=mark("Refused for want of dual criminality"),
    question=mark("How many requests are refused because the act is a crime in one country only?"),
    statistic=share_of(sum_of(T.refused_dual_criminality), sum_of(*DECISIONS), table=_TABLE),
    reading=mark(
        "Of the requests decided, the share refused because the act is no crime in the country "
        "that was asked."
    ),
    example=_decided_example(
        *_rows(
            "BEL,NLD,extradition,12,8,2,0,0,0,0,0",
            "NLD,BEL,mutual_legal_assistance,12,8,1,0,0,0,0,1",
        ),
        expected=0.15,
        working="(2 + 1) / (8 + 2 + 8 + 1 + 1) = 3 / 20 = 0.15",
    ),
)

RIGHTS_REFUSALS: Final = _of_decided(
    id="rights_refusals",
    name=mark("Refused for a person's rights"),
    question=mark("How many requests are refused because a person's rights would not be safe?"),
    statistic=share_of(sum_of(T.refused_rights), sum_of(*DECISIONS), table=_TABLE),
    reading=mark(
        "Of the requests decided, the share refused because a person's rights would not have been "
        "safe."
    ),
    example=_decided_example(
        *_rows(
            "BEL,NLD,extradition,12,9,0,1,0,0,0,0",
            "NLD,BEL,mutual_legal_assistance,12,8,0,1,0,0,0,1",
        ),
        expected=0.1,
        working="(1 + 1) / (9 + 1 + 8 + 1 + 1) = 2 / 20 = 0.10",
    ),
)

ASSISTANCE_DAYS: Final = _law(
    id="assistance_days",
    name=mark("Typical days until a decision"),
    question=mark("How long does a decision on a legal request typically take?"),
    statistic=median_of(T.median_days, weight=T.received, table=_TABLE),
    unit=mark("days"),
    direction=Direction.NEITHER,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "Typical of the medians reported, each weighted by its requests; the range beside it runs "
        "from the lowest to the highest median reported."
    ),
    caveats=(
        mark("The median of medians is not the median of all requests: it has no interval."),
        mark("Instruments differ in how long they take: look at one of them at a time."),
        _WHEN,
        _OWN_COUNT,
    ),
    example=_example(
        f"{_HEAD},median_days",
        *_rows(
            "BEL,NLD,extradition,4,120",
            "NLD,BEL,mutual_legal_assistance,11,60",
            "DEU,BEL,freezing,5,9.5",
        ),
        expected=60,
        working="of 20 requests, half are reached in the row with 60 days (5 + 11 ≥ 10)",
    ),
)

JURISDICTION_CONFLICTS: Final = _law(
    id="jurisdiction_conflicts",
    name=mark("Conflicts of jurisdiction"),
    question=mark("In how many cases did both countries claim jurisdiction?"),
    statistic=Total(sum_of(T.jurisdiction_conflicts), _TABLE),
    unit=mark("cases"),
    direction=Direction.NEITHER,
    level=Level.ACTIVITY,
    out_of=REQUESTS_RECEIVED.id,
    reading=mark("The sum of the cases in which both countries claimed jurisdiction."),
    caveats=(
        mark("A conflict that is found can be settled; one that is not found is not counted."),
        _WHEN,
        _OWN_COUNT,
    ),
    example=_example(
        f"{_HEAD},jurisdiction_conflicts",
        *_rows("BEL,NLD,extradition,4,1", "NLD,BEL,transfer_of_proceedings,6,2"),
        expected=3,
        working="1 + 2 = 3",
    ),
)

REFUSED_LEGAL: Final = _share(
    id="refused_legal",
    name=mark("Replies refused by law"),
    question=mark("How many requests for information are refused because the law forbids it?"),
    statistic=share_of(
        sum_of(Exchange.refused_legal),
        sum_of(Exchange.replies_due),
        asked_of={Exchange.message_kind: "request"},
    ),
    direction=Direction.NEITHER,
    cuts=(Exchange.crime_area, COUNTRY, Exchange.channel),
    reading=mark(
        "Of the replies due in the exchange of information, the share refused because the law "
        "forbade it."
    ),
    caveats=(_MAY_BE_RIGHT, _CHANCE),
    example=exchange_example(
        ",replies_due,refused_legal",
        "BEL,NLD,siena,general,request,no,40,30,1",
        "NLD,BEL,siena,general,request,no,25,20,1",
        expected=0.04,
        working="(1 + 1) / (30 + 20) = 0.04",
    ),
)
