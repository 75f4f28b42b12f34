"""The page of indicators: what is hidden says so everywhere, and what is not there says why."""

from dataclasses import replace

from mittaristo.panels.parts.panel import Notice, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import indicators
from mittaristo.project import Project
from mittaristo.reports.csv_file import panel_csv
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.reading import Snapshot
from tests.lib.builders import GOOD, Tables, client, employment, snapshot_of

MANY: Tables = {
    **GOOD,
    "clients": [client(f"C{n:02}", citizenship="fi" if n < 3 else "eu") for n in range(40)],
    "attendances": [],
    "services": [],
    "participations": [
        {
            **GOOD["participations"][0],
            "participation_id": f"P{n:02}",
            "client_id": f"C{n:02}",
            "ended_on": "2024-05-01" if n < 20 else None,
            "status_at_end": "employed" if n < 10 else None,
            "end_form": "submitted" if n < 20 else "none",
            "qualification_gained": None,
        }
        for n in range(40)
    ],
    "employments": [employment(f"W{n:02}", f"C{n:02}", "2024-05-01") for n in range(7)],
}


def shown(project: Project, tables: Tables) -> tuple[Snapshot, View]:
    snapshot = snapshot_of(project, tables, "2024-06-30")
    return snapshot, View(snapshot.figures, "en")


def test_what_is_hidden_says_so_on_the_page_and_in_what_is_taken_along(project: Project) -> None:
    snapshot, view = shown(project, GOOD)
    panel = indicators.every(view)
    assert panel is not None
    rows = {row[0].split()[0]: row[1] for row in panel.table.rows}
    assert rows["EECO01"] == "1"
    assert rows["EECO02"] == "hidden for privacy"
    assert rows["EECO12"] == "–"
    csv = panel_csv(panel, Origin.of(snapshot, view)).decode()
    assert csv.count("hidden for privacy") >= 16
    assert indicators.step_by_step(view) is None


def test_the_title_tells_how_many_were_in_work_and_the_steps_lead_there(project: Project) -> None:
    _snapshot, view = shown(project, MANY)
    heading = indicators.heading(view)
    assert heading.title == "10 persons were in work on leaving the project (50%)"
    assert "persons employed, of whom there are 7" in heading.lead
    cards = indicators.cards(view)
    assert cards is not None
    assert [card.value for card in cards.cards] == ["40", "10", "0", "0"]
    assert indicators.step_by_step(view) is None  # three without employment cannot be folded
    panel = indicators.every(view)
    assert isinstance(panel, Panel)
    assert panel.matrix is not None
    assert len(panel.matrix.rows) == 18
    assert "EECO12" in panel.texts[0]


def test_a_snapshot_from_before_says_that_the_next_one_has_them(project: Project) -> None:
    _snapshot, view = shown(project, GOOD)
    figures = view.figures
    tables = {name: table for name, table in figures.tables.items() if "indicator" not in name}
    old = replace(view, figures=replace(figures, tables=tables))
    made = indicators.not_there(old)
    assert isinstance(made, Notice)
    assert "published before indicators" in made.text
    assert indicators.heading(old).lead == ""
    others = [indicators.cards, indicators.every, indicators.records, indicators.checks]
    assert [make(old) for make in others] == [None] * 4
