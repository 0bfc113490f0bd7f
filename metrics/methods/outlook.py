"""Outlook: where a workload is heading if it goes on as it did, and how wrong that has been.

The choice between models is made on the earlier of the places from which the past can be foretold
(rolling origins); the error and the coverage told come from the later ones. The places between the
two are passed over, so that no period that told the error took part in the choice. A range is made
of the errors of all places whose periods had come by then: those of the past, whose coverage is
told, and the one ahead, by the same rule.
Source of the back-test: Tashman L J (2000), Out-of-sample tests of forecasting accuracy, Int J
Forecast 16: 437–450; of the mean of models as the usual choice: Makridakis S, Spiliotis E,
Assimakopoulos V (2020), The M4 Competition, Int J Forecast 36: 54–74.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from metrics.methods.arrays import Floats
from metrics.methods.forecasts import Model, ets, seasonal_naive, theta

FEWEST: Final = 20
"""Whole quarters, without a gap, from which there is an outlook."""
AHEAD: Final = 4
SEASON: Final = 4
CONFIDENCE: Final = 0.8
TOLD: Final = 3
"""One in so many origins, the latest, is kept for telling the error."""

_SEASONS_FIRST: Final = 2
Z: Final = float(ndtri((1 + CONFIDENCE) / 2))


class Method(StrEnum):
    """What continues a series."""

    MEAN = "mean"
    ETS = "ets"
    THETA = "theta"
    SEASONAL_NAIVE = "seasonal_naive"


class Lacking(StrEnum):
    """Why there is no outlook."""

    TOO_SHORT = "too_short"
    STEADY = "never_varies"


MODELS: Final[dict[Method, Model]] = {
    Method.ETS: ets,
    Method.THETA: theta,
    Method.SEASONAL_NAIVE: seasonal_naive,
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Outlook:
    """What a workload would be if it went on as it did.

    Attributes:
        points: whole periods, without a gap, up to the last one known.
        lacking: why there is no outlook; None where there is one.
        method: what continues the series.
        ahead: periods ahead; the values.
        lower, upper: periods ahead; within which 80 % should lie, by the errors of the back-test.
        error: mean absolute error over the origins that tell, in the unit of the values.
        naive_error: the same of the seasonal naive method.
        covered: how many forecasts of those origins held within their range what came.
        told: of how many forecasts; most periods were foretold from several origins.
        quarters: of how many different periods; none of them took part in the choice.
        origins: from how many places the past was foretold, to choose and to tell.
    """

    points: int
    lacking: Lacking | None = None
    method: Method = Method.SEASONAL_NAIVE
    ahead: Floats = field(default_factory=lambda: np.array([]))
    lower: Floats = field(default_factory=lambda: np.array([]))
    upper: Floats = field(default_factory=lambda: np.array([]))
    error: float = float("nan")
    naive_error: float = float("nan")
    covered: int = 0
    told: int = 0
    quarters: int = 0
    origins: tuple[int, int] = (0, 0)

    @property
    def no_better(self) -> bool:
        """Whether repeating the year before would have missed by less."""
        return self.error > self.naive_error


def outlook(
    values: ArrayLike, *, season: int = SEASON, ahead: int = AHEAD, fewest: int = FEWEST
) -> Outlook:
    """Continue a workload by the mean of three models, or by one that did clearly better.

    Args:
        values: one series of consecutive periods, never below 0; NaN where one is not whole. Only
            those since the last gap are used, and the first one ahead follows the last known.
        season: periods in a year.
        ahead: how many periods.
        fewest: whole periods below which there is no outlook.
    """
    known = since_last_gap(np.asarray(values, dtype=np.float64))
    if len(known) < fewest:
        return Outlook(points=len(known), lacking=Lacking.TOO_SHORT)
    if np.ptp(known) == 0:
        return Outlook(points=len(known), lacking=Lacking.STEADY)
    origins = range(_SEASONS_FIRST * season, len(known) - ahead + 1)
    telling = max(1, len(origins) // TOLD)
    errors = back_test(known, origins, season=season, ahead=ahead)
    first = len(origins) - telling
    choosing = first - ahead + 1
    method = chosen({each: found[:choosing] for each, found in errors.items()})
    own = errors[method]
    late, reaches = own[first:], [_reach(own[: at - ahead + 1]) for at in range(first, len(own))]
    foretold, reach = continued(known, season, ahead)[method], _reach(own)
    return Outlook(
        points=len(known),
        method=method,
        ahead=np.maximum(foretold, 0.0),
        lower=np.maximum(foretold - reach, 0.0),
        upper=np.maximum(foretold + reach, 0.0),
        error=float(np.abs(late).mean()),
        naive_error=float(np.abs(errors[Method.SEASONAL_NAIVE][-telling:]).mean()),
        covered=int((np.abs(late) <= reaches).sum()),
        told=late.size,
        quarters=telling + ahead - 1,
        origins=(choosing, telling),
    )


def continued(values: Floats, season: int, ahead: int) -> dict[Method, Floats]:
    """Continue a series by each model, and by their mean."""
    single = {each: model(values, season, ahead) for each, model in MODELS.items()}
    return {Method.MEAN: np.mean([*single.values()], axis=0), **single}


def back_test(values: Floats, origins: range, *, season: int, ahead: int) -> dict[Method, Floats]:
    """Return each method's errors: origins × periods ahead, what came less what was foretold.

    Args:
        values: whole periods without a gap.
        origins: after how many periods the rest is foretold.
        season: periods in a year.
        ahead: how many periods are foretold.
    """
    told = [continued(values[:at], season, ahead) for at in origins]
    came = [values[at : at + ahead] for at in origins]
    return {
        method: np.stack([real - each[method] for real, each in zip(came, told, strict=True)])
        for method in Method
    }


def chosen(errors: dict[Method, Floats]) -> Method:
    """Return the mean of the models, unless one is better by more than one standard error.

    What is no better than the seasonal naive method gives way to it.

    Args:
        errors: of each method, origins × periods ahead; of the origins that choose.
    """
    losses = {method: np.abs(each).mean(axis=1) for method, each in errors.items()}
    better = [each for each in MODELS if _clearly(losses[Method.MEAN] - losses[each])]
    best = min(better, key=lambda each: float(losses[each].mean()), default=Method.MEAN)
    naive = Method.SEASONAL_NAIVE
    return best if losses[best].mean() < losses[naive].mean() else naive


def _clearly(gains: Floats) -> bool:
    return float(gains.mean()) > float(gains.std(ddof=1)) / np.sqrt(len(gains))


def _reach(errors: Floats) -> Floats:
    """Return how far a range reaches each period ahead, never less than for a nearer one.

    Args:
        errors: origins × periods ahead; of all origins whose periods had come by then.
    """
    return Z * np.maximum.accumulate(np.sqrt((errors**2).mean(axis=0)))


def since_last_gap(values: Floats) -> Floats:
    """Return the values from the last gap to the last one known: those that are continued."""
    known = np.flatnonzero(np.isfinite(values))
    if not known.size:
        return values[:0]
    whole = values[: known[-1] + 1]
    gaps = np.flatnonzero(~np.isfinite(whole))
    return whole[gaps[-1] + 1 :] if gaps.size else whole
