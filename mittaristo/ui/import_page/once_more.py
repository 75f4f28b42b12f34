"""What may be changed beside what was found: the day, and the mapping that reads the sheets."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from mittaristo.i18n.translation import Language
from mittaristo.publishing.publish import AFTER_THE_END
from mittaristo.ui.components.handing import hand
from mittaristo.ui.import_page.upload import Upload
from mittaristo.ui.session import Reader

DOCS = Path(__file__).parents[3] / "docs"
GUIDES = {"fi": "tuonti.md", "en": "import.md"}
PART = re.compile(r"^## 4\..*?^```\n.*?^```\n(.*?)^## 5\.", re.MULTILINE | re.DOTALL)
"""The guide's example of a mapping, behind the command that proposes one."""
COMMAND = re.compile(r"^```\n\.venv.*?^```\n", re.MULTILINE | re.DOTALL)


def day_field(reader: Reader, place: Any, before: dt.date, key: str) -> dt.date:
    """The field of the as-of date, within a form."""
    _, project = reader.translate, reader.project
    chosen: dt.date = place.date_input(
        _("As of"),
        value=before,
        min_value=project.starts_on,
        max_value=project.ends_on + AFTER_THE_END,
        format="DD.MM.YYYY" if reader.language == "fi" else "DD/MM/YYYY",
        key=key,
    )
    return chosen


def another_day(reader: Reader, place: Any, upload: Upload, key: str) -> None:
    """The day, beside what was found as of it: with another one, all is checked anew."""
    _ = reader.translate

    def changed() -> None:
        upload.as_of, upload.again = st.session_state[f"{key}-field"], True

    with place.form(key, border=False):
        left, right = st.columns(2, vertical_alignment="bottom")
        day_field(reader, left, upload.as_of, f"{key}-field")
        right.form_submit_button(_("Check again as of this day"), on_click=changed)


def mapping(reader: Reader, upload: Upload, key: str) -> None:
    """The mapping that reads the sheets, or one proposed from their headings: to be finished here.

    Nothing, where the sheets are our own.
    """
    _ = reader.translate
    if not (upload.mapping or upload.proposed):
        return
    title = _("The mapping") if upload.mapping else _("Sheets in a layout of your own?")
    with st.expander(title, expanded=upload.prepared is None or bool(upload.prepared.errors)):
        if not upload.mapping:
            st.markdown(
                _(
                    "A mapping tells which columns of yours the registers are read from. This one"
                    " is proposed from the headings: look through every line, # marks what is left"
                    " to you."
                )
            )
        text = st.text_area(
            _("Mapping (TOML)"), upload.mapping_text(), height=420, key=f"{key}-text"
        )
        name = upload.mapping or _("mapping.toml")
        beside = st.container(horizontal=True)
        beside.button(
            _("Read with this mapping"),
            type="primary",
            on_click=lambda: upload.read_with(name, st.session_state[f"{key}-text"]),
            key=f"{key}-read",
        )
        hand(beside, _("Save the mapping"), lambda: text, name, "text/plain", key=f"{key}-save")
        st.markdown(_("Save it: next time, drop it together with the newest workbook."))
        if example := _example(reader.language):
            with st.popover(_("How a mapping is written"), width="stretch"):
                st.markdown(example)


@cache
def _example(language: Language) -> str:
    """The guide's part on mappings; nothing where the guides are not at hand."""
    try:
        text = (DOCS / GUIDES[language]).read_text(encoding="utf-8")
    except OSError:
        return ""
    found = PART.search(text)
    return COMMAND.sub("", found[1]) if found else ""
