"""Law as pictures: what became of requests, on which ground, and who is bound to whom."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dashboard import labels
from dashboard.charts.figure import Figure, Grid, Heading, Kind, Sign, Square, Tone
from dashboard.i18n import tr
from dashboard.pillar_figures import Number, Told, made
from dashboard.rows_behind import address, leading_to
from metrics import frameworks
from metrics.frameworks import Agreed
from metrics.legal import GRANTED, INSTRUMENT, OUTCOME, PENDING, REFUSED, UNDECIDED, UNTOLD, Asked
from metrics.source import Source
from metrics.values import DENOMINATOR, VALUE
from validation.contracts.agreements import Agreements
from validation.contracts.legal_requests import INSTRUMENTS, LegalRequests
from validation.fields import name
from validation.periods import Period
from validation.pillar_codes import AGREEMENT_KINDS
from validation.text import mark

_REQUESTS: Final = mark("requests")
_OUTCOMES: Final = {
    GRANTED: mark("Granted"),
    REFUSED: mark("Refused"),
    UNDECIDED: mark("Incomplete or withdrawn"),
    PENDING: mark("Pending"),
    UNTOLD: mark("Not told"),
}
_GROUNDS: Final = {
    name(LegalRequests.refused_dual_criminality): mark("Dual criminality"),
    name(LegalRequests.refused_rights): mark("Rights"),
    name(LegalRequests.refused_nationality): mark("Nationality"),
    name(LegalRequests.refused_ne_bis_in_idem): mark("Tried before"),
    name(LegalRequests.refused_political): mark("Political"),
    name(LegalRequests.refused_other): mark("Other"),
}
_LETTERS: Final = {
    name(LegalRequests.refused_dual_criminality): mark("D"),
    name(LegalRequests.refused_rights): mark("R"),
    name(LegalRequests.refused_nationality): mark("N"),
    name(LegalRequests.refused_ne_bis_in_idem): mark("T"),
    name(LegalRequests.refused_political): mark("P"),
    name(LegalRequests.refused_other): mark("O"),
}
"""What stands in a part of a bar in which its name has no room."""

_GROUNDS_MEAN: Final = {
    name(LegalRequests.refused_dual_criminality): mark(
        "The act is no crime in the country that was asked."
    ),
    name(LegalRequests.refused_rights): mark("A person's rights would not have been safe."),
    name(LegalRequests.refused_nationality): mark(
        "The country does not hand over its own nationals."
    ),
    name(LegalRequests.refused_ne_bis_in_idem): mark(
        "The person was already tried for the same act."
    ),
    name(LegalRequests.refused_political): mark("The offence is of a political character."),
    name(LegalRequests.refused_other): mark("Any other ground."),
}
_MAY_BE_RIGHT: Final = mark(
    "Refusing can be lawful and right: neither granting nor refusing is good or bad as such."
)
_GROUND: Final = "ground_of_refusal"
BOUND: Final = "bound"
UNBOUND: Final = "unbound"
PARTY: Final = "party"
UNSURE: Final = "unsure"
_KINDS: Final = {"extradition": mark("E"), "mutual_legal_assistance": mark("M")}
_HELP: Final = {
    "extradition": mark("extradition"),
    "mutual_legal_assistance": mark("legal assistance"),
}


def outcomes_figure(
    asked: Asked, source: Source, partnership: str, period: Period, whose: str
) -> Figure:
    """Draw what became of the requests of a period, a bar for each instrument.

    Instruments stand in the order of their code list, here and by ground: to be asked or to refuse
    more is no rank.

    Args:
        asked: as `legal.asked` returns it.
        source: the version.
        partnership: its id.
        period: of when.
        whose: its name.
    """
    rows = asked.outcomes.to_dicts()
    sizes = {row[INSTRUMENT]: row[DENOMINATOR] for row in rows}
    headings = [Heading(id=code, title=tr(text)) for code, text in _OUTCOMES.items()]
    hollow = {PENDING, UNTOLD}
    signs = {
        code: Sign(text="", meaning=tr(text), tone=Tone.EMPTY if code in hollow else Tone.PLAIN)
        for code, text in _OUTCOMES.items()
    }
    return made(
        source,
        Told(
            id=f"legal-requests-{partnership}-{period.code.lower()}",
            lines=(INSTRUMENT, OUTCOME),
            indicator="requests_received",
            partnership=partnership,
            title=_verdict(asked),
            subtitle=f"{whose} · {labels.period_label(period.code)} · {_by_instrument()}",
            unit=("requests", tr(_REQUESTS)),
            terms={
                tr(mark("Pending")): tr(mark("Still undecided when this was reported.")),
                tr(mark("Granted and refused")): tr(_MAY_BE_RIGHT),
                tr(mark("Received")): tr(
                    mark("Requests received in the period, whatever became of them later.")
                ),
            },
        ),
        Kind.PARTS,
        [_number(row) for row in rows],
        period=period,
        rows={
            code: tr(
                mark("{instrument}: {n} received"),
                instrument=labels.code_label(INSTRUMENT, code),
                n=f"{sizes[code]:.0f}",
            )
            for code in sorted(sizes, key=INSTRUMENTS.values.index)
        },
        headings=headings,
        grid=Grid(
            squares=tuple(
                _square(row, _OUTCOMES, asked, tr(mark("Of those received"))) for row in rows
            ),
            signs=signs,
        ),
    )


def _by_instrument() -> str:
    return tr(mark("by instrument, of the requests received"))


def _verdict(asked: Asked) -> str:
    """Say in one line what became of what was asked, the whole first."""
    decided = asked.total(GRANTED, REFUSED)
    return tr(
        mark(
            "{received} requests received, {decided} decided: {granted} granted, "
            "{refused} refused; {pending} pending"
        ),
        received=asked.total(*_OUTCOMES),
        decided=decided,
        granted=asked.total(GRANTED),
        refused=asked.total(REFUSED),
        pending=asked.total(PENDING),
    )


def grounds_figure(
    asked: Asked, source: Source, partnership: str, period: Period, whose: str
) -> Figure:
    """Draw on which ground requests were refused, a row for each instrument; arguments as above."""
    rows = [row for row in asked.grounds.to_dicts() if row[DENOMINATOR]]
    sizes = {row[INSTRUMENT]: row[DENOMINATOR] for row in rows}
    number = {code: sum(r[VALUE] for r in rows if r[INSTRUMENT] == code) for code in sizes}
    refused = asked.total(REFUSED)
    return made(
        source,
        Told(
            id=f"grounds-{partnership}-{period.code.lower()}",
            lines=(INSTRUMENT, _GROUND),
            partnership=partnership,
            title=tr(
                mark("On which ground: {refused} refused of {decided} decided"),
                refused=refused,
                decided=asked.total(GRANTED, REFUSED),
            ),
            subtitle=f"{whose} · {labels.period_label(period.code)} · "
            + tr(mark("by instrument, of the requests decided")),
            unit=("requests", tr(_REQUESTS)),
            terms={
                **{tr(text): tr(_GROUNDS_MEAN[code]) for code, text in _GROUNDS.items()},
                tr(mark("Granted and refused")): tr(_MAY_BE_RIGHT),
            },
        ),
        Kind.PARTS,
        [_number(row) for row in rows],
        period=period,
        rows={
            code: tr(
                mark("{instrument}: {refused} refused of {n} decided"),
                instrument=labels.code_label(INSTRUMENT, code),
                refused=f"{number[code]:.0f}",
                n=f"{sizes[code]:.0f}",
            )
            for code in sorted(sizes, key=INSTRUMENTS.values.index)
        },
        headings=[Heading(id=code, title=tr(text)) for code, text in _GROUNDS.items()],
        grid=Grid(
            squares=tuple(
                _square(row, _GROUNDS, asked, tr(mark("Of those decided"))) for row in rows
            ),
            signs={
                code: Sign(text=tr(_LETTERS[code]), meaning=tr(text), tone=Tone.PLAIN)
                for code, text in _GROUNDS.items()
            },
        ),
    )


def _number(row: Mapping[str, Any]) -> Number:
    return Number(
        row=row[INSTRUMENT], column=row[OUTCOME], value=row[VALUE], whole=row[DENOMINATOR]
    )


def _square(
    row: Mapping[str, Any], names: Mapping[str, str], asked: Asked, of_whole: str
) -> Square:
    return Square(
        row=row[INSTRUMENT],
        column=row[OUTCOME],
        sign=row[OUTCOME],
        tip=_tip(row, names, of_whole),
        address=leading_to(asked.rows(row[INSTRUMENT], row[OUTCOME])),
    )


def _tip(row: Mapping[str, Any], names: Mapping[str, str], of_whole: str) -> dict[str, str]:
    share = 100 * row[VALUE] / row[DENOMINATOR] if row[DENOMINATOR] else 0.0
    return {
        tr(mark("Instrument")): labels.code_label(INSTRUMENT, row[INSTRUMENT]),
        tr(names[row[OUTCOME]]): f"{row[VALUE]:.0f}",
        of_whole: tr(
            mark("{whole} ({share} %)"), whole=f"{row[DENOMINATOR]:.0f}", share=f"{share:.0f}"
        ),
    }


def bound_figure(
    held: tuple[Agreed, ...], among: tuple[str, ...], source: Source, told: Told, period: Period
) -> Figure:
    """Draw which members can ask each other for legal help by an agreement in force."""
    pairs = frameworks.bound(held, among)
    signs = {
        BOUND: Sign(
            text="",
            meaning=", ".join(
                f"{tr(letter)} {tr(_HELP[kind])}"
                for kind, letter in _KINDS.items()
                if any(each.kind == kind for found in pairs.values() for each in found)
            ),
            tone=Tone.PLAIN,
        ),
        UNBOUND: Sign(
            text=tr(mark("–")), meaning=tr(mark("no such agreement recorded")), tone=Tone.EMPTY
        ),
    }
    squares = tuple(
        each
        for (one, two), found in pairs.items()
        for each in (_pair(one, two, found), _pair(two, one, found))
    )
    return made(
        source,
        told,
        Kind.GRID,
        [Number(row=each.row, column=each.column) for each in squares],
        period=period,
        rows={each: labels.party_name(each) for each in among},
        headings=[Heading(id=each, title=each) for each in among],
        grid=Grid(squares=squares, signs=signs),
    )


def _pair(one: str, two: str, found: list[Agreed]) -> Square:
    kinds = sorted({each.kind for each in found})
    return Square(
        row=one,
        column=two,
        sign=BOUND if found else UNBOUND,
        text="".join(tr(_KINDS[kind]) for kind in kinds),
        tip={
            tr(mark("Members")): f"{labels.party_name(one)}, {labels.party_name(two)}",
            tr(mark("In force")): "; ".join(each.name for each in found)
            or tr(mark("no such agreement recorded")),
        },
        address=_agreement(found[0]) if found else "",
    )


def _agreement(agreed: Agreed) -> str:
    return address(frameworks.TABLE, {name(Agreements.agreement_id): agreed.id})


def parties_figure(held: tuple[Agreed, ...], source: Source, told: Told, period: Period) -> Figure:
    """Draw who is party to which agreement."""
    everybody = sorted({each for agreed in held for each in agreed.parties})
    signs = {
        PARTY: Sign(text=tr(mark("P")), meaning=tr(mark("party, in force")), tone=Tone.PLAIN),
        UNSURE: Sign(
            text=tr(mark("?")),
            meaning=tr(mark("party; whether it is in force is not known")),
            tone=Tone.EMPTY,
        ),
        UNBOUND: Sign(
            text=tr(mark("S")), meaning=tr(mark("party, not in force yet")), tone=Tone.EMPTY
        ),
    }
    squares = tuple(_parties(held))
    read_in = {each.id: each.source for each in held}
    return made(
        source,
        told,
        Kind.GRID,
        [Number(row=each.row, column=each.column, source=read_in[each.row]) for each in squares],
        period=period,
        rows={each.id: each.name for each in held},
        headings=[Heading(id=each, title=each) for each in everybody],
        grid=Grid(squares=squares, signs=signs),
    )


def _parties(held: tuple[Agreed, ...]) -> Iterator[Square]:
    states = {True: PARTY, False: UNBOUND, None: UNSURE}
    for agreed in held:
        for party in agreed.parties:
            yield Square(
                row=agreed.id,
                column=party,
                sign=states[agreed.in_force],
                tip={
                    tr(mark("Agreement")): agreed.name,
                    tr(mark("Kind")): tr(AGREEMENT_KINDS.label(agreed.kind)),
                    tr(mark("Party")): labels.party_name(party),
                },
                address=_agreement(agreed),
            )
