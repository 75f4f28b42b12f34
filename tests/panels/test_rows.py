"""A number that is no measure leads to its rows, which stand as they were published."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mittaristo.figures.model import Figures
from mittaristo.figures.provenance.rows import Asked, rows_in, standing
from mittaristo.i18n.table import key_in
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts.panel import Cards, Code, Heading, Maker, Panel, blocks, makers
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import clients
from mittaristo.panels.review import figure, indicators
from mittaristo.panels.themes import FOR_REVIEW, THEMES
from mittaristo.project import load
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, ROOT

KAIRA = ROOT / "data" / "kaira"
CHANGES_ONLY = ("labour_market",)
"""Figures of which some rows have no number of their own, but a difference of two."""

FEW = (indicators.cards, indicators.every, clients.services)
ALL = tuple(maker for page in {**THEMES, **FOR_REVIEW}.values() for maker in makers(page))

EVERY = [
    pytest.param(BUNDLED, 5, "fi", FEW, id="few"),
    *(
        pytest.param(folder, number, language, ALL, marks=pytest.mark.long)
        for folder, number in ((BUNDLED, 2), (BUNDLED, 5), (KAIRA, 1))
        for language in LANGUAGES
    ),
]


def view_of(folder: Path, number: int, language: Language) -> View:
    figures = open_snapshot(folder, number).figures
    days, _weekly = figures.comparison_days("everyone")
    return View(figures, language, next(iter(days), None))


def led(view: View, page: tuple[Maker, ...]) -> Iterator[tuple[str, list[float]]]:
    """What each card and row of a table leads to, and the numbers in it."""
    for made in blocks(view, page):
        match made and made[0]:
            case Panel(table=table, matrix=matrix):
                values = table.values or [()] * len(table.measures)
                for measure, row in zip(table.measures, values, strict=False):
                    yield measure, [one for one in row if isinstance(one, int | float)]
                for measure in () if matrix is None else matrix.measures:
                    yield measure, []
            case Cards(cards=cards):
                yield from ((card.measure, []) for card in cards)


@pytest.mark.parametrize(("folder", "number", "language", "page"), EVERY)
def test_every_row_leads_to_rows_that_have_one_of_its_numbers(
    folder: Path, number: int, language: Language, page: tuple[Maker, ...]
) -> None:
    view, seen = view_of(folder, number, language), 0
    for measure, numbers in led(view, page):
        name, _slash, row = measure.partition("/")
        if view.figures.described(name) is None:
            continue
        found = rows_in(view.figures, Asked(name, key_in(row), view.role))
        assert found, measure
        assert set(key_in(row)) <= set(found[0]), measure
        published = {one for line in found for one in line.values()}
        numbers_of = ([line[one] for line in found] for one in found[0])
        published |= {
            sum(col) for col in numbers_of if all(isinstance(n, int | float) for n in col)
        }
        if row and any(numbers) and name not in CHANGES_ONLY:
            assert published & set(numbers), (measure, numbers)
            seen += 1
    assert seen >= (3 if page is FEW else 50)


def passport(figures: Figures, language: Language, name: str, row: str = "") -> list[object]:
    made = blocks(View(figures, language, measure=name, row=row), figure.PAGE)
    return [one[0] for one in made if one is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_definition_its_rows_and_its_query(language: Language) -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    names = [name for name in figures.definitions if figures.described(name)]
    assert set(names) <= set(figure.measures(View(figures, language)))
    for name in names:
        told, one = passport(figures, language, name), figures.definitions[name]
        assert any(isinstance(block, Code) and one.sql.strip() in block.text for block in told)
        said = [cell for b in told if isinstance(b, Panel) for row in b.table.rows for cell in row]
        assert {one.definition[language], one.source[language]} <= set(said)


def test_a_share_of_women_is_told_with_its_release_and_its_protection() -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    row = "measure=clients_joined,attribute=gender,category=woman"
    heading, _quality, rows, facts, *_others = passport(figures, "en", "breakdowns", row)
    assert isinstance(heading, Heading)
    assert heading.title.endswith("Clients joined, Gender, Woman")
    assert isinstance(rows, Panel)
    assert rows.table.rows[0] == ("31 Dec 2025", "Clients joined", "Gender", "Woman", "504")
    assert isinstance(facts, Panel)
    assert "small groups are merged" in {row[0]: row[1] for row in facts.table.rows}["Protection"]


def test_rows_that_a_snapshot_does_not_have_are_said_to_be_missing() -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    heading = passport(figures, "en", "services_by_kind", "service=nothing")[0]
    assert isinstance(heading, Heading)
    assert heading.lead.startswith("The snapshot has no such row")
    assert rows_in(figures, Asked("services_by_kind", {"service": "nothing"}, "everyone")) == ()


def test_how_rows_stand_today() -> None:
    project, asked = load(BUNDLED), Asked("services_by_kind", {}, "everyone")
    chain = chain_of(project, "everyone", "en", 5)
    assert standing(chain, asked) == "current"
    assert standing(replace(chain, shown=1), asked) == "other"
    published = chain.snapshots
    first, newest = published[0], published[-1]

    def beside(figures: Figures) -> str | None:
        again = replace(newest, read=lambda: figures)
        return standing(replace(chain, shown=1, read=lambda: (first, again)), asked)

    assert first.figures is not None
    assert beside(first.figures) == "same"
    one = first.figures.definitions[asked.figure]
    other = replace(one, sql=one.sql.replace("select", "select distinct", 1))
    definitions = {**first.figures.definitions, asked.figure: other}
    assert beside(replace(first.figures, definitions=definitions)) == "redefined"
    assert beside(replace(first.figures, definitions={})) == "gone"


def test_its_address_names_the_figure_and_the_row() -> None:
    snapshot = open_snapshot(BUNDLED, 5)
    origin = Origin.of(snapshot, View(snapshot.figures, "en")).at("http://here/clients")
    address = origin.of_row("indicators/code=EECR04")
    assert address == (
        "http://here/figure?lang=en&project=next-level&snapshot=5"
        "&measure=indicators&row=code%3DEECR04"
    )
    assert origin.of_row("nothing/code=EECR04") == ""
