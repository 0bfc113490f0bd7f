"""Totals of the public record, re-added from their parts where a source prints both."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

Row: TypeAlias = dict[str, str]
Rows: TypeAlias = Callable[[str], list[Row]]
Figure: TypeAlias = Callable[..., float]


@pytest.fixture
def figures(sample: Rows) -> Callable[..., list[float]]:
    def found(**where: str) -> list[float]:
        return [
            float(row["value"])
            for row in sample("published_totals")
            if all(row[column] == value for column, value in where.items())
        ]

    return found


@pytest.fixture
def figure(figures: Callable[..., list[float]]) -> Figure:
    def one(**where: str) -> float:
        found = figures(area="", **where)
        assert len(found) == 1, (where, found)
        return found[0]

    return one


@pytest.mark.parametrize("period", ["2021", "2022"])
def test_new_cases_and_cases_carried_over_make_the_total(period: str, figure: Figure) -> None:
    parts = [
        figure(partnership_id="eurojust", measure=measure, scope="", period=period)
        for measure in ("cases_new", "cases_ongoing", "cases_total")
    ]
    assert parts[0] + parts[1] == parts[2]


def test_new_and_continuing_teams_make_the_teams_supported(figure: Figure) -> None:
    supported = "joint_investigation_teams_supported"
    new = figure(measure="joint_investigation_teams_new", period="2020")
    going_on = figure(measure=supported, period="2020", scope="continuing from earlier years only")
    assert new + going_on == figure(measure=supported, period="2020", scope="")


def test_the_cases_of_every_desk_make_those_of_the_member_states(
    figure: Figure, figures: Callable[..., list[float]]
) -> None:
    desks = figures(measure="cases_new", period="2021", scope="opened by the country's desk")
    assert len(desks) == 27
    whole = figure(measure="cases_new", period="2021", scope="opened by Member States' desks only")
    assert sum(desks) == whole


def test_searches_and_upkeep_make_the_uses_of_the_schengen_system(figure: Figure) -> None:
    searches = figure(measure="database_searches", system="sis", period="2024", scope="")
    upkeep = figure(measure="database_accesses", period="2024", scope="upkeep of alerts only")
    assert searches + upkeep == figure(measure="database_accesses", period="2024", scope="")


def test_residential_activities_and_webinars_make_the_courses_of_cepol(figure: Figure) -> None:
    parts = [
        figure(measure="training_activities", period="2016", scope=scope)
        for scope in ("residential only", "webinars only", "residential and webinars")
    ]
    assert parts[0] + parts[1] == parts[2]


def test_victims_by_purpose_are_fewer_than_all_registered(figure: Figure) -> None:
    registered = "registered, European Union (27 countries)"
    parts = [
        figure(measure="trafficking_victims", period="2022", scope=f"{registered}; {purpose}")
        for purpose in ("sexual exploitation", "forced labour or services", "other purposes")
    ]
    assert sum(parts) == 9703
    assert sum(parts) < figure(measure="trafficking_victims", period="2022", scope=registered)


@pytest.mark.parametrize(
    ("measure", "periods"),
    [
        ("arrest_warrants_assisted", ("2017", "2020", "2021", "2022")),
        ("cases_total", ("2017", "2018")),
        ("connected_authorities", ("2014", "2023")),
        ("database_accesses", ("2021", "2024")),
        ("arrests", ("2018", "2022")),
        ("arrests", ("2023", "2024")),
    ],
)
def test_figures_counted_differently_never_share_a_line(
    measure: str, periods: tuple[str, ...], sample: Rows
) -> None:
    lines: dict[str, set[tuple[str, str]]] = {period: set() for period in periods}
    for row in sample("published_totals"):
        if row["measure"] == measure and row["period"] in lines:
            lines[row["period"]].add((row["partnership_id"], row["scope"]))
    assert all(lines.values())
    scopes = [scope for found in lines.values() for scope in found]
    assert len(scopes) == len(set(scopes))


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ({"measure": "coordination_meetings", "period": "2023", "crime_area": ""}, (577, 579)),
        ({"measure": "operation_countries", "period": "2021"}, (16, 18)),
        (
            {
                "measure": "coordination_meetings",
                "period": "2020",
                "crime_area": "environmental_crime",
            },
            (6, 7),
        ),
    ],
)
def test_where_sources_disagree_both_are_kept(
    where: Row, values: tuple[int, ...], figures: Callable[..., list[float]]
) -> None:
    assert tuple(sorted(figures(area="", **where))) == values
