"""Who was trained in what, and what became of it."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.contract import Attribute, Contract, Rule
from validation.crime_areas import CRIME_AREAS
from validation.fields import KEY, OPTIONAL, REQUIRED, col, name
from validation.parties import COUNTRIES
from validation.pillar_codes import TRAINING_FORMATS, TRAINING_TOPICS
from validation.text import mark


class TrainingCompletions(pa.DataFrameModel):
    """Courses completed, with those who took part, what they learnt and whether they used it."""

    training_id: str = fields.slug(
        mark("Short name of the course and group."), KEY, example="ports-forensics-2024-1"
    )
    period: str = fields.period(
        mark("Quarter or year in which the course ended."), REQUIRED, example="2024-Q3"
    )
    partnership_id: str = fields.reference(
        mark("The partnership that the training belongs to."),
        "partnerships",
        example="ports-force",
    )
    course: str = fields.text(mark("Its title."), example="Digital evidence in ports")
    provider: str = fields.text(
        mark("Who gave it: an organisation by its code, or a name."), example="CEPOL"
    )
    format: str = fields.code(mark("How it was given."), TRAINING_FORMATS, example="workshop")
    topic: str = fields.code(
        mark("What it was about: a crime area or a skill."),
        (CRIME_AREAS, TRAINING_TOPICS),
        example="digital_forensics",
    )
    country: str = fields.code(
        mark("The participants' country; empty for several."), COUNTRIES, OPTIONAL, example="NLD"
    )
    enrolled: int = fields.persons(mark("Persons enrolled."), example="24")
    completed: int = fields.persons(mark("Persons who completed it."), REQUIRED, example="21")
    certified: int = fields.persons(mark("Those who were certified."), example="18")
    women: int = fields.persons(mark("Women among those who completed it."), example="8")
    hours: float = fields.number(mark("Hours for each participant."), example="24", minimum=0)
    pre_score: float = fields.number(
        mark("Mean score from 0 to 100 before, of those tested both times."),
        example="54.5",
        minimum=0,
        maximum=100,
    )
    post_score: float = fields.number(
        mark("Mean score from 0 to 100 after, of those tested both times."),
        example="71.0",
        minimum=0,
        maximum=100,
    )
    tested_both: int = fields.persons(mark("Persons tested before and after."), example="20")
    followed_up: int = fields.persons(mark("Persons asked again some months later."), example="15")
    applied_on_job: int = fields.persons(
        mark("Those who were found to use it in their work."), example="10"
    )
    satisfaction: float = fields.number(
        mark("Mean satisfaction from 0 to 100."), example="83", minimum=0, maximum=100
    )
    source: str = fields.source()


T: TypeAlias = TrainingCompletions


def _part_of(part: Attribute, whole: Attribute, says: str, mend: str) -> Rule:
    completed = {} if T.completed in {part, whole} else {T.completed: "10"}
    return Rule(
        name=f"{name(part)}_within_{name(whole)}",
        holds=col(part) <= col(whole),
        says=says,
        mend=mend,
        passes={**completed, whole: "10", part: "10"},
        fails={**completed, whole: "9", part: "10"},
        part=part,
        whole=whole,
    )


_COUNT_AGAIN: Final = mark("Correct the part or the number that completed it.")

TRAINING_COMPLETIONS: Final = Contract(
    name="training_completions",
    title=mark("Training completions"),
    model=T,
    replace_by=(T.partnership_id, T.period),
    ends=(T.country,),
    rules=(
        _part_of(
            T.completed,
            T.enrolled,
            mark("More persons completed the course than were enrolled."),
            mark("Correct enrolled or completed; those who joined late are enrolled too."),
        ),
        _part_of(
            T.certified,
            T.completed,
            mark("More persons were certified than completed the course."),
            _COUNT_AGAIN,
        ),
        _part_of(
            T.women,
            T.completed,
            mark("More women are counted than persons who completed the course."),
            _COUNT_AGAIN,
        ),
        _part_of(
            T.tested_both,
            T.completed,
            mark("More persons were tested both times than completed the course."),
            _COUNT_AGAIN,
        ),
        _part_of(
            T.followed_up,
            T.completed,
            mark("More persons were followed up than completed the course."),
            _COUNT_AGAIN,
        ),
        _part_of(
            T.applied_on_job,
            T.followed_up,
            mark("More persons use it in their work than were followed up."),
            mark("Count in applied_on_job only persons who are in followed_up."),
        ),
        Rule(
            name="scores_before_and_after",
            holds=col(T.pre_score).is_null() == col(T.post_score).is_null(),
            says=mark("A score before the course needs the score after it, and the reverse."),
            mend=mark("Fill both scores, of the same persons, or leave both empty."),
            passes={T.pre_score: "50", T.post_score: "60"},
            fails={T.pre_score: "50", T.post_score: ""},
        ),
    ),
    context=(
        T.course,
        T.provider,
        T.format,
        T.topic,
        T.country,
        T.enrolled,
        T.completed,
        T.certified,
        T.women,
        T.hours,
        T.pre_score,
        T.post_score,
        T.tested_both,
        T.followed_up,
        T.applied_on_job,
        T.satisfaction,
    ),
)
