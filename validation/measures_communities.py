"""Published measures of the places in which partnerships work: context, never an effect."""

from functools import partial
from typing import Final

from validation.codes import Pillar
from validation.measure import Measure
from validation.text import mark

_communities = partial(Measure, pillar=Pillar.COMMUNITIES)

COMMUNITIES: Final = (
    _communities(
        code="offences",
        label=mark("Police-recorded offences"),
        definition=mark("Offences that the police recorded in the period."),
        unit=mark("offences"),
    ),
    _communities(
        code="offences_rate",
        label=mark("Police-recorded offences per 100,000"),
        definition=mark(
            "Offences that the police recorded in the period, per 100,000 population, as published."
        ),
        unit=mark("per 100,000 population"),
    ),
    _communities(
        code="homicide_rate",
        label=mark("Intentional homicides per 100,000"),
        definition=mark(
            "Intentional homicides in the period per 100,000 population, as published."
        ),
        unit=mark("per 100,000 population"),
    ),
    _communities(
        code="trafficking_victims",
        label=mark("Detected victims of trafficking"),
        definition=mark(
            "Victims of trafficking in persons whom the authorities detected in the period."
        ),
        unit=mark("persons"),
    ),
    _communities(
        code="trust_in_police_share",
        label=mark("Trust in the police"),
        definition=mark(
            "Share of those asked who said that they trust the police, in the wording of the "
            "survey."
        ),
        unit=mark("share"),
    ),
    _communities(
        code="trafficking_victims_rate",
        label=mark("Registered victims of trafficking per million"),
        definition=mark(
            "Victims of trafficking in persons registered in the period, per million "
            "population, as published."
        ),
        unit=mark("per million population"),
    ),
    _communities(
        code="traffickers_suspected",
        label=mark("Suspected traffickers"),
        definition=mark("Persons suspected of trafficking in persons in the period."),
        unit=mark("persons"),
    ),
    _communities(
        code="traffickers_convicted",
        label=mark("Convicted traffickers"),
        definition=mark("Persons convicted of trafficking in persons in the period."),
        unit=mark("persons"),
    ),
    _communities(
        code="law_and_order_index",
        label=mark("Law and order index"),
        definition=mark(
            "Index from 0 to 100 of trust in the police, feeling safe and having been a "
            "victim, as Gallup publishes it."
        ),
        unit=mark("points"),
    ),
    _communities(
        code="police_abuse_seen_share",
        label=mark("Abuse of power seen in the police"),
        definition=mark(
            "Share of those asked who said that corruption or abuse of power is widespread "
            "in the police."
        ),
        unit=mark("share"),
    ),
)
