"""The draft of the minutes as files: what the page says, and room for what is decided."""

import io
import re
import zipfile

import docx
import pytest

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.meeting import agenda
from mittaristo.panels.parts import decisions
from mittaristo.panels.parts.panel import Draft, Matters, Panel, Points, blocks
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.reports.docx_file import document_docx
from mittaristo.reports.markdown_file import document_markdown
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, GOOD, day, snapshot_of
from tests.panels.test_agenda import note

AT = "https://mittarit.example/agenda"


@pytest.fixture(params=LANGUAGES)
def origin(request: pytest.FixtureRequest) -> Origin:
    snapshot = open_snapshot(BUNDLED, 5)
    names = {day("2026-04-30"): "Kokous 2/2026"}
    view = View(snapshot.figures, request.param, day("2025-12-31"), names=names)
    return Origin.of(snapshot, view).at(AT)


def of(origin: Origin) -> Draft:
    return agenda.minutes(origin.view)


def texts_of(written: bytes) -> list[str]:
    """What a word processor shows, a paragraph each, with the addresses that are links."""
    document = docx.Document(io.BytesIO(written))
    return [
        "".join(run.text or "" for run in paragraph._p.iter("{*}t", "{*}tab", "{*}br"))
        for paragraph in document.paragraphs
    ]


def test_both_files_say_what_the_page_says(origin: Origin) -> None:
    written = document_markdown(of(origin), origin)
    plain = re.sub(r"\\([\\`*_{}\[\]<>#|~])", r"\1", written)
    paragraphs = " ".join(texts_of(document_docx(of(origin), origin)))
    for said in (plain, paragraphs):
        for found in blocks(origin.view, of(origin).makers):
            assert found is not None
            block, _left_out = found
            if isinstance(block, Panel):
                assert block.matrix is not None
                assert all(name in said for name, _cells in block.matrix.rows)
                assert all(words in said for _name, words in block.matrix.in_words)
            if isinstance(block, Points):
                assert all(point.headline in said for point in block.points)
                assert all(point.detail in said for point in block.points)
            if isinstance(block, Matters):
                assert all(one.headline in said for one in (*block.first, *block.rest))
        assert "Kokous 2/2026" in said
        assert origin.view.wording("invented example data") in said


def test_figures_are_cited_by_addresses_that_last(origin: Origin) -> None:
    written = document_markdown(of(origin), origin)
    chosen = f"lang={origin.view.language}&project=next-level&snapshot=5&since=2025-12-31"
    for page in ("agenda", "employers", "trainings", "changes"):
        assert f"<https://mittarit.example/{page}?{chosen}>" in written
    digest = dict(origin.digests)["manifest"]
    assert digest in written
    with zipfile.ZipFile(io.BytesIO(document_docx(of(origin), origin))) as package:
        links = package.read("word/_rels/document.xml.rels").decode()
    assert f"https://mittarit.example/employers?{chosen}".replace("&", "&amp;") in links


def test_each_question_has_empty_lines_for_what_is_decided(origin: Origin) -> None:
    questions = decisions.to_decide(origin.view)
    assert questions is not None
    decision = questions.answer[0]
    lines = document_markdown(of(origin), origin).splitlines()
    asked = len(questions.points) + 3  # and three other decisions
    assert lines.count(f"- {decision}:") == asked
    assert texts_of(document_docx(of(origin), origin)).count(f"{decision}:") == asked


def test_headings_are_numbered_in_order(origin: Origin) -> None:
    headings = re.findall(r"^## (\d+)\. ", document_markdown(of(origin), origin), re.MULTILINE)
    assert headings == [str(number) for number in range(1, len(headings) + 1)]


def test_a_document_has_the_emblem_its_language_and_nobody_s_name(origin: Origin) -> None:
    document = docx.Document(io.BytesIO(document_docx(of(origin), origin)))
    [picture] = document.inline_shapes
    assert picture._inline.docPr.get("descr") == origin.view.wording("EU emblem")
    told = document.core_properties
    assert told.language == origin.view.language
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")


def test_the_same_snapshot_gives_the_same_bytes(origin: Origin) -> None:
    assert document_docx(of(origin), origin) == document_docx(of(origin), origin)


def test_signs_of_markdown_in_a_note_stay_what_they_are(project: Project) -> None:
    odd = "2 * 3 * 4 <b>|_x_| [a](b) `c` # d"
    notes = [note("n", "2024-06-01", "question", text_en=odd)]
    snapshot = snapshot_of(project, {**GOOD, "notes": notes}, "2024-06-30")
    origin = Origin.of(snapshot, View(snapshot.figures, "en"))
    written = document_markdown(of(origin), origin)
    assert "2 \\* 3 \\* 4 \\<b\\>\\|\\_x\\_\\| \\[a\\](b) \\`c\\` \\# d" in written
    assert "`?lang=en" in written  # an address that is not known is no link
    assert odd in " ".join(texts_of(document_docx(of(origin), origin)))
