"""The shared filter row: drawn before every page, held in the link, handed on as one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cached, choices, labels, link
from dashboard.i18n import tr
from data.versions import Version
from metrics.offered import Offered
from validation.crime_areas import CRIME_AREAS
from validation.parties import COUNTRIES
from validation.periods import QUARTER, YEAR, Grain, Period
from validation.text import mark

LATEST: Final = "latest"
BEGINNING: Final = ""

_GRAINS: Final = {QUARTER: mark("Quarter"), YEAR: mark("Year")}


@dataclass(frozen=True)
class Filters:
    """What the reader chose; an empty tuple means everything."""

    workspace: str
    version: int
    latest_version: int
    partnerships: tuple[str, ...]
    period: Period | None
    start: Period | None
    grain: Grain
    crime_areas: tuple[str, ...]
    countries: tuple[str, ...]
    offered: Offered

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the partnerships to show: those chosen, or all."""
        return self.partnerships or tuple(self.offered.partnerships)

    @property
    def key(self) -> tuple[object, ...]:
        """Return everything a figure may depend on."""
        return (
            self.workspace,
            self.version,
            self.partnerships,
            self.period,
            self.start,
            self.grain,
            self.crime_areas,
            self.countries,
        )


def draw(*, narrow: bool, filtered: bool = True) -> Filters:
    """Draw the row and return what is chosen; on a narrow screen it folds under a line of its own.

    Args:
        narrow: whether the screen is narrow.
        filtered: whether the page is changed by more than workspace and version; where it is not,
            all else is kept as chosen on other pages, and not offered.
    """
    names = {each.name: tr(each.title) for each in cached.workspaces()}
    fold = st.empty()
    with st.container(key="filter-row", horizontal=True, vertical_alignment="bottom", gap="small"):
        workspace = link.one(choices.WORKSPACE, names, width=170, then=link.clear)
        ledger = cached.ledger(workspace)[::-1]
        versions = _versions(ledger)
        version = _version(ledger, versions)
        offered = cached.offered(workspace, version)
        partnerships = _partnerships(offered, drawn=filtered)
        grain = _grain(offered, drawn=filtered)
        period = _reference_period(offered.periods[grain], drawn=filtered)
        start, crime_areas, countries = _more(offered, grain, drawn=filtered)
        if versions:
            link.one(choices.AS_OF, versions, width=225, shown=_latest_shown(ledger))
    if narrow:
        _fold(fold, names[workspace], version)
    return Filters(
        workspace=workspace,
        version=version,
        latest_version=len(ledger),
        partnerships=partnerships,
        period=period,
        start=start,
        grain=grain,
        crime_areas=crime_areas,
        countries=countries,
        offered=offered,
    )


def _fold(place: DeltaGenerator, workspace: str, version: int) -> None:
    """Draw what unfolds the row, with what must be known of it while it is folded."""
    label = tr(
        mark("Filters · {workspace} · version {version}"), workspace=workspace, version=version
    )
    place.toggle(label, key="show_filters", on_change="ignore")


def _partnerships(offered: Offered, *, drawn: bool) -> tuple[str, ...]:
    everything = tr(mark("All {n} partnerships"), n=len(offered.partnerships))
    if drawn:
        return link.several(choices.PARTNERSHIPS, offered.partnerships, everything, width=240)
    return link.settle_several(choices.PARTNERSHIPS, offered.partnerships, everything)


def _grain(offered: Offered, *, drawn: bool) -> Grain:
    named = {each: tr(_GRAINS[each]) for each in (QUARTER, YEAR) if offered.periods[each]}
    named = named or {QUARTER: tr(_GRAINS[QUARTER])}
    choose = link.segments if drawn else link.settle
    return cast("Grain", choose(choices.GRAIN, named, default=offered.grain))


def _reference_period(periods: Sequence[str], *, drawn: bool) -> Period | None:
    """Choose the period to look at: the latest, which moves on with the data, or an earlier one."""
    if not periods:
        return None
    last = periods[-1]
    named = {code: labels.period_label(code) for code in reversed(periods)}
    latest = tr(mark("Latest: {period}"), period=named[last])
    if link.chosen(choices.PERIOD) != last:
        del named[last]
    shown = tr(mark("the latest, {period}"), period=labels.period_label(last))
    options = {LATEST: latest, **named}
    code = (
        link.one(choices.PERIOD, options, width=220, shown=shown)
        if drawn
        else link.settle(choices.PERIOD, options, LATEST, shown)
    )
    period = Period.parse(last if code == LATEST else code)
    link.pin(choices.PERIOD, period.code)
    return period


def _more(
    offered: Offered, grain: Grain, *, drawn: bool
) -> tuple[Period | None, tuple[str, ...], tuple[str, ...]]:
    """Return first period, crime areas and countries; their lists are drawn when asked for."""
    starts = {BEGINNING: tr(mark("the beginning"))}
    starts |= {code: labels.period_label(code) for code in reversed(offered.periods[grain])}
    areas = {code: tr(CRIME_AREAS.label(code)) for code in offered.crime_areas}
    countries = {code: tr(COUNTRIES.label(code)) for code in offered.countries}
    all_areas, all_countries = tr(mark("All crime areas")), tr(mark("All countries"))
    start = link.settle(choices.START, starts)
    chosen_areas = link.settle_several(choices.CRIME_AREA, areas, all_areas)
    chosen_countries = link.settle_several(choices.COUNTRY, countries, all_countries)
    asked = Period.parse(start) if start else None
    if not drawn:
        _passed_on()
        return asked, chosen_areas, chosen_countries
    hidden = sum(bool(each) for each in (start, chosen_areas, chosen_countries))
    label = tr(mark("More filters ({n})"), n=hidden) if hidden else tr(mark("More filters"))
    box = st.popover(label, key="more-filters", on_change="rerun")
    if box.open:
        with box:
            link.one(choices.START, starts)
            link.several(choices.CRIME_AREA, areas, all_areas)
            link.several(choices.COUNTRY, countries, all_countries)
            st.button(tr(mark("Clear all filters")), on_click=link.clear)
            _offered()
    return asked, chosen_areas, chosen_countries


def _passed_on() -> None:
    """Offer the link to pass on by itself."""
    box = st.popover(tr(mark("Link")), key="more-filters", on_change="rerun")
    if box.open:
        with box:
            _offered()


def _offered() -> None:
    st.caption(tr(mark("Link to this view, every choice and the version written out:")))
    link.offer()


def _versions(ledger: Sequence[Version]) -> dict[str, str]:
    """Return the versions a reader may ask, the newest first.

    "The latest" moves on with the data; a link that names the newest by its number keeps it.
    """
    if not ledger:
        return {}
    newest, *earlier = ledger
    named = {LATEST: tr(mark("Latest: {version}"), version=_label(newest))}
    if link.chosen(choices.AS_OF) == str(newest.number):
        earlier = ledger
    return named | {str(each.number): _label(each) for each in earlier}


def _version(ledger: Sequence[Version], named: Mapping[str, str]) -> int:
    """Return the version to ask, before the choice is drawn: no version is number 0."""
    if not ledger:
        return 0
    chosen = link.settle(choices.AS_OF, named, LATEST, _latest_shown(ledger))
    version = ledger[0].number if chosen == LATEST else int(chosen)
    link.pin(choices.AS_OF, str(version))
    return version


def _latest_shown(ledger: Sequence[Version]) -> str:
    return tr(mark("the latest, {version}"), version=ledger[0].number)


def _label(version: Version) -> str:
    return tr(
        mark("{number} · {day}"),
        number=version.number,
        day=f"{version.published_at.day} {version.published_at:%b %Y}",
    )
