"""Small figures of every kind, made here from small frames, and a small warehouse."""

import io
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import cached
from dashboard.charts import spans
from dashboard.charts.alt_text import described
from dashboard.charts.figure import (
    Cell,
    Definition,
    Expected,
    Figure,
    Funnel,
    Grid,
    Heading,
    Kind,
    Lines,
    Metadata,
    Milestone,
    Sign,
    Square,
    Target,
    Tone,
)
from dashboard.charts.words import Words
from dashboard.commands.serving import build_public_record
from dashboard.i18n import tr
from dashboard.uploading import check
from data import loading
from data.ledger import Mode
from data.simulate import Release
from data.simulation.generator import write_csv
from data.simulation.scenario import declared
from data.simulation.tables import GENERATORS
from data.warehouse import Warehouse, create
from data.workspaces import Workspace, to_environment
from metrics import released
from metrics import values as columns
from metrics.source import Source
from metrics.stand import Stand
from metrics.values import FIRST_DAY, LAST_DAY
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.intake import Upload
from validation.periods import Period

FigureMaker = Callable[..., Figure]
LONGEST_RUN = 120

NUMBERS = {
    name: pl.Float64()
    for name in (
        columns.VALUE,
        columns.LOWER,
        columns.UPPER,
        columns.NUMERATOR,
        columns.DENOMINATOR,
    )
}

METADATA = Metadata(
    author="Ministry of the Interior",
    source="partnership returns",
    version=41,
    version_label="version 41, 4 Feb 2025",
    version_date=date(2025, 2, 4),
    head="3fa9c2d1e0b7",
    note="Figures of three offices.",
    definitions=(Definition(term="On-time replies", text="Replies on time ÷ replies due."),),
)


def _row(period: str, value: float | None, **more: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        columns.PERIOD: period,
        columns.GRAIN: "quarter" if "Q" in period else "year",
        columns.INDICATOR: "on_time_replies",
        columns.PARTNERSHIP: "northern-ports",
    }
    tail: dict[str, Any] = {
        columns.VALUE: value,
        columns.LOWER: None,
        columns.UPPER: None,
        columns.NUMERATOR: None,
        columns.DENOMINATOR: None,
        columns.UNIT: "share",
        columns.FLAGS: "simulated",
        columns.PRECISION: "",
        columns.BREAK_BEFORE: "",
        columns.SOURCE: "own_return",
        columns.DATA_VERSION: 41,
    }
    return row | {name: more[name] for name in more if name not in tail} | tail | more


@pytest.fixture
def values_row() -> Callable[..., dict[str, Any]]:
    """Makes one row of a values frame: `values_row(period, value, **other_columns)`."""
    return _row


@pytest.fixture
def make_figure() -> FigureMaker:
    """Makes a figure of rows: `make_figure(rows, **fields)`, described from its data."""

    def make(rows: list[dict[str, Any]], **fields: object) -> Figure:
        plain = Figure(
            id="on_time_replies",
            kind=Kind.LINE,
            values=pl.DataFrame(rows, infer_schema_length=None, schema_overrides=NUMBERS),
            dimensions=(columns.PARTNERSHIP,),
            series={"northern-ports": "Northern Ports Task Force"},
            title="On-time replies rose from 61\u00a0% to 71\u00a0% in two years",
            subtitle="Northern Ports Task Force · share of replies due · quarters",
            footer=("Source: partnership returns, version 41, 4 Feb 2025.",),
            unit="share",
            unit_label="share of replies due",
            description="",
            metadata=METADATA,
            simulated=True,
        )
        return described(replace(plain, **fields), tr)

    return make


def _quarters(first: int, count: int) -> list[str]:
    return [f"{first + at // 4}-Q{at % 4 + 1}" for at in range(count)]


@pytest.fixture
def line_figure(make_figure: FigureMaker) -> Figure:
    """Twenty quarters with a gap in 2024-Q1, one revised, the last partial; a target from 2022."""
    shares = [0.58, 0.61, 0.57, 0.60, 0.61, 0.59, 0.60, 0.58, 0.60, 0.61]
    shares += [0.59, 0.60, 0.66, 0.69, 0.69, 0.70, None, 0.71, 0.70, 0.71]
    flags = {15: "revised;simulated", 19: "partial:3/4;simulated"}
    rows = [
        _row(
            quarter,
            share,
            lower=None if share is None else share - 0.03,
            upper=None if share is None else share + 0.03,
            flags=flags.get(at, "simulated"),
        )
        for at, (quarter, share) in enumerate(zip(_quarters(2020, 20), shares, strict=True))
    ]
    return make_figure(
        rows,
        targets=(Target(value=0.65, start=date(2022, 1, 1)),),
        milestones=(
            Milestone(day=date(2021, 5, 1), label="Joint training programme"),
            Milestone(day=date(2023, 2, 1), label="Shared platform opens"),
            Milestone(day=date(2023, 9, 1), label="Data-protection agreement in force"),
        ),
    )


@pytest.fixture
def lines_figure(make_figure: FigureMaker) -> Callable[[int], Figure]:
    """Makes a figure of so many series, twelve quarters each."""

    def make(count: int) -> Figure:
        names = {f"p{number}": f"Partnership of the number {number}" for number in range(count)}
        rows = [
            _row(
                quarter, 0.2 + 0.05 * number + 0.004 * at, partnership_id=code, lower=0.1, upper=0.9
            )
            for number, code in enumerate(names)
            for at, quarter in enumerate(_quarters(2022, 12))
        ]
        return make_figure(rows, series=names)

    return make


@pytest.fixture
def published_figure(make_figure: FigureMaker) -> Figure:
    """Yearly totals as published: two lone years, then four in a row, with bounds."""
    printed: Mapping[str, tuple[float, str, str]] = {
        "2011": (222_000, "", ""),
        "2014": (605_245, "", ""),
        "2020": (1_260_000, "approximate", ""),
        "2021": (1_540_000, "at_least", ""),
        "2022": (1_690_000, "at_most", "sources_differ"),
        "2023": (1_931_474, "", ""),
    }
    rows = [
        _row(year, value, precision=precision, flags=flags, unit="messages")
        for year, (value, precision, flags) in printed.items()
    ]
    return make_figure(
        rows,
        id="published_messages",
        unit="messages",
        unit_label="messages",
        simulated=False,
        footer=("As printed in Europol, Europol in brief; not confirmed with the publisher.",),
    )


@pytest.fixture
def bars_figure(make_figure: FigureMaker) -> Figure:
    """Messages by channel: one partial, one missing, one with a bound."""
    channels: Mapping[str, tuple[float | None, str, str]] = {
        "bilateral": (9_120, "partial:3/4", ""),
        "i247": (48_210, "", ""),
        "siena": (31_877, "", "at_least"),
        "prum": (None, "", ""),
    }
    rows = [
        _row("2024-Q4", value, channel=code, unit="messages", flags=flags, precision=precision)
        for code, (value, flags, precision) in channels.items()
    ]
    return make_figure(
        rows,
        id="messages_by_channel",
        kind=Kind.BARS,
        dimensions=("channel",),
        series={"prum": "Prüm", "bilateral": "Bilateral", "i247": "I-24/7", "siena": "SIENA"},
        unit="messages",
        unit_label="messages",
    )


@pytest.fixture
def dots_figure(make_figure: FigureMaker) -> Figure:
    """Arrests of four editions: one at least, one on which sources differ, one not found."""
    editions: Mapping[str, tuple[str, float | None, str, str]] = {
        "net-i": ("2019", 412, "", ""),
        "net-ii": ("2021", 5_500, "", "at_least"),
        "net-iii": ("2022", None, "", ""),
        "net-iv": ("2024", 96, "sources_differ", "at_most"),
    }
    rows = [
        _row(year, value, operation_id=code, unit="persons", flags=flags, precision=precision)
        for code, (year, value, flags, precision) in editions.items()
    ]
    return make_figure(
        rows,
        id="editions-arrests",
        kind=Kind.DOTS,
        dimensions=("operation_id",),
        series={
            "net-i": "Harbour Net I · 2019 · 12 countries",
            "net-ii": "Harbour Net II · Mar 2021 to May 2021 · about 34 countries",
            "net-iii": "Harbour Net III · 2022",
            "net-iv": "Harbour Net IV · 8 Apr 2024 to 12 Apr 2024 · 9 countries",
        },
        unit="",
        unit_label="",
        words=replace(Words(), gap="no figure found"),
    )


@pytest.fixture
def spans_figure(make_figure: FigureMaker) -> Figure:
    """Four operations in two rows: two at one time, one of a day, one known to the year only."""
    ran = (
        ("fraud", "Long Net", date(2021, 3, 1), date(2022, 6, 30), False),
        ("fraud", "Short Net", date(2021, 5, 4), date(2021, 5, 4), False),
        ("fraud", "Late Net", date(2023, 2, 1), date(2023, 4, 30), False),
        ("drugs", "Vague Net", date(2022, 1, 1), date(2022, 12, 31), True),
    )
    rows = [
        _row(str(first.year), None, crime_area=area, unit="", flags="")
        | {FIRST_DAY: first, LAST_DAY: last, spans.NAME: label}
        | {spans.DATES: f"{first} to {last}", spans.VAGUE: vague}
        | {spans.BEGAN: f"{first}", spans.ENDED: f"{last.year}" if vague else f"{last}"}
        for area, label, first, last, vague in ran
    ]
    return make_figure(
        rows,
        id="operations",
        kind=Kind.SPANS,
        dimensions=("crime_area",),
        series={"drugs": "Drug trafficking", "fraud": "Financial fraud"},
        unit="",
        unit_label="",
    )


@pytest.fixture
def heat_figure(make_figure: FigureMaker) -> Figure:
    """Messages between three countries: Germany sent none to France, Spain reported nothing."""
    pairs = {("FRA", "DEU"): 4_736.0, ("FRA", "ESP"): 52.0, ("DEU", "FRA"): 0.0}
    rows = [
        _row("2024-Q4", value, sender=sender, receiver=receiver, unit="messages")
        for (sender, receiver), value in pairs.items()
    ]
    return make_figure(
        rows,
        id="messages_pairs",
        kind=Kind.HEAT,
        dimensions=("sender", "receiver"),
        series={"FRA": "France", "DEU": "Germany", "ESP": "Spain"},
        unit="messages",
        unit_label="messages",
    )


@pytest.fixture
def matrix_figure(make_figure: FigureMaker) -> Figure:
    """Two partnerships and two pillars; one cell is not measured."""
    places = [("ports", "information"), ("ports", "law"), ("andes", "law")]
    rows = [
        _row(quarter, 0.5 + at / 100, partnership_id=partnership, pillar=pillar)
        for partnership, pillar in places
        for at, quarter in enumerate(_quarters(2022, 12))
    ]
    statuses = [("met", "met"), ("not_met", "not met"), ("too_close", "too close to call")]
    cells = tuple(
        Cell(
            row=partnership,
            column=pillar,
            value="61\u00a0%",
            interval="57–65\u00a0%",
            change="from 58\u00a0%",
            status=status,
            status_text=text,
        )
        for (partnership, pillar), (status, text) in zip(places, statuses, strict=True)
    )
    return make_figure(
        rows,
        id="overview",
        kind=Kind.MATRIX,
        dimensions=(columns.PARTNERSHIP, columns.PILLAR),
        series={"ports": "Northern Ports Task Force", "andes": "Andes Drug Network"},
        headings=(
            Heading(id="information", title="Information exchange", note="replies on time"),
            Heading(id="law", title="Law & jurisdiction", note="requests in time"),
        ),
        cells=cells,
    )


@pytest.fixture
def grid_figure(make_figure: FigureMaker) -> Figure:
    """What two offices sent in six quarters: one missing, one late, one not owed."""
    offices = {"ports;BEL": "Belgium", "ports;NLD": "Netherlands"}
    quarters = _quarters(2023, 6)
    said = {("ports;BEL", "2023-Q3"): "missing", ("ports;NLD", "2024-Q1"): "late"}
    squares = [
        Square(
            row=office,
            column=quarter,
            sign=said.get((office, quarter), "sent"),
            text="S!" if (office, quarter) in said and office.endswith("NLD") else "",
            tip={"Period": quarter},
            address=f"?behind={office}",
        )
        for office in offices
        for quarter in quarters
        if (office, quarter) != ("ports;NLD", "2023-Q1")
    ]
    rows = [_row(each.column, None, partnership_id=each.row, unit="days") for each in squares]
    return make_figure(
        rows,
        id="coverage",
        kind=Kind.GRID,
        series=offices,
        unit="",
        unit_label="",
        headings=tuple(
            Heading(id=quarter, title=quarter[:4], note=quarter[-2:]) for quarter in quarters
        ),
        grid=Grid(
            squares=tuple(squares),
            signs={
                "sent": Sign(text="S", meaning="sent", tone=Tone.GOOD),
                "late": Sign(text="!", meaning="came late", tone=Tone.FAIR),
                "missing": Sign(text="M", meaning="missing", tone=Tone.POOR),
                "nil": Sign(text="0", meaning="nothing to report", tone=Tone.EMPTY),
            },
            groups=dict.fromkeys(offices, "Northern Ports"),
        ),
    )


@pytest.fixture
def parts_figure(make_figure: FigureMaker) -> Figure:
    """What became of requests by two instruments: most granted, one pending, few decided."""
    outcomes = {"granted": "Granted", "refused": "Refused", "pending": "Pending"}
    counts = {"extradition": (14.0, 3.0, 1.0), "freezing": (2.0, 0.0, 6.0)}
    rows = [
        _row("2024-Q4", count, instrument=instrument, outcome=outcome, unit="requests")
        | {columns.DENOMINATOR: sum(numbers)}
        for instrument, numbers in counts.items()
        for outcome, count in zip(outcomes, numbers, strict=True)
    ]
    squares = tuple(
        Square(
            row=instrument,
            column=outcome,
            sign=outcome,
            tip={"Instrument": instrument},
            address=f"?behind={instrument}",
        )
        for instrument in counts
        for outcome in outcomes
    )
    return make_figure(
        rows,
        id="asked",
        kind=Kind.PARTS,
        dimensions=("instrument", "outcome"),
        series={"extradition": "Extradition: 18 received", "freezing": "Freezing: 8 received"},
        unit="requests",
        unit_label="requests",
        headings=tuple(Heading(id=code, title=label) for code, label in outcomes.items()),
        grid=Grid(
            squares=squares,
            signs={
                code: Sign(
                    text="", meaning=label, tone=Tone.EMPTY if code == "pending" else Tone.PLAIN
                )
                for code, label in outcomes.items()
            },
        ),
    )


@pytest.fixture
def carried_figure(make_figure: FigureMaker) -> Figure:
    """Twelve quarters, a line on each side of the sixth, the first carried on with its range."""
    quarters = _quarters(2022, 12)
    periods = [Period.parse(quarter) for quarter in quarters]
    shares = [0.5, 0.51, 0.49, 0.5, 0.5, 0.56, 0.6, 0.61, 0.59, 0.6, 0.6, 0.61]
    before = tuple(Expected(period=each, value=0.5) for each in periods[:5])
    after = tuple(Expected(period=each, value=0.6) for each in periods[6:])
    on = tuple(Expected(period=each, value=0.5, lower=0.46, upper=0.54) for each in periods[6:])
    return make_figure(
        [_row(quarter, share) for quarter, share in zip(quarters, shares, strict=True)],
        kind=Kind.CARRIED,
        milestones=(Milestone(day=date(2023, 5, 1), label="Shared platform opens"),),
        lines=Lines(
            fitted=(before, after),
            carried=on,
            apart=periods[5],
            fitted_text="lines through the values",
            carried_text="line before, carried on",
            range_text="95\u00a0% interval of that line",
            apart_text="on neither side",
        ),
    )


@pytest.fixture
def jumps_figure(make_figure: FigureMaker) -> Figure:
    """A jump of twelve points at one date, and at four others."""
    jumps = {"2023-Q1": 12.0, "2022-Q1": -3.0, "2022-Q3": 1.5, "2023-Q4": 4.0, "2024-Q2": -13.0}
    return make_figure(
        [
            _row(quarter, jump, which="asked" if quarter == "2023-Q1" else "other", unit="points")
            for quarter, jump in jumps.items()
        ],
        kind=Kind.JUMPS,
        dimensions=("which",),
        series={"asked": "at the milestone", "other": "at another date"},
        unit="points",
        unit_label="points",
    )


@pytest.fixture
def funnel_figure(make_figure: FigureMaker) -> Figure:
    """Replies on time of five partnerships: one better than chance, one worse, one near."""
    stands = {
        "ports": (0.93, 400, Stand.BETTER),
        "andes": (0.70, 900, Stand.WITHIN),
        "gulf": (0.50, 420, Stand.WORSE),
        "alps": (0.76, 60, Stand.WITHIN),
        "rift": (0.55, 120, Stand.NEAR),
    }
    rows = [
        _row("2024-Q4", value, partnership_id=code, denominator=size, numerator=value * size)
        for code, (value, size, _) in stands.items()
    ]
    sizes = tuple(float(size) for size in range(50, 1_000, 50))
    return make_figure(
        rows,
        id="funnel-on_time_replies",
        kind=Kind.FUNNEL,
        series={
            "ports": "Northern Ports Task Force",
            "andes": "Andes Drug Network",
            "gulf": "Gulf Cyber Exchange",
            "alps": "Alpine Fraud Line",
            "rift": "Rift Valley Child Protection Network",
        },
        funnel=Funnel(
            average=0.7,
            sizes=sizes,
            inner=tuple((0.7 - 0.9 / size**0.5, 0.7 + 0.9 / size**0.5) for size in sizes),
            outer=tuple((0.7 - 1.4 / size**0.5, 0.7 + 1.4 / size**0.5) for size in sizes),
            stands={code: stand for code, (_, _, stand) in stands.items()},
            size_label="replies due",
            limits_label="range that chance alone would give",
        ),
    )


@pytest.fixture
def ranges_figure(make_figure: FigureMaker) -> Figure:
    """Scores of two partnerships in three pillars: one with a range, one not told."""
    scores = {("ports", "trust"): 71.0, ("ports", "law"): 40.0, ("andes", "trust"): 12.5}
    rows = [
        _row(
            "2024",
            score,
            partnership_id=row,
            pillar=panel,
            unit="points",
            lower=score - 8 if row == "ports" else None,
            upper=score + 6 if row == "ports" else None,
        )
        for (row, panel), score in scores.items()
    ]
    cells = [
        Cell(row=row, column=panel, value=f"{score:g}", interval="from sampling")
        for (row, panel), score in scores.items()
    ]
    return make_figure(
        rows,
        id="index-profile",
        kind=Kind.RANGES,
        dimensions=(columns.PARTNERSHIP, columns.PILLAR),
        series={"ports": "Northern Ports Task Force", "andes": "Andes Drug Network"},
        headings=(
            Heading(id="trust", title="Communication & trust", note="7 indicators"),
            Heading(id="law", title="Law & jurisdiction"),
        ),
        cells=(*cells, Cell(row="andes", column="law", value="", note="1 of 2 told")),
        scale=(0.0, 100.0),
        unit="points",
        unit_label="points",
    )


@pytest.fixture(
    params=[
        "line_figure",
        "lines_figure:4",
        "lines_figure:9",
        "published_figure",
        "bars_figure",
        "dots_figure",
        "spans_figure",
        "heat_figure",
        "matrix_figure",
        "grid_figure",
        "parts_figure",
        "carried_figure",
        "jumps_figure",
        "funnel_figure",
        "ranges_figure",
    ]
)
def any_figure(request: pytest.FixtureRequest) -> Figure:
    """Each figure in turn."""
    name, _, count = str(request.param).partition(":")
    made: Any = request.getfixturevalue(name)
    return made(int(count)) if count else made


@pytest.fixture(scope="session")
def copied() -> Callable[[Warehouse, Path], Warehouse]:
    """Copy a warehouse, with what lies beside it: quicker than publishing its versions again."""

    def copy(made: Warehouse, path: Path) -> Warehouse:
        for each in made.path.parent.glob(f"{made.path.name}*"):
            shutil.copy(each, path.with_name(each.name.replace(made.path.name, path.name)))
        return Warehouse(path)

    return copy


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The public record as shipped; not to be changed."""
    made = Workspace("shipped", "Shipped", tmp_path_factory.mktemp("shipped") / "record.duckdb")
    build_public_record(made)
    return made.warehouse


QUARTERS_KEPT = 6


@pytest.fixture(scope="session")
def kept(releases: tuple[Release, ...], tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The first six quarters of the simulated example, a version each; not to be changed."""
    made = create(tmp_path_factory.mktemp("kept") / "example.duckdb")
    for release in releases[:QUARTERS_KEPT]:
        today = release.when.date()
        files = check(made, release.uploads, table=None, mode=Mode.MERGE, today=today)
        plan = loading.preview(made, files)
        loading.publish(made, plan, who=release.who, note=release.note, when=release.when)
    released.decide(Source(made))
    return made


@pytest.fixture
def warehouse(
    kept: Warehouse, tmp_path: Path, copied: Callable[[Warehouse, Path], Warehouse]
) -> Warehouse:
    """A warehouse of one's own that holds the same six versions."""
    return copied(kept, tmp_path / kept.path.name)


@pytest.fixture
def quarter(releases: tuple[Release, ...], tmp_path: Path) -> Path:
    """The returns of the quarter that comes next, as a file."""
    uploads = releases[QUARTERS_KEPT].uploads
    (upload,) = (each for each in uploads if each.name.startswith(INFORMATION_EXCHANGE.name))
    path = tmp_path / upload.name
    path.write_bytes(upload.content[:])
    return path


def _page(address: str) -> None:
    """Run one page as the navigation would (the browser's tests go through the menus)."""
    from dashboard import link, pages

    every = [view for views in pages.MENUS.values() for view in views]
    page = next(view for view in every if view.address == address)
    page.page(pages.handed_to_page(filtered=page.filtered))
    link.finish()


@pytest.fixture(scope="session", autouse=True)
def installed() -> Iterator[None]:
    """Look once for components of Streamlit among what is installed, not with every page."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def opened() -> Callable[..., AppTest]:
    """Opens a page without a browser: `opened("upload", published="7")`."""

    def open_(address: str, **link: str) -> AppTest:
        app = AppTest.from_function(_page, default_timeout=LONGEST_RUN, args=(address,))
        for key, value in link.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return open_


@pytest.fixture(scope="session")
def returned() -> Callable[[Path, str, Mapping[str, str], datetime], Workspace]:
    """Makes a workspace that holds what was returned: CSV text by table, published on a day."""

    def publish(home: Path, name: str, tables: Mapping[str, str], when: datetime) -> Workspace:
        made = Workspace(name, name, create(home / f"{name}.duckdb").path)
        uploads = [Upload(f"{table}.csv", text.encode()) for table, text in tables.items()]
        files = check(made.warehouse, uploads, table=None, mode=Mode.MERGE, today=when.date())
        plan = loading.preview(made.warehouse, files, mode=Mode.MERGE)
        loading.publish(made.warehouse, plan, who="Ana", note="", when=when, confirmed=True)
        return made

    return publish


@pytest.fixture(scope="session")
def serve_pages() -> Callable[[Sequence[Workspace]], AbstractContextManager[None]]:
    """Gives what serves workspaces to the pages for as long as a `with` lasts."""

    @contextmanager
    def serve(workspaces: Sequence[Workspace]) -> Generator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in to_environment(workspaces).items():
                patch.setenv(name, value)
            cached.workspaces.clear()
            yield
        cached.workspaces.clear()

    return serve


@pytest.fixture
def office(
    warehouse: Warehouse,
    tmp_path: Path,
    serve_pages: Callable[[Sequence[Workspace]], AbstractContextManager[None]],
) -> Iterator[None]:
    """Serve the warehouse of one's own to the pages."""
    with serve_pages([Workspace(tmp_path.name.replace("_", "-"), "Office", warehouse.path)]):
        yield


@pytest.fixture(scope="session")
def messages_kept(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The messages of the simulated example, and targets for them, as they stand in the end."""
    when = datetime(2026, 2, 4, tzinfo=UTC)
    store = create(tmp_path_factory.mktemp("messages") / "example.duckdb")
    world = declared(1)
    uploads: list[Upload] = []
    for table in ("partnerships", "agreements", "information_exchange", "targets"):
        file = io.BytesIO()
        write_csv(GENERATORS[table].rows(world, 3_000), file)
        uploads.append(Upload(f"{table}.csv", file.getvalue()))
    files = check(store, uploads, table=None, mode=Mode.MERGE, today=when.date())
    plan = loading.preview(store, files)
    loading.publish(store, plan, who="test", note="", reason="first", when=when)
    return store


@pytest.fixture(scope="session")
def messages(messages_kept: Warehouse) -> Source:
    """The same, as it is asked."""
    return Source(messages_kept)
