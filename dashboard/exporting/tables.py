"""CSV: the numbers behind a figure, safe to open in a spreadsheet."""

from dashboard.charts.figure import Figure
from dashboard.exporting.safety import safe_frame


def csv(figure: Figure) -> bytes:
    """Write the figure's frame as CSV: UTF-8, numbers to the last digit, an empty cell for none."""
    return safe_frame(figure.values).write_csv(line_terminator="\n").encode()
