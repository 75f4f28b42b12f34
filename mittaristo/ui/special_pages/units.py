"""The very units behind a figure, and those that were late or corrected: for the team alone.

They are listed when they are asked for, from registers in the store, and go with the page: at no
address, and stored nowhere. The team's own ids take the place of pseudonyms once it drops its
registers; these are forgotten with the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from mittaristo.figures.provenance.moves import besides_growth
from mittaristo.figures.provenance.row_moves import rows_of_units
from mittaristo.figures.provenance.units import units_behind
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.messages.refusals import in_words
from mittaristo.panels.parts import cards
from mittaristo.panels.parts.view import View
from mittaristo.privacy.keys import key_with
from mittaristo.privacy.pseudonyms import own_ids
from mittaristo.publishing import publish
from mittaristo.reports.origin import Origin
from mittaristo.reports.team.units_file import moves_table, rows_table, units_table, units_workbook
from mittaristo.snapshots import reading
from mittaristo.snapshots.reading import Snapshot
from mittaristo.ui import choices, session, sign_in
from mittaristo.ui.components.table import show_table
from mittaristo.ui.components.text import plain
from mittaristo.ui.import_page import dropped
from mittaristo.ui.import_page.upload import Fails, kept, on_disk
from mittaristo.ui.published import snapshot_at
from mittaristo.ui.session import Reader, Shown
from mittaristo.ui.special_pages.saving import save
from mittaristo.ui.streamlit_fixes import wording as of_streamlit

KEY = "own-ids"
"""Of the entry in the session; the names of the widgets begin with it, too."""

SHOWN = 100
"""So many units stand on the page; the workbook has them all."""


@dataclass
class Own(Fails):
    """Pseudonym → own id, of what was dropped for a project and made with a key."""

    project: str
    key_id: str
    ids: Mapping[str, str] = field(default_factory=dict, repr=False)


def behind(reader: Reader, measure: str) -> None:
    """The units that make up a figure of the whole project; nothing for others than the team."""
    shown = session.current()
    if not _may_be_listed(reader, shown) or not shown.view.figures.kept(measure):
        return
    _ = shown.view.wording
    st.header(_("For the team: the units of the figure"), anchor=False)
    own = _own(reader, shown)
    place = st.expander(_("Units"), key=f"units-{measure}", on_change="rerun")
    if place.open:
        with place:
            registers = shown.snapshot.registers()
            units = units_behind(registers, shown.view.figures, [measure])
            _listed(reader, shown, measure, units_table(units, own, _))


def moved(reader: Reader, measure: str) -> None:
    """What of a measure was recorded late or corrected since the comparison, for the team."""
    shown = session.current()
    view, _ = shown.view, shown.view.wording
    row = choices.found_once(_besides_growth).get(measure)
    if row is None or not _may_be_listed(reader, shown):
        return
    st.header(_("For the team: what exactly was late or corrected"), anchor=False)
    then = snapshot_at(shown.snapshot.folder.parent.parent, row["since_snapshot"])
    if then is None or not reading.has_registers(then.folder):
        st.markdown(_("The registers of the earlier snapshot are not here."))
        return
    if then.manifest.key_id != shown.snapshot.manifest.key_id:
        st.markdown(_("The key was changed in between: units cannot be told apart any more."))
        return
    own = _own(reader, shown)
    told = {part: row[part] for part in ("late", "corrections")}
    parts = cards.named_parts(view, {**told, "growth": 0, "redefinition": 0})
    said = f"{plain(view.labels[measure])}: {', '.join(parts.values())}"
    place = st.expander(said, key=f"moves-{measure}", on_change="rerun")
    if place.open:
        with place:
            _in_full(reader, shown, measure, then, own)


def _in_full(
    reader: Reader, shown: Shown, measure: str, then: Snapshot, own: Mapping[str, str]
) -> None:
    """The units that were late or corrected, and what was entered and altered in their rows."""
    view, _ = shown.view, shown.view.wording
    before, now = then.registers(), shown.snapshot.registers()
    moves = besides_growth((before, then.manifest.as_of), now, view.figures, [measure])
    registers = view.figures.measures[measure].registers
    rows = rows_of_units(before, now, registers, moves["unit_id"].to_list())
    entered = rows_table(rows, own, _)
    _listed(reader, shown, measure, moves_table(moves, own, _), entered)


def _besides_growth(view: View) -> dict[str, Mapping[str, Any]]:
    """Measure → its change, of those of which something was recorded late or corrected."""
    rows = view.changes.items()
    return {name: row for name, row in rows if row["late"] or row["corrections"]}


def _may_be_listed(reader: Reader, shown: Shown) -> bool:
    """Whether the reader is of the team, and the rows of the whole project are here."""
    team = reader.role == "team" and shown.view.role == "team"
    return team and shown.view.period is None and reading.has_registers(shown.snapshot.folder)


def _listed(
    reader: Reader, shown: Shown, measure: str, table: Table, entered: Table | None = None
) -> None:
    """The first rows, and at the team's own machine a button that saves all of them there.

    entered: what was entered and altered in the registers, where that is listed, too.
    """
    _, label = shown.view.wording, shown.view.labels[measure]
    sheets = {_("Units"): table}
    _first(_("Units of the figure: {figure}").format(figure=label), table, _, heading=True)
    if entered is not None and entered.rows:
        sheets[_("Rows")] = entered
        _first(_("What was entered and altered in the registers"), entered, _)
    if not sign_in.may_publish():
        return
    if st.button(_("Save as a workbook"), icon=":material/save:", key=f"save-units-{measure}"):
        origin = Origin.of(shown.snapshot, shown.view)
        content = units_workbook(label, sheets, origin)
        units = _("units")
        name = origin.file_name(f"{units}-{measure}", "xlsx")
        save(name, content, _("Units written: {path}"), reader)


def _first(title: str, table: Table, _: Wording, *, heading: bool = False) -> None:
    """The first rows, and how many more there are."""
    first, others = table.parted(SHOWN)
    show_table(title, first, heading=heading)
    if others.rows:
        st.markdown(_("… and {count} more.").format(count=_.number(len(others.rows))))


# --- The team's own ids -------------------------------------------------------------------------


def _own(reader: Reader, shown: Shown) -> Mapping[str, str]:
    """What pseudonyms stand for, once registers were dropped; until then a place to drop them."""
    _, found = shown.view.wording, st.session_state.get(KEY)
    asked = (reader.project.id, shown.snapshot.manifest.key_id)
    if not isinstance(found, Own) or (found.project, found.key_id) != asked:
        place = st.empty()
        with place.container():
            found = _dropped(reader, Own(*asked), _)
        if found is None:
            return {}
        st.session_state[KEY] = found
        place.empty()
    _refused(reader, found, _)
    st.button(_("Forget the own ids"), on_click=_forget, key="forget-own-ids")
    return found.ids


def _dropped(reader: Reader, own: Own, _: Wording) -> Own | None:
    """The ids of registers that are dropped now; None where none are."""
    said = _("Units have pseudonyms. Drop your registers to see your own ids; nothing is kept.")
    of_streamlit.say(reader.language)
    with st.expander(_("See your own ids")), st.form(f"{KEY}-form", clear_on_submit=True):
        st.markdown(said)
        files = st.file_uploader(
            _("One workbook (.xlsx) or several CSV files, and a mapping (.toml) if you use one"),
            accept_multiple_files=True,
            key=f"{KEY}-files",
        )
        sent = st.form_submit_button(_("Show own ids"), type="primary")
    taken = dropped.taken(files, reader.language) if sent else None
    if taken is None:
        return None
    with st.spinner(_("Reading and checking…")), kept(own):
        key = key_with(own.project, own.key_id)
        with on_disk(taken) as (source, mapped):
            checked = publish.check(source, reader.project, mapped)
        own.ids = {} if key is None else own_ids(checked.typed, checked.put_together(), key)
    return own


def _refused(reader: Reader, own: Own, _: Wording) -> None:
    """Why there are no ids, where there are none."""
    if own.refusal is not None:
        st.error(in_words(own.refusal, reader.language))
    elif own.fault:
        st.error(_("The files could not be read ({fault}).").format(fault=own.fault))
    elif not own.ids:
        st.error(_("No own ids were found: the files, or the key, are of something else."))


def _forget() -> None:
    for key in list(st.session_state):
        if str(key).startswith(KEY):
            del st.session_state[key]
