"""The guide for the secretary says what works, and the page about refusals what the rules say."""

import re
import shlex
from pathlib import Path

import pytest
import xlsxwriter

from docs.refusals import GROUPS, PAGES, page
from mittaristo.cli.main import parser
from mittaristo.i18n.translation import Language, translator
from mittaristo.importing.mapping import schema
from mittaristo.messages.rules import RULES
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from mittaristo.registers.schemas import TABLES, columns
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import day, publish

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = ("tuonti.md", "import.md")


def guide(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def code_blocks(name: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", guide(name), re.DOTALL | re.MULTILINE)
    return [block for named, block in found if named == kind]


def sheets(name: str) -> dict[str, list[list[str]]]:
    """The example workbook as the guide shows it: sheet → rows."""
    found = re.findall(r"^`(\w+)`:\n\n((?:\|.*\n)+)", guide(name), re.MULTILINE)
    lines = {sheet: table.splitlines() for sheet, table in found}
    return {
        sheet: [[cell.strip() for cell in line[1:-1].split("|")] for line in [head, *rows]]
        for sheet, (head, _, *rows) in lines.items()
    }


@pytest.fixture
def project(real: Project) -> Project:
    """The workbook of a guide does not say that they are invented."""
    return real


def workbook(path: Path, name: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for sheet, rows in sheets(name).items():
            made = book.add_worksheet(sheet)
            for at, row in enumerate(rows):
                made.write_row(at, 0, row)
    return path


def loaded(folder: Path, text: str) -> schema.SheetMapping:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return schema.load(path)


@pytest.mark.parametrize("name", GUIDES)
def test_the_mapping_of_the_guide_publishes_its_workbook(
    name: str, project: Project, tmp_path: Path
) -> None:
    _, text = code_blocks(name, "toml")
    book = workbook(tmp_path / "own.xlsx", name)
    read = loaded(tmp_path, text)
    outcome = publish(book, project, day("2024-06-30"), "meeting", mapping=read)
    assert outcome.published, [problem.sentence("en") for problem in outcome.errors]
    assert {note.rule for note in outcome.infos} == {
        "finnish_days",
        "kept_by_condition",
        "columns_not_read",
    }
    assert not outcome.warnings
    registers = open_snapshot(project.folder, 1).registers()
    assert {table: rows.height for table, rows in registers.items()} == {
        "clients": 2,
        "services": 2,
        "employments": 1,
    }
    clients = registers["clients"]
    assert set(clients["municipality"]) == {"205", "765"}
    assert set(clients["gender"]) == {"woman", "man"}
    assert set(clients["birth_year"]) == {1990, 1985}
    assert not {"name", "birth_date"} & set(clients.columns)


@pytest.mark.parametrize("name", GUIDES)
def test_the_row_that_the_guide_leaves_out_goes_with_what_refers_to_it(
    name: str, project: Project, tmp_path: Path
) -> None:
    left_out, text = code_blocks(name, "toml")
    read = loaded(tmp_path, text + left_out)
    checked = road.check(workbook(tmp_path / "own.xlsx", name), project, read)
    assert not checked.errors
    assert checked.left_out == {"clients": 1}


def test_both_guides_show_one_example(tmp_path: Path) -> None:
    fi, en = (loaded(tmp_path, code_blocks(name, "toml")[1]) for name in GUIDES)
    assert fi == en
    assert sheets(GUIDES[0]) == sheets(GUIDES[1])


OF_A_TABLE = ("sheet", "header", "rows", "where", "join", "distinct", "keep", "each")


def cases(name: str) -> list[str]:
    """What the guide offers for sheets that are less simple."""
    rows = re.findall(r"^\| .+? \| (.+) \|$", guide(name), re.MULTILINE)
    return [line for row in rows for line in re.findall(r"`(\w+ = [^`]+)`", row)]


@pytest.mark.parametrize("name", GUIDES)
def test_every_line_that_the_guide_offers_is_understood(name: str, tmp_path: Path) -> None:
    assert len(cases(name)) == 28
    for line in cases(name):
        word = line.split()[0]
        if word in OF_A_TABLE:
            sheet = "" if word == "sheet" else 'sheet = "Asiakkaat"\n'
            named = re.findall(r"[\[,] ?\{ (\w+) =", line) if word == "each" else []
            table = next(table for table in TABLES if {*named} <= columns(table).keys())
            loaded(tmp_path, f"[{table}]\n{sheet}{line}\n")
        else:
            table = next(table for table in TABLES if word in columns(table))
            loaded(tmp_path, f'[{table}]\nsheet = "Asiakkaat"\n[{table}.columns]\n{line}\n')


def test_both_guides_offer_the_same_lines() -> None:
    assert cases(GUIDES[0]) == cases(GUIDES[1])


@pytest.mark.parametrize(("language", "name"), [("fi", "tuonti.md"), ("en", "import.md")])
def test_the_commands_of_the_guide_are_understood(language: Language, name: str) -> None:
    verbs = parser(translator(language))
    lines = [line for block in code_blocks(name, "") for line in block.splitlines()]
    commands = [shlex.split(line) for line in lines]
    assert {command[3] for command in commands} == {
        "template",
        "check",
        "publish",
        "worklist",
        "prune",
    }
    for command in commands:
        assert command[:3] == [".venv/bin/python", "-m", "mittaristo"]
        assert verbs.parse_args(command[3:]).lang == language


@pytest.mark.parametrize("name", [*GUIDES, *PAGES.values()])
def test_what_a_guide_links_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", guide(name)):
        assert (DOCS / target).exists(), target


@pytest.mark.parametrize("language", PAGES)
def test_the_page_about_refusals_is_up_to_date(language: Language) -> None:
    """If not: make docs."""
    said = page(language)
    assert guide(PAGES[language]) == said
    assert not set("{}") & set(said)


def test_every_rule_stands_in_one_group() -> None:
    grouped = [rule for group in GROUPS for rule in group.rules]
    assert sorted(grouped) == sorted(RULES)
