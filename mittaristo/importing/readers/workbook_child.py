"""Run as a script of its own by workbook.py: a workbook on stdin → its sheets on stdout.

Only here is the parser let loose on a file, because it can end its whole process. Nothing is
imported that is not needed, as every reading pays for it, and nothing is written to disk.
"""

import contextlib
import io
import json
import os
import re
import struct
import sys
import zipfile
from typing import Any, BinaryIO

REFUSED, NO_MEMORY, PANIC = 3, 4, 5
"""How the process ends when the parser refuses the file, lacks memory or panics."""

FRAME = struct.Struct(">cQ")
"""What stands before each part of the answer: its kind and its length in bytes."""
SHEET, ROWS, END = b"S", b"R", b"E"
CELLS_AT_ONCE = 1_000_000


def main() -> int:
    memory, cpu_seconds, epoch = (int(argument) for argument in sys.argv[1:])
    limit(memory, cpu_seconds)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the libraries print must not get into the answer
    import fastexcel  # noqa: F401 - where this fails, the file is not at fault
    import pyarrow  # noqa: F401

    try:
        _send_sheets(answer, epoch)
        answer.flush()
    except MemoryError:
        return NO_MEMORY
    except Exception:
        return REFUSED
    except BaseException:  # a panic of the parser is not an Exception
        return PANIC
    return 0


def limit(memory: int, cpu_seconds: int) -> None:
    """Let this process take no more bytes and seconds of a processor, and write nothing."""
    try:
        import resource
    except ImportError:  # Windows: the clock of the parent still holds
        return
    for about, most, end in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),  # the first says why, by SIGXCPU
        (resource.RLIMIT_AS, memory, memory),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no RLIMIT_AS
            resource.setrlimit(about, (most, end))


BOOK = "xl/workbook.xml"
ROOT = re.compile(rb"<((?:\w+:)?)workbook\b[^<>]*>")
PROPERTIES = re.compile(rb"<(/?(?:\w+:)?)workbookPr\b")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _counting_from(epoch: int, content: bytes) -> bytes:
    """The workbook with one tag that says from which year it counts its days, where any does.

    The parser heeds the last tag of this name, also one of an extension that says nothing of it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        [part] = [one for one in package.infolist() if _plain(one.filename) == BOOK]
        book = package.read(part)
    if b"1904" not in book and epoch != 1904:
        return content
    says = rb'\g<0><\1workbookPr date1904="%d"/>' % (epoch == 1904)
    book = ROOT.sub(says, PROPERTIES.sub(rb"<\1was", book), count=1)
    changed = io.BytesIO(content)
    with zipfile.ZipFile(changed, "a") as package:
        package.filelist = [one for one in package.filelist if one.filename != part.filename]
        del package.NameToInfo[part.filename]
        package.writestr(part.filename, book)
    return changed.getvalue()


def _send_sheets(answer: BinaryIO, epoch: int) -> None:
    import fastexcel
    import pyarrow as pa

    workbook = fastexcel.read_excel(_counting_from(epoch, sys.stdin.buffer.read()))
    for index, name in enumerate(workbook.sheet_names):
        sheet = workbook.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
        about: dict[str, Any] = {"name": name, "first_column": 0, "errors": []}
        if not sheet.width:
            _send(answer, SHEET, json.dumps(about).encode())
            continue
        batch, errors = sheet.to_arrow_with_errors()
        first = sheet.available_columns()[0].absolute_index
        found = [error.position for error in errors.errors] if errors else []
        about |= {
            "first_column": first,
            "errors": [(row + 1, first + column) for row, column in found],
        }
        _send(answer, SHEET, json.dumps(about).encode())
        step = max(1, CELLS_AT_ONCE // sheet.width)
        for start in range(0, batch.num_rows, step):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch.slice(start, step))
            _send(answer, ROWS, sink.getvalue())
    _send(answer, END, b"")


def _send(answer: BinaryIO, kind: bytes, part: Any) -> None:
    answer.write(FRAME.pack(kind, len(part)))
    answer.write(part)


if __name__ == "__main__":
    os._exit(main())  # without taking down what may hold a gigabyte
