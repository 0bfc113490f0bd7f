"""What an option of a command may be, where it is one of a few words."""

from enum import StrEnum


class ReportFormat(StrEnum):
    """How problems and plans are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class RecordFormat(StrEnum):
    """How what was done is printed."""

    TEXT = "text"
    JSON = "json"


class TableFormat(StrEnum):
    """How records are printed."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class LoadMode(StrEnum):
    """What a file means for the rows already held."""

    MERGE = "merge"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


class LimitsChoice(StrEnum):
    """How far from the centre limits stand."""

    SHORT_RUN = "short-run"
    CLASSIC = "classic"


class SimulatedChoice(StrEnum):
    """What is tried on simulated series."""

    SIGNALS = "signals"
    BEFORE_AFTER = "before-after"


class GrainChoice(StrEnum):
    """Quarters or years."""

    QUARTER = "quarter"
    YEAR = "year"
