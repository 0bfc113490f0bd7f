"""A line as a whole in words: how it stands, what to expect if nothing changes, and its trend."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dashboard import labels
from dashboard.i18n import tr
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.findings import SIGNALS
from metrics.indicator import Indicator
from metrics.lines import enough_in
from metrics.methods.assurance import Assurance
from metrics.methods.episode import confirmed
from metrics.methods.signal import Grade
from metrics.methods.trend import ALPHA
from metrics.methods.xmr import FEWEST
from metrics.series import Series
from metrics.signals import FEW_COUNTED, WHY_NOT, WORDS, eligibility, standing
from metrics.values import Standing
from validation.contracts.rebasings import Rebasings
from validation.fields import name
from validation.periods import QUARTER, YEAR, Period
from validation.text import mark

Row = Mapping[str, Any]

_ASSURED: Final = {
    Assurance.MEETS: mark("If nothing changes, nearly every quarter would meet the target."),
    Assurance.MISSES: mark("If nothing changes, hardly any quarter would meet the target."),
    Assurance.EITHER: mark("If nothing changes, some quarters would meet the target, others not."),
}
_ASSURED_YEARS: Final = {
    Assurance.MEETS: mark("If nothing changes, nearly every year would meet the target."),
    Assurance.MISSES: mark("If nothing changes, hardly any year would meet the target."),
    Assurance.EITHER: mark("If nothing changes, some years would meet the target, others not."),
}
_TOO_FEW: Final = {
    QUARTER: mark(
        "No usual range from {first} on: it needs {needed} whole quarters that follow each other; "
        "so far: {there}. There can be one from {enough} on."
    ),
    YEAR: mark(
        "No usual range from {first} on: it needs {needed} whole years that follow each other; "
        "so far: {there}. There can be one from {enough} on."
    ),
}
SIGNS: Final = {Standing.BETTER: "▲", Standing.WORSE: "◆", Standing.DIFFERENT: "■"}
"""The signs of charts as characters."""


def stage(row: Row) -> str:
    """Say how a line stands that is not within its usual range: "worse than usual, confirmed"."""
    said = WORDS[_standing(row)]
    step = mark("confirmed") if confirmed(row[columns.SEEN]) else mark("first seen")
    return tr(mark("{said}, {stage}"), said=tr(said), stage=tr(step))


def stands(row: Row) -> str:
    """Say how the last judged value of a line stands, and of which period if of another.

    Args:
        row: as of `Cards.latest`.
    """
    if row[columns.JUDGED_IN] is None:
        return ""
    found = _standing(row)
    text = stage(row) if found in SIGNALS else tr(WORDS[found])
    if row[columns.LIMITS_GRADE] != Grade.FIRM:
        text = tr(mark("{said} (a range from few periods)"), said=text)
    if row[columns.JUDGED_IN] == row[columns.PERIOD]:
        return text
    return f"{labels.period_label(row[columns.JUDGED_IN])}: {text}"


def signed(row: Row) -> str:
    """Say the same behind the sign that charts use."""
    text = stands(row)
    sign = SIGNS.get(_standing(row), "") if text else ""
    return f"{sign} {text}".strip()


def no_range(row: Row, indicator: Indicator) -> str:
    """Say why a line has no usual range since it last began anew, and when there can be one.

    Args:
        row: as of `metrics.lines.of_lines`.
        indicator: what the line is of.
    """
    if row[columns.JUDGED_IN] or eligibility(indicator).why:
        return ""
    why, enough = row[columns.WHY_UNJUDGED], enough_in(row)
    told = too_few(Period.parse(row[columns.BEGUN_IN]), row[columns.WHOLE_POINTS], enough)
    if not told:
        first = labels.period_label(row[columns.BEGUN_IN])
        return tr(mark("No usual range from {first} on. {why}"), first=first, why=tr(WHY_NOT[why]))
    return f"{told} {tr(WHY_NOT[why])}" if why == FEW_COUNTED else told


def too_few(first: Period, there: int, enough: Period | None) -> str:
    """Say how many periods a usual range that begins anew has, and needs; empty if enough."""
    if enough is None:
        return ""
    return tr(
        _TOO_FEW[first.grain],
        first=labels.period_label(first.code),
        needed=FEWEST,
        there=there or tr(mark("none")),
        enough=labels.period_label(enough.code),
    )


def assured(row: Row) -> str:
    """Say what to expect of the target if nothing changes; empty where that cannot be said."""
    if not row[columns.ASSURANCE]:
        return ""
    yearly = Period.parse(row[columns.JUDGED_IN]).grain == YEAR
    return tr((_ASSURED_YEARS if yearly else _ASSURED)[Assurance(row[columns.ASSURANCE])])


def trend(row: Row, unit: str) -> str:
    """Say by how much a line rises or falls a year; empty where there is no trend or too little."""
    if row[columns.TREND] is None or row[columns.TREND_P] >= ALPHA or not row[columns.TREND]:
        return ""
    return tr(
        mark("{amount} a year over {n} quarters"),
        amount=_amount(row[columns.TREND], unit),
        n=row[columns.TREND_POINTS],
    )


def sentences(series: Series) -> list[str]:
    """Say of a single line where it begins anew, what to expect, and how it moved over years."""
    row = single(series)
    if row is None:
        return []
    told = (*_begun(series), assured(row), _trend_sentence(row, series.indicator.unit))
    return [text for text in told if text]


def _begun(series: Series) -> Iterator[str]:
    """Say where a usual range was made to begin anew among the periods shown, and why."""
    if eligibility(series.indicator).why:
        return
    last = Period.parse(str(series.frame[columns.PERIOD].max())).end
    for row in series.rebased.iter_rows(named=True):
        if Period.parse(row[columns.PERIOD]).start > last:
            continue
        milestone = row[name(Rebasings.milestone)]
        yield tr(
            mark("Its usual range begins anew in {period}: {reason}"),
            period=labels.period_label(row[columns.PERIOD]),
            reason=row[name(Rebasings.reason)].rstrip("."),
        ) + (f" ({milestone})." if milestone else ".")


def single(series: Series) -> Row | None:
    """Return the row of the one line that is shown; None where there are several, or none."""
    keys = [columns.PARTNERSHIP, *series.dimensions]
    found = series.lines.join(series.frame, on=keys, how="semi")
    return found.row(0, named=True) if found.height == 1 else None


def _trend_sentence(row: Row, unit: str) -> str:
    if row[columns.TREND] is None:
        return ""
    facts = {
        "n": row[columns.TREND_POINTS],
        "first": labels.period_label(row[columns.TREND_FROM]),
        "last": labels.period_label(row[columns.JUDGED_IN]),
    }
    if not trend(row, unit):
        return tr(
            mark("Over {n} quarters, {first} to {last}, no trend beyond what chance gives."),
            **facts,
        )
    return tr(
        mark(
            "Over {n} quarters, {first} to {last}, its trend is {amount} a year (seasonal "
            "Mann–Kendall test, Theil–Sen slope)."
        ),
        **facts,
        amount=_amount(row[columns.TREND], unit),
    )


def _amount(slope: float, unit: str) -> str:
    """Write a change a year with its sign; of shares in percentage points."""
    return labels.difference(slope, unit)


def _standing(row: Row) -> Standing:
    return standing(row[columns.SIGNAL_SIDE], INDICATORS[row[columns.INDICATOR]].direction)
