"""What the tests of the public record read: the shipped tables, and each figure a second time."""

import csv
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import pytest

Row: TypeAlias = dict[str, str]

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "public-record.md"
DIGITS = re.compile(r"\d(?:[\d ,.]*\d)?")
GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
WORDS = {"five": 5.0, "seven": 7.0, "one hundred": 100.0, "more than one thousand million": 1e9}
SIZES = {"thousand": 1e3, "million": 1e6, "M": 1e6, "billion": 1e9, "tonnes": 1e3, "tons": 1e3}
WORDS_OF_BOUND = {
    "at_least": ("over ", "more than ", "at least ", "plus de "),
    "at_most": ("almost ", "nearly ", "just under "),
    "approximate": ("about ", "around ", "some ", "approximately "),
}
WIDER = ("arrested or detained", "seized or frozen")


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines()))


@cache
def shipped_rows(table: str) -> list[Row]:
    return rows_of((files("data.sample") / f"{table}.csv").read_text(encoding="utf-8"))


@cache
def printed_rows(name: str) -> list[Row]:
    return rows_of((HERE / f"{name}.csv").read_text(encoding="utf-8"))


def number(text: str) -> float:
    """Read a number as a person would: 605 245, 4.262, 1,64 million, 71.8 %, 30+ tonnes, seven."""
    if text in WORDS:
        return WORDS[text]
    match = DIGITS.search(text)
    assert match, text
    digits = match.group()
    unit = text[match.end() :].lstrip("+ ").split(" ")[0]
    if unit == "%":
        return round(float(digits) / 100, 6)
    if unit not in SIZES and GROUPED.fullmatch(digits):
        return float(re.sub(r"[ .,]", "", digits))
    return round(float(digits.replace(",", ".")) * SIZES.get(unit, 1.0), 6)


def bound(text: str) -> str:
    """Return the precision that the words in print stand for.

    What is printed together with something wider is a bound: 96 arrested or detained.
    """
    said = [code for code, words in WORDS_OF_BOUND.items() if text.lower().startswith(words)]
    if said:
        return said[0]
    if text.endswith(WIDER):
        return "at_most"
    if "+" in text:
        return "at_least"
    return "rounded" if text.endswith(tuple(SIZES)) else ""


@pytest.fixture
def sample() -> Callable[[str], list[Row]]:
    return shipped_rows


@pytest.fixture
def printed() -> Callable[[str], list[Row]]:
    return printed_rows


@pytest.fixture
def read_number() -> Callable[[str], float]:
    return number


@pytest.fixture
def read_bound() -> Callable[[str], str]:
    return bound


@pytest.fixture
def document_table() -> Callable[[str], list[list[str]]]:
    """Return the body of the document's table whose head is a line of its own."""

    def body(head: str) -> list[list[str]]:
        lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
        found: list[list[str]] = []
        for line in lines[lines.index(head) + 2 :]:
            if not line.startswith("|"):
                break
            found.append([cell.strip() for cell in line.strip("|").split("|")])
        return found

    return body
