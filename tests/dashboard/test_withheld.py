"""No page, file or command tells a count of persons that is withheld, nor anything made of one.

Two workspaces hold the same returns but for what is withheld: where few persons are counted, one of
them counts one person fewer, and one more where many are. All figures that may be told are the same
in both; so whatever leaves must be the same as well, to the byte. The many are numbers that stand
nowhere else, so that they are found wherever they turn up.
"""

import copy
import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.exporting.export import Format
from dashboard.mending import mended_throughout
from data import ledger, loading
from data.ledger import Mode
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from metrics import operations_withheld, released
from metrics.attacks import attacks
from metrics.catalogue import INDICATORS
from metrics.released import GUARDED, withheld
from metrics.source import Source
from metrics.training import TABLE
from validation.contracts import CONTRACTS
from validation.intake import Upload

FEW: Final = 3
MANY: Final = {"2021": 7907, "2024": 7919}
"""In the last quarter of these years so many are trained, after few in the quarter before."""
LATER: Final = 7906
"""As many are counted later in 2021, and one more of the few."""
ARRESTS: Final = 6871
IDENTIFIED: Final = 6883
SAFEGUARDED: Final = 6899
ALIKE: Final = ("one", "two")
LAID_BARE: Final = ("bare", "open")
"""The same two once more, for when the choke point is switched off."""
UNMISTAKABLE: Final = (*MANY.values(), LATER, ARRESTS, IDENTIFIED, SAFEGUARDED)
TRAINING: Final = [
    each.id for each in INDICATORS.values() if each.persons and each.statistic.table == TABLE
]
YEARS: Final = [str(year) for year in range(2019, 2025)]
PLAIN: Final = (8100, 8231, 8312, 8150)
WOMEN: Final = 0.37


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _partnerships() -> str:
    return _table(
        [
            {
                "partnership_id": each,
                "name": f"{each.title()} Force",
                "kind": "task_force",
                "lead_organisation": "EUROPOL",
                "members": "BEL;DEU;NLD",
                "record": "official",
                "operations_coverage": "census",
            }
            for each in ("ports", "rails", "roads")
        ]
    )


def _course(partnership: str, period: str, number: int, part: int) -> dict[str, object]:
    return {
        "training_id": f"{partnership}-{period}".lower(),
        "period": period,
        "partnership_id": partnership,
        "course": "Digital evidence",
        "provider": "CEPOL",
        "format": "workshop",
        "topic": "language",
        "country": "NLD",
        "enrolled": number,
        "completed": number,
        "certified": number,
        "women": part,
        "hours": 8,
        "pre_score": 40,
        "post_score": 70,
        "tested_both": number,
        "followed_up": number,
        "applied_on_job": part,
        "satisfaction": 80,
        "source": "own_return",
    }


def _training(years: Sequence[str], moved: int, *, again: bool = False) -> str:
    rows: list[dict[str, object]] = []
    for partnership, year in ((p, y) for p in ("ports", "rails", "roads") for y in years):
        numbers = [plain + 7 * YEARS.index(year) for plain in PLAIN]
        parts = [int(number * WOMEN) for number in numbers]
        if partnership == "ports" and year in MANY:
            few = FEW - moved + (again and year == "2021")
            numbers[2:] = [few, MANY[year] + FEW - few]
            parts[2:] = [few, MANY[year] // 3 + FEW - few]
        for quarter, (number, part) in enumerate(zip(numbers, parts, strict=True), 1):
            course = _course(partnership, f"{year}-Q{quarter}", number, part)
            if number > FEW and number - moved in MANY.values():
                course["completed"] = _apart(number)
            rows.append(course)
    return _table(rows)


def _apart(number: int) -> str:
    """Write a number so that it has to be mended on its way in."""
    return f"{number:,}".replace(",", "'")


def _operations(years: Sequence[str]) -> str:
    return _table(
        [
            {
                "operation_id": f"{size}-{year}",
                "partnership_id": "ports",
                "name": f"{size.title()} net {year}",
                "series": f"{size.title()} net",
                "crime_area": "firearms",
                "kind": "action_day",
                "started": f"{year}-10-02",
                "ended": f"{year}-11-03",
                "lead": "NLD",
                "countries": "BEL;NLD",
                "countries_count": 2,
                "source": "own_return",
            }
            for year in years
            for size in ("small", "large", "largest")
        ]
    )


def _results(years: Sequence[str], moved: int) -> str:
    rows: list[dict[str, object]] = []
    for year in years:
        plain = 7300 + 11 * YEARS.index(year)
        many = (ARRESTS + moved, IDENTIFIED + moved, SAFEGUARDED + moved)
        hides = year in MANY
        quarters = iter((3, 4, 2))
        for size, numbers in {
            "small": (FEW - moved,) * 3 if hides else (plain, plain + 100, plain + 200),
            "large": many if hides else (plain + 900, plain + 1000, plain + 1100),
            "largest": (plain + 1800, plain + 1900, plain + 2000),
        }.items():
            arrests, identified, safeguarded = numbers
            rows.append(
                {
                    "operation_id": f"{size}-{year}",
                    "period": f"{year}-Q{next(quarters)}",
                    "arrests": arrests,
                    "suspects_identified": identified,
                    "victims_safeguarded": safeguarded,
                    "suspects_prosecuted": arrests,
                    "suspects_convicted": arrests,
                    "source": "own_return",
                }
            )
    return _table(rows)


def _milestones() -> str:
    return _table(
        [
            {
                "date": "2022-01-10",
                "partnership_id": "ports",
                "kind": "other",
                "label": "New curriculum",
                "source": "own_return",
            }
        ]
    )


def _schedule() -> str:
    return _table(
        [
            {
                "partnership_id": "ports",
                "reported_by": "",
                "table": TABLE,
                "from_period": "2019-Q1",
                "grain": "quarter",
                "due_days": 45,
            }
        ]
    )


def _publish(store: Warehouse, when: datetime, tables: Mapping[str, str]) -> None:
    uploads = [Upload(f"{table}.csv", text.encode()) for table, text in tables.items()]
    files = mended_throughout(store, uploads, table=None, today=when.date()).files
    assert [each.message for file in files for each in file.problems if not file.ok] == []
    plan = loading.preview(store, files, mode=Mode.MERGE)
    loading.publish(store, plan, who="Ana", note="", reason="counted", when=when, confirmed=True)


def _made(path: Path, moved: int) -> Warehouse:
    """Publish two versions: all years but the last; then the last, and one year counted anew."""
    store = create(path)
    first = {
        "partnerships": _partnerships(),
        "training_completions": _training(YEARS[:-1], moved),
        "joint_operations": _operations(YEARS[:-1]),
        "operation_results": _results(YEARS[:-1], moved),
        "milestones": _milestones(),
        "reporting_schedule": _schedule(),
    }
    then = {
        "training_completions": _training(["2021", *YEARS[-1:]], moved, again=True),
        "joint_operations": _operations(YEARS[-1:]),
        "operation_results": _results(YEARS[-1:], moved),
    }
    _publish(store, datetime(2024, 2, 1, tzinfo=UTC), first)
    _publish(store, datetime(2025, 2, 1, tzinfo=UTC), then)
    return store


Sent: TypeAlias = Any
"""A message to the browser."""


class Left:
    """What left: what the browser was sent, and the files on offer, as texts without names."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def takes(self, text: str) -> None:
        """Take a text but for names of workspaces, hashes of what was handed in, and the time."""
        self.texts.append(_NAMES.sub("office", _MADE.sub("", text)))

    def sends(self, proto: Sent) -> None:
        """Take what the browser is sent, with the tables in it."""
        rest = copy.deepcopy(proto)
        for table in _tables(rest):
            self.takes(str(pa.ipc.open_stream(table).read_all().to_pydict()))
        self.takes(str(rest))

    def offers(self, name: str, data: object) -> None:
        """Take a file; a workbook sheet by sheet."""
        content = data.encode() if isinstance(data, str) else cast("bytes", data)
        self.takes(name)
        if not zipfile.is_zipfile(io.BytesIO(content)):
            self.takes(content.decode(errors="backslashreplace"))
            return
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for part in book.namelist():
                self.takes(book.read(part).decode(errors="backslashreplace"))

    @property
    def many(self) -> set[str]:
        """The withheld numbers that are found in it, as readers or machines write them."""
        return {found[0] for text in self.texts for found in _MANY.finditer(text)}


_NAMES: Final = re.compile(r"\b(?:one|two|bare|open)\b", re.IGNORECASE)
_MADE: Final = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b|ID-[0-9a-f]{32}|[-\dT:]{19}Z")
_MANY: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(rf"{str(each)[0]}[,'\u202f\u00a0 ]?{str(each)[1:]}" for each in UNMISTAKABLE)
    + r")(?:\.0+)?(?![\w.])"
)


def found(one: Left, other: Left) -> list[str]:
    """Return what gives a withheld count away: it stands there, or the two do not say the same."""
    pairs = zip_longest(one.texts, other.texts, fillvalue="")
    return [*sorted(one.many), *(text for text, same in pairs if text != same)]


def _tables(proto: Sent) -> Iterator[bytes]:
    """Take the tables out of a message, wherever they are in it."""
    for what, value in proto.ListFields():
        if isinstance(value, bytes):
            proto.ClearField(what.name)
            yield value
        elif hasattr(value, "ListFields"):
            yield from _tables(value)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Warehouse]:
    """The two that hold the same but for what is withheld; and both of them once more."""
    folder = tmp_path_factory.mktemp("twins")
    with pytest.MonkeyPatch.context() as patch:
        # What stands in each file and hangs on all that was handed in: the same in both.
        patch.setattr(ledger, "hash_of", _hash_of)
        one, two = (_made(folder / f"{name}.duckdb", at) for at, name in enumerate(("one", "two")))
    for held, name in ((one, "bare"), (two, "open")):
        shutil.copy(held.path, folder / f"{name}.duckdb")
    return {path.stem: Warehouse(path) for path in folder.glob("*.duckdb")}


def _hash_of(entry: str) -> str:
    return sha256("".join(re.findall(r'"number":\d+', entry)).encode()).hexdigest()


def nobody(_source: Source) -> frozenset[str]:
    """Stand in for whose figures are not published: nobody's."""
    return frozenset()


@pytest.fixture
def switched_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes the choke point away: as if all figures of all partnerships were published."""

    def off() -> None:
        for module in (released, operations_withheld):
            monkeypatch.setattr(module, "unpublished", nobody)

    return off


def test_the_two_withhold_the_same_figures_and_hold_others(twins: dict[str, Warehouse]) -> None:
    one, two = Source(twins["one"]), Source(twins["two"])
    for table in GUARDED:
        hidden = withheld(one, table)
        assert hidden.height
        assert hidden.equals(withheld(two, table))
        assert not one.rows(CONTRACTS[table]).equals(two.rows(CONTRACTS[table]))
    assert all(each.safe for each in attacks(one))


EVERY_PAGE: Final = [view.address for views in pages.MENUS.values() for view in views]
QUALITY: Final = ("timeliness", "revisions", "outliers", "contradictions", "mirror")
BEHIND: Final = "training_completions~partnership_id:ports~period:2024-Q4"
CHOSEN: Final[list[tuple[str, dict[str, str]]]] = [
    ("", {"grain": "year", "period": "2024"}),
    ("partnership", {"partnership": "ports", "indicator": "training_completed"}),
    ("partnership", {"partnership": "ports", "indicator": "arrests"}),
    ("operations", {"operation": "large-2024"}),
    ("operations", {"operation": "small-2024"}),
    ("operations", {"series": "Large net", "figure": "arrests"}),
    *(("training", {"indicator": each}) for each in ("training_completed", "learning_gain")),
    ("training", {"indicator": "training_completed", "by": "topic"}),
    ("training", {"indicator": "training_completed", "country": "NLD"}),
    ("training", {"indicator": "training_completed", "as_of": "1"}),
    ("compare", {"indicator": "applied_on_job"}),
    ("before-and-after", {"indicator": "training_completed"}),
    *(("data-quality", {"part": each}) for each in QUALITY),
    ("data-quality", {"behind": BEHIND}),
    ("my-return", {"within": "ports"}),
    ("versions", {"entry": "2"}),
]


@pytest.fixture
def page(
    twins: dict[str, Warehouse],
    serve_pages: Callable[[Sequence[Workspace]], AbstractContextManager[None]],
    opened: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Left]:
    """Opens a page of a workspace with all its drawers, and takes every file that it offers."""
    expander, button = st.expander, cast("Callable[..., bool]", st.download_button)

    def drawn(workspace: str, address: str, *, handing_in: str = "", **choices: str) -> Left:
        left = Left()

        def offered(label: str, data: object, file_name: str, **more: object) -> bool:
            own = OWN_RETURN.match(file_name)
            if not (own or handing_in or file_name.endswith(PICTURES)):
                left.offers(file_name, data() if callable(data) else data)
            return button(label, b"", file_name, **more)

        monkeypatch.setattr(st, "expander", partial(expander, expanded=True))
        monkeypatch.setattr(st, "download_button", offered)
        served = Workspace(workspace, "Office", twins[workspace].path)
        with serve_pages([served]):
            app = opened(address, **choices)
            if handing_in:
                app.file_uploader[0].upload("mine.csv", handing_in.encode(), "text/csv").run()
        for element in [*app.main, *app.sidebar]:
            if getattr(element, "proto", None) is not None:
                left.sends(element.proto)
        return left

    return drawn


OWN_RETURN: Final = re.compile(rf"{TABLE}_.*_ports")
"""The return to fill in, with the last figures of the office that it is for."""
PICTURES: Final = (".png", ".svg", ".pdf")
"""Files that are asked for by a command: they take long to draw."""


@pytest.mark.parametrize(
    ("address", "chosen"), [*((each, {}) for each in EVERY_PAGE), *CHOSEN], ids=str
)
def test_no_page_tells_what_is_withheld(
    address: str, chosen: dict[str, str], page: Callable[..., Left]
) -> None:
    assert found(*(page(each, address, **chosen) for each in ALIKE)) == []


@pytest.mark.parametrize(
    "file",
    [
        _table([_course("ports", "2024-Q3", 30, 10), _course("ports", "2024-Q4", 40, 10)]),
        _table(
            [
                {"operation_id": each, "period": "2024-Q4", "arrests": 30, "source": "own_return"}
                for each in ("small-2024", "large-2024")
            ]
        ),
    ],
    ids=["training", "operations"],
)
def test_whoever_hands_in_a_file_is_not_told_what_is_held(
    file: str, page: Callable[..., Left]
) -> None:
    told = [page(each, "upload", handing_in=file) for each in ALIKE]
    assert any("Cells that change" in each for each in told[0].texts)
    assert found(*told) == []


TELLING: Final[list[tuple[str, dict[str, str]]]] = [
    ("", {}),
    ("partnership", {"partnership": "ports", "indicator": "training_completed"}),
    ("operations", {}),
    ("operations", {"operation": "large-2024"}),
    ("training", {"indicator": "training_completed", "by": "topic"}),
    ("compare", {"indicator": "applied_on_job"}),
    ("data-quality", {"part": "revisions"}),
    ("data-quality", {"behind": BEHIND}),
]


@pytest.mark.parametrize(("address", "chosen"), TELLING, ids=str)
def test_switched_off_the_choke_point_pages_tell_what_is_withheld(
    address: str,
    chosen: dict[str, str],
    page: Callable[..., Left],
    switched_off: Callable[[], None],
) -> None:
    switched_off()
    assert found(*(page(each, address, **chosen) for each in LAID_BARE))


COMMANDS: Final = [
    *(
        ["series", each, "--format", form, *signals]
        for each in ("training_completed", "women_share", "training_hours", "arrests")
        for form, signals in (("csv", ()), ("json", ("--signals",)))
    ),
    ["series", "victims_safeguarded", "--by", "crime_area"],
    ["series", "satisfaction", "--by", "topic", "--grain", "quarter"],
    ["series", "training_completed", "--country", "NLD"],
    ["series", "training_completed", "--as-of", "1"],
    ["index", "--format", "json"],
    ["attack"],
    ["versions"],
    ["versions", "--format", "json"],
]


@pytest.fixture
def command(
    twins: dict[str, Warehouse], partnerships: Callable[..., subprocess.CompletedProcess[str]]
) -> Callable[..., Left]:
    """Runs a command on a workspace and takes what it prints, and the file that it writes."""

    def run(workspace: str, *words: str, out: Path | None = None) -> Left:
        left = Left()
        written = ("--out", out) if out else ()
        done = partnerships("--warehouse", twins[workspace].path, *words, *written)
        assert not done.returncode, done.stderr
        left.takes(done.stderr)
        if out:
            left.offers(out.suffix, out.read_bytes())
        else:
            left.takes(done.stdout)
        return left

    return run


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_tells_what_is_withheld(words: list[str], command: Callable[..., Left]) -> None:
    assert found(*(command(each, *words) for each in ALIKE)) == []


@pytest.mark.parametrize(
    "words", [each for each in COMMANDS if "json" not in each and each[0] == "series"], ids=" ".join
)
def test_switched_off_the_choke_point_commands_tell_what_is_withheld(
    words: list[str], command: Callable[..., Left], switched_off: Callable[[], None]
) -> None:
    switched_off()
    assert found(*(command(each, *words) for each in LAID_BARE))


FILES: Final = [
    *(("training_completed", each) for each in Format if each is not Format.PNG),
    ("arrests", Format.SVG),
]


@pytest.mark.parametrize(("indicator", "form"), FILES)
def test_no_file_of_a_chart_tells_what_is_withheld(
    indicator: str,
    form: Format,
    command: Callable[..., Left],
    switched_off: Callable[[], None],
    tmp_path: Path,
) -> None:
    words, out = ("export", "chart", indicator), tmp_path / f"chart.{form}"
    assert found(*(command(each, *words, out=out) for each in ALIKE)) == []
    switched_off()
    assert found(*(command(each, *words, out=out) for each in LAID_BARE))
