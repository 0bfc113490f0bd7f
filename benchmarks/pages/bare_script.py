"""The script of the page that is nothing but one chart, finished before it is asked for."""

import streamlit as st

from benchmarks.pages.finished import chart

st.vega_lite_chart(chart(), theme=None)
