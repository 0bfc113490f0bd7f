"""Published measures: what organisations print as a total, one code a figure worth carrying."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from validation.codes import Code, CodeList, Pillar
from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Measure(Code):
    """A published measure; a stock is read on a day, everything else is counted over a period."""

    unit: str
    pillar: Pillar
    stock: bool = False


_exchange = partial(Measure, pillar=Pillar.EXCHANGE)
_operations = partial(Measure, pillar=Pillar.OPERATIONS)
_law = partial(Measure, pillar=Pillar.LAW)
_training = partial(Measure, pillar=Pillar.TRAINING)
_communities = partial(Measure, pillar=Pillar.COMMUNITIES)

MEASURES: Final = CodeList(
    mark("measure"),
    (
        _exchange(
            code="cases_new",
            label=mark("New cases"),
            definition=mark("Cases that the organisation opened or registered in the period."),
            unit=mark("cases"),
        ),
        _exchange(
            code="cases_ongoing",
            label=mark("Cases carried over"),
            definition=mark("Cases opened before the period on which work went on during it."),
            unit=mark("cases"),
        ),
        _exchange(
            code="cases_total",
            label=mark("Cases worked on"),
            definition=mark(
                "All cases on which the organisation worked in the period, new and carried over, "
                "as it reports the total."
            ),
            unit=mark("cases"),
        ),
        _exchange(
            code="messages",
            label=mark("Messages exchanged"),
            definition=mark(
                "Messages that passed through the system in the period, as the organisation "
                "counts them."
            ),
            unit=mark("messages"),
        ),
        _exchange(
            code="cases_initiated",
            label=mark("Cases initiated"),
            definition=mark(
                "New cases that the users of an exchange system opened in it in the period."
            ),
            unit=mark("cases"),
        ),
        _exchange(
            code="contributions_accepted",
            label=mark("Contributions accepted"),
            definition=mark(
                "Operational contributions from partners that the organisation accepted for "
                "processing in the period."
            ),
            unit=mark("contributions"),
        ),
        _exchange(
            code="first_line_response_days",
            label=mark("Days to a first response"),
            definition=mark(
                "Days in which 80 % of the requests received were answered, on average."
            ),
            unit=mark("days"),
        ),
        _exchange(
            code="database_records",
            label=mark("Records in a database"),
            definition=mark("Records that a shared database held at the time of the reading."),
            unit=mark("records"),
            stock=True,
        ),
        _exchange(
            code="database_searches",
            label=mark("Searches of a database"),
            definition=mark("Times a shared database was searched in the period."),
            unit=mark("searches"),
        ),
        _exchange(
            code="database_hits",
            label=mark("Hits in a database"),
            definition=mark(
                "Searches of a shared database, or cases behind them, that the organisation "
                "counts as a match in the period."
            ),
            unit=mark("hits"),
        ),
        _exchange(
            code="database_accesses",
            label=mark("Uses of a database"),
            definition=mark(
                "Times a shared database was used in the period, whether to search it or to keep "
                "its entries up to date."
            ),
            unit=mark("accesses"),
        ),
        _exchange(
            code="notices_issued",
            label=mark("Notices issued"),
            definition=mark("Notices that the organisation issued in the period."),
            unit=mark("notices"),
        ),
        _exchange(
            code="notices_in_circulation",
            label=mark("Notices in circulation"),
            definition=mark("Notices that were valid at the time of the reading."),
            unit=mark("notices"),
            stock=True,
        ),
        _exchange(
            code="alerts_stored",
            label=mark("Alerts stored"),
            definition=mark("Alerts that a shared system held at the time of the reading."),
            unit=mark("alerts"),
            stock=True,
        ),
        _exchange(
            code="connected_authorities",
            label=mark("Authorities connected"),
            definition=mark(
                "Authorities that could use an exchange system at the time of the reading."
            ),
            unit=mark("authorities"),
            stock=True,
        ),
        _exchange(
            code="connected_countries",
            label=mark("Countries connected"),
            definition=mark(
                "Countries that were connected to an exchange system at the time of the reading."
            ),
            unit=mark("countries"),
            stock=True,
        ),
        _exchange(
            code="connected_parties",
            label=mark("Third parties connected"),
            definition=mark(
                "Countries and organisations outside the partnership that were connected to an "
                "exchange system at the time of the reading."
            ),
            unit=mark("parties"),
            stock=True,
        ),
        _exchange(
            code="contributing_countries",
            label=mark("Contributing countries"),
            definition=mark(
                "Countries that had put records into a shared database by the time of the reading."
            ),
            unit=mark("countries"),
            stock=True,
        ),
        _exchange(
            code="member_countries",
            label=mark("Member countries"),
            definition=mark(
                "Countries that belonged to the partnership at the time of the reading."
            ),
            unit=mark("countries"),
            stock=True,
        ),
        _exchange(
            code="users",
            label=mark("Users"),
            definition=mark(
                "Persons with an account in an exchange system at the time of the reading."
            ),
            unit=mark("users"),
            stock=True,
        ),
        _operations(
            code="joint_investigation_teams_new",
            label=mark("New joint investigation teams"),
            definition=mark(
                "Joint investigation teams set up in the period with the organisation's support."
            ),
            unit=mark("teams"),
        ),
        _operations(
            code="joint_investigation_teams_supported",
            label=mark("Joint investigation teams supported"),
            definition=mark(
                "Joint investigation teams, new and continuing, that the organisation supported "
                "in the period."
            ),
            unit=mark("teams"),
        ),
        _operations(
            code="coordination_meetings",
            label=mark("Coordination meetings"),
            definition=mark(
                "Meetings that the organisation held in the period to bring the authorities of a "
                "case together."
            ),
            unit=mark("meetings"),
        ),
        _operations(
            code="coordination_centres",
            label=mark("Coordination centres"),
            definition=mark(
                "Coordination centres that the organisation ran in the period to steer "
                "simultaneous action in several countries."
            ),
            unit=mark("centres"),
        ),
        _law(
            code="arrest_warrants_assisted",
            label=mark("Arrest warrants assisted"),
            definition=mark(
                "European arrest warrants helped with in the period, or cases with one."
            ),
            unit=mark("warrants"),
        ),
        _law(
            code="investigation_orders_assisted",
            label=mark("Investigation orders assisted"),
            definition=mark(
                "European investigation orders helped with in the period, or cases with one."
            ),
            unit=mark("orders"),
        ),
        _operations(
            code="investigations",
            label=mark("Investigations"),
            definition=mark(
                "Investigations opened or supported in the period, as the organisation reports "
                "them."
            ),
            unit=mark("investigations"),
        ),
        _operations(
            code="arrests",
            label=mark("Arrests"),
            definition=mark(
                "Persons arrested in the period in actions that the organisation reports as its "
                "own or supported."
            ),
            unit=mark("persons"),
        ),
        _operations(
            code="victims_safeguarded",
            label=mark("Victims safeguarded"),
            definition=mark(
                "Victims identified or brought to safety in the period, as the organisation "
                "reports them."
            ),
            unit=mark("persons"),
        ),
        _operations(
            code="people_assisted",
            label=mark("People assisted"),
            definition=mark("Persons given help in the period by a humanitarian mission."),
            unit=mark("persons"),
        ),
        _operations(
            code="seized_value_eur",
            label=mark("Value seized (EUR)"),
            definition=mark(
                "Cash and assets seized in the period, in euros as published; drugs, goods and "
                "prevented losses are not part of it."
            ),
            unit=mark("EUR"),
        ),
        _training(
            code="training_participants",
            label=mark("Training participants"),
            definition=mark("Persons who took part in training in the period."),
            unit=mark("participants"),
        ),
        _training(
            code="training_activities",
            label=mark("Training activities"),
            definition=mark("Training activities held in the period."),
            unit=mark("activities"),
        ),
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
                "Offences that the police recorded in the period, per 100,000 population, as "
                "published."
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
    ),
)
