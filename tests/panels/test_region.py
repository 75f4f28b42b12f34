"""The region: one scale, breaks where the rules change, and a municipality by itself."""

from dataclasses import replace
from typing import Any

import pytest

from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import region
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import Row, milestone, snapshot_of

OLD, NEW = "from_300_days", "from_101_days"


def told(area: str, month: str, measure: str, value: float | None, **others: Any) -> Row:
    return {
        "area": area,
        "month": f"{month}-01",
        "measure": measure,
        "sex": None,
        "value": value,
        "regime": None,
        "source": "Kela",
        "retrieved_on": "2025-06-01",
        **others,
    }


MARKET = [
    *(told(area, "2024-02", "unemployed_persons", 100) for area in ("205", "290")),
    told("205", "2025-01", "unemployed_persons", 90),
    told("205", "2025-02", "unemployed_persons", 80),
    told("290", "2025-02", "unemployed_persons", 130),
    *(told(area, "2025-02", "labour_force", 1000) for area in ("205", "290")),
    told("205", "2024-12", "subsidy_persons", 60, regime=OLD),
    told("205", "2025-01", "subsidy_persons", 90, regime=NEW),
    told("205", "2025-02", "subsidy_persons", 95, regime=NEW),
    told("205", "2024-02", "subsidy_persons", 50, regime=OLD),
    told("205", "2025-02", "subsidy_eur", 31234.4, regime=NEW),
    told("290", "2025-02", "subsidy_persons", 3, regime=NEW),
    told("290", "2025-02", "subsidy_eur", 900, regime=NEW),
    told("Kainuu", "2025-02", "structurally_unemployed", 500, sex="woman"),
    told("Kainuu", "2025-02", "structurally_unemployed", 700, sex="man"),
]
EVENTS = [
    milestone("a", "2024-06-01", title_en="In Kuhmo", municipality="290"),
    milestone("b", "2024-07-01", title_en="In Kajaani", municipality="205"),
    milestone("c", "2024-01-01", title_en="The start", kind="project"),
]


def seen(project: Project, place: str = "", market: list[Row] | None = None) -> View:
    rows = {"labour_market": MARKET if market is None else market, "milestones": EVENTS}
    snapshot_of(project, rows, "2025-06-30")
    return View(open_snapshot(project.folder, 1).figures, "en", place=place)


def block(made: Panel | None) -> Panel:
    assert made is not None
    return made


def test_a_region_shows_the_rates_of_its_municipalities_and_how_many_fell(project: Project) -> None:
    view = seen(project)
    assert region.heading(view).title == "Unemployment fell within a year in 1 of 2 municipalities"
    panel = block(region.unemployment(view))
    assert "most in Kuhmo (13%), least in Kajaani (8%)" in panel.title
    assert panel.table.rows[0] == ("Feb 2025", "8%", "13%")
    assert "Source: Kela, retrieved 1 Jun 2025." in panel.note


def test_the_table_compares_no_months_of_different_rules_and_withholds_few(
    project: Project,
) -> None:
    panel = block(region.kela(seen(project)))
    assert panel.matrix is not None
    rows = {name: [(cell.value, cell.below) for cell in cells] for name, cells in panel.matrix.rows}
    assert rows == {
        "Kajaani": [("95", "not comparable with a year ago: the rules changed"), ("31,234 €", "")],
        "Kuhmo": [("protected", ""), ("protected", "")],
    }
    assert panel.title == "Kajaani pays most of the labour-market subsidy: 31,234 € in Feb 2025"


def test_where_only_the_whole_subsidy_is_known_it_is_called_so(project: Project) -> None:
    paid = [
        {**row, "measure": row["measure"].replace("subsidy_eur", "subsidy_paid_eur")}
        for row in MARKET
    ]
    panel = block(region.kela(seen(project, market=paid)))
    assert panel.title == (
        "Most of the subsidy that municipalities pay in part goes to Kajaani: 31,234 € in Feb 2025"
    )
    assert panel.matrix is not None
    assert panel.matrix.columns[1][0].startswith("Labour-market subsidy paid, a part of it")


def test_a_municipality_has_its_own_series_events_and_outlined_tile(project: Project) -> None:
    view = seen(project, "205")
    assert region.heading(view).title == "Kajaani: unemployed 80 (Feb 2025), a year ago 100"
    assert "1 Jan 2024 to 31 Dec 2025" in region.heading(view).lead
    assert "began" not in region.heading(view).lead
    own = block(region.own_unemployed(view))
    [events] = own.folded
    assert [row[1] for row in events.table.rows] == ["The start", "In Kajaani"]
    recipients = block(region.own_recipients(view))
    assert recipients.title.endswith("not compared with a year ago, because the rules changed")
    assert recipients.chart is not None
    runs = [
        {row["run"] for row in table.iter_rows(named=True) if row["regime"] == rules}
        for table in recipients.chart.tables.values()
        if "run" in table.columns
        for rules in (OLD, NEW)
    ]
    assert runs
    assert not runs[0] & runs[1], "a line would cross the change of the rules"
    assert region.kela(view) is None
    tiles = block(region.unemployment(view))
    assert tiles.chart is not None
    outlined = [table for table in tiles.chart.tables.values() if "own" in table.columns]
    assert {name for table in outlined for name in table.filter("own")["name"]} == {"Kajaani"}


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2024-01"], "Unemployed when it began: 104 (Jan 2024). "),
        (["2024-01", "2025-12"], "began: 104 (Jan 2024), and when it ended: 104 (Dec 2025). "),
    ],
)
def test_a_municipality_says_where_it_stood_at_the_ends_of_the_project(
    project: Project, months: list[str], said: str
) -> None:
    ends = [told("205", month, "unemployed_persons", 104) for month in months]
    assert said in region.heading(seen(project, "205", [*MARKET, *ends])).lead


def test_structural_unemployment_is_told_by_sex(project: Project) -> None:
    panel = block(region.structural(seen(project)))
    assert panel.title == "Kainuu: structurally unemployed, men 700, women 500 (Feb 2025)"


def test_the_employment_area_may_be_chosen_where_it_has_figures(project: Project) -> None:
    view = seen(project)
    assert list(region.places(view)) == ["kainuu", "205", "290"]
    wider = [*MARKET, told("305", "2025-02", "unemployed_persons", 400)]
    project = replace(project)
    snapshot_of(project, {"labour_market": wider}, "2025-06-30")
    view = View(open_snapshot(project.folder, 2).figures, "en")
    assert list(region.places(view)) == ["kainuu", "kainuu-koillismaa", "205", "290", "305"]
    frames = block(region.unemployment(replace(view, place="kainuu-koillismaa")))
    assert "Kuusamo" in frames.alt
    assert "Kuusamo" not in block(region.unemployment(view)).alt


@pytest.mark.parametrize("place", ["", "999", "kainuu"])
def test_without_figures_the_page_says_what_is_missing(project: Project, place: str) -> None:
    view = seen(project, place, [])
    assert region.not_kept(view) is not None
    assert [maker(view) for maker in region.PAGE[2:]] == [None] * len(region.PAGE[2:])  # type: ignore[operator]


def test_invented_figures_are_marked_in_a_real_project(real: Project) -> None:
    market = [{**row, "invented": "true"} for row in MARKET]
    snapshot_of(real, {"labour_market": market, "milestones": EVENTS}, "2025-06-30")
    view = View(open_snapshot(real.folder, 1).figures, "en", place="205")
    for maker in (region.unemployment, region.own_unemployed):
        panel = block(maker(view))
        assert "These figures are invented" in panel.note
        assert panel.chart is not None
        assert "invented example data" in str(panel.chart.spec["title"])
