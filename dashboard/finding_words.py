"""Findings in words: a sentence each, what stands above it, and how many series were checked."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard import labels, line_words
from dashboard.i18n import tr, trn
from dashboard.standing_words import standing
from dashboard.usual import range_facts
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.checked import Checked, checked, with_checked
from metrics.findings import SIGNALS, Finding, Kind
from metrics.methods.episode import confirmed
from metrics.series import Series
from metrics.signals import FEW_FIRM, WHY_NOT, WORDS, eligibility
from metrics.values import Standing
from validation.periods import Period
from validation.text import mark

Row = Mapping[str, Any]

_FORMS: Final = {
    **dict.fromkeys(
        SIGNALS.values(),
        mark(
            "{subject}: {value} in {period}, {word} ({rule}; its usual range is {lower} to "
            "{upper}). {seen}"
        ),
    ),
    **dict.fromkeys(
        (Kind.NOT_MET, Kind.TOO_CLOSE, Kind.MET),
        mark("{subject}: {value} in {period}; {status}."),
    ),
    Kind.AS_USUAL: mark("{subject}: {value} in {period}, {word}, {lower} to {upper}."),
    Kind.CHANGED: mark("{subject}: from {earlier} in {before} to {value} in {period}{open}. {why}"),
    Kind.KNOWN: mark("{subject}: {value} in {period}{open}. {why}"),
    Kind.UNJUDGED: mark("{subject}: {value} in {period}{open}, not enough data to judge it. {why}"),
}
_UNCONFIRMED: Final = mark("First seen in {first}, not yet confirmed.")
_SEEN: Final = {
    True: mark("First seen in {first}, confirmed: so in {n} periods in a row."),
    False: mark(
        "First seen in {first}, confirmed: so in {n} of the {of} whole periods from then on."
    ),
}
_ABOVE: Final = {
    Kind.NOT_MET: mark("target not met"),
    Kind.TOO_CLOSE: mark("target: too close to call"),
    Kind.MET: mark("target met"),
    Kind.AS_USUAL: WORDS[Standing.AS_USUAL],
    Kind.CHANGED: mark("changed, and not judged"),
    Kind.KNOWN: mark("not judged"),
    Kind.UNJUDGED: mark("not enough data to judge"),
}


def above(found: Finding) -> str:
    """Say in a word or two what a finding says, and whether it is confirmed."""
    if found.kind in SIGNALS.values():
        return line_words.stage(found.numbers)
    return tr(_ABOVE[found.kind])


def tells(found: Finding) -> bool:
    """Tell whether a finding says anything: a change does where its two figures read unlike."""
    row = found.numbers
    return found.kind is not Kind.CHANGED or _earlier(row)["earlier"] != labels.value_text(row)


def sentence(found: Finding, names: Mapping[str, str] | None = None) -> str:
    """Write a finding as one or two sentences that name its period.

    Args:
        found: the finding.
        names: the partnerships' names by id; None where the page is of one partnership.
    """
    row, indicator = found.numbers, INDICATORS[found.indicator]
    subject = labels.with_line(tr(indicator.name), labels.line_of(row))
    if names:
        whose = labels.short_name(names[found.partnership])
        subject = tr(mark("{partnership}, {name}"), partnership=whose, name=subject)
    facts = {"subject": subject, "period": labels.period_label(found.period)}
    if found.kind in SIGNALS.values() or found.kind is Kind.AS_USUAL:
        judged = {**row, columns.VALUE: row[columns.JUDGED_VALUE]}
        facts |= {"value": labels.value_text(judged), "seen": seen(row)}
        return tr(_FORMS[found.kind], **facts, **range_facts(row, indicator))
    return tr(
        _FORMS[found.kind],
        **facts,
        value=labels.counted_text(row),
        status=standing(row)[1],
        why=_why(row),
        open=_open(row),
        **_earlier(row),
    )


def seen(row: Row) -> str:
    """Say since when a line has not been within its usual range, and if that is confirmed."""
    number = row[columns.SEEN]
    if not number:
        return ""
    first = labels.period_label(row[columns.FIRST_SEEN])
    spanned = row[columns.EPISODE]
    form = _SEEN[number == spanned] if confirmed(number) else _UNCONFIRMED
    return f"{tr(form, first=first, n=number, of=spanned)} {_marked(row)}".strip()


def _marked(row: Row) -> str:
    """Say from which period on a chart marks what could be seen only later."""
    marked = row[columns.MARKED_FROM]
    if Period.parse(marked).order >= Period.parse(row[columns.FIRST_SEEN]).order:
        return ""
    text = mark("By what is known now its chart marks it from {marked} on.")
    return tr(text, marked=labels.period_label(marked))


def counts(found: Checked, period: str) -> str:
    """Say how many series were checked, how many chance alone would flag, and how many were.

    Args:
        found: the series checked.
        period: the last period looked at, as a reader sees it.
    """
    expected = round(found.expected, 1)
    about = labels.shown(expected, "") if expected else tr(mark("none"))
    return tr(
        mark("{checked}; about {expected} would be flagged if nothing had changed; {flagged}."),
        checked=trn(
            mark("{n} series checked, at its last whole period up to {period}"),
            mark("{n} series checked, each at its last whole period up to {period}"),
            found.number,
            period=period,
        ),
        expected=about,
        flagged=trn(mark("{n} was"), mark("{n} were"), found.flagged),
    )


def of_panels(series: Series) -> str:
    """Say the same of the lines of one figure; empty where it has one alone, or none is checked."""
    found = checked(with_checked(series.lines, series.query.to_period))
    if series.lines.height == 1 or not found.number:
        return ""
    last = series.query.to_period
    return counts(found, labels.period_label(last.code if last else found.latest))


def _open(row: Row) -> str:
    """Say of a figure that it is not whole yet, where it is so; a status says so itself."""
    return f" ({labels.words().immature})" if labels.may_change(row[columns.FLAGS]) else ""


def _earlier(row: Row) -> dict[str, str]:
    if row[columns.EARLIER] is None:
        return {}
    before = {**row, columns.VALUE: row[columns.EARLIER]}
    before[columns.PRECISION] = row[columns.EARLIER_PRECISION]
    return {
        "earlier": labels.value_text(before),
        "before": labels.period_label(row[columns.EARLIER_PERIOD]),
    }


def _why(row: Row) -> str:
    """Say why nothing judges a figure."""
    why = eligibility(INDICATORS[row[columns.INDICATOR]]).why or row[columns.WHY_UNJUDGED]
    return tr(WHY_NOT[why or FEW_FIRM])
