"""Serves a page that is nothing but one chart: `python -m benchmarks.pages.bare PORT SCRIPT`.

Settings are those of the folder `.streamlit` beside the script, if there is one.
"""

import sys
from pathlib import Path

import streamlit as st
import uvicorn

from benchmarks.served import HOST

if __name__ == "__main__":
    port, script = sys.argv[1:]
    uvicorn.run(st.App(Path(script)), host=HOST, port=int(port), log_config=None, access_log=False)
