"""Large CSV files are read column by column where nothing is odd, and give what rows would give."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mittaristo.importing.readers import plain_csv
from mittaristo.importing.readers.csv_files import ANY_SIZE, CsvLimits
from mittaristo.importing.readers.sheets import read
from mittaristo.importing.source import Source

HEAD = "client_id,joined_on,gender,birth_year,first_language,citizenship,municipality,name"
ROWS = [
    f"A{at},2024-0{1 + at % 9}-11,woman,19{60 + at % 40},fi,fi,{'' if at % 7 else '091'},Äiti {at}"
    for at in range(1500)
]
TEXT = "\n".join([HEAD, *ROWS]) + "\n"
AS_THEY_ARE: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "mark of UTF-8": lambda text: "\ufeff" + text,
    "semicolons": lambda text: text.replace(",", ";"),
    "no last line end": lambda text: text.rstrip("\n"),
    "spaces": lambda text: text.replace(",fi", " , fi\x1f").replace("Äiti", "\u00a0Äi\u00adti  ja"),
    "letters of a Mac": lambda text: text.replace("Ä", "A\u0308"),
    "headings in Finnish": lambda text: text.replace("client_id", "Asiakas").replace(
        "name", "Nimi"
    ),
    "a row of nothing": lambda text: text.replace(ROWS[7], ",,,,,,,"),
    "another order": lambda text: text.replace(HEAD, HEAD.replace("gender", "x", 1)),
    "two without a key": lambda text: text.replace("A17,", ",").replace("A18,", ","),
    "named like a total": lambda text: text.replace("A17,", "Summa-17,"),
}
"""What is still read column by column."""


def after(row: str) -> Callable[[str], str]:
    return lambda text: text.replace(ROWS[20], f"{ROWS[20]}\n{row}")


ODD: dict[str, Callable[[str], str]] = {
    "a total": after("Yhteensä,,,,,,,1500"),
    "a number alone": after(",,,17,,,18,"),
    "headings again": after(HEAD),
    "headings in another writing": after(HEAD.replace("client_id", "Client_ID ")),
    "a heading of a month": after("helmikuu 2024,,,,,,,"),
    "a cell alone": after(",,,,,,,huomautus"),
    "drawn down": lambda text: text + 40 * ",,man,,,,,FALSE\n",
    "numbers drawn down": lambda text: (
        text + "".join(f"{at},,,,fi,,,\n" for at in range(1500, 1540))
    ),
    "a blank line": after(""),
    "a short row": after("A1b,2024-01-01"),
    "a long row": after(f"{ROWS[3]},more"),
    "a short row for a long one": lambda text: text.replace(ROWS[3], f"{ROWS[3]},more").replace(
        ROWS[4], ROWS[4].rpartition(",")[0]
    ),
    "a title above": lambda text: f"Asiakkaat,,,,,,,\n{text}",
    "two lines above": lambda text: f"Asiakkaat,2024,,,,,,\n{text}",
    "a quotation mark": after(ROWS[3].replace("Äiti", '"Äiti"')),
    "a lone return": lambda text: text.replace("\n", "\r", 3),
    "no heading": lambda text: text.replace(",name", ","),
    "no heading at all": lambda text: text.replace(HEAD, ROWS[3]),
    "a heading twice": lambda text: text.replace("gender", "joined_on"),
    "nothing below": lambda _text: f"{HEAD}\n" + 9000 * ",,,,,,,\n",
    "sep=": lambda text: f"sep=,\n{text}",
}


def told(source: Source) -> list[object]:
    """All that there is to a source, comparable."""
    tables = [
        (
            name,
            one.place,
            one.frame.schema,
            one.frame.rows(),
            one.headings,
            one.day_forms,
            one.alone,
        )
        for name, one in source.tables.items()
    ]
    return [tables, source.messages, source.places]


def both(folder: Path, content: bytes) -> Path:
    """Asserts that a file gives the same when a quotation mark has it read row by row."""
    file = folder / "clients.csv"
    file.write_bytes(content)
    found = told(read(folder))
    first = min(content.index(mark) for mark in b",;" if mark in content)
    start = len("\ufeff".encode()) if content.startswith("\ufeff".encode()) else 0
    quoted = content[:start] + b'"' + content[start:first] + b'"' + content[first:]
    file.write_bytes(quoted)
    assert plain_csv.read(file) is None
    assert found == told(read(folder))
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_columns_give_what_rows_would(name: str, tmp_path: Path) -> None:
    file = both(tmp_path, AS_THEY_ARE[name](TEXT).encode())
    assert plain_csv.read(file) is not None


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_read_row_by_row(name: str, tmp_path: Path) -> None:
    content = ODD[name](TEXT).encode()
    if name in ("sep=", "a lone return", "a quotation mark", "a title above"):
        (tmp_path / "clients.csv").write_bytes(content)
        assert plain_csv.read(tmp_path / "clients.csv") is None
    else:
        both(tmp_path, content)


def test_other_letters_than_those_of_utf_8_are_read_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(TEXT.encode("cp1252"))
    assert plain_csv.read(file) is None
    assert "encoding" in {one.rule for one in read(tmp_path).messages}


def test_on_a_machine_of_ones_own_files_in_which_nothing_is_odd_may_have_any_size(
    tmp_path: Path,
) -> None:
    (tmp_path / "clients.csv").write_text(TEXT, encoding="utf-8")
    small = CsvLimits(size=50_000, together=50_000)
    assert [one.rule for one in read(tmp_path, small).errors] == ["folder_too_large"]
    for few in (CsvLimits(size=50_000), CsvLimits(cells=100), CsvLimits(filled=100)):
        assert plain_csv.read(tmp_path / "clients.csv", few) is None
    assert plain_csv.read(tmp_path / "clients.csv", ANY_SIZE) is not None
    assert told(read(tmp_path, ANY_SIZE)) == told(read(tmp_path))
