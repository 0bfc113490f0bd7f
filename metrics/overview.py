"""Partnerships × pillars: each cell one headline indicator, or the best published total."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from metrics.cards import Cards, by_pillar, cards, foremost
from metrics.catalogue import INDICATORS, PILLARS
from metrics.checked import Checked, checked, with_checked
from metrics.explorer import Wanted, operations
from metrics.findings import Finding, findings
from metrics.indicator import Indicator, PillarView
from metrics.offered import printed
from metrics.series import Query, names
from metrics.source import Provenance, Source, read_together
from metrics.values import INDICATOR, PARTNERSHIP, PERIOD, PILLAR, STATUS
from validation.codes import Pillar
from validation.periods import Grain, Period


@dataclass(frozen=True, eq=False, kw_only=True)
class Overview:
    """The matrix.

    Attributes:
        partnerships: the rows: names by id, in order of name.
        pillars: the columns: each with its headline indicator; without one of which all figures
            are of places.
        cells: one row per cell that has a value: pillar, the columns of `Cards.latest`, and
            whether it is checked (`checked.with_checked`). A cell without a row is not measured,
            and no figure of it was found.
        points: the values of each cell's line up to that value: pillar, then a value's columns.
        listed: the partnerships of which operations are listed one by one.
        on_places: whether figures are left out because they are of places, of no partnership.
        findings: what the cells say, the most important first.
        period: the last period looked at; None for whatever comes last.
        provenance: version, date, head of the ledger, whether simulated.
    """

    partnerships: dict[str, str]
    pillars: dict[Pillar, Indicator]
    cells: pl.DataFrame
    points: pl.DataFrame
    listed: frozenset[str]
    on_places: bool
    findings: tuple[Finding, ...]
    period: Period | None
    provenance: Provenance

    @cached_property
    def checked(self) -> Checked:
        """The cells that are checked for a change."""
        return checked(self.cells)

    def is_current(self, code: str) -> bool:
        """Tell whether a value's period is the one looked at, or the year in which that lies."""
        return self.period is None or code in {self.period.code, self.period.year_period().code}

    @cached_property
    def published(self) -> bool:
        """Whether every cell with a value holds a published total."""
        return all(INDICATORS[each].published for each in self.cells[INDICATOR].unique())

    @cached_property
    def current(self) -> pl.DataFrame:
        """The cells whose value is of the period looked at."""
        codes = [each for each in self.cells[PERIOD].unique() if self.is_current(each)]
        return self.cells.filter(pl.col(PERIOD).is_in(codes))

    @cached_property
    def judged(self) -> pl.DataFrame:
        """Those of them that a target judges."""
        return self.current.filter(pl.col(STATUS) != "")

    @cached_property
    def earlier(self) -> pl.DataFrame:
        """The cells that a target judges by a value of an earlier period."""
        codes = [each for each in self.cells[PERIOD].unique() if not self.is_current(each)]
        return self.cells.filter(pl.col(PERIOD).is_in(codes), pl.col(STATUS) != "")

    @cached_property
    def waiting(self) -> int:
        """How many headline figures have no value of the period looked at.

        A cell in which a published total stands waits for none, nor does any of a pillar of which
        nobody returns anything.
        """
        published = pl.col(INDICATOR).is_in([e.id for e in INDICATORS.values() if e.published])
        pillars = self.cells.filter(~published)[PILLAR].unique()
        instead = self.cells.filter(published, pl.col(PILLAR).is_in(pillars.implode()))
        told = self.current.filter(~published)
        return len(self.partnerships) * len(pillars) - told.height - instead.height


@read_together
def overview(
    source: Source,
    *,
    partnerships: tuple[str, ...] = (),
    period: Period | None = None,
    grain: Grain | None = None,
    crime_areas: tuple[str, ...] = (),
    countries: tuple[str, ...] = (),
) -> Overview:
    """Show how each partnership stands in each pillar, in the last period with a value.

    The answer is kept with the version.

    Args:
        source: the version.
        partnerships: only these; all if empty.
        period: the last period to look at; open if None.
        grain: quarter or year; None for each line's finest.
        crime_areas: only these; all if empty.
        countries: only these; all if empty.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    query = Query(
        indicator="",
        partnerships=partnerships,
        grain=grain,
        to_period=period,
        crime_areas=crime_areas,
        countries=countries,
    )
    return source.remember(("overview", query), lambda: _overview(source, query))


def _overview(source: Source, query: Query) -> Overview:
    wanted = query.partnerships
    rows = {key: name for key, name in names(source).items() if not wanted or key in wanted}
    found = [
        (view.pillar, each)
        for view in PILLARS.values()
        for each in _cells(
            source, view, replace(query, indicator=view.headline, partnerships=tuple(rows))
        )
    ]
    matrix = by_pillar(found)
    on_places = Pillar.COMMUNITIES.value not in set(matrix.latest[PILLAR]) and bool(
        printed(source, "")
    )
    headlines = {pillar: INDICATORS[view.headline] for pillar, view in PILLARS.items()}
    if on_places:
        del headlines[Pillar.COMMUNITIES]
    cells = with_checked(matrix.latest, query.to_period)
    return Overview(
        partnerships=rows,
        pillars=headlines,
        cells=cells,
        points=matrix.points,
        listed=_listed(source, query, tuple(rows)),
        on_places=on_places,
        findings=findings(cells, query),
        period=query.to_period,
        provenance=source.provenance,
    )


def _cells(source: Source, view: PillarView, query: Query) -> Iterator[Cards]:
    """Yield cards of the headline, then of each fallback, for partnerships still without one.

    Whatever else is published of the pillar comes last, so that no cell is empty of which a
    profile shows a figure; but where operations are listed, no figure of one stands for them.
    """
    waiting = set(query.partnerships)
    others = set(query.partnerships)
    if view.pillar == Pillar.OPERATIONS:
        others -= _listed(source, query, query.partnerships)
    else_printed = (each for whose in sorted(others) for each in printed(source, whose))
    of_pillar = (each for each in else_printed if INDICATORS[each].pillar == view.pillar)
    for each in dict.fromkeys((view.headline, *view.fallback, *of_pillar)):
        indicator = INDICATORS[each]
        found = foremost(cards(source, indicator, query), indicator)
        if each not in (view.headline, *view.fallback):
            waiting &= others
        yield Cards(_only(found.latest, waiting), _only(found.points, waiting))
        waiting -= set(found.latest[PARTNERSHIP])
        if not waiting:
            return


def _listed(source: Source, query: Query, partnerships: tuple[str, ...]) -> frozenset[str]:
    """Return which partnerships have operations listed, of the crime areas and countries asked."""
    wanted = Wanted(crime_areas=query.crime_areas, countries=query.countries)
    return frozenset(
        each
        for each in partnerships
        if operations(source, replace(wanted, partnerships=(each,))).height
    )


def _only(frame: pl.DataFrame, partnerships: set[str]) -> pl.DataFrame:
    return frame.filter(pl.col(PARTNERSHIP).is_in(sorted(partnerships)))
