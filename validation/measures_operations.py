"""Published measures of operations, legal assistance and training."""

from functools import partial
from typing import Final

from validation.codes import Pillar
from validation.measure import Measure
from validation.text import mark

_operations = partial(Measure, pillar=Pillar.OPERATIONS)
_law = partial(Measure, pillar=Pillar.LAW)
_training = partial(Measure, pillar=Pillar.TRAINING)

OPERATIONS: Final = (
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
    _operations(
        code="investigations",
        label=mark("Investigations"),
        definition=mark(
            "Investigations opened or supported in the period, as the organisation reports them."
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
    _operations(
        code="drugs_seized_kg",
        label=mark("Drugs seized"),
        definition=mark("Drugs seized in the period, by weight, as published."),
        unit=mark("kg"),
    ),
    _operations(
        code="drugs_seized_value_eur",
        label=mark("Value of drugs seized (EUR)"),
        definition=mark(
            "Value that the organisation puts on the drugs seized in the period, in euros."
        ),
        unit=mark("EUR"),
    ),
    _operations(
        code="firearms_seized",
        label=mark("Firearms seized"),
        definition=mark("Firearms seized in the period, as published."),
        unit=mark("firearms"),
    ),
    _operations(
        code="operation_countries",
        label=mark("Countries in an operation"),
        definition=mark(
            "Countries that took part in the operation which the scope names; kept here "
            "where sources disagree."
        ),
        unit=mark("countries"),
    ),
    _operations(
        code="operation_checks",
        label=mark("Database checks in an operation"),
        definition=mark("Checks against shared databases during the operation the scope names."),
        unit=mark("checks"),
    ),
    _operations(
        code="joint_investigation_team_funds",
        label=mark("Money for joint investigation teams"),
        definition=mark(
            "Money that the organisation granted to joint investigation teams in the period."
        ),
        unit=mark("EUR"),
    ),
)

LAW: Final = (
    _law(
        code="arrest_warrants_assisted",
        label=mark("Arrest warrants assisted"),
        definition=mark("European arrest warrants helped with in the period, or cases with one."),
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
)

TRAINING: Final = (
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
    _training(
        code="training_countries",
        label=mark("Countries in training"),
        definition=mark("Countries from which people took part in training in the period."),
        unit=mark("countries"),
    ),
    _training(
        code="training_exchanges",
        label=mark("Exchanges"),
        definition=mark(
            "Stays of officials with a partner that a programme of exchange arranged in the period."
        ),
        unit=mark("exchanges"),
    ),
    _training(
        code="trained_since_start",
        label=mark("Trained since the start"),
        definition=mark("Persons trained since the programme began, at the time of the reading."),
        unit=mark("persons"),
        stock=True,
    ),
)
