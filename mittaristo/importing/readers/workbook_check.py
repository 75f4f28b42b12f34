"""What a workbook is, told from its package alone, before a parser touches it.

Everything is streamed: a package that unpacks to gigabytes takes no more memory than a small one.
"""

import os
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, NamedTuple
from xml.parsers import expat

from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.importing.readers.workbook_sheet import Merged, SeenSheet
from mittaristo.messages.problems import spaced

MOST_BYTES = 100 << 20
MOST_PARTS = 10_000
MOST_UNPACKED = 2 << 30
MOST_TIMES = 200
"""Registers shrink to a tenth or a fiftieth. Tested only where it matters, from FREE on."""
FREE = 100 << 20
MOST_CELLS = 30_000_000
"""Rows × columns up to the last used one of each sheet, summed: what a parser sets aside."""
MOST_IN_MEMORY = 4 << 20
"""Bytes of a part that is read as a whole: the list of sheets and where they lie.

Even one that is nothing but tags is looked through in half a second."""
LONGEST_TEXT = 4 * 32_767
"""Bytes of a text that cells share: Excel allows 32 767 characters. A small file can refer to one
so often that it fills any memory."""
MOST_SHEETS = 500
LONGEST_TAG = 1 << 20
CHUNK = 1 << 20

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENTRY = b"PK\x01\x02"
CONTENT_TYPES, BOOK, RELATIONS = (
    "[content_types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
DECLARES = re.compile(rb"<!(?i:DOCTYPE|ENTITY)")
LONGEST_DECLARATION = 9
HIDDEN = ("hidden", "veryHidden")
TRUE = ("1", "true")
ENCRYPTED_PART = 1
"""The bit of a part's flags that says so."""


class SheetFacts(NamedTuple):
    """What the parser does not tell of a sheet. `uncalculated` and `merged`: see SeenSheet."""

    hidden: bool
    hidden_rows: int
    uncalculated: Collection[tuple[int, str]]
    merged: Collection[Merged]


@dataclass(frozen=True)
class Facts:
    """Sheets in the order of the workbook; how many bytes it unpacks to, and how many cells.

    Cells are counted up to the last used row and column of each sheet.
    """

    sheets: list[SheetFacts]
    days_from_1904: bool
    unpacked: int
    cells: int


def check(file: IO[bytes]) -> Facts:
    """Look through a workbook. Raises Unreadable where it must not be parsed."""
    size = os.fstat(file.fileno()).st_size
    if size > MOST_BYTES:
        raise Unreadable("workbook_too_large", limit=MOST_BYTES >> 20)
    _look_at_bytes(file)
    try:
        with zipfile.ZipFile(file) as package:
            return _Package(package, size).facts()
    except (Unreadable, MemoryError):
        raise
    except Exception:  # zipfile, zlib and expat raise what they like on a damaged file
        raise Unreadable("unreadable") from None


def _look_at_bytes(file: IO[bytes]) -> None:
    """Refuse what is no zip but an older form, and a zip with a long list of parts."""
    content = file.read()
    if content.startswith(OLE):
        raise Unreadable("protected_workbook" if ENCRYPTED in content else "old_workbook")
    if content.count(ENTRY) > MOST_PARTS:
        raise Unreadable("too_many_parts", limit=spaced(MOST_PARTS))


class _Package:
    """An open zip whose parts are what they should be. Names of parts ignore case."""

    def __init__(self, package: zipfile.ZipFile, size: int) -> None:
        self._package, self._size = package, size
        self._parts = _listed(package.infolist())
        self._unpacked = 0

    def facts(self) -> Facts:
        for needed in (CONTENT_TYPES, BOOK):
            if needed not in self._parts:
                raise Unreadable("not_a_workbook")
        if not any(map(_is_a_workbook, self._tags(CONTENT_TYPES, ("Default", "Override")))):
            raise Unreadable("not_a_workbook")
        book = self._tags(BOOK, ("sheet", "workbookPr"))
        targets, others, tables = self._targets()
        sheets = [tag for tag in book if (tag.name, tag.within) == ("sheet", "sheets")]
        if len(sheets) > MOST_SHEETS:
            raise Unreadable("too_many_sheets", limit=MOST_SHEETS)
        places = [targets.get(sheet.attributes.get("id", ""), "") for sheet in sheets]
        used = set(places)
        if not used | others <= set(self._parts):
            raise Unreadable("missing_part")
        seen = {
            name: self._look_through(name, sheet=name in used, read=name in others)
            for name in self._parts
        }
        if not all(seen[place].has_data for place in tables & used):
            raise Unreadable("unreadable")
        cells = sum(seen[place].cells for place in places)
        if cells > MOST_CELLS:
            raise Unreadable("far_cell")
        return Facts(
            [
                SheetFacts(
                    sheet.attributes.get("state") in HIDDEN,
                    seen[place].hidden_rows,
                    seen[place].uncalculated,
                    seen[place].merged,
                )
                for sheet, place in zip(sheets, places, strict=True)
            ],
            _from_1904(book),
            self._unpacked,
            cells,
        )

    def _targets(self) -> tuple[dict[str, str], set[str], set[str]]:
        """Id → part of every relation of the workbook.

        And which of them hold texts and the look of dates, and which hold sheets with rows.
        """
        targets, others, tables = {}, set(), set()
        for entry in (tag.attributes for tag in self._tags(RELATIONS, ("Relationship",))):
            if entry.get("TargetMode") == "External":
                continue
            target = entry.get("Target", "").lower()
            inside = target.startswith(("/", "xl/"))
            part = target.lstrip("/") if inside else posixpath.normpath(f"xl/{target}")
            targets[entry.get("Id", "")] = part
            if entry.get("Type", "").endswith(("/sharedStrings", "/styles")):
                others.add(part)
            elif entry.get("Type", "").endswith("/worksheet"):
                tables.add(part)
        return targets, others, tables

    def _tags(self, name: str, wanted: Collection[str]) -> list["_Tag"]:
        """The wanted tags of a part.

        Their prefixes are cut off, not looked up: a parser that knows namespaces copies a long one
        to each tag that stands in it.
        """
        found: list[_Tag] = []
        around = [""]

        def start(written: str, attributes: Mapping[str, str]) -> None:
            tag = written.rpartition(":")[2]
            if tag in wanted:
                found.append(_Tag(tag, around[-1], _without_prefixes(attributes)))
            around.append(tag)

        def end(_: str) -> None:
            around.pop()

        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(self._small(name), True)
        return found

    def _small(self, name: str) -> bytes:
        """A part as a whole, without declarations."""
        if name not in self._parts:
            raise Unreadable("missing_part")
        content = b""
        for chunk in self._chunks(name):
            content += chunk
            if len(content) > MOST_IN_MEMORY:
                raise Unreadable("unpacks_too_large", limit=MOST_UNPACKED >> 30)
        if b"\0" in content:
            raise Unreadable("unreadable")
        if DECLARES.search(content):
            raise Unreadable("declares_entities")
        return content

    def _chunks(self, name: str) -> Iterator[bytes]:
        """What a part really unpacks to, whatever the list of parts says of its size."""
        part = self._parts[name]
        said, part.file_size = part.file_size, MOST_UNPACKED + 1
        found = 0
        try:
            with self._package.open(part) as content:
                while chunk := content.read(CHUNK):
                    found += len(chunk)
                    self._unpacked += len(chunk)
                    if self._unpacked > MOST_UNPACKED:
                        raise Unreadable("unpacks_too_large", limit=MOST_UNPACKED >> 30)
                    if self._unpacked > max(FREE, MOST_TIMES * self._size):
                        raise Unreadable("zip_bomb", limit=MOST_TIMES)
                    yield chunk
        finally:
            part.file_size = said
        if found != said:
            raise Unreadable("unreadable")

    def _look_through(self, name: str, *, sheet: bool, read: bool) -> SeenSheet:
        """Unpack a part, and look for what must not be in it.

        What is read must be XML to its very end: the parser would pass over the rest in silence.
        """
        seen, rest = SeenSheet(), b""
        well_formed = expat.ParserCreate()
        xml = sheet or read or name.endswith((".xml", ".rels"))
        for chunk in self._chunks(name):
            if not xml:
                continue
            if b"\0" in chunk:
                if sheet or read:  # in UTF-16, which neither Excel nor the parser uses here
                    raise Unreadable("unreadable")
                chunk = chunk.replace(b"\0", b"")
            text = rest + chunk
            if DECLARES.search(text):
                raise Unreadable("declares_entities")
            if not (sheet or read):
                rest = text[-LONGEST_DECLARATION:]
                continue
            whole, rest = _cut(text)
            well_formed.Parse(chunk)
            if sheet:
                seen.take(whole)
            elif max(map(len, whole.split(b"<"))) > LONGEST_TEXT:
                raise Unreadable("cell_too_long")
        if sheet or read:
            well_formed.Parse(b"", True)
        if sheet:
            seen.take(rest)
            seen.end()
        return seen


def _listed(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names, which no two share and none of which leads outside."""
    parts: dict[str, zipfile.ZipInfo] = {}
    if len(infos) > MOST_PARTS:
        raise Unreadable("too_many_parts", limit=spaced(MOST_PARTS))
    for info in infos:
        name = info.orig_filename.replace("\\", "/").lower()
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            raise Unreadable("part_outside")
        if name in parts:
            raise Unreadable("repeated_part")
        if info.flag_bits & ENCRYPTED_PART:
            raise Unreadable("protected_workbook")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("unreadable")
        parts[name] = info
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Unreadable("unpacks_too_large", limit=MOST_UNPACKED >> 30)
    return parts


class _Tag(NamedTuple):
    """A tag of a small part, the one that it stands in, and its attributes, without prefixes."""

    name: str
    within: str
    attributes: Mapping[str, str]


def _from_1904(book: Iterable[_Tag]) -> bool:
    """What the workbook itself says; of a newer Excel's extensions, one has a tag of this name."""
    own = (tag for tag in book if (tag.name, tag.within) == ("workbookPr", "workbook"))
    return any(tag.attributes.get("date1904", "").strip() in TRUE for tag in own)


def _without_prefixes(attributes: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for written, value in attributes.items():
        prefix, _, name = written.rpartition(":")
        if prefix != "xmlns":
            found.setdefault(name, value)
    return found


def _is_a_workbook(tag: _Tag) -> bool:
    kind = tag.attributes.get("ContentType", "")
    return kind.endswith("main+xml") and ("spreadsheetml." in kind or "ms-excel." in kind)


def _cut(text: bytes) -> tuple[bytes, bytes]:
    """Whole tags, and the beginning of the last one, which may go on in the next chunk."""
    at = text.rfind(b"<")
    if at < 0 or len(text) - at > LONGEST_TAG:
        raise Unreadable("unreadable")
    return text[:at], text[at:]
