"""Rows of figures asked for in words: by code, group, kind and time, and never another number."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.figures.model import Figures
from mittaristo.i18n.table import key_in
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.asking import rows
from mittaristo.panels.asking.question import Reply, ask
from mittaristo.panels.asking.told import answer
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def view() -> View:
    return View(open_snapshot(BUNDLED, 5).figures, "fi")


def number_in(figures: Figures, row: dict[str, str]) -> float:
    """The right answer, counted from the rows of the figure by hand."""
    figure, _is, key = row["row"].partition("/")
    found = figures.rows(figure)
    days = [dt.date.fromisoformat(row[end]) for end in ("first", "last") if row[end]]
    if "period_from" in found[0]:
        first, last = days or [figures.project.starts_on, figures.as_of]
        found = [one for one in found if (one["period_from"], one["period_to"]) == (first, last)]
    if "month" in found[0]:
        first, last = days
        found = [one for one in found if first.replace(day=1) <= one["month"] <= last]
    if "released_on" in found[0]:
        *pairs, category = key.split(",")
        codes = {**key_in(",".join(pairs)), "category": category.partition("=")[2]}
        found = [one for one in found if all(one[name] == codes[name] for name in codes)]
        newest = max(one["released_on"] for one in found)
        found = [one for one in found if one["released_on"] == newest]
    else:
        codes = key_in(key)
        found = [one for one in found if all(str(one[name]) == codes[name] for name in codes)]
    if row["column"] == "left":
        return float(sum(one["budget_eur"] - one["used_eur"] for one in found))
    return float(sum(one[row["column"]] for one in found))


def verdict(reply: Reply, row: dict[str, str]) -> str:
    """right, wrong where a number is given that was not asked for, or silent."""
    if reply.outcome != "found":
        return "right" if row["row"] == "none" else "silent"
    if row["row"] == "none" or not reply.rows:
        return "wrong"
    [found], figure = reply.rows, row["row"].partition("/")[0]
    right = found.figure == figure and reply.value == number_in(reply.view.figures, row)
    return "right" if right else "wrong"


def asked(name: str) -> list[dict[str, str]]:
    """Each with the rows, the column and the days that its answer is of, or none."""
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


@pytest.mark.parametrize("name", ["rows.csv", "rows_second.csv"])
def test_nine_of_ten_rows_are_found_and_no_other_number_is_told(view: View, name: str) -> None:
    found = {row["question"]: verdict(ask(row["question"], view), row) for row in asked(name)}
    told = {one: answer(ask(one, view)) for one in found if found[one] != "right"}
    assert [one for one in found if found[one] == "wrong"] == [], told
    assert list(found.values()).count("right") / len(found) >= 0.9, told


def _names_of_all(view: View) -> list[tuple[rows.Row, str]]:
    return [(row, name) for row, names in rows.catalogue(view) for name in sorted(names)]


def _is_its_own(row: rows.Row, reply: Reply) -> bool:
    """Its number, or several to choose among with itself, or why it is not told."""
    if row.standing != "told":
        return reply.outcome == row.standing
    if reply.outcome == "found":
        return reply.value == row.value
    same = ((one.figure, one.key, one.column) for one in reply.rows)
    return reply.outcome == "open" and (row.figure, row.key, row.column) in same


@settings(max_examples=5)
@given(st.data())
def test_a_row_is_found_by_its_whole_name(data: st.DataObject) -> None:
    view = View(open_snapshot(BUNDLED, 5).figures, "fi")
    row, name = data.draw(st.sampled_from(_names_of_all(view)))
    assert _is_its_own(row, ask(name, view)), name


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "number"), [("next-level", n) for n in (1, 2, 3, 4)] + [("kaira", 1)]
)
def test_every_row_of_a_snapshot_is_found_by_its_whole_name(name: str, number: int) -> None:
    view = View(open_snapshot(BUNDLED.parent / name, number).figures, "en")
    names = _names_of_all(view)
    assert len(names) > (20 if name == "next-level" else 0)
    assert [name for row, name in names if not _is_its_own(row, ask(name, view))] == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_asked_for_by_what_it_is_called_and_counts_is_no_other(language: Language) -> None:
    """Its group beside what is counted: its number, a choice or nothing, and never another one."""
    view = View(open_snapshot(BUNDLED, 5).figures, language)
    found = 0
    for row, _names in rows.catalogue(view):
        reply = ask(f"{row.name}, {view.wording.unit(row.unit)}", view)
        if reply.outcome == "found" and reply.rows:
            found += 1
            assert row.column != reply.rows[0].column or reply.value == row.value, row
    assert found > 20


@pytest.mark.long
def test_persons_of_every_municipality_are_told_as_they_were_released(view: View) -> None:
    shown = [one for one in view.figures.rows("breakdowns") if one["attribute"] == "municipality"]
    for code in {one["category"] for one in shown} - {"other"}:
        for measure in ("clients_joined", "clients_served", "clients_trained", "clients_employed"):
            place = view.wording.term("municipalities", code)
            reply = ask(f"{view.labels[measure]}, asuinkunta {place}", view)
            own = [one for one in shown if one["measure"] == measure]
            newest = max((one["released_on"] for one in own), default=None)
            newest_ones = [one for one in own if one["released_on"] == newest]
            told = [one["persons"] for one in newest_ones if one["category"] == code]
            assert told == [reply.value] if reply.outcome == "found" else told == []


def test_a_slip_of_a_key_is_read_and_told(view: View) -> None:
    said = answer(ask("Montako asaikasta on työllistynyt?", view))
    assert said.startswith("Luettu näin: asaikasta → asiakasta. Työllistyneet: 282 henkilöä")
    assert ask("Montako yritystä on työllistäneet?", view).outcome != "found"
    assert ask("Työllistyneet Kohtanen", view).outcome != "found"


def test_a_group_that_is_merged_or_hidden_is_said_to_be(view: View) -> None:
    assert answer(ask("Montako miestä on työllistynyt?", view)) == (
        "Tietosuojan vuoksi tämä ryhmä kerrotaan vain muiden kanssa yhteensä:"
        " Työllistyneet, sukupuoli: Mies, muunsukupuolinen tai ei tiedossa (henkilöt)"
    )
    assert "ei pidetä rekisteriä" in answer(ask("EECO12", view))


def test_a_number_of_a_row_is_told_with_its_own_day_and_what_it_is_of(view: View) -> None:
    assert answer(ask("Montako naista on työllistynyt?", view)) == (
        "Työllistyneet, sukupuoli: Nainen: 114 henkilöä (tilanne 31.12.2025)."
    )
    assert answer(ask("EECR04: osoittaja ja nimittäjä", view)) == (
        "EECR04 Lähtiessään työssä: 171 henkilöä (tilanne 30.4.2026)."
        " 33\xa0% lähteneistä, jotka eivät olleet alussa työssä (171/517)."
    )
    kinds = answer(ask("Työnhaun ohjaus", view))
    assert "(henkilöt); " in kinds
    assert kinds.endswith("(palvelukerrat)")
