"""What a project says of itself, and what is said of a file that says it wrongly."""

from pathlib import Path

import pytest

from mittaristo import project as projects
from mittaristo.figures.model import Facts
from mittaristo.i18n.translation import LANGUAGES, Language, translator
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, day, publish_rows

ONE = "[[meetings]]\non = 2024-03-31\nname_fi = 'Ohjausryhmä'\nname_en = 'Steering group'\n"
EXPECTED = "[[expected_in_work]]\nmonths = 12\nof_a_hundred = 30\n"


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
        (
            "expected_in_work = 30\n",
            "expected_in_work",
            "each expectation begins with a line [[expected_in_work]].",
        ),
        (
            EXPECTED.replace("30", "'30'"),
            "expected_in_work 1",
            "an expectation has two numbers: months and of_a_hundred.",
        ),
        (
            EXPECTED.replace("30", "130"),
            "expected_in_work 1",
            "months are from 1 to 120, of_a_hundred from 0 to 100.",
        ),
        (
            EXPECTED + EXPECTED,
            "expected_in_work 2",
            "an expectation above has the same months.",
        ),
    ],
)
def test_what_is_wrong_with_a_meeting_or_an_expectation_is_said_in_both_languages(
    project: Project, lines: str, place: str, rule: str, language: Language
) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    whole = f"{text}\n{lines}" if lines.startswith("[[") else lines + text
    path.write_text(whole, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        projects.load(project.folder)
    said = in_words(refused.value, language)
    assert f"koe/project.toml, {place}" in said
    assert translator(language)(rule) in said


def test_every_bundled_snapshot_has_a_name() -> None:
    days = ["2024-12-31", "2025-06-30", "2025-12-31", "2026-04-30"]
    assert list(projects.load(BUNDLED).meetings) == [day(one) for one in days]


def test_what_a_project_expects_is_read_by_months_and_kept(project: Project) -> None:
    earlier = EXPECTED.replace("12", "6").replace("30", "12.5")
    read = projects.load(with_lines(project, EXPECTED + earlier))
    assert read.expected_in_work == ((6, 0.125), (12, 0.3))
    assert Facts.recorded(read.as_recorded()).expected_in_work == read.expected_in_work


def test_the_file_of_a_new_project_shows_how_an_expectation_is_written(project: Project) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("# [[expected_in_work]]")
    end = text.index("\n\n", start)
    written = text[:start] + text[start:end].replace("# ", "") + text[end:]
    path.write_text(written, encoding="utf-8")
    assert projects.load(project.folder).expected_in_work == ((12, 0.3),)


def test_the_address_of_the_dashboard_is_read_and_a_wrong_one_is_refused(project: Project) -> None:
    path = project.folder / "project.toml"
    text = path.read_text(encoding="utf-8")
    assert '# address = "https://' in text
    path.write_text(f'address = "https://koe.example/mittaristo/"\n{text}', encoding="utf-8")
    assert projects.load(project.folder).address == "https://koe.example/mittaristo"
    for wrong in ("koe.example", "https://", "https://koe.example/?a=1", "ftp://koe.example"):
        path.write_text(f'address = "{wrong}"\n{text}', encoding="utf-8")
        with pytest.raises(Refusal) as refused:
            projects.load(project.folder)
        assert "address begins with https://" in in_words(refused.value, "en")


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
