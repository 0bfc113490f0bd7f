"""The shared filter row: drawn before every page, held in the link, handed on as one value.

The link carries codes, never labels, so that it reproduces the view in another language and in
two years; Streamlit's own binding writes labels (docs/decisions).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlencode

import streamlit as st

from dashboard import cached, labels
from dashboard.i18n import tr
from data.versions import Version
from metrics.offered import Offered
from validation.codes import COUNTRIES
from validation.crime_areas import CRIME_AREAS
from validation.periods import QUARTER, YEAR, Grain, Period
from validation.text import mark

WORKSPACE: Final = "workspace"
PARTNERSHIPS: Final = "partnerships"
PERIOD: Final = "period"
START: Final = "from"
GRAIN: Final = "grain"
CRIME_AREA: Final = "crime_area"
COUNTRY: Final = "country"
AS_OF: Final = "as_of"
KEYS: Final = (WORKSPACE, PARTNERSHIPS, PERIOD, START, GRAIN, CRIME_AREA, COUNTRY, AS_OF)
LISTS: Final = (PARTNERSHIPS, CRIME_AREA, COUNTRY)

SEPARATOR: Final = "~"
WRITTEN: Final = "link_as_written"
LATEST: Final = "latest"

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

    def link(self) -> str:
        """Return the query that reproduces this view, every filter and the version written out."""
        values = {
            WORKSPACE: self.workspace,
            PARTNERSHIPS: SEPARATOR.join(self.partnerships),
            PERIOD: self.period.code if self.period else "",
            START: self.start.code if self.start else "",
            GRAIN: self.grain,
            CRIME_AREA: SEPARATOR.join(self.crime_areas),
            COUNTRY: SEPARATOR.join(self.countries),
            AS_OF: str(self.version),
        }
        return urlencode({key: value for key, value in values.items() if value})


def draw() -> Filters:
    """Draw the row, keep it and the link in step, and return what is chosen."""
    _read_link()
    names = {workspace.name: workspace.title for workspace in cached.workspaces()}
    st.toggle(tr(mark("Filters")), key="show_filters", on_change="ignore")
    with st.container(key="filter-row", horizontal=True, vertical_alignment="bottom", gap="small"):
        workspace = _one(
            WORKSPACE, tr(mark("Workspace")), list(names), names.get, width=180, then=_clear
        )
        known = _version_labels(workspace)
        version, latest = _settled_version(known)
        choices = cached.offered(workspace, version)
        partnerships = _several(
            PARTNERSHIPS,
            tr(mark("Partnerships")),
            choices.partnerships,
            tr(mark("All {n} partnerships"), n=len(choices.partnerships)),
        )
        grain = _grain(choices)
        period = _reference_period(choices.periods[grain])
        with st.popover(tr(mark("More filters"))):
            start = _start(choices.periods[grain])
            crime_areas = _several(
                CRIME_AREA,
                tr(mark("Crime area")),
                {code: tr(CRIME_AREAS.label(code)) for code in choices.crime_areas},
                tr(mark("All crime areas")),
            )
            countries = _several(
                COUNTRY,
                tr(mark("Country")),
                {code: COUNTRIES.label(code) for code in choices.countries},
                tr(mark("All countries")),
            )
            st.button(tr(mark("Clear all filters")), on_click=_clear)
            st.caption(tr(mark("Link to this view, every choice and the version written out:")))
            link = st.empty()
        if known:
            _one(AS_OF, tr(mark("As of")), list(known), known.get, width=235)
    filters = Filters(
        workspace=workspace,
        version=version,
        latest_version=latest,
        partnerships=partnerships,
        period=period,
        start=start,
        grain=grain,
        crime_areas=crime_areas,
        countries=countries,
        offered=choices,
    )
    _write_link()
    link.code(f"{_address()}?{filters.link()}", language=None, wrap_lines=True)
    return filters


def _address() -> str:
    """Return the page's address without its query, for a link that can be passed on."""
    return str(st.context.url or "").partition("?")[0]


def _read_link() -> None:
    """Take the link's values where it was opened or gone back to, that is, not written by us."""
    link = {key: st.query_params[key] for key in KEYS if key in st.query_params}
    if not link or link == st.session_state.get(WRITTEN):
        return
    for key in KEYS:
        value = link.get(key, "")
        st.session_state[key] = (
            [part for part in value.split(SEPARATOR) if part] if key in LISTS else value or None
        )


def _write_link() -> None:
    """Put what is chosen into the link, leaving a page's own parameters alone."""
    values = {key: _written(st.session_state.get(key)) for key in KEYS}
    wanted = {key: value for key, value in values.items() if value}
    st.session_state[WRITTEN] = wanted
    present = {key: value for key, value in st.query_params.to_dict().items() if key in KEYS}
    if present == wanted:
        return
    own = {key: value for key, value in st.query_params.to_dict().items() if key not in KEYS}
    st.query_params.from_dict({**wanted, **own})


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return SEPARATOR.join(str(part) for part in cast("Sequence[object]", value))
    return str(value) if value else ""


def _clear() -> None:
    for key in KEYS:
        if key != WORKSPACE:
            st.session_state.pop(key, None)


def _settle(key: str, options: Sequence[object], default: object) -> None:
    """Give a widget's state its default where it has none, or one that is no longer an option."""
    value = st.session_state.get(key)
    if key in LISTS:
        chosen = cast("list[object]", value or [])
        st.session_state[key] = [part for part in chosen if part in options]
    elif value not in options:
        st.session_state[key] = default


def _one(
    key: str,
    label: str,
    options: Sequence[str],
    name: Callable[[str], str | None],
    *,
    width: int,
    then: Callable[[], None] | None = None,
) -> str:
    _settle(key, options, options[0])
    return st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda option: name(option) or option,
        width=width,
        on_change=then,
    )


def _several(key: str, label: str, options: Mapping[str, str], everything: str) -> tuple[str, ...]:
    _settle(key, list(options), [])
    chosen = st.multiselect(
        label,
        list(options),
        key=key,
        format_func=lambda option: options.get(option, option),
        placeholder=everything,
        width=260,
    )
    return tuple(chosen)


def _grain(choices: Offered) -> Grain:
    available = [grain for grain in (QUARTER, YEAR) if choices.periods[grain]] or [QUARTER]
    _settle(GRAIN, available, choices.grain)
    chosen = st.segmented_control(
        tr(mark("Grain")),
        available,
        key=GRAIN,
        format_func=lambda grain: tr(_GRAINS[grain]),
        required=True,
    )
    return cast("Grain", chosen)


def _reference_period(periods: Sequence[str]) -> Period | None:
    """Choose the period to look at: the latest, which moves on with the data, or an earlier one."""
    if not periods:
        return None
    last = periods[-1]
    named = {code: labels.period_label(code) for code in reversed(periods)}
    if st.session_state.get(PERIOD) != last:
        del named[last]
    latest = tr(mark("Latest: {period}"), period=labels.period_label(last))
    named = {LATEST: latest, **named}
    code = _one(PERIOD, tr(mark("Period")), list(named), named.get, width=215)
    return Period.parse(last if code == LATEST else code)


def _start(periods: Sequence[str]) -> Period | None:
    """Choose the first period shown; by default there is none."""
    named = {"": tr(mark("The beginning"))}
    named |= {code: labels.period_label(code) for code in reversed(periods)}
    code = _one(START, tr(mark("From")), list(named), named.get, width=165)
    return Period.parse(code) if code else None


def _version_labels(workspace: str) -> dict[str, str]:
    """Return the versions a reader may ask, the latest first and under a name of its own."""
    found = cached.ledger(workspace)[::-1]
    named = {str(each.number): _version_label(each) for each in found}
    if not found:
        return {}
    latest = tr(mark("{version} (latest)"), version=named.pop(str(found[0].number)))
    if st.session_state.get(AS_OF) == str(found[0].number):
        st.session_state[AS_OF] = LATEST
    return {LATEST: latest, **named}


def _settled_version(known: Mapping[str, str]) -> tuple[int, int]:
    """Return the version to ask and the latest one, before the choice is drawn."""
    latest = len(known)
    _settle(AS_OF, list(known), LATEST)
    chosen = str(st.session_state[AS_OF])
    return (latest if chosen == LATEST else int(chosen)), latest


def _version_label(version: Version) -> str:
    return tr(
        mark("Version {number} · {day}"),
        number=version.number,
        day=f"{version.published_at.day} {version.published_at:%b %Y}",
    )
