"""The steps of the effectiveness index as tables of texts: what enters, and what becomes of it."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Final

import numpy as np

from dashboard import labels
from dashboard.charts.formats import SHARE, number, show
from dashboard.i18n import tr
from dashboard.index_story import points
from metrics.catalogue import INDICATORS
from metrics.entering import WHY_OUT, why_out
from metrics.index import Design, Index
from metrics.indicator import Indicator
from metrics.methods.composite import UNITS_TO_TREAT, Aggregation
from validation.codes import PILLARS, Pillar
from validation.text import mark

FACTORS: Final = {"0": mark("left out"), "0.5": mark("× ½"), "2": mark("× 2"), "3": mark("× 3")}
_JOINT: Final = ":"


def weight_options() -> dict[str, str]:
    """List what may be weighed otherwise: each pillar, then each indicator that enters."""
    entering = [each for each in INDICATORS.values() if not why_out(each)]
    named = {each.pillar.value: tr(PILLARS.label(each.pillar)) for each in entering}
    named |= {each.id: tr(each.name) for each in entering}
    return {
        f"{code}{_JOINT}{factor}": tr(mark("{what}: {weight}"), what=label, weight=tr(text))
        for code, label in named.items()
        for factor, text in FACTORS.items()
    }


def weights(chosen: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Read weights back from what was chosen; of several for one thing the last counts."""
    parts = (each.partition(_JOINT) for each in chosen)
    return tuple({code: float(factor) for code, _, factor in parts}.items())


def entering(design: Design) -> dict[str, list[str]]:
    """List every indicator of returns: whether it enters, and if not why."""
    returned = [each for each in INDICATORS.values() if not each.published]
    listed = sorted(returned, key=lambda each: bool(why_out(each)))
    return {
        tr(mark("Indicator")): [tr(each.name) for each in listed],
        tr(mark("Pillar")): [tr(PILLARS.label(each.pillar)) for each in listed],
        tr(mark("Enters")): [_enters(each, design) for each in listed],
    }


def _enters(indicator: Indicator, design: Design) -> str:
    why = why_out(indicator)
    if why:
        return tr(mark("no: {reason}"), reason=tr(WHY_OUT[why]))
    return tr(mark("yes")) if design.weight(indicator.id) else tr(mark("no: left out by choice"))


def scores(found: Index) -> dict[str, list[str]]:
    """Write each indicator's values and, behind an arrow, their scores, a column a partnership."""
    made = found.made
    if made is None:
        return {}
    columns: dict[str, list[str]] = {
        tr(mark("Indicator")): [tr(each.name) for each in found.indicators],
        tr(mark("Worst to best")): [_posts(each) for each in found.indicators],
    }
    for row, name in enumerate(found.names.values()):
        columns[labels.short_name(name)] = [
            _scored(each, float(made.values[row, at]), float(made.scores[row, at]))
            for at, each in enumerate(found.indicators)
        ]
    return columns


def _posts(indicator: Indicator) -> str:
    posts = indicator.goalposts
    if posts is None:
        return ""
    ends = [labels.shown(each, indicator.unit) for each in (posts.worst, posts.best)]
    return tr(mark("{worst} to {best}"), worst=ends[0], best=ends[1])


def _scored(indicator: Indicator, value: float, score: float) -> str:
    if isnan(value):
        return "–"
    facts = {"value": labels.shown(value, indicator.unit), "score": points(score)}
    return tr(mark("{value} → {score}"), **facts)


def shares(found: Index) -> dict[str, list[str]]:
    """Write the weight of each indicator in its pillar, and of its pillar in the total.

    One that no partnership has is left out, the others of its pillar taking its part.
    """
    made, design = found.made, found.design
    if made is None:
        return {}
    weighed = [
        design.weight(each.id) if np.isfinite(made.values[:, at]).any() else 0.0
        for at, each in enumerate(found.indicators)
    ]
    within = {
        pillar: sum(weighed[at] for at in found.of_pillar(pillar)) for pillar in found.pillars
    }
    return {
        tr(mark("Pillar")): [tr(PILLARS.label(each.pillar)) for each in found.indicators],
        tr(mark("Indicator")): [tr(each.name) for each in found.indicators],
        tr(mark("Weight in its pillar")): [
            _share(own / within[each.pillar])
            if own
            else tr(mark("left out: no partnership has it"))
            for each, own in zip(found.indicators, weighed, strict=True)
        ],
        tr(mark("Weight of its pillar in the total")): [
            _in_total(found, each.pillar) for each in found.indicators
        ],
    }


def totals(found: Index) -> dict[str, list[str]]:
    """Write the score of each pillar and the total, the weights above them, so that they add up."""
    made = found.made
    if made is None:
        return {}
    names = [labels.short_name(name) for name in found.names.values()]
    return {
        tr(mark("Partnership")): [tr(mark("Weight in the total")), *names],
        **{
            tr(PILLARS.label(pillar)): [
                _in_total(found, pillar),
                *map(_point, made.pillars[:, at].tolist()),
            ]
            for at, pillar in enumerate(found.pillars)
        },
        **({} if found.why else {tr(mark("Total")): ["", *map(_point, made.total.tolist())]}),
    }


def added_up(found: Index) -> str:
    """Add up the best total in figures; empty where there is none."""
    made = found.made
    if made is None or found.why or found.design.aggregation is not Aggregation.ARITHMETIC:
        return ""
    row = int(np.argmax(made.ranks == 1))
    parts = [
        f"{_in_total(found, pillar)} × {_point(float(made.pillars[row, at]))}"
        for at, pillar in enumerate(found.pillars)
        if pillar in found.summed
    ]
    return tr(
        mark("{name}: {parts} = {total}, but for rounding."),
        name=labels.short_name([*found.names.values()][row]),
        parts=" + ".join(parts),
        total=_point(float(made.total[row])),
    )


def _in_total(found: Index, pillar: Pillar) -> str:
    """Write a pillar's weight in the total."""
    if found.why:
        return tr(mark("there is no total"))
    if pillar not in found.summed:
        return tr(mark("not part of the total"))
    weight = found.design.weight
    return _share(weight(pillar.value) / sum(weight(each.value) for each in found.summed))


def _point(score: float) -> str:
    """Write a score with a decimal, so that what is made of it can be worked out."""
    return "–" if isnan(score) else number(score, 1, labels.words())


def _share(value: float) -> str:
    return show(value, SHARE, labels.words(), decimals=1)


def skewed(found: Index) -> str:
    """Say what the treatment of skew did, or why it did nothing."""
    made = found.made
    done = list(_done(found)) if made else []
    if not found.design.treat:
        return tr(mark("Not done: you switched it off."))
    if done:
        return tr(mark("Drawn in: {indicators}."), indicators="; ".join(done))
    return tr(
        mark(
            "Nothing was drawn in: of an indicator that fewer than {fewest} partnerships tell, "
            "nobody can say which value is an outlier; here there are {number}."
        ),
        fewest=UNITS_TO_TREAT,
        number=len(found.names),
    )


def _done(found: Index) -> Iterator[str]:
    named: Mapping[str, str] = {each.id: tr(each.name) for each in found.indicators}
    for each, what in zip(found.indicators, found.made.done if found.made else (), strict=True):
        if what:
            yield named[each.id]


def not_summed(found: Index) -> str:
    """Name the pillars that are not part of the total; empty where all are."""
    if found.made is None:
        return ""
    outside = [each for each in found.pillars if each not in found.summed]
    named = ", ".join(tr(PILLARS.label(pillar)) for pillar in outside)
    told = mark(
        "Not part of the total: {pillars}. A pillar is part of it where five of these partnerships "
        "have it, unless it is left out by choice."
    )
    return tr(told, pillars=named) if named else ""


def missing(found: Index) -> str:
    """Name each indicator that some of the partnerships lack, and these; empty where none does."""
    names = [labels.short_name(name) for name in found.names.values()]
    told: list[str] = []
    for at, each in enumerate(found.indicators):
        lacking = [name for row, name in enumerate(names) if _lacks(found, row, at)]
        if lacking:
            whose = tr(mark("all")) if len(lacking) == len(names) else ", ".join(lacking)
            told.append(tr(mark("{what} ({whose})"), what=tr(each.name), whose=whose))
    return tr(mark("No whole value of: {missing}."), missing="; ".join(told)) if told else ""


def _lacks(found: Index, row: int, at: int) -> bool:
    return found.made is None or isnan(float(found.made.values[row, at]))
