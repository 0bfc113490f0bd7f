"""Moves the focus to the line that answers what a reader did, so that a screen reader reads it.

A line that Streamlit adds to a page has the role *status*; many screen readers pass over one that
comes with its text, and the button that had the focus is gone: the keyboard would begin at the top.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.components.v2 import component

_KEY: Final = "heard"
_SCRIPT: Final = f"""
let last = "";
export default function ({{ parentElement, data }}) {{
  if (!data.what || data.what === last) return;
  last = data.what;
  const line = parentElement.closest(".st-key-{_KEY}")?.querySelector("[role=status]");
  if (!line) return;
  line.setAttribute("tabindex", "-1");
  line.focus();
}}
"""

_component = component("hearing", js=_SCRIPT, isolate_styles=False)


@contextmanager
def heard(what: str) -> Generator[None]:
    """Give the focus to the status line that is written in this block: once for each event.

    Args:
        what: names what the reader did; nothing where it was not this reader, just now.
    """
    with st.container(key=_KEY):
        yield
        _component(key="hearing", data={"what": what}, height=0)
