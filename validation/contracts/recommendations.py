"""What was recommended, and what became of it."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.cells import earliest_day, latest_day
from validation.contract import Contract, Rule, Severity
from validation.fields import INDICATORS, KEY, OPTIONAL, REQUIRED, col
from validation.partner_codes import DONE, ORIGINS, RECOMMENDATION_STATUSES, REJECTED
from validation.text import mark

CLOSED: Final = (DONE, REJECTED)
AT: Final = "@"


class Recommendations(pa.DataFrameModel):
    """Recommendations on how to work together better, with who answers for them and by when."""

    recommendation_id: str = fields.slug(
        mark("Short name of the recommendation."), KEY, example="ports-forms-2023"
    )
    partnership_id: str = fields.reference(
        mark("The partnership it was made to."), "partnerships", example="ports-force"
    )
    text: str = fields.text(mark("What was recommended."), example="Use one form for all requests")
    made: str = fields.day(mark("When it was made."), REQUIRED, example="2023-03")
    origin: str = fields.code(mark("What it comes from."), ORIGINS, example="evaluation")
    owner_role: str = fields.text(
        mark("The role that answers for it, never a person's name or address."),
        example="Head of the secretariat",
    )
    due: str = fields.day(mark("By when it is to be done."), example="2024-06", future=True)
    status: str = fields.code(mark("How it stands."), RECOMMENDATION_STATUSES, example=DONE)
    closed: str = fields.day(
        mark("When it was done or rejected; empty while it is neither."), example="2024-05"
    )
    indicator: str = fields.reference(
        mark("The indicator that should move."),
        INDICATORS,
        OPTIONAL,
        example="on_time_replies",
    )
    source: str = fields.source()


T: TypeAlias = Recommendations


def _is_closed() -> pl.Expr:
    return col(T.status).cast(pl.String).is_in(CLOSED)


RECOMMENDATIONS: Final = Contract(
    name="recommendations",
    title=mark("Recommendations"),
    model=T,
    rules=(
        Rule(
            name="due_not_before_made",
            holds=latest_day(col(T.due)) >= earliest_day(col(T.made)),
            says=mark("A recommendation cannot be due before it was made."),
            mend=mark("Correct the date that is wrong, or leave due empty."),
            passes={T.status: "open", T.made: "2023-03-04", T.due: "2023-03"},
            fails={T.status: "open", T.made: "2023-03-04", T.due: "2023-02"},
        ),
        Rule(
            name="closed_not_before_made",
            holds=latest_day(col(T.closed)) >= earliest_day(col(T.made)),
            says=mark("A recommendation cannot be closed before it was made."),
            mend=mark("Correct the date that is wrong."),
            passes={T.made: "2023-03-04", T.closed: "2023-03"},
            fails={T.made: "2023-03-04", T.closed: "2023-02"},
        ),
        Rule(
            name="open_has_no_closing_date",
            holds=_is_closed() | col(T.closed).is_null(),
            says=mark("It has a closing date, but is neither done nor rejected."),
            mend=mark("Write done or rejected as its status, or empty closed."),
            passes={T.status: DONE, T.closed: "2024-05"},
            fails={T.status: "open", T.closed: "2024-05"},
        ),
        Rule(
            name="closed_has_its_date",
            holds=~_is_closed() | col(T.closed).is_not_null(),
            says=mark("It is done or rejected, but not when."),
            mend=mark("Fill closed; without it, it does not count as done in time."),
            passes={T.status: DONE, T.closed: "2024-05"},
            fails={T.status: DONE, T.closed: ""},
            severity=Severity.WARNING,
        ),
        Rule(
            name="owner_is_a_role",
            holds=~col(T.owner_role).str.contains(AT, literal=True),
            says=mark("An owner is a role, not an e-mail address."),
            mend=mark("Write the role, such as Head of the secretariat; no person's name."),
            passes={T.status: "open", T.owner_role: "Head of the secretariat"},
            fails={T.status: "open", T.owner_role: "ann@police.example"},
        ),
    ),
    context=(
        T.partnership_id,
        T.text,
        T.made,
        T.origin,
        T.owner_role,
        T.due,
        T.status,
        T.closed,
        T.indicator,
        T.source,
    ),
)
