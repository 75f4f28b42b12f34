"""Write docs/registers.md from the schemas: python docs/registers.py"""

import sys
from pathlib import Path

import dataframely as dy

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mittaristo.i18n.terms import word  # noqa: E402
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns  # noqa: E402

HEAD = """\
# The registers

One table is one sheet of the workbook, or one file `<table>.csv`. Columns may be headed by their
name or by their word in Finnish or English, and codes may be written as words, too. `?` = may be
empty; **bold** = the key.
"""


def described(name: str, kind: dy.Column) -> str:
    """A column with what may stand in it."""
    metadata = kind.metadata or {}
    said = f"**{name}**" if kind.primary_key else name
    said += "?" if kind.nullable else ""
    if codes := metadata.get("codes"):
        return f"{said} ({', '.join(codes)})"
    if target := metadata.get("references"):
        return f"{said} (of {target})"
    if form := metadata.get("form"):
        return f"{said} ({form})"
    if isinstance(kind, dy.Bool):
        return f"{said} (true, false)"
    if isinstance(kind, dy.Date):
        return f"{said} (date{', within the project' if metadata.get('project_dates') else ''})"
    if isinstance(kind, dy.Int64 | dy.Float64):
        return f"{said} ({kind.min:g} to {kind.max:.15g})"
    return said


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name in TABLES:
        own = "; ".join(described(column, kind) for column, kind in columns(name).items())
        parts.append(
            f"## {name}: {word('tables', name, 'fi')}, {word('tables', name, 'en')}\n\n{own}\n"
        )
        if name in IDENTIFYING:
            extra = ", ".join(IDENTIFYING[name])
            parts.append(f"May also hold {extra}: used in memory only, never stored.\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "registers.md").write_text(page(), encoding="utf-8")
