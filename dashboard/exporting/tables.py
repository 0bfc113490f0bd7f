"""CSV: the numbers behind a figure, safe to open in a spreadsheet."""

from dashboard.charts.figure import Figure
from dashboard.exporting.safety import safe_frame
from metrics import written


def csv(figure: Figure) -> bytes:
    """Write the figure's frame as CSV: the text that `partnerships series` prints, made safe."""
    return written.csv(safe_frame(figure.values)).encode()
