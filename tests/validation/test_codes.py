"""Code lists: every list that stands in the modules of codes."""

import re

import pytest

from validation import codes, crime_areas, measures, return_codes
from validation.codes import ALL, COUNTRIES, PILLARS, CodeList, Pillar
from validation.crime_areas import CRIME_AREAS

LISTS = {
    name: found
    for module in (codes, crime_areas, measures, return_codes)
    for name, found in vars(module).items()
    if isinstance(found, CodeList)
}


@pytest.mark.parametrize("name", LISTS)
def test_codes_of_a_list_are_unique_and_labelled(name: str) -> None:
    entries = LISTS[name]
    assert len(entries.values) == len(entries.codes)
    assert all(entry.label.strip() for entry in entries.codes)
    assert len({entry.label for entry in entries.codes}) == len(entries.codes)


@pytest.mark.parametrize("name", LISTS)
def test_codes_need_no_quotation_marks(name: str) -> None:
    shape = re.compile(r"[A-Za-z0-9_]+")
    assert all(shape.fullmatch(code) for code in LISTS[name].values)


@pytest.mark.parametrize("name", LISTS)
def test_definitions_are_sentences(name: str) -> None:
    said = [entry.definition for entry in LISTS[name].codes if entry.definition]
    assert all(text.endswith(".") and (text[0].isupper() or text[0] in "“e") for text in said)


def test_a_label_is_the_code_itself_where_the_list_does_not_know_it() -> None:
    assert COUNTRIES.label("DEU") == "Germany"
    assert COUNTRIES.label("x-harbour-police") == "x-harbour-police"


def test_no_country_code_is_taken_for_everybody() -> None:
    assert ALL not in COUNTRIES.values
    assert len(COUNTRIES.values) == 249


def test_crime_areas_of_the_international_classification_name_their_section() -> None:
    outside = {entry.code for entry in CRIME_AREAS.codes if not entry.reference}
    assert outside == {"disaster_response", "general"}
    assert all(
        re.fullmatch(r"ICCS \d{2,5}", entry.reference)
        for entry in CRIME_AREAS.codes
        if entry.reference
    )


def test_every_pillar_has_its_label() -> None:
    assert PILLARS.values == tuple(Pillar)
