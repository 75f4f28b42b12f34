"""The page of clients as plain data: sets, periods, and the time until work."""

from mittaristo import project as projects
from mittaristo.figures.periods import Period
from mittaristo.panels.parts.panel import Panel, makers
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import client_flow, client_path, client_work, clients
from mittaristo.project import Project
from tests.lib.builders import Tables, client, day, employment, snapshot_of
from tests.lib.clients import PATH


def view(project: Project, tables: Tables, as_of: str, period: Period | None = None) -> View:
    snapshot = snapshot_of(project, tables, as_of)
    return View(snapshot.figures, "en", period=period)


def test_the_table_of_sets_adds_up_line_by_line(project: Project) -> None:
    seen = view(project, PATH, "2024-06-30")
    panel = client_path.path(seen)
    assert panel is not None
    rows = panel.table.values
    wholes = [place for place, row in enumerate(rows) if row[1] == "in all"]
    assert [rows[place][0] for place in wholes] == [
        *("Joined the project", "Served", "Start data in EURA", "Start data in EURA"),
    ]
    for begins, ends in zip(wholes, [*wholes[1:], len(rows)], strict=True):
        parts = [row[2] for row in rows[begins + 1 : ends]]
        assert sum(count for count in parts if isinstance(count, int)) == rows[begins][2]
    assert [rows[place][2] for place in wholes] == [
        seen.value(measure)
        for measure in ("clients_joined", "clients_served", "eura_started", "eura_started")
    ]
    [folded] = panel.folded
    assert folded.table.rows[0] == ("in all", "6", "7", "1")
    assert ("still inside", "2", "3", "1") in folded.table.rows


def test_the_page_says_in_words_how_the_sets_fit(project: Project) -> None:
    seen = view(project, PATH, "2024-06-30")
    heading = clients.heading(seen)
    assert (
        heading.title == "6 persons have been served; start data in EURA are missing for 1 of them"
    )
    assert heading.lead == (
        "6 persons have start data, 1 of them without any service so far. End data are recorded for"
        " 1 of them. Without end data: 6 EURA periods, 5 of them first ones and 1 of persons who"
        " returned."
    )
    panel = client_path.path(seen)
    assert panel is not None
    assert panel.title == "5 persons have no end data yet; 2 of them should have"


def test_bars_are_as_long_as_the_numbers_beside_them(project: Project) -> None:
    seen = view(project, PATH, "2024-06-30")
    panel = client_path.path(seen)
    assert panel is not None
    assert panel.chart
    bars = [table for table in panel.chart.tables.values() if "kind" in table.columns]
    there = {
        row["members"]: row["end"] - row["start"]
        for table in bars
        for row in table.iter_rows(named=True)
        if row["kind"] == "there"
    }
    measures = ("clients_joined", "clients_served", "eura_started", "eura_ended")
    assert list(there.values()) == [seen.value(measure) for measure in measures]


def test_in_a_period_the_page_shows_what_came_and_left_in_it(project: Project) -> None:
    period = Period("half_year", day("2024-07-01"), day("2024-12-31"))
    seen = view(project, PATH, "2024-12-31", period)
    assert clients.heading(seen).title == "7–12/2024: 0 persons joined, and 0 were served"
    panel = client_flow.flow(seen)
    assert panel is not None
    assert panel.table.rows == (("7–12/2024", "7", "0", "0", "7"),)
    shown = [block for maker in makers(clients.PAGE) if isinstance(block := maker(seen), Panel)]
    assert {one.id for one in shown} == {"client-flow", "intake-by-month", "services-by-kind"}


def test_what_the_project_expects_stands_beside_what_has_come_about(project: Project) -> None:
    path = project.folder / "project.toml"
    expected = "\n[[expected_in_work]]\nmonths = 6\nof_a_hundred = 40\n"
    path.write_text(path.read_text(encoding="utf-8") + expected, encoding="utf-8")
    names = [chr(ord("A") + n) for n in range(20)]
    tables: Tables = {
        "clients": [client(one, "2024-01-15") for one in names],
        "employments": [
            *(employment(f"W{one}", one, "2024-03-01") for one in names[:5]),
            *(employment(f"V{one}", one, "2024-04-01") for one in names[:5]),
        ],
        "participations": [],
    }
    seen = view(projects.load(project.folder), tables, "2024-07-31")
    panel, curve = client_work.cohorts(seen), client_work.curve(seen)
    assert panel is not None
    assert panel.matrix
    [(half_year, cells)] = panel.matrix.rows
    assert half_year == "1–6/2024"
    assert [(cell.value, cell.below, cell.mark) for cell in cells] == [
        ("25%", "5 of 20 persons", 0.4),
        ("", "not followed so long yet", 0),
        ("", "not followed so long yet", 0),
    ]
    assert panel.title == "Within 6 months of joining, about 25 of a hundred clients found work"
    assert panel.folded[0].table.rows == (("2", "5"), ("in all", "5"))
    assert curve is not None
    assert curve.closed
    assert curve.chart
    said = [table for table in curve.chart.tables.values() if "said" in table.columns]
    assert [table["said"].to_list() for table in said] == [["expected 40%"]]
    assert curve.table.rows[-1] == ("6", "15", "25%")
