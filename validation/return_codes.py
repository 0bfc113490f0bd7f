"""What is owed, and how a return says how it stands."""

from typing import Final

from validation.codes import Code, CodeList
from validation.periods import QUARTER, YEAR
from validation.text import mark

NIL: Final = "nil"
COMPLETE: Final = "complete"
PARTIAL: Final = "partial"

TABLES_OWED: Final = CodeList(
    mark("table that can be owed"),
    (
        Code(
            "information_exchange",
            mark("Information exchange"),
            mark("Messages, replies and hits of the period."),
        ),
        Code(
            "training_completions",
            mark("Training completions"),
            mark("Courses that ended in the period."),
        ),
        Code(
            "community_impact",
            mark("Community impact"),
            mark("Surveys and records of places, of the period."),
        ),
        Code(
            "legal_requests",
            mark("Legal requests"),
            mark("Legal requests received in the period, and what became of them."),
        ),
        Code("obstacles", mark("Obstacles"), mark("What hindered cases of the period.")),
        Code(
            "safeguards",
            mark("Safeguards"),
            mark("Access, complaints, deletions, audits and breaches of the period."),
        ),
        Code(
            "partner_assessments",
            mark("Partner assessments"),
            mark("Scores that partners gave in the period."),
        ),
        Code(
            "capabilities",
            mark("Capabilities"),
            mark("What members could do at the end of the period."),
        ),
        Code("inputs", mark("Inputs"), mark("What was contributed in the period.")),
    ),
)
"""Tables whose rows name a partnership and a period."""

GRAINS: Final = CodeList(
    mark("length of a period"),
    (
        Code(QUARTER, mark("Quarter"), mark("Due every quarter.")),
        Code(YEAR, mark("Year"), mark("Due every year.")),
    ),
)

RETURN_STATUSES: Final = CodeList(
    mark("status of a return"),
    (
        Code(COMPLETE, mark("Complete"), mark("All there is has been sent; the rest is zero.")),
        Code(NIL, mark("Nothing to report"), mark("There was nothing in the period.")),
        Code(PARTIAL, mark("Partial"), mark("More is to come.")),
    ),
)
