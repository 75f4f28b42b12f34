"""Questions in words: nine of ten are answered right, and none with a wrong number."""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period
from mittaristo.panels.asking.question import Reply, answer, ask
from mittaristo.panels.asking.words import words_of
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

QUESTIONS = Path(__file__).with_name("questions.csv")


@pytest.fixture(scope="module")
def view() -> View:
    return View(open_snapshot(BUNDLED, 5).figures, "fi")


def asked() -> list[dict[str, str]]:
    """Each with the measure, the number and the days that its answer has, or none."""
    with QUESTIONS.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def number_in(figures: Figures, row: dict[str, str]) -> float:
    """The right answer, from the rows of the figures."""
    measure, aspect = row["measure"], row["aspect"]
    if not row["first"]:
        return float(figures.values[measure][aspect])
    days = [dt.date.fromisoformat(row[end]) for end in ("first", "last")]
    [number] = {
        one[aspect]
        for one in figures.rows("periods")
        if (one["measure"], one["period_from"], one["period_to"]) == (measure, *days)
    } or {
        one["events"]
        for one in figures.rows("months")
        if (one["measure"], one["month"]) == (measure, days[0])
    }
    return float(number)


def verdict(reply: Reply, row: dict[str, str]) -> str:
    """right, wrong where a number is given that was not asked for, or silent."""
    if reply.outcome != "found":
        return "right" if row["measure"] == "none" else "silent"
    if row["measure"] == "none":
        return "wrong"
    same = (reply.measures, reply.aspect) == ((row["measure"],), row["aspect"])
    right = same and reply.value == number_in(reply.view.figures, row)
    return "right" if right else "wrong"


def test_nine_of_ten_questions_are_answered_right_and_none_with_a_wrong_number(
    view: View,
) -> None:
    rows = asked()
    assert len(rows) >= 150
    found = {row["question"]: verdict(ask(row["question"], view), row) for row in rows}
    told = {q: answer(ask(q, view)) for q in found if found[q] != "right"}
    assert [question for question in found if found[question] == "wrong"] == [], told
    right = list(found.values()).count("right") / len(found)
    assert right >= 0.9, told


@pytest.mark.parametrize(
    "question",
    [
        "Montako koulutusta asiakkaat kävivät?",
        "How many trainings did clients attend?",
        "Montako ostopalvelua on tehty?",
        "How many clients are employers?",
        "Montako henkilöä työllistyisi?",
        "kohdattavat työnantajat",
        "asiakkaiden aktiivisuus",
        "työllistyneet yli 50",
        "työllistyneet vuoteen 2025 mennessä",
        "työllistyneet %",
        "palvelua saaneet yli tavoitteen",
        "loput työllistyneet",
        "palvelupolku",
        "",
        "?!",
    ],
)
def test_what_counts_something_else_is_not_answered(view: View, question: str) -> None:
    assert ask(question, view).outcome != "found"


def test_of_events_nothing_is_told_of_a_first_time(view: View) -> None:
    """Only persons and employers are counted by their first time."""
    assert "nsi kertaa" not in answer(ask("Työllistymiset toukokuussa 2025", view))
    assert "nsi kertaa" in answer(ask("Työllistyneet 2025", view))


def test_a_period_that_is_shown_is_meant_where_none_is_named(view: View) -> None:
    year = Period("year", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    shown = replace(view, period=year)
    assert ask("työllistyneet", shown).value == 182
    assert ask("työllistyneet 2024", shown).value == 61
    assert "Ensi kertaa: 181." in answer(ask("työllistyneet", shown))


@settings(max_examples=10)
@given(
    st.sampled_from(["Työllistyneet", "Työnantaja-asiakkaat", "Training attendances"]),
    st.text(st.characters(categories=["Ll", "Lu"]), min_size=8, max_size=14),
)
def test_a_word_that_is_not_known_is_never_passed_over(name: str, word: str) -> None:
    assume([one.role for one in words_of(word)] == ["unknown"])
    view = View(open_snapshot(BUNDLED, 5).figures, "fi")
    for question in (f"{name} {word}", f"{word} {name}"):
        reply = ask(question, view)
        assert reply.outcome == "unknown"
        assert word in reply.words
