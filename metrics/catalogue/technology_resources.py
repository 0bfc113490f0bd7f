"""Technology and resources: what members can do with each other's systems, and what they give."""

from functools import partial
from typing import Final, TypeAlias

from metrics import capabilities
from metrics.examples import exchange_example, tri_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Indicator, Interval, PillarView
from metrics.membership import MEMBERS_ONLY
from metrics.statistic import Over, Total, share_of, sum_of
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.capabilities import Capabilities
from validation.contracts.information_exchange import InformationExchange
from validation.contracts.inputs import INPUTS, Inputs
from validation.fields import name
from validation.partner_codes import COUNT, EUR
from validation.text import mark

T: TypeAlias = InformationExchange

PILLAR: Final = PillarView(pillar=Pillar.TECHNOLOGY, headline="secure_channel_share")

SECURE: Final = ("i247", "siena", "sis", "prum", "egmont", "secure_messaging")
"""Channels on which nobody on the way can read a message."""

_OWN_COUNT: Final = mark("The sender's own return counts; the receiver's is kept for comparison.")
_CHANCE: Final = mark(
    "The range is the one that chance alone would give at the same underlying rate, widened where "
    "pairs of partners differ among themselves."
)
_BY_ITSELF: Final = mark("What is given is an input: it does not say what came of it.")

_share = partial(
    Indicator,
    pillar=Pillar.TECHNOLOGY,
    unit=mark("share"),
    multiplier=100,
    level=Level.OUTPUT,
)
_given = partial(
    Indicator,
    pillar=Pillar.TECHNOLOGY,
    direction=Direction.NEITHER,
    level=Level.INPUT,
    cuts=(COUNTRY,),
)
_inputs = partial(tri_example, INPUTS.name, "period,contributor,kind,amount,unit")


def _amount(kind: str, unit: str = "") -> Total:
    """Declare the sum of what is given of a kind, in one unit."""
    over: Over = {Inputs.kind: kind, Inputs.unit: unit} if unit else {Inputs.kind: kind}
    return Total(sum_of(Inputs.amount, over=over), INPUTS.name)


SECURE_CHANNEL_SHARE: Final = _share(
    id="secure_channel_share",
    name=mark("Sensitive messages on a secure channel"),
    question=mark("How many sensitive messages take a secure channel?"),
    statistic=share_of(sum_of(T.sensitive, over={T.channel: SECURE}), sum_of(T.sensitive)),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    interval=Interval.WILSON,
    headline=True,
    cuts=(T.crime_area, COUNTRY, T.message_kind),
    reading=mark(
        "Of the messages with sensitive content, the share sent by I-24/7, SIENA, SIS, Prüm, "
        "Egmont or another encrypted messenger."
    ),
    caveats=(
        mark("Rows that do not tell channels apart are left out, and that is told."),
        mark("What is sensitive, the sender says."),
        _OWN_COUNT,
        _CHANCE,
    ),
    shortfall=(
        mark("{n} more sensitive message on a secure channel"),
        mark("{n} more sensitive messages on a secure channel"),
    ),
    example=exchange_example(
        ",sensitive",
        "BEL,NLD,siena,general,request,no,40,6",
        "NLD,BEL,bilateral,general,request,no,60,2",
        "DEU,BEL,ALL,general,request,no,50,9",
        expected=0.75,
        working="6 / (6 + 2) = 0.75; the third row does not tell channels apart",
    ),
)

AUTOMATED_SHARE: Final = _share(
    id="automated_share",
    name=mark("Sent from system to system"),
    question=mark("How many messages pass from system to system?"),
    statistic=share_of(sum_of(T.automated), sum_of(T.messages)),
    direction=Direction.NEITHER,
    interval=Interval.WILSON,
    cuts=(T.crime_area, COUNTRY, T.channel, T.message_kind),
    reading=mark(
        "Of the messages sent, the share that systems passed on without retyping. It has no good "
        "direction: some messages need a person."
    ),
    caveats=(_OWN_COUNT, _CHANCE),
    example=exchange_example(
        ",automated",
        "BEL,NLD,siena,general,request,no,40,12",
        "NLD,BEL,siena,general,response,no,60,18",
        "DEU,BEL,siena,general,request,no,10,",
        expected=0.3,
        working="(12 + 18) / (40 + 60) = 0.30; the third row does not say how many",
    ),
)

CAPABILITY_ADOPTION: Final = _share(
    id="capability_adoption",
    name=mark("Capabilities in daily use"),
    question=mark("How many of the capabilities assessed are in daily use?"),
    statistic=capabilities.adoption(),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    across_time=AcrossTime.LAST,
    cuts=(name(Capabilities.capability), COUNTRY),
    reading=mark(
        "Of all pairs of a member and a capability that were assessed, the share that is in daily "
        "use with partners at the period's end."
    ),
    caveats=(
        mark("What was not assessed is not part of it; the matrix shows where that is."),
        mark("Not every member needs every capability."),
        MEMBERS_ONLY,
    ),
    shortfall=(
        mark("{n} more capability in daily use"),
        mark("{n} more capabilities in daily use"),
    ),
    example=tri_example(
        capabilities.TABLE,
        "period,member,capability,status",
        "2024-Q1,BEL,dna_exchange,operational",
        "2024-Q1,NLD,dna_exchange,pilot",
        "2024-Q1,BEL,video_conferencing,operational",
        "2024-Q1,NLD,video_conferencing,operational",
        "2024-Q1,FRA,dna_exchange,operational",
        expected=0.75,
        working="3 of 4 pairs assessed are operational: 3 / 4 = 0.75; FRA is no member",
    ),
)

STAFF_CONTRIBUTED: Final = _given(
    id="staff_contributed",
    name=mark("Staff contributed"),
    question=mark("How much staff do partners contribute?"),
    statistic=_amount("staff"),
    unit=mark("full-time posts"),
    reading=mark("The sum of the full-time posts that partners contributed."),
    caveats=(
        _BY_ITSELF,
        mark("A post held for a year counts once a year, and once a quarter where told so."),
    ),
    example=_inputs(
        "2024-Q1,BEL,staff,2.5,fte",
        "2024-Q1,NLD,staff,4,fte",
        "2024-Q1,NLD,funds,90000,eur",
        expected=6.5,
        working="2.5 + 4 = 6.5; funds are not staff",
    ),
)

FUNDS_CONTRIBUTED: Final = _given(
    id="funds_contributed",
    name=mark("Funds contributed"),
    question=mark("How much money do partners contribute?"),
    statistic=_amount("funds"),
    unit=mark("EUR"),
    reading=mark("The sum of the money that partners paid in, in euros."),
    caveats=(_BY_ITSELF,),
    example=_inputs(
        "2024-Q1,BEL,funds,120000,eur",
        "2024-Q1,NLD,funds,90000,eur",
        expected=210_000,
        working="120,000 + 90,000 = 210,000",
    ),
)

TECHNOLOGY_CONTRIBUTED: Final = _given(
    id="technology_contributed",
    name=mark("Technology contributed"),
    question=mark("How much technology do partners contribute?"),
    statistic=_amount("technology", EUR),
    unit=mark("EUR"),
    reading=mark("The sum of the technology that partners contributed, where told in euros."),
    caveats=(
        _BY_ITSELF,
        mark("What is told in pieces is not added: it is counted beside the euros."),
    ),
    example=_inputs(
        "2024-Q1,BEL,technology,35000,eur",
        "2024-Q1,NLD,technology,5000,eur",
        "2024-Q1,DEU,technology,3,count",
        expected=40_000,
        working="35,000 + 5,000 = 40,000; three pieces are no euros",
    ),
)

TECHNOLOGY_PIECES: Final = _given(
    id="technology_pieces",
    name=mark("Pieces of technology contributed"),
    question=mark("How many pieces of technology do partners contribute?"),
    statistic=_amount("technology", COUNT),
    unit=mark("pieces"),
    reading=mark("The sum of the technology that partners contributed, where told in pieces."),
    caveats=(_BY_ITSELF, mark("A piece may be small or large; what is told in euros is apart.")),
    example=_inputs(
        "2024-Q1,BEL,technology,2,count",
        "2024-Q1,NLD,technology,1,count",
        "2024-Q1,DEU,technology,5000,eur",
        expected=3,
        working="2 + 1 = 3; 5,000 euros are no pieces",
    ),
)
