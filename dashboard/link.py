"""The page's address in step with what a reader chooses: a parameter a choice, codes, no labels.

A run of a page begins with `begin`, draws its choices with `one` and `several`, and ends with
`finish`. Streamlit's own binding writes labels (docs/decisions).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final, cast
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.choices import AS_OF, CHOICES, DRAFT, PUBLISHED, WORKSPACE, Choice
from dashboard.i18n import tr
from validation.text import mark

SEPARATOR: Final = "~"
KEYS: Final = frozenset(choice.key for choice in CHOICES)
LONGEST_SHOWN: Final = 60

_HELD: Final = "link"
_STRANGE: Final = ""
_STREAMLITS: Final = "embed"
_NO_CHOICE: Final = mark("There is no choice {unknown} on any page; it is left out.")


@dataclass
class _Held:
    """What one reader's session remembers.

    Attributes:
        chosen: every choice made so far, of this page or another, as the address holds it.
        opened: what a link says that was opened, until the page asks for it.
        seen: the parameters that are known to stand in the address.
        drawn: the choices of this run.
        pinned: those that a link to pass on says otherwise: a version where it says "latest".
        strange: the parameters in the address that no page knows.
        notices: what to tell of a link, by the choice it is about.
        fresh: whether this run reads a link that was opened, or gone back to.
        above: where to tell it.
        offered: where to write the link to pass on, if anywhere.
    """

    chosen: dict[str, str] = field(default_factory=dict[str, str])
    opened: dict[str, str] = field(default_factory=dict[str, str])
    seen: dict[str, str] = field(default_factory=dict[str, str])
    drawn: dict[str, str] = field(default_factory=dict[str, str])
    pinned: dict[str, str] = field(default_factory=dict[str, str])
    strange: tuple[str, ...] = ()
    notices: dict[str, str] = field(default_factory=dict[str, str])
    fresh: bool = False
    above: DeltaGenerator | None = None
    offered: DeltaGenerator | None = None


def _held() -> _Held:
    return cast("_Held", st.session_state.setdefault(_HELD, _Held()))


def begin() -> None:
    """Begin a run: read the address if it was opened or gone back to, that is, not written by us.

    An address that says nothing is that of another page chosen in the menu: all stays as it was.
    """
    held = _held()
    held.drawn, held.pinned, held.offered, held.above = {}, {}, None, st.empty()
    present = {key: value for key, value in st.query_params.items() if key in KEYS}
    if present and present != held.seen:
        _forget(KEYS)
        held.opened, held.seen, held.notices, held.fresh = dict(present), present, {}, True
    strange = tuple(sorted(key for key in st.query_params if not _known(key)))
    if strange and strange != held.strange:
        unknown = ", ".join(strange)[:LONGEST_SHOWN]
        held.notices[_STRANGE] = tr(_NO_CHOICE, unknown=unknown)
        held.fresh = True
    held.strange = strange


def _known(key: str) -> bool:
    return key in KEYS or key in (PUBLISHED, DRAFT) or key.startswith(_STREAMLITS)


def settle(choice: Choice, options: Mapping[str, str], default: str = "", shown: str = "") -> str:
    """Return what is chosen before it is drawn: the default where it is nothing on offer.

    Args:
        choice: what is chosen.
        options: labels by value.
        default: taken where nothing is chosen, or nothing that is on offer.
        shown: how a notice names the default, unless by its label.
    """
    value, opened = _asked(choice)
    if value not in options:
        if opened and value:
            _notice(choice, value, shown or options.get(default, default))
        value = default
    return _keep(choice, value)


def settle_several(choice: Choice, options: Mapping[str, str], everything: str) -> tuple[str, ...]:
    """Return what is chosen of several before it is drawn; what is not on offer is left out."""
    value, opened = _asked(choice)
    parts = [part for part in value.split(SEPARATOR) if part]
    known = [part for part in parts if part in options]
    if opened and known != parts:
        unknown = ", ".join(part for part in parts if part not in options)
        _notice(choice, unknown, ", ".join(options[part] for part in known) or everything)
    _keep(choice, SEPARATOR.join(known))
    return tuple(known)


def one(
    choice: Choice,
    options: Mapping[str, str],
    *,
    default: str = "",
    shown: str = "",
    width: int | None = None,
    then: Callable[[], None] | None = None,
) -> str:
    """Let a reader choose one value from a list, by default the first, and return it."""
    value = settle(choice, options, default or next(iter(options)), shown)
    # Always told: a first run that is broken off would leave the browser with the first option.
    st.session_state[choice.key] = value
    st.selectbox(
        tr(choice.label),
        list(options),
        key=choice.key,
        format_func=lambda option: options.get(option, option),
        width=width or "stretch",
        on_change=then,
    )
    return value


def several(
    choice: Choice, options: Mapping[str, str], everything: str, *, width: int | None = None
) -> tuple[str, ...]:
    """Let a reader choose several values; none stands for everything."""
    value = settle_several(choice, options, everything)
    _set(choice, list(value))
    st.multiselect(
        tr(choice.label),
        list(options),
        key=choice.key,
        format_func=lambda option: options.get(option, option),
        placeholder=everything,
        width=width or "stretch",
    )
    return value


def segments(choice: Choice, options: Mapping[str, str], *, default: str) -> str:
    """Let a reader choose one of a few values that stand side by side."""
    value = settle(choice, options, default)
    # Always told: a first run that is broken off would leave the browser without a value.
    st.session_state[choice.key] = value
    st.segmented_control(
        tr(choice.label),
        list(options),
        key=choice.key,
        format_func=lambda option: options.get(option, option),
        required=True,
    )
    return value


def chosen(choice: Choice) -> str:
    """Return what is asked for, be it on offer or not."""
    return _asked(choice)[0]


def choose(choice: Choice, value: str) -> None:
    """Choose a value for a reader who clicked elsewhere than on the widget, and begin anew."""
    _held().opened[choice.key] = value
    st.rerun()


def pin(choice: Choice, value: str) -> None:
    """Say what a link to pass on says in place of a value that moves on with the data."""
    _held().pinned[choice.key] = value


def offer() -> None:
    """Show here, once the page is drawn, the link to pass on."""
    _held().offered = st.empty()


def to(choice: Choice, value: str) -> str:
    """Return the query of a link that keeps this run's choices and makes one more."""
    return along((choice, value))


def along(*made: tuple[Choice, str]) -> str:
    """Return the query of a link that keeps this run's choices and makes these."""
    drawn = {key: value for key, value in _held().drawn.items() if value}
    return urlencode(drawn | {choice.key: value for choice, value in made})


def afresh(*made: tuple[Choice, str]) -> str:
    """Return the query of a link that makes these choices and keeps only workspace and version."""
    drawn = _held().drawn
    kept = {each.key: drawn[each.key] for each in (WORKSPACE, AS_OF) if drawn.get(each.key)}
    return urlencode(kept | {choice.key: value for choice, value in made})


def clear() -> None:
    """Take back every choice but the workspace."""
    _forget(KEYS - {WORKSPACE.key})


def finish() -> None:
    """End a run: write what was chosen into the address, leaving a page's own parameters alone."""
    held = _held()
    wanted = {key: value for key, value in held.drawn.items() if value}
    if not held.fresh and wanted != held.seen:
        held.notices = {}
    held.fresh, held.opened, held.seen = False, {}, wanted
    present = st.query_params.to_dict()
    own = {key: value for key, value in present.items() if key not in KEYS}
    if present != wanted | own:
        st.query_params.from_dict(wanted | own)
    if held.above is not None and held.notices:
        lines = "<br>".join(map(escape, held.notices.values()))
        held.above.html(f'<p class="notice" role="status">{lines}</p>')
    if held.offered is not None:
        address = str(st.context.url or "").partition("?")[0]
        query = urlencode(wanted | held.pinned)
        held.offered.code(f"{address}?{query}", language=None, wrap_lines=True)


def _asked(choice: Choice) -> tuple[str, bool]:
    """Return the value asked for, and whether a link that was just opened asks for it."""
    held = _held()
    if choice.key in held.opened:
        return held.opened[choice.key], True
    if choice.key not in st.session_state:
        return held.chosen.get(choice.key, ""), False
    value: object = st.session_state[choice.key]
    if isinstance(value, list | tuple):
        return SEPARATOR.join(str(part) for part in cast("Sequence[object]", value)), False
    return str(value or ""), False


def _keep(choice: Choice, value: str) -> str:
    held = _held()
    held.opened.pop(choice.key, None)
    held.chosen[choice.key] = held.drawn[choice.key] = value
    return value


def _set(choice: Choice, value: object) -> None:
    """Give a widget its value; one that it has already is left alone."""
    if choice.key not in st.session_state or st.session_state[choice.key] != value:
        st.session_state[choice.key] = value


def _notice(choice: Choice, value: str, shown: str) -> None:
    _held().notices[choice.key] = tr(choice.unknown, value=value[:LONGEST_SHOWN], shown=shown)


def _forget(keys: frozenset[str]) -> None:
    for key in keys:
        _held().chosen.pop(key, None)
        st.session_state.pop(key, None)
