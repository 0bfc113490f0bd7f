"""Published totals: every measure an organisation prints, as an indicator of its own."""

from typing import Final

from metrics.indicator import AcrossTime, Example, Indicator
from metrics.statistic import PUBLISHED_LINES, Published
from validation.codes import Direction, Level, Pillar
from validation.contracts.partnerships import PARTNERSHIPS
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.sources import SOURCES
from validation.measure import Measure
from validation.measures import MEASURES
from validation.text import mark

PREFIX: Final = "published_"

_READING: Final = mark(
    "The figure as the organisation printed it. Each system, area, crime area and scope is a line "
    "of its own: lines are never added, and quarters are never added to a year."
)
_STOCK_READING: Final = mark(
    "A reading on a day, as the organisation printed it: the last one in the period. Each system, "
    "area, crime area and scope is a line of its own: lines are never added."
)
_AS_PRINTED: Final = mark(
    "As printed by its source; not confirmed with the publisher. It has no interval and no good "
    "direction: what was counted, and how, may change from year to year."
)
_TABLES: Final = {
    SOURCES.name: (
        "source_id,publisher,title,tier\n"
        "annual-report,Example Agency,Annual report 2024,publisher\n"
        "newspaper,Example Times,Agency grows,secondary\n"
    ),
    PARTNERSHIPS.name: (
        "partnership_id,name,kind,lead_organisation,record\n"
        "agency,Example Agency,network,EUROPOL,published\n"
    ),
}


def _example(measure: Measure) -> Example:
    rows = (
        "period,partnership_id,measure,value,precision,source\n"
        f"2024,agency,{measure.code},71,,annual-report\n"
        f"2024,agency,{measure.code},70,rounded,newspaper\n"
    )
    return Example(
        tables=_TABLES | {PUBLISHED_TOTALS.name: rows},
        period="2024",
        expected=71,
        working="71: the publisher's own figure goes before a newspaper's, which agrees as rounded",
    )


def _published(measure: Measure) -> Indicator:
    return Indicator(
        id=PREFIX + measure.code,
        name=measure.label,
        question=measure.definition,
        pillar=measure.pillar,
        statistic=Published(measure.code),
        unit=measure.unit,
        multiplier=100 if measure.unit == "share" else 1,
        direction=Direction.NEITHER,
        level=Level.CONTEXT if measure.pillar == Pillar.COMMUNITIES else Level.ACTIVITY,
        across_time=AcrossTime.LAST if measure.stock else AcrossTime.NONE,
        cuts=PUBLISHED_LINES,
        reading=_STOCK_READING if measure.stock else _READING,
        caveats=(_AS_PRINTED,),
        example=_example(measure),
    )


PUBLISHED: Final = tuple(
    _published(measure) for measure in MEASURES.codes if isinstance(measure, Measure)
)
