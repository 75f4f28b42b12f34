"""Worklists of the team: a workbook is dropped, and what is missing in it is listed by its own ids.

They hold rows of persons: they lie in this session alone, at no address, and are stored nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import wording
from mittaristo.importing import marked_workbook
from mittaristo.messages.problems import Problem, grouped
from mittaristo.messages.refusals import in_words
from mittaristo.messages.rules import RULES
from mittaristo.project import today
from mittaristo.publishing import publish, worklists
from mittaristo.publishing.worklists import Item
from mittaristo.ui import sign_in
from mittaristo.ui.components.table import show_table
from mittaristo.ui.components.text import plain
from mittaristo.ui.import_page import dropped
from mittaristo.ui.import_page.upload import Fails, kept, on_disk
from mittaristo.ui.session import Reader
from mittaristo.ui.special_pages.saving import save
from mittaristo.ui.streamlit_fixes import wording as of_streamlit

KEY = "worklists"
"""Of the entry in the session; the names of the widgets begin with it, too."""

SHOWN = 100
"""So many rows of a check stand on the page; the workbook has them all."""


@dataclass
class Dropped(Fails):
    """Of what was dropped for a project the rows to be completed, or what is wrong with it.

    Nothing else of the registers is kept.
    """

    project: str
    errors: tuple[Problem, ...] = ()
    items: list[Item] = field(default_factory=list, repr=False)


def show(reader: Reader) -> None:
    """The part of the page where a workbook is dropped; nothing for whoever is not of the team."""
    if reader.role != "team":
        return
    _ = wording(reader.language)
    st.header(_("Worklists"), anchor=False)
    now, then = st.empty(), st.empty()  # in one place, the lists would inherit from the form
    if _found(reader) is None:
        with now.container():
            _ask(reader)
    if (found := _found(reader)) is not None:
        now.empty()
        with then.container():
            _lists(reader, found)


def _found(reader: Reader) -> Dropped | None:
    found = st.session_state.get(KEY)
    return found if found is not None and found.project == reader.project.id else None


def _ask(reader: Reader) -> None:
    """Take what is dropped, and look what is missing in it."""
    _ = wording(reader.language)
    st.markdown(
        _(
            "Drop your registers here to see which rows are to be completed, by your own ids. The"
            " lists are kept nowhere: they go when you close the page."
        )
    )
    of_streamlit.say(reader.language)
    with st.form(f"{KEY}-form", clear_on_submit=True):
        files = st.file_uploader(
            _("One workbook (.xlsx) or several CSV files, and a mapping (.toml) if you use one"),
            accept_multiple_files=True,
            key=f"{KEY}-files",
        )
        sent = st.form_submit_button(_("List what is missing"), type="primary")
    taken = dropped.taken(files, reader.language) if sent else None
    if taken is not None:
        with st.spinner(_("Reading and checking…")):
            st.session_state[KEY] = _looked_for(reader, taken)


def _looked_for(reader: Reader, files: Mapping[str, bytes]) -> Dropped:
    """What is missing in some files as of today, or why they cannot be read."""
    found = Dropped(reader.project.id)
    with kept(found):
        with on_disk(files) as (source, mapped):
            checked = publish.check(source, reader.project, mapped)
        found.errors = checked.errors
        found.items = [] if checked.errors else worklists.worklists(checked, today())
    return found


def _forget() -> None:
    for key in list(st.session_state):
        if str(key).startswith(KEY):
            del st.session_state[key]


def _lists(reader: Reader, found: Dropped) -> None:
    """The rows, or what is wrong; and the button that forgets them."""
    _ = wording(reader.language)
    if found.refusal is not None:
        st.error(in_words(found.refusal, reader.language))
    elif found.fault:
        st.error(_("The files could not be read ({fault}).").format(fault=found.fault))
    elif found.errors:
        said = _("The registers have errors: {count}. Mend them first.")
        st.error(said.format(count=_.number(len(found.errors))))
        problems = grouped(found.errors)[:SHOWN]
        title = _("Problems")
        show_table(title, marked_workbook.listed(problems, reader.language))
    else:
        _items(reader, found)
        return
    st.button(_("Choose again"), on_click=_forget)


def _items(reader: Reader, found: Dropped) -> None:
    _ = wording(reader.language)
    at_home = sign_in.may_publish()
    with st.container(horizontal=True):
        st.button(_("Forget the lists"), on_click=_forget)
        if at_home and st.button(_("Save as a workbook"), icon=":material/save:"):
            _save(reader, found)
    if not at_home:
        st.markdown(_("As a workbook they are made on your own machine:"))
        file, output = _("FILE"), _("WORKLISTS.xlsx")
        given = f"{file} --project {reader.project.id} -o {output}"
        st.code(f"python -m mittaristo worklist {given}", language=None)
    if not found.items:
        st.success(_("Nothing is missing in these registers."), icon=":material/check:")
    for check, count in worklists.counted(found.items).items():
        title = _(RULES[check].title)
        said = f"{title}: {_.number(count)}"
        with st.expander(said):
            st.markdown(plain(_(RULES[check].remedy)))
            own = [item for item in found.items if item.check == check]
            show_table(said, _brief(own[:SHOWN], reader), heading=True)
            if count > SHOWN:
                st.markdown(_("… and {count} more.").format(count=_.number(count - SHOWN)))


def _brief(items: list[Item], reader: Reader) -> Table:
    """The rows of one check, without what all of them have in common."""
    whole = worklists.table(items, reader.language)
    rows = (row[1:-1] for row in whole.rows)
    return Table(whole.headings[1:-1], tuple(rows), whole.numeric[1:-1])


def _save(reader: Reader, found: Dropped) -> None:
    """Into the reader's own folder on this machine: nothing of it goes over the network."""
    _, project = wording(reader.language), reader.project
    name = _("{project}-worklists.xlsx").format(project=project.id)
    made = worklists.workbook(found.items, project, today(), reader.language)
    save(name, made, _("Worklists written: {path}"), reader)
