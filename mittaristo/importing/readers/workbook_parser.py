"""A workbook → its sheets, as the parser reads them once it has been checked."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import fastexcel
import pyarrow as pa

from mittaristo.importing.readers.apart import END, ROWS, SHEET, Part
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_check import SheetFacts, check

CELLS_AT_ONCE = 1_000_000
TIMES, CELL = 6, 48
"""Bytes that reading takes for each that the workbook unpacks to, and for each cell."""


def parts(path: Path, allow: Callable[[int], None]) -> Iterator[Part]:
    """Each sheet and its rows, some at a time; at last whether days count from 1904.

    `allow` is asked for so many bytes of memory. Raises Unreadable, and what the parser raises.
    """
    with path.open("rb") as file:
        facts = check(file)
        allow(TIMES * facts.unpacked + CELL * facts.cells)
        file.seek(0)
        content = _counting(file.read(), from_1904=facts.days_from_1904)
    workbook = fastexcel.read_excel(content)
    if len(workbook.sheet_names) != len(facts.sheets):
        raise Unreadable("not_read", "answer")
    for index, known in enumerate(facts.sheets):
        yield from _sheet(
            workbook.load_sheet(index, header_row=None, skip_rows=0, dtypes="string"), known
        )
    yield END, json.dumps(facts.days_from_1904).encode()


def _sheet(sheet: fastexcel.ExcelSheet, known: SheetFacts) -> Iterator[Part]:
    first, errors, batches = 0, [], []
    if sheet.width:
        batch, found = sheet.to_arrow_with_errors()
        first = sheet.available_columns()[0].absolute_index
        errors = [error.position for error in found.errors] if found else []
        step = max(1, CELLS_AT_ONCE // sheet.width)
        batches = [batch.slice(start, step) for start in range(0, batch.num_rows, step)]
    about = {
        "name": sheet.name,
        "first_column": first,
        "errors": [(row + 1, first + column) for row, column in errors],
        **known._asdict(),
    }
    yield SHEET, json.dumps(about).encode()
    for batch in batches:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        yield ROWS, sink.getvalue()


BOOK = "xl/workbook.xml"
ROOT = re.compile(rb"<((?:\w+:)?)workbook\b[^<>]*>")
PROPERTIES = re.compile(rb"<(/?(?:\w+:)?)workbookPr\b")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _counting(content: bytes, *, from_1904: bool) -> bytes:
    """The workbook with one tag that says from which year it counts its days, where any does.

    The parser heeds the last tag of this name, also one of an extension that says nothing of it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        [part] = [one for one in package.infolist() if _plain(one.filename) == BOOK]
        book = package.read(part)
    if b"1904" not in book and not from_1904:
        return content
    says = rb'\g<0><\1workbookPr date1904="%d"/>' % from_1904
    book = ROOT.sub(says, PROPERTIES.sub(rb"<\1was", book), count=1)
    changed = io.BytesIO(content)
    with zipfile.ZipFile(changed, "a") as package:
        package.filelist = [one for one in package.filelist if one.filename != part.filename]
        del package.NameToInfo[part.filename]
        package.writestr(part.filename, book)
    return changed.getvalue()
