"""Tells whether the reader's screen is narrow, which decides how a chart is laid out."""

from typing import Final

import streamlit as st
from streamlit.components.v2 import component

NARROW: Final = 640

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


def narrow() -> bool:
    """Return whether the screen is narrow; a phone's first page is drawn twice for it."""
    state = st.session_state.get("viewport-width")
    known = bool(state and state.get("narrow"))
    with st.container(key="viewport"):
        _component(
            key="viewport-width",
            data={"narrow": known},
            default={"narrow": False},
            on_narrow_change=lambda: None,
            height=0,
        )
    return known
