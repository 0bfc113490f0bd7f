"""The few words a chart prints by itself, translated by whoever makes the figure."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

from validation.periods import QUARTER_LABELS, Period
from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Words:
    """Legend words and number signs.

    The defaults are English msgids; `translated` gives them in the reader's language. Text in
    `{braces}` is filled in by the chart.
    """

    target: str = mark("target {value}")
    targets: str = mark("target")
    own_scales: str = mark("each picture has a scale of its own")
    more_lines: str = mark("more lines, not drawn but in the numbers of this figure: {number}")
    interval: str = mark("95\u00a0% interval")
    usual: str = mark("usual range")
    usual_trial: str = mark("usual range, from few periods")
    usual_row: str = mark("Usual range")
    better: str = mark("better than usual")
    worse: str = mark("worse than usual")
    different: str = mark("different from usual")
    together: str = mark("all together {value}")
    unnamed: str = mark("marks without a name, for want of room: {n}; the table names them")
    limits_95: str = mark("95\u00a0%")
    limits_99_8: str = mark("99.8\u00a0%")
    stand_within: str = mark("within the range")
    stand_near: str = mark("outside the inner range, as one in twenty by chance")
    stand_better: str = mark("better than the range")
    stand_worse: str = mark("worse than the range")
    stand_different: str = mark("outside the range")
    place: str = mark("Place")
    ranges_key: str = mark("95\u00a0% of the draws")
    milestone: str = mark("{number} {label}")
    gap: str = mark("not returned")
    gaps: str = mark("gap in a line: {reason}")
    broken: str = mark("not comparable with earlier figures")
    breaks: str = mark("break in a line: {reason}")
    before: str = mark("before {period}")
    suppressed: str = mark("withheld")
    nothing_due: str = mark("nothing to divide by")
    partial: str = mark("partial")
    partial_of: str = mark("partial ({present} of {whole})")
    immature: str = mark("may still change")
    revised: str = mark("revised")
    sources_differ: str = mark("sources differ")
    at_least: str = mark("at least this")
    at_most: str = mark("at most this")
    approximate: str = mark("about this")
    more_than: str = mark(">\u00a0{value}")
    less_than: str = mark("<\u00a0{value}")
    about: str = mark("about {value}")
    of_whole: str = mark("{n} of {all}")
    counted: str = mark("{value} ({counts})")
    not_measured: str = mark("not measured")
    nothing_reported: str = mark("blank: nothing reported")
    operation: str = mark("Operation")
    dates: str = mark("When")
    known_to_year: str = mark("begin or end known to the year only")
    up_to: str = mark("up to {value}")
    sends: str = mark("sender")
    receives: str = mark("receiver")
    simulated: str = mark("Simulated")
    invented: str = mark("Invented figures, for trying things out.")

    quarter_1: str = QUARTER_LABELS[0]
    quarter_2: str = QUARTER_LABELS[1]
    quarter_3: str = QUARTER_LABELS[2]
    quarter_4: str = QUARTER_LABELS[3]

    period: str = mark("Period")
    series: str = mark("Series")
    value: str = mark("Value")
    range: str = mark("Interval")
    remark: str = mark("Note")

    percent: str = mark("{number}\u00a0%")
    million: str = mark("{number}\u00a0million")
    billion: str = mark("{number}\u00a0billion")
    decimal_sign: str = mark(".")

    figure_sheet: str = mark("Figure")
    data_sheet: str = mark("Data")
    sources_sheet: str = mark("Sources")
    definitions_sheet: str = mark("Definitions")
    title: str = mark("Title")
    subtitle: str = mark("Subtitle")
    unit: str = mark("Unit")
    author: str = mark("Author")
    source: str = mark("Source")
    source_id: str = mark("Id")
    publisher: str = mark("Publisher")
    published: str = mark("Published")
    tier: str = mark("Read at")
    address: str = mark("Address")
    version: str = mark("Data version")
    version_date: str = mark("Version date")
    head: str = mark("Ledger head")
    note: str = mark("Note")
    description: str = mark("Description")
    rows_left_out: str = mark("{left} of {all} rows are left out; the CSV has them all.")

    @classmethod
    def translated(cls, translate: Callable[[str], str]) -> Self:
        """Return the words in another language.

        Args:
            translate: gives the reader's text for an English msgid, `{braces}` kept.
        """
        return cls(**{field.name: translate(str(field.default)) for field in fields(cls)})

    def period_label(self, period: Period) -> str:
        """Write a period: "Jul–Sep 2024 (Q3)" or "2024"."""
        quarters = (self.quarter_1, self.quarter_2, self.quarter_3, self.quarter_4)
        form = quarters[period.quarter - 1] if period.quarter else "{year}"
        return form.format(year=period.year)
