"""The second bundled project: goals and published figures as in their source, and its pages."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from mittaristo import example
from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts.panel import Panel, blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import goals, overview, region
from mittaristo.panels.themes import THEMES
from mittaristo.project import load
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots import reading, verification
from mittaristo.snapshots.reading import Snapshot, open_snapshot
from mittaristo.ui import listed
from tests.lib.builders import ROOT, publish

KAIRA = ROOT / "data" / "kaira"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot(KAIRA, 1)


@pytest.fixture(scope="module")
def figures(snapshot: Snapshot) -> Figures:
    return snapshot.figures


def test_the_bundled_snapshot_verifies() -> None:
    [entry] = verification.verify(KAIRA)
    assert entry.fault is None
    assert entry.manifest
    assert entry.manifest.as_of == load(KAIRA).ends_on


def test_the_bundled_figures_are_what_the_registers_give(tmp_path: Path) -> None:
    """Published anew, the same digests: nothing in the repository is out of date."""
    folder = tmp_path / "data" / "kaira"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_bytes((KAIRA / "project.toml").read_bytes())
    outcome = publish(KAIRA / "registers", load(folder), load(folder).ends_on, "final")
    assert outcome.published
    bundled = reading.read_manifest(KAIRA, 1).digests
    assert {**outcome.published.manifest.digests, "manifest": ""} == {**bundled, "manifest": ""}
    rows = example.labour_market(dt.date(2008, 1, 1), load(folder).ends_on)
    example.write_folder({"labour_market": rows}, tmp_path)
    made, kept = (where / "labour_market.csv" for where in (tmp_path, KAIRA / "registers"))
    assert made.read_bytes() == kept.read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_holds_for_every_place(figures: Figures, language: Language) -> None:
    for place in ("", *region.places(View(figures, language)), "999"):
        for dark in (False, True):
            view = View(figures, language, dark=dark, place=place)
            for name in THEMES:
                made = [block for block in blocks(view, THEMES[name]) if block is not None]
                for block, _left_out in made:
                    if isinstance(block, Panel):
                        assert block.title
                        assert "{" not in block.title + block.note + block.alt
                        assert bool(block.chart or block.matrix) == bool(block.alt)


def _rows(name: str) -> Iterator[dict[str, str]]:
    if not (SHARED / name).exists():
        pytest.skip("the tables of the sources are not here")
    with (SHARED / name).open(encoding="utf-8") as source:
        yield from csv.DictReader(source)


def test_the_goals_are_those_of_the_source(figures: Figures) -> None:
    wanted = [(row["level"], row["outcome"]) for row in _rows("kaira_goals.csv")]
    kept = sorted(figures.rows("goals"), key=lambda row: row["goal_id"])
    assert [(row["level"], row["outcome"]) for row in kept] == wanted
    assert all(row["interpreted"] for row in kept)


def test_published_figures_stand_with_their_qualifiers_and_without_a_value(
    snapshot: Snapshot,
) -> None:
    kaira = [row for row in _rows("published_figures.csv") if row["project"] == "kaira"]
    wanted = {
        row["measure"]: {"value": float(row["value"]), "qualifier": row["qualifier"]}
        for row in kaira
        if row["kind"] == "actual"
    }
    answer = [row for row in as_json(snapshot)["measures"] if row["published"]]
    assert {row["id"]: row["published"] for row in answer} == wanted
    assert {row["value"] for row in answer} == {None}
    targets = {row["id"]: row["target"] for row in answer if row["target"] is not None}
    assert targets == {
        row["measure"]: float(row["value"]) for row in kaira if row["kind"] == "target"
    }


def test_the_overview_asks_what_became_of_the_goals(figures: Figures) -> None:
    view = View(figures, "fi")
    title = overview.heading(view).title
    assert title == "KAIRA: 24 tavoitteesta saavutettiin 2 ja osittain 9"
    reasons = overview.worth_taking_up(view)
    assert reasons == goals.reasons(view)
    facts = overview.facts(view)
    assert facts is not None
    [funding] = [text for name, text in facts.table.rows if name == "Toteutunut rahoitus"]
    assert funding.startswith("951 890 €: ESR ja valtio 87,5")


def test_the_navigation_has_the_pages_with_content_only(snapshot: Snapshot) -> None:
    empty = listed.without_content(snapshot, "everyone")
    assert {"employments", "trainings", "clients", "changes"} <= empty
    assert not {"employers", "goals", "region", "network", "figures", "agenda"} & empty
