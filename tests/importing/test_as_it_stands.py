"""What stands in a CSV file is read as it stands there, or its row is named: with a mapping and
without one, and in both languages."""

from pathlib import Path

import pytest

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.ingest import Checked
from mittaristo.importing.mapping import schema
from mittaristo.project import Project
from mittaristo.publishing.publish import check
from tests.lib.builders import marked_as_invented
from tests.lib.foreign import written

EVENTS = "milestone_id,on,kind,title_fi,title_en,done\nM1,2024-05-01,event,Syksy,Autumn,true\n"
CLIENTS = (
    "client_id,joined_on,gender,first_language,citizenship,municipality,birth_year,education_isced,"
    "closed_on\n"
)
FULL, SHORT = "A{},2024-02-01,woman,ru,unknown,205,1990,3,\n", "A{},2024-02-01,woman,ru,eu,205\n"
NEXT = EVENTS + "M2,2024-05-02,event,{},Winter,true\nM3,2024-05-03,event,Kevät,Spring,true\n"
WHOLE = [FULL.format(at) for at in range(15)]

Case = tuple[str, str | bytes, str, int]
"""Table, text, and which rule is told of which row."""

TOLD: dict[str, Case] = {
    "a comma": ("milestones", NEXT.format("Talvi, ja jää"), "too_many_cells", 3),
    "the surplus cell is empty": (
        "milestones",
        EVENTS + "M2,2024-05-02,event,Talvi, jää,true,\n" + "M3,2024-05-03,event,K,S,true\n",
        "too_many_cells",
        3,
    ),
    "few cells": ("clients", CLIENTS + FULL.format(1) + SHORT.format(2), "too_few_cells", 3),
    "a mark within": ("milestones", NEXT.format('Tal"vi'), "stray_quote", 3),
    "a row that swallows another": (
        "milestones",
        EVENTS + 'M2,2024-05-02,event,"Talvi,Winter,true\nM3,2024-05-03,event,Kevät",Spring,true\n',
        "swallowed_rows",
        3,
    ),
    "a row in Windows-1252": (
        "milestones",
        NEXT.format("Jää").encode() + "M4,2024-05-04,event,Kesä,Summer,true\n".encode("cp1252"),
        "mixed_encodings",
        5,
    ),
}

MORE: dict[str, Case] = {
    "a comma in the first row": (
        "milestones",
        EVENTS.replace("Syksy", "Syys, ja") + NEXT.format("Talvi").removeprefix(EVENTS),
        "too_many_cells",
        2,
    ),
    "a semicolon": (
        "milestones",
        NEXT.format("Talvi, jää").replace("Talvi,", "Talvi;").replace(",", ";"),
        "too_many_cells",
        3,
    ),
    "a tab": ("milestones", NEXT.format("Talvi,").replace(",", "\t"), "too_many_cells", 3),
    "two empty ones": ("milestones", NEXT.format("Talvi") + "M4,,,,,,,\n", "too_many_cells", 5),
    "a comma too few": (
        "milestones",
        EVENTS + "M2,2024-05-02,event,Talvi,true\nM3,2024-05-03,event,K,S,true\n",
        "too_few_cells",
        3,
    ),
    "few cells in a row of sixteen": (
        "clients",
        CLIENTS + "".join(WHOLE) + SHORT.format(20) + FULL.format(21),
        "too_few_cells",
        17,
    ),
    "few cells in the last row": (
        "clients",
        CLIENTS + "".join(WHOLE) + SHORT.format(20),
        "too_few_cells",
        17,
    ),
    "few cells in the first rows": (
        "clients",
        CLIENTS + SHORT.format(1) + SHORT.format(2),
        "too_few_cells",
        2,
    ),
    "few cells, semicolons": (
        "clients",
        (CLIENTS + FULL.format(1) + SHORT.format(2)).replace(",", ";"),
        "too_few_cells",
        3,
    ),
    "marks around a word": ("milestones", NEXT.format('Talvi "jää"'), "stray_quote", 3),
    "a mark behind": ("milestones", NEXT.format('Talvi"'), "stray_quote", 3),
    "a mark behind the first": ("milestones", NEXT.format('"Tal"vi'), "stray_quote", 3),
    "a space before": ("milestones", NEXT.format(' "Talvi"'), "stray_quote", 3),
    "a mark that never ends": ("milestones", NEXT.format('"Talvi'), "stray_quote", 3),
    "the last cell swallows three rows": (
        "clients",
        CLIENTS
        + FULL.format(1)
        + FULL.format(2).replace("3,\n", '3,"soita\n')
        + FULL.format(3)
        + FULL.format(4)
        + FULL.format(5).replace("3,\n", '3,lupasi"\n')
        + FULL.format(6),
        "swallowed_rows",
        3,
    ),
    "the first cell swallows": (
        "milestones",
        EVENTS + '"M2,2024-05-02,event,Talvi,Winter,true\nM3",2024-05-03,event,K,S,true\n',
        "swallowed_rows",
        3,
    ),
    "swallowed, with semicolons": (
        "milestones",
        TOLD["a row that swallows another"][1].replace(",", ";"),  # type: ignore[arg-type]
        "swallowed_rows",
        3,
    ),
    "swallowed, with ends of Windows": (
        "milestones",
        TOLD["a row that swallows another"][1].replace("\n", "\r\n"),  # type: ignore[arg-type]
        "swallowed_rows",
        3,
    ),
    "a row in UTF-8": (
        "milestones",
        NEXT.format("Jää").encode("cp1252") + "M4,2024-05-04,event,Kesä,Summer,true\n".encode(),
        "mixed_encodings",
        5,
    ),
    "a row in Cyrillic": (
        "milestones",
        NEXT.format("Jää").encode() + "M4,2024-05-04,event,Лето,Summer,true\n".encode("cp1251"),
        "mixed_encodings",
        5,
    ),
    "below a cell of two lines": (
        "milestones",
        NEXT.format('"Jää\nja lumi"').encode() + "M4,,,Kesä,,\n".encode("cp1252"),
        "mixed_encodings",
        5,
    ),
    "both within one row": (
        "milestones",
        EVENTS.encode() + "M4,2024-05-04,event,Kesä,".encode() + "Kesä,true\n".encode("cp1252"),
        "mixed_encodings",
        3,
    ),
}

FINE: dict[str, tuple[str, str | bytes]] = {
    "right": ("milestones", NEXT.format('"Talvi ""jää"", ja lumi"')),
    "a cell of two lines": ("milestones", NEXT.format('"Talvi, ja\njää, ja lumi"')),
    "every row ends with a comma": (
        "milestones",
        NEXT.format("Talvi").replace("true\n", "true,\n"),
    ),
    "Excel leaves out the last cells of sixteen rows": (
        "clients",
        CLIENTS + "".join(WHOLE) + "".join(SHORT.format(at) for at in range(20, 36)),
    ),
    "Windows-1252": ("milestones", NEXT.format("Jää").encode("cp1252")),
    "Windows-1251": ("milestones", NEXT.format("Зима").replace("Kevät", "Весна").encode("cp1251")),
    "UTF-8 with its mark": ("milestones", b"\xef\xbb\xbf" + NEXT.format("Jää").encode()),
    "headings that end with a comma": (
        "milestones",
        NEXT.format("Talvi").replace("done\n", "done,\n"),
    ),
}


def _folder(path: Path) -> Path:
    path.mkdir()
    return marked_as_invented(path)


def both_ways(project: Project, folder: Path, table: str, text: str | bytes) -> list[Checked]:
    """The file as our own table, and by a mapping that names the same columns."""
    found = []
    for name in (table, "their_own"):
        source = _folder(folder / name)
        content = text.encode() if isinstance(text, str) else text
        (source / f"{name}.csv").write_bytes(content)
        mapping = None
        if name != table:
            first = content.removeprefix(b"\xef\xbb\xbf").splitlines()[0].decode()
            headings = [one for one in first.replace(";", ",").replace("\t", ",").split(",") if one]
            lines = "\n".join(f'{heading} = "{heading}"' for heading in headings)
            said = f'[{table}]\nsheet = "{name}"\n[{table}.columns]\n{lines}\n'
            mapping = schema.load(written(folder / "m.toml", said))
        found.append(check(source, project, mapping))
    return found


def _is_told(project: Project, folder: Path, case: Case) -> None:
    table, text, rule, row = case
    for checked in both_ways(project, folder, table, text):
        found = [one for one in checked.errors if one.rule == rule]
        assert [one.row for one in found][:1] == [row]
        for language in LANGUAGES:
            sentence = found[0].sentence(language)
            assert f"{row}" in sentence
            assert "Talvi" not in sentence


@pytest.mark.parametrize("name", TOLD)
def test_a_row_that_cannot_be_read_for_sure_is_named(
    project: Project, tmp_path: Path, name: str
) -> None:
    _is_told(project, tmp_path, TOLD[name])


@pytest.mark.long
@pytest.mark.parametrize("name", MORE)
def test_variations_of_it_are_named_too(project: Project, tmp_path: Path, name: str) -> None:
    _is_told(project, tmp_path, MORE[name])


@pytest.mark.parametrize("name", FINE)
def test_what_only_looks_like_it_is_read(project: Project, tmp_path: Path, name: str) -> None:
    for checked in both_ways(project, tmp_path, *FINE[name]):
        assert checked.errors == ()


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2022-04-22", "range"),
        ("22.4.2099", "range"),
        ("1.1.1899", "no_such_day"),
        ("1.1.1985", ""),
    ],
)
def test_a_birth_date_that_a_mapping_reads_has_the_bounds_of_a_birth_year(
    project: Project, tmp_path: Path, born: str, expected: str
) -> None:
    text = f"id,joined,born\nA1,2024-03-01,{born}\n"
    source = _folder(tmp_path / "r")
    written(source / "asiakkaat.csv", text)
    always = "\n".join(
        f'{column} = {{ always = "unknown" }}'
        for column in ("gender", "first_language", "citizenship")
    )
    said = (
        '[clients]\nsheet = "asiakkaat"\n[clients.columns]\nclient_id = "id"\n'
        f'joined_on = "joined"\nbirth_date = "born"\n'
        f'municipality = {{ always = "199" }}\n{always}\n'
    )
    found = check(source, project, schema.load(written(tmp_path / "m.toml", said)))
    told = [(one.rule, one.row, one.column) for one in found.errors]
    assert told == ([(expected, 2, "born")] if expected else [])
