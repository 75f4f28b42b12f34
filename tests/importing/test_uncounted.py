"""Rows that break no rule and that no figure counts, or not as they stand."""

from pathlib import Path

import pytest

from mittaristo.importing.ingest import Checked
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from tests.importing.test_doubles import period, service
from tests.lib.builders import (
    Row,
    Tables,
    attendance,
    client,
    day,
    employment,
    figures_of,
    training,
    whole_project,
    write,
)

AS_OF = "2024-06-30"
Told = tuple[str, str, int | None, object]


def told(project: Project, tables: Tables) -> list[Told]:
    """File, rule, row and count of what is said without hindering anything."""
    found = checked(project, tables)
    return [
        (one.place.file.removesuffix(".csv"), one.rule, one.row, one.details.get("count"))
        for one in found.messages
        if one.severity == "warning" or one.rule in ("not_yet", "never_asked", "own_words")
    ]


def checked(project: Project, tables: Tables) -> Checked:
    source = write(project.folder.parent.parent / "rows", tables)
    found = road.check(source, project, as_of=day(AS_OF))
    assert not found.errors, [one.sentence("en") for one in found.errors]
    for one in found.messages:
        for language in ("fi", "en"):
            assert not set("{}") & set(one.sentence(language))
    return found


def test_who_is_still_enrolled_when_a_training_is_over(project: Project) -> None:
    trainings = [
        training("T1", "2024-03-03"),
        training("T2", "2024-04-03"),
        training("T3", "2024-09-03"),
        training("T4", "2024-06-03", ends_on=AS_OF, title="Kesken"),
    ]
    came = [attendance("T1", one, "enrolled") for one in "ABC"]
    came += [attendance("T3", "A"), attendance("T3", "B", "enrolled")]
    came += [attendance("T4", "A", "enrolled"), attendance("T1", "D", "absent")]
    tables: Tables = {
        "clients": [client(one) for one in "ABCD"],
        "trainings": trainings,
        "attendances": came,
    }
    assert told(project, tables) == [
        ("attendances", "still_enrolled", 2, 3),
        ("attendances", "finished_before", 5, 1),
        ("trainings", "held_for_nobody", 3, 1),
    ]
    assert told(project, {**tables, "attendances": []}) == [], "a project that keeps no attendances"


def test_what_is_dated_later_than_the_day_is_a_note_by_table(project: Project) -> None:
    tables: Tables = {
        "clients": [client("A"), client("B", "2024-07-01")],
        "services": [service("S1", given_on="2024-07-01"), service("S2", given_on="2024-08-01")],
        "employments": [employment("W1", "A", AS_OF)],
        "trainings": [training("T1", "2024-09-01")],
    }
    assert told(project, tables) == [
        ("clients", "not_yet", 3, 1),
        ("services", "not_yet", 2, 2),
    ]


def test_what_happened_after_a_client_left(project: Project) -> None:
    tables: Tables = {
        "clients": [client("A", closed_on="2024-03-01"), client("B")],
        "services": [service("S1", given_on="2024-03-01"), service("S2", given_on="2024-03-02")],
        "employments": [employment("W1", "A", "2024-03-04"), employment("W2", "B", "2024-03-04")],
        "trainings": [training("T1", "2024-04-01")],
        "attendances": [attendance("T1", "A"), attendance("T1", "B")],
    }
    assert told(project, tables) == [
        ("attendances", "training_after_closing", 2, 1),
        ("employments", "job_after_closing", 2, 1),
        ("services", "service_after_closing", 3, 1),
    ]


def test_eura_periods_that_overlap_begin_too_early_or_end_without_a_beginning(
    project: Project,
) -> None:
    periods: list[Row] = [
        period("P1", "A", "2024-03-01"),
        period("P2", "A", "2024-03-01"),
        period("P3", "B", "2024-03-01"),
        period("P4", "B", "2025-01-10"),
        period("P5", "C", "2024-03-01", ended_on="2024-12-31", end_form="accepted"),
        period("P6", "C", "2024-06-01", ended_on="2024-09-01", end_form="accepted"),
        period("P7", "D", "2024-03-01", start_form="none", ended_on="2024-05-01"),
        period("P8", "E", "2024-01-05"),
        # a return, and one on the day on which the earlier period ended
        period("P9", "F", "2024-02-01", ended_on="2024-03-01", end_form="accepted"),
        period("P10", "F", "2024-03-01", ended_on="2024-04-01", end_form="accepted"),
        period("P11", "F", "2024-05-01"),
    ]
    periods[6]["end_form"] = "accepted"
    clients = [client(one) for one in "ABCDEF"]
    found = checked(project, {"clients": clients, "participations": periods})
    rules = [
        (one.rule, one.row, one.details.get("first"))
        for one in found.warnings
        if one.place.file == "participations.csv"
    ]
    assert rules == [
        ("same_period", 3, "2"),
        ("period_within", 5, "4"),
        ("period_within", 7, "6"),
        ("end_without_start", 8, None),
        ("period_before_joining", 9, None),
    ]
    said = {one.rule: one.sentence("fi") for one in found.warnings}
    assert "ennen kuin asiakkaan rivillä 6 oleva jakso" in said["period_within"]


def survey(survey_id: str, answer: str, respondents: int, **others: str) -> Row:
    told = {"asked_on": "2024-05-05", "question": "needs_support", **others}
    return {"survey_id": survey_id, "answer": answer, "respondents": respondents, **told}


@pytest.mark.parametrize("yes", ["kyllä", "kylla", "Kyllä", "Yes", "yes"])
def test_an_answer_in_words_is_the_one_that_the_figure_reads(project: Project, yes: str) -> None:
    rows = [survey("c25", yes, 236), survey("c25", "ei", 88)]
    tables: Tables = {"clients": [client("A")], "surveys": rows}
    [note] = [one for one in checked(project, tables).infos if one.rule == "own_words"]
    for language in ("fi", "en"):
        assert "needs_support" in note.sentence(language)
        assert "yes" in note.sentence(language)
    assert whole_project(figures_of(project, tables, AS_OF))["clients_active_survey"] == 236


@pytest.mark.parametrize(
    ("asked_on", "question", "answer", "known"),
    [
        ("2024-08-05", "needs_support", "kyllä", [None, 236]),
        ("2024-08-05", "needs_support", "joo", [None, None]),
        pytest.param("2024-05-05", "needs_support", "yes", [236, 236], marks=pytest.mark.long),
        pytest.param("2024-08-05", "tuen_tarve", "kyllä", [None, None], marks=pytest.mark.long),
        pytest.param("2025-01-15", "needs_support", "yes", [None, None], marks=pytest.mark.long),
    ],
)
def test_before_anybody_was_asked_nothing_is_known_which_is_no_zero(
    project: Project, asked_on: str, question: str, answer: str, known: list[float | None]
) -> None:
    """What is not told by asking is zero then: nobody was an active client yet."""
    asked = survey("c25", answer, 236, asked_on=asked_on, question=question)
    tables: Tables = {"clients": [client("A", "2024-08-01")], "surveys": [asked]}
    figures = figures_of(project, tables, "2024-12-31")
    found: dict[str, list[float | None]] = {"clients_active_survey": [], "clients_active": []}
    for day_ in ("2024-06-30", "2024-12-31"):
        for row in figures["measures"]:
            if row["id"] in found and (row["from"], row["to"]) == ("2024-01-01", day_):
                found[row["id"]].append(row["value"])
    assert found == {"clients_active_survey": known, "clients_active": [0, 1]}


def test_a_question_by_its_name_is_understood_and_other_words_are_told(project: Project) -> None:
    clients = [client("A")]
    rows = [survey("c25", "yes", 236, question="Tarvitsee hankkeen tukea")]
    assert told(project, {"clients": clients, "surveys": rows}) == [("surveys", "own_words", 2, 1)]
    rows = [survey("c25", "joo", 236), survey("c25", "no", 88)]
    assert told(project, {"clients": clients, "surveys": rows}) == [
        ("surveys", "never_answered", 2, None)
    ]
    rows = [survey("c25", "yes", 236, question="tuen_tarve")]
    assert told(project, {"clients": clients, "surveys": rows}) == [
        ("surveys", "never_asked", 2, 1)
    ]


def test_a_survey_of_one_day_with_another_is_told(project: Project) -> None:
    rows = [survey("a", "yes", 10), survey("b", "yes", 20)]
    rows += [survey("c", "yes", 30, asked_on="2024-06-05")]
    assert told(project, {"clients": [client("A")], "surveys": rows}) == [
        ("surveys", "survey_superseded", 2, None)
    ]


def test_a_word_that_cannot_be_read_is_answered_with_those_that_can(
    project: Project, tmp_path: Path
) -> None:
    rows = [survey("c25", "Tarvitsen!", 236), survey("c25", "yes", 1, question="Tuki?")]
    source = write(tmp_path / "rows", {"clients": [client("A")], "surveys": rows})
    said = {
        (one.column, language): one.sentence(language)
        for one in road.check(source, project).errors
        for language in ("fi", "en")
    }
    assert len(said) == 4
    for (column, _language), sentence in said.items():
        assert "needs_support" in sentence
        assert column != "answer" or "yes" in sentence
