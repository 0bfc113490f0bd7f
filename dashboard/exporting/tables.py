"""CSV: the numbers behind a figure, safe to open in a spreadsheet."""

from typing import Final

import polars as pl

from dashboard.charts import spans
from dashboard.charts.figure import Figure, Kind
from dashboard.exporting.safety import safe_frame
from metrics import written
from metrics.values import DATA_VERSION

_YES_NO: Final = {True: "yes", False: "no"}


def csv(figure: Figure) -> bytes:
    """Write the figure's frame as CSV: the text that `partnerships series` prints, made safe."""
    return written.csv(safe_frame(frame(figure))).encode()


def frame(figure: Figure) -> pl.DataFrame:
    """Return what a file holds of a figure: its values; of a time line, when each thing ran."""
    if figure.kind is not Kind.SPANS:
        return figure.values
    told = figure.values.select(*spans.TOLD, *figure.dimensions, DATA_VERSION)
    return told.with_columns(pl.col(spans.VAGUE).replace_strict(_YES_NO, return_dtype=pl.String))
