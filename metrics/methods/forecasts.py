"""Three ways to continue a series: as a year ago, Theta, and exponential smoothing (ETS)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, TypeAlias

import numpy as np
from scipy.stats import qmc

from metrics.methods.arrays import Floats

Model: TypeAlias = Callable[[Floats, int, int], Floats]
"""Continues values, of a season so long, so many periods ahead."""

SEASONAL: Final = 1.645
"""Standard errors beyond which the autocorrelation at a year's distance is a season."""

_TRIED: Final = 512
_ALPHAS: Final = np.arange(1, 100) / 100
_RIDGE: Final = 1e-9
_NOTHING: Final = 1e-12
_DAMPED: Final = 0.8, 0.98


def seasonal_naive(values: Floats, season: int, ahead: int) -> Floats:
    """Say of each period what the same one of the last year was."""
    return values[len(values) - season + np.arange(ahead) % season]


def seasonal_naive_spread(values: Floats, season: int, ahead: int) -> Floats:
    """Return the standard deviation of its error: from what a year changed, growing by years."""
    step = np.sqrt(np.mean((values[season:] - values[:-season]) ** 2))
    return step * np.sqrt(1 + np.arange(ahead) // season)


def theta(values: Floats, season: int, ahead: int) -> Floats:
    """Smooth the series without its season, add half its linear trend, and put the season back.

    Source: Assimakopoulos V, Nikolopoulos K (2000), The theta model, Int J Forecast 16: 521–530, in
    the form of Hyndman R J, Billah B (2003), Unmasking the Theta method, ibid. 19: 287–290.
    """
    shape = _seasonal_shape(values, season)
    whole = len(values)
    ratios = bool(values.min() > 0)
    around = np.resize(shape, whole + ahead)
    plain = values / around[:whole] if ratios else values - around[:whole]
    drift = np.polyfit(np.arange(whole), plain, 1)[0] / 2
    level, alpha = _smoothed(plain)
    steps = np.arange(ahead) + (1 - (1 - alpha) ** whole) / alpha
    found = level + drift * steps
    return found * around[whole:] if ratios else found + around[whole:]


def ets(values: Floats, season: int, ahead: int) -> Floats:
    """Continue by exponential smoothing: level, with or without trend and season.

    Errors are additive, on the scale of the values or (where all are above 0) of their logarithms;
    trends are damped or straight. The starting states are those of least squares, the smoothing
    parameters the best of a fixed set, and the model the one with the least corrected AIC.

    Source: Hyndman R J, Koehler A B, Snyder R D, Grose S (2002), A state space framework for
    automatic forecasting using exponential smoothing methods, Int J Forecast 18: 439–454.
    """
    scales = [False, True] if values.min() > 0 else [False]
    tried = [
        _Tried.of(values, form, logged=logged)
        for logged, form in product(scales, _forms(season))
        if form.parameters + 1 < len(values) - 1
    ]
    best = min(tried, key=lambda each: each.criterion)
    found = best.continued(ahead)
    return np.exp(found) if best.logged else found


@dataclass(frozen=True)
class _Form:
    """What a model of exponential smoothing consists of; season 0 for none."""

    trend: bool
    damped: bool
    season: int

    @property
    def parameters(self) -> int:
        """Smoothing parameters, starting states and the variance."""
        return 3 + 2 * self.trend + self.damped + self.season

    @property
    def states(self) -> int:
        return 1 + self.trend + self.season

    def measured(self, phi: Floats) -> Floats:
        """Return sets of parameters × states: how the states make the next value."""
        found = np.zeros((len(phi), self.states))
        found[:, 0] = 1.0
        if self.trend:
            found[:, 1] = phi
        if self.season:
            found[:, 1 + self.trend] = 1.0
        return found

    def moved(self, phi: Floats) -> Floats:
        """Return sets × states × states: what becomes of the states in a period."""
        found = np.zeros((len(phi), self.states, self.states))
        found[:, 0, 0] = 1.0
        if self.trend:
            found[:, 0, 1] = found[:, 1, 1] = phi
        first = 1 + self.trend
        for place in range(self.season):
            found[:, first + place, first + (place + 1) % self.season] = 1.0
        return found


@dataclass(frozen=True, eq=False)
class _Sets:
    """The parameters tried of a form, and what they make of any series of that length."""

    measured: Floats
    moved: Floats
    gain: Floats
    start: Floats  # sets × periods × states: how the starting states enter the errors
    solving: Floats  # sets × states × states


@cache
def _forms(season: int) -> tuple[_Form, ...]:
    trends = ((False, False), (True, False), (True, True))
    return tuple(_Form(*trend, each) for trend in trends for each in (0, season))


@cache
def _sets(form: _Form, length: int) -> _Sets:
    unit = qmc.Sobol(4, scramble=False).random(_TRIED)
    alpha = 0.01 + 0.98 * unit[:, 0]
    phi = _DAMPED[0] + (_DAMPED[1] - _DAMPED[0]) * unit[:, 3]
    phi = phi if form.damped else np.ones(_TRIED)
    gain = np.zeros((_TRIED, form.states))
    gain[:, 0] = alpha
    if form.trend:
        gain[:, 1] = alpha * unit[:, 1] ** 2
    if form.season:
        gain[:, -1] = (1 - alpha) * unit[:, 2] ** 2
    measured, moved = form.measured(phi), form.moved(phi)
    closed = moved - gain[:, :, np.newaxis] * measured[:, np.newaxis, :]
    start = np.empty((_TRIED, length, form.states))
    reaching = measured
    for place in range(length):
        start[:, place] = reaching
        reaching = (reaching[:, np.newaxis, :] @ closed)[:, 0]
    crossed = start.transpose(0, 2, 1) @ start + _RIDGE * np.eye(form.states)
    solving: Floats = np.asarray(np.linalg.inv(crossed), dtype=np.float64)
    return _Sets(measured, moved, gain, start, solving)


@dataclass(frozen=True, eq=False)
class _Tried:
    """A model at the best of the parameters tried."""

    form: _Form
    logged: bool
    criterion: float
    measured: Floats
    moved: Floats
    state: Floats
    centre: float

    @classmethod
    def of(cls, values: Floats, form: _Form, *, logged: bool) -> "_Tried":
        scale = np.log(values) if logged else values
        centre = float(scale.mean())
        scaled = scale - centre
        sets = _sets(form, len(values))
        errors, _ = _run(scaled, sets, np.zeros((_TRIED, form.states)))
        crossed = np.einsum("ctk,ct->ck", sets.start, errors)
        begun = np.einsum("ckl,cl->ck", sets.solving, crossed)
        squares = ((errors - np.einsum("ctk,ck->ct", sets.start, begun)) ** 2).sum(axis=1)
        best = int(squares.argmin())
        one = _Sets(*(each[[best]] for each in vars(sets).values()))
        _, state = _run(scaled, one, begun[[best]])
        number, used = len(values), form.parameters
        variance = max(float(squares[best]) / number, _NOTHING * float(np.abs(scale).max()) ** 2)
        criterion = number * np.log(max(variance, _NOTHING**2)) + 2 * used
        criterion += 2 * used * (used + 1) / (number - used - 1)
        criterion += 2 * float(scale.sum()) if logged else 0.0
        return cls(form, logged, criterion, one.measured[0], one.moved[0], state[0], centre)

    def continued(self, ahead: int) -> Floats:
        state, found = self.state, np.empty(ahead)
        for place in range(ahead):
            found[place] = self.centre + self.measured @ state
            state = self.moved @ state
        return found


def _run(values: Floats, sets: _Sets, state: Floats) -> tuple[Floats, Floats]:
    """Return sets × periods of errors one period ahead, and the states at the end."""
    errors = np.empty((len(state), len(values)))
    for place, value in enumerate(values):
        errors[:, place] = value - (sets.measured * state).sum(axis=1)
        moved = (sets.moved @ state[:, :, np.newaxis])[:, :, 0]
        state = moved + sets.gain * errors[:, [place]]
    return errors, state


def _seasonal_shape(values: Floats, season: int) -> Floats:
    """Return what each time of the year has beyond the others: 1 or 0 where there is no season."""
    ratios = bool(values.min() > 0)
    none = np.full(season, float(ratios))
    if len(values) < 2 * season or not _is_seasonal(values, season):
        return none
    weights = np.ones(season + 1) / season
    weights[[0, -1]] /= 2
    middle = np.convolve(values, weights if season % 2 == 0 else weights[1:] * 0 + 1 / season)
    skip = season // 2
    trend = middle[2 * skip : len(values)]
    inner = values[skip : skip + len(trend)]
    left = inner / trend if ratios else inner - trend
    places = (np.arange(len(left)) + skip) % season
    shape = np.array([left[places == place].mean() for place in range(season)])
    return shape / shape.mean() if ratios else shape - shape.mean()


def _is_seasonal(values: Floats, season: int) -> bool:
    off = values - values.mean()
    total = float(off @ off)
    if total <= _NOTHING:
        return False
    lagged = np.array([float(off[lag:] @ off[:-lag]) / total for lag in range(1, season + 1)])
    error = np.sqrt((1 + 2 * (lagged[:-1] ** 2).sum()) / len(values))
    return bool(abs(lagged[-1]) > SEASONAL * error)


def _smoothed(values: Floats) -> tuple[float, float]:
    """Return the level at the end and how quickly it follows, by simple exponential smoothing."""
    level = np.full(len(_ALPHAS), values[0])
    squares = np.zeros(len(_ALPHAS))
    for value in values[1:]:
        error = value - level
        squares += error**2
        level = level + _ALPHAS * error
    best = int(squares.argmin())
    return float(level[best]), float(_ALPHAS[best])
