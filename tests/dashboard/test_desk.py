"""What a session remembers while others publish."""

from dashboard.desk import Desk
from data import versions
from data.warehouse import Warehouse


def test_only_what_others_publish_after_the_first_preview_is_told(warehouse: Warehouse) -> None:
    ledger = versions.ledger(warehouse)
    desk = Desk()
    assert desk.overtaking("a file", ledger[:3]) == []
    desk.published(5, who="Ana", files=False)
    assert [each.number for each in desk.overtaking("a file", ledger)] == [4, 6]
    assert desk.overtaking("another file", ledger) == []


def test_only_publishing_files_of_ones_own_empties_the_box(warehouse: Warehouse) -> None:
    ledger = versions.ledger(warehouse)
    desk = Desk()
    desk.overtaking("a file", ledger[:3])
    desk.published(4, who="Ana", files=False)
    assert desk.batch == 0
    desk.published(5, who="Ana", files=True)
    assert (desk.batch, desk.name) == (1, "Ana")
    assert desk.overtaking("a file", ledger) == []


def test_files_can_be_in_hand_before_anything_is_published() -> None:
    assert Desk().overtaking("a file", ()) == []
