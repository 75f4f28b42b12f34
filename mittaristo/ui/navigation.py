"""The pages of the dashboard, by section."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import N_, Translate
from mittaristo.panels.results import region
from mittaristo.ui import addresses, places
from mittaristo.ui.session import Reader

PAGES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    N_("Results"): (
        ("results/overview", N_("Overview"), ":material/dashboard:"),
        ("results/employments", N_("Employments"), ":material/work:"),
        ("results/trainings", N_("Trainings"), ":material/school:"),
        ("results/employers", N_("Employers"), ":material/handshake:"),
        ("results/goals", N_("Goals"), ":material/flag:"),
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
    N_("Team"): (
        ("team/week", N_("The week"), ":material/event_note:"),
        ("team/import", N_("Import"), ":material/upload_file:"),
    ),
}


RESULTS = "Results"
"""The section whose first page is the one at the root."""


TEAM = "Team"
"""The section that only the project team sees. Its pages ask for the role again."""


WITHOUT_FIGURES = ("import",)
"""Pages that show no snapshot, so that they open before anything is published."""


OF_THE_WHOLE_PROJECT = ("goals", "region")
"""Results of which there are none in a period."""


def _any_measure(*measures: str) -> Callable[[Figures], bool]:
    """Whether the project keeps one of some measures."""
    return lambda figures: bool(figures.kept(*measures))


def _any_row(*tables: str) -> Callable[[Figures], bool]:
    """Whether one of some figures has a row."""
    return lambda figures: any(
        figures.keeps(name) and not figures[name].is_empty() for name in tables
    )


SHOWN_WHERE: Mapping[str, Callable[[Figures], bool]] = {
    "employments": _any_measure("employments", "clients_employed"),
    "trainings": _any_measure("trainings_held"),
    "employers": _any_measure("employer_clients", "employers_met", "encounters", "assessments"),
    "goals": _any_row("goals", "budget"),
    "region": region.kept_in,
    "changes": _any_row("changes"),
    "pace": _any_row("forecasts"),
    "monitoring": lambda figures: bool(figures.project.reporting_periods),
}
"""Pages that are in the navigation only where the project has something for them.

They answer at their address all the same, and say there what is missing.
"""


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


def pages(
    _: Translate, reader: Reader | None = None, figures: Figures | None = None
) -> dict[str, list[st.Page]]:
    """The navigation: pages by section, under titles in the reader's language.

    figures: those of the newest snapshot, if there is one: pages without content are left out.

    The first page answers at the root and at an address of its own. The one that was opened is the
    one in the list, so that the list shows where the reader is. An address that no page has is
    answered, too, or Streamlit would do so in English.
    """
    sections = {_(section): _section(section, _, reader, figures) for section in PAGES}
    every = [page for section in sections.values() for page in section]
    there = [page for page in every if page.visibility == "visible"]
    hidden = [_page(*PAGES[RESULTS][0], _, at_root=not _opened_at_root(), hidden=True)]
    address = addresses.unknown(_addresses())
    if address:
        title = _("There is no such page")
        answer = partial(addresses.answer, address, there, _)
        hidden.append(st.Page(answer, title=title, url_path=address, visibility="hidden"))
    sections[_(RESULTS)] += hidden
    return sections


def shows_figures(page: st.Page) -> bool:
    """Whether a page shows a snapshot."""
    return page.url_path in {"", *_addresses()} - set(WITHOUT_FIGURES)


def is_of_a_period(page: st.Page) -> bool:
    """Whether a page shows the results of any period that is chosen."""
    results = {Path(path).name for path, _title, _icon in PAGES[RESULTS]}
    return page.url_path in {"", *results} - set(OF_THE_WHOLE_PROJECT)


def _addresses() -> list[str]:
    """Those of all pages, without the root."""
    return [Path(path).name for entries in PAGES.values() for path, _title, _icon in entries]


def _opened_at_root() -> bool:
    return addresses.opened() != _addresses()[0]


def _section(
    section: str, _: Translate, reader: Reader | None, figures: Figures | None
) -> list[st.Page]:
    for_team = section == TEAM and (reader is None or reader.role != "team")
    first = PAGES[RESULTS][0]
    return [
        _page(
            *entry,
            _,
            at_root=entry == first and _opened_at_root(),
            hidden=for_team or not has_content(entry[0], figures),
        )
        for entry in PAGES[section]
    ]


def has_content(path: str, figures: Figures | None) -> bool:
    """Whether a page has something to show of these figures; any may where there are none yet."""
    shown = SHOWN_WHERE.get(Path(path).name)
    return figures is None or shown is None or shown(figures)


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
