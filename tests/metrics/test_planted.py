"""What is planted in the simulated example is what its indicators show."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from data.ledger import Version
from data.simulation.generator import write_csv
from data.simulation.scenario import BALTIC, EFFECTS, PARTNERS, PERIODS, declared
from data.simulation.shape import MULTIPLIED, Effect, Rate
from data.simulation.tables import GENERATORS
from data.warehouse import create
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import FLAGS, PARTNERSHIP, PERIOD, SUPPRESSED, VALUE, has_flag
from validation.partner_codes import CHARACTERISTICS
from validation.periods import Period

TABLES = (
    "partnerships",
    "agreements",
    "partner_assessments",
    "capabilities",
    "inputs",
    "recommendations",
)
AMONG_PARTNERS = (
    Rate.CLEAR,
    Rate.RESPECT,
    Rate.PROCEDURES,
    Rate.RECOMMENDED,
    Rate.CAPABLE,
    Rate.STAFF,
)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Version]) -> Source:
    """The tables of partners of the simulated example, as they stand in the end."""
    world, texts = declared(1), dict[str, str]()
    for table in TABLES:
        file = io.BytesIO()
        write_csv(GENERATORS[table].rows(world, 0), file)
        texts[table] = file.getvalue().decode()
    warehouse = create(tmp_path_factory.mktemp("planted") / "planted.duckdb")
    publish(warehouse, datetime(2026, 2, 4, tzinfo=UTC), **texts)
    return Source(warehouse)


def estimated(frame: pl.DataFrame, effect: Effect) -> float:
    """Estimate an effect by least squares: the figures on where it was planted."""
    periods = [Period.parse(code) for code in frame[PERIOD]]
    planted = [
        effect.at(Period(each.year, each.quarter or 4), PERIODS[-1]) / effect.size
        for each in periods
    ]
    slope, level = np.polyfit(planted, frame[VALUE].to_numpy(), 1)
    return float(slope / level if effect.indicator in MULTIPLIED else slope)


@pytest.mark.parametrize("rate", AMONG_PARTNERS)
def test_an_indicator_shows_what_is_planted(simulated: Source, rate: Rate) -> None:
    (effect,) = (each for each in EFFECTS if each.indicator == rate)
    asked = Query(indicator=rate, partnerships=(effect.partnership_id,))
    told = series(simulated, asked).frame.filter(
        pl.col(VALUE).is_not_null(), pl.col(PERIOD).str.head(4) <= f"{PERIODS[-1].year}"
    )
    assert estimated(told, effect) == pytest.approx(effect.size, abs=0.5 * abs(effect.size))


@pytest.mark.parametrize("characteristic", CHARACTERISTICS.values)
def test_scores_are_told_of_every_partnership_but_the_one_of_two(
    simulated: Source, characteristic: str
) -> None:
    frame = series(simulated, Query(indicator=characteristic)).frame
    hidden = frame.filter(has_flag(SUPPRESSED))
    assert set(frame[PARTNERSHIP]) == {each.partnership_id for each in PARTNERS}
    assert set(hidden[PARTNERSHIP]) == {BALTIC}
    assert hidden.height == frame.filter(pl.col(PARTNERSHIP) == BALTIC).height
    assert all("few_respondents" in flags for flags in hidden[FLAGS])
