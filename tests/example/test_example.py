"""The invented registers, and the bundled example that gives the newsletter's figures."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from mittaristo import example
from mittaristo.example import PUBLISHED, PUBLISHED_DAY, make_world, registers, write_folder
from mittaristo.project import create, load
from mittaristo.publishing.publish import check
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots import reading, verification
from mittaristo.snapshots.manifest import Purpose
from tests.lib.builders import BUNDLED, publish, write

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "published_figures.csv"


WEEK_BEFORE = dt.date(2026, 4, 23)
MEETINGS = [dt.date(2024, 12, 31), dt.date(2025, 6, 30), dt.date(2025, 12, 31)]
DAYS = [*MEETINGS, WEEK_BEFORE, PUBLISHED_DAY]
"""Of the bundled snapshots. That of the week before is the team's."""


def test_the_bundled_snapshots_verify() -> None:
    entries = verification.verify(BUNDLED)
    assert {entry.fault for entry in entries} == {None}
    assert [entry.manifest.as_of for entry in entries if entry.manifest] == DAYS
    assert all(entry.manifest and entry.manifest.synthetic for entry in entries)


def test_every_published_figure_comes_out_as_published_but_one() -> None:
    answer = as_json(reading.open_snapshot(BUNDLED, 5))
    compared = [row for row in answer["measures"] if row["published"]]
    assert len(compared) == len(PUBLISHED)
    assert all(row["value"] is not None for row in compared)
    assert {row["id"]: row["difference"] for row in compared if row["difference"]} == {
        "employments": 9
    }
    targets = {row["id"]: row["target"] for row in answer["measures"] if row["target"]}
    assert targets == {"clients_served": 450, "employer_clients": 200}


def test_what_the_newsletter_leaves_open_is_named() -> None:
    assert as_json(reading.open_snapshot(BUNDLED, 5))["checks"] == [
        {
            "rule": "published clients_employed_direct + clients_employed_other = clients_employed",
            "left": 291,
            "right": 282,
            "difference": 9,
        },
        {
            "rule": "employments 2023-10-02–2026-04-30 = published",
            "left": 291,
            "right": 282,
            "difference": 9,
        },
    ]


def test_the_parts_of_the_persons_employed_are_those_published() -> None:
    answer = as_json(reading.open_snapshot(BUNDLED, 5))
    now = [row for row in answer["measures"] if row["to"] == answer["as_of"]]
    values = {(row["id"], row["from"]): row["value"] for row in now}
    start = example.STARTS_ON.isoformat()
    assert values["clients_employed", start] == 282
    assert values["clients_employed_direct", start] == 158
    assert values["clients_employed_other", start] == 133
    assert values["employments", start] == 291
    assert values["employer_clients", start] == 37
    assert values["employers_met", start] == 115
    assert values["card_training_attendances", "2026-01-01"] == 146
    assert values["clients_joined", start] == 1000


def test_the_published_figures_are_those_of_the_sources() -> None:
    if not SHARED.exists():
        pytest.skip("the table of published figures is not here")
    with SHARED.open(encoding="utf-8") as source:
        wanted = {
            (
                row["measure"],
                float(row["value"]),
                row["qualifier"],
                row["as_of"],
                row["period_from"],
            )
            for row in csv.DictReader(source)
            if row["project"] == "next-level" and row["kind"] == "actual"
        }
    held = reading.open_snapshot(BUNDLED, 5).figures["published"]
    assert wanted == {
        (
            row["measure"],
            row["value"],
            row["qualifier"],
            row["as_of"].isoformat(),
            row["period_from"].isoformat() if row["period_from"] else "",
        )
        for row in held.iter_rows(named=True)
    }


def test_the_bundled_registers_are_what_the_generator_writes(tmp_path: Path) -> None:
    write_folder(registers(make_world(), PUBLISHED_DAY), tmp_path / "registers")
    for path in sorted((tmp_path / "registers").iterdir()):
        assert path.read_bytes() == (BUNDLED / "registers" / path.name).read_bytes(), path.name


def test_the_bundled_figures_are_what_these_registers_give(tmp_path: Path) -> None:
    """Published anew, the same figures digest: nothing in the repository is out of date."""
    folder = tmp_path / "data" / "next-level"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_bytes((BUNDLED / "project.toml").read_bytes())
    project = load(folder)
    for number, as_of in enumerate(DAYS, start=1):
        write_folder(registers(make_world(), as_of), tmp_path / "registers")
        purpose: Purpose = "weekly" if as_of == WEEK_BEFORE else "meeting"
        outcome = publish(tmp_path / "registers", project, as_of, purpose)
        assert outcome.published
        bundled = reading.read_manifest(BUNDLED, number).digests
        assert {**outcome.published.manifest.digests, "manifest": ""} == {**bundled, "manifest": ""}


SIZES_AND_DAYS = [
    pytest.param(clients, seed, day, marks=[] if (seed + nth) % 2 else pytest.mark.long)
    for clients, seed in ((1, 1), (7, 2), (100, 3), (2345, 4))
    for nth, day in enumerate(("2023-10-02", "2024-06-30", "2026-02-28", "2026-12-31"))
]


@pytest.mark.parametrize(("clients", "seed", "as_of"), SIZES_AND_DAYS)
def test_registers_of_any_size_and_day_have_no_problems(
    tmp_path: Path, clients: int, seed: int, as_of: str
) -> None:
    write_folder(registers(make_world(clients, seed), dt.date.fromisoformat(as_of)), tmp_path)
    assert check(tmp_path, load(BUNDLED)).errors == ()


def test_between_two_days_rows_come_late_are_corrected_and_one_goes() -> None:
    world = make_world()
    before = {
        row["employment_id"]: row for row in registers(world, dt.date(2025, 12, 31))["employments"]
    }
    after = {row["employment_id"]: row for row in registers(world, PUBLISHED_DAY)["employments"]}
    assert len(before.keys() - after.keys()) == 1
    changed = [job for job in before.keys() & after.keys() if before[job] != after[job]]
    assert len(changed) == 3
    late = [job for job in after.keys() - before.keys() if after[job]["started_on"].year < 2026]
    assert late


def test_a_project_of_published_figures_alone_goes_through(data: Path) -> None:
    """KAIRA, from the table of published figures: no person registers, no measure of ours."""
    if not SHARED.exists():
        pytest.skip("the table of published figures is not here")
    with SHARED.open(encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source) if row.pop("project") == "kaira"]
    project = create(data, "kaira", "KAIRA", dt.date(2008, 3, 1), dt.date(2012, 12, 31))
    path = project.folder / "project.toml"
    path.write_text(path.read_text().replace("synthetic = false", "synthetic = true"))
    registers_of_kaira = write(data.parent / "registers", {"published": rows})
    assert publish(
        registers_of_kaira, load(project.folder), dt.date(2012, 12, 31), "final"
    ).published
    answer = as_json(reading.open_snapshot(project.folder, 1))
    held = {row["id"]: row for row in answer["measures"] if row["published"]}
    assert held["staff_total"]["published"] == {"value": 10, "qualifier": "exact"}
    assert held["long_term_unemployed"]["published"] == {"value": 800, "qualifier": "just under"}
    assert {row["value"] for row in held.values()} == {None}
