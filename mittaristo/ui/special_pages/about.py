"""What stands about the dashboard itself: data protection, and the accessibility statement."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import wording
from mittaristo.project import Project
from mittaristo.ui import session
from mittaristo.ui.components.text import plain
from mittaristo.ui.places import ROOT

PROTECTION: Mapping[Language, Path] = {
    "fi": ROOT / "docs" / "tietosuoja.md",
    "en": ROOT / "docs" / "privacy.md",
}
ACCESSIBILITY: Mapping[Language, Path] = {
    "fi": ROOT / "docs" / "saavutettavuus.md",
    "en": ROOT / "docs" / "accessibility.md",
}


def show(texts: Mapping[Language, Path]) -> None:
    """The text in the reader's language, with what project.toml says of the project."""
    reader = session.reader()
    title, text = _written(texts[reader.language])
    st.html(f"<h1>{title}</h1>")
    st.markdown(text.format(**facts(reader.project, reader.language)))


def facts(project: Project, language: Language) -> dict[str, str]:
    """What the texts have places for, safe within Markdown."""
    _, contact = wording(language), project.contact
    missing = _("not told yet (project.toml, contact)")
    kept = _("The project has not told yet until when the rows of its registers are kept.")
    if contact.registers_kept_until is not None:
        kept = _("The rows of the registers are kept until {day}, and then erased.").format(
            day=_.day(contact.registers_kept_until)
        )
    return {
        "name": plain(project.name),
        "controller": plain(contact.controller) or missing,
        "email": plain(contact.email) or missing,
        "threshold": str(project.threshold),
        "kept": kept,
    }


@cache
def _written(path: Path) -> tuple[str, str]:
    """Title and text of a page."""
    title, text = path.read_text(encoding="utf-8").split("\n", 1)
    return title.removeprefix("# "), text
