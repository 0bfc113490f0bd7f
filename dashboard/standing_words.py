"""How a value stands, in words: its change on a year earlier, and its target."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard import labels, provenance
from dashboard.charts.figure import Citation
from dashboard.charts.formats import show
from dashboard.i18n import NO_BREAK_SPACE, tr
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.findings import status_of
from validation.codes import Direction
from validation.text import mark

_POOLED: Final = {
    False: mark(
        "over the four whole quarters to {last} together, {value}; the latest alone is too close "
        "to call"
    ),
    True: mark("so are the four whole quarters to {last} together, {value}"),
}
"""By whether the four are too close to call as well."""
_BRIEFLY: Final = mark("{value} over four whole quarters to {last}")


def change_text(row: Mapping[str, Any], cited: Mapping[str, Citation]) -> str:
    """Write the change against a year earlier: "+4 points on a year earlier (0 to 9)".

    Across a break there is none, and the words say why; nor is there between figures of two
    sources, of which the words give the earlier one and who printed it.

    Args:
        row: a value with the columns of `metrics.change.with_change`.
        cited: publications by id.
    """
    change = row[columns.CHANGE]
    if row[columns.NOT_COMPARABLE]:
        why = row[columns.NOT_COMPARABLE]
        return tr(mark("not comparable with a year earlier: {why}"), why=why)
    if row[columns.CHANGE_NOTE] == columns.ANOTHER_SOURCE:
        return _printed_elsewhere(row, cited)
    if change is None:
        return ""
    unit = row[columns.UNIT]
    text = labels.difference(change, unit)
    if row[columns.CHANGE_NOTE] == columns.ROUGHLY:
        text = labels.words().about.format(value=text)
    low, high = row[columns.CHANGE_LOWER], row[columns.CHANGE_UPPER]
    if low is None or high is None:
        return tr(mark("{change} on a year earlier"), change=text)
    return tr(
        mark("{change} on a year earlier ({low} to {high})"),
        change=text,
        low=labels.difference(low, unit, bare=True),
        high=labels.difference(high, unit, bare=True),
    )


def _printed_elsewhere(row: Mapping[str, Any], cited: Mapping[str, Citation]) -> str:
    """Write what another source printed a year earlier, which is not subtracted."""
    ids = str(row[columns.EARLIER_SOURCE]).split(";")
    told = {cited[each].publisher if each in cited else provenance.own() for each in ids}
    earlier = {
        columns.VALUE: row[columns.EARLIER],
        columns.UNIT: row[columns.UNIT],
        columns.PRECISION: row[columns.EARLIER_PRECISION],
    }
    return tr(
        mark("{value} a year earlier ({publisher})"),
        value=labels.value_text(earlier),
        publisher="; ".join(sorted(told)),
    )


def standing(row: Mapping[str, Any], *, brief: bool = False) -> tuple[str, str]:
    """Return a value's status and its words.

    The words say the target, where there is no range that could lie across it, and that a value
    not yet whole may still change. Where the value alone is too close to call, the status is that
    of the four latest whole quarters together, and the words say so and what they come to. Without
    a status they say the target, where there is one.

    Args:
        row: a value with its status, target and pooled status.
        brief: as a cell of a matrix has it, whose page says once why quarters are pooled.
    """
    status = status_of(row)
    if not status:
        return "", _target_alone(row)
    parts = [_beside_target(row, tr(columns.STATUSES[status]))]
    if row[columns.LOWER] is None:
        parts.append(no_range(row))
    if row[columns.POOLED_STATUS]:
        facts = {
            "last": labels.period_label(row[columns.POOLED_TO]),
            "value": show(row[columns.POOLED], row[columns.UNIT], labels.words()),
        }
        parts.append(tr(_BRIEFLY if brief else _POOLED[status == columns.TOO_CLOSE], **facts))
    if labels.may_change(row[columns.FLAGS]):
        parts.append(labels.words().immature)
    return status, "; ".join(parts)


def _target_alone(row: Mapping[str, Any]) -> str:
    """Write a target against which nothing can be judged: no direction of its measure is good."""
    if row[columns.TARGET] is None:
        return ""
    target = show(row[columns.TARGET], row[columns.UNIT], labels.words())
    return tr(mark("target {target}"), target=target)


def target_text(row: Mapping[str, Any]) -> str:
    """Write a target, with the sign of one that is not to be passed: "60 %", "≤ 10 %"."""
    down = INDICATORS[row[columns.INDICATOR]].direction is Direction.DOWN
    sign = "≤" + NO_BREAK_SPACE if down else ""
    return sign + show(row[columns.TARGET], row[columns.UNIT], labels.words())


def _beside_target(row: Mapping[str, Any], status: str) -> str:
    """Write "met, target 60 %", and that it is so only as the figure stands without a range."""
    target = target_text(row)
    if row[columns.LOWER] is None:
        return tr(mark("{status} as it stands, target {target}"), status=status, target=target)
    return tr(mark("{status}, target {target}"), status=status, target=target)


def no_range(row: Mapping[str, Any]) -> str:
    """Say why a value has no range."""
    reasons = dict(columns.parse_flags(row[columns.FLAGS]))
    few = reasons.get(columns.NO_INTERVAL) in {columns.FEW_PAIRS, columns.NO_PAIR}
    return tr(mark("too few pairs for a range")) if few else tr(mark("no range is known"))
