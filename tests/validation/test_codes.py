"""Code lists: every list that stands in the modules of codes."""

import re

import pytest

from validation import codes, crime_areas, measures, parties, return_codes
from validation.codes import ALL, PILLARS, CodeList, Pillar
from validation.crime_areas import CRIME_AREAS
from validation.parties import COUNTRIES, country_named, party_label

LISTS = {
    name: found
    for module in (codes, crime_areas, measures, parties, return_codes)
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


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("COD", "Democratic Republic of the Congo"),
        ("KOR", "South Korea"),
        ("PSE", "State of Palestine"),
        ("VGB", "British Virgin Islands"),
        ("BES", "Bonaire, Sint Eustatius and Saba"),
        ("SHN", "Saint Helena, Ascension and Tristan da Cunha"),
    ],
)
def test_a_country_has_its_name_the_right_way_round(code: str, label: str) -> None:
    assert COUNTRIES.label(code) == label


def test_only_names_of_several_places_hold_a_comma() -> None:
    assert {e.code for e in COUNTRIES.codes if "," in e.label} == {"BES", "SHN"}


@pytest.mark.parametrize(
    "text",
    ["COD", "cd", "Congo, The Democratic Republic of the", "democratic republic of the Congo"],
)
def test_a_country_is_found_by_either_spelling(text: str) -> None:
    assert country_named(text) == "COD"


def test_a_country_that_is_none_is_not_found() -> None:
    assert country_named("Ruritania") == ""


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("NLD", "Netherlands"),
        ("x-olaf", "OLAF"),
        ("x-hma-wgeo", "HMA WGEO"),
        ("x-harbour-police", "Harbour police"),
        ("nobody", "nobody"),
    ],
)
def test_an_own_code_is_named_as_its_organisation_or_readably(code: str, label: str) -> None:
    assert party_label(code) == label


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
