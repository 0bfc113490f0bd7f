"""What a comparison before and after a milestone found, in sentences and numbers."""

from collections.abc import Iterator
from itertools import groupby
from math import isfinite, isnan
from typing import Final

from dashboard import labels
from dashboard.charts.formats import SHARE, decimals_of, show
from dashboard.i18n import tr, trn
from metrics.candidates import REFUSALS, Candidate
from metrics.catalogue import INDICATORS
from metrics.evaluations import Answer, Asked
from metrics.methods.before_after import FEWEST, FIRM, Estimate, Evaluation, Reason
from metrics.methods.recovery_evaluations import IN_A_HUNDRED
from metrics.statistic import lines_of
from metrics.whole_points import OUT_TEXTS
from validation.codes import EXPECTED
from validation.text import mark

BEYOND: Final = mark("more than chance would give")
WITHIN: Final = mark("within what chance would give")
TOO_SHORT: Final = mark("too short to test")
NOT_TESTED: Final = mark("not tested")

_LEAST_CHANCE: Final = 0.01
_ROUNDED: Final = 10
"""Sums from this size on are told in whole numbers."""

CANNOT: Final = (
    mark(
        "Whatever else happened in the same months moves the line as well. The comparison cannot "
        "tell which of them did; a comparison series that the milestone did not touch can help."
    ),
    mark(
        "It takes for granted that the line before would have gone on straight. The further from "
        "the milestone, the less that can be relied on."
    ),
    mark(
        "One exceptional value close to the milestone can bend a line and look like a step: look "
        "at the dots before trusting it."
    ),
    mark(
        "Who looks at many indicators finds some change by chance. What was expected beforehand "
        "counts for more than what was found by looking."
    ),
)


def refusal(candidate: Candidate) -> str:
    """Say why a line is not compared."""
    return why(candidate.refusal, candidate.before, candidate.after)


def why(code: str, before: int, after: int) -> str:
    """Write the reason of a refusal: a code of `REFUSALS`, and the whole periods on each side."""
    return tr(REFUSALS[code], before=before, after=after, fewest=FEWEST)


def line_name(indicator: str, line: tuple[str, ...]) -> str:
    """Name an indicator, and its line where it has several."""
    lines = lines_of(INDICATORS[indicator].statistic)
    parts = [labels.code_label(column, code) for column, code in zip(lines, line, strict=False)]
    return labels.with_line(tr(INDICATORS[indicator].name), ", ".join(filter(None, parts)))


def sentences(answer: Answer, found: Evaluation) -> tuple[str, str]:
    """Say what the first period and all periods after the milestone show."""
    return _first(answer, found), _all(answer, found)


def step(answer: Answer, found: Evaluation) -> str:
    """Write how far the level after stands from the line before: "+8.3 points (+3.1 to +13.5)"."""
    change = _change(answer, found.level.value)
    if isnan(found.level.lower):
        return change
    return tr(mark("{change} ({range})"), change=change, range=_range(answer, found.level))


def verdict(answer: Answer, found: Evaluation) -> str:
    """Say whether the step is more than chance would give."""
    return _verdict(found, found.level, none=float(answer.counts))


def _verdict(found: Evaluation, estimate: Estimate, *, none: float = 0.0) -> str:
    if found.reason is not None:
        return tr(TOO_SHORT if found.reason is Reason.TOO_SHORT else NOT_TESTED)
    return tr(WITHIN if estimate.lower <= none <= estimate.upper else BEYOND)


def placebo(found: Evaluation) -> str:
    """Say at how many other dates the series jumps as far."""
    asked = found.placebo
    if not asked.dates:
        return tr(
            mark("No other date of the series has enough periods on both sides to ask the same.")
        )
    return trn(
        mark("A jump this large, up or down, appears at {as_large} of {n} other date."),
        mark("A jump this large, up or down, appears at {as_large} of {n} other dates."),
        asked.dates,
        as_large=asked.as_large,
    )


def impossible(answer: Answer, found: Evaluation) -> str:
    """Say from where on the line carried on is at values that there cannot be; else empty."""
    line = answer.line
    if line is None or answer.compared.size:
        return ""
    share = answer.series.indicator.unit == SHARE
    carried = zip(line.periods, line.values, found.counterfactual, strict=True)
    outside = (
        period
        for period, value, expected in carried
        if isfinite(value) and (expected < 0 or (share and expected > 1))
    )
    first = next(outside, None)
    if first is None:
        return ""
    text = (
        mark(
            "From {period} on the line before, carried on, is outside 0 to 100 %, where no "
            "share can be: how far values lie from it there says little."
        )
        if share
        else mark(
            "From {period} on the line before, carried on, is below nothing, where no value can "
            "be: how far values lie from it there says little."
        )
    )
    return tr(text, period=labels.period_label(first.code))


def untested(found: Evaluation) -> str:
    """Say why there are lines and no test; empty where there is one."""
    if found.reason is Reason.STEADY:
        return tr(mark("The values lie on the lines exactly: there is no chance to measure by."))
    if found.reason is None:
        return ""
    return tr(
        mark(
            "Too short to test: {before} whole periods before the milestone and {after} after it. "
            "Both lines are drawn; from {firm} on each side there is an interval as well."
        ),
        before=found.before,
        after=found.after,
        firm=FIRM,
    )


def asked(answer: Answer) -> str:
    """Say whether the effect was expected on record before there were figures on it."""
    recorded, event = answer.recorded, answer.question.event
    if recorded.asked is Asked.NOT_NAMED:
        if not event.indicator:
            return tr(mark("Not asked beforehand: the milestone names no indicator to be moved."))
        return tr(
            mark("Not asked beforehand: the milestone was expected to move another one, {name}."),
            name=tr(INDICATORS[event.indicator].name)
            if event.indicator in INDICATORS
            else event.indicator,
        )
    facts = {
        "way": tr(EXPECTED.label(event.expected)).lower(),
        "version": recorded.version,
        "day": labels.day_label(str(recorded.day)),
    }
    if recorded.asked is Asked.BEFOREHAND:
        return tr(
            mark(
                "Asked beforehand: version {version} of {day} says that it should go {way}, before "
                "there was a figure on any period after the milestone."
            ),
            **facts,
        )
    return tr(
        mark(
            "Asked later: that it should go {way} is on record only since version {version} of "
            "{day}, when figures on the time after the milestone could be known."
        ),
        **facts,
    )


def left_out(answer: Answer) -> str:
    """Name the periods that take no part, by reason."""
    if answer.line is None or not answer.line.out:
        return ""
    by_reason = sorted(answer.line.out.items(), key=lambda each: (each[1], each[0]))
    told: list[str] = []
    for out, group in groupby(by_reason, key=lambda each: each[1]):
        named = ", ".join(labels.period_label(period.code) for period, _ in group)
        told.append(f"{named} ({tr(OUT_TEXTS[out])})")
    return tr(mark("Takes no part: {periods}."), periods="; ".join(told))


def wrong() -> str:
    """Say how often the test finds a step where there is none."""
    told = {f"from_{at}": low for at, (low, _) in IN_A_HUNDRED.items()}
    told |= {f"to_{at}": high for at, (_, high) in IN_A_HUNDRED.items()}
    return tr(
        mark(
            "The comparison finds a step where there is none in {from_12} to {to_12} of 100 series "
            "with twelve quarters on each side, and in {from_20} to {to_20} of 100 with twenty: "
            "the more each quarter resembles the one before, the more often."
        ),
        **told,
    )


def estimates(answer: Answer, found: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield every figure with its interval: term and text."""
    yield tr(mark("Step at the milestone")), _told(answer, found.level)
    yield tr(mark("Change of the slope, a period")), _told(answer, found.slope)
    if answer.adds:
        term = mark("Beyond the line before, all periods after the milestone together")
        yield tr(term), _told(answer, found.total, counted=True)
    else:
        term = mark("Beyond the line before, on average after the milestone")
        yield tr(term), _told(answer, mean(found))
    yield tr(mark("Whole periods before and after")), f"{found.before}, {found.after}"
    yield tr(mark("Likeness of neighbouring periods (autocorrelation)")), f"{found.correlation:.2f}"
    yield tr(mark("Other dates")), placebo(found)


def mean(found: Evaluation) -> Estimate:
    """Return what lies beyond the line before on average of the periods after the milestone."""
    total, periods = found.total, found.after
    return Estimate(
        value=total.value / periods,
        lower=total.lower / periods,
        upper=total.upper / periods,
        p=total.p,
    )


def _first(answer: Answer, found: Evaluation) -> str:
    period = labels.period_label(answer.period.shift(1).code) if answer.period else ""
    facts = {"period": period, "change": _change(answer, found.level.value)}
    if found.reason is not None:
        text = mark(
            "In {period}, the first period after the milestone, the level is {change} against the "
            "line before, carried on: {verdict}."
        )
        return tr(text, **facts, verdict=verdict(answer, found))
    return tr(
        mark(
            "In {period}, the first period after the milestone, the level is {change} against the "
            "line before, carried on ({range}): {verdict}."
        ),
        **facts,
        range=_range(answer, found.level),
        verdict=verdict(answer, found),
    )


def _all(answer: Answer, found: Evaluation) -> str:
    estimate = found.total if answer.adds else mean(found)
    counted = answer.adds
    facts = {
        "periods": trn(mark("the {n} whole period"), mark("the {n} whole periods"), found.after),
        "change": _change(answer, estimate.value, counted=counted),
        "unit": tr(answer.series.indicator.unit),
    }
    if found.reason is not None:
        text = (
            mark("Over {periods} after it, that makes {change} {unit} against that line.")
            if counted
            else mark("On average over {periods} after it, it lies {change} from that line.")
        )
        return tr(text, **facts)
    text = (
        mark(
            "Over {periods} after it, that makes {change} {unit} against that line ({range}): "
            "{verdict}."
        )
        if counted
        else mark(
            "On average over {periods} after it, it lies {change} from that line ({range}): "
            "{verdict}."
        )
    )
    return tr(
        text,
        **facts,
        range=_range(answer, estimate, counted=counted),
        verdict=_verdict(found, estimate),
    )


def _told(answer: Answer, estimate: Estimate, *, counted: bool = False) -> str:
    value = _change(answer, estimate.value, counted=counted)
    if isnan(estimate.lower):
        return value
    return tr(
        mark("{value} (95\u00a0%: {range}); by chance as far from none: {chance} in 100"),
        value=value,
        range=_range(answer, estimate, counted=counted),
        chance=f"{estimate.p * 100:.0f}" if estimate.p >= _LEAST_CHANCE else "<\u00a01",
    )


def _range(answer: Answer, estimate: Estimate, *, counted: bool = False) -> str:
    exact = decimals_of(estimate.value - 1, SHARE)
    low, high = (
        _change(answer, each, counted=counted, bare=True, decimals=exact)
        for each in (estimate.lower, estimate.upper)
    )
    return tr(mark("{low} to {high}"), low=low, high=high)


def _change(
    answer: Answer,
    value: float,
    *,
    counted: bool = False,
    bare: bool = False,
    decimals: int | None = None,
) -> str:
    """Write a difference; of counts the step in per cent, but what they add up to in their unit."""
    if answer.counts and not counted:
        sign = "+" if value > 1 else ""
        return sign + show(value - 1, SHARE, labels.words(), decimals=decimals)
    unit = answer.series.indicator.unit
    rounded = round(value) if counted and abs(value) >= _ROUNDED else value
    amount = labels.difference(rounded, unit, bare=bare)
    return amount if bare or counted or unit == SHARE else f"{amount} {tr(unit)}"
