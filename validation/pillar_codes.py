"""Code lists of operations, training, communities and agreements."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from validation.codes import Code, CodeList
from validation.text import mark

EXERCISE: Final = "exercise"
STANDARD_PROCEDURE: Final = "standard_procedure"


class Basis(StrEnum):
    """What a measure of communities is made of, and so what its denominator is."""

    SURVEY = "survey"
    RATE = "rate"
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class CommunityMeasure(Code):
    """A measure of communities: a share of those asked, a rate by population, or a count."""

    basis: Basis


OPERATION_KINDS: Final = CodeList(
    mark("kind of operation"),
    (
        Code(
            "investigation_team",
            mark("Investigation team"),
            mark("Investigators of several countries on one case."),
        ),
        Code("action_day", mark("Action day"), mark("Searches, checks or arrests at one time.")),
        Code("task_force", mark("Task force"), mark("A joint team with a task that lasts.")),
        Code(
            "controlled_delivery",
            mark("Controlled delivery"),
            mark("A consignment let run under watch."),
        ),
        Code(
            "cross_border_operation",
            mark("Cross-border operation"),
            mark("Police work carried on across a border."),
        ),
        Code(
            "humanitarian_mission",
            mark("Humanitarian mission"),
            mark("Help for people, without law enforcement."),
        ),
        Code(EXERCISE, mark("Exercise"), mark("A rehearsal.")),
    ),
)

TRAINING_FORMATS: Final = CodeList(
    mark("format of training"),
    (
        Code("seminar", mark("Seminar"), mark("Teaching and discussion.")),
        Code("workshop", mark("Workshop"), mark("Working together on tasks.")),
        Code("simulation", mark("Simulation"), mark("A case played through.")),
        Code("joint_exercise", mark("Joint exercise"), mark("Units of several countries train.")),
        Code("e_learning", mark("E-learning"), mark("Learning online.")),
        Code("exchange", mark("Exchange"), mark("Working for a time in another country.")),
        Code("mentorship", mark("Mentorship"), mark("Guidance by an experienced colleague.")),
    ),
)

TRAINING_TOPICS: Final = CodeList(
    mark("topic of training"),
    (
        Code("language", mark("Language"), mark("Languages of the partners.")),
        Code("cross_cultural", mark("Cross-cultural"), mark("Working with other cultures.")),
        Code(
            "international_protocols",
            mark("International protocols"),
            mark("Rules and procedures of cooperation."),
        ),
        Code("forensics", mark("Forensics"), mark("Physical traces and their analysis.")),
        Code("digital_forensics", mark("Digital forensics"), mark("Evidence on devices.")),
        Code(
            "intelligence_analysis",
            mark("Intelligence analysis"),
            mark("Making sense of information on crime."),
        ),
        Code("leadership", mark("Leadership"), mark("Leading people and organisations.")),
    ),
)

COMMUNITY_MEASURES: Final = CodeList(
    mark("measure of communities"),
    (
        CommunityMeasure(
            code="trust_in_police",
            label=mark("Trust in the police"),
            definition=mark("People who say that they trust the police, of those asked."),
            basis=Basis.SURVEY,
        ),
        CommunityMeasure(
            code="feels_safe",
            label=mark("Feeling safe"),
            definition=mark("People who say that they feel safe, of those asked."),
            basis=Basis.SURVEY,
        ),
        CommunityMeasure(
            code="satisfied_with_contact",
            label=mark("Satisfied with contact"),
            definition=mark(
                "People satisfied with their contact with the police, of those who had any."
            ),
            basis=Basis.SURVEY,
        ),
        CommunityMeasure(
            code="reported_offences",
            label=mark("Reported offences"),
            definition=mark("Offences that the police recorded, by population."),
            basis=Basis.RATE,
        ),
        CommunityMeasure(
            code="homicide_victims",
            label=mark("Victims of homicide"),
            definition=mark("Victims of intentional homicide, by population."),
            basis=Basis.RATE,
        ),
        CommunityMeasure(
            code="trafficking_victims_identified",
            label=mark("Identified victims of trafficking"),
            definition=mark("Victims of trafficking in persons who were identified."),
            basis=Basis.RATE,
        ),
        CommunityMeasure(
            code="awareness_reached",
            label=mark("Reached by awareness work"),
            definition=mark("People whom campaigns reached."),
            basis=Basis.COUNT,
        ),
        CommunityMeasure(
            code="engagement_participants",
            label=mark("Participants in engagement"),
            definition=mark("People who took part in meetings with the police."),
            basis=Basis.COUNT,
        ),
    ),
)

METHODS: Final = CodeList(
    mark("method"),
    (
        Code("survey", mark("Survey"), mark("People were asked.")),
        Code("police_records", mark("Police records"), mark("Counted from police records.")),
        Code("administrative", mark("Other records"), mark("Counted from other records.")),
    ),
)

AGREEMENT_KINDS: Final = CodeList(
    mark("kind of agreement"),
    (
        Code("treaty", mark("Treaty"), mark("A treaty between states.")),
        Code(
            "mutual_legal_assistance",
            mark("Mutual legal assistance"),
            mark("An agreement on evidence and other help in criminal cases."),
        ),
        Code("extradition", mark("Extradition"), mark("An agreement on handing over persons.")),
        Code(
            "working_arrangement",
            mark("Working arrangement"),
            mark("An arrangement between authorities or organisations."),
        ),
        Code("memorandum", mark("Memorandum"), mark("A memorandum of understanding.")),
        Code(
            "data_protection",
            mark("Data protection"),
            mark("An agreement on the protection of personal data."),
        ),
        Code(
            STANDARD_PROCEDURE,
            mark("Standard procedure"),
            mark("A common procedure; its parties are those who adopted it."),
        ),
    ),
)
