"""Whatever says a number names the figures that it was read from, by the way it is made."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mittaristo.figures.noting import noted
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.meeting import changes
from mittaristo.panels.parts.panel import (
    Block,
    Cards,
    Draft,
    Heading,
    Listing,
    Maker,
    Matters,
    Notes,
    Notice,
    Panel,
    Points,
    Sentence,
    blocks,
    makers,
)
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import clients, employments, goals, network, overview, trainings
from mittaristo.panels.themes import FOR_REVIEW, THEMES
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.ui.components.below import origins
from tests.lib.builders import BUNDLED, ROOT

NO_FIGURES = {"figures", "definitions", "snapshots", "monitoring", "figure"}
"""Pages whose heading counts definitions, or names days and snapshots, and no figure."""

FEW = {
    "overview": (overview.heading,),
    "clients": (clients.heading,),
    "employments": employments.PAGE[:1],
    "trainings": (trainings.heading,),
    "changes": (changes.heading, changes.sentence),
    "goals": (goals.money,),
}
ALL = {name: makers(page) for name, page in {**THEMES, **FOR_REVIEW}.items()}
EVERY = [
    pytest.param(BUNDLED, 5, "fi", FEW, id="few"),
    *(
        pytest.param(folder, number, language, ALL, marks=pytest.mark.long)
        for folder, number in ((BUNDLED, 1), (BUNDLED, 5), (ROOT / "data" / "kaira", 1))
        for language in LANGUAGES
    ),
]


def said(block: Block) -> str:
    """All the sentences of a block."""
    match block:
        case Heading(lead=lead):
            return lead
        case Panel(title=title, note=note, texts=texts):
            return " ".join((title, note, *texts))
        case Sentence(text=text):
            return text
        case Notes(notes=notes):
            return " ".join(text for _when, text in notes)
        case Points(points=points):
            return " ".join(f"{one.headline} {one.detail}" for one in points)
        case Matters(first=first, rest=rest):
            return " ".join(f"{one.headline} {one.detail}" for one in (*first, *rest))
    return ""


def has_origin(block: Block) -> bool:
    linked = isinstance(block, Panel) and (block.explanations or any(block.table.measures))
    return bool(block.origins or linked)


@pytest.mark.parametrize(("folder", "number", "language", "pages"), EVERY)
def test_whatever_says_a_number_names_its_origin(
    folder: Path, number: int, language: Language, pages: dict[str, tuple[Maker, ...]]
) -> None:
    figures = open_snapshot(folder, number).figures
    days, _weekly = figures.comparison_days("everyone")
    view, seen = View(figures, language, next(iter(days), None)), 0
    for page, made in pages.items():
        for block, _left_out in filter(None, blocks(view, made)):
            if isinstance(block, Cards | Listing | Draft | Notice):
                continue
            if isinstance(block, Heading) and page in NO_FIGURES:
                continue
            if isinstance(block, Panel) and block.id in ("events", "facts"):
                continue  # they list what the project tells of itself
            if re.search(r"\d", said(block)):
                seen += 1
                assert has_origin(block), (page, block)
    assert seen >= 3


@pytest.mark.parametrize(("folder", "number", "language", "pages"), EVERY)
def test_a_row_of_numbers_leads_to_its_own_row(
    folder: Path, number: int, language: Language, pages: dict[str, tuple[Maker, ...]]
) -> None:
    """Only the sum of all rows leads to the figure."""
    figures = open_snapshot(folder, number).figures
    view = View(figures, language)
    for page, made in pages.items():
        for block, _left_out in filter(None, blocks(view, made)):
            if not isinstance(block, Panel) or block.id == "final-report":
                continue
            tables = (block.table, *(one.table for one in block.folded))
            for table in (one for one in tables if any(one.numeric)):
                leads = [one for one in table.measures if "/" not in one]
                sums = [one for one in leads if figures.described(one) and one not in view.labels]
                assert len(sums) <= 1, (page, block.id, sums)


def test_what_is_read_is_noted_once_and_only_by_who_made_it() -> None:
    figures = open_snapshot(BUNDLED, 5).figures
    view = View(figures, "fi")
    with noted() as outer:
        view.number("employments")
        with noted() as inner:
            view.value("clients_employed")
            figures.rows("budget")
            assert "clients_served" in view.values
    assert list(outer) == ["employments"]
    assert list(inner) == ["clients_employed", "budget"]
    with noted() as all_of_them:
        assert dict(figures.pace.items())
    assert list(all_of_them) == ["pace"]


def test_the_origins_of_a_sentence_are_links_below_it() -> None:
    snapshot = open_snapshot(BUNDLED, 5)
    view = View(snapshot.figures, "fi")
    origin = Origin.of(snapshot, view)
    [heading] = filter(None, blocks(view, (employments.heading,)))
    links = origins(heading[0].origins, origin, view.wording)
    for measure in ("clients_employed", "employments"):
        assert f"&amp;measure={measure}" in links
        assert f">{view.labels[measure]}</a>" in links
    assert origins((), origin, view.wording) == ""


def test_a_measure_that_a_maker_reads_is_its_origin_without_a_word() -> None:
    """Nothing has to be said by who writes a panel."""
    figures = open_snapshot(BUNDLED, 5).figures

    def maker(view: View) -> Heading:
        return Heading("", view.number("partners"))

    [made] = filter(None, blocks(View(figures, "en"), (maker,)))
    assert made[0] == replace(Heading("", "39"), origins=("partners",))


def test_of_a_survey_each_answer_leads_to_its_row() -> None:
    view = View(open_snapshot(BUNDLED, 5).figures, "fi")
    block = network.answers(view)
    assert block is not None
    assert block.matrix is not None
    assert all(one.startswith("survey_answers/survey_id=") for one in block.matrix.measures)
