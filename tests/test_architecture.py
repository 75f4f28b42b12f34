"""The rules of the house."""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlglot
from babel.messages.pofile import read_po

from mittaristo.figures.comparability import NOT_COMPARABLE
from mittaristo.figures.computation import SAID
from mittaristo.figures.definitions import HANDED_ON, Definitions
from mittaristo.figures.engine import DuckDb, all_tables
from mittaristo.figures.ledger import quality, row_changes
from mittaristo.figures.pace import outlook
from mittaristo.figures.pace.outlook import Days
from mittaristo.figures.queries import OF_THE_ENGINE, QUERIES, Query
from mittaristo.figures.team import indicators, released, work
from mittaristo.i18n.translation import Language, translator
from mittaristo.registers.schemas import TABLES
from tests.lib.builders import STARTS_ON, a_project, day
from tests.lib.sentences import sentences

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "mittaristo"
DEFINITIONS = Definitions.load()


def name_of(path: Path) -> str:
    """ui.page, or ui for what the folder itself offers."""
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything that stands in a file, the module itself first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> set[str]:
    """All imported modules, as dotted names."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


SOURCES = sorted(LIBRARY.rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))


ONLY_IN = {
    "streamlit": {"ui"},
    "duckdb": {"figures.engine"},
    "pyspark": {"figures.remote.session"},
    "sqlglot": {"figures.remote.dialect"},
    "altair": {"charts", "panels.parts.panel", "ui"},
    "anyascii": {"importing"},
    "pyarrow": {"importing.readers.workbook_parser", "snapshots.writing"},
    "fastexcel": {"importing.readers.workbook_parser"},
    "icalendar": {"reports.calendar_file"},
    "dataframely": {"registers", "importing"},
    "stdnum": {"privacy.personal_data"},
    "jinja2": {"reports.whole.html"},
    "pptx": {"reports.whole.slides"},
    "typst": {"reports.whole.pdf"},
    "segno": {"reports.whole.pdf"},
    "snowballstemmer": {"panels.asking.words"},
}


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_is_known_in_its_own_room_only(package: str) -> None:
    users = {
        name_of(path)
        for path in SOURCES
        if any(name.split(".")[0] == package for name in imports(path))
    }
    rooms = ONLY_IN[package]
    assert {user for user in users if user.split(".")[0] not in rooms} <= rooms


def test_a_room_is_no_corridor() -> None:
    folders = {path.parent for path in SOURCES}
    crowded = {
        folder.name: len(modules)
        for folder in folders
        if len(modules := [path for path in folder.glob("*.py") if path.stem != "__init__"]) > 14
    }
    assert not crowded, "a folder has at most 14 modules: make one within it for those alike"
    assert len([path for path in LIBRARY.glob("*.py") if path.stem != "__init__"]) <= 6


LISTS = {
    "example/making.py": {"_about_no_person"},
    "example/organisations.py": {"_encounters"},
}
"""Functions that are a table of data or a parser and may be longer than others."""


def test_a_function_has_at_most_fifty_lines() -> None:
    long = [
        f"{name}: {node.name}, {node.end_lineno - node.lineno + 1} lines"
        for path in SOURCES
        for name in [path.relative_to(LIBRARY).as_posix()]
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 50
        and node.name not in LISTS.get(name, set())
    ]
    assert long == []


def test_a_module_says_its_one_purpose_in_a_sentence() -> None:
    unsaid = []
    for path in SOURCES:
        module = nodes(path)[0]
        assert isinstance(module, ast.Module)
        if not (ast.get_docstring(module) or "").split("\n\n")[0].endswith("."):
            unsaid.append(path.relative_to(LIBRARY).as_posix())
    assert unsaid == []


def test_no_page_lies_directly_in_pages() -> None:
    """Streamlit would serve it without the frame until st.navigation has run once."""
    assert not list((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_a_short_script_that_leaves_the_work_to_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    allowed = ("mittaristo.panels", "mittaristo.ui")
    assert all(name.startswith(allowed) for name in imports(path))
    assert len(text.splitlines()) <= 40
    assert not re.search(r"\b(select|from \w+ where|pl\.|alt\.|st\.)\b", text.split('"""', 2)[2])


def test_every_page_of_the_navigation_is_there_and_no_other() -> None:
    from mittaristo.ui.navigation import PAGES as NAVIGATION

    named = {f"{path}.py" for entries in NAVIGATION.values() for path, _, _ in entries}
    assert named == {path.relative_to(ROOT / "pages").as_posix() for path in PAGES}


def test_every_page_of_panels_may_be_a_theme_of_a_report() -> None:
    from mittaristo.panels.themes import FOR_REVIEW, FOR_TEAM, THEMES

    shown = {path.stem for path in PAGES if "page.show(" in path.read_text(encoding="utf-8")}
    assert {*THEMES, *FOR_REVIEW, *FOR_TEAM} == shown


def test_only_privacy_makes_a_safe_frame() -> None:
    makers = {
        path.name for path in [*SOURCES, *PAGES] if "SafeFrame(" in path.read_text(encoding="utf-8")
    }
    assert makers == {"disclosure.py"}


def test_only_the_store_reads_a_figure_as_released() -> None:
    users = {path.name for path in SOURCES if "read_released(" in path.read_text(encoding="utf-8")}
    assert users == {"disclosure.py", "reading.py"}


def test_the_frame_stays_short() -> None:
    assert len((ROOT / "dashboard.py").read_text().splitlines()) <= 50


# --- Queries ----------------------------------------------------------------------------------

QUERIES_OF_THE_HOUSE = [
    *DEFINITIONS.measures.values(),
    *DEFINITIONS.figures.values(),
    *DEFINITIONS.shared.values(),
    *DEFINITIONS.checks.values(),
    *DEFINITIONS.team.values(),
]
PARAMETERS: dict[str, Any] = {
    "as_of": day("2024-06-30"),
    "since": day("2024-03-31"),
    "since_snapshot": 1,
    "since_purpose": "meeting",
    "starts_on": STARTS_ON,
    "threshold": 5,
}


@pytest.fixture(scope="module")
def engine() -> DuckDb:
    """All tables, empty, and what figures find beside them."""
    from mittaristo.figures.computation import beside_registers

    project, measures = a_project(ROOT), list(DEFINITIONS.measures.values())
    engine = DuckDb(all_tables({}))
    engine.make_once(DEFINITIONS.shared.values())
    engine.list_units(measures)
    units = engine.ask("select * from units")
    beside = beside_registers({}, project, STARTS_ON, DEFINITIONS, measures)
    beside |= released.tables(indicators.exact(engine, DEFINITIONS.team, {}, STARTS_ON), STARTS_ON)
    tables: dict[str, pl.DataFrame] = {}
    for name, table in beside.items():
        engine.add(name, table)
    known = pl.Schema({"since": pl.Date, "since_snapshot": pl.Int32})
    for name, schema in SAID.items():
        engine.add(f"earlier_{name}", pl.DataFrame(schema={**schema, **known}))
    for name in HANDED_ON:
        tables[name] = engine.run(DEFINITIONS.figures[name], **PARAMETERS)
        engine.add(name, tables[name])
        if name == "months":
            days = Days(STARTS_ON, PARAMETERS["as_of"], STARTS_ON)
            ahead = outlook.tables(tables["months"], tables["values"], {}, days, (), {}, {})
            for beside_it, table in ahead.items():
                engine.add(beside_it, table)
    quality.first_snapshots(engine, [], [], PARAMETERS["as_of"])
    quality.look(engine, DEFINITIONS.checks.values(), PARAMETERS["as_of"])
    warned = pl.DataFrame(schema=quality.WARNINGS)
    beside = quality.tables(engine, DEFINITIONS.checks.values(), warned, [])
    for name, table in beside.items():
        engine.add(name, table)
    for name, table in work.nothing().items():
        engine.add(name, table)
    engine.add("not_comparable", pl.DataFrame(schema=NOT_COMPARABLE))
    engine.add("earlier_rows", row_changes.table([]))
    engine.add("earlier_units", units)
    engine.add("earlier_values", units.select("measure", value=units["weight"].cast(float)))
    return engine


@pytest.mark.parametrize("query", QUERIES_OF_THE_HOUSE, ids=lambda query: query.name)
def test_the_header_says_what_the_query_gives(query: Query, engine: DuckDb) -> None:
    declared = [(column.name, column.type) for column in query.columns]
    assert engine.types(query, **PARAMETERS) == declared
    assert all(column.meaning for column in query.columns)
    assert query.sentence.endswith(".")


@pytest.mark.parametrize("query", QUERIES_OF_THE_HOUSE, ids=lambda query: query.name)
def test_the_header_names_every_table_that_the_query_reads(query: Query) -> None:
    tree = sqlglot.parse_one(query.text, read="duckdb")
    named = {table.name for table in tree.find_all(sqlglot.exp.Table)}
    own = {cte.alias for cte in tree.find_all(sqlglot.exp.CTE)}
    assert named - own == set(query.reads)
    assert set(query.reads) <= {*TABLES, *DEFINITIONS.views, *OF_THE_ENGINE}


@pytest.mark.parametrize("query", QUERIES_OF_THE_HOUSE, ids=lambda query: query.name)
def test_the_header_names_every_parameter_that_the_query_takes(query: Query) -> None:
    statement = query.text.split("\n\n", 1)[1]
    assert sorted(set(re.findall(r"\$(\w+)", statement))) == list(query.parameters)


@pytest.mark.parametrize("query", QUERIES_OF_THE_HOUSE, ids=lambda query: query.name)
def test_a_query_is_one_statement_that_another_database_could_run(query: Query) -> None:
    assert len(sqlglot.parse(query.text, read="duckdb")) == 1
    assert sqlglot.transpile(query.text, read="duckdb", write="postgres")


@pytest.mark.parametrize("query", DEFINITIONS.measures.values(), ids=lambda query: query.name)
def test_a_measure_lists_units(query: Query) -> None:
    names = [column.name for column in query.columns]
    assert names[:4] == ["unit_id", "counts_from", "counts_until", "weight"]
    persons = DEFINITIONS.explanations[query.name]["unit"] == "persons"
    one_each = {column.name: column.meaning for column in query.columns}["weight"] == "one"
    assert (persons and one_each) == ("client_id" in names)


@pytest.mark.parametrize("query", DEFINITIONS.figures.values(), ids=lambda query: query.name)
def test_a_figure_has_an_order(query: Query) -> None:
    tree = sqlglot.parse_one(query.text, read="duckdb")
    assert tree.args.get("order"), query.name


def test_every_query_file_has_a_room() -> None:
    rooms = {path.parent.name for path in QUERIES.rglob("*.sql")}
    assert rooms == {"measures", "figures", "shared", "team"}


# --- Both languages ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["measures", "figures"])
def test_every_measure_and_figure_is_explained_in_both_languages(kind: str) -> None:
    explained = tomllib.loads((QUERIES / f"{kind}.toml").read_text(encoding="utf-8"))
    assert set(explained) == {path.stem for path in (QUERIES / kind).glob("*.sql")}
    for name, entry in explained.items():
        assert entry["unit"]
        for what in ("label", "definition", "source", "caveat"):
            words = entry[what]
            assert set(words) == {"fi", "en"}, (name, what)
            assert words["fi"], (name, what)
            assert words["en"], (name, what)
            assert words["fi"] != words["en"], (name, what)


@pytest.mark.parametrize("query", DEFINITIONS.measures.values(), ids=lambda query: query.name)
def test_every_measure_says_how_its_value_comes_about_and_where_it_is_shown(query: Query) -> None:
    from mittaristo.ui.navigation import PAGES as NAVIGATION

    measure = DEFINITIONS.measure(query, kept=True)
    meanings = {column.name: column.meaning for column in query.columns}
    for_ever = meanings["counts_until"].startswith("never")
    kinds = {(True, True): "count", (False, True): "sum"}
    assert measure.kind == kinds.get((meanings["weight"] == "one", for_ever), "stock")
    pages = {Path(path).name for entries in NAVIGATION.values() for path, _, _ in entries}
    assert measure.page in pages


def test_every_sentence_has_its_finnish_and_none_is_left_over() -> None:
    with (LIBRARY / "i18n" / "locales" / "fi.po").open("rb") as source:
        text = source.read().decode()
    told = re.findall(r'^msgid ((?:"[^\n]*"\n)+)', text, re.M)
    assert [one for one, count in Counter(told).items() if count > 1] == [], "one would be lost"
    catalogue = {message.id: message for message in read_po(text.splitlines()) if message.id}
    assert set(catalogue) == sentences()
    for sentence, message in catalogue.items():
        assert message.string, sentence
        assert not message.fuzzy, sentence
        fields = re.compile(r"\{(\w+)[:}]")
        assert set(fields.findall(str(message.string))) == set(fields.findall(str(sentence))), (
            sentence
        )


def test_no_sentence_hides_in_an_f_string() -> None:
    """gettext's tools do not look into f-strings, so their sentences would stay English."""
    hidden = [
        f"{path.name}:{node.lineno}"
        for path in [*SOURCES, *PAGES]
        for node in nodes(path)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "_"
    ]
    assert hidden == []


def test_a_sentence_is_said_by_the_name_that_gettext_knows() -> None:
    """`view.wording("…")` would be found by no tool, and stay English: say `_ = view.wording`."""
    unknown = [
        f"{path.name}:{node.lineno}"
        for path in [*SOURCES, *PAGES]
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("wording", "translate")
        for first in node.args[:1]
        if isinstance(first, ast.Constant) and isinstance(first.value, str)
    ]
    assert unknown == []


# --- The repository ---------------------------------------------------------------------------


def test_requirements_are_locked_with_hashes_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z][\w.-]*==[^\n]*", text, re.MULTILINE)
        assert packages
        assert all(package.endswith("\\") for package in packages)
        assert "://" not in text


def test_the_run_and_the_test_requirements_agree() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z][\w.-]*==\S+)", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_page_about_registers_is_up_to_date() -> None:
    from docs.registers import page

    assert (ROOT / "docs" / "registers.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(("language", "name"), [("fi", "opas.md"), ("en", "guide.md")])
def test_the_guide_calls_things_as_the_screen_does(language: Language, name: str) -> None:
    """What is bold in the guide is what the reader sees."""
    on_screen = {translator(language)(sentence) for sentence in sentences()}
    on_screen |= {entry["label"][language] for entry in DEFINITIONS.explanations.values()}
    guide = " ".join((ROOT / "docs" / name).read_text(encoding="utf-8").split())
    bold = re.findall(r"\*\*(.+?)\*\*", guide)
    assert len(bold) > 20
    folded = {said.casefold() for said in on_screen}
    assert {said for said in bold if said.casefold() not in folded} == set()


def test_the_readme_names_what_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / target).exists(), target
