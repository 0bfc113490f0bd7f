"""What a browser asks for: the page's frame, then navigation, filter row and page."""

from pathlib import Path

import streamlit as st

from dashboard import pages
from dashboard.i18n import tr
from validation.text import mark

FOLDER = Path(__file__).parent

st.set_page_config(
    page_title=tr(mark("Partnership Metrics")),
    page_icon=str(FOLDER / "favicon.png"),
    layout="wide",
)
st.html(FOLDER / "style.css")
pages.run()
