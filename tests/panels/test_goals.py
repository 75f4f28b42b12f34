"""Goals: number and target of each, or that none is set; and the money."""

from typing import Any

from mittaristo.panels.parts import published
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import goals, overview
from mittaristo.project import Project
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import Tables, client, employer, snapshot_of, target


def goal(goal_id: str, level: str, parent: str | None, measure: str | None, **more: str) -> Any:
    return {
        "goal_id": goal_id,
        "level": level,
        "parent": parent,
        "title_fi": f"Tavoite {goal_id}",
        "title_en": f"Goal {goal_id}",
        "measure": measure,
        "outcome": "open",
        "basis_fi": "Kesken.",
        "basis_en": "Under way.",
        **more,
    }


GOALS = [
    goal("2", "strategic", None, "employers_met"),
    goal("1", "strategic", None, "clients_joined"),
    goal("1b", "operational", "1", None),
    goal("2a", "operational", "2", "employer_clients"),
    goal("3", "strategic", None, None),
]
ROWS: Tables = {
    "clients": [client("A"), client("B")],
    "employers": [employer("E1", "2024-02-01"), employer("E2")],
    "encounters": [],
    "goals": GOALS,
    "targets": [target("employer_clients", 4), target("clients_joined", 1)],
}


def seen(project: Project, rows: Tables) -> View:
    snapshot_of(project, rows, "2024-06-30")
    return View(open_snapshot(project.folder, 1).figures, "en")


def cells(panel: Panel | None) -> dict[str, list[tuple[str, str]]]:
    """Goal → value and line below of each of its cells."""
    assert panel is not None
    assert panel.matrix is not None
    return {name: [(cell.value, cell.below) for cell in row] for name, row in panel.matrix.rows}


def test_a_goal_has_its_number_and_target_or_says_that_none_is_set(project: Project) -> None:
    view = seen(project, ROWS)
    panel = goals.every(view)
    assert cells(panel) == {
        "Goal 1": [("2", "Clients joined"), ("200%", "target 1, 31 Dec 2025")],
        "– Goal 1b": [("", "Open. Under way."), ("", "no target value set")],
        "Goal 2": [("0", "Employers met"), ("", "no target value set")],
        "– Goal 2a": [("1", "Employer clients"), ("25%", "target 4, 31 Dec 2025")],
        "Goal 3": [("", "Open. Under way."), ("", "no target value set")],
    }
    assert panel is not None
    assert panel.title == "Targets reached: 1 of 2. Time elapsed: 25%"
    assert "Goal 2a: 1 / 4" in panel.alt


def test_the_overview_has_strategic_goals_and_whatever_has_a_target(project: Project) -> None:
    rows = {**ROWS, "goals": [one for one in GOALS if one["goal_id"] != "1"]}
    rows["goals"] = [{**one, "parent": None} for one in rows["goals"]]
    panel = overview.towards_targets(seen(project, rows))
    assert isinstance(panel, Panel)
    assert list(cells(panel)) == ["Goal 2", "Goal 3", "Goal 2a", "Clients joined"]


def test_an_outcome_stands_where_one_is_told(project: Project) -> None:
    rows = {**ROWS, "goals": [goal("1", "strategic", None, "clients_joined", outcome="partly")]}
    told = cells(goals.every(seen(project, rows)))
    assert told["Goal 1"][-1] == ("Partly", "Under way.")


def test_a_target_that_is_only_published_stands_with_its_qualifier(project: Project) -> None:
    quoted = {"measure": "change", "unit": "percent", "title_en": "Change", "title_fi": "Muutos"}
    rows = {
        "goals": [
            goal("1", "strategic", None, "change", outcome="not_reached", interpreted="true"),
            *(goal(f"2{nth}", "operational", None, None) for nth in range(9)),
        ],
        "published": [
            {"kind": "target", "value": -50, "qualifier": "exact", "as_of": None, **quoted}
            | {"period_from": "2024-01-01", "period_to": "2024-03-31"},
            {"kind": "actual", "value": -25, "qualifier": "about", "as_of": None, **quoted},
        ],
        "notes": [
            {"note_id": f"n{nth}", "on": "2024-06-01", "kind": kind, "role": "x"}
            | {"text_fi": f"Teksti {nth}.", "text_en": f"Text {nth}."}
            for nth, kind in enumerate(("reason", "reason", "lesson", "comment"))
        ],
    }
    view = seen(project, rows)
    heading = goals.heading(view)
    assert heading.title == "Of 10 goals, 0 were reached and 0 in part"
    assert "our reading" in heading.lead
    main = goals.every(view)
    assert main is not None
    assert main.title == "Goal 1: about −25%, the target was −50%"
    assert cells(main) == {
        "Goal 1": [("about −25%", "target −50%, 31 Mar 2024"), ("Not reached", "Under way.")]
    }
    [[(bar, _outcome)]] = [[row] for _name, row in main.matrix.rows] if main.matrix else [[]]
    assert (bar.share, bar.mark) == (0.5, 1)
    below = goals.below(view)
    assert below is not None
    assert below.title == "Operational goals: 9, of which 0 were reached"
    assert [cells(made) for made in (goals.reasons(view), goals.lessons(view))] == [
        {"1.": [("", "Text 0.")], "2.": [("", "Text 1.")]},
        {"1.": [("", "Text 2.")]},
    ]
    written = goals.notes(view)
    assert written is not None
    assert [text for _when, text in written.notes] == ["Text 3."]
    assert overview.heading(view).title.endswith(": of 10 goals, 0 were reached and 0 in part")
    cards = overview.cards(view)
    assert cards is not None
    assert [(card.name, card.value) for card in cards.cards] == [
        ("Not reached", "1"),
        ("Open", "9"),
    ]
    shown = published.everything(view)
    assert shown is not None
    assert shown.table.rows[0][:3] == ("Change", "about −25%", "not told")
    answer = as_json(open_snapshot(project.folder, 1))
    [change] = [row for row in answer["measures"] if row["id"] == "change"]
    assert (change["value"], change["target"]) == (None, -50)
    assert change["published"] == {"value": -25, "qualifier": "about"}


def test_without_goals_the_overview_has_its_targets_and_the_page_says_what_is_missing(
    project: Project,
) -> None:
    view = seen(project, {name: rows for name, rows in ROWS.items() if name != "goals"})
    panel = overview.towards_targets(view)
    assert isinstance(panel, Panel)
    assert panel.chart is not None
    assert goals.every(view) is None
    assert goals.not_kept(view) is not None
