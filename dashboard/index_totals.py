"""The totals of the effectiveness index in a figure, with how far they and ranks would move."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard import labels
from dashboard.charts.figure import Figure, Heading
from dashboard.compare_story import rank_span
from dashboard.i18n import tr, trn
from dashboard.index_story import Dot, dots_figure, points
from metrics.index import Index
from metrics.index_moves import Moves
from metrics.methods.robustness import Places, Spread
from validation.text import mark

_SAMPLING: Final = "from_sampling"
_METHOD: Final = "from_method"
_RANK: Final = mark("rank")

TOTAL_EXPLAINED: Final = mark(
    "A total lets a high score make up for a low one, so it is shown with how far it would move "
    "*from sampling*, each figure drawn anew within its interval. Its rank is shown with how far "
    "it would move *from method*, the index made otherwise, with other scales, weights and means: "
    "on another scale a score means something else, a rank does not. The two are never mixed."
)


def totals_figure(found: Index, moved: Moves, *told: str) -> Figure:
    """Draw each total with its range from sampling, and its rank with that from the method.

    Args:
        found: the index.
        moved: both ranges.
        told: what must be known of both, wherever the figure is taken; empty texts are left out.
    """
    dots = [*_scored(found, moved.sampling), *_placed(found, moved.method)]
    made = dots_figure(
        found, dots, _headings(found, moved), name="totals", title=_first(found, moved), ranked=True
    )
    return replace(made, footer=(*filter(None, told), *made.footer))


def _headings(found: Index, moved: Moves) -> tuple[Heading, Heading]:
    title, note = mark("Total"), mark("without a range: this scale moves with the figures")
    if moved.sampling:
        title = mark("Total, and its range from sampling")
        note = mark("the index made as it is, its figures drawn anew")
    return (
        Heading(id=_SAMPLING, title=tr(title), note=tr(note)),
        Heading(
            id=_METHOD,
            title=tr(mark("Rank, and its range from the method")),
            note=tr(mark("its figures as they are, the index made otherwise; 1 is the best")),
            scale=(1.0, float(_ranked(found))),
        ),
    )


def _ranked(found: Index) -> int:
    return int((found.made.ranks > 0).sum()) if found.made else 0


def _scored(found: Index, spread: Spread | None) -> Iterator[Dot]:
    """Place each total on its range; without any where the scale moves with the figures."""
    for row, whose, total in _with_total(found):
        score = points(total)
        if spread is None:
            yield Dot(row=whose, panel=_SAMPLING, value=total, text=score)
            continue
        best, worst = int(spread.best[row]), int(spread.worst[row])
        lower, upper = float(spread.lower[row]), float(spread.upper[row])
        facts = {"score": score, "lower": points(lower), "upper": points(upper)}
        text = tr(
            mark("{score} ({lower}–{upper}), rank {span}"), **facts, span=rank_span(best, worst)
        )
        yield Dot(
            row=whose,
            panel=_SAMPLING,
            value=total,
            lower=lower,
            upper=upper,
            text=text,
            best=best,
            worst=worst,
        )
    yield from _without_total(found, _SAMPLING)


def _placed(found: Index, places: Places) -> Iterator[Dot]:
    """Place each rank on its range: scores on unlike scales are not held beside a total."""
    for row, whose, _ in _with_total(found):
        best, worst = int(places.best[row]), int(places.worst[row])
        rank = int(found.made.ranks[row]) if found.made else 0
        text = tr(
            mark("rank {rank} of {all} ({span})"),
            rank=rank,
            all=_ranked(found),
            span=rank_span(best, worst),
        )
        yield Dot(
            row=whose,
            panel=_METHOD,
            value=float(rank),
            lower=float(best),
            upper=float(worst),
            text=text,
            best=best,
            worst=worst,
            unit=_RANK,
        )
    yield from _without_total(found, _METHOD)


def _with_total(found: Index) -> Iterator[tuple[int, str, float]]:
    """Return place, id and total of each partnership that has one."""
    for row, whose in enumerate(found.names):
        if found.made and found.made.ranks[row]:
            yield row, whose, float(found.made.total[row])


def _without_total(found: Index, panel: str) -> Iterator[Dot]:
    note = tr(mark("no total: a pillar is missing"))
    for row, whose in enumerate(found.names):
        if found.made and not found.made.ranks[row]:
            yield Dot(row=whose, panel=panel, value=None, note=note)


def _first(found: Index, moved: Moves) -> str:
    """Say who comes first, and whether chance or the method could change it."""
    made = found.made
    if made is None:
        return ""
    leaders = [row for row, rank in enumerate(made.ranks) if rank == 1]
    names = [labels.short_name(name) for name in found.names.values()]
    spreads = [each for each in (moved.sampling, moved.method) if each]
    if len(leaders) == 1 and all(int(each.worst[leaders[0]]) == 1 for each in spreads):
        return tr(
            mark("{name} comes first in at least 95\u00a0% of the draws, of either kind"),
            name=names[leaders[0]],
        )
    could = [
        name
        for row, name in enumerate(names)
        if made.ranks[row] and any(int(each.best[row]) == 1 for each in spreads)
    ]
    if len(could) == 1:
        most = mark("{name} comes first in most of the draws, but not in nearly all")
        return tr(most, name=could[0])
    return trn(
        mark("{n} of {all} could come first, so the total names no winner"),
        mark("{n} of {all} could come first, so the total names no winner"),
        len(could),
        all=int((made.ranks > 0).sum()),
    )
