"""The monitoring report: what was reported before, what this period brought, and what came late."""

from pathlib import Path
from typing import cast

import pytest

from mittaristo import project as projects
from mittaristo.panels.meeting import final_report, monitoring
from mittaristo.panels.parts.panel import Heading, Panel
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.snapshots.manifest import Purpose
from tests.lib.builders import (
    GOOD,
    Row,
    Tables,
    client,
    employment,
    make_project,
    publish_rows,
    snapshot_of,
    target,
)

PERIODS = """
[[reporting_periods]]
starts_on = 2024-01-01
ends_on = 2024-06-30
name_fi = "Kausi 1"
name_en = "Period 1"

[[reporting_periods]]
starts_on = 2024-07-01
ends_on = 2024-12-31
"""

FIRST = [employment("J1", "A", "2024-02-10"), employment("J2", "B", "2024-03-10")]
LATE = employment("J3", "A", "2024-06-10")
NEW = employment("J4", "B", "2024-09-10")


@pytest.fixture
def reporting(data: Path) -> Project:
    """A project with two reporting periods."""
    made = make_project(data)
    path = made.folder / "project.toml"
    path.write_text(path.read_text() + PERIODS)
    return projects.load(made.folder)


def seen(
    project: Project, employments: list[Row], as_of: str, purpose: Purpose = "meeting"
) -> View:
    """The figures of some employments, aiming at four of them."""
    rows: Tables = {**GOOD, "employments": employments, "targets": [target("employments", 4)]}
    return View(snapshot_of(project, rows, as_of, purpose).figures, "en")


def row_of(panel: object, label: str) -> dict[str, str]:
    """The row of a figure: heading → text."""
    table = cast(Panel, panel).table
    [row] = [row for row in table.rows if row[0] == label]
    return dict(zip(table.headings, row, strict=True))


def test_this_period_is_what_has_been_counted_minus_what_was_reported(reporting: Project) -> None:
    seen(reporting, FIRST, "2024-06-30")
    view = seen(reporting, [*FIRST, LATE, NEW], "2024-12-31")
    report = monitoring.report(view)
    assert report is not None
    assert report.title == "Reporting period: targets reached 1 of 1"
    assert report.table.rows[0][0] == "Employments", "what has a target comes first"
    assert row_of(report, "Employments") == {
        "Figure": "Employments",
        "Target": "4",
        "Reported before": "2",
        "This period": "+2",
        "So far": "4",
        "Reached": "100%",
        "Comment": "1 new, 1 recorded late.",
    }
    assert "Reported before: Period 1, snapshot 1 as of 30 Jun 2024." in report.texts[0]


def test_what_was_reported_stands_beside_what_is_known_now(reporting: Project) -> None:
    seen(reporting, FIRST, "2024-06-30")
    later = monitoring.reported_and_known(seen(reporting, [FIRST[0], LATE, NEW], "2024-12-31"))
    assert row_of(later, "Employments") == {
        "Figure": "Employments",
        "Reported of": "Period 1, 30 Jun 2024",
        "Reported then": "2",
        "Known now of that day": "2",
        "Recorded late": "+1",
        "Corrected": "−1",
        "By a new definition": "0",
    }
    assert "Clients joined" not in [row[0] for row in cast(Panel, later).table.rows]


def test_where_nothing_came_late_the_report_still_holds(reporting: Project) -> None:
    seen(reporting, FIRST, "2024-06-30")
    found = monitoring.reported_and_known(seen(reporting, [*FIRST, NEW], "2024-12-31"))
    assert found is not None
    assert found.title == "What was last reported still holds"
    assert found.table.is_empty


def test_in_the_first_period_nothing_was_reported_before(reporting: Project) -> None:
    view = seen(reporting, FIRST, "2024-04-30")
    report = monitoring.report(view)
    assert row_of(report, "Employments")["Reported before"] == "0"
    assert row_of(report, "Employments")["This period"] == "+2"
    assert "nothing was reported before" in cast(Panel, report).texts[0]
    assert monitoring.reported_and_known(view) is None
    lead = "Period 1, 1 Jan 2024–30 Jun 2024, is not over: the figures are those of 30 Apr 2024."
    assert monitoring.heading(view) == Heading("What is reported to the funder?", lead)


def test_what_no_snapshot_reported_is_not_known(reporting: Project) -> None:
    """A meeting within the period is no report of it, and a weekly snapshot is the team's own."""
    seen(reporting, FIRST, "2024-05-31")
    seen(reporting, FIRST, "2024-06-30", "weekly")
    report = monitoring.report(seen(reporting, [*FIRST, NEW], "2024-12-31"))
    assert row_of(report, "Employments")["Reported before"] == "–"
    assert row_of(report, "Employments")["This period"] == "–"
    assert "no snapshot as of 30 Jun 2024" in cast(Panel, report).texts[0]


def test_a_snapshot_for_payment_is_the_report_though_it_was_made_later(reporting: Project) -> None:
    seen(reporting, FIRST, "2024-06-30")
    seen(reporting, [*FIRST, LATE], "2024-07-15", "payment")
    report = monitoring.report(seen(reporting, [*FIRST, LATE, NEW], "2024-12-31"))
    assert row_of(report, "Employments")["Reported before"] == "3"


def test_what_happened_in_the_period_counts_persons_who_came_back(reporting: Project) -> None:
    seen(reporting, FIRST, "2024-06-30")
    report = monitoring.report(seen(reporting, [*FIRST, NEW], "2024-12-31"))
    assert report is not None
    [within] = report.folded
    rows = {row[0]: row[2:] for row in within.table.rows}
    assert rows["Persons employed"] == ("1", "0")
    assert rows["Employments"] == ("1", "")


def test_a_note_about_a_figure_is_its_comment(reporting: Project) -> None:
    note = {**GOOD["notes"][0], "measure": "clients_joined"}
    rows: Tables = {**GOOD, "clients": [client("A"), client("B")], "notes": [note]}
    outcome = publish_rows(reporting, rows, "2024-06-30")
    assert outcome.figures
    report = monitoring.report(View(outcome.figures, "en"))
    assert row_of(report, "Clients joined")["Comment"] == (
        "Decision 1 Jun 2024: It was decided to go on."
    )


def test_a_project_without_periods_is_told_how_to_name_them(project: Project) -> None:
    view = seen(project, FIRST, "2024-06-30")
    assert monitoring.report(view) is None
    notice = monitoring.nothing_to_report(view)
    assert notice is not None
    assert "[[reporting_periods]]" in notice.text


def test_the_final_report_has_a_text_of_figures_under_each_heading(project: Project) -> None:
    found = final_report.blocks(seen(project, FIRST, "2024-06-30"))
    assert found is not None
    texts = {heading: (text, length) for heading, text, length in found.table.values}
    assert texts["Targets and results"][0] == (
        "As of 30 Jun 2024 (invented example data): Employments: 2 employments"
        " (50% of the target 4)."
    )
    assert "Persons employed: 2 persons" in str(texts["Employments"][0])
    assert "Campaign: 0 € of 26,000 €" in str(texts["Costs"][0])
    assert texts["Decisions, comments and risks"][0] == (
        "Decision 1 Jun 2024: It was decided to go on."
    )
    assert all(length == len(str(text)) for text, length in texts.values())
