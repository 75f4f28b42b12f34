"""Streamlit's own words around files, days and fields, in the page's language.

They are English in Streamlit 1.67, also in what a screen reader says; the calendar is in the
browser's language. wording.js puts ours in their place, and again after each of its renderings.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from mittaristo.i18n.translation import N_, Language, translator

SCRIPT = Path(__file__).with_name("wording.js")

WORDS: Mapping[str, str] = {
    "Upload": N_("Choose or drop files"),
    "Add files": N_("Add files"),
    "add icon": N_("Add files"),
    "file upload": N_("Files"),
    "Choose date": N_("Choose the day"),
    "Open": N_("Open the list"),
    "Clear entry": N_("Clear the field"),
    "Previous month": N_("Previous month"),
    "Next month": N_("Next month"),
    "Next": N_("Next month"),
    "month": N_("month"),
    "year": N_("year"),
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": N_(
        "Move by the arrow keys. Enter chooses, Esc closes."
    ),
    "First available date": N_("The first day that can be chosen"),
    "Last available date": N_("The last day that can be chosen"),
}
"""What Streamlit writes → what we say."""

PARTS: Mapping[str, str] = {
    "^Remove (.+)$": N_("Remove {name}"),
    "^Choose date, ": N_("Choose the day, "),
    "^day, ": N_("day, "),
    "^month, ": N_("month, "),
    "^year, ": N_("year, "),
    "^Today, ": N_("Today, "),
    "^Selected Date: ": N_("Chosen: "),
    " selected$": N_(" chosen"),
    "^File must be (.+) or smaller[.]$": N_("The file may be at most {name}."),
}
"""Beginnings and ends, as regular expressions; {name} is what stands between."""

UNITS: Mapping[str, str] = {"B": N_("B"), "KB": N_("kB"), "MB": N_("MB"), "GB": N_("GB")}

HIDDEN = """
<style>
  [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
</style>
"""
"""The sentence on sizes and kinds says less than the label above it."""


def say(language: Language) -> None:
    """Put them into the language of the page, from now on."""
    _ = translator(language)
    given = {
        "language": language,
        "words": {there: _(here) for there, here in WORDS.items()},
        "parts": [[there, _(here).replace("{name}", "$1")] for there, here in PARTS.items()],
        "units": {there: _(here) for there, here in UNITS.items()},
    }
    told = json.dumps(given, ensure_ascii=False)
    script = SCRIPT.read_text(encoding="utf-8")
    st.html(HIDDEN)
    st.html(
        f"<script>window.mittaristoWording = {told};\n{script}</script>",
        unsafe_allow_javascript=True,
    )
