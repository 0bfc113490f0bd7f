"""Tells whether the reader's screen is narrow, which decides how a chart is laid out."""

from typing import Final

import streamlit as st
from streamlit.components.v2 import component

NARROW: Final = 640
_PHONE: Final = "Mobi"
"""What browsers on phones, and hardly any others, have in their name."""

_SCRIPT: Final = f"""
export default function ({{ setStateValue, data }}) {{
  const query = window.matchMedia("(max-width: {NARROW}px)");
  const tell = () => {{
    if (query.matches !== data.narrow) setStateValue("narrow", query.matches);
  }};
  query.addEventListener("change", tell);
  tell();
  return () => query.removeEventListener("change", tell);
}}
"""

_component = component("viewport", js=_SCRIPT)


def guessed(browser: str) -> bool:
    """Guess from a browser's name whether the screen is narrow, until the browser has said so."""
    return _PHONE in browser


def narrow() -> bool:
    """Return whether the screen is narrow; where the guess is wrong a first page is drawn twice."""
    guess = guessed(st.context.headers.get("User-Agent", ""))
    state = st.session_state.get("viewport-width")
    known = bool(state.get("narrow")) if state else guess
    with st.container(key="viewport"):
        _component(
            key="viewport-width",
            data={"narrow": known},
            default={"narrow": guess},
            on_narrow_change=lambda: None,
            height=0,
        )
    return known
