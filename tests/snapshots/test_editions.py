"""Figures counted anew over an earlier snapshot: beside the frozen ones, and named everywhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.queries import load
from mittaristo.messages.refusals import Refusal
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import figure, snapshots
from mittaristo.project import Project
from mittaristo.publishing.recompute import add_edition, recompute
from mittaristo.reports.origin import Origin, sources
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.snapshots.verification import verify
from tests.lib.builders import GOOD, employment, publish_rows
from tests.lib.store import assert_all_verify, prints, tamper

ROWS = {
    **GOOD,
    "employments": [
        employment("W1", "A", "2024-03-01", support="direct"),
        employment("W2", "B", "2024-03-02", support="other"),
    ],
}


def direct_only(folder: Path) -> Definitions:
    """Definitions by which only employments with direct support count."""
    real = Definitions.load()
    path = folder / "employments.sql"
    text = real.measures["employments"].text.rstrip()
    path.write_text(f"{text}\nwhere support = 'direct'\n", encoding="utf-8")
    return replace(real, measures={**real.measures, "employments": load(path)})


def test_an_edition_stands_beside_the_frozen_figures_and_is_named_in_what_is_taken_along(
    project: Project, tmp_path: Path
) -> None:
    publish_rows(project, ROWS, "2024-06-30")
    snapshot, frozen = open_snapshot(project.folder, 1), prints(project, 1)
    same = recompute(project, snapshot)
    assert (same.changed, same.periods) == ({}, 0)
    with pytest.raises(Refusal):
        add_edition(project, same)
    assert not (project.folder / "editions").exists()

    found = recompute(project, snapshot, direct_only(tmp_path))
    assert found.changed == {"employments": (2, 1)}
    assert found.periods > 0
    assert [add_edition(project, found) for _nth in range(2)] == ["000001-001", "000001-002"]
    assert prints(project, 1) == frozen
    assert_all_verify(project)

    chain = chain_of(project, "everyone", "en", 1)
    view = View(snapshot.figures, "en", measure="employments", chain=chain)
    course, listed = figure.course(view), snapshots.chain(view)
    assert course is not None
    assert course.table.rows[0][1] == "2"
    assert course.table.rows[0][-1].startswith("1 (edition 1, ")
    assert listed is not None
    assert listed.folded[-1].table.rows[0][2:] == ("Employments", "2", "1")
    told = dict(sources(Origin.of(snapshot, view)))
    assert "Employments 2 → 1" in told["Edition 1"]
    assert "Edition 2" in told
    harm_each_file_of_an_edition(project)


def harm_each_file_of_an_edition(project: Project) -> None:
    """A changed byte is named by its file."""
    name = "000001-002"
    folder = project.folder / "editions" / name
    for file in ("EDITION.json", "figures/values.parquet", "figures/catalogue.json"):
        content = (folder / file).read_bytes()
        tamper(folder / file, content[:-2] + b"?" + content[-1:])
        [entry] = verify(project.folder)
        assert entry.file == f"editions/{name}/{file}"
        tamper(folder / file, content)
    assert_all_verify(project)
