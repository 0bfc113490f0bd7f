"""A return of nothing and rows of the same office: what a load is told."""

from collections.abc import Callable

import pytest

from data.ledger import Mode, Version
from data.nil_returns import NIL_WITH_ROWS, ROWS_WITH_NIL
from data.planning import Plan
from data.warehouse import Warehouse

Preview = Callable[..., Plan]
Publish = Callable[..., Version]
PARTNERS = (
    "partnership_id,name,kind,lead_organisation,record\n"
    "ports,Ports Task Force,task_force,EUROPOL,official\n"
)
SCHEDULE = (
    "partnership_id,reported_by,table,from_period,grain,due_days\n"
    "ports,NLD,information_exchange,2023-Q1,quarter,45\n"
    "ports,,information_exchange,2023-Q1,quarter,45\n"
    "ports,,training_completions,2023-Q1,quarter,45\n"
)
ROWS = (
    "period,partnership_id,reported_by,sender,receiver,channel,crime_area,message_kind,messages,"
    "source\n2024-Q1,ports,NLD,NLD,BEL,siena,general,request,5,own_return\n"
)
COURSE = (
    "training_id,period,partnership_id,course,provider,format,topic,completed,source\n"
    "one,2024-Q1,ports,Forms,EUROPOL,seminar,language,5,own_return\n"
)


def nil(reporter: str = "NLD", table: str = "information_exchange", status: str = "nil") -> str:
    header = "period,partnership_id,reported_by,table,status"
    return f"{header}\n2024-Q1,ports,{reporter},{table},{status}\n"


@pytest.fixture
def store(empty: Warehouse, publish: Publish) -> Warehouse:
    publish(empty, PARTNERS, SCHEDULE)
    return empty


def kinds(plan: Plan) -> list[str]:
    return [found.kind for found in plan.problems]


def test_nothing_to_report_is_refused_where_rows_are_held(
    store: Warehouse, publish: Publish, preview: Preview
) -> None:
    publish(store, ROWS)
    plan = preview(store, nil())
    assert (kinds(plan), plan.ok) == ([NIL_WITH_ROWS.name], False)
    (found,) = plan.problems
    assert (found.file, found.line, found.facts["count"]) == ("1.csv", 2, 1)


def test_nothing_to_report_is_refused_beside_rows_of_the_same_load(
    store: Warehouse, preview: Preview
) -> None:
    assert kinds(preview(store, nil(), ROWS)) == [NIL_WITH_ROWS.name]


@pytest.mark.parametrize("other", [nil(""), nil(status="complete"), nil(status="partial")])
def test_rows_of_one_office_do_not_contradict_another_return(
    store: Warehouse, publish: Publish, preview: Preview, other: str
) -> None:
    publish(store, ROWS)
    assert kinds(preview(store, other)) == []


def test_nothing_to_report_stands_once_its_rows_are_withdrawn(
    store: Warehouse, publish: Publish, preview: Preview
) -> None:
    publish(store, ROWS)
    publish(store, ROWS, mode=Mode.WITHDRAW)
    assert kinds(preview(store, nil())) == []


def test_rows_after_nothing_to_report_are_taken_and_told(
    store: Warehouse, publish: Publish, preview: Preview
) -> None:
    publish(store, nil())
    plan = preview(store, ROWS)
    assert (kinds(plan), plan.ok) == ([ROWS_WITH_NIL.name], True)
    assert kinds(preview(store, ROWS, nil(status="complete"))) == []


def test_a_table_that_does_not_say_who_reports_is_the_secretariats(
    store: Warehouse, publish: Publish, preview: Preview
) -> None:
    publish(store, COURSE)
    assert kinds(preview(store, nil("", "training_completions"))) == [NIL_WITH_ROWS.name]
    assert NIL_WITH_ROWS.name not in kinds(preview(store, nil("NLD", "training_completions")))
