"""Code lists: what a coded cell may hold, and what each code means."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from validation.text import mark

ALL: Final = "ALL"
OWN_RETURN: Final = "own_return"
AT_LEAST: Final = "at_least"
AT_MOST: Final = "at_most"
SUPPRESSED: Final = "suppressed"


class Pillar(StrEnum):
    """The eight sides of a partnership that the product measures, in reading order."""

    OPERATIONS = "joint_operations"
    EXCHANGE = "information_exchange"
    TRUST = "communication_trust"
    LAW = "law_jurisdiction"
    LANGUAGE = "language_culture_politics"
    TECHNOLOGY = "technology_resources"
    TRAINING = "training_capacity"
    COMMUNITIES = "communities"


class Direction(StrEnum):
    """Which way is better; declared for each indicator, never guessed."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Level(StrEnum):
    """Where an indicator stands in the results chain."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    CONTEXT = "context"


@dataclass(frozen=True)
class Code:
    """One code with its label, a sentence of definition and a reference where one exists."""

    code: str
    label: str
    definition: str = ""
    reference: str = ""


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes; `title` names it in messages."""

    title: str
    codes: tuple[Code, ...]

    @cached_property
    def by_code(self) -> dict[str, Code]:
        """The entries by their code."""
        return {entry.code: entry for entry in self.codes}

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The codes alone, in the list's order."""
        return tuple(self.by_code)

    def label(self, code: str) -> str:
        """Return a code's label, or the code itself where the list does not hold it."""
        entry = self.by_code.get(code)
        return entry.label if entry else code


PILLARS: Final = CodeList(
    mark("pillar"),
    (
        Code(Pillar.OPERATIONS, mark("Operations")),
        Code(Pillar.EXCHANGE, mark("Information")),
        Code(Pillar.TRUST, mark("Communication")),
        Code(Pillar.LAW, mark("Law")),
        Code(Pillar.LANGUAGE, mark("Language & politics")),
        Code(Pillar.TECHNOLOGY, mark("Technology")),
        Code(Pillar.TRAINING, mark("Training")),
        Code(Pillar.COMMUNITIES, mark("Communities")),
    ),
)

CHANNELS: Final = CodeList(
    mark("channel"),
    (
        Code("i247", mark("I-24/7"), mark("INTERPOL's secure network.")),
        Code("siena", mark("SIENA"), mark("Europol's secure exchange application.")),
        Code("sis", mark("SIS"), mark("Schengen Information System.")),
        Code("prum", mark("Prüm"), mark("Automated comparison of DNA, fingerprints, vehicles.")),
        Code("egmont", mark("Egmont Secure Web"), mark("Network of the Egmont Group.")),
        Code("secure_messaging", mark("Secure messaging"), mark("Another encrypted messenger.")),
        Code("video_conference", mark("Video conference"), mark("Exchange held by video.")),
        Code("liaison_officer", mark("Liaison officer"), mark("Passed on by a posted officer.")),
        Code("bilateral", mark("Bilateral"), mark("Directly between two offices.")),
        Code("other", mark("Other"), mark("Any other way.")),
        Code(ALL, mark("All channels"), mark("Not broken down.")),
    ),
)

MESSAGE_KINDS: Final = CodeList(
    mark("kind of message"),
    (
        Code("request", mark("Request"), mark("Asks for information or action.")),
        Code("response", mark("Response"), mark("Answers a request.")),
        Code("spontaneous", mark("Spontaneous"), mark("Shared without having been asked for.")),
        Code("notice", mark("Notice"), mark("Circulated to members.")),
        Code("alert", mark("Alert"), mark("Warns of a person, thing or event.")),
        Code("search", mark("Search"), mark("A query of a shared database.")),
        Code(ALL, mark("All kinds"), mark("Not broken down.")),
    ),
)

PARTNERSHIP_KINDS: Final = CodeList(
    mark("kind of partnership"),
    (
        Code("bilateral", mark("Bilateral"), mark("Two countries or bodies.")),
        Code("regional", mark("Regional"), mark("Countries of one region.")),
        Code("multilateral", mark("Multilateral"), mark("Countries across regions.")),
        Code("network", mark("Network"), mark("Offices linked without a common seat.")),
        Code("task_force", mark("Task force"), mark("A joint team for one task.")),
        Code(
            "joint_investigation_team",
            mark("Joint investigation team"),
            mark("Investigators and prosecutors of several countries on one case."),
        ),
        Code("programme", mark("Programme"), mark("A funded programme of activities.")),
    ),
)

TIERS: Final = CodeList(
    mark("tier of source"),
    (
        Code("publisher", mark("the publisher itself"), mark("Read on the publisher's own page.")),
        Code(
            "dataset_mirror",
            mark("a copy of an official dataset"),
            mark("Machine-readable copy kept by somebody else."),
        ),
        Code(
            "republished",
            mark("an official text republished"),
            mark("The official text, on somebody else's page."),
        ),
        Code(
            "secondary",
            mark("somebody else's summary"),
            mark("A newspaper, journal or blog that quotes the figure."),
        ),
    ),
)

PUBLISHED: Final = "published"
RECORDS: Final = CodeList(
    mark("kind of record"),
    (
        Code(PUBLISHED, mark("Published figures"), mark("Taken from what was published.")),
        Code("simulated", mark("Simulated"), mark("Invented, for trying things out.")),
        Code("official", mark("Official returns"), mark("Returned by the partnership itself.")),
    ),
)

COVERAGES: Final = CodeList(
    mark("coverage of operations"),
    (
        Code("census", mark("All operations"), mark("Every operation that took place.")),
        Code("sample", mark("A sample"), mark("Drawn so that it stands for all.")),
        Code("selection", mark("A selection"), mark("Those that were found published.")),
    ),
)

SYSTEMS: Final = CodeList(
    mark("system"),
    (
        Code("siena", mark("SIENA"), mark("Europol's secure exchange application.")),
        Code("eis", mark("Europol Information System"), mark("Europol's reference database.")),
        Code(
            "sltd",
            mark("Stolen and Lost Travel Documents"),
            mark("INTERPOL's database of travel documents."),
        ),
        Code(
            "interpol_databases",
            mark("INTERPOL databases"),
            mark("Several or all of INTERPOL's databases."),
        ),
        Code("notices", mark("INTERPOL notices"), mark("Notices and diffusions of INTERPOL.")),
        Code("sis", mark("SIS"), mark("Schengen Information System.")),
        Code("ecris", mark("ECRIS"), mark("European Criminal Records Information System.")),
        Code("egmont", mark("Egmont Secure Web"), mark("Network of the Egmont Group.")),
        Code("other", mark("Other"), mark("Any other system.")),
    ),
)

PRECISIONS: Final = CodeList(
    mark("precision"),
    (
        Code("rounded", mark("rounded"), mark("Printed in round figures.")),
        Code(AT_LEAST, mark("at least"), mark("“More than”, “over”: a lower bound.")),
        Code(AT_MOST, mark("at most"), mark("“Nearly”, “almost”: an upper bound.")),
        Code("approximate", mark("about"), mark("“About”, “around”.")),
        Code(SUPPRESSED, mark("suppressed"), mark("Withheld by the publisher; no value.")),
    ),
)

BOUNDS: Final = CodeList(
    mark("precision of a figure"),
    tuple(entry for entry in PRECISIONS.codes if entry.code != SUPPRESSED),
)

TARGET_KINDS: Final = CodeList(
    mark("kind of target"),
    (
        Code("level", mark("Level"), mark("To be reached in every period.")),
        Code("cumulative", mark("Cumulative"), mark("To be reached in sum by the last period.")),
    ),
)

MILESTONE_KINDS: Final = CodeList(
    mark("kind of milestone"),
    (
        Code("agreement", mark("Agreement"), mark("A treaty or arrangement.")),
        Code("platform", mark("Platform"), mark("A system or channel.")),
        Code("training_programme", mark("Training programme"), mark("A programme of training.")),
        Code("legislation", mark("Legislation"), mark("A law or regulation.")),
        Code("political", mark("Political"), mark("A political event or decision.")),
        Code("operation", mark("Operation"), mark("A joint operation.")),
        Code("other", mark("Other"), mark("Anything else that may matter.")),
    ),
)

EXPECTED: Final = CodeList(
    mark("expected effect"),
    (
        Code("up", mark("Up"), mark("The indicator was expected to rise.")),
        Code("down", mark("Down"), mark("The indicator was expected to fall.")),
    ),
)
