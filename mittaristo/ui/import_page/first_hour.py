"""What a newcomer needs beside the place to drop files: three steps, a workbook, an own project."""

import datetime as dt
import html
import io
import re
import unicodedata
from functools import cache

import streamlit as st

from mittaristo import project as projects
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import Language
from mittaristo.importing.template import write_workbook
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.privacy.keys import key_path, make_key
from mittaristo.project import today
from mittaristo.snapshots import reading
from mittaristo.ui.components.text import plain
from mittaristo.ui.session import Reader

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NAME, STARTS, ENDS, ABOUT, MADE = (
    f"first-{name}" for name in ("name", "starts", "ends", "about", "made")
)


def cannot_publish(reader: Reader) -> None:
    """Said before anything is dropped, where nothing can be published from here."""
    _ = reader.translate
    st.info(
        _(
            "Files can be tried here, but nothing is published: this server was not started for a"
            " team alone. Do not drop real registers here."
        ),
        icon=":material/info:",
    )


def offer(reader: Reader, *, may_publish: bool) -> None:
    """Open for whoever has published nothing of an own project yet."""
    _, project = reader.translate, reader.project
    new = project.synthetic or not reading.numbers(project.folder)
    with st.expander(_("Here for the first time?"), expanded=new):
        steps = (
            *(
                [_("Make a project of your own below: its name and its days.")]
                if may_publish
                else []
            ),
            _("Take the empty workbook and fill in what you keep: each register has a sheet."),
            _("Or take a workbook of your own: how its sheets could be read is proposed."),
            _("Drop it above. What is wrong is told by cell, and nothing of it is kept."),
        )
        st.html("<ol>" + "".join(f"<li>{html.escape(one)}</li>" for one in steps) + "</ol>")
        st.download_button(
            _("The empty workbook (Excel)"),
            _workbook(reader.language),
            _("registers.xlsx"),
            WORKBOOK,
            on_click="ignore",
            icon=":material/download:",
        )
        if may_publish:
            _own_project(reader)


@cache
def _workbook(language: Language) -> bytes:
    written = io.BytesIO()
    write_workbook(written, language)
    return written.getvalue()


def _own_project(reader: Reader) -> None:
    """The form that makes one, and what became of it."""
    _ = reader.translate
    st.subheader(_("A project of your own"), anchor=False)
    written = "DD.MM.YYYY" if reader.language == "fi" else "DD/MM/YYYY"
    year = today().year
    with st.form("first-project"):
        st.text_input(_("Name of the project"), key=NAME, max_chars=80)
        left, right = st.columns(2)
        left.date_input(_("First day"), dt.date(year, 1, 1), format=written, key=STARTS)
        right.date_input(_("Last day"), dt.date(year + 2, 12, 31), format=written, key=ENDS)
        st.text_input(_("What the project does, in one sentence"), key=ABOUT, max_chars=300)
        st.form_submit_button(_("Make the project"), on_click=_make, args=(reader,))
    if wrong := st.session_state.pop(MADE, None):
        st.error(wrong)
    if said := st.session_state.get(f"{MADE}-{reader.project.id}"):
        st.success(said)


def _make(reader: Reader) -> None:
    """Make the project and its key, and choose it; or keep what was wrong."""
    _, said = reader.translate, st.session_state
    name, starts_on, ends_on = said[NAME].strip(), said[STARTS], said[ENDS]
    data, short = reader.project.folder.parent, short_name(name)
    if not short:
        said[MADE] = _("Give the project a name that has letters a-z or digits.")
        return
    try:
        projects.may_be_created(data, short, name, starts_on, ends_on)
        make_key(key_path(short))
        projects.create(data, short, name, starts_on, ends_on, {reader.language: said[ABOUT]})
    except (Refusal, OSError) as refusal:
        said[MADE] = plain(in_words(refusal, reader.language))
        return
    said["project"] = short
    said[f"{MADE}-{short}"] = plain(
        _("Project made: {name}, {first}–{last}. Keep a copy of its key safe: {key}").format(
            name=name,
            first=day(starts_on, reader.language),
            last=day(ends_on, reader.language),
            key=key_path(short),
        )
    )


def short_name(name: str) -> str:
    """A name as a folder has it: small letters a-z, digits, and hyphens between them."""
    parted = unicodedata.normalize("NFKD", name).lower()
    plainly = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plainly).strip("-")[:40].strip("-")
