"""The commands that explain tables and check files: template, dictionary, check."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data.warehouse import Warehouse
from validation import documents
from validation.contracts import CONTRACTS
from validation.problems import ACTIVE

Command = Callable[..., CompletedProcess[str]]

VALID, INVALID, UNUSABLE = 0, 1, 2
BODY = (
    "partnership_id,name,kind,lead_organisation,record\n"
    "ports,Ports Task Force,task_force,EUROPOL,simulated\n"
)
GOALS = (
    "indicator,partnership_id,from_period,target,kind\non_time_replies,ports,2020-Q1,0.7,level\n"
)


@pytest.fixture
def broken(quarter: Path) -> Path:
    """The same returns with four cells that cannot stand, in three rows."""
    header, first, second, third, *rest = quarter.read_text(encoding="utf-8").splitlines()
    first = first.replace("siena", "SIENNA").replace("liaison_officer", "SIENNA")
    second = second.replace("2020-Q3", "2020-Q5", 1)
    cells = dict(zip(header.split(","), third.split(","), strict=True))
    cells |= {"messages": "=1+1", "replies_due": "many"}
    path = quarter.with_name("broken.csv")
    lines = (header, first, second, ",".join(cells.values()), *rest)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("table", CONTRACTS)
def test_template_prints_the_header_that_a_file_of_the_table_begins_with(
    table: str, partnerships: Command
) -> None:
    answer = partnerships("template", table)
    assert answer.stdout == ",".join(CONTRACTS[table].names) + "\n"
    assert answer.stderr == ""


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_template_that_is_filled_in_is_recognised_as_its_table(
    table: str, partnerships: Command, tmp_path: Path
) -> None:
    path = tmp_path / "filled.csv"
    path.write_text(documents.example(CONTRACTS[table]), encoding="utf-8")
    answer = partnerships(
        "--warehouse", tmp_path / "none.duckdb", "check", path, "--format", "json"
    )
    (file,) = json.loads(answer.stdout)
    assert (file["table"], file["rows"]) == (table, 1)
    assert {found["kind"] for found in file["problems"]} <= {"unknown_reference", "unknown"}


@pytest.mark.parametrize("table", CONTRACTS)
def test_dictionary_describes_every_column(table: str, partnerships: Command) -> None:
    text = partnerships("dictionary", table).stdout
    contract = CONTRACTS[table]
    assert [column for column in contract.names if f"`{column}`" not in text] == []
    assert all(column.description in text for column in contract.columns)


def test_a_long_list_is_begun_and_printed_in_full_when_asked_for(partnerships: Command) -> None:
    short = partnerships("dictionary", "capabilities").stdout
    whole = "partnerships dictionary capabilities --full"
    begun = f"The first 5 of 249 codes; `{whole}` prints them all."
    assert begun in short
    assert "| `ZWE` |" not in short
    assert "| `ai_analysis` |" in short
    full = partnerships("dictionary", "capabilities", "--full").stdout
    assert "| `ZWE` |" in full
    assert begun not in full


@pytest.mark.parametrize("command", ["template", "dictionary"])
def test_an_unknown_table_is_answered_with_the_tables_there_are(
    command: str, partnerships: Command
) -> None:
    answer = partnerships(command, "exchange")
    assert answer.returncode == UNUSABLE
    assert answer.stdout == ""
    assert answer.stderr.startswith("There is no table exchange.")
    assert all(table in answer.stderr for table in CONTRACTS)


def test_a_valid_file_is_told_in_one_line(
    partnerships: Command, warehouse: Warehouse, quarter: Path
) -> None:
    answer = partnerships("--warehouse", warehouse.path, "check", quarter)
    rows = len(quarter.read_text(encoding="utf-8").splitlines()) - 1
    assert answer.returncode == VALID
    assert answer.stdout == f"{rows} rows, no errors.\n"
    assert answer.stderr == ""


def test_every_error_is_told_with_line_column_value_and_mend(
    partnerships: Command, warehouse: Warehouse, broken: Path
) -> None:
    answer = partnerships("--warehouse", warehouse.path, "check", broken)
    assert answer.returncode == INVALID
    told = answer.stderr
    assert re.search(r"broken\.csv:2 \[channel\] “SIENNA” .*siena", told)
    assert re.search(r"broken\.csv:3 \[period\] “2020-Q5” .* Write a quarter as 2024-Q3", told)
    assert re.search(r"broken\.csv:4 \[messages\] “=1\+1” is not a whole number\. Write", told)
    assert re.search(r"broken\.csv:4 \[replies_due\] “many” is not a whole number\.", told)
    assert answer.stdout.startswith("4 errors in 3 of ")
    assert answer.stdout.endswith("; nothing has been published.\n")


def test_values_that_contradict_each_other_are_told_with_their_columns(
    partnerships: Command, tmp_path: Path
) -> None:
    file = tmp_path / "training.csv"
    head = partnerships("template", "training_completions").stdout.strip()
    row = {"training_id": "a-1", "enrolled": "4", "completed": "5"}
    cells = [row.get(name, "") for name in head.split(",")]
    file.write_text(f"{head}\n{','.join(cells)}\n", encoding="utf-8")
    told = partnerships("check", file).stderr
    assert re.search(r"training\.csv:2 \[completed = 5, enrolled = 4\] More persons", told)


def test_the_list_of_errors_in_csv_has_one_safe_row_each(
    partnerships: Command, warehouse: Warehouse, broken: Path
) -> None:
    answer = partnerships("--warehouse", warehouse.path, "check", broken, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    found = [(row["severity"], row["line"], row["column"], row["value"]) for row in rows]
    assert sorted(found) == [
        ("error", "2", "channel", "SIENNA"),
        ("error", "3", "period", "2020-Q5"),
        ("error", "4", "messages", "'=1+1"),
        ("error", "4", "replies_due", "many"),
    ]
    assert not any(cell.startswith(ACTIVE) for row in rows for cell in row.values())
    assert all(row["problem"] and row["mend"] and row["rule"] for row in rows)


def test_the_list_of_errors_in_json_says_the_same_as_the_one_in_csv(
    partnerships: Command, warehouse: Warehouse, broken: Path
) -> None:
    command = ("--warehouse", warehouse.path, "check", broken, "--format")
    (file,) = json.loads(partnerships(*command, "json").stdout)
    rows = list(csv.DictReader(io.StringIO(partnerships(*command, "csv").stdout)))
    assert (file["file"], file["table"], file["ok"]) == (
        "broken.csv",
        "information_exchange",
        False,
    )
    assert [(found["line"], found["columns"], found["message"]) for found in file["problems"]] == [
        (int(row["line"]), [row["column"]], row["problem"]) for row in rows
    ]


def test_many_errors_of_a_kind_are_counted_past_the_first_ten(
    partnerships: Command, warehouse: Warehouse, quarter: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.csv"
    text = quarter.read_text(encoding="utf-8")
    wrong.write_text(text.replace("own_return", "nowhere"), encoding="utf-8")
    rows = len(text.splitlines()) - 1
    answer = partnerships("--warehouse", warehouse.path, "check", wrong)
    assert answer.returncode == INVALID
    assert answer.stderr.count("wrong.csv:") == 10
    assert f"and {rows - 10} more of this kind; check --format csv lists them." in answer.stderr
    listed = partnerships("--warehouse", warehouse.path, "check", wrong, "--format", "csv").stdout
    assert listed.count("wrong.csv") == rows


def test_files_that_refer_to_each_other_are_checked_together(
    partnerships: Command, warehouse: Warehouse, tmp_path: Path
) -> None:
    body, goals = tmp_path / "body.csv", tmp_path / "goals.csv"
    body.write_text(BODY, encoding="utf-8")
    goals.write_text(GOALS, encoding="utf-8")
    check = ("--warehouse", warehouse.path, "check")
    alone = partnerships(*check, goals)
    assert alone.returncode == INVALID
    assert "goals.csv:2 [partnership_id] “ports” is not known in partnerships." in alone.stderr
    assert partnerships(*check, goals, body).returncode == VALID


def test_a_file_of_no_known_table_is_unusable(partnerships: Command, tmp_path: Path) -> None:
    path = tmp_path / "else.csv"
    path.write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    answer = partnerships("check", path)
    assert answer.returncode == UNUSABLE
    assert "as its template has them: sources, partnerships" in answer.stderr


def test_what_is_not_text_is_unusable(partnerships: Command, tmp_path: Path) -> None:
    path = tmp_path / "else.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    answer = partnerships("check", path)
    assert answer.returncode == UNUSABLE
    assert "nothing has been published." in answer.stdout


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_is_not_there_is_named(
    command: str, partnerships: Command, tmp_path: Path
) -> None:
    answer = partnerships(command, tmp_path / "gone.csv")
    assert answer.returncode == UNUSABLE
    assert answer.stderr == f"There is no file or folder {tmp_path / 'gone.csv'}.\n"


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_folder_is_not_a_file(command: str, partnerships: Command, tmp_path: Path) -> None:
    answer = partnerships(command, tmp_path)
    assert answer.returncode == UNUSABLE
    assert answer.stderr.startswith(f"{tmp_path} cannot be used: ")


@pytest.mark.parametrize("command", ["check", "load"])
def test_an_unknown_table_for_a_file_is_answered_with_the_tables_there_are(
    command: str, partnerships: Command, quarter: Path
) -> None:
    answer = partnerships(command, quarter, "--table", "exchange")
    assert answer.returncode == UNUSABLE
    assert "information_exchange" in answer.stderr


def test_checking_publishes_nothing(
    partnerships: Command, warehouse: Warehouse, quarter: Path
) -> None:
    before = warehouse.path.read_bytes()
    partnerships("--warehouse", warehouse.path, "check", quarter)
    assert warehouse.path.read_bytes() == before


@pytest.fixture
def respelt(quarter: Path) -> Path:
    """The same returns as a spreadsheet of another country writes them."""
    text = quarter.read_text(encoding="utf-8").replace("2020-Q3", "Q3 2020")
    path = quarter.with_name("respelt.csv")
    path.write_text(text.replace("siena", "SIENA").replace(",", ";"), encoding="utf-8")
    return path


def test_check_writes_the_table_mended_and_tells_what_was(
    partnerships: Command, warehouse: Warehouse, quarter: Path, respelt: Path, tmp_path: Path
) -> None:
    out, before = tmp_path / "mended.csv", respelt.read_bytes()
    answer = partnerships(
        "--warehouse", warehouse.path, "check", respelt, "--mend", out, "--format", "json"
    )
    assert answer.returncode == VALID
    assert re.search(
        r"Mended: quarters in other letters or order \[period\]: [\d\u00a0]+ cells, "
        "such as “Q3 2020” → “2020-Q3”",
        answer.stderr,
    )
    assert json.loads(answer.stdout)[0]["ok"]
    assert respelt.read_bytes() == before
    assert out.read_text(encoding="utf-8") == quarter.read_text(encoding="utf-8")


def test_check_never_writes_over_what_was_handed_in(
    partnerships: Command, warehouse: Warehouse, respelt: Path
) -> None:
    before = respelt.read_bytes()
    answer = partnerships("--warehouse", warehouse.path, "check", respelt, "--mend", respelt)
    assert answer.returncode == UNUSABLE
    assert "Give the copy another name." in answer.stderr
    assert respelt.read_bytes() == before


def test_check_says_why_a_table_is_not_written_mended(
    partnerships: Command, warehouse: Warehouse, respelt: Path, tmp_path: Path
) -> None:
    respelt.write_text(respelt.read_text(encoding="utf-8") + "a;b\n", encoding="utf-8")
    out = tmp_path / "mended.csv"
    answer = partnerships("--warehouse", warehouse.path, "check", respelt, "--mend", out)
    assert answer.returncode == UNUSABLE
    assert "cannot be told apart" in answer.stderr
    assert not out.exists()


def test_check_writes_a_copy_with_the_faulty_cells_marked(
    partnerships: Command, warehouse: Warehouse, broken: Path, tmp_path: Path
) -> None:
    out = tmp_path / "marked.xlsx"
    answer = partnerships("--warehouse", warehouse.path, "check", broken, "--annotate", out)
    assert answer.returncode == INVALID
    assert f"Written to {out}, the faulty cells marked." in answer.stderr
    again = partnerships(
        "--warehouse",
        warehouse.path,
        "check",
        out,
        "--format",
        "json",
        "--table",
        "information_exchange",
    )
    (file,) = json.loads(again.stdout)
    assert sum(each["severity"] == "error" for each in file["problems"]) == 4


RESULTS_HEADER = "operation_id,period,arrests,objectives_met,source\n"
TOO_MANY = RESULTS_HEADER + "net-i,2023-Q1,12,9,own_return\n"


@pytest.fixture
def operations(tmp_path: Path, quarter: Path) -> Path:
    """An operation of four objectives, of a partnership that the warehouse holds."""
    partnership = quarter.read_text(encoding="utf-8").splitlines()[1].split(",")[1]
    path = tmp_path / "operations.csv"
    path.write_text(
        "operation_id,partnership_id,name,series,crime_area,kind,started,ended,lead,countries,"
        "countries_count,objectives_set,source\n"
        f"net-i,{partnership},Net I,Net,firearms,action_day,2023-02,2023-03,NLD,BEL;NLD,2,4,"
        "own_return\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Results of that operation that met more objectives than it set, good on their own."""
    path = tmp_path / "results.csv"
    path.write_text(TOO_MANY, encoding="utf-8")
    return path


def test_what_load_would_refuse_beside_other_tables_check_refuses(
    partnerships: Command, warehouse: Warehouse, operations: Path, results: Path, tmp_path: Path
) -> None:
    at = ("--warehouse", warehouse.path)
    together = partnerships(*at, "check", operations, results)
    assert together.returncode == INVALID
    assert "results.csv:2 [operation_id = " in together.stderr
    assert "objectives_met = " in together.stderr
    assert together.stdout == "1 error in 1 of 2 rows; nothing has been published.\n"
    assert partnerships(*at, "load", operations).returncode == VALID
    out = tmp_path / "marked.xlsx"
    beside = partnerships(*at, "check", results, "--annotate", out, "--format", "json")
    assert beside.returncode == partnerships(*at, "load", results).returncode == INVALID
    (file,) = json.loads(beside.stdout)
    errors = [each["kind"] for each in file["problems"] if each["severity"] == "error"]
    assert errors == ["objectives_met_within_set"]
    assert (file["ok"], out.exists()) == (False, True)


def test_check_tells_of_rows_held_that_a_load_would_make_wrong(
    partnerships: Command, warehouse: Warehouse, operations: Path, results: Path
) -> None:
    results.write_text(TOO_MANY.replace("12,9", "12,4"), encoding="utf-8")
    assert partnerships("load", operations, results, "--warehouse", warehouse.path).returncode == (
        VALID
    )
    text = operations.read_text(encoding="utf-8")
    operations.write_text(text.replace("NLD,2,4", "NLD,2,3"), encoding="utf-8")
    words = ("check", operations, "--warehouse", warehouse.path)
    answer = partnerships(*words)
    assert answer.returncode == INVALID
    assert answer.stdout == "1 error; nothing has been published.\n"
    file, held = json.loads(partnerships(*words, "--format", "json").stdout)
    assert (file["ok"], held["file"], held["ok"]) == (True, "", False)
    assert [each["values"][1] for each in held["problems"]] == ["4"]


def test_rules_across_tables_that_were_not_tested_are_told_with_how_to_test_them(
    partnerships: Command, warehouse: Warehouse, broken: Path, results: Path, tmp_path: Path
) -> None:
    alone = partnerships("check", results, "--warehouse", tmp_path / "none.duckdb")
    assert alone.returncode == VALID
    assert alone.stderr.endswith(
        "Rules across tables, and references to them, were not tested: there is no warehouse "
        f"{tmp_path / 'none.duckdb'}. Name the one to load into: "
        "partnerships check --warehouse PATH FILE\n"
    )
    faulty = partnerships("check", broken, "--warehouse", warehouse.path)
    assert "Rules across tables were not tested, as a file has errors." in faulty.stderr


def test_check_says_that_a_big_revision_will_need_its_reason(
    partnerships: Command, warehouse: Warehouse, quarter: Path
) -> None:
    at = ("--warehouse", warehouse.path)
    head, first, *rest = quarter.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    partnerships(*at, "load", quarter)
    large = ",".join({**cells, "messages": "900000"}.values())
    quarter.write_text("\n".join((head, large, *rest)), encoding="utf-8")
    answer = partnerships(*at, "check", quarter)
    assert answer.returncode == VALID
    assert answer.stderr.startswith("To load it, a reason will be needed:\n")
    assert answer.stderr.endswith("Add --reason TEXT to say it.\n")
