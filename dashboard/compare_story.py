"""Partnerships of one kind in figures and sentences: funnel, ranges of ranks, who is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from dashboard import formula_words, labels, rows_behind, story
from dashboard.charts import formats
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Cell, Figure, Funnel, Heading, Kind
from dashboard.i18n import tr, trn
from metrics import values as columns
from metrics.compare import BEYOND_95, BEYOND_998, FEWEST, Compared, Curve
from metrics.methods.funnel import WARNING, Band
from metrics.ranks import RANK_BEST, RANK_WORST, RANKED
from metrics.source import Source
from metrics.stand import Stand, stand
from metrics.statistic import Share
from validation.codes import PARTNERSHIP_KINDS
from validation.text import mark

_CHANCE: Final = mark("range that chance alone would give, for 95\u00a0% and 99.8\u00a0%")
_WIDENED: Final = mark(
    "range for 95\u00a0% and 99.8\u00a0%, by chance and by how much these partnerships differ"
)
PANEL: Final = "panel"
_RANK: Final = "rank"
_DRAWN: Final = "ranks of values drawn within their intervals"
_TOLD: Final = 1.05
"""Clusters that widen chance by less are not told: it would read as 1.0 times."""
_OVERLAP: Final = mark(
    "Ranks of shares drawn within their intervals: where two ranges overlap, neither comes first."
)
_OUTSIDE: Final = (Stand.BETTER, Stand.WORSE, Stand.DIFFERENT)

EXPLAINED: Final = mark(
    "Each mark is a partnership: the further right, the more cases it has; the higher, the larger "
    "its share. The shaded funnel is where chance alone would keep partnerships that are all "
    "alike: wide at the left, because a few cases more or less move a small one a lot."
)
CAREFUL: Final = mark(
    "A mark outside says where to look, not why: what is asked of partnerships, and by whom, "
    "differs too."
)
RANKS_EXPLAINED: Final = mark(
    "A rank is told as a range: each share is drawn 10 000 times within its interval, and the "
    "range holds 95 % of the ranks that come out."
)


def stands(found: Compared) -> dict[str, Stand]:
    """Tell of each partnership how it stands to what chance alone would give."""
    direction = found.indicator.direction
    rows = found.values.select(columns.PARTNERSHIP, BEYOND_95, BEYOND_998).iter_rows()
    return {whose: stand(inner, outer, direction) for whose, inner, outer in rows}


def finding(found: Compared) -> str:
    """Say how many partnerships lie outside what chance alone, or what they differ by, gives."""
    outside = sum(each in _OUTSIDE for each in stands(found).values())
    facts = {"name": tr(found.indicator.name), "all": found.values.height}
    if found.apart:
        return _apart(found, outside, facts)
    if not outside:
        within = mark("{name}: all {all} are within the range that chance alone would give")
        wider = mark("{name}: all {all} are within a range a little wider than chance would give")
        return tr(wider if found.stretched else within, **facts)
    return trn(
        mark("{name}: {n} of {all} is outside the range that chance alone would give"),
        mark("{name}: {n} of {all} are outside the range that chance alone would give"),
        outside,
        **facts,
    )


def _apart(found: Compared, outside: int, facts: Mapping[str, object]) -> str:
    """Say that partnerships differ by more than chance, and how many stand out even so."""
    if not found.singles_out:
        return tr(mark("{name}: the {all} differ by more than chance would make them"), **facts)
    if not outside:
        none = mark("{name}: the {all} differ by more than chance, and none stands out from them")
        return tr(none, **facts)
    return trn(
        mark("{name}: {n} of {all} stands out, even beside how much they all differ"),
        mark("{name}: {n} of {all} stand out, even beside how much they all differ"),
        outside,
        **facts,
    )


def funnel_figure(found: Compared, source: Source) -> Figure:
    """Draw partnerships in the funnel of what chance alone would give."""
    made = _made(found, source)
    divided = isinstance(found.indicator.statistic, Share)
    size = formula_words.parts(found.indicator)[1] if divided else tr(mark("Number of cases"))
    curve = found.curve
    figure = replace(
        made,
        id=f"funnel-{found.indicator.id}-{found.asked.kind}-{found.period.lower()}",
        kind=Kind.FUNNEL,
        title=finding(found),
        footer=(*filter(None, (widened(found),)), *made.footer),
        funnel=Funnel(
            average=found.average,
            sizes=tuple(map(float, curve.size)) if curve else (),
            inner=_ends(curve, inner=True),
            outer=_ends(curve, inner=False),
            stands=stands(found),
            size_label=size,
            limits_label=tr(_WIDENED if found.stretched else _CHANCE),
        ),
        ways=rows_behind.ways(found.series, source),
    )
    return described(figure, tr)


def _ends(curve: Curve | None, *, inner: bool) -> tuple[tuple[float, float], ...]:
    if curve is None:
        return ()
    band: Band = curve.inner if inner else curve.outer
    return tuple(zip(map(float, band.lower), map(float, band.upper), strict=True))


def ranks_figure(found: Compared, source: Source) -> Figure:
    """Draw the range of each partnership's rank."""
    ranked = found.values.filter(RANKED)
    number = ranked.height
    made = _made(found, source)
    frame = ranked.with_columns(
        pl.lit(_RANK).alias(PANEL),
        pl.int_range(1, number + 1).cast(pl.Float64).alias(columns.VALUE),
        pl.col(RANK_BEST).cast(pl.Float64).alias(columns.LOWER),
        pl.col(RANK_WORST).cast(pl.Float64).alias(columns.UPPER),
        pl.lit(_DRAWN).alias(columns.METHOD),
        pl.lit("").alias(columns.UNIT),
        pl.lit(None, pl.Float64).alias(columns.NUMERATOR),
        pl.lit(None, pl.Float64).alias(columns.DENOMINATOR),
    ).select(list(columns.schema([PANEL])))
    figure = replace(
        made,
        id=f"ranks-{found.indicator.id}-{found.asked.kind}-{found.period.lower()}",
        kind=Kind.RANGES,
        values=frame,
        dimensions=(columns.PARTNERSHIP, PANEL),
        series={each: made.series[each] for each in ranked[columns.PARTNERSHIP]},
        title=tr(
            mark("{name}: who could come first, and who last?"), name=tr(found.indicator.name)
        ),
        footer=(*filter(None, (tr(_OVERLAP), unranked(found))), *made.footer),
        headings=(Heading(id=_RANK, title=tr(mark("Rank, 1 the best"))),),
        cells=tuple(
            Cell(
                row=str(row[columns.PARTNERSHIP]),
                column=_RANK,
                value=_rank_text(row, number),
            )
            for row in ranked.iter_rows(named=True)
        ),
        scale=(1.0, float(number)),
        unit="",
        unit_label="",
    )
    return described(figure, tr)


def _rank_text(row: Mapping[str, object], number: int) -> str:
    """Write a range of ranks beside the value it comes from: "1–3 of 5 · 69 % (63–75 %)"."""
    facts = {"span": rank_span(row[RANK_BEST], row[RANK_WORST]), "all": number}
    facts |= {"value": labels.value_text(row), "interval": labels.interval_text(row)}
    return tr(mark("{span} of {all} · {value} ({interval})"), **facts)


def rank_span(best: object, worst: object) -> str:
    """Write a range of ranks: "1–3", or "2" where it is one rank."""
    return f"{best}" if best == worst else f"{best}–{worst}"


def _made(found: Compared, source: Source) -> Figure:
    """Make what both figures share: names, values, subtitle, provenance."""
    made = story.plain_figure(found.series, source)
    names = found.series.names
    rows = found.values.sort(columns.VALUE, descending=True)[columns.PARTNERSHIP]
    parts = [
        kind_name(found.asked.kind),
        trn(mark("{n} partnership"), mark("{n} partnerships"), found.values.height),
        labels.period_label(found.period),
        *story.filters_of(found.series.query),
    ]
    return replace(
        made,
        values=found.values,
        dimensions=(columns.PARTNERSHIP,),
        series={each: labels.short_name(names[each]) for each in rows},
        subtitle=" · ".join(parts),
        targets=(),
        milestones=(),
    )


def kind_name(kind: str) -> str:
    """Name a kind of partnership."""
    return tr(PARTNERSHIP_KINDS.label(kind))


def widened(found: Compared) -> str:
    """Say by how much the funnel was widened, why, and what that hides; empty where it was not."""
    return " ".join(filter(None, (_clustered(found), _over_dispersed(found))))


def _clustered(found: Compared) -> str:
    """Say how much farther chance goes since cases come in clusters; empty where it does not."""
    if found.clustering < _TOLD:
        return ""
    return tr(
        mark(
            "Cases come in clusters (pairs of partners), so chance alone makes the variance of "
            "the shares {times} times that of single cases; the funnel allows for it."
        ),
        times=_times(found.clustering),
    )


def _over_dispersed(found: Compared) -> str:
    """Say by how much they differ beyond chance, and what that hides; empty where they do not."""
    if not found.stretched:
        return ""
    told = tr(
        mark(
            "Chance alone would make the shares vary; here their variance is {times} times that, "
            "and the funnel is widened accordingly (over-dispersion)."
        ),
        times=_times(found.dispersion),
    )
    if found.singles_out:
        return told
    few = mark("So widened by so few partnerships, it can single out none of them.")
    return f"{told} {tr(few)}"


def _times(ratio: float) -> str:
    return formats.number(ratio, 1, labels.words())


def expected(found: Compared) -> str:
    """Say how many would lie outside the inner range if all were alike, and how many do.

    Empty where it is plain that they are not.
    """
    if found.apart:
        return ""
    number = found.values.height
    near = sum(each is not Stand.WITHIN for each in stands(found).values())
    return tr(
        mark(
            "If all {all} were alike, about {chance} would still be outside the inner range; "
            "{found} are."
        ),
        all=number,
        chance=f"{number * (1 - WARNING):.1f}",
        found=near,
    )


def left_out(found: Compared) -> str:
    """Name who is left out, each with the reason; empty where nobody is."""
    names = found.series.names
    told = [
        tr(
            mark("{name} ({reason})"),
            name=labels.short_name(names[each]),
            reason=labels.flags_text(flags).rstrip("."),
        )
        for each, flags in found.left_out.items()
    ]
    return tr(mark("Left out: {names}."), names="; ".join(told)) if told else ""


def unranked(found: Compared) -> str:
    """Name who has no rank, because no interval can be told; empty where nobody is."""
    names = found.series.names
    told = found.values.filter(~pl.col(RANKED))[columns.PARTNERSHIP].to_list()
    named = ", ".join(labels.short_name(names[each]) for each in told)
    return tr(mark("Not ranked, having no interval: {names}."), names=named) if named else ""


def other_kinds(found: Compared) -> str:
    """Name the kinds of which there are too few to compare; empty where there are none."""
    few = {kind: number for kind, number in found.kinds.items() if number < FEWEST}
    named = ", ".join(_counted(few))
    told = mark("Too few of a kind to compare: {kinds}.")
    return tr(told, kinds=named) if named else ""


def _counted(kinds: Mapping[str, int]) -> Iterator[str]:
    for kind, number in kinds.items():
        yield tr(mark("{kind} ({n})"), kind=kind_name(kind), n=number)
