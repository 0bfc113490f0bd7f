"""The range in which a series usually lies, as a figure shows and says it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dashboard import labels, line_words
from dashboard.charts.figure import Usual
from dashboard.charts.formats import show
from dashboard.charts.points import series_key
from dashboard.i18n import tr
from metrics import values as columns
from metrics.indicator import Indicator, Signal
from metrics.methods.rules import CLOSE_LEAST, CLOSE_WINDOW, RUN, Rule
from metrics.methods.signal import Grade
from metrics.methods.trend import FEWEST
from metrics.methods.xmr import FIRM
from metrics.series import Series
from metrics.signals import WHY_NOT, WORDS, eligibility, standing
from metrics.values import Standing
from validation.text import mark

_RULES: Final = {
    Rule.BEYOND: mark("outside its usual range"),
    Rule.TREND: mark("{run} periods in a row went one way"),
    Rule.NEAR: mark("{least} of {window} close to one end of its usual range"),
    Rule.ONE_SIDE: mark("{run} periods in a row on one side of its middle"),
}
_CHARTS: Final = {
    Signal.INDIVIDUALS: mark(
        "Made from how far its values step from one period to the next (individuals chart, XmR)."
    ),
    Signal.P_PRIME: mark(
        "Made from how far its shares step from one period to the next, wider where a period has "
        "few cases (p′ chart of Laney)."
    ),
}
_MORE: Final = mark(
    "From {firm} periods without a signal on it is said whether a target would be met if nothing "
    "changes; from {quarters} quarters on, whether there is a trend (seasonal Mann–Kendall test, "
    "Theil–Sen slope)."
)
_RANGE: Final = mark("{lower} to {upper}")
_STANDS: Final = mark("{lower} to {upper}; {word}: {rule}")
_SAID: Final = mark("In {period} it was {word} ({rule}); its usual range is {lower} to {upper}.")
_AS_USUAL: Final = mark("In {period} it was {word}, {lower} to {upper}.")


def usual(series: Series) -> dict[str, Usual]:
    """Return the usual range of each value that is judged, by series and period."""
    keys = (columns.PARTNERSHIP, *series.dimensions)
    return {
        f"{series_key(row, keys)};{row[columns.PERIOD]}": Usual(
            centre=row[columns.CENTRE],
            lower=row[columns.USUAL_LOWER],
            upper=row[columns.USUAL_UPPER],
            trial=row[columns.LIMITS_GRADE] == Grade.TRIAL,
            standing=_standing(row, series),
            text=_text(row, series),
        )
        for row in _ranged(series)
    }


def how_judged(indicator: Indicator) -> str:
    """Say which control chart judges an indicator's values and what else is told, or why none."""
    told = eligibility(indicator)
    if told.why:
        return tr(WHY_NOT[told.why])
    return f"{tr(_CHARTS[told.chart])} {tr(_MORE, firm=FIRM, quarters=FEWEST)}"


def sentence(series: Series) -> str:
    """Say how the last judged value of a single line stands to its usual range, or why none is."""
    if series.judged.select(columns.PARTNERSHIP, *series.dimensions).n_unique() != 1:
        return ""
    line = line_words.single(series)
    if line and (why := line_words.no_range(line, series.indicator)):
        return why
    judged = [row for row in _ranged(series) if not row[columns.WHY_UNJUDGED]]
    if not judged:
        return ""
    last = judged[-1]
    period = labels.period_label(last[columns.PERIOD])
    facts = {"period": period, **range_facts(last, series.indicator)}
    return tr(_SAID if last[columns.SIGNAL_SIDE] else _AS_USUAL, **facts)


def _ranged(series: Series) -> Iterator[Mapping[str, Any]]:
    """Give the rows of judged values that have a usual range beside them."""
    for row in series.judged.sort(columns.PERIOD).iter_rows(named=True):
        if row[columns.CENTRE] is not None:
            yield row


def _standing(row: Mapping[str, Any], series: Series) -> Standing:
    if row[columns.WHY_UNJUDGED]:
        return Standing.NOT_JUDGED
    return standing(row[columns.SIGNAL_SIDE], series.indicator.direction)


def _text(row: Mapping[str, Any], series: Series) -> str:
    plain = _standing(row, series) in {Standing.AS_USUAL, Standing.NOT_JUDGED}
    return tr(_RANGE if plain else _STANDS, **range_facts(row, series.indicator))


def range_facts(row: Mapping[str, Any], indicator: Indicator) -> dict[str, str]:
    """Return the texts of a usual range and of how a judged value stands to it."""
    unit, words = indicator.unit, labels.words(indicator)
    rule = row[columns.SIGNAL_RULE]
    return {
        "lower": show(row[columns.USUAL_LOWER], unit, words),
        "upper": show(row[columns.USUAL_UPPER], unit, words),
        "word": tr(WORDS[standing(row[columns.SIGNAL_SIDE], indicator.direction)]),
        "rule": tr(_RULES[Rule(rule)], run=RUN, least=CLOSE_LEAST, window=CLOSE_WINDOW)
        if rule
        else "",
    }
