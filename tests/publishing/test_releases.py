"""Persons by their attributes, from rows to what a snapshot shows."""

import datetime as dt
from itertools import cycle, islice
from pathlib import Path

import polars as pl
import pytest

from mittaristo.messages.refusals import Refusal
from mittaristo.panels.meeting import final_report
from mittaristo.panels.parts import breakdown
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import employments
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.project import Project, Releases, load
from mittaristo.publishing import preview
from mittaristo.publishing.publish import prepare
from mittaristo.snapshots.reading import folder_of, open_snapshot
from tests.lib.builders import Row, Tables, client, day, employment, publish_rows, write
from tests.lib.store import tamper


def people(count: int, joined_on: str, prefix: str) -> list[Row]:
    """As many women as men, three languages, two ages, and all from one municipality."""
    languages = islice(cycle(("ru", "uk", "ru", "ar")), count)
    return [
        client(
            f"{prefix}{number}",
            joined_on,
            gender="woman" if number % 2 else "man",
            first_language=language,
            birth_year=1970 if number % 3 else 2000,
        )
        for number, language in enumerate(languages)
    ]


FIRST = people(40, "2024-02-01", "A")
SECOND = [*FIRST, *people(24, "2024-08-01", "B")]
JOBS = [employment(f"W{number}", f"A{number}", "2024-03-01") for number in range(20)]


def rows(clients: list[Row]) -> Tables:
    return {"clients": clients, "employments": JOBS}


def shown(project: Project, number: int) -> SafeFrame:
    return open_snapshot(project.folder, number).figures["breakdowns"]


def cells(table: pl.DataFrame, day: str, measure: str, attribute: str) -> dict[str, int]:
    found = table.filter(
        released_on=dt.date.fromisoformat(day), measure=measure, attribute=attribute
    )
    return dict(found.select("category", "persons").iter_rows())


def test_figures_by_attributes_are_renewed_on_release_days_only(project: Project) -> None:
    publish_rows(project, rows(FIRST), "2024-07-15")
    publish_rows(project, rows(SECOND), "2024-10-31")
    publish_rows(project, rows(SECOND), "2024-12-31")
    first, between, second = (shown(project, number) for number in (1, 2, 3))
    assert between.equals(first)
    assert cells(first, "2024-07-15", "clients_joined", "gender") == {
        "woman": 20,
        "man": 20,
        "non_binary": 0,
        "unknown": 0,
    }
    assert cells(first, "2024-07-15", "clients_joined", "first_language") == {
        "ru": 20,
        "ar": 10,
        "uk": 10,
        "other": 0,
    }
    assert cells(first, "2024-07-15", "clients_joined", "municipality") == {}
    assert cells(second, "2024-12-31", "clients_joined", "all") == {"all": 64}
    assert cells(second, "2024-12-31", "clients_joined", "gender")["woman"] == 32
    assert second.filter(pl.col("released_on") < day("2024-12-31")).equals(first)


def test_what_the_team_sees_weekly_is_no_release(project: Project) -> None:
    """Everyone sees figures by attributes as of the meeting, though the team saw them before it."""
    publish_rows(project, rows(FIRST), "2024-07-15")
    publish_rows(project, rows(SECOND), "2024-12-31", "weekly")
    publish_rows(project, rows(SECOND), "2025-01-15")
    days = [sorted(set(shown(project, number)["released_on"])) for number in (2, 3)]
    assert days == [
        [day("2024-07-15"), day("2024-12-31")],
        [day("2024-07-15"), day("2025-01-15")],
    ]


def test_why_something_is_hidden_stays_with_the_registers(project: Project) -> None:
    publish_rows(project, rows(FIRST), "2024-07-15")
    snapshot = open_snapshot(project.folder, 1)
    assert set(snapshot.registers()) == {"clients", "employments"}
    reasons = pl.read_parquet(snapshot.folder / "registers" / "withheld.parquet")
    assert {"clients_joined", "municipality"} <= {*reasons["measure"], *reasons["attribute"]}
    assert not snapshot.figures.withheld
    assert not list((snapshot.folder / "figures").glob("*withheld*"))


def test_nothing_new_is_released_where_an_earlier_release_cannot_be_read(
    project: Project,
) -> None:
    publish_rows(project, rows(FIRST), "2024-07-15")
    publish_rows(project, rows(FIRST), "2024-09-30")
    figure = folder_of(project.folder, 1) / "figures" / "breakdowns.parquet"
    tamper(figure, figure.read_bytes()[:-1] + b"x")
    publish_rows(project, rows(SECOND), "2024-12-31")
    assert shown(project, 3).equals(shown(project, 2))


def test_a_dry_run_says_what_a_release_would_show(project: Project, tmp_path: Path) -> None:
    draft = prepare(write(tmp_path / "rows", rows(FIRST)), project, day("2024-07-15")).draft
    assert draft is not None
    said = list(preview.compare(draft, day("2024-07-15")).lines("en"))
    assert any(line.startswith("Persons by background would be released") for line in said)
    assert (
        "  Clients joined, First language: Russian 20; Arabic 10; Ukrainian 10; Others or unknown 0"
        in said
    )
    hidden = [line for line in said if line.startswith("  Hidden: Clients joined, Municipality")]
    assert len(hidden) == 1


def test_a_page_says_who_they_are_as_of_the_release(project: Project) -> None:
    publish_rows(project, rows(FIRST), "2024-07-15")
    publish_rows(project, rows(SECOND), "2024-10-31")
    view = View(open_snapshot(project.folder, 2).figures, "en")
    panel = employments.who(view)
    assert panel is not None
    assert panel.title == (
        "Persons employed by background on 15 Jul 2024: women 50%, aged 45–54 65%, first"
        " language Russian 50%"
    )
    assert ("Gender", "Woman", "10", "50%", "50%") in panel.table.rows
    assert (panel.table.rows[-1][:2]) == (
        "Municipality of residence",
        "Municipality of residence: hidden for privacy",
    )
    report = final_report.blocks(view)
    assert report is not None
    texts = {row[0]: row[1] for row in report.table.rows}
    assert texts["Gender equality"] == (
        "As of 15 Jul 2024 (invented example data): Clients joined: woman 20 (50%), man 20 (50%);"
        " Persons employed: woman 10 (50%), man 10 (50%)."
    )
    equality = breakdown.equality(view)
    assert equality is not None
    assert equality.table.rows[0] == ("Clients joined", "woman 20 (50%), man 20 (50%)")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("threshold = 2", "the threshold may not be less than 3"),
        ('threshold = "5"', "a whole number is needed"),
        ('days = ["31-12"]', "days of every year"),
        ('groups = { gender = ["woman+man"] }', "only first_language and municipality"),
        ('groups = { municipality = ["205+", "765"] }', "codes joined by +"),
        ('groups = { municipality = ["205+765", "765"] }', "codes joined by +"),
        ("minimum = 5", "days, threshold and groups"),
    ],
)
def test_a_project_cannot_release_otherwise(project: Project, written: str, said: str) -> None:
    path = project.folder / "project.toml"
    text = path.read_text()
    path.write_text(text[: text.index("[releases]")] + f"[releases]\n{written}\n")
    with pytest.raises(Refusal) as refused:
        load(project.folder)
    assert said in str(refused.value)


def test_a_project_may_have_its_own_days_threshold_and_groups(project: Project) -> None:
    path = project.folder / "project.toml"
    own = '[releases]\ndays = ["02-28"]\nthreshold = 10\ngroups = { municipality = ["205+765"] }\n'
    text = path.read_text()
    path.write_text(text[: text.index("[releases]")] + own)
    assert load(project.folder).releases == Releases(((2, 28),), 10, {"municipality": ("205+765",)})
