"""Registers that can be counted on fingers, and the public doors through which they go."""

import contextlib
import csv
import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mittaristo import project as projects
from mittaristo.figures.model import Figures
from mittaristo.importing.ingest import Checked
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.messages.problems import Problem, Told
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, pseudonymise
from mittaristo.project import Project
from mittaristo.publishing.publish import commit, prepare
from mittaristo.registers.schemas import INVENTED, Registers, columns
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots import reading, writing
from mittaristo.snapshots.manifest import Purpose
from mittaristo.snapshots.newest import NEWEST
from mittaristo.snapshots.reading import Snapshot, open_snapshot
from mittaristo.snapshots.writing import Published

ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "data" / "next-level"

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]

STARTS_ON, ENDS_ON = dt.date(2024, 1, 1), dt.date(2025, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def check_character(digits: str) -> str:
    """The last of an identity code, by the nine digits in it."""
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31]


def identity_code(day: str, sign: str, individual: int) -> str:
    """With its check character. Nobody has the individual numbers 900-999."""
    return f"{day}{sign}{individual}{check_character(f'{day}{individual}')}"


def client(client_id: str, joined_on: str = "2024-01-10", **others: Any) -> Row:
    return {
        "client_id": client_id,
        "joined_on": joined_on,
        "gender": "woman",
        "birth_year": 1990,
        "first_language": "ru",
        "citizenship": "third_country",
        "municipality": "205",
        "education_isced": 3,
        "closed_on": None,
        **others,
    }


def employment(employment_id: str, client_id: str, started_on: str, **others: Any) -> Row:
    return {
        "employment_id": employment_id,
        "client_id": client_id,
        "employer_id": None,
        "started_on": started_on,
        "support": "direct",
        "contract": "permanent",
        "via_staffing_firm": "false",
        "evidence": None,
        **others,
    }


def training(training_id: str, starts_on: str, **others: Any) -> Row:
    return {
        "training_id": training_id,
        "title": "Koulutus",
        "kind": "card",
        "card": "hot_work",
        "language": "ru",
        "starts_on": starts_on,
        "ends_on": starts_on,
        "municipality": "205",
        "seats": 12,
        "cost_eur": None,
        **others,
    }


def attendance(training_id: str, client_id: str, outcome: str = "completed") -> Row:
    return {"training_id": training_id, "client_id": client_id, "outcome": outcome}


def employer(employer_id: str, client_since: str | None = None, **others: Any) -> Row:
    return {
        "employer_id": employer_id,
        "industry": "F",
        "municipality": "205",
        "staffing_firm": "false",
        "client_since": client_since,
        **others,
    }


def encounter(encounter_id: str, employer_id: str, met_on: str, channel: str = "visit") -> Row:
    return {
        "encounter_id": encounter_id,
        "employer_id": employer_id,
        "met_on": met_on,
        "channel": channel,
        "event": None,
    }


def target(measure: str, value: float, valid_from: str = "2024-01-01") -> Row:
    return {"measure": measure, "value": value, "valid_from": valid_from, "due_on": "2025-12-31"}


def published(measure: str, value: float, as_of: str | None, **others: Any) -> Row:
    return {
        "measure": measure,
        "kind": "actual",
        "value": value,
        "qualifier": "exact",
        "unit": "persons",
        "as_of": as_of,
        **others,
    }


def milestone(milestone_id: str, on: str | None, **others: Any) -> Row:
    return {
        "milestone_id": milestone_id,
        "on": on,
        "kind": "event",
        "title_fi": "Tapahtuma",
        "title_en": "Event",
        "done": "true",
        **others,
    }


def write(folder: Path, tables: Tables, *, invented: bool = True) -> Path:
    """A folder of CSV files with these rows; what a row does not say stays empty.

    They say that they are invented, as the rows of an invented project must.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, rows in tables.items():
        header = list(columns(name))
        header += [extra for row in rows for extra in row if extra not in header]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target_file:
            writer = csv.DictWriter(target_file, list(dict.fromkeys(header)), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return marked_as_invented(folder) if invented else folder


def marked_as_invented(folder: Path) -> Path:
    """The same folder of CSV files, with the mark that all of its rows are invented."""
    (folder / f"{INVENTED}.csv").write_text("note\ninvented\n", encoding="utf-8")
    return folder


def make_project(data: Path, name: str = "koe", *, synthetic: bool = True) -> Project:
    """A small project of two years. Invented, so that it needs no key, unless told otherwise."""
    made = projects.create(data, name, "Koehanke", STARTS_ON, ENDS_ON)
    if synthetic:
        path = made.folder / "project.toml"
        path.write_text(path.read_text().replace("synthetic = false", "synthetic = true"))
    return projects.load(made.folder)


@dataclass(frozen=True)
class Outcome(Told):
    """What was found in registers, and the snapshot where nothing hindered one."""

    messages: tuple[Problem, ...]
    figures: Figures | None
    published: Published | None


def publish(
    source: Path,
    project: Project,
    as_of: dt.date,
    purpose: Purpose,
    *,
    mapping: SheetMapping | None = None,
) -> Outcome:
    """Prepare a snapshot, and publish it."""
    found = prepare(source, project, as_of, mapping)
    figures, published = None, None
    if found.draft:
        published = commit(found.draft, purpose)
        figures = found.draft.compared.figures
    return Outcome(found.messages, figures, published)


def as_stored(checked: Checked) -> Registers:
    """Checked registers as a snapshot of invented ones holds them."""
    return pseudonymise(checked.typed, checked.put_together(), PUBLIC_KEY)


def publish_rows(
    project: Project, tables: Tables, as_of: str, purpose: Purpose = "meeting"
) -> Outcome:
    """Write rows as CSV and publish them."""
    folder = project.folder.parent.parent / f"{project.id}-registers"
    source = write(folder, tables, invented=project.synthetic)
    return publish(source, project, day(as_of), purpose)


class Shelf:
    """Where snapshots are kept that several tests ask for, of all workers of one run."""

    folder: Path


def snapshot_of(
    project: Project, tables: Tables, as_of: str, purpose: Purpose = "meeting"
) -> Snapshot:
    """A snapshot of these rows after those that a project has, published as by `publish_rows`.

    That is done once in a run: whoever asks for the same again of an invented project gets a copy.
    """
    there = [path.read_text() for path in sorted(project.folder.glob("snapshots/*/MANIFEST.json"))]
    written = (project.folder / "project.toml").read_text()
    asked = [project.id, written, there, tables, as_of, purpose]
    kept = Shelf.folder / hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()
    number = (reading.numbers(project.folder) or [0])[-1] + 1
    place = reading.folder_of(project.folder, number)
    if project.synthetic and kept.exists():
        with writing.alone(project.folder):  # as who publishes does
            shutil.copytree(kept / place.name, place)
            shutil.copy(kept / NEWEST, project.folder)
        return open_snapshot(project.folder, number)
    outcome = publish_rows(project, tables, as_of, purpose)
    assert outcome.published, [problem.rule for problem in outcome.errors]
    if project.synthetic:
        made = Path(tempfile.mkdtemp(dir=Shelf.folder))
        shutil.copytree(place, made / place.name)
        shutil.copy(project.folder / NEWEST, made)
        with contextlib.suppress(OSError):  # another worker was faster
            made.rename(kept)
    return open_snapshot(project.folder, number)


def figures_of(project: Project, tables: Tables, as_of: str) -> dict[str, Any]:
    """What everyone may see after publishing these rows, as `figures --json` prints it."""
    return as_json(snapshot_of(project, tables, as_of))


def whole_project(answer: Mapping[str, Any]) -> dict[str, float | None]:
    """Measure → value for the whole project, from the answer of `figures --json`."""
    return {
        row["id"]: row["value"]
        for row in answer["measures"]
        if row["from"] == STARTS_ON.isoformat() and row["to"] == answer["as_of"]
    }


SMALL: Tables = {
    "clients": [client("A"), client("B", "2024-02-01")],
    "employments": [employment("W1", "A", "2024-03-01")],
}
"""A few rows of what is asked most. The fewer tables, the sooner they are published."""

GOOD: Tables = {
    "clients": [client("A"), client("B", "2024-02-01")],
    "trainings": [training("T1", "2024-03-01")],
    "attendances": [attendance("T1", "A")],
    "employers": [employer("E1", "2024-02-01")],
    "encounters": [encounter("M1", "E1", "2024-02-01")],
    "employments": [employment("W1", "A", "2024-03-01")],
    "milestones": [milestone("ms1", "2024-05-01")],
    "targets": [target("employer_clients", 20)],
    "published": [published("employments", 3, "2024-06-30")],
    "participations": [
        {
            "participation_id": "P1",
            "client_id": "A",
            "started_on": "2024-02-01",
            "status_at_start": "unemployed",
            "unemployed_months_at_start": 14,
            "start_form": "accepted",
            "ended_on": "2026-02-01",
            "status_at_end": "employed",
            "qualification_gained": "false",
            "end_form": "submitted",
            "status_after_6_months": None,
        }
    ],
    "services": [
        {
            "service_id": "S1",
            "client_id": "A",
            "service": "cv_workshop",
            "given_on": "2024-02-02",
        }
    ],
    "assessments": [
        {
            "assessment_id": "A1",
            "employer_id": "E1",
            "made_on": "2024-03-03",
            "profiles_sent": 12,
        }
    ],
    "partners": [
        {"partner_id": "K1", "name": "Koulu", "sector": "education", "since": "2023-05-01"}
    ],
    "purchases": [
        {
            "purchase_id": "O1",
            "category": "card_training",
            "ordered_on": "2024-01-15",
            "amount_eur": 620.5,
        }
    ],
    "budget": [{"category": "campaign", "amount_eur": 26000, "valid_from": "2024-01-01"}],
    "pilots": [
        {"pilot_id": "b1", "name": "Valmennus", "stage": "piloted", "stage_since": "2024-04-01"}
    ],
    "practices": [
        {
            "practice_id": "r1",
            "name": "Ryhmät",
            "municipality": "205",
            "carried_on_by": None,
            "state": "established",
        }
    ],
    "surveys": [
        {
            "survey_id": "Q1",
            "asked_on": "2024-05-05",
            "question": "needs_support",
            "answer": "yes",
            "respondents": 40,
        }
    ],
    "goals": [
        {
            "goal_id": "G1",
            "level": "strategic",
            "parent": None,
            "title_fi": "Työtä",
            "title_en": "Work",
            "measure": "employments",
            "outcome": "partly",
            "basis_fi": "Kesken",
            "basis_en": "Under way",
        },
    ],
    "notes": [
        {
            "note_id": "n1",
            "on": "2024-06-01",
            "kind": "decision",
            "measure": None,
            "text_fi": "Päätettiin jatkaa.",
            "text_en": "It was decided to go on.",
            "role": "ohjausryhmä",
            "due_on": None,
            "done": "true",
        }
    ],
    "estimates": [
        {
            "indicator": "EECO14",
            "woman": 5,
            "man": 6,
            "non_binary": 0,
            "method": "kysely",
            "estimated_on": "2024-06-01",
        }
    ],
    "projects": [
        {
            "project_id": "p1",
            "name": "Toinen",
            "organisation": "Kunta",
            "starts_on": "2023-01-01",
            "ends_on": "2024-12-31",
            "activities": "coaching;workshops",
        }
    ],
    "labour_market": [
        {
            "area": "205",
            "month": "2024-01-01",
            "measure": "unemployed_persons",
            "sex": None,
            "value": 1500,
            "regime": None,
            "source": "TEM",
            "retrieved_on": "2024-03-01",
        }
    ],
}


def a_project(folder: Path) -> Project:
    about = {"fi": "", "en": ""}
    return Project("koe", folder, "Koe", STARTS_ON, ENDS_ON, True, "none", about)  # type: ignore[arg-type]
