"""What counts as a big revision, and that it is published only with a word of why."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from data import loading, versions
from data.errors import NeedsReason
from data.ledger import Mode, Version
from data.planning import Plan
from data.revisions import CELLS_SAY, ROWS_SAY
from data.warehouse import Warehouse

Preview = Callable[..., Plan]
Publish = Callable[..., Version]
HEAD = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,source\n"
)
PLACES = 40


def _exchange(messages: Sequence[int | str], partnership: str = "ports") -> str:
    rows = (
        f"{2000 + place % 20}-Q{place // 20 + 1},{partnership},DEU,FRA,siena,robbery,request,no,"
        f"{number},own_return\n"
        for place, number in enumerate(messages)
    )
    return HEAD + "".join(rows)


def _says(plan: Plan) -> list[tuple[str, int | str]]:
    return [(each.says, each.facts.get("cells") or each.facts["rows"]) for each in plan.revisions]


@pytest.mark.parametrize(
    ("before", "after", "big"),
    [
        (20, 31, 1),
        (20, 30, 0),  # by half, and not by more
        (15, 24, 0),  # by more than half, and by fewer than 10
        (31, 15, 1),
        (0, 10, 1),
        (1000, 1400, 0),
    ],
)
def test_a_count_that_moves_far_is_a_big_revision(
    warehouse: Warehouse, publish: Publish, preview: Preview, before: int, after: int, big: int
) -> None:
    publish(warehouse, _exchange([before]))
    assert _says(preview(warehouse, _exchange([after]))) == [(CELLS_SAY, 1)] * big


@pytest.mark.parametrize(
    ("rows", "changed", "big"), [(40, 10, True), (40, 9, False), (9, 9, False)]
)
def test_many_rows_of_one_partnership_are_a_big_revision(
    warehouse: Warehouse, publish: Publish, preview: Preview, rows: int, changed: int, big: int
) -> None:
    publish(warehouse, _exchange([100] * rows), _exchange([100] * PLACES, "rivers"))
    plan = preview(warehouse, _exchange([101] * changed))
    assert _says(plan) == [(ROWS_SAY, changed)] * big
    assert all(each.facts["partnership"] == "ports" for each in plan.revisions)


def test_rows_that_no_longer_count_are_revised_too(
    warehouse: Warehouse, publish: Publish, preview: Preview
) -> None:
    publish(warehouse, _exchange([100] * PLACES))
    plan = preview(warehouse, _exchange([100] * 12), mode=Mode.WITHDRAW)
    assert _says(plan) == [(ROWS_SAY, 12)]


def test_new_rows_and_counts_that_were_not_known_are_no_revision(
    warehouse: Warehouse, publish: Publish, preview: Preview
) -> None:
    head = HEAD.replace("messages,", "messages,hits,")
    with_hits = head + _exchange([100]).removeprefix(HEAD).replace(",100,", ",100,90,")
    publish(warehouse, _exchange([100]))
    assert preview(warehouse, with_hits, _exchange([5] * 3, "rivers")).revisions == ()


def test_a_big_revision_is_held_until_a_reason_is_given_and_keeps_it(
    warehouse: Warehouse, publish: Publish, preview: Preview, when: datetime
) -> None:
    publish(warehouse, _exchange([20]))
    plan = preview(warehouse, _exchange([200]))
    for reason in ("", "  "):
        with pytest.raises(NeedsReason):
            loading.publish(warehouse, plan, who="Ada", note="", reason=reason, when=when)
    assert len(versions.ledger(warehouse)) == 2
    loading.publish(warehouse, plan, who="Ada", note="", reason=" a batch was late ", when=when)
    assert versions.ledger(warehouse)[-1].reason == "a batch was late"
    assert not versions.verify(warehouse)


def test_a_reason_is_kept_only_where_one_is_asked_for(
    warehouse: Warehouse, publish: Publish
) -> None:
    publish(warehouse, _exchange([20]))
    assert versions.ledger(warehouse)[-1].reason == ""
