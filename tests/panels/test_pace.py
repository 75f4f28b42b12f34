"""The page of pace: what it says of rows that can be counted on fingers."""

from dataclasses import replace

import pytest

from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.meeting import pace
from mittaristo.panels.parts.panel import Heading, Notice, Panel, blocks, makers
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, Tables, employer, encounter, snapshot_of, target


def met(last: int, aim: float | None = None, without: str = "-") -> Tables:
    """Three encounters in each month of 2024 to the last; but for days that begin so."""
    days = [f"2024-{month:02}-{on}" for month in range(1, last + 1) for on in (10, 11, 12)]
    kept = [on for on in days if not on.startswith(without)]
    return {
        "employers": [employer("E1")],
        "encounters": [encounter(f"M{on}", "E1", on) for on in kept],
        "targets": [] if aim is None else [target("encounters", aim)],
    }


def seen(project: Project, rows: Tables, as_of: str, language: Language = "en") -> View:
    figures = snapshot_of(project, rows, as_of).figures
    return View(figures, language, measure="encounters")


def shown(panel: Panel | None) -> Panel:
    assert panel is not None
    return panel


def test_the_status_stands_with_its_calculation(project: Project) -> None:
    panel = shown(pace.course(seen(project, met(12, 200), "2024-12-31")))
    assert panel.title == (
        "↘ Employer encounters 36 / 200: by the forecast the target will not be reached"
    )
    [said] = panel.texts
    assert said.startswith("Recorded by now: 36. The target 200 by 31 Dec 2025 takes 13.7 a month.")
    assert "In the last 6 full months there were 3 a month." in said
    assert "At that pace there will be 5" in said
    [ahead] = [one for one in panel.folded if one.brief == "Forecast"]
    assert len(ahead.table.rows) == 12
    assert panel.chart
    [aims] = [one for one in panel.chart.tables.values() if "line" in one.columns]
    assert aims.filter(line="target")["high"].to_list() == [200, 200]
    assert aims.filter(line="way")["high"].to_list() == [36, 200]


def test_a_target_that_was_raised_is_a_step(project: Project) -> None:
    rows = met(12, 60)
    raised = {**rows, "targets": [*rows["targets"], target("encounters", 90, "2024-07-01")]}
    panel = shown(pace.course(seen(project, raised, "2024-12-31")))
    assert panel.chart
    [aims] = [one for one in panel.chart.tables.values() if "line" in one.columns]
    level = aims.filter(line="target")
    assert level["high"].to_list() == [60, 60, 90, 90]
    assert [f"{on:%d.%m.%Y}" for on in level["on"]] == [
        "01.01.2024",
        "01.07.2024",
        "01.07.2024",
        "31.12.2025",
    ]


def test_without_a_target_the_forecast_is_for_the_project_s_end(project: Project) -> None:
    panel = shown(pace.course(seen(project, met(12), "2024-12-31")))
    low, high = open_snapshot(project.folder, 1).figures.forecast(
        "encounters", project.ends_on
    ) or (0, 0)
    assert (
        panel.title == f"Employer encounters 36: {low:.0f}–{high:.0f} by 31 Dec 2025 at this pace"
    )


def test_what_is_still_to_be_recorded_is_told_and_drawn(project: Project) -> None:
    """None of September's three was recorded in time: with one added, a quarter of the newest is.

    Eighteen in five months and a quarter are 3.4 a month, of which three quarters are to come.
    """
    first = seen(project, met(9, without="2024-09-1"), "2024-09-30")
    assert pace.revisions(first) is None
    assert shown(pace.by_month(first)).title == "Employer encounters month by month"
    now = seen(project, met(12), "2024-12-31")
    months = shown(pace.by_month(now))
    assert months.title == "About 3 have happened and are still to be recorded"
    assert months.chart
    [expected] = [
        one
        for one in months.chart.tables.values()
        if {"until", "count", "said", "short"} <= set(one.columns)
    ]
    assert [f"{on:%m}" for on in expected["on"]] == ["12"]
    revisions = shown(pace.revisions(now))
    assert revisions.title == "Of what happened within a month, 25% has usually been recorded"
    by_month = {row[0]: row[1:] for row in revisions.table.rows}
    assert by_month["Sept 2024"][:4] == ("0", "30 Sept 2024", "3", "+3")
    assert by_month["Dec 2024"][:4] == ("–", "–", "3", "–")


def test_earlier_forecasts_and_what_came(project: Project) -> None:
    assert pace.record(seen(project, met(6), "2024-06-30")) is None
    record = shown(pace.record(seen(project, met(12), "2024-12-31")))
    assert record.title == "Earlier forecasts: 1 of 1 held"
    [row] = record.table.rows
    assert (row[0], row[1], row[3], row[5]) == (
        "30 Jun 2024",
        "31 Dec 2024",
        "36",
        "within the interval",
    )


def test_measures_with_a_target_that_is_not_reached_come_first(project: Project) -> None:
    now = seen(project, met(12, 200), "2024-12-31")
    assert pace.measures(now)[0] == "encounters"
    assert pace.chosen(View(now.figures, "en", measure="what is not there")) == "encounters"
    assert pace.heading(now) == Heading(
        "Will we get there?",
        "Employer encounters 36 / 200: by the forecast the target will not be reached.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snapshot_without_forecasts_says_so(project: Project, language: Language) -> None:
    now = seen(project, met(12, 200), "2024-12-31", language).figures
    tables = {name: table for name, table in now.tables.items() if name != "pace"}
    old = Figures(
        tables, now.measures, now.definitions, now.shared, now.project, now.as_of, now.synthetic
    )
    made = [maker(View(old, language)) for maker in makers(pace.PAGE)]
    assert [type(block) for block in made if block is not None] == [Heading, Notice]


def test_the_link_that_lasts_leads_to_the_same_measure() -> None:
    snapshot = open_snapshot(BUNDLED, 5)
    view = View(snapshot.figures, "fi", measure="employments")
    assert "measure=employments" in Origin.of(snapshot, view).link
    assert "measure" not in Origin.of(snapshot, View(snapshot.figures, "fi")).link


def test_what_if_adds_so_many_a_month_to_what_is_recorded(project: Project) -> None:
    now = seen(project, met(12, 200), "2024-12-31")
    assert pace.what_if(now, 10) == (
        "With 10 a month there would be about 156 on 31 Dec 2025: the target 200 would not be"
        " reached. This is your own calculation and no forecast."
    )
    assert "about 216 on 31 Dec 2025: the target 200 would be reached" in pace.what_if(now, 15)
    without = seen(project, met(12), "2024-12-31")
    assert "there would be about 36 on 31 Dec 2025." in pace.what_if(without, 0)


OLDER = [pytest.param(number, marks=pytest.mark.long) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("number", [*OLDER, 5])
def test_every_measure_has_its_pace_in_every_bundled_snapshot(number: int) -> None:
    view = View(open_snapshot(BUNDLED, number).figures, "fi")
    listed = pace.measures(view)
    assert len(listed) > 15
    for place, measure in enumerate(listed):
        panel = shown(pace.by_month(replace(view, measure=measure)))
        assert panel.chart or panel.texts, measure
        assert view.labels[measure] in panel.table.headings or panel.table.is_empty
        if number < 5 or place % 4 == 0:  # of the newest a part each time
            assert blocks(replace(view, measure=measure), pace.PAGE)
