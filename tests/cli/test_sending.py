"""Between meetings: a digest as a mail and as HTML, and a calendar that doubles nothing."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from icalendar import Calendar

from mittaristo import project as projects
from mittaristo.cli.main import main
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.project import Project
from tests.lib.builders import (
    GOOD,
    Tables,
    employment,
    make_project,
    milestone,
    snapshot_of,
    training,
)

PLANNED = """
co_funding = "esf_plus"
[[reporting_periods]]
starts_on = 2024-01-01
ends_on = 2024-12-31
name_fi = "Maksatuskausi 1"
name_en = "Payment period 1"

[[meetings]]
on = 2024-12-15
name_fi = "Ohjausryhmä 4/2024"
name_en = "Steering group 4/2024"
"""


@pytest.fixture
def planned(data: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A co-funded project with a reporting period and a meeting to come."""
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    made = make_project(data)
    path = made.folder / "project.toml"
    written = path.read_text().replace('co_funding = "esf_plus"\n', "")
    path.write_text(PLANNED.split("[[", 1)[0] + written + "[[" + PLANNED.split("[[", 1)[1])
    return projects.load(made.folder)


def publish(project: Project, more: Tables | None = None) -> None:
    """Two snapshots: one of March, and one of June with an employment more."""
    first = [employment("J1", "A", "2024-02-10")]
    snapshot_of(project, {**GOOD, "employments": first}, "2024-03-31")
    later = [*first, employment("J2", "B", "2024-05-10")]
    snapshot_of(project, {**GOOD, "employments": later, **(more or {})}, "2024-06-30")


COMING: Tables = {
    "trainings": [
        training("T1", "2024-03-01"),
        training("T2", "2024-09-02", ends_on="2024-09-04", title="Hygieniapassi"),
    ],
    "milestones": [
        milestone("ms1", "2024-05-01"),
        milestone("fair", "2024-10-01", title_en="Job fair", done="false"),
    ],
}


def mail_of(folder: Path) -> EmailMessage:
    [path] = folder.glob("*.eml")
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def told(folder: Path) -> tuple[str, str, str]:
    """The mail's text, its HTML, and the file of HTML."""
    mail = mail_of(folder)
    parts = [mail.get_body(kind) for kind in (("plain",), ("html",))]
    text, written = (cast(EmailMessage, part).get_content() for part in parts)
    [path] = folder.glob("*.html")
    return str(text), str(written), path.read_text(encoding="utf-8")


def test_a_digest_tells_numbers_changes_what_is_late_and_where_to_look(
    planned: Project, tmp_path: Path
) -> None:
    publish(planned, COMING)
    given = ["digest", "--project", "koe", "--lang", "en", "-o", str(tmp_path / "out")]
    assert main([*given, "--address", "https://koe.example/"]) == 0
    link = "https://koe.example/overview?lang=en&project=koe&snapshot=2&since=2024-03-31"
    for written in told(tmp_path / "out"):
        plain = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", written)).replace("&amp;", "&")
        assert "The rows were made up" in plain
        assert re.search(r"Persons employed\W+(Value: )?2\W+(Change: )?\+1", plain)
        assert "What has changed:" in plain
        assert re.search(r"Employments\W.*1\W.*2\W.*\+1", plain)
        assert "What is late" in plain or "Nothing is late." in plain
        assert "Hygieniapassi" in plain
        assert "Co-funded by the European Union" in plain
        assert link in written.replace("&amp;", "&")


def test_a_digest_asks_no_host_names_nobody_and_is_ready_to_be_sent(
    planned: Project, tmp_path: Path
) -> None:
    publish(planned)
    assert main(["digest", "--project", "koe", "-o", str(tmp_path / "out")]) == 0
    mail = mail_of(tmp_path / "out")
    assert (mail["From"], mail["To"], mail["X-Unsent"]) == (None, None, "1")
    text, written, page = told(tmp_path / "out")
    assert "://" not in text + written + page
    assert 'src="data:image/png;base64,' in page
    [picture] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<emblem@mittaristo>"
    assert 'src="cid:emblem@mittaristo"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_snapshot_gives_the_same_bytes(
    planned: Project, tmp_path: Path, language: str
) -> None:
    publish(planned, COMING)
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        given = ["--project", "koe", "--lang", language]
        assert main(["digest", *given, "-o", str(folder)]) == 0
        assert main(["calendar", *given, "-o", str(folder / "koe.ics")]) == 0
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) == 3
    assert made[0] == made[1]


def test_a_digest_is_compared_with_the_day_asked_for_and_overwrites_nothing_else(
    planned: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(planned)
    given = ["digest", "--project", "koe", "--lang", "en", "-o", str(tmp_path)]
    assert main([*given, "--since", "2024-05-31"]) == 2
    assert "There is no snapshot of that day to compare with." in capsys.readouterr().err
    assert main([*given, "--address", "koe.example"]) == 2
    assert "An address begins with" in capsys.readouterr().err
    (tmp_path / "koe-digest-2024-06-30-2.eml").write_text("mine")
    assert main(given) == 2
    assert "There is something else at" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.html"))


def events(path: Path) -> dict[str, tuple[str, str, str, int]]:
    """UID → title, first day, the day after the last, number of the version."""
    calendar = Calendar.from_ical(path.read_bytes())
    found: dict[str, tuple[str, str, str, int]] = {}
    for event in calendar.walk("VEVENT"):
        days = (event.decoded(name).isoformat() for name in ("DTSTART", "DTEND"))
        found[str(event["UID"])] = (str(event["SUMMARY"]), *days, int(event.decoded("SEQUENCE")))
    assert len(found) == len(calendar.walk("VEVENT")), "each entry once"
    return found


def test_a_calendar_has_trainings_events_reports_and_meetings_to_come(
    planned: Project, tmp_path: Path
) -> None:
    publish(planned, COMING)
    path = tmp_path / "koe.ics"
    assert main(["calendar", "--project", "koe", "--lang", "en", "-o", str(path)]) == 0
    found = sorted(events(path).values(), key=lambda one: one[1])
    assert found == [
        ("[invented example data] Hygieniapassi", "2024-09-02", "2024-09-05", 2),
        ("[invented example data] Job fair", "2024-10-01", "2024-10-02", 2),
        (
            "[invented example data] Steering group 4/2024: day of its figures",
            "2024-12-15",
            "2024-12-16",
            2,
        ),
        (
            "[invented example data] Payment period 1: the last day",
            "2024-12-31",
            "2025-01-01",
            2,
        ),
    ]


def test_a_new_calendar_updates_what_has_moved_and_doubles_nothing(
    planned: Project, tmp_path: Path
) -> None:
    publish(planned, COMING)
    path = tmp_path / "koe.ics"
    given = ["calendar", "--project", "koe", "-o", str(path)]
    assert main(given) == 0
    before = events(path)
    moved: Tables = {
        **GOOD,
        "trainings": [
            training("T1", "2024-03-01"),
            training("T2", "2024-11-04", title="Hygieniapassi, uusi päivä"),
        ],
        "milestones": [milestone("fair", "2024-10-02", title_en="Job fair", done="false")],
    }
    snapshot_of(planned, moved, "2024-07-31")
    assert main([*given, "--lang", "fi"]) == 0
    after = events(path)
    assert set(after) == set(before)
    assert {after[uid][1] for uid in after} == {
        "2024-11-04",
        "2024-10-02",
        "2024-12-15",
        "2024-12-31",
    }
    assert {one[3] for one in after.values()} == {3}, "a program takes the higher one"


def test_a_calendar_takes_the_place_of_a_calendar_of_ours_only(
    planned: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(planned)
    (tmp_path / "own.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\n")
    given = ["calendar", "--project", "koe", "--lang", "en", "-o"]
    assert main([*given, str(tmp_path / "own.ics")]) == 2
    assert "There is something else at" in capsys.readouterr().err
    assert main([*given, str(tmp_path / "own.txt")]) == 2
    assert "ends in .ics" in capsys.readouterr().err
