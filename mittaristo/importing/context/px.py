"""A .px file of Statistics Finland → a table of texts."""

import re

from mittaristo.i18n.translation import N_
from mittaristo.importing.context.told import CUT_SHORT, Told, of_cube, unreadable

KEYWORD = re.compile(
    r'([A-Z][A-Z0-9-]*)(?:\[(\w+)\])?(?:\("((?:[^"]|"(?=,))*)"\))?=((?:"[^"]*"|[^;"])*);', re.DOTALL
)

QUOTED = re.compile(r'"([^"]*)"')

CELL = re.compile(r'"[^"]*"|[^\s"]+')

NOT_PX = N_("this is no .px file: it does not say what its rows and columns are.")

NIL = "-"
"""What a file writes for nothing at all: zero, unlike the dots of what is not known."""


def is_px(content: bytes) -> bool:
    """Whether a file begins as a .px file does."""
    return bool(re.match(rb"\s*(\xef\xbb\xbf)?(CHARSET|AXIS-VERSION|CODEPAGE)\s*=", content))


def read(content: bytes, name: str) -> Told:
    """The table. Codes stand before labels in a category: KU205 Kajaani. Raises Refusal."""
    text = _decoded(content)
    head, mark, data = text.partition("DATA=")
    if not mark or ";" not in data:
        raise unreadable(name, CUT_SHORT)
    words: dict[tuple[str, str], list[str]] = {}
    for keyword, language, about, said in KEYWORD.findall(head):
        if not language:
            words[keyword, about] = QUOTED.findall(said)
    names = [*words.get(("STUB", ""), []), *words.get(("HEADING", ""), [])]
    if not names or not all(words.get(("VALUES", one)) for one in names):
        raise unreadable(name, NOT_PX)
    [content_dimension, *_rest] = [*words.get(("CONTVARIABLE", ""), []), ""]
    categories = [_categories(words, one, one == content_dimension) for one in names]
    cells = [_cell(one) for one in CELL.findall(data.partition(";")[0])]
    count = 1
    for known in categories:
        count *= len(known)
    if len(cells) != count:
        raise unreadable(name, CUT_SHORT)
    return of_cube(names, categories, cells, content_dimension or None)


def _decoded(content: bytes) -> str:
    """UTF-8 where it is that, otherwise the Latin letters of older files."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("iso-8859-15")


def _categories(words: dict[tuple[str, str], list[str]], name: str, content: bool) -> list[str]:
    labels, codes = words["VALUES", name], words.get(("CODES", name), [])
    if content or len(codes) != len(labels):
        return labels
    both = zip(codes, labels, strict=True)
    return [f"{code} {label}" if code != label else code for code, label in both]


def _cell(written: str) -> str:
    plain = written.strip('"')
    return "0" if plain == NIL else plain
