"""Communities: shares of those asked, rates by population, and people reached."""

from functools import partial
from typing import Final, TypeAlias

import polars as pl

from metrics import intervals, rows
from metrics.readings import combined
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    DISPERSION,
    LOWER,
    METHOD,
    NO_DESIGN_EFFECT,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PRECISION,
    QUARTERS,
    REASON,
    ROWS,
    SUPPRESSED,
    UPPER,
    VALUE,
    WHY_UNSURE,
    ZERO_DENOMINATOR,
)
from validation.codes import country_of_area
from validation.contracts.community_impact import COMMUNITY_IMPACT, CommunityImpact
from validation.fields import col, name
from validation.periods import Grain

T: TypeAlias = CommunityImpact
TABLE: Final = COMMUNITY_IMPACT.name
PER: Final = 100_000
BYAR: Final = "byar"
POISSON: Final = "poisson"

LINES: Final = (name(T.area), name(T.crime_area), name(T.question))
_SERIES: Final = (PARTNERSHIP, *LINES)
_INPUTS: Final = (name(T.numerator), name(T.denominator), name(T.precision))
