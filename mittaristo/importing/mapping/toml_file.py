"""A TOML file that a person wrote: read as it was saved, and what hinders it in plain words."""

import re
import tomllib
from pathlib import Path
from typing import Any

from mittaristo.i18n.translation import N_
from mittaristo.importing.readers.encodings import decoded
from mittaristo.messages.refusals import Refusal

CURLY = re.compile("[“”„‟″«»‘’‚]")
"""Quotation marks as text editors for letters make them."""

AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")

LARGEST = 1_000_000
"""So many bytes may a file have: a person who writes one gets nowhere near."""

PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
LONG_KEY = re.compile(rf"(?<![\w-]){PART}(?:\.[ \t]*{PART}){{50}}")
"""Names within names. The time to read them grows with the square of their number."""


def read(path: Path) -> tuple[dict[str, Any], str | None]:
    """What the file says, and its encoding where that is not UTF-8. Raises Refusal."""
    try:
        if not path.is_file():  # reading from a pipe or a device might never end
            raise Refusal(N_("the file cannot be read."))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise Refusal(N_("the file cannot be read.")) from None
    if len(content) > LARGEST and b"\0\0" not in content:
        raise Refusal(N_("the file is larger than 1 MB. A mapping names headings, and no rows."))
    text, encoding = decoded(content, cyrillic=False)  # nobody writes a mapping in such text
    if text is None or "\0" in text:
        raise Refusal(N_("this is not text in UTF-8. Save it with a text editor, encoding UTF-8."))
    if found := LONG_KEY.search(text):
        line = str(text.count("\n", 0, found.start()) + 1)
        raise Refusal(N_("line {line}: names stand within names too deep."), line=line)
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault(str(error), text.splitlines() or [""]) from None
    except RecursionError:
        raise Refusal(N_("brackets stand within brackets too deep.")) from None
    except ValueError:  # Python reads no numbers of thousands of digits
        raise Refusal(N_("a number has too many digits.")) from None
    return said, encoding


def _fault(said: str, lines: list[str]) -> Refusal:
    """Line, column and the likely cause; the file's own text is not repeated."""
    found = AT.search(said)
    line = int(found[1]) if found and found[1] else len(lines)
    column = int(found[2]) if found and found[2] else len(lines[-1]) + 1
    written = lines[min(line, len(lines)) - 1]
    details: dict[str, Any] = {"line": str(line), "column": str(column)}
    if CURLY.search(written) and "twice" not in said:
        return Refusal(
            N_('line {line}: the quotation marks are slanted or curly. Write straight ones: "'),
            line=str(line),
        )
    for signs, sentence in CAUSES:
        if any(sign in said for sign in signs):
            return Refusal(sentence, **details)
    return Refusal(N_("line {line}, column {column}: this cannot be understood."), **details)


CAUSES = (
    (
        ("twice", "overwrite", "Duplicate", "immutable", "Cannot mutate"),
        N_(
            "line {line}, column {column}: this name stands twice. Put both into one, or write two"
            " parts of one table as [[name]] each."
        ),
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
