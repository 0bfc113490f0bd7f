"""Methods: pure functions over arrays of series × periods, each with its source."""
