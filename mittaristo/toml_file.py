"""A TOML file that a person wrote: read as it was saved, and what hinders it in plain words."""

import re
import tomllib
from pathlib import Path
from typing import Any

from mittaristo.spelling import decoded
from mittaristo.texts import N_

CURLY = re.compile("[“”„‟″«»‘’‚]")
"""Quotation marks as text editors for letters make them."""

AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")


class Fault(Exception):
    """The file cannot be read. Holds a sentence of the catalogue and its details."""

    def __init__(self, sentence: str, **details: str) -> None:
        super().__init__(sentence)
        self.sentence, self.details = sentence, details


def read(path: Path) -> tuple[dict[str, Any], str | None]:
    """What the file says, and its encoding where that is not UTF-8. Raises Fault."""
    try:
        content = path.read_bytes()
    except OSError:
        raise Fault(N_("the file cannot be read.")) from None
    text, encoding = (None, None) if b"\0\0" in content else decoded(content)
    if text is None:
        raise Fault(N_("this is not text in UTF-8. Save it with a text editor, encoding UTF-8."))
    try:
        return tomllib.loads(text), encoding
    except tomllib.TOMLDecodeError as error:
        raise _fault(str(error), text.splitlines() or [""]) from None


def _fault(said: str, lines: list[str]) -> Fault:
    """Line, column and the likely cause; the file's own text is not repeated."""
    found = AT.search(said)
    line = int(found[1]) if found and found[1] else len(lines)
    column = int(found[2]) if found and found[2] else len(lines[-1]) + 1
    written = lines[min(line, len(lines)) - 1]
    details = {"line": str(line), "column": str(column)}
    if CURLY.search(written) and "twice" not in said:
        return Fault(
            N_('line {line}: the quotation marks are slanted or curly. Write straight ones: "'),
            line=str(line),
        )
    for signs, sentence in CAUSES:
        if any(sign in said for sign in signs):
            return Fault(sentence, **details)
    return Fault(N_("line {line}, column {column}: this cannot be understood."), **details)


CAUSES = (
    (
        ("twice", "overwrite", "Duplicate", "immutable", "Cannot mutate"),
        N_("line {line}, column {column}: this name stands twice. Put both into one."),
    ),
    (
        ("Unescaped '\\'",),
        N_("line {line}, column {column}: write \\ twice: \\\\"),
    ),
    (
        ("Unterminated string", "Illegal character '\\n'", "Expected '\"'", 'Expected "\'"'),
        N_("line {line}, column {column}: a quotation mark is missing at the end of a text."),
    ),
    (
        ("Invalid value",),
        N_(
            "line {line}, column {column}: a value is missing here, or it is a text without"
            " straight quotation marks."
        ),
    ),
    (
        ("Unclosed", "Expected newline or end of document", "Expected ']'"),
        N_("line {line}, column {column}: a comma or a closing bracket is missing here."),
    ),
    (
        ("Invalid statement", "Expected '='", "Invalid initial character"),
        N_(
            "line {line}, column {column}: a line is written name = value, and a name with other"
            " letters than a-z needs straight quotation marks. An explanation begins with #."
        ),
    ),
)
"""What the parser says (in English, for programmers) → the likely cause and what to do."""
