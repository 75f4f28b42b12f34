"""The text of a publication's draft, from a file or as it was pasted: paragraphs and sentences."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from mittaristo.i18n.normalisation import UNSEEN
from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal

AT_MOST = 5_000_000
"""Bytes of a draft: more than a long book has."""

KINDS = (".txt", ".md", ".docx")

LONGEST = 1_000
"""Letters of a sentence. What goes on without a full stop is parted there, or before its last
space."""

SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“”(]?[A-ZÅÄÖ\d])")
DAY_AT_END = re.compile(r"(?:\b\d{1,2}\.\d{1,2}|\b(?:esim|mm|ns|n|vrt|ks|klo|puh|s|no|nro))\.$")


def read(path: Path) -> str:
    """The text of a file. Raises Refusal where it is of another kind, and OSError."""
    if path.suffix.lower() not in KINDS:
        rule = N_("a draft is a text (.txt, .md) or a Word file (.docx).")
        raise Refusal(rule, place=path.name, usage=True)
    if path.exists() and not path.is_file():  # reading from a pipe might never end
        raise OSError(path)
    if path.stat().st_size > AT_MOST:
        raise Refusal(N_("the draft is too large."), place=path.name, usage=True)
    if path.suffix.lower() == ".docx":
        return _of_word(path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        rule = N_("the text is not UTF-8. Save it as UTF-8 text or as a Word file.")
        raise Refusal(rule, place=path.name, usage=True) from None


def _of_word(path: Path) -> str:
    """Paragraphs and tables in their order, a row of a table as a line."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > 20 * AT_MOST:
            raise Refusal(N_("the draft is too large."), place=path.name, usage=True)
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError):
        rule = N_("the file cannot be read as a Word file. Save it again as .docx.")
        raise Refusal(rule, place=path.name, usage=True) from None
    lines: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            lines.append(part.text)
        elif isinstance(part, Table):
            lines += [
                ": ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in part.rows
            ]
    return "\n\n".join(lines)


def paragraphs(text: str) -> Iterator[list[str]]:
    """The sentences of each paragraph: what an empty line parts, or a line of a list."""
    for paragraph in re.split(
        r"\n\s*\n|\n(?=\s*(?:\d+[.)]|[-*•–])\s)", UNSEEN.sub("", text).replace("\r\n", "\n")
    ):
        if paragraph.strip():
            yield list(_sentences(" ".join(paragraph.split("\n"))))


def _sentences(paragraph: str) -> Iterator[str]:
    """One after the other: a full stop of a day or an abbreviation ends none."""
    begun = ""
    for part in SENTENCE_ENDS.split(paragraph):
        begun = f"{begun} {part}" if begun else part
        while len(begun) > LONGEST:
            at = begun.rfind(" ", 1, LONGEST)
            at = LONGEST if at < 0 else at
            yield begun[:at].strip()
            begun = begun[at:]
        if not DAY_AT_END.search(begun):
            yield begun.strip()
            begun = ""
    if begun.strip():
        yield begun.strip()
