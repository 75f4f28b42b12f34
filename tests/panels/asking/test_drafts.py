"""The numbers of a draft: what is wrong is never called right."""

import csv
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.i18n.normalisation import folded
from mittaristo.panels.asking import drafted_text
from mittaristo.panels.asking.draft import Mention, NoSum, TwoUnits, check
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import draft as said
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

SENTENCES = Path(__file__).with_name("sentences.csv")
SOURCES = os.environ.get("MITTARISTO_SOURCE_TEXTS", "")
"""A folder with the publications that the example is outlined by; they are no part of it."""


@cache
def bundled(number: int) -> View:
    return View(open_snapshot(BUNDLED, number).figures, "fi")


@pytest.fixture(scope="module")
def view() -> View:
    return bundled(5)


def own_sentences() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def verdicts(view: View) -> list[tuple[str, str, str]]:
    """Truth, verdict and sentence of each of our own; no verdict where its number is not seen."""
    found = list[tuple[str, str, str]]()
    for row in own_sentences():
        mentions = check(row["sentence"], view).mentions
        seen = [one.verdict for one in mentions if folded(one.written) == folded(row["number"])]
        found.append((row["truth"], seen[0] if seen else "", row["sentence"]))
    return found


def test_nothing_wrong_is_called_right_and_most_wrong_is_found(view: View) -> None:
    found = verdicts(view)
    assert [one for one in found if one[0] != "right" and one[1] == "agrees"] == []
    assert [one for one in found if one[0] == "right" and one[1] == "differs"] == []
    not_told = [one for one in found if one[0] in ("outside", "open")]
    assert [one for one in not_told if one[1] == "differs"] == [], "open: it may be right"
    counted = Counter(one[:2] for one in found)
    wrong = sum(n for (truth, _verdict), n in counted.items() if truth == "wrong")
    right = sum(n for (truth, _verdict), n in counted.items() if truth == "right")
    assert counted["wrong", "differs"] / wrong > 0.85, found
    assert counted["right", "agrees"] / right > 0.8, found


def test_a_number_counts_only_for_what_the_words_beside_it_say(view: View) -> None:
    [first, second] = check(
        "Suoralla tuella on työllistynyt 158 ja loput 133 muilla tavoin.", view
    ).mentions
    assert (first.measure, second.measure) == ("clients_employed_direct", "clients_employed_other")
    [narrower] = check("Naisia on työllistynyt 282 henkilöä.", view).mentions
    assert (narrower.verdict, narrower.reason) == ("unsure", "narrower")
    [compound] = check("Yli 50-vuotiaita työllistyi 282.", view).mentions
    assert compound.written == "282"


def test_a_number_of_another_unit_or_time_is_told_as_such(view: View) -> None:
    [persons] = check("Työllistymisiä on kertynyt 282.", view).mentions
    assert (persons.reason, persons.other) == ("unit", "clients_employed")
    assert "Työllistyneet" in said.remark(persons, check("Työllistymisiä on kertynyt 282.", view))
    [attendances] = check("Korttikoulutuksiin on osallistunut 441 henkilöä.", view).mentions
    assert (attendances.verdict, attendances.reason) == ("differs", "unit")
    [earlier] = check("Vuoden 2025 loppuun mennessä työllistyneitä oli 282.", view).mentions
    assert (earlier.verdict, earlier.reason, earlier.value) == ("differs", "time", 242)


@pytest.mark.parametrize(
    ("sentence", "reason", "value"),
    [
        ("Keväällä 2026 työllistyi 60 henkilöä.", "most", 42),
        ("Maaliskuussa 2026 työllistyi 5 henkilöä.", "least", 6),
        ("Palvelua on saanut 844 miestä.", "part", 844),
        ("Kajaanissa on työllistynyt 290 henkilöä.", "part", 282),
        ("Viime vuonna työllistyi 193 asiakasta.", "value", 182),
        ("Palvelua on saanut 844 henkilöä, kun tavoite on 200.", "value", 450),
    ],
)
def test_what_cannot_be_is_told_with_what_it_can_be_at_most(
    view: View, sentence: str, reason: str, value: float
) -> None:
    found = check(sentence, view).mentions[-1]
    assert (found.verdict, found.reason, found.value) == ("differs", reason, value)
    assert said.remark(found, check(sentence, view))


def test_what_contradicts_itself_in_a_draft_is_found(view: View) -> None:
    text = (
        "Hanke on myötävaikuttanut 282 työllistymiseen.\n\n"
        "Yhteensä 282 henkilöä on työllistynyt. Suoralla tuella on työllistynyt 158 henkilöä ja"
        " muilla tavoin 133."
    )
    checked = check(text, view)
    kinds = {type(one) for one in checked.contradictions}
    assert kinds == {TwoUnits, NoSum}
    told = said.contradictions(checked)
    [sums] = [one for one in told if "158 + 133 = 291, luonnoksessa 282." in one]
    assert sums.endswith("sama henkilö voi olla useassa osassa. Kerro se tekstissä.")
    both = "Suoralla tuella työllistyi 158 henkilöä. Työllistymisiä suoralla tuella on 158."
    assert check(both, view).contradictions == (), "both are right"
    sound = "Työllistymisiä on 291, joista 158 suoralla tuella ja 133 muilla tavoin."
    assert check(sound, view).contradictions == ()


def test_paragraphs_and_tables_of_a_word_file_are_read(view: View, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Palvelua on saanut 844 henkilöä.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Kohdatut työnantajat", "119"
    document.save(str(tmp_path / "luonnos.docx"))
    found = check(drafted_text.read(tmp_path / "luonnos.docx"), view).mentions
    assert [(one.written, one.verdict) for one in found] == [("844", "agrees"), ("119", "differs")]


SAID = (
    ("Hankkeeseen on liittynyt {n} asiakasta.", "clients_joined"),
    ("Palvelua saaneita on {n} henkilöä.", "clients_served"),
    ("Yhteensä {n} henkilöä on työllistynyt.", "clients_employed"),
    ("Työllistymisiä on {n}.", "employments"),
    ("Muilla tavoin on työllistynyt {n} asiakasta.", "clients_employed_other"),
    ("Koulutuksiin on osallistunut {n} henkilöä.", "clients_trained"),
    ("Kohdattuja työnantajia on {n}.", "employers_met"),
    ("Työnantajille on tehty {n} asiakaskartoitusta.", "assessments"),
    ("{n} EURA-jaksoa on alkanut.", "participations_started"),
    ("So far {n} clients have been served.", "clients_served"),
)


def holds(view: View, sentence: str, measure: str, number: int) -> None:
    """Called right where the number is the figure's, and otherwise never."""
    [found] = check(sentence.format(n=number), view).mentions
    expected = "agrees" if number == view.figures.value(measure) else "differs"
    assert found.measure == measure
    assert found.verdict == expected


@settings(max_examples=10)
@given(st.sampled_from(SAID), st.integers(10, 1899))
def test_a_drawn_number_is_called_right_only_where_it_is_the_figure(
    said_of: tuple[str, str], number: int
) -> None:
    holds(bundled(5), *said_of, number)


def test_a_year_is_no_number_and_a_number_before_its_unit_is_no_year(view: View) -> None:
    [found] = check("Vuonna 2025 työllistyi 182 henkilöä.", view).mentions
    assert (found.written, found.verdict) == ("182", "agrees")
    [found] = check("Palvelua on saanut 2025 henkilöä.", view).mentions
    assert (found.written, found.verdict) == ("2025", "differs")


NARROWER = ("naista", "Kajaanissa", "alle 30-vuotiasta", "venäjänkielistä", "entistä", "kahdesti")


@pytest.mark.long
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("said_of", SAID)
def test_every_number_near_a_figure_and_every_strange_word_beside_it(
    number: int, said_of: tuple[str, str]
) -> None:
    sentence, measure = said_of
    view = bundled(number)
    value = int(view.figures.value(measure))
    for shift in range(-25, 26):
        if 10 <= value + shift < 1900:
            holds(view, sentence, measure, value + shift)
    for word in NARROWER:
        for place in (f"{word} {{n}}", f"{{n}} {word}"):
            text = sentence.replace("{n}", place).format(n=value)
            assert all(one.verdict != "agrees" for one in check(text, view).mentions), text


OTHER_TIMES = (
    "Vuonna 2024",
    "Vuoden 2024 loppuun mennessä",
    "Tammi–kesäkuussa 2025",
    "Syksyllä 2025",
    "Viime vuonna",
    "Huhtikuussa 2025",
    "31.12.2024 mennessä",
    "15.3.2026",
    "Ennen vuotta 2025",
    "Vuodesta 2025 alkaen",
)


def right_sentences() -> list[tuple[str, Mention]]:
    """Those of our own that say one exact number and no other, each with it."""
    found = []
    for row in own_sentences():
        [mention, *others] = check(row["sentence"], bundled(5)).mentions or [None]
        if (
            mention
            and not others
            and mention.verdict == "agrees"
            and mention.number.qualifier == "exact"
        ):
            found.append((row["sentence"], mention))
    return found


@pytest.mark.long
def test_a_right_sentence_with_another_number_or_another_time_is_not_called_right() -> None:
    counted = Counter[tuple[str, str]]()
    for sentence, mention in right_sentences():
        value = int(mention.number.value)
        before, after = sentence[: mention.start], sentence[mention.end :]
        for number in (value + shift for shift in (-100, -37, -10, -2, -1, 1, 2, 9, 50, 111)):
            if 10 <= number < 1900:
                [changed] = check(f"{before}{number}{after}", bundled(5)).mentions
                counted["number", changed.verdict] += 1
        for when in () if re.search(r"20\d\d", sentence) else OTHER_TIMES:
            text = f"{when} {sentence[:1].lower()}{sentence[1:]}"
            [changed] = check(text, bundled(5)).mentions
            counted["time", changed.verdict] += 1
    assert counted["number", "agrees"] == counted["time", "agrees"] == 0, counted
    assert counted["number", "differs"] > 200
    assert counted["time", "differs"] > 80


def true_of(mention: Mention, *, of_the_project: bool) -> str:
    """What is true of a number of the two publications, by reading them.

    The numbers of the project's newsletter are those of the example, except that it calls the 282
    persons employments, too, and 146 attendances persons; it ends with an address. The other
    publication is of another project.
    """
    if not of_the_project or "Opintie" in mention.sentence:
        return "outside"
    of_employments = mention.written == "282" and "työllistymisen" in mention.sentence
    return "wrong" if of_employments or mention.written == "146" else "right"


@pytest.mark.skipif(not SOURCES, reason="the publications are no part of the project")
def test_the_numbers_of_the_two_publications(view: View) -> None:
    counted, sentences = Counter[tuple[str, str]](), set[str]()
    contradictions: list[TwoUnits | NoSum] = []
    for path in sorted(Path(SOURCES).glob("*.txt")):
        checked = check(path.read_text(encoding="utf-8"), view)
        of_the_project = any("nextlevel" in one for one in path.read_text("utf-8").split()[:9])
        contradictions += checked.contradictions
        for one in checked.mentions:
            sentences.add(one.sentence)
            counted[true_of(one, of_the_project=of_the_project), one.verdict] += 1
    assert len(sentences) >= 30
    assert {type(one) for one in contradictions} == {TwoUnits, NoSum}
    assert counted["wrong", "agrees"] == counted["outside", "agrees"] == 0
    assert counted["right", "differs"] == counted["outside", "differs"] == 0
    assert counted["wrong", "differs"] == 2
    right = sum(n for (truth, _verdict), n in counted.items() if truth == "right")
    assert counted["right", "agrees"] / right > 0.9, counted
