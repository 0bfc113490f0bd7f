"""After any sequence of loads and rollbacks every version equals that of a naive model."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import loading, queries, versions
from data.ledger import Mode
from data.warehouse import Warehouse, create
from validation.codes import OWN_RETURN
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.published_totals import PublishedTotals as T
from validation.fields import name
from validation.intake import Upload, check

Key = tuple[str, str]
State = dict[Key, str]
Step = tuple[Mode, State] | int

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
STATES = st.dictionaries(
    keys=st.tuples(st.sampled_from(["2022", "2023", "2023-Q1"]), st.sampled_from(["", "part"])),
    values=st.sampled_from(["1", "2", "2.5"]),
    min_size=1,
    max_size=4,
)
STEPS = st.lists(
    st.tuples(st.sampled_from(list(Mode)), STATES) | st.integers(0, 5), min_size=1, max_size=6
)


def after(state: State, mode: Mode, said: State) -> State:
    """Say in the simplest words what a load does."""
    match mode:
        case Mode.MERGE:
            return {**state, **said}
        case Mode.REPLACE:
            periods = {period for period, _ in said}
            return {key: each for key, each in state.items() if key[0] not in periods} | said
        case Mode.WITHDRAW:
            return {key: each for key, each in state.items() if key not in said}


def load(warehouse: Warehouse, mode: Mode, said: Mapping[Key, str]) -> None:
    header = ",".join(map(name, (T.period, T.scope, T.value, T.measure, T.source)))
    lines = [
        f"{period},{scope},{value},messages,{OWN_RETURN}" for (period, scope), value in said.items()
    ]
    upload = Upload("a.csv", "\n".join([header, *lines, ""]).encode())
    files = check([upload], today=date(2026, 1, 1), known={})
    plan = loading.preview(warehouse, files, mode=mode)
    if not plan.empty:
        loading.publish(
            warehouse, plan, who="", note="", reason="counted anew", when=WHEN, confirmed=True
        )


def held(warehouse: Warehouse, as_of: int) -> State:
    with warehouse.read() as connection:
        columns = [name(T.period), name(T.scope), name(T.value)]
        rows = queries.rows(connection, PUBLISHED_TOTALS, as_of, columns=columns).rows()
    found = {(period, scope or ""): f"{value:g}" for period, scope, value in rows}
    assert len(found) == len(rows), "a key is live once"
    return found


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_version_equals_the_naive_models(steps: list[Step]) -> None:
    history: list[State] = [{}]
    with TemporaryDirectory() as folder:
        warehouse = create(Path(folder) / "w.duckdb")
        for step in steps:
            if isinstance(step, tuple):
                mode, said = step
                load(warehouse, mode, said)
                wanted = after(history[-1], mode, said)
            else:
                back = min(step, len(history) - 1)
                wanted = history[back]
                if wanted != history[-1]:
                    versions.rollback(warehouse, back, who="", note="", when=WHEN)
            if wanted != history[-1]:
                history.append(wanted)
        assert [held(warehouse, number) for number in range(len(history))] == history
        assert len(versions.ledger(warehouse)) == len(history) - 1
        assert versions.verify(warehouse) == ()
