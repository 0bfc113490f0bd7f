"""The commands that answer questions: indicators, series, export chart."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.exporting.export import Format
from data.warehouse import Warehouse
from metrics import values
from metrics.catalogue import INDICATORS

Command = Callable[..., subprocess.CompletedProcess[str]]

VALID, UNUSABLE = 0, 2
PARTNERSHIPS = Path(sys.executable).with_name("partnerships")
ASKED = ("on_time_replies", "--partnership", "northern-ports")


@pytest.fixture
def command(partnerships: Command, kept: Warehouse) -> Command:
    """Runs a command on the warehouse: `command("series", "messages")`."""
    return lambda *words: partnerships("--warehouse", kept.path, *words)


@pytest.fixture
def asked(command: Command) -> Callable[..., pl.DataFrame]:
    """Asks for a series and reads the CSV that is printed."""

    def ask(*words: str) -> pl.DataFrame:
        answer = command("series", *words)
        assert answer.returncode == VALID
        assert not answer.stderr or answer.stderr.startswith("No value is left")
        return pl.read_csv(io.StringIO(answer.stdout), empty_string_is_null=False)

    return ask


Asked = Callable[..., pl.DataFrame]


def test_indicators_are_listed_with_their_ids(command: Command) -> None:
    lines = command("indicators").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(INDICATORS)


def test_the_list_of_indicators_is_the_same_in_json_and_csv(command: Command) -> None:
    records = json.loads(command("indicators", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(command("indicators", "--format", "csv").stdout)))
    assert [record["id"] for record in records] == list(INDICATORS)
    assert [{**record, "cuts": ";".join(record["cuts"])} for record in records] == rows
    assert all(record["question"] and record["definition"] for record in records)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_answers_with_all_that_a_value_carries(
    indicator: str, command: Command
) -> None:
    answer = command("series", indicator)
    header = next(csv.reader(io.StringIO(answer.stdout)))
    plain = list(values.schema(()))
    assert [column for column in plain if column not in header] == []
    assert header[: plain.index(values.VALUE)] == plain[: plain.index(values.VALUE)]
    assert answer.returncode == VALID


def test_csv_json_and_parquet_agree_to_the_last_digit(
    command: Command, kept: Warehouse, asked: Asked
) -> None:
    plain = asked(*ASKED)
    records = json.loads(command("series", *ASKED, "--format", "json").stdout)
    words = [PARTNERSHIPS, "--warehouse", kept.path, "series", *ASKED, "--format", "parquet"]
    written = subprocess.run(words, check=True, capture_output=True).stdout
    parquet = pl.read_parquet(io.BytesIO(written))
    assert parquet.height == 6
    assert_frame_equal(pl.DataFrame(records, schema=parquet.schema), parquet, check_exact=True)
    assert_frame_equal(
        plain.select(pl.col(each).cast(kind) for each, kind in parquet.schema.items()),
        parquet,
        check_exact=True,
    )


def test_a_series_has_a_row_a_quarter_with_value_interval_and_origin(asked: Asked) -> None:
    frame = asked(*ASKED)
    assert frame[values.PERIOD].to_list() == [
        "2019-Q1",
        "2019-Q2",
        "2019-Q3",
        "2019-Q4",
        "2020-Q1",
        "2020-Q2",
    ]
    assert frame.filter(pl.col(values.LOWER) > pl.col(values.VALUE)).is_empty()
    assert frame.filter(pl.col(values.UPPER) < pl.col(values.VALUE)).is_empty()
    ratio = frame[values.NUMERATOR] / frame[values.DENOMINATOR]
    assert ratio.to_list() == frame[values.VALUE].to_list()
    assert frame[values.DATA_VERSION].unique().to_list() == [6]
    assert frame[values.FLAGS].str.contains("simulated").all()


def test_a_year_is_divided_anew_over_its_quarters(asked: Asked) -> None:
    quarters, year = asked(*ASKED), asked(*ASKED, "--grain", "year").row(0, named=True)
    whole = quarters.filter(pl.col(values.PERIOD).str.starts_with("2019"))
    ratio = whole.select(pl.col(values.NUMERATOR).sum() / pl.col(values.DENOMINATOR).sum()).item()
    assert (year[values.PERIOD], year[values.VALUE]) == (2019, ratio)


def test_a_series_can_begin_and_end(asked: Asked) -> None:
    frame = asked(*ASKED, "--from", "2019-Q3", "--to", "2019")
    assert frame[values.PERIOD].to_list() == ["2019-Q3", "2019-Q4"]


@pytest.mark.parametrize("dimension", ["channel", "crime_area", "message_kind", "country"])
def test_a_cut_has_a_column_of_its_name(dimension: str, asked: Asked) -> None:
    frame = asked("messages", "--partnership", "northern-ports", "--by", dimension)
    assert frame[dimension].n_unique() > 1


def test_the_parts_of_a_cut_add_up_to_the_whole(asked: Asked) -> None:
    by_channel = asked("messages", "--partnership", "northern-ports", "--by", "channel")
    whole = asked("messages", "--partnership", "northern-ports")
    summed = by_channel.group_by(values.PERIOD).agg(pl.col(values.VALUE).sum()).sort(values.PERIOD)
    assert summed[values.VALUE].to_list() == whole[values.VALUE].to_list()


def test_filters_narrow_what_is_counted(asked: Asked) -> None:
    ports = ("messages", "--partnership", "northern-ports")
    whole = asked(*ports)[values.VALUE].sum()
    drugs = asked(*ports, "--crime-area", "drug_trafficking")[values.VALUE].sum()
    belgian = asked(*ports, "--country", "BEL")[values.VALUE].sum()
    assert 0 < drugs < whole
    assert 0 < belgian < whole


def test_a_question_can_be_asked_as_of_an_earlier_version(asked: Asked) -> None:
    frame = asked(*ASKED, "--as-of", "2")
    assert frame[values.PERIOD].to_list() == ["2019-Q1", "2019-Q2"]
    assert frame[values.DATA_VERSION].unique().to_list() == [2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("on_time_reply",), "There is no indicator on_time_reply; nearest: on_time_replies"),
        (("messages", "--partnership", "nothern-ports"), "nearest: northern-ports"),
        (("messages", "--partnership", "Northern Ports"), "nearest: northern-ports"),
        (("messages", "--crime-area", "drugs"), "nearest: drug_trafficking"),
        (("messages", "--country", "Germny"), "nearest: DEU"),
        (("messages", "--by", "chanel"), "it can be cut by: crime_area, country, channel"),
        (("messages", "--from", "2020-Q7"), "“2020-Q7” is not a period. Write 2024-Q3 or 2024."),
    ],
)
def test_what_is_unknown_is_named_with_what_is_near(
    words: tuple[str, ...], said: str, command: Command
) -> None:
    answer = command("series", *words)
    assert answer.returncode == UNUSABLE
    assert answer.stdout == ""
    assert said in answer.stderr


def test_an_own_code_of_a_party_is_asked_for_without_complaint(asked: Asked) -> None:
    assert asked("messages", "--country", "x-joint-lab").is_empty()


@pytest.mark.parametrize("fmt", Format)
def test_a_chart_is_written_with_the_same_bytes_each_time(
    fmt: Format, command: Command, tmp_path: Path
) -> None:
    once, twice = tmp_path / f"once.{fmt}", tmp_path / f"twice.{fmt}"
    answer = command("export", "chart", *ASKED, "--out", once)
    assert (answer.returncode, answer.stdout) == (VALID, f"{once}\n")
    command("export", "chart", *ASKED, "--out", twice)
    assert once.read_bytes() == twice.read_bytes()
    assert once.stat().st_size > 0


def test_a_charts_csv_is_the_series(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "chart.csv"
    command("export", "chart", *ASKED, "--out", out)
    assert out.read_text(encoding="utf-8") == command("series", *ASKED).stdout


def test_a_chart_carries_title_version_and_that_it_is_simulated(
    command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "chart.svg"
    command("export", "chart", *ASKED, "--as-of", "5", "--out", out)
    text = out.read_text(encoding="utf-8")
    assert re.search(r"<title[^>]*>On-time replies|<title[^>]*>Replies on time", text)
    assert "Data version 5 of" in text
    assert "Simulated" in text


def test_a_name_that_says_no_format_is_answered_with_the_formats(
    command: Command, tmp_path: Path
) -> None:
    answer = command("export", "chart", *ASKED, "--out", tmp_path / "chart.doc")
    assert answer.returncode == UNUSABLE
    assert answer.stderr.startswith("“chart.doc” does not say the format. End it in one of: .png")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(command: Command, tmp_path: Path) -> None:
    answer = command("export", "chart", *ASKED, "--out", tmp_path / "none" / "chart.svg")
    assert answer.returncode == UNUSABLE
    assert answer.stderr == f"There is no folder {tmp_path / 'none'}.\n"


def test_a_question_without_values_has_no_chart(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "chart.svg"
    answer = command("export", "chart", "published_messages", "--out", out)
    assert answer.returncode == UNUSABLE
    said = "There is no value for this question, so there is no chart. Version 6 holds nothing"
    assert answer.stderr.startswith(said)
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            (*ASKED, "--from", "2030"),
            "No value is left with --from 2030. Without it there are ",
        ),
        (
            (*ASKED, "--from", "2030", "--to", "2010"),
            "No value is left with --partnership, --from, --to together. Without them there are ",
        ),
        (
            ("published_messages",),
            "holds nothing of which published_messages could be made.",
        ),
    ],
)
def test_an_empty_answer_says_which_filter_left_nothing_and_what_there_is(
    words: tuple[str, ...], says: str, command: Command
) -> None:
    answer = command("series", *words)
    assert (answer.returncode, len(answer.stdout.splitlines())) == (VALID, 1)
    assert says in answer.stderr
    if "Without" in says:
        assert "northern-ports" in answer.stderr
