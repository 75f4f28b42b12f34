"""The team's week: counts since the last snapshot, what is late, and four weeks ahead."""

from dataclasses import replace
from typing import cast

from mittaristo.panels.parts.panel import Heading, Matters, Notice, Panel, blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.team import week
from mittaristo.project import Project
from mittaristo.snapshots.manifest import Purpose
from tests.lib.builders import (
    GOOD,
    Row,
    Tables,
    employment,
    milestone,
    snapshot_of,
    training,
)

FIRST = employment("J1", "A", "2024-02-10")
LATE = employment("J2", "B", "2024-05-10")
NEW = employment("J3", "B", "2024-06-05")


def seen(
    project: Project,
    employments: list[Row],
    as_of: str,
    purpose: Purpose = "weekly",
    more: Tables | None = None,
) -> View:
    """The figures of some employments, as the team sees them."""
    rows: Tables = {**GOOD, "employments": employments, **(more or {})}
    figures = snapshot_of(project, rows, as_of, purpose).figures
    return View(figures, "en", role="team")


def test_what_came_in_is_counted_since_the_last_snapshot_weekly_or_not(project: Project) -> None:
    seen(project, [], "2024-03-31", "meeting")
    seen(project, [FIRST], "2024-05-31")
    view = seen(project, [FIRST, LATE, NEW], "2024-06-07")
    found = cast(Panel, week.came_in(view))
    assert found.table.headings[1:] == (
        "New",
        "Recorded late",
        "Corrected",
        "By a new definition",
        "Now",
    )
    rows = {row[0]: row[1:] for row in found.table.rows}
    assert rows["Employments"] == ("+1", "+1", "", "", "3")
    assert rows["Persons employed"] == ("", "+1", "", "", "2")
    assert "Clients joined" not in rows
    lead = cast(Heading, week.heading(view)).lead
    assert lead.startswith("Changes since 31 May 2024. In a real project only the team")


def test_rows_that_came_in_are_counted_by_register(project: Project) -> None:
    assert week.rows_in(seen(project, [FIRST, LATE], "2024-05-31")) is None
    corrected = {**FIRST, "support": "other"}
    found = cast(Panel, week.rows_in(seen(project, [corrected, NEW], "2024-06-07")))
    assert found.title == "Rows added: 1, changed: 1, removed: 1"
    assert found.table.rows == (("Employments", "1", "1", "1", "2"),)


def test_what_is_late_is_told_with_what_was_recorded_late_since_then(project: Project) -> None:
    seen(project, [FIRST], "2024-05-31")
    past: Tables = {"milestones": [milestone("fair", "2024-06-01", done="false")]}
    found = cast(Matters, week.late(seen(project, [FIRST], "2024-06-07", more=past)))
    assert [matter.headline for matter in found.first] == ["Has it been held? Event"]


def test_four_weeks_ahead_are_listed_and_no_day_more(project: Project) -> None:
    coming: Tables = {
        "trainings": [
            training("T1", "2024-03-01"),
            training("T2", "2024-07-05", title="Hygieniapassi"),
            training("T3", "2024-07-06", title="Tulityö"),
        ]
    }
    found = cast(Panel, week.coming(seen(project, [FIRST], "2024-06-07", more=coming)))
    assert found.title == "Coming by 5 Jul 2024: 1"
    assert [row[:2] for row in found.table.rows] == [("5 Jul 2024", "Hygieniapassi")]


def test_rows_that_were_left_out_are_told(project: Project) -> None:
    view = seen(project, [FIRST], "2024-06-07")
    assert cast(Panel, week.clean(view)).title.startswith("The import was clean")
    lacking = replace(view, figures=replace(view.figures, left_out={"services": 3}))
    found = cast(Panel, week.clean(lacking))
    assert found.title == "Rows left out as faulty: 3"
    assert found.table.rows == (("Services", "3"),)


def test_whoever_is_not_of_the_team_gets_one_sentence_and_nothing_else(project: Project) -> None:
    view = replace(seen(project, [FIRST], "2024-06-07"), role="everyone")
    made = [block for block, _left_out in filter(None, blocks(view, week.PAGE))]
    assert len(made) == 1
    assert isinstance(made[0], Notice)
    assert made[0].text.startswith("This page is for the project team.")
