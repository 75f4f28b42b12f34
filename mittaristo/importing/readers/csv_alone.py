"""A large CSV file → text, read by a process of its own that has limits; a small one at once.

Run as a script it is that process: the file named last → its rows on stdout, some at a time.
"""

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from mittaristo.importing.readers import csv_files, workbook_child
from mittaristo.importing.readers.csv_files import CsvText
from mittaristo.importing.readers.unreadable import Unreadable

AT_ONCE = 1 << 19
"""Bytes that are read sooner than a process begins."""

ROWS_AT_ONCE = 20_000
LENGTH = 8
"""Bytes that tell how long the next part of the answer is."""

CPU_SECONDS = 30
BASE, TIMES = 1 << 28, 16
"""Bytes of the process, and so many times those of the file: its text, twice, with any letters."""


def read(path: Path) -> CsvText:
    """Read a file. Raises only Unreadable for a bad one."""
    try:
        size = path.stat().st_size
    except OSError:
        raise Unreadable("unreadable", "file") from None
    if size <= AT_ONCE:
        return csv_files.read_csv(path)
    memory = BASE + TIMES * min(size, csv_files.LIMITS.size)
    command = [sys.executable, "-P", "-B", __file__, str(memory), str(CPU_SECONDS), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        found = _received(child.stdout)
        status = child.wait()
    if found is None:
        raise Unreadable("not_read", "memory" if status == workbook_child.NO_MEMORY else "time")
    return found


def _received(answer: IO[bytes]) -> CsvText | None:
    """What the process sends; None where its answer breaks off."""
    rows: list[csv_files.Cells] = []
    while length := int.from_bytes(answer.read(LENGTH)):
        content = answer.read(length)
        if len(content) < length:
            break
        kind, part = marshal.loads(content)
        if kind == "rows":
            rows += part
        elif kind == "unreadable":
            rule, code, row, details = part
            raise Unreadable(rule, code, row, **details)
        else:
            return CsvText(rows, *part)
    return None


def _parts(path: Path) -> Iterator[tuple[str, Any]]:
    """Rows, and at last encoding and faults; or why the file is not read."""
    try:
        text = csv_files.opened(path)
        rows = text.rows()
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield "rows", some
        yield "end", (text.encoding, text.faults)
    except Unreadable as why:
        yield "unreadable", (why.rule, why.code, why.row, why.details)


def main() -> int:
    workbook_child.limit(int(sys.argv[1]), int(sys.argv[2]))
    try:
        with os.fdopen(os.dup(1), "wb") as answer:
            for part in _parts(Path(sys.argv[3])):
                content = marshal.dumps(part)
                answer.write(len(content).to_bytes(LENGTH) + content)
    except MemoryError:
        return workbook_child.NO_MEMORY
    return 0


if __name__ == "__main__":
    os._exit(main())
