"""What the reader chooses: language, project, snapshot, comparison, period. All in the link."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

import streamlit as st

from mittaristo.figures.model import Figures
from mittaristo.figures.periods import Period, to_choose
from mittaristo.figures.provenance.chain import Chain
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import LANGUAGE_NAMES, LANGUAGES, N_, Language, translator
from mittaristo.i18n.wording import Wording, wording
from mittaristo.messages.refusals import in_words
from mittaristo.panels.parts.period import name as named
from mittaristo.panels.parts.view import View
from mittaristo.project import Project, today
from mittaristo.registers.columns import WORD
from mittaristo.snapshots import releases, selection
from mittaristo.snapshots.chain import chained
from mittaristo.snapshots.manifest import Manifest, Purpose
from mittaristo.snapshots.naming import name_of
from mittaristo.snapshots.reading import Snapshot
from mittaristo.snapshots.selection import Listed
from mittaristo.ui import session, stores
from mittaristo.ui.components.text import plain
from mittaristo.ui.header import heading_without_figures
from mittaristo.ui.places import PAGES
from mittaristo.ui.published import Published
from mittaristo.ui.session import Reader, Shown
from mittaristo.ui.sign_in import access_to

NOT_HERE = N_("{label}: what the link asks for is not here. You see {shown}.")


Value = TypeVar("Value", bound=str)


def _choose(
    place: Any,
    name: str,
    label: str,
    options: Sequence[Value],
    written: Callable[[Value], str],
    not_here: str = "",
    **asked: Any,
) -> Value:
    """A choice that is kept in the link by its code, which is the same in both languages.

    The first option is what a link without it means; `not_here` is said where a link names one that
    is not among them. No two options may be written alike:
    Streamlit tells them apart by what is written.
    """
    linked = st.query_params.get(name)
    strange = name not in st.session_state and linked is not None and linked not in options
    if name not in st.session_state and linked in options:
        st.session_state[name] = linked
    if st.session_state.get(name) not in options:
        st.session_state[name] = options[0]
    widget = place.segmented_control if name == "lang" else place.selectbox
    required = {"required": True, "label_visibility": "collapsed"} if name == "lang" else {}
    chosen = cast(Value, widget(label, options, format_func=written, key=name, **required, **asked))
    if strange and not_here:
        st.warning(not_here.format(label=label, shown=written(chosen)))
    if chosen != options[0]:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    return chosen


def choose_language(place: Any) -> Language:
    """Finnish, unless the link or the reader says otherwise."""
    return _choose(
        place, "lang", "Kieli · Language", LANGUAGES, lambda language: LANGUAGE_NAMES[language]
    )


def choose_project(place: Any, language: Language) -> Reader | None:
    """The project of the link or the sidebar, and who reads it; None after a sentence."""
    every = stores.of_store(stores.store())
    project = _choose_project(place, every, language)
    if project is None:
        return None
    may = access_to(project)
    return Reader(
        language, project, may.role, early=may.early, of_many=every.count > 1, store=every
    )


def choose_shown(place: Any, reader: Reader, choice: Published, *, by_period: bool) -> Shown | None:
    """The snapshot, comparison and period of the link or the sidebar; None after a sentence.

    by_period: whether a period may be chosen where the page is.
    """
    _, language, project = reader.translate, reader.language, reader.project
    if choice.newest is None:
        _say_that_there_is_none(reader, damaged=bool(choice.damaged))
        return None
    if choice.damaged:
        st.warning(
            _(
                "The newest snapshot is damaged and is not shown."
                " What you see is the one before it, as of {day}."
            ).format(day=day(choice.newest.manifest.as_of, language))
        )
    snapshot = _choose_snapshot(place, project, choice, language)
    if snapshot is None:
        st.error(_("The chosen snapshot is damaged. Choose another one."))
        return None
    entry = next(one for one in choice.listed if one.number == snapshot.manifest.number)
    since = _choose_comparison(place, reader, choice, snapshot, by_period=by_period)
    period = _choose_period(place, reader, snapshot.figures, since, by_period=by_period)
    view = seen(reader, choice, snapshot, since, period, dark=st.context.theme.type == "dark")
    manifest, newest = snapshot.manifest, choice.newest.manifest
    return Shown(
        snapshot,
        view,
        for_everyone=selection.may_see(entry, team=False),
        draft=_until(entry, language),
        name=name_of(project, manifest.as_of, manifest.purpose, language),
        newer="" if manifest.number == newest.number else _written(project, newest, language),
    )


def seen(
    reader: Reader,
    choice: Published,
    snapshot: Snapshot,
    since: dt.date | None,
    period: Period | None,
    *,
    dark: bool = False,
) -> View:
    """A snapshot as this reader sees it. What is of a period is compared with no earlier day."""
    entry = next(one for one in choice.listed if one.number == snapshot.manifest.number)
    at_hand = snapshot is choice.newest and not snapshot.manifest.synthetic
    return View(
        snapshot.figures,
        reader.language,
        since if period is None else None,
        reader.role,
        dark=dark,
        today=today() if at_hand else None,
        period=period,
        names=_names(reader.project, choice, snapshot.manifest, reader.language),
        chain=_chain(reader.project, choice, snapshot.manifest.number, reader.language),
        note=entry.note.get(reader.language, ""),
    )


def about_to_be_shown(choice: Published) -> Snapshot | None:
    """The snapshot that the link or the reader has chosen, before it is asked for; or the newest.

    None where none can be shown.
    """
    chosen = str(st.session_state.get("snapshot") or st.query_params.get("snapshot", ""))
    if choice.newest is None or chosen not in {str(one.number) for one in choice.listed}:
        return choice.newest
    return choice.opened(int(chosen)) or choice.newest


def choose_measure(listed: Callable[[View], Sequence[str]], *, strange: bool = False) -> str:
    """The measure of the link or the page, of those listed; empty where there are none.

    strange: whether a name in the link that is not among them is answered, too.
    """
    view = session.current().view
    measures, labels = found_once(listed), {**view.labels, **view.labels_of_figures}
    linked = st.query_params.get("measure", "")
    if strange and linked not in measures and re.fullmatch(WORD, linked):
        measures = [*measures, linked]
        labels.setdefault(linked, linked)
    measure = choose_among(measures, labels, view.wording)
    if measure:
        shown = session.current()
        session.choose(replace(shown, view=replace(view, measure=measure)))
    return measure


def asked_rows(figure: str) -> str:
    """Which rows of a figure the link is about; forgotten once another figure is chosen."""
    linked = st.query_params.get("row", "")
    whose = st.session_state.get("rows of")
    if not linked or whose is None or whose[1] != linked:
        whose = st.session_state["rows of"] = (figure, linked)
    if whose[0] == figure:
        return linked
    del st.query_params["row"]
    return ""


def choose_among(measures: Sequence[str], labels: Mapping[str, str], _: Wording) -> str:
    """The measure of the link or the page, of these; empty where there are none."""
    if not measures:
        return ""
    place = st.container(key="choose-measure")
    return _choose(place, "measure", _("Figure"), measures, lambda one: labels[one], _(NOT_HERE))


def choose_place(listed: Callable[[View], Mapping[str, str]]) -> str:
    """The region or municipality of the link or the page, of those listed; empty without any."""
    view = session.current().view
    names, _ = found_once(listed), view.wording
    if not names:
        return ""
    place = st.container(key="choose-place")
    codes = list(names)
    return _choose(
        place,
        "municipality",
        _("Region or municipality"),
        codes,
        lambda one: names[one],
        _(NOT_HERE),
    )


Listing = TypeVar("Listing")


def found_once(listed: Callable[[View], Listing]) -> Listing:
    """What a function of the view gives of what is shown: asked once, for all runs and readers."""
    shown = session.current()
    return cast(Listing, _found(_Asked(listed, shown.key, shown.view)))


@dataclass(frozen=True)
class _Asked:
    """What is asked for: told from others by what lists it, and by what everything depends on."""

    listed: Callable[[View], object]
    key: tuple[object, ...]
    view: View = field(compare=False)


@lru_cache(maxsize=120)
def _found(asked: _Asked) -> object:
    return asked.listed(asked.view)


def _choose_project(place: Any, every: stores.Store, language: Language) -> Project | None:
    _ = translator(language)
    for refused in every.wrong:
        st.warning(in_words(refused, language))
    ids = every.ids
    if not ids:
        st.info(_("There is no project yet. Make one with: python -m mittaristo new"))
        return None
    if len(ids) == 1:
        return every.readable[ids[0]]
    named = every.names.__getitem__
    return every.readable[_choose(place, "project", _("Project"), ids, named, _(NOT_HERE))]


def _names(
    project: Project, choice: Published, shown: Manifest, language: Language
) -> dict[dt.date, str]:
    """What snapshots are called, by day. A weekly one has no name that others would know it by."""
    manifests = [entry.manifest for entry in choice.listed if entry.manifest]
    named = {
        one.as_of: name_of(project, one.as_of, one.purpose, language)
        for one in manifests
        if one.purpose != "weekly"
    }
    if shown.purpose == "weekly":
        named.pop(shown.as_of, None)
    return named


def _chain(project: Project, choice: Published, shown: int, language: Language) -> Chain:
    """All that this reader may choose from, each read once it is asked for."""

    def read(number: int) -> Figures | None:
        found = choice.opened(number)
        return None if found is None else found.figures

    return chained(project, language, choice.listed, shown, read)


def _choose_snapshot(
    place: Any, project: Project, choice: Published, language: Language
) -> Snapshot | None:
    _ = translator(language)
    manifests = {str(one.number): one.manifest for one in choice.listed if one.manifest}
    in_force = {manifest.as_of: number for number, manifest in reversed(manifests.items())}

    def written(number: str) -> str:
        manifest = manifests[number]
        if in_force[manifest.as_of] != number:
            label = day(manifest.as_of, language)
            return _("{day} · superseded ({number})").format(day=label, number=number)
        return _written(project, manifest, language)

    numbers, asked = list(manifests), {"on_change": _compare_anew}
    chosen = _choose(place, "snapshot", _("As of"), numbers, written, _(NOT_HERE), **asked)
    return choice.opened(int(chosen))


def _compare_anew() -> None:
    """Another snapshot is compared with the one before it, whatever the last one was."""
    st.session_state.pop("since", None)
    st.query_params.pop("since", None)


def _choose_comparison(
    place: Any, reader: Reader, choice: Published, snapshot: Snapshot, *, by_period: bool
) -> dt.date | None:
    """An earlier as-of date that this snapshot was compared with when it was published.

    Days that everyone sees come first: what the team does not choose otherwise is since a meeting.
    """
    _ = reader.translate
    shared, weekly = snapshot.figures.comparison_days(reader.role)
    if not (shared or weekly):
        return None
    iso = {value.isoformat(): value for value in [*shared, *weekly]}
    manifests = [one.manifest for one in reversed(choice.listed) if one.manifest]
    purposes = {one.as_of: one.purpose for one in manifests if one.purpose != "weekly"}

    def written(value: str) -> str:
        on = iso[value]
        purpose = "weekly" if on in weekly else purposes.get(on, "meeting")
        return _day_and_name(reader.project, on, purpose, reader.language)

    of_a_period = by_period and _of_a_period()
    why = _("A period is not compared with an earlier day.") if of_a_period else None
    asked = {"disabled": of_a_period, "help": why}
    return iso[
        _choose(place, "since", _("Compared with"), list(iso), written, _(NOT_HERE), **asked)
    ]


def _say_that_there_is_none(reader: Reader, *, damaged: bool) -> None:
    """Instead of a page: no snapshot can be shown, and what to do."""
    _ = reader.translate
    heading_without_figures(reader)
    st.title(plain(reader.project.name), anchor=False)
    if damaged:
        st.error(_("Every snapshot of this project is damaged. Nothing can be shown."))
        return
    st.info(_("No figures of this project have been published yet."))
    if reader.role == "team":
        link = PAGES / "team" / "import.py"
        st.page_link(link, label=_("Import registers"), icon=":material/upload_file:")


WHOLE = "all"
"""The whole project, as a link would name it."""


PERIOD = re.compile(r"\d{4}(-h[12])?|\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d")
"""What a link calls a period, but for those since a comparison."""


def _of_a_period() -> bool:
    """Whether a period is chosen that no comparison begins, before its field is shown.

    What the field held in another language is no code, and means the whole project.
    """
    code = st.session_state.get("period", st.query_params.get("period", WHOLE))
    return PERIOD.fullmatch(str(code)) is not None


def _choose_period(
    place: Any, reader: Reader, figures: Figures, since: dt.date | None, *, by_period: bool
) -> Period | None:
    """None for the whole project, which is also all that an old snapshot has.

    by_period: where it is not so, what was chosen stays for the pages that have periods.
    """
    found = {one.code: one for one in to_choose(figures, reader.role, since)}
    if not found:
        return None
    _ = wording(reader.language)

    def written(code: str) -> str:
        return named(found.get(code), figures, _)

    why = None if by_period else _("This page is of the whole project.")
    asked = {"disabled": not by_period, "help": why}
    options = [WHOLE, *found]
    chosen = _choose(place, "period", _("Period"), options, written, _(NOT_HERE), **asked)
    return found.get(chosen) if by_period else None


def _until(entry: Listed, language: Language) -> str:
    """Of a draft: when everyone will see it, or that it waits for an approval; otherwise empty."""
    if not entry.held or entry.manifest is None:
        return ""
    _ = translator(language)
    hour = releases.hour(entry.manifest, language)
    if entry.approval is None:
        return _("draft, not approved yet; for everyone from {hour} at the earliest").format(
            hour=hour
        )
    return _("draft, for everyone from {hour}").format(hour=hour)


def _written(project: Project, manifest: Manifest, language: Language) -> str:
    return _day_and_name(project, manifest.as_of, manifest.purpose, language)


def _day_and_name(project: Project, on: dt.date, purpose: Purpose, language: Language) -> str:
    """30.4.2026 · Ohjausryhmä 2/2026."""
    name = name_of(project, on, purpose, language)
    return " · ".join(part for part in (day(on, language), name) if part)
