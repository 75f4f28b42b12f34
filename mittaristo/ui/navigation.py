"""The pages of the dashboard, by section."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from mittaristo.i18n.translation import N_, Translate
from mittaristo.snapshots.reading import Snapshot
from mittaristo.ui import addresses, listed, places
from mittaristo.ui.session import Reader

PAGES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    N_("Results"): (
        ("results/overview", N_("Overview"), ":material/dashboard:"),
        ("results/clients", N_("Clients"), ":material/groups:"),
        ("results/employments", N_("Employments"), ":material/work:"),
        ("results/trainings", N_("Trainings"), ":material/school:"),
        ("results/employers", N_("Employers"), ":material/handshake:"),
        ("results/goals", N_("Goals"), ":material/flag:"),
        ("results/network", N_("Network"), ":material/hub:"),
        ("results/region", N_("Region"), ":material/map:"),
        ("results/figures", N_("All figures"), ":material/list:"),
    ),
    N_("Meeting"): (
        ("meeting/agenda", N_("Agenda"), ":material/checklist:"),
        ("meeting/changes", N_("Changes"), ":material/difference:"),
        ("meeting/pace", N_("Pace and forecast"), ":material/trending_up:"),
        ("meeting/monitoring", N_("Monitoring report"), ":material/assignment_turned_in:"),
        ("meeting/projector", N_("Projector"), ":material/present_to_all:"),
        ("meeting/pack", N_("Report"), ":material/picture_as_pdf:"),
    ),
    N_("For the funder"): (
        ("review/indicators", N_("ESF+ indicators"), ":material/percent:"),
        ("review/reconciliation", N_("Reconciliation"), ":material/balance:"),
        ("review/figure", N_("Origin of a figure"), ":material/manage_search:"),
        ("review/definitions", N_("Definitions"), ":material/menu_book:"),
        ("review/snapshots", N_("Snapshots"), ":material/inventory_2:"),
        ("review/draft", N_("Draft check"), ":material/fact_check:"),
    ),
    N_("All projects"): (
        ("programme/projects", N_("Projects side by side"), ":material/view_list:"),
    ),
    N_("Team"): (
        ("team/week", N_("The week"), ":material/event_note:"),
        ("team/quality", N_("Quality"), ":material/fact_check:"),
        ("team/import", N_("Import"), ":material/upload_file:"),
    ),
    N_("About"): (
        ("about/protection", N_("Data protection"), ":material/shield_person:"),
        ("about/accessibility", N_("Accessibility"), ":material/accessibility_new:"),
    ),
}


RESULTS = "Results"
"""The section whose first page is the one at the root."""


TEAM = "Team"
"""The section that only the project team sees. Its pages ask for the role again."""


OF_MANY = "projects"
"""The page of all projects, there where a store has several. It has a heading of its own."""


WITHOUT_FIGURES = ("import", OF_MANY, "protection", "accessibility")
"""Pages that show no snapshot, so that they open before anything is published."""


ADDRESSES: Mapping[str, tuple[str, ...]] = {
    section: tuple(Path(path).name for path, _title, _icon in entries)
    for section, entries in PAGES.items()
}
"""Section → the addresses of its pages, without the root."""


EVERY = tuple(name for names in ADDRESSES.values() for name in names)
"""The addresses of all pages."""


SHOW_FIGURES = {"", *EVERY} - set(WITHOUT_FIGURES)
"""The addresses of those that show a snapshot."""


OF_THE_WHOLE_PROJECT = ("goals", "network", "region")
"""Results of which there are none in a period."""


BY_PERIOD = {"", "figure", *ADDRESSES[RESULTS]} - set(OF_THE_WHOLE_PROJECT)
"""The addresses of those that show any period that is chosen."""


def file_of(page: str) -> Path | None:
    """The file of a page by its name in an address; None where there is no such page."""
    paths = (path for entries in PAGES.values() for path, _title, _icon in entries)
    return next((places.PAGES / f"{path}.py" for path in paths if Path(path).name == page), None)


def title_of(page: str) -> str:
    """What a page is called, as a sentence of the catalogue."""
    return next(
        title
        for entries in PAGES.values()
        for path, title, _icon in entries
        if Path(path).name == page
    )


KEPT = "pages"
"""Where a reader's pages are kept between runs: making one asks the file system each time."""


def pages(
    _: Translate, reader: Reader | None = None, snapshot: Snapshot | None = None
) -> dict[str, list[st.Page]]:
    """The navigation: pages by section, under titles in the reader's language."""
    there_is = None if reader is None else listed_for(reader, snapshot)
    asked = (_, there_is, addresses.opened())
    if st.session_state.get(KEPT, (None,))[0] != asked:
        st.session_state[KEPT] = (asked, _made(_, there_is))
    made: dict[str, list[st.Page]] = st.session_state[KEPT][1]
    return made


def _made(_: Translate, there_is: frozenset[str] | None) -> dict[str, list[st.Page]]:
    """All of them. A page that has nothing to show of the snapshot is not in the list, but answers.

    The first answers at the root and at an address of its own. The one that was opened is the
    one in the list, so that the list shows where the reader is. An address that no page has is
    answered, too, or Streamlit would do so in English.
    """
    sections = {_(section): _section(section, _, there_is) for section in PAGES}
    every = [page for section in sections.values() for page in section]
    there = [page for page in every if page.visibility == "visible"]
    hidden = [_page(*PAGES[RESULTS][0], _, at_root=not _opened_at_root(), hidden=True)]
    address = addresses.unknown(EVERY)
    if address:
        title = _("There is no such page")
        answer = partial(addresses.answer, address, there, _)
        hidden.append(st.Page(answer, title=title, url_path=address, visibility="hidden"))
    sections[_(RESULTS)] += hidden
    return sections


def shows_figures(page: st.Page) -> bool:
    """Whether a page shows a snapshot."""
    return page.url_path in SHOW_FIGURES


def is_of_a_period(page: st.Page) -> bool:
    """Whether a page shows the results of any period that is chosen."""
    return page.url_path in BY_PERIOD


def _opened_at_root() -> bool:
    return addresses.opened() != EVERY[0]


def listed_for(reader: Reader, snapshot: Snapshot | None) -> frozenset[str]:
    """The pages in the list, by their names in an address.

    Not there are those of the team for anyone else, that of all projects where there is but one,
    and those that have nothing to show; without any snapshot all that show figures but the first.
    """
    there = {
        name
        for section, names in ADDRESSES.items()
        for name in names
        if section != TEAM or reader.role == "team"
    }
    if not reader.of_many:
        there.remove(OF_MANY)
    if snapshot is None:
        return frozenset(there & {EVERY[0], *WITHOUT_FIGURES})
    return frozenset(there) - listed.without_content(snapshot, reader.role)


def is_of_all(page: st.Page) -> bool:
    """Whether a page is about all projects of the store."""
    return page.url_path == OF_MANY


def _section(section: str, _: Translate, there_is: frozenset[str] | None) -> list[st.Page]:
    first = PAGES[RESULTS][0]
    return [
        _page(
            *entry,
            _,
            at_root=entry == first and _opened_at_root(),
            hidden=section == TEAM if there_is is None else Path(entry[0]).name not in there_is,
        )
        for entry in PAGES[section]
    ]


def _page(
    path: str, title: str, icon: str, _: Translate, *, at_root: bool, hidden: bool
) -> st.Page:
    return st.Page(
        places.PAGES / f"{path}.py",
        title=_(title),
        icon=icon,
        url_path="" if at_root else Path(path).name,
        default=at_root,
        visibility="hidden" if hidden else "visible",
    )
