"""Serves a page that is nothing but one chart: `python -m benchmarks.pages.bare PORT SCRIPT`.

Settings are those of the folder `.streamlit` beside the script, if there is one.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import streamlit as st
import uvicorn

from benchmarks.served import HOST

MAGIC: Final = "streamlit.runtime.scriptrunner.magic_funcs"
"""What Streamlit imports into a script that it runs for the first time, in the script's thread."""

if __name__ == "__main__":
    # A warm server has it; and a first import beside Streamlit's own threads was seen to fail.
    import_module(MAGIC)
    port, script = sys.argv[1:]
    uvicorn.run(st.App(Path(script)), host=HOST, port=int(port), log_config=None, access_log=False)
