"""Values from rows: indicators, their parts, intervals, targets and series."""
