"""Changes: every figure against an earlier snapshot, and what a move is made of."""

import re
from dataclasses import replace
from typing import cast

import polars as pl
import pytest

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.meeting import changes
from mittaristo.panels.parts.panel import Heading, Notice, Panel, Sentence
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.snapshots.manifest import Purpose
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, GOOD, Tables, day, employment, snapshot_of

NAMES = {day("2024-03-31"): "Steering group 1/2024"}


def seen(
    project: Project, tables: Tables, as_of: str, since: str | None, purpose: str = "meeting"
) -> View:
    figures = snapshot_of(project, tables, as_of, cast(Purpose, purpose)).figures
    return View(figures, "en", day(since) if since else None, names=NAMES)


THEN = [
    employment("J1", "A", "2024-02-10", support="direct"),
    employment("J2", "A", "2024-02-20", support="direct"),
    employment("J3", "B", "2024-03-01", support="other"),
]
NOW = [
    employment("J1", "A", "2024-02-10", support="direct"),  # J2 is gone: a correction
    employment("J3", "B", "2024-03-01", support="other"),
    employment("J4", "B", "2024-03-20", support="other"),  # recorded late
    employment("J5", "A", "2024-05-05", support="direct"),
    employment("J6", "B", "2024-06-06", support="direct"),
]


@pytest.fixture
def moved(project: Project) -> View:
    """From March to June: of three employments one was removed, one came late, two are new."""
    kept = {name: GOOD[name] for name in ("clients", "employers")}
    seen(project, {**kept, "employments": THEN}, "2024-03-31", None)
    return seen(project, {**kept, "employments": NOW}, "2024-06-30", "2024-03-31")


def test_every_measure_is_in_one_table_the_largest_move_first(moved: View) -> None:
    panel = changes.everything(moved)
    assert panel is not None
    assert panel.matrix is not None
    kept = moved.figures.kept(*moved.figures.measures)
    labels = [row[0] for row in panel.table.rows]
    assert sorted(labels) == sorted(moved.labels[name] for name in kept)
    assert [name for name, _cells in panel.matrix.rows] == labels
    rows = {row[0]: row for row in panel.table.rows}
    assert rows["Employments"][1:] == (
        "employments",
        "3",
        "5",
        "+2",
        "+2",
        "+1",
        "\N{MINUS SIGN}1",
        "0",
    )
    values = dict(zip(labels, panel.table.values, strict=True))
    assert values["Employments"][2:] == (3, 5, 2, 2, 1, -1, 0)
    assert labels[0] == "Employments"
    assert "Not counted then" not in panel.note


def test_a_bar_s_parts_lie_side_by_side_and_what_was_taken_off_lies_left_of_zero(
    moved: View,
) -> None:
    panel = changes.everything(moved)
    assert panel is not None
    assert panel.matrix is not None
    parts = dict(panel.matrix.rows)["Employments"][-1]
    found = {part.kind: part for part in parts.parts}
    assert set(found) == {"growth", "late", "corrections"}
    assert [part.said for part in parts.parts] == ["2 new", "1 recorded late", "−1 corrected"]
    assert found["growth"].start == parts.zero == found["corrections"].end
    assert found["late"].start == found["growth"].end
    widths = {kind: part.end - part.start for kind, part in found.items()}
    assert widths["growth"] == pytest.approx(2 * widths["late"])
    assert widths["late"] == pytest.approx(widths["corrections"])
    assert found["corrections"].start == pytest.approx(0)
    assert found["late"].end == pytest.approx(1)


def test_heading_and_sentence_name_the_meetings_and_tell_the_moves(moved: View) -> None:
    heading = changes.heading(moved)
    assert "31 Mar 2024 (Steering group 1/2024) – 30 Jun 2024." in heading.lead
    sentence = changes.sentence(moved)
    assert sentence is not None
    assert "31 Mar 2024 (Steering group 1/2024) – 30 Jun 2024" in sentence.text
    assert "Employments 3 → 5 (2 new, 1 recorded late, −1 corrected)" in sentence.text
    assert "invented example data" in sentence.text


def test_a_measure_leads_step_by_step_from_then_to_now(moved: View) -> None:
    panel = changes.step_by_step(moved)
    assert panel is not None
    assert panel.title == "Employments: 3 → 5 (2 new, 1 recorded late, −1 corrected)"
    said = [row[1] for row in panel.table.rows]
    assert said == ["3", "+2", "+1", "−1", "0", "5"]
    assert panel.chart is not None
    [steps] = [table for table in panel.chart.tables.values() if table.height == 6]
    assert steps["start"].to_list() == [0, 3, 5, 5, 5, 0]
    assert steps["end"].to_list() == [3, 5, 6, 6, 5, 5]


def test_the_measure_that_is_asked_for_is_told_step_by_step(moved: View) -> None:
    [_most, other, *_rest] = changes.measures(moved)
    panel = changes.step_by_step(replace(moved, measure=other))
    assert panel is not None
    assert panel.title.startswith(f"{moved.labels[other]}: ")


def test_without_an_earlier_snapshot_only_that_is_said(project: Project) -> None:
    first = seen(project, GOOD, "2024-03-31", None)
    made = [block for maker in changes.PAGE if callable(maker) and (block := maker(first))]
    assert [type(block) for block in made] == [Heading, Notice]


def test_where_nothing_moved_nothing_is_drawn_step_by_step(project: Project) -> None:
    seen(project, GOOD, "2024-06-29", None)
    still = seen(project, GOOD, "2024-06-30", "2024-06-29")
    assert changes.step_by_step(still) is None
    assert changes.most_besides_growth(still) is None
    sentence = changes.sentence(still)
    assert sentence is not None
    assert sentence.text.endswith("no figure has changed.")


def test_a_measure_that_was_not_counted_then_is_named(project: Project) -> None:
    without = {name: rows for name, rows in GOOD.items() if name != "employments"}
    seen(project, without, "2024-03-31", None)
    panel = changes.everything(seen(project, GOOD, "2024-06-30", "2024-03-31"))
    assert panel is not None
    assert "Employments" not in [row[0] for row in panel.table.rows]
    assert "Not counted then: " in panel.note
    assert "Employments" in panel.note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("since", ["2024-12-31", "2025-06-30", "2025-12-31"])
def test_what_is_said_of_the_example_are_its_frozen_figures(since: str, language: Language) -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    view = View(figures, language, day(since))
    panel = changes.everything(view)
    assert panel is not None
    frozen = figures["changes"].filter(pl.col("since") == day(since))
    by_label = {view.labels[row["measure"]]: row for row in frozen.iter_rows(named=True)}
    assert len(panel.table.values) == frozen.height
    for values in panel.table.values:
        row = by_label[str(values[0])]
        parts = [row[part] for part in ("growth", "late", "corrections", "redefinition")]
        assert values[2:4] == (row["before"], row["after"])
        assert values[5:] == tuple(parts)
        assert values[4] == pytest.approx(sum(parts))
    sentence = changes.sentence(view)
    assert isinstance(sentence, Sentence)
    first, _second, _third = panel.table.rows[:3]
    assert f"{first[0]} {first[2]} → {first[3]}" in sentence.text
    assert re.search(r"\{\w+\}", sentence.text + changes.heading(view).lead) is None


def test_the_second_chart_tells_of_what_is_not_new() -> None:
    panel = changes.most_besides_growth(
        View(open_snapshot(BUNDLED, 5).figures, "en", day("2025-12-31"))
    )
    assert isinstance(panel, Panel)
    assert "recorded late" in panel.title
