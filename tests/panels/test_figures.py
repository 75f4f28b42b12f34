"""All figures: nothing that a project keeps is on no page."""

from collections import UserDict
from dataclasses import replace
from typing import get_args

import pytest

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Group
from mittaristo.i18n.terms import words
from mittaristo.panels.parts.panel import Listing
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import figures
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, GOOD, Tables, day, employment, snapshot_of, target
from tests.lib.pages import makers

DEFINITIONS = Definitions.load()


@pytest.mark.parametrize("name", DEFINITIONS.measures)
def test_every_measure_has_a_group_and_a_word_for_its_unit(name: str) -> None:
    entry = DEFINITIONS.explanations[name]
    assert entry["group"]
    assert entry["group"] in figures.GROUPS
    assert entry["unit"] in words()["units"]


def test_every_group_has_a_heading_and_every_heading_a_group() -> None:
    assert set(get_args(Group)) == set(figures.GROUPS)


def listed(listing: Listing) -> dict[str, list[tuple[str, str]]]:
    """Name of a figure → its cells."""
    return {one.name: list(one.cells) for _title, found in listing.groups for one in found}


def seen(project: Project, tables: Tables, as_of: str, since: str | None = None) -> View:
    snapshot = snapshot_of(project, tables, as_of)
    return View(snapshot.figures, "en", day(since) if since else None)


def test_every_figure_is_listed_with_value_unit_change_target_and_definition(
    project: Project,
) -> None:
    first = {**GOOD, "employments": [employment("J1", "A", "2024-02-10")]}
    later = [*first["employments"], employment("J2", "A", "2024-03-10")]
    seen(project, first, "2024-03-31")
    rows = {**first, "employments": later, "targets": [target("employments", 4)]}
    found = figures.everything(seen(project, rows, "2024-06-30", since="2024-03-31"))
    assert found.headings == ("Figure", "Value", "Unit", "Change", "Target", "What is counted")
    assert listed(found)["Employments"] == [
        ("2", ""),
        ("employments", ""),
        ("+1", "1 recorded late"),
        ("4", "50% reached"),
    ]
    assert listed(found)["Clients joined"][2:] == [("±0", ""), ("", "")]
    assert all(one.explanation.definition for _title, group in found.groups for one in group)


def test_groups_stand_in_one_order_and_hold_every_measure_once(project: Project) -> None:
    found = figures.everything(seen(project, {name: [] for name in GOOD}, "2024-06-30"))
    titles = [title for title, _entries in found.groups]
    assert titles == [title for title in figures.GROUPS.values() if title in titles]
    names = [one.name for _title, group in found.groups for one in group]
    assert len(names) == len(set(names))
    assert "Change" not in found.headings


def test_what_is_not_kept_is_said_in_a_sentence(project: Project) -> None:
    found = figures.everything(seen(project, {"trainings": []}, "2024-06-30"))
    assert list(listed(found)) == ["Trainings held"]
    missing = {label["en"] for label in DEFINITIONS.names().values()}
    said = found.note.split(": ")[1].removesuffix(".").split(", ")
    assert set(said) == missing - {"Trainings held"}


def test_nothing_that_is_kept_is_on_no_page() -> None:
    """Every table of a snapshot is looked at by some page, and every measure is listed."""
    looked_at: set[str] = set()

    class Watched(UserDict[str, SafeFrame]):
        def __getitem__(self, name: str) -> SafeFrame:
            looked_at.add(name)
            return super().__getitem__(name)

    bundled = open_snapshot(BUNDLED, 5).figures
    view = View(replace(bundled, tables=Watched(bundled.tables)), "en", day("2025-12-31"), "team")
    for maker in makers():
        maker(view)
    beside_values = {"targets", "published", "periods", "published_actuals"}
    assert looked_at | beside_values == set(bundled.tables)
    labels = {view.labels[name] for name in bundled.kept(*bundled.measures)}
    assert set(listed(figures.everything(view))) == labels


def test_every_figure_is_a_line_of_the_text_that_may_be_copied(project: Project) -> None:
    snapshot_of(project, GOOD, "2024-06-30")
    view = View(open_snapshot(project.folder, 1).figures, "en")
    text = figures.as_text(view)
    assert text is not None
    head, *lines = text.text.split("\n")
    assert head == "Koehanke, As of 30 Jun 2024, invented example data"
    assert len(lines) == len(view.figures.kept(*view.figures.measures))
    assert f"Clients joined: {view.number('clients_joined')} persons" in lines
