"""Communities: the places in which partners work. Context, never what a partnership caused."""

from functools import partial
from typing import Final

from metrics import communities
from metrics.examples import tri_example
from metrics.indicator import AcrossTime, Indicator, Interval, PillarView
from validation.codes import Direction, Level, Pillar
from validation.contracts.community_impact import COMMUNITY_IMPACT
from validation.contracts.community_impact import CommunityImpact as T
from validation.fields import name
from validation.text import mark

PILLAR: Final = PillarView(
    pillar=Pillar.COMMUNITIES,
    headline="trust_in_police",
    fallback=(
        "published_trust_in_police_share",
        "published_law_and_order_index",
        "published_homicide_rate",
        "published_offences_rate",
        "published_trafficking_victims_rate",
        "published_trafficking_victims",
        "published_offences",
    ),
)

_PLACE: Final = mark(
    "It describes a place, not what a partnership caused: it has no good direction, no target and "
    "no colour."
)
_WORDING: Final = mark(
    "Each area and wording of a question is a line of its own; unlike wordings are never compared."
)
_RECORDED: Final = mark(
    "It counts what was recorded: people's readiness to report and the way of recording change it "
    "as much as crime does."
)
_QUARTERLY: Final = mark(
    "A quarter's rate is of that quarter alone; a year's is the sum of its quarters over their "
    "mean population."
)
_ADDED: Final = mark(
    "A part of an area or of all crime is not added where the whole is told beside it; people "
    "reached twice count twice."
)

_context = partial(
    Indicator,
    pillar=Pillar.COMMUNITIES,
    direction=Direction.NEITHER,
    level=Level.CONTEXT,
    across_time=AcrossTime.RECOUNT,
    cuts=communities.LINES,
)
_survey = partial(
    _context,
    unit=mark("share"),
    multiplier=100,
    interval=Interval.WILSON,
    caveats=(_PLACE, _WORDING),
    reference=mark("Wilson interval on the respondents divided by the survey's design effect."),
)
_rate = partial(
    _context,
    unit=mark("per 100,000 population"),
    interval=Interval.COUNT,
    caveats=(_PLACE, _RECORDED, _QUARTERLY),
    reference=mark("Byar's interval of the count from 10 on, exact Poisson below."),
)
_people = partial(
    Indicator,
    pillar=Pillar.COMMUNITIES,
    direction=Direction.NEITHER,
    level=Level.OUTPUT,
    unit=mark("persons"),
    cuts=(name(T.area), name(T.crime_area)),
    caveats=(_ADDED,),
)
_HEAD: Final = "period,area,measure,crime_area,question,numerator,denominator,respondents,method"
_example = partial(tri_example, COMMUNITY_IMPACT.name, _HEAD)


TRUST_IN_POLICE: Final = _survey(
    id="trust_in_police",
    name=mark("Trust in the police"),
    question=mark("How many people say that they trust the police?"),
    statistic=communities.survey("trust_in_police"),
    headline=True,
    reading=mark("Of those asked, the share who said that they trust the police."),
    example=_example(
        "2024,NLD,trust_in_police,,Tends to trust,615,1000,1000,survey",
        expected=0.615,
        working="615 / 1 000 = 0.615",
        period="2024",
    ),
)

FEELS_SAFE: Final = _survey(
    id="feels_safe",
    name=mark("Feeling safe"),
    question=mark("How many people say that they feel safe?"),
    statistic=communities.survey("feels_safe"),
    reading=mark("Of those asked, the share who said that they feel safe."),
    example=_example(
        "2024-Q1,NLD,feels_safe,,Safe at night,300,400,410,survey",
        expected=0.75,
        working="300 / 400 = 0.75: ten of the 410 who were asked did not answer",
    ),
)

SATISFIED_WITH_CONTACT: Final = _survey(
    id="satisfied_with_contact",
    name=mark("Satisfied with contact"),
    question=mark("How many people were satisfied with their contact with the police?"),
    statistic=communities.survey("satisfied_with_contact"),
    reading=mark("Of those who had contact with the police, the share who were satisfied with it."),
    example=_example(
        "2024-Q1,BEL,satisfied_with_contact,,Last contact,45,60,900,survey",
        expected=0.75,
        working="45 / 60 = 0.75: of those who had contact, not of all 900 who were asked",
    ),
)

REPORTED_OFFENCES: Final = _rate(
    id="reported_offences",
    name=mark("Reported offences"),
    question=mark("How many offences did the police record, by population?"),
    statistic=communities.rate("reported_offences"),
    reading=mark("Offences that the police recorded, per 100,000 population."),
    example=_example(
        "2024,NLD,reported_offences,robbery,,900,18000000,,police_records",
        expected=5,
        working="900 / 18 000 000 × 100 000 = 5",
        period="2024",
    ),
)

HOMICIDE_RATE: Final = _rate(
    id="homicide_rate",
    name=mark("Homicide rate"),
    question=mark("How many people were victims of homicide, by population?"),
    statistic=communities.rate("homicide_victims"),
    reading=mark("Victims of intentional homicide, per 100,000 population."),
    example=_example(
        "2024,BEL,homicide_victims,,,117,11700000,,police_records",
        expected=1,
        working="117 / 11 700 000 × 100 000 = 1",
        period="2024",
    ),
)

TRAFFICKING_VICTIMS: Final = _rate(
    id="trafficking_victims",
    name=mark("Identified victims of trafficking"),
    question=mark("How many victims of trafficking were identified, by population?"),
    statistic=communities.rate("trafficking_victims_identified"),
    reading=mark(
        "Victims of trafficking in persons who were identified, per 100,000 population. More may "
        "mean better searching."
    ),
    example=_example(
        "2024-Q1,BEL,trafficking_victims_identified,,,20,10000000,,administrative",
        expected=0.2,
        working="20 / 10 000 000 × 100 000 = 0.2",
    ),
)

AWARENESS_REACHED: Final = _people(
    id="awareness_reached",
    name=mark("Reached by awareness work"),
    question=mark("How many people did campaigns reach?"),
    statistic=communities.people("awareness_reached"),
    reading=mark("People whom campaigns reached, as counted by those who ran them."),
    example=_example(
        "2024-Q1,BEL,awareness_reached,,,1200,,,administrative",
        "2024-Q1,NLD,awareness_reached,,,800,,,administrative",
        "2024-Q1,NL-NH,awareness_reached,,,300,,,administrative",
        expected=2000,
        working="1 200 + 800 = 2 000; Noord-Holland is part of the Netherlands",
    ),
)

ENGAGEMENT_PARTICIPANTS: Final = _people(
    id="engagement_participants",
    name=mark("Participants in engagement"),
    question=mark("How many people took part in meetings with the police?"),
    statistic=communities.people("engagement_participants"),
    reading=mark("People who took part in meetings with the police."),
    example=_example(
        "2024-Q1,BEL,engagement_participants,,,40,,,administrative",
        "2024-Q1,NLD,engagement_participants,,,35,,,administrative",
        expected=75,
        working="40 + 35 = 75",
    ),
)
