"""What one country asked of another by law, and what was decided."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.codes import Code, CodeList
from validation.contract import Contract, Rule, Severity
from validation.crime_areas import CRIME_AREAS
from validation.fields import KEY, REQUIRED, col, total
from validation.parties import COUNTRIES
from validation.text import mark

INSTRUMENTS: Final = CodeList(
    mark("legal instrument"),
    (
        Code(
            "mutual_legal_assistance",
            mark("Mutual legal assistance"),
            mark("A request for evidence or other help in a criminal case."),
        ),
        Code(
            "investigation_order",
            mark("Investigation order"),
            mark("An order of one country that another carries out."),
        ),
        Code("extradition", mark("Extradition"), mark("A request to hand over a person.")),
        Code(
            "arrest_warrant",
            mark("Arrest warrant"),
            mark("A warrant on which another country arrests and hands over a person."),
        ),
        Code("freezing", mark("Freezing"), mark("A request to freeze or confiscate property.")),
        Code(
            "transfer_of_proceedings",
            mark("Transfer of proceedings"),
            mark("A request that another country take over a case."),
        ),
    ),
)


class LegalRequests(pa.DataFrameModel):
    """Legal requests received in a period, how they were decided, and on which ground refused."""

    period: str = fields.period(
        mark("Quarter or year in which the requests were received."), example="2024-Q3"
    )
    partnership_id: str = fields.reference(
        mark("The partnership in which they were made."),
        "partnerships",
        KEY,
        example="ports-force",
    )
    reported_by: str = fields.reporter()
    requesting: str = fields.code(mark("The country that asked."), COUNTRIES, KEY, example="NLD")
    requested: str = fields.code(mark("The country that was asked."), COUNTRIES, KEY, example="BEL")
    instrument: str = fields.code(
        mark("What sort of request it was."), INSTRUMENTS, KEY, example="mutual_legal_assistance"
    )
    crime_area: str = fields.code(
        mark("What the case was about; general where it is not told."),
        CRIME_AREAS,
        KEY,
        example="drug_trafficking",
    )
    received: int = fields.count(mark("Requests received in the period."), REQUIRED, example="12")
    granted: int = fields.count(mark("Those of them that were granted."), example="7")
    refused_dual_criminality: int = fields.count(
        mark("Refused because the act is no crime in the country that was asked."), example="1"
    )
    refused_rights: int = fields.count(
        mark("Refused because a person's rights would not have been safe."), example="0"
    )
    refused_nationality: int = fields.count(
        mark("Refused because the country does not hand over its own nationals."), example="0"
    )
    refused_ne_bis_in_idem: int = fields.count(
        mark("Refused because the person was already tried for the same act."), example="0"
    )
    refused_political: int = fields.count(
        mark("Refused because the offence is of a political character."), example="0"
    )
    refused_other: int = fields.count(mark("Refused on another ground."), example="1")
    incomplete: int = fields.count(
        mark("Sent back because something was missing, and not completed."), example="1"
    )
    withdrawn: int = fields.count(mark("Withdrawn by the country that asked."), example="0")
    pending: int = fields.count(mark("Still undecided when this was reported."), example="2")
    in_time: int = fields.count(
        mark("Requests of the period that were dealt with in time."), example="8"
    )
    median_days: float = fields.number(
        mark("Median days from the request to the decision."), example="64.5", minimum=0
    )
    jurisdiction_conflicts: int = fields.count(
        mark("Cases in which both countries claimed jurisdiction."), example="1"
    )
    source: str = fields.source()


T: TypeAlias = LegalRequests
REFUSALS: Final = (
    T.refused_dual_criminality,
    T.refused_rights,
    T.refused_nationality,
    T.refused_ne_bis_in_idem,
    T.refused_political,
    T.refused_other,
)
"""The grounds on which a request is refused."""
DECISIONS: Final = (T.granted, *REFUSALS)
"""What a decision can be."""
OUTCOMES: Final = (*DECISIONS, T.incomplete, T.withdrawn, T.pending)
"""What became of a request: one of these for each."""
_DECIDED: Final = pl.sum_horizontal(map(col, DECISIONS), ignore_nulls=False)
_NOTHING_ELSE: Final = dict.fromkeys(OUTCOMES, "0")

LEGAL_REQUESTS: Final = Contract(
    name="legal_requests",
    title=mark("Legal requests"),
    model=T,
    replace_by=(T.partnership_id, T.period, T.reported_by),
    ends=(T.requesting, T.requested),
    kept_by_second=(T.received, *OUTCOMES, T.in_time, T.median_days, T.jurisdiction_conflicts),
    rules=(
        Rule(
            name="requesting_is_not_requested",
            holds=col(T.requesting) != col(T.requested),
            says=mark("The country that asked and the country that was asked must differ."),
            mend=mark("Correct requesting or requested."),
            passes={T.requesting: "NLD", T.requested: "BEL"},
            fails={T.requesting: "NLD", T.requested: "NLD"},
        ),
        Rule(
            name="outcomes_within_received",
            holds=total(*OUTCOMES) <= col(T.received),
            says=mark(
                "Requests granted, refused, incomplete, withdrawn and pending together cannot "
                "exceed those received."
            ),
            mend=mark("Count each request received in the period once, under what became of it."),
            passes={T.received: "10", T.granted: "7", T.refused_rights: "1", T.pending: "2"},
            fails={T.received: "10", T.granted: "7", T.refused_rights: "1", T.pending: "3"},
        ),
        Rule(
            name="outcomes_are_all_received",
            holds=pl.sum_horizontal(map(col, OUTCOMES), ignore_nulls=False) >= col(T.received),
            says=mark("Of some requests received it is not told what became of them."),
            mend=mark("Count those still undecided as pending; check received."),
            passes={**_NOTHING_ELSE, T.received: "10", T.granted: "8", T.pending: "2"},
            fails={**_NOTHING_ELSE, T.received: "10", T.granted: "8", T.pending: "1"},
            severity=Severity.WARNING,
        ),
        Rule(
            name="in_time_within_dealt_with",
            holds=total(T.in_time, T.pending) <= col(T.received),
            says=mark(
                "Requests dealt with in time and those pending together exceed those received."
            ),
            mend=mark("A request that is pending is not dealt with: correct in_time or pending."),
            passes={T.received: "10", T.in_time: "7", T.pending: "3"},
            fails={T.received: "10", T.in_time: "8", T.pending: "3"},
        ),
        Rule(
            name="days_until_some_decision",
            holds=(_DECIDED > 0) | (col(T.median_days) == 0),
            says=mark("There are days until a decision, but nothing was decided."),
            mend=mark("Correct granted or the refusals, or leave median_days empty."),
            passes={**_NOTHING_ELSE, T.received: "2", T.granted: "2", T.median_days: "64.5"},
            fails={**_NOTHING_ELSE, T.received: "2", T.pending: "2", T.median_days: "64.5"},
        ),
        Rule(
            name="conflicts_above_received",
            holds=col(T.jurisdiction_conflicts) <= col(T.received),
            says=mark("There are more conflicts of jurisdiction than requests."),
            mend=mark("This can be right (cases of which no request was made); check both counts."),
            passes={T.received: "3", T.jurisdiction_conflicts: "3"},
            fails={T.received: "3", T.jurisdiction_conflicts: "4"},
            severity=Severity.WARNING,
        ),
    ),
    context=(T.incomplete, T.withdrawn),
)
