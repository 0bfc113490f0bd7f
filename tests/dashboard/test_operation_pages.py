"""The page of each operation of the public record: what it says, without a page being run."""

import csv
from collections import defaultdict
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard import operations_figures, operations_story
from dashboard.charts.formats import show
from dashboard.charts.words import Words
from dashboard.commands.serving import build_public_record
from dashboard.exporting.export import Format, export, filename
from data.workspaces import Workspace
from metrics import cases, explorer
from metrics.cases import PACIFIC_ANGEL
from metrics.explorer import Wanted
from metrics.operations import OPERATION
from metrics.series import names
from metrics.source import Source
from metrics.values import COUNTRY
from validation.periods import Period

HOSTS = {
    "laos-2012": ["LAO"],
    "philippines-2013": ["PHL"],
    "nepal-2014": ["NPL"],
    "papua-new-guinea-2015": ["PNG"],
    "cambodia-2016": ["KHM"],
    "sri-lanka-2016": ["LKA"],
    "philippines-2017": ["PHL"],
    "fiji-2017": ["FJI"],
    "vietnam-2017": ["VNM"],
    "2019": ["BGD", "MNG", "PNG"],
    "mongolia-2023": ["MNG"],
    "brunei-2023": ["BRN"],
    "papua-new-guinea-2024": ["PNG"],
}
"""Where each mission took place, as its publication says; written down a second time."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Source:
    workspace = Workspace("record", "record", tmp_path_factory.mktemp("record") / "record.duckdb")
    build_public_record(workspace)
    return Source(workspace.warehouse)


@pytest.fixture(scope="module")
def rows(record: Source) -> list[dict[str, Any]]:
    return explorer.operations(record, Wanted()).to_dicts()


def test_the_page_of_every_operation_can_be_drawn_and_idswhere_it_was_read(
    record: Source, rows: list[dict[str, Any]]
) -> None:
    partnerships = names(record)
    assert rows
    for row in rows:
        assert operations_story.facts(record, row, partnerships)["When"], row[OPERATION]
        results = operations_story.results(record, row[OPERATION])
        read = operations_story.publications(record, row)
        assert read.height, row[OPERATION]
        cited = set(results["Source"]) if results.height else set[str]()
        titles = set(read["Title"])
        assert all(any(title in each for title in titles) for each in cited), row[OPERATION]


def test_a_conflict_of_sources_is_never_told_as_agreement(
    record: Source, rows: list[dict[str, Any]]
) -> None:
    (anom,) = (row for row in rows if row[OPERATION] == "anom")
    told = {
        (each["Result"], each["Figure"]): each["Beside others"]
        for each in operations_story.results(record, "anom").to_dicts()
    }
    assert told["Value seized", "about 148\u00a0million USD"] == "differs from the best"
    assert told["Drugs seized", "about 32\u00a0000 kg"] == "does not contradict the best"
    countries = operations_story.facts(record, anom, names(record))["Countries taking part"]
    assert countries.startswith("16; 18 in another source, ")


@pytest.mark.parametrize(
    ("operation", "fact", "said"),
    [
        ("encrochat", "When", "began Jul 2020; its end is not published"),
        ("encrochat", "Edition", ""),
        ("anom", "When", "by Jun 2021; its days are not published"),
        ("anom", "Listed under", "Europol – European Union Agency for Law Enforcement Cooperation"),
        ("anom", "Kind", "Task force (our classification)"),
        ("first-light-2024", "Series", "First Light, edition 2024, final phase March to May"),
        ("jad-large-scale-2019", "Led by", "Europol"),
        ("pangea-xiii", "Countries taking part", "90; >\u00a090 in another source, CTV News"),
        (
            "jad-large-scale-2019",
            "Countries taking part",
            "16 (drugs strand only, EU Member States), as printed by Europol",
        ),
        ("pacific-angel-fiji-2017", "Countries taking part", ""),
        ("pacific-angel-brunei-2023", "Countries taking part", ""),
        (
            "pacific-angel-brunei-2023",
            "Countries named",
            (
                "named in the source: Brunei Darussalam; United States; "
                "it does not say that these are all"
            ),
        ),
    ],
)
def test_a_page_says_no_more_than_was_published(
    operation: str, fact: str, said: str, record: Source, rows: list[dict[str, Any]]
) -> None:
    (row,) = (each for each in rows if each[OPERATION] == operation)
    assert operations_story.facts(record, row, names(record))[fact] == said


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        ("pacific-angel-vietnam-2017", {">\u00a01\u00a0300 persons": "first two days only"}),
        (
            "jad-western-balkans-2018",
            {
                "148 persons": "the operation",
                "180 persons": "with 32 arrests in the preparatory phase",
            },
        ),
    ],
)
def test_a_page_says_what_a_figure_covers_where_it_is_not_the_operation(
    operation: str, told: dict[str, str], record: Source
) -> None:
    results = operations_story.results(record, operation).to_dicts()
    covers = {row["Figure"]: row["Covers"] for row in results}
    assert told.items() <= covers.items()


def test_a_picture_of_operations_explains_what_it_draws(record: Source) -> None:
    found = explorer.operations(record, Wanted())
    line = operations_figures.operations_figure(found, record, "all")
    dots = operations_figures.editions_figure(found, record, "EMMA", ("suspects_identified", ""))
    assert {each.term for each in line.metadata.definitions} == {"Operations", "Days"}
    assert any("Suspects identified." in each.text for each in dots.metadata.definitions)


def test_each_mission_stands_at_its_hosts_and_nowhere_else(record: Source) -> None:
    """Hosts are those named before the lead: a list put into order would name helpers as hosts."""
    found = cases.told(record, next(each for each in cases.CASES if each.id == PACIFIC_ANGEL))
    hosted = cases.by_host(found.operations)
    at: dict[str, list[str]] = defaultdict(list)
    for operation, country in hosted.select(OPERATION, COUNTRY).iter_rows():
        at[operation.removeprefix("pacific-angel-")].append(country)
    assert at == HOSTS
    assert len(HOSTS) == found.operations.height


def test_the_file_of_a_series_says_by_itself_what_was_counted_of_which_edition(
    record: Source,
) -> None:
    found = explorer.operations(record, Wanted())
    figure = operations_figures.editions_figure(found, record, "HAECHI", ("arrests", "persons"))
    assert filename(figure, Format.CSV) == "editions-haechi-arrests-v1.csv"
    rows = [*csv.DictReader(export(figure, Format.CSV).decode("utf-8-sig").splitlines())]
    assert {row["indicator"] for row in rows} == {"arrests"}
    assert {row["series"] for row in rows} == {"HAECHI"}
    assert all(Period.parse(row["period"]).grain == row["grain"] for row in rows)
    columns = ("operation_name", "started", "ended", "period", "value")
    assert [rows[0][each] for each in columns] == [
        "HAECHI I",
        "2020-09",
        "2021-03",
        "2021-Q1",
        "585",
    ]


def test_files_of_different_series_have_different_names(record: Source) -> None:
    found = explorer.operations(record, Wanted())
    ids = [
        operations_figures.editions_figure(found, record, series, figure).id
        for series, figures in explorer.serial(record, found).items()
        for figure in figures
    ]
    assert len(ids) == len(set(ids)) > 1


def test_counts_that_differ_never_read_the_same_beside_each_other(record: Source) -> None:
    """Of one partnership, or one place, and as exact as each other."""
    read: dict[tuple[str, str, str], set[float]] = defaultdict(set)
    columns = ("partnership_id", "area", "precision", "value")
    rows = record.published.select(columns).drop_nulls("value").rows()
    for whose, where, precision, value in rows:
        if value.is_integer():
            place = f"{whose}/{where}", f"{precision}"
            read[*place, show(value, "", Words())].add(value)
    assert read
    assert {at: found for at, found in read.items() if len(found) > 1} == {}


def test_an_operation_without_a_published_end_does_not_run_until_today(
    rows: list[dict[str, Any]],
) -> None:
    (row,) = (each for each in rows if each[OPERATION] == "encrochat")
    assert row[explorer.LAST_DAY] == date(2020, 7, 31)


def test_an_operation_is_listed_by_us_where_its_facts_do_not_name_the_partnership(
    record: Source, rows: list[dict[str, Any]]
) -> None:
    listed = {
        row[OPERATION]: operations_story.facts(record, row, names(record))["Listed under"]
        for row in rows
    }
    ours = {each for each, text in listed.items() if text.endswith(" (our classification)")}
    action_days = {each for each in listed if each.startswith(("global-chain-", "jad-"))}
    assert len(action_days) == 11
    assert ours == {"sky-ecc-netherlands", *action_days}
    assert listed["sky-ecc-belgium"] == names(record)["europol"]


def test_arrests_told_without_a_number_are_told_as_such(record: Source) -> None:
    row = explorer.operations(record, Wanted()).filter(pl.col(OPERATION) == "thunder-2021")
    (read,) = operations_story.publications(record, row.row(0, named=True)).to_dicts()
    assert "hundreds of arrests, without a number" in read["Note"]


def test_an_edition_names_an_edition_of_a_series(rows: list[dict[str, Any]]) -> None:
    assert [row[OPERATION] for row in rows if row["edition"] and not row["series"]] == []
