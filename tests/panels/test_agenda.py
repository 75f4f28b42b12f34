"""The agenda: decisions come back with what was expected, and what is open is asked."""

from dataclasses import replace
from typing import Any, cast

import pytest

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.meeting import agenda
from mittaristo.panels.parts import decisions
from mittaristo.panels.parts.panel import Matters, Notice, Panel, Points
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.snapshots.manifest import Purpose
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    BUNDLED,
    GOOD,
    Row,
    Tables,
    day,
    employment,
    encounter,
    snapshot_of,
)


def note(note_id: str, on: str, kind: str = "decision", **others: Any) -> Row:
    return {
        "note_id": note_id,
        "on": on,
        "kind": kind,
        "measure": None,
        "expected": None,
        "text_fi": f"Asia {note_id}",
        "text_en": f"Matter {note_id}",
        "role": "ohjausryhmä",
        "due_on": None,
        "done": None,
        **others,
    }


def seen(
    project: Project,
    tables: Tables,
    as_of: str,
    since: str | None = None,
    purpose: str = "meeting",
    language: Language = "en",
) -> View:
    figures = snapshot_of(project, tables, as_of, cast(Purpose, purpose)).figures
    names = {day("2024-03-31"): "Steering group 1/2024"}
    return View(figures, language, day(since) if since else None, names=names)


JOBS = [employment("J1", "A", "2024-02-10"), employment("J2", "B", "2024-03-10")]
LATER = [
    *JOBS,
    employment("J3", "B", "2024-03-20"),  # recorded late
    employment("J4", "A", "2024-05-05"),
    employment("J5", "A", "2024-06-06"),
]


def rows_of(panel: Panel | None) -> list[dict[str, str]]:
    """The rows of the table by their headings."""
    assert panel is not None
    return [dict(zip(panel.table.headings, row, strict=True)) for row in panel.table.rows]


def decided(project: Project, *notes: Row) -> View:
    """Two jobs in March, five in June, and these notes."""
    seen(project, {**GOOD, "employments": JOBS}, "2024-03-31")
    now = {**GOOD, "employments": LATER, "notes": list(notes)}
    return seen(project, now, "2024-06-30", "2024-03-31")


def test_a_decision_comes_back_with_then_expected_and_now(project: Project) -> None:
    expects: Row = {"measure": "employments", "expected": 6, "due_on": "2024-06-30"}
    view = decided(project, note("n1", "2024-03-31", **expects))
    panel = decisions.decided(view)
    [row] = rows_of(panel)
    assert row["Decision"] == "Matter n1"
    assert (row["Figure"], row["Role"]) == ("Employments", "ohjausryhmä")
    assert (row["Then"], row["Day of the value"]) == ("2", "31 Mar 2024")
    assert (row["Expected"], row["Due on"], row["Now"]) == ("6", "30 Jun 2024", "5")
    assert row["Difference to what was expected"] == "−1"
    assert (row["Happened since"], row["Recorded late"], row["Corrections"]) == ("+2", "+1", "0")
    assert panel is not None
    assert panel.matrix is not None
    [(name, cells)] = panel.matrix.rows
    assert name == "Matter n1 (Employments)"
    assert [cell.said for cell in cells] == [
        "31 Mar 2024 (ohjausryhmä)",
        "2 (31 Mar 2024)",
        "6 (by 30 Jun 2024)",
        "5 (−1 from what was expected)",
        "Since 31 Mar 2024: 2 new, 1 recorded late",
    ]
    assert panel.pages == ("employments",)


def test_before_its_day_nothing_is_missing_from_what_is_expected(project: Project) -> None:
    expects: Row = {"measure": "employments", "expected": 6, "due_on": "2024-07-01"}
    [row] = rows_of(decisions.decided(decided(project, note("n1", "2024-03-31", **expects))))
    assert row["Difference to what was expected"] == ""


def test_a_decision_between_two_snapshots_knew_the_earlier_one(project: Project) -> None:
    view = decided(project, note("n1", "2024-06-01", measure="employments"))
    [row] = rows_of(decisions.decided(view))
    assert (row["Then"], row["Day of the value"], row["Now"]) == ("2", "31 Mar 2024", "5")
    assert row["Expected"] == row["Difference to what was expected"] == ""


def test_before_the_first_snapshot_the_last_month_s_end_is_counted_from_today_s_rows(
    project: Project,
) -> None:
    view = decided(project, note("n1", "2024-03-15", measure="employments"))
    [row] = rows_of(decisions.decided(view))
    assert (row["Then"], row["Day of the value"]) == ("1", "29 Feb 2024")
    assert row["Happened since"] == row["Recorded late"] == ""


def test_what_is_decided_on_the_day_itself_has_changed_nothing_yet(project: Project) -> None:
    view = decided(project, note("n1", "2024-06-30", measure="employments"))
    [row] = rows_of(decisions.decided(view))
    assert (row["Then"], row["Now"]) == ("5", "5")
    assert row["Happened since"] == ""


def test_a_weekly_snapshot_is_not_what_everyone_knew(project: Project) -> None:
    seen(project, {**GOOD, "employments": JOBS}, "2024-03-31")
    seen(project, {**GOOD, "employments": LATER[:3]}, "2024-04-30", purpose="weekly")
    notes = [note("n1", "2024-05-15", measure="employments")]
    view = seen(project, {**GOOD, "employments": LATER, "notes": notes}, "2024-06-30", "2024-03-31")
    [row] = rows_of(decisions.decided(view))
    assert row["Then"] == "2"
    team = View(view.figures, "en", view.since, "team")
    [row] = rows_of(decisions.decided(team))
    assert row["Then"] == "3"


def test_what_is_done_and_of_before_the_last_meeting_is_folded(project: Project) -> None:
    view = decided(
        project,
        note("old", "2024-03-01", done="true"),
        note("open", "2024-03-02"),
        note("new", "2024-04-02", done="true"),
        note("risk", "2024-04-02", "risk"),
    )
    panel = decisions.decided(view)
    assert [row["Decision"] for row in rows_of(panel)] == ["Matter new", "Matter open"]
    assert panel is not None
    [folded] = panel.folded
    assert [row[0] for row in folded.table.rows] == ["Matter old"]


def test_a_decision_about_a_measure_that_is_not_kept_has_no_values(project: Project) -> None:
    notes = [note("n1", "2024-06-01", measure="encounters", expected=4)]
    view = seen(project, {"clients": GOOD["clients"], "notes": notes}, "2024-06-30")
    panel = decisions.decided(view)
    [row] = rows_of(panel)
    assert (row["Figure"], row["Expected"]) == ("Employer encounters", "4")
    assert row["Now"] == row["Then"] == ""
    assert panel is not None
    assert panel.pages == ()


def test_open_questions_and_risks_are_asked_in_the_order_of_their_days(project: Project) -> None:
    view = decided(
        project,
        note("late", "2024-04-01", "question", due_on="2024-12-31", measure="employments"),
        note("soon", "2024-05-01", "question", due_on="2024-07-31", role="projektipäällikkö"),
        note("some", "2024-05-01", "question"),
        note("done", "2024-05-01", "question", done="true"),
        note("risk", "2024-05-01", "risk"),
    )
    asked = decisions.to_decide(view)
    assert asked is not None
    assert [point.headline for point in asked.points] == [
        "Matter soon",
        "Matter late",
        "Matter some",
    ]
    assert asked.points[0].detail == "1 May 2024 · projektipäällikkö · due on 31 Jul 2024"
    assert asked.points[1].detail.endswith("due on 31 Dec 2024 · Employments: 5")
    assert [point.page for point in asked.points] == ["", "employments", ""]
    risks = decisions.risks(view)
    assert risks is not None
    assert [point.headline for point in risks.points] == ["Matter risk"]


def test_the_largest_moves_are_linked_to_their_pages(project: Project) -> None:
    meetings = [encounter(f"M{n}", "E1", "2024-05-05") for n in range(30)]
    then = {**GOOD, "surveys": [], "employments": JOBS, "encounters": []}
    seen(project, then, "2024-03-31")
    now = {**then, "employments": LATER, "encounters": meetings}
    moved = agenda.moved(seen(project, now, "2024-06-30", "2024-03-31"))
    assert moved is not None
    first = moved.points[0]
    assert (first.headline, first.detail) == ("Employer encounters: 0 → 30", "30 new")
    assert first.page == "employers"
    assert len(moved.points) <= agenda.MOVES + 1
    assert (moved.points[-1].headline, moved.points[-1].page) == ("All changes: 4", "changes")


def test_a_project_without_notes_has_the_rest_of_the_agenda(project: Project) -> None:
    view = seen(project, {"clients": GOOD["clients"]}, "2024-06-30")
    notice = agenda.not_kept(view)
    assert isinstance(notice, Notice)
    assert "Decisions and notes" in notice.text
    made = [block for maker in agenda.PAGE if callable(maker) and (block := maker(view))]
    assert not [block for block in made if isinstance(block, Panel | Points)]
    assert [block for block in made if isinstance(block, Matters)]


def test_a_snapshot_of_before_due_days_were_told_still_has_an_agenda(project: Project) -> None:
    view = decided(project, note("n1", "2024-06-01"), note("q", "2024-06-01", "question"))
    tables = dict(view.figures.tables)
    tables["notes"] = tables["notes"].drop("role", "expected", "due_on", "done")  # type: ignore[assignment]
    old = View(replace(view.figures, tables=tables), "en", view.since)
    [row] = rows_of(decisions.decided(old))
    assert (row["Decision"], row["Role"], row["Due on"]) == ("Matter n1", "", "")
    asked = decisions.to_decide(old)
    assert asked is not None
    assert [point.detail for point in asked.points] == ["1 Jun 2024"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_s_decisions_are_told_by_its_frozen_figures(language: Language) -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    view = View(figures, language, day("2025-12-31"))
    panel = decisions.decided(view)
    assert panel is not None
    change = figures.changes(day("2025-12-31"), "everyone")["employers_met"]
    values = {row[3]: row for row in panel.table.values}[view.labels["employers_met"]]
    assert (values[4], values[6], values[8]) == (change["before"], 120, change["after"])
    assert values[9] == change["after"] - 120
    assert values[10:] == (change["growth"], change["late"], 0, 0)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_the_example_knows_no_decision_of_a_later_day(number: int) -> None:
    figures = open_snapshot(BUNDLED, number).figures
    assert all(row["written_on"] <= figures.as_of for row in figures.rows("notes"))
