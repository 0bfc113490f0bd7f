"""What is told of the draws of an index: who comes first how often, and what ranks hang on."""

from typing import Final

from dashboard import labels
from dashboard.charts.formats import SHARE, number, show
from dashboard.i18n import tr
from metrics import values as columns
from metrics.index import Index
from metrics.index_moves import Moves
from metrics.methods.arrays import Floats
from metrics.methods.robustness import CONCENTRATION
from validation.text import mark

PAIRS_TITLE: Final = mark(
    "Share of the designs tried in which the one on the left comes first; not a probability"
)
_CHOICES: Final = {
    "normalisation": mark("Scale"),
    "weights": mark("Weights"),
    "aggregation": mark("Mean"),
}


def pairs(found: Index, moved: Moves) -> dict[str, list[str]]:
    """Write in which share of the designs each comes before each other, as columns of texts."""
    made = found.made
    if made is None:
        return {}
    at = sorted(range(len(found.names)), key=lambda row: int(made.ranks[row]))
    kept = [row for row in at if made.ranks[row]]
    names = [labels.short_name(name) for name in found.names.values()]
    return {
        tr(mark("Comes first")): [names[row] for row in kept],
        **{
            tr(mark("before {name}"), name=names[other]): [
                "" if row == other else _rounded(float(moved.first[row, other])) for row in kept
            ]
            for other in kept
        },
    }


def sensitivities(moved: Moves) -> dict[str, list[str]]:
    """Write how much of the shift of ranks hangs on each choice, as columns of texts."""
    found = moved.sensitivity
    return {
        tr(mark("Choice")): [tr(_CHOICES[each]) for each in found.choices],
        tr(mark("By itself")): _shares(found.first_order),
        tr(mark("With all it touches")): _shares(found.total),
    }


def _shares(found: Floats) -> list[str]:
    held = (min(max(float(each), 0.0), 1.0) for each in found)
    return [_rounded(each) for each in held]


def _rounded(share: float) -> str:
    """Write a share of draws in whole per cent: more than that they do not tell."""
    return show(share, SHARE, labels.words(), decimals=0)


def drawn_how(moved: Moves, draws: int) -> str:
    """Say how both were drawn, and for which part of the figures chance is not known."""
    told = tr(
        mark(
            "{draws} draws each way; a range holds 95 % of them. From the method: four scales, "
            "three means, each equally often, and weights drawn round the own ones (Dirichlet, "
            "concentration {concentration}). On another scale a score means something else, so "
            "of the method there are ranks alone."
        ),
        draws=number(draws, 0, labels.words()),
        concentration=f"{CONCENTRATION:g}",
    )
    if moved.sampling is None:
        return " ".join(
            (
                told,
                tr(
                    mark(
                        "There is no range from sampling: only goalposts stand still when figures "
                        "are drawn anew."
                    )
                ),
            )
        )
    known = tr(
        mark("Of the figures behind the totals, {share} have an interval; the others stand still."),
        share=labels.shown(moved.unsure, columns.SHARE),
    )
    return f"{told} {known}"
