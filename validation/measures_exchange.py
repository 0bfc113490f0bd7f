"""Published measures of the exchange of information and of membership."""

from functools import partial
from typing import Final

from validation.codes import Pillar
from validation.measure import Measure
from validation.text import mark

_exchange = partial(Measure, pillar=Pillar.EXCHANGE)

EXCHANGE: Final = (
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
        definition=mark("Days in which 80 % of the requests received were answered, on average."),
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
        definition=mark("Countries that belonged to the partnership at the time of the reading."),
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
    _exchange(
        code="member_units",
        label=mark("Member units"),
        definition=mark(
            "Offices, academies or other units that belonged to the partnership at the time "
            "of the reading."
        ),
        unit=mark("units"),
        stock=True,
    ),
    _exchange(
        code="working_groups",
        label=mark("Working groups"),
        definition=mark("Working groups that the partnership had at the time of the reading."),
        unit=mark("groups"),
        stock=True,
    ),
)
