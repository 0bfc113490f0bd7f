"""Every sentence about a finding says the numbers of the series it links to, and never a cause."""

import re
from collections import Counter
from dataclasses import replace

import polars as pl
import pytest

from dashboard import labels
from dashboard.finding_words import above, counts, seen, sentence, tells
from dashboard.line_words import stage
from dashboard.matrix_story import matrix_figure
from dashboard.views.overview import title
from data.warehouse import Warehouse
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.findings import SIGNALS, Finding, Kind, status_of
from metrics.overview import Overview, overview
from metrics.profile import profile
from metrics.series import Series, series
from metrics.signals import WORDS
from metrics.signals import standing as stands
from metrics.source import Source
from metrics.values import STATUSES, Standing
from validation.periods import Period

BANNED = re.compile(
    r"\b(after|since|following|because|caused?|due to|thanks to|improv\w+|significant\w*)\b",
    re.IGNORECASE,
)
WHOLE = pl.col(columns.WHY_UNJUDGED) == ""
ENDS = [Period(2025, 4), Period(2025, 3), Period(2024, 4), Period(2023, 1), Period(2022, 1)]


@pytest.fixture(params=ENDS, ids=str)
def found(request: pytest.FixtureRequest, messages: Source) -> Overview:
    """The overview as it was at the end of several periods."""
    return overview(messages, period=request.param)


def told(row: dict[str, object], column: str) -> str:
    return labels.value_text({**row, columns.VALUE: row[column]})


def test_a_signal_says_value_range_and_period_of_its_own_chart(
    found: Overview, messages: Source
) -> None:
    kinds = {*SIGNALS.values(), Kind.AS_USUAL}
    for each in (each for each in found.findings if each.kind in kinds):
        shown = series(messages, each.evidence)
        at = pl.col(columns.PERIOD) == each.period
        row = shown.frame.row(by_predicate=at, named=True)
        judged = shown.judged.row(by_predicate=at, named=True)
        text = sentence(each, shown.names)
        word = WORDS[stands(judged[columns.SIGNAL_SIDE], shown.indicator.direction)]
        assert f": {labels.value_text(row)} in {labels.period_label(each.period)}, {word}" in text
        for end in (columns.USUAL_LOWER, columns.USUAL_UPPER):
            assert told({**row, **judged}, end) in text
        assert word in above(each)
        assert each.period == shown.judged.filter(WHOLE)[columns.PERIOD].max()


def test_what_was_first_seen_was_not_seen_a_period_earlier(
    found: Overview, messages: Source
) -> None:
    for each in (each for each in found.findings if each.kind in SIGNALS.values()):
        first = Period.parse(each.numbers[columns.FIRST_SEEN])
        sides = {
            at: _side(messages, each, first.shift(at))
            for at in range(-1, 3)
            if first.shift(at).code <= each.period
        }
        assert sides[0] == each.numbers[columns.SIGNAL_SIDE]
        assert sides.get(-1) != sides[0]
        assert sides[0] in {sides.get(1, sides[0]), sides.get(2)}
        assert labels.period_label(first.code) in sentence(each)


MARKED: dict[str, object] = {
    columns.FIRST_SEEN: "2024-Q2",
    columns.SEEN: 7,
    columns.EPISODE: 7,
    columns.MARKED_FROM: "2024-Q2",
}


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "First seen in Apr–Jun 2024 (Q2), confirmed: so in 7 periods in a row."),
        (
            {columns.EPISODE: 8},
            (
                "First seen in Apr–Jun 2024 (Q2), confirmed: so in 7 of the 8 whole periods from "
                "then on."
            ),
        ),
        (
            {columns.SEEN: 1, columns.EPISODE: 1, columns.MARKED_FROM: "2022-Q4"},
            (
                "First seen in Apr–Jun 2024 (Q2), not yet confirmed. By what is known now its "
                "chart marks it from Oct–Dec 2022 (Q4) on."
            ),
        ),
        (
            {columns.SEEN: 2, columns.EPISODE: 3, columns.MARKED_FROM: "2024-Q3"},
            "First seen in Apr–Jun 2024 (Q2), not yet confirmed.",
        ),
        ({columns.SEEN: None}, ""),
    ],
)
def test_a_finding_says_when_it_was_first_seen_and_from_when_its_chart_marks_it(
    more: dict[str, object], text: str
) -> None:
    assert seen(MARKED | more) == text


def _side(source: Source, each: Finding, at: Period) -> int:
    """Say on which side a line was named at the end of a period, by what was known then."""
    cells = overview(source, partnerships=(each.partnership,), period=at).cells
    rows = cells.filter(pl.col(columns.INDICATOR) == each.indicator)
    return rows[columns.SIGNAL_SIDE].item() or 0


def test_a_status_says_value_target_and_period(found: Overview, messages: Source) -> None:
    for each in (each for each in found.findings if each.kind.value in STATUSES):
        shown = series(messages, each.evidence)
        row = shown.frame.row(by_predicate=pl.col(columns.PERIOD) == each.period, named=True)
        text = sentence(each)
        assert labels.counted_text(row) in text
        assert labels.period_label(each.period) in text
        pooled = shown.pooled[columns.POOLED_STATUS].to_list()
        assert each.kind.value == (pooled or [row[columns.STATUS]])[0]
        assert f"; {STATUSES[each.kind.value]}, target {told(row, columns.TARGET)}" in text
        assert not pooled or f" together, {_pooled(shown, row)}" in text


def _pooled(shown: Series, row: dict[str, object]) -> str:
    return told({**row, **shown.pooled.row(0, named=True)}, columns.POOLED)


def test_title_cells_and_findings_tell_one_status(found: Overview, messages: Source) -> None:
    figure = matrix_figure(found, messages, title="Now", subtitle="")
    statuses = {(each.row, each.column): each.status for each in figure.cells if each.status}
    kinds = {
        (each.partnership, INDICATORS[each.indicator].pillar.value): each.kind.value
        for each in found.findings
        if each.kind.value in STATUSES
    }
    assert statuses == kinds
    for each in figure.cells:
        assert not each.status or STATUSES[each.status] in each.status_text
    now = Counter(status_of(row) for row in found.judged.iter_rows(named=True))
    if now:
        missed, close = now[columns.NOT_MET], now[columns.TOO_CLOSE]
        assert title(found).startswith(f"{now[columns.MET]} of {now.total()} headline target")
        assert title(found).endswith(f"met, {missed} not met, {close} too close to call")


def test_a_status_over_four_quarters_is_what_the_title_counts(messages: Source) -> None:
    found = overview(messages, period=Period(2025, 4))
    settled = pl.col(columns.POOLED_STATUS).is_in((columns.MET, columns.NOT_MET))
    pooled = found.judged.filter(settled)
    assert pooled.height
    alone = Counter(found.judged[columns.STATUS])
    assert f" {alone[columns.TOO_CLOSE] - pooled.height} too close to call" in title(found)


@pytest.mark.parametrize("kind", [Kind.CHANGED, Kind.KNOWN, Kind.UNJUDGED])
@pytest.mark.parametrize("flags", ["", "simulated", "immature;simulated", "partial:not_ended"])
def test_a_figure_that_is_not_whole_yet_says_so(found: Overview, kind: Kind, flags: str) -> None:
    each = found.findings[0]
    row = {**each.numbers, columns.FLAGS: flags}
    text = sentence(replace(each, kind=kind, period=row[columns.PERIOD], numbers=row))
    assert ("(may still change)" in text) == flags.startswith(("immature", "partial"))


@pytest.mark.parametrize(
    ("earlier", "value", "listed"),
    [
        (0.778, 0.781, [Kind.KNOWN]),
        (1.0, 1.0, [Kind.KNOWN]),
        (0.774, 0.781, [Kind.CHANGED, Kind.KNOWN]),
        (0.041, 0.042, [Kind.CHANGED, Kind.KNOWN]),
    ],
)
def test_a_change_that_does_not_show_is_no_finding(
    earlier: float, value: float, listed: list[Kind], found: Overview
) -> None:
    each = found.findings[0]
    more = {
        columns.UNIT: columns.SHARE,
        columns.VALUE: value,
        columns.EARLIER: earlier,
        columns.EARLIER_PERIOD: "2023-Q4",
        columns.EARLIER_PRECISION: "",
        columns.PRECISION: "",
    }
    row = {**each.numbers, **more}
    told = [replace(each, kind=kind, numbers=row) for kind in (Kind.CHANGED, Kind.KNOWN)]
    assert [each.kind for each in told if tells(each)] == listed


def test_no_sentence_names_a_cause_or_calls_a_figure_improved(found: Overview) -> None:
    texts = [sentence(each, found.partnerships) for each in found.findings]
    assert texts
    assert [text for text in texts if BANNED.search(text)] == []
    assert all(labels.period_label(each.period) in sentence(each) for each in found.findings)


def test_as_many_are_flagged_as_findings_say_so(found: Overview) -> None:
    kinds = Counter(each.kind for each in found.findings)
    flagged = sum(kinds[each] for each in SIGNALS.values())
    text = counts(found.checked, "Oct–Dec 2024 (Q4)")
    assert found.checked.flagged == flagged
    assert text.startswith(f"{found.checked.number} series checked")
    assert text.endswith((f"; {flagged} were.", f"; {flagged} was."))
    expected = re.search(r"about ([\d.]+) would be flagged if nothing had changed", text)
    assert expected
    assert float(expected[1]) == pytest.approx(found.checked.expected, abs=0.051)


def test_the_matrix_marks_in_words_what_is_not_as_usual(found: Overview, messages: Source) -> None:
    figure = matrix_figure(found, messages, title="Now", subtitle="")
    marked = {
        (cell.row, cell.column): cell.standing_text for cell in figure.cells if cell.standing_text
    }
    flagged = [each for each in found.findings if each.kind in SIGNALS.values()]
    assert figure.metadata.note.startswith(f"{found.checked.number} series checked")
    assert len(marked) == len(flagged)
    for each in flagged:
        text = marked[each.partnership, INDICATORS[each.indicator].pillar.value]
        assert text.endswith(stage(each.numbers))
        assert text in figure.description
        late = each.numbers[columns.PERIOD] != each.period
        assert (labels.period_label(each.period) in text) == late


def test_what_was_published_is_never_said_to_be_better_or_worse(shipped: Warehouse) -> None:
    source = Source(shipped)
    whole = overview(source)
    of_each = [profile(source, each).findings for each in list(whole.partnerships)[:3]]
    every = [*whole.findings, *(each for part in of_each for each in part)]
    printed = [each for each in every if INDICATORS[each.indicator].published]
    assert printed
    assert {each.kind for each in printed} <= {Kind.CHANGED, Kind.KNOWN}
    assert whole.checked.number == 0
    words = [WORDS[said] for said in (Standing.BETTER, Standing.WORSE, Standing.DIFFERENT)]
    texts = [
        sentence(each, whole.partnerships).replace(INDICATORS[each.indicator].name, "")
        for each in printed
    ]
    assert [text for text in texts if BANNED.search(text) or any(map(text.count, words))] == []
