"""Names that must be found nowhere in a store, and ids of rows that nobody else must be given."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
from pypdf import PdfReader

from mittaristo.project import Project
from mittaristo.snapshots.reading import numbers, open_snapshot
from tests.lib.builders import Tables

CANARY = [
    "Aino Kanarialintu",
    "aino@kanaria.fi",
    "040 123 4567",
    "010190-999W",
    "FI2112345600000785",
]


def stored_texts(project: Project) -> str:
    """Every value of every file of every snapshot."""
    found = []
    for number in numbers(project.folder):
        snapshot = open_snapshot(project.folder, number)
        for frame in (*snapshot.registers().values(), *snapshot.figures.tables.values()):
            found += [str(value) for column in frame.iter_columns() for value in column.unique()]
        found += [path.read_text(encoding="utf-8") for path in snapshot.folder.rglob("*.json")]
    return "\n".join(found)


MARK = "KANARIA-"
"""How every id begins in rows that are marked."""

IDS = (
    *("client_id", "employment_id", "employer_id", "participation_id", "service_id"),
    *("assessment_id", "encounter_id"),
)
"""Columns with ids of rows about persons and employers."""

PSEUDONYM = 32
"""So many hexadecimal digits it has."""


def marked(tables: Tables) -> Tables:
    """The same rows, each id of which begins with MARK."""
    return {
        name: [
            {key: f"{MARK}{one}" if key in IDS and one else one for key, one in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }


def ids_of_rows(project: Project) -> frozenset[bytes]:
    """Every pseudonym of every row of every snapshot."""
    found: set[bytes] = set()
    for number in numbers(project.folder):
        for frame in open_snapshot(project.folder, number).registers().values():
            for column in set(IDS) & set(frame.columns):
                found |= {value.encode() for value in frame[column].drop_nulls().unique()}
    return frozenset(one for one in found if len(one) == PSEUDONYM)


def unpacked(content: bytes) -> Iterator[bytes]:
    """What a file says: itself, the members of an archive, the text of a PDF, cells of a table."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(gzip.decompress(content))
    elif content.startswith(b"PAR1"):
        for column in pl.read_parquet(io.BytesIO(content)).iter_columns():
            yield "\n".join(map(str, column.unique())).encode()
    elif content.startswith(b"%PDF-"):
        for page in PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text().encode()


def found_in(contents: Iterable[bytes], ids: frozenset[bytes]) -> list[bytes]:
    """The ids of rows that some files or messages hold; marked ones as they stand there."""
    found: list[bytes] = []
    for content in contents:
        for text in unpacked(content):
            found += re.findall(MARK.encode() + rb".{0,12}", text)
            for run in re.findall(rb"[0-9a-f]{%d,}" % PSEUDONYM, text):
                places = range(len(run) - PSEUDONYM + 1)
                found += [one for at in places if (one := run[at : at + PSEUDONYM]) in ids]
    return found


def files_below(folder: Path) -> list[bytes]:
    """Names and bytes of all files."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [part for path in files for part in (path.name.encode(), path.read_bytes())]
