"""A workload carried on by four quarters, as a figure and in sentences."""

from dataclasses import replace
from typing import Final

from dashboard import labels, story
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Definition, Expected, Figure, Kind, Lines
from dashboard.charts.formats import number
from dashboard.i18n import tr
from metrics.methods.outlook import FEWEST, Method, Outlook
from metrics.outlooks import LACKING_TEXTS, Foretold
from metrics.source import Source
from validation.text import mark

_METHODS: Final = {
    Method.MEAN: mark(
        "Carried on by the mean of three methods: exponential smoothing, Theta, and the same "
        "quarter of the year before."
    ),
    Method.ETS: mark(
        "Carried on by exponential smoothing alone: in the earlier part of the back-test it erred "
        "clearly less than the mean of the three methods tried."
    ),
    Method.THETA: mark(
        "Carried on by Theta alone: in the earlier part of the back-test it erred clearly less "
        "than the mean of the three methods tried."
    ),
    Method.SEASONAL_NAIVE: mark(
        "Carried on by repeating the same quarter of the year before: in the earlier part of the "
        "back-test no other method tried erred less."
    ),
}
_CARRIED: Final = mark("carried on")
_RANGE: Final = mark("range for four in five")
_HELD: Final = 2 / 3
"""A range for four in five that held a smaller share of the past than this is called too narrow."""

CANNOT: Final = (
    mark("It knows the past of this series alone: no plan, law or event to come is in it."),
    mark(
        "It says what there would be to do if all went on as it did. It is no target, and no "
        "judgement on anybody."
    ),
    mark(
        "Only workload is carried on: messages and requests. Arrests, victims, trust and crime "
        "never are, whatever their length."
    ),
)


def lacking(found: Foretold) -> str:
    """Say why there is no outlook."""
    points = found.found.points if found.found else 0
    return tr(LACKING_TEXTS[found.lacking], points=points, fewest=FEWEST)


def sentence(told: Foretold, found: Outlook) -> str:
    """Say what is foretold of the first quarter, and how well such ranges held in the past."""
    text = tr(
        mark(
            "If it goes on as it did, {period} brings about {value} {unit}. The range from {low} "
            "to {high} is made to hold four values in five; in the back-test such ranges held "
            "what came in {covered} of {n} forecasts, which overlap: they are of {quarters} "
            "quarters."
        ),
        period=labels.period_label(told.ahead[0].code),
        value=_whole(found.ahead[0]),
        low=_whole(found.lower[0]),
        high=_whole(found.upper[0]),
        unit=tr(told.series.indicator.unit),
        covered=found.covered,
        n=found.told,
        quarters=found.quarters,
    )
    return " ".join(filter(None, (text, narrow(found), no_better(found))))


def narrow(found: Outlook) -> str:
    """Say that the range is too narrow, where it held fewer than two in three of the past."""
    if found.covered >= _HELD * found.told:
        return ""
    return tr(mark("So few values inside mean that the range is too narrow."))


def no_better(found: Outlook) -> str:
    """Say that repeating the year before would have missed by less, where it would have."""
    if not found.no_better:
        return ""
    error, naive = _apart(found.error, found.naive_error)
    return tr(
        mark(
            "Repeating the year before would have missed by less: by {naive} on average instead of "
            "{error}. Read this outlook as no better than last year's figures."
        ),
        error=error,
        naive=naive,
    )


def back_test(told: Foretold, found: Outlook) -> str:
    """Say how wrong it was about its own past: the typical error, and how many lay inside."""
    error, naive = _apart(found.error, found.naive_error)
    text = tr(
        mark(
            "In the back-test, on {quarters} quarters that took no part in the choice of method, "
            "it was off by {error} {unit} on average; repeating the year before was off by "
            "{naive}. In {covered} of {n} forecasts the value lay inside the range; they overlap, "
            "as most of these quarters were foretold several times."
        ),
        error=error,
        naive=naive,
        covered=found.covered,
        n=found.told,
        quarters=found.quarters,
        unit=tr(told.series.indicator.unit),
    )
    return " ".join(filter(None, (text, narrow(found), no_better(found))))


def figure(told: Foretold, found: Outlook, source: Source) -> Figure:
    """Make the figure of the values and of what they are carried on to, with its range."""
    made = story.plain_figure(told.series, source)
    terms = {
        tr(mark("How it was carried on")): tr(_METHODS[found.method]),
        tr(mark("How wrong it has been")): back_test(told, found),
        tr(mark("Back-test")): _tested(found),
        tr(mark("The range")): tr(
            mark(
                "80\u00a0%: the quarter's forecast, give or take 1.28 times the root mean square "
                "error that the back-test had so many quarters ahead, or nearer if that is more. "
                "Made of all forecasts whose quarters had come by then: the range drawn here and "
                "those of the back-test, by one rule."
            )
        ),
    }
    definitions = tuple(Definition(term=each, text=text) for each, text in terms.items())
    metadata = made.metadata
    return described(
        replace(
            made,
            id=f"{made.id}-outlook",
            kind=Kind.CARRIED,
            title=_title(told, found),
            footer=(tr(_METHODS[found.method]), back_test(told, found), *made.footer),
            targets=(),
            lines=Lines(
                carried=tuple(
                    Expected(period=period, value=value, lower=low, upper=high)
                    for period, value, low, high in zip(
                        told.ahead,
                        found.ahead.tolist(),
                        found.lower.tolist(),
                        found.upper.tolist(),
                        strict=True,
                    )
                ),
                carried_text=tr(_CARRIED),
                range_text=tr(_RANGE),
            ),
            metadata=replace(metadata, definitions=(*definitions, *metadata.definitions)),
        ),
        tr,
    )


def _title(told: Foretold, found: Outlook) -> str:
    return tr(
        mark("{name}: about {value} in {period} if it goes on as it did ({low} to {high})"),
        name=tr(told.series.indicator.name),
        period=labels.period_label(told.ahead[-1].code),
        value=_whole(found.ahead[-1]),
        low=_whole(found.lower[-1]),
        high=_whole(found.upper[-1]),
    )


def _tested(found: Outlook) -> str:
    choosing, telling = found.origins
    return tr(
        mark(
            "{points} whole quarters; the past was foretold from {choosing} earlier places to "
            "choose the method, and from {telling} later ones to tell how wrong it is. Those "
            "between were passed over, so that no quarter did both."
        ),
        points=found.points,
        choosing=choosing,
        telling=telling,
    )


def _apart(one: float, other: float) -> tuple[str, str]:
    """Write two values with so many decimals, up to two, that they do not read alike."""
    decimals = next((each for each in range(2) if round(one, each) != round(other, each)), 2)
    words = labels.words()
    return number(float(one), decimals, words), number(float(other), decimals, words)


def _whole(value: float) -> str:
    return number(float(value), 0, labels.words())
