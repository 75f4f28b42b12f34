"""Hostile and odd workbooks: rows as Excel shows them, or one refusal that says what to do."""

import datetime as dt
import io
import random
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.readers.apart import Limits, Warm
from mittaristo.importing.readers.sheets import read
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook import Workbook, read_workbook
from mittaristo.importing.readers.workbook_check import MOST_BYTES, MOST_PARTS, check
from mittaristo.messages.problems import Place
from mittaristo.messages.rules import RULES

SECRET = "Meikäläinen"
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"


def good() -> bytes:
    """Two rows of one sheet, as a program writes them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "name"])
        sheet.write_row(1, 0, ["A", SECRET])
    return target.getvalue()


GOOD = good()
ROWS = [("client_id", "name"), ("A", SECRET)]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def without(name: str) -> bytes:
    return zipped({part: content for part, content in parts_of(GOOD).items() if part != name})


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(GOOD)
    parts[name] = change(parts.get(name, b""))
    return zipped(parts)


def cells(inside: str) -> bytes:
    """The good workbook with these rows instead of its own."""
    data = f"<sheetData>{inside}</sheetData>".encode()
    return changed(SHEET, lambda old: re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, old))


def text(reference: str, words: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "registers.xlsx"
    path.write_bytes(content)
    return path


def refusal(path: Path, **others: object) -> Unreadable:
    """The one exception; nothing of the file may be in it, in its sentences or in its chain."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(path, **others)  # type: ignore[arg-type]
    error = caught.value
    problem = error.at(Place(path.name))
    said = [problem.sentence(language) for language in LANGUAGES]
    assert all(SECRET not in one for one in [*said, str(error)])
    if error.rule == "not_read":
        assert all(f"({error.code})" in one for one in said)
    assert error.__cause__ is None
    return error


# --- What is read ---------------------------------------------------------------------------


def test_a_workbook_is_read_with_every_row_at_its_number(tmp_path: Path) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("clients")
        sheet.write(3, 2, "client_id")
        sheet.write(5, 3, "x")
        sheet.write_formula(6, 3, "=NA()", None, "#N/A")
    [read_sheet] = read_workbook(path).sheets
    assert read_sheet.rows[:3] == [(None,) * 4] * 3
    assert read_sheet.rows[3] == (None, None, "client_id", None)
    assert read_sheet.rows[5] == (None, None, None, "x")
    assert read_sheet.errors == {(7, "D")}


def test_cells_become_the_text_that_the_registers_expect(tmp_path: Path) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, [12, 12.5, 1234567890123456, -3, True, False, "007", " ä & <b> "])
        moment = book.add_format({"num_format": "d.m.yyyy hh:mm"})
        sheet.write_datetime(1, 0, dt.datetime(2024, 2, 29), moment)  # noqa: DTZ001
        sheet.write_datetime(1, 1, dt.datetime(2024, 2, 29, 13, 45), moment)  # noqa: DTZ001
        sheet.write_datetime(1, 2, dt.time(8, 30), book.add_format({"num_format": "hh:mm"}))
    [[numbers, days]] = [sheet.rows for sheet in read_workbook(path).sheets]
    assert numbers == (
        *("12", "12.5", "1234567890123456", "-3", "true", "false", "007"),
        " ä & <b> ",
    )
    assert days[:3] == ("2024-02-29 00:00:00", "2024-02-29 13:45:00", "1899-12-31 08:30:00")


def test_hidden_sheets_and_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second, third = (book.add_worksheet(name) for name in "abc")
        for sheet in (first, second, third):
            sheet.write_column(0, 0, ["x", "y", "z"])
        first.set_row(1, None, None, {"hidden": True})
        first.set_row(2, None, None, {"hidden": True})
        first.set_column(1, 1, None, None, {"hidden": True})
        second.hide()
        third.very_hidden()
        book.add_chartsheet("chart")
    found = {sheet.name: (sheet.hidden, sheet.hidden_rows) for sheet in read_workbook(path).sheets}
    assert found == {"a": (False, 2), "b": (True, 0), "c": (True, 0), "chart": (False, 0)}


@pytest.mark.parametrize("from_1904", [True, False])
def test_a_workbook_tells_from_which_year_it_counts_its_days(
    tmp_path: Path, from_1904: bool
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        book.add_worksheet("clients").write(0, 0, "x")
    assert read_workbook(path).days_from_1904 is from_1904


NEWER = b'<extLst><ext uri="{1}" xmlns:x15="u"><x15:workbookPr %s/></ext></extLst></workbook>'
SAYS_1904: dict[str, tuple[bytes, bytes]] = {
    "a newer Excel's extension": (b"</workbook>", NEWER % b'chartTrackingRefBase="1"'),
    "true": (b'date1904="1"', b"date1904 = 'true'"),
    "a sign by its number": (b'date1904="1"', b'date1904="&#49;"'),
    "it is not so": (b'date1904="1"', b'date1904="0"'),
    "an extension alone says so": (b' date1904="1"', b""),
}


@pytest.mark.parametrize(
    "name",
    [
        "a newer Excel's extension",
        *(pytest.param(name, marks=pytest.mark.long) for name in list(SAYS_1904)[1:]),
    ],
)
def test_days_are_right_however_a_workbook_says_that_it_counts_from_1904(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "registers.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "d.m.yyyy"}) as book:
        book.add_worksheet("clients").write(0, 0, dt.date(2024, 3, 1))
    parts = parts_of(path.read_bytes())
    old, new = SAYS_1904[name]
    for change in {(old, new), SAYS_1904["a newer Excel's extension"]}:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(*change)
    if name == "an extension alone says so":
        extension = NEWER % b'date1904="1"'
        before = NEWER % b'chartTrackingRefBase="1"'
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(before, extension)
    read = read_workbook(saved(tmp_path, zipped(parts)))
    from_1904 = name not in ("it is not so", "an extension alone says so")
    assert read.days_from_1904 is from_1904
    day = "2024-03-01" if from_1904 else "2020-02-29"
    assert read.sheets[0].rows == [(f"{day} 00:00:00",)]


def test_a_long_sheet_is_read_whole(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}">{text(f"A{row}", f"C{row}")}<c r="G{row}"><v>{row}</v></c></row>'
        for row in range(1, 200_001)
    )
    [sheet] = read_workbook(saved(tmp_path, cells(rows))).sheets
    assert len(sheet.rows) == 200_000
    assert all(
        row == (f"C{number}", *[None] * 5, str(number))
        for number, row in enumerate(sheet.rows, start=1)
    )


def test_a_sheet_as_long_as_excel_allows_and_twenty_columns_wide_may_be_read(
    tmp_path: Path,
) -> None:
    path = saved(
        tmp_path, cells(f'<row r="1">{text("A1")}</row><row r="1048576"><c r="T1"/></row>')
    )
    with path.open("rb") as file:
        check(file)


OTHER_FORMS = [
    f"<row>{text('A1')}</row><row>{text('A2', 'y')}</row>",
    '<row><c t="str"><v>x</v></c></row><row><c t="str"><v>y</v></c></row>',
    f"<row  spans='1:1'\n r='1' >{text('A1')}</row><row r='2'>{text('A2', 'y')}</row>",
]


@pytest.mark.parametrize("rows", OTHER_FORMS)
def test_rows_as_other_programs_write_them_are_read(tmp_path: Path, rows: str) -> None:
    [sheet] = read_workbook(saved(tmp_path, cells(rows))).sheets
    assert sheet.rows == [("x",), ("y",)]


def test_names_of_parts_may_begin_at_the_root(tmp_path: Path) -> None:
    """As openpyxl writes them."""
    rels = "xl/_rels/workbook.xml.rels"
    content = changed(rels, lambda old: old.replace(b'Target="work', b'Target="/xl/work'))
    assert read_workbook(saved(tmp_path, content)).sheets[0].rows == ROWS


@pytest.mark.parametrize("name", [TYPES, BOOK, "xl/_rels/workbook.xml.rels"])
def test_a_long_name_for_many_tags_is_read_in_no_time(tmp_path: Path, name: str) -> None:
    """A parser that knows namespaces would copy the two megabytes to each of the tags."""
    many = b'<a xmlns="' + b"u" * 2_000_000 + b'">' + b"<b/>" * 400_000 + b"</a>"
    content = changed(name, lambda old: re.sub(rb"(</\w+>\s*)$", many + rb"\1", old))
    assert read_workbook(saved(tmp_path, content)).sheets[0].rows == ROWS


def test_a_list_of_very_many_sheets_is_refused(tmp_path: Path) -> None:
    """Before each of the parts is looked up among the places of all sheets."""
    parts = parts_of(changed(BOOK, lambda old: re.sub(rb"(<sheet [^>]*/>)", rb"\1" * 50_000, old)))
    path = saved(tmp_path, zipped(parts | {f"p{n}": b"" for n in range(9_000)}))
    assert refusal(path).rule == "too_many_sheets"


def test_what_stands_behind_the_rows_is_no_row(tmp_path: Path) -> None:
    """As where Excel says to which cell a button is tied."""
    anchor = b"<xdr:from xmlns:xdr='x'><xdr:col>1</xdr:col><xdr:row>3</xdr:row></xdr:from>"
    content = changed(SHEET, lambda old: old.replace(b"</sheetData>", b"</sheetData>" + anchor))
    assert read_workbook(saved(tmp_path, content)).sheets[0].rows == ROWS


def test_a_register_with_an_encrypted_looking_word_is_read(tmp_path: Path) -> None:
    content = cells(f'<row r="1">{text("A1", "r=&quot;XFD1048576&quot; EncryptedPackage")}</row>')
    [sheet] = read_workbook(saved(tmp_path, content)).sheets
    assert sheet.rows == [('r="XFD1048576" EncryptedPackage',)]


# --- What is refused ------------------------------------------------------------------------


def doubled() -> bytes:
    """A second sheet 1 behind the first: which one counts depends on the program."""
    target = io.BytesIO(GOOD)
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(target, "a") as package,
    ):
        package.writestr(SHEET, b"<worksheet/>")
    return target.getvalue()


def with_part(name: str, content: bytes = b"x") -> bytes:
    return zipped({**parts_of(GOOD), name: content})


def flagged_as_encrypted() -> bytes:
    content = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), GOOD):
            content[found.start() + flags] |= 1
    return bytes(content)


def sized(size: int, name: str, content: bytes) -> bytes:
    """A workbook whose list of parts lies about the size of one part."""
    made = bytearray(with_part(name, content))
    entry = [found.start() for found in re.finditer(b"PK\x01\x02", made)][-1]
    assert made[entry + 46 :].startswith(name.encode())
    struct.pack_into("<I", made, entry + 24, size)
    return bytes(made)


def far(reference: str) -> bytes:
    return cells(f'<row r="1">{text("A1")}{text(reference)}</row>')


def twenty_times(reference: str) -> bytes:
    """Twenty sheets that are all the same part."""
    parts = parts_of(far(reference))
    entry = re.search(rb"<sheet [^>]*/>", parts[BOOK])
    assert entry
    sheets = b"".join(entry[0].replace(b"clients", b"s%d" % n) for n in range(20))
    parts[BOOK] = parts[BOOK].replace(entry[0], sheets)
    return zipped(parts)


def declaring(old: bytes) -> bytes:
    head, mark, rest = old.partition(b"?>")
    return head + mark + b'<!DOCTYPE a [<!ENTITY b "c">]>' + rest


def across_two_chunks() -> bytes:
    """The place of the far cell is read in two pieces."""

    def padded(spaces: int) -> bytes:
        return cells(f'<row r="1">{" " * spaces}{text("XFD1048576")}</row>')

    at = parts_of(padded(0))[SHEET].index(b"XFD1048576")
    return padded((1 << 20) - 5 - at)


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "unreadable"),
    "a text": (lambda: SECRET.encode(), "unreadable"),
    "an old workbook": (lambda: OLE + bytes(4096), "old_workbook"),
    "a password": (
        lambda: OLE + bytes(1048560) + "EncryptedPackage".encode("utf-16-le"),
        "protected_workbook",
    ),
    "encrypted parts": (flagged_as_encrypted, "protected_workbook"),
    "another zip": (lambda: zipped({"a.txt": b"x"}), "not_a_workbook"),
    "no content types": (lambda: without(TYPES), "not_a_workbook"),
    "no workbook": (lambda: without(BOOK), "not_a_workbook"),
    "a document": (
        lambda: changed(
            TYPES,
            lambda old: old.replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"),
        ),
        "not_a_workbook",
    ),
    "a kind of file that never ends": (
        lambda: changed(
            TYPES,
            lambda old: old.replace(b"spreadsheetml.sheet.main", b"spreadsheetml." * 200_000),
        ),
        "not_a_workbook",
    ),
    "no sheet": (lambda: without(SHEET), "missing_part"),
    "no texts": (lambda: without(STRINGS), "missing_part"),
    "no styles": (lambda: without("xl/styles.xml"), "missing_part"),
    "no relations": (lambda: without("xl/_rels/workbook.xml.rels"), "missing_part"),
    "a part twice": (doubled, "repeated_part"),
    "a part twice in capitals": (lambda: with_part(SHEET.upper()), "repeated_part"),
    "a way out": (lambda: with_part("xl/../../evil.xml"), "part_outside"),
    "a way out with backslashes": (lambda: with_part("xl\\..\\..\\evil.xml"), "part_outside"),
    "the root": (lambda: with_part("/etc/passwd"), "part_outside"),
    "a drive": (lambda: with_part("C:/evil.xml"), "part_outside"),
    "many parts": (
        lambda: zipped(parts_of(GOOD) | {f"p{n}": b"" for n in range(MOST_PARTS)}),
        "too_many_parts",
    ),
    "a bomb": (lambda: with_part("xl/media/bomb.bin", bytes(200 << 20)), "zip_bomb"),
    "a bomb that is said to be small": (
        lambda: sized(10, "xl/media/bomb.bin", bytes(200 << 20)),
        "zip_bomb",
    ),
    "a part that is larger than said": (
        lambda: sized(10, "xl/media/picture.bin", bytes(2000)),
        "unreadable",
    ),
    "what is said to be huge": (
        lambda: sized(3 << 30, "xl/media/picture.bin", b"x"),
        "unpacks_too_large",
    ),
    "entities in a sheet": (lambda: changed(SHEET, declaring), "declares_entities"),
    "entities in the workbook": (
        lambda: changed(BOOK, lambda old: b"<!DOCTYPE a [" + old),  # must never reach expat
        "declares_entities",
    ),
    "entities in the texts": (lambda: changed(STRINGS, declaring), "declares_entities"),
    "entities elsewhere": (
        lambda: with_part("customXml/item1.xml", declaring(b"<?xml?><a/>")),
        "declares_entities",
    ),
    "entities in UTF-16": (
        lambda: with_part("customXml/item1.xml", "<!DOCTYPE a><a/>".encode("utf-16")),
        "declares_entities",
    ),
    "a sheet in UTF-16": (
        lambda: changed(SHEET, lambda old: old.decode().encode("utf-16")),
        "unreadable",
    ),
    "entities across two chunks": (
        lambda: with_part("a.xml", b" " * ((1 << 20) - 5) + b"<!DOCTYPE a><a/>"),
        "declares_entities",
    ),
    "a far cell": (lambda: far("XFD1048576"), "far_cell"),
    "a far row": (lambda: far("A9999999"), "far_cell"),
    "a far column": (lambda: far("XFE1"), "far_cell"),
    "a far cell in small letters": (lambda: far("xfd1048576"), "far_cell"),
    "a far cell after two chunks": (
        lambda: cells(
            f'<row r="1">{text("A1", "x" * 900_000)}{text("A1", "x" * 900_000)}'
            f"{text('XFD1048576')}</row>"
        ),
        "far_cell",
    ),
    "a far cell otherwise written": (
        lambda: cells("<row r='1'><c\n  s='0' r = 'XFD1048576'><v>1</v></c></row>"),
        "far_cell",
    ),
    "a column of a million letters": (lambda: far("A" * 1_000_000 + "1"), "far_cell"),
    "a row of a million digits": (lambda: far("A" + "1" * 1_000_000), "far_cell"),
    "rows after the end of the rows": (
        lambda: cells(f'<row r="1">{text("A1")}</row></sheetData><row r="2">{text("A2")}</row>'),
        "unreadable",
    ),
    "rows in a second place for rows": (
        lambda: cells(f'</sheetData><sheetData><row r="1">{text("A1")}</row>'),
        "unreadable",
    ),
    "rows after a place for none": (
        lambda: changed(SHEET, lambda old: old.replace(b"<sheetData>", b"<sheetData/><sheetData>")),
        "unreadable",
    ),
    "a sheet that is cut off": (
        lambda: changed(SHEET, lambda old: old.partition(b"</sheetData>")[0]),
        "unreadable",
    ),
    "a cell that does not end": (
        lambda: cells('<row r="1"><c r="A1"><v>1</row><row r="2"><c r="A2"><v>2</v></c></row>'),
        "unreadable",
    ),
    "a loose &": (lambda: cells(f'<row r="1">{text("A1", "R & D")}</row>'), "unreadable"),
    "an entity that nobody declares": (
        lambda: cells(f'<row r="1">{text("A1", "&nimi;")}</row>'),
        "unreadable",
    ),
    "many sheets that are one": (lambda: twenty_times("Z200000"), "far_cell"),
    "a sheet that is no XML": (lambda: changed(SHEET, lambda _: b"<a><b></a>"), "unreadable"),
    "a workbook that is no XML": (lambda: changed(BOOK, lambda _: b"<a><b></a>"), "unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_or_damaged_workbook_is_refused_with_its_rule(tmp_path: Path, name: str) -> None:
    make, rule = REFUSED[name]
    assert refusal(saved(tmp_path, make())).rule == rule


def test_a_far_cell_is_seen_before_the_parser_sees_it(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught, saved(tmp_path, across_two_chunks()).open("rb") as f:
        check(f)
    assert caught.value.rule == "far_cell"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "registers.xlsx"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refusal(path).rule == "workbook_too_large"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999])
def test_a_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    assert refusal(saved(tmp_path, GOOD[: int(len(GOOD) * share)])).rule == "unreadable"


def forty_rows() -> bytes:
    return cells(
        "".join(
            f'<row r="{row}">{text(f"A{row}", f"C{row}")}<c r="B{row}"><v>{row}</v></c></row>'
            for row in range(1, 41)
        )
    )


ROW_20 = b'<row r="20">'
HALVES: dict[str, Callable[[bytes], bytes]] = {
    "cut before a row": lambda sheet: sheet.partition(ROW_20)[0],
    "cut within a tag": lambda sheet: sheet.partition(ROW_20)[0] + ROW_20[:5],
    "cut after the rows": lambda sheet: sheet.partition(b"</sheetData>")[0] + b"</sheetData>",
    "rows that end early": lambda sheet: sheet.replace(ROW_20, b"</sheetData>" + ROW_20),
    "rows that begin twice": lambda sheet: sheet.replace(
        ROW_20, b"</sheetData><sheetData>" + ROW_20
    ),
    "a row within a row": lambda sheet: sheet.replace(ROW_20, b'<row r="19">' + ROW_20),
    "a row that ends as something else": lambda sheet: sheet.replace(
        b"<v>20</v></c></row>", b"<v>20</v></c></rov>"
    ),
    "a cell that does not end": lambda sheet: sheet.replace(b"<v>20</v></c>", b"<v>20</v>"),
    "a value that does not end": lambda sheet: sheet.replace(b"<v>20</v>", b"<v>20"),
    "bytes between the rows": lambda sheet: sheet.replace(ROW_20, b"\x01" + ROW_20),
    "a bare ampersand": lambda sheet: sheet.replace(b"C20", b"C & 20"),
    "two sheets in one part": lambda sheet: sheet * 2,
}


@pytest.mark.parametrize("name", HALVES)
def test_a_sheet_that_breaks_off_or_is_torn_is_never_read_by_half(
    tmp_path: Path, name: str
) -> None:
    whole = forty_rows()
    assert len(read_workbook(saved(tmp_path, whole)).sheets[0].rows) == 40
    torn = HALVES[name](parts_of(whole)[SHEET])
    error = refusal(saved(tmp_path, zipped(parts_of(whole) | {SHEET: torn})))
    assert error.rule == "unreadable"


def test_texts_of_a_workbook_that_are_torn_are_refused(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, changed(STRINGS, lambda old: old.replace(b"</si>", b"", 1))))
    assert error.rule == "unreadable"


def test_texts_that_are_kept_nowhere_do_not_become_empty_cells(tmp_path: Path) -> None:
    """Neither the part nor the relation to it is there, but the cells refer to it."""
    parts = parts_of(without(STRINGS))
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb'<Relationship [^>]*sharedStrings.xml"/>', b"", parts[rels])
    refusal(saved(tmp_path, zipped(parts)))


def test_reading_tells_the_rule_and_its_remedy(tmp_path: Path) -> None:
    source = read(saved(tmp_path, far("XFD1048576")))
    assert [(p.rule, p.place) for p in source.errors] == [("far_cell", Place("registers.xlsx"))]
    assert "Ctrl+End" in source.errors[0].sentence("fi")


def test_every_rule_that_a_file_can_break_has_its_sentence() -> None:
    folder = Path(check.__code__.co_filename).parent
    named = {
        rule
        for path in folder.glob("*.py")
        for rule in re.findall(r'Unreadable\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert named >= {"far_cell", "zip_bomb", "not_read", "too_much_to_read"}
    assert named <= set(RULES)


# --- A parser that fails --------------------------------------------------------------------

DEATHS = {
    "os.abort()": "signal 6",
    "os.kill(os.getpid(), 9)": "signal 9",
    "os.kill(os.getpid(), 11)": "signal 11",
    "fails(MemoryError)": "memory",
    "fails(KeyboardInterrupt)": "panic",
    "os._exit(1)": "exit 1",
    "[]": "answer",
    f"[os.write(1, {SECRET!r}.encode())][1:]": "answer",
    "[(b'E', b'')]": "answer",
    "[(b'R', b'abc')]": "answer",
    "[(b'S', b'{}')]": "answer",
    "dies_within()": "answer",
    "time.sleep(60)": "time",
    "waits()": "time",
    "spins()": "time",
}


@pytest.fixture(scope="module")
def dying() -> Iterator[Warm]:
    warm = Warm("tests.lib.dying")
    yield warm
    warm.end()


@pytest.mark.parametrize("deed", DEATHS)
def test_a_parser_that_dies_or_talks_nonsense_is_one_refusal(
    tmp_path: Path, dying: Warm, deed: str
) -> None:
    waits = "sleep" in deed or deed == "waits()"
    little = Limits(wall_seconds=1) if waits else Limits(cpu_seconds=1)
    error = refusal(saved(tmp_path, deed.encode()), limits=little, warm=dying)
    assert (error.rule, error.code) == ("not_read", DEATHS[deed])


def large() -> bytes:
    """Sixty thousand rows of ten filled cells."""
    line = "".join(text(f"{letter}1", "x" * 20) for letter in "ABCDEFGHIJ")
    return cells(
        "".join(f'<row r="{n}">{line.replace("1", str(n))}</row>' for n in range(2, 60_000))
    )


@pytest.fixture(scope="module")
def large_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("large"), large())


def test_the_parser_may_not_take_more_memory_than_its_limit(large_workbook: Path) -> None:
    error = refusal(large_workbook, limits=Limits(memory=300 << 20))
    assert (error.rule, error.code in ("memory", "signal 6")) == ("not_read", True), error.code


def test_the_parser_may_not_answer_more_than_its_limit(large_workbook: Path) -> None:
    error = refusal(large_workbook, limits=Limits(answer=1 << 20))
    assert (error.rule, error.code) == ("not_read", "answer")


def test_a_workbook_with_more_filled_cells_than_can_be_read_is_refused(
    large_workbook: Path,
) -> None:
    assert refusal(large_workbook, limits=Limits(filled=500_000)).rule == "too_much_to_read"


def test_a_far_cell_that_the_check_did_not_see_does_not_fill_the_memory(
    tmp_path: Path, dying: Warm
) -> None:
    """The parser answers with one narrow column that stands far to the right."""
    assert refusal(saved(tmp_path, b"far()"), warm=dying).rule == "far_cell"


def test_the_parser_can_write_no_file(tmp_path: Path, dying: Warm) -> None:
    target = tmp_path / "written"
    deed = f"open({str(target)!r}, 'w').write({SECRET!r})"
    refusal(saved(tmp_path, deed.encode()), warm=dying)
    assert not target.exists() or target.stat().st_size == 0


def test_reading_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [tmp_path / name for name in ("temporary", "here")]
    for place in places:
        place.mkdir()
    monkeypatch.setenv("TMPDIR", str(places[0]))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(places[1])
    path = saved(tmp_path, GOOD)
    assert read_workbook(path).sheets[0].rows == ROWS
    refusal(saved(tmp_path, far("XFD1048576")))
    assert [list(place.iterdir()) for place in places] == [[], []]


# --- Any damage at all ----------------------------------------------------------------------


def damaged(seed: int) -> bytes:
    """The good workbook cut, or with some bytes changed, packed or in one of its parts."""
    chance = random.Random(seed)
    parts = parts_of(GOOD)
    name = chance.choice([SHEET, STRINGS, BOOK, "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
    inside = chance.random() < 0.6
    content = bytearray(parts[name] if inside else GOOD)
    if chance.random() < 0.2:
        del content[chance.randrange(len(content)) :]
    else:
        for _ in range(chance.choice([1, 1, 2, 8])):
            content[chance.randrange(len(content))] = chance.choice(
                [chance.randrange(256), *b"<>&\"'/09AZaz"]
            )
    return zipped(parts | {name: bytes(content)}) if inside else bytes(content)


def read_or_refused(seed: int) -> Workbook | Unreadable:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return read_workbook(saved(Path(folder), damaged(seed)))
        except Unreadable as error:
            return error


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_a_damaged_workbook_gives_rows_or_one_refusal(seed: int) -> None:
    found = read_or_refused(seed)
    assert isinstance(found, Workbook) or found.rule in RULES


@pytest.mark.long
def test_many_damaged_workbooks_give_rows_or_one_refusal() -> None:
    found = [read_or_refused(seed) for seed in range(1500)]
    assert any(isinstance(one, Workbook) for one in found)
    assert len({one.rule for one in found if isinstance(one, Unreadable)}) > 3
