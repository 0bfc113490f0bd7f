"""A plan says what would be added, changed, left and no longer counted, and what speaks against."""

from collections.abc import Callable

import pytest

from data import frames, loading
from data.consistency import NO_GROUPS, NOT_HELD, PLAN_KINDS, STILL_NAMED
from data.ledger import Mode, Version
from data.planning import Plan
from data.table_plan import TablePlan
from data.warehouse import Warehouse
from validation import cells
from validation.contracts.published_totals import PublishedTotals
from validation.fields import name
from validation.intake import Checked

Check = Callable[..., tuple[Checked, ...]]
Preview = Callable[..., Plan]
Publish = Callable[..., Version]

TOTALS = "period,measure,scope,value,source\n"
FOUR = (
    f"{TOTALS}2023,messages,,10,review-1\n2023,messages,part,4,review-1\n"
    "2023,messages,,11,review-2\n2024,messages,,12,review-1\n"
)
EXCHANGE = "period,partnership_id,sender,receiver,channel,crime_area,message_kind,messages,source\n"


def moved(plan: Plan) -> tuple[int, int, int, int]:
    """Return what a plan of one table adds, changes, leaves and retires."""
    (table,) = plan.tables
    return (
        table.added.height,
        table.changed.height,
        table.unchanged.height,
        table.retired.height,
    )


def cell(table: TablePlan, part: str, column: object) -> list[object]:
    rows = getattr(table, part)
    return (rows.frame if part == "added" else rows)[name(column)].to_list()


def test_every_row_of_an_empty_table_is_added(warehouse: Warehouse, preview: Preview) -> None:
    plan = preview(warehouse, FOUR)
    assert moved(plan) == (4, 0, 0, 0)
    assert plan.base_version == 1
    assert not plan.empty
    assert plan.to_confirm == ()


def test_a_row_is_found_by_its_key_alone_where_its_group_is_not_a_part_of_it(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    head = "training_id,period,partnership_id,course,provider,format,topic,completed,source\n"
    row = "{id},{period},ports,Ports,CEPOL,workshop,language,18,own_return\n"
    rows = [row.format(id=each, period="2024-Q1") for each in ("one", "two", "three", "four")]
    publish(warehouse, head + "".join(rows))
    corrected = head + row.format(id="one", period="2024-Q2")
    assert moved(preview(warehouse, corrected)) == (0, 1, 0, 0)
    withdrawn = preview(warehouse, "training_id\none\n", mode=Mode.WITHDRAW)
    assert moved(withdrawn) == (0, 0, 0, 1)


@pytest.mark.parametrize("mode", [Mode.MERGE, Mode.REPLACE])
def test_a_file_sent_twice_changes_nothing(
    warehouse: Warehouse, preview: Preview, publish: Publish, mode: Mode
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, FOUR, mode=mode)
    assert moved(plan) == (0, 0, 4, 0)
    assert plan.empty


def test_rows_in_another_order_are_found_by_their_keys(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    lines = FOUR.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    assert moved(preview(warehouse, turned)) == (0, 0, 4, 0)


@pytest.mark.parametrize("turned", [False, True], ids=["as held", "in another order"])
@pytest.mark.parametrize("block", [1, 2, 3, 9])
def test_a_table_sent_again_is_compared_block_by_block_as_at_once(
    warehouse: Warehouse,
    preview: Preview,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
    block: int,
    *,
    turned: bool,
) -> None:
    publish(warehouse, FOUR)
    publish(warehouse, f"{TOTALS}2023,messages,part,5,review-1\n")
    head, *lines = FOUR.replace(",12,", ",14,").splitlines()
    monkeypatch.setattr(frames, "BLOCK_ROWS", block)
    plan = preview(warehouse, "\n".join([head, *(reversed(lines) if turned else lines)]))
    assert moved(plan) == (0, 2, 2, 0)
    (table,) = plan.tables
    values = zip(
        cell(table, "replaced", PublishedTotals.value),
        cell(table, "changed", PublishedTotals.value),
        strict=True,
    )
    assert sorted(values) == [(5, 4), (12, 14)]


def test_merge_adds_changes_and_leaves_what_it_does_not_name(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(
        warehouse,
        f"{TOTALS}2023,messages,,10.5,review-1\n2023,messages,part,4,review-1\n"
        "2025,messages,,13,review-1\n",
    )
    assert moved(plan) == (1, 1, 1, 0)
    (table,) = plan.tables
    assert cell(table, "replaced", PublishedTotals.value) == [10]
    assert cell(table, "changed", PublishedTotals.value) == [10.5]


def test_an_empty_cell_in_a_key_equals_itself_and_no_other(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, f"{TOTALS}2024,messages,,9,review-1\n2024,messages,part,9,review-1\n")
    assert moved(plan) == (1, 1, 0, 0)


def test_replace_retires_the_rest_of_the_groups_it_mentions_and_of_no_other(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, f"{TOTALS}2023,messages,,10,review-1\n", mode=Mode.REPLACE)
    assert moved(plan) == (0, 0, 1, 1)
    (table,) = plan.tables
    assert cell(table, "retired", PublishedTotals.scope) == ["part"]


def test_withdraw_retires_the_keys_it_names_and_says_which_are_not_held(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(
        warehouse,
        "period,measure,scope,source\n2023,messages,,review-1\n2020,messages,,review-1\n",
        mode=Mode.WITHDRAW,
    )
    assert moved(plan) == (0, 0, 0, 1)
    assert [(found.kind, found.line) for found in plan.problems] == [(NOT_HELD.name, 3)]
    assert plan.problems[0].message == (
        "No row with period 2020, measure messages, source review-1 is held, so there is nothing "
        "to withdraw."
    )
    assert plan.ok


def test_withdrawing_what_is_not_held_is_an_empty_plan(
    warehouse: Warehouse, preview: Preview
) -> None:
    plan = preview(warehouse, "period,measure,source\n2020,messages,review-1\n", mode=Mode.WITHDRAW)
    assert plan.empty
    assert str(plan.nothing_to_do).startswith("Nothing to withdraw: ")


def test_a_missing_optional_column_keeps_what_is_held(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(
        warehouse,
        "period,measure,value,precision,source\n2023,messages,10,at_least,review-1\n",
    )
    plan = preview(
        warehouse,
        "period,measure,value,source\n2023,messages,11,review-1\n2024,messages,9,review-1\n",
    )
    (table,) = plan.tables
    assert cell(table, "changed", PublishedTotals.precision) == ["at_least"]
    assert cell(table, "added", PublishedTotals.precision) == [None]


def test_an_empty_cell_in_a_column_that_is_there_empties(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    header = "period,measure,value,precision,source\n"
    publish(warehouse, f"{header}2023,messages,10,at_least,review-1\n")
    (table,) = preview(warehouse, f"{header}2023,messages,10,,review-1\n").tables
    assert cell(table, "changed", PublishedTotals.precision) == [None]


def test_files_of_one_table_keep_their_own_missing_columns(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    header = "period,measure,value,precision,source\n"
    publish(
        warehouse,
        f"{header}2023,messages,10,at_least,review-1\n2024,messages,10,at_least,review-1\n",
    )
    plan = preview(
        warehouse,
        f"{header}2023,messages,10,,review-1\n",
        "period,measure,value,source\n2024,messages,11,review-1\n",
    )
    (table,) = plan.tables
    assert cell(table, "changed", PublishedTotals.precision) == [None, "at_least"]
    assert [table.counts(place).changed for place in (0, 1)] == [1, 1]


def test_a_held_value_that_breaks_a_rule_with_the_new_ones_is_an_error(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    header = EXCHANGE.replace(",source", ",hits,source")
    row = "2024-Q1,ports,NLD,BEL,siena,general,search,"
    publish(warehouse, f"{header}{row}10,9,own_return\n")
    plan = preview(warehouse, f"{EXCHANGE}{row}5,own_return\n")
    (found,) = plan.problems
    assert (found.kind, found.line, found.file) == ("hits_within_messages", 2, "1.csv")
    assert not plan.ok


def test_all_beside_a_split_that_is_held_is_an_error_at_the_new_line(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, f"{EXCHANGE}2024-Q1,ports,NLD,BEL,siena,general,request,10,own_return\n")
    new = (
        f"{EXCHANGE}2024-Q2,ports,NLD,BEL,ALL,general,request,10,own_return\n"
        "2024-Q1,ports,NLD,BEL,ALL,general,request,10,own_return\n"
    )
    plan = preview(warehouse, new)
    assert [(found.kind, found.line) for found in plan.problems] == [("no_total_beside_split", 3)]
    assert preview(warehouse, new, mode=Mode.REPLACE).ok


def test_a_reference_that_is_gone_since_the_check_is_an_error(
    warehouse: Warehouse, publish: Publish, check_texts: Check
) -> None:
    files = check_texts(warehouse, f"{TOTALS}2024,messages,,1,review-2\n")
    publish(warehouse, "source_id\nreview-2\n", mode=Mode.WITHDRAW)
    plan = loading.preview(warehouse, files)
    assert [(found.kind, found.value) for found in plan.problems] == [(cells.UNKNOWN, "review-2")]


def test_a_row_that_others_refer_to_cannot_be_withdrawn(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, "source_id\nreview-1\n", mode=Mode.WITHDRAW)
    (found,) = plan.problems
    assert found.kind == STILL_NAMED.name
    assert (
        found.message
        == "review-1 would be gone, but Published totals still refers to it (rows: 3)."
    )


def test_each_of_several_ids_in_a_cell_is_a_reference_of_its_own(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    head = "partnership_id,name,kind,lead_organisation,record\n"
    publish(
        warehouse, f"{head}lakes,Lakes,network,EUROPOL,official\nseas,Seas,network,WCO,official\n"
    )
    columns = "operation_id,partnership_id,joint_with,name,crime_area,kind,ended,lead,source\n"
    row = "net,ports,lakes;seas,Net,general,action_day,2024,EUROPOL,review-1\n"
    publish(warehouse, columns + row)
    plan = preview(warehouse, "partnership_id\nseas\n", mode=Mode.WITHDRAW)
    (found,) = plan.problems
    assert (found.kind, found.value) == (STILL_NAMED.name, "seas")


def test_a_row_goes_together_with_those_that_refer_to_it(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    plan = preview(
        warehouse,
        "source_id\nreview-2\n",
        "period,measure,source\n2023,messages,review-2\n",
        mode=Mode.WITHDRAW,
    )
    assert plan.ok
    assert [table.retired.height for table in plan.tables] == [1, 1]


def test_a_table_without_periods_cannot_be_replaced(warehouse: Warehouse, preview: Preview) -> None:
    source = "source_id,publisher,title,tier\nreview-3,Europol,Review 3,publisher\n"
    plan = preview(warehouse, source, mode=Mode.REPLACE)
    assert [found.kind for found in plan.problems] == [NO_GROUPS.name]


@pytest.mark.parametrize(("rows", "asked"), [(10, False), (9, True)])
def test_retiring_more_than_a_tenth_of_a_table_must_be_confirmed(
    warehouse: Warehouse, preview: Preview, publish: Publish, rows: int, *, asked: bool
) -> None:
    held = "".join(f"{2000 + year},messages,,1,review-1\n" for year in range(rows))
    publish(warehouse, f"{TOTALS}{held}")
    plan = preview(warehouse, "period,measure,source\n2000,messages,review-1\n", mode=Mode.WITHDRAW)
    assert bool(plan.to_confirm) is asked


def test_tables_that_refer_to_each_other_are_planned_together(
    empty: Warehouse, preview: Preview
) -> None:
    plan = preview(
        empty,
        FOUR,
        "source_id,publisher,title,tier\nreview-1,E,R,publisher\nreview-2,E,S,publisher\n",
    )
    assert plan.ok
    assert {table.contract.name: table.added.height for table in plan.tables} == {
        "sources": 2,
        "published_totals": 4,
    }


@pytest.mark.parametrize("kind", PLAN_KINDS)
def test_what_speaks_against_a_plan_is_said_in_whole_sentences(kind: str) -> None:
    found = PLAN_KINDS[kind]
    assert found.says.endswith(".")
    assert found.mend.endswith(".")
    assert not found.title.endswith(".")
