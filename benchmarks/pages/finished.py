"""The chart that the bare page shows, read once a server."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.served import SPEC


@cache
def chart() -> dict[str, Any]:
    """Return the finished Vega-Lite from the file that the environment names."""
    return json.loads(Path(os.environ[SPEC]).read_text(encoding="utf-8"))
