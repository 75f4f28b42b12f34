"""Questions in words: nine of ten are answered right, and none with a wrong number."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from mittaristo.figures.model import Figures
from mittaristo.panels.asking.question import Reply, answer, ask
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

QUESTIONS = Path(__file__).with_name("questions.csv")


@pytest.fixture(scope="module")
def view() -> View:
    return View(open_snapshot(BUNDLED, 4).figures, "fi")


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
