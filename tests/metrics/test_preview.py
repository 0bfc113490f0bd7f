"""What a plan would do to the headline figures, before it is published."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data import loading, versions
from data.planning import Plan
from data.warehouse import Warehouse, create
from metrics import preview
from metrics.source import Source
from metrics.values import AFTER, GRAIN, PERIOD, STATUS, STATUS_AFTER, VALUE
from validation.intake import Upload, check

PARTNERS = """partnership_id,name,kind,lead_organisation,members,record
tri,Three Countries,regional,EUROPOL,BEL;DEU;NLD,official
"""
TARGETS = """partnership_id,indicator,from_period,target,kind
ALL,on_time_replies,2023-Q1,0.5,level
"""
HEAD = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
    "replies_due,replied_on_time,source\n"
)
FIRST = HEAD + "2024-Q1,tri,BEL,NLD,siena,general,request,no,900,800,700,own_return\n"
WORSE = HEAD + "2024-Q1,tri,BEL,NLD,siena,general,request,no,900,800,100,own_return\n"
LATER = HEAD + "2024-Q2,tri,BEL,NLD,siena,general,request,no,900,800,700,own_return\n"
WHEN = datetime(2024, 9, 1, tzinfo=UTC)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Return a warehouse with one quarter and a target."""
    store = create(tmp_path / "it's a file.duckdb")
    plan = _plan(store, partnerships=PARTNERS, targets=TARGETS, information_exchange=FIRST)
    loading.publish(
        store,
        plan,
        who="test",
        note="",
        reason="counted anew",
        when=datetime(2024, 5, 1, tzinfo=UTC),
    )
    return store


def _plan(store: Warehouse, **texts: str) -> Plan:
    uploads = [Upload(f"{name}.csv", text.encode()) for name, text in texts.items()]
    return loading.preview(store, check(uploads, today=date(2024, 9, 1), known={}))


def _effects(store: Warehouse, plan: Plan) -> pl.DataFrame:
    found = preview.effects(Source(store), store, plan, when=WHEN)
    return found.filter(pl.col(GRAIN) == "quarter")


def test_a_correction_shows_value_and_status_before_and_after(warehouse: Warehouse) -> None:
    found = _effects(warehouse, _plan(warehouse, information_exchange=WORSE))
    assert found.select(PERIOD, VALUE, AFTER, STATUS, STATUS_AFTER).rows() == [
        ("2024-Q1", 700 / 800, 100 / 800, "met", "not_met")
    ]


def test_a_new_quarter_has_no_value_before(warehouse: Warehouse) -> None:
    found = _effects(warehouse, _plan(warehouse, information_exchange=LATER))
    assert found.select(PERIOD, VALUE, AFTER).rows() == [("2024-Q2", None, 700 / 800)]


def test_what_is_previewed_is_what_comes(warehouse: Warehouse) -> None:
    plan = _plan(warehouse, information_exchange=WORSE)
    foretold = _effects(warehouse, plan)[AFTER].to_list()
    loading.publish(warehouse, plan, who="test", note="", reason="counted anew", when=WHEN)
    undone = _effects(warehouse, _plan(warehouse, information_exchange=FIRST))
    assert undone[VALUE].to_list() == foretold


def test_a_year_of_which_quarters_are_missing_is_not_judged(warehouse: Warehouse) -> None:
    plan = _plan(warehouse, information_exchange=WORSE)
    found = preview.effects(Source(warehouse), warehouse, plan, when=WHEN)
    year = found.row(by_predicate=pl.col(GRAIN) == "year", named=True)
    assert (year[STATUS], year[STATUS_AFTER]) == ("", "")
    assert "partial:1/4" in year[preview.FLAGS_AFTER]
    assert (year[VALUE], year[AFTER]) == (700 / 800, 100 / 800)


def test_a_whole_year_is_judged(warehouse: Warehouse) -> None:
    rows = (
        row.replace("2024-Q1", f"2023-Q{n}") for n in range(1, 5) for row in [WORSE[len(HEAD) :]]
    )
    plan = _plan(warehouse, information_exchange=HEAD + "".join(rows))
    found = preview.effects(Source(warehouse), warehouse, plan, when=WHEN)
    year = found.row(by_predicate=pl.col(PERIOD) == "2023", named=True)
    assert (year[STATUS], year[STATUS_AFTER]) == ("", "not_met")


def test_a_file_that_says_nothing_new_has_no_effect(warehouse: Warehouse) -> None:
    assert _effects(warehouse, _plan(warehouse, information_exchange=FIRST)).is_empty()


def test_a_preview_changes_nothing(warehouse: Warehouse) -> None:
    _effects(warehouse, _plan(warehouse, information_exchange=WORSE))
    assert versions.verify(warehouse) == ()
    assert len(versions.ledger(warehouse)) == 1
