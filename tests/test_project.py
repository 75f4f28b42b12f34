"""What a project says of itself, and what is said of a file that says it wrongly."""

from pathlib import Path

import pytest

from mittaristo import project as projects
from mittaristo.i18n.translation import LANGUAGES, Language, translator
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, day, publish_rows

ONE = "[[meetings]]\non = 2024-03-31\nname_fi = 'Ohjausryhmä'\nname_en = 'Steering group'\n"


def with_lines(project: Project, lines: str) -> Path:
    path = project.folder / "project.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{lines}", encoding="utf-8")
    return project.folder


def test_meetings_are_read_by_their_days(project: Project) -> None:
    assert not project.meetings
    read = projects.load(with_lines(project, ONE))
    assert read.meetings == {day("2024-03-31"): {"fi": "Ohjausryhmä", "en": "Steering group"}}
    assert read.as_recorded() == project.as_recorded()


def test_the_file_of_a_new_project_shows_how_meetings_are_written(project: Project) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("# [[meetings]]")
    end = text.index("\n\n", start)
    path.write_text(text[:start] + text[start:end].replace("# ", "") + text[end:], encoding="utf-8")
    assert len(projects.load(project.folder).meetings) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("lines", "place", "rule"),
    [
        (
            "meetings = 'Ohjausryhmä'\n",
            "meetings",
            "each meeting begins with a line [[meetings]].",
        ),
        (
            ONE.replace("on = 2024-03-31\n", ""),
            "meetings 1, on",
            "a date is needed, without quotation marks: 2026-12-31.",
        ),
        (
            ONE.replace("2024-03-31", "'2024-03-31'"),
            "meetings 1, on",
            "a date is needed, without quotation marks: 2026-12-31.",
        ),
        (
            ONE.replace("name_en", "name_sv"),
            "meetings 1, name_sv",
            "a meeting has on, name_fi and name_en only.",
        ),
        (
            ONE.replace("name_en = 'Steering group'\n", ""),
            "meetings 1, name_en",
            "a text is needed, in quotation marks.",
        ),
        (ONE.replace("Ohjausryhmä", " "), "meetings 1, name_fi", "a name is needed."),
        (
            ONE.replace("'Ohjausryhmä'", '"Ohjaus\\nryhmä"'),
            "meetings 1, name_fi",
            "the name holds characters that cannot be written.",
        ),
        (ONE + ONE, "meetings 2, on", "a meeting above has the same day."),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said_in_both_languages(
    project: Project, lines: str, place: str, rule: str, language: Language
) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    whole = lines + text if lines.startswith("meetings") else f"{text}\n{lines}"
    path.write_text(whole, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        projects.load(project.folder)
    said = in_words(refused.value, language)
    assert f"koe/project.toml, {place}" in said
    assert translator(language)(rule) in said


def test_every_bundled_snapshot_has_a_name() -> None:
    days = ["2024-12-31", "2025-06-30", "2025-12-31", "2026-04-30"]
    assert list(projects.load(BUNDLED).meetings) == [day(one) for one in days]


FACT = "[[facts]]\nname_fi = 'Väki'\nname_en = 'Staff'\ntext_fi = 'Viisi'\ntext_en = 'Five'\n"


def test_facts_are_kept_with_the_figures(project: Project) -> None:
    path = project.folder / "project.toml"
    path.write_text(path.read_text(encoding="utf-8") + FACT, encoding="utf-8")
    loaded = projects.load(project.folder)
    figures = publish_rows(loaded, {"milestones": []}, "2024-06-30").figures
    assert figures is not None
    assert figures.project.facts == loaded.facts
    again = open_snapshot(project.folder, 1).figures.project.facts
    assert [(fact.name["fi"], fact.text["en"]) for fact in again] == [("Väki", "Five")]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("facts = 1\n", "each fact begins with a line [[facts]]."),
        (FACT.replace("text_en", "text"), "name_fi, name_en, text_fi and text_en only"),
        (FACT.replace("'Five'", "''"), "facts 1, text_en: a name is needed."),
    ],
)
def test_what_is_wrong_with_a_fact_is_said(project: Project, lines: str, said: str) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(lines + text if lines.startswith("facts") else text + lines, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        projects.load(project.folder)
    assert said in in_words(refused.value, "en")
