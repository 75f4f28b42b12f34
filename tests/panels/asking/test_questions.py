"""Questions in words: nine of ten are answered right, and none with a wrong number."""

import csv
import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period
from mittaristo.panels.asking.question import Reply, ask
from mittaristo.panels.asking.told import answer
from mittaristo.panels.asking.words import WORDS, once, words_of
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

DEFINITIONS = Definitions.load()
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
    whole = figures.values[measure]
    if aspect in ("lacking", "share"):
        value, target = whole["value"], whole["target"]
        return float(target - value if aspect == "lacking" else value / target)
    if not row["first"]:
        return float(whole[aspect])
    first, last = (dt.date.fromisoformat(row[end]) for end in ("first", "last"))
    if aspect == "change":
        rows = [one for one in figures.rows("changes") if one["measure"] == measure]
        [changed] = [one["after"] - one["before"] for one in rows if one["since"] == first]
        return float(changed)
    periods = {
        one[aspect]
        for one in figures.rows("periods")
        if (one["measure"], one["period_from"], one["period_to"]) == (measure, first, last)
    }
    months = [one for one in figures.rows("months") if one["measure"] == measure]
    if not periods and first == figures.project.starts_on:
        return float(next(one["total"] for one in reversed(months) if one["month"] <= last))
    if not periods:
        return float(sum(one["events"] for one in months if first <= one["month"] <= last))
    [number] = periods
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
        "Employments by March 2026",
        "Työllistymiset maaliskuuhun 2026 saakka",
        "Työllistymisaika",
        "How do you meet employers?",
        "Miten asiakkaat ovat työllistyneet?",
        "Kuinka monelle on järjestetty koulutusta?",
        "Kuinka monelle työnantajalle profiileja on välitetty?",
        "Montako palvelua on annettu?",
        "Trainings to be held",
        "Enemmän työllistyneitä kuin viime vuonna",
        "Viime kokouksen työllistyneet",
        "Montako asiakasta työllistyi viime maksatushakemuksen jälkeen?",
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


def test_what_is_asked_since_the_last_meeting_is_the_change_with_its_parts(view: View) -> None:
    said = answer(ask("Montako on työllistynyt viime kokouksen jälkeen?", view))
    assert said == (
        "Työllistyneet: +47 31.12.2025 jälkeen (235 → 282, tilanne 30.4.2026)."
        " Tästä: uusia 40, jälkikäteen kirjattuja 7."
    )
    first = View(open_snapshot(BUNDLED, 1).figures, "fi")
    assert ask("Montako on työllistynyt viime kokouksen jälkeen?", first).outcome == "no_time"


def test_a_target_is_told_with_what_is_lacking_of_it(view: View) -> None:
    said = answer(ask("Kuinka kaukana työnantaja-asiakkaiden tavoitteesta ollaan?", view))
    assert "200 työnantajaa" in said
    assert "puuttuu 163" in said
    reached = answer(ask("Palvelua saaneiden toteumaprosentti", view))
    assert "188" in reached
    assert "puuttuu" not in reached


def test_this_year_is_that_of_the_figures_unless_the_reader_has_another(view: View) -> None:
    question = "Montako on työllistynyt tänä vuonna?"
    assert ask(question, view).value == 42
    assert ask(question, replace(view, today=dt.date(2026, 9, 1))).value == 42
    assert ask(question, replace(view, today=dt.date(2027, 1, 2))).outcome == "no_time"
    month = "Työllistymiset viime kuussa"
    assert ask(month, view).outcome == "found"
    assert ask(month, replace(view, today=dt.date(2026, 5, 2))).outcome == "no_time"


def test_months_together_are_what_the_period_of_them_is(view: View) -> None:
    """Of events, and of what happens to a person or an employer once."""
    for name, label in view.labels.items():
        measure = view.figures.measures[name]
        if measure.kind == "stock" or not measure.kept:
            continue
        halves = [ask(f"{label} {months}/2025", view) for months in ("1-3", "4-6")]
        if measure.may_return and not once(name):
            assert {one.outcome for one in halves} == {"no_time"}
        else:
            assert sum(one.value or 0 for one in halves) == ask(f"{label} 1-6/2025", view).value


@pytest.mark.parametrize("name", ["clients_joined", "employer_clients"])
def test_what_is_told_to_happen_once_does(view: View, name: str) -> None:
    assert once(name)
    rows = [row for row in view.figures.rows("periods") if row["measure"] == name]
    assert all(row["value"] == row["new"] for row in rows)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Montako naista työllistyi Kajaanissa?", "breakdowns"),
        ("Joined per municipality", "breakdowns"),
        ("Verkostokumppanit sektoreittain", "partners_by_month_and_sector"),
    ],
)
def test_a_part_of_a_figure_leads_to_the_figure_that_tells_it_apart(
    view: View, question: str, figure: str
) -> None:
    reply = ask(question, view)
    assert reply.outcome == "narrower"
    assert view.labels_of_figures[figure] in answer(reply)


def test_a_figure_told_apart_is_one(view: View) -> None:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    assert set(written["apart"]) <= set(DEFINITIONS.figures)
    for one in written["apart"].values():
        assert set(one["words"].split()) <= set(written["narrowing"].split())
    assert view.figures.kept(*written["once"].split()) == written["once"].split()
