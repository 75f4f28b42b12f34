"""The frame of every page: language, project, snapshot, navigation, co-funding."""

import base64
import datetime as dt
import html
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import streamlit as st

from mittaristo import access
from mittaristo import project as projects
from mittaristo.figures.model import comparison_days
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import (
    LANGUAGE_NAMES,
    LANGUAGES,
    N_,
    Language,
    Translate,
    translator,
)
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.panels.cofunding import emblem
from mittaristo.project import Project
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.reading import Snapshot
from mittaristo.snapshots.selection import Listed
from mittaristo.ui.components.page import plain
from mittaristo.ui.import_page import private_folder
from mittaristo.ui.session import Reader, View

ROOT = Path(__file__).parent.parent.parent
ICON = ROOT / "mittaristo" / "ui" / "icon.png"
PAGES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    N_("Results"): (
        ("results/overview", N_("Overview"), ":material/dashboard:"),
        ("results/employments", N_("Employments"), ":material/work:"),
        ("results/trainings", N_("Trainings"), ":material/school:"),
        ("results/employers", N_("Employers"), ":material/handshake:"),
    ),
    N_("Team"): (("team/import", N_("Import"), ":material/upload_file:"),),
}
TEAM = "Team"
"""The section that only the project team sees. Its pages ask for the role again."""

WITHOUT_FIGURES = ("import",)
"""Pages that show no snapshot, so that they open before anything is published."""


@asynccontextmanager
async def before_the_first_visitor(_app: st.App) -> AsyncIterator[None]:
    """What the server does once, when it starts, and when it ends.

    Until st.navigation has run in the process, Streamlit would serve the folder ``pages/`` by
    itself, and answer the first visitor's deep link with "Page not found".

    Registers that a killed server left on disk are removed.
    """
    warnings = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warnings.disabled = True  # that no visitor is there yet is what is meant
    st.navigation(pages(translator("fi")))
    warnings.disabled = False
    private_folder.remove_left_behind()
    yield
    private_folder.remove_held()


def pages(_: Translate, reader: Reader | None = None) -> dict[str, list[st.Page]]:
    """The navigation: pages by section, under titles in the reader's language."""
    team = reader is not None and reader.role == "team"
    return {
        _(section): [
            st.Page(
                ROOT / "pages" / f"{path}.py",
                title=_(title),
                icon=icon,
                url_path=Path(path).name,
                visibility="visible" if team or section != TEAM else "hidden",
            )
            for path, title, icon in entries
        ]
        for section, entries in PAGES.items()
    }


NOT_HERE = N_("{label}: what the link asks for is not here. You see {shown}.")

Value = TypeVar("Value", bound=str)


def _choose(
    place: Any,
    name: str,
    label: str,
    options: Sequence[Value],
    written: Callable[[Value], str],
    not_here: str = "",
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
    required = {"required": True} if name == "lang" else {}
    chosen = cast(Value, widget(label, options, format_func=written, key=name, **required))
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
    data = Path(os.environ.get("MITTARISTO_DATA") or ROOT / "data")
    project = _choose_project(place, data, language)
    return None if project is None else Reader(language, project, _role(project))


def choose_view(place: Any, reader: Reader) -> View | None:
    """The snapshot and comparison of the link or the sidebar; None after a sentence."""
    _, language, project = reader.translate, reader.language, reader.project
    choice, listed = _published(project)
    if choice.snapshot is None:
        heading_without_figures(reader)
        st.title(plain(project.name), anchor=False)
        if choice.damaged:
            st.error(_("Every snapshot of this project is damaged. Nothing can be shown."))
        else:
            st.info(_("No figures of this project have been published yet."))
            if reader.role == "team":
                link = ROOT / "pages" / "team" / "import.py"
                st.page_link(link, label=_("Import registers"), icon=":material/upload_file:")
        return None
    if choice.damaged:
        st.warning(
            _(
                "The newest snapshot is damaged and is not shown."
                " What you see is the one before it, as of {day}."
            ).format(day=day(choice.snapshot.manifest.as_of, language))
        )
    snapshot = _choose_snapshot(place, project, choice, listed, language)
    if snapshot is None:
        st.error(_("The chosen snapshot is damaged. Choose another one."))
        return None
    since = _choose_comparison(place, snapshot, reader.role, language)
    return View(language, snapshot, since, reader.role, newest=snapshot is choice.snapshot)


def _choose_project(place: Any, data: Path, language: Language) -> Project | None:
    _ = translator(language)
    readable: dict[str, Project] = {}
    for folder in projects.projects(data):
        try:
            readable[folder.name] = projects.load(folder)
        except Refusal as wrong:
            st.warning(in_words(wrong, language))
    if not readable:
        st.info(_("There is no project yet. Make one with: python -m mittaristo new"))
        return None
    ids = sorted(readable, key=lambda name: (readable[name].synthetic, name))
    if len(ids) == 1:
        return readable[ids[0]]
    names = [project.name for project in readable.values()]

    def written(project_id: str) -> str:
        name = readable[project_id].name
        return name if names.count(name) == 1 else f"{name} ({project_id})"

    return readable[_choose(place, "project", _("Project"), ids, written, _(NOT_HERE))]


def _published(project: Project) -> tuple[selection.Choice, list[Listed]]:
    """The newest snapshot that verifies, and all that this reader may choose from."""
    team = _role(project) == "team"
    states = {
        number: reading.state(project.folder, number) for number in reading.numbers(project.folder)
    }
    return _chosen(str(project.folder), tuple(states.items()), team=team)


@st.cache_resource(max_entries=20, show_spinner=False)
def _chosen(folder: str, states: object, *, team: bool) -> tuple[selection.Choice, list[Listed]]:
    del states  # part of the key: anything changed on disk is read and verified anew
    listed = selection.listing(Path(folder))
    readable = [entry for entry in listed if entry.manifest]
    return selection.choose(Path(folder), team=team), selection.in_order_of_preference(
        readable, team=team
    )


@st.cache_resource(max_entries=50, show_spinner=False)
def _opened(folder: str, number: int, states: object) -> Snapshot | None:
    del states
    try:
        return reading.open_snapshot(Path(folder), number)
    except manifest_.Damaged:
        return None


def _role(project: Project) -> access.Role:
    return access.role(st.get_option("server.address"), os.environ, synthetic=project.synthetic)


def _choose_snapshot(
    place: Any, project: Project, choice: selection.Choice, listed: list[Listed], language: Language
) -> Snapshot | None:
    _ = translator(language)
    assert choice.snapshot is not None
    newest = choice.snapshot.manifest.number
    manifests = {
        str(entry.number): entry.manifest
        for entry in listed
        if entry.manifest and entry.number not in choice.damaged
    }
    in_force = {manifest.as_of: number for number, manifest in reversed(manifests.items())}

    def written(number: str) -> str:
        manifest = manifests[number]
        label = day(manifest.as_of, language)
        if in_force[manifest.as_of] != number:
            return _("{day} · superseded ({number})").format(day=label, number=number)
        return label

    number = int(_choose(place, "snapshot", _("As of"), list(manifests), written, _(NOT_HERE)))
    if number == newest:
        return choice.snapshot
    return _opened(str(project.folder), number, reading.state(project.folder, number))


def _choose_comparison(
    place: Any, snapshot: Snapshot, role: access.Role, language: Language
) -> dt.date | None:
    """An earlier as-of date that this snapshot was compared with when it was published.

    Days that everyone sees come first: what the team does not choose otherwise is since a meeting.
    """
    _ = translator(language)
    shared, weekly = comparison_days(
        snapshot.figures["changes"], role, before=snapshot.manifest.as_of
    )
    if not (shared or weekly):
        return None
    iso = {value.isoformat(): value for value in [*shared, *weekly]}

    def written(name: str) -> str:
        said = day(iso[name], language)
        return _("{day} · weekly").format(day=said) if iso[name] in weekly else said

    return iso[_choose(place, "since", _("Compared with"), list(iso), written, _(NOT_HERE))]


# --- Around the page --------------------------------------------------------------------------

STYLE = Path(__file__).with_name("style.css")


SAY_LANGUAGE = """
<script>
  document.documentElement.lang = {language};
  document.documentElement.dataset.ground = {ground};
  for (const link of document.querySelectorAll("[data-testid=stSkipToContent]"))
    link.textContent = {skip};
  for (const button of document.querySelectorAll("[data-testid=stMainMenuButton]"))
    button.ariaLabel = {menu};
  for (const button of document.querySelectorAll("[data-testid=stSidebarCollapseButton] button"))
    button.ariaLabel = {hide};
</script>
"""


def say_language(language: Language) -> None:
    """The page's own style; its language and ground, and Streamlit's own words in the language."""
    _ = translator(language)
    said = {
        "language": language,
        "ground": "dark" if st.context.theme.type == "dark" else "light",
        "skip": _("Skip to the content"),
        "menu": _("Menu"),
        "hide": _("Hide the choices"),
    }
    st.html(STYLE)
    st.html(
        SAY_LANGUAGE.format(**{name: json.dumps(words) for name, words in said.items()}),
        unsafe_allow_javascript=True,
    )


COFUNDED = """
<div class="emblem" style="color: {colour}">
  <img alt="{alt}" src="data:image/svg+xml;base64,{picture}"><span>{words}</span>
</div>
"""
LINE = """
<div class="eu">{cofunded}<div>{facts}{invented}</div></div>
"""


def heading(shown: View) -> None:
    """Co-funding, as-of date and, on invented data, that it is invented: above everything."""
    as_of = shown.translate("as of {day}").format(
        day=f"<strong>{day(shown.manifest.as_of, shown.language)}</strong>"
    )
    _line(shown.project, shown.translate, as_of, invented=shown.manifest.synthetic)


def heading_without_figures(reader: Reader) -> None:
    """The same above a page that shows no snapshot."""
    _line(reader.project.as_recorded(), reader.translate, invented=reader.project.synthetic)


def _line(project: Mapping[str, Any], _: Translate, *facts: str, invented: bool) -> None:
    cofunded = ""
    if project["co_funding"] == "esf_plus":
        cofunded = COFUNDED.format(
            colour="#FFFFFF" if st.context.theme.type == "dark" else "#003399",
            alt=_("EU emblem"),
            picture=base64.b64encode(emblem().encode()).decode(),
            words=_("Co-funded by the European Union"),
        )
    said = _("invented example data")
    st.html(
        LINE.format(
            cofunded=cofunded,
            facts=" · ".join((html.escape(project["name"]), *facts)),
            invented=f'<span class="invented">{said}</span>' if invented else "",
        )
    )


def footing(shown: View) -> None:
    _ = shown.translate
    said = _("Snapshot {number}, published {day}. Every figure on this page comes from it.")
    published = dt.datetime.fromisoformat(shown.manifest.written["published_at"]).date()
    st.caption(said.format(number=shown.manifest.number, day=day(published, shown.language)))
    chosen = {"lang": shown.language, "project": shown.snapshot.folder.parent.parent.name}
    chosen["snapshot"] = str(shown.manifest.number)
    if shown.since is not None:
        chosen["since"] = shown.since.isoformat()
    words = _("Permanent link to this view")
    st.caption(f"[{words}](?{urlencode(chosen)})")
    with st.expander(_("How to read the dashboard")):
        st.markdown(_guide(shown.language))


GUIDES: Mapping[Language, Path] = {
    "fi": ROOT / "docs" / "opas.md",
    "en": ROOT / "docs" / "guide.md",
}


@st.cache_data(show_spinner=False)
def _guide(language: Language) -> str:
    """The user's guide from its first section on: title and picture are for those who print it."""
    text = GUIDES[language].read_text(encoding="utf-8")
    return text[text.index("## ") :].replace("## ", "### ")
