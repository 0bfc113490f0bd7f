"""The copy of a file with its faulty cells marked: everything in its place, and fit to be sent."""

import io
from datetime import date
from typing import Any, cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import annotating
from dashboard.exporting import annotated
from dashboard.exporting.annotated import FAULTY
from validation.intake import Checked, Upload, check
from validation.problems import errors

TODAY = date(2026, 11, 24)
KNOWN = {"partnerships": frozenset({"ports-force"}), "sources": frozenset({"review"})}
HEADER = "period,partnership_id,sender,receiver,channel,crime_area,message_kind,messages,source"
GOOD = "2024-Q3,ports-force,DEU,FRA,siena,drug_trafficking,request,12,own_return"
LATER = GOOD.replace("12", "many").replace("Q3", "Q4")
LIST = "(Problems)"


def _checked(*uploads: Upload) -> tuple[Checked, ...]:
    return check(uploads, today=TODAY, known=KNOWN)


def _copy(*uploads: Upload) -> Workbook:
    return load_workbook(io.BytesIO(annotating.xlsx(uploads, _checked(*uploads))))


def _csv(*lines: str) -> Upload:
    return Upload("return.csv", ("\n".join(lines) + "\n").encode())


def _marked(sheet: Worksheet, colour: str) -> set[str]:
    fills = {cell.coordinate: cast("Any", cell.fill) for row in sheet.iter_rows() for cell in row}
    wanted = colour.replace("#", "FF")
    return {place for place, fill in fills.items() if fill.fill_type and fill.fgColor.rgb == wanted}


def _listed(book: Workbook) -> list[dict[str, str]]:
    heads, *rows = book[LIST].iter_rows(values_only=True)
    return [
        dict(zip(map(str, heads), ["" if each is None else str(each) for each in row], strict=True))
        for row in rows
    ]


def test_faulty_cells_are_marked_in_place_with_rule_and_mend() -> None:
    upload = _csv("Returns of our office", HEADER, GOOD, GOOD.replace("DEU", "Germany"))
    book = _copy(upload)
    assert book.sheetnames == [LIST, "information_exchange"]
    sheet = book["information_exchange"]
    assert _marked(sheet, FAULTY) == {"C4"}
    comment = sheet["C4"].comment
    assert comment is not None
    assert "Germany is “DEU”" in comment.text
    assert sheet["A1"].value == "Returns of our office"
    (error,) = [each for each in _listed(book) if each["Error or notice"] == "Error"]
    told = {key: error[key] for key in ("File", "Line", "Cell", "Column", "As typed", "Rule")}
    assert told == {
        "File": "return.csv",
        "Line": "4",
        "Cell": "C4",
        "Column": "sender",
        "As typed": "Germany",
        "Rule": "not_in_list",
    }
    link = book[LIST]["D2"].hyperlink
    assert link is not None
    assert link.location == "'information_exchange'!C4"


def test_every_problem_is_listed_errors_before_notices() -> None:
    upload = _csv(HEADER.replace("sender", " Sender"), *(GOOD.replace("12", "many"),) * 80)
    found = [each.kind for each in _checked(upload)[0].problems]
    listed = _listed(_copy(upload))
    assert sorted(each["Rule"] for each in listed) == sorted(found)
    severities = [each["Error or notice"] for each in listed]
    assert severities == sorted(severities)


def test_lines_after_a_line_break_in_quotes_are_marked_where_they_stand() -> None:
    upload = _csv(HEADER, GOOD.replace("own_return", '"own\nreturn"'), LATER)
    book = _copy(upload)
    assert _marked(book["information_exchange"], FAULTY) == {"I2", "H3"}
    assert {each["Line"] for each in _listed(book) if each["Rule"] == "not_a_count"} == {"4"}


def test_a_rule_across_columns_marks_each_of_its_cells() -> None:
    upload = _csv(f"{HEADER},hits", f"{GOOD},99")
    assert _marked(_copy(upload)["information_exchange"], FAULTY) == {"H2", "J2"}


def test_a_workbook_keeps_its_sheets_and_cells() -> None:
    book = Workbook()
    notes = book.worksheets[0]
    notes.title = "Notes"
    notes["B3"] = "for the desk"
    sheet = book.create_sheet("Q3: returns".replace(":", ""))
    for row in ([], HEADER.split(","), GOOD.split(",")):
        sheet.append(row)
    sheet["H3"] = "many"
    book.create_sheet(LIST)["A1"] = "of an earlier copy"
    content = io.BytesIO()
    book.save(content)
    copy = _copy(Upload("return.xlsx", content.getvalue()))
    assert copy.sheetnames == [LIST, "Notes", "Q3 returns"]
    assert copy["Notes"]["B3"].value == "for the desk"
    assert _marked(copy["Q3 returns"], FAULTY) == {"H3"}
    assert copy[LIST]["A1"].value == "Error or notice"


def test_nothing_in_the_copy_can_act_as_a_formula() -> None:
    risky = ("=1+1", "+1", "-1", "@cmd", "\tx")
    rows = [GOOD.replace("own_return", f'"{text}"') for text in risky]
    book = load_workbook(io.BytesIO(annotating.xlsx([one := _csv(HEADER, *rows)], _checked(one))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells if str(cell.value) in risky} == {"@"}


def test_the_copy_is_taken_once_its_cells_are_mended() -> None:
    upload = _csv(HEADER, GOOD.replace("DEU", "Germany"), GOOD.replace("2024-Q3", "2024-Q2"))
    book = _copy(upload)
    book["information_exchange"]["C2"] = "DEU"
    content = io.BytesIO()
    book.save(content)
    (plain,) = _checked(_csv(HEADER, GOOD, GOOD.replace("2024-Q3", "2024-Q2")))
    (verdict,) = _checked(Upload("marked.xlsx", content.getvalue()))
    assert not errors(verdict.problems)
    assert verdict.rows.equals(plain.rows)


def test_percentages_and_dates_of_a_workbook_mean_the_same_in_its_copy() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEADER.split(","), "median_reply_hours"])
    sheet.append([*GOOD.split(","), 0.5])
    sheet["J2"].number_format = "0%"
    content = io.BytesIO()
    book.save(content)
    upload = Upload("return.xlsx", content.getvalue())
    again = Upload("marked.xlsx", annotating.xlsx([upload], _checked(upload)))
    assert _checked(again)[0].rows.equals(_checked(upload)[0].rows)


@pytest.mark.parametrize("broken", [HEADER, "", "a,b\n1,2", "\x00"])
def test_a_file_that_cannot_be_read_is_told_of_in_the_list(broken: str) -> None:
    book = _copy(_csv(broken))
    assert [each["Error or notice"] for each in _listed(book)][:1] == ["Error"]


def test_what_a_workbook_does_not_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated, "MOST_ROWS", 2)
    book = _copy(_csv(HEADER, GOOD, GOOD.replace("12", "many")))
    assert str(book[LIST]["A1"].value).startswith("A workbook does not hold all of it")
    assert book["information_exchange"].max_row == 2


def test_a_line_break_within_a_cell_is_one_in_the_copy_as_well() -> None:
    upload = Upload(
        "sources.csv",
        b'source_id,publisher,title,tier\nreview,Europol,"Review\nof the year",publisher\n',
    )
    again = Upload("marked.xlsx", annotating.xlsx([upload], _checked(upload)))
    assert _checked(again)[0].rows["title"].to_list() == ["Review\nof the year"]
