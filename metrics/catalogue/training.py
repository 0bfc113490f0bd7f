"""Training and capacity: who was trained, what they learnt, and whether they use it."""

from functools import partial
from typing import Final, TypeAlias

from metrics import training
from metrics.examples import tri_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Goalposts, Indicator, Interval, PillarView
from metrics.statistic import Total, share_of, sum_of
from metrics.training import TABLE
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.training_completions import TrainingCompletions
from validation.fields import name
from validation.least_developed import LEAST_DEVELOPED, REFERENCE
from validation.text import mark

T: TypeAlias = TrainingCompletions

PILLAR: Final = PillarView(
    pillar=Pillar.TRAINING,
    headline="applied_on_job",
    fallback=("published_training_participants", "published_training_activities"),
)

_CUTS: Final = (name(T.topic), name(T.format), COUNTRY)
_COMPLETED: Final = sum_of(T.completed)
_WHEN: Final = mark("A course counts in the period in which it ended.")
_LEFT_OUT: Final = mark("Courses that do not tell what is needed are left out, and that is told.")
_CHANCE: Final = mark(
    "The range is the one that chance alone would give at the same underlying rate; participants "
    "of one course are alike, so it is rather too narrow."
)
_HEAD: Final = "training_id,period,course,provider,format,topic"
_example = partial(tri_example, TABLE)


def _head_with(columns: str) -> str:
    return f"{_HEAD},{columns}"


def _rows(*cells: str) -> tuple[str, ...]:
    """Write courses of one quarter: format, topic, then the columns asked for."""
    return tuple(
        f"course-{number},2024-Q1,Course {number},CEPOL,{cell}"
        for number, cell in enumerate(cells, start=1)
    )


_training = partial(Indicator, pillar=Pillar.TRAINING, level=Level.OUTPUT, cuts=_CUTS)
_count = partial(_training, direction=Direction.NEITHER)
_share = partial(_training, unit=mark("share"), multiplier=100)
_people_share = partial(
    _share, direction=Direction.UP, goalposts=MORE_OF_ALL, interval=Interval.WILSON
)

TRAINING_COMPLETED: Final = _count(
    id="training_completed",
    name=mark("Training completed"),
    question=mark("How many people completed a course?"),
    statistic=Total(_COMPLETED, TABLE),
    unit=mark("persons"),
    reading=mark("The sum of those who completed a course; who completed two counts twice."),
    caveats=(_WHEN,),
    example=_example(
        _head_with("completed"),
        *_rows("workshop,forensics,21", "seminar,leadership,14"),
        expected=35,
        working="21 + 14 = 35",
    ),
)

TRAINING_HOURS: Final = _count(
    id="training_hours",
    name=mark("Hours of training"),
    question=mark("How many hours of training were completed?"),
    statistic=training.hours(),
    unit=mark("hours"),
    reading=mark("Those who completed each course times its hours, summed."),
    caveats=(_WHEN, _LEFT_OUT),
    example=_example(
        _head_with("completed,hours"),
        *_rows("workshop,forensics,20,24", "seminar,leadership,10,6.5", "seminar,language,9,"),
        expected=545,
        working="20 × 24 + 10 × 6.5 = 545; the third course does not tell its hours",
    ),
)

COMPLETION_RATE: Final = _people_share(
    id="completion_rate",
    name=mark("Completed of those enrolled"),
    question=mark("How many of those enrolled completed the course?"),
    statistic=share_of(_COMPLETED, sum_of(T.enrolled), table=TABLE),
    matures_after=1,
    reading=mark("Of those enrolled, the share who completed the course."),
    caveats=(_WHEN, _LEFT_OUT, _CHANCE),
    shortfall=(mark("{n} more completion"), mark("{n} more completions")),
    example=_example(
        _head_with("enrolled,completed"),
        *_rows("workshop,forensics,24,20", "seminar,leadership,16,12", "seminar,language,,9"),
        expected=0.8,
        working="(20 + 12) / (24 + 16) = 0.80; the third course does not tell who was enrolled",
    ),
)

CERTIFICATION_RATE: Final = _people_share(
    id="certification_rate",
    name=mark("Certified of those who completed"),
    question=mark("How many of those who completed the course were certified?"),
    statistic=share_of(sum_of(T.certified), _COMPLETED, table=TABLE),
    matures_after=1,
    reading=mark("Of those who completed a course, the share who were certified."),
    caveats=(_WHEN, _LEFT_OUT, _CHANCE),
    shortfall=(mark("{n} more certificate"), mark("{n} more certificates")),
    example=_example(
        _head_with("completed,certified"),
        *_rows("workshop,forensics,20,18", "seminar,leadership,20,12"),
        expected=0.75,
        working="(18 + 12) / (20 + 20) = 0.75",
    ),
)

LEARNING_GAIN: Final = _share(
    id="learning_gain",
    name=mark("Learning gain"),
    question=mark("How much of what could be learnt was learnt?"),
    statistic=training.learning_gain(),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "The rise of the mean score as a share of what was left to gain, each course weighted by "
        "those tested before and after. Below zero: they scored lower after."
    ),
    caveats=(
        mark("Courses with a mean above 95 before have hardly anything left to gain: left out."),
        mark("It has no interval: the spread of single scores is not known."),
    ),
    reference=mark(
        "Hake R R (1998), Interactive-engagement versus traditional methods, American Journal of "
        "Physics 66: 64–74 (normalised gain)."
    ),
    example=_example(
        _head_with("completed,pre_score,post_score,tested_both"),
        *_rows(
            "workshop,forensics,30,50,75,30",
            "seminar,leadership,10,60,64,10",
            "seminar,language,10,96,99,10",
        ),
        expected=0.4,
        working=(
            "(30 × (75 − 50) / 50 + 10 × (64 − 60) / 40) / (30 + 10) = (15 + 1) / 40 = 0.40; the "
            "third course began above 95"
        ),
    ),
)

APPLIED_ON_JOB: Final = _people_share(
    id="applied_on_job",
    name=mark("Applied on the job"),
    question=mark("How many of those trained use it in their work?"),
    statistic=share_of(sum_of(T.applied_on_job), sum_of(T.followed_up), table=TABLE),
    level=Level.OUTCOME,
    matures_after=2,
    headline=True,
    reading=mark(
        "Of those asked again some months later, the share found to use what they learnt."
    ),
    caveats=(
        mark("Those who were not asked again are not part of it; they may differ."),
        _WHEN,
        _CHANCE,
    ),
    shortfall=(mark("{n} more who uses it"), mark("{n} more who use it")),
    reference=mark("Level 3 (behaviour) of Kirkpatrick's four levels of evaluation."),
    example=_example(
        _head_with("completed,followed_up,applied_on_job"),
        *_rows(
            "workshop,forensics,21,15,10",
            "seminar,leadership,14,10,5",
            "seminar,language,9,,",
        ),
        expected=0.6,
        working="(10 + 5) / (15 + 10) = 0.60; nobody of the third course was asked again",
    ),
)

PRACTICAL_SHARE: Final = _share(
    id="practical_share",
    name=mark("Practical training"),
    question=mark("How much of the training was practice?"),
    statistic=share_of(
        sum_of(T.completed, over={T.format: ("simulation", "joint_exercise", "mentorship")}),
        _COMPLETED,
        table=TABLE,
    ),
    direction=Direction.NEITHER,
    cuts=(name(T.topic), COUNTRY),
    reading=mark("Of all completions, the share in simulations, joint exercises and mentorship."),
    caveats=(_WHEN,),
    example=_example(
        _head_with("completed"),
        *_rows("simulation,forensics,12", "mentorship,leadership,3", "seminar,language,45"),
        expected=0.25,
        working="(12 + 3) / (12 + 3 + 45) = 0.25",
    ),
)

LANGUAGE_CULTURE_COMPLETED: Final = _count(
    id="language_culture_completed",
    name=mark("Trained in language and culture"),
    question=mark("How many people completed a course in language or culture?"),
    statistic=Total(sum_of(T.completed, over={T.topic: ("language", "cross_cultural")}), TABLE),
    unit=mark("persons"),
    reading=mark("Those who completed a course in language or in working with other cultures."),
    caveats=(_WHEN,),
    example=_example(
        _head_with("completed"),
        *_rows("seminar,language,9", "workshop,cross_cultural,7", "seminar,leadership,14"),
        expected=16,
        working="9 + 7 = 16; leadership is neither",
    ),
)

TRAINING_REACH: Final = _share(
    id="training_reach",
    name=mark("Members reached by training"),
    question=mark("How many members had somebody trained?"),
    statistic=training.reach(),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    across_time=AcrossTime.RECOUNT,
    cuts=(name(T.topic), name(T.format)),
    reading=mark(
        "Distinct members with at least one completion, of all members. A year counts its members "
        "anew: who was reached in two quarters counts once."
    ),
    caveats=(
        mark("Members are those of the list as of the version; a closed list is needed."),
        _LEFT_OUT,
    ),
    shortfall=(mark("{n} more member"), mark("{n} more members")),
    example=_example(
        _head_with("country,completed"),
        *_rows(
            "workshop,forensics,NLD,21",
            "seminar,leadership,NLD,14",
            "seminar,language,FRA,9",
            "seminar,language,DEU,0",
        ),
        expected=1 / 3,
        working="the Netherlands of three members: France is none, nobody of Germany completed",
    ),
)

CAPACITY_SUPPORT_SHARE: Final = _share(
    id="capacity_support_share",
    name=mark("From the least developed countries"),
    question=mark("How much of the training went to the least developed countries?"),
    statistic=share_of(
        sum_of(T.completed, over={T.country: LEAST_DEVELOPED}), _COMPLETED, table=TABLE
    ),
    direction=Direction.NEITHER,
    cuts=(name(T.topic), name(T.format)),
    reading=mark(
        "Of completions whose country is told, the share from the least developed countries of "
        "the United Nations' list."
    ),
    caveats=(
        mark("One list is used for all years: that of December 2024."),
        _LEFT_OUT,
    ),
    reference=REFERENCE,
    example=_example(
        _head_with("country,completed"),
        *_rows(
            "workshop,forensics,NPL,10",
            "seminar,leadership,NLD,40",
            "seminar,language,,9",
        ),
        expected=0.2,
        working="10 / (10 + 40) = 0.20; the third course does not tell the country",
    ),
)

WOMEN_SHARE: Final = _share(
    id="women_share",
    name=mark("Women among those trained"),
    question=mark("How many of those trained are women?"),
    statistic=share_of(sum_of(T.women), _COMPLETED, table=TABLE),
    direction=Direction.NEITHER,
    reading=mark("Of those who completed a course, the share who are women."),
    caveats=(_LEFT_OUT,),
    example=_example(
        _head_with("completed,women"),
        *_rows("workshop,forensics,20,8", "seminar,leadership,20,12", "seminar,language,9,"),
        expected=0.5,
        working="(8 + 12) / (20 + 20) = 0.50; the third course does not tell women apart",
    ),
)

SATISFACTION: Final = _training(
    id="satisfaction",
    name=mark("Satisfaction with training"),
    question=mark("How satisfied were those trained?"),
    statistic=training.satisfaction(),
    unit=mark("points"),
    direction=Direction.UP,
    goalposts=Goalposts(
        worst=0.0, best=100.0, why=mark("the ends of the scale that answers are given on")
    ),
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "The mean satisfaction from 0 to 100, each course weighted by those who completed it."
    ),
    caveats=(
        mark("Who likes a course need not have learnt from it: see learning gain."),
        mark("It has no interval: the spread of single answers is not known."),
    ),
    reference=mark("Level 1 (reaction) of Kirkpatrick's four levels of evaluation."),
    example=_example(
        _head_with("completed,satisfaction"),
        *_rows("workshop,forensics,30,80", "seminar,leadership,10,60"),
        expected=75,
        working="(30 × 80 + 10 × 60) / (30 + 10) = 75",
    ),
)
