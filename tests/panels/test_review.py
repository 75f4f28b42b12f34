"""What a reviewer is shown: what was published, what is defined, and where a number comes from."""

import csv
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.computation import compute
from mittaristo.figures.consistency import (
    Contradiction,
    OneNumber,
    Populations,
    Several,
    Unsure,
    contradictions,
    sums_that_do_not_add_up,
)
from mittaristo.figures.model import Figures
from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Notes, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import definitions, figure, reconciliation, snapshots
from mittaristo.panels.themes import FOR_REVIEW
from mittaristo.project import Project, load
from mittaristo.registers.schemas import stored_schema
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, GOOD, Tables, day, snapshot_of
from tests.lib.builders import published as a_published

OTHER = "not comparable: another unit"

SOURCE_FIGURES = os.environ.get("MITTARISTO_PUBLISHED_FIGURES", "")
"""A larger list of published figures, with the columns of the register and `project`."""

PERIOD = "2023-10-02,2026-04-30"
SMALL = f"""
measure,kind,value,qualifier,unit,as_of,as_of_basis,period_from,period_to,source,place,note
clients_served,target,450,exact,persons,,,2023-10-02,2026-12-31,News,clients,
clients_joined,actual,1000,about,persons,2026-04-30,assumed,{PERIOD},News,clients,rounded
clients_served,actual,844,exact,persons,2026-04-30,assumed,{PERIOD},News,clients,
eura_started,actual,758,exact,persons,2026-04-30,assumed,{PERIOD},News,clients,
eura_ended,actual,648,exact,persons,2026-04-30,assumed,{PERIOD},News,clients,
clients_active_survey,actual,236,exact,persons,2025-12-31,stated,,,News,clients,
card_training_attendances,actual,146,exact,persons,2026-04-30,assumed,2026-01-01,2026-04-30,News,,
clients_employed,actual,282,exact,persons,2026-04-30,assumed,{PERIOD},News,employers,
clients_employed_direct,actual,158,exact,persons,2026-04-30,assumed,{PERIOD},News,employers,
clients_employed_other,actual,133,exact,persons,2026-04-30,assumed,{PERIOD},News,employers,
employments,actual,282,exact,employments,2026-04-30,assumed,{PERIOD},News,editorial,
employer_clients,actual,37,exact,employers,2026-04-30,stated,{PERIOD},News,employers,
assessments,actual,57,exact,assessments,2026-04-30,assumed,{PERIOD},News,employers,
employers_met,actual,115,exact,employers,2026-04-30,assumed,{PERIOD},News,employers,
employers_met,actual,113,exact,employers,2026-04-15,assumed,{PERIOD},Older,employers,
funding_total,actual,951890,exact,EUR,2012-12-31,assumed,2008-03-01,2012-12-31,Report,funding,
"""


def rows_of(lines: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of the register `published`, as they are written in a CSV file."""
    kinds = stored_schema("published")
    return [
        {
            name: None
            if not text
            else float(text)
            if kinds[name] == pl.Float64
            else day(text)
            if kinds[name] == pl.Date
            else text
            for name, text in row.items()
            if name in kinds
        }
        for row in csv.DictReader(lines)
    ]


def beside_the_example(rows: list[dict[str, Any]]) -> Figures:
    """The figures of the bundled registers, with these as the published ones."""
    snapshot = open_snapshot(BUNDLED, 5)
    register = pl.DataFrame(rows, schema=stored_schema("published"))
    tables = {
        name: table
        for name, table in snapshot.registers().items()
        if name not in ("goals", "milestones", "notes")
    }
    return compute({**tables, "published": register}, load(BUNDLED), snapshot.figures.as_of)


@pytest.fixture(scope="module")
def small() -> Figures:
    return beside_the_example(rows_of(SMALL.strip().splitlines()))


def differences(figures: Figures) -> dict[tuple[str, str, str], str]:
    """Measure, published number and source → the difference, or why there is none."""
    view = View(figures, "en")
    found = reconciliation.rows(view)
    assert found is not None
    return {
        (row["measure"], f"{row['published_value']:.0f}", row["source_said"].split(",")[0]): row[
            "difference_said"
        ]
        for row in found.iter_rows(named=True)
    }


def test_every_published_figure_has_its_difference_or_is_not_comparable(small: Figures) -> None:
    found = differences(small)
    assert found == {
        ("clients_joined", "1000", "News"): "0",
        ("clients_served", "844", "News"): "0",
        ("eura_started", "758", "News"): "0",
        ("eura_ended", "648", "News"): "0",
        ("clients_active_survey", "236", "News"): "0",
        ("card_training_attendances", "146", "News"): OTHER,
        ("clients_employed", "282", "News"): "0",
        ("clients_employed_direct", "158", "News"): "0",
        ("clients_employed_other", "133", "News"): "0",
        ("employments", "282", "News"): "+9",
        ("employer_clients", "37", "News"): "0",
        ("assessments", "57", "News"): "0",
        ("employers_met", "115", "News"): "0",
        ("employers_met", "113", "Older"): "not comparable: the period is another, or is not told",
        ("funding_total", "951890", "Report"): ("not comparable: these registers do not count it"),
    }
    everything = reconciliation.everything(View(small, "en"))
    assert everything is not None
    assert everything.table.rows[0][0] == "Employments"
    assert len(everything.table.rows) == len(found)
    [survey] = [row for row in everything.table.rows if row[0].startswith("In need of support")]
    assert survey[4].startswith("31 Dec 2025; day: 31 Dec 2025 (stated); News")
    targets = reconciliation.aims(View(small, "en"))
    assert targets is not None
    assert [row[:4] for row in targets.table.rows] == [
        ("Clients served", "450 persons", "450 persons", "0")
    ]


@pytest.mark.skipif(not SOURCE_FIGURES, reason="MITTARISTO_PUBLISHED_FIGURES names no file")
def test_every_figure_of_a_larger_list_has_its_difference_or_is_not_comparable() -> None:
    lines = Path(SOURCE_FIGURES).read_text(encoding="utf-8").splitlines()
    rows = rows_of(lines)
    actuals = [row for row in rows if row["kind"] == "actual"]
    figures = beside_the_example(rows)
    found = reconciliation.rows(View(figures, "en"))
    assert found is not None
    assert found.height == len(actuals)
    asked = {(row["measure"], row["value"]): row for row in actuals}
    for row in found.iter_rows(named=True):
        told = asked[row["measure"], row["published_value"]]
        measure = figures.measures.get(row["measure"])
        if measure is None:
            assert row["comparable"] == "not_counted"
        elif told["unit"] != measure.unit:
            assert row["comparable"] == "unit"
        else:
            assert row["comparable"] == ""
            assert row["difference"] == row["value"] - told["value"]
    said = differences(figures)
    assert [value for (name, *_), value in said.items() if name == "employments"] == ["+9"]
    kinds = {type(one) for one in contradictions(figures)}
    assert {OneNumber, Populations, Unsure} <= kinds


def test_what_was_published_contradicts_itself_by_rules(small: Figures) -> None:
    """282 of two things, parts that make 291; 1 000 rounded; employers that are no funnel."""
    [parts] = sums_that_do_not_add_up(small)
    assert (parts.total, parts.published) == (291, 282)
    found: list[Contradiction] = list(contradictions(small))
    [twice] = [one for one in found if isinstance(one, OneNumber)]
    assert (twice.value, set(twice.measures)) == (282, {"clients_employed", "employments"})
    [unsure] = [one for one in found if isinstance(one, Unsure)]
    assert unsure.rounded == (("clients_joined", 1000, "about"),)
    assert (unsure.undated, unsure.count) == (13, 15)
    [several] = [one for one in found if isinstance(one, Several)]
    assert several.values == (115, 113)
    sets = [
        [value for _name, value, _q in one.values] for one in found if isinstance(one, Populations)
    ]
    assert [115, 57, 37] in sets
    assert [1000, 844, 758, 648, 282] in sets
    for language in LANGUAGES:
        told = reconciliation.open_questions(View(small, language))
        assert told is not None
        assert len(told.table.rows) == len(found) + 1
        assert "158 + 133 = 291" in told.table.rows[0][1]


def test_figures_that_fit_are_left_alone_and_their_notes_are_in_the_reader_s_language(
    project: Project,
) -> None:
    rows: Tables = {
        **GOOD,
        "published": [
            a_published("employments", 3, "2024-06-30", unit="employments", as_of_basis="stated"),
            a_published(
                "clients_employed",
                2,
                "2024-06-30",
                as_of_basis="stated",
                note="counted twice",
                note_fi="laskettu kahdesti",
            ),
            a_published("partners", 3, "2024-06-30", unit="organisations", as_of_basis="stated"),
        ],
    }
    snapshot_of(project, rows, "2024-06-30")
    figures = open_snapshot(project.folder, 1).figures
    assert list(contradictions(figures)) == []
    assert reconciliation.open_questions(View(figures, "en")) is None
    notes: dict[Language, str] = {"fi": "laskettu kahdesti", "en": "counted twice"}
    for language, note in notes.items():
        found = reconciliation.rows(View(figures, language))
        assert found is not None
        assert note in found["note_said"].to_list()


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_are_complete(language: Any) -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    listed = definitions.everything(View(figures, language))
    names = [entry.name for _title, group in listed.groups for entry in group]
    every = [*figures.measures.values(), *figures.definitions.values()]
    assert sorted(names) == sorted(one.label[language] for one in every)
    told = [entry.explanation for _title, group in listed.groups for entry in group]
    assert all(one.definition and one.source and one.caveat and one.file for one in told)


def told_in(table: Table) -> dict[str, str]:
    """A table of two columns."""
    return {row[0]: row[1] for row in table.rows}


def seen(number: int, measure: str, language: Any = "en") -> View:
    snapshot = open_snapshot(BUNDLED, number)
    chain = chain_of(load(BUNDLED), "everyone", language, number)
    return View(snapshot.figures, language, measure=measure, chain=chain)


def test_the_origin_of_a_figure_begins_with_how_it_stands() -> None:
    now, then = (figure.heading(seen(number, "clients_employed")) for number in (5, 3))
    assert (now.title, now.lead) == (
        "Persons employed: 282 persons",
        "This is the current figure: there is no newer one.",
    )
    assert (then.title, then.lead) == (
        "Persons employed: 235 persons",
        "A newer figure exists, as of 30 Apr 2026 (Steering group 2/2026): 282"
        " (+47: 40 new, 7 recorded late).",
    )
    strange = figure.heading(seen(4, "nobody_counts_this"))
    assert strange.title == "nobody_counts_this is not a figure of this project"


def test_the_origin_tells_rows_query_and_every_snapshot() -> None:
    view = seen(3, "clients_employed")
    facts, course, query = figure.facts(view), figure.course(view), figure.query(view)
    assert isinstance(facts, Panel)
    told = told_in(facts.table)
    assert told["Rows read"] == "Employments 243"
    assert told["What is counted"] == "Persons. Each counts once, at the first time."
    technical = told_in(facts.folded[-1].table)
    assert (
        technical["Digest of the snapshot (SHA-256)"]
        == (open_snapshot(BUNDLED, 3).manifest.digests["manifest"])
    )
    assert course is not None
    assert [row[1] for row in course.table.rows] == ["282", "235", "142", "58"]
    assert course.table.rows[0][2] == "+47: 40 new, 7 recorded late"
    assert query is not None
    assert query.text.endswith("from employments")
    cited = figure.citation(view)
    assert cited is not None
    assert set(cited.said) == set(LANGUAGES)


def test_the_origin_tells_what_was_left_out_and_why(project: Project) -> None:
    rows = {**GOOD, "employments": [*GOOD["employments"], *GOOD["employments"]]}
    rows["employments"] = [
        {**row, "employment_id": f"W{place}", "started_on": on}
        for place, (row, on) in enumerate(
            zip(rows["employments"], ("2024-03-01", "2024-09-01"), strict=True)
        )
    ]
    snapshot_of(project, rows, "2024-06-30")
    snapshot = open_snapshot(project.folder, 1)
    chain = chain_of(project, "everyone", "en", 1)
    view = View(snapshot.figures, "en", measure="employments", chain=chain)
    facts = figure.facts(view)
    assert facts is not None
    told = told_in(facts.table)
    assert told["Rows counted"] == (
        "Rows that the query lists: 2. Separate units in them: 2. Of these 1 count on 30 Jun 2024."
    )
    assert told["Left out"] == "only after 30 Jun 2024: 1."
    persons = figure.facts(replace(view, measure="clients_employed"))
    assert persons is not None
    assert told_in(persons.table)["Left out"] == "further rows of units that count already: 1."


@pytest.mark.parametrize(
    ("tables", "language"), [(GOOD, "fi"), ({"milestones": []}, "en")], ids=["rows", "no registers"]
)
def test_every_page_of_the_reviewer_is_made_whatever_a_project_keeps(
    project: Project, tables: Tables, language: Any
) -> None:
    snapshot_of(project, tables, "2024-06-30")
    figures = open_snapshot(project.folder, 1).figures
    for chain in (View(figures, language).chain, chain_of(project, "everyone", language, 1)):
        view = View(figures, language, chain=chain)
        for page in FOR_REVIEW.values():
            made = [one[0] for one in panel.blocks(view, page) if one is not None]
            assert made
            assert not any(isinstance(one, Notes) and not one.notes for one in made)
    listed = snapshots.chain(view)
    assert listed is not None
    assert [row[0] for row in listed.table.rows] == ["1"]
